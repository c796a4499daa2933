// The card: what is known about the selected thing, or about the relations between two things.

const card = document.getElementById("card");
let cameFrom = null;

function kindLine(kind) {
  const entry = [...document.querySelectorAll("[data-thing]")].find(button => button.dataset.thing === kind);
  return make("div", { class: "kind" }, entry.querySelector("svg").cloneNode(true), entry.dataset.name);
}

function datesOf(relation) {
  return [
    relation.times.start && `since ${relation.times.start}`,
    relation.times.end && `until ${relation.times.end}`,
    relation.times.seen && `last confirmed ${relation.times.seen}`,
    standsOn(relation)?.certainty,
    standsOn(relation)?.elsewhere && "on another list only",
  ].filter(Boolean).join(" · ");
}

/** Who represents a thing, and where: that says the other relation of the same situation. */
function representedBy({ from, kind, situation }) {
  const seat = situation && things[from].relations.map(number => relations[number])
    .find(other => other.situation === situation && other.kind !== kind && other.from === from && thingShown(other.to));
  return make("div", {}, make("span", { class: "role" }, "represented by"), " ", link(from), ...(seat ? [" on ", link(seat.to)] : []));
}

/** One relation, told from the side of `self`: the arrow points the way the relation does. */
function relationItem(relation, self) {
  const role = make("span", { class: "role", dir: "auto" }, shorten(roleOf(relation), 400));
  const line = relation.from === self
    ? make("div", {}, role, " → ", link(relation.to))
    : self !== null && relation.kind === "representation" ? representedBy(relation) : make("div", {}, link(relation.from), " → ", role);
  if (self === null) line.append(" → ", link(relation.to));
  const dates = datesOf(relation);
  return make("li", {}, line,
    dates && make("div", { class: "dates" }, dates),
    relation.sources.length ? make("ul", { class: "sources", "aria-label": "Evidence" }, ...relation.sources.map(source)) : "");
}

/** Says where the file does not have every relation of a thing. */
function incomplete(number) {
  const all = new Set(things[number].relations.map(item => relations[item].situation || item)).size;
  const left = leftOut.get(number);
  const known = left ? `This file has ${all} of its ${all + left} relations of all times` : "Its other relations are not in this file";
  return (left || things[number].folded) && make("p", { class: "dates", id: "incomplete" }, `${known}; make a view of it for all.`);
}

function relationList(numbers, self) {
  const shown = numbers.map(number => relations[number]).filter(relationShown);
  if (!shown.length) return [make("p", { class: "dates" }, "No relations shown.")];
  return [
    make("h3", {}, shown.length === 1 ? "1 relation" : `${shown.length} relations`),
    make("ul", { class: "relations" }, ...shown.map(relation => relationItem(relation, self))),
  ];
}

function thingCard(number) {
  const thing = things[number];
  return [
    kindLine(thing.kind),
    make("h2", { tabindex: "-1", dir: "auto", class: thing.label.length > 160 ? "long" : undefined }, thing.label),
    thing.description && make("p", { dir: "auto" }, thing.description),
    thing.lines.length && make("ul", { class: "facts" }, ...thing.lines.map(line => make("li", { dir: "auto" }, line))),
    thing.iri && make("p", { class: "iri" }, shorten(thing.iri, 400)),
    make("div", { class: "actions" }, ...foldButtons(number), pinButton(number)),
    incomplete(number),
    ...relationList(thing.relations, number),
  ];
}

function pairCard(pair) {
  const title = `${shorten(things[pair.from].label, 60)} and ${shorten(things[pair.to].label, 60)}`;
  return [
    make("div", { class: "kind" }, "Between"),
    make("h2", { tabindex: "-1", dir: "auto" }, title),
    ...relationList(pair.relations, null),
  ];
}

/** A thing in a sentence, for those who hear the page. */
function describe(number) {
  const { kind, label, relations: all } = things[number];
  const count = all.filter(item => relationShown(relations[item])).length;
  const folded = [more[number] ? `, ${more[number]} more folded` : "", leftOut.has(number) ? ", others not in this file" : ""].join("");
  return `${shorten(label, 120)}, ${data.looks[kind].name}, ${count === 1 ? "1 relation" : `${count} relations`}${folded}`;
}

/** Fills or hides the card; with `from`, the element that asked for it, the card takes the keyboard focus. */
function showCard(from) {
  const content = state.selected !== null ? thingCard(state.selected)
    : state.pair !== null ? pairCard(pairs[state.pair]) : null;
  card.hidden = !content;
  if (!content) {
    if (cameFrom?.isConnected) cameFrom.focus();
    cameFrom = null;
    return card.replaceChildren();
  }
  if (from && !card.contains(from)) cameFrom = from;
  const close = make("button", { type: "button", class: "close", "aria-label": "Close details", onclick: () => select(null) }, "×");
  card.replaceChildren(close, ...content.filter(Boolean));
  card.scrollTop = 0;
  said.textContent = state.selected === null ? "" : describe(state.selected);
  if (from) card.querySelector("h2").focus({ preventScroll: true });
}
