"""The release guard: what a file holds that nobody means to release. It knows no register and no mail.

It refuses and explains; it never alters a file. Files are read in a process of their own (`reader`), with limits.
What is looked for stands in `rules`, a row each.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from foibot.release.looking import Limits, look_at, look_into

__all__ = ["Limits", "look_at", "look_into"]


def __getattr__(name: str) -> Any:
    """Load what starts the reader's process only for whoever starts it: that process has no use for it."""
    if name not in __all__:
        raise AttributeError(name)
    return getattr(import_module("foibot.release.looking"), name)
