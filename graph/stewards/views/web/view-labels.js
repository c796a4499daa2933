// Labels are drawn here and not by vis-network: at the same size at every zoom and only where there is room, the most
// connected things first. The focus and the selection always have theirs; in a crowd those of hubs may cover things.

const labels = { boxes: [], groups: [], named: new Set(), widths: new Map(), cells: new Uint8Array(0), columns: 0, rows: 0 };
const CELL = 4;
const CROWD = 80;
/** Where on a line its label may stand; a text is never narrower than 4 pixels a letter. */
const PARTS = [0.5, 0.42, 0.58, 0.34, 0.66];
const HUBS = 14;
const BADGES = 160;
const FAMILY = getComputedStyle(document.documentElement).fontFamily;

function cellsOf(left, top, width, height, visit) {
  const right = Math.min(labels.columns - 1, Math.floor((left + width) / CELL));
  const bottom = Math.min(labels.rows - 1, Math.floor((top + height) / CELL));
  for (let row = Math.max(0, Math.floor(top / CELL)); row <= bottom; row++) {
    for (let column = Math.max(0, Math.floor(left / CELL)); column <= right; column++) {
      if (visit(row * labels.columns + column)) return true;
    }
  }
  return false;
}
const isTaken = (left, top, width, height) =>
  left < 0 || top < 0 || left + width > labels.columns * CELL || top + height > labels.rows * CELL
  || cellsOf(left, top, width, height, cell => labels.cells[cell]);
const take = (...box) => cellsOf(...box, cell => { labels.cells[cell] = 1; });

/** Sets the font and returns a measure for it; to ask the canvas which font it has costs as much as to draw a text. */
function setFont(context, font) {
  context.font = font;
  if (!labels.widths.has(font)) labels.widths.set(font, new Map());
  const widths = labels.widths.get(font);
  return text => {
    if (!widths.has(text)) widths.set(text, context.measureText(text).width);
    return widths.get(text);
  };
}

function drawText(context, text, x, y) {
  context.strokeText(text, x, y);
  context.fillText(text, x, y);
}

/** Things in the window with their place on the screen, the ones that matter most first. */
function onScreen(size) {
  const scale = network.getScale();
  const origin = network.canvasToDOM({ x: 0, y: 0 });
  const bright = lit();
  const seen = [];
  for (const thing of thingsInView()) {
    const number = thing.number;
    if (!thingShown(number)) continue;
    thing.at = { x: thing.x * scale + origin.x, y: thing.y * scale + origin.y, radius: thing.size * scale };
    const { x, y } = thing.at;
    if (x < -80 || y < -30 || x > size.width + 80 || y > size.height + 30) continue;
    const forced = number === state.selected || number === state.hovered || number === state.matches[state.match];
    const rank = forced ? 1e6 : focus.has(number) ? 1e5 : thing.relations.length;
    seen.push({ number, thing, forced, rank, dim: bright !== null && !bright.has(number) && !forced });
  }
  return seen.sort((a, b) => b.rank - a.rank || a.number - b.number);
}

function drawThingLabel(context, { number, thing, forced }) {
  const strong = forced || focus.has(number);
  const font = strong ? `650 14px ${FAMILY}` : `500 13px ${FAMILY}`;
  const width = setFont(context, font)(thing.short) + 6;
  const { x, y, radius } = thing.at;
  const places = [
    [x - width / 2, y + radius + 3], [x - width / 2, y - radius - 19],
    [x + radius + 2, y - 8], [x - radius - 2 - width, y - 8],
  ];
  const place = places.find(([left, top]) => !isTaken(left, top, width, 16)) ?? (strong ? places[1] : null);
  if (!place) return;
  take(...place, width, 16);
  labels.boxes.push({ number, left: place[0], top: place[1], width, height: 16 });
  drawText(context, thing.short, place[0] + width / 2, place[1] + 8);
}

function drawPairLabel(context, pair, widthOf) {
  const shown = shownOf(pair);
  if (!shown.length) return;
  const { x, y } = things[pair.from].at;
  const end = things[pair.to].at;
  if (Math.hypot(end.x - x, end.y - y) < 56) return;
  const roles = [...new Set(shown.map(relation => shorten(roleOf(relation), 28)))];
  const text = roles.slice(0, 2).join(" · ") + (roles.length > 2 ? ` +${roles.length - 2}` : "");
  if (PARTS.every(part => isTaken(x + (end.x - x) * part - 2 * text.length, y + (end.y - y) * part - 7, 4 * text.length, 14))) return;
  const width = widthOf(text) + 4;
  for (const part of PARTS) {
    const left = x + (end.x - x) * part - width / 2;
    const top = y + (end.y - y) * part - 7;
    if (isTaken(left, top, width, 14)) continue;
    take(left, top, width, 14);
    drawText(context, text, left + width / 2, top + 7);
    return;
  }
}

/** Says how many more neighbours a thing has that are folded, and marks one that is pinned. */
function drawBadge(context, { number, thing: { pinned, at } }) {
  const text = [more[number] ? `+${more[number]}${leftOut.has(number) ? "…" : ""}` : "", pinned ? "◆" : ""].filter(Boolean).join(" ");
  const [x, y] = [at.x + at.radius + 5, at.y - at.radius - 3];
  if (!text || isTaken(x - 4 * text.length, y - 5, 8 * text.length, 10)) return;
  take(x - 4 * text.length, y - 5, 8 * text.length, 10);
  drawText(context, text, x, y);
}

/** Starts with an empty window and measures in its pixels, whatever the zoom. */
function clear(context, { width, height }) {
  labels.columns = Math.ceil(width / CELL);
  labels.rows = Math.ceil(height / CELL);
  labels.cells = new Uint8Array(labels.columns * labels.rows);
  labels.boxes = [];
  const ratio = context.canvas.width / width;
  context.setTransform(ratio, 0, 0, ratio, 0, 0);
  Object.assign(context, { textAlign: "center", textBaseline: "middle", lineJoin: "round", lineWidth: 4 });
  Object.assign(context, { strokeStyle: colour("--panel"), fillStyle: colour("--ink") });
}

function paintLabels(context) {
  const size = { width: context.canvas.clientWidth, height: context.canvas.clientHeight };
  if (!size.width) return;
  context.save();
  clear(context, size);
  paintCommunities(context);
  // While the drawing moves, only what had a name keeps it.
  const seen = onScreen(size).filter(({ number }) => !state.moving || labels.named.has(number));
  const cover = ({ thing: { at: { x, y } } }, half) => { take(x - half, y - half, 2 * half, 2 * half); };
  const block = item => cover(item, Math.max(1, item.thing.at.radius - CELL));
  const hubs = seen.length > CROWD ? seen.filter(item => item.rank > 3).slice(0, HUBS) : [];
  hubs.forEach(block);
  for (const item of hubs) if (!item.dim) drawThingLabel(context, item);
  // What is dimmed may be written over.
  for (const item of seen) if (!item.dim) block(item);
  for (const item of seen) if (!item.dim && !hubs.includes(item)) drawThingLabel(context, item);
  if (seen.length <= BADGES || network.getScale() > 0.7) {
    context.font = `600 10.5px ${FAMILY}`;
    context.fillStyle = colour("--muted");
    for (const item of seen) if (!item.dim) drawBadge(context, item);
  }
  if (!state.moving) {
    const bright = lit();
    for (const item of seen) cover(item, item.thing.at.radius);
    const widthOf = setFont(context, `400 11.5px ${FAMILY}`);
    context.fillStyle = colour("--muted");
    for (const pair of pairsInView()) if (isNear(pair, bright)) drawPairLabel(context, pair, widthOf);
  }
  if (!state.moving) labels.named = new Set(labels.boxes.map(box => box.number));
  context.restore();
}

/** The thing at a place on the screen: on its shape, on its label or, for fingers, close by. */
function thingAt({ x, y }) {
  const label = labels.boxes.find(box => x >= box.left && x <= box.left + box.width && y >= box.top && y <= box.top + box.height);
  if (label) return label.number;
  let best = null;
  let nearest = Infinity;
  for (const { number, at } of thingsInView()) {
    if (!at || !thingShown(number)) continue;
    const distance = Math.hypot(at.x - x, at.y - y) - at.radius;
    if (distance < Math.min(nearest, 8)) [best, nearest] = [number, distance];
  }
  return best;
}
