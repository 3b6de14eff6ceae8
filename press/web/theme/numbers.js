/* The box that filters the page of all numbers. Without this script the page is a plain table. */
(function () {
  "use strict";

  var form = document.querySelector(".number-filter"), input = form.querySelector("input"), said = form.querySelector("output");
  var rows = Array.from(document.querySelectorAll("tr[id^='num-']"));
  var texts = rows.map(function (row) {
    var section = row.parentElement.firstElementChild.textContent;
    return (row.textContent + " " + section).toLowerCase();
  });

  function empty(part, kind) { part.hidden = !part.querySelector(kind + ":not([hidden])"); }

  function filter() {
    var words = input.value.toLowerCase().split(/\s+/).filter(Boolean), left = 0;
    rows.forEach(function (row, place) {
      row.hidden = !words.every(function (word) { return texts[place].includes(word); });
      left += row.hidden ? 0 : 1;
    });
    document.querySelectorAll(".numbers-of-page tbody").forEach(function (body) {
      if (body.querySelector("tr[id^='num-']")) empty(body, "tr[id^='num-']");
    });
    document.querySelectorAll(".numbers-of-page:not(#data-files)").forEach(function (part) { empty(part, "tbody"); });
    said.textContent = words.length ? left.toLocaleString("en") + " of " + rows.length.toLocaleString("en") + " numbers" : "";
  }

  /* A number that a link leads to is shown, whatever the filter says. */
  function show() {
    var target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (!target || !target.closest("[hidden]")) return;
    input.value = "";
    filter();
    target.scrollIntoView();
  }

  form.hidden = false;
  form.addEventListener("submit", function (event) { event.preventDefault(); });
  input.addEventListener("input", filter);
  window.addEventListener("hashchange", show);
  if (input.value) filter();
})();
