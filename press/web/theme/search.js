/* The search over all pages and numbers. It comes when the box is first reached (search_box.js), and then loads its index (press/web/search.py), a
   script that sets window.EditionSearch: {pages: [{address, name, sections: [[id, heading, words], ...], exhibits: [[label, title, words], ...]}, ...],
   numbers: [[key, [[printed form, number of the page, id, place], ...]], ...]}. */
(function () {
  "use strict";

  var MOST = 8, BEFORE = 50, LENGTH = 170;      // results of a kind; letters of a passage before its first found word, and in all
  var WAIT = 120;                               // milliseconds after the last key
  var KINDS = [["section", "Sections"], ["number", "Numbers"], ["exhibit", "Tables and figures"], ["text", "Text"]];
  var form = document.querySelector(".edition-search"), input = form.querySelector("input");
  var panel = document.createElement("div"), said = document.createElement("p"), list = document.createElement("div");
  var entries = null, timer = 0;

  /* Letters without case and accents, as many as there were. */
  var plain = {};
  function letter(one) {
    if (!plain[one]) plain[one] = one === "\u2212" ? "-" : one.toLowerCase().normalize("NFD").charAt(0);
    return plain[one];
  }
  function fold(text) { return text.replace(/[^\x00-\x7f]/g, letter).toLowerCase(); }

  function isLetter(one) { return /[\p{L}\p{N}]/u.test(one); }

  /* Where a word begins one of the words of a folded text, from a place on; -1 where it does not. */
  function find(word, text, from) {
    for (var at = text.indexOf(word, from); at >= 0; at = text.indexOf(word, at + 1)) {
      if (at === 0 || !isLetter(text.charAt(at - 1)) || !isLetter(word.charAt(0))) return at;
    }
    return -1;
  }

  function isWhole(word, text) {
    var at = find(word, text, 0), next = at < 0 ? "" : text.charAt(at + word.length);
    return at >= 0 && !(next && isLetter(next));
  }

  /* The index as a list of what can be found. */
  function entry(kind, page, id, title, words) {
    title = title.normalize("NFC");
    words = words.normalize("NFC");
    return { kind: kind, page: page, id: id, title: title, words: words, inTitle: fold(title), inWords: fold(words) };
  }

  function read(index) {
    var found = [];
    index.pages.forEach(function (page) {
      page.sections.forEach(function (one) { found.push(entry("section", page, one[0], one[1], one[2])); });
      page.exhibits.forEach(function (one) { found.push(entry("exhibit", page, one[0], one[1], one[2])); });
    });
    index.numbers.forEach(function (one) {
      var forms = one[1].map(function (place) { return place[0]; });
      var made = entry("number", index.pages[one[1][0][1]], "", Array.from(new Set(forms)).join(", "), one[0]);
      made.places = one[1];
      found.push(made);
    });
    return found;
  }

  /* What holds all words, the best first: {kind, entry, whole}. */
  function holds(one, words) {
    return words.every(function (word) { return find(word, one.inTitle, 0) >= 0 || find(word, one.inWords, 0) >= 0; });
  }

  function judged(one, words) {
    var titled = words.every(function (word) { return find(word, one.inTitle, 0) >= 0; });
    var whole = words.filter(function (word) { return isWhole(word, one.inTitle) || isWhole(word, one.inWords); }).length;
    return { kind: one.kind === "section" && !titled ? "text" : one.kind, entry: one, score: whole + (titled ? words.length : 0) };
  }

  function look(words) {
    var found = entries.filter(function (one) { return holds(one, words); }).map(function (one) { return judged(one, words); });
    return found.sort(function (one, other) { return other.score - one.score; });
  }

  function kindsFor(words) {
    var numeric = words.some(function (word) { return /\d/.test(word); });
    return numeric ? [KINDS[1], KINDS[0], KINDS[2], KINDS[3]] : [KINDS[0], KINDS[2], KINDS[3], KINDS[1]];
  }

  /* Results as links, with the words marked. */
  function marked(element, text, words) {
    var folded = fold(text), at = 0;
    while (at < text.length) {
      var next = text.length, length = 0;
      words.forEach(function (word) {
        var place = find(word, folded, at);
        if (place >= 0 && (place < next || (place === next && word.length > length))) { next = place; length = word.length; }
      });
      element.append(text.slice(at, next));
      if (!length) break;
      var mark = document.createElement("mark");
      mark.textContent = text.slice(next, next + length);
      element.append(mark);
      at = next + length;
    }
    return element;
  }

  function passage(one, words) {
    var places = words.map(function (word) { return find(word, one.inWords, 0); }).filter(function (place) { return place >= 0; });
    var from = Math.max(0, (places.length ? Math.min.apply(null, places) : 0) - BEFORE);
    if (from) from = one.words.indexOf(" ", from) + 1;
    var text = one.words.slice(from, from + LENGTH);
    if (from + LENGTH < one.words.length) text = text.slice(0, Math.max(text.lastIndexOf(" "), LENGTH / 2)) + " \u2026";
    return (from ? "\u2026 " : "") + text;
  }

  function line(name, text, words) {
    var made = document.createElement("span");
    made.className = "search-" + name;
    return marked(made, text, words);
  }

  function placeOf(one, words) {
    var fitting = one.places.filter(function (place) {
      return words.some(function (word) { return find(word, fold(place[0]), 0) >= 0; });
    });
    return fitting[0] || one.places[0];
  }

  /* Page and section; of what precedes the sections the title only where it is what was found. */
  function whereOf(one, page, place, words) {
    var titled = one.id || words.some(function (word) { return find(word, one.inTitle, 0) >= 0; });
    var part = place ? place[3] : titled && one.title !== page.name ? one.title : "";
    return page.name + (part ? " \u00b7 " + part : "");
  }

  function link(one, words) {
    var made = document.createElement("a"), place = one.places && placeOf(one, words);
    var page = place ? window.EditionSearch.pages[place[1]] : one.page, id = place ? place[2] : one.id;
    made.href = page.address + (id ? "#" + id : "");
    made.append(
      line("where", whereOf(one, page, place, words), place ? [] : words), " ",
      place ? line("number", one.title, words) : "", " ",
      line("passage", place ? one.words : passage(one, words), words)
    );
    return made;
  }

  function group(title, results, words) {
    var heading = document.createElement("p"), items = document.createElement("ul");
    heading.className = "search-kind";
    heading.textContent = title + (results.length > MOST ? " (" + MOST + " of " + results.length + ")" : "");
    results.slice(0, MOST).forEach(function (result) {
      var item = document.createElement("li");
      item.append(link(result.entry, words));
      items.append(item);
    });
    return [heading, items];
  }

  function show() {
    var words = Array.from(new Set(fold(input.value.normalize("NFC")).split(/\s+/).filter(Boolean)));
    list.replaceChildren();
    panel.hidden = !words.length;
    if (!words.length || !entries) return;
    var found = look(words);
    kindsFor(words).forEach(function (kind) {
      var results = found.filter(function (result) { return result.kind === kind[0]; });
      if (results.length) list.append.apply(list, group(kind[1], results, words));
    });
    said.textContent = found.length === 0 ? "Nothing found." : found.length === 1 ? "1 result" : found.length.toLocaleString("en") + " results";
    list.scrollTop = 0;
  }

  function ask() {
    window.clearTimeout(timer);
    timer = window.setTimeout(show, WAIT);
  }

  function load() {
    var style = document.createElement("link");
    style.rel = "stylesheet";
    style.href = form.dataset.style;
    document.head.append(style);
    window.LoadScript(form.dataset.index).then(function (came) {
      if (came) {
        entries = read(window.EditionSearch);
        show();
      } else {
        panel.hidden = false;
        said.textContent = "The index of the search cannot be loaded.";
      }
    });
  }

  /* Keys: down into the list, up out of it, Escape closes. */
  function close() {
    window.clearTimeout(timer);
    panel.hidden = true;
  }

  function step(event) {
    var links = Array.from(list.querySelectorAll("a")), at = links.indexOf(document.activeElement);
    var next = event.key === "ArrowDown" ? at + 1 : at - 1;
    event.preventDefault();
    if (next < 0) input.focus();
    else if (links[next]) links[next].focus();
  }

  function press(event) {
    if (event.key === "Escape" && !panel.hidden) {
      event.preventDefault();
      input.focus();
      close();
    } else if (!panel.hidden && (event.key === "ArrowDown" || (event.key === "ArrowUp" && event.target !== input))) step(event);
  }

  function leave(event) {
    if (event.target instanceof Node && !form.contains(event.target)) close();
  }

  panel.className = "search-panel";
  panel.hidden = true;
  said.className = "search-said";
  said.setAttribute("role", "status");
  list.className = "search-list";
  panel.append(said, list);
  form.append(panel);
  input.addEventListener("focus", show);
  input.addEventListener("input", ask);
  form.addEventListener("keydown", press);
  form.addEventListener("submit", function () {
    window.clearTimeout(timer);
    show();
    if (list.querySelector("a")) list.querySelector("a").focus();
  });
  list.addEventListener("click", function (event) { if (event.target instanceof Element && event.target.closest("a")) close(); });
  document.addEventListener("pointerdown", leave);
  document.addEventListener("focusin", leave);
  load();
})();
