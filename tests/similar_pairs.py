"""Requests in pairs, asked earlier and asked again by somebody else, and what stands around them on a register.

`tests/data_of_finding` holds them in five parts: weights and thresholds were tuned on the first alone, the third was
written when all was fixed, and the last two by another hand before it had read the tables of words. Each is wrapped as
people wrap requests, so that being polite in the same way must not make two of them alike. Subjects of the mails tell
nothing.
"""

import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from builders import make_mail
from registers import arrive

from foibot.casework.similar_requests import worth_telling
from foibot.jobs.desk import Desk
from foibot.jobs.finding import catch_up, similar_to
from foibot.store.finding import Opening

sys.path.insert(0, str(Path(__file__).with_name("mail")))
from office_mail import labelled

DATA = Path(__file__).with_name("data_of_finding")
FOREVER = 1e9
HALVES = ("tuned_on", "held_out", "unseen", "another_hand", "another_hand_unseen")
SUBJECTS = ("FOI request", "Freedom of Information request", "Request for information", "FOIA", "Information request")
OPENINGS = (
    "Dear Sir or Madam,\n\nUnder the Freedom of Information Act 2000 I would like to request the following.",
    "Dear FOI team,\n\nThis is a request under the Freedom of Information Act.",
    "Hello,\n\nPlease could you help with this FOI request:",
    "To whom it may concern,\n\nI am writing to make an open government request for all the information below.",
    "Good morning",
)
CLOSINGS = (
    "I look forward to hearing from you within 20 working days.\n\nYours faithfully,",
    "Please send the answer in electronic form, by e-mail.\n\nKind regards,",
    "If this would exceed the cost limit please give me advice and assistance under section 16.\n\nRegards",
    "Many thanks",
    "I understand that you must respond within twenty working days.\n\nYours sincerely,",
)
NAMES = ("Efa Rowlands", "Tomasz Wren", "Grace Ola", "Idris Beck", "Nia Calder", "Femi Harte", "Jo Larkin")


@dataclass(frozen=True, slots=True)
class Asked:
    """One request of the data: its part, its topic, which pair it is of (-1 for none), and what it asks."""

    half: str
    topic: str
    pair: int
    mark: str
    text: str

    @property
    def wrapped(self) -> str:
        """The request as a person sends it; those of a pair never in the same words around it."""
        turn = sum(map(ord, self.topic)) + 2 * self.pair + (1 if self.mark == "L" else 0)
        opening, closing = OPENINGS[turn % len(OPENINGS)], CLOSINGS[(turn // 2) % len(CLOSINGS)]
        return f"{opening}\n\n{self.text}\n\n{closing}\n{NAMES[turn % len(NAMES)]}\n"

    @property
    def subject(self) -> str:
        """A subject that says nothing of the matter."""
        return SUBJECTS[len(self.text) % len(SUBJECTS)]


def read_half(half: str) -> Iterator[Asked]:
    """Read one part of the data."""
    topic, pair = "", -1
    for line in (DATA / f"{half}.txt").read_text(encoding="utf-8").splitlines():
        mark, _, rest = line.partition(": ")
        if line.startswith("## "):
            topic = line[3:]
        elif mark == "E":
            pair += 1
            yield Asked(half, topic, pair, mark, rest)
        elif mark in ("L", "O"):
            yield Asked(half, topic, pair if mark == "L" else -1, mark, rest)


def everything() -> list[Asked]:
    """Read every part."""
    return [asked for half in HALVES for asked in read_half(half)]


def fill(desk: Desk) -> dict[tuple[str, int], str]:
    """Take in what was asked earlier, in pairs and otherwise, and the invented office's mail; name the pairs' cases."""
    pairs = dict[tuple[str, int], str]()
    for number, asked in enumerate(one for one in everything() if one.mark != "L"):
        raw = make_mail(
            writer=f"Somebody Else <writer{number}@reader{number}.example>",
            subject=asked.subject,
            text=asked.wrapped,
            message_id=f"<{number}@earlier.example>",
        )
        reference = arrive(desk, raw).reference
        if asked.pair >= 0:
            pairs[asked.half, asked.pair] = str(reference)
    for office in (*labelled("requests"), *labelled("voices_requests")):
        arrive(desk, office.raw)
    return pairs


@dataclass(frozen=True, slots=True)
class Found:
    """What was found for a request: the place of the right case, 0 for none, and what a notice says.

    `told` counts the cases that a notice would name, `right` those of them that ask the same.
    """

    asked: Asked
    place: int
    told: int
    right: int


def held_against(desk: Desk, pairs: dict[tuple[str, int], str]) -> Iterator[Found]:
    """Look for the earlier case of each later request, and of those that have none."""
    catch_up(desk.db, FOREVER)
    for asked in everything():
        if asked.mark == "E":
            continue
        found = similar_to(desk.db, Opening("", asked.subject, asked.wrapped), 20)
        if asked.mark == "O":
            found = [one for one in found if one.alike < ITSELF]
        names, right = [one.reference for one in found], pairs.get((asked.half, asked.pair), "")
        told = [one.reference for one in worth_telling(found)]
        yield Found(asked, names.index(right) + 1 if right in names else 0, len(told), told.count(right))


ITSELF = 0.98
