"""What a reply of an information holder is worth: plain answers close a question, promises do not."""

import pytest

from foibot.correspondence.holder_replies import Worth, worth_of


@pytest.mark.parametrize(
    ("text", "files", "worth"),
    [
        ("There were 12 cases in 2025.", False, Worth.ANSWER),
        ("We hold nothing on this.", False, Worth.ANSWER),
        ("", True, Worth.ANSWER),
        ("See attached.", True, Worth.ANSWER),
        ("Will look into this and get back to you.", False, Worth.PROMISE),
        ("Thanks, I have passed this on to Bo.", False, Worth.PROMISE),
        ("Noted.", False, Worth.PROMISE),
        ("Leave it with me", False, Worth.PROMISE),
        ("I'll send the figures next week", False, Worth.PROMISE),
        ("We need more time.", False, Worth.PROMISE),
        ("Which year do you mean?", False, Worth.UNSURE),
        ("There were 12. I'll check whether Highways had more.", False, Worth.UNSURE),
        ("Here is a part. The rest will follow, I'll send it on Monday.", True, Worth.UNSURE),
        ("", False, Worth.UNSURE),
    ],
)
def test_a_reply_is_taken_for_what_it_plainly_is_and_else_for_nothing(text: str, files: bool, worth: Worth) -> None:
    assert worth_of(text, files=files, certain=True) is worth


def test_a_reply_that_may_be_somebody_elses_closes_nothing() -> None:
    assert worth_of("There were 12 cases in 2025.", files=True, certain=False) is Worth.UNSURE
