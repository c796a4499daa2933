from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stewards.errors import SourceError
from stewards.sources import reading
from stewards.sources.reading import load_json, load_yaml, read_csv, read_file

BOMB = "a: &a [x, x, x, x, x, x, x, x, x, x]\n" + "".join(
    f"{name}: &{name} [{', '.join([f'*{before}'] * 10)}]\n" for before, name in zip("abcdefgh", "bcdefghi", strict=True)
)


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ('landscape:\n  - name: "Mem', "line 2: is not valid YAML: found unexpected end of stream"),
        ("a: 1\n\tb: 2\n", "line 2: is not valid YAML: found a tab character that violates"),
        ("a: *nowhere\n", "line 1: is not valid YAML: found undefined alias"),
        ("a: 1\n---\nb: 2\n", "line 2: is not valid YAML: but found another document"),
        ("é: 1\nb: \x00\n", "line 2: is not valid YAML: unacceptable character #x0000"),
        ("a: !!python/object/apply:os.system [ls]\n", "line 1: is not valid YAML: could not determine a constructor"),
        ("? {a: b}\n: c\n", "line 1: is not valid YAML: found unhashable key"),
        (BOMB, "line 7: its aliases unfold to more than 5,000,000 values"),
        ("\n" + "[" * 30_000, "line 2: is nested more than 500 levels deep"),
        ("- " * 30_000, "line 1: is nested more than 500 levels deep"),
    ],
    ids=["cut off", "tab", "alias", "two documents", "nul", "code", "key", "bomb", "brackets", "dashes"],
)
def test_yaml_that_cannot_be_used_is_refused_with_its_line(text: str, problem: str) -> None:
    with pytest.raises(SourceError) as refused:
        load_yaml(text.encode(), "source")

    assert str(refused.value).startswith(f"source, {problem}")
    assert "\n" not in str(refused.value)


def test_an_alias_that_is_no_bomb_is_unfolded() -> None:
    assert load_yaml(b"a: &a [1, 2]\nb: *a\n", "source")[0] == {"a": [1, 2], "b": [1, 2]}


def test_a_list_that_holds_itself_ends() -> None:
    content, _ = load_yaml(b"&a [*a]\n", "source")

    assert content[0] is content


def test_dates_and_truth_values_stay_text() -> None:
    assert load_yaml(b"on: 2022-09-12\nsince: 2022-09\nno: yes\n", "source")[0] == {
        "on": "2022-09-12",
        "since": "2022-09",
        "no": "yes",
    }


def test_mappings_know_their_line() -> None:
    content, lines = load_yaml(b"# a comment\n- a: 1\n-\n  b: 2\n", "source")

    assert [lines.of(item) for item in content] == ["line 2", "line 4"]


def test_a_key_written_twice_is_remembered() -> None:
    _, lines = load_yaml(b"a: 1\nb: 2\na: 3\n", "source")

    assert lines.repeated == [(3, "a")]


@pytest.mark.parametrize("data", [b"{", b"[1,\n2,\n", b"\n\n{'a': 1}", b"[" * 100_000])
def test_json_that_cannot_be_used_is_refused(data: bytes) -> None:
    with pytest.raises(SourceError, match=r"^source(, line \d)?: is not valid JSON: [^\n]+$"):
        load_json(data, "source")


def test_text_that_is_not_utf_8_is_refused_with_its_line() -> None:
    with pytest.raises(SourceError, match=r"^source, line 3: is not UTF-8 \(byte 0xe9\): save it as UTF-8$"):
        load_yaml(b"a: 1\nb: 2\nc: caf\xe9\n", "source")


def test_rows_know_the_line_they_start_on() -> None:
    assert list(read_csv(b'a,b\n"x\ny",z\n\nlast,row\n', "source")) == [
        (1, ["a", "b"]),
        (2, ["x\ny", "z"]),
        (5, ["last", "row"]),
    ]


def test_a_field_that_never_ends_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "LONGEST_FIELD", 1000)

    with pytest.raises(SourceError, match=r"^source, line 2: is not a valid table: field larger than field limit"):
        list(read_csv(b"a,b\n" + b"x" * 1001 + b",y\n", "source"))


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match=r"^source: there is no file .*nowhere\.yml$"):
        read_file(tmp_path / "nowhere.yml", "source")


def test_a_folder_is_no_file(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match=r"^source: .* is a folder: name a file in it$"):
        read_file(tmp_path, "source")


def test_a_line_of_two_gigabytes_is_refused_unread(tmp_path: Path) -> None:
    path = tmp_path / "huge.yml"
    with path.open("wb") as stream:
        stream.truncate(2 * 1024**3)

    with pytest.raises(SourceError, match=r"has more than the 256 MB that a source may have$"):
        read_file(path, "source")


def test_a_device_that_never_ends_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "LARGEST_SOURCE", 1024**2)

    with pytest.raises(SourceError, match=r"^source: /dev/zero has more than the 1 MB that a source may have$"):
        read_file(Path("/dev/zero"), "source")


@given(st.binary(max_size=200))
@settings(deadline=None, max_examples=100)
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    for load in (load_yaml, load_json, lambda data, source: list(read_csv(data, source))):
        try:
            load(data, "source")
        except SourceError as refused:
            assert "\n" not in str(refused)
