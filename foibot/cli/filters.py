"""What officers narrow a list by, read against what is on the register."""

from foibot.casework.tags import read_tag
from foibot.cli.session import Session
from foibot.errors import UsageError
from foibot.law.wording import nearest
from foibot.store import tags


def known_tag(session: Session, written: str | None) -> str | None:
    """Return a tag as the register writes it; raises `UsageError` for one that no case has."""
    if written is None:
        return None
    tag, used = read_tag(written), tags.in_use(session.read())
    if tag not in used:
        raise UsageError(
            f"No case is tagged {tag}. {nearest(tag, used) if used else 'Tag one: foibot tag REFERENCE WORD'}"
        )
    return tag
