"""What converts an executed document to a file: press, or genuine Quarto."""

from collections.abc import Callable
from pathlib import Path

from press.render.document import Executed

Convert = Callable[[Executed, str, Path], list[str]]
"""Takes a document, a format and the file to write; returns warnings."""
