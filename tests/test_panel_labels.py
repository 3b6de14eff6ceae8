"""What a page says about its panel."""

import json
from types import SimpleNamespace

import pypandoc
import pytest

from analysis import panel_labels


def panel(shown_path: str = "panel.csv", *, synthetic: bool = False) -> SimpleNamespace:
    return SimpleNamespace(synthetic=synthetic, shown_path=shown_path, sha256="0123456789ab" + 52 * "c", frame=range(240))


@pytest.mark.parametrize("name", ["panel.csv", "our *own* panel_2 (new) #1.xlsx", "a`b.csv", "`a``b`.csv", "панель.xls"])
def test_the_banner_names_the_authors_file_letter_by_letter(name):
    blocks = json.loads(pypandoc.convert_text(panel_labels.banner(panel(name)), "json", format="markdown"))["blocks"]
    assert len(blocks) == 1
    codes = [inline["c"][1] for inline in blocks[0]["c"] if inline["t"] == "Code"]
    assert codes == [name, "0123456789ab"]


def test_only_a_synthetic_panel_is_called_so():
    for words in (panel_labels.banner, panel_labels.label, panel_labels.source, panel_labels.running_head):
        assert "synthetic" in words(panel(synthetic=True)).lower()
        assert "synthetic" not in words(panel(synthetic=False)).lower()
