"""The border to the HTML libraries: they are imported with the first body that is only HTML, and not before.

No layout and no rule about words stands here.
"""

import importlib

from foibot.correspondence.message import OUT_OF_BOUNDS
from foibot.mail.mime import MAX_HTML, Budget

LAYOUT = "foibot.mail.html_text"


def html_words(html: str, budget: Budget) -> str:
    """Return the words of an HTML body, laid out as far as the message's budget of tags goes."""
    if len(html) > budget.html:
        budget.note(f"{OUT_OF_BOUNDS}: more than {MAX_HTML} letters of HTML")
        return ""
    budget.html -= len(html)
    # lxml takes 9 MiB, and a daemon at rest has no use for it
    text, defect = importlib.import_module(LAYOUT).html_to_text(html, budget.tags)
    budget.tags -= html.count("<")
    budget.note(defect)
    return str(text)
