"""Every kind of fault in config.toml is told with its key and a remedy, and all of them at once."""

from pathlib import Path

import pytest
from small_config import SMALL, changed, problems_of, write

from foibot.config import load_config

NEVER_SHOWN = "correct horse battery staple"

# What the file says, the key blamed, a part of the fault, a part of the remedy.
ONE_FAULT_EACH = {
    "an unknown key": (SMALL + '[acknowledge]\nmod = "auto"\n', "acknowledge.mod", "not known", '"mode"'),
    "an unknown section": (SMALL + "[limit]\nmessage_mb = 5\n", "limit", "not known", '"limits"'),
    "a missing section": (
        SMALL.partition("[authority]")[0] + "[mailbox" + SMALL.partition("[mailbox")[2],
        "authority",
        "missing",
        "[authority] with name",
    ),
    "a missing key": (
        changed('name = "Exampleshire Council"\n', ""),
        "authority.name",
        "missing",
        'name = "Exampleshire Council"',
    ),
    "a missing host": (
        changed('{ host = "imap.council.example" }', "{ port = 993 }"),
        "mailbox.imap.host",
        "missing",
        'host = "imap.example.org"',
    ),
    "an empty name": (changed('"Jane Example"', '" "'), "officers[0].name", "empty", "Fill it in"),
    "a number for text": (
        changed('"Jane Example"', "7"),
        "officers[0].name",
        "must be text",
        "quotation marks",
    ),
    "text for a number": (
        SMALL + '[limits]\nmessage_mb = "50"\n',
        "limits.message_mb",
        "whole number",
        "without quotation marks",
    ),
    "a number for a truth": (
        SMALL + "[host]\nstrict = 1\n",
        "host.strict",
        "true or false",
        "Write true or false",
    ),
    "a truth for a list of approvers": (
        SMALL + "[[approval.steps]]\nby = true\n",
        "approval.steps[0].by",
        "must be a list",
        "in brackets",
    ),
    "a moment for a day": (
        SMALL + "[[calendar.closures]]\nfrom = 2026-12-28T00:00:00\nto = 2026-12-31\n",
        "calendar.closures[0].from",
        "must be a date",
        "Write year, month and day",
    ),
    "a name no file can have": (
        SMALL + f'[register]\npath = "{"x" * 300}.db"\n',
        "register.path",
        "no name that a file can have",
        "255 bytes",
    ),
    "a certificate no file can be": (
        changed("[mailbox]\n", f'[mailbox]\nca_file = "{"x" * 300}.pem"\n'),
        "mailbox.ca_file",
        "no name that a file can have",
        "255 bytes",
    ),
    "a word for a list": (
        changed('["officer"]', '"officer"'),
        "officers[0].roles",
        "must be a list",
        "in brackets",
    ),
    "an unknown chaser": (SMALL + "[chasers]\nanswers = 5\n", "chasers.answers", "no chaser", "answer"),
    "words for a chaser's days": (
        SMALL + '[chasers]\nanswer = "often"\n',
        "chasers.answer",
        "false, a number or a list of numbers",
        "false to switch it off",
    ),
    "a day beyond the time": (
        SMALL + "[chasers]\nanswer = [10, 21]\n",
        "chasers.answer",
        "between 1 and 20",
        "days of a time of 20",
    ),
    "a day named twice": (SMALL + "[chasers]\nanswer = [10, 10]\n", "chasers.answer", "twice", "once"),
    "no days for a chaser": (SMALL + "[chasers]\nanswer = []\n", "chasers.answer", "list of numbers", "false"),
    "days for what comes each day": (
        SMALL + "[chasers]\noverdue = [1, 2]\n",
        "chasers.overdue",
        "repeats",
        "one number",
    ),
    "a list for a table": ("host = []\n" + SMALL, "host", "must be a table", "heading"),
    "a table for a list of tables": (
        SMALL.replace("[[officers]]", "[officers]"),
        "officers",
        "must be a list of tables",
        "[[officers]]",
    ),
    "text for a date": (
        SMALL + '[[calendar.closures]]\nfrom = "2026-12-28"\nto = 2026-12-31\n',
        "calendar.closures[0].from",
        "must be a date",
        "2026-06-15",
    ),
    "a number out of range": (
        SMALL + "[review]\nworking_days = 41\n",
        "review.working_days",
        "41",
        "from 1 to 40",
    ),
    "a command of blanks": (SMALL + '[alerts]\ncommand = "  "\n', "alerts.command", "is empty", "remove the line"),
    "a command that wants a shell": (
        SMALL + '[alerts]\ncommand = "mail -s Trouble ops@council.example >> /var/log/alerts"\n',
        "alerts.command",
        '">>", which only a shell knows',
        "a script",
    ),
    "a command with half a pair of quotation marks": (
        SMALL + '[alerts]\ncommand = "mail -s \'In trouble ops@council.example"\n',
        "alerts.command",
        "not closed",
        "Close it",
    ),
    "a list that must hold something": (
        SMALL + "[sending]\nretry_minutes = []\n",
        "sending.retry_minutes",
        "is empty",
        "at least one",
    ),
    "an unknown word": (
        SMALL + '[acknowledge]\nmode = "automatic"\n',
        "acknowledge.mode",
        '"automatic"',
        '"auto"',
    ),
    "an unknown role": (
        changed('["officer"]', '["officer", "aprover"]'),
        "officers[0].roles[1]",
        '"aprover"',
        '"approver"',
    ),
    "an unknown jurisdiction": (
        changed('"england-wales"', '"england"'),
        "authority.jurisdiction",
        '"england"',
        '"england-wales"',
    ),
    "an unknown regime": (
        changed("[mailbox]", 'regime = "FIOA"\n[mailbox]'),
        "authority.regime",
        '"FIOA"',
        '"FOIA"',
    ),
    "a faulty regime of one's own": (
        SMALL + '[regimes.OURS]\nbased_on = "FOIA"\nunit = "fortnights"\n',
        "regimes.OURS.unit",
        "fortnights",
        "working days",
    ),
    "a bad address": (
        changed('"jane@council.example"', '"Jane <jane@council.example>"'),
        "officers[0].email",
        "no e-mail address",
        "bare address",
    ),
    "a link for a host": (
        changed('"imap.council.example"', '"https://imap.council.example"'),
        "mailbox.imap.host",
        "no name of a server",
        "without",
    ),
    "a password in the file": (
        changed('{ env = "FOIBOT_PASSWORD" }', f'"{NEVER_SHOWN}"'),
        "mailbox.password",
        "must not stand in the file",
        '{ env = "NAME" }',
    ),
    "a secret in an unknown place": (
        changed("{ env =", "{ enviroment ="),
        "mailbox.password",
        '"enviroment" is no place',
        "env, file, command, keyring",
    ),
    "a secret in two places": (
        changed('{ env = "FOIBOT_PASSWORD" }', '{ env = "A", file = "b" }'),
        "mailbox.password",
        "one place",
        '{ command = "…" }',
    ),
    "no way to sign in": (
        changed('password = { env = "FOIBOT_PASSWORD" }\n', ""),
        "mailbox.password",
        "missing",
        "[mailbox.oauth]",
    ),
    "two ways to sign in": (
        SMALL
        + '[mailbox.oauth]\ntoken_url = "https://login.example/token"\nclient_id = "x"\n'
        + 'client_secret = { env = "S" }\n',
        "mailbox.oauth",
        "only one can sign in",
        "Remove one",
    ),
    "a token without a secret": (
        changed(
            'password = { env = "FOIBOT_PASSWORD" }',
            'oauth = { token_url = "https://login.example/token", client_id = "x" }',
        ),
        "mailbox.oauth",
        "no secret",
        "client_secret",
    ),
    "a client of the example's": (
        changed(
            'password = { env = "FOIBOT_PASSWORD" }',
            'oauth = { authority = "https://login.example/mine", client_id = "00000000-0000-0000-0000-000000000000" }',
        ),
        "mailbox.oauth.client_id",
        "is the example's",
        "registered",
    ),
    "a tenant of the example's": (
        changed(
            'password = { env = "FOIBOT_PASSWORD" }',
            'oauth = { authority = "https://login.microsoftonline.com/TENANT", client_id = "1-2" }',
        ),
        "mailbox.oauth.authority",
        "is the example's",
        "your tenant's",
    ),
    "a password in the clear": (
        changed('tls = "starttls"', 'tls = "none"'),
        "mailbox.smtp.tls",
        "smtp.council.example in the clear",
        '"starttls"',
    ),
    "a window that is none": (
        SMALL + '[sending]\nwindow = "8 to 18"\n',
        "sending.window",
        '"8 to 18"',
        '"08:00-18:00"',
    ),
    "a window over midnight": (
        SMALL + '[sending]\nwindow = "18:00-08:00"\n',
        "sending.window",
        "ends before it begins",
        "the earlier first",
    ),
    "a reference without a number": (
        SMALL + '[register]\nreference = "FOI-{year}"\n',
        "register.reference",
        "{number}",
        '"FOI-{year}-{number:04d}"',
    ),
    "an ambiguous reference": (
        SMALL + '[register]\nreference = "FOI-{year}{number:04d}"\n',
        "register.reference",
        "ambiguous",
        '"FOI-{year}-{number:04d}"',
    ),
    "two folders of one name": (
        SMALL + '[folders]\nhold = "foi/logged"\n',
        "folders.hold",
        "folders.logged",
        "its own name",
    ),
    "a folder where approvals lie": (
        SMALL + '[folders]\nrejected = "FOI/Approved/No"\n',
        "folders.rejected",
        "below folders.approved",
        "elsewhere",
    ),
    "a folder name no server takes": (
        SMALL + '[folders]\nhold = "FOI//Hold*"\n',
        "folders.hold",
        "FOI//Hold*",
        "/",
    ),
    "an id that is no folder name": (
        changed('id = "jane"', 'id = "jane.e"'),
        "officers[0].id",
        "jane.e",
        "hyphens",
    ),
    "one id for two officers": (
        SMALL + SMALL.partition("[[officers]]")[2].join(["[[officers]]", ""]).replace('"jane"', '"JANE"'),
        "officers[1].id",
        "officers[0].id",
        "its own",
    ),
    "one id for two holders": (
        SMALL + '[[holders]]\nid = "it"\nname = "IT"\nemail = "it@council.example"\n' * 2,
        "holders[1].id",
        "holders[0].id",
        "its own",
    ),
    "a deputy nobody knows": (
        SMALL
        + '[[holders]]\nid = "finance"\nname = "Finance"\nemail = "f@council.example"\ndeputy = "estate"\n'
        + '[[holders]]\nid = "estates"\nname = "Estates"\nemail = "e@council.example"\n',
        "holders[0].deputy",
        '"estate"',
        '"estates"',
    ),
    "nobody to tell of a request": (
        changed('["officer"]', '["approver"]'),
        "officers",
        "nobody",
        '["officer"]',
    ),
    "no officers at all": (SMALL.partition("[[officers]]")[0], "officers", "nobody", "[[officers]]"),
    "a closure that ends before it begins": (
        SMALL + "[[calendar.closures]]\nfrom = 2026-12-28\nto = 2026-12-24\n",
        "calendar.closures[0].to",
        "2026-12-24 is before 2026-12-28",
        "last day",
    ),
    "a proclaimed day for nobody": (
        SMALL + '[[calendar.proclaimed]]\nday = 2026-06-15\nname = "A"\nsource = "B"\ndivisions = []\n',
        "calendar.proclaimed[0].divisions",
        "empty",
        "at least one",
    ),
    "a letter nobody writes": (
        SMALL + '[approval]\nnamed_for = ["refusal"]\n',
        "approval.named_for[0]",
        '"refusal"',
        '"refusals"',
    ),
    "plus-addresses with references that no address can hold": (
        changed("address =", "plus_addresses = true\naddress =") + '[register]\nreference = "FOI:{year}:{number}"\n',
        "mailbox.plus_addresses",
        "FOI:2026:1",
        "register.reference",
    ),
    "templates that are not there": (
        SMALL + '[templates]\npath = "ours"\n',
        "templates.path",
        "ours is no folder",
        'path = ""',
    ),
    "a certificate that is not there": (
        changed("address =", 'ca_file = "ca.pem"\naddress ='),
        "mailbox.ca_file",
        "ca.pem is no file",
        'ca_file = ""',
    ),
}


@pytest.mark.parametrize("claim", ONE_FAULT_EACH)
def test_a_fault_is_told_with_its_key_and_its_remedy(claim: str, tmp_path: Path) -> None:
    text, key, fault, remedy = ONE_FAULT_EACH[claim]
    found = problems_of(write(tmp_path, text))
    assert [problem.key for problem in found] == [key]
    assert fault in found[0].fault
    assert remedy in found[0].remedy
    assert str(tmp_path / "config.toml") in found[0].file


def test_all_faults_of_one_file_are_told_at_once_in_the_order_of_its_lines(tmp_path: Path) -> None:
    text = """\
speed = "fast"

[authority]
name = "Exampleshire Council"
jurisdiction = "england"
regime = "FIOA"
postal_address = \"\"\"
regime = "this is an address"
\"\"\"

[mailbox]
adress = "foi@council.example"
password = "correct horse battery staple"
imap = { host = "imap.council.example", port = "993", tls = "none" }

[folders]
hold = "INBOX"

[[officers]]
id = "jane"
name = "Jane Example"
email = "jane"
roles = ["officer"]

[[officers]]
id = "jane"
name = "Jane Other"
email = "other@council.example"
roles = ["oficer"]
"""
    path = write(tmp_path, text)
    assert [(problem.file, problem.key) for problem in problems_of(path)] == [
        (f"{path}:1", "speed"),
        (f"{path}:5", "authority.jurisdiction"),
        (f"{path}:6", "authority.regime"),
        (f"{path}:11", "mailbox.address"),
        (f"{path}:11", "mailbox.smtp"),
        (f"{path}:12", "mailbox.adress"),
        (f"{path}:13", "mailbox.password"),
        (f"{path}:14", "mailbox.imap.port"),
        (f"{path}:14", "mailbox.imap.tls"),
        (f"{path}:17", "folders.hold"),
        (f"{path}:22", "officers[0].email"),
        (f"{path}:26", "officers[1].id"),
        (f"{path}:29", "officers[1].roles[0]"),
    ]


def test_a_password_written_into_the_file_is_not_repeated_in_the_fault(tmp_path: Path) -> None:
    text = changed('{ env = "FOIBOT_PASSWORD" }', f'"{NEVER_SHOWN}"')
    assert not any(NEVER_SHOWN in str(problem) for problem in problems_of(write(tmp_path, text)))


def test_text_that_is_no_toml_is_faulted_with_line_and_column(tmp_path: Path) -> None:
    path = write(tmp_path, SMALL.replace('name = "Jane Example"', "name = Jane Example"))
    [problem] = problems_of(path)
    assert problem.file == f"{path}:13"
    assert "line 13, column 8" in problem.fault
    assert "quotation marks" in problem.remedy


def test_what_stands_twice_is_faulted_with_the_advice_to_keep_one(tmp_path: Path) -> None:
    for twice in ("working_days = 30\n", "[review]\n", "[limits]\n[review.working_days]\n"):
        [problem] = problems_of(write(tmp_path, f"{SMALL}[review]\nworking_days = 20\n{twice}"))
        assert "no valid TOML at line" in problem.fault
        assert "keep one of the two" in problem.remedy


def test_a_table_of_thousands_of_unknown_keys_is_told_in_a_few_lines(tmp_path: Path) -> None:
    problems = problems_of(write(tmp_path, f"{SMALL}[limits]\n" + "".join(f"key_{n} = 1\n" for n in range(5_000))))
    assert len(problems) == 21
    assert "4980 more keys" in problems[0].fault + problems[-1].fault


def test_a_file_that_is_not_there_is_faulted_with_the_command_that_writes_one(tmp_path: Path) -> None:
    [problem] = problems_of(tmp_path / "config.toml")
    assert (problem.file, problem.fault) == (str(tmp_path / "config.toml"), "does not exist")
    assert "foibot init" in problem.remedy


def test_a_file_in_another_encoding_is_faulted_with_the_encoding_wanted(tmp_path: Path) -> None:
    path = tmp_path / "config.toml"
    path.write_bytes(SMALL.replace("Exampleshire", "Exámpleshire").encode("cp1252"))
    [problem] = problems_of(path)
    assert problem.fault == "is not UTF-8 (byte 22)"
    assert "UTF-8" in problem.remedy


def test_a_folder_in_place_of_the_file_is_faulted(tmp_path: Path) -> None:
    [problem] = problems_of(tmp_path)
    assert "cannot be read" in problem.fault


def test_a_server_on_this_machine_may_be_spoken_to_in_the_clear(tmp_path: Path) -> None:
    text = SMALL.replace("imap.council.example", "127.0.0.1").replace('1" }', '1", tls = "none" }')
    text = text.replace('"smtp.council.example", tls = "starttls"', '"::1", tls = "none"')
    config = load_config(write(tmp_path, text))
    assert (config.mailbox.imap.tls, config.mailbox.smtp.tls) == ("none", "none")


def test_lists_nested_without_end_are_told_and_end_nothing(tmp_path: Path) -> None:
    found = problems_of(write(tmp_path, f"{SMALL}deep = {'[' * 5_000}{']' * 5_000}\n"))
    assert [problem.fault for problem in found] == ["is nested too deeply to be read"]
