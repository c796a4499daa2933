// The drawing: vis-network puts shapes and lines on a canvas at the places worked out beforehand.

const root = document.documentElement;
const still = matchMedia("(prefers-reduced-motion: reduce)");
const dark = matchMedia("(prefers-color-scheme: dark)");
const palette = {};
const colour = name => palette[name];

function readPalette() {
  const style = getComputedStyle(root);
  for (const name of ["--panel", "--ink", "--muted", "--accent"]) palette[name] = style.getPropertyValue(name).trim();
}

/** Moves a colour such as "#0072b2" towards black (0) or white (255). */
function shade(hex, target, amount) {
  const channels = [1, 3, 5].map(at => parseInt(hex.slice(at, at + 2), 16));
  return `rgb(${channels.map(value => Math.round(value + (target - value) * amount)).join(",")})`;
}

// In an upright window the drawing stands upright too.
if (stage.clientHeight > stage.clientWidth * 0.9) {
  for (const one of [...things, ...communities]) Object.assign(one, { x: one.home.y, y: one.home.x, home: { x: one.home.y, y: one.home.x } });
}

const shapeOf = thing => data.looks[thing.kind].shape;
const drawnThings = new vis.DataSet();
const drawnPairs = new vis.DataSet();
let network = null;
function lookOfThing(thing, bright) {
  const id = thing.number;
  const chosen = id === state.selected || id === state.matches[state.match];
  const night = root.dataset.theme === "dark";
  const background = data.looks[thing.kind].colour;
  const border = chosen || data.focus.includes(id) ? colour("--ink") : shade(background, night ? 255 : 0, 0.3);
  return {
    id, x: thing.x, y: thing.y, size: thing.size, shape: shapeOf(thing), hidden: !thingShown(id),
    opacity: bright && !bright.has(id) ? 0.18 : 1,
    borderWidth: chosen ? 3.5 : data.focus.includes(id) ? 2.5 : 1.2,
    color: { background, border, hover: { background, border } },
  };
}

const lineColour = kind => data.terms[kind][root.dataset.theme === "dark" ? "dark" : "light"];
const visEnds = { arrow: "arrow", circle: "circle", diamond: "diamond", bar: "bar", box: "box" };

/** A line has the colour and the end of its first kind of relation, and is dashed when none of them is certain. */
function lookOfPair(pair, bright) {
  const shown = shownOf(pair);
  const hidden = !shown.length;
  if (hidden) return { id: pair.id, from: pair.from, to: pair.to, hidden };
  const out = shown.some(relation => relation.from === pair.from);
  const back = shown.some(relation => relation.to === pair.from && relation.from !== relation.to);
  const near = isNear(pair, bright);
  const strong = Boolean(bright && near);
  const possible = shown.every(isPossible);
  const line = lineColour(shown[0].kind);
  const end = { type: visEnds[data.terms[shown[0].kind].end], scaleFactor: 0.55 };
  return {
    id: pair.id, from: pair.from, to: pair.to, hidden, dashes: possible ? [5, 4] : false, width: strong ? 2.6 : possible ? 1.3 : 1.7,
    arrows: { to: { enabled: out, ...end }, from: { enabled: back, ...end } },
    color: { color: line, hover: line, highlight: line, opacity: !near ? 0.13 : strong ? 1 : possible ? 0.7 : 0.9 },
  };
}

/** Sets on a thing or line of the drawing what its look says; for its place and whether it is there, see `give`. */
function restyle(options, { opacity, borderWidth, width, dashes, color, arrows }) {
  Object.assign(options, { opacity, borderWidth, width, dashes });
  Object.assign(options.color, color);
  for (const end of ["to", "from"]) if (arrows) Object.assign(options.arrows[end], arrows[end]);
}

/**
 * Gives the drawing what it does not have yet, and what has changed; it never has what has not been shown. To change a
 * look through the data takes vis-network ten times as long as to set it where it is drawn from.
 */
const looked = { things: new Map(), pairs: new Map() };
function give(drawn, known, looks, kept = {}) {
  const changed = looks.filter(look => {
    const text = JSON.stringify(look);
    const before = known.get(look.id);
    if (before?.text === text || (look.hidden && !before)) return false;
    known.set(look.id, { text, hidden: look.hidden });
    if (!kept[look.id] || look.hidden || before?.hidden || look.size !== kept[look.id].options.size) return true;
    restyle(kept[look.id].options, look);
    return false;
  });
  if (changed.length) drawn.update(changed);
}

function refreshNetwork() {
  const bright = lit();
  give(drawnThings, looked.things, [...thingsInView().map(thing => lookOfThing(thing, bright)), ...(closed() ? communities : NONE).map(lookOfCommunity)], network?.body.nodes);
  give(drawnPairs, looked.pairs, [...pairsInView().map(pair => lookOfPair(pair, bright)), ...looksOfBundles()], network?.body.edges);
  network?.body.emitter.emit("_requestRedraw");
}

// The drawing gets its content and its size before it is made: what changes later costs several times as much.
root.dataset.theme = dark.matches ? "dark" : "light";
readPalette();
findPresent();
refreshCounts();
bar.hidden = !isDated;
refreshNetwork();
network = new vis.Network(stage, { nodes: drawnThings, edges: drawnPairs }, {
  physics: false,
  layout: { improvedLayout: false },
  interaction: { selectable: false, hover: true, hideEdgesOnDrag: true, keyboard: false },
  nodes: { chosen: false },
  edges: { chosen: false, smooth: false, arrowStrikethrough: false },
});
const frame = stage.firstElementChild;
frame.tabIndex = 0;
frame.setAttribute("role", "application");
frame.setAttribute("aria-label", "Drawing of the network");
frame.setAttribute("aria-describedby", "keys");

const motion = () => still.matches ? false : { duration: 350, easingFunction: "easeInOutQuad" };

const shownInView = () => [...thingsInView().filter(thing => thingShown(thing.number)), ...communitiesInView()];

function extentOf(shown) {
  const [xs, ys] = [shown.map(thing => thing.x), shown.map(thing => thing.y)];
  return { left: Math.min(...xs), right: Math.max(...xs), top: Math.min(...ys), bottom: Math.max(...ys) };
}

/** How many pixels at the right the card covers. */
const covered = () => getComputedStyle(card).position === "absolute" && card.offsetWidth ? card.offsetWidth + 40 : 0;

/** Zooms so that everything shown is in the window and beside the card, with room for the labels at the rim. */
function fit(animation = motion()) {
  const shown = shownInView();
  if (!shown.length) return;
  const { left, right, top, bottom } = extentOf(shown);
  const over = covered();
  const wide = stage.clientWidth - over;
  const margin = Math.min(90, wide * 0.14);
  const scale = Math.min(1.35, (wide - 2 * margin) / (right - left || 1), (stage.clientHeight - 112) / (bottom - top || 1));
  const position = { x: (left + right) / 2, y: (top + bottom) / 2 };
  network.moveTo({ position, scale: Math.max(scale, 0.01), offset: { x: -over / 2, y: -12 }, animation });
}

/** Brings a thing to the middle, or only out from under the card when the card covers it. */
function reveal(number, centre) {
  const { x, y } = things[number];
  const over = covered();
  const scale = network.getScale();
  if (centre) {
    const behaviour = still.matches ? "auto" : "smooth";
    stage.scrollIntoView({ block: "nearest", behavior: behaviour });
    network.moveTo({ position: { x, y }, scale: Math.max(scale, 0.8), offset: { x: -over / 2, y: 0 }, animation: motion() });
  } else if (over && network.canvasToDOM({ x, y }).x > stage.clientWidth - over) {
    network.moveTo({ position: { x, y }, scale, offset: { x: -over / 2, y: 0 }, animation: motion() });
  }
}

function zoom(factor) {
  state.touched = true;
  const scale = Math.min(8, Math.max(0.02, network.getScale() * factor));
  network.moveTo({ position: network.getViewPosition(), scale, animation: motion() });
}

/** Moves what is seen, by so many pixels on the screen. */
function pan(across, down) {
  state.touched = true;
  const { x, y } = network.getViewPosition();
  const scale = network.getScale();
  network.moveTo({ position: { x: x + across / scale, y: y + down / scale }, scale, animation: false });
}
