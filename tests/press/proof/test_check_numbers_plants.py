"""Forty errors of ten kinds, planted into a copy of the paper's sources.

All are found where they stand, and no other.
"""

import re
import shutil
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import pytest

from press.base.paths import ROOT
from press.proof.check_numbers import check
from press.proof.check_numbers.reading import project_files
from press.proof.check_numbers.values import Values

PAPER, SENTENCES, FIGURES = "paper/index.qmd", "paper/sentences.yml", "analysis/exhibits/figures/serpin.py"
OPEN, CLOSE = "⟦", "⟧"
ESTIMATES = {  # rounded from Tables 2 and 3 as published
    "inflow.program_post": (0.79, 0.814),
    "inflow.post": (1.79, 0.382),
    "outflow.sender_post": (2982.21, 0.415),
}
SCALARS = {
    "obligation.broken_share": 3200 / 8900,
    "obligation.broken": 3200,
    "graduates.2022": 3200,
    "graduates.employed_share.2022": 0.5,
    "grants.allocated.2020": 1590,
}


class Published(Values):
    """The published estimates of the interactions, and some figures of the press."""

    def get(self, key):
        term, _, statistic = key.rpartition(".")
        if term in ESTIMATES and statistic in ("estimate", "p"):
            return ESTIMATES[term][statistic == "p"]
        return SCALARS.get(key)

    def of_families(self, families):
        return {key: value for key, value in SCALARS.items() if key.split(".")[0] in families}

    def interactions(self):
        return ["inflow.program_post", "outflow.sender_post"]


@dataclass(frozen=True)
class Plant:
    """An error: its kind, its file, the pattern before it, itself with the find in brackets."""

    kind: str
    file: str
    behind: str
    error: str


def section(label):
    return rf"\n##+ [^\n]*\{{#sec-{label}\}}\n"


def caption(label, option):
    return rf"#\| label: {label}\n(?:#\|[^\n]*\n)*?#\| {option}: \""


PLANTS = (
    # what a computed number would say, typed
    Plant("prose", PAPER, section("introduction"), "\nThe panel holds ⟦245⟧ rows.\n"),
    Plant("prose", PAPER, section("inflow"), "\nArrivals gained ⟦0.79⟧ per 1,000 inhabitants after 2014.\n"),
    Plant(
        "prose",
        PAPER,
        section("conclusion"),
        "\nOf those whom Serpin-2050 taught, who came\nfrom the south, about ⟦36%⟧ went home.\n",
    ),
    Plant("prose", PAPER, section("flows"), "\nOf the regions *only*\n**⟦16⟧** are counted here.\n"),
    Plant("title", PAPER, r"(?<=\n)title: \"", "Lessons from ⟦16⟧ Regions: "),
    Plant("title", PAPER, r"(?<=\n)subtitle: \"", "With ⟦2,050⟧ observations. "),
    Plant("title", PAPER, r"before and after its\s+start\.", " It covers\n  ⟦245⟧ region-years."),
    Plant("title", PAPER, r"## Discussion", " of the ⟦0.814⟧"),
    Plant("caption", PAPER, caption("fig-grants", "fig-cap"), "All ⟦18,077⟧ grants. "),
    Plant("caption", PAPER, caption("fig-inflow", "fig-cap"), "⟦6⟧ hosts. "),
    Plant("caption", PAPER, caption("tbl-outflow", "tbl-cap"), "N = ⟦245⟧. "),
    Plant("caption", PAPER, section("findings"), "\n![A map of ⟦17⟧ regions](map.png){#fig-map width=60%}\n"),
    Plant("alt", PAPER, caption("fig-graduates", "fig-alt"), "Bars up to ⟦3,200⟧. "),
    Plant("alt", PAPER, caption("fig-outflow", "fig-alt"), "Lines from ⟦4330⟧. "),
    Plant(
        "alt",
        PAPER,
        section("regions"),
        '\n![A map [@bns2024]](map.png){#fig-map2 fig-alt="A map of ⟦17⟧ regions" width=60%}\n',
    ),
    Plant(
        "alt", PAPER, section("balance"), '\n<img src="fig1.png" width="300" alt="A map of ⟦20⟧ regions">\n'
    ),
    Plant("footnote", PAPER, r"\n\[\^listed\]: ", "We list ⟦61⟧ works. "),
    Plant("footnote", PAPER, r"\n\[\^census\]: ", "The hosts hold ⟦21.5%⟧. "),
    Plant("footnote", PAPER, r"The table does not tell which three\.", " It has ⟦15⟧\n    rows."),
    Plant("footnote", PAPER, section("sender"), "\nA note.^[Of all rows ⟦135⟧ are controls.]\n"),
    Plant(
        "cell or item", PAPER, section("data"), "\n| region | balance |\n|---|---:|\n| Akmola | ⟦-3.1⟧ |\n"
    ),
    Plant(
        "cell or item",
        PAPER,
        section("parallel"),
        "\n- before: ⟦4.5⟧ arrivals\n\n12. after: ⟦6.3⟧ arrivals\n",
    ),
    Plant(
        "cell or item",
        PAPER,
        section("timing"),
        '\n::: {.callout-note title="All ⟦60⟧ host rows"}\nText.\n:::\n',
    ),
    Plant(
        "branch",
        SENTENCES,
        r"inflow_effect:\n  effect: inflow.program_post\n  up: >-\n",
        "    Some ⟦7.42⟧ at most.\n",
    ),
    Plant("branch", SENTENCES, r"outflow_level:\n  compare: .*\n  greater: >-\n", "    By ⟦2,982⟧.\n"),
    Plant("branch", SENTENCES, r"holm:\n  when: >-\n(?: .*\n)+?    yes: >-\n", "      It has ⟦245⟧ rows.\n"),
    Plant(
        "branch",
        SENTENCES,
        r"outflow:\n  effect: outflow.sender_post\n  up: >-\n",
        "    A rise by ⟦2982.21⟧.\n",
    ),
    Plant("figure", FIGURES, r'heading="', "⟦18,077⟧ "),
    Plant("figure", FIGURES, r'f"Bar chart\.', " ⟦5⟧ bars."),
    Plant(
        "figure",
        FIGURES,
        r"        frame = self\.numbers\(data\)\n        figure, axes",
        ' = style.subplots(2.7)\n        axes.text(2020, 500, "N = ⟦245⟧")\n        _, _',
    ),
    Plant(
        "figure",
        FIGURES,
        r"axes\.margins\(x=0\.02, y=0\.16\)\n",
        "        axes.annotate(str(⟦3200⟧), (2020, 500))\n",
    ),
    Plant(
        "rounding",
        PAPER,
        section("grants"),
        '\nOf the graduates [⟦about 37%⟧]{.rounded data-key="obligation.broken_share"} went home.\n',
    ),
    Plant(
        "rounding",
        PAPER,
        section("objective"),
        '\nSome ⟦3,300⟧ (`{python} num("obligation.broken")`) of them left [@ranking2022].\n',
    ),
    Plant(
        "rounding",
        PAPER,
        section("questions"),
        '\n⟦Nearly half⟧ (`{python} num("graduates.employed_share.2022")`) had work.\n',
    ),
    Plant(
        "rounding",
        PAPER,
        section("limits"),
        '\nThe estimate is [⟦0.80⟧]{.num data-key="inflow.program_post.estimate"}.\n',
    ),
    Plant(
        "significance",
        PAPER,
        section("criterion"),
        '\nThe effect is ⟦statistically significant⟧ (*p*-value `{python} num("inflow.program_post.p")`).\n',
    ),
    Plant(
        "significance",
        PAPER,
        section("outflow"),
        "\nDepartures from the south ⟦rose significantly⟧ after the launch.\n",
    ),
    Plant(
        "significance",
        SENTENCES,
        r"answer_inflow:\n[\s\S]*?  none: >-\n",
        "    There is a ⟦significant increase⟧.\n",
    ),
    Plant(
        "significance",
        SENTENCES,
        r"verdict:\n  effect: inflow.program_post\n  up: >-\n",
        "    There was ⟦no effect⟧.\n",
    ),
)


def planted(folder: Path, plants) -> tuple[list[Path], set[tuple[str, int, str]]]:
    """Copy the checked sources, write the errors into them, and say where they stand."""
    files, expected = [], set()
    for source in project_files(ROOT):
        name = source.relative_to(ROOT).as_posix()
        text = source.read_text(encoding="utf-8")
        for plant in (plant for plant in plants if plant.file == name):
            match = re.search(plant.behind, text)
            assert match, plant
            text = text[: match.end()] + plant.error + text[match.end() :]
        copy = folder / name
        copy.parent.mkdir(parents=True, exist_ok=True)
        for match in re.finditer(f"{OPEN}(.*?){CLOSE}", text):
            expected.add((name, text.count("\n", 0, match.start()) + 1, match[1]))
        copy.write_text(text.replace(OPEN, "").replace(CLOSE, ""), encoding="utf-8")
        files.append(copy)
    return files, expected


def found_in(folder, files):
    return {
        (one.file.relative_to(folder).as_posix(), one.line, one.digits) for one in check(files, Published())
    }


def test_there_are_forty_errors_of_ten_kinds():
    errors = Counter(plant.kind for plant in PLANTS for _ in range(plant.error.count(OPEN)))
    assert set(errors.values()) == {4} and len(errors) == 10


def test_nothing_is_found_in_the_clean_text(tmp_path):
    files, expected = planted(tmp_path, ())
    assert expected == set() and len(files) >= 8
    assert found_in(tmp_path, files) == set()


def test_all_errors_are_found_where_they_stand_and_no_other(tmp_path):
    files, expected = planted(tmp_path, PLANTS)
    assert len(expected) == 40
    found = found_in(tmp_path, files)
    assert expected - found == set()
    assert found - expected == set()


@pytest.mark.parametrize("plant", PLANTS, ids=lambda plant: f"{plant.kind}: {plant.error.strip()[:40]}")
def test_each_error_is_found_alone(tmp_path, plant):
    files, expected = planted(tmp_path, (plant,))
    changed = [file for file in files if file.relative_to(tmp_path).as_posix() == plant.file]
    assert found_in(tmp_path, changed) == expected
    shutil.rmtree(tmp_path)
