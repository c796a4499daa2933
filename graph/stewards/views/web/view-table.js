// The same content as a table: one row a relation, and one for each thing without relations. Rows are made when they
// are shown, some at a time.

const body = document.querySelector("tbody");
const shownCount = document.getElementById("shown");
const moreRows = document.getElementById("more-rows");
const headings = [...document.querySelectorAll("th")];
const order = new Intl.Collator("en", { numeric: true, sensitivity: "base" });
const SOURCES_A_ROW = 3;
const ROWS = 100;

function cell(column, ...content) {
  const title = headings.find(heading => heading.dataset.column === column).textContent;
  const date = ["start", "end", "seen"].includes(column);
  return make("td", { "data-title": title, "data-column": column, class: date ? "date" : undefined }, ...content);
}

function evidenceCell(from) {
  if (!from.length) return cell("evidence");
  const rest = from.length - SOURCES_A_ROW;
  const list = make("ul", { class: "sources" }, ...from.slice(0, SOURCES_A_ROW).map(source));
  if (rest > 0) list.append(make("li", {}, `and ${rest} more on the card`));
  return cell("evidence", list);
}

function relationRow(relation) {
  const { start, end, seen } = relation.times;
  const certainty = standsOn(relation).certainty;
  return make("tr", { "data-relation-row": relation.number },
    cell("subject", link(relation.from)),
    cell("role", make("span", { dir: "auto" }, shorten(roleOf(relation), 120)), certainty ? make("small", {}, ` (${shorten(certainty, 40)})`) : ""),
    cell("object", link(relation.to)),
    cell("start", shorten(start, 40)), cell("end", shorten(end, 40)), cell("seen", shorten(seen, 40)),
    evidenceCell(relation.sources));
}

const lonelyRow = thing => make("tr", {}, cell("subject", link(thing.number)), cell("role", make("small", {}, "no relations")),
  ...["object", "start", "end", "seen", "evidence"].map(column => cell(column)));

function keyOf(item, column) {
  if (item instanceof Thing) return column === "subject" ? item.label : "";
  const [first] = item.sources;
  switch (column) {
    case "subject": return things[item.from].label;
    case "object": return things[item.to].label;
    case "role": return roleOf(item);
    case "evidence": return first ? `${first.source} ${first.locator}` : "";
    default: return item.times[column];
  }
}

const table = { items: [], length: ROWS, column: "", down: false, made: new Map() };
const lonely = things.filter(thing => !thing.relations.length);
const isItemShown = item => (item instanceof Thing ? thingShown(item.number) : relationShown(item));

/** Every item of the network that shows, whatever the search, in the order of the table. */
function tableItems() {
  const items = [...relations, ...lonely].filter(isItemShown);
  if (!table.column) return items;
  const keyed = items.map(item => [keyOf(item, table.column), item]);
  // Rows without a value come last.
  keyed.sort(([a], [b]) => !a || !b ? Number(!a) - Number(!b) : (table.down ? -1 : 1) * order.compare(a, b));
  return keyed.map(([, item]) => item);
}

function isChosen(item) {
  if (state.selected === null) return false;
  return item instanceof Thing ? item.number === state.selected : [item.from, item.to].includes(state.selected);
}

/** Sorts by a column, the other way round the second time. */
function sortBy(heading) {
  table.down = heading.getAttribute("aria-sort") === "ascending";
  table.column = heading.dataset.column;
  headings.forEach(other => other.removeAttribute("aria-sort"));
  heading.setAttribute("aria-sort", table.down ? "descending" : "ascending");
  refreshTable();
}
headings.forEach(heading => heading.querySelector("button").addEventListener("click", () => sortBy(heading)));

function showRows(length) {
  table.length = length;
  refreshTable();
}

function refreshTable() {
  const all = tableItems();
  const items = state.query ? all.filter(item => item.words.includes(state.query)) : all;
  const made = new Map();
  for (const item of items.slice(0, table.length)) {
    const key = item instanceof Thing ? item : `${item.number} ${JSON.stringify(standsOn(item))}`;
    const row = table.made.get(key) ?? (item instanceof Thing ? lonelyRow(item) : relationRow(item));
    row.classList.toggle("chosen", isChosen(item));
    made.set(key, row);
  }
  // Rows that stay keep their elements, and with them the keyboard focus.
  const before = [...table.made.values()];
  const after = [...made.values()];
  if (before.length !== after.length || before.some((row, at) => row !== after[at])) {
    const focused = document.activeElement;
    body.replaceChildren(...after);
    if (body.contains(focused)) focused.focus({ preventScroll: true });
  }
  table.made = made;
  const rest = items.length - made.size;
  moreRows.hidden = rest <= 0;
  moreRows.textContent = rest <= ROWS ? `Show ${rest} more` : `Show ${ROWS} more of ${rest}`;
  const whole = all.length === 1 ? "1 row" : `${all.length} rows`;
  shownCount.textContent = items.length === all.length ? whole : `${items.length} of ${whole}`;
}
moreRows.addEventListener("click", () => showRows(table.length + ROWS));
