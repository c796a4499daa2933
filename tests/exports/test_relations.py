"""Relations in other tools: what is read back is what was written."""

from __future__ import annotations

import csv
import subprocess
import sys
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from xml.etree import ElementTree

import networkx
import pandas
import pytest

from stewards.exports import FORMS
from stewards.exports.content import COLUMNS
from stewards.graph import Graph
from stewards.networks.drawn import everything
from stewards.networks.network import Edge, Network
from tests.exports.conftest import HOSTILE
from tests.graphs import environment

GRAPH_FORMS = [".graphml", ".gexf"]
TABLES = [".csv", ".parquet"]
Write = Callable[[Network, str], Path]
GEXF = "{http://www.gexf.net/1.2draft}"
VIZ = "{http://www.gexf.net/1.2draft/viz}"


def read_graph(path: Path) -> networkx.MultiDiGraph:
    read = {".graphml": networkx.read_graphml, ".gexf": networkx.read_gexf}[path.suffix]
    return networkx.MultiDiGraph(read(path))


def read_table(path: Path) -> pandas.DataFrame:
    if path.suffix == ".parquet":
        return pandas.read_parquet(path)
    return pandas.read_csv(path, keep_default_na=False)


def relations(network: Network) -> Counter[tuple[str, str, str, int]]:
    """Return what every form must give back: ends, role, number of passages."""
    return Counter((edge.source, edge.target, edge.label, len(edge.evidence)) for edge in network.edges)


@pytest.fixture(scope="session")
def whole(graph: Graph) -> Network:
    """Return everything in the graph of the shipped facts."""
    return everything(graph.store)


@pytest.mark.parametrize("ending", GRAPH_FORMS)
def test_networkx_reads_back_all_things_and_relations(
    ending: str, graph: Graph, whole: Network, tmp_path: Path
) -> None:
    graph.export(tmp_path / f"graph{ending}")
    found = read_graph(tmp_path / f"graph{ending}")

    assert dict(found.nodes(data="label")) == {node.iri: node.label for node in whole.nodes}
    assert dict(found.nodes(data="kind")) == {node.iri: node.kind for node in whole.nodes}
    read = Counter((s, t, data["label"], data["evidence"]) for s, t, data in found.edges(data=True))
    assert read == relations(whole)
    assert len(whole.edges) > 400


@pytest.mark.parametrize("ending", TABLES)
def test_pandas_reads_back_all_relations(ending: str, graph: Graph, whole: Network, tmp_path: Path) -> None:
    graph.export(tmp_path / f"graph{ending}")
    found = read_table(tmp_path / f"graph{ending}")

    assert list(found.columns) == list(COLUMNS)
    rows = found[["source", "target", "label", "evidence"]].itertuples(index=False, name=None)
    assert Counter(rows) == relations(whole)


def board_seats(graph: Graph) -> dict[str, Edge]:
    network = graph.network("Board", as_of="ever", whole=True)
    names = {node.iri: node.label for node in network.nodes}
    return {names[edge.source]: edge for edge in network.edges if edge.kind == "tenure"}


@pytest.mark.parametrize(
    ("name", "since", "until", "earliest", "latest"),
    [
        ("Ada", "2021-03-05", "2023", "2021-03-05", "2023-12-31"),
        ("Ben", "2022-06", "", "2022-06-01", ""),
        ("Cyd", "", "by 2024-06-11", "2024-06-01", "2024-06-10"),
    ],
)
def test_dates_are_written_as_given_and_as_days(
    name: str, since: str, until: str, earliest: str, latest: str, dated: Graph, tmp_path: Path
) -> None:
    network = dated.network("Board", as_of="ever", whole=True)
    iri = board_seats(dated)[name].source
    for ending in (*GRAPH_FORMS, *TABLES):
        dated.export(tmp_path / f"board{ending}", network)

    for path in (tmp_path / f"board{ending}" for ending in TABLES):
        row = read_table(path).query("source == @iri and kind == 'tenure'").iloc[0]
        days = ["" if pandas.isna(row[column]) else str(row[column]) for column in ("earliest", "latest")]
        assert [row["start"], row["end"], *days] == [since, until, earliest, latest], path.name
    for ending, names in ((".graphml", ("earliest", "latest")), (".gexf", ("start", "end"))):
        edges = [d for s, _, d in read_graph(tmp_path / f"board{ending}").edges(data=True) if s == iri]
        seat = next(edge for edge in edges if edge["kind"] == "tenure")
        assert [seat.get(column, "") for column in names] == [earliest, latest], ending


def test_gephi_gets_a_timeline_by_date(dated: Graph, tmp_path: Path) -> None:
    dated.export(tmp_path / "board.gexf")
    drawn = ElementTree.parse(tmp_path / "board.gexf").find(f"{GEXF}graph")

    assert drawn is not None
    assert (drawn.get("mode"), drawn.get("timeformat")) == ("dynamic", "date")


def test_gephi_gets_the_colours_and_places_of_a_view(graph: Graph, tmp_path: Path) -> None:
    graph.export(tmp_path / "board.gexf", graph.network("PyTorch Foundation", as_of="2022-10-01"))
    nodes = {n.get("label"): n for n in ElementTree.parse(tmp_path / "board.gexf").iter(f"{GEXF}node")}

    def viz(name: str, part: str) -> dict[str, str]:
        found = nodes[name].find(f"{VIZ}{part}")
        assert found is not None
        return found.attrib

    assert viz("Meta", "color") == {"r": "230", "g": "159", "b": "0", "a": "1.0"}
    assert viz("Meta", "shape") == {"value": "square"}
    assert len({(p["x"], p["y"]) for name in nodes if (p := viz(str(name), "position"))}) == len(nodes) > 10


def test_only_what_is_in_force_on_a_day_is_written_where_a_day_is_given(dated: Graph, tmp_path: Path) -> None:
    for day, expected in (("2021-12-31", 1), ("2024-06-01", 2)):
        dated.export(tmp_path / "board.csv", dated.network("Board", as_of=day))
        assert (read_table(tmp_path / "board.csv")["kind"] == "tenure").sum() == expected, day


@pytest.mark.parametrize("ending", GRAPH_FORMS)
def test_hostile_texts_stay_texts_in_xml(ending: str, hostile: Network, write: Write) -> None:
    found = read_graph(write(hostile, ending))

    assert len(found) == found.number_of_edges() == len(HOSTILE)
    for number, text in enumerate(HOSTILE.values()):
        # What XML cannot hold becomes U+FFFD; an attribute's line breaks become spaces.
        allowed = "".join("\ufffd" if _is_not_xml(char) else char for char in text)
        assert " ".join(found.nodes[f"urn:{number}"]["label"].split()) == " ".join(allowed.split())


def _is_not_xml(char: str) -> bool:
    return (ord(char) < 0x20 and char not in "\t\n\r") or char in "\ufffe\uffff" or "\ud800" <= char <= "\udfff"


def test_parquet_holds_hostile_texts(hostile: Network, write: Write) -> None:
    labels = read_table(write(hostile, ".parquet"))["source_label"]

    assert labels[list(HOSTILE).index("script")] == HOSTILE["script"]
    assert labels[list(HOSTILE).index("long")] == HOSTILE["long"]
    assert labels[list(HOSTILE).index("formula")] == HOSTILE["formula"]


def test_no_cell_of_csv_runs_as_a_formula(hostile: Network, write: Write) -> None:
    with write(hostile, ".csv").open(encoding="utf-8", newline="") as stream:
        cells = [cell for row in csv.reader(stream) for cell in row]

    assert "'" + HOSTILE["formula"] in cells
    assert [cell for cell in cells if cell.startswith(("=", "+", "-", "@"))] == []


@pytest.mark.parametrize("ending", FORMS)
def test_an_empty_network_is_a_file_too(ending: str, write: Write) -> None:
    path = write(Network("Nothing", "", (), ()), ending)

    if ending in TABLES:
        assert len(read_table(path)) == 0
    elif ending in GRAPH_FORMS:
        assert len(read_graph(path)) == 0
    else:
        assert path.exists()


@pytest.mark.parametrize("ending", [".graphml", ".gexf", ".csv"])
def test_the_same_network_gives_the_same_file(ending: str, graph: Graph, tmp_path: Path) -> None:
    network = graph.network("PyTorch Foundation", as_of="2022-10-01")
    texts = []
    for name in ("one", "other"):
        graph.export(tmp_path / f"{name}{ending}", network)
        texts.append((tmp_path / f"{name}{ending}").read_bytes())

    assert texts[0] == texts[1]


WITHOUT = """
import sys
sys.modules[sys.argv[1]] = None
from stewards.cli import main
sys.argv[1:] = ["--store", "memory:", *sys.argv[2:]]
main()
"""


@pytest.mark.parametrize(
    ("library", "arguments", "words"),
    [
        ("pyarrow", ["export", "-o", "graph.parquet"], "Parquet needs pyarrow, which is not installed: pip install"),
        ("matplotlib", ["view", "Meta", "-o", "meta.svg"], "pictures need matplotlib, which is not installed"),
        ("matplotlib", ["picture", "shares", "PyTorch", "-o", "a.png"], "pip install 'stewards[pictures]'"),
    ],
)
def test_a_library_that_is_not_installed_is_named(
    library: str, arguments: list[str], words: str, tmp_path: Path
) -> None:
    command = [sys.executable, "-c", WITHOUT, library, *arguments]
    done = subprocess.run(command, capture_output=True, text=True, cwd=tmp_path, env=environment(), timeout=60)

    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (2, "", 1)
    assert words in done.stderr
    assert list(tmp_path.iterdir()) == []
