"""What the edition says of itself comes from one place, and becomes references that other programs read."""

import dataclasses
import datetime
import re

import pytest
import yaml

from press.base import citation
from press.base.checkout import Version, current_version
from press.base.edition import Author, Published, Work, authors_of, current_work, read_work
from press.base.errors import InputError
from press.base.paths import ROOT

PANEL = "the authors' panel"
VERSION = Version("0123456789abcdef0123456789abcdef01234567", "2026-03-09T23:10:00+05:00")


def work(**changes) -> Work:
    """This edition, as one whose authors answer for it themselves."""
    return dataclasses.replace(read_work(ROOT, VERSION), **{"editors": ()} | changes)


def project(folder, *, settings=None, front=None):
    """A project of the files that the metadata are read from, with changes."""
    (folder / "paper").mkdir()
    for name in ("pyproject.toml", "_quarto.yml", "paper/edition.yml", "paper/index.qmd"):
        (folder / name).write_text((ROOT / name).read_text(encoding="utf-8"), encoding="utf-8")
    if settings is not None:
        now = yaml.safe_load((folder / "paper/edition.yml").read_text(encoding="utf-8"))
        (folder / "paper/edition.yml").write_text(yaml.safe_dump(now | settings), encoding="utf-8")
    if front is not None:
        (folder / "paper/index.qmd").write_text(front, encoding="utf-8")
    return folder


# The edition ---------------------------------------------------------------------------------------


def test_title_and_people_are_those_of_the_article():
    front = yaml.safe_load((ROOT / "paper" / "index.qmd").read_text(encoding="utf-8").split("---\n")[1])
    read = work()
    assert read.title == front["title"] and read.keywords == tuple(front["keywords"])
    assert [author.name for author in read.authors] == [entry["name"] for entry in front["author"]]
    assert [author.family for author in read.authors] == [
        "Akhmetova",
        "Davletbayeva",
        "Ismailova",
        "Torebekova",
    ]
    assert read.corresponding.name == "Zulfiya Torebekova"
    assert all(author.affiliations and author.email for author in read.authors)


def test_an_edition_of_others_asks_no_author_for_comments(tmp_path):
    """An edition that names nobody goes by its kind; a named editor answers for it, and reads comments."""
    folder = project(tmp_path)
    read = read_work(folder, VERSION)
    assert (read.editors, read.feedback) == ((Author("", "Automated edition", is_body=True),), "")
    text = (folder / "paper/edition.yml").read_text(encoding="utf-8")
    for written, feedback in (
        ("editor: Ann Lee", ""),
        ("editor: {name: Ann Lee, email: a@example.org}", "a@example.org"),
        ("editor: [{name: Ann Lee, email: a@example.org}, Bo Ek]", "a@example.org"),
    ):
        (folder / "paper/edition.yml").write_text(text.replace('editor: ""', written), encoding="utf-8")
        read = read_work(folder, VERSION)
        assert read.editors[0].family == "Lee" and read.makers == read.editors
        assert read.feedback == feedback and read.authors[0].family == "Akhmetova"
    (folder / "paper/edition.yml").write_text(text.replace('editor: ""', ""), encoding="utf-8")
    read = read_work(folder, VERSION)
    assert (read.editors, read.makers, read.feedback) == ((), read.authors, "zulfiya1978@mail.ru")


@pytest.mark.parametrize(
    ("editors", "apa", "said"),
    [
        ((Author("", "Automated edition", is_body=True),), "Automated edition (2026", "No person is named"),
        ((Author("Ann", "Lee"),), "Lee, A. (Ed.) (2026", "Ann Lee is the editor of this edition."),
        (
            (Author("Ann", "Lee"), Author("Bo", "Ek")),
            "Lee, A., & Ek, B. (Eds.) (2026",
            "Bo Ek are the editors",
        ),
    ],
)
def test_citations_tell_editors_from_authors_of_the_study(editors, apa, said):
    edited = work(editors=editors)
    bibtex, ris = citation.bibtex(edited, PANEL), citation.ris(edited, PANEL)
    assert "  editor = {" in bibtex and "  author = {" not in bibtex
    assert f"ED  - {editors[0].sorted_name}" in ris and "AU  - " not in ris
    assert citation.apa(edited, PANEL).startswith(apa) and said in citation.edited_by(edited)
    by = "by Gulnaz Akhmetova, Zhuldyz Davletbayeva, Rymkul Ismailova and Zulfiya Torebekova"
    assert all(by in text for text in (bibtex, ris, citation.apa(edited, PANEL)))


def test_version_commit_and_day_come_from_pyproject_and_git():
    read = work()
    assert f'version = "{read.version}"' in (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    assert (read.short_commit, read.date) == ("0123456789ab", datetime.date(2026, 3, 9))
    assert current_work().commit == current_version(ROOT).commit
    assert read_work(ROOT, Version("", "")).date is None


def test_the_change_log_begins_with_this_version():
    newest = re.search(r"^## Version (\S+),", (ROOT / "CHANGELOG.md").read_text(encoding="utf-8"), re.M)
    assert newest[1] == work().version


@pytest.mark.parametrize("name", ["Ann Mary Lee", {"given": "Ann Mary", "family": "Lee"}])
def test_names_in_one_piece_and_in_two_are_the_same(name):
    entry = {
        "name": name,
        "orcid": "https://orcid.org/0000-0002-1825-0097",
        "affiliations": ["A", {"name": "B"}],
    }
    assert authors_of({"author": [entry]}) == (
        Author("Ann Mary", "Lee", ("A", "B"), orcid="0000-0002-1825-0097"),
    )


def test_authors_may_be_written_in_every_form_that_quarto_knows():
    front = {
        "author": [
            "Ann Lee",
            {"name": {"literal": "The Bureau"}, "affiliations": {"ref": "a"}},
            {"name": "Bo Ek", "affiliation": "B"},
        ],
        "affiliations": [{"id": "a", "name": "A"}],
    }
    assert authors_of(front) == (
        Author("Ann", "Lee"),
        Author("", "The Bureau", ("A",), is_body=True),
        Author("Bo", "Ek", ("B",)),
    )


def test_settings_of_the_edition_are_read(tmp_path):
    folder = project(
        tmp_path,
        settings={
            "site": "https://example.org/a/",
            "feedback": "b@example.org",
            "repository": None,
            "jel": ["J61", "O15"],
            "published": {"journal": "J", "year": 2025},
        },
    )
    read = read_work(folder, VERSION)
    assert (read.site, read.repository, read.feedback) == ("https://example.org/a", "", "b@example.org")
    assert (read.jel, work().jel) == (("J61", "O15"), ())
    assert read.published == Published("J", "2025") and read.published.known
    assert not work().published.known or work().published.year.isdigit()


@pytest.mark.parametrize(
    "changes, message",
    [
        (
            dict(settings={"site": "example.org"}),
            "edition.yml: found example.org, expected an address that begins with https:// for site",
        ),
        (dict(settings={"jel": "J61, labour"}), "edition.yml: found labour, expected a code of the JEL"),
        (dict(front="---\ntitle: T\nauthor: []\n---\n"), "index.qmd: found no author, expected at least one"),
        (
            dict(front="---\ntitle: T\nauthor: {name: A B, affiliations: {ref: x}}\n---\n"),
            "index.qmd: found the affiliation x",
        ),
        (dict(front="No front matter."), "index.qmd: found no front matter"),
        (dict(front="---\ntitle: [\n---\n"), "index.qmd, line 2: the YAML cannot be read"),
        (
            dict(front="---\ntitle: T\nauthor: [{name: A B, orcid: 12}]\n---\n"),
            "found 12, expected four groups of four digits",
        ),
    ],
)
def test_unusable_metadata_are_told_in_one_sentence(tmp_path, changes, message):
    with pytest.raises(InputError, match=re.escape(message)):
        read_work(project(tmp_path, **changes), VERSION)


# References ----------------------------------------------------------------------------------------

HARD = dict(
    title="50% of A&B_C #1: {x} ~ $5 ^ \\end",
    keywords=("a & b",),
    site="https://example.org/a_b?c=1&d={2}",
    authors=(
        Author("Jean-Paul Marie", "Åström"),
        Author("", "Bureau of Trade and Labour"),
        Author("Ann", "Lee, Jr."),
    ),
)


def unescaped(text: str) -> str:
    """What TeX prints."""
    for printed, written in citation.TEX.items():
        text = text.replace(written, f"\0{ord(printed)}\0")
    return re.sub("\0(\\d+)\0", lambda found: chr(int(found[1])), text)


def bibtex_fields(entry: str) -> dict[str, str]:
    """The fields of an entry, read by counting braces, as BibTeX does."""
    fields, place = {}, 0
    while found := re.compile(r"\n  (\w+) = \{").search(entry, place):
        depth, place = 1, found.end()
        while depth:
            depth += {"{": 1, "}": -1}.get(entry[place], 0)
            place += 1
        fields[found[1]] = entry[found.end() : place - 1]
    assert entry[place:] == "\n}\n"
    return fields


@pytest.mark.parametrize("changes", [{}, HARD])
def test_bibtex_survives_its_own_rules(changes):
    edition = work(**changes)
    entry = citation.bibtex(edition, PANEL)
    fields = bibtex_fields(entry)
    assert unescaped(fields["title"][1:-1]) == f"{edition.title} (automated edition)"
    assert unescaped(fields["keywords"]) == ", ".join(edition.keywords)
    assert (fields["year"], fields["month"], fields["version"]) == ("2026", "3", edition.version)
    assert (
        PANEL in fields["note"]
        and edition.short_commit in fields["note"]
        and "of the same title" in fields["note"]
    )
    assert len(re.split(r" and (?![^{]*\})", fields["author"])) == len(edition.authors)
    assert re.match(r"@misc\{[a-z]+2026automated,\n", entry)


def test_bibtex_keeps_the_address_and_holds_names_together():
    fields = bibtex_fields(citation.bibtex(work(**HARD), PANEL))
    assert fields["url"] == "https://example.org/a_b?c=1&d=%7B2%7D"
    assert fields["author"] == "Åström, Jean-Paul Marie and {Bureau of Trade and Labour} and {Lee, Jr.}, Ann"
    assert "url" not in bibtex_fields(citation.bibtex(work(site=""), PANEL))


@pytest.mark.parametrize("changes", [{}, HARD | {"title": "Two\nlines"}])
def test_ris_has_one_field_a_line(changes):
    edition = work(**changes)
    text = citation.ris(edition, PANEL)
    lines = text.split("\r\n")
    assert lines[0] == "TY  - ELEC" and lines[-2:] == ["ER  - ", ""] and "\n" not in "".join(lines)
    assert all(re.match(r"[A-Z][A-Z0-9]  - ", line) for line in lines[:-1])
    fields = [(line[:2], line[6:]) for line in lines[:-1]]
    assert [value for tag, value in fields if tag == "KW"] == list(edition.keywords)
    assert [tag for tag, _ in fields].count("AU") == len(edition.authors)
    assert ("DA", "2026/03/09") in fields and ("ET", edition.version) in fields


def test_apa_writes_names_day_and_version():
    text = citation.apa(work(site="https://example.org"), PANEL)
    assert text.startswith(
        "Akhmetova, G., Davletbayeva, Z., Ismailova, R., & Torebekova, Z. (2026, March 9). Education as an "
    )
    assert f"(Version {work().version}, commit 0123456789ab) [Automated edition" in text
    assert text.endswith(f"built from {PANEL}]. https://example.org\n")
    assert citation.apa(work(**HARD), PANEL).startswith(
        "Åström, J.-P. M., Bureau of Trade and Labour, & Lee, Jr., A. (2026"
    )
    assert "(n.d.)" in citation.apa(work(date=None), PANEL)
    many = citation.apa(work(authors=tuple(Author("A", f"Name{i}") for i in range(25))), PANEL)
    assert "Name18, A., . . . Name24, A. (" in many and "Name19" not in many


def test_the_published_article_is_named_as_far_as_it_is_known():
    known = work(published=Published("Journal of X", "2025", "12", "3", "1–20", "10.1000/x"))
    where = "(2025), Journal of X, 12(3), 1–20. https://doi.org/10.1000/x"
    assert where in citation.apa(known, PANEL) and where in citation.ris(known, PANEL)
    assert where in unescaped(citation.bibtex(known, PANEL))
    assert "doi.org" not in citation.apa(work(published=Published()), PANEL)


# What others read of it is text -----------------------------------------------------------------------


@pytest.mark.parametrize("kind", ["text", "code"])
@pytest.mark.parametrize(
    "url",
    [
        "javascript:alert(1)",
        "data:text/html,x",
        "",
        "//example.org",
        'https://a"onload="x',
        "https://a<script>",
        "https://a b",
    ],
)
def test_the_address_of_a_licence_is_one_of_the_web(tmp_path, kind, url):
    licences = yaml.safe_load((ROOT / "paper/edition.yml").read_text(encoding="utf-8"))["licence"]
    licences[kind]["url"] = url
    with pytest.raises(InputError, match=f"edition.yml.*https:// for the url of the licence of the {kind}"):
        read_work(project(tmp_path, settings={"licence": licences}), VERSION)
