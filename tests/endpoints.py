"""Endpoints for tests, on the loopback: real Oxigraph and Virtuoso servers, and one that misbehaves as it is told."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from socket import socket
from threading import Thread
from urllib.error import HTTPError, URLError
from urllib.parse import parse_qs
from urllib.request import Request, urlopen

from stewards.endpoints.dataset import WHOLE_GRAPH
from tests.conftest import skip_unless_ci

STARTING = 15  # seconds
# Small and on the loopback; the rest is as Virtuoso has it.
VIRTUOSO_INI = """
[Database]
DatabaseFile = {folder}/virtuoso.db
ErrorLogFile = {folder}/virtuoso.log
TransactionFile = {folder}/virtuoso.trx
xa_persistent_file = {folder}/virtuoso.pxa
LockFile = {folder}/virtuoso.lck
[TempDatabase]
DatabaseFile = {folder}/temporary.db
TransactionFile = {folder}/temporary.trx
[Parameters]
ServerPort = {sql}
ServerThreads = 10
NumberOfBuffers = {buffers}
MaxDirtyBuffers = {dirty}
DirsAllowed = {folder}
[HTTPServer]
ServerPort = {place}
ServerThreads = 10
[SPARQL]
ResultSetMaxRows = {rows}
"""
QUADS = "application/n-quads"

Handler = BaseHTTPRequestHandler
#: What a server does with one query.
Behaviour = Callable[["Call"], None]


@contextmanager
def oxigraph(folder: Path, content: str, kind: str = "text/turtle") -> Iterator[str]:
    """Run Oxigraph on a folder, filled with triples or quads of some media type; yield the address of its endpoint."""
    binary = shutil.which("oxigraph", path=str(Path(sys.executable).parent)) or shutil.which("oxigraph")
    if binary is None:
        skip_unless_ci("oxigraph is not installed")
    place = free_place()
    command = [binary, "serve", "-l", str(folder), "-b", place]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as server:
        try:
            _fill(f"http://{place}/store{'' if kind == QUADS else '?default'}", content, kind)
            yield f"http://{place}/query"
        finally:
            server.terminate()
            server.wait(STARTING)


def free_place() -> str:
    """Return a host and a port on the loopback that nobody listens at."""
    with socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return f"127.0.0.1:{probe.getsockname()[1]}"


@contextmanager
def virtuoso(folder: Path, most_rows: int = 1_000_000, buffers: int = 10_000, sql: str = "") -> Iterator[str]:
    """Run an empty Virtuoso in a folder; yield the address to publish to, with its first user and password.

    The address names the graph of the resolved whole, and serves for questions as well. A buffer holds 8 kB; ``sql`` is
    where Virtuoso's own commands find it.
    """
    binary = shutil.which("virtuoso-t")
    if binary is None:
        skip_unless_ci("Virtuoso is not installed: apt-get install virtuoso-opensource-7-bin")
    place = free_place()
    folder.mkdir(parents=True, exist_ok=True)
    sizes = {"rows": most_rows, "buffers": buffers, "dirty": buffers * 3 // 4}
    settings = VIRTUOSO_INI.format(folder=folder, place=place, sql=sql or free_place(), **sizes)
    (folder / "virtuoso.ini").write_text(settings, encoding="utf-8")
    command = [binary, "+configfile", str(folder / "virtuoso.ini"), "+foreground"]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd=folder) as server:
        try:
            _await(f"http://{place}/sparql?query=ASK+%7B%7D", server)
            yield f"http://dba:dba@{place}/sparql?default-graph-uri={WHOLE_GRAPH}"
        finally:
            server.kill()  # nothing is to be kept, and an orderly end takes seconds
            server.wait(STARTING)


def _await(address: str, server: subprocess.Popen[bytes]) -> None:
    """Wait until a server answers."""
    until = time.monotonic() + 4 * STARTING
    while True:
        try:
            urlopen(address, timeout=STARTING).close()
            return
        except OSError:
            if time.monotonic() > until or server.poll() is not None:
                raise
            time.sleep(0.1)


def _fill(store: str, content: str, kind: str) -> None:
    """Send triples or quads to a server as soon as it has started."""
    until = time.monotonic() + STARTING
    request = Request(store, content.encode(), {"Content-Type": kind}, method="POST")
    while True:
        try:
            urlopen(request, timeout=STARTING).close()
            return
        except HTTPError as error:
            raise AssertionError(error.read().decode()) from None
        except URLError:
            if time.monotonic() > until:
                raise
            time.sleep(0.02)


class Call:
    """One query or update that arrived: its text, its headers, and the ways to reply."""

    def __init__(self, handler: Handler) -> None:
        self.handler = handler
        self.headers = dict(handler.headers)
        body = handler.rfile.read(int(handler.headers.get("Content-Length", 0)))
        self.body = body
        form = parse_qs(body.decode())
        self.query, self.update = form.get("query", [""])[0], form.get("update", [""])[0]

    def reply(self, status: int, body: bytes | str, kind: str = "text/plain", **headers: str) -> None:
        """Send a whole reply; header names are given with underscores."""
        data = body.encode() if isinstance(body, str) else body
        self.handler.send_response(status)
        self.handler.send_header("Content-Type", kind)
        self.handler.send_header("Content-Length", headers.pop("Content_Length", str(len(data))))
        for name, value in headers.items():
            self.handler.send_header(name.replace("_", "-"), value)
        self.handler.end_headers()
        self.handler.wfile.write(data)


class Server:
    """A server that behaves as a list says, one entry a query; the last entry stays in force."""

    def __init__(self, behaviours: list[Behaviour]) -> None:
        self.calls: list[Call] = []
        outer = self

        class Replies(Handler):
            def do_POST(self) -> None:
                call = Call(self)
                outer.calls.append(call)
                behaviours[min(len(outer.calls), len(behaviours)) - 1](call)

            def log_message(self, format: str, *args: object) -> None:
                pass

        class Quiet(ThreadingHTTPServer):
            daemon_threads = True

            def handle_error(self, request: object, client_address: object) -> None:
                pass  # the client hung up, which some tests are about

        self._server = Quiet(("127.0.0.1", 0), Replies)
        self.place = f"127.0.0.1:{self._server.server_port}"
        self.url = f"http://{self.place}/sparql"

    def __enter__(self) -> Server:
        Thread(target=self._server.serve_forever, args=(0.02,), daemon=True).start()
        return self

    def __exit__(self, *details: object) -> None:
        self._server.shutdown()
        self._server.server_close()


def rows(*names: str) -> str:
    """Return SPARQL results with one column, ``name``."""
    bindings = [{"name": {"type": "literal", "value": name}} for name in names]
    return json.dumps({"head": {"vars": ["name"]}, "results": {"bindings": bindings}})


def answer(call: Call) -> None:
    """Answer one row."""
    call.reply(200, rows("Ada"), "application/sparql-results+json")


def refuse(status: int, body: str = "", kind: str = "text/plain", **headers: str) -> Behaviour:
    """Return the behaviour of a server that gives an error."""
    return lambda call: call.reply(status, body, kind, **headers)


def cut(call: Call) -> None:
    """Close the connection without a word."""
    call.handler.close_connection = True


def cut_halfway(call: Call) -> None:
    """Announce more than is sent."""
    call.reply(200, rows("Ada")[:30], "application/sparql-results+json", Content_Length="500")


def dribble(call: Call) -> None:
    """Send a byte now and then, each well within the time limit of a socket."""
    call.handler.send_response(200)
    call.handler.end_headers()
    for _ in range(200):
        call.handler.wfile.write(b" ")
        time.sleep(0.05)


def dribble_headers(call: Call) -> None:
    """Never come to the end of the headers."""
    call.handler.wfile.write(b"HTTP/1.0 200 OK\r\n")
    for number in range(90):
        call.handler.wfile.write(f"X-{number}: 1\r\n".encode())
        time.sleep(0.05)


def stay_silent(call: Call) -> None:
    """Give no answer for ten seconds."""
    time.sleep(10)


def forward(url: str) -> Behaviour:
    """Return the behaviour of a proxy before another endpoint."""

    def behave(call: Call) -> None:
        headers = {name: call.headers[name] for name in ("Content-Type", "Accept")}
        with urlopen(Request(url, call.body, headers), timeout=STARTING) as found:
            call.reply(200, found.read(), found.headers["Content-Type"])

    return behave
