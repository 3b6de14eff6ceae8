"""What is written before the documents are rendered, for the places where no code can run.

Captions and alternative texts take their numbers from `_variables.yml` ({{< var num.inflow.n >}});
`_results/` holds results.json, reproduction.json, the running heads and title pages of the PDFs, the template
of Word files, and what the parts of the online edition read.
"""

import json
import subprocess
import sys
from base64 import b64decode, b64encode
from collections.abc import Iterable
from dataclasses import asdict
from pathlib import Path
from typing import Any

from press.base import kept
from press.base.edition import Work, current_work
from press.base.markdown_text import plain
from press.base.paths import PREPARED, ROOT
from press.base.plain_text import typst_string
from press.numbers import comparison, results, translations
from press.numbers.formatter import without_keys
from press.numbers.variables import variables
from press.paper import Paper, Share, current
from press.tables import schema
from press.trace import origins
from press.web import share_picture
from press.web.view import SHARED


def write_all() -> None:
    """Compute everything, then write it; an error leaves the files as they were."""
    paper = current()
    paper.prepare()
    with word_template(paper) as template:
        texts = texts_of(paper)
        pictures = {PREPARED / SHARED: shared(paper.share, current_work())}
        pictures[PREPARED / "word.docx"] = made(template)
    for path, content in {**texts, **pictures}.items():
        write_where_changed(path, content)


def work_ahead() -> None:
    """Do a share of this in another process: compute, and draw what is kept."""
    paper = current()
    paper.work_ahead()
    shared(paper.share, current_work())


def texts_of(paper: Paper) -> dict[Path, str]:
    """Return what is written as text, by its file."""
    compared = comparison.compare_all(paper.published, paper.results.value)
    return {
        ROOT / "_variables.yml": variables_yaml(variables(paper)),
        PREPARED / "results.json": results.to_json(paper.results),
        PREPARED / "reproduction.json": comparison.to_json(compared),
        PREPARED / "edition.json": as_json(edition(paper), indent=1),
        PREPARED / "origins.json": origins.for_pages(paper),
        PREPARED / "charts.json": as_json(charts(paper)),
        PREPARED / "map.json": as_json(paper.maps),
        PREPARED / "widgets.json": as_json([asdict(one) | {"data": one.data()} for one in paper.widgets]),
        PREPARED / "title-page.typ": title_page_typst(current_work(), translations.written()),
        **heads(paper),
        **{
            PREPARED / "exhibits" / f"{label}.csv": text
            for label, text in origins.exhibit_csvs(paper).items()
        },
    }


def variables_yaml(named: dict[str, Any]) -> str:
    """Return `_variables.yml`; alternative texts hold no spans."""
    named["alt"] = {name: without_keys(text) for name, text in named["alt"].items()}
    # JSON, which is YAML too, and read ten times as fast
    return json.dumps(named, indent=1, ensure_ascii=False, sort_keys=True) + "\n"


def charts(paper: Paper) -> dict[str, Any]:
    """Return the specs of all figures that have a chart, by label."""
    return {
        label: exhibit.chart(exhibit.numbers(paper.data), paper.data)
        for label, exhibit in paper.exhibits.items()
        if exhibit.chart
    }


def edition(paper: Paper) -> dict[str, Any]:
    """Return what the pages say of the panel, in other languages and for programs, and the public tables."""
    return {
        "panel": {
            "label": paper.panel.label,
            "synthetic": paper.results.panel.synthetic,
            "keys": list(paper.panel.keys),
            "bar": paper.panel.bar,
            "bars": {f"paper/{name}.html": bar for name, bar in paper.panel.bars.items()},
        },
        "share": share_picture.alternative(paper.share),
        "translations": {language: parts["folded"] for language, parts in translations.written().items()},
        "data": sorted(f"data/{table['path']}" for table in schema.package()["resources"]),
    }


def shared(share: Share, work: Work) -> bytes:
    """Return the picture of a shared link; drawn anew only for other words or numbers."""
    given = share, work.title, [author.name for author in work.authors]
    files = [Path(share_picture.__file__), *share_picture.FILES]
    made_from = kept.MadeFrom(files, [asdict(share), *given[1:]])
    drawn = kept.kept("share", made_from, lambda: b64encode(share_picture.draw(*given)).decode())
    return b64decode(drawn)


def heads(paper: Paper) -> dict[Path, str]:
    """Return what heads the pages of each document's PDF, in Typst; the article's own goes by no name."""
    return {
        PREPARED / f"running-head{'' if name == 'index' else f'-{name}'}.typ": running_head_typst(words)
        for name, words in paper.panel.heads.items()
    }


def word_template(paper: Paper) -> subprocess.Popen[bytes]:
    """Begin to make what Word files take their looks from, with the article's running head.

    A process of its own makes it with lxml. That opens files unseen, so that all which runs where it is
    loaded, the cells of documents too, would have to run again after a change of any file (`unseen`).
    """
    code = (
        "import sys; sys.path.insert(0, sys.argv[1]); from press.render.word import template;"
        "sys.stdout.buffer.write(template(sys.argv[2]))"
    )
    given = [str(Path(__file__).parents[2]), plain(paper.panel.heads["index"])]
    return subprocess.Popen([sys.executable, "-c", code, *given], stdout=subprocess.PIPE)


def made(process: subprocess.Popen[bytes]) -> bytes:
    """Return what a process writes, once it has ended well."""
    content, _ = process.communicate()
    if process.returncode:
        raise subprocess.CalledProcessError(process.returncode, process.args)
    return content


def running_head_typst(words: str) -> str:
    """Return the rule that heads every page of the PDF with these words."""
    return f"#set page(header: align(center, text(size: 8pt, fill: luma(90))[{words}]))\n"


def title_page_typst(work: Work, languages: Iterable[str]) -> str:
    """Return what the title pages of the PDFs say of the edition, in Typst.

    Parameters
    ----------
    work
    languages
        Those of the translated abstracts, in their order.
    """
    licence = work.text_licence
    facts = {
        "title": typst_string(work.title),
        "authors": typst_list(author.name for author in work.authors),
        "makers": typst_list(maker.name for maker in work.makers),
        "version": typst_string(work.version),
        "licence": f"(name: {typst_string(licence.name)}, url: {typst_string(licence.url)})",
        "site": typst_string(work.site),
        "jel": typst_list(work.jel),
        "translations": typst_list(languages),
    }
    if day := work.date:
        facts["day"] = typst_string(f"{day.day} {day:%B %Y}")
        facts["date"] = f"datetime(year: {day.year}, month: {day.month}, day: {day.day})"
    return f"#let edition = ({', '.join(f'{name}: {value}' for name, value in facts.items())})\n"


def typst_list(texts: Iterable[str]) -> str:
    """Return texts as a list in Typst."""
    return f"({''.join(f'{typst_string(text)}, ' for text in texts)})"


def as_json(content: Any, indent: int | None = None) -> str:
    """Return content as JSON, as short as it goes unless it is indented."""
    form: dict[str, Any] = {"indent": indent} if indent else {"separators": (",", ":")}
    return json.dumps(content, ensure_ascii=False, allow_nan=False, **form) + "\n"


def write_where_changed(path: Path, content: str | bytes) -> None:
    """Write a file unless it already says the same."""
    told = content.encode() if isinstance(content, str) else content
    if not path.exists() or path.read_bytes() != told:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(told)
