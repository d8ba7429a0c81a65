"""`foibot sign-in`: a person consents, once, that foibot uses their access to the mailbox (Microsoft 365)."""

import click

from foibot.cli.session import open_session
from foibot.cli.tables import wrapped
from foibot.errors import UsageError
from foibot.mail.microsoft import sign_in
from foibot.sign_in_by_token import registration


@click.command("sign-in")
@click.pass_context
def sign_in_command(context: click.Context) -> None:
    """Sign in at Microsoft as somebody who may use the mailbox, and keep the consent for the daemon.

    Shows an address and a code; open it in any browser, as a person with access to the shared mailbox. Run it as
    the user that runs foibot. Not needed where the application has a client_secret.
    """
    session = open_session(context)
    registered = registration(session.app.config.mailbox)
    if registered is None or registered.secret is not None:
        raise UsageError(
            "Nobody has to sign in: that is for [mailbox.oauth] with `authority` and without client_secret. "
            "'foibot check --connect' says whether the configured way works."
        )
    who = sign_in(registered, lambda said: click.echo(wrapped(said)))
    click.echo(wrapped(f"{who} has signed in; the consent is in {registered.cache}. Now: foibot check --connect"))
