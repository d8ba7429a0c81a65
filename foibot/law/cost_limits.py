"""What an authority need not spend on one request: the limit, the hours it buys, and the rate of an hour in pounds.

FOIA s.12 and SI 2004/3244 regs 3 and 4, for bodies outside Schedule 1 Part I; FOISA s.12 and its fees regulations (to
be checked). The environmental regulations have no such limit.
"""

from collections.abc import Mapping
from types import MappingProxyType

COST_LIMITS: Mapping[str, Mapping[str, int]] = MappingProxyType(
    {
        "FOIA": MappingProxyType({"amount": 450, "hours": 18, "rate": 25}),
        "FOISA": MappingProxyType({"amount": 600, "hours": 40, "rate": 15}),
    }
)


def cost_limit_of(family: str) -> Mapping[str, int]:
    """Return the limit under a statute; that of the FOIA where the statute has none of its own."""
    return COST_LIMITS.get(family, COST_LIMITS["FOIA"])
