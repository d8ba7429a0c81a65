"""However many acknowledgements are wanted, no window of time sees more leave than allowed, and none is lost."""

from datetime import datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st
from registers import NOW

from foibot.casework.policy import SendingLimits
from foibot.casework.sending_limits import DAY, HOUR, WEEK, SendingBook, domain_of

ADDRESSES = ("ada@reader.example", "Ada@Reader.Example", "bo@reader.example", "cy@writer.example")
letters = st.lists(st.tuples(st.sampled_from(ADDRESSES), st.integers(0, 90)), max_size=25)
limits = st.builds(
    SendingLimits,
    to_one_address_a_day=st.integers(1, 3),
    to_one_address_a_week=st.integers(1, 5),
    to_one_domain_an_hour=st.integers(1, 4),
    an_hour=st.integers(1, 5),
)
Left = list[tuple[str, datetime]]


def windows(limits: SendingLimits, address: str, left: Left) -> list[tuple[timedelta, int, list[datetime]]]:
    """Return each limit that bears on an address: its span, the most, and what counts towards it."""
    to_address = [at for other, at in left if other.casefold() == address.casefold()]
    to_domain = [at for other, at in left if domain_of(other) == domain_of(address)]
    return [
        (DAY, limits.to_one_address_a_day, to_address),
        (WEEK, limits.to_one_address_a_week, to_address),
        (HOUR, limits.to_one_domain_an_hour, to_domain),
        (HOUR, limits.an_hour, [at for _, at in left]),
    ]


def is_free(limits: SendingLimits, address: str, left: Left, now: datetime) -> bool:
    """Count the slow way."""
    counted = windows(limits, address, left)
    return all(sum(1 for at in moments if now - span < at <= now) < most for span, most, moments in counted)


@given(letters=letters, limits=limits)
def test_no_window_holds_more_than_its_limit_and_every_letter_leaves(
    letters: list[tuple[str, int]], limits: SendingLimits
) -> None:
    book, left, now = SendingBook(limits), Left(), NOW
    waiting = [address for address, _ in letters]
    gaps = [minutes for _, minutes in letters]
    for _ in range(2_000):
        if not waiting:
            break
        free_at = {address: book.may_leave_at(address, now) for address in waiting}
        assert all((moment == now) == is_free(limits, address, left, now) for address, moment in free_at.items())
        address = min(waiting, key=lambda one: free_at[one])
        now = free_at[address]
        assert book.may_leave_at(address, now) == now
        book.note(address, now)
        left.append((address, now))
        waiting.remove(address)
        now += timedelta(minutes=gaps[len(waiting)])
    assert waiting == []
    for address, now in left:
        for span, most, moments in windows(limits, address, left):
            assert sum(1 for at in moments if now - span < at <= now) <= most


def test_the_third_letter_of_a_day_to_an_address_waits_until_the_first_is_a_day_ago() -> None:
    book = SendingBook(SendingLimits(), [(ADDRESSES[0], NOW), (ADDRESSES[1], NOW + timedelta(hours=2))])
    assert book.may_leave_at(ADDRESSES[0], NOW + timedelta(hours=3)) == NOW + timedelta(hours=24)
    assert book.may_leave_at(ADDRESSES[2], NOW + timedelta(hours=3)) == NOW + timedelta(hours=3)


def test_a_limit_of_nought_lets_nothing_leave_and_nothing_fall() -> None:
    book = SendingBook(SendingLimits(an_hour=0))
    assert book.may_leave_at(ADDRESSES[0], NOW) == NOW + HOUR
