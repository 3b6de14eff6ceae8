/* A reader's own panel: a CSV file dropped on the page, or chosen, is checked and estimated here, and goes nowhere.

   The page has an element #own-panel, which this fills, and #own-panel-data, the rules of analysis/exhibits/panel_rules.py. */
(function () {
  "use strict";

  const place = document.getElementById("own-panel"), source = document.getElementById("own-panel-data");
  if (!place || !source) return;
  const rules = JSON.parse(source.textContent), {tables, csv, markdown} = window.OwnPanelTables;
  const KEPT = 60_000; // ms for which the address of a saved file is kept
  let latest = 0; // the file that was given last, where several are read at once

  /* An element with attributes (functions are listeners) and children (text or elements). */
  function make(tag, attributes = {}, ...children) {
    const made = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) {
      if (typeof value === "function") made.addEventListener(name, value);
      else made.setAttribute(name, value);
    }
    made.append(...children);
    return made;
  }

  const input = make("input", {type: "file", id: "own-file", accept: ".csv,text/csv",
    click: () => { input.value = ""; }, // so that a file that was changed can be chosen again
    change: () => take([...input.files])});
  const zone = make("div", {class: "own-zone"}, make("label", {for: input.id}, "Drop a CSV file on this page, or choose one"), input);
  const problem = make("p", {class: "own-problem", role: "alert"}), message = make("p", {class: "own-message", role: "status"});
  const results = make("div", {class: "own-results"});

  /* Results */

  function listOf(found, name) {
    return make("ul", {class: name}, ...found.map((text) => make("li", {}, text)));
  }

  function facts({form, facts: told}) {
    const lines = [["Form", form], ...told].flatMap(([label, text]) => [make("dt", {}, label), make("dd", {}, text)]);
    return make("details", {}, make("summary", {}, "What was read"), make("dl", {}, ...lines));
  }

  function lineOf({name, cells, strong, below}) {
    const bold = (text, i) => (strong && i === 0 ? make("strong", {}, text) : text);
    return make("tr", below ? {class: "own-below"} : {}, make("th", {scope: "row"}, name), ...cells.map((text, i) => make("td", {}, bold(text, i))));
  }

  /* A table in a box that scrolls, between its caption and its note, which do not. */
  function tableOf({number, caption, lines, note}) {
    const heads = ["Variable", ...Object.values(rules.headers)].map((head) => make("th", {scope: "col"}, head));
    const title = make("p", {class: "own-caption", id: `own-table-${number}`}, make("strong", {}, `Your Table ${number}.`), ` ${caption}`);
    const table = make("table", {"aria-labelledby": title.id}, make("thead", {}, make("tr", {}, ...heads)), make("tbody", {}, ...lines.map(lineOf)));
    return [title, make("div", {class: "own-table"}, table), make("p", {class: "own-note"}, make("em", {}, "Note."), ` ${note}`)];
  }

  /* A button that saves a text which is made when it is pressed. */
  function saver(words, file, type, text) {
    return make("button", {type: "button", click: () => {
      const address = URL.createObjectURL(new Blob([text()], {type: `${type};charset=utf-8`}));
      const link = make("a", {href: address, download: file});
      link.click();
      setTimeout(() => URL.revokeObjectURL(address), KEPT);
    }}, words);
  }

  function show(panel) {
    const made = tables(panel, rules), name = panel.name.replace(/\.csv$/i, "");
    const files = make("div", {class: "own-files"},
      saver("Save as CSV", `${name}-tables.csv`, "text/csv", () => csv(made)),
      saver("Save as Markdown", `${name}-tables.md`, "text/markdown", () => markdown(made, panel, rules)));
    message.textContent = `${panel.name} was read: ${panel.facts[0][1]}.`;
    results.replaceChildren(...(panel.notes.length ? [listOf(panel.notes, "own-notes")] : []), facts(panel), ...made.flatMap(tableOf), files);
    results.querySelectorAll(".own-table").forEach(reachable);
  }

  /* A box that scrolls can be reached with the keyboard. */
  function reachable(box) {
    const scrolls = box.scrollWidth > box.clientWidth + 1;
    const title = box.firstChild.getAttribute("aria-labelledby");
    for (const [name, value] of [["tabindex", "0"], ["role", "region"], ["aria-labelledby", title]]) {
      if (scrolls) box.setAttribute(name, value);
      else box.removeAttribute(name);
    }
  }

  /* Files */

  function refuse(sentence) {
    problem.textContent = sentence;
    message.textContent = "";
    results.replaceChildren();
  }

  /* Read what was given, unless it is not one file; what was shown before goes first. */
  async function take(files) {
    const turn = latest += 1;
    if (!files.length) return;
    refuse("");
    const panel = files.length > 1 ? {problem: `Found ${files.length} files, expected one.`} : await reading(files[0]);
    if (turn !== latest) return;
    if (panel.problem) refuse(panel.problem);
    else show(panel);
    (panel.problem ? problem : message).scrollIntoView({block: "nearest"});
  }

  async function reading(file) {
    const early = window.PanelFile.refuse(file.name, file.size, rules);
    if (early.problem) return early;
    let bytes;
    try { bytes = new Uint8Array(await file.arrayBuffer()); } catch (unreadable) {
      return {problem: `${file.name}: found something that cannot be read, expected a file.`};
    }
    return window.PanelFile.read(file.name, bytes, rules);
  }

  /* A file may be dropped anywhere on the page: beside the zone it would take the page's place. */
  function catchDrops() {
    const holdsFiles = (event) => event.dataTransfer !== null && event.dataTransfer.types.includes("Files");
    const mark = (on) => zone.classList.toggle("own-over", on);
    document.addEventListener("dragover", (event) => {
      if (!holdsFiles(event)) return;
      event.preventDefault();
      event.dataTransfer.dropEffect = "copy";
      mark(true);
    });
    document.addEventListener("dragleave", (event) => { if (event.relatedTarget === null) mark(false); });
    document.addEventListener("drop", (event) => {
      if (!holdsFiles(event)) return;
      event.preventDefault();
      mark(false);
      if (event.dataTransfer.files.length === 1) input.files = event.dataTransfer.files; // so that it shows the name
      take([...event.dataTransfer.files]);
    });
  }

  place.replaceChildren(zone, problem, message, results);
  place.classList.add("own-panel");
  catchDrops();
  window.addEventListener("resize", () => results.querySelectorAll(".own-table").forEach(reachable));
})();
