"""JSON with the line of every object: what a locator into a large JSON file needs."""

from __future__ import annotations

import json
import re
from bisect import bisect_left
from json.decoder import JSONObject  # type: ignore[attr-defined]
from json.scanner import py_make_scanner  # type: ignore[attr-defined]
from typing import Any

from stewards.errors import SourceError
from stewards.sources.reading import Lines, decode


class _Decoder(json.JSONDecoder):
    """The standard decoder, which also notes where each object starts."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.lines = Lines()
        self._ends = [match.start() for match in re.finditer("\n", text)]
        self.parse_object = self._read_object
        self.scan_once = py_make_scanner(self)

    def _read_object(self, text_and_start: tuple[str, int], *rest: Any) -> tuple[Any, int]:
        value, end = JSONObject(text_and_start, *rest)
        self.lines.note(value, bisect_left(self._ends, text_and_start[1]) + 1)
        return value, end


def load_json_with_lines(data: bytes, source: str) -> tuple[Any, Lines]:
    """Return a JSON document as plain data, with the line on which each object starts.

    Raises :class:`SourceError` with the line where the document is broken.
    """
    text = decode(data, source)
    decoder = _Decoder(text)
    try:
        content = decoder.decode(text)
        if re.search(r"\\u[dD][89a-fA-F]", text):
            json.dumps(content, ensure_ascii=False).encode()  # half a character cannot be written again
        return content, decoder.lines
    except json.JSONDecodeError as error:
        raise SourceError.single(source, f"is not valid JSON: {error.msg}", f"line {error.lineno}") from None
    except UnicodeEncodeError:
        raise SourceError.single(source, "is not valid JSON: it holds half a character (a lone surrogate)") from None
    except RecursionError:
        raise SourceError.single(source, "is not valid JSON: too deeply nested") from None
