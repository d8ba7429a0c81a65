"""Fills in what config.toml left out and what depends on something else in it; makes every path absolute."""

from dataclasses import fields, replace
from pathlib import Path

from foibot.config.commissioners import COMMISSIONERS
from foibot.config.mailbox import Mailbox, Server
from foibot.config.oauth import SecretReference
from foibot.config.people import Officer
from foibot.config.schema import Authority, Commissioner, Config, Signatory

IMAP_PORTS = {"implicit": 993, "starttls": 143, "none": 143}
SMTP_PORTS = {"implicit": 465, "starttls": 587, "none": 25}


def complete(config: Config, path: Path) -> Config:
    """Return the configuration with nothing left open; `path` is the absolute path of its file."""
    folder = path.parent
    own_templates, feeds = config.templates.path, config.calendars.path
    return replace(
        config,
        path=path,
        authority=_authority(config.authority, config.officers),
        mailbox=_mailbox(config.mailbox, folder, config.register.path),
        register=replace(config.register, path=folder / config.register.path),
        templates=replace(config.templates, path=folder / own_templates if own_templates else None),
        calendars=replace(config.calendars, path=feeds and folder / feeds.expanduser()),
        commissioner=_commissioner(config.commissioner, config.authority.jurisdiction),
    )


def _authority(authority: Authority, officers: tuple[Officer, ...]) -> Authority:
    return replace(
        authority,
        short_name=authority.short_name or authority.name,
        regime=authority.regime or ("FOISA" if authority.jurisdiction == "scotland" else "FOIA"),
        signatory=authority.signatory if authority.signatory.name else Signatory(officers[0].name),
    )


def _mailbox(mailbox: Mailbox, folder: Path, register: Path) -> Mailbox:
    username = mailbox.username or mailbox.address
    oauth = mailbox.oauth
    return replace(
        mailbox,
        username=username,
        imap=_server(mailbox.imap, IMAP_PORTS),
        smtp=_server(mailbox.smtp, SMTP_PORTS),
        password=_secret(mailbox.password, folder, username),
        ca_file=mailbox.ca_file and folder / mailbox.ca_file,
        oauth=oauth
        and replace(
            oauth,
            client_secret=_secret(oauth.client_secret, folder, username),
            refresh_token=_secret(oauth.refresh_token, folder, username),
            token_file=folder / (oauth.token_file or register.with_name("sign-in.json")),
        ),
    )


def _server(server: Server, ports: dict[str, int]) -> Server:
    return replace(server, port=server.port or ports[server.tls])


def _secret(reference: SecretReference | None, folder: Path, username: str) -> SecretReference | None:
    if reference is None:
        return None
    if reference.kind == "file":
        return replace(reference, value=str(folder / Path(reference.value).expanduser()))
    return replace(reference, username=username)


def _commissioner(written: Commissioner, jurisdiction: str) -> Commissioner:
    usual = COMMISSIONERS[jurisdiction]
    values = {field.name: getattr(written, field.name) or getattr(usual, field.name) for field in fields(written)}
    return Commissioner(**values)
