"""The table of docs/sources.md: what the raw files hold, counted anew, beside what the graph of the mirror holds."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from stewards.sources.catalogue import load_catalogue
from stewards.stores.store import OxigraphStore
from stewards.terms import Table
from tests import raw_counts
from tests.raw_counts import Counts

DOCUMENT = Path(__file__).resolve().parents[1] / "docs" / "sources.md"
BEGIN, END = "<!-- counted by tests/test_sources_table.py -->\n", "<!-- end of the table -->\n"
SOURCE = "https://w3id.org/stewards/source/"


@dataclass(frozen=True)
class Kind:
    """What of a source is counted, the SPARQL pattern of the same in the graph, and why fewer are there."""

    name: str
    pattern: str
    fewer: int = 0
    why: str = ""


def role(*names: str) -> str:
    return f"a stw:Tenure ; org:role ?role FILTER(?role IN ({', '.join(f'role:{name}' for name in names)}))"


def from_file(kind: str, file: str) -> str:
    return f"a {kind} ; stw:hasEvidence/stw:locator ?place FILTER(STRSTARTS(?place, '{file}'))"


MEMBERS = Kind("members", "a stw:CorporateMembership")
PROJECTS = Kind("projects", "a stw:Hosting")
LANDSCAPE: tuple[Kind, ...] = (MEMBERS, PROJECTS)
COUNCIL = "technical-committee-member"
KINDS: dict[str, tuple[Callable[[Path], Counts], tuple[Kind, ...]]] = {
    "cncf-landscape": (raw_counts.landscape, LANDSCAPE),
    "cncf-maintainers": (
        raw_counts.cncf_maintainers,
        (
            Kind(
                "maintainers",
                role("maintainer", "steering-committee-member", COUNCIL),
                8,
                "eight people are listed twice in one project",
            ),
        ),
    ),
    "pytorch-landscape": (raw_counts.pytorch_landscape, LANDSCAPE),
    "lfai-landscape": (raw_counts.landscape, LANDSCAPE),
    "aswf-landscape": (raw_counts.landscape, LANDSCAPE),
    "cdf-landscape": (raw_counts.landscape, LANDSCAPE),
    "confidential-computing-landscape": (raw_counts.landscape, LANDSCAPE),
    "graphql-landscape": (raw_counts.landscape, LANDSCAPE),
    "lfedge-landscape": (raw_counts.landscape, LANDSCAPE),
    "todo-landscape": (raw_counts.landscape, LANDSCAPE),
    "pqca-landscape": (raw_counts.pqca_landscape, LANDSCAPE),
    "rust-team": (
        raw_counts.rust_team,
        (
            Kind("leads", role("lead"), 2, "in marker teams, which only mark rights"),
            Kind("members", role("member"), 263, "in marker teams"),
            Kind("alumni", role("alumni"), 166, "in marker teams"),
            Kind("subteams", "a stw:ParentRelation", 4, "marker teams"),
        ),
    ),
    "apache-committees": (
        raw_counts.apache_committees,
        (
            Kind("committee members", role(COUNCIL)),
            Kind("chairs", role("technical-committee-chair")),
            Kind("committees", from_file("stw:Hosting", "committees"), 1, "one was retired and set up again"),
            Kind("members of the foundation", role("member")),
            Kind("committers", role("committer")),
            Kind("releases", "a stw:Release", 85, "84 repeat a version of the same project, one has no version"),
        ),
    ),
    "kubernetes-elections": (
        raw_counts.kubernetes_elections,
        (Kind("elected", role("steering-committee-member")),),
    ),
    "kubernetes-steering": (raw_counts.kubernetes_steering, (Kind("members", role("steering-committee-member")),)),
    "electron-governance": (raw_counts.electron, (Kind("members", role("member", "observer", "working-group-lead")),)),
    "onnx-steering": (raw_counts.onnx, (Kind("members", role("steering-committee-member")),)),
    "cncf-toc": (raw_counts.cncf_toc, (Kind("members", role(COUNCIL)), Kind("liaisons", role("liaison")))),
    "cncf-tags": (
        raw_counts.cncf_tags,
        (
            Kind("chairs and leads", role("working-group-lead")),
            Kind("technical leads", role("technical-lead")),
            Kind("liaisons", role("liaison")),
        ),
    ),
    "pytorch-tac": (
        raw_counts.pytorch_tac,
        (
            Kind(
                "representatives and alternates",
                role(COUNCIL, "technical-committee-chair", "technical-committee-vice-chair", "alternate"),
            ),
        ),
    ),
    "istio-steering": (raw_counts.istio_steering, (Kind("members", role("steering-committee-member")),)),
    "istio-toc": (raw_counts.istio_toc, (Kind("members", role(COUNCIL)),)),
    "node-votes": (raw_counts.node_votes, (Kind("voters", role(COUNCIL)),)),
    "kubernetes-owners": (raw_counts.kubernetes_owners, (Kind("members", role("member")),)),
    "istio-teams": (
        raw_counts.istio_teams,
        (
            Kind("members", role("member", COUNCIL, "steering-committee-member"), 8, "accounts of machines"),
            Kind("administrators", role("administrator"), 3, "accounts of machines"),
            Kind("emeritus", role("emeritus-maintainer"), 1, "one name is written twice"),
        ),
    ),
    "openstack-teams": (
        raw_counts.openstack_teams,
        (
            Kind("teams", "a stw:ParentRelation"),
            Kind("leads", role("project-team-lead"), 1, "one is still to be appointed"),
            Kind(
                "liaisons",
                role("release-liaison", "security-liaison", "tact-sig-liaison", "tc-liaison", "events-liaison"),
            ),
        ),
    ),
    "openstack-committee": (raw_counts.openstack_committee, (Kind("members", role(COUNCIL)),)),
    "fossfoundation": (raw_counts.fossfoundation, (Kind("foundations with a founding date", "a stw:Founding"),)),
    "fossfoundation-projects": (raw_counts.fossfoundation_projects, (PROJECTS,)),
    "fossfoundation-sponsorships": (
        raw_counts.fossfoundation_sponsorships,
        (
            Kind(
                "sponsors",
                "a stw:Funding",
                272,
                "245 are given by no domain of their own, 25 repeat a sponsor at another level, "
                "one has two domains, and one is the foundation itself",
            ),
        ),
    ),
    "whatwg-entities": (
        raw_counts.whatwg_entities,
        (
            Kind("participants", role("participant")),
            Kind("contacts", role("representative"), 1, "one person is both contacts of a company"),
        ),
    ),
    "whatwg-individuals": (raw_counts.whatwg_individuals, (Kind("participants", role("participant")),)),
    "jupyter-contributors": (
        raw_counts.jupyter_contributors,
        (Kind("seats", role("member", "board-member", "steering-committee-member", COUNCIL)),),
    ),
    "aswf-tac": (raw_counts.aswf_tac, (Kind("members", role(COUNCIL, "observer")),)),
    "aswf-projects": (raw_counts.aswf_projects, (PROJECTS, Kind("chairs", role("chair")))),
    "kubernetes-groups": (
        raw_counts.kubernetes_groups,
        (
            Kind("chairs", role("chair")),
            Kind("technical leads", role("technical-lead")),
            Kind("leads of subprojects, emeritus leads", role("lead")),
            Kind("committee members", role("steering-committee-member", "member")),
        ),
    ),
}
ROWS = [(source, kind) for source, (_, kinds) in KINDS.items() for kind in kinds]


@pytest.fixture(scope="module")
def counted(mirror: Path) -> dict[str, Counts]:
    """Return what the raw files of each source hold."""
    homes = {entry.name: mirror / entry.repository.replace("/", "__") for entry in load_catalogue()}
    return {source: count(homes[source]) for source, (count, _) in KINDS.items()}


def in_graph(store: OxigraphStore, document: str, pattern: str) -> int:
    """Return the number of situations of a kind in the graph of a document, or in those of all below it."""
    query = f"""SELECT (COUNT(*) AS ?number) {{ SELECT DISTINCT ?graph ?node {{
      GRAPH ?graph {{ ?node {pattern} }} FILTER(STRSTARTS(STR(?graph), '{SOURCE}{document}')) }} }}"""
    answer = store.query(query)
    assert isinstance(answer, Table)
    return int(str(answer.rows[0][0]))


@pytest.fixture(scope="module")
def held(mirror_graph: OxigraphStore, mirror: Path) -> dict[tuple[str, str], int]:
    """Return what the graph holds of the latest version of each source."""
    latest = {entry.name: entry.find(mirror)[-1].document.name for entry in load_catalogue()}
    # The files of these are documents of their own.
    latest.update({name: f"{name}/" for name in ("node-votes", "pytorch-tac", "fossfoundation-sponsorships")})
    return {(source, kind.name): in_graph(mirror_graph, latest[source], kind.pattern) for source, kind in ROWS}


def table(counted: dict[str, Counts], held: dict[tuple[str, str], int]) -> str:
    lines = ["| source | what | in the file | in the graph | why fewer |", "| --- | --- | ---: | ---: | --- |"]
    for source, kind in ROWS:
        numbers = f"{counted[source][kind.name]:,} | {held[source, kind.name]:,}"
        lines.append(f"| `{source}` | {kind.name} | {numbers} | {kind.why} |")
    return "\n".join(lines) + "\n"


def test_every_source_of_the_catalogue_is_counted() -> None:
    assert list(KINDS) == [entry.name for entry in load_catalogue()]


@pytest.mark.parametrize(("source", "kind"), ROWS, ids=[f"{source}: {kind.name}" for source, kind in ROWS])
def test_what_the_file_holds_is_in_the_graph(
    source: str, kind: Kind, counted: dict[str, Counts], held: dict[tuple[str, str], int]
) -> None:
    assert counted[source][kind.name] - held[source, kind.name] == kind.fewer
    assert bool(kind.why) == bool(kind.fewer)


def test_the_table_in_the_documentation_is_what_was_counted(
    counted: dict[str, Counts], held: dict[tuple[str, str], int], request: pytest.FixtureRequest
) -> None:
    before, _, rest = DOCUMENT.read_text("utf-8").partition(BEGIN)
    shown, _, after = rest.partition(END)
    if request.config.getoption("--renew-golden"):
        DOCUMENT.write_text(before + BEGIN + table(counted, held) + END + after, encoding="utf-8", newline="\n")
    else:
        assert shown == table(counted, held)
