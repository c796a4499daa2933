from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from stewards.model import Phase
from stewards.sources.mapping import load_mapping, read_mapped
from tests.sources.mapping.samples import TENURE, input_of, read, told


def one(mapping: str, row: str, folder: Path) -> Any:
    """Return the only record that a mapping makes of a row of JSON."""
    records, problems = read(f"read: {{as: json}}\n{mapping}", row, folder)
    assert problems == []
    (record,) = records
    return record


@pytest.mark.parametrize(
    ("since", "written", "meant"),
    [
        ('"{s}"', "2024-05", "2024-05"),
        ('{value: "{s}", format: "%B %Y"}', "May 2024", "2024-05"),
        ('{value: "{s}", format: ["%d.%m.%Y", "%Y"]}', "2024", "2024"),
        ('{value: "{s}", format: ["%d.%m.%Y", "%Y"]}', "31.05.2024", "2024-05-31"),
        (r'{value: "{s}", match: "^\\d{4}-\\d\\d-\\d\\d"}', "2017-12-06T23:24:08.947Z", "2017-12-06"),
    ],
)
def test_dates_with_their_precision(since: str, written: str, meant: str, tmp_path: Path) -> None:
    row = f'{{"name": "Ada", "login": "ada", "project": "Envoy", "s": "{written}"}}'

    assert str(one(f"{TENURE}    since: {since}", row, tmp_path).start) == meant


def test_a_date_that_is_none_is_reported_and_the_record_kept(tmp_path: Path) -> None:
    content = "name,login,project,since\nAda,ada,Envoy,soon\n"

    records, problems = read(f'read: {{as: csv}}{TENURE}    since: "{{since}}"', content, tmp_path)

    assert [told(record) for record in records] == ["Tenure: Ada | Envoy | maintainer"]
    assert [str(problem) for problem in problems] == [
        "sample, line 2: tenure: 'soon' is not a date: write YYYY, YYYY-MM or YYYY-MM-DD"
    ]


def test_a_tenure_that_ends_before_it_starts_is_reported(tmp_path: Path) -> None:
    mapping = f'read: {{as: csv}}{TENURE}    since: "{{since}}"\n    until: 2020'

    records, problems = read(mapping, "name,login,project,since\nAda,ada,Envoy,2021\n", tmp_path)

    assert records == []
    assert "ends (2020) before it starts (2021)" in problems[0].reason


ROLE = "tables: {roles: {PTL: lead, Core Reviewer: maintainer}}" + TENURE.replace(
    "role: maintainer", 'role: {value: "{role}", table: roles}'
)


def test_a_word_looked_up_whatever_its_case(tmp_path: Path) -> None:
    record = one(ROLE, '{"name": "Ada", "login": "ada", "project": "Nova", "role": "core reviewer"}', tmp_path)

    assert record.role == "maintainer"


def test_a_word_not_in_the_table_is_reported(tmp_path: Path) -> None:
    row = '[{"name": "Ada", "login": "ada", "project": "Nova", "role": "Boss"}]'

    records, problems = read(f"read: {{as: json}}\n{ROLE}", row, tmp_path)

    assert records == []
    assert [str(problem) for problem in problems] == ["sample, /0: tenure: role: 'Boss' is not in the table roles"]


@pytest.mark.parametrize(("role", "meant"), [("Boss", "member"), ("", "member"), ("PTL", "lead")])
def test_else(role: str, meant: str, tmp_path: Path) -> None:
    mapping = ROLE.replace("table: roles}", "table: roles, else: member}")

    row = f'{{"name": "Ada", "login": "ada", "project": "Nova", "role": "{role}"}}'

    assert one(mapping, row, tmp_path).role == meant


def test_the_first_of_two_fields_that_says_something(tmp_path: Path) -> None:
    mapping = TENURE.replace("{name}", "{name || login}")

    assert told(one(mapping, '{"name": "", "login": "ada", "project": "Envoy"}', tmp_path)).startswith("Tenure: ada")


def test_people_without_identifiers_are_known_within_their_source(tmp_path: Path) -> None:
    record = one(TENURE, '{"name": "Ada  Byron", "login": "", "project": "Envoy"}', tmp_path)

    assert (record.member.name, record.member.identifiers) == ("Ada Byron", (("named-in", "sample/ada-byron"),))


def test_a_login_that_is_none_is_reported_and_the_row_kept(tmp_path: Path) -> None:
    records, problems = read(f"read: {{as: csv}}{TENURE}", "name,login,project\nAda,n/a?,Envoy\n", tmp_path)

    assert len(records) == 1
    assert "'n/a?' is not a GitHub login" in problems[0].reason


def test_identifiers_of_every_scheme(tmp_path: Path) -> None:
    mapping = """entities:
  company:
    kind: company
    name: ACME
    github: acme
    wikidata: https://www.wikidata.org/wiki/Q42
    crunchbase: https://www.crunchbase.com/organization/acme
    domains: ["https://www.acme.com/", acme.org]
    named-in: CNCF/acme corporation
    aliases: {value: "{also}", split: ";"}
  project: {kind: project, name: Rocket, repositories: [https://github.com/acme/Rocket]}
records:
  - usage: {user: company, project: project}
"""
    records, _ = read(f"read: {{as: json}}\n{mapping}", '{"also": "Acme Corp; ACME Inc"}', tmp_path)
    company, project, usage = records

    assert usage.adopter.identifiers == (  # type: ignore[attr-defined]
        ("github", "acme"),
        ("crunchbase", "acme"),
        ("wikidata", "Q42"),
        ("domain", "acme.com"),
        ("domain", "acme.org"),
        ("named-in", "cncf/acme-corporation"),
    )
    assert (company.type, company.names) == ("company", ("Acme Corp", "ACME Inc"))  # type: ignore[attr-defined]
    assert project.repositories == ("https://github.com/acme/rocket",)  # type: ignore[attr-defined]


EMPLOYER = """
entities:
  person: {kind: person, name: "{name}", github: "{login}"}
  employer: {kind: organisation, name: "{company}"%s}
  envoy: {kind: project, name: Envoy}
records:
  - tenure: {who: person, at: envoy, role: maintainer, for: employer}
  - employment: {who: person, employer: employer}
"""


def test_names_that_mean_nobody_make_no_record_and_no_problem(tmp_path: Path) -> None:
    mapping = "read: {as: csv}" + EMPLOYER % ', unless: [Independent, ""]'

    records, problems = read(mapping, "name,login,company\nAda,ada,independent\nBob,bob,\nCy,cy,ACME\n", tmp_path)

    assert [told(record) for record in records] == [
        "Tenure: Ada | Envoy | maintainer",
        "Tenure: Bob | Envoy | maintainer",
        "Tenure: Cy | Envoy | ACME | maintainer",
        "Tenure: Cy | ACME | employee",
    ]
    assert problems == []


def test_a_missing_name_is_reported_once_a_record(tmp_path: Path) -> None:
    records, problems = read("read: {as: csv}" + EMPLOYER % "", "name,login,company\nAda,ada,\n", tmp_path)

    assert [told(record) for record in records] == ["Tenure: Ada | Envoy | maintainer"]
    assert [str(problem) for problem in problems] == [
        "sample, line 2: tenure: employer has no name",
        "sample, line 2: employment: employer has no name",
    ]


def test_a_membership_with_its_tier(tmp_path: Path) -> None:
    mapping = """read: {as: csv}
entities:
  member: {kind: company, name: "{name}"}
  cncf: {kind: foundation, name: CNCF}
records:
  - membership: {member: member, of: cncf, tier: "{tier}"}
    since: "{joined}"
"""
    records, _ = read(mapping, "name,tier,joined\nACME,End User,2020-01-02\n", tmp_path)

    *_, membership, phase = records
    assert isinstance(phase, Phase)
    assert (phase.of, phase.tier) == (membership, "end-user")


def test_what_is_past_confirms_nothing(tmp_path: Path) -> None:
    row = '{"name": "Ada", "login": "ada", "project": "Envoy", "emeritus": true}'

    assert one(f"{TENURE}    past: emeritus", row, tmp_path).observed is False


def test_an_entity_is_described_once(tmp_path: Path) -> None:
    mapping = "read: {as: csv}" + TENURE.replace("named-in: cncf", 'description: "{about}"')

    records, _ = read(mapping, "name,login,project,about\nAda,ada,Envoy,A proxy\nBob,bob,Envoy,A proxy\n", tmp_path)

    assert [type(record).__name__ for record in records] == ["Profile", "Tenure", "Tenure"]


def test_events_and_statements(tmp_path: Path) -> None:
    mapping = """read: {as: csv}
entities:
  project: {kind: project, name: "{project}"}
  company: {kind: company, name: "{company}"}
records:
  - founding: {founded: project, by: [company]}
    on: "{date}"
  - statement: {about: [project], text: "{said}"}
    on: "{date}"
  - rename: {entity: project, from: "{old}", to: "{project}"}
"""
    records, problems = read(mapping, "project,company,date,said,old\nEnvoy,Lyft,2016,A proxy.,Proxy\n", tmp_path)

    assert [type(record).__name__ for record in records] == ["Profile", "Founding", "Statement", "Rename"]
    assert problems == []


def test_a_mapping_may_read_several_sources(tmp_path: Path) -> None:
    path = tmp_path / "people.csv"
    path.write_text("name,login,project\nAda,,Envoy\n")
    mapping = load_mapping(f"read: {{as: csv}}{TENURE}")

    scopes = [
        record.member.identifiers[0][1]  # type: ignore[attr-defined]
        for name in ("first/2020-01-01", "first/2021-01-01", "second")
        for record in read_mapped(mapping, input_of(path, name=name))
    ]

    assert scopes == ["first/ada", "first/ada", "second/ada"]


@pytest.mark.parametrize("condition", ["when", "past"])
def test_a_condition_that_cannot_be_judged_is_reported(condition: str, tmp_path: Path) -> None:
    mapping = f"read: {{as: json}}{TENURE}    {condition}: starts_with(status, 'former')"

    records, problems = read(mapping, '[{"name": "Ada", "login": "ada", "project": "Envoy"}]', tmp_path)

    assert records == []
    assert "starts_with" in problems[0].reason
