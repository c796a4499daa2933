// Time: the day that the page shows, and the bar to choose it. What holds on which day was worked out beforehand, as
// spells of days; the page only looks in which spell a day lies. ISO dates compare as text.

const bar = document.getElementById("time");
const slider = document.getElementById("day");
const dateField = document.getElementById("date");
const playButton = document.getElementById("play");
const everButton = document.getElementById("ever");
const marks = document.getElementById("marks");
const A_DAY = 864e5;
const MARKS = 240;

const numberOf = day => Math.round(Date.parse(day) / A_DAY);
const dayOf = number => new Date(number * A_DAY).toISOString().slice(0, 10);

/** How a relation with these dates stands on the day: its certainty and level, or null where it does not hold. */
function standingOn({ spells, certainty }) {
  if (!spells) return { certainty };
  if (!state.day) return { certainty: "", level: spells.at(-1)?.level };
  return spells.find(({ first, last }) => first <= state.day && (!last || state.day <= last)) ?? null;
}

/** Every day on which something in the network begins, ends or becomes less sure, in order. */
function findChanges() {
  const days = new Map();
  for (const relation of relations.slice(0, insideRelations)) {
    for (const { first, last } of relation.times.spells ?? []) {
      for (const day of [first, last && dayOf(numberOf(last) + 1)]) if (day) days.set(day, (days.get(day) ?? 0) + 1);
    }
  }
  return days;
}
const changesOn = findChanges();
const changes = [...changesOn.keys()].sort();
/** The day of the view itself: playing ends there, for what lies later is not over yet. */
const ownDay = data.asOf || new Date().toISOString().slice(0, 10);
const limits = [...changes, data.asOf].filter(Boolean).sort();
const [firstDay, lastDay] = [limits[0], limits.at(-1)];
const isDated = changes.length > 0;

/** Draws how much changes when, as bars above the slider. */
function drawMarks() {
  const [from, to] = [numberOf(firstDay), Math.max(numberOf(lastDay), numberOf(firstDay) + 1)];
  const counts = new Map();
  for (const [day, count] of changesOn) {
    const place = Math.round((numberOf(day) - from) / (to - from) * MARKS);
    counts.set(place, (counts.get(place) ?? 0) + count);
  }
  const most = Math.max(...counts.values());
  for (const [place, count] of counts) {
    const mark = document.createElementNS("http://www.w3.org/2000/svg", "rect");
    const height = 3 + 13 * Math.sqrt(count / most);
    for (const [name, value] of Object.entries({ x: place * 4 - 1.2, width: 2.4, y: 16 - height, height })) mark.setAttribute(name, value);
    marks.append(mark);
  }
  if (ownDay >= firstDay && ownDay <= lastDay) {
    const own = document.createElementNS("http://www.w3.org/2000/svg", "rect");
    const x = (numberOf(ownDay) - from) / (to - from) * MARKS * 4 - 1.2;
    for (const [name, value] of Object.entries({ id: "own-day", x, y: 0, width: 2.4, height: 16 })) own.setAttribute(name, value);
    marks.append(own);
  }
  marks.setAttribute("viewBox", `0 0 ${MARKS * 4} 16`);
}

const inForce = () => relations.filter(relationShown);

/** Shows the counts of the day on the legend; kinds that are all folded have no place there. */
function countOnLegend(key, items, isThere) {
  const counts = new Map();
  for (const item of items) {
    if (!item.folded || isThere(item)) counts.set(item.kind, (counts.get(item.kind) ?? 0) + Number(isThere(item)));
  }
  for (const button of document.querySelectorAll(`[data-${key}]`)) {
    button.hidden = !counts.has(button.dataset[key]);
    button.querySelector("small").textContent = counts.get(button.dataset[key]) ?? 0;
  }
}

function refreshCounts() {
  countOnLegend("thing", things, thing => Boolean(present[thing.number]));
  countOnLegend("relation", relations, relation => standsOn(relation) !== null && isOpen(relation));
  const held = inForce();
  const possible = held.filter(isPossible).length;
  const shown = things.filter(thing => thingShown(thing.number)).length;
  const isKnown = relations.some(relation => !relation.folded && standsOn(relation) !== null);
  const text = [
    state.day ? `As of ${state.day}` : isDated ? "At any time" : "",
    shown === 1 ? "1 thing" : `${shown} things`, held.length === 1 ? "1 relation" : `${held.length} relations`,
    possible ? `${possible} of them possible` : "",
    isDated && state.day && state.day < firstDay ? `nothing is known before ${firstDay}` : isKnown ? "" : "nothing is known",
    data.onlyOf && state.day !== data.onlyOf ? `only what the answer of ${data.onlyOf} rests on` : "",
  ].filter(Boolean).join(" · ");
  document.getElementById("counts").textContent = text;
  document.title = state.day ? `${data.title || "Network"} (${state.day})` : data.title || "Network";
  slider.setAttribute("aria-valuetext", text);
}

/** Shows the network as it was on a day ("": everything that ever was); the slider ends where the changes do. */
function goTo(day) {
  state.day = day;
  everButton.setAttribute("aria-pressed", String(!state.day));
  if (state.day) {
    slider.value = numberOf(state.day);
    dateField.value = state.day;
  }
  refresh({ again: true });
  if (!card.hidden) showCard(null);
}

/** Goes to the next day (or, with -1, the one before) on which something changes. */
function step(direction) {
  const now = state.day || dayOf(Number(slider.value));
  const next = direction > 0 ? changes.find(day => day > now) : changes.findLast(day => day < now);
  goTo(next ?? [now, direction > 0 ? lastDay : firstDay].sort().at(direction > 0 ? -1 : 0));
}

let playing = null;
function play(on) {
  clearInterval(playing);
  playing = null;
  playButton.setAttribute("aria-pressed", String(on));
  playButton.textContent = on ? "❚❚ Pause" : "▶ Play";
  if (!on) return;
  if (!state.day || state.day >= ownDay) goTo(firstDay);
  const past = [...changes.filter(day => day < ownDay), ownDay];
  const stops = past.length <= 60 ? past : Array.from({ length: 60 }, (_, at) => past[Math.round((at + 1) / 60 * (past.length - 1))]);
  // Those who want less motion get slower steps, and nothing glides.
  playing = setInterval(() => {
    const next = stops.find(day => day > state.day);
    if (next) goTo(next);
    if (!next || next === stops.at(-1)) play(false);
  }, still.matches ? 1500 : 600);
}

function startTime() {
  if (!isDated) return;
  drawMarks();
  [slider.min, slider.max] = [numberOf(firstDay), numberOf(lastDay)];
  slider.value = numberOf(state.day || lastDay);
  dateField.value = state.day;
  everButton.setAttribute("aria-pressed", String(!state.day));
  slider.addEventListener("input", () => { play(false); goTo(dayOf(Number(slider.value))); });
  slider.addEventListener("keydown", event => {
    const direction = { ArrowRight: 1, ArrowUp: 1, ArrowLeft: -1, ArrowDown: -1 }[event.key];
    if (!direction || event.shiftKey) return;
    event.preventDefault();
    play(false);
    step(direction);
  });
  dateField.addEventListener("change", () => { if (dateField.value) { play(false); goTo(dateField.value); } });
  document.getElementById("earlier").addEventListener("click", () => { play(false); step(-1); });
  document.getElementById("later").addEventListener("click", () => { play(false); step(1); });
  playButton.addEventListener("click", () => play(playing === null));
  everButton.addEventListener("click", () => { play(false); goTo(state.day ? "" : dayOf(Number(slider.value))); });
}
