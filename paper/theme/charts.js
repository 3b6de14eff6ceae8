/* Charts drawn in the page: `Charts.draw(spec, element)`.

   The element gets the chart in its full width; drawing again in the same element replaces the chart, and a new width
   redraws it. Colours come from charts.css and follow the theme without redrawing. Pointer, tap and arrow keys
   show the text of the nearest mark; the chart is one tab stop, and Escape leaves it. Every number that a spec shows
   is text already; only the labels of value axes are made here.

   Every spec:  kind ("lines", "bars", "heat", "forest"), name ("Figure 4": names the chart to assistive technology),
                alternative (the chart in words), heading (above the chart), note (below it, as "synthetic panel").
   lines:   panels: [{heading, share (of the width; 1), labels ("beside" or "above": where the points' labels stand),
              ticks: [[x, label], ...] (of two that touch, the first stays),
              rules: [{x, text} or {y}], bands: [{from, to, text}],
              series: [{name, colour (0 to 3), dashed, bare (no line), points: [{x, y (null: a gap), text (when chosen),
                        label (printed), low, high (interval), look ("hollow", "base")}, ...]}, ...]}, ...]
            y: {suffix ("%"), zero (true: the axis starts at zero)}. Panels share the value axis, and stand below each
            other where the width is small. A series has the same name in every panel.
   bars:    legend: [whole, part], bars: [{name, whole, part (null: unknown), over, inside, text}, ...]
   heat:    columns: [{name, group, told, wide}, ...], turned (column names upright), words ("{row}, {column}: {cell}"),
            rows: [{name, group, cells: [[shade from -1 to 1 or null, printed, told], ...]}, ...],
            frame: {rows: [first, last], columns: [first, last]}
   forest:  panels: [{heading, from, to, groups: [{name, colour, rows: [{name, y, low, high, told, strong, text}]}]}]  */
var Charts = (function () {
  "use strict";
  const SVG = "http://www.w3.org/2000/svg";
  const known = new WeakMap();
  const ruler = document.createElement("canvas").getContext("2d");

  /* Drawing */

  function add(parent, tag, attributes, text) {
    const made = document.createElementNS(SVG, tag);
    for (const name in attributes) if (attributes[name] !== undefined) made.setAttribute(name, attributes[name]);
    if (text !== undefined) made.textContent = text;
    parent.append(made);
    return made;
  }

  /* What a chart is drawn with: sizes in pixels, where text stands already, and the marks in rows. */
  function pen(chart) {
    const style = getComputedStyle(chart.element), em = parseFloat(style.fontSize);
    const width = chart.element.clientWidth, texts = [];
    function measure(text, bold) {
      ruler.font = `${bold ? 700 : 400} ${em}px ${style.fontFamily}`;
      return ruler.measureText(text).width;
    }
    /* Write a line of text, unless it is to give way and touches another; its box. */
    function write(x, y, text, { anchor = "start", bold, look = "", yields } = {}) {
      const wide = measure(text, bold), left = x - wide * { start: 0, middle: .5, end: 1 }[anchor];
      const box = [left, y - em * .8, left + wide, y + em * .2];
      if (yields && (texts.some(t => box[0] < t[2] + 3 && t[0] < box[2] + 3 && box[1] < t[3] && t[1] < box[3]) ||
                     left < -1 || box[2] > width + 1)) return null;
      texts.push(box);
      add(chart.svg, "text", { x, y, "text-anchor": anchor, class: look + (bold ? " chart-bold" : "") }, text);
      return box;
    }
    function wrap(text, room, bold) {
      const lines = [];
      for (const word of text.split(" ")) {
        const longer = lines.length ? `${lines[lines.length - 1]} ${word}` : word;
        if (lines.length && measure(longer, bold) <= room) lines[lines.length - 1] = longer; else lines.push(word);
      }
      return lines;
    }
    /* Write wrapped text downwards from a first baseline; the baseline behind its last line. */
    function paragraph(x, y, text, room, options) {
      for (const line of wrap(text, room, (options || {}).bold)) { write(x, y, line, options); y += 1.25 * em; }
      return y;
    }
    return { svg: chart.svg, em, width, rows: chart.rows = [], measure, write, wrap, paragraph };
  }

  function heading(p, text, x, y, room) {
    return text ? p.paragraph(x, y + p.em, text, room, { look: "chart-soft" }) - .6 * p.em : y;
  }

  function legend(p, items, y) {
    let x = 0;
    for (const [name, sample] of items) {
      const wide = 2.6 * p.em + p.measure(name, true);
      if (x && x + wide > p.width) { x = 0; y += 1.4 * p.em; }
      sample(x, y + .65 * p.em);
      p.write(x + 2.1 * p.em, y + p.em, name);
      x += wide + p.em;
    }
    return y + 1.6 * p.em;
  }

  /* Round values of an axis, its ends included where they are asked to be round. */
  function ticks(low, high, count) {
    const raw = (high - low) / count || 1, power = 10 ** Math.floor(Math.log10(raw));
    const step = power * [1, 2, 5, 10].find(m => m * power >= raw * .999);
    const values = [];
    for (let i = Math.ceil(low / step - 1e-9); i * step <= high + step * 1e-9; i++) values.push(i * step);
    const digits = Math.max(0, -Math.floor(Math.log10(step) + 1e-9));
    return values.map(v => [v, v.toLocaleString("en", { minimumFractionDigits: digits, maximumFractionDigits: digits })
      .replace("-", "\u2212")]);
  }

  /* Move places away from each other until they are `gap` apart; in the order of the places. */
  function apart(places, gap) {
    const order = places.map((_, i) => i).sort((a, b) => places[a] - places[b]), moved = places.slice();
    order.forEach((i, n) => { if (n) moved[i] = Math.max(moved[i], moved[order[n - 1]] + gap); });
    const shift = moved.reduce((sum, place, i) => sum + place - places[i], 0) / (places.length || 1);
    return moved.map(place => place - shift);
  }

  /* Lines, and points with intervals */

  function lines(p, spec, top) {
    const { em } = p, beside = p.width >= 38 * em, y = spec.y || {};
    const names = [...new Set(spec.panels.flatMap(panel => panel.series.map(s => s.name)))];
    const values = spec.panels.flatMap(panel => panel.series.flatMap(s => s.points.flatMap(
      q => [q.y, q.low, q.high].filter(v => v != null))));
    let low = Math.min(...values, ...(y.zero ? [0] : [])), high = Math.max(...values, ...(y.zero ? [0] : []));
    const room = (high - low || 1) * (spec.panels.some(panel => panel.rules || panel.bands) ? .16 : .06);
    [low, high] = [low < 0 || !y.zero ? low - room / 3 : low, high + room];
    const axis = ticks(low, high, 5).map(([v, label]) => [v, label + (y.suffix || "")]);
    const left = Math.max(...axis.map(tick => p.measure(tick[1]))) + .8 * em;
    const named = names.length > 1 && spec.panels[0].series.length > 1;
    const longest = named ? Math.max(...names.map(name => p.measure(name, true))) : 0;
    const direct = named && longest < .2 * p.width;
    if (named && !direct) top = legend(p, spec.panels[0].series.map(s => [s.name, (x, at) => {
      stroke(p, s, `M${x},${at}h${1.7 * em}`); marker(p, s, {}, x + .85 * em, at);
    }]), top);
    const ends = direct ? longest + em : 0, gap = 1.2 * em;
    const total = spec.panels.reduce((sum, panel) => sum + (panel.share || 1), 0);
    const free = p.width - left - ends - gap * (spec.panels.length - 1);
    const widths = spec.panels.map(panel => beside ? free * (panel.share || 1) / total : p.width - left - ends);
    const head = Math.max(...spec.panels.map((panel, i) => p.wrap(panel.heading || "", widths[i] + ends * (i < 1)).length));
    let x = left, bottom = top;
    spec.panels.forEach((panel, i) => {
      const wide = widths[i], tall = (beside || !i ? 16 : 12) * em;
      const start = beside ? top : bottom + (i ? em : 0);
      const under = start + (beside ? head * 1.25 * em : heading(p, panel.heading, 0, start, p.width) - start) + em;
      if (beside) heading(p, panel.heading, i ? x : 0, start, wide + (i ? 0 : left + ends));
      bottom = panelOf(p, panel, { x, wide, under, tall, low, high, axis: !i || !beside, ends: direct && !i }, axis, names);
      if (beside) x += wide + gap + (i ? 0 : ends);
    });
    return bottom;
  }

  function panelOf(p, panel, box, axis, names) {
    const { em } = p, points = panel.series.flatMap(s => s.points), floor = box.under + box.tall;
    const labels = panel.labels === "beside" ? Math.max(...points.map(q => p.measure(q.label || ""))) + em : em;
    const xs = [...points.map(q => q.x), ...(panel.bands || []).map(band => band.to)];
    const first = Math.min(...xs), span = Math.max(...xs) - first || 1;
    const X = v => box.x + labels + (v - first) / span * (box.wide - 2 * labels);
    const Y = v => floor - (v - box.low) / (box.high - box.low) * box.tall;
    for (const band of panel.bands || []) {
      const from = Math.max(box.x, X(band.from)), to = X(band.to);
      add(p.svg, "rect", { x: from, y: box.under, width: to - from, height: box.tall, class: "chart-band" });
    }
    for (const [v, label] of axis) {
      add(p.svg, "path", { d: `M${box.x},${Y(v)}h${box.wide}`, class: "chart-grid" });
      if (box.axis) p.write(box.x - .5 * em, Y(v) + .35 * em, label, { anchor: "end", yields: true });
    }
    for (const rule of panel.rules || []) add(p.svg, "path", rule.x === undefined
      ? { d: `M${box.x},${Y(rule.y)}h${box.wide}`, class: "chart-axis" }
      : { d: `M${X(rule.x)},${box.under}V${floor}`, class: "chart-rule" });
    for (const [v, label] of panel.ticks || []) {
      add(p.svg, "path", { d: `M${X(v)},${floor}v${.35 * em}`, class: "chart-axis" });
      p.write(X(v), floor + 1.4 * em, label, { anchor: "middle", yields: true });
    }
    add(p.svg, "path", { d: `M${box.x},${floor}h${box.wide}`, class: "chart-axis" });
    for (const s of panel.series.slice().reverse()) {
      let path = "", on = false;
      for (const q of s.points) { if (q.y != null) path += `${on ? "L" : "M"}${X(q.x)},${Y(q.y)}`; on = q.y != null; }
      if (!s.bare) stroke(p, s, path);
      for (const q of s.points) if (q.low != null) stroke(p, { colour: s.colour }, `M${X(q.x)},${Y(q.low)}V${Y(q.high)}`);
      for (const q of s.points) if (q.y != null) marker(p, s, q, X(q.x), Y(q.y));
    }
    for (const s of panel.series) {
      const row = names.indexOf(s.name);
      (p.rows[row] = p.rows[row] || []).push(...s.points.map(q => q.y == null ? null
        : { x: X(q.x) - 5, y: Y(q.y) - 5, w: 10, h: 10, text: q.text }));
    }
    for (const band of panel.bands || [])
      p.write((Math.max(box.x, X(band.from)) + X(band.to)) / 2, box.under + em, band.text, { anchor: "middle", look: "chart-soft", yields: true });
    if (box.ends) name(p, panel, X, Y);
    if (panel.labels) print(p, panel, X, Y);
    for (const rule of panel.rules || []) if (rule.text)
      p.write(X(rule.x) + .4 * em, box.under + em, rule.text, { look: "chart-halo", yields: true });
    return floor + 1.9 * em;
  }

  function stroke(p, s, d) {
    add(p.svg, "path", { d, class: `chart-line series-${s.colour || 0}${s.dashed ? " chart-dashed" : ""}` });
  }

  function marker(p, s, q, x, y) {
    const hollow = s.dashed || q.look === "hollow" ? " chart-hollow" : "";
    const look = q.look === "base" ? "chart-ink" : `series-${s.colour || 0}${hollow}`;
    if (q.look === "base") add(p.svg, "path", { d: `M${x - 4.5},${y}l4.5,-4.5l4.5,4.5l-4.5,4.5z`, class: `chart-point ${look}` });
    else if (s.dashed) add(p.svg, "rect", { x: x - 3, y: y - 3, width: 6, height: 6, class: `chart-point ${look}` });
    else add(p.svg, "circle", { cx: x, cy: y, r: 3.5, class: `chart-point ${look}` });
  }

  /* The names of the series behind their last points. */
  function name(p, panel, X, Y) {
    const last = panel.series.map(s => s.points.filter(q => q.y != null).pop());
    const places = apart(last.map(q => q ? Y(q.y) : 0), 1.2 * p.em);
    panel.series.forEach((s, i) => last[i] && p.write(
      Math.max(...last.filter(Boolean).map(q => X(q.x))) + .8 * p.em, places[i] + .35 * p.em, s.name, { bold: true, look: `series-${s.colour || 0}` }));
  }

  /* The labels of the points: the first and the last ones before and behind them, or the upper one above and others below. */
  function print(p, panel, X, Y) {
    const xs = [...new Set(panel.series.flatMap(s => s.points.map(q => q.x)))].sort((a, b) => a - b);
    for (const x of xs) {
      const here = panel.series.flatMap(s => s.points.filter(q => q.x === x && q.y != null && q.label).map(q => [s, q]));
      const ys = here.map(([, q]) => Y(q.y)), places = apart(ys, 1.2 * p.em), top = Math.min(...ys);
      here.forEach(([s, q], i) => {
        const look = `series-${s.colour || 0}`, side = x === xs[0] ? -1 : 1;
        if (panel.labels === "beside")
          p.write(X(x) + side * .7 * p.em, places[i] + .35 * p.em, q.label, { look, anchor: side < 0 ? "end" : "start" });
        else p.write(X(x), ys[i] + (ys[i] === top ? -.7 : 1.5) * p.em, q.label, { look, anchor: "middle", yields: true });
      });
    }
  }

  /* Bars: a whole each, with the known part of it */

  function bars(p, spec, top) {
    const { em } = p, band = p.width / spec.bars.length, wide = Math.min(.78 * band, 8 * em);
    top = legend(p, spec.legend.map((text, i) => [text, (x, y) =>
      add(p.svg, "rect", { x, y: y - .5 * em, width: 1.7 * em, height: em, class: i ? "chart-part" : "chart-whole" })]), top);
    const floor = top + 17 * em, most = Math.max(...spec.bars.map(bar => bar.whole));
    const tall = v => v / most * (floor - top - 1.4 * em);
    let bottom = floor;
    p.rows.push(spec.bars.map((bar, i) => {
      const middle = (i + .5) * band, x = middle - wide / 2, height = tall(bar.whole), part = tall(bar.part || 0);
      add(p.svg, "rect", { x, y: floor - height, width: wide, height, class: "chart-whole" });
      if (part) add(p.svg, "rect", { x, y: floor - part, width: wide, height: part, class: "chart-part" });
      p.write(middle, floor - height - .5 * em, bar.over, { anchor: "middle" });
      const inside = p.wrap(bar.inside, wide - .4 * em).length * 1.25 * em, fits = inside + .3 * em < part;
      const at = part ? (fits ? floor - part / 2 - inside / 2 : floor - part - inside - .2 * em) : floor - height / 2 - inside / 2;
      p.paragraph(middle, at + em, bar.inside, wide - .4 * em, { anchor: "middle", look: fits ? "chart-on-part" : "" });
      bottom = Math.max(bottom, p.paragraph(middle, floor + 1.4 * em, bar.name, band - .4 * em, { anchor: "middle" }));
      return { x, y: floor - height, w: wide, h: height, text: bar.text, flat: true };
    }));
    return bottom - .5 * em;
  }

  /* Heat table: a cell for every row and column, with its number where there is room */

  function heat(p, spec, top) {
    const { em } = p, wide = column => column.wide ? 1.8 : 1;
    const gaps = spec.columns.map((column, i) => i && column.group !== spec.columns[i - 1].group ? .35 : 0);
    const units = spec.columns.reduce((sum, column, i) => sum + wide(column) + gaps[i], 0);
    const names = Math.max(...spec.rows.map(row => p.measure(row.name))) + .7 * em;
    const widest = Math.max(...spec.rows.flatMap(row => row.cells.map(cell => p.measure(cell[1], cell[0] > 0))));
    const beside = (p.width - names) / units > widest + 2, left = beside ? names : 0;
    const unit = (p.width - left - 1) / units, places = [];
    spec.columns.reduce((x, column, i) => { places.push(x + gaps[i] * unit); return x + (wide(column) + gaps[i]) * unit; }, left);
    const middle = i => places[i] + wide(spec.columns[i]) * unit / 2, groupOf = i => spec.columns[i].group;
    const groups = [...new Set(spec.columns.map(column => column.group))].filter(Boolean);
    for (const group of groups) {
      const members = places.map((_, i) => i).filter(i => groupOf(i) === group);
      p.write((middle(members[0]) + middle(members[members.length - 1])) / 2, top + em, group,
        { anchor: "middle", bold: true, yields: true });
    }
    let y = top + (groups.length ? 1.5 * em : 0);
    y = columnNames(p, spec, middle, y);
    const high = beside ? 1.7 * em : 1.45 * em, tops = [];
    p.rows.push(...spec.rows.map((row, r) => {
      if (row.group && row.group !== (spec.rows[r - 1] || {}).group)
        p.write(beside ? left - .5 * em : 0, (y += (r ? 1.9 : 1.5) * em) - .5 * em, row.group, { anchor: beside ? "end" : "start", bold: true });
      if (beside) p.write(left - .5 * em, y + high / 2 + .35 * em, row.name, { anchor: "end" });
      else p.write(0, (y += 1.35 * em) - .3 * em, row.name);
      tops.push(y);
      y += high + (beside ? 0 : .15 * em);
      return row.cells.map((cell, c) => cellOf(p, spec, row, c, { x: places[c], y: tops[r], w: wide(spec.columns[c]) * unit, h: high }));
    }));
    if (spec.frame) {
      const [r0, r1] = spec.frame.rows, [c0, c1] = spec.frame.columns, x = places[c0] - 1, start = tops[r0] - 1;
      add(p.svg, "rect", { x, y: start, width: places[c1] + unit - x + 1, height: tops[r1] + high - start + 1, class: "chart-frame" });
    }
    return y;
  }

  function columnNames(p, spec, middle, y) {
    const { em } = p;
    if (!spec.turned) {  // the long names first: of two that touch, the first stays
      const order = spec.columns.map((_, i) => i).sort((a, b) => spec.columns[b].name.length - spec.columns[a].name.length);
      for (const i of order) p.write(middle(i), y + em, spec.columns[i].name, { anchor: "middle", yields: true });
      return y + 1.5 * em;
    }
    y += Math.max(...spec.columns.map(column => p.measure(column.name))) + .4 * em;
    spec.columns.forEach((column, i) => add(p.svg, "text",
      { transform: `translate(${middle(i) + .35 * em},${y - .2 * em}) rotate(-90)` }, column.name));
    return y + .3 * em;
  }

  function cellOf(p, spec, row, c, box) {
    const [shade, printed, told] = row.cells[c], column = spec.columns[c];
    if (shade == null) return null;
    const bold = shade > 0, shown = p.measure(printed, bold) + 2 <= box.w;
    const cell = add(p.svg, "rect", { x: box.x + .5, y: box.y + .5, width: box.w - 1, height: box.h - 1,
      class: `chart-cell${shown ? "" : " chart-mute"} chart-${shade > 0 ? "more" : "less"}` });
    cell.style.setProperty("--shade", `${Math.round(100 * Math.abs(shade))}%`);
    if (shown) p.write(box.x + box.w / 2, box.y + box.h / 2 + .36 * p.em, printed, { anchor: "middle", bold });
    const text = spec.words.replace("{row}", row.name).replace("{column}", column.told || column.name).replace("{cell}", told);
    return { ...box, text, flat: true };
  }

  /* Forest: a point and an interval per row, the rows in groups */

  function forest(p, spec, y) {
    const { em } = p, all = spec.panels.flatMap(panel => panel.groups.flatMap(group => group.rows));
    const left = Math.max(...all.map(row => p.measure(row.name))) + 1.2 * em;
    const right = p.width - Math.max(...all.map(row => p.measure(row.told, true))) - em;
    for (const panel of spec.panels) {
      const X = v => left + (v - panel.from) / (panel.to - panel.from) * (right - left);
      y = heading(p, panel.heading, 0, y, p.width) + .4 * em;
      const start = y, grid = add(p.svg, "g", {});
      for (const group of panel.groups) {
        y = p.paragraph(0, y + 1.2 * em, group.name, p.width, { bold: true }) - .9 * em;
        for (const row of group.rows) {
          const at = y + .7 * em, s = { colour: group.colour };
          p.write(.6 * em, at + .35 * em, row.name);
          p.write(right + .8 * em, at + .35 * em, row.told, { bold: row.strong });
          if (row.low != null) stroke(p, s, `M${X(row.low)},${at}H${X(row.high)}`);
          marker(p, s, {}, X(row.y), at);
          p.rows.push([{ x: left, y: at - .7 * em, w: right - left, h: 1.4 * em, text: row.text, flat: true }]);
          y += 1.4 * em;
        }
        y += .3 * em;
      }
      for (const [v, label] of ticks(panel.from, panel.to, Math.max(2, (right - left) / (7 * em)))) {
        add(grid, "path", { d: `M${X(v)},${start}V${y}`, class: Math.abs(v) < 1e-9 ? "chart-axis" : "chart-grid" });
        p.write(X(v), y + 1.2 * em, label, { anchor: "middle", yields: true });
      }
      y += 2.4 * em;
    }
    return y;
  }

  /* Choosing marks */

  function show(chart, row, place) {
    const mark = (chart.rows[row] || [])[place], { svg, said, ring } = chart;
    if (!mark) return;
    chart.at = [row, place];
    const edge = mark.flat ? 1 : 3;
    const box = { x: mark.x - edge, y: mark.y - edge, width: mark.w + 2 * edge, height: mark.h + 2 * edge, rx: mark.flat ? 2 : 9 };
    for (const name in box) ring.setAttribute(name, box[name]);
    svg.append(ring);
    if (said.textContent !== mark.text) said.textContent = mark.text;
    const middle = mark.x + mark.w / 2, room = chart.element.clientWidth;
    said.style.left = `${Math.max(0, Math.min(room - said.offsetWidth, middle - said.offsetWidth / 2))}px`;
    const above = mark.y - said.offsetHeight - 8;
    said.style.top = `${above < -30 ? mark.y + mark.h + 8 : above}px`;
  }

  function hide(chart) {
    chart.said.textContent = "";
    chart.ring.remove();
  }

  function nearest(chart, x, y) {
    let best = null, least = 40;
    chart.rows.forEach((row, r) => row.forEach((mark, i) => {
      if (!mark) return;
      const far = Math.hypot(Math.max(mark.x - x, 0, x - mark.x - mark.w), Math.max(mark.y - y, 0, y - mark.y - mark.h)) +
        (mark.flat ? 0 : Math.hypot(mark.x + mark.w / 2 - x, mark.y + mark.h / 2 - y) / 100);
      if (far < least) [least, best] = [far, [r, i]];
    }));
    return best;
  }

  /* The mark that an arrow key leads to, over gaps; none beyond the ends. */
  function step(chart, key) {
    const rows = chart.rows, single = rows.every(row => row.length < 2);
    let [r, i] = chart.at;
    if (key === "Home" || key === "End") {
      const whole = single ? rows.map(row => row[0]) : rows[r], back = key === "End";
      const found = back ? whole.length - 1 - whole.slice().reverse().findIndex(Boolean) : whole.findIndex(Boolean);
      return single ? [found, 0] : [r, found];
    }
    const ahead = key === "ArrowRight" || key === "ArrowDown" ? 1 : -1;
    const down = single || ((key === "ArrowUp" || key === "ArrowDown") && rows.length > 1);
    do { if (down) r += ahead; else i += ahead; } while (rows[r] && i >= 0 && i < rows[r].length && !rows[r][i]);
    return rows[r] && rows[r][Math.min(i, rows[r].length - 1)] ? [r, Math.min(i, rows[r].length - 1)] : null;
  }

  function press(chart, event) {
    if (event.key === "Escape") { hide(chart); chart.keys.blur(); return; }
    if (!/^(Arrow|Home|End)/.test(event.key) || event.altKey || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    const to = step(chart, event.key);
    if (to) show(chart, ...to);
  }

  function first(chart) {
    const row = chart.rows.findIndex(marks => marks.some(Boolean));
    return row < 0 ? [0, 0] : [row, chart.rows[row].findIndex(Boolean)];
  }

  /* The chart's elements */

  function open(element) {
    const chart = { element, rows: [], at: [0, 0] };
    chart.svg = add(element, "svg", { role: "img" });
    chart.ring = document.createElementNS(SVG, "rect");
    chart.ring.setAttribute("class", "chart-ring");
    chart.keys = document.createElement("div");
    chart.keys.className = "chart-keys";
    chart.keys.tabIndex = 0;
    chart.keys.setAttribute("role", "application");
    chart.keys.setAttribute("aria-roledescription", "chart");
    chart.said = document.createElement("div");
    chart.said.className = "chart-said";
    chart.said.setAttribute("role", "status");
    element.append(chart.keys, chart.said);
    listen(chart);
    return chart;
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
    keys.addEventListener("keydown", event => press(chart, event));
    document.addEventListener("keydown", event => { if (event.key === "Escape") hide(chart); });
    new ResizeObserver(() => { if (chart.element.clientWidth && chart.element.clientWidth !== chart.width) paint(chart); })
      .observe(chart.element);
  }

  function paint(chart) {
    const { spec, svg } = chart, shown = chart.said.textContent !== "";
    chart.width = chart.element.clientWidth;
    if (!chart.width) return;  // drawn once it has a width
    svg.replaceChildren();
    const p = pen(chart);
    let bottom = { lines, bars, heat, forest }[spec.kind](p, spec, heading(p, spec.heading, 0, 0, p.width) + (spec.heading ? .6 * p.em : 0));
    if (spec.note) p.write(p.width, (bottom += 1.2 * p.em) - .3 * p.em, spec.note, { anchor: "end", look: "chart-soft" });
    svg.setAttribute("width", chart.width);
    svg.setAttribute("height", Math.ceil(bottom + .3 * p.em));
    if (!(chart.rows[chart.at[0]] || [])[chart.at[1]]) chart.at = first(chart);
    if (shown) show(chart, ...chart.at);
  }

  function draw(spec, element) {
    const chart = known.get(element) || open(element);
    known.set(element, chart);
    chart.spec = spec;
    chart.svg.setAttribute("aria-label", spec.alternative || spec.name || "Chart");
    chart.keys.setAttribute("aria-label", `${spec.name || "Chart"}: arrow keys tell the values, Escape leaves`);
    paint(chart);
  }

  /* The figures of the page: the chart stands in for the picture on the screen, the picture for the chart on paper. */
  function stand(element) {
    const image = document.querySelector(`#${CSS.escape(element.dataset.for)} img`);
    const spec = JSON.parse(element.querySelector("script").textContent);
    let still = image;
    while (still.parentElement !== element.parentElement) still = still.parentElement;
    element.hidden = false;
    draw({ name: element.dataset.name, alternative: image.alt, ...spec }, element);
    still.classList.add("chart-still");
    addEventListener("beforeprint", () => { image.loading = "eager"; });
  }

  document.querySelectorAll(".chart[data-for]").forEach(stand);
  return { draw };
})();
