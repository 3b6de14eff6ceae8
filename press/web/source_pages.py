"""Source files as pages to read, each line with an address of its own (#L88)."""

from html import escape
from pathlib import Path

from press.render.html_policy import without_scripts

STYLE = Path(__file__).parent / "theme" / "source.css"
PAGE = """<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
{policy}
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{name}</title>
<link rel="stylesheet" href="{style}">
</head>
<body>
<main>
<h1>{name}</h1>
<pre tabindex="0" role="region" aria-label="Source code"><code>{lines}</code></pre>
</main>
</body>
</html>
"""


def write_page(source: Path, target: Path, name: str, style: str) -> None:
    """Write the page of a source file.

    Parameters
    ----------
    source, target
        The file, and its page.
    name
        What the page calls the file.
    style
        Address of the style sheet `STYLE` from the page.
    """
    lines = escape(source.read_text(encoding="utf-8")).splitlines()
    marked = "\n".join(f'<span id="L{number}">{line}</span>' for number, line in enumerate(lines, 1))
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(
        PAGE.format(policy=without_scripts("'self'"), name=escape(name), style=escape(style), lines=marked),
        encoding="utf-8",
    )
