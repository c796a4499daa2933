"""What a fresh install must be able to answer: the birth of the PyTorch Foundation in 2022, and what followed.

The first table goes through the press article of September 2022 statement by statement; the second through the sources
that tell the story on. Each line names a question, what it is asked about, and what a row of its answer must hold: the
name of an entity, or words that a text holds.
"""

from __future__ import annotations

from typing import NamedTuple

import pytest

from stewards.asking.answers import EntityValue, Row, Value
from stewards.graph import Graph

ARTICLE = "AI: The PyTorch Foundation is born"
PF, PT, BOARD = "PyTorch Foundation", "PyTorch", "PyTorch Foundation Governing Board"
TAC = "PyTorch Foundation Technical Advisory Council"


class Told(NamedTuple):
    """A statement, and the row that must tell it: of a question, about something, on a day, from a source."""

    line: str
    question: str
    about: str
    day: str | None
    row: dict[str, str]
    source: str = ARTICLE


def said(line: str, about: str, *words: str, by: str = ARTICLE) -> list[Told]:
    return [Told(line, "statements-about", about, None, {"speaker": by, "text": word}) for word in words]


SOON, BEFORE = "2022-10-01", "2022-09-11"

IN_THE_ARTICLE = [
    *said("1 PyTorch is a deep-learning framework", PT, "deep-learning framework"),
    Told("1 created in 2017", "events-of", PT, None, {"date": "2017", "description": "PyTorch was created"}),
    Told("1 another source says 2016", "disagreements", PT, None, {"one": "2016 (PyTorch stren", "other": "2017 (AI:"}),
    Told("2 Facebook supported it", "host-of", "PyTorch", BEFORE, {"host": "Meta", "until": "2022-09-12"}),
    Told(
        "2 Facebook is now Meta",
        "company-group",
        "Facebook",
        SOON,
        {"detail": "Facebook, renamed Meta"},
        "Introducing Meta",
    ),
    Told(
        "2 it passed from one to the other", "events-of", PT, None, {"description": "from Meta to PyTorch Foundation"}
    ),
    Told("2 the foundation manages it", "host-of", PT, SOON, {"host": PF, "since": "2022-09-12"}),
    Told("2 under the Linux Foundation", "who-governs", PT, SOON, {"governor": "Linux Foundation", "of": PF}),
    *(
        Told(f"3 {company} is on the board", "board", PF, SOON, {"member": company, "at": BOARD})
        for company in ("Meta", "AWS", "AMD", "Google Cloud", "Microsoft", "NVIDIA")
    ),
    Told("3 Amazon is behind AWS", "company-group", "AWS", SOON, {"company": "Amazon"}, "Alibaba to invest"),
    Told(
        "3 Google is behind Google Cloud",
        "company-group",
        "Google Cloud",
        SOON,
        {"company": "Google"},
        "Google's Diane",
    ),
    *(
        Told(f"4 {user} uses PyTorch", "users-of", PT, SOON, {"user": user})
        for user in ("Meta", "Airbnb", "Microsoft", "Toyota Research Institute")
    ),
    Told("4 for translations", "users-of", PT, SOON, {"user": "Meta", "description": "6 billion translations a day"}),
    Told(
        "5 Mark Zuckerberg leads Meta", "roles-of", "Mark Zuckerberg", SOON, {"role": "chief executive", "at": "Meta"}
    ),
    *said("5 the board brings leaders together", BOARD, "leaders in AI who helped to build", by="Mark Zuckerberg"),
    *said("5 projects on GitHub", "GitHub", "more than 150,000 projects on GitHub", by="Mark Zuckerberg"),
    Told("6 Soumith Chintala maintains it", "roles-of", "@soumith", SOON, {"role": "maintainer", "at": PT}),
    Told("6 he is a researcher at Meta", "roles-of", "@soumith", SOON, {"role": "researcher", "at": "Meta"}),
    *said("6 the model suits", PF, "suits where PyTorch stands", by="Soumith Chintala"),
    *said("6 governance before", PT, "had been unstructured", "neither formal nor written down", by="Soumith Chintala"),
    *said("6 the next step", PT, "the next step of the community is to structure it", by="Soumith Chintala"),
    *said("7 business and technical governance apart", PF, "keep the business side and the technical development"),
    Told(
        "7 as a principle", "principles-of", PF, SOON, {"principle": "separation of business and technical governance"}
    ),
    *(
        Told(f"8 the principle {principle}", "principles-of", PF, SOON, {"principle": principle})
        for principle in ("remaining open", "neutral branding", "fairness", "strong technical identity")
    ),
    *said("8 said so", PF, "four principles - stay open, keep a neutral brand, be fair", by="Soumith Chintala"),
    *said("9 fast growth", PT, "grew fast in 2018"),
    *said("9 preferred at CVPR", "CVPR", "by 2019 the preferred framework"),
    *said("9 preferred at ICLR", "ICLR", "by 2019 the preferred framework"),
    Told("10 a competitor, Google's", "competitors-of", PT, SOON, {"competitor": "TensorFlow", "host": "Google"}),
    Told("10 its licence", "licence-of", "TensorFlow", SOON, {"licence": "Apache-2.0"}),
    Told("10 PyTorch's licence", "licence-of", PT, SOON, {"licence": "BSD-3-Clause"}),
    *said("11 a hierarchy", PT, "supports a hierarchy of maintainers", by="Soumith Chintala"),
    *said("11 processes", PT, "processes of daily work and of changes", by="Soumith Chintala"),
    *said("12 what it is used for", PT, "natural-language processing and machine translation"),
]

LANDSCAPE, MINUTES = "PyTorch landscape", "Minutes of the PyTorch Technical Advisory Council"
COUNCIL, MAINTAINERS = "PyTorch Foundation Technical Advisory Council page", "PyTorch governance, maintainers"
PAGE = "PyTorch Foundation governing board page"

AFTERWARDS = [
    *(
        Told(f"founding member {company}", "members", PF, SOON, {"member": company}, "Meta transitions PyTorch")
        for company in ("Meta", "AWS", "AMD", "Google Cloud", "Microsoft", "NVIDIA")
    ),
    *(
        Told(
            f"about 2024 {company} is a premier member",
            "members",
            PF,
            "2024-12-31",
            {"member": company, "tier": "premier"},
            LANDSCAPE,
        )
        for company in ("Arm", "Huawei", "Hugging Face", "IBM", "Intel", "Lightning AI")
    ),
    *(
        Told(f"by 2025-09 {company} is", "members", PF, "2025-09-01", {"member": company, "tier": "premier"}, LANDSCAPE)
        for company in ("Qualcomm", "Snowflake")
    ),
    *(
        Told(f"in 2026 the tier {tier}", "members", PF, "2026-07-01", {"member": company, "tier": tier}, LANDSCAPE)
        for tier, company in (("platinum", "Meta"), ("gold", "Microsoft"), ("silver", "Graphcore"))
    ),
    *(
        Told(
            f"{person} sits for {company}",
            "board",
            PF,
            "2024-12-31",
            {"member": company, "represented_by": person},
            PAGE,
        )
        for company, person in {
            "AWS": "Brian Granger",
            "AMD": "Niles Burbank",
            "Arm": "Alex Spinelli",
            "Google Cloud": "Dwarak Rajagopal",
            "Huawei": "Fred Li",
            "Hugging Face": "Lysandre Debut",
            "Intel": "Kismat Singh",
            "IBM": "Raghu Ganti",
            "Lightning AI": "Luca Antiga",
            "Meta": "Damien Sereni",
            "Microsoft": "Steve Wan",
            "NVIDIA": "Ankit Patel",
        }.items()
    ),
    *(
        Told(
            f"council 2024: {person} of {company}",
            "board",
            TAC,
            "2024-10-31",
            {"member": person, "for": company},
            COUNCIL,
        )
        for person, company in {
            "Brian Granger": "AWS",
            "Jeff Daily": "AMD",
            "Milos Puzovic": "Arm",
            "Shauheen Zahirazami": "Google",
            "Yikun Jiang": "Huawei",
            "Mudhakar Srivatsa": "IBM",
            "Jiong Gong": "Intel",
            "Luca Antiga": "Lightning AI",
            "Gregory Chanan": "Meta",
            "Soumith Chintala": "Meta",
            "Xavier Dupré": "Microsoft",
            "Piotr Bialecki": "NVIDIA",
        }.items()
    ),
    Told("chair in 2024", "board", TAC, "2024-10-31", {"member": "Luca Antiga", "role": "chair"}, COUNCIL),
    Told(
        "chair in 2026",
        "board",
        TAC,
        "2026-08-11",
        {"member": "Thomas Viehmann", "for": "Lightning AI", "role": "chair"},
        MINUTES,
    ),
    Told("first for Google", "roles-of", "Shauheen Zahirazami", "2024-10-31", {"at": TAC, "for": "Google"}, COUNCIL),
    Told(
        "then for AWS",
        "roles-of",
        "Shauheen Zahirazami",
        "2026-08-11",
        {"at": TAC, "for": "AWS", "certainty": "certain"},
        MINUTES,
    ),
    Told(
        "first at Google",
        "roles-of",
        "Shauheen Zahirazami",
        "2024-10-31",
        {"role": "employee", "at": "Google"},
        COUNCIL,
    ),
    Told("then at AWS", "roles-of", "Shauheen Zahirazami", "2026-08-11", {"role": "employee", "at": "AWS"}, MINUTES),
    Told(
        "lead of the core maintainers",
        "maintainers",
        PT,
        "2022-12-31",
        {"person": "Soumith Chintala", "role": "lead"},
        MAINTAINERS,
    ),
    Told(
        "one emeritus",
        "roles-of",
        "Dmytro Dzhulgakov",
        "2026-01-01",
        {"role": "emeritus maintainer", "at": PT},
        MAINTAINERS,
    ),
    *(
        Told(f"hosts {project}", "hosted-by", PF, "2026-07-01", {"project": project, "since": since}, LANDSCAPE)
        for project, since in {
            "PyTorch": "2022-09",
            "DeepSpeed": "2025-04-08",
            "vLLM": "2025-04-08",
            "Ray": "2025-09-01",
            "Helion": "2026-04-07",
            "Safetensors": "2026-04-08",
        }.items()
    ),
    Told(
        "announced on 2022-09-12",
        "events-of",
        PT,
        None,
        {"date": "2022-09-12", "event": "announcement"},
        "PyTorch strengthens",
    ),
    Told(
        "accepted on 2022-09-07",
        "disagreements",
        PT,
        None,
        {"kind": "start", "one": "2022-09-07", "other": "2022-09-12"},
        LANDSCAPE,
    ),
]

ENTITIES = {
    "PyTorch": "project",
    "TensorFlow": "project",
    "PyTorch Foundation": "foundation",
    "Linux Foundation": "foundation",
    "Meta": "company",
    "Amazon": "company",
    "AWS": "company",
    "AMD": "company",
    "Google": "company",
    "Google Cloud": "company",
    "Microsoft": "company",
    "NVIDIA": "company",
    "Airbnb": "company",
    "Toyota Research Institute": "company",
    "GitHub": "company",
    "CVPR": "organisation",
    "ICLR": "organisation",
    "Mark Zuckerberg": "person",
    "Soumith Chintala": "person",
}


def holds(value: Value, wanted: str) -> bool:
    """Return whether a value is the entity of that name, or a text that holds the words."""
    if isinstance(value, EntityValue) and not value.iri.startswith("https://w3id.org/stewards/role/"):
        return value.label == wanted
    return wanted in str(value or "")


def rows_telling(graph: Graph, told: Told) -> list[Row]:
    answer = graph.ask(told.question, told.about, as_of=told.day)
    return [row for row in answer.records if all(holds(row.values[name], text) for name, text in told.row.items())]


@pytest.mark.parametrize("told", [*IN_THE_ARTICLE, *AFTERWARDS], ids=lambda told: told.line)
def test_is_told_with_its_source(told: Told, graph: Graph) -> None:
    rows = rows_telling(graph, told)

    assert rows
    assert any(passage.source.startswith(told.source) for row in rows for passage in row.evidence)
    assert all(passage.locator for row in rows for passage in row.evidence)


def test_nobody_else_was_on_the_first_board(graph: Graph) -> None:
    assert len(graph.ask("board", PF, as_of=SOON)) == 6


def test_nobody_else_was_a_founding_member(graph: Graph) -> None:
    assert len(graph.ask("members", PF, as_of=SOON)) == 6


@pytest.mark.parametrize(
    ("day", "tier", "number"),
    [
        ("2024-12-31", "premier", 12),
        ("2025-09-01", "premier", 14),
        ("2026-07-01", "platinum", 13),
        ("2026-07-01", "gold", 4),
        ("2026-07-01", "silver", 8),
    ],
)
def test_number_of_members(day: str, tier: str, number: int, graph: Graph) -> None:
    rows = graph.ask("members", PF, as_of=day).rows

    assert sum(str(row["tier"]) == tier and row["certainty"] == "certain" for row in rows) == number


@pytest.mark.parametrize(("day", "number"), [("2022-12-31", 4), ("2025-12-31", 9)])
def test_number_of_core_maintainers(day: str, number: int, graph: Graph) -> None:
    rows = graph.ask("maintainers", PT, as_of=day).rows

    assert sum(str(row["role"]) == "core maintainer" for row in rows) == number


def test_twelve_people_on_the_board_and_on_the_council(graph: Graph) -> None:
    assert len(graph.ask("board", PF, as_of="2024-12-31")) == 12
    assert len(graph.ask("board", TAC, as_of="2024-10-31")) == 12


@pytest.mark.parametrize(("name", "kind"), ENTITIES.items(), ids=ENTITIES)
def test_every_name_has_a_page(name: str, kind: str, graph: Graph) -> None:
    card = graph.entity(name)

    assert (card.label, card.kind) == (name, kind)
    assert card.evidence
    assert card.lines
    assert all(line.evidence for line in card.lines)


@pytest.mark.parametrize(
    ("written", "name"), [("Facebook", "Meta"), ("Nvidia", "NVIDIA"), ("Amazon Web Services", "AWS")]
)
def test_names_of_the_article_are_understood(written: str, name: str, graph: Graph) -> None:
    assert graph.find(written).label == name
