// Hands a file or a text to the person: as a download, or to the clipboard.
async function copied(model) {
  const bytes = model.get("content");
  const mime = model.get("mime");
  if (mime === "image/png") {
    const blob = new Blob([bytes], { type: mime });
    await navigator.clipboard.write([new ClipboardItem({ [mime]: blob })]);
  } else {
    await navigator.clipboard.writeText(new TextDecoder().decode(bytes));
  }
}

function render({ model, el }) {
  const box = document.createElement("div");
  box.className = "dl-take";
  box.dataset.lmSuppressShortcuts = "true";
  const said = document.createElement("span");
  said.setAttribute("role", "status");
  const code = document.createElement("code");
  const button = (label, action) => {
    const one = document.createElement("button");
    one.type = "button";
    one.textContent = label;
    one.addEventListener("click", action);
    return one;
  };
  const save = button("Download", () => {
    const url = URL.createObjectURL(new Blob([model.get("content")], { type: model.get("mime") }));
    const link = document.createElement("a");
    link.href = url;
    link.download = model.get("name");
    link.click();
    setTimeout(() => URL.revokeObjectURL(url), 10000);
    said.textContent = "saved as " + model.get("name");
  });
  const copy = button("Copy", async () => {
    try {
      await copied(model);
      said.textContent = "copied";
    } catch {
      said.textContent = "the browser does not allow copying here: select the text and copy it";
    }
  });
  box.append(code, ...(model.get("name") ? [save] : []), copy, said);
  el.append(box);

  function draw() {
    code.textContent = model.get("shown");
    code.hidden = !model.get("shown");
    said.textContent = "";
    save.disabled = copy.disabled = !model.get("content").byteLength;
    box.dataset.drawn = model.get("drawn");
  }

  draw();
  model.on("change:drawn", draw);
}

export default { render };
