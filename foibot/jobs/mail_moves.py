"""What a person can do about a message, as commands to type: confirm what foibot took it for, or correct that.

Words only, from a row of the register: nothing is decided or written here.
"""

from collections.abc import Container, Mapping, Sequence
from typing import Any

from foibot.casework.statuses import UNANSWERED
from foibot.correspondence.kinds import OF_A_CASE, Kind

Move = tuple[str, str]
"""A question and the command that answers it with yes."""
ANY_CASE = "REFERENCE"
EARLIER = "earlier-case"
CASES_AT_MOST = 5


def as_facts(moves: Sequence[Move]) -> list[dict[str, str]]:
    """Return moves as a template reads them."""
    return [{"question": question, "command": command} for question, command in moves]


def guessed_case(row: Mapping[str, Any], named: Sequence[str] = (), known: Container[str] = ()) -> str:
    """Return the case that a message without one seems to be about: one it names, else its sender's only one."""
    for reference in named:
        if reference in known:
            return reference
    earlier = [words for rule, words in row["notes"] if rule == EARLIER]
    return earlier[0] if len(earlier) == 1 else ""


def moves_on_case(row: Mapping[str, Any]) -> list[Move]:
    """Return what can be done about a message that was put on a case; empty for the Commissioner's, if sure."""
    number, kind, moves = row["id"], row["kind"], list[Move]()
    if not (row["certain"] and row["confirmed"]):
        question = "Starts the time anew?" if kind == Kind.CLARIFICATION_REPLY else "Right?"
        moves.append((question, f"foibot classify {number} {kind} --case {row['reference']}"))
        if kind in OF_A_CASE:
            moves.append(("A letter?", f"foibot classify {number} {Kind.CORRESPONDENCE} --case {row['reference']}"))
    elif kind == Kind.WITHDRAWAL and row.get("status") in UNANSWERED:
        moves.append(("Ends it?", f"foibot withdraw {row['reference']}"))
    if kind != Kind.COMMISSIONER:
        moves.append(("A new request?", f"foibot classify {number} {Kind.NEW_REQUEST}"))
    return moves


def moves_in_triage(row: Mapping[str, Any], guess: str) -> list[Move]:
    """Return what can be done about a message that waits: what foibot takes it for comes first."""
    number, kind = row["id"], Kind(row["kind"])
    classify, case = f"foibot classify {number}", f"--case {guess or ANY_CASE}"
    request = ("A request?", f"{classify} {Kind.NEW_REQUEST}")
    on_a_case = ("On a case?", f"{classify} {Kind.CORRESPONDENCE} {case}")
    if row["state"] != "triage" or kind in (Kind.NEW_REQUEST, Kind.UNCLEAR):
        return [request, on_a_case]
    if kind == Kind.COMMISSIONER:
        return [("Its case?", f"{classify} {kind} {case}")]
    if kind in OF_A_CASE:
        theirs = [words for rule, words in row["notes"] if rule == EARLIER][:CASES_AT_MOST]
        known = theirs if kind == Kind.REVIEW_REQUEST and not guess else []
        return [*(("Right?", f"{classify} {kind} --case {one}") for one in known or [guess or ANY_CASE]), request]
    if kind == Kind.CORRESPONDENCE and guess:
        return [("Right?", on_a_case[1]), ("On no case?", f"{classify} {kind}"), request]
    return [("Right?", f"{classify} {kind}"), request, on_a_case]
