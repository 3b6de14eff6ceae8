// Runs as early as it can: sets the colours that the reader chose, marks the page as one with scripts, and asks for the two fonts that every page
// shows first, before the style sheet names them. From the disk a browser refuses to be asked so, and has them at once anyway.
(function () {
  "use strict";
  const root = document.documentElement;
  let choice = null;
  try { choice = localStorage.getItem("press-theme"); } catch { /* storage is closed to this page */ }
  if (choice === "light" || choice === "dark") root.dataset.theme = choice;
  root.dataset.script = "";
  if (location.protocol === "file:") return;
  for (const name of ["serif-latin-normal", "sans-latin-normal"]) {
    const link = document.createElement("link");
    Object.assign(link, { rel: "preload", as: "font", type: "font/woff2", crossOrigin: "anonymous" });
    link.href = new URL(`../fonts/${name}.woff2`, document.currentScript.src).href;
    document.head.append(link);
  }
})();
