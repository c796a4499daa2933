// Neighbours beyond the network are in the file, folded: unfolding a thing shows those that it has, folding hides them.
// A thing stays where it is put; what was unfolded from it comes along, unless it is pinned.

const canUnfold = number => more[number] > 0;
const isUnfolded = number => state.unfolded.has(number);

/** Neighbours of a thing that only its being unfolded shows. */
function unfoldedFrom(number) {
  const others = things[number].relations.map(item => relations[item])
    .map(({ from, to }) => from === number ? to : from)
    .filter(other => things[other].folded && thingShown(other));
  return [...new Set(others)];
}

function toggleFold(number) {
  if (isUnfolded(number)) state.unfolded.delete(number);
  else if (canUnfold(number)) state.unfolded.add(number);
  else return;
  refresh({ again: true });
  const { x, y, home } = things[number];
  for (const other of isUnfolded(number) ? unfoldedFrom(number) : []) {
    if (!things[other].pinned) place(other, things[other].home.x + x - home.x, things[other].home.y + y - home.y);
  }
  if (!state.touched) fit();
  if (state.selected === number) showCard(null);
}

function place(number, x, y) {
  Object.assign(things[number], { x, y });
  network.moveNode(number, x, y);
}

/** Keeps what was unfolded from a thing beside it while it is moved. */
function bringAlong(number, across, down) {
  if (!isUnfolded(number)) return;
  for (const other of unfoldedFrom(number)) {
    if (!things[other].pinned && other !== number) place(other, things[other].x + across, things[other].y + down);
  }
}

/** Pins a thing where it is; taken off the pin, it goes back to where it was at first. */
function togglePin(number) {
  const thing = things[number];
  thing.pinned = !thing.pinned;
  if (!thing.pinned) {
    bringAlong(number, thing.home.x - thing.x, thing.home.y - thing.y);
    place(number, thing.home.x, thing.home.y);
  }
  refresh();
  network.redraw();
  if (state.selected === number) showCard(null);
}

function cardButton(text, pressed, act) {
  // The card is made anew, and with it the button: the focus goes on to its successor.
  const onclick = event => {
    const { name } = event.currentTarget;
    act();
    card.querySelector(`button[name=${name}]`)?.focus();
  };
  return make("button", { type: "button", name: act.name, "aria-pressed": pressed, onclick }, text);
}

function foldButtons(number) {
  const fold = () => toggleFold(number);
  if (isUnfolded(number)) return [cardButton("Fold neighbours", "true", fold)];
  return canUnfold(number) ? [cardButton(`Unfold ${more[number]} more`, "false", fold)] : [];
}

function pinButton(number) {
  const pin = () => togglePin(number);
  return cardButton(things[number].pinned ? "Pinned" : "Pin", String(things[number].pinned), pin);
}
