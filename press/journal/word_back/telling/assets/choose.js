/* Lets an author choose among the changes of a reviewer, and writes the chosen ones as a patch.
   The patch is that of hunks.py and patch.py, letter by letter: who changes one changes the other.
   Without this script the page is a list to read. */
(function () {
  "use strict";

  var CONTEXT = 3, NO_LINE_END = "\\ No newline at end of file\n";
  var ESCAPES = { '"': '\\"', "\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r" };
  var given = JSON.parse(document.getElementById("given").textContent);

  /* Edits of one text as a section of a patch: hunks.py */

  function inOrder(edits) {
    return edits.slice().sort(function (a, b) { return a.start - b.start || a.end - b.end; });
  }

  function edited(text, edits) {
    inOrder(edits).reverse().forEach(function (edit) {
      text = text.slice(0, edit.start) + edit.text + text.slice(edit.end);
    });
    return text;
  }

  function lineEnds(text, start, end) { return text.slice(start, end).split("\n").length - 1; }

  function nearGroups(text, edits) {
    var groups = [];
    inOrder(edits).forEach(function (edit, place, ordered) {
      var near = place && lineEnds(text, ordered[place - 1].end, edit.start) - 1 <= 2 * CONTEXT;
      if (near) groups[groups.length - 1].push(edit);
      else groups.push([edit]);
    });
    return groups;
  }

  function splitLines(text) {
    var lines = text.split("\n"), last = lines.pop();
    lines = lines.map(function (line) { return line + "\n"; });
    return last ? lines.concat(last) : lines;
  }

  function stretches(text, edits) {
    var found = [], last = 0;
    inOrder(edits).forEach(function (edit) {
      var begin = lineEnds(text, 0, edit.start), end = lineEnds(text, 0, edit.end) + 1;
      if (!found.length || begin >= last) found.push({ first: begin, edits: [] });
      last = found[found.length - 1].last = end;
      found[found.length - 1].edits.push(edit);
    });
    return found;
  }

  function trimmed(first, before, after) {
    while (before.length && after.length && before[0] === after[0]) {
      before = before.slice(1);
      after = after.slice(1);
      first += 1;
    }
    while (before.length && after.length && before[before.length - 1] === after[after.length - 1]) {
      before = before.slice(0, -1);
      after = after.slice(0, -1);
    }
    return { first: first, before: before, after: after };
  }

  function segments(text, lines, edits) {
    return stretches(text, edits).map(function (stretch) {
      var start = lines.slice(0, stretch.first).join("").length;
      var before = lines.slice(stretch.first, stretch.last).join("");
      var after = edited(before, stretch.edits.map(function (edit) {
        return { start: edit.start - start, end: edit.end - start, text: edit.text };
      }));
      return trimmed(stretch.first, splitLines(before), splitLines(after));
    }).filter(function (segment) { return segment.before.length || segment.after.length; });
  }

  function range(start, count) { return (count ? start + 1 : start) + "," + count; }

  function hunk(lines, changed, heading) {
    var start = Math.max(0, changed[0].first - CONTEXT), place = start, body = [], added = 0;
    function add(sign, some) { some.forEach(function (line) { body.push(sign + line); }); }
    changed.forEach(function (segment) {
      add(" ", lines.slice(place, segment.first));
      add("-", segment.before);
      add("+", segment.after);
      place = segment.first + segment.before.length;
      added += segment.after.length - segment.before.length;
    });
    var end = Math.min(lines.length, place + CONTEXT);
    add(" ", lines.slice(place, end));
    return "@@ -" + range(start, end - start) + " +" + range(start, end - start + added) + " @@ " + heading + "\n"
      + body.map(function (line) { return line.endsWith("\n") ? line : line + "\n" + NO_LINE_END; }).join("");
  }

  function quoted(name) {
    if (!/["\\\x00-\x1f\x7f]/.test(name)) return name;
    return '"' + name.replace(/["\\\x00-\x1f\x7f]/g, function (letter) {
      return ESCAPES[letter] || "\\" + letter.charCodeAt(0).toString(8).padStart(3, "0");
    }) + '"';
  }

  function section(file, text, edits, heading) {
    var lines = splitLines(text), changed = segments(text, lines, edits);
    if (!changed.length) return "";
    var before = quoted("a/" + file), after = quoted("b/" + file), tab = file.includes(" ") ? "\t" : "";
    return "diff --git " + before + " " + after + "\n--- " + before + tab + "\n+++ " + after + tab + "\n"
      + hunk(lines, changed, heading);
  }

  /* Changes one after another: patch.py */

  function clash(made, change) {
    var former = made.slice(), found = null;
    change.edits.forEach(function (edit) {
      var other = former.find(function (other) {
        return edit.file === other.file && edit.start < other.end && other.start < edit.end;
      });
      if (other && found === null) found = other.number;
      former.push({ number: change.number, file: edit.file, start: edit.start, end: edit.end });
    });
    return found;
  }

  function moved(made, edit) {
    var by = 0;
    made.forEach(function (former) {
      var before = former.start < edit.start || former.start === edit.start && former.end <= edit.end;
      if (former.file === edit.file && before) by += former.text.length - (former.end - former.start);
    });
    return { start: edit.start + by, end: edit.end + by, text: edit.text };
  }

  function make(texts, made, change) {
    var sections = [], files = new Set(change.edits.map(function (edit) { return edit.file; }));
    files.forEach(function (file) {
      var own = change.edits.filter(function (edit) { return edit.file === file; });
      nearGroups(given.files.get(file), own).forEach(function (group) {
        var text = texts.has(file) ? texts.get(file) : given.files.get(file);
        var now = group.map(function (edit) { return moved(made, edit); });
        sections.push(section(file, text, now, change.heading));
        texts.set(file, edited(text, now));
        group.forEach(function (edit) { made.push(Object.assign({ number: change.number }, edit)); });
      });
    });
    return sections.filter(Boolean);
  }

  function patchOf(changes) {
    var texts = new Map(), made = [], parts = [];
    changes.forEach(function (change) {
      var other = clash(made, change);
      if (other !== null) {
        parts.push("# " + change.title + " (left out, for it touches what change " + other + " changes)\n");
        return;
      }
      make(texts, made, change).forEach(function (text) { parts.push("# " + change.title + "\n" + text); });
    });
    return parts.join("");
  }

  /* The form */

  given.files = new Map(given.files);
  var form = document.getElementById("choice"), count = document.getElementById("count");
  var result = document.getElementById("result"), shown = document.getElementById("patch");
  var save = document.getElementById("save"), said = document.getElementById("said");
  var articles = Array.from(form.querySelectorAll(".change"));
  var address = "";

  function radio(article, choice) { return article.querySelector("input[value=" + choice + "]"); }

  function chosen() {
    return given.changes.filter(function (change) {
      return radio(document.getElementById("change-" + change.number), "accept").checked;
    });
  }

  function tell() {
    articles.forEach(function (article) {
      article.classList.toggle("is-left", radio(article, "leave").checked);
    });
    count.textContent = chosen().length + " of " + given.changes.length + " accepted";
    result.hidden = true;
  }

  function choose(article, choice) { radio(article, choice).checked = true; }

  function write() {
    var changes = chosen(), patch = patchOf(changes);
    if (!patch) {
      result.hidden = true;
      said.textContent = changes.length ? "These changes edit nothing." : "No change is accepted, so that there is no patch.";
      return;
    }
    URL.revokeObjectURL(address);
    address = URL.createObjectURL(new Blob([patch], { type: "text/x-patch" }));
    save.href = address;
    shown.value = patch;
    result.hidden = false;
    said.textContent = "The patch of " + changes.length + (changes.length === 1 ? " change" : " changes")
      + " is written as " + save.download + ".";
    save.click();
    result.scrollIntoView();
  }

  function copy() {
    function done() { said.textContent = "The patch is copied."; }
    shown.select();
    if (navigator.clipboard) navigator.clipboard.writeText(shown.value).then(done, function () {});
    else if (document.execCommand("copy")) done();
  }

  function go(article, by) {
    var other = articles[articles.indexOf(article) + by];
    if (!other) return;
    other.querySelector("input:checked").focus();
    other.scrollIntoView({ block: "nearest" });
  }

  form.addEventListener("submit", function (event) {
    event.preventDefault();
    write();
  });
  form.addEventListener("change", tell);
  form.addEventListener("click", function (event) {
    var button = event.target.closest("button[data-choose]");
    if (!button) return;
    articles.forEach(function (article) {
      var of = button.dataset.by;
      if (of === undefined || article.dataset.by === of) choose(article, button.dataset.choose);
    });
    said.textContent = "";
    tell();
  });
  form.addEventListener("keydown", function (event) {
    var article = event.target.closest(".change");
    if (!article || event.target.type !== "radio" || event.ctrlKey || event.altKey || event.metaKey) return;
    var key = event.key.toLowerCase();
    if (key === "a" || key === "l") {
      choose(article, key === "a" ? "accept" : "leave");
      tell();
      go(article, 1);
    } else if (key === "j" || key === "k") go(article, key === "j" ? 1 : -1);
    else return;
    event.preventDefault();
  });
  document.getElementById("copy").addEventListener("click", copy);
  document.querySelectorAll("[data-script]").forEach(function (part) { part.hidden = false; });
  tell();
})();
