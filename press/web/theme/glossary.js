/* Marks the first mention of each term in every section, and shows what it means. The terms stand in the page (#glossary-terms):
   [[term, meaning, address of the section that defines it, [form, ...]], ...]. Without this script the text is plain. */
(function () {
  "use strict";

  var TEXTS = "p, li, dd";      // where mentions are looked for; and where not, within these and around them:
  var LEFT = "a, h1, h2, h3, h4, h5, h6, code, pre, math, figure, table, figcaption, nav, button, script, sup, .term, .margin-note";
  var OUTSIDE = "#title-block-header, .panel-banner, nav, [role='doc-endnotes'], [role='doc-bibliography'], aside";
  var terms = JSON.parse(document.getElementById("glossary-terms").textContent);
  var main = document.querySelector("main"), language = document.documentElement.lang;
  var byForm = {};

  function escaped(text) { return text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"); }

  /* A form that begins with a small letter may begin a sentence. */
  function pattern(form) {
    var first = form.charAt(0), capital = first.toUpperCase();
    return (first === capital ? escaped(first) : "[" + first + capital + "]") + escaped(form.slice(1)).replace(/ /g, "\\s+");
  }

  function known(text) {
    var plain = text.replace(/\s+/g, " ");
    return byForm[plain] || byForm[plain.charAt(0).toLowerCase() + plain.slice(1)];
  }

  var forms = [];
  terms.forEach(function (term) {
    term[3].forEach(function (form) {
      byForm[form] = term;
      forms.push(form);
    });
  });
  forms.sort(function (one, other) { return other.length - one.length; });
  var mention = new RegExp("(?<![\\p{L}\\p{N}-])(?:" + forms.map(pattern).join("|") + ")(?![\\p{L}\\p{N}-])", "gu");

  /* What a part of the text belongs to: its innermost section. */
  function sectionOf(element) { return element.closest("section") || main; }

  function isLooked(node) {
    var parent = node.parentElement, left = parent.closest(LEFT), text = parent.closest(TEXTS);
    return text && !(left && main.contains(left)) && parent.closest("[lang]").lang === language;
  }

  function mark(node, found, term) {
    var link = document.createElement("a"), rest = node.splitText(found.index);
    rest.splitText(found[0].length);
    link.className = "term";
    link.href = term[2];
    rest.replaceWith(link);
    link.append(rest);
    return link.nextSibling;
  }

  function markIn(node, done) {
    for (var next = node; next;) {
      var here = next;
      next = null;
      mention.lastIndex = 0;
      for (var found = mention.exec(here.data); found; found = mention.exec(here.data)) {
        var term = known(found[0]);
        if (term && !done.has(term)) {
          done.add(term);
          next = mark(here, found, term);
          break;
        }
      }
    }
  }

  /* The section that defines a term says itself what it means. */
  function definedIn(section) {
    return terms.filter(function (term) { return section.id && term[2] === "#" + section.id; });
  }

  function markAll() {
    var walker = document.createTreeWalker(main, NodeFilter.SHOW_TEXT), nodes = [], done = new Map();
    while (walker.nextNode()) {
      if (mention.test(walker.currentNode.data)) nodes.push(walker.currentNode);
      mention.lastIndex = 0;
    }
    nodes.forEach(function (node) {
      if (!isLooked(node) || node.parentElement.closest(OUTSIDE)) return;
      var section = sectionOf(node.parentElement);
      if (!done.has(section)) done.set(section, new Set(definedIn(section)));
      markIn(node, done.get(section));
    });
  }

  function element(name, content) {
    var made = document.createElement(name);
    made.textContent = content;
    return made;
  }

  function fill(box, link, touch) {
    var term = known(link.textContent), text = element("p", " " + term[1]);
    text.prepend(element("strong", term[0]));
    box.setAttribute("aria-label", "Meaning of " + term[0]);
    box.classList.add("term-card");
    box.replaceChildren(text);
    if (!touch) return;
    var go = element("a", "Where it is defined");
    go.href = link.getAttribute("href");
    go.className = "preview-go";
    box.append(go);
  }

  markAll();
  window.withPopups(function () {
    window.Popups.attach({ links: ".term", holds: function (link) { return Boolean(known(link.textContent)); }, fill: fill });
  });
})();
