"""What each column of the register tells of people: one table, for erasure and for a copy that others may look at.

A column that holds words stands in exactly one of PERSONAL, SECRET and PLAIN, and a test fails for a new one that
stands in none. Numbers, and the rows they point to, name nobody by themselves and are not listed. Of a search index
the whole table is listed in INDEXES: it holds the words of others in its own form, and is erased with them.
"""

from collections.abc import Mapping

PERSONAL: Mapping[str, tuple[str, ...]] = {
    "people": ("name", "email", "postal_address"),
    "words": ("text",),
    "raw_mail": ("bytes",),
    # a Message-ID is made by the sender's machine and often carries its name; a verdict quotes the words it saw
    "messages": (
        *("message_id", "from_name", "from_email", "subject", "thread", "text", "new_text", "passed_on", "verdict"),
    ),
    "drafts": ("recipient", "subject", "text", "raw"),
    "further_mails": ("subject", "raw"),
    # a server's answer quotes the address it answers for
    "outbox": ("recipient", "subject", "raw", "answer"),
    # the Message-IDs that a letter sent by hand answers, and the addresses it went to
    "sent_names": ("name",),
    # what names a message until it is erased in the mailbox too
    "to_erase": ("name", "fingerprint"),
    # titles of sheets, names in comments and properties of files
    "findings": ("name", "found", "tables"),
    # a redacted copy is published, and may hold what nobody has looked into yet
    "published_copies": ("bytes",),
    # the names of files whose words can be found
    "search_docs": ("name",),
    # the Message-ID of an officer's own mail
    "mail_commands": ("message_id",),
}
"""What names, quotes or reaches a person, or is made from what does."""

SECRET: Mapping[str, tuple[str, ...]] = {
    "keys": ("key",),
    "reply_tokens": ("hash",),
    "seals": ("row", "seal", "hash"),
}
"""What proves something to foibot: it never leaves the register, whoever asks."""

INDEXES: tuple[str, ...] = ("search_index", "search_terms")
"""Search indexes over personal columns."""

PLAIN: Mapping[str, tuple[str, ...]] = {
    # what people wrote, and who they are, stands beside the log; `actor` is an officer's id or a system user
    "events": ("reference", "at", "type", "actor", "payload", "hash"),
    "words": ("reference", "field"),
    "raw_mail": ("sha256",),
    "deliveries": ("account", "folder", "arrived_at", "fetched_at", "status", "fault", "filed_to", "filed", "gone_at"),
    "folders": ("account", "folder", "looked_at", "compared_at", "left_before"),
    "messages": (
        *("fingerprint", "state", "kind", "reference", "received_at", "dated_by", "folder", "wanted_folder"),
        "erased_at",
        "defects",  # names of what could not be read; never a header's words
    ),
    "case_state": (
        *("reference", "regime", "status", "channel", "received_on", "clock_from", "due_on", "responded_on"),
        *("closed_on", "outcome", "officer", "calendar", "merged_into", "lapsed_for", "review_asked_on"),
        *("review_decided_on", "review_outcome", "commissioner", "commissioner_due_on", "next_on"),
        *("retained_until", "erased_on"),
    ),
    "links": ("reference", "other", "how"),
    # numbers made from the words of a request, from which no word can be read
    "sketches": ("reference", "sketch"),
    "sketch_marks": ("received_on", "reference"),
    "drafts": (
        *("reference", "letter", "status", "message_id", "digest", "rules", "created_at", "form", "place", "way"),
        "oddity",  # names of folders
    ),
    "further_mails": ("message_id",),
    "keys": ("name",),
    "outbox": (*("message_id", "reference", "letter", "status", "queued_at", "not_before", "sent_at", "copy", "way"),),
    # names a relay gave to letters of ours
    "aliases": ("message_id",),
    "job_runs": ("job", "started_at", "finished_at", "succeeded_at", "fault", "done"),
    "bank_holidays": ("day", "name", "divisions", "source"),
    "calendar_edition": ("edition", "known_through"),
    "mail_server": ("what",),
    # `holder` is an id of the configuration; who was asked stands in people
    "questions": ("reference", "holder", "state", "asked_on", "wanted_by"),
    "question_replies": ("reference",),
    "absences": ("officer", "until"),
    "sent_folders": ("account", "folder"),
    "sent_by_hand": ("reference", "sent_on", "what", "outcome", "sections"),
    "form_folders": ("folder",),
    "reply_tokens": ("officer", "notice", "dead_after"),
    "mail_commands": ("at",),
    "strays": ("folder", "fingerprint"),
    "to_erase": ("what", "folder"),
    # a keyed code of a sheet's row: without it a sheet imported again would bring back what was erased
    "imported_rows": ("key", "reference"),
    "findings": ("digest", "looked_at"),
    "published_copies": ("reference", "digest"),
    # words of the office's own: an address, a number or the applicant's name is refused
    "tags": ("reference", "tag"),
    "search_docs": ("source", "reference", "at"),
    "search_progress": ("source",),
    "alerts": ("what", "told_at"),
    "seals": ("source",),
}
"""What tells of cases, days, officers by their id, and the machine: it can be shown, and is kept."""
