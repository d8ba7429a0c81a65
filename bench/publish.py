"""How long a disclosure log takes: `python bench/publish.py --cases 10000` publishes a made register twice.

Each case has a request of some eighty words and an answer of two hundred, given by an officer.
"""

import argparse
import random
import resource
import tempfile
import time
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from foibot.app import App, build
from foibot.casework.decisions import Decision
from foibot.casework.events import CaseReleased, Person, RequestAnswered, RequestReceived, Words
from foibot.config import load_config
from foibot.jobs.publishing import publish
from foibot.jobs.recording import Hand, record
from foibot.store.register import open_register, writing

CONFIG = """
[authority]
name = "Exampleshire Council"
jurisdiction = "england-wales"
[mailbox]
address = "foi@council.example"
username = "foi"
password = { env = "UNUSED" }
imap = { host = "127.0.0.1", port = 1143, tls = "none" }
smtp = { host = "127.0.0.1", tls = "none" }
[publish]
base_url = "https://www.example.org/log"
[[officers]]
id = "jane"
name = "Jane Quill"
email = "jane@council.example"
roles = ["officer", "manager"]
"""
WORDS = (
    *("roads", "schools", "parking", "potholes", "grants", "tenders", "invoices", "minutes", "contracts", "lighting"),
    *("bridges", "libraries", "parks", "allotments", "licences", "fines", "inspections", "complaints", "overtime"),
    *("vehicles", "repairs", "consultants", "travel", "energy", "waste"),
)


def main() -> None:
    """Make, publish, publish again; print what each took."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--cases", type=int, default=10_000)
    count: int = arguments.parse_args().cases
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "config.toml").write_text(CONFIG, encoding="utf-8")
        app = build(load_config(folder / "config.toml"))
        db = open_register(app.config.register.path)
        with writing(db):
            for number in range(count):
                add_case(app, db, number)
        for title in ("published", "published again, nothing changed"):
            began = time.perf_counter()
            done = publish(app, db, folder / "site")
            took = time.perf_counter() - began
            print(f"{title}: {done.cases} cases, {len(done.held)} held, {len(done.changed)} files, {took:.1f} s")
        for file in ("index.html", "search-index.js", "search.js", "style.css", "log.json", "feed.xml", "sitemap.xml"):
            print(f"{file}: {(folder / 'site' / file).stat().st_size / 1000:.1f} kB")
        print(f"at the peak: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MiB")


def add_case(app: App, db: object, number: int) -> None:
    """Put an answered, released case into the register."""
    chance = random.Random(number)  # noqa: S311 - invented words are no secret
    came = date(2016, 1, 4) + timedelta(days=number * 3_600 // 10_000)
    words = " ".join(chance.choices(WORDS, k=70))
    reply = "\n\n".join(" ".join(chance.choices(WORDS, k=60)) for _ in range(4))
    asked = Words(f"Please tell me how much was spent on {words} in ward {number}?")
    person = Person(f"Tamsin Oakapple{number}", f"tamsin{number}@reader.example")
    facts = (
        RequestReceived(came, "FOIA", "letter", person, text=asked),
        RequestAnswered(came + timedelta(days=20), "disclosed", 0),
        CaseReleased(came + timedelta(days=21), title=Words(f"Spending on {words[:60]}"), answer=Words(reply)),
    )
    moment = datetime.combine(came, datetime.min.time(), UTC) + timedelta(hours=12)
    record(app, db, Decision(f"FOI-{came.year}-{number:05d}", facts), Hand(moment, "jane"))  # type: ignore[arg-type]


if __name__ == "__main__":
    main()
