"""Who is named in config.toml: officers, information holders, and other authorities."""

import datetime as dt

from foibot.config.kinds import Address, AddressIfAny, Filled, Id, Roles
from foibot.lean import dataclass


@dataclass(frozen=True, slots=True)
class Officer:
    """A member of the FOI team: what he may do, and who he is on the host."""

    id: Id
    name: Filled
    email: Address
    roles: Roles
    system_users: tuple[Filled, ...] = ()
    deputy: str = ""
    """The id of the officer who hears instead while this one is away."""
    away_until: dt.date | None = None


@dataclass(frozen=True, slots=True)
class Holder:
    """Who inside the authority is asked for information.

    `deputy`: another holder's id, or an address; `manager`: an officer's or another holder's id, or an address.
    """

    id: Id
    name: Filled
    email: Address
    deputy: str = ""
    manager: str = ""


@dataclass(frozen=True, slots=True)
class OtherAuthority:
    """Another public authority to which applicants are referred."""

    id: Id
    name: Filled
    team: str = ""
    postal_address: str = ""
    email: AddressIfAny = ""
    telephone: str = ""
    website: str = ""
