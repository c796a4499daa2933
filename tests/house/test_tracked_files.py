"""The repository names no machine and no package registry."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]

# Put together from pieces, so that this file does not match itself.
MACHINE_PATH = r"(?<![\w.\-*])/" + r"(?:work|root|home/[\w.-]+)" + r"(?:/|\b)"
REGISTRY_HOST = "|".join([r"pypi\." + "org", r"files\." + r"pythonhosted\.org", r"registry\." + "npmjs"])


def files_of_the_repository() -> list[Path]:
    """Return every file that is tracked, or would be by the next commit."""
    git = ["git", "-c", "safe.directory=*"]
    command = [*git, "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    listing = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout
    return [path for name in listing.split("\0") if name and (path := ROOT / name).is_file()]


def lines_matching(pattern: str) -> list[str]:
    found = []
    for path in files_of_the_repository():
        for number, line in enumerate(path.read_bytes().decode(errors="ignore").splitlines(), start=1):
            if re.search(pattern, line):
                found.append(f"{path.relative_to(ROOT)}:{number}: {line.strip()[:100]}")
    return found


pytestmark = pytest.mark.skipif(
    shutil.which("git") is None or not (ROOT / ".git").exists(), reason="not in a git checkout"
)


@pytest.mark.parametrize("pattern", [MACHINE_PATH, REGISTRY_HOST], ids=["machine path", "registry host"])
def test_no_file_names(pattern: str) -> None:
    assert lines_matching(pattern) == []


@pytest.mark.parametrize("name", ["work/project", "root/.cache", "home/ada/stewards"])
def test_machine_paths_are_recognised(name: str) -> None:
    assert re.search(MACHINE_PATH, f'open("/{name}")')


@pytest.mark.parametrize("text", ["https://example.org/" + "work/1", "network/" + "root/leaf", "/homepage"])
def test_other_paths_are_not_machine_paths(text: str) -> None:
    assert not re.search(MACHINE_PATH, text)
