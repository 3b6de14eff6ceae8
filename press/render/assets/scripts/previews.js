// Shows what a link within the page leads to, where the reader points at it, reaches it by keyboard or taps it: the reference of a citation, a table,
// a figure, an equation, a section's beginning, a footnote. Escape closes it; a second tap, a click or Enter follows the link.
(function () {
  "use strict";
  const DELAY = 150, GRACE = 250, GAP = 8;      // milliseconds before it opens and closes; pixels from the link
  const main = document.querySelector("main");
  const LINKS = "a[role='doc-noteref'], a[role='doc-biblioref'], a.quarto-xref";
  let shown = null, timer = 0, touch = false;

  const box = document.createElement("div");
  box.className = "preview";
  box.id = "press-preview";
  box.hidden = true;
  box.tabIndex = 0;
  box.setAttribute("role", "region");
  document.body.append(box);

  /* what a preview shows */
  function copy(element) {
    const twin = element.cloneNode(true);
    twin.removeAttribute("role");      // it may ask for a parent that stays behind
    for (const part of twin.querySelectorAll("nav, button, script, [role='doc-backlink'], .section-link")) part.remove();
    for (const part of [twin, ...twin.querySelectorAll("[id], [tabindex]")]) {
      part.removeAttribute("id");
      part.removeAttribute("tabindex");
    }
    for (const link of twin.querySelectorAll("a")) link.tabIndex = -1;
    return twin;
  }

  function picture(image) {
    const twin = document.createElement("img");
    twin.src = image.currentSrc || image.src;
    twin.alt = image.alt;
    return twin;
  }

  function partsOf(target) {
    if (target.matches("li")) return [...target.childNodes];
    if (target.matches("section")) return [...target.querySelectorAll(":scope > :is(h2, h3, h4, h5, h6), :scope > p")].slice(0, 2);
    const figure = target.matches("figure") ? target : target.querySelector("figure");
    if (!figure) return [target];
    const tables = [...figure.querySelectorAll("table")];
    return [figure.querySelector("figcaption"), ...(tables.length ? tables : figure.querySelectorAll("img"))].filter(Boolean);
  }

  function copyNode(node) {
    if (node.nodeType !== Node.ELEMENT_NODE) return node.cloneNode();
    if (node.matches("img")) return picture(node);
    return node.matches("[role='doc-backlink']") ? "" : copy(node);
  }

  function kindOf(link) {
    if (link.matches("[role='doc-noteref']")) return `Footnote ${link.textContent}`;
    return link.matches("[role='doc-biblioref']") ? "Reference" : link.textContent;
  }

  const inMargin = (link) => Boolean(document.querySelector(`.margin-note[data-note="${CSS.escape(link.hash.slice(1))}"]`)?.offsetParent);
  const targetOf = (link) => document.getElementById(decodeURIComponent(link.hash.slice(1)));

  /* opening and closing */
  function fill(link, target) {
    const kind = kindOf(link);
    box.setAttribute("aria-label", `Preview: ${kind}`);
    box.replaceChildren(...partsOf(target).map(copyNode));
    if (!touch) return;
    const go = document.createElement("a");
    go.className = "preview-go";
    go.href = link.hash;
    go.textContent = `Go to ${kind === "Reference" ? "the reference" : kind}`;
    go.addEventListener("click", close);
    box.append(go);
  }

  function open(link) {
    const target = targetOf(link);
    if (!target || link === shown || inMargin(link)) return;
    close();
    fill(link, target);
    box.hidden = false;
    box.classList.toggle("broad", Boolean(box.querySelector("table, img, math")));
    link.setAttribute("aria-describedby", box.id);
    shown = link;
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
    const link = event.target instanceof Element ? event.target.closest(LINKS) : null;
    return link && main.contains(link) && !link.closest(".margin-note") && link.hash ? link : null;
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
  main.addEventListener("focusout", (event) => { if (event.target === shown && event.relatedTarget !== box) close(); });
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
    if (touch && link !== shown && !inMargin(link) && targetOf(link)) { event.preventDefault(); open(link); } else close();
  });
})();
