from __future__ import annotations

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest

from stewards import plans
from stewards.build import build
from stewards.errors import SourceError, StoreError
from stewards.sources import fetch as fetching
from stewards.sources.fetch import fetch

CONTENT = b"landscape: []\n"


class Server(HTTPServer):
    """Serves one file under several kinds of trouble, and remembers what it was asked."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.content = CONTENT
        self.answers: list[tuple[str, int]] = []

    def address(self, path: str) -> str:
        return f"http://127.0.0.1:{self.server_port}/{path}"


class Handler(BaseHTTPRequestHandler):
    server: Server

    def do_GET(self) -> None:
        status = self.status()
        self.server.answers.append((self.path, status))
        self.send_response(status)
        body = self.server.content if status == 200 else b""
        if "dated" in self.path:
            self.send_header("Last-Modified", "Tue, 03 Sep 2024 10:00:00 GMT")
        else:
            self.send_header("ETag", f'"{len(self.server.content)}"')
        self.send_header("Content-Length", str(len(body) + (100 if "broken" in self.path else 0)))
        self.end_headers()
        self.wfile.write(body)

    def status(self) -> int:
        for part in self.path.split("/"):
            if part.isdigit():
                return int(part)
        known = self.headers.get("If-None-Match") == f'"{len(self.server.content)}"'
        dated = self.headers.get("If-Modified-Since") == "Tue, 03 Sep 2024 10:00:00 GMT"
        return 304 if known or dated else 200

    def log_message(self, format: str, *args: object) -> None:
        """Stay silent."""


@pytest.fixture
def server() -> Iterator[Server]:
    with Server() as running:
        threading.Thread(target=running.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
        yield running
        running.shutdown()


def test_a_file_is_brought_to_the_disk(server: Server, tmp_path: Path) -> None:
    assert fetch(server.address("landscape.yml"), "source", tmp_path).read_bytes() == CONTENT


@pytest.mark.parametrize("path", ["landscape.yml", "dated.yml"])
def test_a_copy_that_is_still_good_is_not_sent_again(path: str, server: Server, tmp_path: Path) -> None:
    first = fetch(server.address(path), "source", tmp_path)
    second = fetch(server.address(path), "source", tmp_path)

    assert [status for _, status in server.answers] == [200, 304]
    assert second == first
    assert second.read_bytes() == CONTENT


def test_a_newer_version_replaces_the_copy(server: Server, tmp_path: Path) -> None:
    fetch(server.address("landscape.yml"), "source", tmp_path)
    server.content = CONTENT * 2

    assert fetch(server.address("landscape.yml"), "source", tmp_path).read_bytes() == CONTENT * 2


def test_lost_notes_mean_that_the_file_is_sent_again(server: Server, tmp_path: Path) -> None:
    copy = fetch(server.address("landscape.yml"), "source", tmp_path)
    copy.with_suffix(".json").write_text("{", encoding="utf-8")

    assert fetch(server.address("landscape.yml"), "source", tmp_path).read_bytes() == CONTENT
    assert [status for _, status in server.answers] == [200, 200]


@pytest.mark.parametrize("path", ["", "a/..", "notes.json", ".part", "x" * 300, "a%00b", "?q=1"])
def test_an_address_may_end_in_anything(path: str, server: Server, tmp_path: Path) -> None:
    for _ in range(2):
        assert fetch(server.address(path), "source", tmp_path).read_bytes() == CONTENT


@pytest.mark.parametrize("status", [304, 403, 404, 410, 500, 503])
def test_a_server_that_refuses_is_quoted(status: int, server: Server, tmp_path: Path) -> None:
    with pytest.raises(SourceError, match=rf"^source: http://127\S+/{status} answered {status} [\w ]+$"):
        fetch(server.address(str(status)), "source", tmp_path)


def test_after_a_failure_the_copy_is_still_there(server: Server, tmp_path: Path) -> None:
    copy = fetch(server.address("broken.yml").replace("broken", "whole"), "source", tmp_path)
    with pytest.raises(SourceError):
        fetch(server.address("500"), "source", tmp_path)

    assert copy.read_bytes() == CONTENT


def test_a_file_that_is_too_large_is_refused(server: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fetching, "LARGEST_SOURCE", 1024**2)
    server.content = b"x" * (1024**2 + 1)

    with pytest.raises(SourceError, match=r"^source: \S+ sends more than 1 MB$"):
        fetch(server.address("landscape.yml"), "source", tmp_path)

    assert list(tmp_path.iterdir()) == []


def test_a_connection_that_breaks_off_is_told(server: Server, tmp_path: Path) -> None:
    with pytest.raises(SourceError, match=r"^source: \S+ broke off after 14 bytes: try again$"):
        fetch(server.address("broken.yml"), "source", tmp_path)


@pytest.mark.parametrize("url", ["file:///etc/passwd", "ftp://example.org/a", "landscape.yml", "//example.org/a"])
def test_what_is_not_http_is_refused(url: str, tmp_path: Path) -> None:
    with pytest.raises(SourceError, match=r"is not an http or https address$"):
        fetch(url, "source", tmp_path)


@pytest.mark.parametrize("url", ["http://127.0.0.1:1/", "http://[broken/", "http://127.0.0.1:port/", "http://a b/"])
def test_a_server_that_is_not_there_is_one_line(url: str, tmp_path: Path) -> None:
    with pytest.raises(SourceError, match=r"^source: http://[^\n]* does not answer: [^\n]+$"):
        fetch(url, "source", tmp_path)


def test_a_cache_that_cannot_be_written_is_told(server: Server, tmp_path: Path) -> None:
    (tmp_path / "cache").write_text("a file", encoding="utf-8")

    with pytest.raises(StoreError, match="the cache of sources cannot be written"):
        fetch(server.address("landscape.yml"), "source", tmp_path / "cache")


def test_a_build_fetches_the_sources_of_the_catalogue(
    server: Server, fixtures: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(plans, "RAW_FILES", server.address("")[:-1])
    server.content = (fixtures / "landscape.yml").read_bytes()
    catalogue = tmp_path / "catalogue.yaml"
    entry = "- {name: %s, title: NLF, format: landscape, repository: %s, path: landscape.yml}\n"
    catalogue.write_text(entry % ("nlf", "nlf/landscape") + entry % ("gone", "nlf/404"), encoding="utf-8")

    _, summary = build(tmp_path / "store", plans.catalogue_plans([], None, True, catalogue))

    assert server.answers == [("/nlf/landscape/HEAD/landscape.yml", 200), ("/nlf/404/HEAD/landscape.yml", 404)]
    assert {entry.name: entry.failed for entry in summary.sources} == {"facts": False, "nlf": False, "gone": True}
