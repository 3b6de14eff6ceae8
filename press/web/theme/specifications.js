/* Specification curves, in every element of class specifications-chart: estimates in the order of their size, below each what it assumes,
   and choices of which are shown. Drawn with the tools of charts.js, which is loaded before; without it the printed picture stays.

   The spec: kind "specifications", heading, asks (what the choice of a group is called), groups: [{name, colour (0-3)}, ...],
   subjects: [{name, choices: [...], asked (true: readers choose among them)}, ...], estimates: [{group, y, low, high, text (estimate and
   interval in words), look ("hollow"), rests: [places of its choices, counted over all subjects]}, ...], each group's by size. */
(function () {
  "use strict";
  const { path, marker, line, write, measure, paragraph, scale, room, mark } = Charts.tools;
  const BESIDE = 38; // widths of type from which on the groups stand beside each other
  const HINT = "Point at an estimate, tap it, or walk with the arrow keys, to read what it assumes.";
  const excludesZero = one => one.low > 0 || one.high < 0;

  /* The rows below the estimates: each subject, then its choices with their places. */
  function rowsOf(subjects) {
    let place = 0;
    return subjects.flatMap(({ name, choices }) => [{ name }, ...choices.map(choice => ({ name: choice, place: place++ }))]);
  }

  function told(spec, one) {
    const rows = rowsOf(spec.subjects);
    const assumed = spec.subjects.map(({ name, choices }) => {
      const made = choices.filter(choice => one.rests.includes(rows.find(row => row.name === choice && row.place != null).place));
      return made.length ? `${name}: ${made.join(", ")}` : "";
    });
    return `${spec.groups[one.group].name}: ${one.text}\n${assumed.filter(Boolean).join(" · ")}`;
  }

  /* The picture: groups beside each other, with the rows named once at the left; or below each other, each row named above its dots. */
  function curves(spec, top) {
    const { width, em } = room(), rows = rowsOf(spec.subjects), beside = width >= BESIDE * em;
    const ends = spec.estimates.flatMap(one => [one.low, one.high]), low = Math.min(0, ...ends), high = Math.max(0, ...ends);
    const axis = scale(low, high, 5), labels = Math.max(...axis.map(tick => measure(tick[1]))) + .8 * em;
    const left = beside ? Math.max(labels, ...rows.map(row => measure(row.name, row.place == null ? "bold" : "") + .7 * em)) : labels;
    const wide = beside ? (width - left - em * (spec.shown.length - 1)) / spec.shown.length : width - left;
    let bottom = top;
    spec.shown.forEach((group, i) => {
      const x = beside ? left + i * (wide + em) : left;
      bottom = panel(spec, { group, row: i, x, wide, top: beside ? top : bottom + (i ? em : 0), low, high, rows, beside, named: !beside || !i,
        axis: beside && i ? axis.map(([v]) => [v]) : axis });
    });
    return bottom;
  }

  function panel(spec, box) {
    const { em } = room(), { x, wide } = box, { name, colour } = spec.groups[box.group], look = `series-${colour}`;
    const list = spec.estimates.filter(one => one.group === box.group && spec.passes(one));
    const start = paragraph(x, box.top, name, wide, `bold ${look}`) + .5 * em, floor = start + 13 * em;
    const unit = Math.min(wide / Math.max(1, list.length), 1.8 * em), X = i => x + (i + .5) * unit;
    const Y = v => floor - (v - box.low) / (box.high - box.low) * (floor - start);
    for (const [v, label] of box.axis) {
      path(`M${x},${Y(v)}h${wide}`, v ? "chart-grid" : "chart-axis");
      if (label) write(x - .5 * em, Y(v) + .35 * em, label, "end", true);
    }
    line({ colour }, list.map((one, i) => `M${X(i)},${Y(one.low)}V${Y(one.high)}`).join(""));
    list.forEach((one, i) => marker({ colour }, one, X(i), Y(one.y)));
    const bottom = dots(box, list, look, X, floor + .6 * em);
    list.forEach((one, i) => mark(box.row, { x: X(i) - unit / 2, y: start, w: unit, h: bottom - start, text: told(spec, one) }));
    return bottom;
  }

  /* A row of dots for every choice, strong where an estimate rests on it; where they end. */
  function dots({ rows, beside, named, x }, list, look, X, y) {
    const { em } = room();
    for (const { name, place } of rows) {
      const subject = place == null, type = subject ? "bold" : "";
      if (named && beside) write(x - .7 * em, y + 1.05 * em, name, `${type} end`);
      if (named && !beside) write(0, y + 1.05 * em, name, type);
      y += beside || subject ? 1.4 * em : 2.2 * em;
      if (subject) continue;
      const at = y - (beside ? .7 : .45) * em, drawn = some => some.map(i => `M${X(i)},${at}h.01`).join("");
      path(drawn([...list.keys()]), "specification-dots");
      path(drawn([...list.keys()].filter(i => list[i].rests.includes(place))), `specification-dots is-made ${look}`);
    }
    return y;
  }

  /* What readers choose */

  function add(parent, tag, attributes = {}, text = "") {
    const node = Object.assign(document.createElement(tag), attributes);
    node.append(text);
    parent.append(node);
    return node;
  }

  function choice(parent, name, options) {
    const label = add(parent, "label", {}, `${name} `), select = add(label, "select", { ariaLabel: name });
    [["All", ""], ...options].forEach(([text, value]) => add(select, "option", { value }, text));
    return select;
  }

  function choices(element, spec) {
    const row = add(element, "div", { className: "specification-choices" }), rows = rowsOf(spec.subjects);
    const selects = [choice(row, spec.asks, spec.groups.map((group, i) => [group.name, i]))];
    let subject = "";
    const asked = spec.subjects.filter(one => one.asked).map(one => one.name), offered = new Map(asked.map(name => [name, []]));
    for (const { name, place } of rows) if (place == null) subject = name; else offered.get(subject)?.push([name, place]);
    for (const [name, options] of offered) selects.push(choice(row, name, options));
    return { selects, reset: add(row, "button", { type: "button" }, "Reset") };
  }

  /* How many estimates are shown, and how many of their intervals exclude zero. */
  function counted(spec, shown, passes) {
    return shown.map(group => {
      const all = spec.estimates.filter(one => one.group === group), some = all.filter(passes);
      return `${spec.groups[group].name}: ${some.length} of ${all.length} estimates; intervals that exclude zero: ${some.filter(excludesZero).length}.`;
    }).join(" ");
  }

  /* What stands above the picture: choices, how many estimates are shown, what is told of one. */
  function above(spec, element) {
    const made = choices(element, spec);
    const [count, card] = ["specification-count", "specification-card"].map(className => add(element, "p", { className, role: "status" }));
    const tell = text => {
      card.textContent = text || HINT;
      card.classList.toggle("is-hint", !text);
    };
    tell("");
    return { ...made, count, tell };
  }

  /* The groups that are shown at first. */
  const first = (spec, { wide, size }) => wide < BESIDE * size ? [0] : [...spec.groups.keys()];

  function build(spec, element) {
    const { selects, reset, count, tell } = above(spec, element), chart = add(element, "div", { className: "chart" });
    const begun = first(spec, { wide: element.clientWidth, size: parseFloat(getComputedStyle(element).fontSize) });
    function show() {
      const [group, ...made] = selects.map(select => select.value), wanted = made.filter(Boolean).map(Number);
      const passes = one => wanted.every(place => one.rests.includes(place));
      const shown = [...spec.groups.keys()].filter(i => !group || i === Number(group));
      count.textContent = counted(spec, shown, passes);
      Charts.draw({ ...spec, shown, passes, tell }, chart);
    }
    function begin() {
      selects.forEach((select, i) => { select.value = i || begun.length === spec.groups.length ? "" : begun[0]; });
      show();
    }
    for (const select of selects) select.addEventListener("change", show);
    reset.addEventListener("click", begin);
    begin();
  }

  /* What the choices and lines of text take, set for a moment where they will stand, and what the picture takes. */
  function height(spec, there, element) {
    const shown = first(spec, there), passes = () => true, trial = add(element, "div", { className: "specification-trial" });
    above(spec, trial).count.textContent = counted(spec, shown, passes);
    const high = trial.getBoundingClientRect().height;
    trial.remove();
    return high + Charts.height({ ...spec, shown, passes }, there);
  }

  Charts.kinds.specifications = curves;
  document.querySelectorAll(".specifications-chart[data-for]").forEach(element => Charts.stand(element, build, height));
})();
