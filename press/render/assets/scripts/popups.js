// Boxes that open beside a link: where the reader points at it, reaches it by keyboard or taps it. Escape closes one; a second tap, a click or
// Enter follows the link.
//
// Popups.attach({links, holds, fill, blocked}): `links` is a selector, of links or of other elements with `data-leads`; `holds(link)` tells whether
// there is something to show; `fill(box, link, touch)` puts it into the box, now or by the promise that it returns; `blocked(link)` tells whether it
// is in view already.
window.Popups ??= (function () {
  "use strict";
  const DELAY = 150, GRACE = 250, GAP = 8;      // milliseconds before one opens and closes; pixels from the link
  let count = 0;

  function newBox() {
    const box = document.createElement("div");
    box.className = "preview";
    box.id = `press-preview${count ? `-${count}` : ""}`;
    count += 1;
    box.hidden = true;
    box.tabIndex = 0;
    box.setAttribute("role", "region");
    document.body.append(box);
    return box;
  }

  function attach({ links, holds, fill, blocked = () => false }) {
    const main = document.querySelector("main"), box = newBox();
    let shown = null, timer = 0, touch = false;

    /* opening and closing */
    function open(link) {
      if (!holds(link) || link === shown || blocked(link)) return;
      close();
      shown = link;
      const filled = fill(box, link, touch);
      if (filled?.then) filled.then(() => shown === link && show(link));
      else show(link);
    }

    function show(link) {
      box.hidden = false;
      box.classList.toggle("broad", Boolean(box.querySelector("table, img, math")));
      link.setAttribute("aria-describedby", box.id);
      settle(link);
      for (const image of box.querySelectorAll("img")) image.addEventListener("load", () => shown === link && settle(link));
    }

    function settle(link) {
      const line = link.getClientRects()[0] ?? link.getBoundingClientRect(), edge = document.documentElement.clientWidth;
      const left = Math.max(GAP, Math.min(line.left, edge - box.offsetWidth - GAP));
      const below = innerHeight - line.bottom, above = line.top - (document.querySelector(".press-bar")?.getBoundingClientRect().bottom ?? 0);
      const up = below < box.offsetHeight + GAP && above > below;
      box.style.left = `${left + scrollX}px`;
      box.style.top = `${scrollY + (up ? line.top - box.offsetHeight - GAP : line.bottom + GAP)}px`;
    }

    function close() {
      clearTimeout(timer);
      shown?.removeAttribute("aria-describedby");
      shown = null;
      box.hidden = true;
    }

    function after(milliseconds, action) {
      clearTimeout(timer);
      timer = setTimeout(action, milliseconds);
    }

    /* pointing, tapping, keys */
    const linkAt = (event) => {
      const link = event.target instanceof Element ? event.target.closest(links) : null;
      return link && main.contains(link) && (link.hash || link.dataset.leads) ? link : null;
    };
    const outside = (event) => event.target instanceof Node && !box.contains(event.target) && !linkAt(event);

    main.addEventListener("pointerover", (event) => {
      const link = linkAt(event);
      if (link && event.pointerType !== "touch") { touch = false; after(DELAY, () => open(link)); }
    });
    main.addEventListener("pointerout", (event) => { if (linkAt(event) && event.pointerType !== "touch") after(GRACE, close); });
    box.addEventListener("pointerenter", () => clearTimeout(timer));
    box.addEventListener("pointerleave", (event) => { if (event.pointerType !== "touch") after(GRACE, close); });
    main.addEventListener("focusin", (event) => {
      const link = linkAt(event);
      if (link?.matches(":focus-visible") && !touch) { clearTimeout(timer); open(link); }
    });
    main.addEventListener("focusout", (event) => { if (event.target === shown && !box.contains(event.relatedTarget)) close(); });
    box.addEventListener("focusout", (event) => { if (!box.contains(event.relatedTarget)) close(); });

    document.addEventListener("pointerdown", (event) => {
      touch = event.pointerType === "touch";
      if (outside(event)) close();
    });
    document.addEventListener("keydown", (event) => {
      touch = false;
      if (event.key === "Escape") close();
    });
    main.addEventListener("click", (event) => {
      const link = linkAt(event);
      if (!link) return;
      if (touch && link !== shown && !blocked(link) && holds(link)) { event.preventDefault(); open(link); } else close();
    });
    box.addEventListener("click", (event) => { if (event.target instanceof Element && event.target.closest("a")) close(); });
  }

  return { attach };
})();
