// A figure in Vega-Lite. While its description stays, only its rows are exchanged: no flicker,
// and a third of the time. vegaEmbed and lodashDebounce come from the bundle made around this.
async function render({ model, el }) {
  const box = document.createElement("div");
  box.className = "dl-chart";
  el.append(box);
  let shown = "";
  let embedded = null;
  let waiting = Promise.resolve();

  async function embed(spec, rows) {
    embedded?.finalize();
    box.replaceChildren();
    const whole = { ...JSON.parse(spec), data: { name: "rows" }, datasets: { rows } };
    embedded = await vegaEmbed(box, whole, { actions: false, renderer: "svg" });
    if (model.get("brushed"))
      embedded.view.addSignalListener(
        "brush",
        lodashDebounce(
          (_, value) => {
            const span = Object.values(value ?? {})[0];
            model.send({ type: "brush", span: span ? span.map(Number) : null });
          },
          60,
          { maxWait: 60 },
        ),
      );
    shown = spec;
  }

  async function draw() {
    const drawn = model.get("drawn");
    if (String(drawn) === box.dataset.drawn) return;
    const rows = structuredClone(model.get("rows"));
    // A new `fresh` asks for everything anew, without what was brushed.
    const spec = JSON.stringify({ ...model.get("spec"), usermeta: { fresh: model.get("fresh") } });
    box.hidden = !rows.length;
    if (rows.length && embedded && spec === shown) {
      embedded.view.data("rows", rows);
      await embedded.view.runAsync();
    } else if (rows.length) {
      await embed(spec, rows);
    }
    box.dataset.drawn = drawn;
  }

  const next = () => (waiting = waiting.then(draw, draw));
  model.on("change:drawn", next);
  await next();
}

export default { render };
