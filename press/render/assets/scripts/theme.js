// Runs as early as it can: sets the colours that the reader chose, and marks the page as one with scripts.
(function () {
  "use strict";
  const root = document.documentElement;
  let choice = null;
  try { choice = localStorage.getItem("press-theme"); } catch { /* storage is closed to this page */ }
  if (choice === "light" || choice === "dark") root.dataset.theme = choice;
  root.dataset.script = "";
})();
