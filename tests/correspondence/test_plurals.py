"""A word is found in the singular and in the plural, whichever of them the table has, and as no other word."""

import pytest

from foibot.casework.topics import Topic, topics_in
from foibot.correspondence.plurals import forms_of

PAIRS = (
    *("pothole potholes", "library libraries", "fox foxes", "box boxes", "bus buses", "church churches"),
    *("crash crashes", "business businesses", "life lives", "child children", "house houses", "case cases"),
    *("movie movies", "day days", "potato potatoes", "photo photos", "virus viruses", "gas gases", "lens lenses"),
    *("bias biases", "census censuses", "crisis crises", "analysis analyses", "person people", "woman women"),
    *("policeman policemen", "midwife midwives", "grandchild grandchildren", "half halves", "shelf shelves"),
    *("index indices", "index indexes", "criterion criteria", "licence licences", "cache caches", "size sizes"),
    *(
        "quiz quizzes",
        "tax taxes",
        "taxi taxis",
        "inquiry inquiries",
        "cliff cliffs",
        "roof roofs",
        "address addresses",
    ),
    *("area areas", "bureau bureaux", "toe toes", "shoe shoes", "judge judges", "penalty penalties"),
)
OTHERS = (
    *("news new", "plane plan", "planes plan", "copses cops", "cops copses", "housing house", "potholed pothole"),
    *("police policy", "university universe", "glass glas", "toes to", "uses us", "princess princes", "elves shelf"),
    *("business busy", "organ organisation", "rates rat", "car care", "care cars", "lives live"),
)


@pytest.mark.parametrize("pair", PAIRS)
def test_each_is_found_by_the_other(pair: str) -> None:
    one, other = pair.split()
    for written, asked in ((one, other), (other, one), (one, one), (other, other)):
        topics = (Topic("a-tag", (written,)), Topic("phrase", (f"list of {written}",)))
        assert [tag for tag, _ in topics_in(f"A list of {asked.upper()}, please", topics)] == ["a-tag", "phrase"]


@pytest.mark.parametrize("pair", OTHERS)
def test_another_word_is_not_found(pair: str) -> None:
    one, other = pair.split()
    assert list(topics_in(f"Of {other} 2025", (Topic("a-tag", (one,)),))) == []


def test_the_genitive_counts_for_nothing() -> None:
    topics = (Topic("children", ("child",)),)
    for asked in ("the child's school", "the children’s homes", "children"):
        assert list(topics_in(asked, topics)) == [("children", "child")]
    assert forms_of("council") == {"council", "councils"}
