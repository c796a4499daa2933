"""The revisions of one file: in a git repository, in a git bundle, or as dated copies in a folder.

Git runs as a process of its own that only reads: no hooks, no pager, no network, no option taken from a name.
"""

from __future__ import annotations

import os
import re
import subprocess
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Protocol

from stewards.errors import RequestError, SourceError
from stewards.sources.catalogue import Entry
from stewards.sources.reading import LARGEST_SOURCE, read_file
from stewards.values import repository_of

#: A mirror's commits name the commit they copy: "upstream 7a9eb3ee…".
_UPSTREAM = re.compile(r"\bupstream ([0-9a-f]{40})\b")
_READ_ONLY = ("--no-pager", "--no-replace-objects", "--literal-pathspecs", "-c", "core.hooksPath=/dev/null")
_QUIET = {"LC_ALL": "C", "TZ": "UTC", "GIT_TERMINAL_PROMPT": "0", "GIT_NO_LAZY_FETCH": "1", "GIT_OPTIONAL_LOCKS": "0"}


@dataclass(frozen=True, slots=True)
class Revision:
    """One version of a file: the day it speaks for, the commit to cite, and where its content is found."""

    day: str
    #: The last part of its document's name.
    label: str
    commit: str
    url: str
    key: str


class Revisions(Protocol):
    """What holds the versions of files."""

    def files(self) -> list[str]:
        """Return the paths of the newest version's files."""

    def of(self, path: str, cited: str) -> list[Revision]:
        """Return the revisions of a file, oldest first; ``cited`` is the repository that upstream commits belong to."""

    def contents(self, path: str, revisions: Iterable[Revision]) -> Iterator[bytes | None]:
        """Yield a file's content at each revision, None where it is not there."""


@dataclass(frozen=True, slots=True)
class Repository:
    """The first-parent history of a branch of a git repository."""

    home: Path
    branch: str

    def files(self) -> list[str]:
        """Return the paths of the files that the newest commit holds."""
        return [path for path in _git(self.home, "ls-tree", "-r", "-z", "--name-only", self.branch).split("\0") if path]

    def of(self, path: str, cited: str) -> list[Revision]:
        """Return the commits along the first parents that changed the file.

        A commit's day is that on which it was committed (UTC), and never earlier than its predecessor's.
        """
        form = "--format=%H%x09%cd%x09%s"
        options = ("--first-parent", "--reverse", "--date=short-local", form)
        lines = _git(self.home, "rev-list", *options, self.branch, "--", path).splitlines()
        origin = self.origin()
        found: list[Revision] = []
        for line in lines:
            if line.startswith("commit "):
                continue
            own, day, subject = line.split("\t", 2)
            upstream = _UPSTREAM.search(subject)
            commit, repository = (upstream.group(1), cited) if upstream and not origin else (own, origin)
            url = f"{repository}/blob/{commit}/{path}" if repository else ""
            found.append(Revision(max(day, found[-1].day) if found else day, commit[:12], commit, url, own))
        return found

    def origin(self) -> str:
        """Return the web address of the repository this one was cloned from, "" when it is not on the web."""
        return repository_of(_git(self.home, "config", "--default", "", "--get", "remote.origin.url").strip())

    def contents(self, path: str, revisions: Iterable[Revision]) -> Iterator[bytes | None]:
        """Yield the file at each revision, all from one process; None where the commit deleted it."""
        with subprocess.Popen(
            _command(self.home, "cat-file", "--batch"),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env=_environment(self.home, "none"),
        ) as process:
            assert process.stdin and process.stdout
            for revision in revisions:
                process.stdin.write(f"{revision.key}:{path}\n".encode())
                process.stdin.flush()
                *_, kind, size = process.stdout.readline().decode().rsplit(" ", 2)
                if not size.strip().isdigit():
                    yield None
                elif kind != "blob" or int(size) > LARGEST_SOURCE:
                    process.kill()
                    raise SourceError.single(path, "is not a file, or is too large", f"revision {revision.label}")
                else:
                    yield process.stdout.read(int(size))
                    process.stdout.read(1)


@dataclass(frozen=True, slots=True)
class Snapshots:
    """Dated copies of files: ``_dated/<date>/<path>``, and beside them the newest, dated in ``SOURCE.txt``."""

    home: Path

    def files(self) -> list[str]:
        """Return the paths that at least one dated copy has."""
        copies = (path.relative_to(self.home).parts[2:] for path in self.home.glob("_dated/*/**/*") if path.is_file())
        return sorted({"/".join(parts) for parts in copies})

    def of(self, path: str, cited: str) -> list[Revision]:
        """Return the copies of a file in order of date; one that has no date is taken to be of today."""
        repository = self.home.name.replace("__", "/", 1)
        copies = Entry(path, path, "", repository, path).find(self.home.parent)
        found = []
        for copy in copies:
            day = copy.document.as_of.first if copy.document.as_of else date.today().isoformat()
            url = copy.document.url if "/" in repository else ""
            found.append(Revision(day, day, copy.document.revision, url, str(copy.path)))
        return found

    def contents(self, path: str, revisions: Iterable[Revision]) -> Iterator[bytes | None]:
        """Yield the copies."""
        for revision in revisions:
            yield read_file(Path(revision.key), path)


@contextmanager
def open_revisions(location: Path) -> Iterator[Revisions]:
    """Open a repository, a bundle or a folder of dated copies; raise :class:`RequestError` when it is none of them."""
    home = location.resolve()
    if (home / "_dated").is_dir():
        yield Snapshots(home)
    elif home.is_dir():
        yield Repository(home, _branch(home))
    else:
        with TemporaryDirectory(prefix="stewards-") as scratch:
            copy = Path(scratch) / "bundle.git"
            _git(Path(scratch), "clone", "--bare", "--quiet", "--", str(home), str(copy))
            yield Repository(copy, _branch(copy))


def checked_path(path: str) -> str:
    """Return a path within a repository; raise :class:`RequestError` for one that leaves it or reads as an option."""
    if not path or path.startswith(("-", "/")) or ".." in path.split("/") or re.search(r"[\0\r\n]", path):
        raise RequestError(f"--option path={path!r}: name a file inside the repository")
    return path


def _branch(home: Path) -> str:
    """Return the branch checked out or, where a bundle names none, the main one or the only one."""
    known = _git(home, "for-each-ref", "--format=%(refname)", "refs/heads").split()
    current = _git(home, "symbolic-ref", "--quiet", "HEAD", fails="HEAD").strip()
    for branch in (current, "refs/heads/main", "refs/heads/master", *known[:1]):
        if branch in known or branch == "HEAD":
            return branch
    raise RequestError(f"{home.name}: the repository has no commits")


def _command(home: Path, *arguments: str) -> list[str]:
    return ["git", "-C", str(home), *_READ_ONLY, *arguments]


def _environment(home: Path, protocols: str) -> dict[str, str]:
    """Keep git from asking, from fetching, and from taking a folder further up for the repository."""
    return {**os.environ, **_QUIET, "GIT_CEILING_DIRECTORIES": str(home.parent), "GIT_ALLOW_PROTOCOL": protocols}


def _git(home: Path, *arguments: str, fails: str | None = None) -> str:
    """Return what git prints; ``fails`` stands for the answer where git finds none."""
    environment = _environment(home, "file" if arguments[0] == "clone" else "none")
    try:
        done = subprocess.run(_command(home, *arguments), capture_output=True, env=environment, check=False)
    except FileNotFoundError:
        raise RequestError("git is needed to read a history: install it, then try again") from None
    if done.returncode and fails is None:
        reason = (done.stderr.decode(errors="replace").strip().splitlines() or ["no reason given"])[-1]
        raise RequestError(f"{home.name} cannot be read as a git repository or bundle: {reason}")
    return fails if done.returncode and fails is not None else done.stdout.decode(errors="surrogateescape")
