"""``CODEOWNERS`` of GitHub and GitLab: who must agree to changes of which files.

https://docs.github.com/articles/about-code-owners and https://docs.gitlab.com/user/project/codeowners. A line holds a
pattern and its owners: people (``@ada``), teams (``@example/core``) or addresses of e-mail, which name nobody and are
passed over. GitLab adds sections (``[Documentation][2] @default``) whose owners stand for patterns without their own.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from stewards.errors import SourceError
from stewards.model import Profile, Record, Reference, Tenure
from stewards.sources.input import Input
from stewards.sources.project_files import project_of, team_of
from stewards.sources.reading import decode
from stewards.values import github_login

_SECTION = re.compile(r"\^?\[[^\[\]]+\](?:\[\d+\])?(?:\s+(.*))?")
_WORD = re.compile(r"(?:\\.|[^\s\\])+")
_TEAM = re.compile(r"@[\w.-]+(?:/[\w.-]+)+")
#: So many patterns are named in words; the rest are counted.
_NAMED = 3


@dataclass(slots=True)
class _Owner:
    written: str
    line: int
    patterns: list[str] = field(default_factory=list)

    def describe(self) -> str:
        named, rest = self.patterns[:_NAMED], len(self.patterns) - _NAMED
        return f"Owns {', '.join(named)}" + (f" and {rest} more" if rest > 0 else "")


def read(source: Input) -> Iterator[Record]:
    """Yield each owner once, with the first line that names it and the patterns it owns."""
    text = decode(source.data(), source.name)
    owners = _owners(text, source)
    if not owners:
        raise SourceError.single(source.name, "names no owner: a line holds a pattern and @login or @organisation/team")
    project = project_of(source)
    for owner in owners.values():
        place, name = f"line {owner.line}", owner.written.removeprefix("@")
        if _TEAM.fullmatch(owner.written):
            member = team_of(name, "teams")
            yield Profile(subject=member, classification="team", governs=project, locator=place)
        else:
            member = Reference("person", name, (("github", github_login(name)),))
        yield Tenure(
            member=member, organisation=project, role="code-owner", description=owner.describe(), locator=place
        )


def _owners(text: str, source: Input) -> dict[str, _Owner]:
    found: dict[str, _Owner] = {}
    standing: list[str] = []
    for number, line in enumerate(text.split("\n"), 1):
        words = re.sub(r"(?:^|\s)#.*", "", line).strip()
        if section := _SECTION.fullmatch(words):
            standing = (section[1] or "").split()
        elif words:
            pattern, *named = _WORD.findall(words) or [words]
            for word in named or standing:
                if _is_owner(word, number, source):
                    found.setdefault(word.lower(), _Owner(word, number)).patterns.append(pattern)
    return found


def _is_owner(word: str, line: int, source: Input) -> bool:
    """Return whether a word is a person or a team, after noting what is neither."""
    if word.startswith("@") and not word.startswith("@@") and (_TEAM.fullmatch(word) or github_login(word)):
        return True
    # Addresses stay out of the report: it is shown and kept.
    kind = "a role" if word.startswith("@@") else "an address of e-mail" if "@" in word else "a word without @"
    source.report(f"line {line}", f"{kind} names neither a person nor a team: passed over")
    return False
