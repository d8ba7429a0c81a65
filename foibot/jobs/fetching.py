"""Fetching what the mailbox holds in batches bounded by bytes, each while the one before it is being read."""

from collections.abc import Callable, Generator, Iterator, Sequence
from concurrent.futures import Future, wait
from functools import partial
from itertools import pairwise

from foibot.errors import Unavailable
from foibot.jobs.desk import Desk
from foibot.mail.listing import batches
from foibot.mail.mailbox import Fetched, ImapMailbox, Listed
from foibot.store.inbox import Delivery

BATCH_BYTES = 1_500_000
MEGABYTE = 1_000_000

Asks = Callable[[], list[Fetched]]
"""What asks the server for a group of messages, or waits for what it was asked for."""


def fetched_in_turn(
    desk: Desk,
    mailbox: ImapMailbox,
    deliveries: Sequence[Delivery],
    not_given: Callable[[Sequence[Delivery]], None],
) -> Generator[tuple[list[Fetched], bool], None, None]:
    """Yield a batch of messages, and whether they are whole or headers alone; the next batch is on its way by then.

    Close it in any case: until then the mailbox is in use. `not_given` is told what was asked for when the server
    failed, which is then raised as `Unavailable`.
    """
    limit = desk.app.config.limits.message_mb * MEGABYTE
    coming: Future[list[Fetched]] | None = None
    try:
        for group, following in pairwise([*_groups(deliveries, limit), []]):
            if desk.stop():
                return
            ask, coming = coming.result if coming else partial(_ask, mailbox, group, limit), None
            fetched = _given(desk, ask, group, not_given)
            if following and _bytes_of(group) + _bytes_of(following) <= 2 * BATCH_BYTES:
                coming = desk.app.lines.begin(partial(_ask, mailbox, following, limit))
            yield fetched, _is_fetched_whole(group, limit)
    finally:
        if coming:
            wait([coming])


def _groups(deliveries: Sequence[Delivery], limit: int) -> Iterator[list[Delivery]]:
    """Yield what is fetched together: large ones alone, and last those that a try failed for before."""
    fresh = {one.uid: one for one in deliveries if not one.attempts and one.size <= limit}
    for batch in batches([Listed(one.uid, one.size, one.arrived_at) for one in fresh.values()], BATCH_BYTES):
        yield [fresh[listed.uid] for listed in batch]
    alone = [one for one in deliveries if one.attempts or one.size > limit]
    yield from ([one] for one in sorted(alone, key=lambda one: (one.attempts, one.id)))


def _bytes_of(group: Sequence[Delivery]) -> int:
    return sum(one.size for one in group)


def _given(
    desk: Desk, ask: Asks, group: Sequence[Delivery], not_given: Callable[[Sequence[Delivery]], None]
) -> list[Fetched]:
    try:
        return ask()
    except Unavailable:
        if not desk.stop():
            not_given(group)
        raise


def _is_fetched_whole(group: Sequence[Delivery], limit: int) -> bool:
    return group[0].size <= limit


def _ask(mailbox: ImapMailbox, group: Sequence[Delivery], limit: int) -> list[Fetched]:
    if _is_fetched_whole(group, limit):
        listed = [Listed(one.uid, one.size, one.arrived_at) for one in group]
        return [found for batch in mailbox.fetch(listed, batch_bytes=BATCH_BYTES) for found in batch]
    header = mailbox.fetch_headers([group[0].uid]).get(group[0].uid, b"")
    return [Fetched(group[0].uid, header, group[0].arrived_at)] if header else []
