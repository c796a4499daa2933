"""Files that users name: each is written beside its place, and takes it when it is complete."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from stewards.errors import RequestError


@contextmanager
def draft_of(path: Path) -> Iterator[Path]:
    """Give a draft to write to, which becomes the file when the block ends; what was there stays when it fails.

    A link keeps leading where it leads, and a device or pipe is written to as it is. Raises :class:`RequestError` for a
    missing folder, and for a file that cannot be written.
    """
    target = path.resolve()
    if not target.parent.is_dir():
        raise RequestError(f"{path}: there is no folder {path.parent}")
    special = path.exists() and not path.is_file()
    draft = path if special else target.with_name(f".{target.name}.{os.getpid()}.part")
    try:
        yield draft
        if not special:
            draft.replace(target)
    except OSError as error:
        raise RequestError(f"{path}: cannot be written: {error.strerror or error}; choose another file") from None
    finally:
        if not special:
            draft.unlink(missing_ok=True)
