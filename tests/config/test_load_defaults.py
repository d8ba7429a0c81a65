"""What a key that is left out stands for."""

import datetime as dt
from pathlib import Path

import pytest
from small_config import SMALL, changed, write

from foibot.config import (
    Closure,
    Config,
    ProclaimedDay,
    SecretReference,
    Server,
    Signatory,
    Window,
    load_config,
)


def load(folder: Path, text: str = SMALL) -> Config:
    return load_config(write(folder, text))


def test_what_is_left_out_is_taken_from_what_is_there(tmp_path: Path) -> None:
    config = load(tmp_path)
    assert config.authority.short_name == "Exampleshire Council"
    assert config.authority.signatory == Signatory("Jane Example")
    assert config.mailbox.username == "foi@council.example"
    assert config.mailbox.imap == Server("imap.council.example", 993, "implicit")
    assert config.mailbox.smtp == Server("smtp.council.example", 587, "starttls")
    assert config.sending.window == Window(dt.time(8), dt.time(18))


def test_paths_are_relative_to_the_folder_of_the_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "etc" / "ours").mkdir(parents=True)
    (tmp_path / "etc" / "ca.pem").touch()
    text = SMALL.replace('{ env = "FOIBOT_PASSWORD" }', '{ file = "password" }\nca_file = "ca.pem"')
    write(tmp_path / "etc", text + '[templates]\npath = "ours"\n[register]\npath = "../var/foi.db"\n')
    monkeypatch.chdir(tmp_path)
    config = load_config(Path("etc/config.toml"))
    assert config.path == tmp_path / "etc" / "config.toml"
    assert config.register.path == tmp_path / "etc" / "../var/foi.db"
    assert config.templates.path == tmp_path / "etc" / "ours"
    assert config.mailbox.ca_file == tmp_path / "etc" / "ca.pem"
    assert config.mailbox.password == SecretReference("file", str(tmp_path / "etc" / "password"))


@pytest.mark.parametrize(
    ("jurisdiction", "regime", "commissioner", "months", "weeks"),
    [
        ("england-wales", "FOIA", "Information Commissioner", 0, 6),
        ("wales", "FOIA", "Information Commissioner", 0, 6),
        ("northern-ireland", "FOIA", "Information Commissioner", 0, 6),
        ("uk", "FOIA", "Information Commissioner", 0, 6),
        ("scotland", "FOISA", "Scottish Information Commissioner", 6, 0),
    ],
)
def test_the_jurisdiction_decides_regime_and_commissioner(
    tmp_path: Path, jurisdiction: str, regime: str, commissioner: str, months: int, weeks: int
) -> None:
    config = load(tmp_path, changed('"england-wales"', f'"{jurisdiction}"'))
    assert config.authority.regime == regime
    assert config.commissioner.name == commissioner
    assert (config.commissioner.appeal_months, config.commissioner.complaint_weeks) == (months, weeks)
    assert config.commissioner.postal_address
    assert config.commissioner.complaint_link.startswith("https://")


def test_one_detail_of_the_commissioner_can_be_changed_alone(tmp_path: Path) -> None:
    config = load(tmp_path, SMALL + '[commissioner]\nname = "Information Commission"\nemail_domains = ["ic.example"]\n')
    assert config.commissioner.name == "Information Commission"
    assert config.commissioner.email_domains == ("ic.example",)
    assert config.commissioner.telephone == "0303 123 1113"


def test_a_regime_of_the_authoritys_own_is_handed_on_as_written(tmp_path: Path) -> None:
    own = '[regimes.OURS]\nbased_on = "FOIA"\ntitle = "Our promise"\ncount = 10\nsource = "Our charter"\n'
    config = load(tmp_path, changed("[mailbox]", 'regime = "OURS"\n[mailbox]') + own)
    assert config.authority.regime == "OURS"
    assert config.regimes["OURS"]["count"] == 10


def test_days_the_shipped_calendar_cannot_know_are_dates(tmp_path: Path) -> None:
    config = load(
        tmp_path,
        SMALL
        + '[[calendar.proclaimed]]\nday = 2026-06-15\nname = "World Cup"\ndivisions = ["scotland"]\n'
        + 'source = "Proclamation"\n[[calendar.closures]]\nfrom = 2026-12-28\nto = 2026-12-31\n',
    )
    assert config.calendar.proclaimed == (
        ProclaimedDay(dt.date(2026, 6, 15), "World Cup", ("scotland",), "Proclamation"),
    )
    assert config.calendar.closures == (Closure(dt.date(2026, 12, 28), dt.date(2026, 12, 31)),)


def test_a_file_saved_by_notepad_with_a_byte_order_mark_loads(tmp_path: Path) -> None:
    path = tmp_path / "config.toml"
    path.write_bytes(b"\xef\xbb\xbf" + SMALL.replace("\n", "\r\n").encode())
    assert load_config(path).authority.name == "Exampleshire Council"
