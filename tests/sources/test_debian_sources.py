from __future__ import annotations

import gzip
import lzma
import random
import re
from collections.abc import Callable
from pathlib import Path

import pytest

from stewards.errors import SourceError
from stewards.model import Hosting, Profile, Record, Tenure
from stewards.sources import reading
from stewards.stores.store import OxigraphStore
from stewards.values import clean_name
from tests.bench.debian_index import fetch_index
from tests.conftest import skip_unless_ci
from tests.graphs import built, column, identified, only, plan, problems, read, statements, version


@pytest.fixture
def index(fixtures: Path) -> Path:
    return fixtures / "debian" / "Sources"


@pytest.fixture
def records(index: Path) -> list[Record]:
    return read(version("debian-sources", index))


def test_each_package_is_a_project_that_the_distribution_hosts(records: list[Record]) -> None:
    found = [(hosting.project.name, hosting.host.name, hosting.locator) for hosting in only(Hosting, records)]

    assert found == [("anvil", "Debian", "line 1"), ("bellows", "Debian", "line 21"), ("chisel+", "Debian", "line 34")]


def test_maintainers_and_uploaders_look_after_a_package(records: list[Record]) -> None:
    tenures = only(Tenure, records)

    assert {tenure.role for tenure in tenures} == {"maintainer"}
    assert [(t.member.name, t.member.kind, t.description, t.locator) for t in tenures[:4]] == [
        ("Smiths of Debian Team", "body", "", "line 4"),
        ("Ada Lovelace", "person", "Named as uploader", "line 5"),
        ("Hopper, Grace", "person", "Named as uploader", "line 5"),
        ("Ada Lovelace", "person", "Named as uploader", "line 5"),
    ]


def test_a_forgotten_comma_and_quotes_within_a_name_are_read(records: list[Record]) -> None:
    found = [tenure.member.name for tenure in only(Tenure, records) if tenure.organisation.name == "bellows"]

    assert found == ["Debian Smiths", 'Bruno "Fuddl" Example', "Ada Lovelace"]


def test_an_old_version_that_is_kept_counts_for_nothing(records: list[Record]) -> None:
    assert "line 18" not in {record.locator for record in records}


def test_of_two_stanzas_of_a_package_the_later_counts(records: list[Record]) -> None:
    assert [t.locator for t in only(Tenure, records) if t.organisation.name == "chisel+"] == ["line 36"] + [
        "line 37"
    ] * 2


def test_one_address_is_one_person_and_another_is_another(records: list[Record]) -> None:
    first, other, same = (t.member.identifiers for t in only(Tenure, records) if t.member.name == "Ada Lovelace")

    assert first == same != other


def test_a_team_governs_its_packages(records: list[Record]) -> None:
    governed = [
        (profile.subject.name, profile.classification, profile.governs.name)
        for profile in only(Profile, records)
        if profile.governs
    ]

    assert governed[:2] == [("Smiths of Debian Team", "team", "anvil"), ("Debian Smiths", "team", "bellows")]


def test_a_team_is_one_by_its_list_and_by_its_name(records: list[Record]) -> None:
    teams = [profile.subject for profile in only(Profile, records) if "Smiths" in profile.subject.name]
    identities = identified(records)

    assert len(teams) == 3
    assert len({identities.iri(team) for team in teams}) == 1


def test_the_address_of_a_package_may_lead_to_a_person(records: list[Record]) -> None:
    kinds = {tenure.member.name: tenure.member.kind for tenure in only(Tenure, records)}

    assert (kinds["Alan Turing"], kinds["Chisel"]) == ("person", "body")


def test_pages_are_taken_and_addresses_are_not(records: list[Record]) -> None:
    pages = {
        p.subject.name: (p.homepage, p.repositories) for p in only(Profile, records) if p.subject.kind == "project"
    }

    assert pages["anvil"] == ("https://anvil.example.org/", ("https://salsa.example.org/smiths/anvil",))
    assert pages["bellows"] == ("", ())


def test_another_distribution_has_packages_of_its_own(index: Path) -> None:
    found = read(version("debian-sources", index, options={"distribution": "Forge OS"}))

    assert {hosting.host.name for hosting in only(Hosting, found)} == {"Forge OS"}
    assert only(Hosting, found)[0].project.identifiers == (("named-in", "forge-os/anvil"),)


def test_no_address_leaves_the_index(index: Path) -> None:
    source = version("debian-sources", index)

    assert "@" not in f"{read(source)}"
    assert problems(source) == [
        "sample/2024-01-01, line 40: is no source package: it lacks a name, a maintainer or a directory",
        "sample/2024-01-01, line 24: an entry is no name with an address behind it: passed over",
        "sample/2024-01-01, line 37: no name stands before the address: passed over",
    ]


@pytest.mark.parametrize("pack", [gzip.compress, lzma.compress], ids=["gz", "xz"])
def test_a_compressed_index_says_the_same(pack: Callable[[bytes], bytes], index: Path, tmp_path: Path) -> None:
    (tmp_path / "Sources").write_bytes(pack(index.read_bytes()))

    assert read(version("debian-sources", tmp_path / "Sources")) == read(version("debian-sources", index))


@pytest.mark.parametrize("pack", [gzip.compress, lzma.compress], ids=["gz", "xz"])
def test_a_damaged_index_is_refused_in_one_line(pack: Callable[[bytes], bytes], index: Path, tmp_path: Path) -> None:
    (tmp_path / "Sources").write_bytes(pack(index.read_bytes())[:-20])

    with pytest.raises(SourceError, match="cannot be unpacked"):
        read(version("debian-sources", tmp_path / "Sources"))


@pytest.mark.parametrize("pack", [gzip.compress, lzma.compress], ids=["gz", "xz"])
def test_what_unfolds_to_too_much_is_refused(
    pack: Callable[[bytes], bytes], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reading, "LARGEST_SOURCE", 1_000_000)
    (tmp_path / "Sources").write_bytes(pack(b"Package: a\n" * 200_000))

    with pytest.raises(SourceError, match="unfolds to more than the 0 MB"):
        read(version("debian-sources", tmp_path / "Sources"))


@pytest.mark.parametrize(
    "content", [b"", b"\xff\xfe\x00", b"Package: a\nFilename: a.deb\n", b"Maintainer: A <a@b.c>\n"]
)
def test_another_file_is_refused_in_one_line(content: bytes, tmp_path: Path) -> None:
    (tmp_path / "Sources").write_bytes(content)

    with pytest.raises(SourceError) as refused:
        read(version("debian-sources", tmp_path / "Sources"))
    assert len(str(refused.value).splitlines()) == 1


# The real index


@pytest.fixture(scope="module")
def real(tmp_path_factory: pytest.TempPathFactory) -> Path:
    try:
        return fetch_index(tmp_path_factory.mktemp("debian"))
    except LookupError as why:
        skip_unless_ci(f"no index of Debian's packages: {why}")


@pytest.fixture(scope="module")
def real_graph(real: Path) -> OxigraphStore:
    return built(plan(version("debian-sources", real, "debian")))


def test_every_package_of_the_real_index_is_read(real: Path, real_graph: OxigraphStore) -> None:
    stanzas = real.read_text(encoding="utf-8").split("\n\n")
    raw = {stanza.split("\n", 1)[0] for stanza in stanzas if "\nExtra-Source-Only: yes" not in stanza} - {""}
    hosted = column(real_graph, "SELECT ?label { ?hosting stw:hostedProject ?p . ?p skos:prefLabel ?label }")

    assert {line.removeprefix("Package: ") for line in raw} == set(hosted)
    assert len(hosted) > 30_000


def test_twenty_real_packages_have_those_whom_the_index_names(real: Path, real_graph: OxigraphStore) -> None:
    last = {stanza.split("\n", 1)[0]: stanza for stanza in real.read_text(encoding="utf-8").split("\n\n")}
    for line in random.Random(7).sample(sorted(last), 20):
        named = re.findall(r"^(?:Maintainer|Uploaders): (.*)$", last[line], re.MULTILINE)
        raw = {
            clean_name(name.strip('," ')) for name in re.findall(r"([^<>]*)<", " ".join(f"{text}," for text in named))
        }
        iri = column(real_graph, f"SELECT ?p {{ ?h stw:hostedProject ?p . ?p skos:prefLabel '{line[9:]}' }}")[0]
        query = f"SELECT ?n {{ ?t org:organization <{iri}> ; org:member ?who . ?who skos:prefLabel|skos:altLabel ?n }}"

        assert raw <= set(column(real_graph, query)), line


def test_no_address_of_the_real_index_is_in_the_graph(real: Path, real_graph: OxigraphStore) -> None:
    assert len(re.findall(r"<[^<>@\s]+@", real.read_text(encoding="utf-8"))) > 50_000
    assert [line for line in statements(real_graph) if re.search(r"[\w+-](?:@|%40)[\w-]+\.[A-Za-z]{2,}", line)] == []
