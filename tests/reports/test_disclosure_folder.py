"""The folder of a published site: nobody else's files are touched, and no reader finds half of anything."""

import fcntl
import json
import os
from pathlib import Path

import pytest

from foibot.errors import Unavailable, UsageError
from foibot.reports.disclosure.folder import LIST, STAGING, opened


def publish(folder: Path, **files: str) -> None:
    with opened(folder, dry_run=False) as site:
        for name, text in files.items():
            site.put(name.replace("__", "/").replace("_", "."), text.encode())
        site.finish()


def names(folder: Path) -> set[str]:
    return {str(one.relative_to(folder)) for one in folder.rglob("*") if one.is_file()} - {LIST}


def test_a_folder_with_other_peoples_files_is_refused_and_left_as_it_is(tmp_path: Path) -> None:
    (tmp_path / "thesis.odt").write_text("mine")
    with pytest.raises(UsageError, match=r"thesis\.odt is in it"):
        publish(tmp_path, index_html="x")
    assert names(tmp_path) == {"thesis.odt"}


def test_files_that_others_lay_beside_the_site_stay_and_a_name_they_took_is_not_written_over(tmp_path: Path) -> None:
    publish(tmp_path, index_html="one", cases__a_html="a")
    (tmp_path / "logo.png").write_text("theirs")
    (tmp_path / "cases" / "note.txt").write_text("theirs")
    publish(tmp_path, index_html="two")
    assert names(tmp_path) == {"index.html", "logo.png", "cases/note.txt"}
    (tmp_path / "page.html").write_text("theirs")
    with pytest.raises(Unavailable, match=r"page\.html is there, and foibot did not write it"):
        publish(tmp_path, index_html="three", page_html="ours")
    assert (tmp_path / "index.html").read_text() == "two"
    assert (tmp_path / "page.html").read_text() == "theirs"


def test_until_it_is_finished_readers_find_the_old_site_whole(tmp_path: Path) -> None:
    publish(tmp_path, index_html="old", cases__a_html="old")
    with opened(tmp_path, dry_run=False) as site:
        site.put("index.html", b"new")  # and then it is given up
    assert (tmp_path / "index.html").read_text() == "old"
    publish(tmp_path, index_html="new")
    assert names(tmp_path) == {"index.html"}
    assert not (tmp_path / STAGING).exists()


def test_what_a_run_wrote_that_was_cut_off_is_known_as_ours_by_the_next(tmp_path: Path) -> None:
    publish(tmp_path, index_html="old")
    with opened(tmp_path, dry_run=False) as site:
        site.put("index.html", b"new")
        site.put("cases/b.html", b"new")
        (tmp_path / "cases").mkdir()
        (tmp_path / "cases" / "b.html").mkdir()  # stands in the way of the second file
        with pytest.raises(OSError, match="directory"):
            site.finish()
    (tmp_path / "cases" / "b.html").rmdir()
    (tmp_path / "cases" / "b.html").write_text("half")
    publish(tmp_path, index_html="newer", cases__b_html="newer")
    assert (tmp_path / "cases" / "b.html").read_text() == "newer"


def test_a_list_that_names_files_outside_the_folder_removes_nothing_there(tmp_path: Path) -> None:
    outside, site = tmp_path / "precious.txt", tmp_path / "site"
    outside.write_text("mine")
    publish(site, index_html="x")
    (site / LIST).write_text(json.dumps({"files": {"../precious.txt": "0", str(outside): "0", "cases/../../x": "0"}}))
    (site / "index.html").unlink()
    publish(site, index_html="y")
    assert outside.read_text() == "mine"


def test_a_link_in_the_folder_is_not_followed(tmp_path: Path) -> None:
    elsewhere, site = tmp_path / "elsewhere", tmp_path / "site"
    elsewhere.mkdir()
    publish(site, index_html="x")
    (site / "cases").symlink_to(elsewhere)
    with pytest.raises(Unavailable, match="is a link to somewhere else"):
        publish(site, index_html="y", cases__a_html="a")
    assert list(elsewhere.iterdir()) == []


def test_two_publications_at_once_do_not_meet(tmp_path: Path) -> None:
    publish(tmp_path, index_html="x")
    handle = os.open(tmp_path, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        with pytest.raises(Unavailable, match="Another 'foibot publish'"):
            publish(tmp_path, index_html="y")
    finally:
        os.close(handle)
