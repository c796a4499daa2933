"""A copy of a store, made while others read it and build in it."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

from stewards.errors import RequestError, StoreError
from stewards.graph import open_graph
from stewards.stores.locations import folder_of
from stewards.stores.manifest import copy_build, data_files, refuse_damage, sync_folder, sync_tree
from stewards.stores.store import OxigraphStore

_BESIDE = "decisions.yaml"


def copy(location: str, target: Path) -> int:
    """Copy the build in force, and the decisions on who is who, into a new folder; return the bytes of the build.

    A published build never changes, and the reader's lease keeps it from being removed meanwhile: so its files are
    copied as they are, then read again and compared with what the build wrote. The folder appears when it is complete.
    Raises :class:`RequestError` when the target is there already, :class:`StoreError` when the copy is not whole.
    """
    home = folder_of(location)
    if home is None:
        raise RequestError("a graph in memory cannot be copied: `stewards export` writes it to a file")
    if target.exists():
        raise RequestError(f"{target}: is there already: name a new folder")
    reading = open_graph(location).store  # its lease holds the build in force
    assert isinstance(reading, OxigraphStore)
    assert reading.folder
    build = reading.folder.parent
    draft = target.with_name(f".{target.name}.{os.getpid()}.part")
    try:
        copied = draft / build.name
        copy_build(build, copied)
        if (home / _BESIDE).exists():
            shutil.copy2(home / _BESIDE, draft)
        (draft / "current").write_text(build.name, encoding="ascii")
        refuse_damage(copied)
        sync_tree(draft)
        draft.rename(target)
        sync_folder(target.parent)
    except OSError as error:
        raise StoreError(f"{target}: cannot be written: {error.strerror or error}") from None
    finally:
        shutil.rmtree(draft, ignore_errors=True)
    return sum(path.stat().st_size for path in data_files(target / build.name))
