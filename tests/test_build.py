from __future__ import annotations

import re
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from stewards.build import build, shipped_facts
from stewards.checks import Check
from stewards.errors import StoreBusyError, StoreError
from stewards.graph import open_graph
from stewards.identity.registry import Registry
from stewards.identity.resolving import resolve
from stewards.model import Membership, Reference
from stewards.quads.graph_writing import write_graph
from stewards.sources.input import Batches, Input
from stewards.stores.generations import Generations
from stewards.stores.integrity import find_damage
from stewards.stores.store import OxigraphStore
from stewards.summary import read_summary
from tests.crashes import TOLD, Builder, Graphs, free, full_disks, killed_builds
from tests.graphs import built, column, environment, plan, published, statements, version

MEMBERS = "SELECT ?name { ?m a stw:CorporateMembership ; org:member/skos:prefLabel ?name }"
KILLED, FULL = 20, 5


@pytest.fixture
def landscape(fixtures: Path) -> Input:
    return version("landscape", fixtures / "landscape.yml", "landscape")


@pytest.fixture
def maintainers(fixtures: Path) -> Input:
    return version("cncf-maintainers", fixtures / "project-maintainers.csv", "maintainers")


@pytest.fixture
def facts(fixtures: Path) -> Input:
    return version("facts", fixtures / "facts", "northern")


@pytest.fixture
def broken(tmp_path: Path) -> Input:
    path = tmp_path / "broken.yml"
    path.write_text('landscape: "cut off', encoding="utf-8")
    return version("landscape", path, "landscape")


def test_sources_come_together(landscape: Input, maintainers: Input, facts: Input) -> None:
    store = built(plan(landscape), plan(maintainers), plan(facts))

    roles = "SELECT ?place { ?t a stw:Tenure ; org:member person:ada ; org:organization/skos:prefLabel ?place }"
    assert column(store, roles) == [
        "Acme Shipping",
        "Harbourmaster CLI",
        "Harbourmaster Steering Committee",
        "Northern Lights Governing Board",
        "Tugboat",
        "Tugboat Technical Oversight Committee",
    ]


def test_one_company_of_two_sources_is_one(landscape: Input, facts: Input) -> None:
    store = built(plan(landscape), plan(facts))

    assert column(store, MEMBERS) == ["Acme Shipping", "Buoy GmbH"]
    assert column(store, "SELECT ?date { ?m org:member org-id:acme ; stw:startDate ?date }") == ["2020-02-01"]


def test_each_document_keeps_its_own_dates(landscape: Input, facts: Input) -> None:
    store = built(plan(landscape), plan(facts))

    said = (
        "SELECT ?date { GRAPH %s { ?m a stw:CorporateMembership ; org:member org-id:acme ; stw:startPrecision ?date } }"
    )
    assert column(store, said % "<https://w3id.org/stewards/source/charter>") == [
        "https://w3id.org/stewards/precision/month"
    ]
    assert column(store, said % "<https://w3id.org/stewards/source/landscape/2024-01-01>") == []


def test_the_order_of_sources_does_not_matter(landscape: Input, maintainers: Input, facts: Input) -> None:
    plans = [plan(landscape), plan(maintainers), plan(facts)]

    assert statements(built(*plans)) == statements(built(*reversed(plans)))


def test_the_order_of_facts_does_not_matter(fixtures: Path, tmp_path: Path, facts: Input) -> None:
    (tmp_path / "facts").mkdir()
    for name in ("who", "what"):
        head, *entries = (fixtures / "facts" / f"{name}.yaml").read_text(encoding="utf-8").split("\n  - ")
        turned = "\n  - ".join([head, *(entry.rstrip() for entry in reversed(entries))])
        (tmp_path / "facts" / f"{name}.yaml").write_text(turned + "\n", encoding="utf-8")

    assert statements(built(plan(version("facts", tmp_path / "facts", "northern")))) == statements(built(plan(facts)))


def test_the_seed_of_hashes_does_not_matter(fixtures: Path) -> None:
    script = f"""
from pathlib import Path
from tests.graphs import *
files = [("landscape", "landscape.yml"), ("cncf-maintainers", "project-maintainers.csv"), ("facts", "facts")]
print(*statements(built(*(plan(version(f, Path({str(fixtures)!r}) / p, f)) for f, p in files))), sep="\\n")
"""
    root = Path(__file__).resolve().parents[1]
    runs = [
        subprocess.Popen(
            [sys.executable, "-c", script], cwd=root, env=environment(PYTHONHASHSEED=seed), stdout=subprocess.PIPE
        )
        for seed in ("1", "2")
    ]
    first, second = (run.communicate()[0] for run in runs)

    assert first.count(b"\n") > 300
    assert first == second


def test_adding_a_source_twice_changes_nothing(landscape: Input, facts: Input, tmp_path: Path) -> None:
    once = statements(built(plan(landscape), plan(facts), at=tmp_path))
    again = statements(built(plan(landscape), at=tmp_path))

    assert again == once


def test_adding_one_after_the_other_is_adding_both(landscape: Input, maintainers: Input, tmp_path: Path) -> None:
    built(plan(maintainers), at=tmp_path)

    assert statements(built(plan(landscape), at=tmp_path)) == statements(built(plan(landscape), plan(maintainers)))


def test_dropping_a_source_leaves_the_others_as_they_were(landscape: Input, facts: Input, tmp_path: Path) -> None:
    before = statements(built(plan(facts), at=tmp_path))
    built(plan(landscape), at=tmp_path)
    after, summary = build(tmp_path, [], drop="landscape")

    assert statements(after) == before
    assert [entry.name for entry in summary.sources] == ["northern"]


def test_a_new_version_replaces_the_old_one(landscape: Input, fixtures: Path, tmp_path: Path) -> None:
    built(plan(landscape), at=tmp_path)
    shorter = tmp_path / "landscape.yml"
    text = (fixtures / "landscape.yml").read_text(encoding="utf-8")
    shorter.write_text(text[: text.index("      - subcategory:\n        name: Gold")], encoding="utf-8")

    store = built(plan(version("landscape", shorter, "landscape", "2025-01-01")), at=tmp_path)

    assert column(store, MEMBERS) == ["Acme Shipping, Inc."]


def test_two_versions_date_the_end_of_what_is_gone(landscape: Input, fixtures: Path, tmp_path: Path) -> None:
    shorter = tmp_path / "landscape.yml"
    text = (fixtures / "landscape.yml").read_text(encoding="utf-8")
    shorter.write_text(text[: text.index("      - subcategory:\n        name: Gold")], encoding="utf-8")

    store = built(plan(landscape, version("landscape", shorter, "landscape", "2025-01-01")))

    absent = (
        "SELECT ?date { ?m a stw:CorporateMembership ; org:member/skos:prefLabel 'Buoy GmbH' ; stw:absentSince ?date }"
    )
    assert column(store, absent) == ["2025-01-01"]


def test_a_source_that_cannot_be_read_keeps_what_it_said(landscape: Input, broken: Input, tmp_path: Path) -> None:
    before = statements(built(plan(landscape), at=tmp_path))
    after, summary = build(tmp_path, [plan(broken)])

    assert statements(after) == before
    assert [(entry.failed, len(entry.problems)) for entry in summary.sources] == [(True, 1)]
    assert "landscape/2024-01-01, line 1: is not valid YAML" in summary.sources[0].problems[0]


def test_when_nothing_can_be_read_nothing_is_published(
    landscape: Input, facts: Input, broken: Input, tmp_path: Path
) -> None:
    built(plan(facts), at=tmp_path)
    built(plan(landscape), at=tmp_path)
    generations = Generations(tmp_path)
    before = generations.current(), generations.previous()
    store, summary = build(tmp_path, [plan(broken)])

    assert (generations.current(), generations.previous()) == before
    assert summary.quads == len(store)
    assert any(entry.failed for entry in summary.sources)


def test_what_can_be_read_is_published_beside_what_cannot(
    landscape: Input, maintainers: Input, broken: Input, tmp_path: Path
) -> None:
    built(plan(landscape), at=tmp_path)
    build(tmp_path, [plan(broken), plan(maintainers)])

    assert [path.name for path in (Generations(tmp_path).current(),) if path] == ["generation-000002"]


def test_a_source_that_cannot_be_read_does_not_stop_the_others(broken: Input, maintainers: Input) -> None:
    _, summary = build(None, [plan(broken), plan(maintainers)])

    assert {entry.name: entry.failed for entry in summary.sources} == {"landscape": True, "maintainers": False}


def test_a_source_that_shrinks_is_told(landscape: Input) -> None:
    _, summary = build(None, [plan(landscape, expect={"Membership": 3, "Hosting": 3, "corporate-member": 2})])

    assert summary.sources[0].problems[-1] == (
        "landscape: holds 2 of kind Membership, where about 3 were expected: is the source whole?"
    )
    assert len([problem for problem in summary.sources[0].problems if "were expected" in problem]) == 1


def test_the_summary_of_a_build_is_kept(landscape: Input, tmp_path: Path) -> None:
    store, summary = build(tmp_path, [plan(landscape)])
    current = Generations(tmp_path).current()
    assert current is not None

    assert read_summary(current) == summary
    assert summary.quads == len(store)
    assert summary.sources[0].records == 18


def test_a_failing_check_leaves_the_old_build(
    landscape: Input, facts: Input, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = statements(built(plan(landscape), at=tmp_path))
    monkeypatch.setattr(
        "stewards.checks.CHECKS",
        (Check("none", "nobody is called Ada", "SELECT ?node { ?node skos:prefLabel 'Ada Anker' }"),),
    )

    with pytest.raises(StoreError, match=r"^not published: nobody is called Ada, but 1 do not, such as https://"):
        build(tmp_path, [plan(facts)])

    assert statements(published(tmp_path)) == before


def test_the_check_for_evidence_finds_its_lack(monkeypatch: pytest.MonkeyPatch, landscape: Input) -> None:
    monkeypatch.setattr("stewards.quads.situation_quads.write_evidence", lambda *arguments: None)

    with pytest.raises(StoreError, match="every situation, event and statement names its evidence"):
        build(None, [plan(landscape)])


def test_something_that_is_its_own_parent_is_not_published(tmp_path: Path) -> None:
    path = tmp_path / "circle.yaml"
    path.write_text(
        "documents: {note: {title: Note}}\n"
        "entities: {acme: {kind: company, name: Acme, source: note}}\n"
        "facts: [{parent: {child: acme, parent: acme, relation: subsidiary}, source: note}]\n",
        encoding="utf-8",
    )

    with pytest.raises(StoreError, match="nothing is its own parent"):
        built(plan(version("facts", path)), at=tmp_path / "store")
    assert Generations(tmp_path / "store").current() is None


def test_a_reader_keeps_its_answers(landscape: Input, maintainers: Input, tmp_path: Path) -> None:
    built(plan(landscape), at=tmp_path)
    graph = open_graph(str(tmp_path))
    before = column(graph.store, MEMBERS)
    built(plan(maintainers), at=tmp_path)
    build(tmp_path, [], drop="landscape")

    assert column(graph.store, MEMBERS) == before
    assert column(open_graph(str(tmp_path)).store, MEMBERS) == []


def test_the_second_builder_is_told(landscape: Input, tmp_path: Path) -> None:
    with Generations(tmp_path).writing(), pytest.raises(StoreBusyError, match="is building here"):
        build(tmp_path, [plan(landscape)])


def test_the_facts_are_built_where_nothing_has_been(tmp_path: Path) -> None:
    graph = open_graph(str(tmp_path / "store"))

    assert graph.find("PyTorch").label == "PyTorch"


def test_the_shipped_graph_is_the_same_each_time(tmp_path: Path) -> None:
    assert statements(built(shipped_facts(), at=tmp_path)) == statements(built(shipped_facts()))


# What names in a source may hold, each with what the store has of it.
HOSTILE = {
    "script": "<script>alert(1)</script>",
    "quotes": "\"Acme\" 'Shipping' `x`",
    "backslashes": "\\\\server\\u0041\\",
    "newlines": "two\nlines\r\nand a\ttab",
    "nul": "a\x00b",
    "right to left": "\u202eemcA\u202c \u200f",
    "sparql": 'Acme" . } SERVICE <http://x/> {',
    "long": "x" * 10_000,
    "emoji": "👩‍💻 ﷽ 北京",
    "empty-looking": "\u2060\u00ad",
}


@pytest.mark.parametrize("name", HOSTILE.values(), ids=HOSTILE)
def test_hostile_names_stay_text(name: str) -> None:
    store = built_of_member(name)

    assert column(store, MEMBERS) == [" ".join(name.split())]
    assert column(store, "SELECT DISTINCT ?s { ?s ?p ?o FILTER(isBlank(?s)) }") == []


def test_half_a_surrogate_pair_is_replaced() -> None:
    assert column(built_of_member("a\ud800b"), MEMBERS) == ["a?b"]


def built_of_member(name: str) -> OxigraphStore:
    """Return a graph in which something with this name is a member, built as from any source."""
    foundation = Reference("organisation", "Northern Lights Foundation")
    member = Reference("organisation", name, (("crunchbase", name), ("domain", name), ("wikidata", name)))
    document = version("landscape", Path("nowhere")).document
    records = [Membership(member=member, organisation=foundation, locator=name, quote=name)]
    batches: Batches = {document: list(records)}
    store = OxigraphStore()
    write_graph(store, batches, resolve(batches), Registry())
    return store


def test_addresses_that_are_no_iri_do_not_stop_a_build(tmp_path: Path) -> None:
    path = tmp_path / "landscape.yml"
    items = "".join(
        f"          - item:\n            name: Member {number}\n            homepage_url: '{url}'\n"
        f"            crunchbase: 'https://www.crunchbase.com/organization/x{number}{url[-5:]}'\n"
        for number, url in enumerate(
            ["https://x.example/%zz", "https://[oops]/", "http://a:port/", "https://x/#a#b", "https://x/a[1]", "https:"]
        )
    )
    path.write_text(
        "landscape:\n  - category:\n    name: NLF Members\n    subcategories:\n"
        f"      - subcategory:\n        name: Gold\n        items:\n{items}",
        encoding="utf-8",
    )

    assert len(column(built(plan(version("landscape", path))), MEMBERS)) == 6


def test_no_mail_address_of_a_source_reaches_an_export(tmp_path: Path) -> None:
    (tmp_path / "maintainers.csv").write_text(
        ",Project,Maintainer Name,Company,Github Name,OWNERS/MAINTAINERS\n"
        "Sandbox,Tugboat,Ada Anker <ada@anker.example>,Acme (at) acme.example,ada@anker.example,\n"
        ",,ben@boje.example,,,\n",
        encoding="utf-8",
    )
    (tmp_path / "landscape.yml").write_text(
        "landscape:\n  - name: NLF Members\n    subcategories:\n      - name: Gold\n        items:\n"
        "          - {name: Buoy info@buoy.example, homepage_url: 'https://info@buoy.example/'}\n"
        "          - {name: Crane, homepage_url: 'https://crane.example/?write=info@crane.example'}\n"
        "  - name: Tools\n    subcategories:\n      - name: All\n        items:\n"
        "          - {name: Winch, project: sandbox, description: Write to crew@winch.example or help@winch.example}\n",
        encoding="utf-8",
    )
    (tmp_path / "facts.yaml").write_text(
        "documents: {mail: {title: A mail by eva@eel.example, publisher: eva@eel.example}}\n"
        "entities:\n  winch: {kind: project, name: Winch, aliases: [winch@winch.example], source: mail,\n"
        "    at: To eva@eel.example, quote: From eva@eel.example}\n"
        "facts:\n  - statement: {about: winch, text: Ask eva@eel.example.}\n    source: mail\n"
        "    at: eva@eel.example\n",
        encoding="utf-8",
    )
    store = built(
        plan(version("cncf-maintainers", tmp_path / "maintainers.csv", "a")),
        plan(version("landscape", tmp_path / "landscape.yml", "b")),
        plan(version("facts", tmp_path / "facts.yaml", "c")),
    )

    assert [line for line in statements(store) if re.search(r"\w(@| \(at\) )\w+\.", line)] == []
    assert column(store, "SELECT ?text { ?s schema:text ?text }") == ["Ask ."]


@pytest.fixture
def builder() -> Iterator[Builder]:
    with Builder() as running:
        yield running


@pytest.fixture
def swift() -> Iterator[Path]:
    """Yield a folder in memory where there is one: a killed process leaves the same there as on a slow disk."""
    memory = Path("/dev/shm")
    with tempfile.TemporaryDirectory(dir=memory if memory.is_dir() else None) as folder:
        yield Path(folder)


def test_a_build_that_is_killed_leaves_a_whole_graph(builder: Builder, swift: Path) -> None:
    graphs = Graphs(swift / "old")
    found: Counter[str] = Counter()
    for home in killed_builds(graphs, builder, KILLED, seed=20221001):
        assert find_damage(str(home)) == []
        found[graphs.which(home)] += 1
        if found.total() % 5 == 0:
            assert builder.build(home) == 0
            assert graphs.which(home) == "new"

    assert found["old"]
    assert found["old"] + found["new"] == KILLED


def test_a_build_on_a_full_disk_leaves_the_graph_in_force(builder: Builder, swift: Path) -> None:
    graphs = Graphs(swift / "old")
    found = 0
    for home, ended, _ in full_disks(graphs, builder, FULL, seed=20221001):
        found += 1
        assert ended == TOLD
        assert find_damage(str(home)) == []
        assert graphs.which(home) == "old"
        assert [path.name for path in home.glob("generation-*")] == ["generation-000001"]
        free(home)
        assert builder.build(home) == 0
        assert graphs.which(home) == "new"

    assert found == FULL
