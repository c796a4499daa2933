"use strict";
// What the page knows and shows. Everything that came with the data is put on the page as text, never as markup.

const data = JSON.parse(document.getElementById("data").textContent);
const things = data.nodes;
const relations = data.relations;
const found = document.getElementById("found");
const search = document.getElementById("search");
const stage = document.getElementById("network");

const state = {
  query: "", matches: [], match: -1, selected: null, pair: null, hovered: null, moving: false, touched: false,
  hiddenThings: new Set(), hiddenRelations: new Set(),
};

const shorten = (text, length) => {
  if (text.length <= length) return text;
  const characters = Array.from(text);
  return characters.length <= length ? text : characters.slice(0, length - 1).join("").trimEnd() + "…";
};
const plain = text => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();

for (const thing of things) {
  thing.short = shorten(thing.label.replace(/\s+/g, " "), 30);
  thing.words = plain([thing.label, thing.description ?? "", ...(thing.lines ?? [])].join(" "));
  thing.relations = [];
}
relations.forEach((relation, number) => {
  // An end may be a year or a month: it has passed when the whole of it lies before the day.
  relation.ended = Boolean(relation.end && data.asOf && relation.end < data.asOf.slice(0, relation.end.length));
  relation.sources = (relation.evidence ?? []).map(item => data.evidence[item]);
  relation.words = plain([
    things[relation.from].label, relation.label, relation.kind, things[relation.to].label,
    ...relation.sources.map(item => `${item.source ?? ""} ${item.locator ?? ""}`),
  ].join(" "));
  things[relation.from].relations.push(number);
  if (relation.to !== relation.from) things[relation.to].relations.push(number);
});

const thingShown = number => !state.hiddenThings.has(things[number].kind);
const relationShown = relation =>
  !state.hiddenRelations.has(relation.kind) && thingShown(relation.from) && thingShown(relation.to);
const shownOf = pair => pair.relations.map(number => relations[number]).filter(relationShown);

/** Makes an element with text and attributes; children may be strings (text) or elements. */
function make(name, attributes = {}, ...children) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (key === "onclick") element.addEventListener("click", value);
    else if (value !== undefined && value !== false) element.setAttribute(key, value);
  }
  element.append(...children.filter(child => child !== undefined && child !== ""));
  return element;
}

/** Makes a button that selects a thing and brings it into the middle of the network. */
function link(number, length = 80) {
  const go = event => select(number, { centre: true, from: event.currentTarget });
  return make("button", { type: "button", class: "link", dir: "auto", onclick: go }, shorten(things[number].label, length));
}

/** Makes one line of evidence; the address was checked to be http or https when the page was written. */
function source(item) {
  const name = shorten(item.source ?? item.url ?? "source", 120);
  const title = item.url
    ? make("a", { href: item.url, target: "_blank", rel: "noopener noreferrer", dir: "auto" }, name)
    : make("span", { dir: "auto" }, name);
  const details = [item.locator, item.as_of && `as of ${item.as_of}`].filter(Boolean).map(text => `, ${shorten(text, 120)}`);
  return make("li", {}, title, ...details);
}

/** Things that stand out: what was searched for, else the selection and its neighbours, else everything. */
function lit() {
  if (state.query) return new Set(state.matches);
  if (state.pair !== null) return new Set([data.edges[state.pair].from, data.edges[state.pair].to]);
  if (state.selected === null) return null;
  const near = new Set([state.selected]);
  for (const number of things[state.selected].relations) {
    if (relationShown(relations[number])) near.add(relations[number].from).add(relations[number].to);
  }
  return near;
}

/** Whether a line stands out: it joins two things that do and, with a selection, starts or ends there. */
function isNear(pair, bright) {
  if (!bright) return true;
  const touches = state.query || state.selected === null || [pair.from, pair.to].includes(state.selected);
  return Boolean(touches && bright.has(pair.from) && bright.has(pair.to));
}

function runSearch() {
  state.query = plain(search.value.trim());
  state.match = -1;
  refresh();
}

function findMatches() {
  const hit = number => state.query && thingShown(number) && things[number].words.includes(state.query);
  const named = number => plain(things[number].label).startsWith(state.query) ? 0 : 1;
  state.matches = [...things.keys()].filter(hit).sort((a, b) => named(a) - named(b) || a - b);
  if (!state.query) found.textContent = "";
  else if (state.match < 0) found.textContent = state.matches.length === 1 ? "1 match" : `${state.matches.length} matches`;
}

function nextMatch(step) {
  if (!state.matches.length) return;
  const count = state.matches.length;
  state.match = state.match < 0 ? (step > 0 ? 0 : count - 1) : (state.match + step + count) % count;
  found.textContent = `${state.match + 1} of ${count}`;
  select(state.matches[state.match], { centre: true });
}

/** Shows the card of a thing (null: none); `from` gets the keyboard focus back when the card closes. */
function select(number, { centre = false, from = null } = {}) {
  state.selected = number;
  state.pair = null;
  showCard(from);
  refresh();
  if (number !== null) reveal(number, centre);
}

function selectPair(number) {
  state.selected = null;
  state.pair = number;
  showCard(null);
  refresh();
}

/** Brings everything on the page in line with the state. */
function refresh() {
  if (state.selected !== null && !thingShown(state.selected)) return select(null);
  if (state.pair !== null && !shownOf(data.edges[state.pair]).length) return select(null);
  findMatches();
  refreshNetwork();
  refreshTable();
}
