"""What a document finds when it begins: an empty namespace, its working folder, the defaults of figures."""

import gc
import os
import sys
from pathlib import Path
from typing import Any

from . import pieces, traces, watch
from .commands import forget_modules_of


def begin(
    shell: Any, folder: str, document: str, width: float, height: float, dpi: int, pictures: set[str]
) -> None:
    """Start a document: an empty namespace, its working folder, matplotlib's defaults, kinds of pictures."""
    if os.getcwd() != folder:
        forget_modules_of(os.getcwd())
    os.chdir(folder)
    os.environ["QUARTO_DOCUMENT_PATH"], os.environ["QUARTO_DOCUMENT_FILE"] = os.path.split(document)
    _draw(shell, width, height, dpi, pictures)
    if "" not in sys.path:
        sys.path.insert(0, "")  # the working folder, whichever it is
    _clear(shell)
    watch.DONE.clear()
    watch.UNSEEN.clear()


def _draw(shell: Any, width: float, height: float, dpi: int, pictures: set[str]) -> None:
    style = Path(os.environ["MATPLOTLIBRC"])
    style.write_text(f"figure.figsize: {width}, {height}\nfigure.dpi: 96\nsvg.hashsalt: press\n")
    if "matplotlib" in sys.modules:
        sys.modules["matplotlib"].rc_file(style)
    shell.config.InlineBackend.figure_formats = pictures  # matplotlib need not be there yet
    if inline := sys.modules.get("matplotlib_inline.config"):
        inline.InlineBackend.instance(parent=shell).figure_formats = pictures
    draw_png_at(shell, dpi)


def _clear(shell: Any) -> None:
    """Let nothing be left of the document before."""
    for hooks in shell.events.callbacks.values():  # those of a document end with it
        hooks[:] = [hook for hook in hooks if getattr(hook, "__module__", "") != "__main__"]
    pieces.end()
    if not gc.get_freeze_count():
        gc.freeze()
    shell.reset(new_session=True)
    gc.collect()
    gc.freeze()  # what outlives a document stays: nobody need look through it again


def draw_png_at(shell: Any, dpi: int) -> None:
    """Set the resolution of PNG figures (SVG has none)."""
    settings = {"bbox_inches": "tight", "dpi": dpi}
    shell.config.InlineBackend.print_figure_kwargs = settings
    if inline := sys.modules.get("matplotlib_inline.config"):
        inline.InlineBackend.instance(parent=shell).print_figure_kwargs = settings


def resize_figures(width: float, height: float) -> list[float]:
    """Set the default size of figures in inches; return the size that held before."""
    from matplotlib import rcParams

    before = list(rcParams["figure.figsize"])
    rcParams["figure.figsize"] = (width, height)
    pieces.excuse("figure.figsize", rcParams["figure.figsize"])
    return before


def names(shell: Any) -> list[str]:
    """Return the names of the document."""
    return sorted(traces.own(shell.user_ns))
