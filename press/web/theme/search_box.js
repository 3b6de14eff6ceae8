/* Shows the box of the search. What searches (search.js) comes when a reader first reaches the box. */
(function () {
  "use strict";

  var form = document.querySelector(".edition-search"), asked = false;

  function load() {
    if (asked) return;
    asked = true;
    window.LoadScript(form.dataset.search);
  }

  /* A translated abstract that a result leads to is unfolded. */
  function unfold() {
    var target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
    var folded = target && target.querySelector(":scope > details.translation-part");
    if (folded) folded.open = true;
  }

  form.classList.add("is-ready");
  form.addEventListener("focusin", load);
  form.addEventListener("submit", function (event) { event.preventDefault(); });
  window.addEventListener("hashchange", unfold);
  unfold();
})();
