// The keyboard. Single letters and arrows work while the drawing has the focus; "/" and Escape work everywhere.

const ARROWS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

/** The neighbour of a thing that lies best in a direction: near, and not far off to the side; null where none does. */
function neighbourTowards(number, [across, down]) {
  const { x, y } = things[number];
  let [best, least] = [null, Infinity];
  for (const item of things[number].relations) {
    const relation = relations[item];
    const other = relation.from === number ? relation.to : relation.from;
    if (other === number || !inView(other) || !relationShown(relation)) continue;
    const [dx, dy] = [things[other].x - x, things[other].y - y];
    const ahead = dx * across + dy * down;
    const aside = Math.abs(dx * down) + Math.abs(dy * across);
    if (ahead > 0 && ahead + 2 * aside < least) [best, least] = [other, ahead + 2 * aside];
  }
  return best;
}

function arrow(direction, shift) {
  if (state.selected === null || shift) return pan(60 * direction[0], 60 * direction[1]);
  const next = neighbourTowards(state.selected, direction);
  if (next !== null) select(next);
}

const chosen = act => () => { if (state.selected !== null) act(state.selected); };
const KEYS = {
  "+": () => zoom(1.3), "=": () => zoom(1.3), "-": () => zoom(1 / 1.3), 0: () => refit(), f: () => toggleFullScreen(),
  e: chosen(toggleFold), p: chosen(togglePin),
  Enter: () => {
    if (state.selected === null) select(data.focus[0] ?? things.findIndex(thing => thingShown(thing.number)));
    else { cameFrom = frame; card.querySelector("h2")?.focus(); }
  },
};

frame.addEventListener("keydown", event => {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  if (ARROWS[event.key]) arrow(ARROWS[event.key], event.shiftKey);
  else if (KEYS[event.key]) KEYS[event.key]();
  else return;
  event.preventDefault();
});

function refit() {
  state.touched = false;
  fit();
}

function toggleFullScreen() {
  if (document.fullscreenElement) document.exitFullscreen();
  else document.getElementById("stage").requestFullscreen?.().catch(() => {});
}

search.addEventListener("input", runSearch);
search.addEventListener("keydown", event => {
  if (event.key === "Enter") nextMatch(event.shiftKey ? -1 : 1);
});
document.addEventListener("keydown", event => {
  const typing = event.target.closest?.("input, textarea, select");
  if (panel.open) return;
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
    } else if (state.community) {
      openCommunity(null, { focused: true });
    }
  }
});
for (const [id, act] of Object.entries({ "zoom-in": KEYS["+"], "zoom-out": KEYS["-"], fit: refit, full: toggleFullScreen })) {
  document.getElementById(id).addEventListener("click", act);
}
