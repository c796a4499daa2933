"""Answers of an endpoint, kept on disk page by page: a run that was cut goes on where it stopped."""

from __future__ import annotations

import json
import os
import re
import shutil
import time
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from stewards.endpoints.remote import Endpoint
from stewards.errors import StoreError
from stewards.terms import Table

#: One row of an answer; an unbound variable has no key.
Row = dict[str, str]
#: Seconds after which the pages of an earlier day are thrown away.
KEPT_FOR = 7 * 24 * 3600


@dataclass(frozen=True, slots=True)
class Pages:
    """The pages asked from one endpoint for one day, in a folder of that day."""

    endpoint: Endpoint
    folder: Path
    day: str

    def rows(self, query: str) -> list[Row]:
        """Return what a SELECT query finds, from disk when it was asked before for the same day.

        Raises :class:`StoreError` when the folder cannot be written, and what :meth:`Endpoint.query` raises.
        """
        key = sha256(f"{self.endpoint.access.url}\n{query}".encode()).hexdigest()[:32]
        page = self.folder / self.day / f"{key}.json"
        try:
            return [dict(row) for row in json.loads(page.read_text(encoding="utf-8"))]
        except (OSError, ValueError, TypeError):
            pass  # not asked yet, or not written whole
        table = self.endpoint.query(query)
        if not isinstance(table, Table):
            raise StoreError(f"{self.endpoint.access.name} answers a SELECT query without rows")
        found = [{name: str(term) for name, term in row.items() if term is not None} for row in table.dicts()]
        self._keep(page, found)
        return found

    def forget_old(self) -> None:
        """Throw away the pages of earlier days."""
        for day in self.folder.glob("*/"):
            old = re.fullmatch(r"\d{4}(-\d\d){0,2}", day.name) and time.time() - day.stat().st_mtime > KEPT_FOR
            if old and day.name != self.day:
                shutil.rmtree(day, ignore_errors=True)

    def _keep(self, page: Path, rows: list[Row]) -> None:
        draft = page.with_suffix(f".{os.getpid()}")
        try:
            page.parent.mkdir(parents=True, exist_ok=True)
            draft.write_text(json.dumps(rows), encoding="utf-8")
            draft.replace(page)
        except OSError as error:
            raise StoreError(f"{page.parent}: the pages of a run cannot be kept there: {error.strerror}") from None
