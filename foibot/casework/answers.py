"""The answer to a request: which outcomes there are, and what each of them has to say (FOIA s.1, s.16, s.17).

What is missing is refused before anything is drafted, with the words that would mend it.
"""

from collections.abc import Iterator, Mapping
from enum import StrEnum
from typing import Any

from foibot.casework.events import AnswerDrafted
from foibot.casework.letters import Attachment
from foibot.errors import NotPermitted, UsageError
from foibot.law.exemption import WOULD, WOULD_BE_LIKELY, Exemption
from foibot.law.exemptions import family_of, find_exemption
from foibot.lean import dataclass


class Outcome(StrEnum):
    """How a request ends; the words of the register."""

    DISCLOSED = "disclosed"
    PARTLY_WITHHELD = "partly_withheld"
    WITHHELD = "withheld"
    NOT_HELD = "not_held"
    NCND = "ncnd"
    COST_LIMIT = "cost_limit"
    VEXATIOUS = "vexatious"
    REPEATED = "repeated"
    ALREADY_PUBLIC = "already_public"


@dataclass(frozen=True, slots=True)
class OutcomeRule:
    """What an outcome needs: sections, the officer's own words; and the regimes that know it (empty: all)."""

    cites: bool = False
    may_cite: bool = False
    needs_text: bool = False
    needs_why: bool = False
    gives: bool = False
    families: frozenset[str] = frozenset()


FREEDOM_OF_INFORMATION = frozenset({"FOIA", "FOISA"})
OUTCOME_RULES: Mapping[Outcome, OutcomeRule] = {
    Outcome.DISCLOSED: OutcomeRule(gives=True),
    Outcome.PARTLY_WITHHELD: OutcomeRule(cites=True, needs_why=True, gives=True),
    Outcome.WITHHELD: OutcomeRule(cites=True, needs_why=True),
    Outcome.NOT_HELD: OutcomeRule(),
    Outcome.NCND: OutcomeRule(cites=True),
    Outcome.COST_LIMIT: OutcomeRule(needs_text=True, families=FREEDOM_OF_INFORMATION),
    Outcome.VEXATIOUS: OutcomeRule(families=FREEDOM_OF_INFORMATION),
    Outcome.REPEATED: OutcomeRule(families=FREEDOM_OF_INFORMATION),
    Outcome.ALREADY_PUBLIC: OutcomeRule(may_cite=True, needs_text=True),
}
NEEDED_TEXT: Mapping[Outcome, str] = {
    Outcome.COST_LIMIT: "how the request could be narrowed to come within the limit (s.16)",
    Outcome.ALREADY_PUBLIC: "where the information is to be found, and how",
}
UNREASONABLE: Mapping[str, str] = {"EIR": "reg 12(4)(b)", "EISR": "reg 10(4)(b)"}
"""What takes the place of the cost limit, and of vexatious and repeated requests, under the Regulations."""


@dataclass(frozen=True, slots=True)
class OtherAuthority:
    """Another authority that may hold what this one does not."""

    id: str
    name: str
    team: str = ""
    postal_address: str = ""
    email: str = ""
    telephone: str = ""
    website: str = ""


@dataclass(frozen=True, slots=True)
class Part:
    """A question of the request, in the applicant's words, and the answer to it."""

    question: str
    answer: "Answer"


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer that has everything it needs; with `parts`, each question has its own, and `outcome` is of them all.

    `lines` are the authority's standard lines that go with it, by name.
    """

    outcome: Outcome
    exemptions: tuple[Exemption, ...] = ()
    text: str = ""
    why: str = ""
    public_interest: str = ""
    likelihood: str = ""
    qualified_person: str = ""
    refer: OtherAuthority | None = None
    attachments: tuple[Attachment, ...] = ()
    supplement: bool = False
    lines: tuple[str, ...] = ()
    parts: tuple[Part, ...] = ()

    def as_event(self, draft: int) -> AnswerDrafted:
        """Return what holds true of the case once the letter of this draft has left."""
        each = (self, *(part.answer for part in self.parts))
        sections = dict.fromkeys(exemption.cited_short for answer in each for exemption in answer.exemptions)
        referred_to = [*dict.fromkeys(answer.refer.id for answer in each if answer.refer), ""]
        return AnswerDrafted(
            draft,
            str(self.outcome),
            tuple(sections),
            referred_to[0],
            self.supplement,
            tuple(str(part.answer.outcome) for part in self.parts),
            tuple(filter(None, referred_to[1:])),
        )

    def as_facts(self) -> dict[str, Any]:
        """Return what the letter's template may name of the answer."""
        return {
            "text": self.text,
            "why": "" if self.exemptions else self.why,
            "exemptions": [
                {
                    **cited(one, self.why, self.public_interest, self.likelihood),
                    "qualified_person": self.qualified_person if one.qualified_person else "",
                }
                for one in self.exemptions
            ],
            "attachments": [attachment.name for attachment in self.attachments],
            "refer": self.refer,
            "supplement": self.supplement,
            "qualified_person": self.qualified_person,
            "outcome": str(self.outcome),
            "parts": [{**part.answer.as_facts(), "question": part.question} for part in self.parts],
        }


def cited(exemption: Exemption, why: str, public_interest: str = "", likelihood: str = "") -> dict[str, Any]:
    """Return an exemption as a letter's template names it, with the officer's reasons.

    Where the law knows one degree of likelihood alone, it is that one.
    """
    known = exemption.likelihoods
    degree = known[0] if len(known) == 1 else likelihood if known else ""
    return {
        "cited": exemption.cited,
        "title": exemption.title,
        "absolute": exemption.absolute,
        "prejudice": bool(known),
        "likelihood": LIKELIHOODS[degree],
        "why": why,
        "public_interest": "" if exemption.absolute else public_interest,
    }


LIKELIHOODS: Mapping[str, str] = {"": "", WOULD: "would", WOULD_BE_LIKELY: "would be likely to"}


@dataclass(frozen=True, slots=True)
class Lack:
    """Something that an answer lacks or says too much: what it concerns, what is wrong, and how to mend it.

    The remedy is told twice: as it is mended on the command line, and in a file that answers question by question.
    `forbidden`: the law has no such answer, whatever is added.
    """

    key: str
    fault: str
    on_the_line: str
    in_the_file: str
    forbidden: bool = False

    def as_error(self) -> UsageError | NotPermitted:
        """Return it as the error of the command line."""
        said = f"{self.fault}. {self.on_the_line}."
        return NotPermitted(said) if self.forbidden else UsageError(said)


def read_answer(regime: str, said: Mapping[str, Any], refer: OtherAuthority | None) -> Answer:
    """Return the answer an officer describes; raises `UsageError` or `NotPermitted` with what is missing or wrong."""
    exemptions = tuple(find_exemption(regime, written) for written in said.get("exemption") or ())
    answer = make_answer(said, exemptions, refer)
    for lack in lacks_of(answer, family_of(regime)):
        raise lack.as_error()
    return answer


def make_answer(said: Mapping[str, Any], exemptions: tuple[Exemption, ...], refer: OtherAuthority | None) -> Answer:
    """Return the answer as it was described, whatever it may lack."""
    return Answer(
        outcome=Outcome(said["outcome"].replace("-", "_")),
        exemptions=exemptions,
        text=(said.get("text") or "").strip(),
        why=(said.get("why") or "").strip(),
        public_interest=(said.get("public-interest") or "").strip(),
        likelihood=said.get("likelihood") or "",
        qualified_person=(said.get("qualified-person") or "").strip(),
        refer=refer,
        attachments=tuple(said.get("attach") or ()),
        supplement=bool(said.get("supplement")),
        lines=tuple(said.get("line") or ()),
    )


def lacks_of(answer: Answer, family: str) -> Iterator[Lack]:
    """Yield everything that an answer lacks under a statute, or says and may not."""
    rule, said = OUTCOME_RULES[answer.outcome], str(answer.outcome).replace("_", "-")
    if rule.families and family not in rule.families:
        fault, section = f"There is no '{said}' under {family}", UNREASONABLE.get(family, "SECTION")
        yield Lack(
            "outcome",
            fault,
            f"Use: respond REF withheld --exemption '{section}' (manifestly unreasonable)",
            f'Write outcome = "withheld" and exemptions = ["{section}"] (manifestly unreasonable)',
            forbidden=True,
        )
    yield from _lacking_sections(answer, rule, said)
    if rule.needs_text and not (answer.text or answer.lines):
        wanted = NEEDED_TEXT[answer.outcome]
        yield Lack("text", f"'{said}' needs words of yours", f"Give with --text {wanted}", f"Write in text {wanted}")
    if rule.gives and not (answer.text or answer.attachments):
        yield Lack(
            "text",
            f"'{said}' gives the applicant something",
            "Add --attach FILE, or the information with --text",
            "Write the information, or where it stands, in text; or add --attach FILE to the command",
        )
    if answer.refer and answer.outcome is not Outcome.NOT_HELD:
        fault = "names who may hold what we do not: it goes with 'not-held' alone"
        yield Lack("refer", f"'{said}' refers to another authority", f"--refer {fault}", f"refer {fault}")
    yield from _lacking_of_exemptions(answer)


def _lacking_sections(answer: Answer, rule: OutcomeRule, said: str) -> Iterator[Lack]:
    if rule.cites and not answer.exemptions:
        yield Lack(
            "exemptions",
            f"'{said}' cites what it relies on",
            "Add --exemption SECTION, as --exemption 's.43(2)'",
            'Write the section, as exemptions = ["s.43(2)"]',
        )
    if answer.exemptions and not (rule.cites or rule.may_cite):
        others = "or use withheld or partly-withheld"
        fault = f"'{said}' relies on no exemption"
        yield Lack("exemptions", fault, f"Leave --exemption out, {others}", f"Leave exemptions empty, {others}")
    if rule.needs_why and not answer.why:
        fault = "Say why the exemption applies"
        yield Lack("why", fault, "Add --why TEXT (FOIA s.17(1)(c))", "Write it in why (FOIA s.17(1)(c))")


def _lacking_of_exemptions(answer: Answer) -> Iterator[Lack]:
    for exemption in answer.exemptions:
        name = exemption.cited
        if answer.outcome is Outcome.NCND and not exemption.neither_confirm_nor_deny:
            fault, remedy = f"{name} does not allow to neither confirm nor deny", "Cite the limb that does"
            yield Lack("exemptions", fault, remedy, remedy, forbidden=True)
        if answer.outcome is not Outcome.NCND and exemption.neither_confirm_nor_deny:
            fault, remedy = f"{name} is for neither confirming nor denying", "Use the outcome 'ncnd'"
            yield Lack("exemptions", fault, remedy, remedy, forbidden=True)
        if not exemption.absolute and not answer.public_interest:
            fault = f"{name} is qualified: add the public-interest reasons"
            yield Lack("public_interest", fault, "Give with --public-interest TEXT", "Write them in public_interest")
        if len(exemption.likelihoods) > 1 and not answer.likelihood:
            yield Lack(
                "likelihood",
                f"{name} needs how likely the harm is",
                "Add --likelihood would, or --likelihood would-be-likely",
                'Write likelihood = "would", or likelihood = "would-be-likely"',
            )
        if exemption.qualified_person and not answer.qualified_person:
            yield Lack(
                "qualified_person",
                f"{name} needs the qualified person's opinion",
                "Add --qualified-person 'NAME, DATE'",
                'Write qualified_person = "NAME, DATE"',
            )
