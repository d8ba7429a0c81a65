import textwrap
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from foibot.casework.checks import ALL_LETTERS, REQUIRED, Fault, LetterFacts, faults_of
from foibot.casework.requirements import REQUIREMENTS
from foibot.law.exemptions import EXEMPTIONS, in_full

SUBJECT = "Your request for information [FOI-2026-0012]"
FACTS = LetterFacts(
    reference="FOI-2026-0012",
    family="FOIA",
    commissioner_name="Information Commissioner",
    commissioner_address="Wycliffe House, Water Lane, Wilmslow, Cheshire SK9 5AF",
    commissioner_website="https://ico.org.uk",
    applicant="Ada Field",
    signatory="Morwenna Pask",
    received_on=date(2026, 3, 3),
    request="How often are the potholes of Mill Lane mended, and by whom?",
)
PREJUDICE = replace(FACTS, sections=("section 43(2)",), qualified=("43(2)",), prejudice=("43(2)",))
SCOTS = replace(
    FACTS,
    family="FOISA",
    appeal_months=6,
    commissioner_name="Scottish Information Commissioner",
    commissioner_address="Kinburn Castle, Doubledykes Road, St Andrews, Fife KY16 9DS",
    commissioner_website="https://www.foi.scot",
)

HEAD = """Reference: FOI-2026-0012

Dear Ada Field,

We received your request on Tuesday 3 March 2026 and dealt with it under the {statute}. You asked:

> How often are the potholes of Mill Lane mended, and by whom?
"""
FOOT = """If you are not content, you may ask us for an internal review within 40 working days of this letter.
After that you may go to the Information Commissioner's Office, Wycliffe House, Water Lane, Wilmslow, Cheshire,
SK9 5AF, https://ico.org.uk/make-a-complaint/

Yours sincerely,

Morwenna Pask
"""
SCOTS_FOOT = """If you are not content, you may require us to review our decision within 40 working days. After our
review you may appeal within six months to the Scottish Information Commissioner, Kinburn Castle, Doubledykes Road,
St Andrews, Fife, KY16 9DS, www.foi.scot.

Morwenna Pask
"""
STATUTES = {name: rows[0].statute.title for name, rows in EXEMPTIONS.items()}

WITHHELD = """We hold the prices that you asked for. We withhold them under section 43(2) of the Act. Disclosure would
be likely to prejudice the commercial interests of the contractor, because competitors would learn what it bids.

In favour of disclosing the prices, we considered openness about public money. In favour of withholding them, we
considered that fewer firms would bid. On balance, the public interest in withholding them outweighs that in
disclosure.
"""
BODIES: Mapping[str, str] = {
    "disclosed": "We hold what you asked for. Each pothole is mended within 28 days by our own crew of six people.",
    "partly_withheld": "The dates are below. " + WITHHELD,
    "withheld": WITHHELD,
    "not_held": "We have searched our records. We do not hold the information that you asked for.",
    "ncnd": """Under section 40(5B) of the Act we neither confirm nor deny that we hold this information. Please do not
take this as an indication that we hold it, or that we do not.""",
    "cost_limit": """Section 12(1) of the Act applies: to find the information would take more than 18 hours, beyond the
limit of £450. You could narrow your request to one year. We would treat that as a new request.""",
    "vexatious": "We refuse your request under section 14(1) of the Act, because the request is vexatious.",
    "repeated": "We refuse your request under section 14(2), since it is identical to one we answered in January.",
    "already_public": "This is exempt under section 21(1): it is on our website, https://council.example/potholes.",
    "reply": "Thank you for asking. We are still at it.",
    "clarification": """Which part of Mill Lane do you mean? Once you tell us, we will answer within 20 working days of
your reply. If we do not hear from you by 5 May 2026, we will close your request.""",
    "extension": """Section 43(2) of the Act applies to the prices. We have not yet decided where the balance of the
public interest lies. We expect to have decided by 29 April 2026.""",
    "holding": "We are sorry that our answer is late: two colleagues are ill. We will answer by 29 April 2026.",
    "fees_notice": """The fee is £25.00, for copying 250 sheets. You may pay within three months of this letter. The
time for our answer stops today until you have paid.""",
    "transfer": "We have sent your request to Exampleshire Police, foi@police.example, who hold it.",
    "consultation": "Please tell us by 18 March 2026 whether you object.",
    "withdrawn": "As you wished, we have closed your request.",
    "lapsed": "We have not heard from you, and so we have closed your request.",
    "review_delay": "We are sorry: the review takes longer. We expect to decide it by 29 April 2026.",
    "review_outcome": WITHHELD + "I uphold the first decision.",
}
SECTIONS = {"ncnd": "40(5B)", "cost_limit": "section 12(1)", "vexatious": "14(1)", "repeated": "14(2)"} | {
    "already_public": "section 21(1)",
    "extension": "43(2)",
}
REVIEWED = """You may complain to the Information Commissioner, Wycliffe House, Water Lane, Wilmslow, Cheshire SK9 5AF,
https://ico.org.uk.

Morwenna Pask
"""


def facts_of(letter: str) -> LetterFacts:
    facts = PREJUDICE if "prejudice" in REQUIRED[letter] else FACTS
    if letter in SECTIONS:
        facts = replace(facts, sections=(SECTIONS[letter],))
    if letter == "cost_limit":
        facts = replace(facts, cost_limit=("£450",))
    if letter == "transfer":
        facts = replace(facts, referred_to=("Exampleshire Police", "foi@police.example"))
    return facts


def whole(letter: str) -> str:
    foot = REVIEWED if letter.startswith("review_") else FOOT
    return f"{HEAD.format(statute=STATUTES['FOIA'])}\n{BODIES[letter]}\n\n{foot}"


def wrapped(text: str, width: int) -> str:
    paragraphs = ("\n".join(textwrap.wrap(part, width)) for part in text.split("\n\n") if not part.startswith(">"))
    return "\r\n\r\n".join(paragraphs)


def whats(faults: Iterable[Fault]) -> list[str]:
    return [fault.what for fault in faults]


@pytest.mark.parametrize("letter", sorted(REQUIRED))
def test_a_whole_letter_has_no_fault(letter: str) -> None:
    assert faults_of(letter, whole(letter), SUBJECT, facts_of(letter)) == ()


@pytest.mark.parametrize("letter", sorted(REQUIRED))
@pytest.mark.parametrize("width", [24, 60])
def test_a_letter_may_be_wrapped_anywhere_and_have_the_signs_that_programs_put_in(letter: str, width: int) -> None:
    text = wrapped(whole(letter), width).replace("'", "\u2019").replace(" the ", "\u00a0the ")
    assert faults_of(letter, text, f" {SUBJECT}\n", facts_of(letter)) == ()


def test_every_requirement_is_of_some_letter_and_has_its_source() -> None:
    assert {name for names in REQUIRED.values() for name in names} | {*ALL_LETTERS} == set(REQUIREMENTS)
    assert [name for name, row in REQUIREMENTS.items() if not row.source or not row.sentence] == []


# For each requirement: the letter, the words of it that answer the requirement, and what is said without them.
LACKING: list[tuple[str, str, str, str]] = [
    ("disclosed", "Reference: FOI-2026-0012", "", "The reference is not in the letter"),
    ("disclosed", "Freedom of Information Act 2000", "law", "under which law"),
    ("disclosed", "3 March 2026", "that day", "The date of the request is not in the letter"),
    ("disclosed", "Morwenna Pask", "The Team", "The name of the person who signs"),
    ("disclosed", "We hold what you asked for.", "", "does not say that the information is held"),
    (
        "withheld",
        "section 43(2) of the Act",
        "the Act",
        "A section that the answer relies on is not cited: section 43(2)",
    ),
    ("withheld", "43(2)", "43", "is not cited: section 43(2)"),
    ("withheld", "the public interest", "the interest", "The public-interest reasons are missing, which 43(2) needs"),
    ("withheld", "In favour of disclosing the prices, we considered openness about public money.", "", "both sides"),
    (
        "withheld",
        "On balance, the public interest in withholding them outweighs",
        "So much for",
        "how the public interest",
    ),
    ("withheld", "would\nbe likely to prejudice", "might touch", "which harm disclosure would do"),
    ("not_held", "do not hold", "cannot find", "does not say that the information is not held"),
    ("ncnd", "neither confirm nor deny that we hold", "cannot give", "that we neither confirm nor deny"),
    ("ncnd", "Please do not\ntake this as an indication that", "", "no indication whether the information is held"),
    ("ncnd", "40(5B)", "40", "is not cited: 40(5B)"),
    ("cost_limit", "£450", "money", "does not state the limit that holds for us: £450"),
    ("cost_limit", "You could narrow your request to one year.", "", "how the request could be narrowed"),
    ("cost_limit", "We would treat that as a new request.", "", "that a narrowed request is a new one"),
    ("vexatious", "vexatious", "bad", "vexatious or manifestly unreasonable"),
    ("repeated", "identical to", "like", "repeats one that was answered"),
    ("already_public", "on our website, https://council.example/potholes", "known", "where the information is found"),
    ("disclosed", "an internal review", "another look", "The right to ask for a review is missing"),
    ("disclosed", "40 working days", "a while", "The time to ask for a review is missing: 40 working days"),
    ("disclosed", "Information Commissioner's Office", "office", "The Commissioner's name is missing"),
    ("disclosed", "Water Lane", "Water Road", "The Commissioner's postal address is missing"),
    ("disclosed", "https://ico.org.uk/make-a-complaint/", "", "The Commissioner's website is missing"),
    ("clarification", "within 20 working days of\nyour reply", "", "that the time starts anew with the reply"),
    ("clarification", "by 5 May 2026", "", "when the request is closed if no reply comes"),
    ("extension", "We have not yet decided where the balance", "Nor", "is not yet decided"),
    ("extension", "by 29 April 2026", "soon", "does not say when the answer is expected"),
    ("extension", "40 working days", "a while", "The time to ask for a review is missing"),
    ("holding", "We are sorry that our", "Our", "does not say that we are sorry"),
    ("holding", "29 April 2026", "Easter", "does not say when the answer is expected"),
    ("fees_notice", "£25.00", "small", "does not state the amount of the fee"),
    ("fees_notice", "three months", "time", "may be paid within three months"),
    ("fees_notice", "stops", "is kept", "that the time for our answer stops"),
    ("transfer", "foi@police.example", "their team", "foi@police.example"),
    ("review_delay", "We are sorry: the", "The", "does not say that we are sorry"),
    ("review_delay", "29 April 2026", "Easter", "does not say when the answer is expected"),
    ("review_outcome", "https://ico.org.uk", "the web", "The Commissioner's website is missing"),
    ("review_outcome", "section 43(2)", "the Act", "is not cited: section 43(2)"),
]


@pytest.mark.parametrize(("letter", "words", "instead", "what"), LACKING)
def test_a_letter_that_lacks_what_is_required_is_told_what_and_how_to_mend_it(
    letter: str, words: str, instead: str, what: str
) -> None:
    text = whole(letter)
    assert words in text
    faults = faults_of(letter, text.replace(words, instead), SUBJECT, facts_of(letter))
    assert [fault for fault in faults if what in fault.what], whats(faults)
    assert all(fault.sentence.strip() for fault in faults)
    assert not any("{" in fault.what + fault.sentence for fault in faults)


@pytest.mark.parametrize("letter", [*sorted(REQUIRED), "acknowledgement"])
def test_every_letter_has_its_reference_in_the_subject_line_and_in_the_text(letter: str) -> None:
    facts = facts_of(letter) if letter in REQUIRED else FACTS
    text = (whole(letter) if letter in REQUIRED else "Thank you.").replace("FOI-2026-0012", "FOI-2026-00123")
    faults = faults_of(letter, text, "Your request", facts)
    assert whats(faults) == ["The reference is not in the subject line", "The reference is not in the letter"]
    assert faults[0].sentence == "Our reference: [FOI-2026-0012]"


@pytest.mark.parametrize(
    ("written", "section"),
    [
        ("s. 43 (2)", "43(2)"),
        ("sections 43(1) and (2)", "43(2)"),
        ("sections 31(1)(a), (b) and (g)", "31(1)(g)"),
        ("section 40(2) and (3A)(a)", "40(3A)(a)"),
        ("Regulation 12 (5)\n(b)", "reg 12(5)(b)"),
        ("section 36(2)(b)(ii)", "36(2)(b)"),
        ("sections 12 and 14", "section 12"),
        ("S43(2)", "section 43(2) of the Freedom of Information Act 2000"),
    ],
)
def test_a_section_is_cited_in_many_ways(written: str, section: str) -> None:
    text = whole("withheld").replace("section 43(2)", written)
    faults = faults_of("withheld", text, SUBJECT, replace(PREJUDICE, sections=(section,)))
    assert faults == ()


@pytest.mark.parametrize(
    ("written", "section"),
    [("section 43(1)", "43(2)"), ("12 May", "12"), ("section 143(2)", "43(2)"), ("section 31(1)(a)", "31(1)(b)")],
)
def test_another_section_or_a_bare_number_is_no_citation(written: str, section: str) -> None:
    text = whole("withheld").replace("section 43(2)", written)
    faults = faults_of("withheld", text, SUBJECT, replace(PREJUDICE, sections=(section,)))
    assert whats(faults) == [f"A section that the answer relies on is not cited: {section}"]


def test_every_exemption_that_the_law_knows_is_found_where_a_letter_cites_it_in_full() -> None:
    for row in (row for table in EXEMPTIONS.values() for row in table):
        text = whole("withheld").replace("section 43(2) of the Act", in_full(row))
        facts = replace(PREJUDICE, sections=(row.cited,), family=row.regime)
        assert not [what for what in whats(faults_of("withheld", text, SUBJECT, facts)) if "not cited" in what]


def test_each_missing_section_is_named() -> None:
    faults = faults_of("withheld", whole("withheld"), SUBJECT, replace(PREJUDICE, sections=("43(2)", "40(2)", "41(1)")))
    assert whats(faults) == [
        "A section that the answer relies on is not cited: 40(2)",
        "A section that the answer relies on is not cited: 41(1)",
    ]


def test_an_absolute_exemption_needs_no_public_interest_and_a_class_no_harm() -> None:
    body = "We hold it. It is exempt under section 41(1), being given in confidence."
    text = "\n".join((HEAD.format(statute=STATUTES["FOIA"]), body, FOOT))
    assert faults_of("withheld", text, SUBJECT, replace(FACTS, sections=("41(1)",))) == ()


def test_environmental_information_that_is_not_held_is_refused_under_its_exception() -> None:
    facts = replace(FACTS, family="EIR")
    text = whole("not_held").replace(STATUTES["FOIA"], STATUTES["EIR"])
    assert whats(faults_of("not_held", text, SUBJECT, facts)) == [
        "The exception for information that is not held is not cited: 12(4)(a)"
    ]
    cited = text.replace("We do not hold", "Under regulation 12(4)(a) we refuse it: we do not hold")
    assert faults_of("not_held", cited, SUBJECT, facts) == ()


def test_an_extension_of_an_environmental_request_is_for_one_that_is_complex_and_voluminous() -> None:
    facts = replace(FACTS, family="EIR")
    text = "FOI-2026-0012\n\nYour request is complex{}. We will answer by 29 April 2026."
    assert faults_of("extension", text.format(" and voluminous"), SUBJECT, facts) == ()
    assert whats(faults_of("extension", text.format(""), SUBJECT, facts)) == [
        "The letter does not say why the request is both complex and voluminous"
    ]


def test_a_charge_for_environmental_information_may_be_paid_within_sixty_working_days() -> None:
    faults = faults_of("fees_notice", whole("fees_notice"), SUBJECT, replace(FACTS, family="EIR"))
    assert whats(faults) == ["The letter does not say that the charge may be paid within 60 working days"]


def test_in_scotland_the_harm_is_substantial_and_the_appeal_has_six_months() -> None:
    facts = replace(SCOTS, sections=("33(1)(b)",), qualified=("33(1)(b)",), prejudice=("33(1)(b)",))
    head = HEAD.format(statute=STATUTES["FOISA"])
    body = WITHHELD.replace("43(2)", "33(1)(b)").replace("prejudice", "prejudice substantially")
    assert faults_of("withheld", f"{head}\n{body}\n{SCOTS_FOOT}", SUBJECT, facts) == ()
    weak = body.replace(" substantially", "")
    late = SCOTS_FOOT.replace("within six months ", "")
    assert whats(faults_of("withheld", f"{head}\n{weak}\n{late}", SUBJECT, facts)) == [
        "The letter does not say that the harm would be substantial, for 33(1)(b)",
        "The time to appeal to the Commissioner is missing: six months",
    ]


def test_subject_access_knows_no_internal_review_but_the_commissioner() -> None:
    facts = replace(FACTS, family="SAR")
    text = whole("disclosed").replace(STATUTES["FOIA"], "UK General Data Protection Regulation")
    text = text.replace("an internal review within 40 working days of", "about")
    assert faults_of("disclosed", text, SUBJECT, facts) == ()
    assert whats(faults_of("disclosed", text.replace("https://ico.org.uk", ""), SUBJECT, facts)) == [
        "The Commissioner's website is missing"
    ]


def test_the_outcome_of_a_review_offers_no_further_review() -> None:
    text = whole("review_outcome") + "\nIf you disagree you may ask us for another internal review."
    faults = faults_of("review_outcome", text, SUBJECT, facts_of("review_outcome"))
    assert whats(faults) == [
        "The outcome of a review offers another review: you may ask us for another internal review"
    ]
    of_the_commissioner = text.replace("us for another internal review", "the Information Commissioner for a review")
    assert faults_of("review_outcome", of_the_commissioner, SUBJECT, facts_of("review_outcome")) == ()


def test_the_outcome_of_a_review_says_what_becomes_of_the_decision_and_owns_to_faults() -> None:
    facts = replace(facts_of("review_outcome"), outcome="upheld", faulty=True)
    text = whole("review_outcome")
    assert whats(faults_of("review_outcome", text, SUBJECT, facts)) == [
        "The letter does not apologise for the fault that the review found"
    ]
    assert faults_of("review_outcome", f"{text}\nWe apologise for that.", SUBJECT, facts) == ()
    silent = text.replace("I uphold the first decision.", "I thought about it.") + "\nWe apologise for that."
    assert whats(faults_of("review_outcome", silent, SUBJECT, facts)) == [
        "The letter does not say what becomes of the original decision: upheld"
    ]


def test_no_manager_lets_an_outcome_leave_that_hides_who_had_a_part() -> None:
    facts = replace(facts_of("review_outcome"), waived=True)
    [fault] = faults_of("review_outcome", whole("review_outcome"), SUBJECT, facts)
    assert fault.binding
    told = whole("review_outcome") + "\nA person who had a part in the first answer took part in this review too."
    assert faults_of("review_outcome", told, SUBJECT, facts) == ()


def test_who_may_hold_the_information_is_named_with_all_its_details() -> None:
    facts = replace(FACTS, referred_to=("Exampleshire Police", "1 High Street, Exampleton"))
    text = whole("not_held").replace("asked for.", "asked for. Try Exampleshire Police.")
    assert [what for what in whats(faults_of("not_held", text, SUBJECT, facts)) if "1 High Street" in what]
    text = text.replace("Try Exampleshire Police", "Try Exampleshire Police,\n1 High Street\nExampleton")
    assert faults_of("not_held", text, SUBJECT, facts) == ()


@pytest.mark.parametrize(
    "written",
    ["29 April 2026", "29th April 2026", "Wed 29 Apr 2026", "29/04/2026", "2026-04-29", "29 Ebrill 2026"],
)
def test_the_date_that_was_decided_is_in_the_letter_however_it_is_written(written: str) -> None:
    facts = replace(facts_of("extension"), by=date(2026, 4, 29))
    text = whole("extension").replace("29 April 2026", written)
    assert faults_of("extension", text, SUBJECT, facts) == ()
    other = whats(faults_of("extension", text, SUBJECT, replace(facts, by=date(2026, 4, 30))))
    assert other == ["The letter does not say when the answer is expected: 30 April 2026"]


WELSH = """Cyfeirnod: FOI-2026-0012

Annwyl Ada Field,

Derbyniwyd eich cais ar 3 Mawrth 2026 dan Ddeddf Rhyddid Gwybodaeth 2000 (FOIA). Nid ydym yn dal yr wybodaeth.

Cewch ofyn am adolygiad mewnol o fewn 40 diwrnod gwaith, ac yna fynd at y Comisiynydd Gwybodaeth, Wycliffe House,
Water Lane, Wilmslow, Cheshire SK9 5AF, https://ico.org.uk

Morwenna Pask
"""


def test_a_welsh_letter_that_information_is_not_held_is_read_in_welsh() -> None:
    facts = replace(FACTS, commissioner_name="Comisiynydd Gwybodaeth")
    assert faults_of("not_held", WELSH, SUBJECT, facts) == ()
    assert whats(faults_of("not_held", WELSH.replace("Nid ydym yn dal", "Dyma"), SUBJECT, facts)) == [
        "The letter does not say that the information is not held"
    ]


@pytest.mark.parametrize(
    "gap",
    [
        *("{{ signatory }}", "{{", "{% if held %}", "[NAME]", "[INSERT DATE]", "[insert the date here]", "[your name]"),
        *(
            "[date of refusal]",
            "XXX",
            "xxXXXx",
            "TBC",
            "TBA",
            "<insert reasons>",
            "< your name >",
            "[to do]",
            "[to-do: x]",
        ),
        *("TODO", "FIXME", "???", "_____", "[ ]", "[...]", "Lorem ipsum", "[tbc]", "[xx]"),
    ],
)
def test_what_was_to_be_filled_in_is_found_in_any_letter(gap: str) -> None:
    text = whole("reply") + f"\nIt was done by {gap} last year."
    faults = faults_of("reply", text, SUBJECT, FACTS)
    assert whats(faults) == [f"Something was to be filled in and was not: {gap}"]
    assert faults_of("reply", whole("reply"), f"{SUBJECT} {gap}", FACTS) == faults


def test_an_applicants_own_name_and_subject_are_no_gaps_and_what_stands_beside_them_still_is() -> None:
    facts = replace(FACTS, applicant="{{ 7*7 }}", their_subject="Minutes {{ config }}")
    text = whole("reply").replace("Ada Field", "{{ 7*7 }}")
    subject = "Re: Minutes {{ config }} [FOI-2026-0012]"
    assert faults_of("reply", text, subject, facts) == ()
    assert faults_of("reply", f"{text}\nYou wrote of “Minutes {{{{\nconfig }}}}”.", subject, facts) == ()
    faults = faults_of("reply", f"{text}\nSee {{{{ config }}}}.", f"{subject} [NAME]", facts)
    assert [fault.rpartition(": ")[2] for fault in whats(faults)] == ["[NAME]", "{{ config }}"]


@pytest.mark.parametrize(
    "ready",
    [
        *("[FOI-2026-0012]", "[REDACTED]", "[name redacted]", "[WITHHELD under s.40(2)]", "<name@council.example>"),
        *("[sic]", "<https://council.example/your>", "[PDF]", "[1]", "what?", "a_long__name", "-" * 40, "_" * 60),
    ],
)
def test_what_stands_in_brackets_in_a_finished_letter_is_no_gap(ready: str) -> None:
    assert faults_of("reply", f"{whole('reply')}\nSee {ready} there.", SUBJECT, FACTS) == ()


def test_the_reference_of_another_case_is_found_as_a_whole_and_however_it_is_broken() -> None:
    facts = replace(FACTS, other_references=("FOI-2026-0013", "FOI-2026-001", "FOI-2026-0012", ""))
    assert faults_of("reply", whole("reply"), SUBJECT, facts) == ()
    text = whole("reply") + "\nThe same as in foi-2026-\n0013, which we answered."
    assert whats(faults_of("reply", text, SUBJECT, facts)) == [
        "The letter has the reference of another case: FOI-2026-0013"
    ]
    assert len(faults_of("reply", whole("reply"), f"{SUBJECT} FOI-2026-0013", facts)) == 1


def test_the_name_of_another_applicant_is_found_in_full_or_in_the_greeting() -> None:
    facts = replace(FACTS, other_names=("Bran O'Dowd", "May", "Ada Field", "Ben Field"))
    assert faults_of("reply", whole("reply") + "\nWe may write in May.", SUBJECT, facts) == ()
    for text in ("\nAs Bran\nO\u2019Dowd asked.", "\nAs BRAN O'DOWD asked."):
        assert whats(faults_of("reply", whole("reply") + text, SUBJECT, facts)) == [
            "The letter has the name of another applicant: Bran O'Dowd"
        ]
    greeted = whole("reply").replace("Dear Ada Field", "Dear Mr O'Dowd")
    assert faults_of("reply", greeted.replace("O'Dowd", "Dowden"), SUBJECT, facts) == ()
    kerr = replace(FACTS, other_names=("Iain Kerr",))
    assert len(faults_of("reply", whole("reply").replace("Dear Ada Field", "Dear Mr Kerr"), SUBJECT, kerr)) == 1


@pytest.mark.parametrize(
    "note",
    ["Internal: ask legal first", "note to self", "DRAFT", "For internal use", "INTERNAL USE ONLY", "do not send"],
)
def test_a_note_for_colleagues_is_found_in_any_letter(note: str) -> None:
    faults = faults_of("reply", f"{whole('reply')}\n{note}", SUBJECT, FACTS)
    assert len(faults) == 1
    assert faults[0].what.startswith("The letter has a note for colleagues, or is marked as unfinished")


@pytest.mark.parametrize("words", ["an internal review:", "our draft plan", "internal memos", "International: none"])
def test_words_that_only_sound_like_a_note_are_none(words: str) -> None:
    assert faults_of("reply", f"{whole('reply')}\nThis is {words} so", SUBJECT, FACTS) == ()


def test_what_the_applicant_wrote_is_no_fault_of_the_letter() -> None:
    request = "Please send me the DRAFT plan TBC ???\n\nInternal: as in FOI-2026-0013 [NAME]"
    facts = replace(FACTS, request=request, their_subject="Re: DRAFT plan [NAME]", other_references=("FOI-2026-0013",))
    text = f"{whole('reply')}\nYou asked:\n\n{textwrap.indent(textwrap.fill(request, 30), '    ')}\n\n> DRAFT"
    subject = f"Re: DRAFT plan [NAME] {SUBJECT}"
    assert len(faults_of("reply", text, subject, FACTS)) > 3
    wrapped_request = textwrap.indent("\n\n".join(textwrap.fill(part, 20) for part in request.split("\n\n")), "    ")
    text = f"{whole('reply')}\nYou asked:\n\n{wrapped_request}\n\n> DRAFT"
    assert faults_of("reply", text, subject, facts) == ()


LINK_FACTS: list[tuple[dict[str, Any], str, bool]] = [
    ({"answer": "Here it is: https://files.example/a1"}, "Here it is: https://files.example/a1", True),
    ({"answer": "Here it is: https://files.example/a1", "attachments": 1}, "See https://files.example/a1", False),
    ({"answer": "word " * 30 + "https://files.example/a1"}, "See https://files.example/a1", False),
    ({"answer": "Each is mended within 28 days."}, "Each is mended within 28 days.", False),
    ({}, "Please log in to our portal to see it: https://files.example/a1", True),
    ({"attachments": 1}, "The link https://files.example/a1 expires in 30 days.", True),
    ({}, "Complaints may be made on our portal: https://council.example/complaints", False),
]


@pytest.mark.parametrize(("more", "body", "faulty"), LINK_FACTS)
def test_a_disclosure_gives_the_information_and_not_a_link_to_a_portal(
    more: dict[str, Any], body: str, faulty: bool
) -> None:
    text = whole("disclosed").replace("Each pothole is mended within 28 days by our own crew of six people.", body)
    faults = faults_of("disclosed", text, SUBJECT, replace(FACTS, **more))
    expected = ["The letter has a link in place of the information: https://files.example/a1"]
    assert whats(faults) == (expected if faulty else [])


def test_what_is_public_already_may_be_answered_with_a_link() -> None:
    facts = replace(facts_of("already_public"), answer="https://council.example/potholes")
    assert faults_of("already_public", whole("already_public"), SUBJECT, facts) == ()
