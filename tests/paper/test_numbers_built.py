"""The numbers on the built pages show the values of results.json, and the check fails where one does not."""

import re
import shutil

import pytest

from press.proof.check_numbers import built as check

pytestmark = pytest.mark.xdist_group("paper")
PRINTED = re.compile(r'(<span [^>]*class="num" data-key="inflow\.program_post\.p"[^>]*>(?:<a[^>]*>)?)0\.814')


def test_every_number_on_the_pages_is_its_value(built):
    pages = "".join(page.read_text(encoding="utf-8") for page in built.site.rglob("*.html"))
    assert pages.count('data-key="') > 100
    assert list(check.find_wrong_numbers(built.site)) == []


def test_a_number_changed_on_a_page_is_found(built, tmp_path):
    site = shutil.copytree(built.site, tmp_path / "site")
    page = site / "paper" / "index.html"
    changed, count = PRINTED.subn(r"\g<1>0.014", page.read_text(encoding="utf-8"), count=1)
    assert count == 1
    page.write_text(changed, encoding="utf-8")
    assert [one.digits for one in check.find_wrong_numbers(site)] == ["0.014"]
