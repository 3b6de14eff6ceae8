/* Charts drawn in the page. `Charts.draw(spec, element)` fills the element's width; drawing again in it replaces the chart.

   Every spec: kind, name ("Figure 4"), alternative (the chart in words), heading, note (below, as "synthetic panel").
   lines:  panels: [{heading, share (of the width; 1), labels ("beside", "above": where points' labels stand),
             ticks: [[x, label], ...] (of two that touch, the first stays), rules: [{x, text} or {y}], bands: [{from, to, text}],
             series: [{name, colour (0-3), dashed, bare (no line), points: [{x, y (null: a gap), text (told when chosen),
                       label (printed), low, high (interval), look ("hollow", "base")}, ...]}, ...]}, ...],
           y: {suffix ("%"), zero (true: the axis holds zero)}. Panels share the value axis; a series has one name in all.
   bars:   legend: [whole, part], bars: [{name, whole, part (null: unknown), over, inside, text}, ...]
   heat:   columns: [{name, told, group, wide}, ...], turned (names upright), words ("{row}, {column}: {cell}"),
           rows: [{name, group, cells: [[shade from -1 to 1 or null, printed, ...told], ...]}, ...], frame: {rows, columns: [first, last]},
           told: what surrounds each part of what a cell tells (["{} per 1,000", " ({} persons)"]; ["{}"]); a cell may tell fewer,
           scale: [what is printed at the full colour of less, at none, at the full colour of more]
   forest: panels: [{heading, from, to, groups: [{name, colour, rows: [{name, y, low, high, told, strong, text}, ...]}, ...]}, ...]
   Numbers come as text, but for the labels of value axes. Colours are those of charts.css.

   `Charts.stand(element, build, height)` lets what stands in for a figure's picture be built by build(spec, element) once it is near the
   reader's window; height(spec, room, element) says exactly how high that will be, room being {wide, size, type} of its place: what lies
   below must not move under a reader's finger. `Charts.kinds` holds what draws a kind of spec: other scripts add theirs, made of
   `Charts.tools`; for such a spec, tell(text) takes what a chosen mark tells ("" for none), in place of the box beside it. */
var Charts = (function () {
  "use strict";
  const known = new WeakMap(), waiting = new Map(), kinds = { lines, bars, heat, forest };
  const ruler = document.createElement("canvas").getContext("2d"), scratch = document.createElementNS("http://www.w3.org/2000/svg", "g");

  /* The chart that is being drawn: its picture, the size of type and width in pixels, its marks in rows, where text stands. */
  let svg, em, width, rows, texts, family;

  const widths = new Map();
  let ruled = "";
  document.fonts.addEventListener("loadingdone", () => { widths.clear(); ruled = ""; });

  /* An element of the picture; where only its height is asked for there is no picture, and one element stands for all. */
  function add(tag, attributes, text) {
    if (!svg) return scratch;
    const made = document.createElementNS("http://www.w3.org/2000/svg", tag);
    for (const name in attributes) made.setAttribute(name, attributes[name]);
    if (text) made.textContent = text;
    svg.append(made);
    return made;
  }
  const path = (d, look) => add("path", { d, class: look });
  const rect = (x, y, w, h, look) => add("rect", { x, y, width: w, height: h, class: look });
  const colour = s => `series-${s.colour || 0}`;
  const most = (list, of) => Math.max(0, ...list.map(of));

  /* How wide a text is; each is measured once in a font. */
  function measure(text, look = "") {
    const font = `${look.includes("bold") ? 700 : 400} ${em}px ${family}`, key = `${font} ${text}`;
    if (!widths.has(key)) {
      if (ruled !== font) ruler.font = ruled = font;
      widths.set(key, ruler.measureText(text || "").width);
    }
    return widths.get(key) * (look.includes("small") ? .9 : 1);
  }

  /* A line of text; `look` may hold "middle" or "end". One that yields is left out where it would touch another; whether it stands. */
  function write(x, y, text, look = "", yields = false) {
    const wide = measure(text, look), part = look.includes("middle") ? .5 : look.includes("end") ? 1 : 0;
    if (yields) x = Math.max(part * wide, Math.min(width - (1 - part) * wide, x));
    const box = [x - part * wide, y - .8 * em, x + (1 - part) * wide, y + .2 * em];
    if (yields && texts.some(t => box[0] < t[2] + 3 && t[0] < box[2] + 3 && box[1] < t[3] && t[1] < box[3])) return false;
    texts.push(box);
    add("text", { x, y, class: look }, text);
    return true;
  }

  function wrap(text, room, look) {
    const lines = [];
    for (const word of text ? text.split(" ") : []) {
      const last = lines.length - 1, longer = `${lines[last]} ${word}`;
      if (last >= 0 && measure(longer, look) <= room) lines[last] = longer; else lines.push(word);
    }
    return lines;
  }

  /* Text in lines below y; where it ends. */
  function paragraph(x, y, text, room, look) {
    for (const line of wrap(text, room, look)) write(x, (y += 1.25 * em) - .3 * em, line, look);
    return y;
  }

  function legend(items, y) {
    let x = 0;
    for (const [name, sample] of items) {
      const wide = 2.1 * em + measure(name);
      if (x && x + wide > width) [x, y] = [0, y + 1.4 * em];
      sample(x, y + .65 * em);
      write(x + 2.1 * em, y + em, name);
      x += wide + 1.5 * em;
    }
    return y + 1.8 * em;
  }

  /* Round values between two, about `count` of them, with their labels. */
  function scale(low, high, count) {
    const raw = (high - low) / count || 1, power = 10 ** Math.floor(Math.log10(raw));
    const step = power * [1, 2, 5, 10].find(m => m * power >= raw * .999), found = [];
    const digits = Math.max(0, -Math.floor(Math.log10(step) + 1e-9));
    const print = v => v.toFixed(digits).replace(/^\d+/, whole => whole.replace(/\B(?=(\d{3})+$)/g, ","));
    for (let i = Math.ceil(low / step - 1e-9); i * step <= high; i++)
      found.push([i * step, (i < 0 ? "\u2212" : "") + print(Math.abs(i * step))]);
    return found;
  }

  /* Places moved away from each other until they are `gap` apart. */
  function apart(places, gap) {
    const order = places.map((_, i) => i).sort((a, b) => places[a] - places[b]), moved = places.slice();
    order.forEach((i, n) => { if (n) moved[i] = Math.max(moved[i], moved[order[n - 1]] + gap); });
    const shift = moved.reduce((sum, place, i) => sum + place - places[i], 0) / places.length;
    return moved.map(place => place - shift);
  }

  /* Lines, and points with intervals */

  function lines(spec, top) {
    const { panels, y = {} } = spec, beside = width >= 38 * em, first = panels[0].series;
    const values = panels.flatMap(panel => panel.series.flatMap(s => s.points.flatMap(q => [q.y, q.low, q.high])))
      .filter(v => v != null).concat(y.zero ? 0 : []);
    let low = Math.min(...values), high = Math.max(...values);
    const room = high - low || 1;
    high += room * (panels.some(panel => panel.rules) ? .16 : .06);
    if (low || !y.zero) low -= room * .05;
    const axis = scale(low, high, 6).map(([v, label]) => [v, label + (y.suffix || "")]);
    const left = most(axis, tick => measure(tick[1])) + .8 * em, names = [...new Set(panels.flatMap(panel => panel.series.map(s => s.name)))];
    const longest = first.length > 1 ? most(names, name => measure(name, "bold")) : 0, direct = longest && longest < .2 * width;
    if (longest && !direct) top = legend(first.map(s => [s.name, (x, at) => {
      line(s, `M${x},${at}h${1.7 * em}`);
      marker(s, {}, x + .85 * em, at);
    }]), top);
    const ends = direct ? longest + behind(panels[0]) + .2 * em : 0, gap = 1.2 * em, shares = panels.reduce((sum, panel) => sum + (panel.share || 1), 0);
    const free = width - left - ends - (beside ? gap * (panels.length - 1) : 0);
    const wide = panel => beside ? free * (panel.share || 1) / shares : free;
    const under = top + most(panels, panel => wrap(panel.heading, wide(panel)).length) * 1.25 * em + .6 * em;
    let x = left, bottom = top;
    panels.forEach((panel, i) => {
      const start = beside ? under : paragraph(0, bottom + (i ? .6 * em : 0), panel.heading, width, "soft") + .6 * em;
      if (beside) paragraph(i ? x : 0, top, panel.heading, wide(panel) + (i ? 0 : left), "soft");
      bottom = plot(panel, { x, wide: wide(panel), top: start, floor: start + (beside || !i ? 16 : 12) * em, low, high },
        beside && i ? axis.map(([v]) => [v]) : axis, names, direct && !i);
      if (beside) x += wide(panel) + gap + (i ? 0 : ends);
    });
    return bottom;
  }

  function plot(panel, box, axis, names, direct) {
    const { series, rules = [], bands = [], ticks = [], labels } = panel, { top, floor } = box, points = series.flatMap(s => s.points);
    const inset = labels === "beside" ? most(points, q => measure(q.label)) + em : em;
    const xs = points.map(q => q.x), first = Math.min(...xs), span = Math.max(...xs) - first || 1;
    const X = v => box.x + inset + (v - first) / span * (box.wide - 2 * inset);
    const Y = v => floor - (v - box.low) / (box.high - box.low) * (floor - top);
    const starts = bands.map(band => Math.max(box.x, X(band.from)));
    bands.forEach((band, i) => rect(starts[i], top, X(band.to) - starts[i], floor - top, "chart-band"));
    for (const [v, label] of axis) {
      path(`M${box.x},${Y(v)}h${box.wide}`, "chart-grid");
      if (label) write(box.x - .5 * em, Y(v) + .35 * em, label, "end", true);
    }
    for (const { x, y } of rules) x ? path(`M${X(x)},${top}V${floor}`, "chart-rule") : path(`M${box.x},${Y(y)}h${box.wide}`, "chart-axis");
    path(`M${box.x},${floor}h${box.wide}${ticks.map(([v]) => `M${X(v)},${floor}v${.35 * em}`).join("")}`, "chart-axis");
    for (const [v, label] of ticks) if (label) write(X(v), floor + 1.4 * em, label, "middle", true);
    for (const s of series.slice().reverse()) {
      const seen = s.points.filter(q => q.y != null);
      if (!s.bare) line(s, s.points.map((q, i) => q.y == null ? "" : `${(s.points[i - 1] || {}).y == null ? "M" : "L"}${X(q.x)},${Y(q.y)}`).join(""));
      for (const q of seen) if (q.low != null) line({ colour: s.colour }, `M${X(q.x)},${Y(q.low)}V${Y(q.high)}`);
      for (const q of seen) marker(s, q, X(q.x), Y(q.y));
    }
    for (const s of series) (rows[names.indexOf(s.name)] ||= []).push(...s.points.map(q => q.y == null ? null
      : { x: X(q.x) - 5, y: Y(q.y) - 5, w: 10, h: 10, text: q.text, round: true }));
    bands.forEach((band, i) => write((starts[i] + X(band.to)) / 2, top + em, band.text, "middle", true));
    if (direct) called(series, X, Y, behind(panel));
    if (labels === "above") texts.push(...points.filter(q => q.y != null).map(q => [X(q.x) - 4, Y(q.y) - 4, X(q.x) + 4, Y(q.y) + 4]));
    if (labels) labelled(series, labels, X, Y);
    for (const { x, text } of rules) if (text) [top + em, floor - .5 * em, top + 2.3 * em, floor - 1.8 * em]
      .some(at => write(X(x) + .4 * em, at, text, "halo", true));
    return floor + 1.9 * em;
  }

  const line = (s, d) => path(d, `chart-line ${colour(s)}${s.dashed ? " dashed" : ""}`);

  function marker(s, q, x, y) {
    const look = `chart-point ${colour(s)}${s.dashed || q.look === "hollow" ? " hollow" : ""}`;
    if (q.look === "base") path(`M${x - 4.5},${y}l4.5,-4.5l4.5,4.5l-4.5,4.5z`, "chart-point");
    else if (s.dashed) rect(x - 3, y - 3, 6, 6, look);
    else add("circle", { cx: x, cy: y, r: 3.5, class: look });
  }

  /* The names of the series behind their last points, and behind the labels of these. */
  const behind = panel => panel.labels === "above" ? most(panel.series.flatMap(s => s.points), q => measure(q.label)) / 2 + .4 * em : .8 * em;

  function called(series, X, Y, away) {
    const last = series.map(s => [s, s.points.filter(q => q.y != null).pop()]).filter(pair => pair[1]);
    const places = apart(last.map(([, q]) => Y(q.y)), 1.2 * em);
    last.forEach(([s, q], i) => write(X(q.x) + away, places[i] + .35 * em, s.name, `bold ${colour(s)}`));
  }

  /* The points' labels: before the first and behind the last point; or above the upper and below the other points. */
  function labelled(series, where, X, Y) {
    for (const x of new Set(series[0].points.map(q => q.x).reverse())) {
      const here = series.flatMap(s => s.points.filter(q => q.x === x && q.label).map(q => [s, q])), ys = here.map(([, q]) => Y(q.y));
      const places = apart(ys, 1.2 * em), before = x === series[0].points[0].x;
      here.forEach(([s, q], i) => where === "beside"
        ? write(X(x) + (before ? -.7 : .7) * em, places[i] + .35 * em, q.label, `${colour(s)}${before ? " end" : ""}`)
        : besideOthers(X(x), ys[i], ys[i] > Math.min(...ys), q.label, `middle halo ${colour(s)}`));
    }
  }

  /* A label below or above its point, as near as the other texts let it. */
  function besideOthers(x, y, below, label, look) {
    for (const far of [0, 1.15, 2.3]) for (const aside of [0, .3, -.3, .6, -.6, 1, -1, 1.4, -1.4])
      if (write(x + aside * em, y + (below ? 1.5 + far : -.7 - far) * em, label, look, true)) return;
  }

  /* Bars: a whole each, with the known part of it */

  function bars(spec, top) {
    const band = width / spec.bars.length, wide = Math.min(.8 * band, 8 * em);
    top = legend(spec.legend.map((name, i) => [name, (x, y) => rect(x, y - .5 * em, 1.7 * em, em, i ? "chart-part" : "chart-whole")]), top);
    const floor = top + 17 * em, unit = 15.6 * em / most(spec.bars, bar => bar.whole);
    let bottom = floor;
    rows.push(spec.bars.map((bar, i) => {
      const middle = (i + .5) * band, x = middle - wide / 2, tall = bar.whole * unit, part = (bar.part || 0) * unit;
      rect(x, floor - tall, wide, tall, "chart-whole");
      if (part) rect(x, floor - part, wide, part, "chart-part");
      write(middle, floor - tall - .5 * em, bar.over, "middle");
      const inside = wrap(bar.inside, wide - .4 * em).length * 1.25 * em, fits = inside < part - .3 * em;
      const high = fits ? (part + inside) / 2 : part ? part + inside + .3 * em : (tall + inside) / 2;
      paragraph(middle, floor - high, bar.inside, wide - .4 * em, fits ? "middle on-part" : "middle");
      bottom = Math.max(bottom, paragraph(middle, floor + .4 * em, bar.name, band - .4 * em, "middle"));
      return { x, y: floor - tall, w: wide, h: tall, text: bar.text };
    }));
    return bottom;
  }

  /* Heat table: a cell per row and column, with its number where there is room; the rows' names beside or above the cells */

  const strong = printed => /^[1-9]/.test(printed) ? "middle small bold" : "middle small";  // a gain
  const unsigned = printed => printed.replace(/^\+/, "");  // where there is little room; a loss keeps its sign

  function coloured(x, y, w, h, shade) {
    rect(x, y, w, h, `chart-cell ${shade > 0 ? "more" : "less"}`).style.setProperty("--shade", `${Math.round(100 * Math.abs(shade))}%`);
  }

  /* What the colours mean: cells from the full colour of less to that of more, and the printed ends; where it ends. */
  function ramp(printed, y) {
    const steps = 16, wide = Math.min(width, 26 * em), each = wide / (steps + 1);
    for (let i = 0; i <= steps; i++) coloured(i * each, y, each + .5, .8 * em, 2 * i / steps - 1);
    printed.forEach((text, i) => write(i * wide / 2, y + 1.9 * em, text, ["soft small", "soft small middle", "soft small end"][i]));
    return y + 2.6 * em;
  }

  function heat(spec, top) {
    const { columns, frame } = spec, broadest = print => most(spec.rows, row => most(row.cells, cell => measure(print(cell[1]), strong(cell[1])))) + 1;
    const names = most(spec.rows, row => measure(row.name)) + .7 * em, starts = [];
    let units = 0;
    columns.forEach((column, i) => {
      units += i && column.group !== columns[i - 1].group ? .35 : 0;
      starts.push(units);
      units += column.wide ? 2.2 : 1;
    });
    const beside = (width - names) / units > broadest(printed => printed), print = beside ? printed => printed : unsigned, widest = broadest(print);
    const left = beside ? names : 0, unit = (width - left) / units;
    const wide = i => (columns[i].wide ? 2.2 : 1) * unit, x = i => left + starts[i] * unit, middle = i => x(i) + wide(i) / 2;
    const high = beside ? 1.7 * em : 1.45 * em, tops = [];
    let y = columnNames(spec, middle, spec.scale ? ramp(spec.scale, top) : top);
    spec.rows.forEach((row, r) => {
      const shown = row.cells.map((cell, c) => wide(c) > widest ? print(cell[1]) : "");
      if (row.group !== (spec.rows[r - 1] || {}).group)
        write(left - (beside ? .5 * em : 0), (y += (r ? 1.9 : 1.5) * em) - .5 * em, row.group, beside ? "bold end" : "bold");
      if (beside) write(left - .5 * em, y + high / 2 + .35 * em, row.name, "end");
      else write(0, (y += 1.35 * em) - .3 * em, row.name);
      tops.push(y);
      rows.push(row.cells.map((cell, c) => cell[0] == null ? null : cellOf(spec, row, c, { x: x(c), y, w: wide(c), h: high }, shown[c])));
      y += high + (beside ? 0 : .15 * em);
    });
    if (frame) for (let [r, last] = frame.rows; r <= last; r = beside ? last + 1 : r + 1) {
      const from = x(frame.columns[0]) - 1, end = beside ? last : r;
      rect(from, tops[r] - 1, x(frame.columns[1]) + unit - from + 1, tops[end] + high - tops[r] + 2, "chart-frame");
    }
    return y;
  }

  /* The columns' groups and names; where they end. */
  function columnNames({ columns, turned }, middle, y) {
    for (const group of new Set(columns.map(column => column.group))) {
      const members = columns.map((column, i) => column.group === group ? middle(i) : null).filter(Boolean);
      write((members[0] + members[members.length - 1]) / 2, y + em, group, "bold middle", true);
    }
    y += turned ? most(columns, column => measure(column.name)) + 2 * em : 2.5 * em;
    if (turned) columns.forEach((column, i) => add("text", { transform: `translate(${middle(i) + .35 * em},${y}) rotate(-90)` }, column.name));
    else columns.map((column, i) => [column.name, i]).sort((a, b) => b[0].length - a[0].length)  // the long ones first
      .forEach(([name, i]) => write(middle(i), y, name, "middle small", true));
    return y + .4 * em;
  }

  function cellOf(spec, row, c, box, shown) {
    const [shade, printed, ...parts] = row.cells[c], { name, told: long = name } = spec.columns[c];
    const told = parts.map((part, i) => (spec.told || ["{}"])[i].replace("{}", part)).join("");
    coloured(box.x + .5, box.y + .5, box.w - 1, box.h - 1, shade);
    if (shown) write(box.x + box.w / 2, box.y + box.h / 2 + .36 * em, shown, strong(printed));
    return { ...box, text: spec.words.replace("{row}", row.name).replace("{column}", long).replace("{cell}", told) };
  }

  /* Forest: a point and its interval per row, the rows in groups */

  function forest(spec, y) {
    const all = spec.panels.flatMap(panel => panel.groups.flatMap(group => group.rows));
    const left = most(all, row => measure(row.name)) + 1.6 * em, right = width - most(all, row => measure(row.told, "bold")) - em;
    for (const { heading, from, to, groups } of spec.panels) {
      const X = v => left + (v - from) / (to - from) * (right - left), start = y = paragraph(0, y, heading, width, "soft") + .3 * em;
      const grid = path("", "chart-grid"), zero = path("", "chart-axis");
      for (const group of groups) {
        y = paragraph(0, y + .3 * em, group.name, width, "bold halo");
        for (const row of group.rows) {
          const at = y + .7 * em;
          write(.6 * em, at + .35 * em, row.name);
          write(right + em, at + .35 * em, row.told, row.strong ? "bold" : "");
          if (row.low != null) line(group, `M${X(row.low)},${at}H${X(row.high)}`);
          marker(group, {}, X(row.y), at);
          rows.push([{ x: left, y, w: right - left, h: 1.4 * em, text: row.text }]);
          y += 1.4 * em;
        }
      }
      const marks = scale(from, to, (right - left) / (4.5 * em));
      for (const [v, label] of marks) write(X(v), y + 1.3 * em, label, "middle", true);
      grid.setAttribute("d", marks.map(([v]) => `M${X(v)},${start}V${y}`).join(""));
      zero.setAttribute("d", `M${X(0)},${start}V${y}`);
      y += 2.4 * em;
    }
    return y;
  }

  /* Choosing marks */

  function show(chart, row, place) {
    const mark = (chart.rows[row] || [])[place], { said, ring } = chart, edge = mark && mark.round ? 3 : 1;
    if (!mark) return;
    chart.at = [row, place];
    const box = { x: mark.x - edge, y: mark.y - edge, width: mark.w + 2 * edge, height: mark.h + 2 * edge, rx: mark.round ? 9 : 2 };
    for (const name in box) ring.setAttribute(name, box[name]);
    chart.svg.append(ring);
    chart.told = true;
    if (chart.spec.tell) return chart.spec.tell(mark.text);
    if (said.textContent !== mark.text) said.textContent = mark.text;
    said.style.left = `${Math.max(0, Math.min(chart.width - said.offsetWidth, mark.x + mark.w / 2 - said.offsetWidth / 2))}px`;
    const above = mark.y - said.offsetHeight - 8;
    said.style.top = `${above < -30 ? mark.y + mark.h + 8 : above}px`;
  }

  function hide(chart) {
    if (chart.told && chart.spec.tell) chart.spec.tell("");
    chart.told = false;
    chart.said.textContent = "";
    chart.ring.remove();
  }

  function nearest(chart, x, y) {
    let best = null, least = 40;
    chart.rows.forEach((row, r) => row.forEach((mark, i) => {
      if (!mark) return;
      const far = mark.round ? Math.hypot(mark.x + 5 - x, mark.y + 5 - y)
        : Math.hypot(Math.max(mark.x - x, 0, x - mark.x - mark.w), Math.max(mark.y - y, 0, y - mark.y - mark.h));
      if (far < least) [least, best] = [far, [r, i]];
    }));
    return best;
  }

  /* The next mark in the direction of an arrow key, over gaps: along the row, or at the same place of another row. */
  function step(chart, key) {
    const list = chart.rows, ahead = /Right|Down/.test(key) ? 1 : -1, across = /Up|Down/.test(key) && list.length > 1;
    let [r, i] = chart.at;
    do {
      if (across || list[r].length < 2) r += ahead; else i += ahead;
      if (!list[r] || i < 0 || i >= list[r].length) return;
    } while (!list[r][i]);
    show(chart, r, i);
  }

  function listen(chart) {
    const { keys } = chart;
    const point = event => {
      const box = keys.getBoundingClientRect(), found = nearest(chart, event.clientX - box.left, event.clientY - box.top);
      if (found) show(chart, ...found); else hide(chart);
    };
    keys.addEventListener("pointermove", point);
    keys.addEventListener("pointerdown", point);
    keys.addEventListener("pointerleave", event => { if (event.pointerType === "mouse") hide(chart); });
    keys.addEventListener("focus", () => { if (keys.matches(":focus-visible")) show(chart, ...chart.at); });
    keys.addEventListener("blur", () => hide(chart));
    keys.addEventListener("keydown", event => {
      if (!event.key.startsWith("Arrow") || event.altKey || event.ctrlKey || event.metaKey) return;
      event.preventDefault();
      if (chart.told) step(chart, event.key); else show(chart, ...chart.at);
    });
    document.addEventListener("keydown", event => {
      if (event.key !== "Escape") return;
      hide(chart);
      keys.blur();
    });
  }

  /* The chart's elements: a picture, what takes pointer and keys, what tells a mark's text */

  function open(element) {
    const chart = { element, at: [0, 0] };
    svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
    svg.setAttribute("role", "img");
    [chart.svg, chart.ring] = [svg, add("rect", { class: "chart-ring" })];
    [chart.keys, chart.said] = ["application", "status"].map(role => {
      const made = document.createElement("div");
      made.setAttribute("role", role);
      return made;
    });
    chart.keys.className = "chart-keys";
    chart.keys.tabIndex = 0;
    chart.keys.setAttribute("aria-roledescription", "chart");
    chart.said.className = "chart-said";
    element.append(chart.svg, chart.keys, chart.said);
    listen(chart);
    document.fonts.addEventListener("loadingdone", () => paint(chart));
    new ResizeObserver(() => { if (element.clientWidth !== chart.width) paint(chart); }).observe(element);
    known.set(element, chart);
    return chart;
  }

  /* Draws a spec into a picture, or into none; how high it is. */
  function compose(spec, picture, { wide, size, type }) {
    [svg, width, em, family, texts, rows] = [picture, wide, size, type, [], []];
    let y = spec.heading ? paragraph(0, 0, spec.heading, width, "soft") + .6 * em : 0;
    y = kinds[spec.kind](spec, y);
    if (spec.note) write(width, (y += 1.2 * em) - .3 * em, spec.note, "soft end");
    return Math.ceil(y + .3 * em);
  }

  function room(element) {
    const style = getComputedStyle(element);
    return { wide: element.clientWidth, size: parseFloat(style.fontSize), type: style.fontFamily };
  }

  function paint(chart) {
    const there = room(chart.element);
    chart.width = there.wide;
    if (!chart.width) return;  // drawn once it has a width
    chart.svg.replaceChildren();
    const high = compose(chart.spec, chart.svg, there);
    chart.rows = rows;
    chart.svg.setAttribute("width", chart.width);
    chart.svg.setAttribute("height", high);
    if (!(rows[chart.at[0]] || [])[chart.at[1]]) chart.at = [0, Math.max(0, (rows[0] || []).findIndex(Boolean))];
    if (chart.told) show(chart, ...chart.at);
  }

  function draw(spec, element) {
    const chart = known.get(element) || open(element), name = spec.name || "Chart";
    chart.spec = spec;
    chart.svg.setAttribute("aria-label", spec.alternative || name);
    chart.keys.setAttribute("aria-label", `${name}: arrow keys tell the values, Escape leaves`);
    paint(chart);
  }

  /* Figures of the page: what is built stands in for the picture on the screen, with its room and its words from the beginning. */

  const near = new IntersectionObserver(entries => {
    for (const entry of entries) if (entry.isIntersecting) appear(entry.target);
  }, { rootMargin: "100% 0px" });

  function stand(element, build, height) {
    const figure = element.parentElement, image = figure.querySelector("img");
    const spec = { name: element.dataset.name, alternative: image.alt, ...JSON.parse(element.querySelector("script").textContent) };
    let still = image;
    while (still.parentElement !== figure) still = still.parentElement;
    element.hidden = false;
    element.setAttribute("role", "img");
    element.setAttribute("aria-label", image.alt);
    still.classList.add("chart-still");
    addEventListener("beforeprint", () => { image.loading = "eager"; });
    waiting.set(element, { spec, build, height, wide: 0 });
    near.observe(element);
    sized.observe(element);
    return element;
  }

  /* Gives those that stand the height that they will have; all are measured before any is changed. */
  function reserve(standing) {
    const heights = standing.map(element => {
      const one = waiting.get(element), there = room(element);
      one.wide = there.wide;
      return [element, there.wide && one.height(one.spec, there, element)];  // one that is hidden is measured when it shows
    });
    for (const [element, high] of heights) if (high) element.style.minHeight = `${high}px`;
  }

  /* Another font or another width asks for another height. */
  document.fonts.addEventListener("loadingdone", () => reserve([...waiting.keys()]));
  const sized = new ResizeObserver(() => requestAnimationFrame(() => {
    reserve([...waiting.keys()].filter(element => element.clientWidth !== waiting.get(element).wide));
  }));

  function appear(element) {
    const { spec, build } = waiting.get(element);
    near.unobserve(element);
    sized.unobserve(element);
    waiting.delete(element);
    for (const name of ["role", "aria-label", "style"]) element.removeAttribute(name);
    build(spec, element);
  }

  const height = (spec, there) => compose(spec, null, there);

  reserve([...document.querySelectorAll(".chart[data-for]")].map(element => stand(element, draw, height)));
  return { draw, stand(...given) { reserve([stand(...given)]); }, height, kinds,
    tools: { path, rect, marker, line, write, measure, wrap, paragraph, scale, room: () => ({ width, em }), mark(row, at) { (rows[row] ||= []).push(at); } } };
})();
