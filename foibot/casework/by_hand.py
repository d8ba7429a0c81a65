"""What a letter means that a person sent by hand: filed on its case, told to an officer, and no second answer leaves.

It moves no clock and no status: an officer says what it was. Until then, what would say the same again is held back.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date

from foibot.casework.acknowledging import ACKNOWLEDGEMENT
from foibot.casework.arrivals import MessageState
from foibot.casework.case import ENDED, Case, LetterState
from foibot.casework.decisions import Decision
from foibot.casework.events import ApprovalWithdrawn, DraftProposed, Event, LetterCancelled, WrittenByHand
from foibot.casework.letters import LetterWanted
from foibot.correspondence.by_hand import ByHand, Hand
from foibot.correspondence.thread import Thread
from foibot.errors import UsageError
from foibot.law.exemptions import find_exemption
from foibot.law.wording import plain_day
from foibot.lean import dataclass

RULE = "written-by-hand"


@dataclass(frozen=True, slots=True)
class HandSent:
    """A letter a person sent: its row, the day it left in Europe/London, its case and how it was tied, and its reading.

    `history` is set where it was sent long ago: the digest names it, and no notice does.
    """

    message: int
    on: date
    thread: Thread
    reading: ByHand
    history: bool = False


def file_by_hand(sent: HandSent, case: Case) -> Decision:
    """Return what a letter does that a person sent: it is noted, and what waits to say the same again is held back."""
    reading = sent.reading
    written = WrittenByHand(
        message=sent.message,
        on=sent.on,
        what=str(reading.what),
        outcome=reading.outcome,
        sections=known_sections(case.regime, reading.cited),
        tied=sent.thread.confirmed,
        rules=(reading.rule, sent.thread.how),
    )
    decision = Decision(case.reference, (written,), state=MessageState.CASE)
    if sent.history or not reading.to_applicant or reading.rule == "automatic":
        return decision
    return hold_back(decision, case, answered=reading.what is Hand.ANSWER)


def is_told(sent: HandSent, case: Case, decision: Decision) -> bool:
    """Tell whether an officer hears of the letter by a notice: where something is to be said or done about it."""
    news = sent.reading.what in PROPOSALS and case.status not in ENDED
    return not sent.history and (news or len(decision.events) > 1)


def known_sections(regime: str, cited: Sequence[str]) -> tuple[str, ...]:
    """Return the provisions among those cited that withhold information under the regime, as the register has them."""
    found = []
    for written in cited:
        try:
            found.append(find_exemption(regime, written).cited_short)
        except UsageError:
            continue  # no exemption: section 17 says how to refuse, section 50 where to complain
    return tuple(dict.fromkeys(found))


def hold_back(decision: Decision, case: Case, *, answered: bool, surely: bool = False) -> Decision:
    """Add to a decision what keeps letters from leaving that a person has sent the like of.

    An acknowledgement that has not left becomes a draft; with `answered`, an approved answer waits for approval again.
    Where a person said that it is `surely` answered, nobody wants the acknowledgement any more; nor one that may have
    left before.
    """
    for number, letter in enumerate(case.letters, 1):
        if letter.state is not LetterState.QUEUED:
            continue
        if letter.draft and (letter.name == ACKNOWLEDGEMENT or (answered and first_answer(case, letter.draft))):
            stopped = (LetterCancelled(number, letter.name), ApprovalWithdrawn(letter.draft, letter.name))
            decision = replace(decision, events=(*decision.events, *stopped))
        elif letter.name == ACKNOWLEDGEMENT and (surely or letter.doubted):
            decision = replace(decision, events=(*decision.events, LetterCancelled(number, ACKNOWLEDGEMENT)))
        elif letter.name == ACKNOWLEDGEMENT:
            decision = _as_draft(decision, case, number)
    return decision


def _as_draft(decision: Decision, case: Case, number: int) -> Decision:
    events: tuple[Event, ...] = (
        LetterCancelled(number, ACKNOWLEDGEMENT),
        DraftProposed(case.next_draft, ACKNOWLEDGEMENT, (RULE,)),
    )
    opening = next((filed.message for filed in case.messages), None)
    wanted = LetterWanted(ACKNOWLEDGEMENT, case.applicant, draft=case.next_draft, answers=opening, instead_of=number)
    return replace(decision, events=(*decision.events, *events), letters=(*decision.letters, wanted))


def first_answer(case: Case, draft: int) -> bool:
    """Tell whether a draft is the answer to the request, and not a further one."""
    return any(answer.draft == draft and not answer.supplement for answer in case.answers)


ON_ITS_WAY = frozenset({LetterState.QUEUED, LetterState.SENT, LetterState.UNKNOWN})


def why_second(case: Case, draft: int) -> str:
    """Say why a draft would be a second answer to the request: another has left, or is about to; empty where not."""
    if not first_answer(case, draft):
        return ""
    others = {one.draft for one in case.letters if one.state in ON_ITS_WAY and one.draft not in {0, draft}}
    named = [case.drafts[other - 1].letter for other in sorted(others) if first_answer(case, other)]
    if named:
        other = named[0].replace("_", " ")
        return (
            f"{case.reference} has an answer already that has left or is about to ({other}). Reject this draft; for a "
            f"further answer: foibot respond {case.reference} OUTCOME --supplement."
        )
    return ""


def why_pointless(case: Case, draft: int) -> str:
    """Say why a draft must not leave: a person has sent, or seems to have sent, the answer; empty where none has."""
    if not (first_answer(case, draft) or case.drafts[draft - 1].letter == ACKNOWLEDGEMENT):
        return ""
    if case.answered_by_hand:
        return (
            f"{case.reference} was answered by hand on {plain_day(case.answered_by_hand)}. Reject this draft; for a "
            f"further answer: foibot respond {case.reference} OUTCOME --supplement."
        )
    if not case.answers_by_hand:
        return why_second(case, draft)
    return (
        f"It seems that {case.reference} was answered by hand on {plain_day(case.answers_by_hand[-1].on)}, and nobody "
        f"has said so yet. If it was: foibot answered {case.reference} OUTCOME. If not: foibot answered "
        f"{case.reference} no."
    )


@dataclass(frozen=True, slots=True)
class Proposal:
    """What an officer reads of a letter that a person sent, and what to type about it: pairs of question and command.

    `{reference}`, `{on}` (a day to read or to type), `{outcome}` and `{exemptions}` are filled in.
    """

    said: str
    moves: tuple[tuple[str, str], ...] = ()


NO_CLOCK = "It has moved no clock."
PROPOSALS: Mapping[Hand, Proposal] = {
    Hand.ANSWER: Proposal(
        "It seems that {reference} was answered by hand on {on} by mail to the applicant. If so, say it in one line:",
        (
            ("Right?", "foibot answered {reference} {outcome}{exemptions} --on {day}"),
            ("No answer?", "foibot answered {reference} no"),
        ),
    ),
    Hand.CLARIFICATION: Proposal(
        f"It seems that the applicant of {{reference}} was asked by hand, on {{on}}, what is meant. {NO_CLOCK}"
    ),
    Hand.EXTENSION: Proposal(
        f"It seems that the applicant of {{reference}} was told by hand, on {{on}}, that it takes longer. {NO_CLOCK}"
    ),
    Hand.FEE: Proposal(
        f"It seems that the applicant of {{reference}} was asked by hand, on {{on}}, for a fee. {NO_CLOCK}"
    ),
    Hand.TRANSFER: Proposal(
        f"It seems that the applicant of {{reference}} was told by hand, on {{on}}, that another authority has the "
        f"request now. {NO_CLOCK}"
    ),
    Hand.REVIEW: Proposal(
        f"It seems that the outcome of the review of {{reference}} was sent by hand on {{on}}. {NO_CLOCK}"
    ),
}
"""What is told to an officer, and the command that records it; a kind that is not here is filed in silence."""
WRITTEN = Proposal("Somebody wrote to the applicant of {reference} by hand on {on}.")
FURTHER = ("A further answer?", "foibot answered {reference} {outcome}{exemptions} --on {day} --supplement")


def proposal(written: WrittenByHand, reference: str, *, answered: bool) -> Proposal:
    """Return what is told of a letter, filled in; `answered`: the request had its answer before."""
    kind = PROPOSALS.get(Hand(written.what), WRITTEN)
    moves = (FURTHER,) if answered and written.what == Hand.ANSWER else kind.moves
    said = WRITTEN.said if answered and written.what == Hand.ANSWER else kind.said
    words = {
        "reference": reference,
        "on": plain_day(written.on),
        "day": written.on.isoformat(),
        "outcome": written.outcome.replace("_", "-") or "OUTCOME",
        "exemptions": "".join(f' --exemption "{section}"' for section in written.sections),
    }
    filled = tuple((question, command.format(**words)) for question, command in moves)
    return Proposal(said.format(**words), filled)
