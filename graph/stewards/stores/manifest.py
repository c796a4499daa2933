"""What a published build consists of: each file with its size and digest, brought to disk before it is put in force."""

from __future__ import annotations

import json
import os
import re
import shutil
from collections.abc import Iterator
from hashlib import file_digest
from pathlib import Path

from stewards.errors import StoreError

_FILE = "files.json"
#: What the engine keeps for itself: its diary and its lock tell nothing of the graph.
_NOT_DATA = re.compile(r"store/(LOG|LOG\.old\..*|LOCK)")


def seal(generation: Path) -> None:
    """Bring every file of a finished build to disk, and write down what each holds.

    A rename can reach the disk before the content of what it names does: after a power cut, ``current`` would name a
    build of empty files. So every file and folder is synced before the rename (tests/bench/bench_safety.py measures
    what is lost without, and what it costs).
    """
    files = {path.relative_to(generation).as_posix(): _measured(path) for path in data_files(generation)}
    (generation / _FILE).write_text(json.dumps(files, indent=0), encoding="utf-8")
    sync_tree(generation)
    sync_folder(generation.parent)


def data_files(generation: Path) -> Iterator[Path]:
    """Yield every file that a build consists of, in order."""
    for path in sorted(generation.rglob("*")):
        name = path.relative_to(generation).as_posix()
        if path.is_file() and name != _FILE and not _NOT_DATA.fullmatch(name):
            yield path


def copy_build(generation: Path, target: Path) -> None:
    """Copy all that a finished build consists of into a folder; raise :class:`OSError` at the first file that fails."""
    for path in (*data_files(generation), generation / _FILE):
        place = target / path.relative_to(generation)
        place.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(path, place)


def damage(generation: Path) -> list[tuple[str, str]]:
    """Return every file of a build that is not as it was written, each with what is wrong."""
    try:
        files: dict[str, list[object]] = json.loads((generation / _FILE).read_text(encoding="utf-8"))
        found = [(name, _wrong(generation / name, size, digest)) for name, (size, digest) in files.items()]
        return [(name, wrong) for name, wrong in found if wrong]
    except FileNotFoundError:
        return [(_FILE, "is missing, and with it what the other files should hold: build the graph anew")]
    except (OSError, ValueError, TypeError, AttributeError) as error:
        return [(_FILE, f"the list of the build's files cannot be read: {_reason(error)}")]


def refuse_damage(generation: Path) -> None:
    """Raise :class:`StoreError` for the first file of a build that is not as it was written."""
    for name, wrong in damage(generation):
        raise StoreError(f"{generation / name}: {wrong}")


def sync_tree(folder: Path) -> None:
    """Bring a folder to disk with all that is in it."""
    for path in (*folder.rglob("*"), folder):
        if path.is_dir():
            sync_folder(path)
        else:
            with path.open("r+b") as stream:  # Windows syncs only what may be written
                os.fsync(stream.fileno())


def sync_folder(folder: Path) -> None:
    """Bring a folder's list of names to disk, where the system can."""
    try:
        descriptor = os.open(folder, os.O_RDONLY)
    except OSError:  # Windows opens no folders
        return
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _measured(path: Path) -> tuple[int, str]:
    """Return the size and the digest of a file."""
    with path.open("rb") as stream:
        return path.stat().st_size, file_digest(stream, "sha256").hexdigest()


def _wrong(path: Path, size: object, digest: object) -> str:
    """Return what is wrong with a file, "" when it is as it was written."""
    try:
        found = path.stat().st_size
        if found != size:
            return f"is damaged: it has {found:,} bytes, and was written with {size:,}"
        with path.open("rb") as stream:
            return "" if file_digest(stream, "sha256").hexdigest() == digest else "is damaged: its content has changed"
    except FileNotFoundError:
        return "is missing"
    except OSError as error:
        return f"cannot be read: {_reason(error)}"


def _reason(error: Exception) -> str:
    return (isinstance(error, OSError) and error.strerror) or str(error)
