"""Proofs of the letters: each written once with invented facts, so that a faulty template is found beforehand."""

from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

from foibot.app import App
from foibot.casework.answers import OtherAuthority, Outcome
from foibot.casework.languages import ENGLISH, LANGUAGES
from foibot.casework.letters import LETTERS, Audience
from foibot.errors import LetterError, Problem
from foibot.jobs.answer_wording import EMPTY, commissioner_facts
from foibot.jobs.blind_letters import KNOWN_TO_HOLDERS
from foibot.jobs.composing import FURTHER
from foibot.jobs.invented_facts import INVENTED
from foibot.jobs.telling_of_costs import LETTER as COST_NOTICE
from foibot.jobs.telling_of_drafts import LETTER as DRAFT_NOTICE
from foibot.jobs.telling_of_reviews import LETTER as REVIEW_NOTICE
from foibot.law.cost_limits import cost_limit_of
from foibot.mail.html_part import html_part
from foibot.mail.printing import PAGE, Paper, page_of

INVENTED_ANSWER = {
    **EMPTY,
    "family": "FOIA",
    "request": "How many invented things are there?",
    "clock_from": date(2021, 4, 7),
    "requester": {"name": "A. Person", "email": "a.person@invented.example", "postal_address": "3 Invented Square"},
    "signatory": {"name": "A. Person", "title": "Head of Inventions"},
    "review": {
        "working_days": 20,
        "limit": 40,
        "days_to_ask": 40,
        "email": "foi@invented.example",
        "postal_address": "1 Invented Square",
    },
    "responded_on": date(2021, 4, 23),
    "reviewed": {
        "on": date(2021, 4, 26),
        "by": "email",
        "about": "content",
        "late": True,
        "answered": True,
        "due_on": date(2021, 5, 25),
        "target_on": date(2021, 5, 25),
        "limit_on": date(2021, 6, 23),
        "last_day": date(2021, 6, 23),
        "decided_by": "one of our reviewers",
    },
    "yours": False,
    "last_chance": True,
    "further": "drafted",
    "with_whom": "a",
    "left": ["A. Person (a)"],
    "waived": True,
    "asked_on": date(2021, 4, 26),
    "about": "content",
    "late": True,
    "last_day": date(2021, 6, 23),
    "limit_on": date(2021, 6, 23),
    "parts_had": ["B. Person: drafted the answer 'not-held' (revision 1) on Fri 23 Apr 2021"],
    "approvers": ["C. Person"],
    "points": [{"complaint": "An invented complaint.", "outcome": "overturned", "text": "Invented reasons."}],
    "faults": ["An invented fault."],
    "waivers": ["an invented reason"],
    "limit": {**cost_limit_of("FOIA"), "estimate": "20 hours"},
    "text": "Invented words.",
    "why": "an invented reason",
    "attachments": ["invented.csv"],
    "exemptions": [
        {
            "cited": "section 43(2)",
            "title": "commercial interests",
            "absolute": False,
            "prejudice": True,
            "likelihood": "would be likely to",
            "why": "an invented reason",
            "public_interest": "invented reasons for and against",
        }
    ],
    "refer": OtherAuthority(
        "invented", "Invented Police", "Information Unit", "2 Invented Square", "foi@police.example"
    ),
    "until": date(2021, 6, 4),
    "amount": "£30.00",
    "lapses_on": date(2021, 7, 7),
    "earlier": {"reference": "FOI-2020-0001", "answered_on": date(2020, 4, 7)},
    "outcome": "partly_withheld",
    "said": "",
    "by_reply": False,
    "draft": 1,
    "case": "FOI-2021-0001",
    "title": "an invented letter",
    "standing": "waits for approval, by an invented approver",
    "due": date(2021, 5, 6),
    "recipient": "a.person@invented.example",
    "mails": [["invented.csv"], ["invented map.pdf"]],
    "beside": ["invented film.mp4"],
    "findings": [
        {
            "number": 1,
            "file": "invented.xlsx",
            "place": "sheet 'Invented', hidden; 12 rows",
            "words": "A sheet is hidden.",
            "remedy": "Delete it.",
            "accepted": False,
        }
    ],
    "revision": 2,
    "changed": ["We {+do+} hold it."],
    "letter": "> invented words",
    "in_place_of": "Welsh",
    "waits_in": "FOI/To approve",
    "approved_in": "FOI/Approved",
    "rejected_in": "FOI/Rejected",
}


INVENTED_PARTS = [
    {**INVENTED_ANSWER, "question": f"Invented question about what is {outcome}?", "outcome": str(outcome)}
    for outcome in Outcome
]
INVENTED_QUESTION = {
    "question": "How many invented things are there?",
    "number": 1,
    "wanted_by": date(2021, 4, 21),
    "whom": "Invented Department",
    "officer": {"name": "A. Officer", "email": "officer@invented.example"},
    "telephone": "01632 960000",
    "asked_on": date(2021, 4, 8),
    "late": True,
    "holder": "Invented Finance",
}
INVENTED_COST = {
    "share": 75,
    "case": "FOI-2021-0001",
    "spent": "14",
    "left": "4",
    "law": "FOIA",
    "activities": [{"name": "locate", "hours": "14"}],
    "together_with": ["FOI-2021-0002"],
}


def invented_facts(app: App, letter: str) -> dict[str, Any]:
    """Return every fact the template of a letter may name, invented; the Commissioner's details are as configured."""
    answer = {**INVENTED_ANSWER, "commissioner": commissioner_facts(app.config.commissioner)}
    if LETTERS[letter].audience is Audience.HOLDER:
        known = {**INVENTED, **answer}
        return {**{name: known[name] for name in (*KNOWN_TO_HOLDERS, "family", "signatory")}, **INVENTED_QUESTION}
    if letter == COST_NOTICE:
        return {**answer, **INVENTED, **INVENTED_COST}
    to_colleagues = LETTERS[letter].audience is Audience.COLLEAGUE and letter not in (DRAFT_NOTICE, REVIEW_NOTICE)
    return {**answer, **INVENTED} if to_colleagues else {**INVENTED, **answer}


def proof_lines(app: App) -> Iterator[Problem]:
    """Write every standard line once with invented facts, in each language there is of it."""
    try:
        lines = app.templates.standard_lines()
    except LetterError as error:
        yield _problem(error, "lines", "Mend the file, or take it away.")
        return
    for line in lines:
        try:
            _write_line(app, line.name)
        except LetterError as error:
            yield _problem(error, f"{line.name}.txt.j2", "Mend it: no letter can have it so.")


def _write_line(app: App, name: str) -> None:
    for language in LANGUAGES:
        app.templates.standard_line(name, invented_facts(app, "reply"), language)


def proof_letters(app: App) -> Iterator[Problem]:
    """Write every letter once with invented facts; yield each fault, once, and what to mend."""
    found = {(problem.file, problem.key, problem.fault): problem for problem in reversed([*_proofs(app)])}
    yield from reversed(found.values())


def _proofs(app: App) -> Iterator[Problem]:
    for name, kind in LETTERS.items():
        try:
            _write_letter(app, name)
        except LetterError as error:
            yield _problem(error, f"{name}.txt.j2", SHIPPED_ONE if kind.audience is Audience.COLLEAGUE else HELD)
    yield from proof_lines(app)
    yield from _proof_frames(app)


HELD = "Mend the template: letters are held until then."
SHIPPED_ONE = "Mend the template: colleagues are told in the shipped words until then."


def _problem(error: LetterError, file: str, remedy: str) -> Problem:
    return Problem(error.file or file, f"line {error.line}" if error.line else "", error.fault, remedy)


def _write_letter(app: App, name: str) -> None:
    """Write a letter in each language there is of it; one that officers send also as an answer in parts."""
    kind, facts = LETTERS[name], invented_facts(app, name)
    for language in LANGUAGES if kind.audience is Audience.APPLICANT else (ENGLISH,):
        rendered = app.templates.render(name, facts, language)
        if kind.has_html:
            html_part(app.templates, rendered, picture=INVENTED["picture"] if kind.pictured else ())
        if kind.needs_approver:
            app.templates.render(name, {**facts, "parts": INVENTED_PARTS}, language)


def _proof_frames(app: App) -> Iterator[Problem]:
    """Write the page to print and both kinds of numbered mail once, with invented words."""
    facts = invented_facts(app, "disclosed")
    paper = Paper("Invented", "Invented\n\nDear A,\n\nInvented.\n\nYours,\n\nB", "Invented Authority", "FOI-2021-0001")
    proofs: tuple[tuple[str, Callable[[], object]], ...] = (
        (PAGE, lambda: page_of(app.templates, paper)),
        (FURTHER, lambda: [app.templates.fill([FURTHER], {**facts, "number": one, "names": []}) for one in (1, 2)]),
    )
    for name, write in proofs:
        try:
            write()
        except LetterError as error:
            yield _problem(error, name, HELD)
