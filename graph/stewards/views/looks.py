"""How kinds of things and of relations are drawn, on a page and on paper: told apart by form as well as by colour."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Look:
    """How a kind of thing is drawn and what its legend entry says."""

    shape: str
    colour: str
    singular: str
    plural: str


@dataclass(frozen=True, slots=True)
class LineLook:
    """How a kind of relation is drawn: its colour on light and on dark ground, and the form at its end."""

    light: str
    dark: str
    end: str


#: Colours of Okabe and Ito, told apart with any colour vision; shapes say the same without colour.
LOOKS = {
    "person": Look("dot", "#56b4e9", "Person", "People"),
    "company": Look("square", "#e69f00", "Company", "Companies"),
    "foundation": Look("hexagon", "#0072b2", "Foundation", "Foundations"),
    "organisation": Look("triangleDown", "#f0e442", "Organisation", "Organisations"),
    "project": Look("diamond", "#009e73", "Project", "Projects"),
    "body": Look("triangle", "#d55e00", "Governing body", "Governing bodies"),
    "concept": Look("star", "#cc79a7", "Concept", "Concepts"),
}

_VERMILION, _BLUE, _GREEN = ("#c25400", "#f28c46"), ("#0072b2", "#56b4e9"), ("#00805e", "#2fc79a")
_PURPLE, _OCHRE = ("#a8457f", "#e59ac2"), ("#8a6100", "#e6b84a")
_INK, _GREY = ("#3b4554", "#c3ccd8"), ("#78828f", "#8b97a6")

#: Lines of one colour differ in the form at their end.
LINE_LOOKS = {
    "governs": LineLook(*_INK, "arrow"),
    "tenure": LineLook(*_VERMILION, "arrow"),
    "representation": LineLook(*_VERMILION, "circle"),
    "employment": LineLook(*_OCHRE, "arrow"),
    "membership": LineLook(*_BLUE, "arrow"),
    "funding": LineLook(*_BLUE, "diamond"),
    "hosting": LineLook(*_GREEN, "arrow"),
    "usage": LineLook(*_GREEN, "circle"),
    "parent": LineLook(*_PURPLE, "arrow"),
    "competition": LineLook(*_PURPLE, "bar"),
    "licensing": LineLook(*_GREY, "box"),
    "adherence": LineLook(*_GREY, "diamond"),
}


def look_of(kind: str) -> Look:
    """Return how things of a kind are drawn; kinds that are not known are grey and have their own name."""
    return LOOKS.get(kind) or Look("dot", "#8c8c8c", kind.capitalize(), kind.capitalize())


def line_look_of(kind: str) -> LineLook:
    """Return how relations of a kind are drawn."""
    return LINE_LOOKS.get(kind) or LineLook(*_GREY, "arrow")
