from __future__ import annotations

from datetime import date

import pyoxigraph
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from stewards.errors import RequestError
from stewards.quads import nquads
from stewards.values import (
    Period,
    clean_name,
    crunchbase_page,
    domain_of,
    github_login,
    is_web_address,
    name_key,
    organisation_key,
    parse_day,
    repository_of,
    slug,
)

fast = settings(deadline=None, max_examples=200)


def parsed(term: str) -> pyoxigraph.NamedNode | pyoxigraph.Literal:
    """Return what a parser of N-Quads makes of an object."""
    line = f"<http://example.org/s> <http://example.org/p> {term} .\n".encode()
    (quad,) = pyoxigraph.parse(line, format=pyoxigraph.RdfFormat.N_QUADS)
    assert isinstance(quad.object, pyoxigraph.NamedNode | pyoxigraph.Literal)
    return quad.object


@pytest.mark.parametrize(
    ("text", "first", "last", "precision"),
    [
        ("2022", "2022-01-01", "2022-12-31", "year"),
        ("2022-09", "2022-09-01", "2022-09-30", "month"),
        ("2024-2", "2024-02-01", "2024-02-29", "month"),
        ("2022-09-12", "2022-09-12", "2022-09-12", "day"),
        (" 2022-9-2 ", "2022-09-02", "2022-09-02", "day"),
    ],
)
def test_a_date_covers_the_days_it_may_mean(text: str, first: str, last: str, precision: str) -> None:
    period = Period.parse(text)

    assert (period.first, period.last, period.precision) == (first, last, precision)


@pytest.mark.parametrize(
    "text", ["", "2022-13", "2022-02-30", "22-01-01", "2022/09/12", "12.9.2022", "2022-09-12T10:00", "0000", "soon"]
)
def test_what_is_no_date_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="is not a date"):
        Period.parse(text)


@fast
@given(st.dates(), st.sampled_from(["day", "month", "year"]))
def test_a_date_written_and_read_is_the_same(day: date, precision: str) -> None:
    period = Period.around(day, precision)

    assert Period.parse(str(period)) == period
    assert period.first <= day.isoformat() <= period.last


def test_today_is_a_day() -> None:
    assert parse_day("today") == date.today().isoformat()


@pytest.mark.parametrize("text", ["2022", "2022-09", "yesterday", "2022-02-30"])
def test_a_user_has_to_name_one_day(text: str) -> None:
    with pytest.raises(RequestError):
        parse_day(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("LF AI & Data Foundation", "lf-ai-data-foundation"),
        ("  Universität Zürich ", "universitat-zurich"),
        ("a__b", "a-b"),
        ("北京大学", "beijingdaxue"),
        ("???", "unnamed"),
        ("", "unnamed"),
    ],
)
def test_slugs(text: str, expected: str) -> None:
    assert slug(text) == expected


@fast
@given(st.text())
def test_a_slug_of_a_slug_is_itself(text: str) -> None:
    assert slug(slug(text)) == slug(text)


@fast
@given(st.text())
def test_a_slug_can_stand_in_an_address(text: str) -> None:
    parsed(nquads.iri(f"https://example.org/{slug(text)}"))


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Red Hat (member)", "Red Hat"),
        ("Acme (Supporter) (LFESS)", "Acme"),
        ("  Two\n words ", "Two words"),
        ("PyTorch (TPU)", "PyTorch (TPU)"),
    ],
)
def test_remarks_are_no_part_of_a_name(name: str, expected: str) -> None:
    assert clean_name(name) == expected


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Amazon Web Services, Inc.", "Amazon Web Services"),
        ("The Linux Foundation", "Linux Foundation"),
        ("SAP SE", "SAP SE (member)"),
        ("Huawei Technologies Co., Ltd", "Huawei Technologies"),
        ("Robert Bosch GmbH", "robert bosch"),
        ("Société Générale S.A.", "Societe Generale"),
    ],
)
def test_ways_of_writing_an_organisation(one: str, other: str) -> None:
    assert organisation_key(one) == organisation_key(other)


@pytest.mark.parametrize(
    ("one", "other"), [("Meta", "Meta Platforms"), ("LF AI", "LF Energy"), ("Google", "Google Cloud")]
)
def test_different_organisations_stay_different(one: str, other: str) -> None:
    assert organisation_key(one) != organisation_key(other)


@pytest.mark.parametrize("name", ["Inc.", "The", "Company", "AG"])
def test_a_name_that_is_a_legal_form_keeps_a_key(name: str) -> None:
    assert organisation_key(name) not in ("", "unnamed")


@fast
@given(st.text())
def test_keys_of_names_do_not_depend_on_white_space(text: str) -> None:
    assert name_key(f"  {text}\n") == name_key(text)


@pytest.mark.parametrize(
    ("url", "domain"),
    [
        ("https://www.amd.com/en", "amd.com"),
        ("aws.amazon.com", "aws.amazon.com"),
        ("https://github.com/pytorch", ""),
        ("https://pytorch.github.io/", ""),
        ("https://EXAMPLE.com:8080/", "example.com"),
        ("http://[broken", ""),
        ("localhost", ""),
        ("", ""),
    ],
)
def test_domains(url: str, domain: str) -> None:
    assert domain_of(url) == domain


@pytest.mark.parametrize(
    ("url", "repository"),
    [
        ("https://github.com/PyTorch/PyTorch.git", "https://github.com/pytorch/pytorch"),
        ("git@github.com:envoyproxy/envoy", "https://github.com/envoyproxy/envoy"),
        ("https://github.com/helm/helm/tree/main/cmd?x#y", "https://github.com/helm/helm"),
        ("gitlab.com/a/b", "https://gitlab.com/a/b"),
        ("https://github.com/pytorch", ""),
        ("https://example.org/a/b", ""),
    ],
)
def test_repositories(url: str, repository: str) -> None:
    assert repository_of(url) == repository


@pytest.mark.parametrize(
    ("text", "login"),
    [
        ("@BenTheElder", "bentheelder"),
        ("https://github.com/aojea/", "aojea"),
        ("a-b", "a-b"),
        ("Red Hat", ""),
        ("ada@anker.example", ""),
        ("a" * 40, ""),
        ("-a", ""),
        ("", ""),
    ],
)
def test_logins(text: str, login: str) -> None:
    assert github_login(text) == login


def test_crunchbase_pages() -> None:
    assert crunchbase_page("https://www.crunchbase.com/organization/Red-Hat?x=1") == "red-hat"
    assert crunchbase_page("https://example.org/") == ""


@pytest.mark.parametrize("text", ["https://pytorch.org/", "http://a.b:80/c?d=e#f", "https://例え.jp/路"])
def test_web_addresses(text: str) -> None:
    assert is_web_address(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        None,
        42,
        "pytorch.org",
        "javascript:alert(1)",
        "mailto:ada@anker.example",
        "https://ada:secret@anker.example/",
        "https://a b/",
        'https://a/"><script>',
        "https://",
        "https://[broken/",
        "https://host:port/",
        "http://0:\uff10",
    ],
)
def test_what_is_no_web_address(text: object) -> None:
    assert not is_web_address(text)


ADDRESSES = st.from_regex(r"https?://[\w.%\[\]@:-]{1,12}(:[\w]{0,3})?([/?#][^ ]{0,20})?", fullmatch=True)


@fast
@given(ADDRESSES)
def test_every_web_address_can_be_stored(text: str) -> None:
    assume(is_web_address(text))

    parsed(nquads.iri(text))


@pytest.mark.parametrize(
    "path",
    ["%zz", "[a]", "#a#b", "?b[]=1", "%", "\x7f", "\ue000", "\ufffe", "\U000e0001", "\ud800", "a b", '"<>\\^`{|}'],
)
def test_what_no_address_may_hold_is_encoded(path: str) -> None:
    assert parsed(nquads.iri(f"https://example.org/{path}")).value.startswith("https://example.org/")


def test_what_is_encoded_already_stays() -> None:
    assert nquads.iri("https://example.org/a%20b#c") == "<https://example.org/a%20b#c>"


@fast
@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_a_text_written_and_read_is_the_same(text: str) -> None:
    assert parsed(nquads.text(text)).value == text


def test_half_a_surrogate_pair_becomes_a_question_mark() -> None:
    assert parsed(nquads.text("a\ud800b")).value == "a?b"
