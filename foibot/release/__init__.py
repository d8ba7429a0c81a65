"""The release guard: what a file holds that nobody means to release. It knows no register and no mail.

It refuses and explains; it never alters a file. Files are read in a process of their own (`reader`), with limits.
What is looked for stands in `rules`, a row each.
"""

from foibot.release.looking import Limits, look_at, look_into

__all__ = ["Limits", "look_at", "look_into"]
