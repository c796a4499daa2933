from __future__ import annotations

from pathlib import Path

import pytest

from stewards.errors import RequestError, SourceError
from stewards.sources.mapping import load_mapping, read_mapped
from tests.sources.mapping.samples import TENURE, input_of, read, told

ADA = "Tenure: Ada Byron | Envoy | maintainer"
DOCUMENTS = {
    "csv": ("name,login,project\nAda Byron,ada,Envoy\n", "line 2"),
    "tsv": ("name\tlogin\tproject\nAda Byron\tada\tEnvoy\n", "line 2"),
    "json": ('[{"name": "Ada Byron", "login": "ada", "project": "Envoy"}]', "/0"),
    "json-lines": ('\n{"name": "Ada Byron", "login": "ada", "project": "Envoy"}\n', "line 2"),
    "yaml": ("- name: Ada Byron\n  login: ada\n  project: Envoy\n", "line 1"),
    "toml": ('name = "Ada Byron"\nlogin = "ada"\nproject = "Envoy"\n', "as a whole"),
    "front-matter": ("---\nname: Ada Byron\nlogin: ada\nproject: Envoy\n---\nA life.\n", "line 2"),
    "markdown-table": ("# People\n\n|name|login|project|\n|---|---|---|\n|**Ada Byron**|ada|Envoy|\n", "line 5"),
}


@pytest.mark.parametrize("kind", DOCUMENTS)
def test_a_row_of_each_kind_of_file(kind: str, tmp_path: Path) -> None:
    content, place = DOCUMENTS[kind]

    records, problems = read(f"read: {{as: {kind}}}{TENURE}", content, tmp_path)

    assert [(told(record), record.locator) for record in records] == [(ADA, place)]
    assert problems == []


def test_xml_elements_one_or_many(tmp_path: Path) -> None:
    mapping = f'read: {{as: xml}}\nrows: "team[].person[]"{TENURE}'
    person = "<person><name>Ada Byron</name><login>ada</login><project>Envoy</project></person>"

    one, _ = read(mapping, f"<team>\n{person}</team>", tmp_path)
    two, _ = read(mapping, f"<team>\n{person}\n{person}</team>", tmp_path)

    assert [(told(record), record.locator) for record in one] == [(ADA, "line 2")]
    assert [record.locator for record in two] == ["line 2", "line 3"]


def test_xml_that_declares_entities_is_refused(tmp_path: Path) -> None:
    bomb = '<!DOCTYPE a [<!ENTITY lol "lol">]><a>&lol;</a>'

    with pytest.raises(SourceError, match="declares entities"):
        read(f"read: {{as: xml}}{TENURE}", bomb, tmp_path)


def test_bullets_below_a_heading_taken_apart_by_a_pattern(tmp_path: Path) -> None:
    mapping = (
        "read: {as: markdown-list, heading: Maintainers}\n"
        r'rows: {row: {of: "[].text", match: "(?P<name>[^(]+) \\(@(?P<login>\\w+)\\), (?P<project>.+)"}}' + TENURE
    )
    content = "# Maintainers\n\n* [Ada Byron](https://e.org) (@ada), Envoy\n* nobody yet\n\n# Others\n* Bob (@bob), X\n"

    records, problems = read(mapping, content, tmp_path)

    assert [told(record) for record in records] == [ADA]
    assert ["nobody yet" in problem.reason for problem in problems] == [True]


def test_the_link_of_a_cell(tmp_path: Path) -> None:
    mapping = "read: {as: markdown-table}" + TENURE.replace("{login}", "{name link}")
    content = "| name | project |\n|--|--|\n| [Ada Byron](https://github.com/ada) | Envoy |\n"

    records, _ = read(mapping, content, tmp_path)

    assert records[0].member.identifiers == (("github", "ada"),)  # type: ignore[attr-defined]


def test_columns_of_a_table_without_header(tmp_path: Path) -> None:
    records, _ = read(f"read: {{as: csv, columns: [name, login, project]}}{TENURE}", "Ada Byron,ada,Envoy\n", tmp_path)

    assert [told(record) for record in records] == [ADA]


def test_columns_renamed(tmp_path: Path) -> None:
    mapping = f'read: {{as: csv, columns: {{login: "GitHub: Login"}}}}{TENURE}'

    records, _ = read(mapping, "name,GitHub: Login,project\nAda Byron,ada,Envoy\n", tmp_path)

    assert [told(record) for record in records] == [ADA]


@pytest.mark.parametrize("columns", ["", ', columns: {login: "GitHub"}'])
def test_a_column_that_is_not_there(columns: str, tmp_path: Path) -> None:
    with pytest.raises(SourceError, match=r"line 1: has no column '\w+': its columns are 'name', 'project'"):
        read(f"read: {{as: csv{columns}}}{TENURE}", "name,project\nAda Byron,Envoy\n", tmp_path)


def test_a_value_carried_down_through_blanks(tmp_path: Path) -> None:
    content = "name,login,project\nAda Byron,ada,Envoy\nBob,bob,\nCy,cy,Helm\n"

    records, _ = read(f"read: {{as: csv, carry: project}}{TENURE}", content, tmp_path)

    assert [record.organisation.name for record in records] == ["Envoy", "Envoy", "Helm"]  # type: ignore[attr-defined]


def test_a_row_with_too_many_fields_is_reported(tmp_path: Path) -> None:
    records, problems = read(f"read: {{as: csv}}{TENURE}", "name,login,project\nA,a,E\nB,b,E,extra\n", tmp_path)

    assert len(records) == 1
    assert [problem.place for problem in problems] == ["line 3"]


def test_steps_into_lists_with_the_fields_of_outer_rows(tmp_path: Path) -> None:
    mapping = 'read: {as: yaml}\nrows: {team: "teams", person: members}' + TENURE.replace("{project}", "{team.name}")
    content = "teams:\n- name: Envoy\n  members:\n  - {name: Ada Byron, login: ada}\n  - {name: Bob, login: bob}\n"

    records, _ = read(mapping, content, tmp_path)

    assert [told(record) for record in records] == [ADA, "Tenure: Bob | Envoy | maintainer"]
    assert [record.locator for record in records] == ["line 4", "line 5"]


def test_texts_of_a_list_have_their_own_lines(tmp_path: Path) -> None:
    mapping = """read: {as: yaml}
rows: {team: "@", login: "@"}
entities:
  person: {kind: person, name: "{login}", github: "{login}"}
  project: {kind: project, name: "{team:key}"}
records:
  - tenure: {who: person, at: project, role: maintainer}
"""
    records, _ = read(mapping, "Envoy:\n- ada\n- bob\nHelm: [cy]\n", tmp_path)

    assert [(told(record), record.locator) for record in records] == [
        ("Tenure: ada | Envoy | maintainer", "line 2"),
        ("Tenure: bob | Envoy | maintainer", "line 3"),
        ("Tenure: cy | Helm | maintainer", "line 4"),
    ]


def test_rows_nested_in_rows_of_their_kind(tmp_path: Path) -> None:
    mapping = """read: {as: json}
rows: {team: {of: teams, nested: teams}}
entities:
  team: {kind: body, name: "{team:key}", classification: team}
records:
  - profile: team
"""
    records, _ = read(mapping, '{"teams": {"A": {"teams": {"A1": {}, "A2": {}}}, "B": {}}}', tmp_path)

    assert [(record.subject.name, record.locator) for record in records] == [  # type: ignore[attr-defined]
        ("A", "/teams/A"), ("A1", "/teams/A/teams/A1"), ("A2", "/teams/A/teams/A2"), ("B", "/teams/B")
    ]  # fmt: skip


def test_a_list_written_into_one_field(tmp_path: Path) -> None:
    mapping = 'read: {as: csv}\nrows: {line: "@", name: {of: name, split: ";"}}' + TENURE.replace(
        "{login}", ""
    ).replace("{project}", "{line.project}")

    records, _ = read(mapping, "name,project\nAda Byron; Bob,Envoy\n", tmp_path)

    assert [told(record) for record in records] == [ADA, "Tenure: Bob | Envoy | maintainer"]


def test_sections_and_conditions(tmp_path: Path) -> None:
    mapping = """read: {as: json}
entities:
  person: {kind: person, name: "{name}"}
  envoy: {kind: project, name: Envoy}
sections:
  - rows: leads
    when: active
    records: [{tenure: {who: person, at: envoy, role: lead}}]
  - rows: members
    records:
      - tenure: {who: person, at: envoy, role: member}
        when: name != 'Bob' && !contains(name, '?')
"""
    leads = '[{"name": "Ada", "active": true}, {"name": "Cy"}]'
    content = f'{{"leads": {leads}, "members": [{{"name": "Bob"}}, {{"name": "Di"}}]}}'

    records, _ = read(mapping, content, tmp_path)

    assert [told(record) for record in records] == ["Tenure: Ada | Envoy | lead", "Tenure: Di | Envoy | member"]


def test_many_files_with_fields_from_the_path(tmp_path: Path) -> None:
    mapping = r"""read: {as: toml, files: "teams/*.toml", path: "(?P<project>[^/]+)\\.toml"}
rows: {person: maintainers}
entities:
  person: {kind: person, name: "{person}", github: "{person}"}
  project: {kind: project, name: "{path:project}", named-in: "{option:scope}"}
options: {scope: cncf}
records:
  - tenure: {who: person, at: project, role: maintainer}
"""
    (tmp_path / "teams").mkdir()
    (tmp_path / "teams" / "envoy.toml").write_text('maintainers = ["ada"]\n')
    (tmp_path / "teams" / "helm.toml").write_text("maintainers = [\n")
    source = input_of(tmp_path, {"scope": "lfx"})

    records = list(read_mapped(load_mapping(mapping), source))

    assert [(told(record), record.locator) for record in records] == [
        ("Tenure: ada | envoy | maintainer", "teams/envoy.toml, /maintainers, item 1")
    ]
    assert records[0].organisation.identifiers == (("named-in", "lfx/envoy"),)  # type: ignore[attr-defined]
    assert [problem.place for problem in source.problems] == ["teams/helm.toml"]


def test_a_source_without_rows_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="has no rows that the mapping describes"):
        read(f"read: {{as: yaml}}\nrows: people{TENURE}", "members: []\n", tmp_path)


@pytest.mark.parametrize(("options", "reason"), [({}, "option scope is needed"), ({"skope": "x"}, "no option 'skope'")])
def test_options(options: dict[str, str], reason: str, tmp_path: Path) -> None:
    mapping = "read: {as: csv}\noptions: {scope: }" + TENURE.replace("cncf", '"{option:scope}"')

    with pytest.raises(RequestError, match=reason):
        read(mapping, DOCUMENTS["csv"][0], tmp_path, **options)


def test_a_list_that_holds_itself_is_reported(tmp_path: Path) -> None:
    mapping = "read: {as: yaml}\nrows: {row: {of: teams, nested: teams}}" + TENURE
    content = "teams: &all\n- {name: Ada Byron, login: ada, project: Envoy, teams: *all}\n"

    _, problems = read(mapping, content, tmp_path)

    assert "deep in one another" in problems[0].reason
