// The bar on top: the switch between light and dark, and on small screens the contents.
(function () {
  "use strict";
  const KEY = "press-theme", CHOICES = ["system", "light", "dark"];
  const root = document.documentElement;

  /* light and dark */
  const button = document.querySelector(".theme-switch");
  const chosen = () => root.dataset.theme || "system";

  function remembered() {
    try { return CHOICES.find((choice) => choice === localStorage.getItem(KEY)) ?? "system"; } catch { return "system"; }
  }

  function apply(choice) {
    if (choice === "system") delete root.dataset.theme;
    else root.dataset.theme = choice;
    button.querySelector(".theme-name").textContent = choice[0].toUpperCase() + choice.slice(1);
  }

  function remember(choice) {
    try {
      if (choice === "system") localStorage.removeItem(KEY);
      else localStorage.setItem(KEY, choice);
    } catch { /* the choice then holds for this page only */ }
  }

  apply(remembered());      // also where this runs before theme.js has come
  root.dataset.script = "";
  button.addEventListener("click", () => {
    const choice = CHOICES[(CHOICES.indexOf(chosen()) + 1) % CHOICES.length];
    apply(choice);
    remember(choice);
  });
  addEventListener("storage", (event) => {
    if (event.key === KEY) apply(CHOICES.includes(event.newValue) ? event.newValue : "system");
  });

  /* contents that open below the bar */
  const opener = document.querySelector(".contents-switch"), contents = document.getElementById("TOC");
  opener.hidden = !contents;
  if (!contents) return;
  contents.querySelector("details").open = true;
  const isOpen = () => opener.getAttribute("aria-expanded") === "true";

  function show(open) {
    opener.setAttribute("aria-expanded", String(open));
    contents.classList.toggle("open", open);
  }

  function leave(event) {
    if (isOpen() && event.target instanceof Node && !contents.contains(event.target) && !opener.contains(event.target)) show(false);
  }

  opener.addEventListener("click", () => {
    show(!isOpen());
    if (isOpen()) (contents.querySelector("[aria-current]") || contents.querySelector("a")).focus();
  });
  contents.addEventListener("click", (event) => { if (event.target.closest("a")) show(false); });
  document.addEventListener("pointerdown", leave);
  document.addEventListener("focusin", leave);
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && isOpen()) { show(false); opener.focus(); }
  });
})();
