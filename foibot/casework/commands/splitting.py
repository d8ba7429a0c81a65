"""Several requests in one message: each gets a case of its own, with a clock of its own."""

from dataclasses import replace

from foibot.casework.acknowledging import acknowledge
from foibot.casework.commands.table import Argument, ArgumentType, Command, Situation, Target
from foibot.casework.decisions import Decision
from foibot.casework.earlier_requests import Link
from foibot.casework.events import LanguageChosen, RequestLinked, RequestReceived, Words
from foibot.casework.languages import ENGLISH
from foibot.errors import NotPermitted


def _split(situation: Situation) -> tuple[Decision, ...]:
    arrival = situation.arrival
    if arrival is None:
        raise NotPermitted("This command needs a message: give the number of its row or its Message-ID.")
    if situation.case is None or not situation.opened_by_it:
        raise NotPermitted(
            "That message has opened no case yet, so there is nothing to split. "
            f"Open one first: foibot classify {arrival.message} new_request"
        )
    first, policy = situation.case, situation.policy
    opened = RequestReceived(
        received_on=first.received_on or arrival.received_on,
        regime=situation.arguments.get("regime") or policy.regime,
        channel=first.channel,
        applicant=first.applicant,
        message=arrival.message,
        dated_by=arrival.receipt.source,
        flags=arrival.flags,
        text=Words(situation.arguments["text"].strip()),
    )
    links = (
        RequestLinked(first.reference, str(Link.SPLIT)),
        *(link for link in arrival.links if link.to != first.reference),
    )
    reference = situation.new_reference
    told = f"{reference} is open, split from {first.reference} and received on the same day."
    language = () if first.language == ENGLISH else (LanguageChosen(first.language),)
    decision = Decision(reference, (opened, *language, *links), told=told)
    recipient = replace(first.applicant, email=arrival.answer_to or first.applicant.email)
    withheld = tuple(reason.rule for reason in arrival.verdict.withheld if reason.rule != "uncertain")
    return (acknowledge(decision, recipient, policy, answers=arrival.message, withheld=withheld),)


SPLITTING = (
    Command(
        "split",
        "Open a further case for another request in a message that has opened one.",
        Target.MESSAGE,
        _split,
        (
            Argument(
                "text", ArgumentType.TEXT, "what the further request asks, in the applicant's words", required=True
            ),
            Argument("regime", ArgumentType.REGIME, "FOIA, EIR, SAR … (default: the authority's)"),
        ),
    ),
)
