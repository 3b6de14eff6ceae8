"""What a paper declares is read from one place, checked by name, and printed as far as it is told."""

import pytest

from press.base import declarations
from press.base.declarations import LABELS, ROLES, Grant
from press.base.edition import SETTINGS, current_work, licences_in_words
from press.base.errors import InputError
from press.base.paths import ROOT
from press.base.yaml_file import mapping

AUTHORS = ("Ann Lee", "Bo Ek")
WHOLE = """
statements:
  data_availability: >-
    Data are *public*.
  contributions:
    Bo Ek: [Software]
    Ann Lee: ["Writing – review & editing", Methodology]
  funding:
    - {funder: Science *Fund*, id: "https://ror.org/01abc", award: A-1}
    - {funder: Town}
  generative_ai: ""
"""


def read(text, folder):
    file = folder / "edition.yml"
    file.write_text(text, encoding="utf-8")
    return declarations.read(mapping(text, file) if text.strip() else {}, AUTHORS, file)


def test_what_is_told_is_printed_in_order_and_what_is_not_is_not(tmp_path):
    made = read(WHOLE, tmp_path)
    assert made.labelled == {
        "Data availability": "Data are *public*.",
        "Author contributions": r"Ann Lee: Methodology, Writing – review & editing. Bo Ek: Software.".replace(
            "Methodology, Writing – review & editing", r"Writing – review \& editing\, Methodology"
        ),
        "Funding": r"Science \*Fund\* \(award A\-1\)\; Town.",
    }
    assert made.contributions["Ann Lee"] == ("Writing – review & editing", "Methodology")
    assert made.grants == (Grant("Science *Fund*", "https://ror.org/01abc", "A-1"), Grant("Town"))
    assert made.empty == (
        "code_availability", "competing_interests", "ethics", "generative_ai", "acknowledgements",
    )  # fmt: skip
    text = declarations.as_markdown(made, "Free.")
    assert [line for line in text.split("\n") if line.startswith("**")][-1] == "**Licence.** Free."
    assert text.count(":::") == 2 * 4 and "Ethics" not in text and ".statement-funding}" in text


@pytest.mark.parametrize("text", ["", "site: x", "statements:", "statements: {funding: ''}"])
def test_a_paper_that_declares_nothing_prints_its_licence_alone(text, tmp_path):
    made = read(text, tmp_path)
    assert made.empty == tuple(LABELS) and made.told_empty().endswith("acknowledgements.")
    assert declarations.as_markdown(made, "Free.") == (
        "::: {.statement .statement-licence}\n**Licence.** Free.\n:::"
    )


@pytest.mark.parametrize(
    ("planted", "said"),
    [
        ("  fundings: x", "line 3: found the statement fundings, expected funding, which is nearest."),
        ("  xyzzy: x", "line 3: found the statement xyzzy, expected one of data_availability, code_"),
        ("  ethics: [a]", r"line 3: found ethics: \['a'\], expected a text\."),
        ("  funding: 7", "line 3: found funding: 7, expected a text or a list of grants."),
        ("  funding: [{award: A}]", "line 3: found .* below funding, expected a funder"),
        ("  funding: [{funder: A, awards: B}]", "the field of a grant awards, expected award, which is"),
        (
            "  funding: [{funder: A, id: ror.org/1}]",
            "found id: ror.org/1, expected the funder's identifier",
        ),
        ("  contributions: Ann Lee", "found contributions: Ann Lee, expected a list of roles for each"),
        ("  contributions:\n    Anne Lee: [Software]", "line 4: found the author Anne Lee, expected Ann Lee"),
        ("  contributions: {Ann Lee: Software}", "found Ann Lee: Software, expected a list of roles"),
        (
            "  contributions:\n    Bo Ek: [Writing - original draft]",
            "expected Writing – original draft",
        ),
        ("  contributions:\n    Bo Ek: [Conceptualisation]", "CRediT Conceptualisation, expected Concept"),
    ],
)
def test_what_is_unknown_or_misshapen_is_refused_by_name(planted, said, tmp_path):
    with pytest.raises(InputError, match=rf"edition\.yml, (line \d+: )?.*{said}"):
        read(f"site: x\nstatements:\n{planted}\n", tmp_path)
    with pytest.raises(InputError, match="found statements: x, expected a text for each of data_avail"):
        read("statements: x\n", tmp_path)


def test_the_roles_are_the_fourteen_of_the_standard():
    """As https://credit.niso.org/ lists them: fourteen, in this order, the two of writing with an en dash."""
    assert len(ROLES) == 14 and sorted(ROLES) == list(ROLES)
    assert [role for role in ROLES if "\N{EN DASH}" in role] == [*ROLES[-2:]]


def test_this_edition_declares_what_its_files_show_and_invents_nothing():
    declared = current_work().declared
    assert {"data_availability", "code_availability", "ethics"} <= declared.texts.keys()
    assert declared.contributions == {} and declared.grants == ()
    for folder in ("data", "analysis", "press"):
        assert any(f"`{folder}/`" in text for text in declared.texts.values()) and (ROOT / folder).is_dir()
    assert "statements:" in (ROOT / SETTINGS).read_text(encoding="utf-8")
    assert "CC BY 4" in licences_in_words(current_work()) and "MIT" in licences_in_words(current_work())
