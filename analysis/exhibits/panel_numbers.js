/* Numbers as people write them in spreadsheets, by the rules of press/tables/number_cells.py and schema.py. */
(function () {
  "use strict";

  const {stripped, shortened, pattern} = window.PanelText;
  const HINT = " written without a point or comma between thousands";

  /* A cell that is not what its field expects; `hint` stands behind the expectation. */
  class Unreadable extends Error {
    constructor(hint = "") { super(hint); this.hint = hint; }
  }

  /* A number as Python prints it, which also shows whole ones with a point. */
  function printedFloat(value) {
    const [digits, power] = value.toExponential().split("e"), size = Number(power);
    if (Object.is(value, -0)) return "-0.0";
    if (size < -4 || size >= 16) return `${digits}e${power[0]}${power.slice(1).padStart(2, "0")}`;
    return Number.isInteger(value) ? `${value}.0` : `${value}`;
  }

  /* The readers of a page's rules. Whole numbers beyond those that JavaScript counts exactly are BigInts. */
  function readers({patterns, limits}) {
    const forms = {};
    for (const name of ["number", "whole", "thousands", "infinite"]) forms[name] = pattern(patterns[name], "whole");
    const spaces = new RegExp(patterns.space.source, "gu"), tidy = (text) => stripped(text).replace(/\u2212/g, "-");

    function whole_number(cell) {
      const text = tidy(cell), found = forms.whole.exec(text);
      if (forms.thousands.test(text)) throw new Unreadable(HINT);
      if (!found || text.length > limits.digits) throw new Unreadable();
      const digits = text.slice(0, text.length - (found[3] || "").length).replace(spaces, "");
      return Number.isSafeInteger(Number(digits)) ? Number(digits) || 0 : BigInt(digits);
    }

    function number(cell) {
      const text = tidy(cell), value = Number(text.replace(",", "."));
      if (!forms.number.test(text) || !Number.isFinite(value)) throw new Unreadable();
      return value;
    }

    /* Half a unit of the last decimal that is written. */
    function rounding(cell) {
      const [mantissa, exponent] = tidy(cell).toLowerCase().replace(",", ".").split("e");
      return 0.5 * Number(`1e${Number(exponent || 0) - (mantissa.split(".")[1] || "").length}`);
    }

    function described(cell) {
      if (!stripped(cell)) return "an empty cell";
      return forms.infinite.test(stripped(cell)) ? `an infinite number ("${cell}")` : `"${shortened(cell)}"`;
    }

    return {whole_number, number, rounding, described};
  }

  /* Whether a value keeps to the limits of its field. */
  function fits(value, {reader, minimum, maximum, enum: allowed}, most) {
    if (reader === "whole_number" && (value > most || value < -most)) return false;
    return (minimum === null || value >= minimum) && (maximum === null || value <= maximum) && (!allowed || allowed.includes(value));
  }

  /* The decimal signs that cells use, in words. */
  function decimalSigns(cells) {
    const used = [[".", "decimal point"], [",", "decimal comma"]].filter(([sign]) => cells.some((cell) => cell.includes(sign)));
    return used.map(([, name]) => name).join(" and ") || "no decimals";
  }

  window.PanelNumbers = {Unreadable, readers, fits, printedFloat, decimalSigns};
})();
