"""Files in which a project names those who answer for its parts: the project that such a file belongs to.

Options: ``project`` (its name; else that of the repository or folder), ``repository`` (its address), ``foundation``
(the one that hosts it; with it the project is the same as in the foundation's other sources).
"""

from __future__ import annotations

from stewards.model import Reference
from stewards.sources.input import Input
from stewards.values import organisation_key, repository_of, slug

#: Folders in which such files lie without being named after the project.
_FOLDERS = frozenset((".github", ".gitlab", "docs"))


def project_of(source: Input) -> Reference:
    """Return the project a file speaks of."""
    named, foundation = source.options.get("project", ""), source.options.get("foundation", "")
    repository = repository_of(source.options.get("repository", "") or ("" if named else source.document.url))
    place = source.path if source.path.is_dir() else source.path.resolve().parent
    while place.name in _FOLDERS:
        place = place.parent
    name = named or repository.rsplit("/", 1)[-1] or place.name or source.name
    identifiers = [("repository", repository)] if repository else []
    if foundation:
        identifiers.append(("named-in", f"{organisation_key(foundation)}/{slug(name)}"))
    return Reference("project", name, tuple(identifiers or [("named-in", f"{source.name.split('/')[0]}/{slug(name)}")]))


def team_of(name: str, scope: str) -> Reference:
    """Return a team by the name it has within ``scope``."""
    return Reference("body", name, (("named-in", f"{scope}/{name.lower()}"),))
