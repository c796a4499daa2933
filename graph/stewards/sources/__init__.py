"""The formats that Stewards reads: each is one module and one line in :data:`FORMATS`."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from importlib import import_module
from typing import cast

from stewards.errors import RequestError
from stewards.model import Record
from stewards.sources.input import Batches, Input

Reader = Callable[[Input], Iterator[Record]]


@dataclass(frozen=True, slots=True)
class Format:
    """A kind of source. Its module is imported when it is first used."""

    name: str
    title: str
    #: The Python module that reads it, or the shipped mapping (see :mod:`stewards.sources.mapping`) that says how.
    module: str = ""
    mapping: str = ""
    #: For a format that asks a SPARQL endpoint: the one it asks when no other is named. It is never fetched as a file.
    endpoint: str = ""
    #: The options that the module understands, None when a mapping declares them.
    options: tuple[str, ...] | None = ()

    def known_options(self) -> tuple[str, ...] | None:
        """Return the options that this format understands, None when a mapping of the user's own declares them."""
        if not self.mapping:
            return self.options
        from stewards.sources.mapping import shipped_mapping

        return tuple(shipped_mapping(self.mapping).options)

    def check_options(self, names: Iterable[str]) -> None:
        """Raise :class:`RequestError`, listing the known ones, when an option is not known."""
        named = sorted(names)
        known = self.known_options() if named else ()
        unknown = [name for name in named if known is not None and name not in known]
        if unknown:
            listed = f"it has {', '.join(known)}" if known else "it has none"
            raise RequestError(f"the format {self.name} has no option {unknown[0]!r}: {listed}")

    def read(self, source: Input) -> Batches:
        """Return what ``source`` says, by document.

        Raises :class:`stewards.errors.SourceError` when the source as a whole is not of this format; rows that cannot
        be read are reported to ``source.problems``.
        """
        if self.mapping:
            from stewards.sources.mapping import read_mapped, shipped_mapping

            return {source.document: list(read_mapped(shipped_mapping(self.mapping), source))}
        module = import_module(self.module)
        if hasattr(module, "read_documents"):
            return cast(Batches, module.read_documents(source))
        return {source.document: list(cast(Reader, module.read)(source))}


#: The settings of files that lie in a project's own repository.
_PROJECT = ("project", "repository", "foundation")

FORMATS: dict[str, Format] = {
    entry.name: entry
    for entry in (
        Format("facts", "curated facts in YAML, each with its source", "stewards.sources.facts"),
        Format(
            "landscape",
            "landscape.yml: members and projects of a foundation",
            "stewards.sources.landscape",
            options=("foundation", "levels", "project_category"),
        ),
        Format(
            "cncf-maintainers",
            "project-maintainers.csv of the CNCF",
            "stewards.sources.cncf_maintainers",
            options=("scope",),
        ),
        Format(
            "rust-team",
            "the team repository of Rust: people and teams in TOML",
            "stewards.sources.rust_team",
            options=("foundation",),
        ),
        Format("apache", "committees, projects and people of Apache, in JSON", "stewards.sources.apache"),
        Format(
            "kubernetes-elections",
            "results of the Kubernetes Steering Committee's elections",
            "stewards.sources.kubernetes_elections",
        ),
        Format("electron-governance", "working groups of Electron", "stewards.sources.electron_governance"),
        Format("onnx-steering", "ONNX steering committee, a row a term", "stewards.sources.onnx_steering"),
        Format("cncf-toc", "README of the CNCF's technical oversight committee", "stewards.sources.cncf_toc"),
        Format("cncf-tags", "tags.yaml: the CNCF's technical advisory groups", "stewards.sources.cncf_tags"),
        Format("pytorch-tac", "minutes of the PyTorch technical advisory council", "stewards.sources.pytorch_tac"),
        Format("istio-committee", "rosters of Istio's committees", "stewards.sources.istio_committee"),
        Format("node-votes", "votes of the Node.js technical steering committee", "stewards.sources.node_votes"),
        Format("codeowners", "CODEOWNERS of GitHub and GitLab", "stewards.sources.codeowners", options=_PROJECT),
        Format(
            "owners",
            "OWNERS and OWNERS_ALIASES as Kubernetes uses them",
            "stewards.sources.owners",
            options=_PROJECT,
        ),
        Format(
            "kernel-maintainers",
            "MAINTAINERS of the Linux kernel's form",
            "stewards.sources.kernel_maintainers",
            options=_PROJECT,
        ),
        Format(
            "debian-sources",
            "Sources of a Debian archive: packages, maintainers, teams",
            "stewards.sources.debian_sources",
            options=("distribution",),
        ),
        Format("kubernetes-groups", "sigs.yaml of Kubernetes", mapping="kubernetes-groups"),
        Format("github-teams", "org/*.yaml of a GitHub organisation: members, owners, teams", mapping="github-teams"),
        Format("openstack-teams", "projects.yaml of OpenStack: teams, leads, liaisons", mapping="openstack-teams"),
        Format("openstack-committee", "members.yaml of OpenStack's technical committee", mapping="openstack-committee"),
        Format("fossfoundation", "_foundations of fossfoundation.info", mapping="fossfoundation"),
        Format("fossfoundation-projects", "projects-*.csv of fossfoundation.info", mapping="fossfoundation-projects"),
        Format(
            "fossfoundation-sponsorships",
            "_sponsorships of fossfoundation.info: who sponsors which foundation",
            "stewards.sources.fossfoundation_sponsors",
        ),
        Format("whatwg-participants", "entities.json, individuals.json of the WHATWG", mapping="whatwg-participants"),
        Format("jupyter-contributors", "contributors.yml of Jupyter", mapping="jupyter-contributors"),
        Format("aswf-tac", "tacmembers.csv of the Academy Software Foundation", mapping="aswf-tac"),
        Format("aswf-projects", "projects.csv of the Academy Software Foundation", mapping="aswf-projects"),
        Format(
            "table",
            "any table or document, read as your own mapping says (--mapping)",
            "stewards.sources.table",
            options=None,
        ),
        Format("rdf", "RDF: W3C ORG, schema.org, FOAF, DOAP, and exported graphs", "stewards.sources.rdf_source"),
        Format(
            "wikidata",
            "Wikidata's query service, or an endpoint of its shape",
            "stewards.sources.wikidata",
            endpoint="https://query.wikidata.org/sparql",
            options=("items", "class", "having", "limit", "page", "languages"),
        ),
    )
}


def find_format(name: str) -> Format:
    """Return the format called ``name``; raise :class:`RequestError` naming the nearest, or all."""
    try:
        return FORMATS[name]
    except KeyError:
        from difflib import get_close_matches

        near = get_close_matches(name, FORMATS, n=3, cutoff=0.5)
        hint = f"did you mean {' or '.join(near)}?" if near else f"choose from {', '.join(FORMATS)}"
        raise RequestError(f"there is no format {name!r}: {hint}") from None
