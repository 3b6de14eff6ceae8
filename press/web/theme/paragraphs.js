/* A link to each paragraph of the text, at its end while the reader points at it or is in it by keyboard: #SECTION-p3 for the third
   paragraph of a section's own, #text-p3 for one before the first section. A paragraph gets its id when its link is made or followed, so
   nothing is added to the page before. A click copies the address. edition.js copies. */
(function () {
  "use strict";

  var TOLD_FOR = 3000; // milliseconds
  var ROOM = 200; // pixels to the left of a link that what is said of it needs
  var BEFORE_SECTIONS = "text";
  var OWN = "section > p, main > p";
  var main = document.querySelector("main");
  var tool, link, said, timer = 0;
  if (!main) return;

  /* names of paragraphs */
  function paragraphsOf(holder) {
    return Array.prototype.filter.call(holder.children, function (child) { return child.tagName === "P"; });
  }

  function name(paragraph) {
    if (paragraph.id) return paragraph.id;
    var holder = paragraph.parentElement;
    var prefix = holder === main ? BEFORE_SECTIONS : holder.id;
    var id = prefix && prefix + "-p" + (paragraphsOf(holder).indexOf(paragraph) + 1);
    if (id && !document.getElementById(id)) paragraph.id = id;
    return paragraph.id;
  }

  function named(id) {
    var found = /^(.+)-p(\d+)$/.exec(id);
    var holder = found && (document.getElementById(found[1]) || (found[1] === BEFORE_SECTIONS ? main : null));
    return holder && { holder: holder, paragraph: paragraphsOf(holder)[found[2] - 1] };
  }

  /* an address that names a paragraph: the browser goes there once it has its id; where it is gone, to its section */
  function follow() {
    var id = decodeURIComponent(location.hash.slice(1));
    var place = id && !document.getElementById(id) && named(id);
    if (!place) return;
    if (place.paragraph) {
      place.paragraph.id = id;
      location.replace("#" + id);
    }
    goTo(place.paragraph || place.holder);
  }

  /* at once, and again when all is loaded that moves it */
  function goTo(element) {
    element.scrollIntoView();
    if (document.readyState !== "complete") window.addEventListener("load", function () { element.scrollIntoView(); }, { once: true });
  }

  /* the link */
  function make() {
    tool = document.createElement("span");
    tool.className = "paragraph-tool";
    link = document.createElement("a");
    link.className = "paragraph-link";
    link.setAttribute("aria-label", "Copy the link to this paragraph");
    said = document.createElement("span");
    said.className = "copy-said";
    said.setAttribute("role", "status");
    tool.append(link, said);
    link.addEventListener("click", copy);
    link.addEventListener("keydown", move);
  }

  function show(paragraph) {
    if (tool && paragraph.contains(tool) || !name(paragraph)) return;
    if (!tool) make();
    said.textContent = "";
    link.href = "#" + encodeURIComponent(paragraph.id);
    paragraph.append(tool);
  }

  function address() {
    var canonical = document.querySelector("link[rel=canonical]");
    return (canonical ? canonical.href : location.href.split("#")[0]) + link.getAttribute("href");
  }

  function copy(event) {
    if (event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    window.clearTimeout(timer);
    said.textContent = "";
    window.history.replaceState(window.history.state, "", link.getAttribute("href"));
    window.CopyText(address()).then(function (done) {
      link.focus();
      said.classList.toggle("to-the-right", link.getBoundingClientRect().left < ROOM);
      said.textContent = done ? "Link copied." : "The address bar has the link.";
      timer = window.setTimeout(function () { said.textContent = ""; }, TOLD_FOR);
    });
  }

  /* by arrow keys to the link of the paragraph above or below, also of one that holds nothing else to reach */
  function move(event) {
    var step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    var all = step ? Array.from(main.querySelectorAll(OWN)) : [];
    var next = all[all.indexOf(tool.parentElement) + step];
    if (!next) return;
    event.preventDefault();
    show(next);
    link.focus();
  }

  function reach(event) {
    var paragraph = event.target instanceof Element && event.target.closest(OWN);
    if (paragraph) show(paragraph);
  }

  main.addEventListener("pointerover", reach);
  main.addEventListener("focusin", reach);
  main.addEventListener("pointerleave", function () { if (tool && !tool.contains(document.activeElement)) tool.remove(); });
  window.addEventListener("hashchange", follow);
  follow();
})();
