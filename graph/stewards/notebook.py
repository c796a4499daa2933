"""The magics of a notebook, ``%ask`` and ``%%sparql``, with completion. The one module that imports IPython."""

from __future__ import annotations

import re
import shlex
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import click
from IPython.core.completer import CompletionContext, SimpleCompletion, SimpleMatcherResult, context_matcher
from IPython.core.error import UsageError
from IPython.core.interactiveshell import InteractiveShell

from stewards.asking.answers import Answer
from stewards.asking.arguments import split
from stewards.asking.completion import Completion, beginning, complete_query, complete_question
from stewards.asking.questions import library
from stewards.commands.sparql import limit_options
from stewards.errors import RequestError, StewardsError
from stewards.graph import Graph, open_graph
from stewards.stores.binding import Bound
from stewards.stores.generations import Generations
from stewards.stores.locations import folder_of, is_endpoint
from stewards.terms import Result, Table, Text

_SPARQL = click.Command(
    "%%sparql",
    params=[
        *limit_options,
        click.Option(["-o", "output"], metavar="NAME"),
        click.Option(["--entity", "entities"], multiple=True, metavar="VARIABLE=ENTITY"),
        click.Option(["--text", "texts"], multiple=True, metavar="VARIABLE=TEXT"),
    ],
    add_help_option=False,
)
_MATCHER = "stewards"
#: The first line of a cell, or any line, that calls a magic: which one, and what it is given.
_CALL = re.compile(r"\s*(?:[\w.,\[\] ]+=\s*)?(%ask|%stewards|%%sparql)\s+(.*)", re.DOTALL)


def load(shell: InteractiveShell) -> None:
    """Register the magics and their completion with a shell."""
    unload(shell)
    magics = Magics(shell)
    for (kind, name), magic in magics.by_name().items():
        shell.magics_manager.magics[kind][name] = magic

    def stewards(context: CompletionContext) -> SimpleMatcherResult:
        return magics.complete(context)

    shell.Completer.custom_matchers.append(context_matcher(identifier=_MATCHER)(stewards))


def unload(shell: InteractiveShell) -> None:
    """Take the magics and their completion away from a shell."""
    for kind, name in Magics(shell).by_name():
        shell.magics_manager.magics[kind].pop(name, None)
    matchers = shell.Completer.custom_matchers
    matchers[:] = [matcher for matcher in matchers if getattr(matcher, "matcher_identifier", "") != _MATCHER]


@contextmanager
def _in_one_line() -> Iterator[None]:
    """Tell what is wrong with a request in one line, without a traceback."""
    try:
        yield
    except StewardsError as error:
        raise UsageError(" · ".join(str(error).splitlines())) from None
    except click.ClickException as error:
        raise UsageError(error.format_message()) from None


class Magics:
    """The magics of one shell, and the graph that they ask: the default one until ``%stewards`` names another."""

    def __init__(self, shell: InteractiveShell) -> None:
        self._shell = shell
        self._graph: Graph | None = None

    def by_name(self) -> dict[tuple[str, str], Callable[..., object]]:
        """Return each magic by its kind and name."""
        return {("line", "ask"): self.ask, ("line", "stewards"): self.stewards, ("cell", "sparql"): self.sparql}

    @property
    def graph(self) -> Graph:
        """The graph that is asked; the default one is opened when it is first needed."""
        if self._graph is None:
            self._graph = open_graph()
        return self._graph

    def stewards(self, line: str) -> Graph:
        """Choose the graph to ask: ``%stewards graph`` for a variable, ``%stewards FOLDER`` for a location.

        It makes no store: a word that names none is a slip more often than a wish.
        """
        with _in_one_line():
            words = _words(line)
            if len(words) > 1:
                raise RequestError("%stewards takes one variable or location")
            if words:
                held = self._shell.user_ns.get(words[0])
                self._graph = held if isinstance(held, Graph) else _existing(words[0])
            return self.graph

    def ask(self, line: str) -> Answer | Table:
        """Ask a question: ``%ask board "PyTorch Foundation" --as-of 2022-10-01``; alone, list all.

        ``answer = %ask ...`` keeps the answer. What stands in braces is Python: ``%ask members {name}``.
        """
        with _in_one_line():
            words = _words(line)
            if not words:
                return _all_questions()
            about, options = split(words[1:])
            return self.graph.ask(words[0], *about, **options)

    def sparql(self, line: str, cell: str) -> Result:
        """Run the query in the cell. ``-o NAME`` keeps the result as a variable.

        ``--entity company=Meta`` and ``--text name="A text"`` give variables of the query a value. It only reads, and
        is ended at a limit: ``--time-limit SECONDS``, ``--row-limit ROWS``, ``--memory-limit MB``.
        """
        with _in_one_line():
            given = _SPARQL.make_context("%%sparql", _words(line)).params
            output, entities, texts = (given.pop(name) for name in ("output", "entities", "texts"))
            if output and not output.isidentifier():
                raise RequestError(f"-o: {output[:40]!r} is no name of a variable")
            values: dict[str, Bound] = {name: self.graph.find(text) for name, text in map(_pair, entities)}
            values |= {name: Text(text) for name, text in map(_pair, texts)}
            result = self.graph.sparql(cell, bind=values, **given)
        if output:
            self._shell.user_ns[output] = result
        return result

    def complete(self, context: CompletionContext) -> SimpleMatcherResult:
        """Return what may come next in a line that calls a magic, and nothing for any other."""
        call = _CALL.fullmatch(context.text_until_cursor)
        if not call:
            return SimpleMatcherResult(completions=[])
        try:
            found = self._found(call[1], call[2])
        except StewardsError:  # the line, once it is run, says what is wrong
            return SimpleMatcherResult(completions=[])
        # IPython offers what it would elsewhere where it is given nothing, so what is written stands for itself.
        texts = found.texts or (found.fragment,)
        completions = [SimpleCompletion(text=text, type="stewards") for text in texts]
        return SimpleMatcherResult(
            completions=completions, matched_fragment=found.fragment, ordered=True, suppress=True
        )

    def _found(self, magic: str, text: str) -> Completion:
        if magic == "%ask":
            return complete_question(self.graph.store, text)
        if magic == "%stewards":
            return beginning(
                re.split(r"\s", text)[-1],
                [name for name, held in self._shell.user_ns.items() if isinstance(held, Graph)],
            )
        return complete_query(self.graph.store, text, [name for option in _SPARQL.params for name in option.opts])


def _existing(location: str) -> Graph:
    """Open the graph at a location where one has been built."""
    home = None if is_endpoint(location) else folder_of(location)
    if home and Generations(home).current() is None:
        kinds = "a variable that holds a graph, a folder with a store, an endpoint or memory:"
        raise RequestError(f"{location[:60]!r} is not {kinds}; `graph = stewards.open(FOLDER)` makes a new store")
    return open_graph(location)


def _words(line: str) -> list[str]:
    try:
        return shlex.split(line)
    except ValueError as error:
        raise RequestError(f"{line.strip()[:60]!r} cannot be read: {str(error).lower()}") from None


def _pair(text: str) -> tuple[str, str]:
    name, equals, value = text.partition("=")
    if not (name and equals and value):
        raise RequestError(f"{text[:40]!r} gives no variable a value: write VARIABLE=VALUE")
    return name, value


def _all_questions() -> Table:
    """Return what can be asked, as a table."""
    rows: list[tuple[Text | None, ...]] = [
        (Text(question.usage), Text(question.asks), Text(f"%ask {question.example}")) for question in library().values()
    ]
    return Table(("question", "asks", "example"), [*rows])
