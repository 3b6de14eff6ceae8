"""SVG is published as a drawing and nothing else, whatever it was in.

Judged as a tree, refused by name, written anew.
"""

from __future__ import annotations

import base64
import contextlib
import itertools
import random
from urllib.parse import quote

import pytest
from hypothesis import given, settings, strategies as st
from lxml import etree

from press.base.errors import PressError
from press.render import drawings, images
from press.render.document import Project
from press.render.publish import add_resources
from tests.press.render.pages import made
from tests.press.render.test_svg import pixels

SVG = (
    '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" width="40" '
    'height="20">{}</svg>'
)
XHTML, MATHML, EVENTS = (
    "http://www.w3.org/1999/xhtml",
    "http://www.w3.org/1998/Math/MathML",
    "http://www.w3.org/2001/xml-events",
)
HOST = "http://example.org/x"

# element or attribute or address that the refusal names -> what the drawing holds
ACTIVE = [
    ("script", "<script>document.title=1</script>"),
    ("script", "<script href='#a'/>"),
    ("script", f"<h-h:script xmlns:h-h='{XHTML}'/>"),
    ("foreignObject", "<foreignObject><p/></foreignObject>"),
    ("foreignObject", "<switch><foreignObject/><g/></switch>"),
    ("iframe", f"<iframe xmlns='{XHTML}'/>"),
    ("embed", f"<embed xmlns='{XHTML}'/>"),
    ("object", f"<g><object xmlns='{XHTML}'/></g>"),
    ("audio", "<audio/>"),
    ("video", f"<video xmlns='{XHTML}'/>"),
    ("canvas", "<canvas/>"),
    ("iframe", "<iframe/>"),
    ("link", f"<link xmlns='{XHTML}' href='x.css'/>"),
    ("maction", f"<maction xmlns='{MATHML}' actiontype='statusline'/>"),
    ("listener", f"<listener xmlns='{EVENTS}' event='click'/>"),
    ("handler", "<handler/>"),
    ("set", "<a href='#a'><set attributeName='href' to='javascript:1'/></a>"),
    ("animate", "<a><animate attributeName='href' values='javascript:1'/></a>"),
    ("animateTransform", "<animateTransform/>"),
    ("animateMotion", "<animateMotion/>"),
    ("discard", "<discard/>"),
    ("cursor", "<cursor href='c.cur'/>"),
    ("color-profile", "<color-profile xlink:href='a.icc'/>"),
    ("font-face-uri", "<font-face-uri xlink:href='a.svg'/>"),
    ("script", "<script xmlns=''/>"),
    ("onload", "<g onload='1'/>"),
    ("onclick", "<rect onclick='1'/>"),
    ("ONCLICK", "<rect ONCLICK='1'/>"),
    ("onbegin", "<g onbegin='1'/>"),
    ("onfocusin", "<a href='#a' onfocusin='1'/>"),
    ("xml:base", "<g xml:base='http://example.org/'><use href='#a'/></g>"),
    ("unknown", "<g unknown='1'/>"),
    ("src", "<image src='x.png'/>"),
    ("javascript", "<a href='javascript:1'/>"),
    ("javascript", "<a xlink:href=' &#106;ava&#x73;cript:1'/>"),
    ("javascript", "<a href='JaVaScRiPt:1'/>"),
    ("java script:1", "<a href='java&#10;script:1'/>"),
    ("data:text/html,x", "<a href='data:text/html,x'/>"),
    (HOST, f"<a href='{HOST}'/>"),
    (HOST, f"<image href='{HOST}'/>"),
    (HOST, f"<image xlink:href='{HOST}'/>"),
    ("//example.org/x", "<image href='//example.org/x'/>"),
    ("file:///etc/passwd", "<image href='file:///etc/passwd'/>"),
    ("beside.png", "<image href='beside.png'/>"),
    ("other.svg#a", "<use href='other.svg#a'/>"),
    ("data:image/svg+xml", "<image href='data:image/svg+xml;base64,AAAA'/>"),
    ("data:image/svg+xml", "<use href='data:image/svg+xml,x#a'/>"),
    ("data:image/png;base64,AAAA", "<a href='data:image/png;base64,AAAA'/>"),
    ("data:,x", "<feImage href='data:,x'/>"),
    (HOST, f"<linearGradient xlink:href='{HOST}'/>"),
    ("@import", "<style>@import 'x.css';</style>"),
    ("@import", "<style>@ImPoRt url(x.css);</style>"),
    ("@font-face", "<style>@font-face{src:url(#a)}</style>"),
    ("@namespace", "<style>@namespace 'x';</style>"),
    ("url(http://", "<style>a{fill:url(http://example.org/x)}</style>"),
    ("url(", "<style>a{fill:url(x.svg#a)}</style>"),
    ("\\", r"<style>a{fill:\75rl(x)}</style>"),
    ("\\", r"<style>@\69mport 'x';</style>"),
    ("URL(", "<style>a{fill:URL( 'x' )}</style>"),
    ("url(x", "<style>a{fill:url(x</style>"),
    ("expression(", "<style>a{width:expression(1)}</style>"),
    ("image(", "<style>a{background:image('x')}</style>"),
    ("image-set(", "<style>a{background:image-set('x' 1x)}</style>"),
    ("-webkit-image-set(", "<style>a{background:-webkit-image-set('x' 1x)}</style>"),
    ("src(", "<style>a{background:src('x')}</style>"),
    ("url(x)", "<style>/* */a{fill:url(x)}</style>"),
    ("url(x)", "<style><![CDATA[a{fill:url(x)}]]></style>"),
    ("url(x)", "<style>a{fill:u&#114;l(x)}</style>"),
    ("style", "<style><g>a</g></style>"),
    ("url(", "<rect style='fill:url(x)'/>"),
    ("\\", r"<rect style='fill:\75 rl(x)'/>"),
    ("url(", "<rect fill='url(x#a)'/>"),
    ("\\", r"<rect fill='u\72l(x)'/>"),
    ("url(", "<g filter='url(http://example.org/x#a)'/>"),
    ("url(", "<g mask='url(&quot;x&quot;)'/>"),
    ("url(", "<g cursor='url(x),auto'/>"),
    ("url(", "<g clip-path='URL(x)'/>"),
    ("url(", "<g style='font:url(x)'/>"),
    ("url(", "<g marker-end='none, url(x)'/>"),
    ("@import", "<g style='@import x'/>"),
    ("url('#a'", "<g fill=\"url('#a' x)\"/>"),
]
AROUND = {
    "<?xml-stylesheet": f"<?xml-stylesheet href='x.css'?>{SVG}",
    "<?XML-stylesheet": f"<?XML-stylesheet href='x.css'?>{SVG}",
    "<?xml-stylesheet ": f"{SVG}<?xml-stylesheet href='x.xsl' type='text/xsl'?>",
    "<!ENTITY": f"<!DOCTYPE svg [<!ENTITY a 'x'>]>{SVG}",
    " <!ENTITY": "<!DOCTYPE svg [<!ENTITY a 'javascript:1'>]>" + SVG.format('<a href="&a;"/>'),
    "<!ENTITY ": f"<!DOCTYPE svg [<!ENTITY % a SYSTEM 'x.dtd'> %a;]>{SVG}",
    "<!ENTITY  ": f"<!DOCTYPE svg [<!ENTITY a SYSTEM 'file:///etc/passwd'>]>{SVG.format('<text>&a;</text>')}",
    "<!ELEMENT": f"<!DOCTYPE svg [<!ELEMENT svg ANY>]>{SVG}",
    "<!DOCTYPE x.dtd": f"<!DOCTYPE svg SYSTEM 'x.dtd'>{SVG}",
    "<!DOCTYPE http://example.org": f"<!DOCTYPE svg PUBLIC 'x' 'http://example.org/x.dtd'>{SVG}",
    "<!DOCTYPE http://www.w3.org.example.org": f"<!DOCTYPE svg SYSTEM 'http://www.w3.org.example.org/Graphics/SVG/1.1/DTD/svg11.dtd'>{SVG}",
    "onload": "<!DOCTYPE svg [<!ATTLIST g onload CDATA 'alert(1)'>]>" + SVG.format('<g onload="alert(1)"/>'),
}
ENCODINGS = ("utf-8", "utf-8-sig", "utf-16", "utf-16-be", "utf-32", "iso-8859-1", "cp1252", "us-ascii")
GOOD = {
    "shapes, words and gradients": (
        '<defs><linearGradient id="a"><stop offset="0" stop-color="red"/>'
        '<stop offset="1" style="stop-color:rgb(0,0,255);stop-opacity:.5"/></linearGradient>'
        '<clipPath id="c"><circle cx="10" cy="10" r="8"/></clipPath></defs>'
        '<g clip-path="url(#c)" transform="translate(1 2) rotate(5)">'
        '<rect width="30" height="15" fill="url(#a)"/></g>'
        '<use xlink:href="#c"/><text x="5" y="15" font-family="\'DejaVu Sans\'" font-size="9">A &amp; '
        'B<tspan dy="2">&#8722;</tspan></text>'
    ),
    "Inkscape": (
        '<sodipodi:namedview xmlns:sodipodi="http://sodipodi.sourceforge.net/DTD/sodipodi-0.dtd" id="n" '
        'onload="x"/><metadata><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
        '<cc:Work xmlns:cc="http://creativecommons.org/ns#" rdf:about=""/></rdf:RDF></metadata>'
        '<g xmlns:inkscape="http://www.inkscape.org/namespaces/inkscape" inkscape:label="Layer" '
        'style="display:inline">'
        '<path style="fill:#ff0000;stroke-width:0.26;-inkscape-stroke:none" d="M 1,2 L 30,15 5,10 Z" '
        'inkscape:connector-curvature="0"/></g>'
    ),
    "svglite of R": (
        "<defs><style type='text/css'><![CDATA[.svglite line, .svglite rect { fill: none; stroke: #000000; "
        "} .a > .b:not(.c) { stroke: var(--x, red) }]]></style></defs>"
        "<g class='svglite'><rect width='100%' height='100%' style='stroke: none; fill: #FFFFFF;'/>"
        "<line x1='1' y1='1' x2='30' y2='15' style='stroke-width: 1.07;'/>"
        "<text x='5' y='12' textLength='20px' lengthAdjust='spacingAndGlyphs' style='font-size: 8.80px; "
        'font-family: "DejaVu Sans";\'>x</text></g>'
    ),
    "a picture inside": (
        '<image width="20" height="20" xlink:href="data:image/png;base64,'
        'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGNgAAAAAgABSK+kcQAAAABJRU5ErkJggg=="/>'
    ),
    "LibreOffice": (
        '<defs class="ClipPathGroup"><clipPath id="p" clipPathUnits="userSpaceOnUse">'
        '<rect width="40" height="20"/></clipPath></defs><defs><font id="f" horiz-adv-x="2048">'
        '<font-face font-family="F" units-per-em="2048" ascent="1852" descent="423"/>'
        '<missing-glyph horiz-adv-x="2048" d="M 0,0 Z"/></font></defs>'
        '<g xmlns:ooo="http://xml.openoffice.org/svg/export" ooo:name="page1" class="Slide" '
        'clip-path="url(#p)" xml:space="preserve"><path fill="rgb(114,159,207)" d="M 1,1 L 20,10 1,10 Z"/>'
        "</g>"
    ),
    "a style for the dark": (
        "<style>rect{fill:#123} @media (prefers-color-scheme: dark) { rect { fill: #eee } }</style>"
        "<rect width='20' height='9' data-name='a(b)@c\\d' aria-label='url(x)'/>"
    ),
}
DOCTYPE = (
    '<?xml version="1.0" encoding="utf-8" standalone="no"?>\n'
    '<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN"\n  "http://www.w3.org/Graphics/SVG/1.1/DTD/svg11.dtd">\n'
    "<!-- Made by a program -->\n"
)


def refusal(data: bytes) -> str:
    with pytest.raises(drawings.NotADrawing) as refused:
        drawings.redrawn(data)
    return str(refused.value)


@pytest.mark.parametrize(
    ("named", "content"), ACTIVE, ids=[f"{number} {named}" for number, (named, _) in enumerate(ACTIVE)]
)
def test_what_is_more_than_a_drawing_is_refused_by_name(named, content):
    assert f"holds `{named}".lower() in refusal(SVG.format(content).encode()).lower()


@pytest.mark.parametrize("named", AROUND)
def test_what_stands_around_the_drawing_is_judged_too(named):
    assert f"holds `{named.strip()}" in refusal(AROUND[named].encode())


@pytest.mark.parametrize("encoding", ENCODINGS)
def test_no_encoding_hides_a_script(encoding):
    name = encoding.removesuffix("-sig")
    text = f'<?xml version="1.0" encoding="{name}"?>' + SVG.format("<g>\n\n<script/></g>")
    assert "`script` in its line 3" in refusal(text.encode(encoding))


def test_a_prefix_in_place_of_the_usual_namespace_hides_nothing():
    text = '<a-b:svg xmlns:a-b="http://www.w3.org/2000/svg"><a-b:{}/></a-b:svg>'
    assert "`script`" in refusal(text.format("script").encode())
    assert etree.fromstring(drawings.redrawn(text.format("g").encode()))[0].tag == f"{{{drawings.SVG}}}g"


@settings(max_examples=200, deadline=None, database=None, derandomize=True)
@given(data=st.data())
def test_nothing_that_is_written_holds_more_than_the_lists_say(data):
    """Any tree of active and good parts is refused, or comes out without anything that could run or fetch."""
    parts = data.draw(
        st.lists(
            st.sampled_from([content for _, content in ACTIVE] + list(GOOD.values())), min_size=1, max_size=3
        )
    )
    wrap = data.draw(
        st.sampled_from(
            [
                "{}",
                "<g>{}</g>",
                "<e:x xmlns:e='urn:editor'>{}</e:x>",
                "<metadata>{}</metadata>",
                "<defs><symbol>{}</symbol></defs>",
                "<title>{}</title>",
            ]
        )
    )
    try:
        tree = etree.fromstring(drawings.redrawn(SVG.format(wrap.format("".join(parts))).encode("utf-16")))
    except drawings.NotADrawing:
        return
    for element in tree.iter(etree.Element):
        assert (
            etree.QName(element).namespace == drawings.SVG
            and etree.QName(element).localname in drawings.ELEMENTS
        )
        for name, value in element.items():
            assert not name.lower().startswith("on") and (
                not name.endswith("href") or value.startswith(("#", "data:image/png"))
            )


@pytest.mark.parametrize("name", GOOD)
def test_what_drawing_programs_write_keeps_its_looks(name, tmp_path):
    text = DOCTYPE + SVG.format(GOOD[name])
    again = drawings.redrawn(text.encode()).decode()
    assert (pixels(text, tmp_path) == pixels(again, tmp_path)).all()
    assert "DOCTYPE" not in again and "<!--" not in again and "onload" not in again
    assert drawings.redrawn(again.encode()).decode() == again


def test_the_text_around_what_is_left_out_stays():
    tree = etree.fromstring(
        drawings.redrawn(
            SVG.format("<text>a<e:x xmlns:e='urn:e'>lost</e:x>b<!-- c -->d<?note x?>e</text>").encode()
        )
    )
    assert tree[0].text == "abde"


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "is no XML"),
        (b"<svg>", "is no XML"),
        (b"\x1f\x8b\x08", "is no XML"),
        (b"<html/>", "is no SVG picture"),
        (b"<svg/>", "is no SVG picture"),
        (b"<svg xmlns='http://www.w3.org/1999/xhtml'/>", "is no SVG picture"),
        (b"<?xml version='1.0' encoding='no-such'?><svg/>", "is no XML"),
        (SVG.format("<g>" * 5000 + "</g>" * 5000).encode(), "is no XML"),
        (
            (
                f"<!DOCTYPE svg [<!ENTITY a '{'x' * 1000}'><!ENTITY b '{'&a;' * 1000}'>"
                f"<!ENTITY c '{'&b;' * 1000}'>]>" + SVG.format('<g id="&c;"/>')
            ).encode(),
            "",
        ),
    ],
)
def test_what_is_no_drawing_is_refused_soon(data, words):
    assert words in refusal(data)


# Where pictures come from -----------------------------------------------------------------------

BAD, FINE = SVG.format("<script>1</script>"), SVG.format("<!-- note --><rect width='9' height='9'/>")


@pytest.mark.parametrize("format", ["html", "typst", "docx", "jats"])
def test_a_document_s_picture_is_judged_in_every_format(tmp_path, format):
    (tmp_path / "pictures").mkdir()
    (tmp_path / "pictures" / "a.SVG").write_text(BAD)
    with pytest.raises(PressError, match="a.SVG holds `script`"):
        images.check(tmp_path / "pictures" / "a.SVG", "a.SVG", (tmp_path / "index.qmd", 1))
    if format in ("html", "jats"):
        with pytest.raises(PressError, match=r"index.qmd:1: the image a.SVG holds `script`"):
            made(tmp_path, format, "![A](pictures/a.SVG)")


@pytest.mark.parametrize(
    "body", ["![A](a.svg)", '<img src="a.svg">', "[a link](a.svg)"], ids=["Markdown", "HTML", "link"]
)
def test_the_published_file_is_what_was_judged(tmp_path, body):
    site = Project(root=tmp_path, type="website", output_dir=tmp_path / "out")
    (tmp_path / "a.svg").write_text(FINE)
    from press.render.convert import convert
    from tests.press.render.pages import executed

    convert(executed(tmp_path, body, project=site), "html", tmp_path / "out" / "index.html")
    assert (tmp_path / "out" / "a.svg").read_bytes() == drawings.redrawn(FINE.encode()) != FINE.encode()
    (tmp_path / "a.svg").write_text(BAD)
    with pytest.raises(PressError, match="index.qmd:1: the image a.svg holds `script`"):
        convert(executed(tmp_path, body, project=site), "html", tmp_path / "out" / "index.html")


def test_resources_are_judged_and_written_anew(tmp_path):
    (tmp_path / "static").mkdir()
    project, staged = (
        Project(root=tmp_path, type="default", output_dir=tmp_path / "out", resources=("static/",)),
        tmp_path / "staged",
    )
    (tmp_path / "static" / "a.svg").write_text(FINE)
    (tmp_path / "static" / "CNAME").write_text("example.org")
    add_resources(project, [], staged)
    assert (staged / "static" / "a.svg").read_bytes() == drawings.redrawn(FINE.encode()) and (
        staged / "static" / "CNAME"
    ).read_text() == "example.org"
    for name, content in (("b.svg", BAD.encode()), ("b.svgz", b"\x1f\x8b\x08\0")):
        (tmp_path / "static" / name).write_bytes(content)
        with pytest.raises(PressError, match=rf"{name}:1: the image {name} "):
            add_resources(project, [], staged)
        (tmp_path / "static" / name).unlink()


ADDRESSES = [
    f"{scheme},{body}"
    for scheme, body in itertools.chain.from_iterable(
        [
            (f"data:image/svg+xml{middle}", quote(BAD)),
            (f"DATA:image/SVG+XML{middle};base64", base64.b64encode(BAD.encode()).decode()),
        ]
        for middle in ("", ";charset=utf-8", ";utf8")
    )
]


@pytest.mark.parametrize("address", ADDRESSES)
@pytest.mark.parametrize("format", ["html", "jats"])
def test_a_picture_in_its_own_address_is_judged(tmp_path, format, address):
    with pytest.raises(PressError, match="index.qmd:1: an image that stands in its address holds `script`"):
        made(tmp_path, format, f"![A]({address})")


@pytest.mark.parametrize(
    "element",
    [
        '<img src="{}">',
        '<object data="{}"></object>',
        '<svg><image xlink:href="{}"/></svg>',
        '<video poster="{}"></video>',
        '<input type="image" src="{}">',
        '<img srcset="{} 2x">',
        '<p style="background:url({})">x</p>',
        '<img src=" da&#9;ta:image/svg+xml,{}">',
    ],
)
def test_so_is_one_in_raw_html(tmp_path, element):
    for address in ADDRESSES[:2]:
        with pytest.raises(PressError, match="stands in its address"):
            made(tmp_path, "html", element.format(address if "da&#9;ta" not in element else quote(BAD)))


def test_a_good_one_is_written_anew(tmp_path):
    page = made(
        tmp_path, "html", f"![A](data:image/svg+xml,{quote(FINE)}) ![B](data:image/png;base64,AAAA)"
    ).read_text()
    assert (
        f'src="data:image/svg+xml;base64,{base64.b64encode(drawings.redrawn(FINE.encode())).decode()}"'
        in page
        and 'src="data:image/png;base64,AAAA"' in page
    )


def test_pictures_of_other_kinds_than_press_knows_are_refused(tmp_path):
    for name in ("a.xml", "a.html", "a.xhtml", "a", "a.svg.xht"):
        (tmp_path / name).write_text(BAD)
        with pytest.raises(PressError, match=f"the image {name} is no picture that press knows"):
            images.check(tmp_path / name, name, (tmp_path / "index.qmd", 1))


def test_damage_never_ends_in_a_traceback():
    chance, whole = random.Random(15), SVG.format("".join(GOOD.values())).encode()
    for _ in range(300):
        data = bytearray(whole)
        data[chance.randrange(len(data))] = chance.randrange(256)
        with contextlib.suppress(drawings.NotADrawing):
            drawings.redrawn(bytes(data))
