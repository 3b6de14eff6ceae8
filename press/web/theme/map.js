/* A map of regions: RegionMap.draw(element, options) puts an SVG into an element and returns a handle.

   options
     outlines    {width, height, regions: [{id, name, x, y, d, city}]}: id is the KATO code, d the data of an SVG path, (x, y) the
                 place of the label; a city has no path and gets a round marker. As `outlines` in the prepared map.json.
     name        what the map shows, for those who do not see it.
     values      {id: number or null}; colours by sign and size. Without it regions have no colour of their own.
     full        the value (and its negative) from which on the colour is full; 1 by default.
     labels      {id: text} printed in the regions, besides the colour and (where there is room) the name; optional.
     describe    function (region) -> text: what is said of a region on focus; its name by default.
     onShow      function (region or null): a region is pointed at, focused or tapped, or no longer; optional.
     marked      [id, ...]: regions with a strong border (class is-marked); optional.
     selectable  true: regions are toggle buttons (aria-pressed; click, Enter or Space); false by default.
     pressed     [id, ...]: those that are pressed at first.
     onToggle    function (region, pressed): a button was pressed or released.

   handle
     svg                the element.
     update(changed)    takes new values, labels, describe, pressed or marked (only those given change); keeps the focus.

   RegionMap.shortName(name) is a region's name as the map prints it: what a name for those who speak to it has to begin with.

   One stop of the Tab key; the arrow keys walk from west to east and back, Home and End go to the ends. Colours are in map.css. */
(function () {
  "use strict";

  const SVG = "http://www.w3.org/2000/svg";
  const WALK = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 };
  const LABEL = { least: 10, most: 13, perWidth: 1 / 50 }; // size of a label in px, and as a share of the map's width
  const MARKER = 1.05; // radius of a city's marker, in sizes of a label
  const ROOM_FOR_NAMES = 540; // px of width from which on the regions carry their names

  function make(name, attributes, parent) {
    const node = document.createElementNS(SVG, name);
    for (const [key, value] of Object.entries(attributes)) node.setAttribute(key, value);
    if (parent) parent.append(node);
    return node;
  }

  /* A region's name as the map prints it. */
  function shortName(name) {
    return name.replace(/ (city|region)$/, "").replace(/^(North|East|West) /, (word) => word[0] + ". ");
  }

  /* One region: a group of its shape, and its words, which lie above all outlines. */
  function shape(region, svg, layer, selectable) {
    const group = make("g", { class: region.city ? "region is-city" : "region", role: selectable ? "button" : "img",
      tabindex: "-1", "data-id": region.id }, svg);
    const area = region.city ? make("circle", { cx: region.x, cy: region.y }, group) : make("path", { d: region.d }, group);
    area.setAttribute("class", "area");
    const text = { x: region.x, y: region.y, "text-anchor": "middle" };
    const words = make("g", { class: region.city ? "words is-city" : "words", "data-for": region.id }, layer);
    const beside = { "text-anchor": "end", dx: "-1.5em", dy: ".35em" };
    const name = make("text", { ...text, class: "name", ...(region.city ? beside : { dy: "-.45em" }) }, words);
    name.textContent = shortName(region.name);
    return { region, group, area, words, label: make("text", { ...text, class: "label" }, words) };
  }

  /* Regions with a strong border lie on top of others, markers of cities on top of all. */
  function stack(shapes, marked) {
    const height = (one) => (one.region.city ? 2 : marked.has(one.region.id) ? 1 : 0);
    return [...shapes].sort((a, b) => height(a) - height(b));
  }

  function paint(one, state) {
    const id = one.region.id, value = state.values ? state.values[id] : undefined;
    const known = typeof value === "number" && Number.isFinite(value);
    const share = known ? Math.min(1, Math.abs(value) / state.full) : 0;
    one.group.style.setProperty("--share", (100 * share).toFixed(1) + "%");
    for (const part of [one.group, one.words]) part.classList.toggle("is-gain", known && value > 0);
    one.group.classList.toggle("is-loss", known && value < 0);
    one.group.classList.toggle("is-absent", Boolean(state.values) && !known);
    one.group.classList.toggle("is-marked", state.marked.has(id));
    one.label.textContent = (state.labels && state.labels[id]) || "";
    one.group.setAttribute("aria-label", state.describe ? state.describe(one.region) : one.region.name);
    if (!state.selectable) return;
    one.group.setAttribute("aria-pressed", String(state.pressed.has(id)));
    one.words.classList.toggle("is-pressed", state.pressed.has(id));
  }

  /* Labels and markers keep their size on the screen while the map grows and shrinks. */
  function fit(svg, shapes, width) {
    const shown = svg.getBoundingClientRect().width;
    if (!shown) return;
    const size = Math.max(LABEL.least, Math.min(LABEL.most, shown * LABEL.perWidth)) * width / shown;
    const named = shown >= ROOM_FOR_NAMES;
    svg.style.fontSize = size + "px";
    svg.classList.toggle("has-names", named);
    for (const one of shapes) {
      one.label.setAttribute("dy", named && !one.region.city ? ".75em" : ".35em");
      if (one.region.city) one.area.setAttribute("r", size * MARKER);
    }
  }

  /* Moves the one stop of the Tab key, by arrows or wherever the focus goes. */
  function walk(svg, shapes, show) {
    const line = [...shapes].sort((a, b) => a.region.x - b.region.x);
    const stop = (one) => line.forEach((other) => other.group.setAttribute("tabindex", other === one ? "0" : "-1"));
    stop(line[0]);
    svg.addEventListener("keydown", (event) => {
      const at = line.findIndex((one) => one.group === document.activeElement);
      const step = event.key in WALK ? at + WALK[event.key] : { Home: 0, End: line.length - 1 }[event.key];
      if (at < 0 || step === undefined || event.ctrlKey || event.metaKey || event.altKey) return;
      event.preventDefault();
      line[Math.max(0, Math.min(line.length - 1, step))].group.focus();
    });
    for (const one of line) {
      one.group.addEventListener("focus", () => { stop(one); show(one.region); });
      one.group.addEventListener("blur", () => show(null));
    }
  }

  /* What the pointer is over; a tap keeps the region until another is tapped. */
  function point(shapes, show) {
    for (const one of shapes) {
      one.group.addEventListener("pointerenter", () => show(one.region));
      one.group.addEventListener("pointerleave", (event) => { if (event.pointerType === "mouse") show(null); });
    }
  }

  function press(shapes, state) {
    const toggle = (one) => {
      const id = one.region.id, pressed = !state.pressed.has(id);
      if (pressed) state.pressed.add(id); else state.pressed.delete(id);
      paint(one, state);
      if (state.onToggle) state.onToggle(one.region, pressed);
    };
    for (const one of shapes) {
      one.group.addEventListener("click", () => toggle(one));
      one.group.addEventListener("keydown", (event) => {
        if (event.key !== "Enter" && event.key !== " ") return;
        event.preventDefault();
        toggle(one);
      });
    }
  }

  function draw(element, options) {
    const { outlines, name, onShow } = options;
    const state = { full: 1, ...options, marked: new Set(options.marked), pressed: new Set(options.pressed) };
    const svg = make("svg", { viewBox: `0 0 ${outlines.width} ${outlines.height}`, role: "group", "aria-label": name,
      class: "region-map" + (state.selectable ? " is-selectable" : "") });
    const layer = make("g", { "aria-hidden": "true" }), shapes = outlines.regions.map((region) => shape(region, svg, layer, state.selectable));
    const looked = { pointed: null, focused: null };
    const look = (how) => (region) => {
      looked[how] = region;
      ring.setAttribute("d", ((looked.pointed || looked.focused || {}).d) || "");
      if (onShow) onShow(looked.pointed || looked.focused);
    };
    const refresh = () => { for (const one of shapes) paint(one, state); };
    for (const one of stack(shapes, state.marked)) svg.append(one.group);
    const ring = make("path", { class: "ring" });
    svg.insertBefore(ring, shapes.find((one) => one.region.city)?.group || null);
    svg.append(layer);
    refresh();
    walk(svg, shapes, look("focused"));
    point(shapes, look("pointed"));
    if (state.selectable) press(shapes, state);
    element.append(svg);
    new ResizeObserver(() => fit(svg, shapes, outlines.width)).observe(svg);
    fit(svg, shapes, outlines.width);
    return { svg, update(changed) {
      for (const key of ["values", "labels", "describe"]) if (key in changed) state[key] = changed[key];
      for (const key of ["pressed", "marked"]) if (key in changed) state[key] = new Set(changed[key]);
      refresh();
    } };
  }

  window.RegionMap = { draw, shortName };
})();
