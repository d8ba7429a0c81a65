"""Who gets the report of a month by mail."""

from foibot.config.kinds import Address
from foibot.lean import dataclass


@dataclass(frozen=True, slots=True)
class Reporting:
    """To whom the report of each month goes on the first working day of the next; nobody: there is none."""

    monthly_to: tuple[Address, ...] = ()
