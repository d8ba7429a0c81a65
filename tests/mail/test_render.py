"""Templates: what is faulty in one is named with its file and line, and nothing gets out of the sandbox."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from foibot.errors import LetterError
from foibot.mail.render import LINE_LENGTH, Rendered, Templates, long_day, short_day, shortened, wrapped, wrapped_text

FACTS: dict[str, Any] = {
    "name": "Ada Field",
    "day": date(2021, 5, 6),
    "reference": "FOI-2026-0001",
    "cases": [{"reference": "FOI-2026-0001"}],
}


def render(folder: Path, template: str, **facts: Any) -> Rendered:
    (folder / "letter.txt.j2").write_text(template, encoding="utf-8")
    return Templates([folder]).render("letter", {**FACTS, **facts})


def test_a_letter_is_its_subject_line_and_its_wrapped_paragraphs(tmp_path: Path) -> None:
    template = """{# for officers #}
Subject: Due {{ day | short_day }} [{{ reference }}]

Dear {{ name }},

{% if cases %}
You will have our answer by {{ day | day }} at the very latest, and sooner than that if we can.
{% endif %}



- A point in a list that is so long that it must go on in a second line, below its first word.
"""
    assert render(tmp_path, template) == Rendered(
        "Due Thu 6 May 2021 [FOI-2026-0001]",
        "Dear Ada Field,\n\n"
        "You will have our answer by Thursday 6 May 2021 at the very latest, and\n"
        "sooner than that if we can.\n\n"
        "- A point in a list that is so long that it must go on in a second\n"
        "  line, below its first word.\n",
    )


@pytest.mark.parametrize(
    ("template", "said"),
    [
        ("Subject: x\n\n{{ nmae }}\n", r"letter\.txt\.j2, line 3: 'nmae' is undefined"),
        ("Subject: x\n\n\n{{ name.first }}\n", r"letter\.txt\.j2, line 4: .*no attribute 'first'"),
        ("Subject: x\n{% if %}\n", r"letter\.txt\.j2, line 2: Expected an expression"),
        ("Subject: x\n{{ name\n", r"letter\.txt\.j2, line 2"),
        ("Subject: x\n\n{{ name | shout }}\n", r"letter\.txt\.j2, line 3: No filter named 'shout'"),
        ("Subject: x\n\n{{ 1 / 0 }}\n", r"letter\.txt\.j2, line 3: division by zero"),
        ("Subject: x\n\n{{ name | day }}\n", r"letter\.txt\.j2, line 3"),
        ("Subject: x\n{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}", r"letter\.txt\.j2.*recursion"),
        ("Subject: x\n{% include 'other.txt' %}", r"There is no template other\.txt in .*Run 'foibot init'"),
        ("{{ name }}\n", r"letter\.txt\.j2: the first line must be 'Subject: ' and the subject"),
        ("", r"letter\.txt\.j2: the first line must be 'Subject: '"),
    ],
)
def test_a_fault_in_a_template_is_named_with_its_file_and_line(template: str, said: str, tmp_path: Path) -> None:
    with pytest.raises(LetterError, match=said):
        render(tmp_path, template)


def test_a_template_that_is_missing_or_cannot_be_read_holds_the_letter(tmp_path: Path) -> None:
    with pytest.raises(LetterError, match=f"There is no template letter.txt.j2 in {tmp_path}"):
        Templates([tmp_path]).render("letter", FACTS)
    (tmp_path / "letter.txt.j2").write_bytes(b"Subject: caf\xe9\n\nx\n")
    with pytest.raises(LetterError, match=r"letter\.txt\.j2.*utf-8"):
        Templates([tmp_path]).render("letter", FACTS)


@pytest.mark.parametrize(
    "escape",
    [
        "''.__class__.__mro__",
        "''['__class__']",
        "(name | attr('__class__'))",
        "day.__init__.__globals__",
        "cycler.__init__.__globals__.os.popen('id').read()",
        "self.__init__.__globals__",
        "lipsum.__globals__['os']",
        "cases.append(1)",
        "cases.clear()",
        "'{0.__class__}'.format(name)",
        "range(999999999) | list",
        "config.mailbox",
    ],
)
def test_no_template_reaches_what_it_was_not_given(escape: str, tmp_path: Path) -> None:
    with pytest.raises(LetterError, match=r"letter\.txt\.j2, line 3: "):
        render(tmp_path, f"Subject: x\n\n{{{{ {escape} }}}}\n")
    assert FACTS["cases"] == [{"reference": "FOI-2026-0001"}]


def test_words_of_others_are_never_read_as_a_template_or_as_a_subject(tmp_path: Path) -> None:
    hostile = "{{ 7 * 7 }}{% raw %} &lt;b&gt;"
    assert render(tmp_path, "Subject: x\n\nDear {{ name }},\n", name=hostile).text == f"Dear {hostile},\n"
    faked = render(tmp_path, "Subject: {{ name }}\n\nx\n", name="a\nSubject: b")
    assert faked == Rendered("a", "Subject: b\n\nx\n")


def test_the_authoritys_folder_goes_before_the_shipped_one(tmp_path: Path) -> None:
    own, shipped = tmp_path / "own", tmp_path / "shipped"
    for folder, letter in ((own, "a"), (shipped, "a"), (shipped, "b")):
        folder.mkdir(exist_ok=True)
        (folder / f"{letter}.txt.j2").write_text(f"Subject: {folder.name}\n\nx\n", encoding="utf-8")
    templates = Templates([own, shipped])
    assert [templates.render(letter, {}).subject for letter in "ab"] == ["own", "shipped"]


def test_a_long_subject_keeps_its_reference(tmp_path: Path) -> None:
    subject = render(tmp_path, "Subject: {{ name }} [{{ reference }}]\n\nx\n", name="word " * 60).subject
    assert subject == f"{'word ' * 19}word… [FOI-2026-0001]"
    assert len(subject) <= 120


@pytest.mark.parametrize(
    ("line", "lines"),
    [
        ("short", ["short"]),
        ("word " * 20, ["word " * 13 + "word", "word word word word word word"]),
        ("  " + "word " * 20, ["  " + "word " * 13 + "word", "  word word word word word word"]),
        ("> " + "word " * 20, ["> " + "word " * 13 + "word", "> word word word word word word"]),
        (f"see https://council.example/{'x' * 90} there", ["see", f"https://council.example/{'x' * 90}", "there"]),
    ],
)
def test_lines_are_wrapped_between_words_and_addresses_stay_whole(line: str, lines: list[str]) -> None:
    assert wrapped(line).split("\n") == lines


def test_a_word_too_long_for_a_subject_is_cut() -> None:
    assert shortened("x" * 200) == "x" * 119 + "…"
    assert shortened("one, two, three", 10) == "one…"


@pytest.mark.parametrize(
    ("day", "long", "short"),
    [(date(2021, 5, 6), "Thursday 6 May 2021", "Thu 6 May 2021"), (date(2026, 1, 31), "Saturday 31 January 2026", "")],
)
def test_days_are_written_in_english(day: date, long: str, short: str) -> None:
    assert long_day(day) == long
    assert not short or short_day(day) == short


def test_a_long_quoted_line_keeps_its_mark_on_every_line() -> None:
    lines = wrapped("> " + "words of an applicant " * 8).splitlines()
    assert len(lines) > 1
    assert {line[:2] for line in lines} == {"> "}
    assert max(map(len, lines)) <= 72


def test_a_letter_of_ours_that_is_quoted_keeps_its_lines_and_a_longer_line_is_wrapped() -> None:
    ours = wrapped_text("We received your request on Monday 2 March 2026 and have looked for what you asked. " * 5)
    quotation = "\n".join(f"> {line}".rstrip() for line in ours.splitlines())
    assert max(map(len, quotation.splitlines())) > LINE_LENGTH
    assert wrapped_text(quotation) == f"{quotation}\n"
    assert max(map(len, wrapped_text(f"> {'words ' * 40}").splitlines())) <= LINE_LENGTH
