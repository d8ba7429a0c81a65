"""Requests that did not come by e-mail: by letter, by telephone, at the counter, through a web form."""

from datetime import datetime

from foibot.casework.acknowledging import acknowledge
from foibot.casework.commands.table import Argument, ArgumentType, Command, Situation, Target
from foibot.casework.decisions import Decision
from foibot.casework.events import Person, RequestReceived, Words
from foibot.errors import NotPermitted
from foibot.law.clock import london_day

ORAL = frozenset({"telephone", "counter"})


def _new(situation: Situation) -> tuple[Decision, ...]:
    said = situation.arguments
    received: datetime = said["received"]
    if received > situation.now:
        raise NotPermitted(f"--received {received:%Y-%m-%d %H:%M} is still to come. Give the day it arrived.")
    regime = said.get("regime") or situation.policy.regime
    if said["by"] in ORAL and not regime.startswith(("EIR", "EISR")):
        raise NotPermitted(
            f"A request made by {said['by']} counts only for environmental information (EIR). "
            f"Give --regime EIR if it is, or ask the applicant to write (FOIA s.8(1)(a))."
        )
    applicant = Person(said["name"], said.get("email") or "", said.get("address") or "")
    opened = RequestReceived(
        received_on=london_day(received),
        regime=regime,
        channel=said["by"],
        applicant=applicant,
        dated_by="officer",
        text=Words(said["text"]),
    )
    decision = Decision(situation.new_reference, (opened,), told=f"{situation.new_reference} is open.")
    return (acknowledge(decision, applicant, situation.policy),)


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
