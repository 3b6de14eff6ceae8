"""Opens PDFs. PDFium reads one file at a time in a process, and pages are proved side by side."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Lock

import pypdfium2

_ONE_AT_A_TIME = Lock()
PARTED = re.compile("[\x02\ufffe]")
"""What PDFium reads where a hyphen parts a word at the end of a line."""


class NoPdf(Exception):
    """It is no PDF, or a broken one."""


@contextmanager
def opened(content: bytes) -> Iterator[pypdfium2.PdfDocument]:
    """Yield a PDF; others wait until it is closed.

    Raises
    ------
    NoPdf
        It cannot be read.
    """
    with _ONE_AT_A_TIME:
        try:
            document = pypdfium2.PdfDocument(content)
        except pypdfium2.PdfiumError as error:
            raise NoPdf from error
        with document:
            yield document


def text_of(content: bytes) -> str:
    """Return the words that a PDF shows, page by page.

    Raises
    ------
    NoPdf
        It cannot be read.
    """
    with opened(content) as document:
        texts = []
        for page in document:
            layer = page.get_textpage()
            texts.append(PARTED.sub("", layer.get_text_bounded()))
            layer.close()
            page.close()
    return "\n".join(texts)
