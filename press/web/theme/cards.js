/* Cards of numbers, and the switch that underlines them. What a card says stands in the page (#number-cards):
   {files: [[path, address], ...], functions: [[name, address], ...], numbers: {key: [value, function, [file, ...]]}}.
   Without this script a number is a link to its row on the page of all numbers. */
(function () {
  "use strict";

  var cards = JSON.parse(document.getElementById("number-cards").textContent);

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
      return parts.concat(parts.length ? [", ", linked(cards.files[file])] : [linked(cards.files[file])]);
    }, []);
  }

  function keyOf(link) { return link.parentElement.dataset.key; }

  function fill(box, link) {
    var key = keyOf(link), card = cards.numbers[key];
    box.setAttribute("aria-label", "Origin of " + link.textContent);
    box.classList.add("number-card");
    box.replaceChildren(
      element("p", [element("strong", String(card[0])), " ", element("code", key.replace(/([._])/g, "$1\u200b"))]),
      element("dl", [
        element("dt", "Made by"), element("dd", linked(cards.functions[card[1]])),
        element("dt", "From"), element("dd", listed(card[2])),
      ]),
      element("a", "All about this number", { href: link.getAttribute("href"), class: "preview-go" })
    );
  }

  window.Popups.attach({ links: ".num > a", holds: function (link) { return keyOf(link) in cards.numbers; }, fill: fill });

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
