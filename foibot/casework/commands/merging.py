"""Two cases of one request: the later goes into the earlier, with its mail, and nobody is answered twice."""

from foibot.casework.case import CARRIED, UNANSWERED, Case
from foibot.casework.commands.table import Argument, ArgumentType, Command, Situation, Target
from foibot.casework.decisions import Decision
from foibot.casework.endings import drop_what_waits
from foibot.casework.events import CaseMerged, MergeReceived, MessageFiled
from foibot.errors import NotPermitted


def _merge(situation: Situation) -> tuple[Decision, ...]:
    case, into = situation.the_case(), situation.other
    if into is None:
        raise NotPermitted("Say into which case: foibot merge REFERENCE INTO")
    _refuse_merger(case, into)
    moved = tuple(
        MessageFiled(filed.message, filed.kind, automatic=False, confirmed=filed.confirmed, rules=("merged",))
        for filed in case.messages
    )
    told = f"{case.reference} was merged into {into.reference}: its mail is there, and mail that names it goes there."
    return (
        Decision(case.reference, (CaseMerged(into.reference), *drop_what_waits(case))),
        Decision(into.reference, (MergeReceived(case.reference), *moved, *case.by_hand), told=told),
    )


def _refuse_merger(case: Case, into: Case) -> None:
    if case.reference == into.reference:
        raise NotPermitted(f"{case.reference} cannot be merged into itself.")
    if into.status not in CARRIED:
        raise NotPermitted(
            f"{into.reference} has ended. Take it up again first: foibot reopen {into.reference} --why TEXT"
        )
    if not _is_one_applicant(case, into):
        raise NotPermitted(
            "The two cases have different applicants: each is owed an answer of their own, and neither may get mail of "
            f"the other. If it is one person, correct the name: "
            f"foibot applicant {case.reference} --name NAME --why TEXT"
        )
    if case.received_on is not None and into.received_on is not None and case.received_on < into.received_on:
        raise NotPermitted(
            f"{case.reference} came first, and the time runs from then. Merge the other way: "
            f"foibot merge {into.reference} {case.reference}"
        )


def _is_one_applicant(case: Case, into: Case) -> bool:
    one, other = case.applicant, into.applicant
    if one.email or other.email:
        return one.email.casefold() == other.email.casefold()
    return (one.name.casefold(), one.postal_address) == (other.name.casefold(), other.postal_address)


MERGING = (
    Command(
        "merge",
        "Put a case that is another copy of a request into the one that came first.",
        Target.CASE,
        _merge,
        (Argument("into", ArgumentType.REFERENCE, "the case that came first", positional=True),),
        states=UNANSWERED,
    ),
)
