"use strict";
// Everything here is comfort: without it the report is complete and every link works.
(() => {
  const make = (name, text, attributes = {}) => {
    const element = document.createElement(name);
    if (text) element.textContent = text;
    for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
    return element;
  };

  // Light or dark, remembered where the browser allows it.
  const root = document.documentElement;
  const stored = () => { try { return localStorage.getItem("dateline-theme"); } catch { return null; } };
  const keep = (theme) => { try { localStorage.setItem("dateline-theme", theme); } catch { /* file:// */ } };
  const isDark = () => root.dataset.theme
    ? root.dataset.theme === "dark"
    : matchMedia("(prefers-color-scheme: dark)").matches;
  if (["light", "dark"].includes(stored())) root.dataset.theme = stored();
  const tools = make("div", "", { class: "tools" });
  const toggle = make("button", "", { type: "button", id: "theme" });
  const named = () => { toggle.textContent = isDark() ? "Light" : "Dark"; toggle.setAttribute("aria-label", `Switch to ${isDark() ? "light" : "dark"} colours`); };
  toggle.addEventListener("click", () => { root.dataset.theme = isDark() ? "light" : "dark"; keep(root.dataset.theme); named(); });
  named();
  tools.append(toggle);
  document.body.append(tools);

  // Tables: sort by a column, filter by words.
  const value = (cell) => {
    const text = cell.textContent.trim();
    const bare = text.replace(/\u2212/g, "-").replace(/,/g, "").replace(/^(at least|more than|at most|less than|about|<)\s*/, "");
    const number = parseFloat(bare);
    if (/^-?[\d.]+/.test(bare) && !/^\d{1,2} [A-Z][a-z]+ \d{4}$/.test(text)) return number;
    const day = Date.parse(`${text} UTC`);
    if (/^\d{1,2} [A-Z][a-z]+ \d{4}$/.test(text) && !Number.isNaN(day)) return day;
    return text === "\u2013" ? "" : text.toLocaleLowerCase("en");
  };
  const compare = (a, b) => typeof a === "number" && typeof b === "number"
    ? a - b
    : typeof a === typeof b ? String(a).localeCompare(String(b), "en") : typeof a === "number" ? -1 : 1;
  document.querySelectorAll("figure.table").forEach((figure) => {
    const body = figure.querySelector("tbody");
    const rows = [...body.rows];
    if (rows.length < 2) return;
    figure.querySelectorAll("thead th").forEach((head, place) => {
      const button = make("button", head.textContent, { type: "button" });
      head.replaceChildren(button);
      button.addEventListener("click", () => {
        const numeric = head.classList.contains("number");
        const was = head.getAttribute("aria-sort");
        const up = was ? was === "descending" : !numeric;
        head.parentNode.querySelectorAll("th").forEach((one) => one.removeAttribute("aria-sort"));
        head.setAttribute("aria-sort", up ? "ascending" : "descending");
        const order = rows.map((row, at) => [value(row.cells[place]), at, row]);
        order.sort((a, b) => (up ? 1 : -1) * compare(a[0], b[0]) || a[1] - b[1]);
        body.append(...order.map((one) => one[2]));
      });
    });
    if (rows.length < 8) return;
    const bar = make("div", "", { class: "filter" });
    const field = make("input", "", { type: "search", id: `filter-${figure.id}` });
    const label = make("label", "Filter rows", { for: field.id });
    const count = make("span", "", { role: "status" });
    field.addEventListener("input", () => {
      const sought = field.value.toLocaleLowerCase("en").split(/\s+/).filter(Boolean);
      let shown = 0;
      rows.forEach((row) => {
        const text = row.textContent.toLocaleLowerCase("en");
        row.hidden = !sought.every((word) => text.includes(word));
        shown += row.hidden ? 0 : 1;
      });
      count.textContent = sought.length ? `${shown} of ${rows.length} rows` : "";
    });
    bar.append(label, field, count);
    figure.querySelector("figcaption").after(bar);
  });

  // Evidence opens beside the number; the link itself still leads to the list.
  const panel = make("dialog", "", { "aria-label": "Evidence" });
  document.body.append(panel);
  if (panel.showModal) {
    document.addEventListener("click", (event) => {
      const link = event.target.closest("a.evidence-link");
      if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
      const list = document.getElementById(link.getAttribute("href").slice(1)); // links in figures have no hash
      if (!list) return;
      event.preventDefault();
      const bar = make("div", "", { class: "bar" });
      const leave = make("button", "Close", { type: "button" });
      const stay = make("a", `Go to list ${list.id}`, { href: `#${list.id}` });
      leave.addEventListener("click", () => panel.close());
      stay.addEventListener("click", () => panel.close());
      bar.append(stay, leave);
      const copy = list.cloneNode(true);
      copy.removeAttribute("id");
      panel.replaceChildren(bar, copy);
      panel.showModal();
      panel.scrollTop = 0;
      leave.focus();
    });
    panel.addEventListener("click", (event) => { if (event.target === panel) panel.close(); });
  }

  // Marks of figures tell their numbers at once.
  const tip = make("div", "", { class: "tip", "aria-hidden": "true" });
  let lit = null;
  document.querySelectorAll(".figure svg g > title").forEach((title) => {
    const mark = title.parentNode;
    mark.dataset.tip = title.textContent;
    mark.setAttribute("role", "img");
    mark.setAttribute("aria-label", title.textContent);
    title.remove();
  });
  const hide = () => { tip.remove(); if (lit) lit.classList.remove("hovered"); lit = null; };
  document.addEventListener("pointermove", (event) => {
    const mark = event.target instanceof Element ? event.target.closest("[data-tip]") : null;
    if (!mark) { if (lit) hide(); return; }
    if (mark !== lit) { hide(); lit = mark; mark.classList.add("hovered"); tip.textContent = mark.dataset.tip; document.body.append(tip); }
    const box = tip.getBoundingClientRect();
    tip.style.left = `${Math.max(4, Math.min(event.clientX + 12, innerWidth - box.width - 4))}px`;
    tip.style.top = `${event.clientY + 16 + box.height > innerHeight ? event.clientY - box.height - 10 : event.clientY + 16}px`;
  });
  addEventListener("scroll", hide, { passive: true });

  // Citations are copied by a button where the browser allows it.
  if (navigator.clipboard) document.querySelectorAll(".verbatim").forEach((part) => {
    const button = make("button", "Copy", { type: "button", class: "copy" });
    button.addEventListener("click", async () => {
      await navigator.clipboard.writeText(part.querySelector("pre").innerText);
      button.textContent = "Copied";
      setTimeout(() => { button.textContent = "Copy"; }, 1500);
    });
    part.querySelector(".label").append(button);
  });
})();
