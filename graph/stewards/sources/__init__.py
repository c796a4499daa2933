"""The formats that Stewards reads: each is one module and one line in :data:`FORMATS`."""

from __future__ import annotations

from collections.abc import Callable, Iterator
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


FORMATS: dict[str, Format] = {
    entry.name: entry
    for entry in (
        Format("facts", "curated facts in YAML, each with its source", "stewards.sources.facts"),
        Format("landscape", "landscape.yml: members and projects of a foundation", "stewards.sources.landscape"),
        Format("cncf-maintainers", "project-maintainers.csv of the CNCF", "stewards.sources.cncf_maintainers"),
        Format("rust-team", "the team repository of Rust: people and teams in TOML", "stewards.sources.rust_team"),
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
        Format("codeowners", "CODEOWNERS of GitHub and GitLab", "stewards.sources.codeowners"),
        Format("owners", "OWNERS and OWNERS_ALIASES as Kubernetes uses them", "stewards.sources.owners"),
        Format("kernel-maintainers", "MAINTAINERS of the Linux kernel's form", "stewards.sources.kernel_maintainers"),
        Format("kubernetes-groups", "sigs.yaml of Kubernetes", mapping="kubernetes-groups"),
        Format("github-teams", "org/*.yaml of a GitHub organisation: members, owners, teams", mapping="github-teams"),
        Format("openstack-teams", "projects.yaml of OpenStack: teams, leads, liaisons", mapping="openstack-teams"),
        Format("openstack-committee", "members.yaml of OpenStack's technical committee", mapping="openstack-committee"),
        Format("fossfoundation", "_foundations of fossfoundation.info", mapping="fossfoundation"),
        Format("fossfoundation-projects", "projects-*.csv of fossfoundation.info", mapping="fossfoundation-projects"),
        Format("whatwg-participants", "entities.json, individuals.json of the WHATWG", mapping="whatwg-participants"),
        Format("jupyter-contributors", "contributors.yml of Jupyter", mapping="jupyter-contributors"),
        Format("aswf-tac", "tacmembers.csv of the Academy Software Foundation", mapping="aswf-tac"),
        Format("aswf-projects", "projects.csv of the Academy Software Foundation", mapping="aswf-projects"),
        Format("table", "any table or document, read as your own mapping says (--mapping)", "stewards.sources.table"),
        Format("rdf", "RDF: W3C ORG, schema.org, FOAF, DOAP, and exported graphs", "stewards.sources.rdf_source"),
        Format(
            "wikidata",
            "Wikidata's query service, or an endpoint of its shape",
            "stewards.sources.wikidata",
            endpoint="https://query.wikidata.org/sparql",
        ),
    )
}


def find_format(name: str) -> Format:
    """Return the format called ``name``; raise :class:`RequestError` that lists the known ones."""
    try:
        return FORMATS[name]
    except KeyError:
        raise RequestError(f"there is no format {name!r}: choose from {', '.join(FORMATS)}") from None
