"""What a page says about its panel."""

from types import SimpleNamespace

from analysis.panel import labels as panel_labels


def panel(shown_path: str = "the authors' panel", *, synthetic: bool = False) -> SimpleNamespace:
    return SimpleNamespace(
        synthetic=synthetic, shown_path=shown_path, sha256="0123456789ab" + 52 * "c", frame=range(240)
    )


def test_the_banner_says_whose_panel_it_is_with_its_checksum():
    assert "are computed from the authors' panel (SHA-256 `0123456789ab`)" in panel_labels.banner(panel())


def test_only_a_synthetic_panel_is_called_so():
    for words in (panel_labels.banner, panel_labels.label, panel_labels.source, panel_labels.running_head):
        assert "synthetic" in words(panel(synthetic=True)).lower()
        assert "synthetic" not in words(panel(synthetic=False)).lower()
