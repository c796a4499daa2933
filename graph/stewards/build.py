"""From sources to a published graph: read, identify, write quads, derive, check, publish."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from stewards import checks
from stewards.errors import SourceError, StoreError
from stewards.garbage import without_cycle_search
from stewards.identity.decisions import Decision, load_decisions
from stewards.identity.registry import Registry, load_registry, renew, save_registry
from stewards.identity.resolving import Identities, resolve
from stewards.identity.review import decisions_path, save_review
from stewards.model import Document, Record, Tenure
from stewards.namespaces import SOURCE
from stewards.quads.graph_writing import write_graph
from stewards.resources import folder
from stewards.sources import find_format, kept
from stewards.sources.catalogue import Entry
from stewards.sources.history import read_history
from stewards.sources.input import Batches, Input
from stewards.sources.kept import KeptSource
from stewards.stores.generations import Generations
from stewards.stores.store import OxigraphStore
from stewards.summary import SourceSummary, Summary, read_summary, save_summary

#: A source with fewer records than this share of what its catalogue entry expects is reported.
SHRUNK = 0.8
FACTS = "facts"


@dataclass(frozen=True, slots=True)
class Plan:
    """A source to be read in this build: its versions, and the counts its catalogue entry expects."""

    name: str
    format: str
    location: str
    inputs: tuple[Input, ...]
    expect: Mapping[str, int] = field(default_factory=dict)
    #: True when the inputs are repositories, bundles or folders of dated copies whose every revision is to be read.
    history: bool = False

    @classmethod
    def from_entry(cls, entry: Entry, inputs: list[Input]) -> Plan:
        """Make the plan for a catalogue entry whose versions were found."""
        return cls(entry.name, entry.format, inputs[-1].location, tuple(inputs), entry.expect)


def shipped_facts() -> Plan:
    """Return the plan for the facts that ship with the package."""
    path = folder("facts")
    document = Document(name=FACTS, title="Facts shipped with Stewards", format="facts")
    return Plan(FACTS, "facts", "shipped with the package", (Input(document, path),))


def build(
    location: Path | None,
    plans: Iterable[Plan],
    *,
    drop: str = "",
    wait: float = 0,
    progress: Callable[[str], None] = lambda step: None,
) -> tuple[OxigraphStore, Summary]:
    """Read the planned sources, keep all others as they were, and publish the graph of the whole.

    With no location the graph is built in memory. A source that cannot be read keeps its last version and is marked
    as failed; when that goes for every source, nothing is published. Another build at the location is waited for, up
    to ``wait`` seconds. Raises :class:`StoreError` when the graph breaks a check or the folder cannot be written; then
    the graph in force stays.
    """
    if location is None:
        sources, summary = _read({}, plans, progress)
        identities, batches = _identify(sources, load_wanted_decisions(None), summary, progress)
        return _write(OxigraphStore(), batches, identities, Registry(), summary, progress), summary
    generations, plans = Generations(location), list(plans)
    try:
        with generations.writing(wait, progress) as fresh, without_cycle_search():
            current = generations.current()
            before = {source.name: source for source in kept.load_all(current / "sources")} if current else {}
            before.pop(drop, None)
            sources, summary = _read(before, plans, progress)
            if current and not drop and _nothing_read(plans, summary):
                raise _NothingNewError(current, summary)
            _write_generation(fresh, location, current, sources, summary, progress)
        return OxigraphStore(fresh / "store", read_only=True), summary
    except _NothingNewError as found:
        return OxigraphStore(found.current / "store", read_only=True), found.summary


def _nothing_read(plans: list[Plan], summary: Summary) -> bool:
    """Return whether something was to be read, and nothing could be."""
    planned = {plan.name for plan in plans}
    return bool(plans) and all(entry.failed for entry in summary.sources if entry.name in planned)


class _NothingNewError(Exception):
    """Every source that was to be read failed: a build would be the one in force, and push out the one before."""

    def __init__(self, current: Path, summary: Summary) -> None:
        super().__init__()
        self.current, self.summary = current, summary
        summary.quads = read_summary(current).quads


def _write_generation(
    fresh: Path,
    location: Path,
    current: Path | None,
    sources: list[KeptSource],
    summary: Summary,
    progress: Callable[[str], None],
) -> None:
    """Write everything that a build consists of into its folder, and close it."""
    (fresh / "sources").mkdir()
    for source in sources:
        kept.save(source, fresh / "sources")
    identities, batches = _identify(sources, load_wanted_decisions(location), summary, progress)
    registry = renew(load_registry(current), identities)
    save_registry(registry, fresh)
    save_review(identities, fresh)
    store = _write(OxigraphStore(fresh / "store"), batches, identities, registry, summary, progress)
    store.close_writing()
    save_summary(summary, fresh)


def load_wanted_decisions(location: Path | None) -> list[Decision]:
    """Return the decisions on who is who that a build follows, none where there is no file of them."""
    path = decisions_path(location)
    return load_decisions(path) if path and path.exists() else []


def _identify(
    sources: list[KeptSource], decisions: list[Decision], summary: Summary, progress: Callable[[str], None]
) -> tuple[Identities, Batches]:
    """Bring the sources' documents together and tell who is who among them."""
    batches: Batches = {}
    for source in sources:
        for document, records in source.batches.items():
            batches.setdefault(document, []).extend(records)
        for entry in summary.sources:
            if entry.name == source.name:
                entry.documents = [document.name for document in source.batches]
    progress("telling who is who")
    identities = resolve(batches, decisions)
    summary.held_apart = len(identities.held_apart)
    return identities, batches


def _write(
    store: OxigraphStore,
    batches: Batches,
    identities: Identities,
    registry: Registry,
    summary: Summary,
    progress: Callable[[str], None],
) -> OxigraphStore:
    """Write the graph, derive what rules say, and check it."""
    started = time.perf_counter()
    progress("writing the graph")
    counts = write_graph(store, batches, identities, registry)
    progress("checking")
    for check, offenders in checks.run(store):
        raise StoreError(f"not published: {check.rule}, but {len(offenders)} do not, such as {offenders[0]}")
    for entry in summary.sources:
        entry.statements = sum(counts[SOURCE + name] for name in entry.documents)
    summary.quads, summary.seconds = len(store), time.perf_counter() - started
    return store


def _read(
    before: dict[str, KeptSource], plans: Iterable[Plan], progress: Callable[[str], None]
) -> tuple[list[KeptSource], Summary]:
    found = dict(before)
    summaries = {
        name: SourceSummary(name, s.format, s.location, s.size, problems=s.problems) for name, s in before.items()
    }
    for plan in plans:
        progress(f"reading {plan.name}")
        started = time.perf_counter()
        entry = summaries[plan.name] = SourceSummary(plan.name, plan.format, plan.location)
        try:
            found[plan.name] = source = read_source(plan)
            entry.records, entry.problems = source.size, source.problems
        except SourceError as error:
            if plan.name == FACTS:
                raise
            entry.failed, entry.problems = True, [str(problem) for problem in error.problems]
            entry.records = before[plan.name].size if plan.name in before else 0
        entry.seconds = time.perf_counter() - started
    ordered = sorted(found.values(), key=lambda source: (source.name != FACTS, source.name))
    return ordered, Summary([summaries[name] for name in sorted(summaries)], built=date.today().isoformat())


def read_source(plan: Plan) -> KeptSource:
    """Read all versions of a source; raise :class:`SourceError` when one of them cannot be used as a whole."""
    source = KeptSource(plan.name, plan.format, plan.location)
    for version in plan.inputs:
        problems_before = len(version.problems)
        source.batches.update(read_history(version) if plan.history else find_format(plan.format).read(version))
        source.problems += [str(problem) for problem in version.problems[problems_before:]]
    if plan.expect and plan.inputs:
        source.problems += _shrunk(plan, source.batches.get(plan.inputs[-1].document, []))
    return source


def _shrunk(plan: Plan, records: list[Record]) -> list[str]:
    counts = Counter(type(record).__name__ for record in records)
    counts.update(record.role for record in records if isinstance(record, Tenure))
    return [
        f"{plan.name}: holds {counts[kind]} of kind {kind}, where about {number} were expected: is the source whole?"
        for kind, number in plan.expect.items()
        if counts[kind] < SHRUNK * number
    ]
