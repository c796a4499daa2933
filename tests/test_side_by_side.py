"""Work on several threads: its order, and what becomes of failures."""

from __future__ import annotations

import threading
import time

import pytest

from stewards.errors import StewardsError
from stewards.stores.side_by_side import side_by_side
from stewards.stores.store import OxigraphStore


def test_results_come_in_order_whichever_is_ready_first() -> None:
    def work(number: int) -> int:
        time.sleep(0.01 * (3 - number % 3))
        return number * number

    assert list(side_by_side(work, range(9), 3)) == [number * number for number in range(9)]


def test_a_failure_of_any_kind_is_raised_and_ends_the_rest() -> None:
    begun = []

    def work(number: int) -> None:
        begun.append(number)
        time.sleep(0.01)
        if not number:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        list(side_by_side(work, range(100), 2))
    for thread in threading.enumerate():
        if thread is not threading.current_thread():
            thread.join(1)

    assert len(begun) < 10


def test_without_threads_the_work_is_done_all_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(thread: threading.Thread) -> None:
        raise RuntimeError("can't start new thread")

    monkeypatch.setattr(threading.Thread, "start", refuse)

    assert list(side_by_side(str, range(5), 2)) == ["0", "1", "2", "3", "4"]


def test_a_query_that_fails_while_it_runs_leaves_nothing_behind(capfd: pytest.CaptureFixture[str]) -> None:
    service = "SELECT * { ?s ?p ?o SERVICE <http://127.0.0.1:1/> { ?a ?b ?c } }"
    store = OxigraphStore()
    store.update("INSERT DATA { <http://x/ada> <http://x/name> 'Ada' }")

    with pytest.raises(StewardsError):
        store.query_all([service, "ASK {}"])

    assert not capfd.readouterr().err
