"""The authority's own templates, each written once with invented facts before anything is done with them."""

from dataclasses import replace

from foibot.app import App
from foibot.errors import ConfigError
from foibot.jobs.proofs import proof_letters


def proved(app: App) -> App:
    """Return the app if every template of the authority's own can be written; the shipped ones can.

    Raises `ConfigError` with every fault: what is at work goes on with the templates that it has.
    """
    app = looked_through(app)
    if app.faulty_templates:
        raise ConfigError(app.faulty_templates)
    return app


def looked_through(app: App) -> App:
    """Return the app with what is wrong with the authority's own templates.

    It starts all the same: a request must have its case and its clock, whatever becomes of a letter.
    """
    return replace(app, faulty_templates=tuple(proof_letters(app)) if app.config.templates.path else ())
