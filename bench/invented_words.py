"""Words, names and texts for registers made by chance: as frequent and as rare as the words of real requests.

The words are those of the invented office in the tests, and beyond them made ones; the frequency of each follows its
rank (Zipf). Each text is about one of some hundreds of subjects, whose words come up again and again in it.
"""

import re
import tomllib
from collections import Counter
from itertools import accumulate
from pathlib import Path
from random import Random

OFFICE = Path(__file__).parents[1] / "tests" / "mail" / "data" / "office"
DISTINCT = 12_000
TOPICS = 600
FIRST_TOPICAL, LAST_TOPICAL = 150, 6_000
WORDS_OF_A_TOPIC = 14
TOPICAL = 0.3
ONSETS = ("b", "br", "c", "ch", "d", "f", "g", "gl", "h", "k", "l", "m", "n", "p", "pr", "r", "s", "st", "t", "th", "w")
VOWELS = ("a", "e", "i", "o", "u", "ea", "ou", "ai")
ENDS = ("n", "ll", "rd", "ton", "ham", "ley", "ment", "ing", "s", "ck", "th", "ford", "er", "ance")
FIRST = ("Ada", "Bo", "Cerys", "Dilip", "Efa", "Femi", "Grace", "Hana", "Idris", "Jo", "Kit", "Lena", "Mohan", "Nia")
GREETINGS = ("Dear Sir or Madam", "Dear FOI team", "Hello", "To whom it may concern", "Good morning", "Dear Council")
ASKS = (
    "Under the Freedom of Information Act 2000 I would like to request the following information.",
    "This is a request under the Freedom of Information Act.",
    "Please could you tell me, under FOI, the following:",
    "I am writing to make an FOI request. Please provide:",
    "Please treat this as a request for information under the Freedom of Information Act 2000.",
)
ENDINGS = ("Yours faithfully", "Kind regards", "Many thanks", "Yours sincerely", "Thank you")


class Chance:
    """Everything that is drawn for a register, from one seed."""

    def __init__(self, seed: int) -> None:
        """Make the vocabulary, the subjects and the names; the same seed makes the same."""
        self.random = Random(seed)  # noqa: S311 - invented texts are no secret
        self.words = _vocabulary(self.random)
        self._weights = list(accumulate(1 / (rank + 2.7) for rank in range(len(self.words))))
        topical = self.words[FIRST_TOPICAL:LAST_TOPICAL]
        self.topics = [self.random.sample(topical, WORDS_OF_A_TOPIC) for _ in range(TOPICS)]
        self.surnames = [_made_word(self.random).title() for _ in range(2_000)]

    def topic(self) -> list[str]:
        """Return the words of one subject; a few subjects are asked about much more than others."""
        return self.topics[min(int(self.random.paretovariate(0.6)) - 1, TOPICS - 1)]

    def name(self) -> str:
        """Return the name of a person."""
        return f"{self.random.choice(FIRST)} {self.random.choice(self.surnames)}"

    def prose(self, topic: list[str], sentences: int) -> str:
        """Return some sentences about a subject."""
        count = 13 * sentences
        common = self.random.choices(self.words, cum_weights=self._weights, k=count)
        chosen = [self.random.choice(topic[:8]) if self.random.random() < TOPICAL else word for word in common]
        return " ".join(" ".join(chosen[at : at + 13]).capitalize() + "." for at in range(0, count, 13))

    def request(self, topic: list[str], name: str) -> str:
        """Return what a person writes to the authority."""
        draw = self.random
        asked = "\n".join(
            f"{number}. {self.prose(topic, draw.randint(1, 2))}" for number in range(1, draw.randint(2, 5))
        )
        return f"{draw.choice(GREETINGS)},\n\n{draw.choice(ASKS)}\n\n{asked}\n\n{draw.choice(ENDINGS)}\n{name}\n"


def _vocabulary(random: Random) -> list[str]:
    counted: Counter[str] = Counter()
    for path in sorted(OFFICE.glob("*.toml")):
        for mail in tomllib.loads(path.read_text(encoding="utf-8"))["mail"]:
            counted.update(re.findall(r"[a-z]{2,}", str(mail.get("body", "")).lower()))
    words = [word for word, _ in sorted(counted.items(), key=lambda each: (-each[1], each[0]))]
    known = set(words)
    while len(words) < DISTINCT:
        made = _made_word(random)
        if made not in known:
            known.add(made)
            words.append(made)
    return words


def _made_word(random: Random) -> str:
    middle = random.choice(ONSETS) + random.choice(VOWELS) if random.random() < 0.6 else ""
    return random.choice(ONSETS) + random.choice(VOWELS) + middle + random.choice(ENDS)
