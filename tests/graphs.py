"""How the tests read small sources and build graphs of them."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TypeVar

from stewards.build import Plan, build
from stewards.identity.resolving import Identities, resolve
from stewards.model import Document, Record
from stewards.namespaces import ONTOLOGY_GRAPH, REGISTRY_GRAPH
from stewards.sources import find_format
from stewards.sources.input import Input
from stewards.stores.generations import Generations
from stewards.stores.store import OxigraphStore, Store
from stewards.terms import Table
from stewards.values import Period

R = TypeVar("R", bound=Record)
PACKAGE_ROOT = Path(__file__).resolve().parents[1] / "graph"


def version(
    format: str, path: Path, name: str = "sample", as_of: str = "2024-01-01", options: Mapping[str, str] | None = None
) -> Input:
    """Return one version of a source, called ``name/as_of``."""
    document = Document(f"{name}/{as_of}", f"{name}, {as_of}", format, Period.parse(as_of), complete=True)
    return Input(document, path, options or {})


def read(source: Input) -> list[Record]:
    """Return every record of a version; its problems are in ``source.problems``."""
    batches = find_format(source.document.format).read(source)
    return [record for records in batches.values() for record in records]


def only(kind: type[R], records: list[Record]) -> list[R]:
    """Return the records of exactly one type."""
    return [record for record in records if type(record) is kind]


def identified(records: Iterable[Record]) -> Identities:
    """Return who is who among some records, as if one document held them all."""
    return resolve({Document("sample", "sample", "facts"): list(records)})


def problems(source: Input) -> list[str]:
    """Return what was reported while a version was read, one line each."""
    return [str(problem) for problem in source.problems]


def plan(*versions: Input, expect: Mapping[str, int] | None = None) -> Plan:
    """Return the plan to read some versions of one source."""
    first = versions[0].document
    return Plan(first.name.split("/")[0], first.format, str(versions[0].path), versions, expect or {})


def built(*plans: Plan, at: Path | None = None) -> OxigraphStore:
    """Build a graph of some sources alone, in memory or in a folder."""
    return build(at, plans)[0]


def statements(store: OxigraphStore) -> list[str]:
    """Return every quad but the ontology's and the registry's as a line of N-Quads, in order; none has a blank node."""
    with tempfile.TemporaryDirectory() as folder:
        target = Path(folder) / "all.nq"
        store.export(target, "nq")
        lines = target.read_text(encoding="utf-8").splitlines()
    return sorted(line for line in lines if not line.endswith((f"<{ONTOLOGY_GRAPH}> .", f"<{REGISTRY_GRAPH}> .")))


def column(store: Store, query: str) -> list[str]:
    """Return the first column of a query's rows as texts, in order."""
    answer = store.query(query)
    assert isinstance(answer, Table)
    return sorted(str(row[0]) for row in answer.rows)


def published(folder: Path) -> OxigraphStore:
    """Open the build in force in a folder."""
    generation = Generations(folder).current()
    assert generation is not None
    return OxigraphStore(generation / "store", read_only=True)


def run_stewards(*arguments: str | Path, store: Path | str) -> subprocess.CompletedProcess[str]:
    """Run the command line in a process of its own."""
    command = [
        sys.executable,
        "-c",
        "from stewards.cli import main; main()",
        "--store",
        str(store),
        *map(str, arguments),
    ]
    return subprocess.run(command, capture_output=True, text=True, env=environment(), timeout=60)


def environment(**more: str) -> dict[str, str]:
    """Return the environment for a process that runs the package of this checkout."""
    return {**os.environ, "PYTHONPATH": str(PACKAGE_ROOT), "COLUMNS": "200", **more}
