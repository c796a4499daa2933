"use strict";
// What the page knows, unpacked: Python stores once, and numbers, what many things and relations share.
// Everything that came with the data is put on the page as text, never as markup.

const data = JSON.parse(document.getElementById("data").textContent);
const [insideThings, insideRelations] = data.inside;
const wholeIri = iri => iri.startsWith("~") ? data.base + iri.slice(1) : iri;

const shorten = (text, length) => {
  if (text.length <= length) return text;
  const characters = Array.from(text.slice(0, 4 * length));
  return characters.length <= length && text.length <= 4 * length ? text : characters.slice(0, length - 1).join("").trimEnd() + "…";
};
const plain = text => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();

/** A thing; one that is folded lies beyond the network, until a neighbour is unfolded. */
class Thing {
  constructor([label, kind, x, y, size, iri = "", description = "", lines = []], number) {
    Object.assign(this, { number, label, kind: data.kinds[kind], x, y, size, iri: wholeIri(iri), description, lines });
    this.short = shorten(label.slice(0, 200).replace(/\s+/g, " "), 30);
    this.folded = number >= insideThings;
    this.pinned = false;
    this.home = { x, y };
    this.relations = [];
  }
  get words() { return this.kept ??= plain([this.label, this.description, ...this.lines].join(" ")); }
}

/** A relation; `times` are its dates, and its spells: from which day to which it holds, and how surely. */
class Relation {
  constructor([from, to, label, kind, time, evidence = [], situation = ""], number) {
    Object.assign(this, { number, from, to, label: data.labels[label], kind: data.lines[kind], time, situation: wholeIri(situation) });
    this.folded = number >= insideRelations;
    this.sources = evidence.map(item => sources[item]);
  }
  get times() { return times[this.time]; }
  get words() {
    return this.kept ??= plain([
      things[this.from].label, this.label, this.kind, things[this.to].label,
      ...this.sources.map(item => `${item.source} ${item.locator}`),
    ].join(" "));
  }
}

const sources = data.evidence.map(([document, locator, place]) => {
  const [source, asOf, url] = data.documents[document];
  return { source, locator, asOf, url: url && url + place };
});
const times = data.times.map(([start, end, seen, certainty, spells]) => ({
  start, end, seen, certainty,
  spells: spells && spells.map(([first, last, sure, level = "", elsewhere = false]) => ({ first, last, certainty: sure, level, elsewhere })),
}));
const things = data.nodes.map((row, number) => new Thing(row, number));
const relations = data.relations.map((row, number) => new Relation(row, number));
const pairs = data.pairs.map(([from, to, ...numbers], id) => ({ id, from, to, relations: numbers }));
for (const relation of relations) {
  things[relation.from].relations.push(relation.number);
  if (relation.to !== relation.from) things[relation.to].relations.push(relation.number);
}
/** How many relations of a thing, at all times, the file does not have. */
const leftOut = new Map(data.leftOut);
const focus = new Set([...data.focus, ...data.paths.flat()]);
