"""More than one approval, in the order the authority asks for them: each told when it is their turn, and not before."""

from datetime import timedelta
from pathlib import Path

import pytest
from builders import make_mail
from office import NOW, OFFICERS, Office

from foibot.cli.check_approval import look_at_approval

APPLICANT = "ada.field@reader.example"
WAITING, PATS, MAES = "FOI/To approve", "FOI/Approved/pat", "FOI/Approved/mae"
PRESS = """
[[officers]]
id = "mae"
name = "Mae Press"
email = "mae.press@council.example"
roles = []

[[approval.steps]]
by = ["role:approver", "role:manager"]
[[approval.steps]]
by = ["officer:mae"]
letters = ["not_held", "refusals"]
"""
SAM = """
[[officers]]
id = "sam"
name = "Sam Head"
email = "sam.head@council.example"
roles = ["approver"]

"""
UNDER_S36 = (
    *("--exemption", "s.36(2)(c)", "--why", "The advice would be less frank", "--likelihood", "would"),
    *("--public-interest", "For: openness about advice. Against: advice that is frank."),
    *("--qualified-person", "Sam Head, on 3 March 2026"),
)
ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def two_steps(office: Office) -> Office:
    """An office where an approver and then the press office approve, and an answer that jane had drafted waits."""
    with office.config.open("a", encoding="utf-8") as config:
        config.write(PRESS)
    office.dovecot.deliver(make_mail(), at=NOW)
    office.once()
    office.tell("respond", "FOI-2026-0001", "not-held", "--as", "jane", "--now", NOW.isoformat())
    office.later(minutes=1)
    return office


def move(office: Office, to: str, *, of: str = WAITING) -> None:
    [uid] = office.dovecot.flags(of)
    office.dovecot.move(uid, to, folder=of)


def answers(office: Office) -> list[bytes]:
    return [one.raw for one in office.smtp.letters if APPLICANT in one.recipients][1:]


def told(office: Office) -> list[tuple[str, str]]:
    """Who was told of drafts, and in which words the subject begins, in order."""
    rows = office.rows("SELECT recipient, subject FROM outbox WHERE letter = 'draft_notice' ORDER BY id")
    return [(who.partition(".")[0], subject.partition(",")[0].partition(":")[0]) for who, subject in rows]


def command(office: Office, minutes: int, *words: str) -> str:
    return office.tell(*words, "--now", (NOW + timedelta(minutes=minutes)).isoformat())


def test_after_the_first_approval_the_form_waits_again_for_the_next_who_alone_is_told(two_steps: Office) -> None:
    assert told(two_steps) == [("pat", "To approve")]
    stored = two_steps.one("SELECT raw FROM drafts")

    move(two_steps, PATS)
    two_steps.later(minutes=2)
    assert len(two_steps.dovecot.flags(WAITING)) == 1
    assert two_steps.letters("not_held") == []
    assert two_steps.one("SELECT status FROM drafts") == "waiting"
    assert told(two_steps)[1:] == [("pat", "Answer"), ("jane", "Answer"), ("mae", "To approve")]

    move(two_steps, MAES)
    two_steps.later(minutes=4)
    two_steps.later(minutes=30)
    assert answers(two_steps) == [stored]
    assert [row[0] for row in two_steps.rows("SELECT actor FROM events WHERE type LIKE '%Appro%' ORDER BY id")] == [
        f"pat (folder {PATS})",
        f"mae (folder {MAES})",
    ]
    assert two_steps.tell("audit")


def test_the_press_office_cannot_sign_before_its_turn_and_nobody_signs_twice(two_steps: Office) -> None:
    move(two_steps, MAES)
    two_steps.later(minutes=2)
    assert len(two_steps.dovecot.flags(WAITING)) == 1
    move(two_steps, PATS)
    two_steps.later(minutes=3)
    ended = two_steps.do("approve", "1", "--as", "pat", "--now", (NOW + timedelta(minutes=4)).isoformat())
    assert "pat approved this letter already" in " ".join(ended.err.split())
    move(two_steps, PATS)
    two_steps.later(minutes=5)
    two_steps.later(hours=2)
    assert answers(two_steps) == []


def test_an_edit_voids_every_approval_that_was_given(two_steps: Office) -> None:
    command(two_steps, 2, "approve", "1", "--as", "pat")
    text = two_steps.one("SELECT text FROM drafts").replace("We have checked", "We have looked")
    command(two_steps, 3, "edit", "1", "--text", text, "--as", "jane")
    refused = two_steps.do("approve", "2", "--as", "mae", "--now", (NOW + timedelta(minutes=4)).isoformat())
    assert "'not_held' needs the approval of an approver or a manager" in " ".join(refused.err.split())
    command(two_steps, 5, "approve", "2", "--as", "pat")
    command(two_steps, 6, "approve", "2", "--as", "mae")
    two_steps.later(minutes=30)
    two_steps.later(minutes=31)
    assert len(answers(two_steps)) == 1


def test_the_commands_say_whose_approval_is_waited_for(two_steps: Office) -> None:
    assert "waits for approval 1 of 2, by an approver or a manager: Pat Lowe" in " ".join(
        two_steps.tell("drafts").split()
    )
    command(two_steps, 2, "approve", "1", "--as", "pat")
    for words in (("drafts",), ("draft", "1"), ("case", "FOI-2026-0001")):
        said = " ".join(two_steps.tell(*words).split())
        assert "for approval 2 of 2, by mae: Mae Press (approved by Pat Lowe)" in said, words
    [row] = two_steps.data("drafts")
    assert (row["waits_for"], row["approved_by"]) == (["mae"], ["pat"])
    command(two_steps, 3, "stop", "1", "--as", "pat")
    [row] = two_steps.data("drafts")
    assert (row["waits_for"], row["approved_by"]) == (["pat"], [])


def test_who_alone_can_give_the_second_approval_is_not_asked_for_the_first_nor_can_they_give_it(office: Office) -> None:
    """The shipped example, for refusals that rely on s.36: an approver, then the qualified person, an approver too."""
    example = (ROOT / "config.toml").read_text(encoding="utf-8").partition("# [[approval.steps]]")[2]
    steps = "# [[approval.steps]]" + example.partition("\n\n")[0]
    sam = SAM + "\n".join(line.removeprefix("# ") for line in steps.splitlines())
    with office.config.open("a", encoding="utf-8") as config:
        config.write(sam)
    office.dovecot.deliver(make_mail(), at=NOW)
    office.once()
    command(office, 1, "respond", "FOI-2026-0001", "withheld", *UNDER_S36, "--as", "jane")
    office.later(minutes=2)
    assert told(office) == [("pat", "To approve")]
    assert office.data("drafts")[0]["waits_for"] == ["pat"]

    refused = office.do("approve", "1", "--as", "sam", "--now", (NOW + timedelta(minutes=3)).isoformat())
    said = " ".join(refused.err.split())
    assert "Only you can give the second approval: let somebody else give the first: pat." in said
    command(office, 4, "approve", "1", "--as", "pat")
    assert "leaves at" in command(office, 5, "approve", "1", "--as", "sam")


def test_check_says_who_approves_what_and_names_what_nobody_can_sign(two_steps: Office) -> None:
    said = {one.text: one.state for one in look_at_approval(two_steps.app()) if one.about == "approval.steps"}
    [both] = [text for text in said if text.endswith("approved by an approver or a manager, then mae")]
    assert "not_held" in both
    assert set(said.values()) == {"ok"}
    text = two_steps.config.read_text(encoding="utf-8")
    two_steps.config.write_text(
        text.replace('by = ["officer:mae"]', 'by = ["officer:pat"]')
        .replace("roles = []", 'roles = ["officer"]')
        .replace('roles = ["officer", "approver"]', 'roles = ["officer"]')
    )
    ended = two_steps.do("check")
    assert ended.status == 2
    assert "there are not that many different people" in " ".join(ended.out.split())


def test_check_says_whose_drafts_nobody_else_can_approve(two_steps: Office) -> None:
    two_steps.configure()
    assert [one for one in look_at_approval(two_steps.app()) if one.about == "officers"] == []
    text = two_steps.config.read_text(encoding="utf-8")
    two_steps.config.write_text(text.replace('roles = ["approver"]', 'roles = ["reviewer"]'), encoding="utf-8")
    [said] = [one.text for one in look_at_approval(two_steps.app()) if one.about == "officers"]
    assert said.startswith("what jane drafts can be approved by nobody else")


@pytest.mark.parametrize(
    ("written", "fault", "remedy"),
    [
        ('by = ["officer:mea"]', '"mea" is no officer', 'Did you mean "mae"?'),
        ('by = ["role:aprover"]', '"aprover" is no role', 'Did you mean "approver"?'),
        ('by = ["mae"]', '"mae" names neither a role nor an officer', 'Did you mean "officer:mae"?'),
        ('by = ["role:manager"]', "nobody has such a role", "Give it to one"),
        ('by = ["officer:mae"]\nletters = ["not_hold"]', '"not_hold" is not known', 'Did you mean "not_held"?'),
        ('by = ["officer:mae"]\nsections = ["s.366"]', '"s.366" is no section', 'Did you mean "s.36'),
        ("by = []", "is empty", "Name at least one"),
    ],
)
def test_a_step_that_names_what_is_not_there_is_a_fault_with_the_nearest_name(
    office: Office, written: str, fault: str, remedy: str
) -> None:
    mae = PRESS.partition("[[approval.steps]]")[0].replace("roles = []", 'roles = ["officer"]')
    with office.config.open("a", encoding="utf-8") as config:
        config.write(f"{mae}\n[[approval.steps]]\n{written}\n")
    ended = office.do("check")
    said = " ".join(ended.out.split())
    assert ended.status == 2
    assert fault in said
    assert remedy in said


def test_an_officer_without_any_role_or_step_is_a_fault(office: Office) -> None:
    assert "roles = []" not in OFFICERS
    text = office.config.read_text(encoding="utf-8")
    office.config.write_text(text.replace('roles = ["reviewer"]', "roles = []"), encoding="utf-8")
    ended = office.do("check")
    assert "officers[1].roles: is empty" in " ".join(ended.out.split())
