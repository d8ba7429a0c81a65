"""The headers by which foibot knows its own letters and forms again."""

LOOP_MARK = "X-Foibot-Loop"
LETTER_MARK = "X-Foibot-Letter"
FORM_MARK = "X-Foibot-Draft"


def letter_mark(message_id: str) -> str:
    """Return what a letter is known by in its own header, should a relay give it another Message-ID."""
    return message_id.strip("<>").partition("@")[0]
