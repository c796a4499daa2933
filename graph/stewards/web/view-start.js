// What people do with the page, and the start.

const dark = matchMedia("(prefers-color-scheme: dark)");
const themeButton = document.getElementById("theme");
const picture = document.getElementById("picture");

function useTheme(night) {
  root.dataset.theme = night ? "dark" : "light";
  themeButton.setAttribute("aria-pressed", String(night));
  readPalette();
  refreshNetwork();
}

network.on("afterDrawing", paintLabels);
network.on("dragStart", () => { state.moving = state.touched = true; });
network.on("dragEnd", () => { state.moving = false; });
network.on("zoom", () => { state.touched = true; });
network.on("resize", () => { if (!state.touched) fit(false); });
network.on("hoverNode", ({ node }) => { state.hovered = node; network.redraw(); });
network.on("blurNode", () => { state.hovered = null; network.redraw(); });
network.on("dragging", ({ nodes }) => {
  for (const [number, place] of Object.entries(network.getPositions(nodes ?? []))) Object.assign(things[number], place);
});
network.on("click", ({ pointer }) => {
  const number = thingAt(pointer.DOM);
  const pair = number === null ? network.getEdgeAt(pointer.DOM) : undefined;
  if (pair === undefined) select(number);
  else selectPair(pair);
});

for (const [key, hidden] of [["thing", state.hiddenThings], ["relation", state.hiddenRelations]]) {
  for (const button of document.querySelectorAll(`[data-${key}]`)) {
    button.addEventListener("click", () => {
      const show = hidden.delete(button.dataset[key]);
      if (!show) hidden.add(button.dataset[key]);
      button.setAttribute("aria-pressed", String(show));
      refresh();
      if (!card.hidden) showCard(null);
    });
  }
}

search.addEventListener("input", runSearch);
search.addEventListener("keydown", event => {
  if (event.key === "Enter") nextMatch(event.shiftKey ? -1 : 1);
});
document.addEventListener("keydown", event => {
  const typing = event.target.closest?.("input, textarea, select");
  if (event.key === "/" && !typing && !event.ctrlKey && !event.metaKey && !event.altKey) {
    event.preventDefault();
    search.select();
    search.focus();
  } else if (event.key === "Escape") {
    if (search.value) {
      search.value = "";
      runSearch();
    } else if (state.selected !== null || state.pair !== null) {
      select(null);
    }
  }
});
document.getElementById("fit").addEventListener("click", () => {
  state.touched = false;
  fit();
});
themeButton.addEventListener("click", () => useTheme(root.dataset.theme !== "dark"));
dark.addEventListener("change", event => useTheme(event.matches));

// On paper the network is a picture in light colours.
let themeBefore = null;
addEventListener("beforeprint", () => {
  themeBefore = root.dataset.theme;
  useTheme(false);
  network.redraw();
  picture.src = stage.querySelector("canvas").toDataURL();
  picture.hidden = false;
});
addEventListener("afterprint", () => {
  picture.hidden = true;
  useTheme(themeBefore === "dark");
});

useTheme(dark.matches);
refresh();
fit(false);
