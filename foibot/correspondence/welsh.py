"""Whether a text is written in Welsh: by how many of its words are common ones of Welsh, and of English.

Words that both languages write alike, as `a`, `am` and `is`, count for neither. A text in both languages is not surely
Welsh: who wrote it reads both, and a person decides.
"""

import re

from foibot.correspondence.acknowledging import Reason

READ = 3_000
IN_WELSH, IN_PART_WELSH = "in-welsh", "in-part-welsh"
WORD = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)?")
WELSH_WORDS = frozenset(
    {"yr", "yn", "ac", "mae", "maent", "eu", "ei", "ein", "eich", "fy", "chi", "gan", "gyda", "gennych"}
    | {"gennym", "wedi", "bod", "fod", "oedd", "sydd", "sy", "yw", "ydy", "ydych", "rydym", "rwy", "rwyf", "dw", "nid"}
    | {"nad", "neu", "ond", "hyn", "hwn", "hon", "hynny", "dros", "ers", "rhwng", "ymhlith", "mewn", "faint"}
    | {"sawl", "pwy", "beth", "pryd", "sut", "ble", "lle", "hoffwn", "hoffem", "gofyn", "ofyn", "gallwch"}
    | {"allwch", "allech", "fyddech", "cystal", "rhoi", "gwybod", "gwybodaeth", "wybodaeth", "cais", "gais", "ddeddf"}
    | {"deddf", "rhyddid", "blwyddyn", "flwyddyn", "blynedd", "flynedd"}
    | {"diolch", "annwyl", "gywir", "copi", "chopi", "gopi", "nifer", "arian", "llynedd", "gael"}
    | {"cael", "anfon", "dderbyn", "ganlynol", "bob", "pob", "holl", "unrhyw", "dau", "ddau", "dwy", "ddwy"}
    | {"i'r", "a'r", "o'r", "i'w", "o'i", "tybed", "ddweud", "wrthyf", "byddwn"}
)
ENGLISH_WORDS = frozenset(
    {"the", "of", "and", "to", "in", "for", "please", "you", "your", "that", "this", "is", "are", "was", "were", "have"}
    | {"has", "would", "like", "with", "how", "many", "what", "which", "under", "information", "request", "by", "my"}
)
FEW, ENOUGH = 2, 4
SHARE, SURE_SHARE, MOST_ENGLISH = 0.08, 0.22, 0.05


def welsh_in(text: str) -> Reason | None:
    """Return that a text is in Welsh, or seems to be in part, with the words seen; None where it is not."""
    words = WORD.findall(text[:READ].casefold().replace("\u2019", "'"))
    different = set(words)
    welsh = different & WELSH_WORDS
    welsh.update(word for word in different if "'" in word and word.partition("'")[0] in WELSH_WORDS)
    if len(welsh) < FEW:
        return None
    seen = [word for word in words if word in welsh]
    if len(seen) < SHARE * len(words):
        return None
    english = sum(word in ENGLISH_WORDS for word in words)
    is_sure = len(welsh) >= ENOUGH and len(seen) >= SURE_SHARE * len(words)
    is_sure = is_sure and english <= MOST_ENGLISH * len(words)
    return Reason(IN_WELSH if is_sure else IN_PART_WELSH, ", ".join(list(dict.fromkeys(seen))[:ENOUGH]))
