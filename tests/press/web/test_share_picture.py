"""The picture of a shared link: its size, its bytes, and that nothing is cut or set in boxes."""

import io
from dataclasses import replace

import pytest
from PIL import Image, ImageChops

from press.base import kept
from press.base.edition import current_work
from press.paper import Share, ShownEstimate
from press.web import prepared, share_picture

SHARE = Share(
    "Automated edition",
    "No change can be discerned: −0.57 per 1,000 (95% CI −4.60 to 3.46).",
    "Change per 1,000",
    (
        ShownEstimate("Net migration, official", "−0.57 (−4.60 to 3.46)", -0.57, -4.6, 3.46),
        ShownEstimate("Arrivals, synthetic", "0.79 (−5.83 to 7.42)", 0.79, -5.83, 7.42),
    ),
)
TITLE, AUTHORS = "A Study of Moves", ["Ann Lee", "Bo Ray"]
LONG = "Education as an Economic Instrument of Internal Migration Regulation, Evaluated " * 3


def drawn(share=SHARE, title=TITLE, authors=AUTHORS):
    return Image.open(io.BytesIO(share_picture.draw(share, title, authors))).convert("RGB")


def test_it_has_the_measures_that_are_asked_for_and_the_same_bytes_each_time():
    content = share_picture.draw(SHARE, TITLE, AUTHORS)
    assert content == share_picture.draw(SHARE, TITLE, AUTHORS)
    assert Image.open(io.BytesIO(content)).size == (1200, 630) and len(content) < 100_000
    assert not {b"tIME", b"tEXt", b"eXIf"} & {content[i : i + 4] for i in range(len(content))}


def test_another_estimate_moves_its_point_and_nothing_of_the_text():
    other = replace(SHARE.estimates[1], value=3.0)
    changed = ImageChops.difference(drawn(), drawn(replace(SHARE, estimates=(SHARE.estimates[0], other))))
    left, top, right, bottom = changed.getbbox()
    assert left > share_picture.LABELS_END and top > 315 and right - left > 50 and bottom - top < 25


@pytest.mark.parametrize("title", [TITLE, LONG, LONG + LONG])
def test_long_titles_and_many_authors_stay_within_the_picture(title):
    image = drawn(title=title.strip(), authors=[f"Author Number {n}" for n in range(12)])
    for edge in ((1150, 0, 1200, 400), (0, 0, 1200, 30)):
        assert len(image.crop(edge).crop((20, 0, edge[2] - edge[0], edge[3] - edge[1])).getcolors()) == 1


def test_letters_that_the_fonts_of_the_pages_lack_are_those_of_another():
    russian = "Внутренняя миграция"
    assert share_picture.font_for(russian, share_picture.TITLE).getname()[0] == "DejaVu Sans"
    assert share_picture.font_for(TITLE, share_picture.TITLE).getname()[0] == "Press Serif"
    assert drawn(title=russian).getbbox()


@pytest.mark.parametrize(
    ("ends", "ticks"),
    [
        ((-5.83, 7.42), [-6, -4, -2, 0, 2, 4, 6, 8]),
        ((120, 900), [0, 200, 400, 600, 800]),
        ((-0.3, -0.1), None),
    ],
)
def test_the_axis_holds_zero_and_every_interval(ends, ticks):
    low, high, found = share_picture.axis([ShownEstimate("", "", sum(ends) / 2, *ends)])
    assert low <= min(0, ends[0]) and high >= max(0, ends[1]) and 0 in [round(tick, 9) for tick in found]
    assert len(found) <= share_picture.TICKS + 2 and (ticks is None or found == ticks)


def test_an_estimate_of_nothing_or_without_an_interval_is_drawn_too():
    alone = replace(SHARE, estimates=(ShownEstimate("Difference", "0", 0.0),))
    assert drawn(alone).size == (1200, 630)


def test_words_tell_what_it_shows():
    assert share_picture.alternative(SHARE) == (
        "No change can be discerned: −0.57 per 1,000 (95% CI −4.60 to 3.46). "
        "Net migration, official: −0.57 (−4.60 to 3.46); Arrivals, synthetic: 0.79 (−5.83 to 7.42). "
        "Change per 1,000."
    )


def test_it_is_drawn_again_only_for_other_words_or_numbers(monkeypatch):
    given = []
    monkeypatch.setattr(kept, "kept", lambda name, made_from, compute: given.append(made_from.digest()) or "")
    work = current_work()
    for share, edition in ((SHARE, work), (SHARE, work), (replace(SHARE, finding="Other"), work)):
        prepared.shared(share, edition)
    prepared.shared(SHARE, replace(work, title="Other"))
    assert given[0] == given[1] and len(set(given)) == 3
