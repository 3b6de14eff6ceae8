/* Buttons that copy a citation. Without this script they stay hidden, and the text can be selected or downloaded. What is folded opens
   when a link leads to it. Other scripts copy by window.CopyText, and load
   what is wanted late by window.LoadScript, a promise that tells whether the script came. */
(function () {
  "use strict";

  var TOLD_FOR = 4000; // milliseconds

  function fallback(text) {
    var area = document.createElement("textarea");
    area.value = text;
    area.setAttribute("readonly", "");
    area.style.position = "fixed";
    area.style.opacity = "0";
    document.body.appendChild(area);
    area.select();
    var done = false;
    try { done = document.execCommand("copy"); } catch (error) { done = false; }
    area.remove();
    return done;
  }

  function copy(text) {
    if (!navigator.clipboard || !navigator.clipboard.writeText) return Promise.resolve(fallback(text));
    return navigator.clipboard.writeText(text).then(function () { return true; }, function () { return fallback(text); });
  }

  function select(element) {
    var range = document.createRange();
    range.selectNodeContents(element);
    var selection = window.getSelection();
    selection.removeAllRanges();
    selection.addRange(range);
  }

  function prepare(button) {
    var source = document.getElementById(button.dataset.copy);
    if (!source) return;
    var said = document.createElement("span");
    var timer = 0;
    said.className = "copy-said";
    said.setAttribute("role", "status");
    button.parentNode.appendChild(said);
    button.hidden = false;
    button.addEventListener("click", function () {
      window.clearTimeout(timer);
      said.textContent = "";
      copy(source.textContent).then(function (done) {
        button.focus();
        if (!done) select(source);
        said.textContent = done ? button.dataset.name + " copied." : "Selected: copy it with your keyboard.";
        timer = window.setTimeout(function () { said.textContent = ""; }, TOLD_FOR);
      });
    });
  }

  function unfold() {
    var target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (target instanceof HTMLDetailsElement) target.open = true;
  }

  function load(address) {
    return new Promise(function (done) {
      var script = document.createElement("script");
      script.src = address;
      script.onload = function () { done(true); };
      script.onerror = function () { done(false); };
      document.head.append(script);
    });
  }

  document.querySelectorAll("button[data-copy]").forEach(prepare);
  window.addEventListener("hashchange", unfold);
  unfold();
  window.CopyText = copy;
  window.LoadScript = load;
})();
