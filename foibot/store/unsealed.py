"""What an audit cannot see if somebody changes it in the file: one list, for the threat model and for its test.

These columns change in the daily course of things, and the log says nothing of them, or not all.
"""

from collections.abc import Mapping

WHOLE = ("*",)
UNSEEN: Mapping[str, tuple[tuple[str, ...], str]] = {
    "messages": (
        (
            *("automatic", "certain", "confirmed", "parsed", "opened", "folder", "wanted_folder", "told"),
            "erased_at",
        ),
        "hide mail that waits for a person or in doubt on a case, or move it to another folder",
    ),
    "deliveries": (WHOLE, "have a message read again or moved, or hide that it was never read"),
    "folders": (WHOLE, "have a folder read again, or mail in it skipped until the daily comparison"),
    "outbox": (
        ("not_before", "attempts", "retried", "answer", "copy", "told", "unlimited", "awaits_form"),
        "have a letter that was queued leave sooner, later or past the limits, or hide why it did not",
    ),
    "drafts": (("form", "place", "told_after", "oddity"), "have a form put in the mailbox again, or forgotten there"),
    "findings": (("looked_at",), "nothing but another moment of the look"),
    "form_folders": (WHOLE, "have a folder of forms looked at again"),
    "strays": (WHOLE, "have somebody told again of a form gone astray, or never"),
    "reply_tokens": (
        ("used", "explained"),
        "have an address for approval count a second time, for mail of that approver alone, or no more",
    ),
    "mail_commands": (WHOLE, "have a command by mail count a second time"),
    "aliases": (WHOLE, "have an answer to a letter not known as one"),
    "question_replies": (WHOLE, "have a holder's mail shown with another question"),
    "sent_by_hand": (WHOLE, "have what people sent by hand shown otherwise than the log tells it"),
    "sent_names": (WHOLE, "have a letter sent by hand not found for its case"),
    "sent_folders": (WHOLE, "have a Sent folder read from its beginning, or skipped"),
    "imported_rows": (WHOLE, "have a row of a sheet imported twice, or never"),
    "to_erase": (WHOLE, "leave erased mail in the mailbox, or have other mail in it erased as well"),
    "keys": (WHOLE, "end every form and every row of a sheet that is known; the key of the seals is seen"),
    "calendar_edition": (WHOLE, "have the calendar made anew, as an update does"),
    "sketches": (WHOLE, "hide that a request is like an earlier one"),
    "sketch_marks": (WHOLE, "hide that a request is like an earlier one"),
    "search_docs": (WHOLE, "hide a text from the search"),
    "search_progress": (WHOLE, "have texts indexed again, or never"),
    "job_runs": (WHOLE, "have `status` say that a job ran"),
    "alerts": (WHOLE, "keep an alert from being told again"),
    "mail_server": (WHOLE, "have a letter split into other mails"),
}
"""For each table its columns, and what could be done by it; `*` is all of a table, with rows put in and taken out."""
