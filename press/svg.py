"""Makes matplotlib's SVG smaller without changing what is seen: two decimals of a point, and no empty words.

A page carries its figures as SVG in which every letter is a shape, so that they look the same on every machine.
Matplotlib writes each letter's place as a transformation and every number with six decimals; half of a file is that.
"""

from __future__ import annotations

import re

_MADE = "Matplotlib v"
_NUMBER = re.compile(r"-?\d+\.\d+")
_SHAPE = re.compile(r'\bd="([^"]*)"')
_COMMAND = re.compile(r"\s*([A-Za-z])\s*")
_MOVE = re.compile(r'transform="translate\(([^)]*)\)')
_LETTER = re.compile(r'(<use xlink:href="[^"]*") transform="translate\((\S+) 0\)"/>')
_GLYPH = re.compile(r'<path id="([^"]*)"')
_REFERENCE = re.compile(r'(\bid="|xlink:href="#)([^"]*)"')
_NOISE = re.compile(r"<metadata>.*?</metadata>|<!--.*?-->", re.DOTALL)
_GROUP = re.compile(r'<g id="[^"]*"(/?)>')
_BETWEEN = re.compile(r">\s+<")


def slim(text: str) -> str:
    """A smaller picture that looks the same.

    Parameters
    ----------
    text
        SVG; what matplotlib did not make, or what holds words as words, is left as it is.
    """
    if _MADE not in text or "<text" in text:
        return text
    text = _BETWEEN.sub("><", _NOISE.sub("", text))
    text = _GROUP.sub(lambda group: "" if group[1] else "<g>", text)
    text = _SHAPE.sub(_shorter_shape, text)
    text = _LETTER.sub(lambda match: f'{match[1]} x="{_rounded(match[2])}"/>', text)
    text = _MOVE.sub(lambda match: _rounded(match[0]), text)
    return _renamed(text)


def _rounded(text: str) -> str:
    return _NUMBER.sub(lambda match: f"{float(match[0]):z.2f}".rstrip("0").rstrip("."), text)


def _shorter_shape(match: re.Match[str]) -> str:
    commands = _COMMAND.sub(lambda command: command[1], _rounded(match[1]))
    return f'd="{commands.strip()}"'


def _renamed(text: str) -> str:
    """With letters and marks called g0, g1 and so on."""
    names = {name: f"g{number}" for number, name in enumerate(_GLYPH.findall(text))}
    return _REFERENCE.sub(lambda match: f'{match[1]}{names.get(match[2], match[2])}"', text)
