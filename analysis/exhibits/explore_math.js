/* The arithmetic of "Try it yourself": difference in differences with classical and clustered errors, exact randomization.
   Pure functions of plain arrays; the same conventions as analysis/estimators/did.py and analysis/estimators/inference.py. */
(function () {
  "use strict";

  const LEVEL = 0.95;
  const TIE = 1e-9; // relative slack with which a coefficient counts as large as the observed one
  const FEWEST_CLUSTERS = 2; // regions that each group needs before errors can be clustered
  const ROUNDING = 1e-12; // residuals below this share of the outcome's size are rounding, not variance

  /* The beta function B(df/2, 1/2) for whole df, by its recurrence from B(1/2, 1/2) and B(1, 1/2). */
  function betaOfHalf(df) {
    let value = df % 2 ? Math.PI : 2;
    for (let n = df % 2 ? 1 : 2; n < df; n += 2) value *= n / (n + 1);
    return value;
  }

  /* The continued fraction of the incomplete beta function, by Lentz's method. */
  function fraction(a, b, x) {
    const tiny = 1e-300;
    const safe = (value) => (Math.abs(value) < tiny ? tiny : value);
    let c = 1, d = 1 / safe(1 - (a + b) * x / (a + 1)), result = d;
    for (let m = 1; m < 1000; m += 1) {
      const even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m));
      d = 1 / safe(1 + even * d);
      c = safe(1 + even / c);
      result *= d * c;
      const odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1));
      d = 1 / safe(1 + odd * d);
      c = safe(1 + odd / c);
      result *= d * c;
      if (Math.abs(d * c - 1) < 1e-16) break;
    }
    return result;
  }

  /* P(|T| >= |t|) for Student's t with a whole number of degrees of freedom. */
  function twoSidedP(t, df) {
    if (t === 0) return 1;
    const a = df / 2, b = 0.5, x = df / (df + t * t), rest = t * t / (df + t * t);
    const front = Math.pow(x, a) * Math.sqrt(rest) / betaOfHalf(df);
    if (x < (a + 1) / (a + b + 2)) return front * fraction(a, b, x) / a;
    return 1 - front * fraction(b, a, rest) / b;
  }

  /* The t with P(|T| >= t) = 1 - level. Newton's method from 0: the probability is convex there, so it never overshoots. */
  function criticalT(level, df) {
    const beta = betaOfHalf(df);
    let t = 0;
    for (let step = 1, n = 0; n < 200 && step > 1e-15 * t; n += 1) {
      const density = Math.pow(1 + t * t / df, -(df + 1) / 2) / (Math.sqrt(df) * beta);
      step = (twoSidedP(t, df) - (1 - level)) / (2 * density);
      t += step;
    }
    return t;
  }

  function squares(values) {
    return values.reduce((total, value) => total + value * value, 0);
  }

  /* A coefficient with its error judged by Student's t. */
  function judged(estimate, error, df) {
    const width = criticalT(LEVEL, df) * error, t = estimate / error;
    return {estimate, std_error: error, t, p: twoSidedP(t, df), ci_low: estimate - width, ci_high: estimate + width, df};
  }

  /* The rows of the years and regions that a setting keeps; regions are numbered anew. */
  function sampleOf(rows, setting) {
    const {without, treated, launch, first, last} = setting;
    const kept = rows.filter(([region, year]) => year >= first && year <= last && !without.includes(region));
    const regions = [...new Set(kept.map((row) => row[0]))].sort((a, b) => a - b);
    return {
      y: kept.map((row) => row[2]),
      cluster: kept.map((row) => regions.indexOf(row[0])),
      cell: kept.map(([region, year]) => (treated.includes(region) ? 1 : 0) + (year >= launch ? 2 : 0)),
      regions,
      treated: regions.map((region) => treated.includes(region)),
    };
  }

  /* Why a sample has no difference in differences; null where it has one. */
  function problemOf(sample, setting) {
    if (setting.first > setting.last) return "years-reversed";
    if (sample.regions.length === 0) return "no-region";
    if (sample.regions.length === 1) return "one-region";
    if (!sample.treated.includes(true)) return "none-treated";
    if (!sample.treated.includes(false)) return "all-treated";
    if (!sample.cell.some((cell) => cell < 2)) return "none-before";
    if (!sample.cell.some((cell) => cell > 1)) return "none-after";
    return null;
  }

  /* Sizes and means of the four cells: others before, treated before, others after, treated after. */
  function cellsOf(sample) {
    const sizes = [0, 0, 0, 0], sums = [0, 0, 0, 0];
    sample.cell.forEach((cell, i) => {
      sizes[cell] += 1;
      sums[cell] += sample.y[i];
    });
    return {sizes, means: sums.map((sum, cell) => sum / sizes[cell])};
  }

  /* The four coefficients: others before, difference before, change of the others, difference in differences. */
  function coefficients([others, group, othersAfter, groupAfter]) {
    return [others, group - others, othersAfter - others, (groupAfter - group) - (othersAfter - others)];
  }

  /* Classical errors of the four coefficients, from the variance within cells. */
  function classical(estimates, sizes, variance, df) {
    const [others, group, othersAfter, groupAfter] = sizes.map((size) => 1 / size);
    const shares = [others, others + group, others + othersAfter, others + group + othersAfter + groupAfter];
    return estimates.map((estimate, i) => judged(estimate, Math.sqrt(variance * shares[i]), df));
  }

  /* How many regions have rows inside the group, and how many outside it. */
  function sidesOf({cluster, cell}) {
    return [1, 0].map((inside) => new Set(cluster.filter((_, i) => cell[i] % 2 === inside)).size);
  }

  /* The clustered error (CRV1) of the difference in differences: factor G/(G-1) (N-1)/(N-k), Student's t of G-1. */
  function crv1(sample, residuals, sizes, estimate) {
    const [treated, others] = sidesOf(sample), G = sample.regions.length, n = sample.y.length;
    if (treated < FEWEST_CLUSTERS) return {problem: "few-treated"};
    if (others < FEWEST_CLUSTERS) return {problem: "few-others"};
    const influence = new Array(G).fill(0), signs = [1, -1, -1, 1];
    residuals.forEach((residual, i) => {
      const cell = sample.cell[i];
      influence[sample.cluster[i]] += signs[cell] * residual / sizes[cell];
    });
    const sum = squares(influence);
    if (sum <= ROUNDING * ROUNDING * squares(sample.y)) return {problem: "no-variance"};
    return judged(estimate, Math.sqrt(G / (G - 1) * (n - 1) / (n - 4) * sum), G - 1);
  }

  /* Sums of the outcome, less its mean, and numbers of rows of each region: [sum before, rows before, sum after, rows after]. */
  function sumsByRegion(sample) {
    const mean = sample.y.reduce((total, value) => total + value, 0) / sample.y.length;
    const sums = sample.regions.map(() => [0, 0, 0, 0]);
    sample.y.forEach((value, i) => {
      const at = sample.cell[i] < 2 ? 0 : 2;
      sums[sample.cluster[i]][at] += value - mean;
      sums[sample.cluster[i]][at + 1] += 1;
    });
    return sums;
  }

  /* The exact p-value of |b| over all choices of as many treated regions, ties counted.
     Choosing the others gives the same |b|, so the smaller group is the one that is chosen.
     {problem} where some choice leaves a group without rows before or after. */
  function randomization(sums, treated) {
    const G = sums.length, size = treated.filter(Boolean).length;
    const chosen = Math.min(size, G - size), side = chosen === size;
    const total = [0, 1, 2, 3].map((j) => sums.reduce((all, region) => all + region[j], 0));
    const b = (s0, n0, s1, n1) =>
      Math.abs((s1 / n1 - s0 / n0) - ((total[2] - s1) / (total[3] - n1) - (total[0] - s0) / (total[1] - n0)));
    const actual = [0, 0, 0, 0];
    sums.forEach((region, g) => {
      if (treated[g] === side) region.forEach((value, j) => { actual[j] += value; });
    });
    const bar = b(...actual) * (1 - TIE);
    let choices = 0, asLarge = 0, empty = false;
    (function choose(from, left, s0, n0, s1, n1) {
      if (left === 0) {
        const found = b(s0, n0, s1, n1);
        choices += 1;
        if (found >= bar) asLarge += 1;
        empty = empty || !Number.isFinite(found);
        return;
      }
      for (let g = from; g <= G - left; g += 1) {
        const region = sums[g];
        choose(g + 1, left - 1, s0 + region[0], n0 + region[1], s1 + region[2], n1 + region[3]);
      }
    })(0, chosen, 0, 0, 0, 0);
    return empty ? {problem: "empty-choice"} : {p: asLarge / choices, choices, as_large: asLarge};
  }

  /* The mean outcome of treated and other regions in each year of the sample. */
  function meansByYear(rows, setting) {
    const years = [];
    for (let year = setting.first; year <= setting.last; year += 1) years.push(year);
    const mean = (inGroup) => years.map((year) => {
      const values = rows.filter((row) => row[1] === year && !setting.without.includes(row[0])
        && setting.treated.includes(row[0]) === inGroup).map((row) => row[2]);
      return values.length ? values.reduce((total, value) => total + value, 0) / values.length : null;
    });
    return {years, treated: mean(true), others: mean(false)};
  }

  /* Everything that the page shows of a setting.

     rows     [region, year, outcome] of each region-year; regions are numbers, several rows of one year may share one
     setting  {treated, without: numbers of regions; launch, first, last: years}

     Returns {problem} where there is no estimate; else n, df, cells, terms (estimates with classical errors, or without
     them and the reason in `errors`), crv1 (likewise) and ri. */
  function estimate(rows, setting) {
    const sample = sampleOf(rows, setting), problem = problemOf(sample, setting);
    return problem ? {problem} : judgedSample(sample);
  }

  /* The estimate of a sample with rows in all four cells. */
  function judgedSample(sample) {
    const cells = cellsOf(sample), estimates = coefficients(cells.means), n = sample.y.length, df = n - 4;
    const residuals = sample.y.map((value, i) => value - cells.means[sample.cell[i]]);
    const errors = df < 1 ? "no-row-left" : squares(residuals) <= ROUNDING * ROUNDING * squares(sample.y) ? "no-variance" : null;
    const variance = squares(residuals) / df;
    return {
      problem: null, errors, n, df, clusters: sample.regions.length, cells,
      treated: sample.treated.filter(Boolean).length,
      residual_sd: errors ? null : Math.sqrt(variance),
      terms: errors ? estimates.map((value) => ({estimate: value})) : classical(estimates, cells.sizes, variance, df),
      crv1: errors ? {problem: errors} : crv1(sample, residuals, cells.sizes, estimates[3]),
      ri: sample.treated.includes(null) ? {problem: "changing-side"} : randomization(sumsByRegion(sample), sample.treated),
    };
  }

  /* The same of rows that say themselves which are treated and which lie after the launch.

     rows     [cluster, 1 in the group or 0, 1 after the launch or 0, outcome]; all four cells have rows. A cluster that is
              on both sides leaves nothing to randomize: {problem} in `ri`. */
  function estimateRows(rows) {
    const regions = [...new Set(rows.map(([cluster]) => cluster))].sort();
    const sides = new Map(regions.map((region) => [region, new Set()]));
    for (const [cluster, group] of rows) sides.get(cluster).add(group);
    return judgedSample({
      y: rows.map((row) => row[3]),
      cluster: rows.map(([cluster]) => regions.indexOf(cluster)),
      cell: rows.map(([, group, post]) => group + 2 * post),
      regions,
      treated: regions.map((region) => (sides.get(region).size > 1 ? null : sides.get(region).has(1))),
    });
  }

  window.ExploreMath = {estimate, estimateRows, meansByYear, twoSidedP, criticalT, randomization};
})();
