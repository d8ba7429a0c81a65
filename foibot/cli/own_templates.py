"""The authority's own templates, each written once with invented facts before anything is done with them."""

import importlib
from dataclasses import replace

from foibot.app import App
from foibot.errors import ConfigError

PROOFS = "foibot.jobs.proofs"


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
    if not app.config.templates.path:
        return app
    proofs = importlib.import_module(PROOFS)  # with the invented facts of every letter, where there is one to prove
    return replace(app, faulty_templates=tuple(proofs.proof_letters(app)))
