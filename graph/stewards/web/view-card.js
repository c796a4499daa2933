// The card: what is known about the selected thing, or about the relations between two things.

const card = document.getElementById("card");
let cameFrom = null;

function kindLine(kind) {
  const entry = [...document.querySelectorAll("[data-thing]")].find(button => button.dataset.thing === kind);
  return make("div", { class: "kind" }, entry.querySelector("svg").cloneNode(true), entry.dataset.name);
}

function datesOf(relation) {
  return [
    relation.start && `since ${relation.start}`,
    relation.end && `until ${relation.end}`,
    relation.seen && `last confirmed ${relation.seen}`,
    relation.certainty,
  ].filter(Boolean).join(" · ");
}

/** One relation, told from the side of `self`: the arrow points the way the relation does. */
function relationItem(relation, self) {
  const role = make("span", { class: "role", dir: "auto" }, relation.label);
  const line = relation.from === self
    ? make("div", {}, role, " → ", link(relation.to))
    : make("div", {}, link(relation.from), " → ", role);
  if (self === null) line.append(" → ", link(relation.to));
  const dates = datesOf(relation);
  return make("li", {}, line,
    dates && make("div", { class: "dates" }, dates),
    relation.sources.length ? make("ul", { class: "sources", "aria-label": "Evidence" }, ...relation.sources.map(source)) : "");
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
    thing.lines && make("ul", { class: "facts" }, ...thing.lines.map(line => make("li", { dir: "auto" }, line))),
    thing.iri && make("p", { class: "iri" }, thing.iri),
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

/** Fills or hides the card; with `from`, the element that asked for it, the card takes the keyboard focus. */
function showCard(from) {
  const content = state.selected !== null ? thingCard(state.selected)
    : state.pair !== null ? pairCard(data.edges[state.pair]) : null;
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
  if (from) card.querySelector("h2").focus({ preventScroll: true });
}
