r"""What passes between the two halves of press: a document whose cells have run, ready for pandoc.

`build` makes an `Executed` per document; `convert.convert(executed, format, destination)` makes one format
of it, leaving in `destination.parent` every file the page needs (`index_files/...`, copies of local images),
and returns its warnings.

The intermediate Markdown is pandoc's, in the form Quarto keeps (`keep-md`):

    ## Results for 8 regions

    Share 0.79, [0.79]{.num data-key="inflow.estimate"}.          <- inline values are in, as Markdown

    ::: {#tbl-net .cell tbl-cap="Net migration, *2023*"}          <- a labelled cell; captions are Markdown
    ::: {.cell-output .cell-output-display .cell-output-markdown}
    | a | b |
    |---|---|
    | 1 | 2 |
    :::
    :::

    ::: {#fig-two .cell fig-subcap="[\"North\", \"South\"]"}      <- lists are JSON; `true` is "true"
    ``` {.python .cell-code code-fold="true"}                     <- only where echo is on
    draw()
    ```

    ::: {.cell-output .cell-output-display}
    ![](index_files/figure/fig-two-output-1.svg){fig-alt="North" width="6.9in"}     <- .png for docx, jats
    :::

    ::: {.cell-output .cell-output-display}
    ![](index_files/figure/fig-two-output-2.svg){fig-alt="South" width="6.9in"}
    :::
    :::

    ::: {.cell}
    ::: {.cell-output .cell-output-stdout}                        <- or -stderr, -error: one code block
    ```
    printed
    ```
    :::

    ::: {.cell-output .cell-output-display}                       <- raw html, or the code block of a repr
    ```{=html}
    <p>html</p>
    ```
    :::
    :::

Cell div attributes: fig-cap, fig-subcap, tbl-cap, tbl-subcap, lst-cap, lst-label, layout, layout-ncol,
layout-nrow, fig-align, fig-pos, column. Everything else is the author's Markdown: includes pasted,
shortcodes expanded, conditional content still as divs and spans.
"""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

FORMATS = ("html", "typst", "docx", "jats")
EXTENSIONS = {"html": ".html", "typst": ".pdf", "docx": ".docx", "jats": ".xml"}


@dataclass(frozen=True, slots=True)
class Line:
    """One line of text and where the author wrote it."""

    text: str
    file: Path
    number: int

    @property
    def origin(self) -> tuple[Path, int]:
        """File and line, as messages name them."""
        return self.file, self.number


@dataclass(frozen=True, slots=True)
class Project:
    """What `_quarto.yml` says, or the defaults for a document without one.

    Attributes
    ----------
    root : Path
        The project's folder; the document's folder where there is no project.
    type : str
        "default" or "website".
    output_dir : Path
        Where pages go, absolute; equal to `root` for a document (or default project) whose pages stand
        beside their sources.
    metadata : dict
        The project file's other keys, which every document inherits (`website`, `bibliography`, `format`,
        ...).
    render, resources, pre_render, post_render : tuple of str
        Globs of pages and further files to publish; commands to run before and after.
    execute_dir : str
        "file" or "project": the cells' working folder.
    variables : dict
        `_variables.yml`.
    file : Path or None
        The `_quarto.yml` itself.
    """

    root: Path
    type: str
    output_dir: Path
    metadata: dict[str, Any] = field(default_factory=dict)
    render: tuple[str, ...] = ()
    resources: tuple[str, ...] = ()
    pre_render: tuple[str, ...] = ()
    post_render: tuple[str, ...] = ()
    execute_dir: str = "file"
    variables: dict[str, Any] = field(default_factory=dict)
    file: Path | None = None


@dataclass(frozen=True, slots=True)
class Executed:
    """A document after its cells have run, once, for all formats.

    Attributes
    ----------
    source : Path
        The .qmd, absolute. Paths in the text (images, bibliography, csl) count from its folder; a leading
        "/" means `project.root`.
    project : Project
    metadata : dict
        Project < folder < document; shortcodes and inline code in its strings are already Markdown. Dates
        are strings.
    formats : dict of str to dict
        Every format the document declares (html, typst, docx, jats), each with `metadata` and that format's
        own options merged. All of them are listed, also where only one is being made ("Other Formats"
        links).
    body : dict of str to tuple of Line
        The Markdown for each format that is being made. Lines made by a cell carry the line of its opening
        fence.
    files : Path
        Folder that holds what the text's `NAME_files/...` paths name: every figure as .svg and .png.
    lines : tuple of Line
        The author's own lines, front matter and includes with them, for `find`.
    stated : dict of str to dict
        `formats` as the author stated them, shortcodes and inline code still in their strings.
    """

    source: Path
    project: Project
    metadata: dict[str, Any]
    formats: dict[str, dict[str, Any]]
    body: dict[str, tuple[Line, ...]]
    files: Path
    lines: tuple[Line, ...] = ()
    stated: dict[str, dict[str, Any]] = field(default_factory=dict)

    @property
    def prose(self) -> str:
        """The body as the author spelled it: cells, inline code and shortcodes as such."""
        rows = [line.text for line in self.lines]
        if rows and rows[0].rstrip() == "---":
            ends = (number for number, row in enumerate(rows[1:], 2) if row.rstrip() in ("---", "..."))
            rows = rows[next(ends, 0) :]
        return "\n".join(rows) + "\n"

    def markdown(self, format: str) -> str:
        """Return the body for a format, without front matter."""
        return "\n".join(line.text for line in self.body[format]) + "\n"

    def locate(self, format: str, line: int) -> Line:
        """Return the source of a line (from 1) of `markdown(format)`."""
        lines = self.body[format]
        return lines[min(max(line, 1), len(lines)) - 1]

    def place_of(self, text: str) -> tuple[Path, int]:
        """Return file and line where the author first wrote `text` ("@fig-x"); else the document's first."""
        return next((line.origin for line in self.lines if text in line.text), (self.source, 1))

    def output_name(self, format: str) -> str:
        """Return the page's file name in a format: `output-file` or the source's stem, with its ending."""
        stated = self.formats.get(format, self.metadata).get("output-file")
        name = self.source.stem if stated is None else Path(str(stated)).name
        ending = Path(name).suffix
        bare = name.removesuffix(ending) if stated is not None and ending in EXTENSIONS.values() else name
        return bare + EXTENSIONS[format]
