"""What people and machines do: each a function of the world and of chance, which says in a sentence what it did.

Chance is that of the step alone, so that leaving out another step changes nothing here but the state it finds.
"""

import random
import re
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from builders import make_bounce, make_mail
from simulated_faults import Fault
from simulated_reading import undated
from simulated_world import TEAM, US, World

from foibot.casework.answers import OtherAuthority
from foibot.casework.commands import COMMANDS, Argument, ArgumentType, Target
from foibot.errors import FoibotError
from foibot.law.clock import london_day
from foibot.mail.marks import FORM_MARK

APPLICANTS = {
    "Ann Reed": ("ann.reed@reader.example", "ann@home.example"),
    "Bo Marsh": ("bo.marsh@writer.example",),
    "Cara Finn": ("cara@finn.example", "cara.finn@work.example"),
    "Dev Shah": ("dev.shah@reader.example",),
}
TOPICS = ("potholes", "parking fines", "empty homes", "library hours", "street lights", "school meals", "tree felling")
POLICE = OtherAuthority("police", "Exampleshire Police", email="foi@police.example")
PEOPLE = (*["jane"] * 5, *["omar"] * 3, *["pat"] * 3, "rex", *["mia"] * 2)
REPLIES = (
    "I mean the High Street and Mill Lane, for the whole of the year 2025.",
    "Thank you, I will write next week.",
    "Any news on my request?",
    "I withdraw my request.",
    "I am not content with your answer and ask for an internal review of it.",
    "Please carry out an internal review: the exemption does not apply and I want the decision looked at again.",
)
ROBOTS = ("noreply@lists.example", "postmaster@relay.example", "newsletter@sellers.example")
Act = Callable[[World, random.Random, str, tuple[Fault, ...]], str]


def requests(world: World, chance: random.Random, name: str, _: tuple[Fault, ...]) -> str:
    who = chance.choice(sorted(APPLICANTS))
    address, topic, ward = chance.choice(APPLICANTS[who]), chance.choice(TOPICS), chance.randrange(10_000)
    text = (
        f"Dear Freedom of Information team,\n\nUnder the Freedom of Information Act 2000 please send me the number of "
        f"{topic} in ward {ward} in each year since 2019, and what they cost.\n\nYours faithfully,\n{who}\n"
    )
    shape = chance.choice(("plain", "plain", "alternative", "html", "base64"))
    subject = f"Freedom of Information request: {topic} in ward {ward}"
    message_id = f"<{name}@{address.partition('@')[2]}>"
    raw = make_mail(writer=f"{who} <{address}>", subject=subject, text=text, shape=shape, message_id=message_id)  # type: ignore[arg-type]
    world.deliver(raw, "request")
    return f"a request of {who} about {topic} comes"


def writes_again(world: World, chance: random.Random, name: str, _: tuple[Fault, ...]) -> str:
    """An applicant answers the last letter, or names the case, or neither."""
    found = world.rows(
        "SELECT c.reference, c.applicant_name, c.applicant_email FROM cases c WHERE applicant_email > ''"
        " ORDER BY reference DESC LIMIT 60"
    )
    if not found:
        return requests(world, chance, name, ())
    reference, who, address = chance.choice(sorted(found))
    if chance.random() < 0.1:
        address = chance.choice(sorted(sum(APPLICANTS.values(), ())))
    to = [
        letter
        for letter in world.sorting.taken[-400:]
        if letter.recipient == address and reference.encode() in letter.raw
    ]
    answers = (
        {"In-Reply-To": to[-1].message_id, "References": to[-1].message_id} if to and chance.random() < 0.7 else {}
    )
    subject = f"Re: your request [{reference}]" if chance.random() < 0.6 else "Re: your letter"
    answered = world.rows("SELECT 1 FROM case_state WHERE reference = ? AND status = 'responded'", reference)
    said = chance.choice(REPLIES[-2:] if answered and chance.random() < 0.7 else REPLIES)
    text = f"{said}\n\nYours,\n{who}\n"
    raw = make_mail(
        writer=f"{who} <{address}>", subject=subject, text=text, message_id=f"<{name}@reader.example>", headers=answers
    )
    world.deliver(raw, "mail")
    return f"{who} writes about {reference}: “{said}”"


def answers_by_itself(world: World, chance: random.Random, name: str, _: tuple[Fault, ...]) -> str:
    """A machine answers what foibot sent, or writes unasked; a relay says that it could not deliver."""
    letters = world.sorting.taken[-20:]
    if letters and chance.random() < 0.4:
        letter = chance.choice(letters)
        world.deliver(make_bounce(letter.raw, letter.recipient, message_id=f"<{name}@relay.example>"), "robot")
        return f"the letter to {letter.recipient} comes back as undeliverable"
    robot = chance.choice(ROBOTS)
    to = {"In-Reply-To": chance.choice(letters).message_id} if letters else {}
    marks = chance.choice(
        ({"Auto-Submitted": "auto-replied"}, {"Precedence": "bulk", "List-Id": "<all.lists.example>"})
    )
    subject = chance.choice(
        ("Automatic reply: your request", "Out of office", "Freedom of Information request received")
    )
    text = "I am away and will answer your Freedom of Information request when I am back.\n"
    mail = make_mail(
        writer=f"A Machine <{robot}>",
        subject=subject,
        text=text,
        message_id=f"<{name}@robot.example>",
        headers={**marks, **to},
    )
    world.deliver(mail, "robot")
    return f"a machine writes from {robot}: {subject}"


def holder_answers(world: World, chance: random.Random, name: str, _: tuple[Fault, ...]) -> str:
    asked = [
        letter
        for letter in world.sorting.taken[-400:]
        if letter.recipient in ("finance@council.example", "highways@council.example")
    ]
    if not asked:
        return "no information holder has anything to answer"
    letter = chance.choice(asked)
    raw = make_mail(
        writer=f"Information holder <{letter.recipient}>",
        subject=f"Re: {letter.message['Subject']}".replace("\n", " "),
        text=chance.choice(("We hold 31 records; the list is below.\n", "We will need another week for that.\n")),
        message_id=f"<{name}@council.example>",
        headers={"In-Reply-To": letter.message_id},
    )
    world.deliver(raw, "holder")
    return f"{letter.recipient} answers"


def comes_twice(world: World, chance: random.Random, name: str, _: tuple[Fault, ...]) -> str:
    del chance, name
    world.meanwhile("delivered again")
    return "the last message is delivered a second time"


def numbers_anew(world: World, chance: random.Random, name: str, _: tuple[Fault, ...]) -> str:
    del name
    folder = chance.choice(sorted(world.post.folders))
    world.post.renumber(folder)
    return f"the server numbers the folder {folder} anew"


def somebody_moves(world: World, chance: random.Random, name: str, _: tuple[Fault, ...]) -> str:
    """A colleague moves mail: into a door, out of the inbox, back to it, or to the folder that holds everything."""
    del name
    found = [
        (folder, uid)
        for folder, uid, message in world.post.everything()
        if not any(header == FORM_MARK.casefold() for header, _ in message.known) and folder != "Sent"
    ]
    if not found:
        return "nobody finds anything to move"
    folder, uid = chance.choice(found)
    to = chance.choice(DOORS)
    if to != folder:
        world.post.move(folder, uid, to)
    return f"a colleague moves a message from {folder} to {to}"


DOORS = (
    "INBOX",
    "INBOX",
    "Junk",
    "Colleagues",
    "FOI/Triage/New request",
    "FOI/Triage/Not a request",
    "FOI/Logged",
    "FOI/Hold",
)


def forms(world: World, only: str = "") -> list[tuple[str, int]]:
    marked = FORM_MARK.casefold()
    lying = world.post.everything(only)
    return [(folder, uid) for folder, uid, message in lying if any(header == marked for header, _ in message.known)]


def moves_a_form(world: World, chance: random.Random, name: str, _: tuple[Fault, ...]) -> str:
    """Somebody signs, rejects or takes back a letter in the mailbox: the right person or another."""
    del name
    found = [one for one in forms(world) if one[0] == "FOI/To approve"] or forms(world)
    if not found:
        return "no form lies in the mailbox"
    folder, uid = chance.choice(found)
    who = chance.choice(("jane", "pat", "pat", "mia", "omar", "rex"))
    to = chance.choice((*[f"FOI/Approved/{who}"] * 6, "FOI/Approved", "FOI/Rejected", "FOI/To approve", "FOI/Hold"))
    if to == folder:
        return f"a form stays in {folder}"
    draft = mark_in(world.post.folders[folder].messages[uid].raw)
    if to.startswith("FOI/Approved"):
        world.sign(world.bytes_of_draft(draft), to.removeprefix("FOI/Approved/"))
    world.post.move(folder, uid, to)
    return f"the form of draft {draft} is moved from {folder} to {to}"


def edits_a_form(world: World, chance: random.Random, name: str, _: tuple[Fault, ...]) -> str:
    """Somebody changes a word in a form, and moves it on as if it were the letter that was checked."""
    del name
    found = [one for one in forms(world) if one[0] == "FOI/To approve"]
    if not found:
        return "no form waits in the mailbox"
    folder, uid = chance.choice(found)
    message = world.post.folders[folder].remove(uid)
    changed = message.raw.replace(b"31 ", b"13 ").replace(b"Dear ", b"My dear ")
    who = chance.choice(("jane", "pat", "mia"))
    if undated(changed) == undated(message.raw):
        world.sign(world.bytes_of_draft(mark_in(message.raw)), who)  # a reader sees nothing changed: it is signed
    world.post.make(f"FOI/Approved/{who}")
    world.post.add(f"FOI/Approved/{who}", changed, world.now)
    return f"{who} changes the words of a form and moves it to FOI/Approved/{who}"


def mark_in(raw: bytes) -> str:
    found = re.search(rb"^X-Foibot-Draft:\s*(\d+)\.", raw, re.IGNORECASE | re.MULTILINE)
    return found[1].decode() if found else ""


def approves(world: World, chance: random.Random, name: str, faults: tuple[Fault, ...]) -> str:
    del name
    waiting = [row[0] for row in world.rows("SELECT id FROM drafts WHERE status = 'waiting' ORDER BY id")]
    if not waiting:
        return "no draft waits"
    draft, who = chance.choice(waiting), chance.choice(("pat", "pat", "jane", "mia", "omar", "rex"))
    said = {"at-once": chance.random() < 0.5}
    if chance.random() < 0.3:
        said["despite"] = "checked by hand"  # type: ignore[assignment]
    return commands(world, who, "approve", str(draft), said, faults)


def commands_something(world: World, chance: random.Random, name: str, faults: tuple[Fault, ...]) -> str:
    """An officer gives any command with plausible words: what is refused changes nothing."""
    del name
    verb, who = chance.choice(VERBS), chance.choice(PEOPLE)
    row = COMMANDS[verb]
    targets = [one[0] for one in world.rows(TARGETS[row.target])]
    if not targets:
        return f"there is nothing for '{verb}'"
    target = str(chance.choice(targets))
    said = {argument.name: value_of(world, chance, argument) for argument in row.arguments}
    if verb == "respond":
        said = {**said, **chance.choice(ANSWERS)}
    if verb == "assign":
        said["despite"] = None
    return commands(world, who, verb, target, said, faults)


VERBS = (
    *sorted(set(COMMANDS) - {"hold"}),
    *["respond"] * 7,
    *["seek", "clarify", "assign", "extend"] * 3,
    *["reply", "resume", "review", "decide", "assign"] * 2,
)
TARGETS = {
    Target.NOTHING: "SELECT ''",
    Target.CASE: "SELECT reference FROM case_state ORDER BY reference",
    Target.MESSAGE: "SELECT id FROM messages ORDER BY id",
    Target.DRAFT: "SELECT id FROM drafts ORDER BY id",
}
ANSWERS: tuple[dict[str, Any], ...] = (
    {"outcome": "not-held", "exemption": ()},
    {"outcome": "disclosed", "text": "There were 31 of them.", "exemption": ()},
    {
        "outcome": "withheld",
        "exemption": ("s.43(2)",),
        "likelihood": "would",
        "why": "It would harm the contractor.",
        "public-interest": "Weighed, and the harm outweighs it.",
    },
)


def commands(world: World, who: str, verb: str, target: str, said: dict[str, Any], faults: tuple[Fault, ...]) -> str:
    before = world.rows("SELECT max(id), (SELECT count(*) FROM outbox) FROM events")
    try:
        world.command(who, verb, target, said, faults)
    except FoibotError as refused:
        assert world.rows("SELECT max(id), (SELECT count(*) FROM outbox) FROM events") == before
        return f"{who} says '{verb} {target}', which is refused: {str(refused)[:80]}"
    return f"{who} says '{verb} {target}'"


WORDS = {
    "email": "third.party@elsewhere.example",
    "amount": "30",
    "text": "Which roads do you mean?",
    "name": "Third Party",
    "address": "1 Other Street",
}


def value_of(world: World, chance: random.Random, argument: Argument) -> Any:
    """Return something that the argument may hold; what files and standard lines are for is left out."""
    if not (argument.positional or argument.required) and chance.random() < 0.5:
        return () if argument.many else None
    if argument.type is ArgumentType.TEXT:
        return ("s.43(2)",) if argument.many else WORDS.get(argument.name, "Because it was asked for.")
    if argument.type is ArgumentType.CHOICE:
        return chance.choice(argument.choices)
    if argument.type in VALUES:
        value = VALUES[argument.type](world, chance)
        return (value,) if argument.many else value
    return () if argument.many else None


def some_case(world: World, chance: random.Random) -> str:
    return str(chance.choice([row[0] for row in world.rows(TARGETS[Target.CASE])] or ["FOI-2099-0001"]))


def some_day(world: World, chance: random.Random) -> date:
    return london_day(world.clock()) + timedelta(days=chance.choice((-9, -1, 0, 3, 9, 20, 40)))


VALUES: dict[ArgumentType, Callable[[World, random.Random], Any]] = {
    ArgumentType.DATE: some_day,
    ArgumentType.MOMENT: lambda world, chance: world.clock() - timedelta(days=chance.choice((0, 0, 1, 5))),
    ArgumentType.FLAG: lambda _, chance: chance.random() < 0.2,
    ArgumentType.OFFICER: lambda world, chance: world.app.policy.officer(chance.choice(sorted(TEAM))),
    ArgumentType.HOLDER: lambda world, chance: world.app.policy.holder(chance.choice(("finance", "highways"))),
    ArgumentType.REFERENCE: some_case,
    ArgumentType.REGIME: lambda _, chance: chance.choice(("FOIA", "EIR", "SAR")),
    ArgumentType.AUTHORITY: lambda *_: POLICE,
    ArgumentType.COUNT: lambda _, chance: chance.choice((1, 1, 2)),
    ArgumentType.NUMBER: lambda _, chance: chance.choice((1, 2)),
    ArgumentType.TAG: lambda _, chance: chance.choice(("roads", "schools")),
    ArgumentType.TEXT_FILE: lambda *_: "The answer, as it may be published.",
    ArgumentType.HOURS: lambda _, chance: chance.choice((30, 120, 420)),
}


def answers(world: World, chance: random.Random, name: str, faults: tuple[Fault, ...]) -> str:
    """An officer does what comes next on a case: asks what is meant, answers, or decides its review."""
    del name
    found = world.rows("SELECT reference, status FROM case_state WHERE status IN ('open', 'on_extension', 'in_review')")
    if not found:
        return "no case waits for an answer"
    reference, status = chance.choice(sorted(found))
    if status == "in_review":
        outcome = chance.choice(("upheld", "partly-upheld", "overturned"))
        said = {"outcome": outcome, "text": "We looked at it again. There are 31 records."}
        return commands(world, chance.choice(("rex", "rex", "mia", "jane")), "decide", reference, said, faults)
    who = chance.choice(("jane", "omar"))
    if chance.random() < 0.25:
        return commands(world, who, "clarify", reference, {"text": "Which of the 31 roads do you mean?"}, faults)
    return commands(world, who, "respond", reference, chance.choice(ANSWERS), faults)


def writes_by_hand(world: World, chance: random.Random, name: str, _: tuple[Fault, ...]) -> str:
    """A colleague answers from their own mail program: it lies in Sent."""
    found = world.rows("SELECT message_id, from_email, subject FROM messages WHERE reference IS NOT NULL ORDER BY id")
    if not found:
        return "nobody answers by hand"
    message_id, address, subject = chance.choice(found)
    raw = make_mail(
        writer=f"FOI team <{US}>",
        subject=f"Re: {subject}",
        text="Please find what you asked for below: 31.\n",
        message_id=f"<{name}@council.example>",
        headers={"To": address, "In-Reply-To": message_id},
    )
    world.post.add("Sent", raw, world.now)
    return f"a colleague answers {address} by hand"


def is_started_anew(world: World, chance: random.Random, name: str, _: tuple[Fault, ...]) -> str:
    del chance, name
    world.restart()
    return "foibot is started anew"


ACTS: dict[str, tuple[int, Act]] = {
    "requests": (5, requests),
    "writes again": (5, writes_again),
    "machine": (3, answers_by_itself),
    "holder answers": (2, holder_answers),
    "comes twice": (1, comes_twice),
    "numbers anew": (1, numbers_anew),
    "moves": (2, somebody_moves),
    "moves a form": (4, moves_a_form),
    "edits a form": (1, edits_a_form),
    "answers": (6, answers),
    "approves": (9, approves),
    "commands": (12, commands_something),
    "by hand": (1, writes_by_hand),
    "started anew": (1, is_started_anew),
}
"""How often who does what, and how."""
