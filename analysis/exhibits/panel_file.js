/* A reader's CSV file as a checked panel, by the rules of analysis/panel (what `make check` says of a file).

   Pure functions. The rules are data of the page, which analysis/exhibits/panel_rules.py writes. */
(function () {
  "use strict";

  const {Refused, refused, stripped, visible, shortened, pattern} = window.PanelText;
  const {Unreadable, readers, fits, printedFloat, decimalSigns} = window.PanelNumbers;

  const BETWEEN = new RegExp(pattern({source: "[\\s-]+", flags: ""}, "anywhere").source, "gu"); // words of a header

  /* Header and notes */

  function headerName(text) {
    return stripped(text).toLowerCase().replace(BETWEEN, "_");
  }

  /* The place among the rows of the header, and whether it holds every column that is wanted. */
  function headerPlace(rows, wanted, most) {
    const counts = rows.slice(0, most).map(({cells}) => new Set(cells.map(headerName).filter((name) => wanted.includes(name))).size);
    const best = Math.max(...counts);
    return best < 2 ? [0, false] : [counts.indexOf(best), best === wanted.length];
  }

  function columnsOf({cells, number}, file) {
    const filled = cells.slice(0, cells.findLastIndex(Boolean) + 1), columns = filled.map(headerName);
    const doubled = columns.find((name, i) => name && columns.lastIndexOf(name) > i);
    if (doubled) {
      const times = columns.filter((name) => name === doubled).length;
      throw refused(file, `${times} columns of this name`, "one", number, shortened(doubled));
    }
    return columns;
  }

  /* How many rows at the end hold a sentence in one cell and nothing else. */
  function notesAtEnd(rows, form) {
    let count = 0;
    for (; count < rows.length; count += 1) {
      const {number, cells} = rows[rows.length - 1 - count], before = rows[rows.length - 2 - count], texts = cells.filter(Boolean);
      const apart = before !== undefined && before.number < number - 1;
      if (texts.length !== 1 || !/[\p{L}\p{Nl}\p{No}_]/u.test(texts[0]) || !(form.test(texts[0]) || apart)) break;
    }
    return count;
  }

  function fitted({number, cells}, width, file) {
    if (cells.slice(width).some(Boolean)) throw refused(file, `${cells.findLastIndex(Boolean) + 1} cells`, `${width}, as in the header`, number);
    return {number, cells: Array.from({length: width}, (_, i) => cells[i] || "")};
  }

  /* The table of a file: its columns, its rows, and what was left out, a sentence each. */
  function tableOf(rows, file, rules) {
    const [place, whole] = headerPlace(rows, rules.required, rules.limits.header_rows);
    if (!whole) window.PanelWide.refuse(rows, file, rules);
    const header = rows[place], columns = columnsOf(header, file), above = rows.slice(0, place), below = rows.slice(place + 1);
    const notes = notesAtEnd(below, pattern(rules.patterns.note, "start"));
    const kept = below.slice(0, below.length - notes).map((row) => fitted(row, columns.length, file));
    const leftOut = (where, found) => found.map(({number, cells}) =>
      visible(`${where} the table, left out: row ${number}, ${shortened(`"${cells.filter(Boolean).join(" ")}"`)}.`));
    refuseUnits(above, file, pattern(rules.patterns.multiple, "anywhere"));
    return {file, header, columns, rows: kept, leftOut: [...leftOut("Above", above), ...leftOut("Below", below.slice(below.length - notes))]};
  }

  function refuseUnits(above, file, unit) {
    for (const text of above.flatMap(({cells}) => cells.filter(Boolean))) {
      const found = unit.exec(text);
      if (found) throw refused(file, `"${found[0]}" in "${shortened(text)}"`, "counts of single persons");
    }
  }

  /* Figures */

  function usedFields({columns, file, header, rows}, {required, fields}) {
    const missing = required.filter((name) => !columns.includes(name));
    if (missing.length)
      throw refused(file, `no column ${missing.join(" and no column ")}`, `the columns ${required.join(", ")}`, header.number);
    if (!rows.length) throw refused(file, "a header without rows below it", "one row per region and year");
    return fields.filter(({name}) => columns.includes(name));
  }

  /* The rows with what their cells say; at the first cell that says nothing, the error. */
  function valuesOf(table, fields, read, resolveAll) {
    const at = fields.map(({name}) => table.columns.indexOf(name));
    const regions = resolveAll(table.rows.map(({cells}) => cells[table.columns.indexOf("region")]));
    const valueOf = (cell, field, number) => {
      let expected;
      try {
        if (field.reader !== "region") return read[field.reader](cell);
        const found = regions.get(cell);
        if (typeof found === "string") return found;
        expected = found();
      } catch (error) {
        if (!(error instanceof Unreadable)) throw error;
        expected = field.expected + error.hint;
      }
      throw refused(table.file, read.described(cell), expected, number, field.name);
    };
    return table.rows.map(({number, cells}) => {
      const row = {number, typed: {}};
      fields.forEach((field, i) => {
        row.typed[field.name] = cells[at[i]];
        row[field.name] = valueOf(cells[at[i]], field, number);
      });
      return row;
    });
  }

  function refuseValues(rows, fields, file, most) {
    for (const row of rows) for (const field of fields) {
      const value = row[field.name];
      if (field.reader === "region" || fits(value, field, most)) continue;
      const found = field.reader === "number" ? printedFloat(value) : `${value}`;
      throw refused(file, `"${shortened(found)}"`, field.expected, row.number, field.name);
    }
  }

  function refuseDoubles(rows, file) {
    const first = new Map();
    for (const row of rows) {
      const key = `${row.year}|${row.region}`, other = first.get(key);
      if (!other) { first.set(key, row); continue; }
      const typed = row.typed.region, alias = typed === other.typed.region ? "" : ` as "${shortened(other.typed.region)}"`;
      throw refused(file, `"${shortened(typed)}" in ${row.year}, which row ${other.number} holds already${alias}`,
        "one row per region and year", row.number, "region");
    }
  }

  function refuseFlows(rows, file) {
    for (const column of ["in_migration", "out_migration"]) for (const row of rows)
      if (row[column] > row.population)
        throw refused(file, `${row[column]} migrants in a population of ${row.population}`, "no more migrants than inhabitants", row.number, column);
  }

  /* Roles */

  /* Add to each row what follows from year, region and counts, unless the file gives it. */
  function withRoles(rows, regions, launch) {
    return rows.map((row) => {
      const region = regions.get(row.region);
      const derived = {
        in_migration_rate: 1000 * Number(row.in_migration) / Number(row.population),
        program: region.program, post: row.year >= launch ? 1 : 0, sender: region.sender,
      };
      return {...derived, ...row, derived, cluster: region.cluster};
    }).sort((a, b) => a.year - b.year || (a.region < b.region ? -1 : 1));
  }

  /* Refuse a panel on which a table's difference in differences, or its error, is not defined. */
  function refuseCells(rows, {group, outcome}, file) {
    const name = group[0].toUpperCase() + group.slice(1);
    const cells = [[0, 0], [0, 1], [1, 0], [1, 1]].map(([value, post]) => {
      const found = rows.filter((row) => row[group] === value && row.post === post);
      if (found.length) return new Set(found.map((row) => row[outcome])).size;
      throw refused(file, `no row with ${name} = ${value} and Post = ${post}`, `rows in all four groups of ${name} and Post`);
    });
    if (rows.length === cells.length) throw refused(file, `${rows.length} rows`, "more than the four groups of a difference in differences");
    if (cells.every((size) => size === 1))
      throw refused(file, `one and the same number all over each of the four groups of ${name} and Post`, "numbers that vary", undefined, outcome);
  }

  /* A checked panel: rows by year and region, notes and facts as sentences, and whether its migrants are invented. */
  function panelOf(name, bytes, rules) {
    const {rows: grid, form} = window.PanelCsv.read(name, bytes, rules), table = tableOf(grid, name, rules);
    const regions = rules.regions.map(([one, cluster, program, sender, first, parent]) => ({name: one, cluster, program, sender, first, parent}));
    const read = readers(rules), fields = usedFields(table, rules), byName = new Map(regions.map((region) => [region.name, region]));
    const values = valuesOf(table, fields, read, window.PanelRegions.finder(rules, regions).resolveAll);
    refuseValues(values, fields, name, BigInt(rules.limits.whole));
    refuseDoubles(values, name);
    refuseFlows(values, name);
    const rows = withRoles(values, byName, rules.launch), groups = rules.tables.map(({group}) => group);
    for (const one of rules.tables) refuseCells(rows, one, name);
    return {name, rows, ...said({table, form, fields, values, rows, groups, byName, read}, rules)};
  }

  /* Everything that is said of a panel that was read. */
  function said({table, form, fields, values, rows, groups, byName, read}, rules) {
    const notes = window.PanelNotes, used = fields.map(({name}) => name), invented = notes.invented(rows, rules.invented);
    const renamed = new Map(values.filter(({typed, region}) => typed.region !== region).map(({typed, region}) => [typed.region, region]));
    const numbers = values.flatMap(({typed}) => used.filter((name) => name !== "region").map((name) => typed[name]));
    return {
      invented: invented.length > 0,
      form: `${form}, ${decimalSigns(numbers)}`,
      facts: notes.facts(rows, groups, renamed),
      notes: [...invented, ...table.leftOut, ...notes.coverage(rows, rules), ...notes.divided(rows, byName),
        ...notes.givenColumns(rows, used.filter((name) => !rules.required.includes(name)), read.rounding),
        ...notes.unused(table.columns.filter((name) => name && !used.includes(name)))],
    };
  }

  /* What a function gives; {problem} where it refuses a file. */
  function orProblem(make) {
    try { return make(); } catch (error) {
      if (error instanceof Refused) return {problem: error.message};
      throw error;
    }
  }

  /* {problem}: one sentence on the first thing that is wrong; else the panel. */
  function read(name, bytes, rules) {
    return orProblem(() => panelOf(name, bytes, rules));
  }

  /* {problem} where a file is to be refused by its name or its size [bytes] alone. */
  function refuse(name, size, rules) {
    return orProblem(() => window.PanelCsv.refuseFile(name, size, rules) || {});
  }

  window.PanelFile = {read, refuse};
})();
