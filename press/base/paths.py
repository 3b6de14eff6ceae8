"""Where the project keeps what."""

from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
DATA = ROOT / "data"
PREPARED = ROOT / "_results"
NUMBERS_PAGE = "paper/numbers.html"
"""The page of all numbers, from the site's folder."""


def shown(path: Path) -> str:
    """Return a path as results may record it: relative to the project, or the bare file name outside it."""
    path = path.resolve()
    return path.relative_to(ROOT).as_posix() if path.is_relative_to(ROOT) else path.name
