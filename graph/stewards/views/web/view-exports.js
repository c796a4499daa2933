// What can be taken away: the picture, the data, and the query that made them. Files are made here, of what the page
// shows at the moment, and saved from memory: nothing is asked of anybody.

const panel = document.getElementById("panel");
const XSD_DATE = "http://www.w3.org/2001/XMLSchema#date";

function save(name, type, ...parts) {
  const url = URL.createObjectURL(new Blob(parts, { type }));
  make("a", { href: url, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}

/** A name for a file: the title in plain letters, and the day. */
function fileName(ending) {
  const words = plain(data.title).replace(/[^\p{L}\p{N}]+/gu, "-").replace(/^-+|-+$/g, "").slice(0, 60);
  return `${[words || "network", state.day].filter(Boolean).join("-")}.${ending}`;
}

function savePng() {
  const drawing = stage.querySelector("canvas");
  const copy = document.createElement("canvas");
  Object.assign(copy, { width: drawing.width, height: drawing.height });
  const context = copy.getContext("2d");
  context.fillStyle = colour("--panel");
  context.fillRect(0, 0, copy.width, copy.height);
  context.drawImage(drawing, 0, 0);
  copy.toBlob(blob => save(fileName("png"), "image/png", blob));
}

/** A field of CSV, always in quotes. Spreadsheets take what begins like this for a formula, unless a ' stands before it. */
const field = text => `"${(/^[\s]*[=+\-@\t\r]/.test(text) ? `'${text}` : text).replaceAll('"', '""')}"`;

function csvOf() {
  const head = ["subject", "subject_iri", "role", "kind", "object", "object_iri", "since", "until", "last_confirmed", "certainty", "evidence"];
  const lines = inForce().map(relation => {
    const [from, to, { start, end, seen }] = [things[relation.from], things[relation.to], relation.times];
    const cited = relation.sources.map(item => [item.source, item.locator, item.asOf, item.url].filter(Boolean).join(", ")).join(" | ");
    return [from.label, from.iri, roleOf(relation), relation.kind, to.label, to.iri, start, end, seen, standsOn(relation).certainty ?? "", cited];
  });
  return "\ufeff" + [head, ...lines].map(line => line.map(field).join(",") + "\r\n").join("");
}

/** A date as the ontology has it: a day, and the precision where it stands for a month or a year. */
function dated(name, text) {
  const [date] = text.match(/\d{4}(-\d\d){0,2}/) ?? [];
  if (!date) return {};
  const precision = { 4: "year", 7: "month" }[date.length];
  const day = { "@type": XSD_DATE, "@value": `${date}-01-01`.slice(0, 10) };
  return { [`stw:${name}Date`]: day, ...(precision ? { [`stw:${name}Precision`]: { "@id": `${data.base}precision/${precision}` } } : {}) };
}

function observed(name, text) {
  const { [`stw:${name}Date`]: day, [`stw:${name}Precision`]: precision } = dated(name, text);
  return { ...(day ? { [`stw:${name}`]: day } : {}), ...(precision ? { [`stw:${name}Precision`]: precision } : {}) };
}

const cite = ({ source: title, locator, url }) => ({
  "stw:inDocument": { "dcterms:title": title, ...(url ? { "schema:url": url } : {}) }, ...(locator ? { "stw:locator": locator } : {}),
});

/** A relation in the ontology's terms: a situation with its two sides, its dates and its evidence. */
function situationOf(relation) {
  const { type, subject, object } = data.terms[relation.kind];
  const [from, to] = [relation.from, relation.to].map(number => ({ "@id": idOf(things[number]) }));
  if (relation.kind === "governs") return { "@id": from["@id"], "stw:governs": to };
  const id = relation.situation ? { "@id": relation.situation } : {};
  if (relation.kind === "representation") return { ...id, "stw:onBehalfOf": to };
  const { start, end, seen } = relation.times;
  if (!type) return { ...id, "rdfs:label": roleOf(relation), "dcterms:relation": [from, to] };
  return {
    ...id, "@type": type, ...(subject === object ? { [subject]: [from, to] } : { [subject]: from, [object]: to }),
    "rdfs:label": roleOf(relation), ...dated("start", start), ...(end.startsWith("by ") ? observed("absentSince", end) : dated("end", end)),
    ...observed("lastObserved", seen), "stw:hasEvidence": relation.sources.map(cite),
  };
}

const idOf = thing => thing.iri || `_:thing-${thing.number}`;

function jsonldOf() {
  const entities = things.filter(thing => thingShown(thing.number)).map(thing => ({
    "@id": idOf(thing), "@type": data.looks[thing.kind].type, "skos:prefLabel": thing.label,
    ...(thing.description ? { "dcterms:description": thing.description } : {}),
  }));
  const graph = [...entities, ...inForce().map(situationOf)];
  return JSON.stringify({ "@context": data.prefixes, "@graph": graph }, null, 1) + "\n";
}

/** Puts a text on the clipboard; where the browser forbids that, the text is selected, ready to be copied. */
async function copy(text, from, button) {
  let done = true;
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    getSelection().selectAllChildren(from);
    done = document.execCommand("copy");
  }
  button.textContent = done ? "Copied" : "Selected";
  setTimeout(() => { button.textContent = "Copy"; }, 2000);
}

const EXPORTS = {
  png: savePng,
  svg: () => save(fileName("svg"), "image/svg+xml", svgOf()),
  csv: () => save(fileName("csv"), "text/csv", csvOf()),
  jsonld: () => save(fileName("jsonld"), "application/ld+json", jsonldOf()),
  command: () => save(fileName("sh"), "text/plain", `${data.query.command}\n`),
  sparql: () => save(fileName("rq"), "application/sparql-query", data.query.sparql),
};

document.getElementById("export").addEventListener("click", () => panel.showModal());
panel.addEventListener("click", event => { if (event.target === panel) panel.close(); });
for (const button of panel.querySelectorAll("[data-save]")) button.addEventListener("click", EXPORTS[button.dataset.save]);
for (const button of panel.querySelectorAll("[data-copy]")) {
  const from = document.getElementById(button.dataset.copy);
  button.addEventListener("click", () => copy(from.textContent, from, button));
}
document.getElementById("close-panel").addEventListener("click", () => panel.close());
