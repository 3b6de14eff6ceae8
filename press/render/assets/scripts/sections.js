// A link on every section heading, the section being read marked in the contents, and how far the reader has come.
(function () {
  "use strict";
  const main = document.querySelector("main"), contents = document.getElementById("TOC");
  const READING_LINE = 0.25;      // the part of the window's height above which a heading counts as reached

  for (const heading of main.querySelectorAll("section > :is(h2, h3, h4, h5, h6)")) {
    const id = heading.parentElement.id || heading.id;
    if (!id || heading.closest("nav")) continue;
    const link = document.createElement("a");
    link.className = "section-link";
    link.href = "#" + id;
    link.setAttribute("aria-label", "Link to this section");
    heading.append(link);
  }

  const progress = document.createElement("div");
  progress.className = "progress";
  document.querySelector(".press-bar").append(progress);

  const list = contents?.querySelector("ul");
  const entries = [...(list?.querySelectorAll("a") ?? [])]
    .map((link) => ({ link, target: document.getElementById(decodeURIComponent(link.hash.slice(1))) }))
    .filter((entry) => entry.target);
  const scroller = contents?.parentElement, here = document.querySelector(".bar-here");
  let current = -1;

  function mark(index) {
    entries[current]?.link.removeAttribute("aria-current");
    current = index;
    const link = entries[index]?.link;
    here.textContent = link?.textContent ?? "";
    if (!link) return;
    link.setAttribute("aria-current", "location");
    const box = scroller.getBoundingClientRect(), line = link.getBoundingClientRect();
    if (line.bottom > box.bottom - 40) scroller.scrollTop += line.bottom - box.bottom + 80;
    else if (line.top < box.top + 40) scroller.scrollTop -= box.top - line.top + 80;
  }

  /* the rail beside the contents is filled as far as the current section has been read */
  function fillRail(tops, line) {
    if (!list) return;
    if (current < 0) return list.style.setProperty("--read", "0px");
    const end = tops[current + 1] ?? main.getBoundingClientRect().bottom;
    const part = Math.min(1, Math.max(0, (line - tops[current]) / (end - tops[current] || 1)));
    const place = entries[current].link.getBoundingClientRect();
    list.style.setProperty("--read", `${place.top - list.getBoundingClientRect().top + part * place.height}px`);
  }

  function update() {
    waiting = false;
    const room = document.documentElement.scrollHeight - innerHeight;
    const part = room > 0 ? Math.min(1, Math.max(0, scrollY / room)) : 1;
    progress.style.setProperty("--progress", part.toFixed(4));
    const line = innerHeight * READING_LINE;
    const tops = entries.map((entry) => entry.target.getBoundingClientRect().top);
    const index = part === 1 && room > 0 ? entries.length - 1 : tops.findLastIndex((top) => top <= line);
    if (index !== current) mark(index);
    fillRail(tops, line);
  }

  let waiting = false;
  function ask() {
    if (!waiting) { waiting = true; requestAnimationFrame(update); }
  }
  addEventListener("scroll", ask, { passive: true });
  new ResizeObserver(ask).observe(main);      // asks at once, when the page has been laid out
})();
