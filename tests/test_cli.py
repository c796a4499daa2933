"""The command line on the shipped graph, as a person or a script uses it."""

from __future__ import annotations

import csv
import io
import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pyoxigraph
import pytest
import rdflib

import stewards
from stewards import cli
from stewards.commands.tables import FORMS
from tests.graphs import environment, run_stewards


class Run(NamedTuple):
    """What a command did."""

    status: int
    out: str
    error: str


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a store that was built by the command in a process of its own."""
    folder: Path = tmp_path_factory.mktemp("home") / "store"
    done = run_stewards("build", store=folder)
    assert (done.returncode, "facts" in done.stdout) == (0, True), done.stderr
    return folder


@pytest.fixture
def run(home: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Callable[..., Run]:
    """Run a command in this process: on the built store, unless ``store`` names another."""

    def command(*arguments: str | Path, store: str | Path = home) -> Run:
        monkeypatch.setattr(sys, "argv", ["stewards", "--store", str(store), *map(str, arguments)])
        with pytest.raises(SystemExit) as ended:
            cli.main()
        written = capsys.readouterr()
        assert "Traceback" not in written.err
        return Run(int(ended.value.code or 0), written.out, written.err)

    return command


#: A command for each kind of rows, with words that must be in every form.
ROWS = {
    "ask": ["ask", "board", "PyTorch Foundation", "--as-of", "2022-10-01"],
    "list of questions": ["ask"],
    "sparql": ["sparql", "SELECT ?name WHERE { org-id:meta skos:prefLabel ?name }"],
    "sparql yes or no": ["sparql", "ASK { org-id:meta a stw:Company }"],
    "show": ["show", "Meta"],
    "search": ["search", "foundation"],
    "sources": ["sources"],
    "problems": ["sources", "--problems"],
    "formats": ["formats"],
}

#: Requests at fault, each with what the one line of the message must say.
AT_FAULT = [
    (["ask", "board", "PyTorch Foundatio"], "did you mean PyTorch Foundation"),
    (["ask", "bord", "PyTorch Foundation"], "there is no question 'bord': did you mean board"),
    (["ask", "board"], "'board' takes BODY, and none was given"),
    (["ask", "board", "PyTorch Foundation", "--as-of", "soon"], "'soon' is not a date"),
    (["ask", "board", "PyTorch Foundation", "--as_of", "2024-01-01"], "'--as_of' is no option"),
    (["ask", "board", "PyTorch Foundation", "--self", "x"], "'board' has no option --self"),
    (["ask", "board", "PyTorch Foundation", "--question", "x"], "'board' has no option --question"),
    (["ask", "expiring", "--within", "1 year", "--as-of", "9999-12-31"], "leads out of the calendar"),
    (["ask", "compare", "PyTorch Foundation", "PyTorch Foundation"], "PyTorch Foundation"),
    (["view", "--question", " ", "-o", "page.html"], "--question"),
    (["ask", "board", "PyTorch Foundation", "--format", "xml"], "there is no format 'xml': choose from table, json"),
    (["show", "nobody at all"], "no entity is called 'nobody at all'"),
    (["sparql", "SELECT * { SERVICE <http://localhost:1/> { ?a ?b ?c } }"], "SERVICE is not allowed"),
    (["sparql", "SELECT * FROM <http://localhost:1/> { ?a ?b ?c }"], "FROM is not allowed"),
    (["sparql", "SELECT WHERE"], "the query is not valid SPARQL"),
    (["sparql", "@nowhere.rq"], "nowhere.rq"),
    (["view", "-o", "page.html"], "name what to draw"),
    (["view", "Meta", "-o", "page.pdf"], "a view is an .html file, or a picture: .svg or .png"),
    (["view", "Meta", "--question", "caps", "-o", "page.html"], "leave one of them out"),
    (["view", "--foundation", "--question", "caps", "-o", "page.html"], "--foundation goes with entities, not with a"),
    (["export", "Meta", "--question", "board", "-o", "a.csv"], "name entities or a question"),
    (["export", "--as-of", "2022-10-01", "-o", "a.csv"], "the whole graph holds all times"),
    (["export", "Meta", "-o", "a.xlsx"], "the ending says the form"),
    (["picture", "pie", "PyTorch", "-o", "a.svg"], "there is no picture 'pie': choose from timeline, shares"),
    (["picture", "shares", "PyTorch", "-o", "a.pdf"], "a picture is an .svg or .png file"),
    (["view", "--question", 'board "unclosed', "-o", "page.html"], "No closing quotation"),
    (["export", "-o", "graph.xml"], "choose from .ttl, .trig, .nq, .jsonld"),
    (["drop", "nothing"], "there is no source 'nothing': loaded are facts"),
    (["drop", "facts"], "the facts that ship with the package stay"),
    (["build", "nothing"], "the catalogue has no source 'nothing'"),
    (["build", "--mirror", "nowhere"], "there is no folder nowhere"),
    (["add", "facts", "nowhere.yaml"], "there is no file nowhere.yaml"),
    (["add", "papyrus", "roll.pap"], "papyrus"),
]


def test_version_in_a_process_of_its_own(tmp_path: Path) -> None:
    done = run_stewards("--version", store=tmp_path)

    assert (done.returncode, done.stdout, done.stderr) == (0, f"stewards {stewards.__version__}\n", "")


def test_first_use_builds_what_ships(tmp_path: Path) -> None:
    done = run_stewards("ask", "board", "PyTorch Foundation", "--as-of", "2022-10-01", store=tmp_path / "store")

    assert done.returncode == 0
    assert done.stdout.startswith("Who holds the seats of PyTorch Foundation? (2022-10-01) 6 rows.\n")


def test_a_query_from_standard_input(home: Path, run: Callable[..., Run], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.StringIO("ASK { org-id:meta a stw:Company }"))

    assert run("sparql", "-", "--format", "csv") == Run(0, "answer\nTrue\n", "")


def test_a_reader_that_stops_early_is_no_error(home: Path) -> None:
    command = [sys.executable, "-c", "from stewards.cli import main; main()", "--store", str(home), "ask", "timeline"]
    with subprocess.Popen([*command, "Meta"], stdout=-1, stderr=-1, env=environment(), text=True) as process:
        assert process.stdout is not None and process.stderr is not None
        process.stdout.close()
        complaint = process.stderr.read()

    assert complaint == ""


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("command", ROWS)
def test_rows_in_every_form(command: str, form: str, run: Callable[..., Run]) -> None:
    done = run(*ROWS[command], "--format", form)

    assert (done.status, done.error) == (0, "")
    assert done.out.strip()
    if form == "json":
        assert json.loads(done.out)
    if form in ("csv", "tsv"):
        widths = {len(row) for row in csv.reader(io.StringIO(done.out), delimiter="," if form == "csv" else "\t")}
        assert len(widths) == 1
    if form == "md":
        assert all(line.startswith("|") for line in done.out.splitlines())


def test_ask_alone_lists_the_questions(run: Callable[..., Run]) -> None:
    listed = json.loads(run("ask", "--format", "json").out)["questions"]

    assert {"board", "timeline"} < {question["name"] for question in listed}


def test_ask_shows_the_sources_of_each_row(run: Callable[..., Run]) -> None:
    done = run("ask", "host-of", "PyTorch", "--as-of", "2022-10-01", "--evidence")

    assert "announcement, as a table of facts), row 2, as of 2022-09-12" in done.out
    assert "https://pytorch.org/blog/PyTorchfoundation/" in done.out


def test_nothing_known_is_an_answer(run: Callable[..., Run]) -> None:
    done = run("ask", "host-of", "PyTorch", "--as-of", "2019-01-01")

    assert done.status == 0
    assert done.out.startswith("Who hosts PyTorch? (2019-01-01) Nothing is known.\n")


def test_a_query_from_a_file(run: Callable[..., Run], tmp_path: Path) -> None:
    (tmp_path / "names.rq").write_text("SELECT ?name WHERE { org-id:meta skos:prefLabel ?name }", encoding="utf-8")

    assert run("sparql", f"@{tmp_path / 'names.rq'}", "--format", "csv").out == "name\nMeta\n"


def test_a_query_that_builds_triples(run: Callable[..., Run]) -> None:
    done = run("sparql", "CONSTRUCT { ?s a stw:Company } WHERE { ?s skos:prefLabel 'Meta' }")

    assert len(rdflib.Graph().parse(data=done.out, format="nt")) == 1


def test_show_by_handle(run: Callable[..., Run]) -> None:
    assert run("show", "@soumith").out.startswith("Soumith Chintala (person)\n")


def test_search_finds_a_part_of_a_name(run: Callable[..., Run]) -> None:
    assert (
        run("search", "lightning", "--format", "csv").out
        == "name,kind,iri\nLightning AI,organisation,org-id:lightning-ai\n"
    )


@pytest.mark.parametrize(
    "what",
    [
        ["PyTorch Foundation", "Meta"],
        ["PyTorch Foundation", "--foundation"],
        ["--question", 'board "PyTorch Foundation"'],
        ["--question", "connection NVIDIA 'PyTorch Foundation'"],
    ],
    ids=["entities", "foundation", "question", "path"],
)
def test_view_writes_a_page(what: list[str], run: Callable[..., Run], tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    done = run("view", *what, "--as-of", "2022-10-01", "-o", page)

    assert done.status == 0
    assert "NVIDIA" in page.read_text(encoding="utf-8")
    assert done.out.startswith(f"{page}: ")


@pytest.mark.parametrize("ending", ["ttl", "trig", "nq", "jsonld"])
def test_export_is_read_by_another_library(ending: str, run: Callable[..., Run], tmp_path: Path) -> None:
    target = tmp_path / f"graph.{ending}"
    done = run("export", "-o", target)

    assert (done.status, done.out) == (0, f"{target}\n")
    form = pyoxigraph.RdfFormat.from_extension(ending)
    assert form is not None
    assert sum(1 for _ in pyoxigraph.parse(path=str(target), format=form)) > 1000


def test_validate_says_whole(run: Callable[..., Run]) -> None:
    assert run("validate") == Run(0, "The graph is whole: every check and every shape holds.\n", "")


def test_sources_lists_what_is_loaded(run: Callable[..., Run]) -> None:
    rows = list(csv.DictReader(io.StringIO(run("sources", "--format", "csv").out)))

    assert [(row["source"], row["problems"]) for row in rows] == [("facts", "0")]
    assert int(rows[0]["statements"]) > 1000


def test_a_source_is_added_and_dropped(run: Callable[..., Run], tmp_path: Path, fixtures: Path) -> None:
    store = tmp_path / "store"

    assert (
        run(
            "add", "landscape", fixtures / "landscape.yml", "--name", "mine", "--as-of", "2024-01-01", store=store
        ).status
        == 0
    )
    assert "mine" in run("sources", store=store).out
    assert run("drop", "mine", store=store).status == 0
    assert "mine" not in run("sources", store=store).out


def test_a_graph_in_memory_answers(run: Callable[..., Run]) -> None:
    assert "6 rows." in run("ask", "board", "PyTorch Foundation", "--as-of", "2022-10-01", store="memory:").out


def test_a_graph_in_memory_keeps_no_sources(run: Callable[..., Run]) -> None:
    done = run("sources", store="memory:")

    assert (done.status, done.error) == (
        2,
        "stewards: a graph in memory keeps no sources: name a folder with --store\n",
    )


@pytest.mark.parametrize(("arguments", "words"), AT_FAULT, ids=[" ".join(a)[:50] for a, _ in AT_FAULT])
def test_a_request_at_fault_gets_one_line_and_status_2(
    arguments: list[str], words: str, run: Callable[..., Run]
) -> None:
    done = run(*arguments)

    assert (done.status, done.out) == (2, "")
    assert words in done.error
    assert done.error.startswith("stewards: ")
    assert done.error.count("\n") == 1


@pytest.mark.parametrize(
    "arguments", [["nonsense"], ["show", "--nonsense"], ["search"], ["search", "a", "--limit", "many"]]
)
def test_a_mistyped_command_is_explained(arguments: list[str], run: Callable[..., Run]) -> None:
    done = run(*arguments)

    assert (done.status, done.out) == (2, "")
    assert "Error: " in done.error


def test_help_names_every_command(run: Callable[..., Run]) -> None:
    shown = run("--help").out

    for command in ("build", "add", "drop", "sources", "formats", "ask", "sparql", "show", "search", "view", "export"):
        assert f"  {command} " in shown
