"""The page on which an author goes through what came back from Word, and chooses what to take.

One file that can be mailed and opened anywhere. `assets/choose.js` writes the chosen changes as a patch;
without scripts the page is a list to read.
"""

import json
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from html import escape
from pathlib import Path

from press.journal.word_back.model import Change, PlacedComment, RoundTrip
from press.journal.word_back.telling.entries import (
    beside,
    change_head,
    comments_section,
    listed_section,
    said,
)
from press.journal.word_back.telling.markup import code, marked_lines, one_line, words
from press.journal.word_back.telling.patch import clashes, heading_of, title_of
from press.journal.word_back.telling.shown_words import (
    counts_of_blocks,
    counts_of_changes,
    counts_of_comments,
    name_of,
    place_of,
)
from press.journal.word_back.telling.source_view import edited_lines
from press.render.html_policy import of_one_file

ASSETS = Path(__file__).with_name("assets")
SAVED_AS = "chosen.patch"
CHOOSE = '<button type="button" data-choose="{choice}"{by}>{text}</button>'


@dataclass(frozen=True, slots=True)
class Origin:
    """Where the changes come from: the Word file's name, the commit and panel that it was made from."""

    file: str
    commit: str = ""
    panel: str = ""


def page_of(
    origin: Origin,
    changes: Sequence[Change],
    comments: Sequence[PlacedComment],
    trip: RoundTrip | None,
    text_of: Callable[[str], str],
) -> str:
    """Return the whole page.

    Parameters
    ----------
    origin
    changes
        All of them, in the order of the Word file.
    comments
    trip
        None where no build was compared.
    text_of
        Gives the text of a file, as for `patch_of`.
    """
    script, style = ((ASSETS / name).read_text(encoding="utf-8") for name in ("choose.js", "page.css"))
    made = [change for change in changes if change.edits]
    title = f"What came back from {one_line(origin.file)}"
    parts = [
        f"<h1>{title}</h1>",
        _facts(origin, changes, comments, trip),
        _differences(trip),
        _form(made, text_of),
        listed_section([change for change in changes if not change.edits]),
        comments_section(comments),
        f'<script type="application/json" id="given">{_for_script(given(made, text_of))}</script>',
        f"<script>{script}</script>" if made else "",
    ]
    return (
        f'<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n{of_one_file(script, style)}\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{title}</title>\n<style>{style}</style>\n</head>\n<body>\n<main>\n"
        + "\n".join(filter(None, parts))
        + "\n</main>\n</body>\n</html>\n"
    )


def given(changes: Sequence[Change], text_of: Callable[[str], str]) -> dict:
    """Return what the script works with; places count as JavaScript counts, in units of UTF-16."""
    texts = {edit.file: text_of(edit.file) for change in changes for edit in change.edits}
    return {
        "files": list(texts.items()),
        "changes": [
            {
                "number": change.number,
                "title": title_of(change),
                "heading": heading_of(change),
                "edits": [
                    {
                        "file": edit.file,
                        "start": _units(texts[edit.file][: edit.start]),
                        "end": _units(texts[edit.file][: edit.end]),
                        "text": edit.text,
                    }
                    for edit in change.edits
                ],
            }
            for change in changes
        ],
    }


def _units(text: str) -> int:
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def _for_script(content: dict) -> str:
    """Return JSON in which nothing can end the script element or open a comment."""
    text = json.dumps(content, ensure_ascii=False, separators=(",", ":"))
    return text.replace("<", "\\u003c").replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")


def _facts(
    origin: Origin, changes: Sequence[Change], comments: Sequence[PlacedComment], trip: RoundTrip | None
) -> str:
    """Return what the page is about, and the counts."""
    reviewers = Counter(name_of(change.by) for change in changes)
    told = {
        "Word file": code(origin.file),
        "Made from": ", ".join(filter(None, (_commit(origin.commit), one_line(origin.panel)))),
        "Reviewers": ", ".join(
            f"<bdi>{escape(name)}</bdi>&nbsp;({count})" for name, count in reviewers.items()
        ),
        "Changes": counts_of_changes(changes, len(clashes(changes))),
        "Comments": counts_of_comments(comments),
        "Round trip": "not made" if trip is None else f"{counts_of_blocks(trip)}.",
    }
    rows = "\n".join(f"<dt>{name}</dt><dd>{text}</dd>" for name, text in told.items() if text)
    return f'<dl class="facts">\n{rows}\n</dl>'


def _commit(commit: str) -> str:
    return f"commit {code(commit[:12])}" if commit else ""


def _differences(trip: RoundTrip | None) -> str:
    """Return where a build says something else than the reviewer wants, for no reason that is listed."""
    if trip is None or not trip.others:
        return ""
    rows = "\n".join(
        f"<tr><td>{words(wanted)}</td><td>{words(built)}</td></tr>" for wanted, built in trip.others
    )
    return (
        '<p class="warn">Here a build of the patched sources differs from the reviewer\'s file:</p>\n'
        '<div class="scroll" role="region" aria-label="Where the build differs" tabindex="0"><table>\n'
        '<thead><tr><th scope="col">The reviewer\'s file</th><th scope="col">The build</th></tr></thead>\n'
        f"<tbody>\n{rows}\n</tbody></table></div>"
    )


def _form(made: Sequence[Change], text_of: Callable[[str], str]) -> str:
    """Return the changes that can be made, with what is needed to choose among them."""
    if not made:
        return "<h2>Changes</h2>\n<p>There is no change that can be made in the sources.</p>"
    people = {name: str(place) for place, name in enumerate(dict.fromkeys(name_of(c.by) for c in made))}
    former = clashes(made)
    articles = "\n".join(
        f"<li>{_article(change, people[name_of(change.by)], former.get(change.number), text_of)}</li>"
        for change in made
    )
    windows = any("\r" in text_of(edit.file) for change in made for edit in change.edits)
    return (
        f'<form id="choice" autocomplete="off">\n<h2>Changes</h2>\n{_buttons(people)}\n'
        f'<ol class="changes">\n{articles}\n</ol>\n'
        '<div class="bar" data-script hidden>'
        '<button class="main">Write the patch</button> <output id="count"></output> '
        '<span id="said" role="status"></span></div>\n</form>\n' + _result(windows)
    )


def _buttons(people: dict[str, str]) -> str:
    """Return the buttons that choose for all changes, or for those of one reviewer."""

    def pair(by: str, name: str) -> str:
        return "".join(
            CHOOSE.format(
                choice=choice, by=by, text=f'{word}<span class="unseen"> {name}</span>' if by else word
            )
            for choice, word in (("accept", "Accept all"), ("leave", "Leave all"))
        )

    rows = [f'<div class="buttons">{pair("", "")}</div>']
    if len(people) > 1:
        for name, place in people.items():
            buttons = pair(f' data-by="{place}"', f"of {escape(name)}")
            rows.append(f'<div class="buttons"><span><bdi>{escape(name)}</bdi></span>{buttons}</div>')
    keys = (
        '<p class="soft">With a choice in focus, <kbd>A</kbd> accepts and <kbd>L</kbd> leaves and goes on; '
        "<kbd>J</kbd> and <kbd>K</kbd> go to the next change and to the one before.</p>"
    )
    return "<div data-script hidden>\n" + "\n".join(rows) + f"\n{keys}\n</div>"


def _result(windows: bool) -> str:
    """Return where the patch is shown once it is written."""
    note = (
        '<p class="soft">Some lines end as Windows ends them, which copying loses: use the file.</p>\n'
        if windows
        else ""
    )
    return (
        '<section id="result" aria-labelledby="result-title" hidden>\n<h2 id="result-title">The patch</h2>\n'
        f"<p>Apply it in the project's folder with <code>git apply {SAVED_AS}</code>.</p>\n{note}"
        '<label for="patch" class="unseen">Text of the patch</label>\n'
        '<textarea id="patch" readonly spellcheck="false"></textarea>\n<div class="buttons">'
        f'<a class="button" id="save" download="{SAVED_AS}" href="#patch">Save {SAVED_AS}</a>'
        '<button type="button" id="copy">Copy</button></div>\n</section>'
    )


def _article(change: Change, by: str, former: int | None, text_of: Callable[[str], str]) -> str:
    """Return a change beside its source."""
    number = change.number
    sources = "\n".join(
        f'<figure class="source"><figcaption><code>{one_line(place_of(lines.file, lines.line))}</code>'
        '</figcaption>\n<pre class="before"><span class="unseen">Before: </span>'
        f"{marked_lines(lines.before)}</pre>\n"
        f'<pre class="after"><span class="unseen">After: </span>{marked_lines(lines.after)}</pre></figure>'
        for lines in edited_lines(change, text_of)
    )
    warning = (
        f'<p class="warn">It touches what <a href="#change-{former}">change {former}</a> changes, '
        "and is in the patch only where that one is left.</p>"
        if former
        else ""
    )
    return (
        f'<article class="change" id="change-{number}" data-by="{by}" aria-labelledby="title-{number}">\n'
        f'<div class="top"><div>{change_head(change)}</div>\n{_choice(number)}</div>\n{warning}'
        f'<div class="sides"><div>{said(change)}</div>\n<div>{sources}</div></div>\n'
        f"{beside(change)}</article>"
    )


def _choice(number: int) -> str:
    radios = "".join(
        f'<label><input type="radio" name="change-{number}" value="{choice}"{checked}>{choice}</label>'
        for choice, checked in (("accept", " checked"), ("leave", ""))
    )
    return f"<fieldset data-script hidden><legend>Change {number}</legend>{radios}</fieldset>"
