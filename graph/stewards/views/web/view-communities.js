// Communities: a large network is drawn as one circle a community, and opens into the things of one at a time. What the
// table, the search and the card hold is the whole network; whatever is selected there opens its community.

class Community {
  constructor([parts, x, y, ...members], number) {
    Object.assign(this, { number, id: `community ${number}`, parts, x, y, home: { x, y }, members });
    this.pairs = [];
    for (const member of members) things[member].community = this;
  }
  get shown() { return this.members.filter(thingShown); }
  get size() { return 14 + 2.2 * Math.sqrt(this.shown.length); }
}

const communities = data.communities.map((row, number) => new Community(row, number));
/** Lines between communities, with the pairs of things that they stand for. */
const bundles = new Map();
for (const pair of communities.length ? pairs : []) {
  const [from, to] = [things[pair.from].community, things[pair.to].community].sort((a, b) => a.number - b.number);
  if (from === to) from.pairs.push(pair);
  else {
    const id = `${from.number} ${to.number}`;
    if (!bundles.has(id)) bundles.set(id, { id, from, to, pairs: [] });
    bundles.get(id).pairs.push(pair);
  }
}
const NONE = [];
/** A circle of so many pixels or more, from its middle, may have its name on it. */
const NAMED_WITHIN = 16;
const closed = () => communities.length > 0 && state.community === null;
/** The things and pairs that may be drawn now: those of the open community, or all of a network without communities. */
const thingsInView = () => state.community?.members.map(number => things[number]) ?? (communities.length ? NONE : things);
const pairsInView = () => state.community?.pairs ?? (communities.length ? NONE : pairs);
const inView = number => !communities.length || things[number].community === state.community;
const communitiesInView = () => closed() ? communities.filter(community => community.shown.length) : NONE;

/** The name of a community in lines: its best connected things, and how many more there are. */
function linesOf({ shown, parts }) {
  const names = shown.slice(0, 2).map(number => shorten(things[number].label, 24));
  const rest = shown.length - names.length;
  const listed = names.map((name, at) => at === names.length - 1 ? name : rest ? `${name},` : `${name} and`);
  return [...(parts > 1 ? [`${parts} small groups:`] : []), ...listed, ...(rest ? [`and ${rest} more`] : [])];
}
const nameOf = community => linesOf(community).join(" ");

const matchesIn = community => state.matches.filter(number => things[number].community === community).length;

/** A community has the colour of the kind that most of its members are of; an empty one is hidden. */
function lookOfCommunity(community) {
  if (!community.shown.length) return { id: community.id, hidden: true };
  const counts = new Map();
  for (const number of community.shown) counts.set(things[number].kind, (counts.get(things[number].kind) ?? 0) + 1);
  const [kind] = [...counts].reduce((most, entry) => entry[1] > most[1] ? entry : most);
  const background = data.looks[kind].colour;
  const border = state.pointed === community ? colour("--ink") : shade(background, root.dataset.theme === "dark" ? 255 : 0, 0.3);
  return {
    id: community.id, x: community.x, y: community.y, size: community.size, shape: "dot", hidden: false,
    opacity: state.query && !matchesIn(community) ? 0.18 : 1, borderWidth: state.pointed === community ? 4 : 1.5,
    color: { background, border, hover: { background, border } },
  };
}

function looksOfBundles() {
  return (closed() ? [...bundles.values()] : NONE).map(({ id, from, to, pairs: all }) => {
    const weight = all.filter(pair => shownOf(pair).length).length;
    const near = !state.pointed || [from, to].includes(state.pointed);
    const line = state.pointed && near ? colour("--accent") : colour("--muted");
    return {
      id, from: from.id, to: to.id, hidden: !weight, width: 1 + Math.log2(weight || 1),
      color: { color: line, hover: line, opacity: !near ? 0.08 : state.pointed ? 0.6 : 0.28 },
    };
  });
}

/** Opens a community, or with null goes back to all of them. */
function openCommunity(community, { focused = false } = {}) {
  if (state.community === community) return false;
  const left = state.community;
  Object.assign(state, { community, pointed: null, touched: false });
  if (state.selected !== null && !inView(state.selected)) state.selected = null;
  state.pair = null;
  for (const [drawn, known] of [[drawnPairs, looked.pairs], [drawnThings, looked.things]]) {
    drawn.clear();
    known.clear();
  }
  if (state.selected === null) showCard(null);
  refresh();
  fit(false);
  state.openedAt = performance.now();
  said.textContent = community ? `Opened ${nameOf(community)}` : `${communities.length} communities`;
  if (focused) groups.querySelector(community ? "h2" : `[data-community="${left.number}"]`)?.focus();
  return true;
}

/** Opens the community of a thing; says whether it was closed. */
const openFor = number => Boolean(number !== null && communities.length && !inView(number) && openCommunity(things[number].community));

function communityAt({ x, y }) {
  const label = labels.groups.find(box => x >= box.left && x <= box.left + box.width && y >= box.top && y <= box.top + box.height);
  if (label) return label.community;
  const scale = network.getScale();
  return communitiesInView().find(community => {
    const at = network.canvasToDOM(community);
    return Math.hypot(at.x - x, at.y - y) <= Math.max(community.size * scale, 8);
  });
}

/** Takes a click on the drawing that means a community, or the second half of a double click that opened one. */
function clickCommunity(place, { timeStamp }) {
  if (!communities.length) return false;
  if (timeStamp - state.openedAt < 450) return true;
  const community = closed() ? communityAt(place) : undefined;
  if (community) openCommunity(community);
  return closed() || Boolean(community);
}

/** Draws the names of communities where there is room: below, above or within the circle, the largest first. */
function paintCommunities(context) {
  labels.groups = [];
  const seen = communitiesInView().map(community => ({ community, at: network.canvasToDOM(community), radius: community.size * network.getScale() }));
  for (const { at, radius } of seen) take(at.x - radius * 0.8, at.y - radius * 0.8, radius * 1.6, radius * 1.6);
  for (const { community, at, radius } of seen) {
    const found = state.query ? matchesIn(community) : 0;
    if (state.query && !found) continue;
    const lines = [...linesOf(community), ...(found ? [`${found} found`] : [])];
    const widthOf = setFont(context, `600 12.5px ${FAMILY}`);
    const width = Math.max(...lines.map(widthOf)) + 6;
    const height = 16 * lines.length;
    const [below, above] = [at.y + radius + 2, at.y - radius - height - 2];
    const left = at.x - width / 2;
    const middle = at.y - height / 2;
    const onName = labels.groups.some(box => left < box.left + box.width && box.left < left + width && middle < box.top + box.height && box.top < middle + height);
    const top = [below, above].find(place => !isTaken(left, place, width, height)) ?? (onName || radius < NAMED_WITHIN ? undefined : middle);
    if (top === undefined) continue;
    take(at.x - width / 2, top, width, height);
    labels.groups.push({ community, left: at.x - width / 2, top, width, height });
    lines.forEach((line, row) => drawText(context, line, at.x, top + 16 * row + 8));
  }
}

// Beside the drawing, for the keyboard and for screen readers: where one is, and what can be opened from there.
const groups = document.getElementById("communities");

function pointAt(community) {
  state.pointed = community;
  refreshNetwork();
}

function communityButton(community, count, unit) {
  const button = make("button", { type: "button", "data-community": community.number, dir: "auto" },
    make("span", {}, nameOf(community)), make("small", {}, ` ${count} ${count === 1 ? unit.replace(/s$/, "") : unit}`));
  button.addEventListener("click", () => openCommunity(community, { focused: true }));
  for (const event of ["focus", "pointerenter"]) button.addEventListener(event, () => { if (closed()) pointAt(community); });
  for (const event of ["blur", "pointerleave"]) button.addEventListener(event, () => { if (closed()) pointAt(null); });
  return make("li", {}, button);
}

/** Communities to open: all of them, the largest first; beside an open one those with most relations to it. */
function choices() {
  if (closed()) {
    const all = communities.map(community => [community, state.query ? matchesIn(community) : community.shown.length]);
    return all.filter(([, count]) => count).sort((a, b) => b[1] - a[1] || a[0].number - b[0].number);
  }
  const near = [...bundles.values()].filter(({ from, to }) => [from, to].includes(state.community));
  return near.map(({ from, to, pairs: all }) => [from === state.community ? to : from, all.filter(pair => shownOf(pair).length).length])
    .filter(([, count]) => count).sort((a, b) => b[1] - a[1] || a[0].number - b[0].number);
}

function refreshCommunities() {
  if (!communities.length) return;
  for (const hint of document.querySelectorAll("[data-hint]")) hint.hidden = closed() !== (hint.dataset.hint === "communities");
  const unit = !closed() ? "ties" : state.query ? "found" : "things";
  const list = choices();
  const signature = JSON.stringify([state.community?.number, unit, list.map(([{ number }, count]) => [number, count])]);
  if (groups.dataset.shows === signature) return;
  groups.dataset.shows = signature;
  const back = make("button", { type: "button", id: "all-communities", onclick: () => openCommunity(null, { focused: true }) }, "All communities");
  const here = make("h2", { tabindex: "-1", dir: "auto" }, closed() ? "Communities" : nameOf(state.community));
  const note = closed() ? "Each circle is a group of things with many relations among them. Open one to see them."
    : list.length ? "Tied to:" : "Tied to no other community.";
  groups.replaceChildren(
    ...(closed() ? [] : [make("nav", { "aria-label": "Breadcrumbs" }, back, make("span", { "aria-hidden": "true" }, " ›"))]),
    here, make("p", {}, note), make("ol", {}, ...list.map(([community, count]) => communityButton(community, count, unit))));
}

groups.hidden = !communities.length;
groups.parentElement.classList.toggle("with-communities", communities.length > 0);
