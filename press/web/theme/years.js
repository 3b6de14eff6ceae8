/* A map of regions with a slider for the year, in every element of class year-map; drawn by map.js.

   map.js and the outlines (window.RegionOutlines, as map.js asks for them) are the scripts data-map and data-outlines, loaded once a map is
   near the reader's window.

   The data (JSON in the element): outlines (their width, height and credit), heading, years, launch, full, hosts (codes), and by the regions' codes
   names, printed (the rate in the region), told (the rate in words), persons; lists are in the order of the years. */
(function () {
  "use strict";

  const STEP = 1000; // ms that a year is shown while the map plays
  const HINT = "Point at a region, tap it, or walk with the arrow keys, to read its value.";
  const still = window.matchMedia("(prefers-reduced-motion: reduce)");
  const late = document.currentScript.dataset;
  let there = null; // the promise of what is loaded late

  function add(parent, tag, attributes, text) {
    const node = document.createElement(tag);
    for (const [key, value] of Object.entries(attributes)) node.setAttribute(key, value);
    if (text !== undefined) node.textContent = text;
    parent.append(node);
    return node;
  }

  /* The year's part of each list, as numbers for the colours and as text. */
  function ofYear(lists, at, change) {
    return Object.fromEntries(Object.entries(lists).map(([id, list]) => [id, change ? change(list[at]) : list[at]]));
  }

  const number = (told) => parseFloat(told.replace("\u2212", "-").replace(",", ""));

  function controls(place, data) {
    const row = add(place, "div", { class: "year-map-controls" });
    const button = add(row, "button", { type: "button" }, "Play");
    const [first, last] = [data.years[0], data.years[data.years.length - 1]];
    add(row, "span", { "aria-hidden": "true" }, first);
    const slider = add(row, "input", { type: "range", min: first, max: last, step: 1, value: last, "aria-label": "Year" });
    add(row, "span", { "aria-hidden": "true" }, last);
    return { button, slider };
  }

  function legend(place, data) {
    const row = add(place, "div", { class: "year-map-legend" });
    const scale = add(row, "div", { class: "year-map-scale" });
    for (const end of [`\u2212${data.full} and less`, "0", `+${data.full} and more`]) add(scale, "span", {}, end);
    const host = add(row, "div", { class: "year-map-host" });
    add(host, "span", { class: "year-map-border", "aria-hidden": "true" });
    host.append("programme\u2019s hosts");
  }

  /* Shows a year after the other until the last one; from the first one where it is at the end. */
  function play({ button, slider }, go, status) {
    let timer = 0;
    function stop() {
      clearInterval(timer);
      timer = 0;
      button.textContent = "Play";
      status.setAttribute("aria-live", "polite");
    }
    function next() {
      if (Number(slider.value) < Number(slider.max)) go(Number(slider.value) + 1);
      if (slider.value === slider.max) stop();
    }
    function start() {
      if (slider.value === slider.max) go(Number(slider.min));
      button.textContent = "Pause";
      status.setAttribute("aria-live", "off");
      timer = setInterval(next, STEP);
    }
    const offer = () => { button.hidden = still.matches; if (timer) stop(); };
    button.addEventListener("click", () => { if (timer) stop(); else start(); });
    slider.addEventListener("input", () => { if (timer) stop(); });
    still.addEventListener("change", offer);
    offer();
  }

  /* Draws once the map's box, which has the map's size from the beginning, is near the reader's window. */
  function later(box, { width, height }, act) {
    box.style.aspectRatio = `${width} / ${height}`;
    const near = new IntersectionObserver((entries) => {
      if (!entries.some((entry) => entry.isIntersecting)) return;
      near.disconnect();
      there ??= Promise.all([late.map, late.outlines].map(window.LoadScript));
      there.then(() => {
        if (!window.RegionMap || !window.RegionOutlines) return;
        box.removeAttribute("style");
        act();
      });
    }, { rootMargin: "100% 0px" });
    near.observe(box);
  }

  function draw(place) {
    const data = JSON.parse(place.querySelector("script").textContent);
    let at = data.years.length - 1, shown = null;
    const heading = add(place, "p", { class: "year-map-heading" });
    heading.append(data.heading + ", ");
    const year = add(heading, "strong", { class: "year-map-year" });
    const period = add(heading, "span", { class: "year-map-period" });
    const status = add(place, "p", { class: "year-map-value", role: "status", "aria-live": "polite" });
    const box = add(place, "div", {});
    const { button, slider } = controls(place, data);
    legend(place, data);
    add(place, "p", { class: "year-map-credit" }, data.outlines.credit);

    const told = (region) => `${data.told[region.id][at]} per 1,000`;
    const say = () => {
      status.classList.toggle("is-hint", !shown);
      status.textContent = shown
        ? `${data.names[shown.id]}, ${data.years[at]}: ${told(shown)} (${data.persons[shown.id][at]} persons)` : HINT;
    };
    const state = () => ({ values: ofYear(data.told, at, number), labels: ofYear(data.printed, at),
      describe: (region) => `${data.names[region.id]}, ${data.years[at]}: ${told(region)}` });
    let map = null;
    later(box, data.outlines, () => {
      map = window.RegionMap.draw(box, { ...state(), outlines: window.RegionOutlines, name: `${place.dataset.name} as a map`, full: data.full,
        marked: data.hosts, onShow(region) { shown = region; say(); } });
    });
    function go(to) {
      at = data.years.indexOf(to);
      slider.value = to;
      year.textContent = to;
      period.textContent = to < data.launch ? " (before the programme)" : "";
      slider.setAttribute("aria-valuetext", to + period.textContent);
      map?.update(state());
      say();
    }
    slider.addEventListener("input", () => go(Number(slider.value)));
    play({ button, slider }, go, status);
    go(data.years[at]);
    place.hidden = false;
  }

  document.querySelectorAll(".year-map").forEach(draw);
})();
