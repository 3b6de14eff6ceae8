"""The template of the PDF: press's, whose parts an author's files may replace (`template-partials`)."""

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from press.base.yaml12 import as_list
from press.render import features, options
from press.render.page import TEMPLATES, Page

OPTION = "template-partials"
FOLDER = TEMPLATES / "typst"
FILE = "template.typ"


@contextmanager
def staged(page: Page) -> Iterator[Path]:
    """Yield the template; its parts, press's and the author's, lie beside it.

    Raises
    ------
    PressError
        A file that `template-partials` names does not exist, or cannot be read.
    """
    given = [page.required_file(str(name), OPTION) for name in as_list(page.option(OPTION))]
    if not given:
        yield FOLDER / FILE
        return
    with tempfile.TemporaryDirectory(prefix="press-") as scratch:
        for file in (*sorted(FOLDER.iterdir()), *given):
            shutil.copyfile(file, Path(scratch, file.name))
        yield Path(scratch, FILE)


def own_values(page: Page) -> dict[str, Any]:
    """Return what the document says beyond the options of press, for the author's parts of the template."""
    if not page.option(OPTION):
        return {}
    known = options.DOCUMENT.keys() | set(features.NO_EFFECT)
    return {name: value for name, value in page.options.items() if name not in known and value is not None}
