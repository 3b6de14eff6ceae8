from press.trace.page_record import read_page
from tests.recorded_pages import recorded


def test_a_page_tells_its_title_and_abstract_without_notes_and_with_lists():
    abstract = "We *count*.^[A note.]\n\n- one\n- two^[More.]\n\nLast."
    page = read_page(recorded("Text.", title="Grants^[We thank.] and *moves*", abstract=abstract))
    assert page is not None
    assert (page.title, page.abstract) == ("Grants and moves", "We count.\n\none\n\ntwo\n\nLast.")
