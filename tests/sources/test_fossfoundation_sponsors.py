from __future__ import annotations

from pathlib import Path

import pytest

from stewards.errors import SourceError
from stewards.identity.resolving import resolve
from stewards.model import Document, Funding, Membership, Record, Reference
from stewards.sources.fossfoundation_sponsors import read_documents
from stewards.sources.input import Batches
from tests.graphs import only, problems, version

FORMAT = "fossfoundation-sponsorships"


@pytest.fixture
def batches(fixtures: Path) -> Batches:
    return read_documents(version(FORMAT, fixtures / "sponsors"))


def fundings(batches: Batches, foundation: str) -> dict[str, Funding]:
    """Return what a foundation is given, by the name of the sponsor."""
    records = next(records for document, records in batches.items() if document.name.endswith(foundation))
    return {funding.funder.name: funding for funding in only(Funding, records)}


def test_sponsors_are_named_where_the_repository_names_them(batches: Batches) -> None:
    assert list(fundings(batches, "nlf")) == [
        "acme.example",
        "Anker Shipping, Inc.",
        "segel.example",
        "tau.example",
        "rope.example",
    ]


def test_a_sponsor_is_known_by_its_domain(batches: Batches) -> None:
    assert fundings(batches, "nlf")["Anker Shipping, Inc."].funder.identifiers == (("domain", "anker.example"),)


def test_a_foundation_is_known_by_its_own_page(batches: Batches) -> None:
    recipient = fundings(batches, "nlf")["tau.example"].recipient

    assert recipient.name == "Northern Lights Foundation"
    assert recipient.identifiers == (("wikidata", "Q12345678"), ("domain", "northern-lights.example"))


def test_all_levels_of_a_sponsor_are_in_one_record(batches: Batches) -> None:
    assert fundings(batches, "nlf")["acme.example"].description == "Aurora; Aurora in kind"


@pytest.mark.parametrize(
    ("sponsor", "amount"),
    [
        ("Anker Shipping, Inc.", ("50000", "EUR")),
        ("segel.example", ("7000", "USD")),
        ("tau.example", ("", "")),  # the price varies
        ("rope.example", ("", "")),  # in kind
        ("acme.example", ("", "")),  # two levels
    ],
)
def test_an_amount_is_the_price_of_the_level_where_it_is_fixed(
    sponsor: str, amount: tuple[str, str], batches: Batches
) -> None:
    funding = fundings(batches, "nlf")[sponsor]

    assert (funding.amount, funding.currency) == amount


def test_an_estimated_price_is_no_amount(batches: Batches) -> None:
    assert fundings(batches, "mast")["tau.example"].amount == ""


def test_each_foundation_is_a_document_of_the_day_it_was_read(batches: Batches) -> None:
    found = {document.name: (document.title, str(document.as_of), document.complete) for document in batches}

    assert found == {
        "sample/2024-01-01-mast": ("Sponsors of Mast, 2024-01-01", "2024-01-01", False),
        "sample/2024-02-12-nlf": ("Sponsors of Northern Lights Foundation, 2024-02-12", "2024-02-12", False),
    }


def test_a_sponsor_is_found_again_in_the_file(batches: Batches) -> None:
    assert fundings(batches, "nlf")["segel.example"].locator == "/second/0"


def test_what_is_no_sponsor_is_reported(fixtures: Path) -> None:
    source = version(FORMAT, fixtures / "sponsors")
    read_documents(source)

    assert [problem.removeprefix("sample/2024-01-01, ") for problem in problems(source)] == [
        "mast.json: the sponsors were not read: ERROR: 404 Not Found",
        "nlf.json, /second/1: 'github.com' is nobody's own domain",
        "nlf.json, /third/1: 'Ada Anker' is nobody's own domain",
        "nlf.json: northern-lights.example is the foundation's own domain",
    ]


def test_a_folder_without_sponsors_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="holds no folder _data/sponsorships"):
        read_documents(version(FORMAT, tmp_path))


@pytest.mark.parametrize("content", [b"{", b"\xff", b'{"error": ""}', b'{"first": [[], 3, null]}', b"[]"])
def test_what_is_broken_is_read_or_refused_in_words(content: bytes, tmp_path: Path) -> None:
    for name, data in {"_data/sponsorships/x.json": content, "_sponsorships/x.md": b"---\nlevels: 3\n---\n"}.items():
        (tmp_path / name).parent.mkdir(parents=True)
        (tmp_path / name).write_bytes(data)
    source = version(FORMAT, tmp_path)

    try:
        read_documents(source)
    except SourceError as error:
        assert len(str(error).splitlines()) == 1
    else:
        assert problems(source)


def companies(*references: Reference) -> dict[Document, list[Record]]:
    """Return a document in which each company is a member of something."""
    place = Reference("organisation", "Northern Lights Foundation")
    return {Document("x", "x", "x"): [Membership(member=company, organisation=place) for company in references]}


def at(domain: str, name: str = "") -> Reference:
    return Reference("organisation", name or domain, (("domain", domain),))


def test_a_sponsor_known_by_domain_is_the_company_of_that_domain() -> None:
    identities = resolve(companies(at("anker.example", "A. N. Kerr Ltd"), at("anker.example"), at("anker.example")))
    found = identities.entities[at("anker.example")]

    assert (found.label, found.names) == ("A. N. Kerr Ltd", ())


def test_a_domain_does_not_join_the_companies_that_share_it() -> None:
    parent, other = at("anker.example", "Tau Group"), at("anker.example", "Segel Works")
    identities = resolve(companies(parent, other, at("anker.example")))

    assert len({entity.iri for entity in identities.entities.values()}) == 4


def test_a_domain_that_spells_one_of_the_companies_is_that_company() -> None:
    parent, other = at("anker.example", "Anker"), at("anker.example", "Segel Works")
    identities = resolve(companies(parent, other, at("anker.example")))

    assert identities.iri(at("anker.example")) == identities.iri(parent)


def test_every_sponsor_with_a_domain_is_read_from_the_mirror(mirror: Path) -> None:
    source = version(FORMAT, mirror / "Punderthings__fossfoundation")
    batches = read_documents(source)

    assert (len(batches), sum(map(len, batches.values())), len(source.problems)) == (37, 4075, 246)
