"""Keeping a store: proving it whole, copying it, going back to the build before."""

from __future__ import annotations

import json
import random
import shutil
import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from stewards.build import build, shipped_facts
from stewards.errors import RequestError, StoreError
from stewards.stores.copies import copy
from stewards.stores.integrity import find_damage
from stewards.stores.manifest import data_files
from tests.crashes import current_of
from tests.graphs import plan, published, run_stewards, statements, version


@pytest.fixture(scope="module")
def shipped(tmp_path_factory: pytest.TempPathFactory) -> Path:
    home: Path = tmp_path_factory.mktemp("integrity") / "store"
    build(home, [shipped_facts()])
    return home


@pytest.fixture
def home(shipped: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(shipped, tmp_path / "store"))


def test_what_was_built_is_whole(home: Path) -> None:
    assert find_damage(str(home)) == []
    done = run_stewards("validate", store=home)
    assert (done.returncode, done.stdout) == (0, "The graph is whole: every check and every shape holds.\n")


def test_reading_changes_no_file(home: Path) -> None:
    statements(published(home))

    assert find_damage(str(home)) == []


def test_any_byte_that_changes_is_found(home: Path) -> None:
    chance = random.Random(7)
    files = [path for path in data_files(current_of(home)) if path.stat().st_size]
    for path in files:
        content = path.read_bytes()
        place = chance.randrange(len(content))
        path.write_bytes(content[:place] + bytes([content[place] ^ 1]) + content[place + 1 :])
        name = path.relative_to(home).as_posix()
        assert find_damage(str(home)) == [(name, "is damaged: its content has changed")]
        path.write_bytes(content)

    assert len(files) > 10
    assert find_damage(str(home)) == []


def folder_in_its_place(path: Path) -> None:
    path.unlink()
    path.mkdir()


DAMAGE: dict[str, tuple[Callable[[Path], object], str]] = {
    "cut off": (lambda path: path.write_bytes(path.read_bytes()[:-1]), "is damaged: it has "),
    "missing": (Path.unlink, "is missing"),
    "a folder": (folder_in_its_place, "is damaged: "),
}


@pytest.mark.parametrize("kind", DAMAGE)
@pytest.mark.parametrize(
    "name", ["store/CURRENT", "store/*.sst", "summary.json", "registry.json", "sources/facts.jsonl"]
)
def test_damage_is_one_clear_line(kind: str, name: str, home: Path) -> None:
    path = next(iter(sorted(current_of(home).glob(name))))
    change, message = DAMAGE[kind]
    change(path)
    done = run_stewards("validate", "--format", "csv", store=home)

    assert done.returncode == 1
    assert done.stderr == ""
    (line,) = done.stdout.splitlines()[1:]
    assert path.relative_to(home).as_posix() in line
    assert message in line


@pytest.mark.parametrize("text", ["", "[]", '{"a": 1}', "{"])
def test_a_list_of_files_that_is_broken_is_told(text: str, home: Path) -> None:
    (current_of(home) / "files.json").write_text(text, encoding="utf-8")

    ((name, wrong),) = find_damage(str(home))
    assert name == "generation-000001/files.json"
    assert wrong.startswith("the list of the build's files cannot be read: ")


def test_a_summary_that_tells_of_another_graph_is_found(home: Path) -> None:
    build(home, [])
    path = current_of(home) / "summary.json"
    summary = json.loads(path.read_text(encoding="utf-8"))
    summary["quads"] += 1
    summary["sources"][0]["records"] += 1
    path.write_text(json.dumps(summary), encoding="utf-8")
    files = current_of(home) / "files.json"
    listed = json.loads(files.read_text(encoding="utf-8"))
    del listed["summary.json"]
    files.write_text(json.dumps(listed), encoding="utf-8")

    assert [wrong for _, wrong in find_damage(str(home)) if "statements" in wrong or "records" in wrong][1:]


def test_the_build_before_is_proved_too(home: Path) -> None:
    before = current_of(home)
    build(home, [])
    (before / "registry.json").unlink()

    assert find_damage(str(home)) == [("generation-000001/registry.json", "is missing")]


def test_a_copy_holds_the_same(home: Path, tmp_path: Path) -> None:
    (home / "decisions.yaml").write_text("[]\n", encoding="utf-8")
    done = run_stewards("copy", tmp_path / "copy", store=home)

    assert done.returncode == 0
    assert "read again and found whole" in done.stdout
    assert find_damage(str(tmp_path / "copy")) == []
    assert statements(published(tmp_path / "copy")) == statements(published(home))
    assert (tmp_path / "copy" / "decisions.yaml").exists()
    build(tmp_path / "copy", [])  # and it can be built upon


def test_copies_made_while_others_build_are_whole(home: Path, fixtures: Path, tmp_path: Path) -> None:
    landscape = plan(version("landscape", fixtures / "landscape.yml", "landscape"))
    stop = threading.Event()

    def publish() -> None:
        while not stop.is_set():
            build(home, [landscape])
            build(home, [], drop="landscape")

    publisher = threading.Thread(target=publish)
    publisher.start()
    try:
        for number in range(5):
            copy(str(home), tmp_path / f"copy-{number}")
    finally:
        stop.set()
        publisher.join()

    assert [find_damage(str(tmp_path / f"copy-{number}")) for number in range(5)] == [[]] * 5


def test_a_copy_of_a_damaged_store_is_refused(home: Path, tmp_path: Path) -> None:
    path = current_of(home) / "registry.json"
    path.write_bytes(path.read_bytes()[:-1])

    with pytest.raises(StoreError, match=r"registry\.json: is damaged"):
        copy(str(home), tmp_path / "copy")
    assert [path.name for path in tmp_path.iterdir()] == ["store"]


def test_a_copy_takes_no_others_place(home: Path, tmp_path: Path) -> None:
    (tmp_path / "copy").mkdir()

    with pytest.raises(RequestError, match="is there already: name a new folder"):
        copy(str(home), tmp_path / "copy")
    with pytest.raises(RequestError, match="a graph in memory cannot be copied"):
        copy("memory:", tmp_path / "other")


def test_a_copy_that_cannot_be_written_is_told(home: Path, tmp_path: Path) -> None:
    (tmp_path / "file").touch()

    with pytest.raises(StoreError, match="cannot be written: "):
        copy(str(home), tmp_path / "file" / "copy")


def test_going_back_on_the_command_line(home: Path, fixtures: Path) -> None:
    old = statements(published(home))
    build(home, [plan(version("landscape", fixtures / "landscape.yml", "landscape"))])
    new = statements(published(home))
    back = run_stewards("rollback", store=home)

    assert back.returncode == 0
    assert statements(published(home)) == old
    assert "landscape" not in run_stewards("sources", store=home).stdout
    assert "Buoy" in run_stewards("diff", "current", "previous", store=home).stdout
    assert run_stewards("rollback", store=home).returncode == 0
    assert statements(published(home)) == new


def test_a_graph_in_memory_has_no_build_before(tmp_path: Path) -> None:
    done = run_stewards("rollback", store=Path("memory:"))

    assert done.returncode == 2
    assert "a graph in memory has no build before" in done.stderr
