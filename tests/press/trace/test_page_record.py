from press.trace.page_record import part, read_file, read_page
from tests.recorded_pages import recorded


def test_a_page_tells_its_title_and_abstract_without_notes_and_with_lists():
    abstract = "We *count*.^[A note.]\n\n- one\n- two^[More.]\n\nLast."
    page = read_page(recorded("Text.", title="Grants^[We thank.] and *moves*", abstract=abstract))
    assert page is not None
    assert (page.title, page.abstract) == ("Grants and moves", "We count.\n\none\n\ntwo\n\nLast.")


def test_a_finished_page_has_its_record_beside_it_where_no_reader_loads_it(tmp_path):
    text, page = recorded("Text.", title="Grants"), tmp_path / "index.html"
    page.write_text(text, encoding="utf-8")
    assert read_file(page) == read_page(text)
    part(page, text)
    shown = page.read_text(encoding="utf-8")
    assert read_page(shown) is None and "Text." in shown and 'id="edition-page"' not in shown
    assert read_file(page) == read_page(text)
    (tmp_path / "other.html").write_text(shown, encoding="utf-8")
    assert read_file(tmp_path / "other.html") is None
