"""A page with everything that the proof looks at, made in all formats, by hand: no cell, no kernel."""

from pathlib import Path

from press.render.convert import convert
from press.render.document import EXTENSIONS, Executed
from tests.press.render.pages import executed

BODY = """
# Results {#sec-results}

The net rate of the north fell from −6.5 to −16.9 per 1,000, as @tbl-net shows.[^a] In 2023 the share was
35.8% (see @sec-results), and $\\beta_1 = -0.79$ is the slope. A second note follows.[^b]

[^a]: Counted in 16 regions.

[^b]: The bureau says 17,084.

| Region | In | Out |
|--------|---:|----:|
| Akmola | 21.4 | -27.9 |
| Aktobe | 18.2 | 20.1 |
| Atyrau | 11.9 | 12.6 |

: Migration of three regions {#tbl-net}

$$ y_{it} = 2 x_{it} - 3 $$ {#eq-one}

@eq-one is estimated for 245 rows.
"""


def document(folder: Path, body: str = BODY, **metadata) -> Executed:
    """The document, ready for all formats."""
    folder.mkdir(exist_ok=True)
    return executed(folder, body, **{"number-sections": True, **metadata})


def made(document: Executed, folder: Path, *formats: str) -> dict[str, Path]:
    """The pages that a document becomes, by their formats."""
    folder.mkdir(exist_ok=True)
    pages = {format: folder / f"index{EXTENSIONS[format]}" for format in formats or EXTENSIONS}
    for format, page in pages.items():
        convert(document, format, page)
    return pages
