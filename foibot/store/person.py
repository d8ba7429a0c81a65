"""Looking for everything that the register holds about one person, by each address they wrote from.

`Ada.Field+council@Reader.example` is `ada.field@reader.example`: case is folded and what follows a plus is left out.
"""

from dataclasses import field
from typing import Any

from foibot.correspondence.traces import tokens
from foibot.lean import dataclass
from foibot.store.database import Database
from foibot.store.queries import rows

APPLICANT, CONSULTED, WROTE, WRITTEN_TO = "applicant", "was consulted", "wrote on it", "was written to"


@dataclass(slots=True)
class Traces:
    """Where a person is found: cases with what they are in them, messages on no case, and their addresses and names.

    `perhaps` are cases of people of the same name under another address, or who wrote by post: perhaps the same.
    """

    addresses: set[str] = field(default_factory=set)
    names: set[str] = field(default_factory=set)
    cases: dict[str, str] = field(default_factory=dict)
    loose: list[int] = field(default_factory=list)
    perhaps: list[dict[str, Any]] = field(default_factory=list)

    @property
    def nothing(self) -> bool:
        """Whether nothing at all is held under the address."""
        return not (self.cases or self.loose)

    def of(self, *roles: str) -> list[str]:
        """Return the cases in which the person is one of these."""
        return sorted(reference for reference, role in self.cases.items() if role in roles)


def folded(address: str) -> str:
    """Return an address as addresses are compared: its case folded, without what follows a plus, as it travels.

    A domain in letters beyond ASCII travels in another spelling (RFC 5891): both are the same address.
    """
    local, at, domain = address.strip().casefold().rpartition("@")
    return f"{local.partition('+')[0]}{at}{_travelling(domain.rstrip('.'))}"


def _travelling(domain: str) -> str:
    try:
        return domain.encode("idna").decode("ascii")
    except UnicodeError:
        return domain


def _in_letters(domain: str) -> str:
    try:
        return domain.encode("ascii").decode("idna")
    except UnicodeError:
        return domain


def find(db: Database, address: str) -> Traces:
    """Return where the person of an address is found."""
    wanted, traces = folded(address), Traces()
    people = [row for row in _like(db, "people", "email", "id, name, email", wanted) if folded(row["email"]) == wanted]
    traces.addresses = {row["email"] for row in people}
    traces.names = {row["name"].strip() for row in people if row["name"].strip()}
    mail = _like(db, "messages", "from_email", "id, reference, from_name, from_email", wanted)
    theirs = [row for row in mail if folded(row["from_email"]) == wanted]
    traces.addresses |= {row["from_email"] for row in theirs}
    traces.names |= {row["from_name"].strip() for row in theirs if row["from_name"].strip()}
    _add_cases(db, traces, wanted, {row["id"] for row in people}, theirs)
    traces.loose = sorted({row["id"] for row in theirs if row["reference"] is None} | _sent_to(db, wanted))
    opened = {row[0] for one in traces.cases for row in db.execute(OPENED_BY, (one,)).fetchall()}
    traces.loose = [one for one in traces.loose if one not in opened]
    traces.perhaps = _same_name(db, traces, {row["id"] for row in people})
    return traces


OPENED_BY = "SELECT opening_message FROM case_state WHERE reference = ?"


def _like(db: Database, table: str, column: str, columns: str, wanted: str) -> list[dict[str, Any]]:
    local, _, domain = wanted.rpartition("@")
    begins = local.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    one = f"{column} = ? COLLATE NOCASE OR {column} LIKE ? ESCAPE '\\'"
    spelt = dict.fromkeys((domain, _in_letters(domain)))
    sought = [word for name in spelt for word in (f"{local}@{name}", f"{begins}+%@{name}")]
    return rows(db, f"SELECT {columns} FROM {table} WHERE {' OR '.join([one] * len(spelt))}", tuple(sought))


def _add_cases(db: Database, traces: Traces, wanted: str, people: set[int], mail: list[dict[str, Any]]) -> None:
    """Find their cases; of several things that they are in one, the weightiest counts."""
    for reference in (row["reference"] for row in mail if row["reference"]):
        traces.cases[reference] = WROTE
    for table in ("outbox", "drafts"):
        written = _like(db, table, "recipient", "reference, recipient", wanted)
        for row in written:
            if folded(row["recipient"]) == wanted and row["reference"] != "office":
                traces.cases.setdefault(row["reference"], WRITTEN_TO)
    for role, name in ((CONSULTED, "asked"), (APPLICANT, "applicant")):
        for reference in _named_in_events(db, name, people):
            traces.cases[reference] = role


def _named_in_events(db: Database, name: str, people: set[int]) -> list[str]:
    if not people:
        return []
    marks = ", ".join("?" * len(people))
    found = db.execute(
        "SELECT DISTINCT e.reference FROM events e JOIN case_state s USING (reference) WHERE s.erased_on IS NULL"
        " AND e.type IN ('RequestReceived', 'ApplicantCorrected', 'HolderAsked')"
        f" AND json_extract(e.payload, '$.{name}') IN ({marks})",
        tuple(people),
    )
    return [row[0] for row in found.fetchall()]


def _sent_to(db: Database, wanted: str) -> set[int]:
    """Return what colleagues sent by hand to an address and that is on no case."""
    found = _like(db, "sent_names", "name", "name, message", wanted)
    return {row["message"] for row in found if folded(row["name"]) == wanted}


def folded_name(name: str) -> str:
    """Return a name as names are compared: its letters alone, without accents, apostrophes, hyphens, case or spaces."""
    return "".join(tokens(name))


def _same_name(db: Database, traces: Traces, people: set[int]) -> list[dict[str, Any]]:
    """Return the cases of others of the same name: by post, or under another address."""
    names = set(map(folded_name, traces.names)) - {""}
    others = [row for row in rows(db, ASKED) if row["id"] not in people and folded_name(row["name"]) in names]
    return [{key: row[key] for key in row if key != "id"} for row in others if row["reference"] not in traces.cases]


def named(db: Database, name: str) -> list[dict[str, Any]]:
    """Return everybody of a name: each address once, with the cases it is found in, and each case that came by post.

    Of several spellings of an address it is the shortest, without a plus.
    """
    wanted = folded_name(name)
    if not wanted:
        return []
    wrote = {folded(row["email"]): row for row in rows(db, WROTE_OR_ASKED) if folded_name(row["name"]) == wanted}
    by_address = [{**row, "references": sorted(find(db, row["email"]).cases)} for _, row in sorted(wrote.items())]
    posted = [row for row in rows(db, ASKED) if not row["email"] and folded_name(row["name"]) == wanted]
    by_post = [
        {"name": row["name"], "email": "", "postal_address": row["postal_address"], "references": [row["reference"]]}
        for row in posted
    ]
    return by_address + by_post


WROTE_OR_ASKED = """
SELECT * FROM (
    SELECT from_name AS name, from_email AS email, '' AS postal_address FROM messages WHERE from_email != ''
    UNION SELECT name, email, postal_address FROM people WHERE email != ''
) ORDER BY length(email) DESC, email
"""
ASKED = """
SELECT s.reference, p.id, p.name, p.email, p.postal_address, s.received_on
FROM people p JOIN case_state s ON s.person = p.id ORDER BY s.reference
"""


def message(db: Database, row: int) -> dict[str, Any]:
    """Return a message as it is held."""
    columns = "id, raw, kind, state, reference, from_name, from_email, subject, received_at, folder, text, new_text"
    return rows(db, f"SELECT {columns} FROM messages WHERE id = ?", (row,))[0]


def in_mailbox(db: Database, address: str) -> list[dict[str, Any]]:
    """Return where mail from an address was last known to lie in the mailbox."""
    wanted = folded(address)
    found = _like(db, "messages", "from_email", "id, from_email, folder, subject, received_at", wanted)
    there = [row for row in found if folded(row["from_email"]) == wanted]
    return [{key: row[key] for key in ("id", "folder", "subject", "received_at")} for row in there]
