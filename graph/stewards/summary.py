"""What a build did, kept with it: its sources with their records and problems, and the size of the graph."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field
from pathlib import Path

from stewards.errors import StoreError

_FILE = "summary.json"


@dataclass(slots=True)
class SourceSummary:
    """What a build did with one source."""

    name: str
    format: str
    location: str
    records: int = 0
    statements: int = 0
    problems: list[str] = field(default_factory=list)
    documents: list[str] = field(default_factory=list)
    seconds: float = 0.0
    failed: bool = False


@dataclass(slots=True)
class Summary:
    """What a build did: its sources, the number of quads, and the day."""

    sources: list[SourceSummary]
    quads: int = 0
    built: str = ""
    seconds: float = 0.0
    held_apart: int = 0
    #: Whether an update of the user's own was run on it since it was made from its sources.
    written_to: bool = False


def save_summary(summary: Summary, generation: Path) -> None:
    """Keep the summary with a build."""
    (generation / _FILE).write_text(json.dumps(asdict(summary)), encoding="utf-8")


def read_summary(generation: Path) -> Summary:
    """Return the summary of a published build."""
    try:
        content = json.loads((generation / _FILE).read_text(encoding="utf-8"))
        return Summary(**{**content, "sources": [SourceSummary(**entry) for entry in content["sources"]]})
    except (OSError, ValueError, TypeError, KeyError) as error:
        reason = f"the build's summary cannot be read ({error}): remove the store, then build anew"
        raise StoreError(f"{generation}: {reason}") from None
