"""Text made fit to be judged: white space folded and length bounded, in time that grows with the text and no faster.

Phrases are looked for by expressions, and an expression with two stretches of white space in it tries every way to
part a long one. So no text is judged before it stands here. What people are shown is left as it was written.
"""

import re
from dataclasses import replace
from functools import lru_cache

from foibot.correspondence.message import InboundMessage

BREAKS = re.compile(r"\n{3,}")
# A letter has a few thousand characters; whatever asks for something says so in the first hundred pages.
LONGEST = 200_000
LONGEST_SUBJECT = 1_000


@lru_cache(maxsize=4)
def folded(text: str) -> str:
    """Return a text with one blank for a run of blanks, at most one empty line, and no blanks beside a line break.

    Kept for those who ask next: the whole text of most messages is new, and their words are held against others too.
    """
    text = "\n".join([" ".join(line.split()) for line in text.split("\n")])
    if "\n\n\n" in text:
        text = BREAKS.sub("\n\n", text)
    return text.strip()[:LONGEST]


def judged(message: InboundMessage) -> InboundMessage:
    """Return a message with its words folded, those of the messages enclosed in it too."""
    return replace(
        message,
        subject=folded(message.subject)[:LONGEST_SUBJECT],
        text=folded(message.text),
        new_text=folded(message.new_text),
        enclosed=tuple(judged(inner) for inner in message.enclosed),
    )
