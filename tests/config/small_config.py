"""The smallest configuration that loads, and what a changed one is faulted for."""

from pathlib import Path

import pytest

from foibot.config import load_config
from foibot.errors import ConfigError, Problem

SMALL = """\
[authority]
name = "Exampleshire Council"
jurisdiction = "england-wales"

[mailbox]
address = "foi@council.example"
password = { env = "FOIBOT_PASSWORD" }
imap = { host = "imap.council.example" }
smtp = { host = "smtp.council.example", tls = "starttls" }

[[officers]]
id = "jane"
name = "Jane Example"
email = "jane@council.example"
roles = ["officer"]
"""


def write(folder: Path, text: str = SMALL) -> Path:
    path = folder / "config.toml"
    path.write_text(text, encoding="utf-8")
    return path


def problems_of(path: Path) -> tuple[Problem, ...]:
    with pytest.raises(ConfigError) as raised:
        load_config(path)
    return raised.value.problems


def changed(old: str, new: str) -> str:
    assert SMALL.count(old) == 1, old
    return SMALL.replace(old, new)
