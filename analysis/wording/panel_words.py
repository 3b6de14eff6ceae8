"""The words that tell a reader which panel a page was built from."""

from press.numbers.results import Dataset


def banner(panel: Dataset) -> str:
    """Return the sentences (Markdown) that stand at the top of every page."""
    return (
        "**Synthetic panel.** The authors' data are not public. Tables 2 and 3 and Figures 4 and 5 are "
        "computed from a stand-in: invented counts of migrants, calibrated so that the published regressions "
        "come out to the printed digit. Their agreement with the published article is by construction; they "
        "are no evidence about migration. All other numbers come from official statistics, the press and the "
        "literature."
        if panel.synthetic
        else f"**Authors' panel.** Tables 2 and 3 and Figures 4 and 5 are computed from {panel.path} "
        f"(SHA-256 `{panel.sha256[:12]}`), with {panel.rows} region-years."
    )


def label(panel: Dataset) -> str:
    """Return the panel in a few words, as the subtitle names it."""
    return "a synthetic stand-in panel" if panel.synthetic else "the authors' panel"


def bar(panel: Dataset) -> str:
    """Return the sentence of the bar at the top of every page on the screen."""
    return (
        "Built from a synthetic stand-in panel: Tables 2 and 3 and Figures 4 and 5 of the article are no "
        "evidence about migration."
        if panel.synthetic
        else "Built from the authors' panel."
    )


def bar_official(panel: Dataset) -> str:
    """Return the same on the page about official statistics."""
    warning = " and are no evidence about migration" if panel.synthetic else ""
    return f"Built from official statistics; arrivals and departures come from {label(panel)}{warning}."


def source(panel: Dataset) -> str:
    """Return the sentence that ends the captions of exhibits made from the panel."""
    synthetic = "synthetic stand-in panel, calibrated to the published tables"
    return f"Source: {synthetic if panel.synthetic else label(panel)}."


def running_head_official(panel: Dataset) -> str:
    """Return the line that heads every page of the PDF about official statistics."""
    return f"Official statistics; rows of arrivals and departures from {label(panel)}"


def running_head(panel: Dataset) -> str:
    """Return the line that heads every page of the PDF."""
    warning = ": no evidence about migration" if panel.synthetic else ""
    return f"Built from {label(panel)}{warning}"


def agreement(panel: Dataset) -> str:
    """Return what agreement with print is worth with a panel that is synthetic, or with the authors'."""
    if panel.synthetic:
        return (
            "The panel is the synthetic stand-in, which was calibrated to the published tables: wherever a "
            "number comes from the panel, agreement is by calibration. It shows that the tables can be "
            "computed and are consistent; it does not reproduce the study."
        )
    return "The panel is the authors': the comparison judges what it gives."
