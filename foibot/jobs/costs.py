"""The time spent on requests that may be added up with one, gathered from the register."""

from foibot.casework.case import Case
from foibot.casework.earlier_requests import Link
from foibot.casework.events import RequestLinked
from foibot.store import cases, sketches
from foibot.store.database import Database

ADDED = frozenset({str(Link.SPLIT), str(Link.SAME_PERSON)})


def minutes_elsewhere(db: Database, case: Case) -> dict[str, int]:
    """Return the minutes spent on each request that may be added up with a case: earlier ones and later ones."""
    earlier = (cases.load_case(db, link.to) for link in case.links if _adds_up(link))
    linked = (cases.load_case(db, other) for other, how in sketches.linked_from(db, case.reference) if how in ADDED)
    later = (one for one in linked if one and any(link.to == case.reference and _adds_up(link) for link in one.links))
    found = {one.reference: one.minutes_spent for one in (*earlier, *later) if one is not None}
    return {reference: minutes for reference, minutes in sorted(found.items()) if minutes}


def _adds_up(link: RequestLinked) -> bool:
    return link.how == Link.SPLIT or (link.how == Link.SAME_PERSON and link.days_apart is not None)
