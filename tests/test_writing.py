"""Updates of a user's own: on request only, all or nothing, and never sent twice."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

import stewards
from stewards.build import build, shipped_facts
from stewards.endpoints.remote import RemoteStore
from stewards.errors import QueryError, RequestError, StewardsError, StoreBusyError, StoreError
from stewards.graph import Graph
from stewards.stores.copies import copy
from stewards.stores.generations import Generations
from stewards.stores.integrity import find_damage
from stewards.stores.locks import sole_builder
from stewards.stores.opening import waited_for
from tests.crashes import disk_of, size_of
from tests.endpoints import Behaviour, Server, answer, cut, oxigraph, refuse, stay_silent, virtuoso
from tests.graphs import run_stewards

INSERT = "INSERT DATA { person:ada foaf:name 'Ada' }"
MORE = "documents: {blog: {title: A blog, as_of: 2024}}\nentities: {ada: {kind: person, name: Ada, source: blog}}"
ADA = "ASK { person:ada foaf:name 'Ada' }"
EVERYTHING_WITH_EVERYTHING = "INSERT { ?a ?e ?i } WHERE { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a store of the shipped facts, which no test writes to."""
    folder: Path = tmp_path_factory.mktemp("built") / "store"
    stewards.open(str(folder))
    return folder


@pytest.fixture
def home(built: Path, tmp_path: Path) -> Path:
    copy(str(built), tmp_path / "store")
    return tmp_path / "store"


def test_what_was_written_is_found(home: Path) -> None:
    graph = stewards.open(str(home))
    written = graph.update(INSERT)

    assert written
    assert written.after == written.before + 1
    assert graph.sparql(ADA) is True
    assert stewards.open(str(home)).sparql(ADA) is True


def test_a_reader_keeps_what_was_in_force(home: Path) -> None:
    reader = stewards.open(str(home))
    stewards.open(str(home)).update(INSERT)

    assert reader.sparql(ADA) is False


def test_the_build_before_is_kept_to_go_back_to(home: Path) -> None:
    stewards.open(str(home)).update(INSERT)
    Generations(home).go_back()

    assert stewards.open(str(home)).sparql(ADA) is False


def test_a_store_that_was_written_to_is_whole(home: Path) -> None:
    stewards.open(str(home)).update(INSERT)

    assert find_damage(str(home)) == []


def test_the_next_build_replaces_it(home: Path) -> None:
    stewards.open(str(home)).update(INSERT)
    build(home, [shipped_facts()])

    assert stewards.open(str(home)).sparql(ADA) is False


def test_what_is_damaged_is_not_made_to_look_whole(home: Path) -> None:
    graph = stewards.open(str(home))
    current = Generations(home).current()
    assert current
    (current / "registry.json").write_text("{}", encoding="utf-8")

    with pytest.raises(StoreError, match=r"registry\.json: is damaged"):
        graph.update(INSERT)
    assert Generations(home).current() == current


@pytest.mark.parametrize(
    ("update", "limits", "expected"),
    [
        (EVERYTHING_WITH_EVERYTHING, {"time_limit": 1}, r"^the update was ended after 1 s: .*--time-limit"),
        (EVERYTHING_WITH_EVERYTHING, {"memory_limit": 100}, r"^the update needs more than 100 MB of memory: "),
        ("INSERT DATA { person:ada }", {}, "^the update is not valid SPARQL: "),
        ("LOAD <file:///etc/passwd>", {}, "^LOAD is not allowed: nothing but this graph is read"),
        ("INSERT { ?a ?b ?c } WHERE { SERVICE <http://127.0.0.1:1/> { ?a ?b ?c } }", {}, "^SERVICE is not allowed"),
        ("INSERT DATA { <x:a> <x:b> 1 } ; \\u004cOAD <http://127.0.0.1:1/>", {}, "^LOAD is not allowed"),
        (ADA, {}, "^ASK only reads, and is no update: leave --write out"),
    ],
)
def test_an_update_that_fails_writes_nothing(update: str, limits: dict[str, int], expected: str, built: Path) -> None:
    before = Generations(built).current()
    with pytest.raises(QueryError, match=expected):
        stewards.open(str(built)).update(update, **limits)  # type: ignore[arg-type]

    assert Generations(built).current() == before
    assert [path.name for path in built.glob("generation-*")] == [before.name if before else ""]


def test_a_graph_that_was_emptied_stays_empty(home: Path) -> None:
    stewards.open(str(home)).update("CLEAR ALL")

    assert stewards.open(str(home)).sparql("ASK { ?a ?b ?c }") is False
    waited = waited_for(home, 1)
    assert waited is not None
    assert len(waited) == 0


@pytest.mark.parametrize(
    ("update", "limits", "expected"),
    [
        ("DROP GRAPH <http://x/none>", {}, "^the update cannot be run: The graph <http://x/none> does not exist$"),
        ("CLEAR GRAPH <http://x/none>", {}, "^the update cannot be run: The graph <http://x/none> does not exist$"),
        ("", {}, "^the update is empty"),
        ("BASE <http://x/> # why\nPREFIX x: <x:> #", {}, "^the update is empty"),
        (
            INSERT,
            {"address": "http://127.0.0.1:1/"},
            "^--update says where an endpoint takes updates, and .* is none: leave",
        ),
    ],
)
def test_a_request_at_fault_is_told_and_writes_nothing(
    update: str, limits: dict[str, str], expected: str, built: Path
) -> None:
    before = Generations(built).current()
    with pytest.raises(RequestError, match=expected):
        stewards.open(str(built)).update(update, **limits)  # type: ignore[arg-type]

    assert Generations(built).current() == before


def test_a_query_that_cannot_be_run_is_told(built: Path) -> None:
    with pytest.raises(QueryError, match=r"^the query cannot be run: The custom function <http://x/f> is not"):
        stewards.open(str(built)).sparql("SELECT (<http://x/f>(1) AS ?y) {}")


@pytest.mark.parametrize("command", [["build"], ["add", "facts", "more.yaml"], ["drop", "more"]])
def test_who_makes_the_graph_anew_is_told_what_is_gone(
    command: list[str], home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("more.yaml").write_text(MORE, encoding="utf-8")
    assert run_stewards("add", "facts", "more.yaml", store=home).stderr == ""
    stewards.open(str(home)).update(INSERT)
    told = "note: what `sparql --write` wrote is gone: `stewards rollback` goes back to it\n"

    assert "changed this graph" in run_stewards("sources", store=home).stderr
    assert run_stewards(*command, store=home).stderr == told
    assert run_stewards("sources", store=home).stderr == ""
    assert run_stewards(*command, store=home).stderr != told


def test_a_disk_that_is_full_is_told_in_one_line(home: Path, tmp_path: Path) -> None:
    with disk_of(size_of(home) + 200_000, tmp_path / "disk") as mounted:
        if not mounted:
            pytest.skip("no disk can be mounted here")
        small = Path(shutil.copytree(home, tmp_path / "disk" / "store"))
        done = run_stewards("sparql", "--write", INSERT, store=small)

        assert done.returncode == 1
        assert re.fullmatch(r"[^\n]*: cannot be written: No space left on device\n", done.stderr)
        assert stewards.open(str(small)).sparql(ADA) is False


def test_the_diary_of_the_engine_is_not_copied(home: Path) -> None:
    for name in ("Ada", "Grace"):
        stewards.open(str(home)).update(f"INSERT DATA {{ person:ada foaf:name '{name}' }}")

    current = Generations(home).current()
    assert current
    assert list(current.glob("store/LOG.old*")) == []


def test_who_builds_meanwhile_is_named(built: Path) -> None:
    graph = stewards.open(str(built))
    with sole_builder(built), pytest.raises(StoreBusyError, match="is building here"):
        graph.update(INSERT)


def test_a_graph_in_memory_is_not_written_to() -> None:
    with pytest.raises(RequestError, match="name a folder to write to with --store"):
        stewards.open("memory:").update(INSERT)


@pytest.mark.parametrize("update", [INSERT, "PREFIX x: <x:>\n# why\nDELETE WHERE { ?s ?p ?o }", "clear all"])
def test_a_query_that_writes_is_told_how(update: str, built: Path) -> None:
    with pytest.raises(QueryError, match=r"^(INSERT|DELETE|CLEAR) writes, and a query only reads: --write allows it"):
        stewards.open(str(built)).sparql(update)


def test_the_command_says_what_becomes_of_it(home: Path) -> None:
    done = run_stewards("sparql", "--write", INSERT, store=home)

    assert done.returncode == 0
    assert re.match(r"Written: the graph holds ([\d,]+) statements, [\d,]+ before\. `stewards rollback`", done.stdout)
    assert "the next build, add or drop" in done.stdout


def test_the_place_for_updates_is_no_option_of_a_query(built: Path) -> None:
    done = run_stewards("sparql", ADA, "--update", "http://127.0.0.1:1/", store=built)

    assert done.returncode == 2
    assert done.stderr.count("\n") == 1


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with oxigraph(tmp_path_factory.mktemp("oxigraph"), "") as url:
        yield url


def test_an_endpoint_is_written_to(served: str) -> None:
    graph = stewards.open(served)

    assert graph.update(INSERT) is None
    assert graph.sparql(ADA) is True


def test_virtuoso_is_written_to_with_its_password(tmp_path: Path) -> None:
    with virtuoso(tmp_path) as url:
        graph = stewards.open(url)
        graph.update("WITH <https://w3id.org/stewards/graph/whole> INSERT { person:ada foaf:name 'Ada' } WHERE {}")

        assert graph.sparql(ADA) is True


def at(server: Server) -> Graph:
    return Graph(RemoteStore(server.url), server.url)


@pytest.mark.parametrize("silent", [cut, stay_silent, refuse(502), refuse(504)])
def test_an_update_that_may_have_been_done_is_not_sent_again(silent: Behaviour) -> None:
    told = "whether the update was done is not known: look before you send it again$"
    with Server([silent, answer]) as server, pytest.raises(StoreError, match=told):
        at(server).update(INSERT, time_limit=1)

    assert len(server.calls) == 1


@pytest.mark.parametrize("status", [400, 401, 429, 500, 503])
def test_an_update_that_was_refused_is_told_as_that(status: int) -> None:
    with Server([refuse(status)]) as server, pytest.raises(StewardsError) as caught:
        at(server).update(INSERT)

    assert "is not known" not in str(caught.value)
    assert len(server.calls) == 1


def test_an_update_for_an_endpoint_is_looked_at_first() -> None:
    with Server([answer]) as server, pytest.raises(QueryError, match="LOAD is not allowed"):
        at(server).update("LOAD <http://127.0.0.1:1/>")

    assert server.calls == []


def test_an_update_goes_where_it_is_wanted() -> None:
    with Server([answer]) as queries, Server([answer]) as updates:
        at(queries).update(INSERT, address=updates.url)

    assert queries.calls == []
    assert updates.calls[0].update.endswith(INSERT)
