"""The embedded store: what it exports, derives and refuses. What every kind of store does is in test_stores.py."""

from __future__ import annotations

import signal
from pathlib import Path

import pytest

from stewards.errors import StoreError
from stewards.stores.interrupts import interruptible
from stewards.stores.store import OxigraphStore
from stewards.terms import Table

QUADS = [
    '<http://x/ada> <http://x/name> "Ada" .\n',
    '<http://x/ada> <http://x/born> "1990-01-02"^^<http://www.w3.org/2001/XMLSchema#date> .\n',
    "<http://x/ada> <http://x/knows> _:somebody .\n",
    "<http://x/ada> <http://x/at> <http://x/acme> <http://x/graph> .\n",
]


def filled() -> OxigraphStore:
    store = OxigraphStore()
    with store.loading() as stream:
        stream.writelines(QUADS)
    return store


@pytest.mark.parametrize("form", ["nq", "trig", "jsonld"])
def test_an_export_holds_every_graph(form: str, tmp_path: Path) -> None:
    store = filled()
    store.export(tmp_path / "all", form)

    assert "http://x/graph" in (tmp_path / "all").read_text(encoding="utf-8")


def test_an_export_of_one_graph_holds_no_other(tmp_path: Path) -> None:
    store = filled()
    store.export(tmp_path / "named.ttl", "ttl", graph="http://x/graph")
    store.export(tmp_path / "default.ttl", "ttl", graph="")

    assert "x/born" not in (tmp_path / "named.ttl").read_text(encoding="utf-8")
    assert "x/born" in (tmp_path / "default.ttl").read_text(encoding="utf-8")


@pytest.mark.parametrize("folder", [None, "store"])
@pytest.mark.parametrize("after", [0, 20_000])
def test_quads_that_are_wrong_are_refused(folder: str | None, after: int, tmp_path: Path) -> None:
    store = OxigraphStore(tmp_path / folder if folder else None)

    with pytest.raises(StoreError, match="the store did not take the quads"), store.loading() as stream:
        stream.write("<http://x/ada> broken .\n")
        stream.writelines(QUADS[:1] * after)


@pytest.mark.parametrize("folder", [None, "store"])
def test_what_fails_while_it_writes_quads_is_told_as_it_is(folder: str | None, tmp_path: Path) -> None:
    store = OxigraphStore(tmp_path / folder if folder else None)

    with pytest.raises(ZeroDivisionError), store.loading() as stream:
        stream.writelines(QUADS[:1] * 20_000)
        raise ZeroDivisionError
    assert len(store) <= 1


def test_a_blank_node_is_one_wherever_it_is_written(tmp_path: Path) -> None:
    store = OxigraphStore(tmp_path)
    with store.loading() as stream:
        for number in range(5000):
            stream.write(f"_:somebody <http://x/knows> <http://x/{number}> .\n")
            stream.write(f"<http://x/{number}> <http://x/number> <http://x/{number * 7 % 5000}> .\n")

    found = store.query("SELECT DISTINCT ?who { ?who <http://x/knows> ?other }")
    assert isinstance(found, Table)
    assert len(found.rows) == 1
    assert len(store) == 10_000


def test_a_derived_graph_holds_what_the_rule_finds() -> None:
    store = filled()
    store.derive("CONSTRUCT { ?s <http://x/has> ?p } { ?s ?p ?o }", "http://x/derived")

    derived = store.query("SELECT ?o { GRAPH <http://x/derived> { ?s ?p ?o } }")
    assert isinstance(derived, Table)
    assert len(derived.rows) == 3


def test_a_folder_that_is_no_store_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("text", encoding="utf-8")

    with pytest.raises(StoreError, match="the store cannot be opened"):
        OxigraphStore(tmp_path / "file")


def test_quads_are_loaded_where_an_open_file_has_no_path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("stewards.stores.loading._OPEN_FILES", tmp_path / "nowhere")
    store = OxigraphStore(tmp_path / "store")
    with store.loading() as stream:
        stream.writelines(f'<http://x/{number}> <http://x/name> "Ada" .\n' for number in range(10_000))

    assert len(store) == 10_000


def test_ctrl_c_stays_ignored_where_it_was() -> None:
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        with interruptible():
            assert signal.getsignal(signal.SIGINT) == signal.SIG_IGN
    finally:
        signal.signal(signal.SIGINT, before)


def test_what_is_read_while_something_is_written_is_not_kept() -> None:
    store = OxigraphStore()
    with store.loading() as stream:
        stream.writelines(QUADS)
        store.recall("read too early", lambda: "nothing")

    assert store.recall("read too early", lambda: "everything") == "everything"
