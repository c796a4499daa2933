"""Files that users name: complete or as they were, whatever fails while they are written."""

from __future__ import annotations

import os
import resource
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from stewards.drafts import draft_of
from stewards.errors import RequestError, StoreError
from stewards.exports import FORMS, export
from stewards.graph import Graph
from stewards.networks.network import Network
from stewards.stores.store import OxigraphStore
from stewards.views.rendering import write


@contextmanager
def full_disk(largest: int = 1000) -> Iterator[None]:
    """Let no file grow beyond so many bytes."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    before = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (largest, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
        signal.signal(signal.SIGXFSZ, before)


@pytest.fixture(scope="module")
def board(graph: Graph) -> Network:
    """Return a board as a network."""
    return graph.ask("board", "PyTorch Foundation", as_of="2022-10-01").network()


Write = Callable[[Graph, Network, Path], None]
WRITERS: dict[str, Write] = {
    ".html": lambda graph, board, path: write(board, path),
    ".svg": lambda graph, board, path: board.picture().write(path),
    ".png": lambda graph, board, path: board.picture().write(path),
    **dict.fromkeys(FORMS, lambda graph, board, path: export(graph.store, path)),
}
every_form = pytest.mark.parametrize(("ending", "write"), WRITERS.items(), ids=WRITERS.keys())


@every_form
def test_a_good_file_stays_when_the_disk_is_full(
    ending: str, write: Write, graph: Graph, board: Network, tmp_path: Path
) -> None:
    path = tmp_path / f"board{ending}"
    path.write_text("good", encoding="utf-8")

    with full_disk(), pytest.raises(RequestError, match=r"board\.\w+: cannot be written: .*; choose another file$"):
        write(graph, board, path)

    assert os.listdir(tmp_path) == [path.name]
    assert path.read_text(encoding="utf-8") == "good"


@every_form
def test_an_ending_may_be_in_capitals(ending: str, write: Write, graph: Graph, board: Network, tmp_path: Path) -> None:
    path = tmp_path / f"BOARD{ending.upper()}"
    write(graph, board, path)

    assert os.listdir(tmp_path) == [path.name]


def test_a_link_keeps_leading_where_it_led(tmp_path: Path) -> None:
    (tmp_path / "latest.txt").symlink_to("page.txt")
    with draft_of(tmp_path / "latest.txt") as draft:
        draft.write_text("new", encoding="utf-8")

    assert (tmp_path / "latest.txt").is_symlink()
    assert (tmp_path / "page.txt").read_text(encoding="utf-8") == "new"


def test_a_device_is_written_to_and_stays_one() -> None:
    with draft_of(Path(os.devnull)) as draft:
        draft.write_text("away with it", encoding="utf-8")

    assert Path(os.devnull).is_char_device()


def test_quads_that_have_no_room_are_an_error_in_one_line(tmp_path: Path) -> None:
    store = OxigraphStore(tmp_path / "store")

    told = f"^no room for the quads of a graph: While appending to file: {tmp_path}.*: File too large$"
    with pytest.raises(StoreError, match=told), full_disk(), store.loading() as stream:
        stream.writelines(f'<http://x/{number}> <http://x/name> "Ada" .\n' for number in range(10_000))
