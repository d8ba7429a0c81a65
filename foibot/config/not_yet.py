"""Which keys of config.toml are read and checked, and nothing acts on in this version.

The example marks them, the pages mark them, and `foibot check` neither makes nor speaks of what they name.
"""

NOT_YET = ("retention",)
"""Tables by their heading, keys by heading and key."""


def is_not_used_yet(dotted: str) -> bool:
    """Say whether a key, named as faults name it, has no effect yet."""
    return any(dotted == name or dotted.startswith(f"{name}.") for name in NOT_YET)
