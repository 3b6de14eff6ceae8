"""What front matter may ask for that press does not do.

It is refused with a reason where it would change the content, and let pass where it is a matter of looks.
The same lists stand in README.md, where a test compares them.
"""

from typing import Any

from press.render.labels import LANGUAGES, is_known

#: Option -> why it is refused, or what to do. A value of false, none, null or nothing asks for nothing.
REFUSED = {
    # other ways to make a page
    "shortcodes": "press knows its own shortcodes only, var, meta, env, kbd, include and pagebreak",
    "template": "press has its own templates; use css or template-partials for looks",
    "variables": "press has its own templates; ask for your values with meta",
    "ipynb-filters": "press runs no filters on notebooks; name Lua filters under filters",
    "ipynb-shell-interactivity": "a cell shows its last value; show others with display()",
    "output-ext": "a format has one ending; set output-file for the name",
    "embed-resources": "files stay beside the page; pass on its folder with it, or the PDF",
    "self-contained": "files stay beside the page; pass on its folder with it, or the PDF",
    "metadata-file": "metadata stand in the document, in _metadata.yml or in _quarto.yml",
    "metadata-files": "metadata stand in the document, in _metadata.yml or in _quarto.yml",
    "profile": "a project has one profile; say what differs under format",
    "params": "set values in a cell",
    "server": "press makes files only; leave it out",
    "resource-path": "paths count from the document, or from the project where they begin with /",
    "default-image-extension": "name the file in full",
    "resources": "list them below project: in _quarto.yml",
    # kinds of project
    "book": "only default and website are built; give each chapter a page of a website",
    "manuscript": "only default and website are built; list the article under render",
    # title block
    "categories": "say it in the text",
    "date-modified": "say it in the text",
    "institute": "use affiliations",
    "title-block-style": "there is one title block; use css for its looks",
    "title-prefix": "set pagetitle",
    # numbers, labels, places
    "dir": "text runs from left to right; leave it out",
    "shift-heading-level-by": "write the headings as they shall be",
    "number-offset": "sections count from 1; mark headings that shall not count .unnumbered",
    "section-numbering": "sections are numbered 1.1.a in the PDF, as by default in Quarto",
    "identifier-prefix": "ids are as written; write the prefix into them",
    "columns": "the page has one column; set parts side by side with layout-ncol",
    "reference-section-title": "write the heading and ::: {#refs}",
    "citation-abbreviations": "citations are made by citeproc and the style alone; name a style with csl",
    "cite-method": "citations are made by citeproc; leave it out, and name a style with csl",
    "html-table-processing": "HTML tables are read in every format; leave it out",
    # what a page offers besides the text
    "code-annotations": "write the remarks as comments in the code, or below it",
    "code-tools": "set code-fold for code that readers may open",
    "comments": "it needs a script from the network; name an address in the text",
    "about": "write the page as text",
    "listing": "write the list as links",
    "aliases": "name the page with output-file",
    "draft": "leave the page out below project: render:",
    "other-links": "say it in the text",
    "code-links": "say it in the text",
    "notebook-links": "notebooks are not built; link to the file in the text",
    "notebook-view": "notebooks are not built; link to the file in the text",
    "notebooks": "notebooks are not built; link to the file in the text",
}

#: Option -> the values that press has; any other is refused.
ONLY = {
    "from": ("markdown-example_lists",),
    "engine": ("jupyter",),
    "jupyter": ("python3",),
    "fig-cap-location": ("top", "bottom"),
    "tbl-cap-location": ("top", "bottom"),
    "lst-cap-location": ("top", "bottom"),
    "cap-location": ("top", "bottom"),
    "reference-location": ("document", "margin"),
    "citation-location": ("document", "margin"),
    "appendix-style": ("default", "plain"),
}

#: Options that genuine Quarto's own theme and scripts read; press's pages look as they look.
NO_EFFECT = (
    "anchor-sections", "axe", "backgroundcolor", "body-classes", "brand",
    "canonical-url", "citations-hover", "code-block-bg", "code-block-border-left", "code-copy",
    "code-line-numbers", "code-link", "code-overflow", "crossrefs-hover", "df-print", "editor",
    "email-obfuscation", "fig-align", "fig-env", "fig-format", "fig-pos", "fig-responsive", "fontcolor",
    "footnotes-hover", "grid", "highlight-style", "image", "keep-ipynb", "keep-md", "keep-tex", "keep-typ",
    "lightbox", "linestretch", "link-external-icon", "link-external-newwindow", "linkcolor", "max-width",
    "mermaid", "monofont", "order", "page-layout", "respect-user-color-scheme", "search", "section-divs",
    "smooth-scroll", "tbl-colwidths", "theme", "title-block-banner", "title-block-categories", "toc-expand",
    "toc-location",
)  # fmt: skip

#: Keys of `execute:` that decide what is kept between runs; press goes by the content of all that these need.
EXECUTE_NO_EFFECT = (
    "cache", "freeze", "daemon", "daemon-restart", "debug", "keep-md", "keep-ipynb", "enabled",
)  # fmt: skip

#: Keys of `crossref:`: `fig-title` and the like rename labels; those of lists of floats serve LaTeX only, and
#: those of appendices books.
CROSSREF_KINDS = ("fig", "tbl", "lst", "eq", "sec", "nte", "tip", "wrn", "imp", "cau")
CROSSREF = {"title-delim", *(f"{kind}-{part}" for kind in CROSSREF_KINDS for part in ("title", "prefix"))}
CROSSREF_NO_EFFECT = {
    "lof-title", "lot-title", "lol-title", "appendix-title", "appendix-delim", "latex-auto-label",
}  # fmt: skip
CROSSREF_DEFAULTS: dict[str, Any] = {
    "ref-hyperlink": True, "chapters": False, "subref-labels": "alpha a",
    **dict.fromkeys(("labels", *(f"{kind}-labels" for kind in CROSSREF_KINDS)), "arabic"),
}  # fmt: skip
"""Keys of `crossref:` that may say what press does anyhow."""


def problem(options: dict[str, Any]) -> tuple[str, str] | None:
    """Return the first option that press refuses, as (name, sentence), or None."""
    for name, value in options.items():
        if name in REFUSED and value not in (False, None, [], {}, "none"):
            return name, f"`{name}` is not supported: {REFUSED[name]}."
        if name == "lang" and value is not None and not is_known(value):
            return name, f"`lang: {value}` is not supported, only {', '.join(LANGUAGES)}, of any region."
        if name in ONLY and value is not None and value not in ONLY[name]:
            only = f", only {' or '.join(ONLY[name])}" if ONLY[name] else ": leave it out"
            return name, f"`{name}: {value}` is not supported{only}."
    return _crossref_problem(options.get("crossref"))


def _crossref_problem(crossref: Any) -> tuple[str, str] | None:
    if not isinstance(crossref, dict | None):
        return "crossref", "`crossref` must hold options: cross-references are always made."
    for name, value in (crossref or {}).items():
        if name in CROSSREF_DEFAULTS and value == CROSSREF_DEFAULTS[name]:
            continue
        if name not in CROSSREF | CROSSREF_NO_EFFECT:
            return name, (
                f"crossref option `{name}` is not supported: labels are Arabic numbers, parts are letters, "
                "references are links; rename kinds with fig-title, fig-prefix and the like."
            )
        if name in CROSSREF and not isinstance(value, str):
            return name, f"crossref option `{name}` must be text."
    return None
