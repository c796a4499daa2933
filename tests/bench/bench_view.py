"""Measures views in headless Chromium, opened from disk with the network refused: opening, panning, size, layout.

Networks are made up, with the shape of the real graph; with a store, the view of a whole foundation is measured too.
A page is interactive when it has been painted, a search has been answered and the card of a thing has opened, counted
from the navigation. Panning drags the drawing and counts the frames in which it has moved. The best of several runs
counts, as other programs may use the machine, and the load is printed; work is the processor time of the page's main
thread, which they disturb less.

Run: python -m tests.bench.bench_view [STORE [FOUNDATION]]
"""

from __future__ import annotations

import os
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, CDPSession, Page

import stewards
from stewards.networks.network import Network
from stewards.views.communities import communities
from stewards.views.layout import positions
from stewards.views.rendering import render
from tests.bench.networks_made import made_network
from tests.chromium import launched, refuse_all_but

RUNS = 7
#: Seconds from navigation to interactive, by number of things.
TARGETS = {500: 0.8, 2000: 1.2, 5000: 2.0}
FRAMES_TARGET, LAYOUT_TARGET = 50, 3.0

_USE = """
window.used = new Promise(done => addEventListener("DOMContentLoaded", () => {
  const painted = then => requestAnimationFrame(() => requestAnimationFrame(then));
  painted(() => {
    window.painted = performance.now();
    const last = things.findLast(thing => thingShown(thing.number));
    search.value = last.label;
    search.dispatchEvent(new Event("input"));
    const answered = found.textContent;
    search.value = "";
    search.dispatchEvent(new Event("input"));
    select(last.number);
    const opened = !card.hidden && /match/.test(answered);
    painted(() => { window.interactive = opened ? performance.now() : Infinity; done(); });
  });
}));
"""
_COUNT = """
window.frames_drawn = 0;
let last = "";
requestAnimationFrame(function count() {
  const at = JSON.stringify(network.body.view.translation);
  if (at !== last) { window.frames_drawn++; last = at; }
  requestAnimationFrame(count);
});
"""
#: A place on the drawing with nothing on it, to drag from.
FREE_PLACE = """() => {
  const { left, top, width, height } = stage.querySelector("canvas").getBoundingClientRect();
  for (let y = height - 240; y > 0; y -= 20) for (let x = width - 240; x > 0; x -= 20) {
    const free = document.elementFromPoint(left + x, top + y)?.tagName === "CANVAS";
    if (free && thingAt({ x, y }) === null && !(closed() && communityAt({ x, y }))) return [left + x, top + y];
  }
  throw new Error("there is no free place to drag from");
}"""


@dataclass(frozen=True)
class Opening:
    """Milliseconds until the page was painted, until it was interactive, and of work until then."""

    painted: float
    interactive: float
    work: float


@contextmanager
def opened(browser: Browser, path: Path) -> Iterator[tuple[Page, CDPSession]]:
    """Open a page from disk in a profile of its own; whatever it asks for is refused, and is an error."""
    context = browser.new_context(viewport={"width": 1280, "height": 800})
    requests = refuse_all_but(context, path)
    page = context.new_page()
    page.add_init_script(_USE)
    session = context.new_cdp_session(page)
    session.send("Performance.enable", {"timeDomain": "threadTicks"})
    page.goto(path.as_uri())
    page.evaluate("window.used")
    yield page, session
    assert requests == [], requests
    context.close()


def work(session: CDPSession) -> float:
    """Return the seconds of work of the page's main thread."""
    metrics: list[dict[str, Any]] = session.send("Performance.getMetrics")["metrics"]
    return float(next(metric["value"] for metric in metrics if metric["name"] == "ThreadTime"))


def opening(browser: Browser, path: Path) -> Opening:
    with opened(browser, path) as (page, session):
        painted, interactive = page.evaluate("[window.painted, window.interactive]")
        return Opening(painted, interactive, 1000 * work(session))


def panning(browser: Browser, path: Path) -> tuple[float, float]:
    """Return frames a second while the drawing is dragged for two seconds, and milliseconds of work a frame."""
    with opened(browser, path) as (page, session):
        page.evaluate("select(null)")
        page.wait_for_timeout(1000)  # the view may still be on its way to the thing that was selected
        page.evaluate(f"() => {{ {_COUNT} }}")
        x, y = page.evaluate(FREE_PLACE)
        page.mouse.move(x, y)
        page.mouse.down()
        page.mouse.move(x + 20, y + 20)
        page.evaluate("window.frames_drawn = 0; window.began = performance.now()")
        before, began, step = work(session), time.perf_counter(), 0
        while time.perf_counter() - began < 2:
            step += 1
            page.mouse.move(x + 20 + step % 200, y + 20 + step % 150)
        frames, seconds = page.evaluate("[window.frames_drawn, (performance.now() - window.began) / 1000]")
        after = work(session)
        page.mouse.up()
        return frames / seconds, 1000 * (after - before) / max(frames, 1)


def measure(browser: Browser, folder: Path, name: str, network: Network, target: float | None) -> None:
    """Print the figures of one network."""
    count = len(network.nodes)
    began = time.process_time()
    parts = communities(network)
    if not parts:
        positions(network)
    placed = time.process_time() - began
    path = folder / f"{count}.html"
    path.write_text(render(network), encoding="utf-8")
    size, most = path.stat().st_size / 1e6, 1.2 + 0.0004 * count
    drawn = f"{len(parts)} communities" if parts else "in one piece"
    print(f"{name}: {count:,} things, {len(network.edges):,} relations, {drawn}")
    print(f"  file {size:.2f} MB ({verdict(size <= most)} {most:.2f}); layout {placed:.2f} s of work", end="")
    print(f" ({verdict(placed <= LAYOUT_TARGET)} {LAYOUT_TARGET:.0f})" if count == 2000 else "")
    runs = [opening(browser, path) for _ in range(RUNS)]
    best = min(run.interactive for run in runs) / 1000
    print(f"  painted {min(run.painted for run in runs):.0f} ms, interactive {1000 * best:.0f} ms", end=" ")
    print(f"({verdict(best <= target)} {1000 * target:.0f}), " if target else "", end="")
    print(f"{min(run.work for run in runs):.0f} ms of work; load {os.getloadavg()[0]:.1f}")
    pans = [panning(browser, path) for _ in range(3)]
    rate, cost = max(frames for frames, _ in pans), min(each for _, each in pans)
    print(f"  panning {rate:.0f} frames a second ({verdict(rate >= FRAMES_TARGET)} {FRAMES_TARGET}),", end=" ")
    print(f"{cost:.1f} ms of work a frame", flush=True)


def verdict(reached: bool) -> str:
    return "target reached:" if reached else "target missed:"


def main() -> None:
    with tempfile.TemporaryDirectory() as folder, launched() as browser:
        for count, target in TARGETS.items():
            measure(browser, Path(folder), "made up", made_network(count), target)
        if sys.argv[1:]:
            name = sys.argv[2] if sys.argv[2:] else "CNCF"
            network = stewards.open(sys.argv[1]).network(name, foundation=True, whole=True)
            measure(browser, Path(folder), name, network, None)


if __name__ == "__main__":
    main()
