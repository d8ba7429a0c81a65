"""`foibot inspect`: what foibot makes of messages in files, without a configuration, a register or a network.

One JSON object a line with --json, as soon as a message is read; what cannot be read is a line too.
"""

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click

from foibot.cli.inspect_view import show_findings
from foibot.correspondence.classify import Known, Verdict, classify
from foibot.correspondence.message import Address, InboundMessage
from foibot.correspondence.reference import ReferencePattern
from foibot.correspondence.thread import named_references
from foibot.errors import Unreadable
from foibot.mail.files import Found, bytes_of, messages_in
from foibot.mail.parse import parse

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
@click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path, exists=True))
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object a line instead of text.")
def inspect_command(*, paths: tuple[Path, ...], as_json: bool) -> None:
    """Say what foibot makes of messages: files, folders (with all below them) or mboxes.

    Judged from the messages alone: no configuration, no register, nothing is sent or changed.
    """
    found = (finding(message) for path in paths for message in messages_in(path))
    if not as_json:
        show_findings(found)
        return
    out = sys.stdout.buffer
    for row in found:
        out.write(json.dumps(row, ensure_ascii=False).encode("utf-8", "replace") + b"\n")
    out.flush()


def finding(found: Found) -> dict[str, Any]:
    """Return what is made of one message, with the fixed keys."""
    try:
        message = parse(bytes_of(found))
    except Unreadable as error:
        return {"path": found.path, "parsed": False, "defects": [str(error)], **NOTHING}
    return {"path": found.path, "parsed": True, **as_data(message, classify(message, ALONE))}


def as_data(message: InboundMessage, verdict: Verdict) -> dict[str, Any]:
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
        "reference": verdict.reference or next(references_named(message), None),
        "bounced_recipient": verdict.bounced_recipient,
        "regime_suggested": list(verdict.regime_suggested),
        "reasons": [{"rule": reason.rule, "evidence": reason.evidence} for reason in verdict.reasons],
    }


def references_named(message: InboundMessage) -> Iterator[str]:
    """Return the references of ours that the message names, the one most believed first."""
    return (reference for reference, _ in named_references(message, ALONE))
