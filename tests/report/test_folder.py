"""A report's folder is replaced whole, and nobody's work is lost."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from chenzhou_indicators.errors import ArgumentError
from chenzhou_indicators.report.folder import MANIFEST, checksums, replacing_folder


def put(folder: Path, **files: str) -> None:
    """Write a report of these files, with its manifest."""
    with replacing_folder(folder) as made:
        for name, text in files.items():
            (made / name).write_text(text, encoding="utf-8")
        (made / MANIFEST).write_text(json.dumps({"outputs": checksums(made)}), encoding="utf-8")


def stopped(folder: Path, failure: type[BaseException]) -> None:
    """Begin a report, and end it midway."""
    with replacing_folder(folder) as made:
        (made / "page").write_text("half of this", encoding="utf-8")
        raise failure


def read(folder: Path) -> dict[str, str]:
    """Return what stands in a folder, its manifest left out."""
    return {path.name: path.read_text(encoding="utf-8") for path in folder.iterdir() if path.name != MANIFEST}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return the folder of a report, and nothing beside it."""
    put(tmp_path / "2007", page="last year's", table="1")
    return tmp_path / "2007"


def test_a_folder_is_made_where_there_is_none_with_those_above_it(tmp_path):
    put(tmp_path / "reports" / "2007", page="new")
    assert read(tmp_path / "reports" / "2007") == {"page": "new"}
    assert [path.name for path in (tmp_path / "reports").iterdir()] == ["2007"]


def test_an_earlier_report_is_replaced_whole_and_nothing_is_left_beside_it(folder):
    put(folder, page="this year's")
    assert read(folder) == {"page": "this year's"}
    assert [path.name for path in folder.parent.iterdir()] == ["2007"]


@pytest.mark.parametrize("failure", [RuntimeError, KeyboardInterrupt])
def test_a_run_that_ends_midway_leaves_the_earlier_report_and_nothing_else(folder, failure):
    with pytest.raises(failure):
        stopped(folder, failure)
    assert read(folder) == {"page": "last year's", "table": "1"}
    assert [path.name for path in folder.parent.iterdir()] == ["2007"]


def test_a_file_that_was_added_or_changed_since_is_never_replaced(folder):
    (folder / "table").write_text("1, checked", encoding="utf-8")
    (folder / "notes").write_text("to be asked", encoding="utf-8")
    with pytest.raises(ArgumentError, match=r"holds files that a new report would replace") as refused:
        put(folder, page="this year's")
    assert refused.value.problems == ("notes: no report wrote it", "table: changed since")
    assert read(folder) == {"page": "last year's", "table": "1, checked", "notes": "to be asked"}


def test_a_file_that_was_added_while_the_report_was_made_is_not_lost(folder):
    with pytest.raises(ArgumentError, match=r"notes: no report wrote it"), replacing_folder(folder):
        (folder / "notes").write_text("to be asked", encoding="utf-8")
    assert read(folder)["notes"] == "to be asked"


def test_a_folder_of_other_things_is_refused_and_kept(tmp_path):
    (tmp_path / "letter").write_text("dear", encoding="utf-8")
    with pytest.raises(ArgumentError, match=r"letter: no report wrote it"):
        put(tmp_path, page="new")
    assert read(tmp_path) == {"letter": "dear"}


def test_a_manifest_of_something_else_is_somebodys_work(tmp_path):
    (tmp_path / MANIFEST).write_text('{"my": "web app"}', encoding="utf-8")
    with pytest.raises(ArgumentError, match=r"manifest\.json: no report wrote it"):
        put(tmp_path, page="new")
    assert (tmp_path / MANIFEST).read_text(encoding="utf-8") == '{"my": "web app"}'


def test_a_manifest_deeper_in_the_folder_is_somebodys_work(folder):
    (folder / "app").mkdir()
    (folder / "app" / MANIFEST).write_text("{}", encoding="utf-8")
    with pytest.raises(ArgumentError, match=r"app/manifest\.json: no report wrote it"):
        put(folder, page="this year's")


@pytest.mark.parametrize("lock", ["~$table", ".~lock.table#"])
def test_a_file_that_is_open_in_a_spreadsheet_program_is_told(folder, lock):
    (folder / lock).write_text("somebody", encoding="utf-8")
    with pytest.raises(ArgumentError, match=r"table is open in a spreadsheet program; close it"):
        put(folder, page="this year's")


def test_what_a_desktop_puts_into_a_folder_by_itself_is_nobodys_work(folder):
    (folder / ".DS_Store").write_bytes(b"\0")
    put(folder, page="this year's")
    assert read(folder) == {"page": "this year's"}


def test_a_file_in_place_of_the_folder_is_refused(tmp_path):
    (tmp_path / "2007").write_text("a file", encoding="utf-8")
    with pytest.raises(ArgumentError, match=r"2007 is no folder; name another one"):
        put(tmp_path / "2007", page="new")
    assert (tmp_path / "2007").read_text(encoding="utf-8") == "a file"


def test_a_place_that_cannot_be_written_is_told(tmp_path):
    (tmp_path / "file").write_text("", encoding="utf-8")
    with pytest.raises(ArgumentError, match=r"2007 cannot be written: .+\."):
        put(tmp_path / "file" / "2007", page="new")


@pytest.mark.parametrize("failing", [1, 2])
def test_a_renaming_that_fails_brings_the_earlier_report_back(folder, monkeypatch, failing):
    renamed, rename = [], Path.rename

    def failing_rename(path: Path, target: Path) -> Path:
        renamed.append(path)
        if len(renamed) == failing:
            raise PermissionError(13, "Permission denied")
        return rename(path, target)

    monkeypatch.setattr(Path, "rename", failing_rename)
    with pytest.raises(
        ArgumentError, match=r"cannot be written: Permission denied\. A file in it may be open"
    ):
        put(folder, page="this year's")
    assert read(folder) == {"page": "last year's", "table": "1"}
    assert [path.name for path in folder.parent.iterdir()] == ["2007"]


KILLED = """
import signal, sys
from pathlib import Path
from chenzhou_indicators.report.folder import replacing_folder
rename, renamed = Path.rename, []
def dying(path, target):
    made = rename(path, target)
    renamed.append(path)
    if len(renamed) == int(sys.argv[2]):
        signal.raise_signal(signal.SIGKILL)
    return made
Path.rename = dying
with replacing_folder(Path(sys.argv[1])) as made:
    (made / "page").write_text("this year's")
    if sys.argv[2] == "0":
        signal.raise_signal(signal.SIGKILL)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such signal")
@pytest.mark.parametrize("renamings", [0, 1, 2])
def test_a_run_that_is_killed_loses_no_report_whenever_it_is_killed(folder, renamings):
    run = subprocess.run([sys.executable, "-c", KILLED, str(folder), str(renamings)], check=False)
    assert run.returncode == -signal.SIGKILL
    if renamings == 1:  # between the two: the earlier report waits for the next run
        assert not folder.exists()
        with pytest.raises(RuntimeError):
            stopped(folder, RuntimeError)
    whole = {"page": "this year's"} if renamings == 2 else {"page": "last year's", "table": "1"}
    assert read(folder) == whole


def test_checksums_are_those_any_tool_computes(tmp_path):
    (tmp_path / "a").mkdir()
    (tmp_path / "a" / "b.txt").write_bytes(b"abc")
    # FIPS 180-4, the example of SHA-256 for "abc".
    assert checksums(tmp_path) == {
        "a/b.txt": "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
    }
