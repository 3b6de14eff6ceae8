/* window.withPopups(attach) calls a function as soon as window.Popups is there: at once on press's pages, which bring it, elsewhere when
   the script data-popups has been loaded. */
(function () {
  "use strict";

  var address = document.currentScript.dataset.popups, asked = null;

  window.withPopups = function (attach) {
    if (window.Popups) attach();
    else (asked = asked || window.LoadScript(address)).then(function (came) { if (came) attach(); });
  };
})();
