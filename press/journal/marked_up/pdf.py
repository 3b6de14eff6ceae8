"""A PDF with the marks of the Word file: pandoc reads that, Typst sets it in the paper's type."""

import re
import subprocess
import tempfile
from pathlib import Path

import typst

from press.base.checkout import CheckoutError, current_version, find_commit
from press.base.errors import PressError
from press.base.paths import ROOT
from press.base.plain_text import shown, typst_string
from press.journal.marked_up.names import W
from press.journal.marked_up.word_package import opened
from press.render import fonts
from press.render.dates import build_time
from press.render.pandoc import command

HERE = Path(__file__).parent
FILTER, TEMPLATE = HERE / "marks.lua", HERE / "marks.typ"
READER = "docx+styles"
MARKS = ("ins", "del", "rPrChange", "pPrChange")


def between(since: str) -> str:
    """Say between which versions the changes are."""
    try:
        commit = f" (commit {find_commit(ROOT, since)[:10]})"
    except CheckoutError:
        commit = ""
    version = current_version(ROOT)
    present = f"the present version (last commit {version.commit[:10]})" if version.commit else "now"
    return f"Changes between {shown(since)}{commit} and {present}."


def set_pdf(docx: bytes, about: str) -> bytes:
    """Return the PDF of a Word file, its tracked changes underlined and struck through.

    Parameters
    ----------
    docx : bytes
        The file.
    about : str
        What stands at the top: between which versions the changes are.

    Raises
    ------
    PressError
        When it cannot be set.
    """
    with tempfile.TemporaryDirectory(prefix="press-") as folder:
        scratch = Path(folder).resolve()
        (scratch / "marked.docx").write_bytes(docx)
        (scratch / "marked.typ").write_bytes(as_typst(scratch, about))
        (scratch / "fonts").mkdir()
        compiler = typst.Compiler(
            str(scratch / "marked.typ"),
            root=str(scratch),
            package_path=str(scratch / "none"),
            package_cache_path=str(scratch / "none"),
            font_paths=fonts.packaged(scratch / "fonts"),
        )
        return compiled(compiler)


def as_typst(folder: Path, about: str) -> bytes:
    """Return the Word file in a folder as Typst; its pictures are put beside it."""
    template = TEMPLATE.read_text(encoding="utf-8")
    head, body = template.split("$body$")
    given = {
        "about": f"#{typst_string(about)}",
        "makers": f"#{typst_string(makers(folder))}",
        "title": typst_string(about),
        "language": language(folder),
    }
    head = re.sub(r"\$(\w+)\$", lambda name: given[name[1]], head)
    made = subprocess.run(
        command(
            "marked.docx",
            *("--from", READER, "--track-changes", "all", "--extract-media", "."),
            *("--to", "typst", "--wrap", "none", "--lua-filter", str(FILTER)),
        ),
        cwd=folder,
        capture_output=True,
        check=False,
    )
    if made.returncode:
        raise PressError(f"pandoc cannot read the marked Word file: {made.stderr.decode(errors='replace')}")
    return head.encode() + made.stdout + body.encode()


def makers(folder: Path) -> str:
    """Say who made changes of the Word file, and on which days."""
    trees = list(opened((folder / "marked.docx").read_bytes()).trees())
    marks = [one for tree in trees for name in MARKS for one in tree.iter(W + name)]
    made = sorted({(one.get(W + "date", "")[:10], one.get(W + "author", "")) for one in marks})
    said = "; ".join(shown(f"{author} ({day})" if day else author) for day, author in made)
    return f"They were made by {said}." if said else "Nothing changed."


def language(folder: Path) -> str:
    """Return the main language of the Word file."""
    styles = opened((folder / "marked.docx").read_bytes()).tree("word/styles.xml")
    found = [] if styles is None else styles.xpath("string(//*[local-name()='lang']/@*[local-name()='val'])")
    return str(found or "en").partition("-")[0]


def compiled(compiler: typst.Compiler) -> bytes:
    """Set the text; without PDF/UA where it lacks something that standard asks for."""
    when = int(current_version(ROOT).seconds or build_time().timestamp())
    try:
        made = compiler.compile(timestamp=when, pdf_standards=["ua-1"])
    except typst.TypstError:
        try:
            made = compiler.compile(timestamp=when)
        except typst.TypstError as error:
            raise PressError(f"Typst could not set the PDF with the changes: {error}") from None
    assert isinstance(made, bytes)
    return made
