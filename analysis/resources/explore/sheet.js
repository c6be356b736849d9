// A table whose rows can be opened by click or Enter. Cells are written as text, never as markup.
const RTL = /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]/;

function put(cell, value) {
  if (Array.isArray(value)) {
    for (const [text, kinds, note] of value) {
      if (!kinds) {
        cell.append(text);
        continue;
      }
      const mark = document.createElement("mark");
      mark.className = kinds.split(" ").map((kind) => "k-" + kind).join(" ");
      mark.textContent = text;
      if (note) mark.title = note;
      cell.append(mark);
    }
  } else if (value !== null && value !== undefined) {
    cell.textContent = value;
  }
}

function render({ model, el }) {
  const box = document.createElement("div");
  box.className = "dl-sheet";
  box.dataset.lmSuppressShortcuts = "true";
  const table = document.createElement("table");
  const head = document.createElement("thead");
  const body = document.createElement("tbody");
  const empty = document.createElement("p");
  empty.className = "dl-empty";
  table.append(head, body);
  box.append(table, empty);
  el.append(box);

  const open = (row, how) => model.send({ type: "open", row, how });

  // Optional columns without anything in them are left out.
  let left = [];

  function header() {
    const line = document.createElement("tr");
    for (const [at, column] of model.get("columns").entries()) {
      if (left[at]) continue;
      const cell = document.createElement("th");
      cell.scope = "col";
      cell.className = "c-" + column.kind;
      if (column.sort) {
        const button = document.createElement("button");
        button.type = "button";
        button.textContent = column.label;
        button.title = "sort by " + column.label;
        button.addEventListener("click", () => model.send({ type: "sort", column: at }));
        cell.append(button);
      } else {
        cell.textContent = column.label;
      }
      line.append(cell);
    }
    head.replaceChildren(line);
  }

  function rows() {
    const columns = model.get("columns");
    const opens = model.get("opens");
    left = columns.map((column, at) => column.optional && model.get("rows").every((row) => !row[at]));
    header();
    const before = columns.findIndex((column) => column.kind === "before");
    const lines = model.get("rows").map((row, number) => {
      const line = document.createElement("tr");
      line.tabIndex = number === 0 ? 0 : -1;
      if (opens) line.className = "dl-opens";
      const turned = before >= 0 && RTL.test(row[before + 1] || "");
      for (const [at, column] of columns.entries()) {
        if (left[at]) continue;
        let from = at;
        // Right to left, what stands before a match stands to its right.
        if (turned && at === before) from = before + 2;
        if (turned && at === before + 2) from = before;
        const kind = columns[from].kind;
        const cell = document.createElement("td");
        cell.className = "c-" + kind;
        const inner = document.createElement("span");
        inner.dir = kind === "before" || kind === "after" ? (turned ? "rtl" : "ltr") : "auto";
        put(inner, row[from]);
        cell.append(inner);
        line.append(cell);
      }
      line.addEventListener("click", () => {
        if (!String(window.getSelection())) open(number, "click");
      });
      return line;
    });
    // Somebody on the way through the rows by keyboard stays where they were.
    const at = [...body.rows].indexOf(document.activeElement);
    body.replaceChildren(...lines);
    if (at >= 0 && lines.length) lines[Math.min(at, lines.length - 1)].focus();
    empty.textContent = model.get("rows").length ? "" : model.get("empty");
    table.hidden = !model.get("rows").length;
    box.hidden = table.hidden && !model.get("empty");
    table.setAttribute("aria-label", model.get("label"));
    box.scrollTop = 0;
    chosen();
    box.dataset.drawn = model.get("drawn");
  }

  function chosen() {
    const at = model.get("chosen");
    for (const [number, line] of [...body.rows].entries()) {
      line.classList.toggle("dl-chosen", number === at);
      if (number === at) line.setAttribute("aria-selected", "true");
      else line.removeAttribute("aria-selected");
    }
  }

  body.addEventListener("keydown", (event) => {
    const line = event.target.closest("tr");
    if (!line) return;
    const steps = { ArrowDown: 1, ArrowUp: -1, PageDown: 10, PageUp: -10 };
    const last = body.rows.length - 1;
    let to = null;
    if (event.key in steps) to = line.rowIndex - 1 + steps[event.key];
    else if (event.key === "Home") to = 0;
    else if (event.key === "End") to = last;
    else if (event.key === "Enter" || event.key === " ") open(line.rowIndex - 1, "key");
    else return;
    event.preventDefault();
    event.stopPropagation();
    if (to === null) return;
    const next = body.rows[Math.max(0, Math.min(last, to))];
    line.tabIndex = -1;
    next.tabIndex = 0;
    next.focus();
  });

  rows();
  // Columns and rows arrive together; rows change whenever anything is shown anew.
  model.on("change:drawn", rows);
  model.on("change:chosen", chosen);
}

export default { render };
