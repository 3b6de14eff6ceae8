"""A table of the manuscript as CSV: what programs read, without the spaces that align its decimal points."""

from lxml import etree

from press.journal.exhibit_files import W, table_as_csv


def test_cells_have_the_minus_of_programs_and_no_spaces_that_align():
    table = etree.Element(W + "tbl")
    for cells in (("Name", "Estimate"), ("x", "−1,271.5\N{PUNCTUATION SPACE}\N{FIGURE SPACE}")):
        row = etree.SubElement(table, W + "tr")
        for words in cells:
            paragraph = etree.SubElement(etree.SubElement(row, W + "tc"), W + "p")
            etree.SubElement(etree.SubElement(paragraph, W + "r"), W + "t").text = words
    assert table_as_csv(table) == 'Name,Estimate\r\nx,"-1,271.5"\r\n'
