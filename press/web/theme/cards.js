/* Cards of numbers, and the switch that underlines them. What cards say stands in a script of the page (data-cards), which is loaded when a
   reader first points at a number: window.numberCards =
   {files: [[path, address], ...], functions: [[name, address], ...], numbers: {key: [value, function, [file, ...]]}}.
   Without this script a number is a link to its row on the page of all numbers. */
(function () {
  "use strict";

  var addresses = document.currentScript.dataset, asked = null;

  function element(name, content, attributes) {
    var made = document.createElement(name);
    made.append.apply(made, [].concat(content));
    Object.keys(attributes || {}).forEach(function (one) { made.setAttribute(one, attributes[one]); });
    return made;
  }

  function linked(named) {
    var text = named[0].replace(/([._/])/g, "$1\u200b");
    return named[1] ? element("a", text, { href: named[1] }) : text;
  }

  function listed(files) {
    return files.reduce(function (parts, file) {
      return parts.concat(parts.length ? [", "] : [], [linked(window.numberCards.files[file])]);
    }, []);
  }

  function keyOf(link) { return link.parentElement.dataset.key; }

  function origin(card) {
    return element("dl", [
      element("dt", "Made by"), element("dd", linked(window.numberCards.functions[card[1]])),
      element("dt", "From"), element("dd", listed(card[2])),
    ]);
  }

  function tell(box, link) {
    var key = keyOf(link), card = window.numberCards && window.numberCards.numbers[key];
    box.setAttribute("aria-label", "Origin of " + link.textContent);
    box.classList.add("number-card");
    box.replaceChildren(
      element("p", [element("strong", card ? String(card[0]) : link.textContent), " ", element("code", key.replace(/([._])/g, "$1\u200b"))]),
      card ? origin(card) : "",
      element("a", "All about this number", { href: link.getAttribute("href"), class: "preview-go" })
    );
  }

  function fill(box, link) {
    asked = asked || window.LoadScript(addresses.cards);
    return asked.then(function () { tell(box, link); });
  }

  window.withPopups(function () {
    window.Popups.attach({ links: ".num > a", holds: function (link) { return Boolean(keyOf(link)); }, fill: fill });
  });

  /* The switch; the choice holds until the window is closed. */
  var button = document.querySelector(".sources-switch"), CHOICE = "shows-sources";

  function kept(value) {
    try {
      if (value === undefined) return sessionStorage.getItem(CHOICE) === "yes";
      sessionStorage.setItem(CHOICE, value ? "yes" : "no");
    } catch (error) { /* a page from a file may have no place to keep it */ }
    return false;
  }

  function show(on) {
    document.body.classList.toggle(CHOICE, on);
    button.setAttribute("aria-pressed", String(on));
  }

  button.hidden = false;
  show(kept());
  button.addEventListener("click", function () {
    var on = button.getAttribute("aria-pressed") !== "true";
    show(on);
    kept(on);
  });
})();
