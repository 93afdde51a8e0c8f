"""A logo for the sheet: an SVG or a PNG that holds a picture and nothing else."""

import base64
import re
import struct
import zlib
from collections.abc import Iterator

from rechallenge.words import _
from rechallenge.words.shown import shown

MOST_BYTES = 65_536
_MOST_PIXELS = 4000
"""Of a side. A logo as wide as the page has 2,500 at 300 dpi."""
_PNG = b"\x89PNG\r\n\x1a\n"
_SAMPLES = {0: 1, 2: 3, 3: 1, 4: 2, 6: 4}
"""The samples of a pixel by colour type (PNG specification, 11.2.1)."""
_SVG = "{http://www.w3.org/2000/svg}"
_NO_SHAPES = (
    "script", "handler", "listener", "foreignObject", "iframe", "a", "image", "feImage", "animate",
    "animateTransform", "animateMotion", "set", "text", "use", "filter",
)  # fmt: skip
"""Elements that run or move, that need what is not in the file, such as a font, or that may take
hours to draw, since they repeat what they name."""
_OUTSIDE = re.compile(r"url\(\s*[\"']?(?!#)|@import|expression\s*\(|(java|vb)script:", re.I)


class BadLogo(ValueError):
    """A logo that cannot be printed; the sentence says why, and what to do."""


def check_logo(raw: bytes, form: str) -> None:
    """Raises BadLogo for bytes that are not a picture of this form, `svg` or `png`."""
    if len(raw) > MOST_BYTES:
        sentence = _("is {size} bytes; a logo may have {most} at most")
        raise BadLogo(sentence.format(size=f"{len(raw):,}", most=f"{MOST_BYTES:,}"))
    for why in _png(raw) if form == "png" else _svg(raw):
        raise BadLogo(why)


def check_saved_logo(text: str) -> str:
    """The bytes of a logo in base64, as given. Raises ValueError."""
    raw = base64.b64decode(text, validate=True)
    check_logo(raw, form_of(raw))
    return text


def form_of(raw: bytes) -> str:
    """Whether the bytes of a logo are `svg` or `png`."""
    return "png" if raw.startswith(_PNG) else "svg"


def _svg(raw: bytes) -> Iterator[str]:
    # Loaded for a logo alone.
    from xml.etree import ElementTree

    try:
        text = raw.decode("utf-8")
        if re.search(r"<!(DOCTYPE|ENTITY)|<\?xml-stylesheet", text, re.I):
            # An entity could stand for a file, or for itself a thousand times.
            yield _("has a document type or a style sheet; save it as plain SVG without them")
            return
        root = ElementTree.fromstring(text)
    except (ElementTree.ParseError, ValueError):
        yield _("is not an SVG picture in UTF-8")
        return
    if root.tag != f"{_SVG}svg":
        yield _("is not an SVG picture in UTF-8")
        return
    for element in root.iter():
        tag = str(element.tag).rpartition("}")[2]
        if tag == "style" and _OUTSIDE.search(element.text or ""):
            yield _("has a style that loads something; a logo has shapes alone")
        if tag in _NO_SHAPES:
            yield _("has <{tag}>; a logo has shapes alone, and text as outlines").format(tag=tag)
        for key, value in element.attrib.items():
            attribute = key.rpartition("}")[2]
            outside = attribute == "href" and not value.startswith("#")
            if attribute.lower().startswith("on") or outside or _OUTSIDE.search(value):
                sentence = _('has {attribute}="{value}", which runs or loads something')
                yield sentence.format(attribute=shown(attribute), value=shown(value))


def _png(raw: bytes) -> Iterator[str]:
    chunks = list(_chunks(raw))
    kinds = [kind for kind, _content in chunks]
    ends = kinds and (kinds[0], len(chunks[0][1]), kinds[-1]) == (b"IHDR", 13, b"IEND")
    if not ends or b"IDAT" not in kinds:
        yield _("is not a PNG picture, or not all of one")
        return
    width, height, depth, colour, *_ways, interlaced = struct.unpack(">IIBBBBB", chunks[0][1])
    if not (0 < width <= _MOST_PIXELS and 0 < height <= _MOST_PIXELS) or b"acTL" in kinds:
        sentence = _("must be one picture of at most {most} by {most} pixels")
        yield sentence.format(most=f"{_MOST_PIXELS:,}")
        return
    rows = height * (1 + -(-width * depth * _SAMPLES.get(colour, 4) // 8))
    try:
        # More than it should hold is not unpacked.
        pixels = zlib.decompressobj().decompress(
            b"".join(content for kind, content in chunks if kind == b"IDAT"), rows + 1
        )
    except zlib.error:
        pixels = b""
    if not pixels or (not interlaced and len(pixels) != rows):
        yield _("is not a PNG picture, or not all of one")


def _chunks(raw: bytes) -> Iterator[tuple[bytes, bytes]]:
    """The parts of a PNG; none where one is damaged, or where something comes after the last."""
    found, at = [], len(_PNG)
    while raw.startswith(_PNG) and at + 12 <= len(raw):
        length = int.from_bytes(raw[at : at + 4], "big")
        kind, content = raw[at + 4 : at + 8], raw[at + 8 : at + 8 + length]
        end = at + 12 + length
        if int.from_bytes(raw[end - 4 : end], "big") != zlib.crc32(kind + content):
            return
        found.append((kind, content))
        at = end
    if at == len(raw):
        yield from found
