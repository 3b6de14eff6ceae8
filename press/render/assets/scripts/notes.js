// Sets copies of the footnotes into the margin, beside the lines that call them, as soon as the style gives them room. Screen readers have the notes
// themselves.
(function () {
  "use strict";
  const main = document.querySelector("main"), GAP = 14, FAR = 300, ROOM = matchMedia("(min-width: 79em)");
  const notes = [];

  function copyOf(note, number) {
    const copy = document.createElement("aside");
    copy.className = "margin-note";
    copy.dataset.note = note.id;
    copy.setAttribute("aria-hidden", "true");
    copy.dataset.number = number;     // the style shows it
    const { children } = note, only = children.length === 1 && children[0].matches("p") ? children[0] : note;
    copy.append(...only.cloneNode(true).childNodes);
    for (const link of copy.querySelectorAll("[role='doc-backlink']")) link.remove();
    for (const part of copy.querySelectorAll("[id]")) part.removeAttribute("id");
    for (const part of copy.querySelectorAll("a, [tabindex]")) part.tabIndex = -1;
    return copy;
  }

  function copyAll() {
    for (const call of main.querySelectorAll("a[role='doc-noteref']")) {
      const note = document.getElementById(call.hash.slice(1));
      if (!note) continue;
      const copy = copyOf(note, call.textContent);
      notes.push({ call, copy });
      for (const [event, on] of [["pointerenter", true], ["focus", true], ["pointerleave", false], ["blur", false]]) {
        call.addEventListener(event, () => copy.classList.toggle("called", on));
      }
    }
    main.append(...notes.map(({ copy }) => copy));
  }

  /* what reaches into the margin: [top, bottom] in pixels from the top of main */
  function taken(frame) {
    const edge = frame.right - parseFloat(getComputedStyle(main).paddingRight) + 1;
    return [...main.querySelectorAll("#title-block-header, .wide, .column-margin, .table-box > table")]
      .map((box) => box.getBoundingClientRect())
      .filter((box) => box.height && box.right > edge)
      .map((box) => [box.top - frame.top, box.bottom - frame.top])
      .sort((one, other) => one[0] - other[0]);
  }

  /* the top of the free room for a note that is nearest to its line: above what stands in the way, or else below */
  function room(beside, height, free, boxes) {
    let top = Math.max(free, beside);
    for (const [start, end] of boxes) {
      if (top >= end + GAP || top + height <= start - GAP) continue;
      const above = start - GAP - height;
      top = above >= free && beside - above < end + GAP - beside ? above : end + GAP;
    }
    return top;
  }

  function place() {
    const frame = main.getBoundingClientRect(), boxes = taken(frame);
    let free = 0;
    for (const { call, copy } of notes) {
      const line = call.getBoundingClientRect();
      copy.hidden = !line.height;
      if (copy.hidden || !copy.offsetParent) continue;
      const beside = line.top - frame.top - 4, top = room(beside, copy.offsetHeight, free, boxes);
      copy.hidden = Math.abs(top - beside) > FAR;      // too far to belong to its line: a preview shows it
      if (copy.hidden) continue;
      copy.style.top = `${Math.round(top)}px`;
      free = top + copy.offsetHeight + GAP;
    }
  }

  let waiting = false;
  const ask = () => {
    if (!waiting) { waiting = true; requestAnimationFrame(() => { waiting = false; place(); }); }
  };
  function begin() {
    copyAll();
    if (!notes.length) return;
    new ResizeObserver(ask).observe(main);      // asks at once, when the page has been laid out
    main.addEventListener("toggle", ask, true);
  }
  if (ROOM.matches) begin();
  else ROOM.addEventListener("change", begin, { once: true });
})();
