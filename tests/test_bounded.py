"""Queries of strangers: each ends within its limits, says so in one line, and leaves no process behind."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Timer

import pytest

import stewards
from stewards.errors import LimitError, QueryError, StewardsError, StoreError
from stewards.graph import Graph
from stewards.stores import bounded
from stewards.stores.copies import copy
from stewards.stores.generations import Generations
from stewards.stores.integrity import find_damage
from stewards.stores.limits import Limits
from stewards.stores.manifest import data_files
from stewards.stores.store import OxigraphStore
from stewards.terms import Table, Text, Triples
from tests.graphs import environment, run_stewards

SECONDS = 1.0
MEMORY = 200
CROSS = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
#: An update that takes some seconds, and writes files all along.
LONG = """INSERT { GRAPH <http://x/k> { ?a <http://x/q> ?f } } WHERE {
    { SELECT ?a { ?a a ?t } LIMIT 2000 } { SELECT ?f { ?d skos:prefLabel ?f } LIMIT 100 } }"""
#: Makes a process start workers that do not end with it, as on systems that cannot have it so.
ORPHANED = (
    "from stewards.stores import bounded, query_worker as worker; worker._end_with = abs; "
    "bounded._START = bounded._START.replace('main()', 'main.__globals__.update(_end_with=abs); main()')"
)
ANY = "(!<x:y>|^!<x:y>)"

#: Each is made to take for ever, or more memory than there is.
HOSTILE = {
    "cross join": CROSS,
    "cross join with rows": "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }",
    "sorted cross join": "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i } ORDER BY ?i ?a",
    "distinct cross join": "SELECT DISTINCT ?a ?d ?g { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i } ORDER BY ?g",
    "group of everything": "SELECT (GROUP_CONCAT(?c) AS ?all) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }",
    "regex bomb": "SELECT * { ?a ?b ?c . ?d ?e ?f FILTER REGEX(CONCAT(STR(?c), STR(?f)), '^(((a+)+)+)+$(x+x+)+y{9}') }",
    "regex for each": "SELECT * { ?a ?b ?c . ?d ?e ?f FILTER REGEX(STR(?c), CONCAT('(.*)*', STR(?f), '{99}$')) }",
    "large regex": "SELECT * { ?a ?b ?c FILTER REGEX(STR(?c), '((a{1000}){1000}){1000}') }",
    "deep paths": f"SELECT * {{ ?a {ANY}*/{ANY}*/{ANY}* ?b }} ORDER BY ?b ?a",
    "many paths": f"ASK {{ ?a {'/'.join([ANY + '*'] * 500)} ?b FILTER(?b = 'nowhere') }}",
    "nested groups": "SELECT * " + "{" * 200_000 + "}" * 200_000,
    "nested brackets": "SELECT (" + "(1+" * 200_000 + "1" + ")" * 200_000 + " AS ?n) {}",
    "nested negation": "SELECT * { FILTER(" + "!" * 500_000 + "true) }",
    "ten megabytes of text": f"SELECT * {{ BIND('{'x' * 10_000_000}' AS ?x) }}",
    "ten megabytes of blanks": "SELECT * {" + " " * 10_000_000 + "}",
    "ten megabytes of quotation marks": "SELECT * {" + '"' * 10_000_000 + "}",
    "ten megabytes of backslashes": 'SELECT * { BIND("' + "\\" * 10_000_000 + '" AS ?x) }',
    "huge values": f"SELECT * {{ VALUES ?a {{ {' '.join(f'<x:{n}>' for n in range(500_000))} }} ?a ?b ?c . ?d ?e ?f }}",
    "text that doubles": "SELECT * { BIND('x' AS ?x0) "
    + " ".join(f"BIND(CONCAT(?x{n}, ?x{n}) AS ?x{n + 1})" for n in range(40))
    + " }",
    "many unions": "SELECT (COUNT(*) AS ?n) {" + " ".join(["{ { ?a ?b ?c } UNION { ?d ?e ?f } }"] * 40) + "}",
    "many optionals": "SELECT * {" + " ".join(f"OPTIONAL {{ ?a{n} ?b{n} ?c{n} }}" for n in range(300)) + "}",
}


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder: Path = tmp_path_factory.mktemp("bounded") / "store"
    stewards.open(str(folder))
    return folder


@pytest.fixture(scope="module")
def in_memory() -> Graph:
    return stewards.open("memory:")


@pytest.fixture(params=["memory", "folder"])
def graph(request: pytest.FixtureRequest, home: Path, in_memory: Graph) -> Graph:
    return stewards.open(str(home)) if request.param == "folder" else in_memory


def children(parent: int | None = None, *, group: int | None = None) -> set[str]:
    """Return the processes of one parent, or of one group; of a group, those that have ended are left out."""
    found = set()
    for path in Path("/proc").glob("[0-9]*/stat"):
        try:
            state, its_parent, its_group = path.read_text().rpartition(")")[2].split()[:3]
        except OSError:
            continue
        if (its_group == str(group) and state != "Z") or its_parent == str(parent):
            found.add(path.parent.name)
    return found


@pytest.fixture(autouse=True)
def no_process_is_left() -> Iterator[None]:
    before = children(os.getpid())
    yield
    assert children(os.getpid()) <= before


#: In memory the worker is another, the engine the same: a few of each sort will do.
IN_MEMORY = ("cross join", "sorted cross join", "large regex", "nested groups", "ten megabytes of text", "huge values")


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_query_ends_in_time(name: str, home: Path) -> None:
    ends_in_time(stewards.open(str(home)), HOSTILE[name])


@pytest.mark.parametrize("name", IN_MEMORY)
def test_a_hostile_query_in_memory_ends_in_time(name: str, in_memory: Graph) -> None:
    ends_in_time(in_memory, HOSTILE[name])


def ends_in_time(graph: Graph, query: str) -> None:
    began = time.monotonic()
    try:
        graph.sparql(query, time_limit=SECONDS, memory_limit=MEMORY)
    except StewardsError as refused:
        assert "\n" not in str(refused)
        assert isinstance(refused, QueryError)

    assert time.monotonic() - began < SECONDS + 1


@pytest.mark.parametrize(
    "word", ["SERVICE", "\\u0053ERVICE", "S\\u0045RVICE", "\\U00000053ERVICE", "sErViCe", "1SERVICE", "#\nSERVICE"]
)
def test_a_hidden_service_is_refused(word: str, graph: Graph) -> None:
    with pytest.raises(QueryError, match=r"SERVICE is not allowed|is not valid SPARQL"):
        graph.sparql(f"SELECT * {{ {word} <http://127.0.0.1:1/> {{ ?a ?b ?c }} }}")


@pytest.mark.parametrize(
    "update",
    [
        "DELETE WHERE { ?a ?b ?c }",
        "INSERT DATA { <x:a> <x:b> <x:c> }",
        "CLEAR ALL",
        "DROP DEFAULT",
        "LOAD <file:///etc/passwd>",
        "COPY DEFAULT TO <x:g>",
    ],
)
def test_nothing_can_be_written(update: str, graph: Graph) -> None:
    with pytest.raises(QueryError):
        graph.sparql(update)


@pytest.mark.parametrize("place", ["file:///etc/passwd", "/etc/passwd", "http://127.0.0.1:1/x"])
def test_no_graph_is_fetched(place: str, graph: Graph) -> None:
    assert graph.sparql(f"BASE <file:///> ASK {{ GRAPH <{place}> {{ ?a ?b ?c }} }}") is False
    with pytest.raises(QueryError, match="FROM is not allowed"):
        graph.sparql(f"BASE <file:///> SELECT * FROM <{place}> {{ ?a ?b ?c }}")


def test_the_time_limit_is_told(graph: Graph) -> None:
    with pytest.raises(LimitError, match=r"^the query was ended after 0\.5 s: .*--time-limit"):
        graph.sparql(CROSS, time_limit=0.5)


def test_the_memory_limit_is_told(graph: Graph) -> None:
    with pytest.raises(LimitError, match=r"^the query needs more than 50 MB of memory: .*--memory-limit"):
        graph.sparql("SELECT * { ?a ?b ?c . ?d ?e ?f } ORDER BY ?c", memory_limit=50)


def test_the_row_limit_is_told(graph: Graph) -> None:
    query = "SELECT * { VALUES ?x { 1 2 3 } }"

    assert graph.sparql(query, row_limit=3) == graph.sparql(query)
    with pytest.raises(LimitError, match=r"^the answer has more than 2 rows: .*--row-limit"):
        graph.sparql(query, row_limit=2)


def test_triples_are_counted_as_rows_are(graph: Graph) -> None:
    query = "CONSTRUCT { ?x a ?x } WHERE { VALUES ?x { <x:1> <x:2> <x:3> } }"

    assert graph.sparql(query, row_limit=3) == graph.sparql(query)
    with pytest.raises(LimitError, match=r"^the answer has more than 2 rows"):
        graph.sparql(query, row_limit=2)


def test_an_answer_that_is_too_large_is_told(graph: Graph) -> None:
    long = f"SELECT ?c ?long {{ ?a ?b ?c . BIND(CONCAT({', '.join(['STR(?a)'] * 500)}) AS ?long) }}"
    with pytest.raises(LimitError, match=r"^the answer is larger than 50 MB: .*--memory-limit"):
        graph.sparql(long, memory_limit=200)


def test_a_nested_query_is_told(graph: Graph) -> None:
    with pytest.raises(QueryError, match="the query is nested too deeply"):
        graph.sparql(HOSTILE["nested groups"])


def test_every_kind_of_answer_comes_as_without_a_worker(graph: Graph) -> None:
    for query in (
        "SELECT ?s ?name ?no { ?s skos:prefLabel ?name } ORDER BY ?s ?name",
        "SELECT * { BIND(1 AS ?n) BIND('a\\tb\\n' AS ?t) BIND('x'@en AS ?l) BIND(1.5e0 AS ?d) }",
        "SELECT ?s { ?s a <x:nothing> }",
        "SELECT * {}",
        "ASK { ?s a stw:Company }",
        "ASK { ?s a <x:nothing> }",
        "CONSTRUCT { ?s a ?t } WHERE { ?s a ?t . FILTER(?t = stw:Company) }",
        "CONSTRUCT { ?s a ?t } WHERE { ?s a ?t . FILTER(?t = <x:nothing>) }",
    ):
        found, direct = graph.sparql(query), graph.store.query(query)
        if isinstance(found, Triples) and isinstance(direct, Triples):
            assert sorted(found.text.splitlines()) == sorted(direct.text.splitlines())
        else:
            assert found == direct


@pytest.fixture
def heeding_ctrl_c() -> Iterator[None]:
    """Heed Ctrl-C, which a shell makes everything ignore that it starts in the background."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


@pytest.mark.usefixtures("heeding_ctrl_c")
def test_ctrl_c_ends_the_query(graph: Graph) -> None:
    Timer(0.7, os.kill, (os.getpid(), signal.SIGINT)).start()
    began = time.monotonic()
    with pytest.raises(KeyboardInterrupt):
        graph.sparql(CROSS)

    assert time.monotonic() - began < 3


def killed(script: str) -> int:
    """Kill a process that runs a query or an update, when its worker is at work; return the group of the two."""
    parent = subprocess.Popen([sys.executable, "-c", script], env=environment(), start_new_session=True)
    while not children(parent.pid):
        time.sleep(0.02)
    time.sleep(1.5)  # for the worker to set its alarm and open the store
    parent.kill()
    parent.wait()
    return parent.pid


def wait_for_the_end_of(group: int, seconds: float) -> None:
    ends = time.monotonic() + seconds
    while children(group=group):
        assert time.monotonic() < ends
        time.sleep(0.05)


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere the alarm ends it")
@pytest.mark.parametrize("location", ["memory:", ""])
def test_a_parent_that_is_killed_takes_its_worker_with_it(location: str, home: Path) -> None:
    group = killed(f"import stewards; stewards.open({location or str(home)!r}).sparql({CROSS!r}, time_limit=30)")

    wait_for_the_end_of(group, seconds=2)


@pytest.mark.parametrize("location", ["memory:", ""])
def test_where_it_does_not_the_worker_ends_at_its_limit(location: str, home: Path) -> None:
    query = f"stewards.open({location or str(home)!r}).sparql({CROSS!r}, time_limit=3)"
    group = killed(f"{ORPHANED}; import stewards; {query}")
    assert len(children(group=group)) == 1

    wait_for_the_end_of(group, seconds=5)  # its limit, and the start that it may still have had before it


def files_in_force(location: str) -> set[tuple[str, int]]:
    """Return the files of the build in force, and of the one before, with their sizes."""
    generations = Generations(Path(location))
    builds = [build for build in (generations.current(), generations.previous()) if build]
    return {(str(path), path.stat().st_size) for build in builds for path in data_files(build)}


@pytest.mark.parametrize("system", ["this", "another"])
def test_an_update_whose_parent_was_killed_harms_no_build(system: str, home: Path, tmp_path: Path) -> None:
    copy(str(home), tmp_path / "store")
    graph = stewards.open(str(tmp_path / "store"))
    update = f"stewards.open({graph.location!r}).update({LONG!r}, time_limit=60)"
    group = killed(f"{ORPHANED if system == 'another' else 'pass'}; import stewards; {update}")
    before = graph.sparql("SELECT (COUNT(*) AS ?n) { GRAPH ?g { ?a ?b ?c } }")

    if system == "another":
        assert len(children(group=group)) == 1
    for name in ("Ada", "Grace"):
        graph.update(f"INSERT DATA {{ person:ada foaf:name '{name}' }}")
    published = files_in_force(graph.location)
    wait_for_the_end_of(group, seconds=60)
    assert files_in_force(graph.location) == published
    assert find_damage(graph.location) == []
    assert graph.sparql("SELECT (COUNT(*) AS ?n) { GRAPH ?g { ?a ?b ?c } }") == before
    assert graph.sparql("ASK { person:ada foaf:name 'Ada', 'Grace' }") is True
    graph.update("INSERT DATA { person:ada foaf:name 'Ada L.' }")
    assert len(list((tmp_path / "store").glob("generation-*"))) == 2


def test_a_thread_that_cannot_start_for_want_of_memory_is_told() -> None:
    reason = "cannot allocate memory for thread-local data: ABORT\n"
    refused = bounded._refusal(127, reason, Limits(), 0.1)

    assert "needs more than" in str(refused)


def test_a_worker_that_never_comes_is_ended(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bounded, "_START", "import time; time.sleep(60)")
    with pytest.raises(LimitError, match="ended after 0"):
        stewards.open(str(home)).sparql("ASK { ?s ?p ?o }", time_limit=0.2)


def test_a_worker_that_fails_is_told_in_one_line(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bounded, "_START", "raise OSError('no luck')")
    with pytest.raises(StoreError, match=r"^the query could not be run: OSError: no luck$"):
        stewards.open(str(home)).sparql("ASK { ?s ?p ?o }")


def test_where_nothing_can_fork_a_copy_is_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    graph = stewards.open("memory:")
    monkeypatch.delattr(os, "fork")

    assert graph.sparql("ASK { org-id:meta a stw:Company }") is True
    with pytest.raises(LimitError):
        graph.sparql(CROSS, time_limit=1)


def test_a_query_of_many_threads_at_once(home: Path) -> None:
    for place in ("memory:", str(home)):
        graph = stewards.open(place)
        with ThreadPoolExecutor(4) as threads:
            found = list(threads.map(lambda _, g=graph: g.sparql("ASK { ?s ?p ?o }"), range(12)))
        assert found == [True] * 12


def test_modules_of_the_folder_a_user_is_in_are_not_run(
    home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "signal.py").write_text("raise SystemExit(9)", encoding="utf-8")
    monkeypatch.chdir(tmp_path)

    assert stewards.open(str(home)).sparql("ASK { ?s ?p ?o }") is True


def test_a_reader_of_an_old_build_may_still_query_it(tmp_path: Path) -> None:
    from stewards.build import build

    reader = stewards.open(str(tmp_path))
    for _ in range(3):
        build(tmp_path, [])

    assert isinstance(reader.store, OxigraphStore)
    assert reader.store.folder
    assert reader.store.folder.parent.name == "generation-000001"
    assert isinstance(reader.sparql("SELECT * { ?s ?p ?o } LIMIT 1"), Table)


def test_the_command_tells_its_limits_in_one_line(home: Path) -> None:
    done = run_stewards("sparql", CROSS, "--time-limit", "0.5", store=home)

    assert done.returncode == 2
    assert done.stdout == ""
    assert re.fullmatch(r"stewards: the query was ended after 0\.5 s: [^\n]*\n", done.stderr)


@pytest.mark.parametrize(
    "option",
    [
        "--time-limit=0",
        "--time-limit=x",
        "--time-limit=nan",
        "--time-limit=inf",
        "--row-limit=0",
        "--memory-limit=0",
        "--memory-limit=99999999999999999999",
    ],
)
def test_a_limit_that_is_none_is_refused(option: str, home: Path) -> None:
    done = run_stewards("sparql", "ASK {}", option, store=home)
    assert done.returncode == 2
    assert option.partition("=")[0] in done.stderr


def test_the_usual_limits() -> None:
    assert Limits() == Limits(seconds=30, rows=100_000, megabytes=1000)


def test_a_fork_keeps_no_pipe_of_another_query_open(in_memory: Graph) -> None:
    reading, writing = os.pipe()
    before = children(os.getpid())
    with ThreadPoolExecutor(1) as other, os.fdopen(reading, "rb") as stream:
        slow = other.submit(in_memory.sparql, CROSS, time_limit=3)
        while children(os.getpid()) <= before:
            time.sleep(0.01)
        time.sleep(0.3)
        os.close(writing)
        began = time.monotonic()
        assert stream.read() == b""
        assert time.monotonic() - began < 1
        assert isinstance(slow.exception(), LimitError)


def test_half_a_character_is_no_trouble(graph: Graph) -> None:
    assert graph.sparql("SELECT ('a\udc80' AS ?x) {}") == Table(("x",), [(Text("a?"),)])
