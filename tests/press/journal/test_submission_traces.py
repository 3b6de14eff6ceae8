"""Traces of the authors are found wherever they are planted."""

from __future__ import annotations

import dataclasses
import io
import zipfile
import zlib
from pathlib import Path

import pytest
import typst

from press.base.edition import Author, current_work
from press.journal import author_traces

DRAWN = typst.compile(b"#set page(width: 2.2cm)\n#set text(hyphenate: true)\nZulfiya Torebekova")
"""A PDF whose letters are drawn by their numbers in a font; a hyphen parts the name."""
WORDS = ("torebekova", "astanaituniversity", "abc1234")
PLANTS = {
    "plain.txt": b"by TOREBEKOVA",
    "spaced.txt": b"Astana IT\r\n  University",
    "wide.txt": "Torebekova".encode("utf-16-le"),
    "shy.txt": "Tore\u00adbekova".encode(),
    "cut.xml": b"<w:t>Toreb</w:t><w:t>ekova</w:t>",
    "stream.pdf": b"%PDF-1.7\nstream\n" + zlib.compress(b"(Torebekova)") + b"\nendstream",
    "drawn.pdf": DRAWN,
    "commit.svg": b"<!-- ABC1234 -->",
    "Torebekova.txt": b"",
}


def packed(inner: dict[str, bytes], comment: bytes = b"") -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.comment = comment
        for name, content in inner.items():
            archive.writestr(name, content)
    return file.getvalue()


@pytest.mark.parametrize("name", PLANTS)
def test_a_trace_is_found(name: str, tmp_path: Path):
    (tmp_path / name).write_bytes(PLANTS[name])
    assert len(author_traces.find_traces(tmp_path, WORDS)) >= 1


@pytest.mark.parametrize("name", PLANTS)
def test_a_trace_is_found_in_word_files_and_archives_within_archives(name: str, tmp_path: Path):
    (tmp_path / "a.zip").write_bytes(packed({"b.docx": packed({name: PLANTS[name]})}))
    assert author_traces.find_traces(tmp_path, WORDS)


def test_a_trace_is_found_in_the_comment_of_an_archive(tmp_path: Path):
    (tmp_path / "a.docx").write_bytes(packed({"x": b""}, comment=b"Torebekova"))
    assert author_traces.find_traces(tmp_path, WORDS)


def test_what_tells_nothing_is_let_pass(tmp_path: Path):
    (tmp_path / "a.zip").write_bytes(packed({"b.txt": b"Author (2020), Astana"}))
    assert author_traces.find_traces(tmp_path, WORDS) == []


def test_everything_that_names_the_authors_is_looked_for():
    words, work = author_traces.telling_words(current_work()), current_work()
    for author in work.authors:
        assert {author.family.casefold(), author.given.casefold(), author.email.casefold()} <= set(words)
    assert "academyofpublicadministration" in words and "nationalschoolofpublicpolicy" in words
    assert not work.commit or any(work.commit.startswith(word) for word in words)


def test_the_editor_of_an_edition_is_as_secret_as_its_authors():
    """Whoever answers for the edition may be one of the authors; an edition of nobody's hides no name."""
    work = dataclasses.replace(
        current_work(), editors=(Author("Dinara", "Sagyndykova", ("Institute of Tests",), "d@example.org"),)
    )
    words = author_traces.telling_words(work)
    assert {"sagyndykova", "d@example.org", "instituteoftests", "torebekova"} <= set(words)
    assert "automatededition" not in author_traces.telling_words(current_work())
