/* Lets symbols of formulas lead to their rows in the table of variables, and shows there what they mean. What the page says of them
   (#variable-symbols): {table: its id, name: "Table 1", symbols: {symbol: name of its row}}. */
(function () {
  "use strict";

  var TIMES = "\u00d7";
  var told = JSON.parse(document.getElementById("variable-symbols").textContent);
  var main = document.querySelector("main"), rows = {};

  function words(element) { return element.textContent.replace(/\s+/g, " ").trim(); }

  document.querySelectorAll("#" + CSS.escape(told.table) + " tbody tr").forEach(function (row) {
    var name = words(row.cells[0]);
    row.id = row.id || "variable-" + name.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, "-");
    rows[name] = row;
  });

  function rowOf(symbol) { return document.getElementById(symbol.dataset.leads); }

  function mark(element, name) {
    element.classList.add("symbol");
    element.dataset.leads = rows[name].id;
    element.dataset.name = name;
  }

  function nameOf(element) {
    var text = words(element), name = told.symbols[text] || text;
    return rows[name] ? name : "";
  }

  /* The sign between two variables stands for their product. */
  function product(sign) {
    var sides = [sign.previousElementSibling, sign.nextElementSibling].map(function (side) {
      return side && (side.matches(".symbol") ? side : side.querySelector(".symbol"));
    });
    var name = sides[0] && sides[1] ? words(sides[0]) + " " + TIMES + " " + words(sides[1]) : "";
    if (rows[name]) mark(sign, name);
  }

  /* Nothing within a formula can take the focus, so that links behind it do: each lies over its symbol when it is reached. */
  function cover(link, symbol) {
    var frame = symbol.getBoundingClientRect(), origin = link.offsetParent.getBoundingClientRect();
    link.style.left = frame.left - origin.left + "px";
    link.style.top = frame.top - origin.top + "px";
    link.style.width = frame.width + "px";
    link.style.height = frame.height + "px";
  }

  function linkTo(symbol) {
    var made = document.createElement("a"), text = words(symbol), name = symbol.dataset.name;
    made.className = "symbol-link";
    made.href = "#" + symbol.dataset.leads;
    made.dataset.leads = symbol.dataset.leads;
    made.setAttribute("aria-label", name.includes(text) ? name : text + ", " + name);
    made.addEventListener("focus", function () {
      symbol.scrollIntoView({ block: "nearest", inline: "nearest" });
      cover(made, symbol);
    });
    return made;
  }

  function addLinks(formula) {
    var firsts = Array.from(formula.querySelectorAll(".symbol")).filter(function (symbol, place, all) {
      return all.findIndex(function (other) { return other.dataset.leads === symbol.dataset.leads; }) === place;
    });
    formula.after.apply(formula, firsts.map(linkTo));
  }

  function markIn(formula) {
    formula.querySelectorAll("mi, mtext").forEach(function (element) {
      var name = nameOf(element);
      if (name) mark(element, name);
    });
    formula.querySelectorAll("mo").forEach(function (sign) { if (words(sign) === TIMES) product(sign); });
  }

  function element(name, content) {
    var made = document.createElement(name);
    made.append.apply(made, [].concat(content));
    return made;
  }

  function fill(box, symbol, touch) {
    var cells = Array.from(rowOf(symbol).cells).map(words), unit = cells[2];
    var text = element("p", [element("strong", cells[0]), " " + cells[1] + (unit ? " (" + unit + ")" : "")]);
    box.setAttribute("aria-label", "Meaning of " + cells[0]);
    box.classList.add("term-card");
    box.replaceChildren(text);
    if (!touch) return;
    var link = element("a", "Go to " + told.name);
    link.href = "#" + symbol.dataset.leads;
    link.className = "preview-go";
    box.append(link);
  }

  main.querySelectorAll("math").forEach(function (formula) {
    if (formula.closest("a, button, h1, h2, h3, h4, h5, h6, .margin-note")) return;
    markIn(formula);
    addLinks(formula);
  });
  window.withPopups(function () { window.Popups.attach({ links: ".symbol, .symbol-link", holds: rowOf, fill: fill }); });
  document.addEventListener("click", function (event) {
    var symbol = event.target instanceof Element && event.target.closest(".symbol");
    if (symbol && !event.defaultPrevented) location.hash = symbol.dataset.leads;
  });
})();
