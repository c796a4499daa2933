"""Work that several threads do at once, its results in order."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from queue import SimpleQueue
from threading import Event, Thread
from typing import TypeVar

A = TypeVar("A")
B = TypeVar("B")


def side_by_side(work: Callable[[A], B], items: Sequence[A], lanes: int) -> Iterator[B]:
    """Yield what ``work`` gives for each item, in order, each as soon as it is there; raises what it raises.

    After a failure no more items are begun.
    It pays where the work is long and does without Python's lock. (Python's own pools of threads import for 13 ms.)
    """
    lanes = min(lanes, len(items))
    done: list[SimpleQueue[tuple[B | None, BaseException | None]]] = [SimpleQueue() for _ in range(lanes)]
    stopped = Event()

    def run(lane: int) -> None:
        for item in items[lane::lanes]:
            if stopped.is_set():
                return
            try:
                done[lane].put((work(item), None))
            except BaseException as error:  # whatever it is, somebody waits for it
                done[lane].put((None, error))
                return

    for lane in range(lanes):
        try:
            Thread(target=run, args=(lane,)).start()
        except RuntimeError:  # the system gives no more threads
            run(lane)
    try:
        for number in range(len(items)):
            result, error = done[number % lanes].get()
            if error:
                raise error
            yield result  # type: ignore[misc]
    finally:
        stopped.set()
