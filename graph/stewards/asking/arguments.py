"""What stands behind the name of a question: the entities it is about, and options such as ``--since 2024-01-01``."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Callable, Mapping, Sequence
from datetime import date, timedelta
from fractions import Fraction

from stewards.asking.questions import Question
from stewards.errors import RequestError
from stewards.values import parse_day

#: What an option's value may be, once it is read.
Setting = str | int | Fraction

_SPAN = re.compile(r"(\d{1,5})\s*(d|days?|w|weeks?|m|months?|y|years?)?", re.IGNORECASE | re.ASCII)
_LONGEST = 40_000  # days


def split(words: Sequence[str]) -> tuple[list[str], dict[str, str]]:
    """Tell arguments from options in the words after a question's name: ``--name value`` or ``--name=value``.

    Raises :class:`RequestError` for an option without a value, and for a name that no option has.
    """
    arguments: list[str] = []
    options: dict[str, str] = {}
    rest = iter(words)
    for word in rest:
        if word.startswith("--"):
            name, equals, value = word[2:].partition("=")
            if not re.fullmatch(r"[a-z]+(-[a-z]+)*", name):
                raise RequestError(f"{word[:40]!r} is no option: options are written --name value")
            given = value if equals else next(rest, None)
            if not given:
                raise RequestError(f"--{name} needs a value")
            options[name.replace("-", "_")] = given
        else:
            arguments.append(word)
    return arguments, options


def read_options(question: Question, given: Mapping[str, object]) -> dict[str, Setting]:
    """Return a question's options by name, those not given with the value they have by themselves.

    Raises :class:`RequestError` for an option that the question does not have, and for a value that is none.
    """
    known = {option.name: option for option in question.options}
    for name in given:
        if name not in known:
            has = ", ".join(f"--{option}" for option in known) or "no options of its own"
            raise RequestError(f"{question.name!r} has no option --{name}: it has {has}")
    texts = {name: option.default if given.get(name) is None else str(given[name]) for name, option in known.items()}
    return {name: _READERS[known[name].kind](name, text) for name, text in texts.items() if text or name in given}


def later(day: str, span: str) -> str:
    """Return the ISO day that lies a span ("90 days", "6 months") after an ISO day."""
    return _moved(day, span, 1)


def earlier(day: str, span: str) -> str:
    """Return the ISO day that lies a span before an ISO day."""
    return _moved(day, span, -1)


def _moved(day: str, span: str, direction: int) -> str:
    match = _SPAN.fullmatch(span)
    assert match
    number, unit = int(match[1]) * direction, (match[2] or "d")[0].lower()
    start = date.fromisoformat(day)
    try:
        if unit in "dw":
            return (start + timedelta(days=number * (7 if unit == "w" else 1))).isoformat()
        months = start.year * 12 + start.month - 1 + number * (12 if unit == "y" else 1)
        year, month = divmod(months, 12)
        return date(year, month + 1, min(start.day, monthrange(year, month + 1)[1])).isoformat()
    except (ValueError, OverflowError):
        raise RequestError(f"{span!r} from {day} leads out of the calendar: give a shorter time") from None


def _span(name: str, text: str) -> str:
    match = _SPAN.fullmatch(text.strip())
    if not match:
        raise RequestError(f"--{name}: {text[:40]!r} is not a time: write 90 days, 6 months or 1 year")
    if int(match[1]) > _LONGEST:
        raise RequestError(f"--{name}: {text[:40]!r} is too long")
    return text.strip()


def _count(name: str, text: str) -> int:
    if not re.fullmatch(r"\d{1,4}", text.strip(), re.ASCII) or not int(text):
        raise RequestError(f"--{name}: {text[:40]!r} is not a number: write a whole number from 1 on")
    return int(text)


def _share(name: str, text: str) -> Fraction:
    match = re.fullmatch(r"(\d{1,3}(?:\.\d{1,6})?)(%?)|(\d{1,4})/(\d{1,4})", text.strip(), re.ASCII)
    try:
        if match is None:
            raise ValueError
        share = Fraction(int(match[3]), int(match[4])) if match[3] else Fraction(match[1]) / (100 if match[2] else 1)
    except (ValueError, ZeroDivisionError):
        share = Fraction(0)
    if not 0 < share <= 1:
        raise RequestError(f"--{name}: {text[:40]!r} is not a share: write 0.5, 50% or 1/2")
    return share


_READERS: dict[str, Callable[[str, str], Setting]] = {
    "day": lambda name, text: parse_day(text),
    "span": _span,
    "count": _count,
    "share": _share,
}
#: The kinds of value an option may have.
OPTION_KINDS = tuple(_READERS)
