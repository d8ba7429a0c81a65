"""`foibot inspect`: what foibot makes of messages in files; without a configuration, a register or a network.

One JSON object a line with --json, as soon as a message is read; what cannot be read is a line too. Only a
configuration named on purpose is read, and then its register is asked as well.
"""

import importlib
import json
import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from typing import Any

import click
from click.core import ParameterSource

from foibot.cli.inspect_view import show_findings
from foibot.cli.tables import plain
from foibot.correspondence.classify import Known, Verdict, classify
from foibot.correspondence.message import Address, InboundMessage
from foibot.correspondence.reference import ReferencePattern
from foibot.correspondence.thread import named_references
from foibot.errors import Unreadable
from foibot.mail.files import Found, bytes_of, messages_in
from foibot.mail.parse import parse

Knowledge = Callable[[InboundMessage], Known]
ON_PURPOSE = (ParameterSource.COMMANDLINE, ParameterSource.ENVIRONMENT)
REGISTER_MODULE = "foibot.cli.inspect_register"
ALONE = Known(pattern=ReferencePattern("FOI-{year}-{number:04d}"))
NOTHING: dict[str, Any] = {
    "message_id": "",
    "from_name": "",
    "from_email": "",
    "reply_to": [],
    "to": [],
    "subject": "",
    "date": None,
    "text": "",
    "new_text": "",
    "attachments": [],
    "automatic": False,
    "kind": "unclear",
    "reference": None,
    "bounced_recipient": None,
    "regime_suggested": [],
    "reasons": [],
}


@click.command("inspect")
@click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path, exists=True, readable=False))
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object a line instead of text.")
@click.pass_context
def inspect_command(context: click.Context, *, paths: tuple[Path, ...], as_json: bool) -> None:
    """Say what foibot makes of messages: files, folders (with all below them) or mboxes.

    Judged from the messages alone. With "foibot -c FILE inspect", or FOIBOT_CONFIG, also from who you are and from
    the cases in your register. Nothing is sent, moved or written.
    """
    with knowledge(context) as known:
        found = (finding(message, known) for path in paths for message in messages_in(path, tell))
        if not as_json:
            show_findings(found)
            return
        out = sys.stdout.buffer
        for row in found:
            out.write(json.dumps(row, ensure_ascii=False).encode("utf-8", "replace") + b"\n")
        out.flush()


def tell(path: Path, why: str) -> None:
    """Say on standard error what in a folder is not read: standard output is for messages alone."""
    click.echo(f"foibot: {plain(str(path))} is passed over: it is {why}.", err=True)


def knowledge(context: click.Context) -> AbstractContextManager[Knowledge]:
    """Return what is known of messages: nothing, unless a configuration is named; a config.toml nearby is not."""
    if context.find_root().get_parameter_source("config") not in ON_PURPOSE:
        return nullcontext(lambda _: ALONE)
    # importing it costs as much again as the whole of the plain command
    found: AbstractContextManager[Knowledge] = importlib.import_module(REGISTER_MODULE).known_to_register(context)
    return found


def finding(found: Found, known_of: Knowledge) -> dict[str, Any]:
    """Return what is made of one message, with the fixed keys."""
    try:
        message = parse(bytes_of(found))
    except Unreadable as error:
        return {"path": found.path, "parsed": False, "defects": [str(error)], **NOTHING}
    known = known_of(message)
    return {"path": found.path, "parsed": True, **as_data(message, classify(message, known), known)}


def as_data(message: InboundMessage, verdict: Verdict, known: Known) -> dict[str, Any]:
    """Return a message and its verdict, ready for JSON."""
    sender = message.sender or Address("", "")
    return {
        "defects": list(message.defects),
        "message_id": message.message_id,
        "from_name": sender.name,
        "from_email": sender.email,
        "reply_to": [address.email for address in message.reply_to],
        "to": [address.email for address in message.to],
        "subject": message.subject,
        "date": message.date.isoformat() if message.date else None,
        "text": message.text,
        "new_text": message.new_text,
        "attachments": [{"name": part.name, "type": part.type, "size": part.size} for part in message.attachments],
        "automatic": verdict.automatic,
        "kind": str(verdict.kind),
        "reference": verdict.reference or next(references_named(message, known), None),
        "bounced_recipient": verdict.bounced_recipient,
        "regime_suggested": list(verdict.regime_suggested),
        "reasons": [{"rule": reason.rule, "evidence": reason.evidence} for reason in verdict.reasons],
    }


def references_named(message: InboundMessage, known: Known) -> Iterator[str]:
    """Return the references of ours that the message names, the one most believed first."""
    return (reference for reference, _ in named_references(message, known))
