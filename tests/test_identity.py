from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stewards.identity.decisions import Decision
from stewards.identity.resolving import Identities, resolve
from stewards.model import Document, Membership, ParentRelation, Profile, Record, Reference, Tenure
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


def member_list(*members: Reference) -> list[Record]:
    foundation = organisation("Northern Lights Foundation")
    return [Membership(member=member, organisation=foundation) for member in members]


def employed(who: Reference, company: Reference) -> Tenure:
    return Tenure(member=who, organisation=company, role="employee")


def iris(records: list[Record], *references: Reference, decisions: Sequence[Decision] = ()) -> list[str]:
    """Return the part of each reference's IRI that tells it from others."""
    identities = resolve({Document("sample", "sample", "facts"): records}, decisions)
    return [identities.iri(reference).removeprefix(ID) for reference in references]


# Identifiers that are shared and should not be.


def test_two_members_of_one_list_with_one_page_stay_apart() -> None:
    equinix, metal = organisation("Equinix", crunchbase="equinix"), organisation("Equinix Metal", crunchbase="equinix")

    assert iris(member_list(equinix, metal), equinix, metal) == ["org/equinix", "org/equinix-metal"]


def test_the_page_stays_with_the_member_whose_name_it_spells() -> None:
    equinix, metal = organisation("Equinix", crunchbase="equinix"), organisation("Equinix Metal", crunchbase="equinix")
    identities = identified(member_list(equinix, metal))

    assert identities.entities[equinix].identifiers == (("crunchbase", "equinix"),)
    assert identities.entities[metal].identifiers == ()


def test_one_page_in_two_lists_merges() -> None:
    old, new = organisation("Square", crunchbase="block"), organisation("Block", crunchbase="block")
    lists = {
        Document(str(year), str(year), "landscape"): member_list(member) for year, member in ((2021, old), (2024, new))
    }
    identities = resolve(lists)

    assert identities.iri(old) == identities.iri(new)


def test_different_wikidata_items_keep_equal_names_apart() -> None:
    assert not same(organisation("Wave", wikidata="Q1"), organisation("Wave", wikidata="Q2"))


def test_different_wikidata_items_keep_a_shared_domain_from_merging() -> None:
    alibaba = organisation("Alibaba", wikidata="Q1359568", domain="alibaba.com")
    cloud = organisation("Alibaba Cloud", wikidata="Q4726480", domain="alibaba.com")

    assert not same(alibaba, cloud)


def test_a_login_of_an_organisation_is_not_a_persons() -> None:
    simon, airbnb = person("Simon Behar", github="airbnb"), organisation("Airbnb", github="airbnb")
    identities = identified(mentioned(simon, airbnb))

    assert identities.entities[simon].identifiers == ()
    assert identities.entities[airbnb].identifiers == (("github", "airbnb"),)


def test_what_is_part_of_another_is_not_that_other() -> None:
    google, cloud = organisation("Google", crunchbase="google"), organisation("Google Cloud", crunchbase="google")
    part = ParentRelation(child=cloud, parent=google, relation="business-unit")

    assert not same(google, cloud, part)


# Names.


def test_a_product_is_told_by_what_stands_before_its_maker() -> None:
    prisma = organisation("Prisma Cloud by Palo Alto Networks", domain="paloaltonetworks.com")
    other = organisation("Cortex by Palo Alto Networks", domain="paloaltonetworks.com")

    assert not same(prisma, other)


def test_a_company_and_the_same_by_its_new_owner_merge_on_a_domain() -> None:
    assert same(
        organisation("CloudOps", domain="cloudops.com"), organisation("CloudOps by Aptum", domain="cloudops.com")
    )


def test_initials_agree_with_the_name_they_stand_for() -> None:
    assert same(organisation("IIJ", domain="iij.ad.jp"), organisation("Internet Initiative Japan", domain="iij.ad.jp"))


def test_initials_alone_do_not_merge() -> None:
    assert not same(organisation("IIJ"), organisation("Internet Initiative Japan"))


def test_names_that_differ_in_common_words_wait_for_a_decision() -> None:
    short, long = organisation("Synadia"), organisation("Synadia Communications")
    identities = identified(mentioned(short, long))

    assert identities.iri(short) != identities.iri(long)
    assert [(held.reason, held.uncertain) for held in identities.held_apart] == [
        ("they differ in common words only", True)
    ]


# People.

ACME, BUOY = organisation("Acme"), organisation("Buoy")
ADA, ADA_BY_LOGIN, OTHER_ADA = (
    person("Ada Anker"),
    person("Ada Anker", github="ada"),
    person("Ada Anker", github="anker"),
)


def test_a_name_and_a_common_employer_merge_people() -> None:
    records: list[Record] = [employed(ADA, ACME), employed(ADA_BY_LOGIN, ACME)]

    assert iris(records, ADA, ADA_BY_LOGIN) == ["person/ada", "person/ada"]


@pytest.mark.parametrize("kind", ["body", "project"])
def test_a_name_and_a_common_body_or_project_merge_people(kind: str) -> None:
    place = Reference(kind, "Harbourmaster")
    records: list[Record] = [Tenure(member=who, organisation=place, role="member") for who in (ADA, ADA_BY_LOGIN)]

    assert iris(records, ADA, ADA_BY_LOGIN) == ["person/ada", "person/ada"]


def test_acting_for_a_company_and_working_there_merge_people() -> None:
    board = Reference("body", "Board")
    seat = Tenure(member=ADA, organisation=board, role="board-member", on_behalf_of=ACME)

    assert iris([seat, employed(ADA_BY_LOGIN, ACME)], ADA, ADA_BY_LOGIN) == ["person/ada", "person/ada"]


def test_a_name_alone_does_not_merge_people() -> None:
    records: list[Record] = [employed(ADA, BUOY), employed(ADA_BY_LOGIN, ACME)]

    assert iris(records, ADA, ADA_BY_LOGIN) == ["person/ada-anker", "person/ada"]


def test_a_first_name_and_a_common_employer_do_not_merge_people() -> None:
    one, other = person("Ada"), person("Ada", github="ada")

    assert len(set(iris([employed(one, ACME), employed(other, ACME)], one, other))) == 2


def test_a_name_that_fits_two_logins_waits_for_a_decision() -> None:
    records: list[Record] = [employed(who, ACME) for who in (ADA, ADA_BY_LOGIN, OTHER_ADA)]
    identities = identified(records)
    waiting = {(held.first, held.second) for held in identities.held_apart if held.uncertain}

    assert len({identities.iri(who) for who in (ADA, ADA_BY_LOGIN, OTHER_ADA)}) == 3
    assert waiting == {(ADA, ADA_BY_LOGIN), (ADA, OTHER_ADA)}


def test_two_logins_at_one_employer_stay_apart_and_why_is_kept() -> None:
    held = identified([employed(ADA_BY_LOGIN, ACME), employed(OTHER_ADA, ACME)]).held_apart

    assert [(pair.shared, pair.reason) for pair in held] == [
        ("name 'Ada Anker' and a role at Acme", "github: ada here, anker there")
    ]


# Whatever is said.

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
