# ruff: noqa: E501  (tables of one file a line)
"""Pictures and PDF documents that were made to harm or that tell too much, and some that are sound."""

import io
import struct
import zlib
from collections.abc import Callable
from typing import Any

from PIL import Image, PngImagePlugin

from tests.ground.hostile_archives import pressed

CANARY = "CANARY-Amna-Bibi"
SECRET = CANARY.encode()
GPS = 0x8825


def drawn(kind: str, size: tuple[int, int] = (64, 48), mode: str = "RGB", **options: Any) -> bytes:
    out = io.BytesIO()
    Image.linear_gradient("L").resize(size).convert(mode).save(out, kind, **options)
    return out.getvalue()


def chunk(name: bytes, content: bytes) -> bytes:
    return struct.pack(">L", len(content)) + name + content + struct.pack(">L", zlib.crc32(name + content))


def png(width: int, height: int, rows: bytes, *more: bytes) -> bytes:
    head = chunk(b"IHDR", struct.pack(">2L5B", width, height, 8, 0, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + head + b"".join(more) + chunk(b"IDAT", zlib.compress(rows, 9)) + chunk(b"IEND", b"")


def segment(marker: int, content: bytes) -> bytes:
    return bytes([0xFF, marker]) + struct.pack(">H", len(content) + 2) + content


def jpeg_with(*segments: bytes, **options: Any) -> bytes:
    """A photo with these pieces right after its first two bytes."""
    photo = drawn("JPEG", **options)
    return photo[:2] + b"".join(segments) + photo[2:]


def exif(**more: Any) -> bytes:
    notes = Image.Exif()
    notes[0x010F], notes[0x013B] = CANARY, CANARY  # maker, artist
    notes.get_ifd(0x8769).update({0x927C: SECRET, 0x9286: SECRET})  # the maker's own note, a comment
    notes.get_ifd(GPS).update({1: "N", 2: (31.0, 30.0, 0.0), 3: "E", 4: (74.0, 20.0, 0.0), 29: CANARY})
    return notes.tobytes()


XMP = b"http://ns.adobe.com/xap/1.0/\0<x:xmpmeta xmlns:x='adobe:ns:meta/'>" + SECRET + b"</x:xmpmeta>"
IPTC = b"Photoshop 3.0\x008BIM\x04\x04\0\0\0\0\0\x14\x1c\x02\x50\0\x10" + SECRET


def _texts() -> PngImagePlugin.PngInfo:
    notes = PngImagePlugin.PngInfo()
    notes.add_text("Author", CANARY)
    notes.add_text("Comment", CANARY, zip=True)
    notes.add_itxt("XML:com.adobe.xmp", f"<x:xmpmeta>{CANARY}</x:xmpmeta>")
    return notes


def _frames(kind: str, count: int) -> bytes:
    first, *rest = [Image.new("L", (2, 2), number % 256) for number in range(count)]
    out = io.BytesIO()
    first.save(out, kind, save_all=True, append_images=rest)
    return out.getvalue()


def _looping_tiff() -> bytes:
    """A directory whose next one is itself."""
    return b"II*\0\x08\0\0\0" + struct.pack("<HHHLL", 1, 256, 3, 1, 10) + struct.pack("<L", 8)


# name, how it is made, the code that it is refused with ("" when it is taken)
PICTURES: list[tuple[str, Callable[[], bytes], str]] = [
    ("nine hundred million pixels", lambda: png(30_000, 30_000, bytes(30_001 * 3000)), "too_many_pixels"),
    ("two billion on a side", lambda: png(2**31 - 1, 2**31 - 1, b""), "too_many_pixels"),
    ("no pixels", lambda: png(0, 0, b""), "damaged"),
    ("a PNG cut off", lambda: drawn("PNG", (600, 400))[:400], "damaged"),
    ("a JPEG cut off in its head", lambda: drawn("JPEG")[:30], "damaged"),
    ("a JPEG cut off in its body", lambda: drawn("JPEG", (600, 400))[:2500], "damaged"),
    ("fewer rows than told", lambda: png(100, 100, bytes(500)), "damaged"),
    ("a wrong checksum", lambda: drawn("PNG").replace(b"IDAT", b"IDAT\0", 1), "damaged"),
    ("a text bomb in a PNG", lambda: png(2, 2, bytes(6), chunk(b"zTXt", b"a\0\0" + zlib.compress(bytes(60_000_000)))),
     "damaged"),
    ("a bomb for a profile", lambda: png(2, 2, bytes(6), chunk(b"iCCP", b"a\0\0" + zlib.compress(bytes(60_000_000)))),
     "any"),
    ("a page in the head of a JPEG", lambda: jpeg_with(segment(0xFE, b"<html><script>alert(1)</script>")), "two_kinds"),
    ("a page in the head of a PNG", lambda: png(2, 2, bytes(6), chunk(b"tEXt", b"a\0<script>alert(1)</script>")),
     "two_kinds"),
    ("a JPEG that is an archive", lambda: drawn("JPEG") + pressed({"a.txt": SECRET}), "two_kinds"),
    ("a PNG that is an archive", lambda: drawn("PNG") + pressed({"a.txt": SECRET}), "two_kinds"),
    ("a script as SVG", lambda: b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>', "kind"),
    ("SVG after a declaration", lambda: b'<?xml version="1.0"?><svg onload="alert(1)"/>', "kind"),
    ("a page", lambda: b"<!doctype html><script>alert(1)</script>", "kind"),
    ("a page behind a mark", lambda: b"\xef\xbb\xbf<html>", "kind"),
    ("a GIF", lambda: drawn("GIF", mode="L"), "kind"),
    ("a GIF of ten thousand frames", lambda: _frames("GIF", 10_000), "kind"),
    ("a TIFF that goes in circles", _looping_tiff, "kind"),
    ("a HEIC", lambda: b"\0\0\0\x18ftypheic\0\0\0\0mif1heic" + bytes(200), "kind"),
    ("a WebP", lambda: drawn("WEBP"), "kind"),
    ("a BMP", lambda: drawn("BMP"), "kind"),
    ("an icon", lambda: drawn("ICO"), "kind"),
    ("a program", lambda: b"MZ" + bytes(500), "kind"),
    ("a shell script", lambda: b"#!/bin/sh\nrm -rf /\n", "kind"),
    ("a film", lambda: b"\0\0\0\x18ftypmp42" + bytes(200), "kind"),
    ("a workbook", lambda: pressed({"[Content_Types].xml": b"<Types/>"}), "kind"),
    ("nothing", lambda: b"", "empty"),
    ("over the limit", lambda: drawn("PNG") + bytes(10_000_001), "too_large"),
    ("a photo with its notes", lambda: drawn("JPEG", exif=exif(), comment=SECRET), ""),
    ("a photo with XMP", lambda: jpeg_with(segment(0xE1, XMP)), ""),
    ("a photo with IPTC", lambda: jpeg_with(segment(0xED, IPTC)), ""),
    ("a photo with a note of its maker", lambda: jpeg_with(segment(0xEC, SECRET), segment(0xE7, SECRET)), ""),
    ("a photo with a comment", lambda: jpeg_with(segment(0xFE, SECRET)), ""),
    ("a photo in a photo", lambda: jpeg_with(segment(0xE1, b"Exif\0\0" + SECRET + drawn("JPEG", comment=SECRET))), ""),
    ("a photo with a profile", lambda: drawn("JPEG", icc_profile=b"\0\0\x02\0" + SECRET * 20), ""),
    ("a photo with something behind it", lambda: drawn("JPEG") + SECRET * 50, ""),
    ("a photo with a film behind it", lambda: drawn("JPEG") + b"\0\0\0\x18ftypmp42" + SECRET * 50, ""),
    ("two photos in one file", lambda: _frames("MPO", 2), ""),
    ("a PNG with texts", lambda: drawn("PNG", pnginfo=_texts()), ""),
    ("a PNG with notes", lambda: drawn("PNG", exif=exif()), ""),
    ("a PNG with a profile", lambda: drawn("PNG", icc_profile=SECRET * 20), ""),
    ("a PNG with a chunk of its own", lambda: png(2, 2, bytes(6), chunk(b"prVt", SECRET)), ""),
    ("a PNG with something behind it", lambda: drawn("PNG", (300, 300)) + SECRET * 50, ""),
    ("a PNG of a hundred frames", lambda: _frames("PNG", 100), "kind"),
    ("a photo of twelve million pixels", lambda: drawn("JPEG", (4000, 3000), progressive=True, exif=exif()), ""),
    ("a scan of thirty million pixels", lambda: drawn("PNG", (5400, 5600), "RGB"), ""),
    ("a clear PNG of fifteen million", lambda: drawn("PNG", (3900, 3900), "RGBA"), ""),
]  # fmt: skip


def pdf(*objects: bytes, trailer: bytes = b"", tail: bytes = b"%%EOF\n") -> bytes:
    """A document of these objects, numbered from 1; the first one is the catalogue."""
    out = bytearray(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n")
    places = []
    for number, inside in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n" % number + inside + b"\nendobj\n"
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    out += b"trailer\n<</Size %d/Root 1 0 R%s>>\nstartxref\n%d\n" % (len(objects) + 1, trailer, start)
    return bytes(out) + tail


CATALOGUE = b"<</Type/Catalog/Pages 2 0 R>>"
PAGES = b"<</Type/Pages/Kids[]/Count 0>>"


def stream(inside: bytes, keys: bytes = b"", *, packed: bool = True) -> bytes:
    body = zlib.compress(inside, 1) if packed else inside
    how = b"/Filter/FlateDecode" if packed else b""
    return b"<<%s%s/Length %d>>\nstream\n" % (keys, how, len(body)) + body + b"\nendstream"


def packed_objects(*objects: bytes, keys: bytes = b"/Type/ObjStm", filters: bytes | None = None) -> bytes:
    """Objects numbered from 20 in an object stream."""
    places, inside = [], b""
    for number, each in enumerate(objects, 20):
        places.append(b"%d %d " % (number, len(inside)))
        inside += each + b" "
    head = b"".join(places)
    keys += b"/N %d/First %d" % (len(objects), len(head))
    if filters is not None:
        body = (head + inside).hex().encode() + b">"
        return b"<<%s/Filter%s/Length %d>>\nstream\n" % (keys, filters, len(body)) + body + b"\nendstream"
    return stream(head + inside + b"% padding of ordinary length, as writers leave it " * 3, keys)


def acting(action: bytes) -> bytes:
    return pdf(b"<</Type/Catalog/Pages 2 0 R/OpenAction 3 0 R>>", PAGES, action)


SCRIPT = b"<</S/JavaScript/JS(app.alert\\(1\\))>>"
INFO = b"<</Author(%s)/Title(%s \\(draft\\))/Creator<%s>/Producer(x)>>" % (SECRET, SECRET, SECRET.hex().encode())
PACKET = (
    b"<?xpacket begin='' id='x'?><x:xmpmeta><dc:creator>" + SECRET + b"</dc:creator></x:xmpmeta><?xpacket end='w'?>"
)
LINK = b"<</Type/Annot/Subtype/Link/A<</S/URI/URI(https://example.org/Web/JavaScript)>>>>"


def _photographed() -> bytes:
    """A document that holds a photo as it came from the camera."""
    photo = drawn("JPEG", exif=exif(), comment=SECRET)
    keys = b"/Type/XObject/Subtype/Image/Width 64/Height 48/Filter/DCTDecode"
    return pdf(CATALOGUE, PAGES, b"<<%s/Length %d>>\nstream\n" % (keys, len(photo)) + photo + b"\nendstream")


def _by_pillow() -> bytes:
    return drawn("PDF", title=CANARY, author=CANARY, subject=CANARY, keywords=CANARY, creator=CANARY)


DOCUMENTS: list[tuple[str, Callable[[], bytes], str]] = [
    ("a script", lambda: acting(SCRIPT), "active"),
    ("a script with escapes", lambda: acting(SCRIPT.replace(b"/JavaScript", b"/J#61va#53cript")), "active"),
    ("a script with all escapes", lambda: acting(b"<</#53/" + b"".join(b"#%02x" % c for c in b"JavaScript") + b">>"), "active"),
    ("a script over a line", lambda: acting(SCRIPT.replace(b"/S/", b"/S%x\r\n/")), "active"),
    ("a script by way of an object", lambda: pdf(b"<</OpenAction<</S 3 0 R>>>>", PAGES, b"/JavaScript"), "active"),
    ("a script among packed objects", lambda: pdf(CATALOGUE, PAGES, packed_objects(SCRIPT)), "active"),
    ("a script among packed objects, unnamed", lambda: pdf(CATALOGUE, PAGES, packed_objects(SCRIPT, keys=b"")), "active"),
    ("a script among packed objects, escaped",
     lambda: pdf(CATALOGUE, PAGES, packed_objects(b"<</S/#4aavaScript>>", keys=b"/Type/Obj#53tm")), "active"),
    ("a script packed otherwise", lambda: pdf(CATALOGUE, PAGES, packed_objects(SCRIPT, filters=b"/ASCIIHexDecode")), "unseen"),
    ("a script packed otherwise, escaped",
     lambda: pdf(CATALOGUE, PAGES, packed_objects(SCRIPT, filters=b"[/ASCII#48exDecode]")), "unseen"),
    ("a script behind a damage",
     lambda: pdf(CATALOGUE, PAGES, packed_objects(SCRIPT)).replace(b"\nendstream", b"\xff\xff\nendstream"), "active"),
    ("a program to launch", lambda: acting(b"<</S/Launch/F(cmd.exe)>>"), "active"),
    ("a form that sends", lambda: acting(b"<</S/SubmitForm/F(http://x.example)>>"), "linked"),
    ("another document", lambda: acting(b"<</S/GoToR/F(\\\\\\\\host\\\\share)>>"), "linked"),
    ("an attached file", lambda: pdf(b"<</Names<</EmbeddedFiles 3 0 R>>>>", PAGES, stream(b"MZ", b"/Type/EmbeddedFile")), "attached"),
    ("a file specification", lambda: acting(b"<</Type/Filespec/EF<</F 4 0 R>>>>"), "attached"),
    ("a form of XFA", lambda: pdf(b"<</AcroForm<</XFA 3 0 R>>>>", PAGES, stream(b"<xdp/>")), "active"),
    ("a film", lambda: acting(b"<</Subtype/RichMedia/RichMediaContent 4 0 R>>"), "active"),
    ("a password", lambda: pdf(CATALOGUE, PAGES, trailer=b"/Encrypt 3 0 R"), "locked"),
    ("a million objects", lambda: pdf(CATALOGUE, PAGES) [:-6] + b"1 0 obj\n" * 1_000_000 + b"%%EOF\n", "too_many_parts"),
    ("a hundred megabytes in one stream", lambda: pdf(CATALOGUE, PAGES, stream(bytes(100_000_000))), "unpacks_too_large"),
    ("many streams of megabytes", lambda: pdf(CATALOGUE, PAGES, *[stream(bytes(9_000_000))] * 12), "unpacks_too_large"),
    ("five million names", lambda: pdf(CATALOGUE, b"/a" * 4_900_000), "any"),
    ("brackets without end", lambda: pdf(CATALOGUE, b"(" * 9_000_000, trailer=b"/Info 2 0 R"), "any"),
    ("a page in its head", lambda: b"%PDF-1.4\n%<script>alert(1)</script>\n" + pdf(CATALOGUE), "two_kinds"),
    ("an archive behind it", lambda: pdf(CATALOGUE, PAGES) + pressed({"a": b"b"}), "two_kinds"),
    ("something behind it", lambda: pdf(CATALOGUE, PAGES) + b"MZ program", "damaged"),
    ("cut off", lambda: pdf(CATALOGUE, PAGES)[:-20], "damaged"),
    ("something before it", lambda: b"x" * 20 + pdf(CATALOGUE, PAGES), "kind"),
    ("PostScript", lambda: b"%!PS-Adobe-3.0\n", "kind"),
    ("a plain one", lambda: pdf(CATALOGUE, PAGES), ""),
    ("its author", lambda: pdf(CATALOGUE, PAGES, INFO, trailer=b"/Info 3 0 R"), ""),
    ("its author among packed objects", lambda: pdf(CATALOGUE, PAGES, packed_objects(PAGES, INFO, PAGES), trailer=b"/Info 21 0 R"), ""),
    ("a packet of metadata", lambda: pdf(CATALOGUE, PAGES, stream(PACKET, b"/Type/Metadata", packed=False)), ""),
    ("a packed packet of metadata", lambda: pdf(CATALOGUE, PAGES, stream(PACKET + b" " * 2000, b"/Type/Metadata")), ""),
    ("a photo with its notes", _photographed, ""),
    ("as Pillow writes it", _by_pillow, ""),
    ("words about scripts", lambda: pdf(CATALOGUE, PAGES, stream(b"BT (HTML/JavaScript and /Launch) Tj ET"), LINK), ""),
]  # fmt: skip
