"""Lives of invented cases: what happened to each, as facts and papers, for `large_register`.

A life is told in the order in which an office lives it. Moments are aware UTC; days are those of Europe/London, which
at the hours used here are the same.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from invented_words import Chance

from foibot.casework import events as facts
from foibot.casework.events import Event, Person, Words

OUTCOMES = {
    "disclosed": 44,
    "partly_withheld": 18,
    "withheld": 10,
    "not_held": 12,
    "cost_limit": 7,
    "already_public": 5,
    "vexatious": 1,
    "repeated": 1,
    "ncnd": 1,
}
SECTIONS = {
    "FOIA": ("s.40(2)", "s.43(2)", "s.21(1)", "s.22(1)", "s.31(1)(a)", "s.36(2)(b)(i)", "s.42(1)", "s.24(1)"),
    "EIR": ("reg 12(5)(e)", "reg 12(4)(d)", "reg 13(1)", "reg 12(4)(b)", "reg 12(5)(b)"),
}
CITES = frozenset({"partly_withheld", "withheld", "ncnd"})
OFFICERS = tuple(f"officer{number}" for number in range(1, 11))
HOLDERS = ("finance", "highways", "hr", "housing", "ict", "legal", "parking", "planning", "procurement", "schools")
MACHINE = "foibot"


@dataclass(frozen=True, slots=True)
class Fact:
    """Something that happened, when and by whose hand."""

    at: datetime
    actor: str
    event: Event


@dataclass(frozen=True, slots=True)
class Paper:
    """A letter of a case, or its draft: by number, with its words."""

    number: int
    letter: str
    to: str
    at: datetime
    status: str
    text: str
    draft: int = 0


@dataclass(frozen=True, slots=True)
class Mail:
    """A message that came on a case; the row that it gets is `row`."""

    row: int
    kind: str
    at: datetime
    text: str
    opened: bool


@dataclass(slots=True)
class Life:
    """One case as it is told: what happened so far, and what is drawn for it."""

    chance: Chance
    person: Person
    received: datetime
    now: datetime
    regime: str
    next_message: int
    topic: list[str]
    subject: str
    request: str
    officer: str
    facts: list[Fact] = field(default_factory=list)
    letters: list[Paper] = field(default_factory=list)
    drafts: list[Paper] = field(default_factory=list)
    mails: list[Mail] = field(default_factory=list)

    def days_on(self, days: float) -> datetime:
        """Return the moment that many days after the receipt."""
        return self.received + timedelta(days=days)

    def say(self, at: datetime, event: Event, actor: str = MACHINE) -> None:
        """Note a fact."""
        self.facts.append(Fact(at, actor, event))

    def mail(self, kind: str, at: datetime, text: str) -> int:
        """Let a message come in; return its row."""
        row = self.next_message
        self.next_message += 1
        self.mails.append(Mail(row, kind, at, text, opened=kind == "new_request"))
        return row

    def letter(self, name: str, at: datetime, to: str, text: str, draft: int = 0) -> int:
        """Let a letter leave; return its number."""
        number = len(self.letters) + 1
        self.say(at, facts.LetterQueued(number, name, draft))
        self.say(at + timedelta(minutes=15), facts.LetterSent(number, name))
        self.letters.append(Paper(number, name, to, at, "sent", text, draft))
        return number

    def draft(self, name: str, at: datetime, text: str, status: str = "sent") -> int:
        """Let a letter be drafted; return the number of the draft."""
        number = len(self.drafts) + 1
        self.say(at, facts.DraftProposed(number, name, by=self.officer), self.officer)
        self.drafts.append(Paper(number, name, self.person.email, at, status, text))
        return number

    def approve(self, number: int, at: datetime) -> int:
        """Let a draft be approved by a colleague, and leave; return the number of the letter."""
        paper = self.drafts[number - 1]
        by = OFFICERS[(OFFICERS.index(self.officer) + 1) % len(OFFICERS)]
        self.say(at, facts.DraftApproved(number, paper.letter, by=by), by)
        return self.letter(paper.letter, at, paper.to, paper.text, number)


def begin(life: Life) -> None:
    """Let the request arrive by mail, be acknowledged, told of and assigned."""
    message = life.mail("new_request", life.received, life.request)
    life.say(
        life.received,
        facts.RequestReceived(
            life.received.date(), life.regime, "email", life.person, message, rules=("request",), dated_by="server"
        ),
    )
    text = (
        f"Thank you for your request of {life.received.date()}: {life.subject}.\n\nWe answer within 20 working days.\n"
    )
    life.letter("acknowledgement", life.received, life.person.email, text)
    life.say(life.received, facts.OfficersTold(1))
    life.say(life.days_on(0.2), facts.OfficerAssigned(life.officer), life.officer)


def ask_holder(life: Life, within: float) -> None:
    """Ask an information holder, some of whom are slow; they answer within so many days, or, by 0, not at all."""
    draw = life.chance.random
    holder, at = draw.choice(HOLDERS), life.days_on(1)
    asked = Person(holder.title(), f"{holder}@council.example")
    number, by = len(life.letters) + 1, (at + timedelta(days=12)).date()
    question = Words(life.request[:400])
    life.say(at, facts.HolderAsked(1, holder, asked, at.date(), by, number=number, text=question), life.officer)
    life.letter("holder_request", at, asked.email, question)
    if within:
        late = draw.paretovariate(1.5) * 3 * (1 + HOLDERS.index(holder) / 5)
        came = at + timedelta(days=min(late, within))
        life.say(came, facts.HolderAnswered(1, None, Words("By telephone.")), life.officer)


def span(life: Life) -> float:
    """Return how many days there are between the receipt and now."""
    return (life.now - life.received).total_seconds() / 86_400


def answer(life: Life, after: float) -> None:
    """Answer so many days after the receipt."""
    draw, at = life.chance.random, life.days_on(after)
    outcome = draw.choices(list(OUTCOMES), weights=list(OUTCOMES.values()))[0]
    known = SECTIONS[life.regime]
    sections = tuple(draw.sample(known[:5], draw.randint(1, 2))) if outcome in CITES else ()
    if outcome == "already_public" and life.regime == "FOIA":
        sections = ("s.21(1)",)
    text = letter_text(life, outcome, sections)
    number = life.draft(outcome, at - timedelta(hours=3), text)
    life.say(at - timedelta(hours=3), facts.AnswerDrafted(number, outcome, sections), life.officer)
    letter = life.approve(number, at)
    life.say(at, facts.RequestAnswered(at.date(), outcome, letter, sections))


def letter_text(life: Life, outcome: str, sections: tuple[str, ...]) -> str:
    """Return an answer, as long as answers are."""
    cited = f" We rely on {' and '.join(sections)}." if sections else ""
    return (
        f"Dear {life.person.name},\n\nThank you for your request: {life.subject}.\n\n"
        f"Our answer: {outcome.replace('_', ' ')}.{cited}\n\n{life.chance.prose(life.topic, 6)}\n\n"
        "If you are dissatisfied you may ask for an internal review within 40 working days, and then complain to the"
        f" Information Commissioner.\n\nYours sincerely,\n{life.officer}\n"
    )


def answered(life: Life) -> None:
    """Begin, ask a holder in two cases of three, answer: most in time; close most of them."""
    begin(life)
    draw = life.chance.random
    took = draw.gauss(19, 6) if draw.random() < 0.88 else draw.uniform(29, 90)
    took = max(1.0, took)
    asks = draw.random() < 0.66
    if took >= span(life) - 1:
        if asks and span(life) > 2:
            ask_holder(life, 0.8 * span(life) if span(life) > 15 else 0)
        return
    if asks and took > 5:
        ask_holder(life, 0.7 * took)
    answer(life, took)
    close(life, took + 60)


def close(life: Life, after: float) -> None:
    """Close the case so many days after the receipt, where that day has come and it was not forgotten."""
    if span(life) > after + 1 and life.chance.random.random() < 0.97:
        life.say(life.days_on(after), facts.CaseClosed("closed", Words("Nothing further.")), life.officer)


def reviewed(life: Life) -> None:
    """Answer, and look at the matter again."""
    begin(life)
    if span(life) < 80:
        return
    answer(life, 18)
    on = life.days_on(30)
    message = life.mail("review_request", on, f"I am unhappy with this answer. {life.chance.prose(life.topic, 2)}")
    life.say(on, facts.MessageFiled(message, "review_request", automatic=False, confirmed=True, rules=("review",)))
    life.say(on, facts.ReviewRequested(on.date(), "email", "content", message=message, rules=("review",)))
    reviewer = OFFICERS[(OFFICERS.index(life.officer) + 5) % len(OFFICERS)]
    life.say(life.days_on(31), facts.OfficerAssigned(reviewer), life.officer)
    outcome = life.chance.random.choice(("upheld", "upheld", "partly_upheld", "overturned"))
    at = life.days_on(55)
    number = life.draft("review_outcome", at - timedelta(hours=2), letter_text(life, outcome, ()))
    life.say(at - timedelta(hours=2), facts.ReviewOutcomeDrafted(number, outcome, by=reviewer), reviewer)
    letter = life.approve(number, at)
    life.say(at, facts.ReviewDecided(at.date(), outcome, letter, "review_decided"))
    close(life, 120)


def unclear(life: Life) -> None:
    """Ask what is meant: half are never answered, and lapse."""
    begin(life)
    draw = life.chance.random
    if span(life) < 8:
        return
    at = life.days_on(4)
    number = life.draft(
        "clarification", at - timedelta(hours=1), f"What do you mean?\n{life.chance.prose(life.topic, 1)}"
    )
    letter = life.approve(number, at)
    life.say(at, facts.ClarificationAsked(at.date(), letter))
    if draw.random() < 0.5 and span(life) > 70:
        life.say(life.days_on(65), facts.RequestLapsed(life.days_on(65).date(), "clarification"))
    elif span(life) > 50:
        on = life.days_on(12)
        message = life.mail("clarification_reply", on, life.chance.prose(life.topic, 2))
        life.say(on, facts.MessageFiled(message, "clarification_reply", automatic=False, confirmed=True))
        life.say(on, facts.ClarificationReceived(on.date(), "open", message))
        answer(life, 32)
        close(life, 100)


def withdrawn(life: Life) -> None:
    """Let the applicant give up."""
    begin(life)
    if span(life) > 7:
        on = life.days_on(6)
        life.say(on, facts.RequestWithdrawn(on.date(), Words("They found it.")), life.officer)


def extended(life: Life) -> None:
    """Take longer for the public interest, and answer then."""
    begin(life)
    if span(life) < 18:
        return
    at = life.days_on(16)
    until: date = life.days_on(55).date()
    number = life.draft("extension", at - timedelta(hours=1), f"We need longer. {life.chance.prose(life.topic, 2)}")
    sections = SECTIONS[life.regime][1:2]
    life.say(at - timedelta(hours=1), facts.ExtensionDrafted(number, until, sections), life.officer)
    letter = life.approve(number, at)
    life.say(at, facts.DeadlineExtended(at.date(), until, letter, sections))
    if span(life) > 60:
        answer(life, life.chance.random.uniform(40, 58))
        close(life, 130)


LIVES: dict[Callable[[Life], None], int] = {answered: 84, unclear: 6, reviewed: 4, extended: 3, withdrawn: 3}
"""How a case goes, and how often."""
