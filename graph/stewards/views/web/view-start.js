// What people do with the page, and the start.

const themeButton = document.getElementById("theme");
const picture = document.getElementById("picture");

function useTheme(night) {
  root.dataset.theme = night ? "dark" : "light";
  themeButton.setAttribute("aria-pressed", String(night));
  readPalette();
  refreshNetwork();
}

network.on("afterDrawing", paintLabels);
network.on("zoom", () => { state.touched = true; });
network.on("resize", () => { if (!state.touched) fit(false); });
network.on("hoverNode", ({ node }) => { state.hovered = node; network.redraw(); });
network.on("blurNode", () => { state.hovered = null; network.redraw(); });
network.on("dragStart", () => { state.moving = state.touched = true; });

/** Takes over the place that the drawing gave to what is dragged. */
function follow(id) {
  const one = things[id] ?? communities.find(community => community.id === id);
  if (!one) return;
  const { x, y } = network.body.nodes[id];
  if (things[id]) bringAlong(id, x - one.x, y - one.y);
  Object.assign(one, { x, y });
}

// vis-network tells of a drag before it has moved what is dragged.
network.on("dragging", ({ nodes: [id] }) => queueMicrotask(() => follow(id)));
network.on("dragEnd", ({ nodes: [number] }) => {
  follow(number);
  state.moving = false;
  if (things[number] === undefined) return;
  things[number].pinned = true;
  if (state.selected === number) showCard(null);
  refreshNetwork();
});
network.on("click", ({ pointer, event }) => {
  if (clickCommunity(pointer.DOM, event.srcEvent)) return;
  const number = thingAt(pointer.DOM);
  const pair = number === null ? network.getEdgeAt(pointer.DOM) : undefined;
  if (pair === undefined) select(number);
  else selectPair(pair);
});
network.on("doubleClick", ({ pointer }) => {
  const number = closed() ? null : thingAt(pointer.DOM);
  if (number !== null) toggleFold(number);
});

for (const [key, hidden] of [["thing", state.hiddenThings], ["relation", state.hiddenRelations]]) {
  for (const button of document.querySelectorAll(`[data-${key}]`)) {
    button.addEventListener("click", () => {
      const show = hidden.delete(button.dataset[key]);
      if (!show) hidden.add(button.dataset[key]);
      button.setAttribute("aria-pressed", String(show));
      refresh({ again: true });
      if (!card.hidden) showCard(null);
    });
  }
}
themeButton.addEventListener("click", () => useTheme(root.dataset.theme !== "dark"));
dark.addEventListener("change", event => useTheme(event.matches));

// On paper the network is a picture in light colours, and the table is whole.
let before = null;
addEventListener("beforeprint", () => {
  before = { night: root.dataset.theme === "dark", rows: table.length };
  useTheme(false);
  showRows(Infinity);
  network.redraw();
  picture.src = stage.querySelector("canvas").toDataURL();
  picture.hidden = false;
});
addEventListener("afterprint", () => {
  picture.hidden = true;
  showRows(before.rows);
  useTheme(before.night);
});

startTime();
themeButton.setAttribute("aria-pressed", String(dark.matches));
refresh();
fit(false);
