"""Files that an officer names: what never ends, or is none, is refused before it is read."""

import os
from pathlib import Path
from threading import Thread

import pytest
from registers import make_app

from foibot.casework.commands import Argument, ArgumentType
from foibot.errors import UsageError
from foibot.jobs.arguments import read_text, read_value
from foibot.reports.sheet_reading import read_sheet

DEVICE = "/dev/null"
"""As /dev/zero, from which as much is read as there is memory; this one harms nobody if it is."""


@pytest.mark.parametrize("wanted", [ArgumentType.FILE, ArgumentType.TEXT_FILE, ArgumentType.COPY, ArgumentType.PARTS])
def test_a_device_or_a_folder_is_refused_by_name_wherever_a_file_is_wanted(
    tmp_path: Path, wanted: ArgumentType
) -> None:
    app, argument = make_app(tmp_path), Argument("file", wanted, "A file.")
    for place, what in ((DEVICE, "a device or a pipe"), (str(tmp_path), "a folder")):
        given = f"letter.pdf={place}" if wanted is ArgumentType.COPY else place
        with pytest.raises(UsageError, match=f"{place} is {what}, not a file: name a file."):
            read_value(app, argument, given)


def test_a_pipe_gives_words_and_no_attachment(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    with pytest.raises(UsageError, match="a device or a pipe"):
        read_value(make_app(tmp_path), Argument("attach", ArgumentType.FILE, "A file."), str(pipe))
    writer = Thread(target=pipe.write_text, args=("We hold no such record.",))
    writer.start()
    assert read_text(pipe) == "We hold no such record."
    writer.join()


def test_a_sheet_to_import_is_a_file() -> None:
    with pytest.raises(UsageError, match="/dev/null is no file: a folder, a device or a pipe"):
        list(read_sheet(Path(DEVICE)))
