"""Tags on a case: put there by hand, taken off by hand. They move no clock and are sent to nobody."""

from foibot.casework.case import Case
from foibot.casework.commands.table import EVERYONE, Argument, ArgumentType, Command, Situation, Target
from foibot.casework.decisions import Decision
from foibot.casework.events import CaseTagged, Event, TagsRemoved
from foibot.casework.tagged import who_asked
from foibot.casework.tags import read_tag, tells_of
from foibot.errors import NotPermitted
from foibot.law.wording import nearest


def _tag(situation: Situation) -> tuple[Decision, ...]:
    case, words = situation.the_case(), tuple(dict.fromkeys(map(read_tag, situation.arguments["word"])))
    fact = _removed(case, words) if situation.arguments.get("remove") else _added(situation, words)
    gone = set(words) if isinstance(fact, TagsRemoved) else set()
    left = sorted({*case.tags, *words} - gone)
    told = f"{case.reference} is tagged {', '.join(left)}." if left else f"{case.reference} has no tag any more."
    return (Decision(case.reference, (fact,), told=told),)


def _added(situation: Situation, words: tuple[str, ...]) -> Event:
    case = situation.the_case()
    who = who_asked(case.applicant, situation.request, situation.policy)
    for word in words:
        if tells_of(word, who):
            raise NotPermitted(
                f"{word} is part of the applicant's name, address or signature, and tags stay when personal data are"
                " erased. Name the subject."
            )
    new = tuple(word for word in words if word not in case.tags)
    if not new:
        raise NotPermitted(f"{case.reference} is tagged {', '.join(words)} already.")
    return CaseTagged(new)


def _removed(case: Case, words: tuple[str, ...]) -> Event:
    for word in words:
        if word not in case.tags:
            known = f" {nearest(word, case.tags)}" if case.tags else ""
            raise NotPermitted(f"{case.reference} is not tagged {word}.{known}")
    return TagsRemoved(words)


TAGGING = (
    Command(
        "tag",
        "Tag a case by its subject, so that it is found and counted with its like; nobody is told.",
        Target.CASE,
        _tag,
        (
            Argument(
                "word", ArgumentType.TAG, "a subject in one word, as roads or social-care", positional=True, many=True
            ),
            Argument("remove", ArgumentType.FLAG, "take these tags off"),
        ),
        roles=EVERYONE,
    ),
)
