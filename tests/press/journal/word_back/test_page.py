"""The page on which authors choose: what it shows, and that its script writes the patch that Python does."""

from __future__ import annotations

import random
import re
import shutil
import subprocess
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from lxml import html

from press.journal.word_back.model import By, Change, Comment, Edit, PlacedComment, RoundTrip
from press.journal.word_back.telling.page import Origin, page_of
from press.journal.word_back.telling.patch import patch_of, texts_after
from tests.press.journal.word_back.examples import CHANGES, COMMENTS, JANE, PAPER, TEXTS, TRIP
from tests.press.journal.word_back.test_patch import checkout
from tests.press.web.test_access import violations

ORIGIN = Origin("reviewed.docx", "4915f4c8aa99112233", "a synthetic stand-in panel")
MADE = [change for change in CHANGES if change.edits]
LOCAL = ("file:", "data:", "blob:")


def written(changes=CHANGES, comments=COMMENTS, trip=TRIP, texts=TEXTS) -> str:
    return page_of(ORIGIN, changes, comments, trip, texts.__getitem__)


def read(page: str) -> html.HtmlElement:
    return html.fromstring(page)


def text(element: html.HtmlElement) -> str:
    return " ".join(element.text_content().split())


# What it says -----------------------------------------------------------------------------------


def test_the_head_names_file_commit_panel_people_and_counts():
    facts = text(read(written()).find(".//dl"))
    for told in (
        "reviewed.docx",
        "commit 4915f4c8aa99, a synthetic stand-in panel",
        "Jane Doe\xa0(5), Марат Сейітов\xa0(2), not tracked\xa0(2)".replace("\xa0", " "),
        "9 changes: 6 in the patch, 3 listed",
        "3 comments with 1 reply",
        "211 of 214 blocks say what the reviewer's file says, 2 differ as listed, 1 differs otherwise.",
    ):
        assert told in facts
    assert "not made" in text(read(written(trip=None)).find(".//dl"))


def test_a_change_stands_beside_its_source():
    first = read(written()).get_element_by_id("change-1")
    assert "1. Introduction, paragraph 1 Jane Doe, 2026-11-20 · words" in text(first)
    said = first.find_class("said")[0]
    assert [(mark.tag, mark.text) for mark in said] == [("del", "depends in part"), ("ins", "hangs partly")]
    assert (
        text(said) == "How well a country uses its labour depends in part hangs partly on where people live."
    )
    assert text(first.find(".//figcaption")) == f"{PAPER}:7"
    before, after = first.iter("pre")
    assert (before.find("del").text, after.find("ins").text) == ("depends in part", "hangs partly")
    line = TEXTS[PAPER].split("\n")[6]
    assert text(before) == f"Before: {line}"
    assert text(after) == f"After: {line.replace('depends in part', 'hangs partly')}"


def test_a_change_in_two_places_shows_both():
    moved = read(written()).get_element_by_id("change-5")
    assert [text(place) for place in moved.iter("figcaption")] == [f"{PAPER}:10", f"{PAPER}:19"]
    first, _, _, last = moved.iter("pre")
    assert (text(first.find("del")), text(last.find("ins"))) == (
        "A second paragraph, which is short.[^note]",
    ) * 2


def test_other_branches_stand_beside_a_sentence_that_results_choose():
    beside = read(written()).get_element_by_id("change-6").find_class("beside")[0]
    assert [text(row) for row in beside.iter("li")] == [
        "inflow: up, paper/sentences.yml:3: Arrivals rose by {inflow.post.estimate}.",
        "inflow: down, paper/sentences.yml:4: Arrivals fell by {inflow.post.estimate}.",
    ]


def test_what_is_not_applied_has_its_reason_and_all_its_text():
    long = "word " * 400
    lost = Change(10, "paragraph added", "", "", long, JANE, True)
    section = read(written((*CHANGES, lost))).find_class("listed")[0]
    rows = [text(row) for row in section]
    assert len(rows) == 3
    assert "0.79 0.81 of it. Not applied: comes from a.b (paper/index.qmd:8)." in rows[0]
    assert rows[1].endswith("0.79 0.81 Not applied: comes from inflow.program_post.estimate.")
    assert long.strip() in rows[2]
    assert rows[2].endswith("Not applied: it has no place in the sources.")


def test_comments_have_words_place_state_and_answers():
    rows = [text(row) for row in read(written()).find_class("comments")[0]]
    assert rows == [
        "Jane Doe, 2026-11-20 · Introduction, paragraph 1 · paper/index.qmd:7 · open where people live "
        "Is that so? I doubt it. Марат Сейітов, 2026-11-21 · reply It is -- see <Todaro>.",
        "Марат Сейітов, 2026-11-21 · Introduction, paragraph 2 · paper/index.qmd:10 · resolved short "
        "Керемет!",
        "Jane Doe, 2026-11-20 · open lost words Where does this belong?",
    ]


def test_without_changes_there_is_a_page_all_the_same():
    page = read(written((), (), RoundTrip(3, 3, 0)))
    assert "no changes" in text(page) and "no comments" in text(page)
    assert not list(page.iter("form", "input"))


EVIL = '</script><script>document.title="gone"</script><img src=x onerror=alert(1)>"\'&amp;\u202e\x1b'


def hostile() -> str:
    """A page whose every text is a stranger's."""
    by = By(EVIL, EVIL)
    name = f"paper/{EVIL.replace('/', '')}.qmd"
    change = Change(
        1, EVIL, EVIL, EVIL, EVIL, by, True, (EVIL, EVIL), name, 1, (Edit(name, 0, 3, EVIL),), EVIL
    )
    listed = replace(change, number=2, edits=())
    comment = PlacedComment(Comment("1", by, EVIL), EVIL, EVIL, name, 1)
    return page_of(
        Origin(EVIL, EVIL, EVIL),
        (change, listed),
        (replace(comment, replies=(comment,)),),
        RoundTrip(1, 0, 0, ((EVIL, EVIL),)),
        lambda file: f"abc {EVIL}",
    )


def test_text_of_strangers_is_text():
    page = read(hostile())
    assert len(list(page.iter("script"))) == 2
    assert not list(page.iter("img"))
    assert not page.xpath("//@*[starts-with(name(), 'on')]")
    shown = "".join(page.xpath("//body//text()[not(parent::script)]"))
    assert "\u202e" not in shown and "\x1b" not in shown
    assert r'<img src=x onerror=alert(1)>"' in shown and "\\u202e\\x1b" in shown


# In a browser -----------------------------------------------------------------------------------


@pytest.fixture
def open_page(chromium, tmp_path: Path) -> Iterator[Callable]:
    """Opens a page from the disk, and in the end finds fault with its script, policy and addresses."""
    contexts, faults = [], []

    def opened(page_text: str, *, width: int = 1280, scheme: str = "light", scripts: bool = True):
        file = tmp_path / "_word" / "index.html"
        file.parent.mkdir(exist_ok=True)
        file.write_text(page_text, encoding="utf-8")
        context = chromium.new_context(
            viewport={"width": width, "height": 900},
            color_scheme=scheme,
            java_script_enabled=scripts,
            permissions=["clipboard-read", "clipboard-write"],
        )
        contexts.append(context)
        context.set_default_timeout(10_000)
        page = context.new_page()
        page.on("console", lambda message: message.type == "error" and faults.append(message.text))
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.on("request", lambda request: request.url.startswith(LOCAL) or faults.append(request.url))
        page.goto(file.as_uri())
        return page

    yield opened
    for context in contexts:
        context.close()
    assert not faults, "\n".join(faults)


def saved(page) -> str:
    """The patch that the page writes, as the file that it saves."""
    with page.expect_download() as download:
        page.get_by_role("button", name="Write the patch").click()
    assert download.value.suggested_filename == "chosen.patch"
    return Path(download.value.path()).read_bytes().decode()


def choose(page, numbers: set[int], made=MADE) -> None:
    for change in made:
        choice = "accept" if change.number in numbers else "leave"
        page.check(f"#change-{change.number} input[value={choice}]")


def applies(tmp_path: Path, patch: str, texts: dict[str, str]) -> dict[str, str]:
    if shutil.which("git") is None:
        pytest.skip("no git program, which applies patches")
    root = checkout(tmp_path, texts)
    if patch.strip():
        subprocess.run(["git", "-C", str(root), "apply", "-"], input=patch.encode(), check=True)
    return {name: (root / name).read_bytes().decode() for name in texts}


def random_paper(seed: int) -> tuple[dict[str, str], list[Change]]:
    """Texts of all kinds of letters and line ends, and changes all over them, some of which clash."""
    draw = random.Random(seed)
    names = [PAPER, 'статьи/my "second" paper.qmd']
    texts, changes = {}, []
    for name, end in zip(names, ("\n", "\r\n"), strict=True):
        rows = (draw.choice(["", "слово 𝒩😀 и ещё", "a b c </script>", "x" * 9]) for _ in range(50))
        texts[name] = end.join(rows) + draw.choice(["", end])
    for number in range(1, 31):
        edits, name = [], draw.choice(names)
        start = draw.randrange(len(texts[name]) - 40)
        for _ in range(draw.choice([1, 1, 2, 3])):
            stop = min(start + draw.choice([0, 3, 12]), len(texts[name]))
            edits.append(Edit(name, start, stop, draw.choice(["", "нов😀", "1\n", "\r\n\r\nZ"])))
            start = min(stop + draw.choice([0, 2, 30, 300]), len(texts[name]))
        changes.append(
            Change(
                number, "words", "", "a", "b", By(draw.choice(["Ann", "Bob", ""])), True, edits=tuple(edits)
            )
        )
    return texts, changes


def test_the_script_writes_the_patch_that_python_writes(open_page):
    page = open_page(written())
    expected = patch_of(CHANGES, TEXTS.__getitem__)
    assert saved(page) == expected
    assert page.locator("#patch").input_value() == expected
    assert page.locator("#said").inner_text() == "The patch of 7 changes is written as chosen.patch."
    page.get_by_role("button", name="Copy").click()
    page.get_by_text("The patch is copied.").wait_for()
    assert page.evaluate("navigator.clipboard.readText()") == expected


@pytest.mark.parametrize(
    "seed", [*range(3), *(pytest.param(n, marks=pytest.mark.long) for n in range(3, 20))]
)
def test_any_choice_is_the_patch_of_these_changes_and_git_applies_it(open_page, tmp_path, seed):
    texts, changes = random_paper(seed)
    page = open_page(written(changes, (), None, texts))
    draw = random.Random(seed)
    for turn in range(4):
        numbers = {change.number for change in changes if turn == 0 or draw.random() < 0.5}
        choose(page, numbers, changes)
        chosen = [change for change in changes if change.number in numbers]
        patch = saved(page)
        assert patch == patch_of(chosen, texts.__getitem__)
        assert applies(tmp_path / str(turn), patch, texts) == texts | texts_after(chosen, texts.__getitem__)


def test_buttons_choose_for_all_and_for_one_reviewer(open_page):
    page = open_page(written())

    def accepted() -> set[str]:
        return set(
            page.eval_on_selector_all(
                "input[value=accept]:checked", "all => all.map(one => one.name.slice(7))"
            )
        )

    assert accepted() == set("1245678")
    page.get_by_role("button", name="Leave all", exact=True).click()
    assert accepted() == set()
    assert page.locator("#count").inner_text() == "0 of 7 accepted"
    page.get_by_role("button", name="Write the patch").click()
    assert page.locator("#said").inner_text() == "No change is accepted, so that there is no patch."
    assert page.locator("#result").is_hidden()
    page.get_by_role("button", name="Accept all of Jane Doe").click()
    assert accepted() == set("1568")
    page.get_by_role("button", name="Accept all", exact=True).click()
    page.get_by_role("button", name="Leave all of not tracked").click()
    assert accepted() == set("12568")


def test_a_choice_after_the_patch_was_written_hides_it(open_page):
    page = open_page(written())
    saved(page)
    assert page.locator("#result").is_visible()
    page.check("#change-2 input[value=leave]")
    assert page.locator("#result").is_hidden()


def test_the_keyboard_alone_is_enough(open_page):
    page = open_page(written())
    page.focus("#change-1 input:checked")
    for key in "lajl":  # leaves 1, accepts 2, passes 4, leaves 5
        page.keyboard.press(key)
    assert page.evaluate("document.activeElement.name") == "change-6"
    page.keyboard.press("ArrowDown")  # the other choice, as everywhere
    page.keyboard.press("k")
    assert page.evaluate("document.activeElement.name") == "change-5"
    left = page.eval_on_selector_all("input[value=leave]:checked", "all => all.map(one => one.name.slice(7))")
    assert left == ["1", "5", "6"]
    with page.expect_download():
        page.keyboard.press("Enter")


def test_without_scripts_it_is_a_list_to_read(open_page):
    page = open_page(written(), scripts=False)
    assert page.locator(".change").count() == 7
    assert not page.locator("button:visible, input:visible, textarea:visible").count()


def test_a_strangers_page_runs_nothing_of_theirs(open_page):
    page = open_page(hostile())
    assert page.title().startswith("What came back from")
    assert saved(page).count("diff --git") == 1


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 1280])
def test_axe_finds_nothing_and_nothing_is_wider_than_the_window(open_page, width, scheme):
    page = open_page(written(), width=width, scheme=scheme)
    page.check("#change-2 input[value=leave]")
    page.get_by_role("button", name="Write the patch").click()
    assert not (found := violations(page)), "\n".join(found)
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_the_policy_lets_in_nothing_but_the_pages_own(chromium, tmp_path):
    policy = re.search(r'Content-Security-Policy" content="([^"]*)"', written())[1]
    assert "default-src 'none'" in policy and "unsafe-inline" not in policy
    foreign = "<style>h1 { color: red }</style><script>document.title = 'foreign'</script><img src='x.png'>"
    (tmp_path / "index.html").write_text(written().replace("</main>", f"{foreign}</main>"), encoding="utf-8")
    with chromium.new_context() as context:
        page = context.new_page()
        page.goto((tmp_path / "index.html").as_uri())
        assert page.evaluate("getComputedStyle(document.querySelector('h1')).color") != "rgb(255, 0, 0)"
        assert page.title() == "What came back from reviewed.docx"
