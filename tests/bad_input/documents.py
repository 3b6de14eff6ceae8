"""Documents, YAML, bibliographies and pictures that a build has to cope with.

What is written, and what is to be said.
"""

from __future__ import annotations

import io
import struct
import zlib
from pathlib import Path

from press.render import built_files

FINE = "---\ntitle: T\n---\n\nText.\n"
YAML = "broken YAML"
EXPLOSION = "a: &a [x, x, x, x, x, x, x, x, x, x]\n" + "".join(
    f"{name}: &{name} [{', '.join([f'*{before}'] * 10)}]\n"
    for before, name in zip("abcdefgh", "bcdefghi", strict=True)
)

# YAML as text, for front matter, _quarto.yml and _variables.yml alike.
YAML_TEXTS: dict[str, tuple[str, str]] = {
    "aliases that explode": (EXPLOSION, "aliases stand for more than"),
    "an alias of itself": ("a: &a [*a]", ""),
    "a mapping of itself": ("a: &a\n  b: *a", ""),
    "an alias of nothing": ("a: *nowhere", YAML),
    "merged explosions": ("a: &a {x: 1}\nb: {<<: *a, y: 2}", "read"),
    "merging a number": ("a: {<<: 5}", YAML),
    "1,000 lists": ("a: " + "[" * 1000 + "]" * 1000, "inside each other"),
    "100,000 lists": ("a: " + "[" * 100_000, "inside each other"),
    "100,000 mappings": ("a: " + "{a: " * 100_000, "inside each other"),
    "deep indents": ("\n".join(" " * n + "a:" for n in range(500)), "inside each other"),
    "a list for a key": ("? [a, b]\n: c", "a key must be text"),
    "a mapping for a key": ("{a: b}: c", "a key must be text"),
    "a key twice": ("a: 1\na: 2", "stands twice"),
    "a Python object": ("a: !!python/object/apply:os.system [ls]", YAML),
    "an unknown tag": ("a: !secret x", YAML),
    "a number that is none": ("a: !!int x", YAML),
    "an empty number": ('a: !!int ""', YAML),
    "a float that is none": ("a: !!float x", YAML),
    "a truth that is none": ("a: !!bool x", YAML),
    "a date that is none": ("a: !!timestamp x", YAML),
    "bytes that are none": ("a: !!binary é", YAML),
    "5,000 digits": ("a: " + "9" * 5000, YAML),
    "1e999": ("a: 1e999", "read"),
    "a set": ("a: !!set {x, y}", "read"),
    "pairs": ("a: !!omap [x: 1]", "read"),
    "NUL": ("a: \0", ""),
    "a bell": ("a: \x07", YAML),
    "a byte-order mark inside": ("a: \ufeffx", ""),
    "a surrogate": ("a: \udc80", ""),
    "a next-line sign": ("a: x\u0085b: y", ""),
    "tabs": ("a:\n\tb: 1", YAML),
    "an open list": ("a: [1, 2", YAML),
    "an open quote": ('a: "x', YAML),
    "a list at the top": ("- a\n- b", "`key: value` lines were expected"),
    "a word at the top": ("word", "`key: value` lines were expected"),
    "two documents": ("a: 1\n--- \nb: 2", ""),
    "an anchor alone": ("&a", ""),
    "a directive": ("%YAML 9.9\n--- \na: 1", ""),
    "marks of direction": ("a: \u202ex", "read"),
    "line ends of old": ("a: 1\rb: 2", "read"),
}

# Front matter that is YAML but says what cannot be.
FRONT: dict[str, tuple[str, str]] = {
    "a title that is a list": ("title: [a]", "`title` cannot be"),
    "a title that is a mapping": ("title: {a: b}", "`title` cannot be"),
    "a subtitle that is a list": ("subtitle: [a]", "`subtitle` cannot be"),
    "an abstract that is a list": ("abstract: [a]", "`abstract` cannot be"),
    "a format that is a number": ("format: 5", "`format` cannot be"),
    "a format that is a list": ("format: [html, pdf]", "`format` cannot be"),
    "a format that is unknown": ("format: pptx", "format `pptx` is not supported"),
    "execute as a list": ("execute: [a]", "`execute` cannot be"),
    "execute with a wrong value": ("execute: {echo: maybe}", "`echo` cannot be"),
    "an author that is a number": ("author: 5", "`author` cannot be"),
    "authors inside lists": ("author: [[a]]", "`author` cannot be"),
    "an author with a list for a name": ("author:\n  - name: [1]", "`author` cannot be"),
    "a bibliography that is a mapping": ("bibliography: {a: b}", "`bibliography` cannot be"),
    "a bibliography that is a number": ("bibliography: 5", "`bibliography` cannot be"),
    "a style that is a list": ("csl: [a]", "`csl` cannot be"),
    "a style sheet that is a mapping": ("css: {a: b}", "`css` cannot be"),
    "contents that are words": ("toc: maybe", "`toc` cannot be"),
    "a depth that is a word": ("toc-depth: deep", "`toc-depth` cannot be"),
    "a language that is a number": ("lang: 5", "`lang` cannot be"),
    "keywords as a mapping": ("keywords: {a: b}", "`keywords` cannot be"),
    "a date that is a list": ("date: [a]", "`date` cannot be"),
    "Typst in the size of type": ('fontsize: "1pt); #read(1)"', "`fontsize` cannot be"),
    "Typst in the paper": ("papersize: 'a4\", x: \"'", "`papersize` cannot be"),
    "Typst in the margin": ("margin: {x: '1cm, y: read(1)'}", "`margin` cannot be"),
    "Typst in the font": ("mainfont: 'a\"); #read(1)'", "`mainfont` cannot be"),
    "cross-references as a list": ("crossref: [a]", "`crossref` must hold options"),
    "a website that is a word": ("website: x", "`website` cannot be"),
    "references that are text": ("references: x", "`references` cannot be"),
    "filters of the author": ("filters: [x.py]", "the filter `x.py` is not supported"),
    "a filter in a list": ("filters: [[x.lua]]", "is not supported: press runs filters written in Lua only"),
    "a filter at a list": ("filters: [{path: x.lua, at: [post-render]}]", "cannot run at"),
    "a template of the author": ("template: x.html", "`template` is not supported"),
    "an output file that is a list": ("output-file: [a]", "`output-file` cannot be"),
}

# _quarto.yml that is YAML but says what cannot be.
PROJECTS: dict[str, tuple[str, str]] = {
    "a project that is a list": ("project: [a]", "`project` must hold options"),
    "an unknown type": ("project: {type: book}", "project type `book`"),
    "a type that is a list": ("project: {type: [website]}", "`type` must be text"),
    "an output folder above": (
        "project: {type: website, output-dir: ../../out}",
        "`output-dir` leads out of the project",
    ),
    "an output folder at the root": (
        "project: {type: website, output-dir: /etc}",
        "`output-dir` leads out of the project",
    ),
    "an output folder that is a list": ("project: {output-dir: [a]}", "`output-dir` must be text"),
    "pages that are a number": ("project: {render: 5}", "`render` must be text or a list of texts"),
    "pages that are mappings": ("project: {render: [{a: b}]}", "`render` must be text or a list of texts"),
    "pages without a name": ("project: {render: ['']}", "`render` must be text or a list of texts"),
    "pages at the root": ("project: {render: [/etc/*.qmd]}", "`render` leads out of the project"),
    "pages above": ("project: {render: ['../*.qmd']}", "`render` leads out of the project"),
    "resources at the root": ("project: {resources: [/etc/passwd]}", "`resources` leads out of the project"),
    "resources above": ("project: {resources: ['../..']}", "`resources` leads out of the project"),
    "commands that are numbers": ("project: {pre-render: [5]}", "`pre-render` must be text"),
    "a working folder elsewhere": ("project: {execute-dir: /tmp}", "must be file or project"),
    "an unknown option": ("project: {plugins: x}", "project option `plugins` is not supported"),
    "a website that is a list": ("website: [a]", "`website` cannot be"),
    "profiles": ("profile: {default: x}", "`profile` is not supported"),
}

BODIES: dict[str, tuple[str, str]] = {
    "front matter without end": ("---\ntitle: T\n", "is never closed"),
    "front matter alone": ("---\n---\n", "read"),
    "NUL": ("Text\n\nwith \0.\n", "index.qmd:3: this line holds a NUL"),
    "a byte-order mark": ("\ufeff" + FINE, "read"),
    "line ends of Windows": (FINE.replace("\n", "\r\n"), "read"),
    "line ends of old": (FINE.replace("\n", "\r"), ""),
    "metadata in the middle": (FINE + "\n---\ntitle: Again\n---\n", "metadata after the front matter"),
    "a cell without end": (FINE + "\n```{python}\n1\n", "this cell is never closed"),
    "a cell of another language": (FINE + "\n```{r}\n1\n```\n", "cells of kind `r`"),
    "a wrong option": (
        FINE + "\n```{python}\n#| ekko: true\n1\n```\n",
        "cell option `ekko` is not supported",
    ),
    "broken options": (FINE + "\n```{python}\n#| label: [\n1\n```\n", YAML),
    "options that explode": (
        FINE + "\n```{python}\n" + "".join(f"#| {line}\n" for line in EXPLOSION.splitlines()) + "1\n```\n",
        "aliases stand for",
    ),
    "an option of the wrong kind": (FINE + "\n```{python}\n#| label: [a]\n1\n```\n", "cannot be"),
    "a label twice": (FINE + "\n```{python}\n#| label: a\n1\n```\n" * 2, "two cells have the label"),
    "a file that is not there": ("{{< include absent.md >}}\n", "does not exist"),
    "an include of itself": ("{{< include index.qmd >}}\n", "includes itself"),
    "an include of the machine": (
        "{{< include ../../../../../../../../../../etc/passwd >}}\n",
        "lies outside the project",
    ),
    "an include without a name": ("{{< include >}}\n", ""),
    "an include of a folder": ("{{< include . >}}\n", "does not exist"),
    "an include of 100,000 letters": ("{{< include " + "x" * 100_000 + " >}}\n", "does not exist"),
    "an include within a line": ("See {{< include a.md >}}\n", "a line of its own"),
    "5,000 quotes": ("> " * 5000 + "x\n", ""),
    "5,000 lists": ("- " * 5000 + "x\n", ""),
    "100,000 backticks": ("`" * 100_000 + "\n", ""),
    "100,000 brackets": ("[" * 100_000 + "\n", ""),
    "100,000 stars": ("*a " * 33_000 + "\n", ""),
    "a line of a megabyte": ("x" * 1_000_000 + "\n", "read"),
    "too large": ("x\n" * 3_000_000, "MB, and at most"),
    "nothing": ("", "read"),
}


def png(width: int = 1, height: int = 1) -> bytes:
    """A grey picture, or the header of a larger one."""

    def part(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    rows = b"".join(b"\0" + b"\x80" * width for _ in range(height)) if width * height < 10_000 else b""
    return (
        b"\x89PNG\r\n\x1a\n"
        + part(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0))
        + part(b"IDAT", zlib.compress(rows))
        + part(b"IEND", b"")
    )


def jpeg() -> bytes:
    """A picture that matplotlib's library has made."""
    from PIL import Image

    packed = io.BytesIO()
    Image.new("L", (3, 2)).save(packed, "JPEG")
    return packed.getvalue()


SVG = '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9">{}</svg>'
PICTURES: dict[str, tuple[str, bytes, str]] = {
    "a good PNG": ("a.png", png(), "read"),
    "a good JPEG": ("a.jpg", jpeg(), "read"),
    "a good SVG": ("a.svg", SVG.format('<rect width="3" height="3"/>').encode(), "read"),
    "an empty PNG": ("a.png", b"", "is no PNG picture"),
    "a PNG cut short": ("a.png", png()[:40], "is cut short"),
    "a PNG without a size": ("a.png", png(0, 0), "has no size"),
    "a PNG of 10^10 pixels": ("a.png", png(100_000, 100_000), "100000 by 100000 pixels"),
    "a PNG of 10^18 pixels": ("a.png", png(2**31 - 1, 2**31 - 1), "pixels, and at most"),
    "text for a PNG": ("a.png", b"hello", "is no PNG picture"),
    "a page for a PNG": ("a.png", b"<html><script>alert(1)</script></html>", "is no PNG picture"),
    "a JPEG for a PNG": ("a.png", jpeg(), "is no PNG picture"),
    "a PNG for a JPEG": ("a.jpg", png(), "is no JPG picture"),
    "a JPEG cut short": ("a.jpg", jpeg()[:30], "has no size"),
    "a GIF cut short": ("a.gif", b"GIF89a\x01", "is cut short"),
    "an SVG with a script": ("a.svg", SVG.format("<script>alert(1)</script>").encode(), "holds `script`"),
    "an SVG with a handler": ("a.svg", SVG.format('<rect onload="alert(1)"/>').encode(), "holds `onload`"),
    "an SVG with a page in it": ("a.svg", SVG.format("<foreignObject/>").encode(), "holds `foreignObject`"),
    "an SVG with a link to code": (
        "a.svg",
        SVG.format('<a href="javascript:alert(1)"/>').encode(),
        "holds `javascript`",
    ),
    "an SVG with a picture of the network": (
        "a.svg",
        SVG.format('<image href="http://example.org/a.png"/>').encode(),
        "may neither run scripts nor fetch",
    ),
    "an SVG with a file of the machine": (
        "a.svg",
        SVG.format('<image href="file:///etc/passwd"/>').encode(),
        "may neither run scripts nor fetch",
    ),
    "an SVG with entities": (
        "a.svg",
        b'<!DOCTYPE svg [<!ENTITY a "x">]><svg xmlns="http://www.w3.org/2000/svg">&a;</svg>',
        "holds `<!ENTITY`",
    ),
    "an SVG that is no XML": ("a.svg", b"<svg><g></svg>", "is no XML"),
    "an SVG that is a page": ("a.svg", b"<html/>", "is no SVG picture"),
    "an empty SVG": ("a.svg", b"", "is no XML"),
    "a picture too large": ("a.png", png() + b"\0" * 51_000_000, "MB, and at most"),
}

BIBLIOGRAPHIES: dict[str, tuple[bytes, str]] = {
    "a good one": (b"@article{a, title={T}, year={2020}}", "read"),
    "empty": (b"", "no entry of the bibliography has the key a"),
    "UTF-16": ("@article{a}".encode("utf-16"), "is not UTF-8 text"),
    "Latin-1": (b"@article{a,\n title={caf\xe9}}", "refs.bib:2: this file is not UTF-8 text"),
    "NUL": (b"@article{a,\n title={a\0b}}", "refs.bib:2: this line holds a NUL"),
    "cut short": (b"@article{a, title={T", "the bibliography cannot be read"),
    "an entry twice": (b"@article{a, title={T}}\n" * 2, ""),
    "another key": (b"@article{b, title={T}}", "no entry of the bibliography has the key a"),
    "noise": (bytes(range(1, 128)) * 20, ""),
    "deep braces": (b"@article{a, title={" + b"{" * 3000 + b"T" + b"}" * 3000 + b"}}", ""),
    "braces without end": (b"@article{a, title={" + b"{" * 3000, ""),
    "a macro of itself": (b"@string{x = x # x}\n@article{a, title=x}", ""),
    "a command of itself": (rb"@article{a, title={\def\x{\x\x}\x}}", ""),
    "commands that explode": (
        (
            rb"@article{a, title={\def\a{xxxxxxxxxx}\def\b{\a\a\a\a\a\a\a\a\a\a}\def\c{\b\b\b\b\b\b\b\b\b\b}"
            rb"\def\d{\c\c\c\c\c\c\c\c\c\c}\def\e{\d\d\d\d\d\d\d\d\d\d}\def\f{\e\e\e\e\e\e\e\e\e\e}"
            rb"\def\g{\f\f\f\f\f\f\f\f\f\f}\g}}"
        ),
        "",
    ),
    "a file of the machine": (rb"@article{a, title={\input{/etc/passwd}}, year={2020}}", "read"),
    "a formula that is broken": (rb"@article{a, title={$x_{$}, year={2020}}", ""),
    "a date that is none": (b"@article{a, title={T}, date={2020-13-45}}", "read"),
    "1,000 authors": (b"@article{a, title={T}, author={" + b" and ".join([b"A, B"] * 1000) + b"}}", "read"),
    "too large": (b"%" * 21_000_000, "MB, and at most"),
}


def site(
    folder: Path,
    body: str = FINE,
    project: str = "project: {type: website, output-dir: _site, render: ['*.qmd']}\n",
) -> Path:
    """A project of one page, with a site that was built before."""
    (folder / "_quarto.yml").write_bytes(project.encode("utf-8", "surrogatepass"))
    (folder / "index.qmd").write_bytes(body.encode("utf-8", "surrogatepass"))
    (folder / "_site").mkdir(exist_ok=True)
    (folder / "_site" / "index.html").write_text("the last good page")
    built_files.write(folder / "_site", built_files.Made(built_files.files_of(folder / "_site")))
    return folder
