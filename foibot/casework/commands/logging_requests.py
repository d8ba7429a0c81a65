"""Requests that did not come by e-mail: by letter, by telephone, at the counter, through a web form."""

import re
from datetime import datetime

from foibot.casework.acknowledging import acknowledge
from foibot.casework.commands.table import Argument, ArgumentType, Command, Situation, Target
from foibot.casework.decisions import Decision
from foibot.casework.events import Person, RequestReceived, Words
from foibot.casework.languages import language_of_request
from foibot.correspondence.acknowledging import Reason
from foibot.correspondence.welsh import welsh_in
from foibot.errors import NotPermitted, UsageError
from foibot.law.clock import london_day
from foibot.law.wording import plain_day

ADDRESS = re.compile(r"[^@\s<>,;:\"()\[\]]+@[^@\s<>,;:\"()\[\]]+\.[^@\s<>,;:\"()\[\].]+")
ORAL = frozenset({"telephone", "counter"})


def _new(situation: Situation) -> tuple[Decision, ...]:
    said = situation.arguments
    received: datetime = said["received"]
    if london_day(received) > situation.today:
        raise NotPermitted(f"--received {plain_day(london_day(received))} is still to come. Give the day it arrived.")
    regime = said.get("regime") or situation.policy.regime
    if said["by"] in ORAL and not regime.startswith(("EIR", "EISR")):
        raise NotPermitted(
            f"A request made by {said['by']} counts only for environmental information (EIR). "
            f"Give --regime EIR if it is, or ask the applicant to write (FOIA s.8(1)(a))."
        )
    email = (said.get("email") or "").strip()
    if email and not ADDRESS.fullmatch(email):
        raise UsageError(f"'{email}' is no e-mail address. Write it as name@example.org, without a name before it.")
    if len(said["name"].splitlines()) > 1:
        raise UsageError("--name has more than one line. Give the applicant's name alone; --address takes lines.")
    applicant = Person(said["name"].strip(), email, (said.get("address") or "").strip())
    opened = RequestReceived(
        received_on=london_day(received),
        regime=regime,
        channel=said["by"],
        applicant=applicant,
        dated_by="officer",
        text=Words(said["text"]),
    )
    told = f"{situation.new_reference} is open."
    if not email and situation.policy.acknowledge != "off":
        told += f" {TO_POST if applicant.postal_address else WITHOUT_ADDRESS.format(situation.new_reference)}"
    seen = welsh_in(said["text"])
    language = language_of_request([seen] if seen else [], situation.policy)
    told += _of_language(situation.new_reference, seen, chosen=bool(language))
    decision = Decision(situation.new_reference, (opened, *language, *situation.links), told=told)
    return (acknowledge(decision, applicant, situation.policy),)


def _of_language(reference: str, seen: Reason | None, *, chosen: bool) -> str:
    """Say that a request is in Welsh: it is answered so from now on, or the officer chooses."""
    if chosen:
        return f" It is in Welsh, and is answered so ('foibot language {reference} en' changes that)."
    return f" It seems to be in Welsh: 'foibot language {reference} cy' has it answered so." if seen else ""


TO_POST = "The acknowledgement goes by post: 'foibot drafts' names it, and 'foibot draft ID --pdf FILE' prints it."
WITHOUT_ADDRESS = (
    "Nobody can be written to yet. Once an address is known, 'foibot applicant {} --address TEXT --why TEXT' notes it."
)

LOGGING = (
    Command(
        "new",
        "Log a request that came by letter, by telephone, at the counter or through a web form.",
        Target.NOTHING,
        _new,
        (
            Argument("name", ArgumentType.TEXT, "the applicant's name", required=True),
            Argument("received", ArgumentType.MOMENT, "the day (or day and hour) it arrived", required=True),
            Argument(
                "by",
                ArgumentType.CHOICE,
                "how it came",
                required=True,
                choices=("letter", "telephone", "counter", "web"),
            ),
            Argument("regime", ArgumentType.REGIME, "FOIA, EIR … (default: the authority's)"),
            Argument("email", ArgumentType.TEXT, "the applicant's e-mail address"),
            Argument("address", ArgumentType.TEXT, "the applicant's postal address"),
            Argument("text", ArgumentType.TEXT, "what was asked, in the applicant's words", required=True),
        ),
    ),
)
