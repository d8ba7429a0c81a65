"""What each table of the register holds, in words for people who look at it with other tools."""

from collections.abc import Mapping

TABLES: Mapping[str, str] = {
    "cases": "A request each: how it stands, when it came, is due and was answered. Begin here.",
    "case_state": "The same as foibot computes it from the events, with what only foibot needs.",
    "events": "All that ever happened to a case, in order and never changed: everything else is computed from it.",
    "people": "Applicants, and those who were asked: name, e-mail and postal address.",
    "words": "What people wrote that an event refers to: a note, a reason, a request by letter.",
    "messages": "A message each that was read: what it was taken for, by which case it lies, and where.",
    "deliveries": "Each time a message was found in a folder of the mailbox, and what became of reading it.",
    "raw_mail": "The digest of each message as it came. Its bytes are not in this copy.",
    "folders": "How far each watched folder of the mailbox has been read.",
    "drafts": "Each revision of each letter that waited for a person, with its status.",
    "further_mails": "Letters that go in several mails: the mails after the first.",
    "outbox": "Each letter that left or is about to: to whom, when, and what their server said.",
    "aliases": "Other names under which a letter of ours travels.",
    "questions": "What information holders were asked, by when an answer is wanted, and whether it came.",
    "question_replies": "Which message came back on which question.",
    "links": "Cases that bear on each other, and how.",
    "absences": "Officers who are away, and until when.",
    "tags": "The topics of a case, in the office's own words.",
    "published_copies": "Redacted copies of files, shown in the disclosure log in the place of those that were sent.",
    "findings": "What the release guard found in the files of a draft.",
    "imported_rows": "Which rows of a team's sheet are cases, as codes.",
    "search_docs": "Which texts can be found by words. The words themselves are not in this copy.",
    "search_progress": "How far the search index has been written.",
    "to_erase": "What retention has still to take out of the mailbox.",
    "alerts": "What the alert command of the host was told.",
    "sent_by_hand": "What people sent from the mailbox past foibot, and what it seems to be.",
    "sent_folders": "The folders in which what was sent is looked for.",
    "form_folders": "How far the folders of approval have been looked through.",
    "job_runs": "When each job of foibot last ran, and whether it worked.",
    "bank_holidays": "The days that are no working days, and who says so.",
    "calendar_edition": "Which edition of the bank holidays the due dates rest on.",
    "mail_server": "What our mail server said of itself.",
    "numbers": "The last number given to a case of each year.",
}
"""Every table of the copy that `foibot explore` shows."""

FOR_THE_MACHINE = frozenset(
    {
        *("case_state", "raw_mail", "folders", "further_mails", "aliases", "question_replies", "sent_folders"),
        *("form_folders", "alerts", "imported_rows", "search_docs", "search_progress", "to_erase"),
        *("calendar_edition", "mail_server", "numbers"),
    }
)
"""Tables that are there to be linked to, and are not listed among the first."""

COLUMNS: Mapping[str, Mapping[str, str]] = {
    "cases": {
        "reference": "how the case is called, in every letter too",
        "regime": "the law it is under: FOIA, EIR and so on",
        "status": "where it stands; 'foibot states' shows what can follow",
        "received_on": "the day it reached the authority, in Europe/London",
        "due_on": "the next day on which something is owed to the applicant; empty when nothing is",
        "responded_on": "the day the answer left",
        "was_due_on": "the day by which an answer that has left was due, a permitted extension counted in",
        "closed_on": "the day it ended",
        "outcome": "what the answer was",
        "officer": "the id of the officer who carries it",
        "channel": "how it came",
        "commissioner": "the Commissioner's own reference",
    },
    "events": {
        "version": "counts the events of a case",
        "at": "when it was noted, in UTC",
        "actor": "who did it: an officer's id, foibot itself, or a user of the host",
        "payload": "dates, names of rules and numbers of rows, as JSON; no words of people",
        "hash": "made from this event and the one before it, so that an edit shows",
    },
    "messages": {
        "kind": "what it was taken for",
        "certain": "1 where foibot was sure",
        "state": "on a case, set apart, or waiting for a person",
        "automatic": "1 where a machine sent it",
        "received_at": "when it reached our mail server, in UTC",
    },
    "outbox": {
        "letter": "which letter; 'foibot letters' lists those that left",
        "status": "queued, sending, sent, refused, unknown (nobody knows whether it left) or cancelled",
        "sent_at": "when the other server took it, in UTC",
        "answer": "what the other server said",
    },
    "questions": {
        "holder": "the id of the holder in config.toml; empty for somebody outside",
        "state": "drafted, open, answered, relieved (no longer needed) or over (the case was answered)",
        "wanted_by": "the day by which an answer is wanted",
    },
}

FACETS: Mapping[str, tuple[str, ...]] = {
    "cases": ("status", "officer", "regime", "outcome"),
    "events": ("type", "actor"),
    "messages": ("kind", "state"),
    "outbox": ("letter", "status"),
    "drafts": ("status", "letter"),
    "questions": ("holder", "state"),
    "deliveries": ("status",),
}
"""What each table is counted by, where it is opened."""

LATEST_FIRST: Mapping[str, str] = {
    "cases": "received_on",
    "events": "id",
    "messages": "received_at",
    "outbox": "queued_at",
    "drafts": "created_at",
    "questions": "asked_on",
}
"""The column by which a table is sorted, the latest first."""
