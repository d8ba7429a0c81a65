"""The file in which an officer answers a request question by question: how it is first written, and how it is read.

It is TOML: a table `[[parts]]` for each question. What is wrong with it is told all at once, by part, key and remedy;
what an answer needs is asked of each part by the same rules as of a whole answer.
"""

import re
import textwrap
from collections.abc import Iterator, Mapping
from dataclasses import field
from typing import Any

from foibot.casework.answers import OUTCOME_RULES, Answer, OtherAuthority, Outcome, Part, lacks_of, make_answer
from foibot.casework.outcome_of_parts import outcome_of
from foibot.correspondence.parts import FoundParts
from foibot.errors import FaultyFile, Problem, UsageError
from foibot.law.exemption import EITHER, Exemption
from foibot.law.exemptions import family_of, find_exemption
from foibot.law.wording import nearest
from foibot.lean import dataclass

TEXTS = ("outcome", "why", "public_interest", "likelihood", "qualified_person", "text", "refer")
KEYS = ("question", *TEXTS[:1], "exemptions", *TEXTS[1:])
TOP = ("reference", "parts")
NOTHING, EMPTY = '""', {"exemptions": "[]"}
OUTCOMES = tuple(str(outcome).replace("_", "-") for outcome in Outcome)
WIDTH = 80


@dataclass(frozen=True, slots=True)
class PartsFile:
    """What stands in the file: its name for people, its document, and the other authorities that it may name."""

    name: str
    document: Mapping[str, Any] = field(default_factory=dict)
    authorities: Mapping[str, OtherAuthority] = field(default_factory=dict)


# -- as it is first written


def skeleton(reference: str, regime: str, found: FoundParts, authorities: Mapping[str, OtherAuthority]) -> str:
    """Write the file anew, with each question as it was found and every answer empty."""
    family = family_of(regime)
    known = [name for name, outcome in zip(OUTCOMES, Outcome, strict=True) if _exists(outcome, family)]
    count = len(found.questions)
    intro = [
        f"The answer to {reference}, question by question.",
        f"foibot found {count} question{'' if count == 1 else 's'}. Look whether it found them all: to join two, write "
        "them as one and delete the other; to divide one, copy its whole [[parts]].",
        "For each give an outcome, and what it needs:",
    ]
    lines = [line for paragraph in intro for line in _comment(paragraph)]
    lines += _comment(", ".join(known), "#   ")
    lines += [line for note in HOW_TO for line in _comment(note)]
    if authorities:
        lines += _comment(f"refer knows: {', '.join(authorities)}")
    lines += _comment(f"Then: foibot respond {reference} --parts THIS_FILE [--attach FILE]")
    lines += ["", f"reference = {_text(reference)}"]
    lines += _quoted_comment("Before the first question they wrote:", found.before)
    for number, question in enumerate(found.questions, 1):
        lines += ["", f"# Question {number}", "[[parts]]", f"question = {_long_text(question)}"]
        lines += [f"{key} = {EMPTY.get(key, NOTHING)}" for key in KEYS[1:]]
    lines += _quoted_comment("After the last question they wrote:", found.after)
    return "\n".join([*lines, ""])


HOW_TO = (
    'exemptions: a list of sections, as ["s.40(2)", "s.43(2)"]; why says why they apply.',
    "public_interest: what was weighed on both sides, for a qualified exemption.",
    "likelihood: would, or would-be-likely, where an exemption is about a harm.",
    "qualified_person: NAME, DATE for s.36. refer: who may hold what you do not.",
    "text: your words, or the information itself. What has more lines goes between three quotation marks.",
)


def _exists(outcome: Outcome, family: str) -> bool:
    families = OUTCOME_RULES[outcome].families
    return not families or family in families


def _comment(text: str, mark: str = "# ") -> list[str]:
    return textwrap.wrap(text, WIDTH, initial_indent=mark, subsequent_indent=mark, break_long_words=False) or ["#"]


def _quoted_comment(heading: str, words: str) -> list[str]:
    """Show words that are in no question, so that whoever answers sees what was left out."""
    if not words.strip():
        return []
    shown = [UNSEEN.sub(" ", line).strip() for line in words.strip().split("\n")]
    return ["", f"# {heading}", *(wrapped for line in shown for wrapped in _comment(line, "#   "))]


UNSEEN = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]")


def _text(words: str) -> str:
    return f'"{_escaped(words)}"'


def _long_text(words: str) -> str:
    return f'"""\n{_escaped(words)}"""'


def _escaped(words: str) -> str:
    """Escape what TOML 1.0 does not allow within quotation marks; lines and tabs stay as they are."""
    plain = words.replace("\\", "\\\\").replace('"""', '\\"\\"\\"')
    plain = re.sub(r'"\Z', '\\"', plain)
    return re.sub(r"[\x00-\x08\x0b-\x1f\x7f]", lambda found: f"\\u{ord(found[0]):04x}", plain)


# -- as it is read


def read_parts(reference: str, regime: str, file: PartsFile, said: Mapping[str, Any]) -> Answer:
    """Return the whole answer; `said` is what goes with all parts: files, words, lines, whether it is a supplement.

    Raises `FaultyFile` with everything that is wrong in the file.
    """
    reading = _Reading(reference, regime, file, said)
    parts = reading.parts()
    if reading.problems:
        raise FaultyFile(reading.problems)
    outcome = outcome_of([part.answer.outcome for part in parts], family_of(regime))
    whole = make_answer({**said, "outcome": str(outcome)}, (), None)
    return Answer(
        outcome=outcome,
        text=whole.text,
        attachments=whole.attachments,
        supplement=whole.supplement,
        lines=whole.lines,
        parts=tuple(parts),
    )


@dataclass(slots=True)
class _Reading:
    reference: str
    regime: str
    file: PartsFile
    said: Mapping[str, Any]
    problems: list[Problem] = field(default_factory=list)

    def parts(self) -> list[Part]:
        """Return the parts that are without fault, and note every fault."""
        document = self.file.document
        self._unknown_keys(document, TOP, 0)
        for_case = document.get("reference", self.reference)
        if for_case != self.reference:
            remedy = f"Take the file of {self.reference}: foibot parts {self.reference} writes it."
            self._fault(0, "reference", f"it is the answer to {for_case}, and you answer {self.reference}", remedy)
        tables = document.get("parts")
        if not isinstance(tables, list) or not tables or not all(isinstance(table, dict) for table in tables):
            remedy = f"Write each question under a heading [[parts]]; foibot parts {self.reference} does so."
            self._fault(0, "parts", "there is no question in it", remedy)
            return []
        return [part for number, table in enumerate(tables, 1) for part in self._part(number, table)]

    def _part(self, number: int, table: Mapping[str, Any]) -> Iterator[Part]:
        self._unknown_keys(table, KEYS, number)
        words = {key: self._words(number, table, key) for key in ("question", *TEXTS)}
        sections = self._sections(number, table)
        outcome = self._outcome(number, words["outcome"])
        likelihood = self._likelihood(number, words["likelihood"])
        refer = self._authority(number, words["refer"])
        if not words["question"]:
            self._fault(number, "question", "is empty", "Write the question, in the applicant's words.")
        if outcome is None:
            return
        given = {key.replace("_", "-"): text for key, text in words.items()}
        whole = {"attach": self.said.get("attach")}
        answer = make_answer({**given, **whole, "outcome": str(outcome), "likelihood": likelihood}, sections, refer)
        faulty = {problem.key for problem in self.problems}
        for lack in lacks_of(answer, family_of(self.regime)):
            if _place(number, lack.key) not in faulty:
                self._fault(number, lack.key, lack.fault, f"{lack.in_the_file}.")
        yield Part(words["question"], answer)

    def _words(self, number: int, table: Mapping[str, Any], key: str) -> str:
        value = table.get(key, "")
        if isinstance(value, str):
            return value.strip()
        self._fault(number, key, "must be text", 'Write it in quotation marks; leave it "" if there is none.')
        return ""

    def _sections(self, number: int, table: Mapping[str, Any]) -> tuple[Exemption, ...]:
        value = table.get("exemptions", [])
        if not isinstance(value, list) or not all(isinstance(one, str) for one in value):
            self._fault(number, "exemptions", "must be a list of sections", 'Write exemptions = ["s.43(2)"].')
            return ()
        found = []
        for written in value:
            try:
                found.append(find_exemption(self.regime, written))
            except UsageError as error:
                fault, _, remedy = str(error).partition(". ")
                self._fault(number, "exemptions", fault.rstrip("."), remedy)
        return tuple(dict.fromkeys(found))

    def _outcome(self, number: int, written: str) -> Outcome | None:
        if not written:
            self._fault(number, "outcome", "the question is not answered yet", f"Write one of: {', '.join(OUTCOMES)}.")
            return None
        name = written.casefold().replace("_", "-").replace(" ", "-")
        if name not in OUTCOMES:
            self._fault(number, "outcome", f"there is no outcome '{written}'", nearest(written, OUTCOMES))
            return None
        return Outcome(name.replace("-", "_"))

    def _likelihood(self, number: int, written: str) -> str:
        name = written.casefold().replace("_", "-").replace(" ", "-")
        if name and name not in EITHER:
            self._fault(number, "likelihood", f"'{written}' is not how likely a harm is", nearest(written, EITHER))
        return name

    def _authority(self, number: int, written: str) -> OtherAuthority | None:
        found = self.file.authorities.get(written.casefold())
        if written and found is None:
            known = tuple(self.file.authorities)
            remedy = nearest(written, known) if known else "Add it to config.toml: [[other_authorities]]."
            self._fault(number, "refer", f"there is no other authority '{written}'", remedy)
        return found

    def _unknown_keys(self, table: Mapping[str, Any], known: tuple[str, ...], number: int) -> None:
        for key in table:
            if key not in known:
                self._fault(number, key, "is not known", nearest(key, known))

    def _fault(self, number: int, key: str, fault: str, remedy: str) -> None:
        self.problems.append(Problem(self.file.name, _place(number, key), fault, remedy))


def _place(number: int, key: str) -> str:
    return f"part {number}, {key}" if number else key
