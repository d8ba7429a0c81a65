"""Every labelled request under every disguise of a robot: none may be filed unread, none of the marked acknowledged."""

from copy import deepcopy
from typing import Any

import pytest
from office_mail import known_to, labelled, raw_of

from foibot.correspondence.classify import Kind, Verdict, classify
from foibot.mail.parse import parse

REQUESTS = [*labelled("requests"), *labelled("voices_requests")]
FILED_UNREAD = frozenset({Kind.AUTO_REPLY, Kind.RECEIPT, Kind.BOUNCE, Kind.BULK, Kind.OWN})
SAYS_SO = "This is an automated e-mail, please do not reply to this email.\n\n"
FORM = f"{SAYS_SO}Name: Ada Field\nEmail: ada@reader.example\nMessage: see below\n\n"
LIST = {"List-Id": "<x.y.example>", "List-Unsubscribe": "<mailto:u@y.example>"}
GENERATED = {"Auto-Submitted": "auto-generated"}
NO_PATH = {"Return-Path": "<>"}
PORTAL = "Portal <no-reply@portal.example>"
DISGUISES: dict[str, dict[str, Any]] = {
    "auto-generated": {"headers": GENERATED},
    "auto-replied": {"headers": {"Auto-Submitted": "auto-replied"}},
    "no envelope sender": {"headers": NO_PATH},
    "x-autoreply": {"headers": {"X-Autoreply": "yes"}},
    "sent on by a rule": {"headers": {"X-MS-Exchange-Inbox-Rules-Loop": "a@b.example"}},
    "bulk": {"headers": {"Precedence": "bulk"}},
    "by a list": {"headers": LIST, "below": "\n\nUnsubscribe from these e-mails"},
    "no-reply": {"from": PORTAL},
    "postmaster": {"from": "Portal <postmaster@portal.example>"},
    "from us": {"from": "FOI <foi@exampleshire.example>"},
    "an automatic subject": {"subject": "Automatic reply: bins"},
    "an absent subject": {"subject": "Out of office"},
    "an acknowledging subject": {"subject": "We have received your enquiry"},
    "a receipt's subject": {"subject": "Read: bins"},
    "a recall's subject": {"subject": "Recall: bins"},
    "a failure's subject": {"subject": "Undeliverable: bins", "headers": NO_PATH},
    "a failure's subject by a portal": {"subject": "Delivery failure", "from": PORTAL},
    "a delay's subject": {"subject": "Delivery delayed", "from": PORTAL},
    "says it is automatic": {"above": SAYS_SO},
    "marked, and says so": {"above": SAYS_SO, "headers": GENERATED},
    "a form": {"above": FORM, "headers": GENERATED},
    "absent": {"above": "I am on annual leave until Monday so please write.\n\n"},
}
# A line above or below the letter is a person's too, and proves no robot.
UNMARKED = frozenset({"says it is automatic", "absent", "a receipt's subject", "a recall's subject"})


def disguised(row: dict[str, Any], disguise: dict[str, Any]) -> Verdict:
    mail = deepcopy(row)
    mail["headers"] = {**mail.get("headers", {}), **disguise.get("headers", {})}
    mail["body"] = disguise.get("above", "") + mail["body"] + disguise.get("below", "")
    mail |= {key: disguise[key] for key in ("from", "subject") if key in disguise}
    return classify(parse(raw_of(mail)), known_to(mail))


@pytest.mark.parametrize("name", DISGUISES)
def test_no_request_is_filed_unread_whatever_robot_it_looks_like(name: str) -> None:
    verdicts = {mail.id: disguised(mail.label, DISGUISES[name]) for mail in REQUESTS}
    assert [id_ for id_, verdict in verdicts.items() if verdict.kind in FILED_UNREAD and verdict.certain] == []
    assert [id_ for id_, verdict in verdicts.items() if verdict.acknowledge and name not in UNMARKED] == []
