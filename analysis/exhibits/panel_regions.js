/* Regions by any known name, by the rules of analysis/inputs/regions.py, and the nearest name where there is none. */
(function () {
  "use strict";

  const FREQUENT = 200; // letters from which difflib leaves out those that stand in more than a hundredth of them

  /* Whether a letter is an accent: canonical order brings it before one of the last class. */
  function isAccent(letter) {
    return letter > "\x7f" && (letter === "\u0345" || !`\u0345${letter}`.normalize("NFD").startsWith("\u0345"));
  }

  /* Upper and lower case alike, as Python's casefold has them. */
  function folded(text) {
    return text.toLowerCase().toUpperCase().toLowerCase().replace(/ς/g, "σ");
  }

  /* How often letters of `a` stand in one piece with `b`: the matching blocks of difflib, their letters added up. */
  function matching(a, b, places, [alo, ahi, blo, bhi]) {
    let [i, j, size] = [alo, blo, 0], before = new Map();
    for (let x = alo; x < ahi; x += 1) {
      const lengths = new Map();
      for (const y of places.get(a[x]) || []) {
        if (y < blo || y >= bhi) continue;
        const length = (before.get(y - 1) || 0) + 1;
        lengths.set(y, length);
        if (length > size) [i, j, size] = [x - length + 1, y - length + 1, length];
      }
      before = lengths;
    }
    while (i > alo && j > blo && a[i - 1] === b[j - 1]) { i -= 1; j -= 1; size += 1; }
    while (i + size < ahi && j + size < bhi && a[i + size] === b[j + size]) size += 1;
    if (!size) return 0;
    return size + matching(a, b, places, [alo, i, blo, j]) + matching(a, b, places, [i + size, ahi, j + size, bhi]);
  }

  /* How alike two texts are, from 0 to 1 (difflib.SequenceMatcher(None, a, b).ratio()). */
  function likeness(first, second) {
    const a = [...first], b = [...second], places = new Map();
    b.forEach((letter, j) => places.set(letter, [...(places.get(letter) || []), j]));
    if (b.length >= FREQUENT)
      for (const [letter, found] of places) if (found.length > Math.floor(b.length / 100) + 1) places.delete(letter);
    return a.length + b.length ? 2 * matching(a, b, places, [0, a.length, 0, b.length]) / (a.length + b.length) : 1;
  }

  /* How names are compared: `split` gives a name's core and the kind ("region", "city" or "") that it claims. */
  function comparer({region_words, city_words, linking_words, plain_letters}) {
    const kindOf = new Map([...region_words.map((word) => [word, "region"]), ...city_words.map((word) => [word, "city"])]);
    const oneAlphabet = (word) => (/[а-я]/.test(word) ? word.replace(/i/g, "и") : word);

    function normalise(name) {
      const letters = [...folded(name.normalize("NFKD"))].filter((letter) => !isAccent(letter));
      const text = letters.map((letter) => plain_letters[letter] || letter).join("").replace(/['’ʼʹ`´ʻ]/g, "");
      return (text.match(/[\p{L}\p{N}]+/gu) || []).map(oneAlphabet).join(" ");
    }

    function split(name) {
      const words = normalise(name).split(" ").filter(Boolean);
      const kinds = [...new Set(words.map((word) => kindOf.get(word)).filter(Boolean))];
      const core = words.filter((word) => !kindOf.has(word) && !linking_words.includes(word)).join(" ");
      return [core, kinds.length === 1 ? kinds[0] : ""];
    }

    return {normalise, split};
  }

  /* Finds regions by the rules of a page. Regions are objects by `name`. */
  function finder({names, limits}, regions) {
    const {normalise, split} = comparer(names), index = new Map(), cores = new Map();
    const under = (core, kind) => index.get(`${core}|${kind}`) || [];
    for (const [typed, number] of names.known) {
      const [core, kind] = split(typed), key = `${core}|${kind}`;
      index.set(key, [...(index.get(key) || []), regions[number].name]);
      if (!cores.has(core)) cores.set(core, typed);
    }
    const kindOf = new Map(regions.map(({name}, number) => [name, names.kinds[number]]));

    function lookup(name) {
      const [core, kind] = split(name), bare = under(core, "");
      const found = kind ? [...under(core, kind), ...bare.filter((one) => kindOf.get(one) === kind)]
        : bare.length ? bare : [...under(core, "region"), ...under(core, "city")];
      return [...new Set(found)].sort();
    }

    /* The regions that have a name; of "A (B)" and "A / B" those that both parts fit. */
    function candidates(name) {
      const found = lookup(name), parts = name.split(/[()/[\]]/).filter(normalise);
      if (found.length || parts.length < 2) return found;
      return parts.map(lookup).reduce((both, fitting) => both.filter((one) => fitting.includes(one)));
    }

    function suggestion(name) {
      if ([...name].length > limits.name) return "";
      const [core] = split(name), measured = [...cores.keys()].map((known) => [likeness(known, core), known]);
      const near = measured.filter(([alike]) => alike >= names.likeness);
      const best = near.sort(([one, a], [other, b]) => other - one || (a < b ? 1 : -1))[0];
      return best ? ` (did you mean "${cores.get(best[1])}"?)` : "";
    }

    function expectation(name, fitting) {
      if (fitting.length) return `${fitting.map((one) => `"${one}"`).join(" or ")}, since the name fits both`;
      return isNational(name) ? "regions only, without the national total" : names.a_region + suggestion(name);
    }

    function isNational(name) {
      return names.national.includes(normalise(name));
    }

    /* For each name of a file its region's name, or a function that says what was expected in its place. */
    function resolveAll(typed) {
      const fitting = new Map([...new Set(typed)].map((name) => [name, candidates(name)]));
      const settled = new Set([...fitting.values()].filter((found) => found.length === 1).map(([one]) => one));
      const outcome = (name, found) => {
        const left = found.length > 1 ? found.filter((one) => !settled.has(one)) : found, kept = left.length ? left : found;
        return kept.length === 1 ? kept[0] : () => expectation(name, kept);
      };
      return new Map([...fitting].map(([name, found]) => [name, outcome(name, found)]));
    }

    return {resolveAll, normalise};
  }

  window.PanelRegions = {finder, likeness};
})();
