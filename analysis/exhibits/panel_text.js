/* Text as Python and press/base/plain_text.py treat it, and the one error: a sentence that says where, what and what else. */
(function () {
  "use strict";

  const BLANKS = "\t\n\v\f\r\x1c\x1d\x1e\x1f \x85\xa0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u2028\u2029\u202f\u205f\u3000";
  const LINE_END = /\r\n|[\n\v\f\r\x1c\x1d\x1e\x85\u2028\u2029]/;
  const WORD = "[\\p{L}\\p{N}_]"; // Python's \w
  const EDGE = `(?:(?<=${WORD})(?!${WORD})|(?<!${WORD})(?=${WORD}))`; // and its \b
  const ESCAPES = {"\t": "\\t", "\n": "\\n", "\r": "\\r"};
  const SHOWN = 80; // letters of a cell that a message quotes

  class Refused extends Error {}

  /* The error on a place of a table; row and column may be absent. */
  function refused(file, found, expected, row, column) {
    const place = [file, row === undefined ? "" : `row ${row}`, column === undefined ? "" : `column ${column}`];
    return new Refused(visible(`${place.filter(Boolean).join(", ")}: found ${found}, expected ${expected}.`));
  }

  /* Text without what `signs` holds at its ends. */
  function stripped(text, signs = BLANKS) {
    let from = 0, to = text.length;
    while (from < to && signs.includes(text[from])) from += 1;
    while (from < to && signs.includes(text[to - 1])) to -= 1;
    return text.slice(from, to);
  }

  /* A letter that nobody sees, as Python escapes it. */
  function escaped(letter) {
    const code = letter.codePointAt(0), hex = (digits) => code.toString(16).padStart(digits, "0");
    return ESCAPES[letter] || (code < 0x100 ? `\\x${hex(2)}` : code < 0x10000 ? `\\u${hex(4)}` : `\\U${hex(8)}`);
  }

  /* Text whose marks of control and direction, and whose other blanks, are escapes that show. */
  function visible(text) {
    return text.replace(/[\p{C}\p{Z}]/gu, (letter) => (letter === " " || letter === "\xa0" ? letter : escaped(letter)));
  }

  /* The beginning of a text, so many letters (not halves of them) long. */
  function shortened(text, most = SHOWN) {
    const letters = Array.from(text.slice(0, 2 * most + 2));
    return letters.length <= most ? text : `${letters.slice(0, most).join("")}…`;
  }

  function isLonger(text, most) {
    return text.length > most && Array.from(text).length > most;
  }

  /* A pattern of Python's as one of JavaScript's. `how`: it fits the "whole" of a text, its "start", or "anywhere". */
  function pattern({source, flags}, how) {
    const digits = flags.includes("a") ? "0-9" : "\\p{Nd}", blanks = [...BLANKS].map((sign) => `\\u{${sign.codePointAt(0).toString(16)}}`).join("");
    const outside = {"\\b": EDGE, "\\s": `[${blanks}]`, "\\d": `[${digits}]`, "\\D": `[^${digits}]`, ".": "[^\\n]"};
    const inside = {"\\s": blanks, "\\d": digits};
    let within = false;
    const written = source.replace(/\\.|[^]/gu, (sign) => {
      if (sign === "[" || sign === "]") within = sign === "[";
      return (within ? inside : outside)[sign] || sign;
    });
    const ends = {whole: ["^(?:", ")$"], start: ["^(?:", ")"], anywhere: ["", ""]}[how];
    return new RegExp(ends.join(written), flags.includes("i") ? "iu" : "u");
  }

  /* Years in short: "2009-2011, 2015". */
  function ranges(years) {
    const runs = [];
    for (const year of [...years].sort((a, b) => a - b)) {
      const last = runs[runs.length - 1];
      if (last && year === last[1] + 1) last[1] = year;
      else runs.push([year, year]);
    }
    return runs.map(([first, last]) => (first === last ? `${first}` : `${first}-${last}`)).join(", ");
  }

  window.PanelText = {BLANKS, LINE_END, Refused, refused, stripped, visible, shortened, isLonger, pattern, ranges};
})();
