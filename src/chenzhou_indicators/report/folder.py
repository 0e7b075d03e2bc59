"""A folder replaced whole: a new report stands in its place at once, or the earlier one stays.

The new folder is made beside the old one and put in its place by renaming. Only what an earlier report
wrote is ever replaced: its manifest names every file with its checksum, and a file that was added or
changed since is somebody's work, so the folder is refused.
"""

from __future__ import annotations

import hashlib
import json
import re
import secrets
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from ..errors import ArgumentError

__all__ = ["MANIFEST", "checksum", "checksums", "replacing_folder", "require_replaceable"]

MANIFEST = "manifest.json"
ITSELF = ""  # a manifest does not hold its own checksum
LOCK = re.compile(r"(?:~\$|\.~lock\.)([^/]+?)#?$")  # what office programs put beside a file that is open
NOBODYS = (".DS_Store", "Thumbs.db", "desktop.ini")  # what desktops put into folders by themselves


def checksum(file: Path) -> str:
    """Return the SHA-256 of a file, in hexadecimal."""
    with file.open("rb") as opened:
        return hashlib.file_digest(opened, "sha256").hexdigest()


def checksums(folder: Path) -> dict[str, str]:
    """Return the SHA-256 of every file in a folder, by its path in it, in order."""
    files = sorted(path for path in folder.rglob("*") if not path.is_dir())
    return {path.relative_to(folder).as_posix(): checksum(path) for path in files}


def require_replaceable(folder: Path) -> None:
    """Refuse a folder that holds anything but an earlier report as it was written.

    Raises
    ------
    ArgumentError
        If it is no folder, or holds files that no report wrote, that were changed since or that are open in
        a spreadsheet program, naming all.
    """
    if not folder.exists():
        return
    if not folder.is_dir():
        raise ArgumentError(f"{folder} is no folder; name another one.")
    written = _written(folder)
    odd = [
        f"{name}: {why}"
        for name, digest in checksums(folder).items()
        if Path(name).name not in NOBODYS and (why := _kept_for(name, digest, written))
    ]
    if odd:
        raise ArgumentError(
            f"{folder} holds files that a new report would replace; move them away, or name another folder:",
            odd,
        )


def _kept_for(name: str, digest: str, written: dict[str, str]) -> str:
    """Say why a file must not be replaced; an empty text where it may."""
    if name in written:
        return "" if written[name] in (digest, ITSELF) else "changed since"
    if lock := LOCK.search(name):
        return f"{lock[1]} is open in a spreadsheet program; close it"
    return "no report wrote it"


def _written(folder: Path) -> dict[str, str]:
    """Return what the manifest in a folder says was written, and itself; nothing where it is no report's."""
    try:
        told = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
        return {**told["outputs"], MANIFEST: ITSELF}
    except (OSError, ValueError, KeyError, TypeError):
        return {}


@contextmanager
def replacing_folder(folder: Path) -> Iterator[Path]:
    """Hand out an empty folder beside `folder`, and put it in its place when all went well.

    What stood at `folder` before stays whole until then. A run that is killed leaves at most a hidden
    folder beside it, and where it was killed between the two renamings, the next run puts the earlier
    report back first.

    Raises
    ------
    ArgumentError
        If the folder cannot be made or replaced.
    """
    target = folder.resolve()
    before = target.with_name(f".{target.name}.before")
    made = target.with_name(f".{target.name}.{secrets.token_hex(8)}")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        if before.exists() and not target.exists():
            before.rename(target)
        require_replaceable(target)
        made.mkdir()
        yield made
        require_replaceable(target)  # what was added while the new one was made is not lost
        _put_in_place(made, target, before)
    except OSError as error:
        hint = " A file in it may be open in another program." if isinstance(error, PermissionError) else ""
        raise ArgumentError(f"{folder} cannot be written: {error.strerror or error}.{hint}") from error
    finally:
        shutil.rmtree(made, ignore_errors=True)


def _put_in_place(made: Path, target: Path, before: Path) -> None:
    """Rename the earlier folder out of the way and the new one into its place; back again if that fails."""
    if not target.exists():
        made.rename(target)
        return
    if before.exists():
        shutil.rmtree(before)
    target.rename(before)
    try:
        made.rename(target)
    except BaseException:  # also an interrupt: the earlier report must come back
        before.rename(target)
        raise
    shutil.rmtree(before, ignore_errors=True)
