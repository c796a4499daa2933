// The drawing: vis-network puts shapes and lines on a canvas at the places worked out beforehand.

const root = document.documentElement;
const still = matchMedia("(prefers-reduced-motion: reduce)");
const palette = {};
const colour = name => palette[name];

function readPalette() {
  const style = getComputedStyle(root);
  for (const name of ["--panel", "--ink", "--muted", "--edge", "--accent"]) palette[name] = style.getPropertyValue(name).trim();
}

/** Moves a colour such as "#0072b2" towards black (0) or white (255). */
function shade(hex, target, amount) {
  const channels = [1, 3, 5].map(at => parseInt(hex.slice(at, at + 2), 16));
  return `rgb(${channels.map(value => Math.round(value + (target - value) * amount)).join(",")})`;
}

// In an upright window the drawing stands upright too.
if (stage.clientHeight > stage.clientWidth * 0.9) for (const thing of things) [thing.x, thing.y] = [thing.y, thing.x];

const drawnThings = new vis.DataSet(things.map((thing, id) => ({ id, x: thing.x, y: thing.y, size: thing.size, shape: thing.shape })));
const drawnPairs = new vis.DataSet(data.edges.map((pair, id) => ({ id, from: pair.from, to: pair.to })));
const network = new vis.Network(stage, { nodes: drawnThings, edges: drawnPairs }, {
  physics: false,
  layout: { improvedLayout: false },
  interaction: { selectable: false, hover: true, hideEdgesOnDrag: true, keyboard: { enabled: true, bindToWindow: false } },
  nodes: { chosen: false },
  edges: { chosen: false, smooth: false, arrowStrikethrough: false },
});
const frame = stage.firstElementChild;
frame.setAttribute("role", "img");
frame.setAttribute("aria-label", "Drawing of the network. Arrow keys move it, plus and minus zoom. The table below has the same content.");

function lookOfThing(thing, id, bright) {
  const chosen = id === state.selected || id === state.matches[state.match];
  const night = root.dataset.theme === "dark";
  const border = chosen || data.focus.includes(id) ? colour("--ink") : shade(thing.color, night ? 255 : 0, 0.3);
  return {
    id, hidden: !thingShown(id), opacity: bright && !bright.has(id) ? 0.18 : 1,
    borderWidth: chosen ? 3.5 : data.focus.includes(id) ? 2.5 : 1.2,
    color: { background: thing.color, border, hover: { background: thing.color, border } },
  };
}

function lookOfPair(pair, id, bright) {
  const shown = shownOf(pair);
  const out = shown.some(relation => relation.from === pair.from);
  const back = shown.some(relation => relation.to === pair.from && relation.from !== relation.to);
  const near = isNear(pair, bright);
  const line = bright && near ? colour("--accent") : colour("--edge");
  return {
    id, hidden: !shown.length, dashes: shown.every(relation => relation.ended) ? [6, 5] : false, width: bright && near ? 2 : 1.3,
    arrows: { to: { enabled: out, scaleFactor: 0.55 }, from: { enabled: back, scaleFactor: 0.55 } },
    color: { color: line, hover: line, highlight: line, opacity: near ? 1 : 0.25 },
  };
}

function refreshNetwork() {
  const bright = lit();
  drawnThings.update(things.map((thing, id) => lookOfThing(thing, id, bright)));
  drawnPairs.update(data.edges.map((pair, id) => lookOfPair(pair, id, bright)));
}

const motion = () => still.matches ? false : { duration: 350, easingFunction: "easeInOutQuad" };

/** Zooms so that everything shown is in the window, with room for the labels at the rim. */
function fit(animation = motion()) {
  const shown = things.filter((_, number) => thingShown(number));
  if (!shown.length) return;
  const [xs, ys] = [shown.map(thing => thing.x), shown.map(thing => thing.y)];
  const [left, right, top, bottom] = [Math.min(...xs), Math.max(...xs), Math.min(...ys), Math.max(...ys)];
  const margin = Math.min(90, stage.clientWidth * 0.14);
  const scale = Math.min(1.35, (stage.clientWidth - 2 * margin) / (right - left || 1), (stage.clientHeight - 112) / (bottom - top || 1));
  const position = { x: (left + right) / 2, y: (top + bottom) / 2 };
  network.moveTo({ position, scale: Math.max(scale, 0.01), offset: { x: 0, y: -12 }, animation });
}

/** Brings a thing to the middle, or only out from under the card when the card covers it. */
function reveal(number, centre) {
  const { x, y } = things[number];
  const over = getComputedStyle(card).position === "absolute" && card.offsetWidth ? card.offsetWidth + 40 : 0;
  const scale = network.getScale();
  if (centre) {
    const behaviour = still.matches ? "auto" : "smooth";
    stage.parentElement.scrollIntoView({ block: "nearest", behavior: behaviour });
    network.moveTo({ position: { x, y }, scale: Math.max(scale, 0.8), offset: { x: -over / 2, y: 0 }, animation: motion() });
  } else if (over && network.canvasToDOM({ x, y }).x > stage.clientWidth - over) {
    network.moveTo({ position: { x, y }, scale, offset: { x: -over / 2, y: 0 }, animation: motion() });
  }
}
