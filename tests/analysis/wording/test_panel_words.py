"""What a page says about its panel."""

from analysis.wording import panel_words
from press.numbers.results import Dataset


def panel(*, synthetic: bool = False) -> Dataset:
    return Dataset(
        "a panel", "the authors' panel", "0123456789ab" + 52 * "c", 240, (), (), synthetic=synthetic
    )


def test_the_banner_says_whose_panel_it_is_with_its_checksum():
    assert "are computed from the authors' panel (SHA-256 `0123456789ab`)" in panel_words.banner(panel())


def test_only_a_synthetic_panel_is_called_so():
    for words in (panel_words.banner, panel_words.label, panel_words.source, panel_words.running_head):
        assert "synthetic" in words(panel(synthetic=True)).lower()
        assert "synthetic" not in words(panel(synthetic=False)).lower()


def test_agreement_with_print_is_worth_little_where_the_panel_was_calibrated_to_it():
    assert "agreement is by calibration" in panel_words.agreement(panel(synthetic=True))
    assert "calibration" not in panel_words.agreement(panel())
