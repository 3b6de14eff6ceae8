"""Shows how the document itself is cited: an entry of biblatex and a reference, made by pandoc."""

import json
import os
import subprocess
from dataclasses import dataclass
from html import escape

from lxml import html

from press.base.errors import PressError
from press.base.yaml12 import as_list
from press.render import pandoc
from press.render.own_citation import item
from press.render.page import Page


@dataclass(frozen=True, slots=True)
class Shown:
    """The citation as a page shows it, each part as HTML; empty where it is not asked for."""

    entry: str
    reference: str


def show(page: Page) -> Shown:
    """Return the citation as `appendix-cite-as` wants it shown.

    Raises
    ------
    PressError
        Its style is missing, or pandoc cannot make a reference of it.
    """
    styles = page.option("appendix-cite-as", True)
    wanted = ("display", "bibtex") if styles is True else as_list(styles or [])
    text = json.dumps([item(page)], ensure_ascii=False) if wanted else ""
    style = page.required_file(str(page.options["csl"]), "csl") if page.option("csl") else None
    by_style = ("--csl", pandoc.address(style)) if style else ()
    entry = _pandoc(page, text, "--to", "biblatex") if "bibtex" in wanted else ""
    reference = _pandoc(page, text, "--to", "html5", "--citeproc", *by_style) if "display" in wanted else ""
    return Shown(escape(entry.rstrip("\n"), quote=False), _entry_of(reference) if reference else "")


def _pandoc(page: Page, text: str, *words: str) -> str:
    done = subprocess.run(
        pandoc.command("--from", "csljson", *words),
        input=text.encode(),
        capture_output=True,
        check=False,
        env=os.environ | {"LC_ALL": "C.UTF-8"},
    )
    if done.returncode:
        raise PressError(
            "no reference can be made of this citation",
            *page.executed.place_of("citation:"),
            done.stderr.decode(errors="replace").strip(),
        )
    return done.stdout.decode()


def _entry_of(text: str) -> str:
    """Return the inside of the one reference in a list, without its number."""
    entry = html.fragment_fromstring(text, create_parent="div").find_class("csl-entry")[0]
    for number in entry.find_class("csl-left-margin"):
        number.drop_tree()
    inside = escape(entry.text or "", quote=False) + "".join(
        html.tostring(part, encoding="unicode") for part in entry
    )
    return inside.strip()
