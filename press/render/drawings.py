"""SVG as a drawing and nothing else: parsed, judged by lists of what drawings hold, and written anew.

A browser that opens an SVG on its own runs what is in it. So a picture may hold shapes, words, colours and
pictures inside it: no scripts, no pages, no handlers, no movement, no style that fetches, no word of another
file. What is judged is the parsed tree, whatever its encoding, prefixes and references were, and the file
that is published is that tree. What editors note for themselves is left out.
"""

from __future__ import annotations

import functools
import re
from typing import TYPE_CHECKING

from press.base.plain_text import shortened

if TYPE_CHECKING:
    from lxml import etree

SVG, XLINK, XML = (
    "http://www.w3.org/2000/svg",
    "http://www.w3.org/1999/xlink",
    "http://www.w3.org/XML/1998/namespace",
)
NOTES = ("http://www.w3.org/1999/02/22-rdf-syntax-ns#", "http://www.w3.org/2000/01/rdf-schema#")
W3C = "http://www.w3.org/"
DOCTYPE = re.compile(
    r"https?://www\.w3\.org/(?:Graphics/SVG/1\.[01]/DTD/svg1[01](?:-flat)?(?:-basic|-tiny)?|"
    r"TR/2001/REC-SVG-20010904/DTD/svg10|TR/SVG/DTD/svg10)\.dtd"
)
"""The outside definitions that programs name by habit; none is read."""

ELEMENTS = frozenset((
    "svg", "g", "defs", "symbol", "use", "switch", "title", "desc", "style", "view", "a", "image", "path",
    "rect", "circle", "ellipse", "line", "polyline", "polygon", "text", "tspan", "textPath", "tref",
    "linearGradient", "radialGradient", "stop", "pattern", "mask", "clipPath", "marker", "mesh",
    "meshgradient", "meshrow", "meshpatch", "hatch", "hatchpath", "solidcolor", "solidColor", "filter",
    "feBlend", "feColorMatrix", "feComponentTransfer", "feComposite", "feConvolveMatrix",
    "feDiffuseLighting", "feDisplacementMap", "feDistantLight", "feDropShadow", "feFlood", "feFuncA",
    "feFuncB", "feFuncG", "feFuncR", "feGaussianBlur", "feImage", "feMerge", "feMergeNode", "feMorphology",
    "feOffset", "fePointLight", "feSpecularLighting", "feSpotLight", "feTile", "feTurbulence", "font",
    "font-face", "font-face-src", "font-face-name", "glyph", "missing-glyph", "hkern", "vkern", "flowRoot",
    "flowRegion", "flowPara", "flowSpan", "flowDiv", "flowLine",
))  # fmt: skip
"""What drawings are made of in SVG 1.1 and 2."""
DROPPED = frozenset({"metadata"})
"""What says something of the drawing and shows nothing."""
ATTRIBUTES = frozenset((
    "id", "class", "style", "lang", "role", "tabindex", "focusable", "version", "baseProfile", "viewBox",
    "preserveAspectRatio", "zoomAndPan", "enable-background", "contentScriptType", "contentStyleType",
    "type", "media", "title", "transform", "transform-origin", "transform-box", "requiredExtensions",
    "requiredFeatures", "systemLanguage", "externalResourcesRequired", "x", "y", "x1", "y1", "x2", "y2",
    "z", "width", "height", "cx", "cy", "r", "rx", "ry", "fx", "fy", "fr", "d", "pathLength", "points",
    "dx", "dy", "rotate", "textLength", "lengthAdjust", "method", "spacing", "startOffset", "side",
    "gradientUnits", "gradientTransform", "spreadMethod", "offset", "patternUnits", "patternContentUnits",
    "patternTransform", "clipPathUnits", "maskUnits", "maskContentUnits", "markerUnits", "markerWidth",
    "markerHeight", "refX", "refY", "orient", "viewTarget", "target", "pitch", "hatchUnits",
    "hatchContentUnits", "hatchTransform", "filterUnits", "primitiveUnits", "filterRes", "in", "in2",
    "result", "mode", "values", "operator", "k1", "k2", "k3", "k4", "order", "kernelMatrix", "divisor",
    "bias", "targetX", "targetY", "edgeMode", "kernelUnitLength", "preserveAlpha", "surfaceScale",
    "diffuseConstant", "specularConstant", "specularExponent", "limitingConeAngle", "pointsAtX",
    "pointsAtY", "pointsAtZ", "azimuth", "elevation", "scale", "xChannelSelector", "yChannelSelector",
    "stdDeviation", "radius", "baseFrequency", "numOctaves", "seed", "stitchTiles", "tableValues", "slope",
    "intercept", "amplitude", "exponent", "crossorigin", "decoding", "alignment-baseline", "baseline-shift",
    "clip", "clip-path", "clip-rule", "color", "color-interpolation", "color-interpolation-filters",
    "color-profile", "color-rendering", "cursor", "direction", "display", "dominant-baseline", "fill",
    "fill-opacity", "fill-rule", "filter", "flood-color", "flood-opacity", "font", "font-family",
    "font-feature-settings", "font-kerning", "font-size", "font-size-adjust", "font-stretch", "font-style",
    "font-variant", "font-variant-ligatures", "font-variation-settings", "font-weight",
    "glyph-orientation-horizontal", "glyph-orientation-vertical", "image-rendering", "inline-size",
    "isolation", "kerning", "letter-spacing", "lighting-color", "line-height", "marker", "marker-end",
    "marker-mid", "marker-start", "mask", "mask-type", "mix-blend-mode", "opacity", "overflow",
    "paint-order", "pointer-events", "shape-inside", "shape-padding", "shape-rendering", "shape-subtract",
    "solid-color", "solid-opacity", "stop-color", "stop-opacity", "stroke", "stroke-dasharray",
    "stroke-dashoffset", "stroke-linecap", "stroke-linejoin", "stroke-miterlimit", "stroke-opacity",
    "stroke-width", "text-align", "text-anchor", "text-decoration", "text-indent", "text-orientation",
    "text-overflow", "text-rendering", "text-transform", "unicode-bidi", "vector-effect", "visibility",
    "white-space", "word-spacing", "writing-mode", "horiz-origin-x", "horiz-origin-y", "horiz-adv-x",
    "vert-origin-x", "vert-origin-y", "vert-adv-y", "unicode", "glyph-name", "arabic-form", "units-per-em",
    "panose-1", "stemv", "stemh", "cap-height", "x-height", "accent-height", "ascent", "descent", "widths",
    "bbox", "ideographic", "alphabetic", "mathematical", "hanging", "v-ideographic", "v-alphabetic",
    "v-mathematical", "v-hanging", "underline-position", "underline-thickness", "strikethrough-position",
    "strikethrough-thickness", "overline-position", "overline-thickness", "unicode-range", "u1", "u2", "g1",
    "g2", "k", "name", "line-increment",
))  # fmt: skip
WORDS = frozenset({"id", "class", "lang", "title", "d", "points", "name", "unicode", "glyph-name"})
"""Attributes that no reader takes for a style; `data-` and `aria-` are such too."""
FUNCTIONS = frozenset((
    "rgb", "rgba", "hsl", "hsla", "hwb", "lab", "lch", "oklab", "oklch", "color", "color-mix",
    "color-profile", "device-cmyk", "icc-color", "light-dark", "var", "calc", "min", "max", "clamp",
    "matrix", "matrix3d", "translate", "translatex", "translatey", "translatez", "translate3d", "scale",
    "scalex", "scaley", "scalez", "scale3d", "rotate", "rotatex", "rotatey", "rotatez", "rotate3d", "skew",
    "skewx", "skewy", "perspective", "ref", "rect", "inset", "circle", "ellipse", "polygon", "path", "blur",
    "brightness", "contrast", "drop-shadow", "grayscale", "hue-rotate", "invert", "opacity", "saturate",
    "sepia", "cubic-bezier", "steps", "not", "is", "where", "nth-child", "nth-last-child", "nth-of-type",
    "and", "or",
))  # fmt: skip
"""Functions of styles that name no file; `url` may name a part of the drawing."""
RULES = frozenset({"media", "supports"})
_PART = re.compile(r"""url\(\s*(["']?)#[^"'()\\\s]*\1\s*\)""", re.IGNORECASE)
_INSIDE = re.compile(r"\s*data:image/(?:png|jpe?g|gif|webp)\s*;\s*base64\s*,[A-Za-z0-9+/=\s]*", re.IGNORECASE)


class NotADrawing(Exception):
    """What stands in the way, as the end of a sentence whose subject is the picture."""


@functools.lru_cache(maxsize=16)  # the formats of a document ask for its pictures one after the other
def redrawn(data: bytes) -> bytes:
    """Return the drawing that a file holds, written anew in UTF-8.

    Raises
    ------
    NotADrawing
        It is no SVG, or holds more than a drawing.
    """
    return serialize(parse(data))


def parse(data: bytes, compact: bool = False) -> etree._Element:
    """Return the drawing that a file holds, as a tree without comments and notes of editors.

    Compact is one without blanks between its elements.

    Raises
    ------
    NotADrawing
        It is no SVG, or holds more than a drawing.
    """
    from lxml import etree  # only where there is a picture: it takes long

    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        dtd_validation=False,
        attribute_defaults=False,
        huge_tree=False,
        remove_comments=True,
        remove_blank_text=compact,
    )
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError, LookupError) as error:
        why = " ".join(f"{getattr(error, 'msg', None) or error}".split())
        raise NotADrawing(f"is no XML ({why})") from None
    if root.tag != f"{{{SVG}}}svg":
        raise NotADrawing(f"is no SVG picture: it does not begin with an element svg in the namespace {SVG}")
    _check_around(root)
    notes = {element.tag for element in root.iter(etree.Element) if _is_note(element)}
    etree.strip_elements(root, *notes, with_tail=False)
    for entity in root.iter(etree.Entity):
        raise _refusal(entity.text, entity)
    for instruction in root.iter(etree.PI):
        _refuse_style_sheet(instruction)
    etree.strip_elements(root, etree.PI, with_tail=False)
    for element in root.iter(etree.Element):
        _judge_element(element)
    etree.cleanup_namespaces(root, keep_ns_prefixes=["xlink"])
    return root


def serialize(root: etree._Element) -> bytes:
    """Return a tree as the bytes of a file."""
    from lxml import etree

    text: str = etree.tostring(root, encoding="unicode", with_tail=False)
    return b'<?xml version="1.0" encoding="utf-8"?>' + text.encode()


def _check_around(root: etree._Element) -> None:
    """Refuse definitions and style sheets, which stand before and behind the drawing."""
    about = root.getroottree().docinfo
    if (definitions := about.internalDTD) is not None and any(definitions.iterentities()):
        raise _refusal("<!ENTITY", root)
    if definitions is not None and any(definitions.iterelements()):
        raise _refusal("<!ELEMENT", root)
    if about.system_url and not DOCTYPE.fullmatch(about.system_url):
        raise _refusal(f"<!DOCTYPE {about.system_url}", root)
    for instruction in [*root.itersiblings(preceding=True), *root.itersiblings()]:
        _refuse_style_sheet(instruction)


def _refuse_style_sheet(instruction: etree._Element) -> None:
    if (name := str(getattr(instruction, "target", ""))).lower().startswith("xml"):
        raise _refusal(f"<?{name}", instruction)


def _split_name(tag: str) -> tuple[str, str]:
    """Return the namespace of a name and the name in it."""
    space, _, name = tag.rpartition("}")
    return space[1:], name


def _is_note(element: etree._Element) -> bool:
    """Whether an element is a program's own note, which shows nothing."""
    space, name = _split_name(element.tag)
    return space in NOTES or (space != "" and not space.startswith(W3C)) or (space == SVG and name in DROPPED)


def _judge_element(element: etree._Element) -> None:
    space, name = _split_name(element.tag)
    if space != SVG or name not in ELEMENTS:
        raise _refusal(name, element)
    for attribute, value in element.items():
        _judge_attribute(element, name, attribute, value)
    if name == "style" and len(element):
        raise _refusal("style", element)
    if name == "style" and (fault := _fault_of_style(element.text or "")):
        raise _refusal(fault, element)


def _judge_attribute(element: etree._Element, of: str, attribute: str, value: str) -> None:
    space, name = _split_name(attribute)
    if name == "href" and space in ("", XLINK):
        _judge_address(element, of, value)
    elif space == XML and name == "base":
        raise _refusal("xml:base", element)
    elif space and not (space == XML or space == XLINK and name == "title"):
        del element.attrib[attribute]
    elif not space and attribute not in ATTRIBUTES and not attribute.startswith(("data-", "aria-")):
        raise _refusal(attribute, element)
    elif attribute in ATTRIBUTES - WORDS and (fault := _fault_of_style(value)):
        raise _refusal(fault, element)


def _judge_address(element: etree._Element, of: str, address: str) -> None:
    picture = of in ("image", "feImage") and _INSIDE.fullmatch(address)
    if address and not picture and not re.fullmatch(r"\s*#[^\s]*\s*", address):
        script = re.match(r"[\s\x00-\x20]*(javascript|vbscript):", address, re.IGNORECASE)
        raise _refusal(script[1] if script else shortened(address), element)


@functools.lru_cache(maxsize=1024)
def _fault_of_style(text: str) -> str:
    """Return what of a style, or of what may be one, asks for a file or hides that; empty for none."""
    if "\\" in text:
        return "\\"
    for rule in re.findall(r"@([\w-]*)", text):
        if rule.lower() not in RULES:
            return f"@{rule}"
    for function in re.finditer(r"([\w-]*)\(", text):
        name = function[1].lower()
        if name not in ("", *FUNCTIONS) and not (name == "url" and _PART.match(text, function.start())):
            return text[function.start() : function.start() + 60].split("\n")[0]
    return ""


def _refusal(what: str, element: etree._Element) -> NotADrawing:
    line = f" in its line {element.sourceline}" if (element.sourceline or 0) > 1 else ""
    return NotADrawing(
        f"holds `{' '.join(what.split())}`{line}: a picture may neither run scripts nor fetch anything"
    )
