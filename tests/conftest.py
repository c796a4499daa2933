"""What every test may ask for: golden answers, the mirror of real sources, small fixtures, a browser."""

from __future__ import annotations

import difflib
import json
import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NoReturn

import pytest
from filelock import FileLock
from hypothesis import settings
from playwright.sync_api import Browser

import stewards
from stewards.build import build
from stewards.graph import Graph
from stewards.plans import catalogue_plans
from stewards.stores.generations import Generations
from stewards.stores.store import OxigraphStore
from tests import chromium
from tests.graphs import published

# In CI the same examples are tried every time: what a change breaks is then the change's doing. Elsewhere new ones are.
settings.register_profile("repeatable", derandomize=True, deadline=None)
if os.environ.get("CI"):
    settings.load_profile("repeatable")

ROOT = Path(__file__).resolve().parent.parent
TESTS = ROOT / "tests"


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--renew-golden", action="store_true", help="write the golden answers anew")


def skip_unless_ci(reason: str) -> NoReturn:
    """Skip, but fail in CI, where nothing may go untested unseen."""
    if os.environ.get("CI"):
        pytest.fail(reason, pytrace=False)
    pytest.skip(reason)


@pytest.fixture(scope="session", autouse=True)
def no_personal_store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Keep the tests away from the store and the cache of whoever runs them."""
    with pytest.MonkeyPatch.context() as environment:
        environment.delenv("STEWARDS_STORE", raising=False)
        for variable in ("XDG_DATA_HOME", "XDG_CACHE_HOME"):
            environment.setenv(variable, str(tmp_path_factory.mktemp(variable)))
        yield


@pytest.fixture
def golden(request: pytest.FixtureRequest) -> Callable[[str, object], None]:
    """Compare a text, or anything that JSON can hold, with tests/golden/NAME."""
    renew = bool(request.config.getoption("--renew-golden"))

    def check(name: str, actual: object) -> None:
        path = TESTS / "golden" / name
        text = actual if isinstance(actual, str) else as_json(actual)
        if renew:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8", newline="\n")
        elif not path.is_file():
            pytest.fail(f"tests/golden/{name} does not exist: make golden writes it", pytrace=False)
        elif difference := differing_lines(name, path.read_text(encoding="utf-8"), text):
            pytest.fail(f"differs from tests/golden/{name}:\n{difference}", pytrace=False)

    return check


def as_json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, indent=2, sort_keys=True) + "\n"


def differing_lines(name: str, expected: str, actual: str) -> str:
    """Return a unified diff, empty when both texts are the same."""
    lines = difflib.unified_diff(expected.splitlines(), actual.splitlines(), f"golden/{name}", "now", lineterm="")
    return "\n".join(lines)


@pytest.fixture(scope="session")
def fixtures() -> Path:
    """Return the folder of small files written for the tests."""
    return TESTS / "fixtures"


@pytest.fixture(scope="session")
def mirror() -> Path:
    """Return the folder of real sources, one folder a repository."""
    folder = (ROOT / os.environ.get("STEWARDS_TEST_DATA", "../shared/data")).resolve()
    if not folder.is_dir():
        skip_unless_ci(f"no real sources at {folder}: set STEWARDS_TEST_DATA")
    return folder


@pytest.fixture(scope="session")
def mirror_graph(mirror: Path, tmp_path_factory: pytest.TempPathFactory) -> OxigraphStore:
    """Return the graph of everything in the mirror, built once for all test processes."""
    home = tmp_path_factory.getbasetemp()
    folder = (home.parent if "PYTEST_XDIST_WORKER" in os.environ else home) / "mirror-graph"
    with FileLock(f"{folder}.lock"):
        if Generations(folder).current() is None:
            build(folder, catalogue_plans([], mirror, False, None))
    return published(folder)


@pytest.fixture(scope="session")
def graph() -> Graph:
    """Return the graph of the shipped facts."""
    return stewards.open("memory:")


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Yield a headless Chromium."""
    if not chromium.executable():
        skip_unless_ci("Chromium is missing: install it to test the pages")
    with chromium.launched() as browser:
        yield browser
