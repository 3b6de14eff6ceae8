"""Says in one sentence, with file and line, what pandoc or the filter found wrong."""

import json
import re
from collections.abc import Iterable
from pathlib import Path

from press.base.errors import PressError
from press.base.files import is_inside
from press.render import images
from press.render.document import Executed, Line
from press.render.pandoc import TOO_LONG, PandocFailed, Problem

SENTENCES = {
    "unknown-reference": "nothing has the label {what}, which @{what} refers to",
    "unnumbered-reference": "@{what} refers to a section, but sections have no numbers in the PDF: "
    "set number-sections: true",
    "duplicate": "the label {what} stands on two elements; labels must be unique",
    "missing-image": "the image {what} does not exist",
    "remote-image": "the image {what} lies on the network; press uses local files only",
    "fence": "a line of ::: opens and closes no div: it stands farther in than the text around it, "
    "or has no empty line before it",
    "attribute": "press does not support the attribute {what}",
    "nested-note": "the note “{what}” stands within a note, where not every format has a place for it; "
    "write it out in the other note's text",
    "example": "press does not support example lists ({what}); number the examples in the text",
    "annotation": "press does not support code annotations: {what}; write the remark as a comment",
    "latex": "press does not support raw LaTeX, which no page would show: {what}",
    "native": "pandoc cannot read this raw text: {what}",
    "split-table": "a raw HTML table must stand whole in a block ```{{=html}} to be seen outside HTML",
    "caption-note": "the note {what} stands in an option, where notes are not found; write it out as ^[...]",
    "lost-caption": "{what} has more captions than the cell gives outputs",
    "unsupported": "press does not support {what}",
    "conditional-heading": "a heading stands inside {what}, which Quarto cannot turn into JATS",
    "reference-suffix": "the text after @{what} in the brackets would be lost; put it outside",
    "mixed-reference": "the brackets with @{what} mix cross-references and citations; "
    "use two pairs of brackets",
    "unknown-citation": "no entry of the bibliography has the key {what}",
    "filter": "this filter fails: {what}",
    "filter-syntax": "this filter is not valid Lua: {what}",
    "filter-refused": "{what} is not supported by press",
    "filter-node": "this filter handles {what}, a node of Quarto's own that press does not have",
    "filter-metadata": "this filter changes the metadata {what}, which press takes from the document itself",
    "filter-include": "this filter includes text ({what}), which cannot be put into this format",
}
OF_CELLS = {  # what nobody wrote: a cell's output brought it
    "latex": "this cell gives raw LaTeX, which no page would show: {what}; let it give HTML or Markdown",
    "split-table": "this cell gives an HTML table that cannot be read, so that it would be seen in HTML only",
}
NEAREST = {
    r"#(thm|lem|cor|prp|cnj|def|exm|exr|rem|sol|alg)-.*": "name and number it in the text, **Theorem 1**, "
    "and link to a div around it",
    r"\.(proof|remark|solution)": "begin the paragraph with the word, *Proof.*",
    r"\.panel-tabset": "write its parts as sections",
    r"\.panel-(?!tabset).*": "set parts side by side with layout-ncol",
    r"\.callout.*": "there are .callout-note, -tip, -warning, -important and -caution",
    r"\.(column-|margin-caption).*": "leave it in the column; a wide table scrolls there",
    r"\.hidden": "leave it out, or write .content-hidden",
    r"\.landscape": "split what is too wide",
    r"\.list-table": "write a grid table",
    "filename": "name the file in the text, or with lst-cap",
}
"""What works in place of an element or an attribute that press does not have."""
LOGGED = re.compile(r"Scripting warning at .*?: (.*)", re.DOTALL)
PICTURE = re.compile(r"press-picture: (\[.*\])")
UNREAD_NOTE = re.compile(
    r"(?P<how>Note with key|Duplicate note reference) '(?P<key>.+?)'.* at (?:\S* )?line (?P<line>\d+)"
)
UNREAD = {
    "Note with key": "is referred to nowhere, so no page would show it",
    "Duplicate note reference": "is written twice, and one of the two would be lost",
}
BROKEN_BIBLIOGRAPHY = re.compile(
    r"Error reading bibliography file (?P<file>.+):\s+\(line (?P<line>\d+), column \d+\):\s+(?P<why>.+)",
    re.DOTALL,
)
UNREADABLE_BIBLIOGRAPHY = re.compile(r"UTF-8 decoding error in (?P<file>.+) at byte offset")
SEARCHED = {  # how the author wrote it
    "unknown-reference": ("@{what}",),
    "unnumbered-reference": ("@{what}",),
    "reference-suffix": ("@{what}",),
    "mixed-reference": ("@{what}",),
    "unknown-citation": ("@{what}", "{what}"),
    "attribute": ("{what}=",),
    "fence": (" {what}", "{what}"),
    "duplicate": ("#{what}", "label: {what}", "{what}"),
}


def explain(problem: Problem, executed: Executed) -> PressError:
    """Return the error for a problem that the filter found."""
    sentence, place = SENTENCES[problem.kind], _place_of(problem, executed)
    if place is None and (place := _place_of_cell(problem, executed)):
        sentence = OF_CELLS.get(problem.kind, sentence)
    sentence = sentence.format(what=problem.what)
    if problem.kind in ("unsupported", "attribute"):
        instead = (words for pattern, words in NEAREST.items() if re.fullmatch(pattern, problem.what))
        sentence += "".join(f": {words}" for words in instead)
    return PressError(sentence, *(place or (executed.source, 1)))


def from_failure(failure: PandocFailed, executed: Executed) -> PressError:
    """Return the error for a failed run of pandoc."""
    if failure.problems:
        return explain(failure.problems[0], executed)
    if failure.message == TOO_LONG or "Heap exhausted" in failure.message:
        much = "time" if failure.message == TOO_LONG else "memory"
        return PressError(
            f"this document takes too much {much} to convert; "
            "look for brackets or quotes that open and never close"
            f"{', and for a filter that never ends' if executed.metadata.get('filters') else ''}",
            executed.source,
            1,
        )
    if match := UNREADABLE_BIBLIOGRAPHY.search(failure.message):
        return PressError("this bibliography is not UTF-8 text", match["file"], 1)
    if match := BROKEN_BIBLIOGRAPHY.search(failure.message):
        sentence = f"the bibliography cannot be read: {' '.join(match['why'].split())}"
        return PressError(sentence, match["file"], int(match["line"]))
    return PressError("pandoc could not convert the document", executed.source, 1, failure.message)


def words_of_filters(warnings: list[str], printed: list[str]) -> list[str]:
    """Return what an author's filters have to say, printed or as a warning."""
    logged = [
        match[1] for warning in warnings if (match := LOGGED.match(warning)) and not PICTURE.search(warning)
    ]
    return [f"a filter says: {line}" for line in (*printed, *logged)]


def check_warnings(warnings: list[str], executed: Executed, format: str) -> None:
    """Raise for the warnings that mean lost or broken content."""
    for warning in warnings:
        if match := PICTURE.search(warning):
            shown, path = json.loads(match[1])
            _check_picture(shown, path, executed)
        elif match := re.search(r"[Cc]itation (\S+) not found", warning):
            raise explain(Problem("unknown-citation", match[1]), executed)
        elif match := re.search(r"Div at line (\d+) column \d+ unclosed", warning):
            opened = executed.locate(format, int(match[1]))
            raise PressError("the div that begins here (:::) is never closed", *opened.origin)
        elif match := UNREAD_NOTE.search(warning):
            written = executed.locate(format, int(match["line"]))
            raise PressError(f"the note {match['key']} {UNREAD[match['how']]}", *written.origin)
        elif match := re.search(r"Could not fetch resource (\S+)", warning):
            raise explain(Problem("missing-image", match[1].rstrip(":")), executed)


def _check_picture(shown: str, path: str, executed: Executed) -> None:
    """Refuse a picture of the text that lies elsewhere or cannot be shown; one in its address has no path."""
    if not path:
        images.redrawn_address(shown, executed)
    elif not is_inside(Path(path), executed.project.root, executed.files):
        raise PressError(f"the image {shown} lies outside the project", *executed.place_of(shown))
    elif not is_inside(Path(path), executed.files):  # the cells' own are as the cells drew them
        images.check(Path(path), shown, executed.place_of(shown))


def _place_of(problem: Problem, executed: Executed) -> tuple[Path, int] | None:
    """Return file and line where the author wrote what is at fault; None where that came from elsewhere."""
    if problem.file:
        return Path(problem.file), problem.line
    places = _places(problem, executed.lines)
    return places[1] if problem.kind == "duplicate" and len(places) > 1 else next(iter(places), None)


def _place_of_cell(problem: Problem, executed: Executed) -> tuple[Path, int] | None:
    """Return file and line of the cell, or of the inline code, that gave what is at fault."""
    return next((place for body in executed.body.values() for place in _places(problem, body)), None)


def _places(problem: Problem, lines: Iterable[Line]) -> list[tuple[Path, int]]:
    for pattern in SEARCHED.get(problem.kind, ("{what}",)):
        # "@fig-a" is not in "@fig-ab"
        word = re.compile(re.escape(pattern.format(what=problem.what)) + r"(?![\w-])")
        if places := [line.origin for line in lines if word.search(line.text)]:
            return places
    return []
