"""What a bench changes, and what its table says of the bars."""

import ast
import runpy
import shutil

import pytest

from press.base import kept
from press.bench import changes, measure

TIMES = {
    "start-up": [0.02],
    "floor": [10.0, 30.0, 20.0],
    "full": [25.0],
    "proof": [0.5],
    "prose": [0.9],
    "figure": [4.9],
    "data": [9.0],
    "quarto": [260.0],
    "quarto, results kept": [160.0],
}


def test_medians_are_set_against_the_bars():
    lines = measure.table(measure.rows_of(TIMES)).splitlines()
    assert "| 20.00 |" in lines[2]
    assert lines[3].endswith("| 1.25 × floor | at most 1.3 × floor | met |")
    assert lines[4].endswith("| 0.50 | 2.0% of that build | at most 1.5 s | met |")
    assert lines[5].endswith("| 0.88 s above Python's start-up | at most 0.7 s above it | missed |")
    assert lines[6].endswith("| 4.90 |  | at most 5 s | met |")
    assert "press takes 1/10.4 of it | at least 1/10 of it | met |" in lines[8]
    assert lines[9].endswith("| 160.00 |  | under 150 s | missed |")


def test_a_build_reports_how_long_its_formats_were_compared():
    reported = (
        "a.qmd -> a.pdf, 1.0 s\na.qmd: its formats compared, 0.40 s\nb.qmd: its formats compared, 0.15 s\n"
    )
    assert measure.proof_seconds(reported) == pytest.approx(0.55)


def test_a_function_says_another_thing_in_each_round(tmp_path):
    file = tmp_path / "drawing.py"
    file.write_text('def other():\n    return 1\n\n\ndef draw(data):\n    """Draw."""\n    return data\n')
    changes.change_a_function(file, "draw", 1)
    once = file.read_text()
    changes.change_a_function(file, "draw", 2)
    assert once != file.read_text() and file.read_text().count("round_of_bench") == 1
    draw = ast.parse(file.read_text()).body[1]
    assert ast.get_docstring(draw) == "Draw." and ast.unparse(draw.body[1]) == "round_of_bench = 2"


def test_a_number_changes_in_each_round(tmp_path):
    file = tmp_path / "panel.csv"
    file.write_text("year,region,moved\n2009,A-1,17\n2010,B-2,20\n")
    changes.change_a_number(file, 0)
    assert file.read_text().endswith("2010,B-2,21\n")
    changes.change_a_number(file, 1)
    assert file.read_text().endswith("2010,B-2,20\n")


def test_the_first_figure_is_found_by_its_label(tmp_path):
    article = tmp_path / "index.qmd"
    article.write_text("#| label: fig-event\n\n#| label: fig-balance\n")
    file, name = changes.first_figure(tmp_path, article)
    assert (
        file == tmp_path / "analysis/exhibits/figures/event.py"
        and name in (changes.ROOT / file.relative_to(tmp_path)).read_text()
    )
    with pytest.raises(ValueError):
        article.write_text("no figure")
        changes.first_figure(tmp_path, article)


def test_a_project_in_which_nothing_is_kept_is_as_before_afterwards(tmp_path):
    file = tmp_path / "press/base/kept.py"
    file.parent.mkdir(parents=True)
    shutil.copyfile(kept.__file__, file)
    before = file.read_text()
    with changes.nothing_kept(tmp_path):
        names = runpy.run_path(str(file))
        computed = []
        for number in range(2):
            names["kept"]("sum", names["MadeFrom"]([], None, tmp_path), lambda n=number: computed.append(n))
        assert computed == [0, 1] and [*tmp_path.glob(".press*")] == []
    assert file.read_text() == before
