"""The tables of the register, as migrations that are applied in order and never edited once released.

`events` is append-only by trigger. What names or quotes a person stands in `people`, `words`, `messages`,
`drafts`, `outbox` and `raw_mail`, where retention can erase it without touching the log.
"""

from foibot.store import replies, seals
from foibot.store.database import Database, Migrations
from foibot.store.first_tables import CASES, INBOX, LETTERS, LOG, OFFICE
from foibot.store.schema_of_forms import FORMS
from foibot.store.tables_of_alerts import ALERTS
from foibot.store.tables_of_board import BOARD
from foibot.store.tables_of_chasers import CHASERS
from foibot.store.tables_of_disclosure import COPIES, DISCLOSURE
from foibot.store.tables_of_fewer_indexes import FEWER_INDEXES
from foibot.store.tables_of_findings import FINDINGS
from foibot.store.tables_of_holders import HOLDERS
from foibot.store.tables_of_imports import IMPORTS
from foibot.store.tables_of_open_cases import OPEN_CASES
from foibot.store.tables_of_retention import RETENTION
from foibot.store.tables_of_reviews import REVIEWS
from foibot.store.tables_of_seals import SEALS, TOKENS
from foibot.store.tables_of_search import SEARCH
from foibot.store.tables_of_sent_mail import SENT
from foibot.store.tables_of_statistics import STATISTICS
from foibot.store.tables_of_tags import TAGS

MIGRATIONS = Migrations("foibot")

BY_POST_AND_IN_SEVERAL_MAILS = """
ALTER TABLE drafts ADD COLUMN way TEXT NOT NULL DEFAULT 'mail';
ALTER TABLE outbox ADD COLUMN way TEXT NOT NULL DEFAULT 'mail';
ALTER TABLE outbox ADD COLUMN mail INTEGER NOT NULL DEFAULT 1;
ALTER TABLE outbox ADD COLUMN mails INTEGER NOT NULL DEFAULT 1;
CREATE TABLE further_mails (
    draft INTEGER NOT NULL REFERENCES drafts (id),
    mail INTEGER NOT NULL,
    message_id TEXT NOT NULL UNIQUE,
    subject TEXT NOT NULL,
    raw BLOB NOT NULL,
    PRIMARY KEY (draft, mail)
) WITHOUT ROWID;
CREATE TABLE mail_server (what TEXT PRIMARY KEY, value INTEGER NOT NULL) WITHOUT ROWID;
"""


@MIGRATIONS()
def first_tables(db: Database) -> None:
    """Lay the register's first tables."""
    for script in (LOG, INBOX, CASES, LETTERS, OFFICE):
        for statement in _statements(script):
            db.execute(statement)


LIFE = """
ALTER TABLE case_state ADD COLUMN merged_into TEXT NOT NULL DEFAULT '';
ALTER TABLE case_state ADD COLUMN lapsed_for TEXT NOT NULL DEFAULT '';
CREATE INDEX cases_waiting ON case_state (status) WHERE status IN ('awaiting_clarification', 'awaiting_fee');
"""


@MIGRATIONS()
def life_of_a_case(db: Database) -> None:
    """Note where the mail of a merged case goes, and for what a case has lapsed."""
    for statement in _statements(LIFE):
        db.execute(statement)


@MIGRATIONS()
def letters_by_post_and_in_several_mails(db: Database) -> None:
    """Let a letter go by post, or in several mails where one cannot take its files."""
    for statement in _statements(BY_POST_AND_IN_SEVERAL_MAILS):
        db.execute(statement)


@MIGRATIONS()
def tables_of_holders(db: Database) -> None:
    """Add the questions to information holders, what came back on them, and who is away."""
    for statement in _statements(HOLDERS):
        db.execute(statement)


@MIGRATIONS()
def reviews(db: Database) -> None:
    """Keep with a case how its review and the Commissioner's case stand."""
    for statement in _statements(REVIEWS):
        db.execute(statement)


@MIGRATIONS()
def chasers(db: Database) -> None:
    """Note when something is done about a case next; those carried are looked at with the next chase."""
    for statement in _statements(CHASERS):
        db.execute(statement)


def _statements(script: str) -> list[str]:
    # executescript would commit the migration's transaction; a trigger ends with "END;"
    found, current = [], ""
    for line in script.strip().splitlines():
        current += line + "\n"
        whole_trigger = "TRIGGER" not in current or line.rstrip().endswith("END;")
        if line.rstrip().endswith(";") and whole_trigger:
            found.append(current)
            current = ""
    return found


@MIGRATIONS()
def sent_by_hand(db: Database) -> None:
    """Make room for what people send by hand, and for what names it while it is on no case."""
    for statement in _statements(SENT):
        db.execute(statement)


@MIGRATIONS()
def forms_watched(db: Database) -> None:
    """Note who was told of a draft's turn, what was told of a form, and what else lay in the folders of approval."""
    for statement in _statements(FORMS):
        db.execute(statement)


@MIGRATIONS()
def alerts(db: Database) -> None:
    """Note what the alert command was told."""
    for statement in _statements(ALERTS):
        db.execute(statement)


@MIGRATIONS()
def disclosure_log(db: Database) -> None:
    """Let the cases that were released be found at once."""
    for statement in _statements(DISCLOSURE):
        db.execute(statement)


@MIGRATIONS()
def tags(db: Database) -> None:
    """Note the tags of cases."""
    for statement in _statements(TAGS):
        db.execute(statement)


@MIGRATIONS()
def board(db: Database) -> None:
    """Let the open cases, and mail in doubt on them, be found among all."""
    for statement in _statements(BOARD):
        db.execute(statement)


@MIGRATIONS()
def full_text_search(db: Database) -> None:
    """Make room for the index of the full-text search; what is on the register is indexed bit by bit."""
    for statement in _statements(SEARCH):
        db.execute(statement)


@MIGRATIONS()
def retention(db: Database) -> None:
    """Note what is held back from erasure, and what was erased."""
    for statement in _statements(RETENTION):
        db.execute(statement)


@MIGRATIONS()
def imports(db: Database) -> None:
    """Note which rows of a team's sheets are cases already, and find cases by the references they had there."""
    for statement in _statements(IMPORTS):
        db.execute(statement)


@MIGRATIONS()
def statistics(db: Database) -> None:
    """Let the facts of a span of days be found at once."""
    for statement in _statements(STATISTICS):
        db.execute(statement)


@MIGRATIONS()
def findings_of_the_release_guard(db: Database) -> None:
    """Keep what the release guard found in the files of drafts; those that wait are looked into with the next pass."""
    for statement in _statements(FINDINGS):
        db.execute(statement)


@MIGRATIONS()
def copies_in_the_disclosure_log(db: Database) -> None:
    """Keep the files that are published in the place of those that were sent."""
    for statement in _statements(COPIES):
        db.execute(statement)


@MIGRATIONS()
def seals_of_what_stands_beside_the_log(db: Database) -> None:
    """Begin the ledger of seals; what is on the register already is said to be without one."""
    for statement in _statements(SEALS):
        db.execute(statement)
    seals.begin(db)


@MIGRATIONS()
def open_cases(db: Database) -> None:
    """Let the cases that are not over be found among all."""
    for statement in _statements(OPEN_CASES):
        db.execute(statement)


@MIGRATIONS()
def letters_by_status(db: Database) -> None:
    """Let the few letters that have not left be found without going through all that have."""
    db.execute("CREATE INDEX outbox_by_status ON outbox (status, attempts)")


@MIGRATIONS()
def seals_of_addresses_for_approval(db: Database) -> None:
    """Seal what each address for approval was given out for; those that were before are sealed as they are."""
    for statement in _statements(TOKENS):
        db.execute(statement)
    replies.seal_all(db)


@MIGRATIONS()
def fewer_indexes(db: Database) -> None:
    """Keep no index twice, and in each only what is looked for by it: a commit writes a page for every one."""
    for statement in _statements(FEWER_INDEXES):
        db.execute(statement)
