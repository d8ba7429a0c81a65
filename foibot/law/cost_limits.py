"""What an authority need not spend on one request: the limit, the hours it buys, and the rate of an hour in pounds.

FOIA s.12 and SI 2004/3244 regs 3 and 4: 600 pounds for bodies in Schedule 1 Part I of the Act, 450 for all others,
at 25 pounds an hour; FOISA s.12 and its fees regulations (to be checked): 600 pounds for all, at 15. The
environmental regulations and subject access have no such limit.
"""

from collections.abc import Mapping
from types import MappingProxyType

COST_LIMITS: Mapping[str, Mapping[str, int]] = MappingProxyType(
    {
        "FOIA": MappingProxyType({"amount": 450, "hours": 18, "rate": 25}),
        "FOISA": MappingProxyType({"amount": 600, "hours": 40, "rate": 15}),
    }
)
OF_CENTRAL_GOVERNMENT: Mapping[str, Mapping[str, int]] = MappingProxyType(
    {"FOIA": MappingProxyType({"amount": 600, "hours": 24, "rate": 25})}
)
"""The limits of bodies in Schedule 1 Part I, where they differ."""


def find_cost_limit(family: str, *, central_government: bool = False) -> Mapping[str, int] | None:
    """Return the limit under a statute, or None where the statute has none."""
    own = OF_CENTRAL_GOVERNMENT.get(family) if central_government else None
    return own or COST_LIMITS.get(family)


def cost_limit_of(family: str, *, central_government: bool = False) -> Mapping[str, int]:
    """Return the limit under a statute; that of the FOIA where the statute has none of its own."""
    found = find_cost_limit(family, central_government=central_government)
    return found or cost_limit_of("FOIA", central_government=central_government)
