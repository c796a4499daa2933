// The drawing as SVG, which vis-network cannot write: everything that shows, at its place, at a zoom of one. It is built
// as elements, so that a name is text whatever it holds.

const SVG = "http://www.w3.org/2000/svg";
const FONT = "system-ui, 'Segoe UI', Roboto, 'Liberation Sans', Arial, sans-serif";
const MARGIN = 110;

/** Text that XML can hold: without the characters that it forbids, and without halves of characters. */
const forXml = text => text.toWellFormed().replace(/[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu, "");

function draw(name, attributes, ...children) {
  const element = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, typeof value === "number" ? Math.round(value * 100) / 100 : value);
  element.append(...children);
  return element;
}

const polygon = (x, y, r, corners) => corners.map(([across, down]) => `${(x + across * r).toFixed(2)},${(y + down * r).toFixed(2)}`).join(" ");
const CORNERS = {
  square: [[-1, -1], [1, -1], [1, 1], [-1, 1]],
  diamond: [[0, -1], [1, 0], [0, 1], [-1, 0]],
  triangle: [[0, -1], [1, 0.72], [-1, 0.72]],
  triangleDown: [[0, 1], [1, -0.72], [-1, -0.72]],
  hexagon: [[1, 0], [0.5, 0.87], [-0.5, 0.87], [-1, 0], [-0.5, -0.87], [0.5, -0.87]],
  star: Array.from({ length: 10 }, (_, at) => {
    const [angle, reach] = [at * Math.PI / 5 - Math.PI / 2, at % 2 ? 0.45 : 1];
    return [Math.cos(angle) * reach, Math.sin(angle) * reach];
  }),
};

function svgShape({ x, y, size, kind, number }) {
  const { shape, colour: fill } = data.looks[kind];
  const look = { fill, stroke: data.focus.includes(number) ? colour("--ink") : shade(fill, 0, 0.3), "stroke-width": data.focus.includes(number) ? 2.5 : 1.2 };
  return CORNERS[shape]
    ? draw("polygon", { points: polygon(x, y, size, CORNERS[shape]), ...look })
    : draw("circle", { cx: x, cy: y, r: size, ...look });
}

/** The form at an end of a line, which touches the shape there. */
function svgEnd(from, to, form, fill) {
  const length = Math.hypot(to.x - from.x, to.y - from.y) || 1;
  const [across, down] = [(to.x - from.x) / length, (to.y - from.y) / length];
  const [x, y] = [to.x - across * (to.size + 1), to.y - down * (to.size + 1)];
  const at = (back, aside) => `${(x - across * back - down * aside).toFixed(2)},${(y - down * back + across * aside).toFixed(2)}`;
  switch (form) {
    case "circle": return draw("circle", { cx: x - across * 4, cy: y - down * 4, r: 4, fill });
    case "diamond": return draw("polygon", { points: [at(0, 0), at(5, 4), at(10, 0), at(5, -4)].join(" "), fill });
    case "bar": return draw("polygon", { points: [at(0, 6), at(3, 6), at(3, -6), at(0, -6)].join(" "), fill });
    case "box": return draw("polygon", { points: [at(0, 4), at(8, 4), at(8, -4), at(0, -4)].join(" "), fill });
    default: return draw("polygon", { points: [at(0, 0), at(10, 5), at(10, -5)].join(" "), fill });
  }
}

function svgLine(pair) {
  const shown = shownOf(pair);
  const [from, to] = [things[pair.from], things[pair.to]];
  const look = data.terms[shown[0].kind];
  const line = lineColour(shown[0].kind);
  const possible = shown.every(isPossible);
  const group = draw("g", { opacity: possible ? 0.6 : 0.85 },
    draw("title", {}, forXml(shown.map(relation => `${things[relation.from].label}: ${roleOf(relation)}, ${things[relation.to].label}`).join("\n"))),
    draw("line", { x1: from.x, y1: from.y, x2: to.x, y2: to.y, stroke: line, "stroke-width": 1.6, ...(possible ? { "stroke-dasharray": "5 4" } : {}) }));
  if (shown.some(relation => relation.from === pair.from)) group.append(svgEnd(from, to, look.end, line));
  if (shown.some(relation => relation.to === pair.from && relation.from !== relation.to)) group.append(svgEnd(to, from, look.end, line));
  return group;
}

function svgText(text, x, y, size, fill, weight = 500) {
  return draw("text", {
    x, y, "text-anchor": "middle", "font-size": size, "font-weight": weight, fill, stroke: colour("--panel"),
    "stroke-width": 3, "paint-order": "stroke", "stroke-linejoin": "round",
  }, forXml(text));
}

function svgRole(pair) {
  const roles = [...new Set(shownOf(pair).map(relation => shorten(roleOf(relation), 28)))];
  const [from, to] = [things[pair.from], things[pair.to]];
  if (Math.hypot(to.x - from.x, to.y - from.y) < 90) return "";
  const text = roles.slice(0, 2).join(" · ") + (roles.length > 2 ? ` +${roles.length - 2}` : "");
  return svgText(text, (from.x + to.x) / 2, (from.y + to.y) / 2 + 4, 11, colour("--muted"), 400);
}

/** Communities as circles, with the lines between them below. */
function svgCommunities(circles) {
  const lines = circles.length ? looksOfBundles().filter(look => !look.hidden) : [];
  const at = new Map(circles.map(community => [community.id, community]));
  return [
    ...lines.map(({ from, to, width, color }) => draw("line", {
      x1: at.get(from).x, y1: at.get(from).y, x2: at.get(to).x, y2: at.get(to).y, stroke: color.color, "stroke-width": width, opacity: color.opacity,
    })),
    ...circles.map(community => {
      const { x, y, size, color: { background, border } } = lookOfCommunity(community);
      const circle = draw("circle", { cx: x, cy: y, r: size, fill: background, stroke: border, "stroke-width": 1.5 });
      return draw("g", {}, circle, svgText(shorten(nameOf(community), 60), x, y + size + 15, 13, colour("--ink"), 600));
    }),
  ];
}

/** Returns the text of an SVG file with everything that shows. */
function svgOf() {
  const shown = thingsInView().filter(thing => thingShown(thing.number));
  const circles = communitiesInView();
  const lines = pairsInView().filter(pair => shownOf(pair).length);
  const extent = shown.length + circles.length ? extentOf([...shown, ...circles]) : { left: 0, right: 0, top: 0, bottom: 0 };
  const [width, height] = [extent.right - extent.left + 2 * MARGIN, extent.bottom - extent.top + MARGIN + 40];
  const [x, y] = [extent.left - MARGIN, extent.top - MARGIN / 2];
  const title = [data.title, state.day].filter(Boolean).join(", ");
  const svg = draw("svg", { viewBox: `${x} ${y} ${width} ${height}`, width, height, "font-family": FONT, role: "img" },
    draw("title", {}, forXml(title)),
    draw("rect", { x, y, width, height, fill: colour("--panel") }),
    ...lines.map(svgLine));
  if (lines.length <= CROWD) svg.append(...lines.map(svgRole).filter(Boolean));
  svg.append(...svgCommunities(circles));
  for (const thing of shown) {
    const name = svgText(thing.short, thing.x, thing.y + thing.size + 15, 13, colour("--ink"), focus.has(thing.number) ? 650 : 500);
    svg.append(draw("g", {}, draw("title", {}, forXml(thing.label)), svgShape(thing), name));
  }
  return `<?xml version="1.0" encoding="UTF-8"?>\n${new XMLSerializer().serializeToString(svg)}\n`;
}
