// A network drawn once the places are known: nodes and edges can be reached by Tab and opened.
const SVG = "http://www.w3.org/2000/svg";
const WIDTH = 780, HEIGHT = 560, MARGIN = 105;

function make(name, attributes, text) {
  const one = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) one.setAttribute(key, value);
  if (text !== undefined) one.textContent = text;
  return one;
}

function render({ model, el }) {
  const box = document.createElement("div");
  box.className = "dl-graph";
  box.dataset.lmSuppressShortcuts = "true";
  const svg = make("svg", { viewBox: `0 0 ${WIDTH} ${HEIGHT}`, role: "group" });
  box.append(svg);
  el.append(box);

  function reachable(one, label, message) {
    one.setAttribute("tabindex", "0");
    one.setAttribute("role", "button");
    one.setAttribute("aria-label", label);
    one.append(make("title", {}, label));
    one.addEventListener("click", () => model.send(message));
    one.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" && event.key !== " ") return;
      event.preventDefault();
      event.stopPropagation();
      model.send(message);
    });
  }

  function draw() {
    const place = (node) => [
      MARGIN + node.x * (WIDTH - 2 * MARGIN),
      40 + node.y * (HEIGHT - 70),
    ];
    const nodes = new Map(model.get("nodes").map((node) => [node.id, node]));
    const chosen = model.get("chosen");
    const parts = [];
    for (const edge of model.get("edges")) {
      const [x1, y1] = place(nodes.get(edge.a));
      const [x2, y2] = place(nodes.get(edge.b));
      const key = edge.a + "\n" + edge.b;
      const group = make("g", { class: "dl-edge" + (key === chosen ? " dl-chosen" : "") });
      group.append(
        make("line", { x1, y1, x2, y2, class: "dl-reach" }),
        make("line", { x1, y1, x2, y2, "stroke-width": edge.width }),
      );
      reachable(group, edge.label, { type: "edge", a: edge.a, b: edge.b });
      parts.push(group);
    }
    for (const node of nodes.values()) {
      const [x, y] = place(node);
      const group = make("g", { class: "dl-node t-" + node.type + (node.centre ? " dl-centre" : "") });
      const r = node.radius;
      // Shape as well as colour tells the type.
      if (node.type === "ORG") group.append(make("rect", { x: x - r, y: y - r, width: 2 * r, height: 2 * r }));
      else if (node.type === "LOC")
        group.append(make("path", { d: `M${x} ${y - r * 1.2}L${x + r * 1.2} ${y}L${x} ${y + r * 1.2}L${x - r * 1.2} ${y}Z` }));
      else group.append(make("circle", { cx: x, cy: y, r }));
      const text = make("text", { x, y: y - r - 5, "text-anchor": "middle" }, node.label);
      group.append(text);
      reachable(group, node.title, { type: "node", id: node.id });
      parts.push(group);
    }
    svg.setAttribute("aria-label", model.get("label"));
    svg.replaceChildren(...parts);
    untangle(svg);
    box.dataset.drawn = model.get("drawn");
  }

  // Labels that would cover one another move below their node, or away from it by a line.
  function untangle(svg) {
    const taken = [];
    for (const text of svg.querySelectorAll(".dl-node text")) {
      const length = text.textContent.length * 8.3;
      const x = Number(text.getAttribute("x"));
      const y = Number(text.getAttribute("y"));
      const free = (at) =>
        !taken.some((one) => Math.abs(one.x - x) < (one.length + length) / 2 && Math.abs(one.y - at) < 17);
      const at = [y, y + 36, y - 15, y + 51, y - 30, y + 66].find(free) ?? y;
      text.setAttribute("y", at);
      taken.push({ x, y: at, length });
    }
  }

  draw();
  model.on("change:drawn", draw);
}

export default { render };
