"""A secret is fetched from where it is kept, and what prevents that is told without the secret."""

import shlex
import sys
from pathlib import Path

import pytest

from foibot.config import SecretReference, resolve_secret
from foibot.config.secret import exposed_to
from foibot.errors import ConfigError

SECRET = "correct horse battery staple"


def fault_of(reference: SecretReference) -> tuple[str, str]:
    with pytest.raises(ConfigError) as raised:
        resolve_secret(reference)
    [problem] = raised.value.problems
    assert SECRET not in str(problem)
    return problem.fault, problem.remedy


def python(code: str) -> SecretReference:
    return SecretReference("command", shlex.join([sys.executable, "-c", code]))


def test_an_environment_variable_gives_the_secret(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FOIBOT_TEST_SECRET", SECRET)
    assert resolve_secret(SecretReference("env", "FOIBOT_TEST_SECRET")) == SECRET


def test_a_file_gives_the_secret_without_its_line_end(tmp_path: Path) -> None:
    path = tmp_path / "password"
    path.write_text(f" {SECRET} \r\n")
    assert resolve_secret(SecretReference("file", str(path))) == f" {SECRET} "


def test_a_command_gives_the_secret_it_prints() -> None:
    assert resolve_secret(python(f"print({SECRET!r})")) == SECRET


def test_a_variable_that_is_not_set_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("FOIBOT_TEST_SECRET", raising=False)
    assert fault_of(SecretReference("env", "FOIBOT_TEST_SECRET")) == (
        "is not set",
        "Set FOIBOT_TEST_SECRET in the environment in which foibot runs.",
    )


def test_an_empty_variable_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FOIBOT_TEST_SECRET", "")
    assert fault_of(SecretReference("env", "FOIBOT_TEST_SECRET"))[0] == "is empty"


def test_a_file_that_is_not_there_is_told_with_the_mode_it_should_have(tmp_path: Path) -> None:
    fault, remedy = fault_of(SecretReference("file", str(tmp_path / "password")))
    assert fault == "cannot be read (No such file or directory)"
    assert "0600" in remedy


def test_a_command_that_fails_is_told_with_its_status_and_without_its_output() -> None:
    fault, remedy = fault_of(python(f"import sys; print({SECRET[::-1]!r}[::-1]); sys.exit(3)"))
    assert fault == "ended with status 3"
    assert "by hand" in remedy


@pytest.mark.parametrize("command", ["/no/such/program", "a 'quote left open"])
def test_a_command_that_cannot_be_run_is_told(command: str) -> None:
    fault, remedy = fault_of(SecretReference("command", command))
    assert "cannot be" in fault
    assert "by hand" in remedy


def test_a_keyring_that_is_not_installed_is_told_with_the_extra_to_install(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setitem(sys.modules, "keyring", None)
    fault, remedy = fault_of(SecretReference("keyring", "foibot", "foi@council.example"))
    assert fault == "needs the package keyring"
    assert "foibot[keyring]" in remedy


def test_an_entry_the_keyring_does_not_have_is_told_with_the_command_that_stores_it() -> None:
    keyring = pytest.importorskip("keyring")
    keyring.set_keyring(pytest.importorskip("keyring.backends.null").Keyring())
    fault, remedy = fault_of(SecretReference("keyring", "foibot", "foi@council.example"))
    assert fault == "holds nothing for foi@council.example"
    assert remedy == "Store it with: keyring set foibot foi@council.example."


@pytest.mark.parametrize(("mode", "exposed"), [(0o600, False), (0o400, False), (0o640, True), (0o604, True)])
def test_a_secret_file_open_to_others_is_noticed(tmp_path: Path, mode: int, exposed: bool) -> None:
    path = tmp_path / "password"
    path.write_text(SECRET)
    path.chmod(mode)
    assert (f"mode {mode:04o}" in exposed_to(SecretReference("file", str(path)))) is exposed
