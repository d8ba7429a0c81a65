"""The answer to a request: which outcomes there are, and what each of them has to say (FOIA s.1, s.16, s.17).

What is missing is refused before anything is drafted, with the words that would mend it.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from foibot.casework.events import AnswerDrafted
from foibot.casework.letters import Attachment
from foibot.errors import NotPermitted, UsageError
from foibot.law.exemption import WOULD, WOULD_BE_LIKELY, Exemption
from foibot.law.exemptions import family_of, find_exemption


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
INSTEAD: Mapping[Outcome, str] = {
    Outcome.COST_LIMIT: "withheld --exemption 'reg 12(4)(b)' (manifestly unreasonable)",
    Outcome.VEXATIOUS: "withheld --exemption 'reg 12(4)(b)' (manifestly unreasonable)",
    Outcome.REPEATED: "withheld --exemption 'reg 12(4)(b)' (manifestly unreasonable)",
}


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
class Answer:
    """An answer that has everything it needs."""

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

    def as_event(self, draft: int) -> AnswerDrafted:
        """Return what holds true of the case once the letter of this draft has left."""
        sections = tuple(exemption.cited_short for exemption in self.exemptions)
        referred_to = self.refer.id if self.refer else ""
        return AnswerDrafted(draft, str(self.outcome), sections, referred_to, self.supplement)

    def as_facts(self) -> dict[str, Any]:
        """Return what the letter's template may name of the answer."""
        return {
            "text": self.text,
            "why": "" if self.exemptions else self.why,
            "exemptions": [cited(one, self.why, self.public_interest, self.likelihood) for one in self.exemptions],
            "attachments": [attachment.name for attachment in self.attachments],
            "refer": self.refer,
            "supplement": self.supplement,
            "qualified_person": self.qualified_person,
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


def read_answer(regime: str, said: Mapping[str, Any], refer: OtherAuthority | None) -> Answer:
    """Return the answer an officer describes; raises `UsageError` or `NotPermitted` with what is missing or wrong."""
    outcome = Outcome(said["outcome"].replace("-", "_"))
    exemptions = tuple(find_exemption(regime, written) for written in said.get("exemption") or ())
    answer = Answer(
        outcome=outcome,
        exemptions=exemptions,
        text=(said.get("text") or "").strip(),
        why=(said.get("why") or "").strip(),
        public_interest=(said.get("public-interest") or "").strip(),
        likelihood=said.get("likelihood") or "",
        qualified_person=(said.get("qualified-person") or "").strip(),
        refer=refer,
        attachments=tuple(said.get("attach") or ()),
        supplement=bool(said.get("supplement")),
    )
    for missing in _missing(answer, family_of(regime)):
        raise missing
    return answer


def _missing(answer: Answer, family: str) -> Iterator[UsageError | NotPermitted]:
    rule, said = OUTCOME_RULES[answer.outcome], str(answer.outcome).replace("_", "-")
    if rule.families and family not in rule.families:
        yield NotPermitted(f"There is no '{said}' under {family}. Use: respond REF {INSTEAD[answer.outcome]}.")
    if rule.cites and not answer.exemptions:
        yield UsageError(f"'{said}' cites what it relies on. Add --exemption SECTION, as --exemption 's.43(2)'.")
    if answer.exemptions and not (rule.cites or rule.may_cite):
        yield UsageError(f"'{said}' relies on no exemption. Leave --exemption out, or use withheld or partly-withheld.")
    if rule.needs_text and not answer.text:
        yield UsageError(f"'{said}' needs words of yours: give with --text {NEEDED_TEXT[answer.outcome]}.")
    if rule.needs_why and not answer.why:
        yield UsageError("Say why the exemption applies: --why TEXT (FOIA s.17(1)(c)).")
    if rule.gives and not (answer.text or answer.attachments):
        yield UsageError(f"'{said}' gives the applicant something: add --attach FILE, or the information with --text.")
    if answer.refer and answer.outcome is not Outcome.NOT_HELD:
        yield UsageError("--refer names who may hold what we do not: it goes with 'not-held' alone.")
    yield from _missing_of_exemptions(answer)


def _missing_of_exemptions(answer: Answer) -> Iterator[UsageError | NotPermitted]:
    for exemption in answer.exemptions:
        name = exemption.cited
        if answer.outcome is Outcome.NCND and not exemption.neither_confirm_nor_deny:
            yield NotPermitted(f"{name} does not allow to neither confirm nor deny. Cite the limb that does.")
        if answer.outcome is not Outcome.NCND and exemption.neither_confirm_nor_deny:
            yield NotPermitted(f"{name} is for neither confirming nor denying: use the outcome 'ncnd'.")
        if not exemption.absolute and not answer.public_interest:
            yield UsageError(f"{name} is qualified: add the public-interest reasons with --public-interest TEXT.")
        if len(exemption.likelihoods) > 1 and not answer.likelihood:
            yield UsageError(
                f"{name} needs how likely the harm is: --likelihood would, or --likelihood would-be-likely."
            )
        if exemption.qualified_person and not answer.qualified_person:
            yield UsageError(f"{name} needs the qualified person's opinion: --qualified-person 'NAME, DATE'.")
