"""The disclosure log: a case freed for it by an officer, with the files that may be shown, or taken back."""

from hashlib import sha256

from foibot.casework.case import ANSWERED, Case, CaseStatus
from foibot.casework.commands.accepting import RELEASERS
from foibot.casework.commands.table import Argument, ArgumentType, Command, Situation, Target
from foibot.casework.decisions import Decision
from foibot.casework.events import CaseReleased, PublishingCleared, ReleaseWithdrawn, Words
from foibot.casework.letters import Attachment
from foibot.casework.policy import Role
from foibot.casework.release import letters_to_show, why_never
from foibot.errors import NotPermitted, UsageError
from foibot.law.wording import nearest

MAY_RELEASE = frozenset({Role.OFFICER, Role.APPROVER, Role.MANAGER})
LONGEST_TITLE = 120


def _release(situation: Situation) -> tuple[Decision, ...]:
    case, said = situation.the_case(), situation.arguments
    if said.get("undo"):
        return (_undone(situation, case),)
    if said.get("why"):
        raise UsageError(f"--why goes with --undo: foibot release {case.reference} --undo --why TEXT")
    never = why_never(case)
    if never:
        raise NotPermitted(f"{case.reference} cannot be released: {never}.")
    letters, answer, copies = letters_to_show(case), _text(situation, "answer"), _copies(situation)
    if not (letters or case.answered_in or answer):
        raise NotPermitted(
            f"The register has no words of the answer to {case.reference}: it left by hand. Give them, without the "
            f"applicant's name: foibot release {case.reference} --answer FILE"
        )
    released = CaseReleased(
        situation.today,
        letters,
        case.answered_in,
        title=_line(situation, "title"),
        summary=_text(situation, "summary"),
        request=_text(situation, "request"),
        answer=answer,
        files=Words("\n".join(_with_copies(_files(situation, case), copies))),
        copies=tuple(sha256(copy.data).hexdigest() for copy in copies.values()),
    )
    keep = tuple(copy.data for copy in copies.values())
    return (Decision(case.reference, (released,), told=_told(case), keep=keep),)


def _copies(situation: Situation) -> dict[str, Attachment]:
    """Return what is shown in the place of files that were sent, by the name of each."""
    given = situation.arguments.get("replace") or ()
    copies = dict(given)
    if len(copies) < len(given):
        raise UsageError("One file is replaced twice. Give one copy for each.")
    if len({copy.name for copy in copies.values()}) < len(copies):
        raise UsageError("Two copies have one name. Name them apart.")
    return copies


def _with_copies(files: tuple[str, ...], copies: dict[str, Attachment]) -> list[str]:
    """Return the lines of a fact about the files: those replaced come first, in the order of their copies."""
    replaced = [f"{name}\t{copy.name}" for name, copy in copies.items()]
    return [*replaced, *(name for name in files if name not in copies)]


def _told(case: Case) -> str:
    again = " again" if case.release else ""
    told = [f"{case.reference} is released{again}."]
    if case.under_review:
        told.append("Its page says that a review is not decided yet. Release it again once the outcome has left.")
    return " ".join(told)


def _undone(situation: Situation, case: Case) -> Decision:
    if case.release is None:
        raise NotPermitted(f"{case.reference} is not released.")
    why = (situation.arguments.get("why") or "").strip()
    if not why:
        raise UsageError("Say why it is taken back: --why TEXT")
    told = f"{case.reference} is no longer released: the next 'foibot publish' takes its page away."
    return Decision(case.reference, (ReleaseWithdrawn(situation.today, Words(why)),), told=told)


def _text(situation: Situation, name: str) -> Words:
    return Words((situation.arguments.get(name) or "").strip())


def _line(situation: Situation, name: str) -> Words:
    line = " ".join(_text(situation, name).split())
    if len(line) > LONGEST_TITLE:
        raise UsageError(f"--{name} has {len(line)} letters. A heading has at most {LONGEST_TITLE}.")
    return Words(line)


def _files(situation: Situation, case: Case) -> tuple[str, ...]:
    """Return the names of the files to show; each of them was sent, and one that is not named is not shown."""
    sent, said = situation.files_sent, situation.arguments
    wanted = (*(said.get("attach") or ()), *(name for name, _ in said.get("replace") or ()))
    without = bool(said.get("without-attachments"))
    if without and wanted:
        raise UsageError("Give either --attach and --replace, or --without-attachments.")
    if sent and not (wanted or without):
        raise UsageError(
            f"{'Files' if len(sent) > 1 else 'A file'} went out with the answer: {', '.join(sent)}. Name with --attach "
            f"what may be published once you have looked into it, show a redacted copy with --replace NAME=FILE, or "
            f"add --without-attachments."
        )
    unknown = [name for name in wanted if name not in sent]
    if unknown:
        near = nearest(unknown[0], sent) if sent else "None went out."
        raise UsageError(f"No file {unknown[0]} went out with the answer to {case.reference}. {near}")
    return tuple(dict.fromkeys(wanted))


def _clear(situation: Situation) -> tuple[Decision, ...]:
    case, actor = situation.the_case(), situation.actor
    if case.release is None:
        raise NotPermitted(f"{case.reference} is not released.")
    if situation.policy.officer(actor.id) is None:
        raise NotPermitted("A finding is cleared by somebody who is known by name: say who acts with --as OFFICER.")
    known = situation.arguments["found"]
    wanted = tuple(dict.fromkeys(situation.arguments["finding"]))
    unknown = next((name for name in wanted if name not in known), "")
    if unknown:
        there = f"There are: {', '.join(known)}." if known else "Nothing that could be cleared was found in it."
        raise UsageError(
            f"There is no finding {unknown} in {case.reference}. {there} See 'foibot publish --texts {case.reference}'."
        )
    fact = PublishingCleared(situation.today, actor.id, wanted, Words(situation.arguments["why"].strip()))
    said = "; ".join(known[name] for name in wanted)
    return (Decision(case.reference, (fact,), told=f"Cleared by {actor.id}: {said.removesuffix('.')}."),)


RELEASING = (
    Command(
        "clear",
        "Clear a false alarm of the publishing check, so that the words stay as they are.",
        Target.CASE,
        _clear,
        (
            Argument(
                "finding",
                ArgumentType.FOUND,
                "its code, as 'foibot publish --texts REFERENCE' shows it",
                positional=True,
                required=True,
                many=True,
            ),
            Argument("why", ArgumentType.TEXT, "why it may be published as it is; name nobody in it", required=True),
        ),
        roles=RELEASERS,
        states=ANSWERED | {CaseStatus.CLOSED},
        by_reply=False,
    ),
    Command(
        "release",
        "Free an answered case for the disclosure log ('foibot publish'), without the applicant's name.",
        Target.CASE,
        _release,
        (
            Argument(
                "title",
                ArgumentType.TEXT,
                "the heading of its page (default: the subject, where it tells of nobody, else the reference)",
            ),
            Argument("summary", ArgumentType.TEXT, "a sentence or two about it"),
            Argument("request", ArgumentType.TEXT_FILE, "a file with the request as it may be read by anybody"),
            Argument("answer", ArgumentType.TEXT_FILE, "a file with the answer as it may be read by anybody"),
            Argument(
                "attach", ArgumentType.SENT_FILE, "the name of a file that went out and may be published", many=True
            ),
            Argument(
                "replace",
                ArgumentType.COPY,
                "show another, redacted copy in the place of a file that went out",
                many=True,
            ),
            Argument("without-attachments", ArgumentType.FLAG, "publish none of the files that went out"),
            Argument("undo", ArgumentType.FLAG, "take it back: the next publication is without it"),
            Argument("why", ArgumentType.TEXT, "why it is taken back"),
        ),
        roles=MAY_RELEASE,
        states=ANSWERED | {CaseStatus.CLOSED},
    ),
)
