"""What is wrong with a mapping is told with its line, by the program and, for its form, by the schema."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from stewards.errors import SourceError
from stewards.resources import folder
from stewards.sources.fact_kinds import FACT_KINDS
from stewards.sources.mapping import load_mapping
from stewards.sources.readers import READERS
from stewards.sources.reading import load_yaml

RIGHT = """title: People
read: {as: csv}
tables:
  roles: {PTL: lead}
entities:
  person: {kind: person, name: "{name}"}
  envoy: {kind: project, name: Envoy}
records:
  - tenure: {who: person, at: envoy, role: maintainer}
    since: "{since}"
"""

#: What is changed in the mapping above, and what is told of it.
WRONG_FORM = {
    "unknown key": ("title: People", "titel: People", "line 1: mapping: 'titel' is not known here"),
    "no reading": ("read: {as: csv}\n", "", "line 1: 'read' is missing"),
    "unknown kind of file": ("as: csv", "as: xlsx", "line 2: read: as: 'xlsx' is not known: choose from csv, tsv"),
    "unknown key of reading": ("{as: csv}", "{as: csv, sheet: one}", "line 2: read: 'sheet' is not known here"),
    "no records": ("records:", "entities:", "'records' must be a list with at least one record"),
    "unknown kind of entity": ("kind: person", "kind: human", "line 6: entity person: kind 'human': choose from"),
    "entity without name": (', name: "{name}"', "", "line 6: entity person: 'name' is missing"),
    "unknown key of an entity": ('"{name}"', '"{name}", email: x', "line 6: entity person: 'email' is not known here"),
    "unknown record": ("- tenure", "- tenancy", "line 9: a record needs exactly one of: tenure, employment"),
    "missing part": (", role: maintainer", "", "line 9: tenure: 'role' is missing"),
    "unknown part": ("role: maintainer", "role: a, rank: b", "line 9: tenure: 'rank' is not known here"),
    "date of another kind": ("since:", "on:", "line 9: tenure: 'on' is not known here: write since or until"),
    "value without value": ('"{since}"', "{format: '%Y'}", "line 10: since: 'value' is missing"),
    "format without year": ('"{since}"', '{value: "{since}", format: "%d %B"}', "the format '%d %B' has no year"),
    "list for a text": ("title: People", "title: [People]", "line 1: 'title' must be a text"),
    "reserved step": ("records:", "rows: {path: a}\nrecords:", "a step is called by a word of its own, not 'path'"),
}
WRONG_MEANING = {
    "expression": ('"{name}"', '"{name[}"', "line 6: entity person: name: 'name[' is not a JMESPath expression"),
    "rows": ("records:", "rows: people[\nrecords:", "line 1: rows: row: 'people[' is not a JMESPath expression"),
    "condition": ('since: "{since}"', "when: a ==", "line 9: tenure: when: 'a ==' is not a JMESPath expression"),
    "unknown entity": ("at: envoy", "at: helm", "line 9: tenure: at: 'helm' is not one of the entities: person"),
    "entity of the wrong kind": ("at: envoy", "at: person", "at: 'person' is a person, and"),
    "governs": ("kind: project,", "kind: project, governs: x,", "line 7: entity envoy: governs 'x', which is not one"),
    "table": ("maintainer", '{value: "{r}", table: rolls}', "line 9: role: there is no table 'rolls': there are roles"),
    "pattern": ('"{since}"', '{value: "{since}", match: "("}', "line 10: since: match: '(' is not a regular"),
    "path": ('"{since}"', '"{path:year}"', "line 9: since: 'path:year' is not known here: there are none"),
    "unused entity": ("at: envoy", "at: team", "line 6: entity envoy: no record uses it"),
    "columns of what is no table": ("csv}", "json, columns: [a]}", "line 2: read: 'columns' is for tables"),
}


def changed(mistake: tuple[str, str, str]) -> str:
    before, after, _ = mistake
    assert before in RIGHT
    return RIGHT.replace(before, after, 1)


@pytest.mark.parametrize("mistake", [*WRONG_FORM.values(), *WRONG_MEANING.values()], ids=[*WRONG_FORM, *WRONG_MEANING])
def test_a_mistake_is_told_with_its_line(mistake: tuple[str, str, str]) -> None:
    with pytest.raises(SourceError) as error:
        load_mapping(changed(mistake))

    assert mistake[2] in str(error.value)


def test_all_mistakes_are_told_at_once() -> None:
    text = RIGHT.replace("title:", "titel:").replace("kind: person", "kind: human").replace("since:", "on:")

    with pytest.raises(SourceError) as error:
        load_mapping(text)

    assert [problem.place for problem in error.value.problems] == ["line 1", "line 6", "line 9"]


def test_a_file_that_is_no_mapping(tmp_path: Path) -> None:
    path = tmp_path / "mine.yaml"
    path.write_text("- one\n- two\n")

    with pytest.raises(SourceError, match=r"mine\.yaml, line 1: a mapping file is a mapping"):
        load_mapping(path)


@pytest.fixture(scope="module")
def schema() -> Any:
    return json.loads((folder("sources") / "mapping" / "schema.json").read_text(encoding="utf-8"))


def faults(schema: Any, text: str) -> Iterator[str]:
    content, _ = load_yaml(text.encode(), "mapping")
    return (error.message for error in Draft202012Validator(schema).iter_errors(content))


SHIPPED = sorted((folder("sources") / "mappings").glob("*.yaml"))


def test_the_schema_is_one(schema: Any) -> None:
    Draft202012Validator.check_schema(schema)


@pytest.mark.parametrize("path", SHIPPED, ids=[path.stem for path in SHIPPED])
def test_the_schema_accepts_every_shipped_mapping(path: Path, schema: Any) -> None:
    assert list(faults(schema, path.read_text(encoding="utf-8"))) == []


@pytest.mark.parametrize("mistake", WRONG_FORM.values(), ids=WRONG_FORM)
def test_the_schema_refuses_a_wrong_form(mistake: tuple[str, str, str], schema: Any) -> None:
    assert list(faults(schema, RIGHT)) == []
    assert list(faults(schema, changed(mistake))) != []


def test_the_schema_knows_all_kinds_of_records_and_files(schema: Any) -> None:
    records = {
        name: set(part["properties"][name].get("properties", ()))
        for part in schema["$defs"]["records"]["items"]["oneOf"]
        for name in part["required"]
    }

    assert records == {**{name: set(kind.slots) for name, kind in FACT_KINDS.items()}, "profile": set()}
    assert schema["$defs"]["read"]["properties"]["as"]["enum"] == list(READERS)
