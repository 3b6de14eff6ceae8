/* A CSV file with years in columns holds one series of the three, and is refused: by the words of analysis/panel/wide.py. */
(function () {
  "use strict";

  const {refused, stripped, shortened, pattern} = window.PanelText;

  function letters(column) {
    let name = "";
    for (let left = column; left; left = Math.floor((left - 1) / 26)) name = String.fromCharCode(65 + (left - 1) % 26) + name;
    return name;
  }

  /* Years in a row of cells, as [year, column] with columns counted from 1. */
  function yearsIn(cells, year) {
    return cells.map((cell, i) => [year.exec(stripped(cell)), i + 1]).filter(([found]) => found).map(([found, column]) => [Number(found[1]), column]);
  }

  /* The row with the years, where there is one. */
  function headerOf(rows, year, {header_rows, years}) {
    return rows.slice(0, header_rows).find(({cells}) =>
      yearsIn(cells, year).length >= Math.max(years, cells.filter(Boolean).length / 2));
  }

  function columnsOf(header, year, name) {
    const columns = new Map();
    for (const [found, column] of yearsIn(header.cells, year)) {
      if (columns.has(found)) {
        const first = `${letters(columns.get(found))}${header.number}`;
        throw refused(`${name}, cell ${letters(column)}${header.number}`, `${found} again, which stands in ${first}`, "each year once");
      }
      columns.set(found, column);
    }
    return [...columns.values()];
  }

  /* Refuse a figure under no year. */
  function refuseUnnamed(header, {number, cells}, columns, name) {
    const first = Math.min(...columns), last = Math.max(...columns);
    if (!columns.some((column) => cells[column - 1])) return;
    cells.slice(first - 1).forEach((cell, i) => {
      const column = first + i, above = header.cells[column - 1] || "";
      if (!cell || columns.includes(column) || (above && column >= last)) return;
      const what = `"${shortened(cell)}" in a column ${above ? `"${shortened(above)}"` : "without a year"}`;
      throw refused(`${name}, cell ${letters(column)}${number}`, what, "one column for each year");
    });
  }

  /* The variable that the texts above a table tell; nothing where that is none or several. */
  function seriesIn(text, patterns) {
    const says = (words) => pattern(patterns[words], "anywhere").test(text);
    const flows = ["in_migration", "out_migration"].filter(says);
    if (flows.length > 1 || says("balance")) return "";
    return flows[0] || (says("people") && !says("migration") ? "population" : "");
  }

  /* Refuse rows with years in columns; others pass. */
  function refuse(rows, name, rules) {
    const year = pattern(rules.patterns.year, "whole"), header = headerOf(rows, year, rules.limits);
    if (!header) return;
    const columns = columnsOf(header, year, name), above = rows.filter(({number}) => number < header.number);
    for (const row of rows) if (row.number > header.number) refuseUnnamed(header, row, columns, name);
    const series = seriesIn(above.flatMap(({cells}) => cells.filter(Boolean)).join(" "), rules.patterns);
    const missing = rules.required.filter((column) => !rules.keys.includes(column) && column !== series);
    throw refused(name, `years in columns (the table: ${series || "no series of the panel"}), but none of ${missing.join(" and none of ")}`,
      `a sheet of each series, named by it or with a title, or ${rules.form}`);
  }

  window.PanelWide = {refuse};
})();
