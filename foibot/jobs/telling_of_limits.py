"""Telling colleagues that acknowledgements wait because so many have left: once a day, however many there are."""

from datetime import timedelta

from foibot.jobs.desk import Desk
from foibot.jobs.telling import send_to_officers
from foibot.store import outbox
from foibot.store.register import writing

LETTER = "limit_notice"
NAMED_AT_MOST = 10
DAY = timedelta(days=1)


def tell_of_limits(desk: Desk) -> int:
    """Queue the notice that is owed; returns how many notices were written."""
    if outbox.written_since(desk.db, LETTER, desk.clock() - DAY):
        return 0
    with writing(desk.db) as db:
        waiting = outbox.waiting_by_recipient(db)
        if not waiting:
            return 0
        limits = desk.app.policy.limits
        facts = {
            "count": sum(count for _, count, _ in waiting),
            "recipients": [
                {"address": address, "count": count, "reference": reference}
                for address, count, reference in waiting[:NAMED_AT_MOST]
            ],
            "more": max(0, len(waiting) - NAMED_AT_MOST),
            "a_day": limits.to_one_address_a_day,
            "a_week": limits.to_one_address_a_week,
            "domain_an_hour": limits.to_one_domain_an_hour,
            "an_hour": limits.an_hour,
        }
        return send_to_officers(desk, db, LETTER, facts)
