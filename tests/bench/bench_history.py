"""Time and memory for reading the whole history of a real list: 930 revisions of the CNCF's maintainers."""

from __future__ import annotations

import os
import resource
import sys
import time
from pathlib import Path

from stewards.model import Document, Situation
from stewards.sources.history import read_history
from stewards.sources.input import Input
from stewards.sources.revisions import open_revisions

ROOT = Path(__file__).resolve().parent.parent.parent
FILE = "project-maintainers.csv"


def main() -> None:
    mirror = ROOT / os.environ.get("STEWARDS_TEST_DATA", "../shared/data")
    bundle = (mirror / "_history" / "cncf-maintainers-history.bundle").resolve()
    if not bundle.is_file():
        sys.exit(f"no history at {bundle}: set STEWARDS_TEST_DATA")
    with open_revisions(bundle) as revisions:
        number = len(revisions.of(FILE, ""))
    before, started = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    batches = read_history(Input(Document("cncf-maintainers", "CNCF", "cncf-maintainers"), bundle))
    seconds = time.perf_counter() - started
    own, others = resource.getrusage(resource.RUSAGE_SELF), resource.getrusage(resource.RUSAGE_CHILDREN)
    worked = own.ru_utime + others.ru_utime - before.ru_utime
    found = sum(isinstance(record, Situation) for records in batches.values() for record in records)
    processes = os.cpu_count() or 1
    print(f"revisions            {number:>8,}")
    print(f"stretches found      {found:>8,}")
    print(f"seconds              {seconds:>8.1f}  on {processes} processors, {worked:.1f} s of work")
    print(f"peak memory, MB      {own.ru_maxrss / 1024:>8.0f}  and {others.ru_maxrss / 1024:.0f} in each of the others")


if __name__ == "__main__":
    main()
