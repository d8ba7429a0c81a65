"""Where the files lie that are shipped with foibot: the templates of letters and the example configuration.

In a source checkout they stand at its top; an installed wheel carries them inside the package.
"""

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent
_INSTALLED = _PACKAGE / "_shipped"


def shipped_templates() -> Path:
    """Return the folder of the shipped templates."""
    return _top() / "templates"


def shipped_config() -> Path:
    """Return the path of the example config.toml."""
    return _top() / "config.toml"


def _top() -> Path:
    return _INSTALLED if _INSTALLED.is_dir() else _PACKAGE.parent
