"""The binding: what the documents import from the analysis, and what press is given (`press.paper.Paper`)."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import cached_property
from importlib import import_module
from pathlib import Path
from typing import Any

from analysis import kept, study
from analysis.exhibits import (
    article_tables,
    audit_tables,
    explorer,
    explorer_tables,
    figures,
    map as year_map,
    official_tables,
    panel_rules,
    table_manner,
    validation_tables,
)
from analysis.exhibits.exhibit import Data
from analysis.exhibits.replication import Replication
from analysis.inputs import sources
from analysis.inputs.published_values import published_values
from analysis.panel.load import STANDIN, load_publishable_panel, locate_panel, own_panels
from analysis.validation.styles import print_styles
from analysis.wording import claims
from press.base.edition import KIND
from press.base.markdown_text import plain
from press.numbers import comparison, sentences
from press.numbers.comparison import PublishedValue
from press.numbers.formatter import without_keys
from press.numbers.prose import Prose
from press.numbers.results import Results
from press.numbers.statements import Statements
from press.paper import Claims, Exhibit, PanelWords, Share, ShownEstimate, Widget
from press.tables import schema
from press.trace.documents import Documents

EXHIBITS = (figures, article_tables, official_tables, validation_tables, explorer_tables, audit_tables)
"""The modules that list tables and figures."""


class SerpinPaper:
    """The paper on Serpin, computed when it is first asked for (see `press.paper.Paper`)."""

    claims = Claims(
        subjects=claims.SUBJECTS,
        study=claims.STUDY,
        tested=claims.TESTED,
        level=study.SIGNIFICANCE_LEVEL,
        names=claims.NAMES,
        counted=claims.COUNTED,
        code=claims.CODE,
        invented=claims.INVENTED,
    )

    @cached_property
    def data(self) -> Data:
        """What exhibits are made from; loads and estimates everything, once."""
        panel = load_publishable_panel()
        return Data(
            panel,
            kept.results(panel),
            sources.load_official(),
            sources.load_flows(),
            sources.load_serpin(),
            sources.load_regions(),
        )

    @property
    def results(self) -> Results:
        """Every number by its key."""
        return self.data.results

    @property
    def styles(self) -> Mapping[str, str]:
        """How numbers are printed, by patterns of keys."""
        return print_styles()

    @cached_property
    def statements(self) -> Statements:
        """The statements about this panel's results."""
        return Statements(self.results, self.styles, level=study.SIGNIFICANCE_LEVEL)

    @cached_property
    def exhibits(self) -> Mapping[str, Exhibit]:
        """The tables and figures of all pages, by label."""
        return {exhibit.label: exhibit for module in EXHIBITS for exhibit in module.EXHIBITS}

    @property
    def published(self) -> Sequence[PublishedValue]:
        """What the published article says of the same numbers."""
        return [replace(one, retold=table_manner.prints(one.part, one.key)) for one in published_values()]

    @cached_property
    def panel(self) -> PanelWords:
        """What pages say of the panel."""
        say = sentences.read(self.statements).say
        return PanelWords(
            label=say("panel_label"),
            keys=study.PANEL_KEYS,
            bar=say("panel_bar"),
            heads={"index": say("panel_head"), "official": say("head_official")},
            bars={
                "index": say("panel_bar_index"),
                "official": say("panel_bar_official"),
                "explore": say("panel_bar_explore"),
                "replication": say("panel_bar_replication"),
            },
            agreement=plain(say("panel_agreement")),
        )

    @property
    def timings(self) -> Mapping[str, Callable[[], Any]]:
        """The exact p-values."""
        from analysis.estimates import exact_times  # brings all that estimates

        return exact_times.P_VALUES

    @property
    def maps(self) -> Mapping[str, Any]:
        """The map of Figure 1."""
        return year_map.maps(self.data)

    @property
    def widgets(self) -> Sequence[Widget]:
        """The explorer of the page "Try it yourself", and the place for a reader's own panel."""
        return (
            Widget(
                place="explore",
                data=lambda: explorer.content(self.data.panel) | {"outlines": year_map.outlines()},
                styles=explorer.STYLES,
                scripts=explorer.SCRIPTS,
            ),
            Widget(
                place="own-panel",
                data=panel_rules.content,
                styles=panel_rules.STYLES,
                scripts=panel_rules.SCRIPTS,
            ),
        )

    @property
    def share(self) -> Share:
        """The first key finding, and the two estimates that count alike."""
        say = sentences.read(self.statements).say
        return Share(
            kind=KIND,
            finding=plain(without_keys(say("finding_official"))),
            unit=plain(say("share_unit")),
            estimates=(
                self._shown(say("share_official"), "official_hosts_240.program_post", ".crv1"),
                self._shown(say("share_inflow"), "inflow.program_post", ""),
            ),
        )

    def _shown(self, label: str, term: str, method: str) -> ShownEstimate:
        """Return an estimate with its interval by a method."""
        keys = [f"{term}.estimate", f"{term}{method}.ci_low", f"{term}{method}.ci_high"]
        value, low, high = (self.results.value(key) for key in keys)
        printed, *ends = (without_keys(str(self.statements.num(key))) for key in keys)
        return ShownEstimate(label, f"{printed} ({' to '.join(ends)})", value, low, high)

    def compute(self) -> Results:
        """Compute every number anew."""
        from analysis.results import compute  # brings all that estimates

        return compute(load_publishable_panel())

    def prepare(self) -> None:
        """Refuse data that a spreadsheet would run as a formula."""
        schema.refuse_formulas()

    def work_ahead(self) -> None:
        """Compute half of what no panel changes, and load what draws, which documents will ask for."""
        for name in ("power", "flows"):
            kept.part(name)
        import_module("matplotlib.pyplot")

    def data_file(self) -> tuple[Path, bool]:
        """Find the panel's file, and whether it is the stand-in."""
        path = locate_panel()[0].resolve()
        return path, path == STANDIN.resolve()

    def private_files(self) -> Sequence[Path]:
        """List the authors' panels."""
        return own_panels()


PAPER = SerpinPaper()
_documents = Documents(PAPER)
num, say, exhibit = _documents.num, _documents.say, _documents.exhibit
declarations = _documents.declarations


def use_style() -> None:
    """Set the look of the figures, in the set-up of a document that draws some."""
    from analysis.exhibits import style  # with matplotlib, which takes long to load

    style.use()


def table_marks() -> Prose:
    """Say what the marks of Tables 2 and 3 mean, in the manner in which they are set."""
    return Prose(table_manner.MARKS[table_manner.manner()])


def data() -> Data:
    """Return what exhibits are made from."""
    return PAPER.data


def replication() -> Replication:
    """Compare the published article with this build's results."""
    found = comparison.compare_all(published_values(), PAPER.results.value)
    return Replication(tuple(found))
