"""The package stays small, and each awkward dependency stays behind one door."""

from __future__ import annotations

import ast
import re
import sys
import tomllib
from collections.abc import Iterator
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "graph" / "stewards"
MODULES = sorted(PACKAGE.rglob("*.py"))
LONGEST_MODULE = 250  # lines

# The one module that may import each: these have traps, or are likely to be replaced.
DOORS = {
    "IPython": "notebook.py",
    "matplotlib": "pictures/canvas.py",
    "pyarrow": "exports/parquet.py",
    "pyoxigraph": "stores/store.py",
    "pyshacl": "validation.py",
    "pyvis": "views/data.py",
    "rdflib": "rdf.py",
    "rustworkx": "views/layout.py",
    "SPARQLWrapper": "endpoints/remote.py",
}


def name_in_package(module: Path) -> str:
    return module.relative_to(PACKAGE).as_posix()


def imported_packages(module: Path) -> Iterator[str]:
    """Yield the top-level package of each absolute import, wherever in the module it stands."""
    for node in ast.walk(ast.parse(module.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name.partition(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.level == 0 and node.module:
            yield node.module.partition(".")[0]


def distribution_name(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def declared_distributions() -> set[str]:
    """Return what the package needs at run time, extras for users included, as pyproject.toml says."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    extras = project["optional-dependencies"]
    users_extras = [line for extra in extras if extra != "dev" for line in extras[extra]]
    requirements = project["dependencies"] + users_extras
    return {distribution_name(re.split(r"[<>=!~;\[ ]", line)[0]) for line in requirements}


def imported_distributions() -> set[str]:
    """Return what the package imports and neither Python nor the package itself provides."""
    packages = {package for module in MODULES for package in imported_packages(module)}
    foreign = packages - set(sys.stdlib_module_names) - {"stewards"}
    providers = packages_distributions()
    return {distribution_name(providers.get(package, [package])[0]) for package in foreign}


@pytest.mark.parametrize("module", MODULES, ids=name_in_package)
def test_module_is_short(module: Path) -> None:
    assert len(module.read_text(encoding="utf-8").splitlines()) <= LONGEST_MODULE


@pytest.mark.parametrize(("package", "door"), DOORS.items(), ids=DOORS)
def test_one_module_imports(package: str, door: str) -> None:
    importers = [name_in_package(module) for module in MODULES if package in imported_packages(module)]

    assert importers == [door]


def test_every_import_is_declared() -> None:
    assert imported_distributions() - declared_distributions() == set()


def test_every_declared_dependency_is_imported() -> None:
    assert declared_distributions() - imported_distributions() == set()
