"""What is released says the same thing everywhere."""

from __future__ import annotations

import re
from pathlib import Path

import stewards

ROOT = Path(__file__).resolve().parents[2]


def test_version_is_the_newest_in_the_changelog() -> None:
    changelog = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    newest = re.search(r"^## (\S+)", changelog, re.MULTILINE)

    assert newest is not None
    assert newest[1] == stewards.__version__
