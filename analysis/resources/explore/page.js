// Texts side by side, with marked spans. Everything is written as text, never as markup.
function paragraphs(segments) {
  const found = [];
  let now = document.createElement("p");
  now.dir = "auto";
  for (const [text, kinds, note] of segments) {
    text.split(/(\n\s*\n)/).forEach((part, at) => {
      if (at % 2) {
        found.push(now);
        now = document.createElement("p");
        now.dir = "auto";
        return;
      }
      if (!part) return;
      if (!kinds) {
        now.append(part);
        return;
      }
      const mark = document.createElement("mark");
      mark.className = kinds.split(" ").map((kind) => "k-" + kind).join(" ");
      mark.textContent = part;
      if (note) mark.title = note;
      now.append(mark);
    });
  }
  found.push(now);
  return found;
}

function render({ model, el }) {
  const box = document.createElement("div");
  box.className = "dl-pages";
  box.dataset.lmSuppressShortcuts = "true";
  const legend = document.createElement("p");
  legend.className = "dl-legend";
  el.append(legend, box);

  function draw() {
    const pages = model.get("pages").map((page) => {
      const one = document.createElement("article");
      one.tabIndex = 0;
      const title = document.createElement("h4");
      title.dir = "auto";
      title.textContent = page.title;
      const meta = document.createElement("p");
      meta.className = "dl-meta";
      meta.textContent = page.meta;
      const text = document.createElement("div");
      text.className = "dl-text" + (page.raw ? " dl-raw" : "");
      text.append(...(page.segments.length ? paragraphs(page.segments) : []));
      one.append(title, meta, text);
      if (page.note) {
        const note = document.createElement("p");
        note.className = "dl-empty";
        note.textContent = page.note;
        one.append(note);
      }
      return one;
    });
    box.replaceChildren(...pages);
    box.style.gridTemplateColumns = `repeat(${Math.max(1, pages.length)}, minmax(0, 1fr))`;
    const kinds = new Map(model.get("kinds"));
    const shown = [...kinds].filter(([kind]) => box.querySelector(".k-" + kind));
    legend.replaceChildren(
      ...shown.map(([kind, label]) => {
        const mark = document.createElement("mark");
        mark.className = "k-" + kind;
        mark.textContent = label;
        return mark;
      }),
    );
    const hit = box.querySelector(".k-hit");
    if (hit) {
      const page = hit.closest("article");
      page.scrollTop = hit.offsetTop - page.offsetTop - page.clientHeight / 3;
    }
    box.dataset.drawn = model.get("drawn");
  }

  draw();
  model.on("change:drawn", draw);
}

export default { render };
