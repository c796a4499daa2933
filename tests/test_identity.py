from __future__ import annotations

from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from stewards.identity import Identities
from stewards.model import Profile, Record, Reference
from stewards.namespaces import ID
from tests.graphs import identified, read, version


def organisation(name: str, **identifiers: str) -> Reference:
    return Reference("organisation", name, tuple(sorted(identifiers.items())))


def person(name: str, **identifiers: str) -> Reference:
    return Reference("person", name, tuple((key.replace("_", "-"), value) for key, value in identifiers.items()))


def mentioned(*references: Reference) -> list[Record]:
    return [Profile(subject=reference) for reference in references]


def curated(key: str, name: str, *aliases: str, **identifiers: str) -> Profile:
    return Profile(subject=organisation(name, curated=key, **identifiers), preferred=True, names=aliases)


def same(one: Reference, other: Reference, *more: Record) -> bool:
    identities = identified([*mentioned(one, other), *more])
    return identities.iri(one) == identities.iri(other)


def test_legal_forms_do_not_make_another_company() -> None:
    assert same(organisation("Acme Shipping, Inc."), organisation("Acme Shipping"))


def test_people_never_merge_on_a_name() -> None:
    assert not same(person("Ada Anker", github="ada"), person("Ada Anker", github="anker"))


def test_people_merge_on_a_login() -> None:
    assert same(person("Ada Anker", github="ada"), person("A. Anker", github="ada"))


def test_a_name_within_a_scope_merges_there_only() -> None:
    assert same(person("Ada", named_in="x/ada"), person("Ada A.", named_in="x/ada"))
    assert not same(person("Ada", named_in="x/ada"), person("Ada", named_in="y/ada"))


def test_a_crunchbase_page_merges_companies_of_other_names() -> None:
    assert same(organisation("Facebook", crunchbase="meta"), organisation("Meta Platforms", crunchbase="meta"))


def test_kinds_never_merge() -> None:
    project = Reference("project", "PyTorch", (("wikidata", "Q1"),))

    assert not same(project, organisation("PyTorch", wikidata="Q1"))


def test_an_alias_of_the_facts_merges() -> None:
    assert same(organisation("AWS"), organisation("Amazon Web Services"), curated("aws", "Amazon Web Services", "AWS"))


def test_a_shared_domain_merges_names_with_a_word_in_common() -> None:
    assert same(
        organisation("Alibaba Cloud", domain="alibabacloud.com"), organisation("Alibaba", domain="alibabacloud.com")
    )


def test_a_shared_domain_alone_does_not_merge_and_is_told() -> None:
    youtube, google = organisation("YouTube", domain="google.com"), organisation("Google", domain="google.com")
    identities = identified(mentioned(youtube, google))

    assert identities.iri(youtube) != identities.iri(google)
    assert [held.shared for held in identities.held_apart] == ["domain google.com"]


def test_a_common_word_does_not_merge_on_a_domain() -> None:
    assert not same(
        organisation("North Cloud Foundation", domain="x.example"),
        organisation("South Cloud Foundation", domain="x.example"),
    )


def test_two_curated_companies_never_merge() -> None:
    meta, intel = curated("meta", "Meta", crunchbase="x"), curated("intel", "Intel", crunchbase="x")
    identities = identified([meta, intel])

    assert identities.iri(meta.subject) == ID + "org/meta"
    assert identities.iri(intel.subject) == ID + "org/intel"
    assert identities.held_apart[0].reason == "curated: intel here, meta there"


def test_the_curated_name_is_shown() -> None:
    reference = organisation("Meta Platforms, Inc.", crunchbase="meta")
    identities = identified([*mentioned(*[reference] * 5), curated("meta", "Meta", crunchbase="meta")])

    assert identities.entities[reference].label == "Meta"
    assert identities.entities[reference].names == ("Meta Platforms, Inc.",)


def test_without_facts_the_most_frequent_name_is_shown() -> None:
    often, seldom = organisation("Buoy GmbH"), organisation("Buoy")
    identities = identified(mentioned(often, often, seldom))

    assert identities.entities[seldom].label == "Buoy GmbH"


def test_a_person_is_called_after_the_login() -> None:
    ada = person("Ada Anker", github="ada-anker")

    assert identified(mentioned(ada)).iri(ada) == ID + "person/ada-anker"


def test_two_people_of_one_name_get_two_addresses() -> None:
    one, other = person("Ada Anker", named_in="x/ada"), person("Ada Anker", named_in="y/ada")
    identities = identified(mentioned(one, other))

    assert identities.iri(one) == ID + "person/ada-anker"
    assert identities.iri(other).startswith(ID + "person/ada-anker-")


NAMES = st.sampled_from(["Acme", "Acme Inc.", "Acme Cloud", "Buoy", "Buoy GmbH", "The Buoy", "Crane"])
SCHEMES = st.sampled_from(["crunchbase", "wikidata", "domain", "curated"])
REFERENCES = st.builds(
    lambda kind, name, identifiers: Reference(kind, name, tuple(sorted(identifiers))),
    st.sampled_from(["organisation", "person", "project"]),
    NAMES,
    st.sets(st.tuples(SCHEMES, st.sampled_from(["acme.example", "buoy.example", "crane.example"])), max_size=2),
)
RECORDS = st.lists(
    st.builds(lambda ref, preferred: Profile(subject=ref, preferred=preferred), REFERENCES, st.booleans())
)


def outcome(identities: Identities) -> dict[Reference, object]:
    return dict(identities.entities)


@settings(deadline=None, max_examples=200)
@given(RECORDS, st.randoms(use_true_random=False))
def test_the_order_of_records_does_not_matter(records: list[Record], random: object) -> None:
    shuffled = list(records)
    random.shuffle(shuffled)  # type: ignore[attr-defined]

    assert outcome(identified(shuffled)) == outcome(identified(records))


@settings(deadline=None, max_examples=200)
@given(RECORDS)
def test_one_address_is_one_entity(records: list[Record]) -> None:
    entities = set(identified(records).entities.values())

    assert len({entity.iri for entity in entities}) == len(entities)


def test_the_companies_of_the_cncf_landscape_are_found_once(mirror: Path) -> None:
    records = read(version("landscape", mirror / "cncf__landscape" / "landscape.yml"))
    entities = set(identified(records).entities.values())

    assert len([entity for entity in entities if entity.label == "Red Hat"]) == 1
