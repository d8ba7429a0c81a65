"""Who may do what while a case is where: every row of the COMMANDS table, every role, every status."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from registers import ADA, NOW, make_arrival

from foibot.casework.case import ANSWERED, ENDED, Case, CaseStatus, Draft, FiledMessage, Letter, LetterState
from foibot.casework.commands import COMMANDS, Argument, ArgumentType, Command, Situation, Target, decide, permit
from foibot.casework.letters import Attachment
from foibot.casework.policy import Holder, Officer, Policy, Role
from foibot.errors import NotPermitted

HOST = Officer("host:root")
ACTORS = (*(Officer(str(role), roles=frozenset({role})) for role in Role), Officer("nobody"), HOST)
OFFICER, APPROVER, MANAGER = Role.OFFICER, Role.APPROVER, Role.MANAGER

MAY = {
    "new": {OFFICER, MANAGER},
    "received": {OFFICER, MANAGER},
    "applicant": {OFFICER, MANAGER},
    "classify": {OFFICER, MANAGER},
    "split": {OFFICER, MANAGER},
    "assign": {OFFICER, MANAGER},
    "note": set(Role),
    "language": {OFFICER, MANAGER},
    "approve": {APPROVER, OFFICER, MANAGER},
    "accept": {APPROVER, MANAGER},
    "clear": {APPROVER, MANAGER},
    "reject": {APPROVER, OFFICER, MANAGER},
    "respond": {OFFICER, MANAGER},
    "reply": {OFFICER, MANAGER},
    "answered": {OFFICER, MANAGER},
    "edit": {APPROVER, OFFICER, MANAGER},
    "stop": {APPROVER, OFFICER, MANAGER},
    "resend": {OFFICER, MANAGER},
    "send-now": {OFFICER, MANAGER},
    **{key: {OFFICER, MANAGER} for key in ("clarify", "clarified", "holding", "fee", "paid", "transfer")},
    "extend": {OFFICER, MANAGER, Role.REVIEWER},
    "review": {OFFICER, MANAGER},
    "decide": {Role.REVIEWER, MANAGER},
    "commissioner": {OFFICER, MANAGER, Role.REVIEWER},
    "release": {OFFICER, APPROVER, MANAGER},
    **{key: {OFFICER, MANAGER} for key in ("seek", "consult", "settled", "unsettled")},
    **{key: set(Role) for key in ("time", "tag", "away")},
    **{key: {OFFICER, MANAGER} for key in ("withdraw", "close", "reopen", "regime", "merge")},
    "posted": {APPROVER, OFFICER, MANAGER},
    "retain": {OFFICER, MANAGER, Role.REVIEWER},
}
"""Written out a second time on purpose: a row that lets more people do more is noticed here."""
BY_THE_HOST = {"hold", "resume"}
ACTIVE = {CaseStatus.OPEN, CaseStatus.ON_EXTENSION}
WAITING = {CaseStatus.AWAITING_CLARIFICATION, CaseStatus.AWAITING_FEE}
CARRIED = {*ACTIVE, *WAITING, *ANSWERED}
WHILE = {
    **dict.fromkeys(("received", "applicant", "assign", "send-now", "respond", "close", "language"), CARRIED),
    **dict.fromkeys(("seek", "consult", "settled", "unsettled", "time"), CARRIED),
    **dict.fromkeys(("merge", "holding", "transfer", "withdraw", "regime"), ACTIVE | WAITING),
    "fee": ACTIVE,
    "extend": {*ACTIVE, CaseStatus.IN_REVIEW},
    "decide": {CaseStatus.IN_REVIEW},
    "review": {*CARRIED, CaseStatus.CLOSED},
    "commissioner": set(CaseStatus) - {CaseStatus.TRANSFERRED},
    "release": {CaseStatus.RESPONDED, CaseStatus.IN_REVIEW, CaseStatus.REVIEW_DECIDED, CaseStatus.CLOSED},
    "clear": {CaseStatus.RESPONDED, CaseStatus.IN_REVIEW, CaseStatus.REVIEW_DECIDED, CaseStatus.CLOSED},
    "clarify": {*ACTIVE, CaseStatus.AWAITING_CLARIFICATION},
    "clarified": {CaseStatus.AWAITING_CLARIFICATION},
    "answered": {*ACTIVE, *WAITING, CaseStatus.RESPONDED},
    "paid": {CaseStatus.AWAITING_CLARIFICATION, CaseStatus.AWAITING_FEE},
    "reopen": set(ENDED),
}
"""The statuses in which a command is possible, where it is not in all of them."""


LETTER_TO_POST = (Draft("acknowledgement", "approved", by_post=True),)


def case_in(status: CaseStatus) -> Case:
    """A case for which every command has something to do."""
    return Case(
        "FOI-2026-0001",
        version=4,
        status=status,
        regime="FOIA",
        channel="email",
        applicant=ADA,
        received_on=date(2026, 3, 3),
        letters=(Letter("reply", LetterState.REFUSED), Letter("reply", LetterState.QUEUED, draft=1)),
        drafts=(Draft("acknowledgement", "waiting"),),
        messages=(FiledMessage(1, "new_request", confirmed=True),),
    )


def said(argument: Argument) -> Any:
    return {
        ArgumentType.TEXT: "Telephoned today.",
        ArgumentType.DATE: date(2026, 3, 2),
        ArgumentType.MOMENT: NOW,
        ArgumentType.OFFICER: Officer("jane"),
        ArgumentType.REFERENCE: None,
        ArgumentType.REGIME: "EIR",
        ArgumentType.CHOICE: argument.choices[-1] if argument.choices else None,
        ArgumentType.NUMBER: 1,
        ArgumentType.FLAG: False,
        ArgumentType.FILE: Attachment("a.csv", "text/csv", b"1"),
        ArgumentType.AUTHORITY: None,
        ArgumentType.PARTS: None,
        ArgumentType.LINE: "another-format",
        ArgumentType.HOLDER: Holder("finance", "Finance", "finance@council.example"),
        ArgumentType.COUNT: 1,
        ArgumentType.HOURS: 90,
        ArgumentType.POINTS: None,
    }[argument.type]


def situation(row: Command, actor: Officer, status: CaseStatus) -> Situation:
    on_a_case = row.target in {Target.CASE, Target.DRAFT} or row.verb == "split"
    arguments = {one.name: (said(one),) if one.many else said(one) for one in row.arguments}
    if "despite" in arguments:
        arguments["despite"] = ""
    if row.verb == "respond":
        arguments |= {"outcome": "already-public", "exemption": (), "supplement": status in ANSWERED}
    if row.verb == "answered":
        arguments |= {"exemption": (), "message": None, "on": date(2026, 3, 3), "supplement": status in ANSWERED}
    case = case_in(status)
    if row.verb == "posted":
        case = replace(case, drafts=LETTER_TO_POST)
    return Situation(
        now=NOW,
        today=date(2026, 3, 3),
        actor=actor,
        policy=Policy(),
        arguments={**arguments, **({"email": ADA.email} if "email" in arguments else {})},
        case=case if on_a_case else None,
        arrival=make_arrival() if row.target is Target.MESSAGE else None,
        opened_by_it=row.verb == "split",
        draft=1 if row.target is Target.DRAFT else 0,
        new_reference="FOI-2026-0002",
    )


def permitted(row: Command, actor: Officer, status: CaseStatus) -> bool:
    try:
        permit(row, actor, case_in(status))
    except NotPermitted:
        return False
    return True


@pytest.mark.parametrize("verb", COMMANDS)
def test_a_command_is_open_to_exactly_the_roles_and_statuses_of_its_row(verb: str) -> None:
    row = COMMANDS[verb]
    on_a_case = row.target in {Target.CASE, Target.DRAFT}
    for actor in ACTORS:
        for status in CaseStatus:
            may = row.on_the_host or bool(actor.roles & row.roles)
            can = status in row.states or not on_a_case
            assert permitted(row, actor, status) == (may and can), (actor.id, status)


def test_the_rows_say_what_was_agreed() -> None:
    assert {verb: set(row.roles) for verb, row in COMMANDS.items() if not row.on_the_host} == MAY
    assert {verb for verb, row in COMMANDS.items() if row.on_the_host} == BY_THE_HOST
    assert {verb: row.states for verb, row in COMMANDS.items() if row.states != frozenset(CaseStatus)} == WHILE


def test_whoever_runs_foibot_on_the_host_may_hold_and_resume_and_nothing_else() -> None:
    assert {verb for verb, row in COMMANDS.items() if permitted(row, HOST, CaseStatus.OPEN)} == BY_THE_HOST


def test_a_refusal_names_the_roles_that_may_or_the_statuses_in_which_one_can() -> None:
    with pytest.raises(NotPermitted, match="'assign' needs the role manager or officer; approver does not have it"):
        decide(COMMANDS["assign"], situation(COMMANDS["assign"], ACTORS[1], CaseStatus.OPEN))
    with pytest.raises(NotPermitted, match="Say who acts with --as OFFICER"):
        decide(COMMANDS["assign"], situation(COMMANDS["assign"], HOST, CaseStatus.OPEN))
    with pytest.raises(NotPermitted, match=r"FOI-2026-0001 is closed; 'assign' is possible while a case is not ended"):
        decide(COMMANDS["assign"], situation(COMMANDS["assign"], ACTORS[0], CaseStatus.CLOSED))
