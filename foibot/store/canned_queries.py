"""The questions that a team asks its register every day, as SQL for the copy that `foibot explore` shows.

`{today}` is the day in Europe/London, `{year}` its year. A column `reference` is shown as a link to the case.
"""

from foibot.lean import dataclass

UNANSWERED = "status IN ('open', 'on_extension', 'awaiting_clarification', 'awaiting_fee')"
CASE = "reference, status, regime, received_on, due_on, officer, subject"


@dataclass(frozen=True, slots=True)
class Canned:
    """A question: its name in the address, what it is called, what it tells, and its SQL."""

    name: str
    title: str
    about: str
    sql: str


CANNED: tuple[Canned, ...] = (
    Canned(
        "due_next",
        "Due next",
        "What is owed from today on, the first day first.",
        f"SELECT {CASE} FROM cases WHERE due_on >= '{{today}}' ORDER BY due_on, reference",
    ),
    Canned(
        "overdue",
        "Overdue",
        "What was owed before today, the longest overdue first.",
        f"SELECT {CASE} FROM cases WHERE due_on < '{{today}}' ORDER BY due_on, reference",
    ),
    Canned(
        "by_officer",
        "Open by officer",
        "Cases that are not answered yet, by who carries them.",
        f"SELECT CASE officer WHEN '' THEN '(nobody)' ELSE officer END AS officer, count(*) AS open,"
        f" sum(due_on < '{{today}}') AS overdue, min(due_on) AS first_due FROM cases WHERE {UNANSWERED}"
        " GROUP BY cases.officer ORDER BY open DESC",
    ),
    Canned(
        "answered_late_this_year",
        "Answered late this year",
        "What was answered this year after the last day of its time, a permitted extension counted in.",
        "SELECT reference, received_on, was_due_on, responded_on, outcome, regime, officer FROM cases"
        " WHERE responded_on >= '{year}-01-01' AND responded_on > was_due_on ORDER BY responded_on, reference",
    ),
    Canned(
        "by_exemption",
        "By exemption",
        "How many answers cited each section, by year. An answer that cites two counts under both.",
        "SELECT section.value AS section, c.regime, substr(json_extract(e.payload, '$.on'), 1, 4) AS year,"
        " count(*) AS answers FROM events e JOIN cases c ON c.reference = e.reference,"
        " json_each(json_extract(e.payload, '$.sections')) section WHERE e.type = 'RequestAnswered'"
        " GROUP BY 1, 2, 3 ORDER BY year DESC, answers DESC",
    ),
    Canned(
        "by_holder",
        "By information holder",
        "How many questions each holder was asked, has answered, and has yet to answer.",
        "SELECT CASE holder WHEN '' THEN '(outside)' ELSE holder END AS holder, count(*) AS asked,"
        " sum(state = 'answered') AS answered, sum(state = 'open') AS open,"
        " sum(state = 'open' AND wanted_by < '{today}') AS overdue FROM questions GROUP BY questions.holder"
        " ORDER BY overdue DESC, asked DESC",
    ),
    Canned(
        "letters_refused_or_unknown",
        "Letters refused, or of which nobody knows",
        "Letters that their server refused, and those of which nobody knows whether they left.",
        "SELECT reference, letter, status, queued_at, attempts, recipient, answer FROM outbox"
        " WHERE status IN ('refused', 'unknown') ORDER BY queued_at DESC",
    ),
    Canned(
        "unread_by_the_machine",
        "Unread by the machine",
        "Messages that could not be read, or only in part, and those that wait for a person.",
        "SELECT id, reference, state, kind, received_at, folder, defects FROM messages"
        " WHERE state IN ('triage', 'set_aside') OR NOT parsed ORDER BY received_at DESC",
    ),
    Canned(
        "waiting_for_approval",
        "Waiting for approval",
        "Drafts that nobody has approved yet, the oldest first.",
        "SELECT d.id AS draft, d.reference, d.letter, d.created_at, c.due_on, c.officer FROM drafts d"
        " JOIN cases c ON c.reference = d.reference WHERE d.status = 'waiting' ORDER BY d.created_at",
    ),
    Canned(
        "by_month",
        "Received and answered by month",
        "How many requests came in each month, and how many of those are answered by now.",
        "SELECT substr(received_on, 1, 7) AS month, count(*) AS received,"
        " sum(responded_on IS NOT NULL) AS answered_by_now FROM cases GROUP BY 1 ORDER BY 1 DESC",
    ),
    Canned(
        "outcomes_by_year",
        "Outcomes by year",
        "What the answers of each year were.",
        "SELECT substr(responded_on, 1, 4) AS year, outcome, regime, count(*) AS answers FROM cases"
        " WHERE responded_on IS NOT NULL GROUP BY 1, 2, 3 ORDER BY 1 DESC, 4 DESC",
    ),
    Canned(
        "in_review",
        "Reviews and the Commissioner",
        "Reviews that are not decided, and cases that are with the Commissioner.",
        "SELECT reference, status, review_asked_on, due_on, commissioner, commissioner_due_on, officer FROM cases"
        " WHERE status = 'in_review' OR commissioner != '' ORDER BY due_on, reference",
    ),
)
