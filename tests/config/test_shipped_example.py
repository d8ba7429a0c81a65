"""The example that is shipped loads, names every key, and is in the wheel together with the templates."""

import re
import shutil
import subprocess
import sys
import tomllib
import zipfile
from collections.abc import Iterator
from dataclasses import fields, is_dataclass, replace
from pathlib import Path
from typing import Any, get_args, get_type_hints

import pytest
from small_config import SMALL, write

from foibot.casework.chasers import CHASERS
from foibot.config import Config, SecretReference, Window, load_config
from foibot.errors import ConfigError
from foibot.shipped import shipped_config, shipped_templates

ROOT = Path(__file__).resolve().parents[2]
LISTS = {"officers", "holders", "other_authorities", "proclaimed", "cancelled", "closures"}


def keys_of(section: Any) -> Iterator[str]:
    """Every key that may stand in the file, by its last word."""
    for name, kind in get_type_hints(section).items():
        inner = [part for part in (kind, *get_args(kind)) if is_dataclass(part)]
        if inner and inner[0] not in (Window, SecretReference):
            yield from keys_of(inner[0])
        elif (section, name) not in ((Config, "path"), (Config, "regimes"), (Config, "chasers"), (Config, "topics")):
            yield name.rstrip("_")


def test_the_example_loads_without_a_problem() -> None:
    config = load_config(shipped_config())
    assert config.authority.short_name == "OPCC"
    assert [officer.id for officer in config.officers] == ["jane", "sam"]
    assert config.mailbox.password == SecretReference("env", "FOIBOT_PASSWORD", "foi@example.org")


def test_the_example_holds_the_defaults_wherever_a_default_exists(tmp_path: Path) -> None:
    example, smallest = load_config(shipped_config()), load_config(write(tmp_path, SMALL))
    own = {"path", "authority", "mailbox", "officers", "holders", "other_authorities", "register"}
    for field in fields(Config):
        if field.name not in own:
            assert getattr(example, field.name) == getattr(smallest, field.name), field.name
    assert example.register.path.name == smallest.register.path.name
    assert replace(example.register, path=smallest.register.path) == smallest.register


def test_the_example_explains_every_key() -> None:
    text = shipped_config().read_text(encoding="utf-8")
    known = (*keys_of(Config), *CHASERS)
    missing = [key for key in known if not re.search(rf"^(# )?{key} = |[{{ ]{key} = ", text, re.MULTILINE)]
    assert missing == []


def test_what_the_example_holds_ready_in_comments_loads_too(tmp_path: Path) -> None:
    text = shipped_config().read_text(encoding="utf-8")
    head, _, ready = text.partition("# Not needed by everybody.")
    uncommented = re.sub(r"^# (?=\[|\w+ = )", "", ready.partition("\n")[2], flags=re.MULTILINE)
    head = head.replace('password = { env = "FOIBOT_PASSWORD" }\n', "")
    with pytest.raises(ConfigError) as refused:
        load_config(write(tmp_path, head + uncommented))
    found = {problem.key: problem.fault for problem in refused.value.problems}
    assert found == dict.fromkeys(("mailbox.oauth.authority", "mailbox.oauth.client_id"), "is the example's")

    own = uncommented.replace("/TENANT", "/exampleshire").replace("00000000-0000", "10000000-0000")
    config = load_config(write(tmp_path, head + own))
    assert config.mailbox.oauth is not None
    assert config.calendar.proclaimed[0].divisions == ("scotland",)
    assert config.calendar.closures[0].why.startswith("Offices closed")


def test_a_wheel_carries_the_templates_and_the_example(tmp_path: Path) -> None:
    pytest.importorskip("hatchling")
    copy = tmp_path / "source"
    for folder in ("foibot", "templates"):
        shutil.copytree(ROOT / folder, copy / folder, ignore=shutil.ignore_patterns("__pycache__"))
    for file in ("config.toml", "pyproject.toml", "LICENSE"):
        shutil.copy(ROOT / file, copy / file)
    (copy / "README.md").touch()
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(tmp_path / "dist")]
    subprocess.run(command, cwd=copy, check=True, capture_output=True)
    [wheel] = (tmp_path / "dist").glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        carried = set(archive.namelist())
        example = tomllib.loads(archive.read("foibot/_shipped/config.toml").decode())
    templates = {path.relative_to(shipped_templates()) for path in shipped_templates().rglob("*") if path.is_file()}
    assert templates
    assert {f"foibot/_shipped/templates/{path.as_posix()}" for path in templates} <= carried
    assert example["authority"]["short_name"] == "OPCC"
    assert "foibot/shipped.py" in carried
