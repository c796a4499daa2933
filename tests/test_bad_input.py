"""Bad sources as a user meets them: one clear line, exit status 2, and the graph built before still answers."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from stewards.build import build
from stewards.commands.sparql import query_text
from stewards.errors import RequestError, SourceError, StewardsError
from stewards.plans import catalogue_plans, loaded_summary, source_plan
from stewards.sources import reading
from stewards.stores.generations import Generations
from tests.graphs import column, published, run_stewards, statements

MEMBERS = "SELECT ?name { ?m a stw:CorporateMembership ; org:member/skos:prefLabel ?name }"
BOMB = "a: &a [x, x, x, x, x, x, x, x]\n" + "".join(
    f"{name}: &{name} [{', '.join([f'*{before}'] * 8)}]\n" for before, name in zip("abcdefgh", "bcdefghi", strict=True)
)


def huge(path: Path) -> None:
    with path.open("wb") as stream:
        stream.truncate(2 * 1024**3)


def text(content: str | bytes) -> Callable[[Path], object]:
    data = content.encode() if isinstance(content, str) else content
    return lambda path: path.write_bytes(data)


# Each way to be wrong: the format, how the file is made, and the line that is told.
WRONG: dict[str, tuple[str, Callable[[Path], object], str]] = {
    "a folder": ("landscape", Path.mkdir, r"bad: .*bad\.x is a folder: name a file in it"),
    "cut off YAML": ("landscape", text('landscape:\n  - name: "NLF Mem'), r"bad, line 2: is not valid YAML: .*"),
    "another file": ("landscape", text("a: b\n"), r"bad, line 1: is not a landscape: .*"),
    "wrong columns": (
        "cncf-maintainers",
        text("Name,Login\n"),
        r"bad, line 1: has columns \['Name', 'Login'\], and .*",
    ),
    "empty table": ("cncf-maintainers", text(""), r"bad, line 1: has columns \[\], and .*"),
    "not UTF-8": ("landscape", text(b"a: 1\nb: \xff\n"), r"bad, line 2: is not UTF-8 .*"),
    "a bomb": ("landscape", text(BOMB), r"bad, line 8: its aliases unfold to more than 5,000,000 values"),
    "two gigabytes": ("landscape", huge, r"bad: .*bad\.x has more than the 256 MB that a source may have"),
    "too deep": ("landscape", text("[" * 100_000), r"bad, line 1: is nested more than 500 levels deep"),
    "facts of nobody": (
        "facts",
        text("facts:\n  - usage: {user: x, project: pytorch}\n"),
        r"bad, line 2: usage: user: .*",
    ),
}


@pytest.fixture(scope="module")
def good(fixtures: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a store with a landscape in it; tests work on copies."""
    home = tmp_path_factory.mktemp("good") / "store"
    location = str(fixtures / "landscape.yml")
    build(home, [source_plan("landscape", location, "good", "2024-01-01", [])])
    return home


@pytest.fixture
def home(good: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(good, tmp_path / "store"))


@pytest.mark.parametrize("case", WRONG)
def test_a_bad_source_is_told_and_nothing_is_lost(case: str, home: Path, tmp_path: Path) -> None:
    format, make, line = WRONG[case]
    before = statements(published(home))
    path = tmp_path / "bad.x"
    make(path)

    _, summary = build(home, [source_plan(format, str(path), "bad", "2024-01-01", [])])

    bad = next(entry for entry in summary.sources if entry.name == "bad")
    assert bad.failed
    assert re.fullmatch(line, bad.problems[0])
    assert statements(published(home)) == before


def test_a_bad_version_of_a_source_keeps_the_last_good_one(home: Path, tmp_path: Path) -> None:
    before = statements(published(home))
    path = tmp_path / "landscape.yml"
    path.write_text("landscape: [", encoding="utf-8")

    _, summary = build(home, [source_plan("landscape", str(path), "good", "2025-01-01", [])])

    assert [(entry.name, entry.failed, entry.records) for entry in summary.sources] == [("good", True, 18)]
    assert statements(published(home)) == before


def test_all_problems_of_a_facts_file_are_kept(home: Path, fixtures: Path) -> None:
    _, summary = build(home, [source_plan("facts", str(fixtures / "facts-broken.yaml"), "mine", None, [])])

    mine = next(entry for entry in summary.sources if entry.name == "mine")
    assert len(mine.problems) == 15
    assert all(re.match(r"mine, line \d+: ", problem) for problem in mine.problems)


@pytest.mark.parametrize(
    ("arguments", "line"),
    [
        (("landscape", "nowhere.yml", None, None, []), "nowhere: there is no file nowhere.yml"),
        (("map", "nowhere.yml", None, None, []), "there is no format 'map': choose from facts, landscape"),
        (("landscape", "{file}", None, "soon", []), "--as-of: 'soon' is not a date"),
        (("landscape", "{file}", "a/b", None, []), "--name 'a/b': use letters, digits, hyphens and dots"),
        (("landscape", "{file}", ".hidden", None, []), "--name '.hidden': use letters"),
        (("landscape", "{file}", "facts", None, []), "'facts' is the name of the facts that ship with the package"),
        (("landscape", "{file}", None, None, ["levels"]), "--option 'levels': write it as key=value"),
    ],
)
def test_a_request_that_is_wrong_is_one_line(
    arguments: tuple[str, str, str | None, str | None, list[str]], line: str, fixtures: Path
) -> None:
    format, location, name, as_of, options = arguments
    with pytest.raises(RequestError) as refused:
        source_plan(format, location.format(file=fixtures / "landscape.yml"), name, as_of, options)

    assert str(refused.value).startswith(line)
    assert "\n" not in str(refused.value)


def test_a_name_with_line_ends_is_refused(fixtures: Path) -> None:
    with pytest.raises(RequestError, match="use letters"):
        source_plan("landscape", str(fixtures / "landscape.yml"), "a\n", None, [])


@pytest.mark.parametrize(
    ("names", "mirror", "line"),
    [
        (["nowhere"], None, "the catalogue has no source 'nowhere': it has "),
        ([], "nowhere", "there is no folder nowhere"),
        (["cncf-landscape"], None, "name where the sources are: --mirror FOLDER, or --online to fetch them"),
        (["cncf-landscape"], ".", ". holds no cncf__landscape/landscape.yml"),
    ],
)
def test_a_catalogue_request_that_is_wrong_is_one_line(names: list[str], mirror: str | None, line: str) -> None:
    with pytest.raises(RequestError) as refused:
        catalogue_plans(names, Path(mirror) if mirror else None, False, None)

    assert str(refused.value).startswith(line)


def test_one_bad_file_of_a_mirror_does_not_stop_the_others(
    fixtures: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reading, "LARGEST_SOURCE", 1024**2)
    for repository in ("pytorch-fdn__landscape", "PQCA__landscape"):
        (tmp_path / repository).mkdir()
    shutil.copy(fixtures / "landscape.yml", tmp_path / "PQCA__landscape")
    huge(tmp_path / "pytorch-fdn__landscape" / "landscape.yml")

    _, summary = build(None, catalogue_plans([], tmp_path, False, None))

    failed = {entry.name: entry.failed for entry in summary.sources}
    assert failed == {"facts": False, "pqca-landscape": False, "pytorch-landscape": True}


@pytest.mark.parametrize("content", [b"", b"\xff", b"SELECT"])
def test_a_query_file_is_read_or_refused(content: bytes, tmp_path: Path) -> None:
    path = tmp_path / "query.rq"
    path.write_bytes(content)
    try:
        assert query_text(f"@{path}") == content.decode()
    except SourceError as refused:
        assert "is not UTF-8" in str(refused)


def test_a_memory_keeps_no_sources() -> None:
    with pytest.raises(RequestError, match="a graph in memory keeps no sources"):
        loaded_summary("memory:")


def test_an_endpoint_cannot_be_built_into() -> None:
    with pytest.raises(RequestError, match="can be asked but not built into"):
        loaded_summary("https://example.org/sparql")


@pytest.mark.parametrize("file", ["summary.json", "sources/good.jsonl", "store/CURRENT"])
def test_a_damaged_store_says_what_to_do(file: str, home: Path) -> None:
    current = Generations(home).current()
    assert current is not None
    (current / file).write_text("x", encoding="utf-8")

    with pytest.raises(StewardsError) as refused:
        loaded_summary(str(home))
        published(home)
        build(home, [])

    assert "\n" not in str(refused.value)


# The same by the command line.


def refused(home: Path, *arguments: str | Path) -> list[str]:
    """Run a command that has to fail; return what it says of its source, after checking that nothing was lost."""
    run = run_stewards(*arguments, store=home)

    assert run.returncode == 2, run.stderr
    assert "Traceback" not in run.stderr
    assert column(published(home), MEMBERS) == ["Acme Shipping, Inc.", "Buoy GmbH"]
    return [line for line in run.stderr.splitlines() if not line.startswith("note: good")]


def test_the_command_names_a_file_that_is_not_there(home: Path) -> None:
    assert refused(home, "add", "landscape", "nowhere.yml") == ["stewards: nowhere: there is no file nowhere.yml"]


def test_the_command_names_an_unknown_format(home: Path, fixtures: Path) -> None:
    lines = refused(home, "add", "map", fixtures / "landscape.yml")

    assert len(lines) == 1
    assert lines[0].startswith("stewards: there is no format 'map': choose from ")


def test_the_command_names_the_line_of_broken_yaml(home: Path, tmp_path: Path) -> None:
    path = tmp_path / "cut.yml"
    path.write_text('landscape:\n  - name: "NLF Mem', encoding="utf-8")

    lines = refused(home, "add", "landscape", path)

    assert lines == ["not loaded: cut, line 2: is not valid YAML: found unexpected end of stream"]


def test_the_command_tells_every_problem_of_a_facts_file(home: Path, fixtures: Path) -> None:
    lines = refused(home, "add", "facts", fixtures / "facts-broken.yaml", "--name", "mine")

    assert len([line for line in lines if re.match(r"not loaded: mine, line \d+: ", line)]) == 15

    listed = run_stewards("sources", "--problems", "--format", "tsv", store=home).stdout
    assert "mine" not in listed  # nothing of it was loaded, so nothing was published


def test_a_damaged_store_is_one_line(home: Path) -> None:
    (home / "current").write_text("generation-000009", encoding="ascii")

    run = run_stewards("sources", store=home)

    assert run.returncode == 1
    assert len(run.stderr.splitlines()) == 1
    assert "`stewards rollback` puts the build before it in force, then build anew" in run.stderr
