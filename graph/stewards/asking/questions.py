"""The question library: what can be asked, read from the files in ``queries/``.

A question is a ``.rq`` file whose header, in lines that start with ``#+``, is YAML: title, topic, parameters, columns,
and which of its variables are situations; or, where SPARQL cannot say it, the header alone, naming an analysis.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from stewards.asking.answers import Column
from stewards.errors import RequestError
from stewards.resources import folder

#: Who asks, by the word for it in a header, in the order in which questions are listed.
AUDIENCES = {
    "office": "For an open-source programme office",
    "research": "For researchers and journalists",
    "foundation": "For the staff of a foundation",
}
#: The kind of a parameter that is no entity but a sentence of several words.
EVENT = "event"


@dataclass(frozen=True, slots=True)
class Parameter:
    """What a question asks about; ``kinds`` are :data:`stewards.reading.entities.PARAMETER_KINDS`, or an event."""

    name: str
    kinds: tuple[str, ...]
    needed: bool = True


@dataclass(frozen=True, slots=True)
class Option:
    """A setting of a question, ``--name value``; ``kind`` is one of :data:`stewards.asking.arguments.OPTION_KINDS`."""

    name: str
    kind: str
    default: str
    help: str


@dataclass(frozen=True, slots=True)
class Question:
    """A question of the library: a query, or an analysis (the name of a module in :mod:`stewards.analysis`).

    ``audience`` says who asks it (:data:`AUDIENCES`); ``says`` its answer in words (:mod:`stewards.asking.sentences`).

    ``situations`` are the variables that must be in force on the date, ``unless`` those that must not; ``optional``
    ones, when they are not, empty the columns named with them. Of the columns in ``single``, each row has one value.
    """

    name: str
    title: str
    topic: str
    audience: str
    parameters: tuple[Parameter, ...]
    columns: tuple[Column, ...]
    #: About a day, and its rows end with the dates of the situation they rest on.
    dated: bool = False
    #: About a day, though its rows have no dates of their own.
    day: bool = False
    situations: tuple[str, ...] = ()
    unless: tuple[str, ...] = ()
    optional: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    single: tuple[str, ...] = ()
    #: A column that some sources leave out: of two rows alike but for it, the one that has it stands for both.
    fuller: str = ""
    order: tuple[str, ...] = ()
    #: The column that holds a body: rows whose tenure its newest list does not confirm are counted in a note.
    roster: str = ""
    #: The columns that hold companies, which a lens shows by their groups; a parameter's name means the whole group.
    companies: tuple[str, ...] = ()
    options: tuple[Option, ...] = ()
    says: str = ""
    example: str = ""
    query: str = ""
    analysis: str = ""

    @property
    def asks(self) -> str:
        """What is asked, with the parameters' names in capitals."""
        return re.sub(r"{(\w+)}", lambda found: found[1].upper(), self.title)

    @property
    def usage(self) -> str:
        """How the question is written: its name, its parameters, its options."""
        names = [p.name.upper() if p.needed else f"[{p.name.upper()}]" for p in self.parameters]
        return " ".join([self.name, *names, *(f"[--{option.name} {option.kind.upper()}]" for option in self.options)])

    def to_dict(self) -> dict[str, Any]:
        """Return what a list of questions says about this one."""
        from stewards.reading.lenses import LENSES  # with the engine behind it, which a list does not need

        parameters = [{"name": p.name, "kinds": list(p.kinds), "needed": p.needed} for p in self.parameters]
        return {
            "name": self.name,
            "title": self.title,
            "topic": self.topic,
            "audience": AUDIENCES[self.audience],
            "parameters": parameters,
            "options": [{"name": o.name, "kind": o.kind, "default": o.default, "help": o.help} for o in self.options],
            "columns": [{"name": column.name, "title": column.title} for column in self.columns],
            "dated": self.day,
            "lenses": list(LENSES) if self.companies else [],
            "example": self.example,
        }


def library() -> dict[str, Question]:
    """Return every question by name, in the order of the topics' folders and files."""
    return {name: _load(path) for name, path in _files(folder("queries")).items()}


@cache
def _files(home: Path) -> dict[str, Path]:
    return {path.stem: path for path in sorted(home.glob("*/*.rq"))}


def get(name: str) -> Question:
    """Return one question; raise :class:`RequestError` naming the nearest when there is none."""
    if path := _files(folder("queries")).get(name):
        return _load(path)
    from difflib import get_close_matches

    near = get_close_matches(name, library(), n=3, cutoff=0.5)
    hint = f"did you mean {' or '.join(near)}?" if near else "`stewards ask` lists them"
    raise RequestError(f"there is no question {name!r}: {hint}")


@cache
def _load(path: Path) -> Question:
    """Return the question in a file; raise :class:`RequestError` where its header cannot be used."""
    text = path.read_text(encoding="utf-8")
    lines = [line[2:].removeprefix(" ") for line in text.splitlines() if line.startswith("#+")]
    query = "\n".join(line for line in text.splitlines() if not line.startswith("#+")).strip()
    try:
        return _question(path, yaml.load("\n".join(lines), Loader=yaml.CSafeLoader) or {}, query)
    except KeyError as error:
        raise RequestError(f"{path}: the header has no {error.args[0]!r}") from None
    except (yaml.YAMLError, AttributeError, TypeError) as error:
        reason = str(error).splitlines()[0]
        raise RequestError(f"{path}: the header cannot be read as docs/questions.md describes it: {reason}") from None


def _question(path: Path, header: dict[str, Any], query: str) -> Question:
    return Question(
        name=path.stem,
        title=header["title"],
        topic=path.parent.name,
        audience=header.get("audience", "research"),
        parameters=tuple(
            Parameter(p["name"], tuple(p["kinds"].split()), p.get("needed", True)) for p in header.get("parameters", ())
        ),
        columns=tuple(Column(name, title) for name, title in header["columns"].items()),
        dated=header.get("dated", False),
        day=header.get("day", False) or header.get("dated", False),
        optional={name: tuple(columns.split()) for name, columns in header.get("optional", {}).items()},
        fuller=header.get("fuller", ""),
        roster=header.get("roster", ""),
        options=tuple(
            Option(name, o["kind"], str(o.get("default", "")), o["help"])
            for name, o in header.get("options", {}).items()
        ),
        says=header.get("says", ""),
        example=header["example"],
        query=query,
        analysis=header.get("analysis", ""),
        **{name: tuple(header.get(name, "").split()) for name in _LISTS},
    )


#: The fields of a header that are names with blanks between them.
_LISTS = ("situations", "unless", "single", "order", "companies")
