"""Pictures: what they say agrees with the questions, can be read, and is the same every time."""

from __future__ import annotations

import os
import subprocess
import sys
import warnings
from collections.abc import Callable
from datetime import date, timedelta
from io import BytesIO
from itertools import combinations
from pathlib import Path
from xml.etree import ElementTree

import numpy as np
import pytest
from matplotlib.figure import Figure
from matplotlib.legend import Legend
from matplotlib.text import Text

from stewards.asking.answers import EntityValue
from stewards.errors import RequestError
from stewards.graph import Graph
from stewards.networks.network import Edge, Network, Node
from stewards.pictures import canvas
from stewards.pictures.canvas import MARGIN, Picture, style
from stewards.pictures.companies import Companies, among
from stewards.pictures.moments import history
from stewards.pictures.timeline import LEFT_OVER, MOST_ROWS, rows
from stewards.reading.lenses import groups_for
from stewards.reading.positions import ON_ROSTER, seats_on
from stewards.validity import CERTAIN, POSSIBLE
from tests.exports.conftest import HOSTILE
from tests.graphs import environment
from tests.worlds import World, harbour

SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture(scope="module")
def board() -> Graph:
    """Return a board of one seat that ended, one that its list confirms, one it dropped, and one change of employer."""
    world = harbour()
    world.company("Acme", "Bolt")
    world.tenure("Ada", "Board", "board-member", for_="Acme", since="2021-03-05", until="2022-03-05")
    world.tenure("Ben", "Board", "board-member", since="2021-06-01")
    world.work("Ben", "Acme", since="2020-01-01", until="2022-12-31")
    world.work("Ben", "Bolt", since="2023-01-01")
    world.tenure("Cyd", "Board", "board-member", for_="Bolt", gone="2024-06-11")
    return world.graph()


def texts(picture: Picture) -> list[str]:
    """Return the words of a picture, as its SVG holds them."""
    return ["".join(found.itertext()) for found in ElementTree.fromstring(picture.svg()).iter(f"{SVG}text")]


def boxes(picture: Picture) -> list[tuple[str, np.ndarray]]:
    """Return each piece of text that shows, with its corners in dots."""
    drawn = {line.strip() for line in texts(picture)}
    with style():
        picture.figure.draw_without_rendering()
        found = [text for text in dict.fromkeys(picture.figure.findobj(Text)) if text.get_text().strip()]
        lines = {text: text.get_text().strip().splitlines()[0].strip() for text in found}
        return [(lines[text], np.array(text.get_window_extent().extents)) for text in found if lines[text] in drawn]


def overlapping(picture: Picture) -> list[tuple[str, str]]:
    """Return the pairs of texts that lie on each other by more than a dot."""
    return [
        (one, other)
        for (one, a), (other, b) in combinations(boxes(picture), 2)
        if min(a[2], b[2]) - max(a[0], b[0]) > 1 and min(a[3], b[3]) - max(a[1], b[1]) > 1
    ]


def outside(picture: Picture) -> list[str]:
    """Return the texts that reach beyond the sheet."""
    width, height = picture.figure.bbox.size
    return [words for words, (x, y, right, top) in boxes(picture) if x < 0 or y < 0 or right > width or top > height]


PICTURES: dict[str, Callable[[Graph], Picture]] = {
    "answer": lambda graph: graph.ask("board", "PyTorch Foundation", as_of="2022-10-01").network().picture(),
    "entity": lambda graph: graph.network("PyTorch Foundation", as_of="2024-06-01").picture(),
    "path": lambda graph: graph.ask("connection", "NVIDIA", "Soumith Chintala").network().picture(),
    "timeline of a board": lambda graph: graph.picture("timeline", "PyTorch Foundation Governing Board"),
    "timeline of a council": lambda graph: graph.picture("timeline", "PyTorch TAC", until="2026-11-01"),
    "timeline of a project": lambda graph: graph.picture("timeline", "PyTorch", lens="group"),
    "shares of seats": lambda graph: graph.picture("shares", "PyTorch TAC", lens="group"),
    "shares of maintainers": lambda graph: graph.picture("shares", "PyTorch", since="2023-01-01"),
}


@pytest.mark.parametrize("draw", PICTURES.values(), ids=PICTURES.keys())
def test_no_words_lie_on_others_or_leave_the_sheet(draw: Callable[[Graph], Picture], graph: Graph) -> None:
    picture = draw(graph)

    assert overlapping(picture) == []
    assert outside(picture) == []


@pytest.mark.parametrize("draw", PICTURES.values(), ids=PICTURES.keys())
def test_a_picture_names_its_sources_and_its_date(draw: Callable[[Graph], Picture], graph: Graph) -> None:
    words = " ".join(texts(draw(graph)))

    assert "Sources: " in words
    assert "20" in words


DRAW = """
import hashlib, stewards
graph = stewards.open("memory:")
svg = graph.ask("board", "PyTorch Foundation", as_of="2022-10-01").network().picture().svg()
svg += graph.picture("timeline", "PyTorch", until="2026-01-01").svg()
print(hashlib.sha256(svg.encode()).hexdigest())
"""


def test_the_same_picture_gives_the_same_svg_in_every_process() -> None:
    digests = {
        subprocess.run(
            [sys.executable, "-c", DRAW],
            env={**environment(), "PYTHONHASHSEED": seed},
            capture_output=True, text=True, check=True,
        ).stdout
        for seed in ("1", "2")
    }  # fmt: skip

    assert len(digests) == 1


def hostile_network() -> Network:
    ends = list(HOSTILE.values())
    nodes = tuple(Node(f"urn:{n}", text, "person") for n, text in enumerate(ends))
    edges = tuple(Edge("urn:0", f"urn:{n}", text, "tenure") for n, text in enumerate(ends) if n)
    return Network(HOSTILE["script"] + HOSTILE["long"], "", nodes, (*edges, Edge("urn:0", "urn:x", "", "")))


def hostile_world() -> World:
    world = harbour()
    for text in HOSTILE.values():
        if text.strip() and "\ud800" not in text:
            world.tenure(text, "Board", "board-member", for_=f"{text} Inc", since="2021-01-01")
    return world


@pytest.mark.parametrize(
    "draw",
    [
        lambda: hostile_network().picture(),
        lambda: hostile_world().graph().picture("timeline", "Board", until="2025-01-01"),
        lambda: hostile_world().graph().picture("shares", "Board", until="2025-01-01"),
    ],
    ids=["network", "timeline", "shares"],
)
def test_hostile_names_are_words_in_their_place(draw: Callable[[], Picture]) -> None:
    picture = draw()

    assert "<script>" in " ".join(texts(picture))
    assert (overlapping(picture), outside(picture)) == ([], [])
    assert max(picture.figure.bbox.size) < 16.5 * 100
    assert picture.png().startswith(b"\x89PNG")


def test_dollars_make_no_formula() -> None:
    assert HOSTILE["dollars"] in texts(hostile_network().picture())


def test_nameless_and_unknown_things_have_a_name_in_the_picture() -> None:
    nodes = (Node("urn:x/nan", float("nan"), "person"), Node("urn:y/nothing", "", "spaceship"))  # type: ignore[arg-type]
    words = texts(Network("", "", nodes, (), focus=("urn:x/nan", "urn:y/nothing")).picture())

    assert {"nan", "nothing", "Spaceship (1)"} <= set(words)


def test_possible_relations_are_dashed_and_the_caption_says_so(graph: Graph) -> None:
    drawn = graph.network("PyTorch Foundation", as_of="2024-06-01").picture()

    assert "Dashed lines: possible on that day, but no source confirms it." in texts(drawn)
    assert "stroke-dasharray" in drawn.svg()


def test_what_is_only_possible_on_the_day_is_counted_apart() -> None:
    world = harbour()
    world.tenure("Ada", "Board", "board-member", since="2021-01-01")
    world.tenure("Ben", "Board", "board-member", since="2021-01-01", until="2025-01-01")
    graph = world.graph()
    sure, later = (graph.network("Board", as_of=day).picture() for day in ("2024-06-01", "2024-12-01"))

    assert any(words.startswith("In force on 2024-06-01: ") for words in texts(sure))
    assert any(
        words.startswith("In force, or possibly so, on 2024-12-01: ") and words.endswith(", 1 of them only possible")
        for words in texts(later)
    )


def test_names_that_have_no_room_are_counted() -> None:
    nodes = tuple(Node(f"urn:{n}", f"A rather long name {n}", "person") for n in range(900))
    edges = tuple(Edge("urn:0", f"urn:{n}", "member", "membership") for n in range(1, 900))
    drawn = Network("Many", "", nodes, edges).picture()

    assert any(words.endswith("names are left out for want of room.") for words in texts(drawn))
    assert overlapping(drawn) == []


def test_a_network_too_large_for_a_picture_is_refused() -> None:
    nodes = tuple(Node(f"urn:{n}", f"Thing {n}", "person") for n in range(2001))
    many = Network("Many", "", nodes, (), focus=tuple(node.iri for node in nodes))

    with pytest.raises(RequestError, match=r"a picture holds at most 2,000 things, and this network has 2,001"):
        many.picture()


@pytest.mark.parametrize("lens", ["employer", "group"])
def test_nothing_changes_between_two_moments(lens: str, graph: Graph) -> None:
    """Beside what the questions find on days taken at random."""
    place = graph.find("PyTorch TAC")
    told = history(graph.store, place, lens, until="2026-11-01")
    first = date.fromisoformat(told.moments[0].day)
    for days in range(0, (date(2026, 11, 1) - first).days, 41):
        day = (first + timedelta(days=days)).isoformat()
        moment = [moment for moment in told.moments if moment.day <= day][-1]
        asked = seats_on(graph.store, [place.iri], day, groups_for(graph.store, lens, day)).at.get(place.iri, [])
        assert {(p.person, p.companies, p.certainty, p.standing) for p in moment.positions} == {
            (p.person, p.companies, p.certainty, p.standing) for p in asked
        }, day


@pytest.mark.parametrize("name", ["PyTorch", "PyTorch TAC"])
def test_shares_are_those_of_the_question_about_concentration(name: str, graph: Graph) -> None:
    told = history(graph.store, graph.find(name), until="2026-11-01")
    assert len(told.moments) > 3
    for moment in told.moments:
        answer = graph.ask("concentration", name, as_of=moment.day)
        asked = {row["company"].iri: row["surely"] for row in answer.rows if isinstance(row["company"], EntityValue)}
        counts = among(position for position in moment.positions if position.standing == ON_ROSTER)
        assert {iri: counts[iri] for iri in asked} == asked, moment.day


def stretches(graph: Graph, until: str = "2025-01-01") -> dict[str, list[tuple[str, str, str, str]]]:
    """Return for each row of the board's timeline its stretches: first, last, words, how sure."""
    told = history(graph.store, graph.find("Board"), until=until)
    drawn = rows(graph.store, told, Companies(graph.store, told))
    return {row.name: [(s.first, s.last, s.words, s.sure) for s in row.stretches] for row in drawn}


def test_a_timeline_shows_who_sat_when_and_for_whom(board: Graph) -> None:
    assert stretches(board)["Ada"] == [("2021-03-05", "2022-03-06", "Acme", CERTAIN)]


def test_a_timeline_shows_a_change_of_employer_and_what_is_only_possible(board: Graph) -> None:
    assert stretches(board)["Ben"] == [
        ("2021-06-01", "2023-01-01", "Acme", CERTAIN),
        ("2023-01-01", "2024-06-02", "Bolt", CERTAIN),
        ("2024-06-02", "2025-01-02", "Bolt", POSSIBLE),
    ]


def test_a_row_ends_where_a_list_has_it_no_longer(board: Graph) -> None:
    assert [stretch[:2] for stretch in stretches(board)["Cyd"]][-1][1] == "2024-06-11"


def test_a_seat_of_a_company_is_one_row_with_those_it_sends(graph: Graph) -> None:
    told = history(graph.store, graph.find("PyTorch Foundation Governing Board"), until="2026-11-01")
    drawn = {row.name: row for row in rows(graph.store, told, Companies(graph.store, told))}

    assert list(dict.fromkeys(stretch.words for stretch in drawn["AMD"].stretches)) == ["", "Niles Burbank"]
    assert (drawn["AMD"].open, drawn["Arm"].open) == (False, True)


def test_what_only_another_list_has_is_an_outline() -> None:
    world = harbour()
    world.tenure("Ada", "Board", "board-member", source="old", day="2020-01-01")
    world.tenure("Ben", "Board", "board-member", source="new", day="2022-01-01")
    drawn = stretches(world.graph(), until="2023-01-01")

    assert drawn["Ada"][-1][3] == LEFT_OVER
    assert drawn["Ben"][-1][3] == POSSIBLE


def employing(*companies: str) -> Picture:
    """Return the timeline of a board on which one person with a long name sits for each of some companies."""
    world = harbour()
    for company in companies:
        world.tenure(f"M{'W' * 30} of {company}", "Board", "board-member", for_=company, since="2021-01-01")
    return world.graph().picture("timeline", "Board", until="2024-06-01")


def legend(picture: Picture) -> list[str]:
    """Return the names of colours above a picture."""
    found = dict.fromkeys(picture.figure.findobj(Legend))
    return [text.get_text() for row in found for text in row.get_texts()]


def test_names_of_colours_are_whole_where_there_is_room() -> None:
    companies = (
        "Dell Technologies",
        "Ericsson Software Technology",
        "Google",
        "Intel",
        "Microsoft",
        "Red Hat, Inc.",
        "VW",
    )

    assert legend(employing(*companies)) == [*companies[:6], "others"]


def test_only_the_longest_names_of_colours_are_cut() -> None:
    long = "Hewlett Packard Enterprise Development Company of the North and of the South"
    names = legend(employing("Dell Technologies", f"A {long}", f"B {long}", "IBM", "Intel", "Microsoft"))

    assert [name for name in names if not name.endswith("…")] == ["Dell Technologies", "IBM", "Intel", "Microsoft"]
    assert min(map(len, (name for name in names if name.endswith("…")))) > 20


def test_long_names_of_rows_stay_on_the_sheet_and_off_the_bars() -> None:
    drawn = employing("IBM")
    name, box = next((words, box) for words, box in boxes(drawn) if words.startswith("MW"))

    assert name.endswith("…")
    assert MARGIN * drawn.figure.dpi <= box[0] < box[2] < drawn.figure.axes[0].get_window_extent().x0
    assert (overlapping(drawn), outside(drawn)) == ([], [])


def test_a_long_timeline_says_what_it_leaves_out() -> None:
    world = harbour()
    for number in range(MOST_ROWS + 3):
        world.tenure(f"Person {number}", "Board", "board-member", since="2021-01-01")
    drawn = world.graph().picture("timeline", "Board", until="2022-01-01")

    assert "3 more, which began later, are left out." in texts(drawn)


def test_since_and_until_bound_a_picture(board: Graph) -> None:
    told = history(board.store, board.find("Board"), since="2022-01-01", until="2022-02-01")

    assert (told.moments[0].day, told.until) == ("2022-01-01", "2022-02-01")


def loaded(day: str) -> Graph:
    """Return a project whose one maintainer a list confirms on a day, without dates; another's time is known."""
    world = harbour()
    world.maintainer("Old", "Tugboat", since="2023-01-01", until="2023-12-31")
    world.maintainer("New", "Tugboat", day=day)
    return world.graph()


@pytest.mark.parametrize("name", ["timeline", "shares"])
def test_what_the_last_day_confirms_first_is_in_the_picture(name: str) -> None:
    graph = loaded("2024-06-01")
    told = history(graph.store, graph.find("Tugboat"), until="2024-06-01")

    assert [p.person for p in told.moments[-1].positions] == [graph.find("New").iri]
    assert list(told.spans)[-1][:2] == ("2024-06-01", "2024-06-02")
    assert overlapping(graph.picture(name, "Tugboat", until="2024-06-01")) == []


@pytest.mark.parametrize("name", ["timeline", "shares"])
def test_a_project_known_for_one_day_is_drawn(name: str) -> None:
    world = harbour()
    world.maintainer("New", "Tugboat", day="2024-06-10")
    drawn = world.graph().picture(name, "Tugboat", until="2024-06-10")

    assert "10 Jun 2024" in texts(drawn)
    assert not any(":00" in words for words in texts(drawn))
    assert (overlapping(drawn), outside(drawn)) == ([], [])


def test_of_very_many_days_the_last_is_looked_at(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("stewards.pictures.moments.MOST_DAYS", 2)
    world = harbour()
    for day in ("2023-01-01", "2023-06-01", "2024-06-03"):
        world.maintainer(f"Since {day}", "Tugboat", since=day)
    world.maintainer("New", "Tugboat", day="2024-06-10")
    graph = world.graph()
    told = history(graph.store, graph.find("Tugboat"), until="2024-06-10")

    assert told.moments[-1].day == "2024-06-10"


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("pie", "Board"), "there is no picture 'pie': choose from timeline, shares"),
        (("shares", "Acme"), "'Acme' is an organisation, and a body or project is asked for"),
        (("shares", "Nobody"), "no body or project is called 'Nobody'"),
        (("shares", "Council"), "no seat of Council is known"),
        (("timeline", "Board", "clan"), "there is no lens 'clan'"),
        (("timeline", "Board", None, "soon"), "'soon' is not a date"),
        (
            ("timeline", "Board", None, "2022-01-01", "2022-01-01"),
            "would begin on 2022-01-01 and end on 2022-01-01: begin before",
        ),
        (
            ("shares", "Board", None, "2999-01-01"),
            r"would begin on 2999-01-01 and end on 20\d\d-\d\d-\d\d: begin before",
        ),
        (("timeline", "Board", None, "", "1999-01-01"), "no seat of Board is known with a date up to 1999-01-01"),
        (
            ("timeline", "Board", None, "1998-01-01", "1999-01-01"),
            "no seat of Board is known with a date from 1998-01-01 to 1999-01-01",
        ),
    ],
)
def test_a_picture_that_cannot_be_drawn_says_why(arguments: tuple[str, ...], words: str, board: Graph) -> None:
    from stewards.pictures import picture

    with pytest.raises(RequestError, match=words):
        picture(board.store, *arguments)


def test_a_picture_is_svg_or_png_in_a_folder_that_is_there(board: Graph, tmp_path: Path) -> None:
    drawn = board.picture("shares", "Board")
    drawn.write(tmp_path / "board.png")

    assert os.listdir(tmp_path) == ["board.png"]
    with pytest.raises(RequestError, match=r"a picture is an \.svg or \.png file"):
        drawn.write(tmp_path / "board.pdf")
    with pytest.raises(RequestError, match="there is no folder"):
        drawn.write(tmp_path / "nowhere" / "board.svg")


def test_a_notebook_shows_a_picture(board: Graph) -> None:
    assert "<svg" in board.picture("shares", "Board")._repr_svg_()


def test_a_letter_that_one_font_lacks_comes_from_the_next(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(canvas, "_MORE_FONTS", ("STIXNonUnicode",))  # comes with matplotlib
    canvas._families.cache_clear()
    with style(), warnings.catch_warnings():
        warnings.simplefilter("error")
        figure = Figure()
        figure.text(0.5, 0.5, "\ue001")
        figure.savefig(BytesIO())
    canvas._families.cache_clear()
