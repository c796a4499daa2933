"""Entities of an RDF file: what kind each node is, what it is called, and what identifies it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from stewards.model import Profile, Reference
from stewards.namespaces import BASE, DCTERMS, ENTITY_KINDS, FOAF, ID, ORG, OWL, RDFS, SCHEMA, SKOS, STW
from stewards.sources.input import Input
from stewards.sources.rdf_graph import RdfGraph, local_name
from stewards.terms import Blank, Iri, Term, Text
from stewards.values import crunchbase_page, domain_of, github_login, is_web_address, repository_of, slug

DOAP = "http://usefulinc.com/ns/doap#"
_OWN = {part: kind for kind, part in ENTITY_KINDS.items()}
_KINDS = {
    "person": (FOAF + "Person", SCHEMA + "Person"),
    "project": (
        STW + "Project", DOAP + "Project", FOAF + "Project", SCHEMA + "Project", SCHEMA + "SoftwareSourceCode",
        SCHEMA + "SoftwareApplication",
    ),
    "body": (STW + "GoverningBody",),
    "organisation": (
        STW + "Company", STW + "Foundation", ORG + "Organization", ORG + "FormalOrganization",
        ORG + "OrganizationalUnit", ORG + "OrganizationalCollaboration", FOAF + "Organization", FOAF + "Group",
        SCHEMA + "Organization", SCHEMA + "Corporation", SCHEMA + "NGO", SCHEMA + "GovernmentOrganization",
        SCHEMA + "EducationalOrganization", SCHEMA + "CollegeOrUniversity", SCHEMA + "Consortium",
    ),
}  # fmt: skip
_NAMES = (SKOS + "prefLabel", FOAF + "name", SCHEMA + "name", DOAP + "name", RDFS + "label", DCTERMS + "title")
_OTHER_NAMES = (SKOS + "altLabel", SCHEMA + "alternateName", FOAF + "nick", DOAP + "shortname")
_DESCRIPTIONS = (DCTERMS + "description", SCHEMA + "description", DOAP + "shortdesc", DOAP + "description")
_HOMEPAGES = (FOAF + "homepage", DOAP + "homepage", SCHEMA + "url")
_SAME = (SKOS + "exactMatch", OWL + "sameAs", SCHEMA + "sameAs", FOAF + "account", FOAF + "page", *_HOMEPAGES)
_GITHUB = re.compile(r"https?://(?:www\.)?github\.com/[^/?#]+/?")
_WIKIDATA = re.compile(r"https?://(?:www\.)?wikidata\.org/(?:entity|wiki)/(Q\d+)")


@dataclass(slots=True)
class Entities:
    """The entities of one graph, each made into a reference once."""

    graph: RdfGraph
    source: Input
    _known: dict[tuple[Term, str], Reference | None] = field(default_factory=dict)

    def kind(self, node: Term, otherwise: str = "") -> str:
        """Return the kind of a node by its IRI or its classes."""
        own = node.removeprefix(ID).partition("/")[0] if node.startswith(ID) else ""
        if own in _OWN:
            return _OWN[own]
        types = self.graph.types(node)
        return next((kind for kind, classes in _KINDS.items() if types.intersection(classes)), otherwise)

    def reference(self, node: Term, otherwise: str) -> Reference | None:
        """Return the entity a node stands for, None (and a report) when it has neither an IRI nor a name."""
        key = (node, self.kind(node, otherwise))
        if key not in self._known:
            self._known[key] = self._make(*key)
        return self._known[key]

    def profiles(self) -> Iterator[tuple[Term, Profile]]:
        """Yield what the graph says of each entity by itself."""
        for node in list(self.graph.values_of):
            kind = self.kind(node)
            subject = self.reference(node, kind) if kind else None
            if subject is not None:
                yield node, self._profile(node, subject)

    def _make(self, node: Term, kind: str) -> Reference | None:
        if isinstance(node, Text):
            name = " ".join(node.split())
        else:
            name = self.graph.text(node, *_NAMES) or self._full_name(node)
        identifiers = () if isinstance(node, Text) else tuple(self._identifiers(node, kind))
        if not name and isinstance(node, Iri):
            name = local_name(node)
        if not name:
            self.source.report(self.graph.place(node), f"a {kind} has neither a name nor an address")
            return None
        if not identifiers and kind != "organisation":
            identifiers = (("named-in", f"{self.source.name.split('/')[0]}/{slug(name)}"),)
        return Reference(kind, name, identifiers)

    def _full_name(self, node: Term) -> str:
        parts = (
            self.graph.text(node, FOAF + "givenName", SCHEMA + "givenName"),
            self.graph.text(node, FOAF + "familyName", SCHEMA + "familyName"),
        )
        return " ".join(filter(None, parts))

    def _identifiers(self, node: Term, kind: str) -> Iterator[tuple[str, str]]:
        """Yield identifiers, strongest first: an IRI of this ontology is as good as a key of the shipped facts."""
        own = isinstance(node, Iri) and node.startswith(ID)
        if own:
            yield "curated", node.removeprefix(ID).partition("/")[2]
        addresses = [str(node), *map(str, self.graph.values(node, *_SAME, STW + "crunchbasePage"))]
        yield from (("wikidata", found[1]) for found in map(_WIKIDATA.fullmatch, addresses) if found)
        if kind in ("person", "organisation"):
            yield from (("github", login) for login in self._logins(node, addresses))
        if kind == "organisation":
            yield from (("crunchbase", page) for page in map(crunchbase_page, addresses) if page)
            homes = [*self.graph.values(node, *_HOMEPAGES), *self.graph.values(node, STW + "domain")]
            yield from (("domain", domain) for domain in dict.fromkeys(map(domain_of, homes)) if domain)
        if kind == "project" and not own:
            yield from (("repository", address) for address in self._repositories(node)[:1])
        if isinstance(node, Iri) and not own:
            yield "named-in", str(node)

    def _logins(self, node: Term, addresses: list[str]) -> list[str]:
        accounts = [
            self.graph.text(account, FOAF + "accountName")
            for account in self.graph.values(node, FOAF + "account")
            if "github.com" in str(self.graph.first(account, FOAF + "accountServiceHomepage"))
        ]
        written = [self.graph.text(node, STW + "githubLogin"), *accounts, *filter(_GITHUB.fullmatch, addresses)]
        return list(dict.fromkeys(filter(None, map(github_login, written))))

    def _repositories(self, node: Term) -> list[str]:
        graph = self.graph
        written = graph.values(node, STW + "repository", SCHEMA + "codeRepository", DOAP + "repository")
        inner = [place for item in written for place in graph.values(item, DOAP + "location", DOAP + "browse")]
        return list(dict.fromkeys(filter(None, map(repository_of, map(str, written + inner)))))

    def _profile(self, node: Term, subject: Reference) -> Profile:
        graph, types = self.graph, self.graph.types(node)
        home = graph.first(node, *_HOMEPAGES)
        governed = graph.first(node, STW + "governs")
        classification = str(graph.first(node, ORG + "classification") or "")
        names = {" ".join(str(name).split()) for name in graph.values(node, *_OTHER_NAMES) if isinstance(name, Text)}
        named = {STW + "Company": "company", SCHEMA + "Corporation": "company", STW + "Foundation": "foundation"}
        return Profile(
            subject=subject,
            type=next((kind for iri, kind in named.items() if iri in types and subject.kind == "organisation"), ""),
            names=tuple(sorted(names - {subject.name, ""})),
            description=graph.text(node, *_DESCRIPTIONS),
            homepage=str(home) if is_web_address(home) else "",
            repositories=tuple(self._repositories(node)),
            classification=classification.removeprefix(f"{BASE}bodytype/") if classification.startswith(BASE) else "",
            governs=self.reference(governed, "project") if governed and not isinstance(governed, Blank) else None,
            locator=graph.place(node),
        )
