"""``votes`` of https://github.com/nodejs/TSC: the public votes of the technical steering committee of Node.js.

One JSON file a vote, named by the day it closed. Only members vote, so each voter sat on the committee on that day; how
anybody voted is left out. Those who did not vote may have been members too: their absence says nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from stewards.errors import SourceError
from stewards.model import Profile, Record, Reference, Tenure
from stewards.sources.input import Batches, Input
from stewards.sources.reading import load_json
from stewards.sources.rosters import body, version_of
from stewards.values import Period, github_login

_PROJECT = Reference("project", "Node.js", (("repository", "https://github.com/nodejs/node"),))
_COMMITTEE = body("Node.js Technical Steering Committee", "Node.js", "Technical Steering Committee")


def read_documents(source: Input) -> Batches:
    """Return the members who voted, for each vote."""
    batches: Batches = {}
    for file in source.files("*.json"):
        named = re.match(r"\d{4}-\d\d-\d\d", file.path.name)
        try:
            day = Period.parse(named[0] if named else file.path.name)
        except ValueError as error:
            source.report(file.path.name, str(error))
            continue
        vote = version_of(source, file.path, day)
        vote = replace(vote, document=replace(vote.document, complete=False))
        batches[vote.document] = list(_members(load_json(file.data(), file.name), vote))
    if not batches:
        raise SourceError.single(source.name, "holds no votes: files named by their day, such as 2022-07-06-0.json")
    return batches


def _members(content: Any, vote: Input) -> Iterator[Record]:
    votes = content.get("votes") if isinstance(content, dict) else None
    if not isinstance(votes, dict):
        vote.report("", "has no mapping called 'votes'")
        return
    yield Profile(subject=_COMMITTEE, classification="technical-committee", governs=_PROJECT, locator="votes")
    for written in votes:
        if login := github_login(written):
            member = Reference("person", written, (("github", login),))
            yield Tenure(member=member, organisation=_COMMITTEE, role="technical-committee-member", locator="votes")
        else:
            vote.report("votes", f"{written[:40]!r} is not a GitHub login")
