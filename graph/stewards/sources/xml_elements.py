"""XML as plain data."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any
from xml.parsers import expat

from stewards.errors import SourceError
from stewards.sources.reading import Lines


def load_xml(data: bytes, source: str) -> tuple[dict[str, Any], Lines]:
    """Return elements as mappings of their attributes and children, with the line of each.

    An element with text alone is a text; all others stand in lists, one or many, so that ``projects[].project[]``
    finds the only project as well. Text beside attributes is under ``text``. Raises :class:`SourceError` for what is
    not XML, and for files that declare entities, which may unfold without end.
    """
    lines, stack = Lines(), [_Element("")]
    parser = expat.ParserCreate()

    def start(tag: str, attributes: dict[str, str]) -> None:
        stack.append(_Element(tag, dict(attributes)))
        lines.note(stack[-1].fields, parser.CurrentLineNumber)

    def end(tag: str) -> None:
        child = stack.pop()
        stack[-1].add(child)

    def refuse(*_: Any) -> None:
        line = f"line {parser.CurrentLineNumber}"
        raise SourceError.single(source, "declares entities, which are refused", line)

    parser.StartElementHandler, parser.EndElementHandler = start, end
    parser.CharacterDataHandler = lambda text: stack[-1].text.append(text)
    parser.EntityDeclHandler = refuse
    try:
        parser.Parse(data, True)
    except expat.ExpatError as error:
        reason = expat.errors.messages[error.code]
        raise SourceError.single(source, f"is not valid XML: {reason}", f"line {error.lineno}") from None
    return stack[0].fields, lines


@dataclass(slots=True)
class _Element:
    tag: str
    fields: dict[str, Any] = field(default_factory=dict)
    text: list[str] = field(default_factory=list)

    def add(self, child: _Element) -> None:
        text = " ".join("".join(child.text).split())
        leaf = not child.fields
        if text and not leaf:
            child.fields["text"] = text
        before = self.fields.get(child.tag)
        if before is None:
            self.fields[child.tag] = text if leaf else [child.fields]
        else:
            items = before if isinstance(before, list) else [before]
            self.fields[child.tag] = [*items, text if leaf else child.fields]
