"""The definitions of both tag sets of JATS 1.1, by which a file is held to the one that it names."""

from __future__ import annotations

import lzma
import tarfile
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from lxml import etree

FOLDER = Path(__file__).parents[1]


@cache
def publishing() -> etree.DTD:
    with (
        TemporaryDirectory() as folder,
        tarfile.open(FOLDER / "jats-publishing-dtd-1.1.tar.xz") as archive,
    ):
        archive.extractall(folder)
        return etree.DTD(file=f"{folder}/jats-publishing-dtd-1.1/JATS-journalpublishing1.dtd")


@cache
def archiving() -> etree.RelaxNG:
    packed = (FOLDER / "jats-archiving-1.1.rng.xz").read_bytes()
    return etree.RelaxNG(etree.fromstring(lzma.decompress(packed)))


def faults_in(article: etree._Element) -> list[str]:
    """What the definition that an article names finds wrong with it."""
    names = article.getroottree().docinfo.public_id
    definition = publishing() if "Journal Publishing DTD v1.1 20151215//EN" in names else archiving()
    assert definition is publishing() or "Archiving and Interchange DTD v1.1 20151215//EN" in names
    return [] if definition.validate(article) else [str(one) for one in definition.error_log]
