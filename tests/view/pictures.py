"""The pictures in ``docs/pictures``: six views, taken in the browser, and three drawn ones, of the public sources.

The store must hold the history of CNCF's maintainers too; some names need a font for Chinese, such as Noto Sans CJK.
Run ``make pictures STORE=folder``, and look at what it gives before you commit it.
"""

from __future__ import annotations

import base64
import sys
from collections.abc import Callable
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Literal

from PIL import Image
from playwright.sync_api import BrowserContext, ViewportSize

import stewards
from stewards.graph import Graph
from stewards.networks.network import Network
from stewards.pictures import Picture as Drawing
from stewards.views.rendering import write
from tests.chromium import launched

FOLDER = Path(__file__).resolve().parents[2] / "docs" / "pictures"
WINDOW = ViewportSize(width=1280, height=820)
LARGEST = 150_000  # bytes
WIDTH = 1400  # pixels, of what is drawn


@dataclass(frozen=True)
class Picture:
    """A view, what is done on its page before the picture is taken, and in which light."""

    name: str
    entities: tuple[str, ...] = ()
    question: tuple[str, ...] = ()
    as_of: str = "2026-07-01"
    foundation: bool = False
    script: str = ""
    scheme: Literal["light", "dark"] = "light"

    def network(self, graph: Graph) -> Network:
        """Return what is drawn."""
        if self.question:
            return graph.ask(*self.question, as_of=self.as_of).network(whole=True)
        return graph.network(*self.entities, as_of=self.as_of, foundation=self.foundation, whole=True)


def selected(name: str) -> str:
    """Return the script that selects a thing."""
    return f"select(things.findIndex(thing => thing.label === '{name}'));"


PICTURES = (
    Picture("body", ("PyTorch Foundation Governing Board",), as_of="2024-01-01"),
    Picture("company", ("NVIDIA",), scheme="dark"),
    Picture(
        "person", ("Soumith Chintala",), script=f"{selected('PyTorch')} toggleFold(state.selected);", as_of="2023-06-01"
    ),
    Picture("answer", question=("maintainers", "Kubernetes"), scheme="dark", script=selected("Red Hat")),
    Picture("path", question=("connection", "Red Hat", "PyTorch")),
    Picture("foundation", ("PyTorch Foundation",), foundation=True),
)
#: What is drawn, by the name of its file.
DRAWN: dict[str, Callable[[Graph], Drawing]] = {
    "foundation.png": lambda graph: graph.network("PyTorch Foundation", as_of="2024-06-01").picture(),
    "timeline.png": lambda graph: graph.picture(
        "timeline", "Kubernetes Steering Committee", since="2019-06-01", until="2026-08-31"
    ),
    "shares.png": lambda graph: graph.picture("shares", "containerd", lens="group", until="2026-08-31"),
}


def take(picture: Picture, context: BrowserContext, page_file: Path) -> bytes:
    """Return the picture of a page that was written, as WebP."""
    page = context.new_page()
    page.goto(page_file.as_uri())
    page.evaluate(picture.script)
    page.wait_for_timeout(500)
    shot = context.new_cdp_session(page).send("Page.captureScreenshot", {"format": "webp", "quality": 82})
    return base64.b64decode(shot["data"])


def reduced(png: bytes) -> bytes:
    """Return a picture as wide as a page of the docs, in 256 colours."""
    picture = Image.open(BytesIO(png)).convert("RGB")
    picture = picture.resize((WIDTH, picture.height * WIDTH // picture.width), Image.Resampling.LANCZOS)
    stream = BytesIO()
    picture.quantize(256, kmeans=1).save(stream, "PNG", optimize=True)
    return stream.getvalue()


def main(location: str) -> None:
    """Take and draw every picture."""
    graph = stewards.open(location)
    for name, draw in DRAWN.items():
        (FOLDER / name).write_bytes(content := reduced(draw(graph).png()))
        print(f"{name}: {len(content):,} bytes")
    with launched() as browser, TemporaryDirectory() as folder:
        for picture in PICTURES:
            page_file = Path(folder) / f"{picture.name}.html"
            write(picture.network(graph), page_file)
            context = browser.new_context(viewport=WINDOW, color_scheme=picture.scheme, reduced_motion="reduce")
            content = take(picture, context, page_file)
            if len(content) > LARGEST:
                sys.exit(f"{picture.name}: {len(content):,} bytes are more than {LARGEST:,}")
            (FOLDER / f"{picture.name}.webp").write_bytes(content)
            print(f"{picture.name}.webp: {len(content):,} bytes")


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit("name the folder of a store: make pictures STORE=folder")
    main(sys.argv[1])
