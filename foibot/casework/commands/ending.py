"""How a request ends without an answer, and how it is taken up again."""

from dataclasses import replace
from datetime import date

from foibot.casework.answers import OtherAuthority
from foibot.casework.case import ANSWERED, CARRIED, ENDED, UNANSWERED, WITHOUT_LAW, Case
from foibot.casework.commands.answering import POST, draft_letter
from foibot.casework.commands.table import LINES, Argument, ArgumentType, Command, Situation, Target
from foibot.casework.decisions import Decision
from foibot.casework.endings import drop_confirmations, drop_what_waits, take_approvals_back
from foibot.casework.events import (
    CaseClosed,
    CaseReopened,
    DraftProposed,
    Person,
    RegimeChanged,
    RequestWithdrawn,
    TransferDrafted,
    Words,
)
from foibot.casework.history import apply
from foibot.casework.letters import LetterWanted
from foibot.casework.policy import Role
from foibot.casework.reaching import without_address
from foibot.casework.rewriting import rewrite_what_waits
from foibot.errors import NotPermitted
from foibot.law.clock import ClockEvent
from foibot.law.wording import plain_day


def _withdraw(situation: Situation) -> tuple[Decision, ...]:
    case, said = situation.the_case(), situation.arguments
    day: date = said.get("on") or situation.today
    if not (case.received_on or day) <= day <= situation.today:
        raise NotPermitted(f"{plain_day(day)} cannot be: it is before the request came, or still to come.")
    withdrawn = RequestWithdrawn(day, Words((said.get("why") or "").strip()))
    facts = (withdrawn, *drop_what_waits(case))
    decision = Decision(case.reference, facts, told=f"{case.reference} is withdrawn.")
    return (confirm_in_a_letter(situation, case, decision, "withdrawn"),)


def confirm_in_a_letter(situation: Situation, case: Case, decision: Decision, letter: str) -> Decision:
    """Add to the end of a case the draft of the letter that confirms it, where the applicant can be written to."""
    if without_address(case.applicant):
        return decision
    ended = case
    for fact in decision.events:
        ended = apply(ended, fact)
    drafted = draft_letter(situation, ended, letter, {"text": ""})
    return replace(
        decision,
        events=(*decision.events, *drafted.events),
        letters=(*decision.letters, *drafted.letters),
        told=f"{decision.told} {drafted.told}",
    )


def _close(situation: Situation) -> tuple[Decision, ...]:
    case = situation.the_case()
    if case.status not in ANSWERED and Role.MANAGER not in situation.actor.roles:
        raise NotPermitted(
            f"{case.reference} has no answer yet. To close it in silence (FOIA s.17(6)) takes a manager, and a reason."
        )
    if case.under_review and Role.MANAGER not in situation.actor.roles:
        raise NotPermitted(f"The review of {case.reference} is not decided yet: to close it takes a manager.")
    closed = CaseClosed("closed", Words(situation.arguments["why"].strip()))
    return (Decision(case.reference, (closed, *drop_what_waits(case)), told=f"{case.reference} is closed."),)


def _reopen(situation: Situation) -> tuple[Decision, ...]:
    case = situation.the_case()
    opened = case.after(ClockEvent("reopened", situation.today)) if case.clock_has_ended else case
    status = situation.statutes.status_of(opened)
    again = CaseReopened(situation.today, str(status), Words(situation.arguments["why"].strip()))
    told = f"{case.reference} is open again ({status.replace('_', ' ')}). Its time counts as if it had never ended."
    return (Decision(case.reference, (again, *drop_confirmations(case)), told=told),)


def _regime(situation: Situation) -> tuple[Decision, ...]:
    case, name = situation.the_case(), situation.arguments["regime"]
    if name == case.regime:
        raise NotPermitted(f"{case.reference} is under {name} already.")
    status = situation.statutes.status_of(replace(case, regime=name))
    changed = RegimeChanged(name, case.regime, str(status))
    told = [f"{case.reference} is under {name} from now on, as from its receipt."]
    under_it = [one for one in case.drafts if one.status in {"waiting", "approved"} and one.letter not in WITHOUT_LAW]
    if under_it:
        told.append(f"Letters drafted under {case.regime} cannot leave any more: reject them, and draft them again.")
    decision = Decision(case.reference, (changed, *take_approvals_back(case)), told=" ".join(told))
    return (rewrite_what_waits(decision, case, situation.policy.name_wanted_by),)


def _transfer(situation: Situation) -> tuple[Decision, ...]:
    case, said = situation.the_case(), situation.arguments
    authority: OtherAuthority = said["authority"]
    if "transferred" not in situation.statutes.read(case).regime.events:
        raise NotPermitted(
            f"{case.regime} knows no transfer. Send it on, and note it: foibot note {case.reference} TEXT"
        )
    if not said.get("agreed"):
        raise NotPermitted(
            "A request is handed on only with the applicant's permission (s.45 Code, EIR reg 10). Add --agreed if you "
            f"have it. If not, name who may help: foibot respond {case.reference} not-held --refer {authority.id}"
        )
    facts = {"refer": authority, "why": (said.get("why") or "").strip(), "text": (said.get("text") or "").strip()}
    drafted = draft_letter(situation, case, "transfer", facts, TransferDrafted(case.next_draft, authority.id))
    if not authority.email:
        return (drafted.and_tell(f"{authority.name} has no e-mail address: hand the request on by post."),)
    return (_with_handover(situation, case, drafted, authority),)


def _with_handover(situation: Situation, case: Case, drafted: Decision, authority: OtherAuthority) -> Decision:
    """Add the draft of the mail by which the other authority gets the request."""
    number = case.next_draft + 1
    wanted = LetterWanted(
        "handover", Person(authority.team or authority.name, authority.email), draft=number, facts={"refer": authority}
    )
    proposed = DraftProposed(number, "handover", by=situation.actor.id)
    both = replace(drafted, events=(*drafted.events, proposed), letters=(*drafted.letters, wanted))
    return both.and_tell(f"The mail that hands it to {authority.name} waits beside it: approve both.")


ENDING = (
    Command(
        "transfer",
        "Draft the letter by which another authority gets the request, where the applicant agreed to that.",
        Target.CASE,
        _transfer,
        (
            Argument("authority", ArgumentType.AUTHORITY, "the other authority's id", positional=True),
            Argument("agreed", ArgumentType.FLAG, "the applicant gave permission to hand it on"),
            Argument("why", ArgumentType.TEXT, "why it is theirs to answer"),
            Argument("text", ArgumentType.TEXT, "further words to the applicant"),
            LINES,
            POST,
        ),
        states=UNANSWERED,
    ),
    Command(
        "withdraw",
        "Note that the applicant wants no answer any more; a letter that confirms it is drafted.",
        Target.CASE,
        _withdraw,
        (
            Argument("on", ArgumentType.DATE, "the day they said so (default: today)"),
            Argument("why", ArgumentType.TEXT, "how you know"),
            POST,
        ),
        states=UNANSWERED,
    ),
    Command(
        "close",
        "Close a case that needs nothing further; without an answer only a manager does.",
        Target.CASE,
        _close,
        (Argument("why", ArgumentType.TEXT, "the reason", required=True),),
        states=CARRIED,
    ),
    Command(
        "reopen",
        "Take up a case that had ended; its time counts as if it had never ended.",
        Target.CASE,
        _reopen,
        (Argument("why", ArgumentType.TEXT, "the reason", required=True),),
        states=ENDED,
    ),
    Command(
        "regime",
        "Deal with a request under another law, as from the day it was received.",
        Target.CASE,
        _regime,
        (Argument("regime", ArgumentType.REGIME, "FOIA, EIR …", positional=True),),
        states=UNANSWERED,
    ),
)
