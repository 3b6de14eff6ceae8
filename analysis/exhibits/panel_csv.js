/* A CSV file's bytes as cells of text, by the rules of press/tables/table_file.py and of Python's strict csv reader. */
(function () {
  "use strict";

  const {BLANKS, LINE_END, refused, stripped, shortened, isLonger} = window.PanelText;
  const MARK = [0xef, 0xbb, 0xbf], AROUND = [...BLANKS].filter((sign) => "\t\n\v\f\r ".includes(sign)).join("");
  const AS_CSV = 'in Excel: save as "CSV UTF-8"';

  function begins(bytes, signature) {
    return signature.every((value, i) => bytes[i] === value);
  }

  /* The ending of a file's name with its point; nothing where it has none. */
  function suffixOf(name) {
    const at = name.lastIndexOf(".");
    return at > 0 && at < name.length - 1 ? name.slice(at) : "";
  }

  /* A number with one decimal, halves to the even digit. */
  function oneDecimal(value) {
    return value % 1 === 0.25 ? `${Math.floor(value)}.2` : value.toFixed(1);
  }

  /* Refuse a file by its name and size [bytes], before it is read. */
  function refuseFile(name, size, {limits}) {
    const suffix = suffixOf(name);
    if (suffix.toLowerCase() !== ".csv") throw refused(name, `the file type "${suffix}"`, `.csv (${AS_CSV})`);
    if (size > limits.megabytes * 1e6) throw refused(name, `${oneDecimal(size / 1e6)} MB`, `at most ${limits.megabytes} MB`);
  }

  /* The text of a file in UTF-8, without a mark of byte order. */
  function decoded(bytes, name) {
    const decoder = new TextDecoder("utf-8", {fatal: true});
    try { return decoder.decode(bytes); } catch (unreadable) {
      let from = 0, row = 1;
      for (let end = bytes.indexOf(10); end >= 0; from = end + 1, end = bytes.indexOf(10, from), row += 1)
        try { decoder.decode(bytes.subarray(from, end)); } catch (here) { break; }
      throw refused(name, "letters that are not in UTF-8", `UTF-8 (${AS_CSV})`, row);
    }
  }

  /* The sign between columns: of the first line with either outside quotation marks the more frequent one. */
  function separatorOf(text, name) {
    const bare = text.split(LINE_END).map((line) => line.replace(/"[^"]*"/g, "")).find((line) => /[,;]/.test(line)) || "";
    const count = (sign) => bare.split(sign).length - 1;
    if (!bare) throw refused(name, "one column", "a table with commas or semicolons between its columns");
    return count(";") > count(",") ? ";" : ",";
  }

  /* The states of Python's reader with strict=True and skipinitialspace=True: takes signs, gives rows of cells. */
  function reader(separator, longest, broken) {
    const rows = [];
    let row = [], cell = "", size = 0, state = "row";
    const save = (next) => { row.push(cell); cell = ""; size = 0; state = next; };
    const add = (sign, next) => {
      if (size >= longest) throw broken("a cell without end");
      cell += sign;
      size += 1;
      state = next;
    };
    const unquoted = (sign) => { if (sign === separator) save("cell"); else add(sign, "plain"); };
    const steps = {
      cell: (sign) => { if (sign === '"') state = "quoted"; else if (sign !== " ") unquoted(sign); },
      plain: unquoted,
      quoted: (sign) => { if (sign === '"') state = "closing"; else add(sign, "quoted"); },
      closing: (sign) => {
        if (sign !== '"' && sign !== separator) throw broken(`broken quotation marks ('${separator}' expected after '"')`);
        if (sign === '"') add(sign, "quoted"); else save("cell");
      },
    };
    return {
      rows, isQuoted: () => state === "quoted",
      take: (sign) => { if (state === "row") state = "cell"; steps[state](sign); },
      endRow: () => { if (state !== "row") save("row"); rows.push(row); row = []; state = "row"; },
    };
  }

  /* The rows of cells of a text. */
  function rowsOf(text, separator, name, longest) {
    let line = 0;
    const broken = (what) => refused(name, what, "a table", line), found = reader(separator, longest, broken);
    for (const [, content, end] of text.matchAll(/([^\r\n]*)(\r\n|\r|\n|$)/g)) {
      if (!content && !end) break;
      line += 1;
      for (const sign of content) found.take(sign);
      if (found.isQuoted()) [...end].forEach(found.take);
      else found.endRow();
    }
    if (found.isQuoted()) throw broken("broken quotation marks (unexpected end of data)");
    return found.rows;
  }

  /* A cell without blanks and unseen marks at its ends. */
  function bare(cell, marks) {
    let before;
    do { before = cell; cell = stripped(stripped(cell), marks); } while (cell !== before);
    return cell;
  }

  /* Refuse more rows, columns or letters than a panel may have. */
  function refuseSize(rows, name, {limits}) {
    if (rows.length > limits.rows) throw refused(name, `${rows.length} rows`, `at most ${limits.rows}`);
    for (const {number, cells} of rows) {
      if (cells.length > limits.columns) throw refused(name, `${cells.length} columns`, `at most ${limits.columns}`, number);
      if (cells.some((cell) => isLonger(cell, limits.letters)))
        throw refused(name, `a cell of more than ${limits.letters} letters`, "a table", number);
    }
  }

  /* The rows of a file that hold anything, {number, cells} each, and how it is written, in words. */
  function read(name, bytes, rules) {
    const marked = begins(bytes, MARK), empty = refused(name, "an empty file", "a header and rows below it");
    refuseFile(name, bytes.length, rules);
    if (bytes.subarray(marked ? MARK.length : 0).every((value) => AROUND.includes(String.fromCharCode(value)))) throw empty;
    if (rules.workbooks.some((signature) => begins(bytes, signature))) throw refused(name, "an Excel workbook", `text (${AS_CSV})`);
    const text = decoded(bytes, name);
    if (text.includes("\0")) throw refused(name, "binary data", "a table of text");
    const separator = separatorOf(text, name);
    const grid = rowsOf(text, separator, name, rules.limits.field).map((cells) => cells.map((cell) => bare(cell, rules.marks)));
    const rows = grid.map((cells, i) => ({number: i + 1, cells})).filter(({cells}) => cells.some(Boolean));
    if (!rows.length) throw refused(name, "no row", "a header and rows below it");
    refuseSize(rows, name, rules);
    const form = `CSV, UTF-8${marked ? " with byte order mark" : ""}, ${separator === ";" ? "semicolons" : "commas"} between columns`;
    return {rows, form};
  }

  window.PanelCsv = {refuseFile, read};
})();
