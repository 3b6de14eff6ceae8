/* Tables 2 and 3 of a reader's own panel: their printed cells, and the same as CSV and as Markdown. Pure functions. */
(function () {
  "use strict";

  const {estimateRows} = window.ExploreMath, {PROBLEMS, printed, plural} = window.ExploreWords;
  const STATISTICS = ["estimate", "std_error", "t", "p", "ci_low", "ci_high"];
  const COLUMNS = ["model", "term", "method", ...STATISTICS, "n", "df", "clusters", "panel"];
  const DIGITS = 12; // significant ones of a number in a CSV file, as in the build's own
  const INVENTED = "The counts are invented, and clustered errors and randomization would say nothing about them: classical errors stand alone.";
  const UNDRAWN = {
    "changing-side": "A region belongs to the group in some rows and not in others, so that there is no choice of regions to randomize.",
    "empty-choice": "Some choice of regions leaves a group without rows before or after the launch, so that randomization has no p-value.",
  };

  /* A table of a panel: {number, caption, lines, note, estimates}. Estimates are unrounded. A line is {name, cells, strong, below}:
     `below` another one, whose coefficient it judges by another method. */
  function tableOf(panel, rules, spec) {
    const found = estimateRows(panel.rows.map((row) => [row.cluster, row[spec.group], row.post, Number(row[spec.outcome])]));
    const last = spec.terms[spec.terms.length - 1], size = {n: found.n, panel: panel.invented ? "synthetic" : "own"};
    const classical = spec.terms.map(({term, name, styles}, i) =>
      ({term, name, styles, method: "classical", strong: term === last.term, ...size, ...found.terms[i]}));
    const judged = panel.invented ? [] : spec.judges.map(({method, name, styles}) =>
      ({term: last.term, name: `by ${name}`, below: true, styles, method, ...size, clusters: found.clusters,
        ...found[method], estimate: found.terms[3].estimate}));
    const estimates = [...classical, ...judged].map((one) => ({...one, model: spec.model}));
    return {number: spec.number, caption: spec.caption, estimates, note: noteOf(found, panel, rules.stars),
      lines: estimates.map((one) => ({name: one.name, strong: one.strong, below: one.below, cells: cellsOf(one, rules.stars)}))};
  }

  function cellsOf(one, stars) {
    const marked = one.method === "classical" && one.p < stars ? "**" : "";
    return STATISTICS.map((name) => printed(one[name], one.styles[name]) + (name === "p" ? marked : ""));
  }

  /* What stands below a table, in sentences. */
  function noteOf(found, panel, stars) {
    const said = [`N = ${printed(found.n, "integer")} region-years; classical standard errors with ${plural(found.df, "degree", "degrees")} of freedom. ** p < ${stars}.`];
    if (found.errors) said.push(PROBLEMS[found.errors]);
    if (panel.invented) return [...said, INVENTED].join(" ");
    const {crv1, ri} = found, regions = `${printed(found.clusters, "integer")} regions of 2014`;
    said.push(crv1.problem ? PROBLEMS[crv1.problem] : `CRV1 clusters by the ${regions}.`);
    said.push(ri.problem ? UNDRAWN[ri.problem]
      : `Randomization takes all ${plural(ri.choices, "choice", "choices")} of ${found.treated} among the ${regions}; it has no error and no interval.`);
    return [...new Set(said)].join(" ");
  }

  function tables(panel, rules) {
    return rules.tables.map((spec) => tableOf(panel, rules, spec));
  }

  /* Every estimate of the tables, unrounded, a row each. */
  function csv(made) {
    const cell = (value) => (value === undefined || value === null ? "" : typeof value === "number" ? String(Number(value.toPrecision(DIGITS))) : value);
    const rows = made.flatMap(({estimates}) => estimates.map((one) => COLUMNS.map((name) => cell(one[name])).join(",")));
    return `${[COLUMNS.join(","), ...rows].join("\n")}\n`;
  }

  /* Text that Markdown prints as it is, with backslashes only before what may be a mark. */
  function escaped(text) {
    return text.replace(/[\\`*_{}[\]<>#$@^~|&]/g, "\\$&");
  }

  /* The tables as they are printed, with their notes and those on the file. */
  function markdown(made, panel, rules) {
    const heads = ["Variable", ...Object.values(rules.headers)], rule = heads.map((_, i) => (i ? "---:" : ":---"));
    const line = (cells) => `| ${cells.join(" | ")} |`;
    const one = ({number, caption, lines, note}) => [
      `**Table ${number} from ${escaped(panel.name)}.** ${escaped(caption)}`, "",
      line(heads.map(escaped)), line(rule), ...lines.map(({name, cells}) => line([name, ...cells].map(escaped))), "", `*Note.* ${escaped(note)}`, ""];
    const notes = panel.notes.length ? ["Notes on the file:", "", ...panel.notes.map((note) => `- ${escaped(note)}`), ""] : [];
    return [...made.flatMap(one), ...notes].join("\n");
  }

  window.OwnPanelTables = {tables, csv, markdown, INVENTED};
})();
