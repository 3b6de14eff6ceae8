/* "Try it yourself": controls, a result that follows them at once, and a link that holds them.

   The page has an element #explore, which this fills, and #explore-data: {years: [first, last], regions: [{id, name, kato}],
   outcomes: [{id, label, unit, source, synthetic, styles: {number, t}, rows: [[region's number, year, outcome], ...]}],
   presets: [{label, outcome, treated, without, launch, first, last}], note, outlines (see map.js; may be null)}. */
(function () {
  "use strict";

  const place = document.getElementById("explore"), source = document.getElementById("explore-data");
  if (!place || !source) return;
  const {estimate, meansByYear} = window.ExploreMath, words = window.ExploreWords;
  const data = JSON.parse(source.textContent), start = data.presets[0];
  const ANNOUNCE_AFTER = 700; // ms of rest before a result is read out, so that a series of choices is read once
  const ROLES = [["treated", "treated"], ["control", "control"], ["without", "left out"]]; // of a region: as settings have them, in words
  const shown = {}; // elements that change, by name
  let setting = copyOf(start), map = null, waiting = 0;

  function copyOf({outcome, treated, without, launch, first, last}) {
    return {outcome, treated: [...treated], without: [...without], launch, first, last};
  }

  /* An element with attributes (functions are listeners) and children (text or elements). */
  function make(tag, attributes = {}, ...children) {
    const made = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) {
      if (typeof value === "function") made.addEventListener(name, value);
      else if (value === true) made.setAttribute(name, "");
      else if (value !== false && value !== undefined) made.setAttribute(name, value);
    }
    made.append(...children);
    return made;
  }

  /* The part of the page that is called `name` and changes with the setting. */
  function part(name, element) {
    shown[name] = element;
    return element;
  }

  function outcomeOf(id) {
    return data.outcomes.find((outcome) => outcome.id === id);
  }

  /* Controls */

  function choice(name, label, options) {
    const select = part(name, make("select", {id: `explore-${name}`, change: () => {
      change({[name]: name === "outcome" ? select.value : Number(select.value)});
    }}, ...options.map(([value, text]) => make("option", {value}, text))));
    return make("div", {class: `explore-choice explore-choice-${name}`}, make("label", {for: select.id}, label), select);
  }

  function yearsOf(data) {
    const years = [];
    for (let year = data.years[0]; year <= data.years[1]; year += 1) years.push([year, String(year)]);
    return years;
  }

  function presets() {
    const buttons = data.presets.map((preset) => make("button", {type: "button", click: () => change(copyOf(preset))}, preset.label));
    part("presets", buttons);
    return make("div", {class: "explore-presets", role: "group", "aria-label": "Settings with a name"}, ...buttons,
      make("button", {type: "button", click: () => change(copyOf(start))}, "Start again"));
  }

  /* A region's line: its name, and its role as one choice of three. */
  function regionLine({id, name}) {
    const radio = ([role, text]) => {
      const input = part(`${role}-${id}`, make("input", {type: "radio", name: `explore-role-${id}`, id: `explore-${role}-${id}`, change: () => assign(id, role)}));
      return make("label", {class: `explore-${role}`}, input, make("span", {}, text));
    };
    const named = make("span", {class: "explore-name", id: `explore-name-${id}`}, name);
    return make("li", {}, named, make("div", {class: "explore-roles", role: "radiogroup", "aria-labelledby": named.id}, ...ROLES.map(radio)));
  }

  function regions() {
    return make("fieldset", {class: "explore-field"}, make("legend", {}, "Regions (of 2014)"), part("map", make("div", {class: "explore-map"})),
      part("pointed", make("p", {class: "explore-pointed", "aria-hidden": "true"})),
      make("p", {class: "explore-credit"}, (data.outlines && data.outlines.credit) || ""),
      make("ul", {class: "explore-regions"}, ...data.regions.map(regionLine)));
  }

  function settings() {
    const years = yearsOf(data);
    return make("div", {class: "explore-settings", role: "group", "aria-label": "Outcome and years"}, presets(),
      make("div", {class: "explore-row"}, choice("outcome", "Outcome", data.outcomes.map(({id, label}) => [id, label])),
        choice("launch", "Launch year", years), choice("first", "First year", years), choice("last", "Last year", years)));
  }

  /* Give a region a role; a control is what is neither treated nor left out. */
  function assign(id, role) {
    const listed = (name) => [...setting[name].filter((one) => one !== id), ...(name === role ? [id] : [])];
    change({treated: listed("treated"), without: listed("without")});
  }

  function roleOf(id) {
    return setting.treated.includes(id) ? "treated" : setting.without.includes(id) ? "without" : "control";
  }

  /* The map, where there is one: a click makes a region treated, or not. */
  function drawMap() {
    if (!window.RegionMap || !data.outlines) return;
    const byKato = new Map(data.regions.map((region) => [region.kato, region]));
    const nameOf = ({name}) => { // beginning with what the map prints of it
      const printed = window.RegionMap.shortName(name);
      return name.startsWith(printed) ? name : `${printed} (${name})`;
    };
    map = window.RegionMap.draw(shown.map, {
      outlines: data.outlines, name: "Map of the regions: choose the treated ones", selectable: true, ...mapState(),
      describe: ({id}) => nameOf(byKato.get(id)) + (roleOf(byKato.get(id).id) === "without" ? ", left out: treated" : ": treated"),
      onToggle: ({id}, pressed) => assign(byKato.get(id).id, pressed ? "treated" : "control"),
      onShow: (region) => {
        const pointed = region && byKato.get(region.id);
        shown.pointed.textContent = pointed ? `${pointed.name}: ${new Map(ROLES).get(roleOf(pointed.id))}` : "";
      },
    });
  }

  function mapState() {
    const katoOf = (ids) => data.regions.filter((region) => ids.includes(region.id)).map((region) => region.kato);
    const values = Object.fromEntries(data.regions.map(({id, kato}) => [kato, setting.without.includes(id) ? null : 0]));
    return {pressed: katoOf(setting.treated), values};
  }

  /* Results */

  /* A table: a caption, the heads of columns, rows whose first cell is their head. Wide ones scroll in a box. */
  function table(caption, heads, rows) {
    const cell = (content, head) => {
      const content_ = Array.isArray(content) ? content : [content];
      return head ? make("th", {scope: "row"}, ...content_) : make("td", {}, ...content_);
    };
    const body = rows.map((row) => make("tr", {}, ...row.map((content, i) => cell(content, i === 0))));
    return make("div", {class: "explore-table"}, make("table", {}, make("caption", {}, caption),
      make("thead", {}, make("tr", {}, ...heads.map((head) => make("th", {scope: "col"}, head)))), make("tbody", {}, ...body)));
  }

  function meansTable(result, outcome) {
    const {means, sizes} = result.cells, print = (value) => words.printed(value, outcome.styles.number);
    const mean = (cell) => [print(means[cell]), make("span", {class: "explore-rows"}, words.plural(sizes[cell], "row", "rows"))];
    const control = result.clusters - result.treated, last = make("strong", {}, print(result.terms[3].estimate));
    return table(`Mean outcome of the groups (${outcome.unit}), and its four differences`,
      ["Regions", `Before ${setting.launch}`, `From ${setting.launch}`, "Change"], [
        [`Treated (${result.treated})`, mean(1), mean(3), print(means[3] - means[1])],
        [`Control (${control})`, mean(0), mean(2), print(means[2] - means[0])],
        ["Difference", print(means[1] - means[0]), print(means[3] - means[2]), [last]]]);
  }

  function inferenceTable(result, outcome) {
    const {number, t} = outcome.styles, dash = "–";
    const row = (name, judged) => (judged.std_error === undefined ? [name, dash, dash, dash, dash, dash]
      : [name, words.printed(judged.std_error, number), words.printed(judged.t, t), words.printed(judged.df, "integer"),
        words.printed(judged.p, "p"), words.interval(judged, number)]);
    const rows = [row("Classical", result.terms[3])];
    if (!outcome.synthetic) rows.push(row("Clustered (CRV1)", result.crv1), ["Randomization", dash, dash, dash, words.printed(result.ri.p, "p"), dash]);
    const made = table(`The difference in differences, ${words.printed(result.terms[3].estimate, number)} ${outcome.unit}, by ${rows.length === 1 ? "classical errors" : "three methods"}`,
      ["Method", "Std. Error", "t", "df", "p", "95% interval"], rows);
    return outcome.synthetic ? made : make("div", {}, made, make("p", {class: "explore-counted"}, words.counted(result)));
  }

  function regressionTable(result, outcome) {
    const {number, t} = outcome.styles, names = ["Intercept", "Treated", "Post", "Treated × Post"];
    return table(`All four coefficients of the regression, as in the article's tables (N = ${words.printed(result.n, "integer")}, classical errors)`,
      ["Variable", "Coefficient", "Std. Error", "t", "p", "95% interval"],
      result.terms.map((term, i) => [names[i], words.printed(term.estimate, number), words.printed(term.std_error, number), words.printed(term.t, t),
        words.printed(term.p, "p"), term.p === undefined ? "–" : words.interval(term, number)]));
  }

  function yearTable(means, outcome) {
    const print = (value) => words.printed(value, outcome.styles.number);
    return make("details", {}, make("summary", {}, "Means by year as a table"),
      table(`Mean outcome by year (${outcome.unit})`, ["Year", "Treated", "Control"],
        means.years.map((year, i) => [String(year), print(means.treated[i]), print(means.others[i])])));
  }

  /* The chart of both groups over the years, as charts.js draws it. */
  function chartSpec(means, outcome) {
    const print = (value) => words.printed(value, outcome.styles.number), {years} = means;
    const points = (name, values) => values.map((y, i) => (y === null ? {x: years[i], y} : {x: years[i], y, text: `${name}, ${years[i]}: ${print(y)}`}));
    const series = [["Treated", means.treated, {colour: 1}], ["Control", means.others, {colour: 0, dashed: true}]]
      .filter(([, values]) => values.some((value) => value !== null))
      .map(([name, values, look]) => ({name, ...look, points: points(name, values)}));
    const inside = setting.launch > setting.first && setting.launch <= setting.last, zero = {y: 0};
    return {kind: "lines", name: "Group means", alternative: `Mean outcome of treated and control regions by year (${outcome.unit}); the table below has the numbers.`,
      heading: `Mean of treated and control regions, ${outcome.unit}`, ...(outcome.synthetic ? {note: "synthetic panel"} : {}), y: {zero: true},
      panels: [{ticks: years.map((year) => [year, String(year)]), rules: [zero, ...(inside ? [{x: setting.launch - 0.5, text: `from ${setting.launch}`}] : [])], series}]};
  }

  /* The coefficient and its p-values, or why there are none, in a line that stays in sight while the choices are. */
  function headline(result, outcome) {
    if (result.problem) return [words.summary(result, outcome)];
    const p = (name, judged) => make("span", {}, `${name} ${words.printed(judged.p, "p")}`);
    const judged = [p("classical", result.terms[3])];
    if (!outcome.synthetic) judged.push(p("clustered", result.crv1), p("randomization", result.ri));
    return [make("strong", {}, words.printed(result.terms[3].estimate, outcome.styles.number)), ` ${outcome.unit}`,
      make("span", {class: "explore-p"}, make("em", {}, "p"), ": ", ...judged)];
  }

  function showMeans(outcome) {
    const means = meansByYear(outcome.rows, numbered());
    const empty = [...means.treated, ...means.others].every((value) => value === null);
    shown.years.replaceChildren(...(empty ? [] : [yearTable(means, outcome)]));
    shown.chart.hidden = empty || !window.Charts;
    if (!shown.chart.hidden) window.Charts.draw(chartSpec(means, outcome), shown.chart);
  }

  function showResult(result, outcome) {
    shown.told.textContent = words.choices(setting, data);
    shown.summary.textContent = words.summary(result, outcome);
    shown.headline.replaceChildren(...headline(result, outcome));
    shown.headline.classList.toggle("explore-problem", Boolean(result.problem));
    shown.summary.classList.toggle("explore-quiet", Boolean(result.problem));
    shown.cautions.replaceChildren(...words.cautions(result, outcome).map((text) => make("li", {}, text)));
    shown.tables.replaceChildren(...(result.problem ? []
      : [meansTable(result, outcome), inferenceTable(result, outcome), regressionTable(result, outcome)]));
    for (const box of place.querySelectorAll(".explore-table")) reachable(box);
  }

  /* A box that scrolls can be reached with the keyboard. */
  function reachable(box) {
    const scrolls = box.scrollWidth > box.clientWidth + 1;
    for (const [name, value] of [["tabindex", "0"], ["role", "region"], ["aria-label", box.querySelector("caption").textContent]]) {
      if (scrolls) box.setAttribute(name, value);
      else box.removeAttribute(name);
    }
  }

  /* What the choices give, in a line, in sentences and as a chart. */
  function answer() {
    return make("div", {class: "explore-answer"},
      part("headline", make("p", {class: "explore-headline", "aria-hidden": "true"})), part("told", make("p", {class: "explore-told"})),
      part("summary", make("p", {class: "explore-summary"})), part("cautions", make("ul", {class: "explore-cautions"})),
      part("chart", make("div", {class: "chart explore-chart"})));
  }

  function details() {
    const link = part("link", make("input", {type: "text", readonly: true, id: "explore-link", focus: () => link.select()}));
    return make("div", {class: "explore-details"}, part("years", make("div", {})), part("tables", make("div", {class: "explore-tables"})),
      make("div", {class: "explore-link"}, make("label", {for: link.id}, "Link to these choices"), link,
        make("button", {type: "button", click: copy}, "Copy link")),
      part("message", make("p", {class: "explore-message", role: "status"})),
      part("status", make("p", {class: "explore-quiet", role: "status"})));
  }

  async function copy() {
    try {
      await navigator.clipboard.writeText(shown.link.value);
      shown.message.textContent = "Link copied.";
    } catch (refused) {
      shown.link.focus();
      shown.link.select();
      shown.message.textContent = document.execCommand("copy") ? "Link copied." : "The link is selected: copy it with the keyboard.";
    }
  }

  /* State */

  /* The setting with regions by number, as the arithmetic has them. */
  function numbered() {
    const number = (id) => data.regions.findIndex((region) => region.id === id);
    return {...setting, treated: setting.treated.map(number), without: setting.without.map(number)};
  }

  /* The same choices have the same link. */
  function same(one, other) {
    return words.toHash(one) === words.toHash(other);
  }

  function showControls() {
    for (const name of ["outcome", "launch", "first", "last"]) shown[name].value = setting[name];
    for (const {id} of data.regions) shown[`${roleOf(id)}-${id}`].checked = true;
    shown.presets.forEach((button, i) => button.setAttribute("aria-pressed", String(same(data.presets[i], setting))));
    if (map) map.update(mapState());
  }

  function show() {
    const outcome = outcomeOf(setting.outcome);
    showControls();
    showResult(estimate(outcome.rows, numbered()), outcome);
    showMeans(outcome);
    shown.link.value = location.href.replace(/#.*/, "") + words.toHash(setting);
  }

  function change(changed) {
    setting = {...setting, ...changed};
    show();
    try { history.replaceState(null, "", words.toHash(setting)); } catch (refused) { /* the link below still has it */ }
    clearTimeout(waiting);
    waiting = setTimeout(() => { shown.status.textContent = shown.summary.textContent; }, ANNOUNCE_AFTER);
  }

  /* Take the setting from the address, where it holds one. */
  function restore() {
    const held = words.fromHash(location.hash, data);
    if (!held) return;
    setting = copyOf(held.unknown ? start : held);
    show();
    shown.message.textContent = held.unknown ? "The link names choices that this page does not have; it starts again." : "";
    place.scrollIntoView();
  }

  place.replaceChildren(...(data.note ? [make("p", {class: "explore-note"}, data.note)] : []),
    make("div", {class: "explore-board"}, settings(), answer(), regions()), details());
  place.classList.add("explore");
  drawMap();
  show();
  restore();
  window.addEventListener("hashchange", restore);
  window.addEventListener("resize", () => place.querySelectorAll(".explore-table").forEach(reachable));
})();
