"""What a library is spared is not loaded with it, and is there in full for whoever wants it afterwards."""

import subprocess
import sys

SPARED = (
    "asyncio",
    "multiprocessing",
    "concurrent.futures.process",
    "numpy",
    "pandas",
    "dateutil.parser",
    "lxml",
    "PIL",
)
PROGRAM = """
import sys, threading
from concurrent.futures import ThreadPoolExecutor
import foibot.cli.daemon
from foibot.scheduler import at_once, make_scheduler
loaded = [name for name in sys.argv[1:] if name in sys.modules]
rung, scheduler = threading.Event(), make_scheduler()
scheduler.add_job(rung.set, "interval", hours=1, id="bell", executor="sending")
scheduler.start()
at_once(scheduler, "bell")
heard = rung.wait(20)
scheduler.shutdown()
import asyncio
from concurrent.futures import ProcessPoolExecutor
from dateutil.parser import parse
async def answer():
    return parse("2026-06-15").year
with ProcessPoolExecutor(1) as pool:
    print(loaded, heard, asyncio.run(answer()), pool.submit(abs, -3).result())
"""


def test_the_daemon_does_without_what_its_libraries_take_in_and_anybody_else_still_finds_it() -> None:
    ran = subprocess.run([sys.executable, "-c", PROGRAM, *SPARED], capture_output=True, text=True, check=False)
    assert (ran.stdout, ran.stderr) == ("[] True 2026 3\n", "")
