"""The kinds of message there are; the words the register and the command line use for them."""

from enum import StrEnum


class Kind(StrEnum):
    """What a message is."""

    NEW_REQUEST = "new_request"
    CLARIFICATION_REPLY = "clarification_reply"
    REVIEW_REQUEST = "review_request"
    WITHDRAWAL = "withdrawal"
    PROGRESS_ENQUIRY = "progress_enquiry"
    CORRESPONDENCE = "correspondence"
    HOLDER_REPLY = "holder_reply"
    OFFICER_COMMAND = "officer_command"
    COMMISSIONER = "commissioner"
    BOUNCE = "bounce"
    AUTO_REPLY = "auto_reply"
    RECEIPT = "receipt"
    BULK = "bulk"
    OWN = "own"
    UNCLEAR = "unclear"


OF_A_CASE = frozenset({Kind.CLARIFICATION_REPLY, Kind.REVIEW_REQUEST, Kind.WITHDRAWAL, Kind.PROGRESS_ENQUIRY})
"""What is always about a case that there is."""
