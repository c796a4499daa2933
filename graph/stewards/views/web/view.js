// What the page shows: the state, what follows from it, and the means to put it on the page.

const found = document.getElementById("found");
const search = document.getElementById("search");
const stage = document.getElementById("network");
const said = document.getElementById("said");

const state = {
  day: data.asOf, query: "", searching: false, matches: [], match: -1, selected: null, pair: null, hovered: null, moving: false, touched: false,
  hiddenThings: new Set(), hiddenRelations: new Set(), unfolded: new Set(), community: null, pointed: null, openedAt: -Infinity,
};

/** Of each thing, whether it is there on the day, and how many more neighbours it has that are folded. */
let present = new Uint8Array(things.length);
let more = new Uint16Array(things.length);
/** Of each set of dates, how it stands on the day: certainty and level, or null where it does not hold. */
let standing = [];

const isOpen = relation => !relation.folded || state.unfolded.has(relation.from) || state.unfolded.has(relation.to);
const standsOn = relation => standing[relation.time];
const thingShown = number => Boolean(present[number]) && !state.hiddenThings.has(things[number].kind);
const relationShown = relation =>
  standsOn(relation) !== null && !state.hiddenRelations.has(relation.kind) && isOpen(relation)
  && thingShown(relation.from) && thingShown(relation.to);
const shownOf = pair => pair.relations.map(number => relations[number]).filter(relationShown);
const roleOf = relation => standsOn(relation)?.level ? `${relation.label} (${standsOn(relation).level})` : relation.label;
const isPossible = relation => standsOn(relation)?.certainty === "possible";

function findPresent() {
  standing = times.map(standingOn);
  present = new Uint8Array(things.length);
  more = new Uint16Array(things.length);
  for (const thing of things) if (focus.has(thing.number) || (!thing.folded && !thing.relations.length)) present[thing.number] = 1;
  const folded = [];
  for (const relation of relations) {
    if (standsOn(relation) === null) continue;
    if (isOpen(relation)) present[relation.from] = present[relation.to] = 1;
    else folded.push(relation);
  }
  const counted = new Set();
  for (const { from, to } of folded) {
    for (const [near, far] of [[from, to], [to, from]]) {
      const key = near * things.length + far;
      if (present[far] || counted.has(key) || state.hiddenThings.has(things[far].kind)) continue;
      counted.add(key);
      more[near]++;
    }
  }
}

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
  const name = shorten(item.source || item.url || "source", 120);
  const title = item.url
    ? make("a", { href: item.url, target: "_blank", rel: "noopener noreferrer", dir: "auto" }, name)
    : make("span", { dir: "auto" }, name);
  const details = [item.locator, item.asOf && `as of ${item.asOf}`].filter(Boolean).map(text => `, ${shorten(text, 120)}`);
  return make("li", {}, title, ...details);
}

/** Things that stand out: what was searched for, and what was selected since with its neighbours; else everything. */
function lit() {
  const near = new Set(state.matches);
  if (state.searching || (state.pair === null && state.selected === null)) return state.query ? near : null;
  if (state.pair !== null) return near.add(pairs[state.pair].from).add(pairs[state.pair].to);
  near.add(state.selected);
  for (const number of things[state.selected].relations) {
    if (relationShown(relations[number])) near.add(relations[number].from).add(relations[number].to);
  }
  return near;
}

/** Whether a line stands out: it joins two things that do and, with a selection, is that or starts or ends there. */
function isNear(pair, bright) {
  if (!bright) return true;
  const touches = state.searching || (state.selected === null ? [null, pair.id].includes(state.pair) : [pair.from, pair.to].includes(state.selected));
  return Boolean(touches && bright.has(pair.from) && bright.has(pair.to));
}

function runSearch() {
  state.query = plain(search.value.trim());
  state.searching = Boolean(state.query);
  state.match = -1;
  refresh();
}

function findMatches() {
  const hit = number => state.query && thingShown(number) && things[number].words.includes(state.query);
  const named = number => plain(things[number].label).startsWith(state.query) ? 0 : 1;
  state.matches = state.query ? [...things.keys()].filter(hit).sort((a, b) => named(a) - named(b) || a - b) : [];
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
  const opened = openFor(number);
  Object.assign(state, { selected: number, pair: null, searching: false });
  showCard(from);
  refresh();
  if (number !== null) reveal(number, centre || opened);
}

function selectPair(number) {
  Object.assign(state, { selected: null, pair: number, searching: false });
  showCard(null);
  refresh();
}

/** Brings everything on the page in line with the state; `again` also what is there on the day. */
function refresh({ again = false } = {}) {
  if (again) findPresent();
  if (state.selected !== null && !thingShown(state.selected)) return select(null);
  if (state.pair !== null && !shownOf(pairs[state.pair]).length) return select(null);
  findMatches();
  refreshCounts();
  refreshCommunities();
  refreshNetwork();
  refreshTable();
}
