// The same content as a table: one row a relation, and one for each thing without relations.

const body = document.querySelector("tbody");
const shownCount = document.getElementById("shown");
const headings = [...document.querySelectorAll("th")];
const order = new Intl.Collator("en", { numeric: true, sensitivity: "base" });
const SOURCES_A_ROW = 3;

function cell(column, ...content) {
  const title = headings.find(heading => heading.dataset.column === column).textContent;
  const date = ["start", "end", "seen"].includes(column);
  return make("td", { "data-title": title, "data-column": column, class: date ? "date" : undefined }, ...content);
}

function evidenceCell(sources) {
  if (!sources.length) return cell("evidence");
  const rest = sources.length - SOURCES_A_ROW;
  const list = make("ul", { class: "sources" }, ...sources.slice(0, SOURCES_A_ROW).map(source));
  if (rest > 0) list.append(make("li", {}, `and ${rest} more on the card`));
  return cell("evidence", list);
}

function relationRow(relation, number) {
  const certainty = relation.certainty && make("small", {}, ` (${shorten(relation.certainty, 40)})`);
  const row = make("tr", { "data-relation-row": number },
    cell("subject", link(relation.from)),
    cell("role", make("span", { dir: "auto" }, shorten(relation.label, 120)), certainty ?? ""),
    cell("object", link(relation.to)),
    cell("start", relation.start ?? ""), cell("end", relation.end ?? ""), cell("seen", relation.seen ?? ""),
    evidenceCell(relation.sources));
  const [first] = relation.sources;
  const keys = {
    subject: things[relation.from].label, role: relation.label, object: things[relation.to].label,
    start: relation.start, end: relation.end, seen: relation.seen,
    evidence: first && `${first.source ?? ""} ${first.locator ?? ""}`,
  };
  return { row, keys, shown: () => relationShown(relation) && relation.words.includes(state.query),
    chosen: () => state.selected !== null && [relation.from, relation.to].includes(state.selected) };
}

function lonelyRow(thing, number) {
  const row = make("tr", {}, cell("subject", link(number)), cell("role", make("small", {}, "no relations")),
    ...["object", "start", "end", "seen", "evidence"].map(column => cell(column)));
  return { row, keys: { subject: thing.label }, shown: () => thingShown(number) && thing.words.includes(state.query),
    chosen: () => state.selected === number };
}

const rows = [
  ...relations.map(relationRow),
  ...[...things.entries()].filter(([, thing]) => !thing.relations.length).map(([number, thing]) => lonelyRow(thing, number)),
];
body.append(...rows.map(entry => entry.row));

/** Sorts by a column, the other way round the second time; rows without a value come last. */
function sortBy(heading) {
  const down = heading.getAttribute("aria-sort") === "ascending";
  headings.forEach(other => other.removeAttribute("aria-sort"));
  heading.setAttribute("aria-sort", down ? "descending" : "ascending");
  const column = heading.dataset.column;
  rows.sort(({ keys: { [column]: a } }, { keys: { [column]: b } }) =>
    !a || !b ? Number(!a) - Number(!b) : (down ? -1 : 1) * order.compare(a, b));
  body.append(...rows.map(entry => entry.row));
}
headings.forEach(heading => heading.querySelector("button").addEventListener("click", () => sortBy(heading)));

function refreshTable() {
  let count = 0;
  for (const entry of rows) {
    const shown = entry.shown();
    entry.row.hidden = !shown;
    entry.row.classList.toggle("chosen", entry.chosen());
    count += Number(shown);
  }
  const all = rows.length === 1 ? "1 row" : `${rows.length} rows`;
  shownCount.textContent = count === rows.length ? all : `${count} of ${all}`;
}
