// Shows what a link within the page leads to (popups.js): the reference of a citation, a table, a figure, an equation, a section's beginning,
// a footnote.
(function () {
  "use strict";
  const LINKS = ["a[role='doc-noteref']", "a[role='doc-biblioref']", "a.quarto-xref"].map((kind) => `${kind}:not(.margin-note *)`).join();

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

  const targetOf = (link) => document.getElementById(decodeURIComponent(link.hash.slice(1)));

  function fill(box, link, touch) {
    const kind = kindOf(link);
    box.setAttribute("aria-label", `Preview: ${kind}`);
    box.replaceChildren(...partsOf(targetOf(link)).map(copyNode));
    if (!touch) return;
    const go = document.createElement("a");
    go.className = "preview-go";
    go.href = link.hash;
    go.textContent = `Go to ${kind === "Reference" ? "the reference" : kind}`;
    box.append(go);
  }

  window.Popups.attach({
    links: LINKS,
    holds: targetOf,
    fill,
    blocked: (link) => Boolean(document.querySelector(`.margin-note[data-note="${CSS.escape(link.hash.slice(1))}"]`)?.offsetParent),
  });
})();
