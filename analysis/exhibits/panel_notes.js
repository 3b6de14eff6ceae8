/* What a reader should know of a panel that was read, by the rules of analysis/panel/notes.py and load.py's description. */
(function () {
  "use strict";

  const {shortened, visible, ranges} = window.PanelText;
  const EXACT = 1e-9; // differences up to here are rounding of the arithmetic
  const HASH = {offset: 0x811c9dc5, prime: 0x01000193}; // FNV-1a of 32 bits

  /* Values by key, keys in their order. */
  function grouped(rows, keyOf) {
    const groups = new Map();
    for (const row of rows) groups.set(keyOf(row), [...(groups.get(keyOf(row)) || []), row]);
    return new Map([...groups].sort(([a], [b]) => (a < b ? -1 : 1)));
  }

  /* Region-years in short: "Akmola 2009-2011, 2015; Atyrau 2010". */
  function spans(rows) {
    return [...grouped(rows, ({region}) => region)].map(([region, found]) => `${region} ${ranges(found.map(({year}) => year))}`).join("; ");
  }

  /* The sentence on invented migrants, where the panel's are those of one of the project's files. */
  function invented(rows, known) {
    const lines = rows.map((row) => `${row.year},${row.region},${row.in_migration},${row.out_migration}`).sort().join("\n");
    let mark = HASH.offset;
    for (let i = 0; i < lines.length; i += 1) mark = Math.imul(mark ^ lines.charCodeAt(i), HASH.prime);
    return known.filter((one) => one.rows === rows.length && one.mark === mark >>> 0).map(({note}) => note);
  }

  /* The region-years beside those taken for those of the published tables. */
  function coverage(rows, {published}) {
    const keys = Object.entries(published).flatMap(([region, years]) => years.map((year) => ({region, year})));
    const study = new Set(keys.map(({year}) => year)), keyOf = ({region, year}) => `${region}|${year}`;
    const given = new Set(rows.map(keyOf)), wanted = new Set(keys.map(keyOf)), said = [];
    const behind = `the ${keys.length} region-years taken for those of the published`;
    const others = new Set(rows.map(({year}) => year).filter((year) => !study.has(year)));
    if (others.size) said.push(`Years outside the study's ${ranges(study)} are used as well: ${ranges(others)}.`);
    const absent = keys.filter((key) => !given.has(keyOf(key)));
    if (absent.length) said.push(`${absent.length} of ${behind} tables are absent: ${spans(absent)}.`);
    const beyond = rows.filter((row) => study.has(row.year) && published[row.region] && !wanted.has(keyOf(row)));
    if (beyond.length) said.push(`Used besides ${behind} tables: ${spans(beyond)}.`);
    return said;
  }

  /* Regions that were split off, and those used before they stood alone. */
  function divided(rows, regions) {
    const used = [...new Set(rows.map(({region}) => region))].sort().map((name) => regions.get(name)).filter(({parent}) => parent);
    const parts = used.map(({name, parent}) => `${name} (${parent})`).join(", ");
    const early = rows.filter(({region, year}) => regions.get(region).first > year); // null is no year
    return [
      ...(parts ? [`Split off in 2022, with the role and cluster of the region in brackets: ${parts}.`] : []),
      ...(early.length ? [`Used although the region did not yet stand alone: ${spans(early)}.`] : []),
    ];
  }

  /* Columns that the file gives and that would follow from others. */
  function givenColumns(rows, columns, rounding) {
    return columns.map((column) => {
      const slack = (row) => EXACT + (column === "in_migration_rate" ? rounding(row.typed[column]) : 0);
      const other = rows.filter((row) => Math.abs(row[column] - row.derived[column]) > slack(row));
      return `${column} is used as given; ${other.length
        ? `it differs from the derived one in ${other.length} of ${rows.length} rows: ${spans(other)}` : "it agrees with the derived one"}.`;
    });
  }

  function unused(names) {
    return names.length ? [`Columns that are not used: ${names.map((name) => visible(shortened(name))).join(", ")}.`] : [];
  }

  function groupOf(rows) {
    const after = rows.filter(({post}) => post === 1).length, names = [...new Set(rows.map(({region}) => region))].sort();
    return `${rows.length - after} rows with Post = 0, ${after} with Post = 1: ${names.join(", ")}`;
  }

  /* What a panel covers, its groups and its other names: [label, text] each. */
  function facts(rows, groups, renamed) {
    const count = (column) => new Set(rows.map((row) => row[column])).size, years = rows.map(({year}) => year);
    const sides = groups.flatMap((group) => [1, 0].map((value) =>
      [`${group[0].toUpperCase()}${group.slice(1)} = ${value}`, groupOf(rows.filter((row) => row[group] === value))]));
    const names = [...renamed].map(([typed, region]) => `"${visible(shortened(typed))}" = ${region}`).join("; ");
    return [
      ["Rows", `${rows.length} region-years; ${count("region")} regions in ${count("cluster")} clusters; ${Math.min(...years)}-${Math.max(...years)}`],
      ...sides, ["Other names", names || "none"],
    ];
  }

  window.PanelNotes = {invented, coverage, divided, givenColumns, unused, facts};
})();
