"""The disclosure log: every released case read, looked through once more, and laid into a folder as pages.

The register is read and never written. A case in which something still tells of a person has no page, and one that it
had is taken away; the others are published.
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import partial
from hashlib import sha256
from pathlib import Path
from typing import Any

from foibot.app import App
from foibot.casework.case import Case
from foibot.casework.events import RequestAnswered
from foibot.casework.release import why_never
from foibot.correspondence.published import clean
from foibot.correspondence.welsh import IN_WELSH, welsh_in
from foibot.errors import UsageError
from foibot.jobs.answer_wording import our_addresses
from foibot.jobs.found_in_releases import LookInto
from foibot.jobs.guarding_published import looking_now
from foibot.jobs.left_out import left_out
from foibot.jobs.released_texts import Texts, texts_of
from foibot.law.clock import day_number
from foibot.law.exemptions import find_exemption
from foibot.law.regime import Unit
from foibot.lean import dataclass
from foibot.mail.html_part import LANGUAGE_TAGS, blocks_of
from foibot.mail.render import ENGLISH, WELSH
from foibot.reports.disclosure.data import Head
from foibot.reports.disclosure.files import safe_name
from foibot.reports.disclosure.folder import opened
from foibot.reports.disclosure.released import PublicAnswer, PublicCase, PublicFile
from foibot.reports.disclosure.site import newest_first, put_case, put_index
from foibot.store import cases, disclosure, log
from foibot.store.database import Database
from foibot.store.register import reading

NOT_IN_A_NAME = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_")


@dataclass(frozen=True, slots=True)
class Held:
    """A released case that has no page: where something was found, what kind of thing, and its code."""

    reference: str
    where: str
    what: str
    code: str = ""


@dataclass(frozen=True, slots=True)
class Published:
    """What a publication did, or would do."""

    cases: int
    held: tuple[Held, ...]
    changed: tuple[str, ...]
    removed: tuple[str, ...]
    files: int


def publish(
    app: App,
    db: Database,
    folder: Path,
    *,
    base_url: str = "",
    dry_run: bool = False,
    look_into: LookInto | None = None,
) -> Published:
    """Write the disclosure log into a folder; raises `UsageError` and `Unavailable` as `folder.opened` does.

    `look_into` looks into each file that is to be published: what it finds keeps the case from being published.
    """
    look_into = look_into or looking_now(app, db)
    head, held, shown = head_of(app, base_url), list[Held](), list[PublicCase]()
    fill = partial(_filled, app)
    with opened(folder, dry_run=dry_run) as site, reading(db):
        for reference in disclosure.ever_released(db):
            case = _public(app, db, reference, held, look_into)
            if case is not None:
                put_case(site, head, case, fill)
                shown.append(_without_pieces(case))
        put_index(site, head, newest_first(shown), fill)
        site.finish()
    return Published(len(shown), tuple(held), tuple(sorted(site.changed)), tuple(site.removed), len(site.now))


def _filled(app: App, template: str, facts: Mapping[str, Any]) -> str:
    return app.templates.fill([template], facts)[1]


def _without_pieces(case: PublicCase) -> PublicCase:
    """Return a case for the lists: the pieces of its letters and the bytes of its files are on disk by now."""
    answers = tuple(replace(one, blocks=()) for one in case.answers)
    return replace(case, answers=answers, files=tuple(replace(one, read=bytes) for one in case.files))


def head_of(app: App, base_url: str = "") -> Head:
    """Return what every page names; an address given goes before the configured one."""
    authority, settings = app.config.authority, app.config.publish
    return Head(
        title=clean(settings.title) or "Disclosure log",
        authority=authority.name,
        contact=clean(settings.contact),
        licence=clean(settings.licence),
        base_url=(base_url or settings.base_url).rstrip("/"),
        website=authority.website if "://" in authority.website else "",
    )


def _public(app: App, db: Database, reference: str, held: list[Held], look_into: LookInto) -> PublicCase | None:
    """Return a released case as its page shows it; None where it has none, with the reason among `held`."""
    texts = texts_of(app, db, reference, look_into)
    if texts is None:
        return None
    now = cases.load_case(db, reference) or texts.case
    never = why_never(now)
    found = [Held(reference, "case", never)] if never else [Held(reference, *one) for one in texts.held]
    if found:
        held += found
        return None
    return _page_of(app, db, texts, now)


def _page_of(app: App, db: Database, texts: Texts, now: Case) -> PublicCase:
    case, slug = texts.case, slug_of(texts.case.reference)
    if case.received_on is None or case.responded_on is None or case.release is None:
        raise AssertionError("a case is released once it has been answered")
    tongue = _language_of(texts.request)
    links = our_addresses(app)
    return PublicCase(
        reference=case.reference,
        slug=slug,
        title=texts.title,
        title_language=_language_of(texts.title),
        summary=texts.summary,
        outcome=case.outcome,
        received_on=case.received_on,
        answered_on=case.responded_on,
        released_on=case.release.on,
        working_days=_working_days(app, case),
        regime=case.regime,
        law="" if app.statutes.no_clock_for(case.regime) else app.statutes.regime(case.regime).title,
        sections=tuple(_sections(db, case)),
        request=texts.request,
        request_language=tongue,
        answers=tuple(_with_pieces(one, links) for one in texts.answers),
        files=tuple(_files(texts, slug)),
        note=_note(case, now),
        left_out=left_out(app, db, texts, now),
    )


def _with_pieces(answer: PublicAnswer, links: tuple[str, ...]) -> PublicAnswer:
    language = LANGUAGE_TAGS.get(answer.language, answer.language)
    return replace(answer, language=language, blocks=tuple(blocks_of(f"Answer,\n\n{answer.text}\n\nEnd,", links))[1:-1])


def _language_of(text: str) -> str:
    found = welsh_in(text)
    return WELSH if found is not None and found.rule == IN_WELSH else LANGUAGE_TAGS[ENGLISH]


def slug_of(reference: str) -> str:
    """Return a reference as the name of a page; one that has to be changed for that keeps a mark of its own."""
    plain = "".join(sign if sign in NOT_IN_A_NAME else "-" for sign in reference)
    return plain if plain == reference else f"{plain}-{sha256(reference.encode()).hexdigest()[:6]}"


def _working_days(app: App, case: Case) -> int | None:
    """Return on which working day of its clock a request was answered; None where the law counts none."""
    if app.statutes.no_clock_for(case.regime) or case.responded_on is None:
        return None
    reading_of = app.statutes.read(case)
    if reading_of.regime.unit is not Unit.WORKING_DAYS:
        return None
    return day_number(reading_of, app.statutes.calendar(reading_of.regime), case.responded_on)


def _sections(db: Database, case: Case) -> Iterator[tuple[str, str]]:
    """Give each section that the answers shown rely on, with what it is about."""
    release = case.release
    facts = [fact.event for fact in log.read(db, case.reference)]
    answers = [one for one in facts if isinstance(one, RequestAnswered)]
    shown = release.letters if release else ()
    cited = [section for one in answers if not one.number or one.number in shown for section in one.sections]
    for section in dict.fromkeys(cited):
        try:
            exemption = find_exemption(case.regime, section)
        except UsageError:
            yield section, ""
            continue
        yield exemption.cited[:1].upper() + exemption.cited[1:], exemption.title


def _files(texts: Texts, slug: str) -> Iterator[PublicFile]:
    for number, file in enumerate(texts.files, 1):
        path, digest = f"cases/{slug}/{safe_name(number, file.name)}", sha256(file.data).hexdigest()
        redacted = file.data in texts.copies
        yield PublicFile(clean(file.name), path, len(file.data), digest, partial(_same, file.data), redacted)


def _same(data: bytes) -> bytes:
    return data


def _note(case: Case, now: Case) -> str:
    """Return what a reader should know of a review of the answer; empty where there is none to know of."""
    release, review = case.release, now.review
    shows_outcome = release is not None and any(case.letters[n - 1].name == "review_outcome" for n in release.letters)
    if now.under_review is not None:
        return "We were asked to review this answer, and have not decided the review yet."
    if review is not None and review.decided_on is not None and not shows_outcome:
        return REVIEWED.get(review.outcome, "We have reviewed this answer since.")
    return ""


REVIEWED: Mapping[str, str] = {
    "upheld": "We have reviewed this answer since, and it stands.",
    "partly_upheld": "We have reviewed this answer since, and changed a part of it.",
    "overturned": "We have reviewed this answer since, and replaced it.",
}
