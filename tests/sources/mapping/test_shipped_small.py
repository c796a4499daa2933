"""Each shipped mapping against a small file written by hand in the form of the real ones."""

from __future__ import annotations

from pathlib import Path

import pytest

from stewards.errors import SourceError
from stewards.sources.mapping import read_mapped, shipped_mapping
from tests.sources.mapping.samples import input_of, read_shipped, told

TEAMS = """teams:
  Technical Oversight Committee:
    description: Decides.
    members: [ada]
  Maintainers:
    maintainers: [bob]
    members: [cy, googlebot]
    teams:
      Docs:
        members: []
        teams:
          Docs/Spanish: {members: [di]}
"""
PROJECTS = """nova:
  ptl: {name: Ada Byron, irc: ada, email: ada@example.org}
  mission: Compute.
  url: https://docs.example.org/nova
  liaisons:
    release:
    - {name: Bob Ross, irc: bob, email: bob@example.org}
freezer:
  leadership_type: distributed
zun:
  ptl: {name: APPOINTMENT NEEDED, irc: null, email: null}
  liaisons: [ada]
"""
MEMBERS = """- {name: Ada Byron, irc: ada, email: ada@example.org, date: February 2026, role: vice-chair}
- {name: Bob Ross, irc: bob, email: bob@example.org, date: April 2026, role: null}
"""
ENTITIES = """[
 {"verified": true, "signature": {"signedAt": "2017-12-06T23:24:08.947Z"},
  "info": {"name": "ACME", "url": "https://acme.example/",
           "contact1": {"name": "Ada", "gitHubID": "ada"}, "contact2": {"name": "Bob", "gitHubID": "bob"}}},
 {"verified": false, "signature": {"signedAt": "2020-01-01T00:00:00Z"},
  "info": {"name": "Nobody", "url": "https://n.example"}}
]"""
INDIVIDUALS = """[
 {"verified": true, "info": {"name": "Cy", "gitHubID": "cy"}, "signature": {"signedAt": "2018-01-02T00:00:00Z"}},
 {"verified": false, "info": {"name": "Di", "gitHubID": "di"}, "signature": {"signedAt": "2018-01-02T00:00:00Z"}}
]"""
CONTRIBUTORS = """authors:
- id: ada
  name: Ada Byron
  github: https://github.com/ada
  affiliations: [apple]
  teams:
  - {team: executive_council, term: "2023-2026"}
  - {team: former_steering_council, term: "Founding member, 2014-2022"}
  - {team: jupyter_foundation, organization: Apple}
  - {team: jupyter_foundation, organization: General Members}
  - {team: software_steering_council, subproject: Jupyter Book, term: "2018-"}
"""
TAC = """Full Name,Account Name: Account Name,Appointed By,Voting Status,Special Role,Title,HeadshotURL
Ada Byron,ACME,Membership Entitlement,Voting Rep,Chair,Engineer,https://example.org/a.png
Bob Ross,Individual - No Account,Vote of TSC Committee,Observer,None,,
"""
ASWF = """Name,Level,Slug,Website,Chair,Accepted Date,Primary Github Repo
Rez,incubating,rez,https://rez.example/,"Ada Byron, Bob Ross",2022-01-12,https://github.com/aswf/rez
Open RV,sandbox,openrv,https://rv.example/,,2026-07-14,https://github.com/aswf/OpenRV
"""
SIGS = """sigs:
- name: Apps
  mission_statement: Runs applications.
  leadership:
    chairs: [{github: ada, name: Ada Byron, company: ACME, email: ada@example.org}]
    tech_leads: [{github: bob, name: Bob Ross, company: Independent}]
    emeritus_leads: [{github: cy, name: Cy}]
  subprojects:
  - name: helm
    leads: [{github: di, name: Di, company: ACME}]
- name: Old
  leads: [{github: ed, name: Ed, company: ACME}]
workinggroups:
- name: Batch
  leadership: {chairs: [{github: fay, name: Fay, company: ACME}]}
usergroups: []
committees:
- name: Steering
  leadership: {chairs: [{github: gus, name: Gus, company: ACME}], emeritus_leads: [{github: hal, name: Hal}]}
gb_rep: {github: ian, name: Ian, company: ACME}
"""

EXPECTED = {
    ("github-teams", "teams.yaml", TEAMS): """
        ada | Istio Technical Oversight Committee | technical-committee-member
        cy | Istio Maintainers | member
        bob | Istio Maintainers | maintainer
        di | Istio Docs/Spanish | member""",
    ("github-teams", "members.yaml", "members:\n- ada\n- bob\n"): """
        ada | Istio | member
        bob | Istio | member""",
    ("openstack-teams", "projects.yaml", PROJECTS): """
        nova | OpenStack
        Ada Byron | nova | project-team-lead
        freezer | OpenStack
        zun | OpenStack
        Bob Ross | nova | release-liaison""",
    ("openstack-committee", "members.yaml", MEMBERS): """
        Ada Byron | OpenStack Technical Committee | technical-committee-member
        Ada Byron | OpenStack Technical Committee | technical-committee-vice-chair
        Bob Ross | OpenStack Technical Committee | technical-committee-member""",
    ("fossfoundation", "python.md", "---\nlegalName: Python Foundation\nfoundingDate: 6 March 2001\n---\n"): """
        Python Foundation | 2001-03-06""",
    (
        "fossfoundation-projects",
        "projects-asf.csv",
        "identifier,commonName,description,website,foundingDate,parentOrganization\n"
        'ant,Apache Ant,Builds,http://ant.example/,"11/2002, re-established 2016-01-02",asf\n',
    ): "Apache Ant | Apache Software Foundation | 2002-11",
    ("whatwg-participants", "entities.json", ENTITIES): """
        ACME | WHATWG | participant | 2017-12-06
        Ada | WHATWG | ACME | representative
        Bob | WHATWG | ACME | representative""",
    ("whatwg-participants", "individuals.json", INDIVIDUALS): "Cy | WHATWG | participant | 2018-01-02",
    ("jupyter-contributors", "contributors.yml", CONTRIBUTORS): """
        Ada Byron | Jupyter Executive Council | steering-committee-member | 2023 | 2026
        Ada Byron | Jupyter Steering Council | steering-committee-member | 2014 | 2022
        Ada Byron | Jupyter Foundation Governing Board | Apple | board-member
        Ada Byron | Jupyter Foundation Governing Board | board-member
        Ada Byron | Jupyter Software Steering Council | technical-committee-member | 2018
        Ada Byron | Jupyter Book | representative
        Ada Byron | Apple | employee""",
    ("aswf-tac", "tacmembers.csv", TAC): """
        Ada Byron | Academy Software Foundation Technical Advisory Council | ACME | ACME | technical-committee-member
        Ada Byron | Academy Software Foundation Technical Advisory Council | technical-committee-chair
        Ada Byron | ACME | employee
        Bob Ross | Academy Software Foundation Technical Advisory Council | observer""",
    ("aswf-projects", "projects.csv", ASWF): """
        Rez | Academy Software Foundation | 2022-01-12
        Open RV | Academy Software Foundation | 2026-07-14
        Ada Byron | Rez | chair
        Bob Ross | Rez | chair""",
    ("kubernetes-groups", "sigs.yaml", SIGS): """
        Ada Byron | Kubernetes SIG Apps | chair
        Ada Byron | ACME | employee
        Bob Ross | Kubernetes SIG Apps | technical-lead
        Bob Ross | Independent | employee
        Cy | Kubernetes SIG Apps | lead
        Ed | Kubernetes SIG Old | chair
        Ed | ACME | employee
        Fay | Kubernetes WG Batch | chair
        Fay | ACME | employee
        Gus | Kubernetes Steering Committee | steering-committee-member
        Gus | ACME | employee
        Hal | Kubernetes Steering Committee | steering-committee-member
        Kubernetes: helm | Kubernetes
        Di | Kubernetes: helm | lead
        Di | ACME | employee
        Ian | CNCF Governing Board | Kubernetes | Kubernetes | board-member
        Ian | ACME | employee""",
}


@pytest.mark.parametrize(("case", "expected"), EXPECTED.items(), ids=[f"{name} {file}" for name, file, _ in EXPECTED])
def test_what_a_small_file_says(case: tuple[str, str, str], expected: str, tmp_path: Path) -> None:
    name, file, content = case
    (tmp_path / file).write_text(content, encoding="utf-8")
    options = {"project": "Istio"} if name == "github-teams" else {}

    records, problems = read_shipped(name, tmp_path if shipped_mapping(name).files else tmp_path / file, **options)

    said = [told(record).partition(": ")[2] for record in records if type(record).__name__ not in ("Profile", "Phase")]
    assert said == [line.strip() for line in expected.strip().splitlines()]
    assert problems == []
    assert "@example.org" not in str(records)


def test_a_folder_that_is_not_of_the_format(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match=r"has no files \*\.md"):
        list(read_mapped(shipped_mapping("fossfoundation"), input_of(tmp_path)))
