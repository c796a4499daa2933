"""The graph as people use it from Python: ask, query, look up, draw, export.

What only one of these needs is imported there: every command starts with this module.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextlib import nullcontext
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from stewards.errors import StoreBusyError
from stewards.stores.locations import default_location, folder_of, is_endpoint
from stewards.stores.opening import FIRST_BUILD, MIRROR_BUILD, in_force, waited_for
from stewards.stores.store import OxigraphStore, Store
from stewards.terms import Result, Stream, whole

if TYPE_CHECKING:
    from stewards.asking import questions
    from stewards.asking.answers import Answer
    from stewards.cards import Card
    from stewards.endpoints.publishing import Published
    from stewards.networks.network import Network
    from stewards.pictures import Picture
    from stewards.rdf import RdfGraph
    from stewards.reading.entities import Found
    from stewards.stores.binding import Bound
    from stewards.stores.writing import Written
    from stewards.views.page import Page


def open_graph(location: str | None = None, mirror: str | Path | None = None) -> Graph:
    """Open the graph at a location; where nothing has been built yet, build the shipped facts there first.

    With a ``mirror``, a folder of repository copies, the sources of the catalogue that it holds are built with them.
    Raises :class:`stewards.errors.StoreError` when the location cannot be read or written, and
    :class:`stewards.errors.RequestError` when there is no such mirror.
    """
    location = location or default_location()
    if is_endpoint(location) and mirror is None:
        from stewards.endpoints.access import Access
        from stewards.endpoints.remote import RemoteStore

        return Graph(RemoteStore(location), Access.to(location, {}).name)
    home = folder_of(location)
    if home and (store := in_force(home)) is not None:
        return Graph(store, location)
    from stewards.build import build
    from stewards.plans import catalogue_plans

    try:
        return Graph(build(home, catalogue_plans([], Path(mirror) if mirror else None, False, None))[0], location)
    except StoreBusyError:
        # Two commands at once, of which this is the second, is how many people meet a store that is new.
        seconds = FIRST_BUILD if mirror is None else MIRROR_BUILD
        if home and (store := waited_for(home, seconds)) is not None:
            return Graph(store, location)
        raise


class Graph:
    """An opened graph. It reads one generation: a build elsewhere does not change what it answers."""

    def __init__(self, store: Store, location: str) -> None:
        self.store = store
        self.location = location

    def __repr__(self) -> str:
        return f"<stewards.Graph at {self.location}>"

    def questions(self) -> list[questions.Question]:
        """Return the question library."""
        from stewards.asking.questions import library

        return list(library().values())

    def ask(
        self, question: str, /, *arguments: str, as_of: str | None = None, lens: str | None = None, **options: object
    ) -> Answer:
        """Answer a question of the library: ``graph.ask("board", "PyTorch Foundation", as_of="2022-10-01")``.

        ``as_of`` is an ISO day, None for today, or "ever"; ``options`` are those of the question. Raises
        :class:`stewards.errors.RequestError` for an unknown question, entity or option, or a bad date.
        """
        from stewards.asking import answering as asking

        answer = asking.ask(self.store, question, arguments, as_of, lens, options)
        answer.draw = partial(self._draw, answer, arguments, lens, options)
        return answer

    def sparql(
        self,
        query: str,
        *,
        bind: Mapping[str, Bound] | None = None,
        time_limit: float = 30,
        row_limit: int = 100_000,
        memory_limit: int = 1000,
    ) -> Result:
        """Run a SPARQL 1.1 query; the prefixes of :data:`stewards.namespaces.PREFIXES` are declared.

        ``bind`` gives variables a value each, such as ``{"company": graph.find("Meta"), "name": "a text"}``.
        The limits are in seconds, rows and megabytes; :class:`stewards.errors.LimitError` says which was met. Anybody's
        query may be run: it only reads, and reaches nothing else.
        """
        limits = {"row_limit": row_limit, "memory_limit": memory_limit}
        return whole(self.stream(query, bind=bind, time_limit=time_limit, **limits))

    def stream(
        self,
        query: str,
        *,
        bind: Mapping[str, Bound] | None = None,
        time_limit: float = 30,
        row_limit: int = 100_000,
        memory_limit: int = 1000,
    ) -> Stream:
        """Run a query as :meth:`sparql` does, and give the rows of a SELECT one after another.

        Many rows then take no more memory than few. From an endpoint they come as it sends them: one that fails in
        between, or meets a limit, is told by an error instead of a row.
        """
        from stewards.stores.guard import form_of_query, refuse_reaching_out
        from stewards.stores.limits import Limits

        limits = Limits(time_limit, row_limit, memory_limit)
        refuse_reaching_out(query)
        form_of_query(query)
        if bind:
            from stewards.stores.binding import bind_values

            query = bind_values(query, bind)
        if isinstance(self.store, OxigraphStore):
            from stewards.stores.bounded import ask

            return ask(self.store, query, limits)
        from stewards.endpoints.remote import RemoteStore

        assert isinstance(self.store, RemoteStore)
        return self.store.stream(query, limits)

    def update(
        self, update: str, *, time_limit: float = 30, memory_limit: int = 1000, address: str = "", wait: float = 0
    ) -> Written | None:
        """Run a SPARQL 1.1 update on the graph in a folder or at an endpoint; return what it changed in a folder.

        In a folder it makes a new build out of the one in force, which is kept to go back to; the next build from
        sources does not hold what was written. ``address`` is where an endpoint takes updates, if not at the usual
        place; ``wait`` is how long to wait for another build, in seconds. Nothing was written when a limit was met or
        anything else is raised: see :func:`stewards.stores.writing.update`.
        """
        from stewards.stores.limits import Limits
        from stewards.stores.writing import update as run

        limits = Limits(seconds=time_limit, megabytes=memory_limit)
        written = run(self.store, self.location, update, limits, address=address, wait=wait)
        if written:
            self.store = open_graph(self.location).store
        return written

    def diff(self, old: str, new: str) -> Answer:
        """Return what changed between two days, two documents, or the ``previous`` and the ``current`` build."""
        from stewards.reckoning.differences import diff

        home = None if is_endpoint(self.location) else folder_of(self.location)
        return diff(self.store, home, old, new)

    def entity(self, text: str) -> Card:
        """Return the card of the entity that a name, alias, handle or IRI means."""
        from stewards.cards import read_card

        return read_card(self.store, self.find(text))

    def find(self, text: str) -> Found:
        """Return the entity that a name, alias, handle or IRI means."""
        from stewards.reading import entities

        return entities.find(self.store, text)

    def search(self, text: str, limit: int = 50) -> list[Found]:
        """Return the entities whose name holds every word of ``text``, best first."""
        from stewards.reading import entities

        return entities.search(self.store, text, limit=limit)

    def network(self, *names: str, as_of: str | None = None, foundation: bool = False, whole: bool = False) -> Network:
        """Return the network around some entities on a day (None: today; "ever": at any time).

        ``foundation`` adds who governs and maintains the projects that they host; ``whole`` what a view holds beside:
        the same at other times, and what lies around.
        """
        from stewards.views.subjects import of_entities

        return of_entities(self.store, names, as_of, foundation, whole)

    def view(self, *names: str, as_of: str | None = None, foundation: bool = False) -> Page:
        """Return a page that draws :meth:`network`, at other times as well, and shows itself in a notebook."""
        return self.network(*names, as_of=as_of, foundation=foundation, whole=True).view()

    def rdflib(self) -> RdfGraph:
        """Return the resolved whole (the default graph) as an rdflib graph; it is copied into memory."""
        from stewards.rdf import to_rdflib

        return to_rdflib(self.store)

    def picture(self, name: str, place: str, *, lens: str | None = None, since: str = "", until: str = "") -> Picture:
        """Draw a body or project between two ISO days, as its ``timeline`` or as the ``shares`` of companies."""
        from stewards.pictures import picture

        return picture(self.store, name, place, lens, since, until)

    def export(self, path: str | Path, network: Network | None = None) -> None:
        """Write the graph, or a network of it, to a file; :data:`stewards.exports.FORMS` are the endings."""
        from stewards.exports import export

        export(self.store, Path(path), network)

    def publish(
        self,
        endpoint: str,
        *,
        without: str = "",
        update: str = "",
        graph_store: str = "",
        replace: bool = False,
        progress: Callable[[str], None] = lambda step: None,
    ) -> Published:
        """Send the graph to a SPARQL endpoint, where it takes the place of what was published before, all at once.

        ``without`` leaves one source out; ``update`` and ``graph_store`` are the server's other addresses, where they
        are not the usual ones; ``replace`` allows to remove what others put there. Raises
        :class:`stewards.errors.RequestError` and :class:`stewards.errors.StoreError`; the old graph then stays.
        """
        from stewards.endpoints.destination import Addresses, Destination
        from stewards.endpoints.publishing import publish
        from stewards.endpoints.reduced import reduced

        to = Destination(Addresses.of(endpoint, update, graph_store))
        with reduced(self.location, without) if without else nullcontext(self.store) as store:
            return publish(store, to, replace=replace, progress=progress)

    def _draw(
        self, answer: Answer, arguments: Sequence[str], lens: str | None, options: Mapping[str, object], whole: bool
    ) -> Network:
        from stewards.views.subjects import of_answer

        return of_answer(self.store, answer, arguments, lens, options, whole)
