"""The disclosure log in config.toml: what its pages say of themselves, and where they will be read."""

from foibot.config.kinds import WebAddressIfAny
from foibot.lean import dataclass


@dataclass(frozen=True, slots=True)
class Publish:
    """What the pages of `foibot publish` say; `base_url` is the address at which the folder is served."""

    base_url: WebAddressIfAny = ""
    title: str = "Disclosure log"
    contact: str = ""
    licence: str = ""
