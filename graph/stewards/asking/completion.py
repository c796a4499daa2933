"""What may come next while a question is being written: its name, the entities it is about, its options."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from stewards.asking.answering import EVER
from stewards.asking.questions import EVENT, Question, library
from stewards.namespaces import shorten
from stewards.reading.entities import Found, search
from stewards.reading.lenses import LENSES
from stewards.reckoning.happenings import VERBS
from stewards.stores.store import Store

#: How many entities are offered.
MOST = 30
#: A word as a shell would read it; the last one may want its closing quotation mark.
_WORD = re.compile(r"""(?:"[^"]*(?:"|$)|'[^']*(?:'|$)|[^\s"'])+""")
#: What a name may hold to be written as it is: anything else would mean something to a shell, to Python or to IPython.
_BARE = re.compile(r"[\w.+@-]+")
_QUOTABLE = re.compile(r"[^\"'\\{}$`\x00-\x1f\x7f-\x9f\u200e\u200f\u2028-\u202e\u2066-\u2069]+")


@dataclass(frozen=True, slots=True)
class Completion:
    """What may stand in place of the last ``fragment`` of a text."""

    fragment: str
    texts: tuple[str, ...]


def complete_question(store: Store, text: str) -> Completion:
    """Return what may end a question that is written as for ``stewards ask``, up to the cursor."""
    words, start = _split(text)
    fragment = text[start:]
    before = [_bare(word) for _, word in words]
    if not before:
        return beginning(fragment, library())
    question = library().get(before[0])
    if question is None:
        return Completion(fragment, ())
    if before[-1].startswith("--") and "=" not in before[-1]:
        return beginning(fragment, _settings(question, before[-1][2:]))
    if fragment.startswith("-"):
        return beginning(fragment, (f"--{name}" for name in _options(question) if f"--{name}" not in before))
    return _entities(store, question, text, words[1:], start)


def complete_query(store: Store, text: str, options: Iterable[str]) -> Completion:
    """Return what may end the first line of a query, which has ``options``, up to the cursor."""
    words, start = _split(text)
    if not (words and words[-1][1] == "--entity"):
        return beginning(text[start:], options if text[start:] else ())
    _, equals, fragment = text[start:].partition("=")
    name = _bare(fragment).strip()
    return Completion(fragment, tuple(written(search(store, name, limit=MOST))) if equals and name else ())


def _split(text: str) -> tuple[list[tuple[int, str]], int]:
    """Return the words that are complete, with their places, and the place of the one that is being written."""
    found = list(_WORD.finditer(text))
    start = found.pop().start() if found and found[-1].end() == len(text) else len(text)
    return [(match.start(), match.group()) for match in found], start


def _bare(word: str) -> str:
    return word.replace('"', "").replace("'", "")


def beginning(fragment: str, texts: Iterable[str]) -> Completion:
    """Return the texts that begin with a fragment."""
    return Completion(fragment, tuple(text for text in texts if text.startswith(fragment)))


def _options(question: Question) -> Iterator[str]:
    if question.day:
        yield "as-of"
    if question.companies:
        yield "lens"
    yield from (option.name for option in question.options)


def _settings(question: Question, name: str) -> tuple[str, ...]:
    """Return what the value of an option may be."""
    if name == "lens":
        return LENSES
    if name == "as-of":
        return (date.today().isoformat(), EVER)
    kinds = {option.name: option for option in question.options}
    if name not in kinds:
        return ()
    default = kinds[name].default or (date.today().isoformat() if kinds[name].kind == "day" else "")
    return (_quoted(default),) if default else ()


def _entities(store: Store, question: Question, text: str, words: Sequence[tuple[int, str]], start: int) -> Completion:
    """Return the entities whose names go on as the text does, of the kinds that the question asks for next.

    The last thing that a question asks for may be written without quotation marks: its words count together.
    """
    places = [place for place, _ in _arguments(words)]
    number = min(len(places), len(question.parameters) - 1)
    options = [f"--{option}" for option in _options(question)]
    if number < 0:
        return beginning(text[start:], options)
    parameter = question.parameters[number]
    event = parameter.kinds == (EVENT,)
    if len(places) > number and not event:
        if text[places[number]] in "\"'":  # it has all that it asks for
            return beginning(text[start:], options if start == len(text) else ())
        start = places[number]
    fragment = text[start:]
    name = _bare(fragment).strip()
    if not name:
        offered = options if not parameter.needed else VERBS if event and places else ()
        return beginning(fragment, offered)
    found = search(store, name, limit=MOST, kinds=() if event else parameter.kinds)
    verbs = [verb for verb in VERBS if event and places and verb.startswith(name)]
    return Completion(fragment, (*verbs, *written(found)))


def _arguments(words: Sequence[tuple[int, str]]) -> Iterator[tuple[int, str]]:
    """Yield the words that are no options and no values of options, with their places."""
    rest = iter(words)
    for place, word in rest:
        if not word.startswith("--"):
            yield place, word
        elif "=" not in word:
            next(rest, None)


def written(found: Sequence[Found]) -> list[str]:
    """Return how each entity is written in a question: by its name, or by its address where the name is no safe text.

    A name comes from a source, and IPython runs what stands in braces; so does whoever has the same name as another.
    """
    names = Counter(entity.label for entity in found)
    safe = [_QUOTABLE.fullmatch(entity.label) and names[entity.label] == 1 for entity in found]
    return [_quoted(entity.label) if ok else shorten(entity.iri) for entity, ok in zip(found, safe, strict=True)]


def _quoted(text: str) -> str:
    return text if _BARE.fullmatch(text) else f'"{text}"'
