"""One self-contained page for a network: it opens from disk and asks no server for anything.

Pyvis assembles the nodes and edges and brings the vis-network library; the page itself is ours, because the
page of Pyvis loads scripts from elsewhere and lets script in a name run. Names reach the page as JSON and are
shown as text only; a content security policy admits the two scripts and the style sheet by their hash.
"""

from __future__ import annotations

import base64
import hashlib
import json
import re
from collections import Counter
from collections.abc import Iterable
from functools import cache
from importlib.resources import files
from pathlib import Path

from jinja2 import Environment, StrictUndefined
from markupsafe import Markup

from stewards.drafts import draft_of
from stewards.networks.network import Network
from stewards.views.data import data_of
from stewards.views.looks import LINE_LOOKS, LOOKS, LineLook, Look, line_look_of, look_of

#: The parts of the page's script, in order; names that one of them defines are known to the others.
SCRIPTS = (
    "view-data.js",
    "view.js",
    "view-time.js",
    "view-communities.js",
    "view-network.js",
    "view-unfold.js",
    "view-labels.js",
    "view-card.js",
    "view-table.js",
    "view-svg.js",
    "view-exports.js",
    "view-keys.js",
    "view-start.js",
    "view-pan.js",
)


def render(network: Network) -> str:
    """Return the page for a network as HTML; the same network gives the same text."""
    data = data_of(network)
    template = Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    style, library, script = _asset("view.css"), _library(), "".join(map(_asset, SCRIPTS))
    return template.from_string(_asset("view.html.j2")).render(
        title=data["title"] or "Network",
        as_of=data["asOf"],
        things=_legend(data["kinds"][node[1]] for node in data["nodes"]),
        relations=_line_legend(data["lines"][relation[3]] for relation in data["relations"]),
        query=data["query"],
        policy=_policy(style, library, script),
        style=Markup(style),
        library=Markup(library),
        script=Markup(script),
        data=Markup(_json(data)),
    )


def write(network: Network, path: str | Path) -> None:
    """Write the page for a network to a file, which appears when it is complete.

    Raises :class:`stewards.errors.RequestError` where it cannot be written.
    """
    with draft_of(Path(path)) as draft:
        draft.write_text(render(network), encoding="utf-8", newline="\n")


def _legend(kinds: Iterable[str]) -> list[tuple[str, Look, int]]:
    """Return kind, look and count of what the network holds, known kinds first."""
    counts = Counter(kinds)
    order = [kind for kind in LOOKS if kind in counts] + sorted(set(counts) - set(LOOKS))
    return [(kind, look_of(kind), counts[kind]) for kind in order]


def _line_legend(kinds: Iterable[str]) -> list[tuple[str, LineLook, int]]:
    """Return kind, look and count of the relations that the network holds, known kinds first."""
    counts = Counter(kinds)
    order = [kind for kind in LINE_LOOKS if kind in counts] + sorted(set(counts) - set(LINE_LOOKS))
    return [(kind, line_look_of(kind), counts[kind]) for kind in order]


def _json(value: object) -> str:
    """Return JSON that can stand inside a script element."""
    text = json.dumps(value, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    return re.sub("[<>&\u2028\u2029]", lambda found: f"\\u{ord(found[0]):04x}", text)


def _policy(style: str, *scripts: str) -> str:
    """Return the content security policy that admits these inline texts and nothing else."""
    return (
        f"default-src 'none'; script-src {' '.join(map(_hash, scripts))}; style-src {_hash(style)}; "
        "img-src data:; base-uri 'none'; form-action 'none'"
    )


def _hash(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


@cache
def _asset(name: str) -> str:
    return (files("stewards.views") / "web" / name).read_text(encoding="utf-8")


@cache
def _library() -> str:
    """Return vis-network as Pyvis brings it, without the pointer to a source map that is not there.

    Its style sheet is left out: it dresses buttons and pop-ups that the page does not use.
    """
    path = files("pyvis") / "templates" / "lib" / "vis-9.1.2" / "vis-network.min.js"
    return path.read_text(encoding="utf-8").partition("//# sourceMappingURL=")[0]
