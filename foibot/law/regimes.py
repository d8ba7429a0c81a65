"""The table of every clock that foibot knows: one row a clock, from one module a statute.

To add a statute of the United Kingdom, write its module and name it here. An authority adds its own
regimes in its configuration (`tables`), not here.
"""

from collections.abc import Mapping
from types import MappingProxyType

from foibot.errors import UsageError
from foibot.law import eir, eisr, foia, scotland, subject_access
from foibot.law.regime import Regime
from foibot.law.wording import nearest

REGIMES: Mapping[str, Regime] = MappingProxyType(
    {clock.name: clock for statute in (foia, eir, scotland, eisr, subject_access) for clock in statute.CLOCKS}
)


def get_regime(name: str, regimes: Mapping[str, Regime] = REGIMES) -> Regime:
    """Give the regime of that name, in capitals or not. Raises `UsageError` with the nearest names."""
    found = regimes.get(name) or regimes.get(name.strip().upper().replace("-", "_"))
    if found is None:
        raise UsageError(f"There is no regime {name!r}. {nearest(name, regimes)}")
    return found
