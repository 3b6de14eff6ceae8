/* The words of "Try it yourself": printed numbers, sentences about a result, and links that hold a setting. */
(function () {
  "use strict";

  const PROBLEMS = {
    "years-reversed": "The first year lies after the last one: choose years that span the launch.",
    "no-region": "Every region is left out: leave at least two in.",
    "one-region": "Only one region is left in: a comparison needs at least two.",
    "none-treated": "No region is treated: choose at least one of those that are left in.",
    "all-treated": "Every region that is left in is treated, so that there is none to compare with: make at least one a control.",
    "none-before": "No year lies before the launch, so that no change can be seen: choose a later launch or an earlier first year.",
    "none-after": "No year lies at or after the launch, so that no change can be seen: choose an earlier launch or a later last year.",
    "no-row-left": "As many numbers as means: no region-year is left to estimate an error from. Add years or regions.",
    "no-variance": "The outcome does not vary within the groups, so that an error of it would mean nothing.",
    "few-treated": "Errors clustered by region need two treated regions; there is one.",
    "few-others": "Errors clustered by region need two control regions; there is one.",
  };
  const FEW_TREATED = 3;
  const EASILY = 0.1, SELDOM = 0.05; // shares of choices: above the first an estimate could easily be chance, below the second chance alone would seldom do it
  const WORDS = ["no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"];
  const INVENTED = "These counts were calibrated to the article's classical errors; clustered errors and randomization would say nothing about them.";

  /* Fixed decimals, halves to the even digit as Python's formats round them. */
  function rounded(value, digits) {
    const nearest = value.toFixed(digits), exact = value.toFixed(digits + 30);
    const half = /50{29}$/.test(exact), odd = /[13579]$/.test(nearest);
    return half && odd ? exact.slice(0, -30).replace(/\.$/, "") : nearest;
  }

  /* Fixed decimals with groups of three digits; a rounded zero has no sign. */
  function decimals(value, digits) {
    const [whole, rest] = rounded(Math.abs(value), digits).split(".");
    const printed = whole.replace(/\B(?=(\d{3})+$)/g, ",") + (rest === undefined ? "" : "." + rest);
    return (value < 0 && /[1-9]/.test(printed) ? "\u2212" : "") + printed;
  }

  /* A number in one of the print styles of press/numbers/formatter.py. */
  function printed(value, style) {
    if (value === null || value === undefined || Number.isNaN(value)) return "–";
    if (style === "integer") return decimals(value, 0);
    if (style === "p") return value < 0.0005 ? "<0.001" : decimals(value, 3);
    return decimals(value, Number(style.replace("decimal", "")));
  }

  function plural(count, one, many) {
    return `${printed(count, "integer")} ${count === 1 ? one : many}`;
  }

  function interval(judged, style) {
    return `${printed(judged.ci_low, style)} to ${printed(judged.ci_high, style)}`;
  }

  /* A small number in words. */
  function inWords(count) {
    return WORDS[count] || printed(count, "integer");
  }

  function capital(text) {
    return text[0].toUpperCase() + text.slice(1);
  }

  /* The result in two sentences, or what stands in its way in one. */
  function summary(result, outcome) {
    if (result.problem) return PROBLEMS[result.problem];
    const style = outcome.styles.number, last = result.terms[3], found = [];
    if (!result.errors) found.push(`${interval(last, style)} with classical errors`);
    if (!outcome.synthetic && !result.crv1.problem) found.push(`${interval(result.crv1, style)} with clustered ones`);
    const intervals = found.length ? ` (95% interval ${found.join(", ")})` : "";
    const difference = `Difference in differences: ${printed(last.estimate, style)} ${outcome.unit}${intervals}.`;
    return outcome.synthetic ? difference : `${difference} ${chance(result)}`;
  }

  function equal(p) {
    return printed(p, "p").replace(/^(?!<)/, "=\u00a0").replace("<", "<\u00a0");
  }

  /* Whether the estimate could be chance, for those who do not read p-values: how many other choices do as much. */
  function chance({ri, treated}) {
    const others = ri.choices - 1, alike = ri.as_large - 1, size = inWords(treated), regions = `${size} ${treated === 1 ? "region" : "regions"}`;
    const count = others === 1 ? `the only other choice of ${regions}`
      : `${alike === 0 ? "none" : printed(alike, "integer")} of the ${printed(others, "integer")} other choices of ${regions}`;
    const does = `${count} ${alike > 1 ? "do" : "does"} as much, up or down`;
    const could = ri.p > EASILY ? "this could easily be chance" : "this could be chance";
    if (ri.p >= SELDOM) return alike === 0 ? `With so few choices ${could}, although ${does}.` : `${capital(could)}: ${does}.`;
    return (alike === 0 ? `${capital(does)}. ` : `Few others do as much, up or down: ${count}. `)
      + `Had the ${treated === 1 ? "region" : size} been drawn by lot, chance alone would seldom do this.`;
  }

  /* What randomization counted. */
  function counted({ri, treated, clusters}) {
    return `Of all ${plural(ri.choices, "choice", "choices")} of ${treated} among ${clusters} regions, ${printed(ri.as_large, "integer")} ` +
      `${ri.as_large === 1 ? "gives" : "give"} a coefficient at least as large: randomization p\u00a0${equal(ri.p)}.`;
  }

  /* A setting in words, for print. */
  function choices(setting, data) {
    const names = (ids) => data.regions.filter(({id}) => ids.includes(id)).map(({name}) => name).join(", ") || "none";
    const {label} = data.outcomes.find(({id}) => id === setting.outcome);
    return `${label}, ${setting.first} to ${setting.last}, launch in ${setting.launch}. Treated: ${names(setting.treated)}. ` +
      `Left out: ${names(setting.without)}. Control: all others.`;
  }

  /* What a reader should keep in mind about a result, one sentence each. */
  function cautions(result, outcome) {
    const said = outcome.synthetic ? [outcome.source] : [];
    if (result.problem) return said;
    if (outcome.synthetic) return [...said, INVENTED, ...(result.errors ? [PROBLEMS[result.errors]] : [])];
    const reasons = [result.errors, result.crv1.problem].filter(Boolean);
    said.push(...new Set(reasons.map((reason) => PROBLEMS[reason])));
    const smaller = Math.min(result.treated, result.clusters - result.treated);
    if (!result.crv1.problem && smaller <= FEW_TREATED)
      said.push(`With ${smaller} regions in one of the groups the clustered error cannot be relied on; randomization leads.`);
    if (result.ri.as_large / result.ri.choices > 0.05 && 1 / result.ri.choices > 0.05)
      said.push(`With ${plural(result.ri.choices, "choice", "choices")} the p-value of randomization cannot fall below 0.05.`);
    return said;
  }

  /* A setting as the part of an address behind "#". */
  function toHash(setting) {
    const list = (ids) => [...ids].sort().join(",");
    const parts = [`outcome=${setting.outcome}`, `treated=${list(setting.treated)}`, `launch=${setting.launch}`,
      `years=${setting.first}-${setting.last}`];
    if (setting.without.length) parts.push(`without=${list(setting.without)}`);
    return `#${parts.join("&")}`;
  }

  /* The setting of an address: null where it holds none, and `unknown` true where it names what the page does not have. */
  function fromHash(hash, data) {
    if (!/^#outcome=/.test(hash)) return null;
    const given = new URLSearchParams(hash.slice(1));
    const ids = (name) => (given.get(name) || "").split(",").filter(Boolean);
    const years = /^(\d{4})-(\d{4})$/.exec(given.get("years") || "") || [];
    const [launch, first, last] = [given.get("launch"), years[1], years[2]].map(Number);
    const known = new Set(data.regions.map((region) => region.id)), [from, to] = data.years;
    const fits = data.outcomes.some((outcome) => outcome.id === given.get("outcome"))
      && [...ids("treated"), ...ids("without")].every((id) => known.has(id))
      && [launch, first, last].every((year) => Number.isInteger(year) && year >= from && year <= to);
    if (!fits) return {unknown: true};
    const without = ids("without");
    return {outcome: given.get("outcome"), treated: ids("treated").filter((id) => !without.includes(id)), without, launch, first, last};
  }

  window.ExploreWords = {PROBLEMS, printed, interval, plural, summary, counted, choices, cautions, toHash, fromHash};
})();
