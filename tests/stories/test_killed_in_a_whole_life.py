"""SIGKILL at random through whole lives: requests, answers, signatures in the mailbox, messages moved by colleagues.

`FOIBOT_KILLS` sets how many rounds there are, each ending with a kill.
"""

import os
import random
from collections import Counter
from hashlib import sha256

from builders import make_request
from forked import Nursery
from office import TEAM, Office, read, until

ROUNDS = int(os.environ.get("FOIBOT_KILLS", "8"))
LIMITS = "acknowledgements_an_hour = 100000\nacknowledgements_a_domain_an_hour = 100000"
AUTOMATIC = ("acknowledgement", "review_acknowledgement", "clarification_reminder")
DOORS = ("FOI/Triage/New request", "INBOX", "FOI/Hold")


class Life:
    """What people do between two kills."""

    def __init__(self, office: Office, nursery: Nursery, seed: int) -> None:
        self.office, self.nursery = office, nursery
        self.chance = random.Random(seed)  # noqa: S311 - the same each time
        self.requests = 0

    def goes_on(self) -> None:
        self.chance.choice((self.somebody_asks, self.an_answer_is_drafted, self.a_form_is_signed, self.mail_is_moved))()

    def somebody_asks(self) -> None:
        self.office.dovecot.deliver(make_request(self.requests))
        self.requests += 1

    def an_answer_is_drafted(self) -> None:
        found = self.office.rows("SELECT reference FROM cases WHERE status = 'open' ORDER BY reference")
        if found:
            case = self.chance.choice(found)[0]
            self.office.do("respond", case, "disclosed", "--text", "There were 31 of them.", "--as", "jane")

    def a_form_is_signed(self) -> None:
        waiting = self.office.dovecot.flags("FOI/To approve") if "FOI/To approve" in self.office.folders() else {}
        for uid in sorted(waiting)[:1]:
            self.office.dovecot.move(uid, "FOI/Approved/pat", folder="FOI/To approve")

    def mail_is_moved(self) -> None:
        logged = self.office.dovecot.flags("FOI/Logged") if "FOI/Logged" in self.office.folders() else {}
        for uid in sorted(logged)[:1]:
            to = self.chance.choice(DOORS)
            self.office.dovecot.move(uid, to, folder="FOI/Logged")
            if to == "FOI/Hold":
                self.office.do("resume", "--as", "jane")

    def foibot_is_killed(self) -> bool:
        """Start a pass, and kill it after a step of chance; say whether it was still at work."""
        goal = self.steps() + self.chance.randint(1, 14)
        process = self.nursery.start(self.office.config, "once")
        until(lambda: process.has_ended or self.steps() >= goal, 60, "a pass that ends or comes so far")
        return process.kill()

    def steps(self) -> int:
        """Count what can be seen of a pass from outside: facts, messages read and moved, letters."""
        [(facts,)] = self.office.rows("SELECT count(*) FROM events")
        [(moved,)] = self.office.rows("SELECT sum((status != 'listed') + (filed = 'moved')) FROM deliveries")
        return int(facts + (moved or 0)) + len(self.office.smtp.letters)


def test_killed_through_whole_lives_nothing_is_lost_and_only_what_was_signed_leaves(office: Office) -> None:
    office.configure(limits=LIMITS, approval="cooling_off_minutes = 0")
    office.foibot("once")
    office.dovecot.make_folder(DOORS[0])
    killed = 0
    with Nursery() as nursery:
        life = Life(office, nursery, ROUNDS)
        for _ in range(3):
            life.somebody_asks()
        for _ in range(ROUNDS):
            life.goes_on()
            killed += life.foibot_is_killed()
    office.do("resume", "--as", "jane")
    ended = [office.foibot("once") for _ in range(3)]

    assert killed > 0
    assert [one.returncode for one in ended] == [0, 0, 0], ended[-1].stderr
    assert office.data("audit")["faults"] == []
    asked = [f"<request.{number}@reader.example>" for number in range(life.requests)]
    assert office.rows("SELECT message_id FROM messages WHERE opened ORDER BY id") == [(one,) for one in asked]
    assert office.rows("SELECT 1 FROM deliveries WHERE status NOT IN ('done', 'vanished')") == []
    assert "INBOX" not in office.folders()
    acknowledged = Counter(office.acknowledged())
    assert max(acknowledged.values()) == 1
    what_left_was_signed(office)


def what_left_was_signed(office: Office) -> None:
    queued = {row[0]: row for row in office.rows("SELECT message_id, letter, raw, reference FROM outbox")}
    approved = {row[0] for row in office.rows("SELECT raw FROM drafts WHERE status IN ('approved', 'sent')")}
    left = Counter[str]()
    for letter in office.smtp.letters:
        name, kind, raw, _ = queued[str(read(letter.raw)["Message-ID"])]
        if letter.recipients[0] in TEAM or kind in AUTOMATIC:
            continue
        left[name] += 1
        assert sha256(letter.raw).digest() == sha256(raw).digest()
        assert raw in approved
    assert all(count == 1 for count in left.values())
