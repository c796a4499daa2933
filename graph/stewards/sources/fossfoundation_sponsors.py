"""``_sponsorships`` and ``_data/sponsorships`` of https://github.com/Punderthings/fossfoundation: who sponsors whom.

The first folder has a file a foundation with the names and prices of its levels, the second one with the sponsors of
each level, as web domains, and the day they were read from the foundation's page. What a level costs is taken for what
its sponsors give, unless the file calls the price an estimate or a varying one, or the gift is in kind.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from stewards.errors import SourceError
from stewards.model import Document, Funding, Record, Reference
from stewards.sources.input import Batches, Input
from stewards.sources.readers import Reading, read_content
from stewards.sources.reading import load_json, read_csv
from stewards.values import Period, domain_of

_LEVELS, _SPONSORS, _FOUNDATIONS = "_sponsorships", "_data/sponsorships", "_foundations"
_COMPANIES = "_data/commercial.csv"
#: Files beside those of the sponsors that only count them.
_TOTALS = frozenset(("org-funding", "sponsor-counts"))
#: The schema of the levels says: "Currency sponsorship level amount is in (default: USD)".
_CURRENCY = "USD"


@dataclass(frozen=True, slots=True)
class _Model:
    """How a foundation is sponsored: its name, and the prices of its levels as it states them."""

    foundation: Reference
    levels: Mapping[str, Any]
    stated: bool

    def level(self, key: str) -> str:
        """Return the level's name."""
        return str(_mapping(self.levels.get(key)).get("name") or key)

    def amount(self, key: str) -> tuple[str, str]:
        """Return the level's price and currency, both "" where the file states none that all its sponsors pay."""
        level = {name.lower(): value for name, value in _mapping(self.levels.get(key)).items()}
        amount = str(level.get("amount") or "")
        fixed = self.stated and not level.get("amountvaries") and not key.endswith("inkind")
        if not fixed or not re.fullmatch(r"[1-9]\d*", amount, re.ASCII):
            return "", ""
        return amount, str(level.get("amountcurrency") or level.get("currency") or _CURRENCY)


def read_documents(source: Input) -> Batches:
    """Return the sponsors of each foundation as a document of its own, which speaks for the day they were read."""
    files = [path for path in sorted((source.path / _SPONSORS).glob("*.json")) if path.stem not in _TOTALS]
    if not files:
        raise SourceError.single(source.name, f"holds no folder {_SPONSORS} with a JSON file a foundation")
    names = dict(_names(source))
    batches: Batches = {}
    for path in files:
        file = replace(source, path=path)
        content = load_json(file.data(), f"{source.name}, {path.name}")
        if (source.path / _LEVELS / f"{path.stem}.md").is_file() and isinstance(content, dict):
            model = _model(source, path.stem)
            document = _document(source, path, model.foundation.name, content)
            batches[document] = list(_fundings(content, model, names, file))
        else:
            file.report(path.name, f"says nothing of sponsors, or {_LEVELS} says nothing of this foundation")
    return batches


def _names(source: Input) -> Iterator[tuple[str, str]]:
    """Yield the domains of the foundations and companies that the repository names."""
    for path in sorted((source.path / _FOUNDATIONS).glob("*.md")):
        named = _foundation(source, path.stem, "")
        yield from ((value, named.name) for scheme, value in named.identifiers if scheme == "domain")
    if (source.path / _COMPANIES).is_file():
        rows = [row for _, row in read_csv(replace(source, path=source.path / _COMPANIES).data(), source.name)]
        for row in rows[1:]:
            entry = dict(zip(rows[0], row, strict=False))
            yield domain_of(entry.get("website", "")), entry.get("legalName", "")


def _front_matter(source: Input, path: Path) -> Mapping[str, Any]:
    return _mapping(read_content(replace(source, path=path), Reading("front-matter")).data)


def _mapping(value: Any) -> Mapping[str, Any]:
    return value if isinstance(value, dict) else {}


def _foundation(source: Input, identifier: str, name: str) -> Reference:
    """Return a foundation as its own page names it, else by ``name``."""
    path = source.path / _FOUNDATIONS / f"{identifier}.md"
    page = _front_matter(source, path) if path.is_file() else {}
    item, domain = str(page.get("wikidataId") or ""), domain_of(str(page.get("website") or ""))
    identifiers = [("wikidata", item)] if re.fullmatch(r"Q[1-9]\d*", item, re.ASCII) else []
    identifiers += [("domain", domain)] if domain else []
    return Reference("organisation", str(page.get("legalName") or name or identifier), tuple(identifiers))


def _model(source: Input, identifier: str) -> _Model:
    page = _front_matter(source, source.path / _LEVELS / f"{identifier}.md")
    foundation = _foundation(source, identifier, str(page.get("commonName") or ""))
    estimated = re.search(r"estimate|as a default", str(page.get("comment") or ""))
    return _Model(foundation, _mapping(page.get("levels")), not estimated)


def _document(source: Input, path: Path, foundation: str, content: Mapping[str, Any]) -> Document:
    written = re.fullmatch(r"(\d{4})(\d\d)(\d\d)", str(content.get("parseDate")), re.ASCII)
    try:
        day = Period.parse("-".join(written.groups())) if written else source.document.as_of
    except ValueError as error:
        source.report(path.name, str(error))
        day = source.document.as_of
    url = source.document.url.removesuffix("/.")
    return replace(
        source.document,
        name=f"{source.document.name.split('/')[0]}/{f'{day}-' if day else ''}{path.stem}",
        title=f"Sponsors of {foundation}" + (f", {day}" if day else ""),
        as_of=day,
        url=f"{url}/{_SPONSORS}/{path.name}" if url else "",
        complete=False,
    )


def _fundings(content: Mapping[str, Any], model: _Model, names: Mapping[str, str], file: Input) -> Iterator[Record]:
    """Yield one record a sponsor, with all its levels."""
    if "error" in content:
        file.report(file.path.name, f"the sponsors were not read: {str(content['error']).partition(chr(10))[0][:100]}")
    given: dict[str, list[tuple[str, int]]] = {}
    for key, sponsors in content.items():
        for position, sponsor in enumerate(sponsors if isinstance(sponsors, list) else ()):
            domain = domain_of(sponsor) if isinstance(sponsor, str) else ""
            if re.fullmatch(r"[\w-]+(\.[\w-]+)+", str(sponsor)) and domain:
                given.setdefault(domain, []).append((key, position))
            else:
                file.report(f"{file.path.name}, /{key}/{position}", f"{str(sponsor)[:60]!r} is nobody's own domain")
    for domain, places in given.items():
        sponsor = Reference("organisation", names.get(domain) or domain, (("domain", domain),))
        if ("domain", domain) in model.foundation.identifiers:
            file.report(file.path.name, f"{domain} is the foundation's own domain")
            continue
        keys = list(dict.fromkeys(key for key, _ in places))
        amount, currency = model.amount(keys[0]) if len(keys) == 1 else ("", "")
        yield Funding(
            funder=sponsor,
            recipient=model.foundation,
            description="; ".join(map(model.level, keys)),
            amount=amount,
            currency=currency,
            locator=f"/{places[0][0]}/{places[0][1]}",
        )
