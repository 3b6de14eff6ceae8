/* A button at every figure's caption that opens what it shows at full size, where it can be moved about; Escape closes it, and the focus
   returns to the button. A chart of charts.js is drawn anew, as wide as it is on a large screen; of other figures the picture is shown.
   The dialog is made when it is first asked for. Without this script, or on a wide screen (enlarge.css), there is no button. */
(function () {
  "use strict";
  let dialog = null;

  function add(parent, tag, attributes) {
    const node = Object.assign(document.createElement(tag), attributes);
    parent.append(node);
    return node;
  }

  function made() {
    const made = add(document.body, "dialog", { className: "enlarged" });
    const close = add(made, "button", { type: "button", className: "enlarged-close", textContent: "Close" });
    const box = add(made, "div", { className: "enlarged-box", tabIndex: 0 });
    box.setAttribute("role", "group");
    close.addEventListener("click", () => made.close());
    made.addEventListener("close", () => box.replaceChildren());
    return made;
  }

  /* The chart's spec, or null where the figure stays a picture or no script could draw it. */
  function specOf(figure) {
    const data = figure.querySelector(".chart[data-for]:not([hidden]) > script");
    return data && window.Charts ? JSON.parse(data.textContent) : null;
  }

  function open(figure, image, name) {
    dialog ??= made();
    const box = dialog.querySelector(".enlarged-box"), spec = specOf(figure);
    dialog.setAttribute("aria-label", name);
    box.setAttribute("aria-label", `${name}, enlarged`);
    dialog.showModal();
    if (spec) Charts.draw({ name, alternative: image.alt, ...spec }, add(box, "div", { className: "chart" }));
    else add(box, "img", { src: image.src, alt: image.alt });
    box.scrollTo(0, 0);
  }

  function offer(figure) {
    const image = figure.querySelector("img"), caption = figure.querySelector("figcaption");
    if (!image || !caption) return;
    const name = (caption.querySelector("strong")?.textContent ?? caption.textContent.split(":")[0]).trim().replace(/:$/, "");
    const button = add(caption, "button", { type: "button", className: "enlarge", textContent: `Enlarge ${name}` });
    button.addEventListener("click", () => open(figure, image, name));
  }

  if (window.HTMLDialogElement) document.querySelectorAll("main figure").forEach(offer);
})();
