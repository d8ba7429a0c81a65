"""An e-mail address as people type or paste it: with a name before it, in capitals, with a dot at its end."""

import re
from email.utils import parseaddr

from foibot.errors import UsageError

ADDRESS = re.compile(r"[^@\s<>,;:\"()\[\]]+@[^@\s<>,;:\"()\[\]]+\.[^@\s<>,;:\"()\[\].]+")


def address_meant(written: str) -> str:
    """Return the one address that is written; raises `UsageError` with the remedy where there is none, or several."""
    text = re.sub(r"(?i)^mailto:", "", written.strip())
    found = list(dict.fromkeys(ADDRESS.findall(text.replace(". ", " ").rstrip(" ."))))
    if len(found) > 1:
        raise UsageError(f"“{written}” holds {len(found)} addresses: {', '.join(found)}. Give one of them.")
    bare = found[0] if found else parseaddr(text)[1]
    if not ADDRESS.fullmatch(bare):
        raise UsageError(
            f"“{written}” is no e-mail address. Write it as name@example.org. "
            "By a name: foibot person 'NAME' lists the addresses of whoever has it."
        )
    return bare
