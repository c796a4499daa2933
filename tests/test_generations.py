from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from stewards.errors import RequestError, StoreBusyError, StoreError
from stewards.stores.generations import Generations
from stewards.stores.locks import Lease
from tests.graphs import environment


def published(folder: Path, text: str) -> Path:
    """Publish a generation that holds one file."""
    with Generations(folder).writing() as fresh:
        (fresh / "content").write_text(text, encoding="utf-8")
    return fresh


def content(folder: Path) -> str:
    current = Generations(folder).current()
    assert current is not None
    return (current / "content").read_text(encoding="utf-8")


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir() if path.is_dir())


def test_before_the_first_build_there_is_none(tmp_path: Path) -> None:
    assert Generations(tmp_path / "store").current() is None


def test_what_was_built_is_in_force(tmp_path: Path) -> None:
    published(tmp_path, "one")

    assert content(tmp_path) == "one"


def test_the_folder_is_made(tmp_path: Path) -> None:
    published(tmp_path / "a" / "b", "one")

    assert content(tmp_path / "a" / "b") == "one"


def test_the_build_before_is_kept_and_no_other(tmp_path: Path) -> None:
    for text in ("one", "two", "three", "four"):
        published(tmp_path, text)

    assert names(tmp_path) == ["generation-000003", "generation-000004"]
    assert content(tmp_path) == "four"


def test_during_a_build_the_old_one_is_in_force(tmp_path: Path) -> None:
    published(tmp_path, "one")
    with Generations(tmp_path).writing() as fresh:
        (fresh / "content").write_text("two", encoding="utf-8")
        assert content(tmp_path) == "one"

    assert content(tmp_path) == "two"


@pytest.mark.parametrize("error", [RuntimeError, KeyboardInterrupt, SystemExit])
def test_a_build_that_fails_leaves_nothing(error: type[BaseException], tmp_path: Path) -> None:
    published(tmp_path, "one")
    with pytest.raises(error), Generations(tmp_path).writing():
        raise error

    assert content(tmp_path) == "one"
    assert names(tmp_path) == ["generation-000001"]


def test_a_disk_that_is_full_is_told(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match=r"cannot be written: No space left"), Generations(tmp_path).writing():
        raise OSError(28, os.strerror(28))


def test_what_a_killed_build_left_is_removed(tmp_path: Path) -> None:
    published(tmp_path, "one")
    (tmp_path / "generation-000002" / "store").mkdir(parents=True)
    published(tmp_path, "two")

    assert content(tmp_path) == "two"
    assert len(names(tmp_path)) == 2


def test_folders_of_others_are_left_alone(tmp_path: Path) -> None:
    for name in ("generation-x", "generation-1", "mine"):
        (tmp_path / name).mkdir()
    published(tmp_path, "one")
    published(tmp_path, "two")

    assert set(names(tmp_path)) >= {"generation-x", "generation-1", "mine"}


def test_the_second_of_two_builders_is_told(tmp_path: Path) -> None:
    with (
        Generations(tmp_path).writing(),
        pytest.raises(StoreBusyError, match=rf"process {os.getpid()}, since 20.*, is building here: try again"),
        Generations(tmp_path).writing(),
    ):
        pytest.fail("two builders at once", pytrace=False)


def test_another_process_is_told(tmp_path: Path) -> None:
    script = (
        f"from pathlib import Path; from stewards.stores.generations import Generations\n"
        f"with Generations(Path({str(tmp_path)!r})).writing(): pass"
    )
    with Generations(tmp_path).writing():
        second = subprocess.run([sys.executable, "-c", script], env=environment(), capture_output=True, text=True)

    assert "StoreBusyError" in second.stderr


def test_after_a_build_another_may_begin(tmp_path: Path) -> None:
    published(tmp_path, "one")
    published(tmp_path, "two")

    assert not (tmp_path / "lock.holder").exists()


@pytest.mark.parametrize("name", ["generation-000009", "../elsewhere", "", "generation-/../.."])
def test_a_build_that_is_not_there_is_told(name: str, tmp_path: Path) -> None:
    published(tmp_path, "one")
    (tmp_path / "current").write_text(name, encoding="ascii")

    with pytest.raises(StoreError, match=r"which is not there: .*, then build anew"):
        Generations(tmp_path).current()


def test_a_file_in_the_place_of_the_folder_is_told(tmp_path: Path) -> None:
    (tmp_path / "store").write_text("a file", encoding="utf-8")

    with pytest.raises(StoreError, match="cannot be read as a store"):
        Generations(tmp_path / "store").current()
    with pytest.raises(StoreError, match="cannot be written"), Generations(tmp_path / "store").writing():
        pytest.fail("built into a file", pytrace=False)


def test_a_file_named_current_that_is_no_text_is_told(tmp_path: Path) -> None:
    (tmp_path / "current").write_bytes(b"\xff\xfe")

    with pytest.raises(StoreError, match="cannot be read as a store"):
        Generations(tmp_path).current()


def test_after_a_crash_the_lock_is_free(tmp_path: Path) -> None:
    script = (
        "import os, signal; from pathlib import Path; from stewards.stores.generations import Generations\n"
        f"with Generations(Path({str(tmp_path)!r})).writing(): os.kill(os.getpid(), signal.SIGKILL)"
    )
    killed = subprocess.run([sys.executable, "-c", script], env=environment(), capture_output=True)

    assert killed.returncode == -signal.SIGKILL
    assert (tmp_path / "lock.holder").exists()
    published(tmp_path, "after")
    assert content(tmp_path) == "after"


def test_the_second_of_two_builders_may_wait(tmp_path: Path) -> None:
    told: list[str] = []
    with ThreadPoolExecutor(1) as other:
        with Generations(tmp_path).writing() as fresh:
            (fresh / "content").write_text("one", encoding="utf-8")
            waiting = other.submit(_waited, tmp_path, told)
            while not told:
                time.sleep(0.01)
        waiting.result()

    assert told[0].startswith(f"waiting: process {os.getpid()}, since 20")
    assert content(tmp_path) == "two"


def _waited(folder: Path, told: list[str]) -> None:
    with Generations(folder).writing(wait=20, progress=told.append) as fresh:
        (fresh / "content").write_text("two", encoding="utf-8")


def test_who_waits_too_long_is_told(tmp_path: Path) -> None:
    with (
        Generations(tmp_path).writing(),
        pytest.raises(StoreBusyError, match=r"is still building here after 0\.2 s"),
        Generations(tmp_path).writing(wait=0.2),
    ):
        pytest.fail("two builders at once", pytrace=False)


def test_going_back_and_forth(tmp_path: Path) -> None:
    for text in ("one", "two", "three"):
        published(tmp_path, text)

    for expected in ("two", "three", "two"):
        Generations(tmp_path).go_back()
        assert content(tmp_path) == expected
    published(tmp_path, "four")
    assert names(tmp_path) == ["generation-000002", "generation-000004"]
    assert Generations(tmp_path).previous() == tmp_path / "generation-000002"


def test_nothing_to_go_back_to_is_told(tmp_path: Path) -> None:
    published(tmp_path, "one")

    with pytest.raises(RequestError, match="there is no previous build"):
        Generations(tmp_path).go_back()


def test_a_damaged_build_is_not_put_in_force(tmp_path: Path) -> None:
    published(tmp_path, "one")
    published(tmp_path, "two")
    (tmp_path / "generation-000001" / "content").write_text("eno", encoding="utf-8")

    with pytest.raises(StoreError, match="content: is damaged: its content has changed"):
        Generations(tmp_path).go_back()
    assert content(tmp_path) == "two"


def test_a_build_that_is_lost_can_be_gone_back_from(tmp_path: Path) -> None:
    published(tmp_path, "one")
    shutil.rmtree(published(tmp_path, "two"))

    with pytest.raises(StoreError, match="`stewards rollback` puts the build before it in force"):
        Generations(tmp_path).current()
    Generations(tmp_path).go_back()
    assert content(tmp_path) == "one"


def test_what_is_read_is_not_removed(tmp_path: Path) -> None:
    for number in range(3):
        with Generations(tmp_path).writing() as fresh:
            (fresh / "store").mkdir()
        if number == 0:
            lease = Lease(fresh / "store")

    assert len(names(tmp_path)) == 3
    del lease
    published(tmp_path, "four")
    assert names(tmp_path) == ["generation-000003", "generation-000004"]


def test_ctrl_c_after_the_publishing_does_not_undo_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    published(tmp_path, "one")

    def interrupted(folder: Path) -> None:
        if (tmp_path / "current").read_text(encoding="ascii").startswith("generation-000002"):
            raise KeyboardInterrupt

    monkeypatch.setattr("stewards.stores.manifest.sync_folder", interrupted)
    with pytest.raises(KeyboardInterrupt):
        published(tmp_path, "two")

    assert content(tmp_path) == "two"


@pytest.mark.parametrize("step", ["mkdir", "replace"])
def test_a_disk_that_is_full_at_any_step_is_told(step: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    published(tmp_path, "one")

    def full(*arguments: object, **more: object) -> None:
        raise OSError(28, os.strerror(28))

    with monkeypatch.context() as disk, pytest.raises(StoreError, match="cannot be written: No space left"):
        disk.setattr(Path, step, full)
        published(tmp_path, "two")

    assert content(tmp_path) == "one"
    assert names(tmp_path) == ["generation-000001"]


def test_a_publisher_that_ends_halfway_loses_no_build(tmp_path: Path) -> None:
    for text in ("one", "two", "three"):
        published(tmp_path, text)
    (tmp_path / "previous").write_text("generation-000003", encoding="ascii")  # what a build writes first

    assert Generations(tmp_path).previous() == tmp_path / "generation-000002"
    published(tmp_path, "four")
    assert names(tmp_path) == ["generation-000003", "generation-000004"]
