# ruff: noqa: E501  (tables of one file a line)
"""Archives and workbooks that were made to harm, and a few that were not: built byte by byte, nothing is kept on disk."""

import io
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from saanjh.formats.sheets import workbook

MAIN = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
MACROS = "application/vnd.ms-excel.sheet.macroEnabled.main+xml"
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
SPREADSHEET = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"


@dataclass(frozen=True)
class Part:
    """One entry, with what it says of itself where that is not the truth."""

    name: bytes
    content: bytes = b""
    stored: bool = False
    raw: bytes | None = None
    lies: Mapping[str, int] = field(default_factory=dict)  # flags, method, checksum, packed, size, mode, start, made
    local_name: bytes | None = None
    honest_local: bool = False  # the lies stand in the directory only


def archive(parts: Iterable[Part], *, before: bytes = b"", gap: bytes = b"", after: bytes = b"", **end: int) -> bytes:
    """A ZIP of these parts; `before`, between and `after` them, other bytes."""
    out, directory, count = bytearray(before), bytearray(), 0
    for part in parts:
        packer = zlib.compressobj(9, zlib.DEFLATED, -15)
        packed = part.content if part.stored else packer.compress(part.content) + packer.flush()
        packed = packed if part.raw is None else part.raw
        true = {
            "flags": 0, "method": 0 if part.stored else 8, "checksum": zlib.crc32(part.content),
            "packed": len(packed), "size": len(part.content), "mode": 0, "start": len(out), "made": 20,
        }  # fmt: skip
        told = {**true, **part.lies}
        local = true if part.honest_local else told
        name = part.local_name or part.name
        out += b"PK\x03\x04" + struct.pack("<3H", 20, local["flags"], local["method"]) + bytes(4)
        out += (
            struct.pack("<3L2H", local["checksum"], local["packed"], local["size"], len(name), 0) + name + packed + gap
        )
        directory += b"PK\x01\x02" + struct.pack("<4H", told["made"], 20, told["flags"], told["method"]) + bytes(4)
        directory += struct.pack("<3L5H", told["checksum"], told["packed"], told["size"], len(part.name), 0, 0, 0, 0)
        directory += struct.pack("<2L", told["mode"], told["start"]) + part.name
        count += 1
    says = {"count": count, "here": count, "size": len(directory), "start": len(out), "comment": 0, **end}
    tail = struct.pack(
        "<4H2LH", 0, 0, says["here"] & 0xFFFF, says["count"] & 0xFFFF, says["size"], says["start"], says["comment"]
    )
    return bytes(out + directory + b"PK\x05\x06" + tail) + after


def pressed(parts: Mapping[str, bytes]) -> bytes:
    """An ordinary archive, as Python writes it."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as made:
        for name, content in parts.items():
            made.writestr(zipfile.ZipInfo(name), content, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def book(
    sheet: str | bytes = "", *, kind: str = MAIN, more: Mapping[str, bytes] | None = None, **parts: bytes
) -> bytes:
    """A small workbook around the inside of its one sheet."""
    return pressed(book_parts(sheet, kind=kind, more=more))


def book_parts(
    sheet: str | bytes = "", *, kind: str = MAIN, more: Mapping[str, bytes] | None = None
) -> dict[str, bytes]:
    inside = sheet if isinstance(sheet, bytes) else sheet.encode()
    types = (
        '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="{kind}"/>'
        "</Types>"
    )
    package = "http://schemas.openxmlformats.org/package/2006/relationships"
    return {
        "[Content_Types].xml": types.encode(),
        "_rels/.rels": (
            f'<Relationships xmlns="{package}"><Relationship Id="r1" Type="{RELATIONS}/officeDocument" '
            'Target="xl/workbook.xml"/></Relationships>'
        ).encode(),
        "xl/workbook.xml": (
            f'<workbook xmlns="{SPREADSHEET}" xmlns:r="{RELATIONS}"><sheets>'
            '<sheet name="One" sheetId="1" r:id="r1"/></sheets></workbook>'
        ).encode(),
        "xl/_rels/workbook.xml.rels": (
            f'<Relationships xmlns="{package}"><Relationship Id="r1" Type="{RELATIONS}/worksheet" '
            'Target="worksheets/sheet1.xml"/></Relationships>'
        ).encode(),
        "xl/worksheets/sheet1.xml": (
            f'<worksheet xmlns="{SPREADSHEET}"><sheetData>'.encode() + inside + b"</sheetData></worksheet>"
        ),
        **(more or {}),
    }  # fmt: skip


def cell(place: str, text: str) -> str:
    return f'<c r="{place}" t="inlineStr"><is><t>{text}</t></is></c>'


HEAD = f'<row r="1">{cell("A1", "id")}{cell("B1", "name_ur")}</row>'
ROW = f'<row r="2">{cell("A2", "swat")}{cell("B2", "سوات")}</row>'
GOOD = HEAD + ROW


def link(kind: str, target: str) -> bytes:
    return (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        f'<Relationship Id="r9" Type="{RELATIONS}/{kind}" Target="{target}" TargetMode="External"/></Relationships>'
    ).encode()


def _parts(**changed: Any) -> list[Part]:
    return [Part(name.encode(), content) for name, content in book_parts(GOOD, **changed).items()]


def _with(part: Part, **end: Any) -> bytes:
    return archive([*_parts(), part], **end)


def _first_lies(**lies: int) -> bytes:
    first, *rest = _parts()
    return archive([Part(first.name, first.content, lies=lies), *rest])


def _overlapping() -> bytes:
    """Two entries in the directory, one of bytes."""
    honest = _parts()
    return archive([*honest, Part(b"xl/again.xml", honest[-1].content, lies={"start": 0}, honest_local=True)])


def _many(count: int) -> bytes:
    return archive([*_parts(), *(Part(b"x%d.xml" % number, stored=True) for number in range(count))])


ZEROS = bytes(30_000_000)
# name, how it is made, the code that it is refused with
ARCHIVES: list[tuple[str, Callable[[], bytes], str]] = [
    ("zeros in megabytes", lambda: _with(Part(b"xl/big.xml", ZEROS)), "unpacks_too_large"),
    ("zeros that say they are few", lambda: _with(Part(b"xl/b.xml", ZEROS, lies={"size": 1000})), "unpacks_too_large"),
    ("a sum over the whole", lambda: archive([*_parts(), *(Part(b"b%d.bin" % n, bytes(990_000)) for n in range(150))]),
     "unpacks_too_large"),
    ("a hundred thousand entries", lambda: _many(100_000), "too_many_bytes"),
    ("forty thousand entries", lambda: _many(40_000), "too_many_parts"),
    ("two hundred and one entries", lambda: _many(196), "too_many_parts"),
    ("fewer told than there are", lambda: archive([*_parts(), Part(b"x.xml")], count=5, here=5), "damaged"),
    ("overlapping entries", _overlapping, "damaged"),
    ("up and out", lambda: _with(Part(b"../../etc/cron.d/x", b"x")), "unsafe_names"),
    ("up and out, the other stroke", lambda: _with(Part(b"..\\..\\x", b"x")), "unsafe_names"),
    ("absolute", lambda: _with(Part(b"/etc/passwd", b"x")), "unsafe_names"),
    ("a drive", lambda: _with(Part(b"C:/x", b"x")), "unsafe_names"),
    ("a link", lambda: _with(Part(b"xl/x", b"/etc/passwd", lies={"mode": 0o120777 << 16, "made": 3 << 8})), "unsafe_names"),
    ("a device of Unix", lambda: _with(Part(b"xl/x", b"", lies={"mode": 0o020666 << 16, "made": 3 << 8})), "unsafe_names"),
    ("a device of Windows", lambda: _with(Part(b"xl/CON.xml", b"x")), "unsafe_names"),
    ("a NUL in a name", lambda: _with(Part(b"xl/x.xml\0.exe", b"x")), "unsafe_names"),
    ("a name twice", lambda: archive([*_parts(), _parts()[-1]]), "unsafe_names"),
    ("a name twice in other letters", lambda: _with(Part(b"XL/WORKBOOK.XML", b"x")), "unsafe_names"),
    ("another name in front", lambda: _with(Part(b"xl/a.xml", b"x", local_name=b"xl/b.xml")), "damaged"),
    ("encrypted", lambda: _with(Part(b"xl/a.xml", b"x", lies={"flags": 1})), "locked"),
    ("a larger size told", lambda: _first_lies(size=10_000_000), "damaged"),
    ("a smaller size told", lambda: _first_lies(size=10), "damaged"),
    ("another checksum", lambda: _first_lies(checksum=1), "damaged"),
    ("packed in a way of its own", lambda: _first_lies(method=12), "damaged"),
    ("an archive inside", lambda: _with(Part(b"xl/in.bin", pressed({"a": b"b"}))), "archive_inside"),
    ("something before it", lambda: archive(_parts(), before=b"MZ program"), "kind_or_text"),
    ("something between", lambda: archive(_parts(), gap=b"hidden"), "two_kinds"),
    ("something behind it", lambda: archive(_parts(), after=b"<script>"), "two_kinds"),
    ("cut off", lambda: archive(_parts())[:-30], "damaged"),
    ("only its first bytes", lambda: b"PK\x03\x04", "damaged"),
    ("only its end", lambda: b"PK\x05\x06" + bytes(18), "damaged"),
    ("broken packing", lambda: _with(Part(b"xl/a.xml", b"x", raw=b"\xff" * 50)), "damaged"),
]  # fmt: skip


def _many_rows() -> bytes:
    return book(HEAD.encode() + b"<row><c><v>1</v></c></row>" * 2_000_000)


def _shared_words() -> bytes:
    words = b"<sst>" + b"<si><t>" + b"A" * 60_000_000 + b"</t></si></sst>"
    return book(GOOD, more={"xl/sharedStrings.xml": words})


def _noise(rows: int) -> bytes:
    """Rows that do not pack well enough to be a bomb, yet are more than anybody may hand in."""
    words = [f"{zlib.crc32(b'%d' % number):x}" for number in range(rows)]
    return book(HEAD + "".join(f'<row r="{n}">{cell(f"A{n}", word)}</row>' for n, word in enumerate(words, 2)))


def _sheets(count: int) -> bytes:
    """A workbook of several sheets that hold something."""
    import xlsxwriter

    out = io.BytesIO()
    with xlsxwriter.Workbook(out) as made:
        for _ in range(count):
            made.add_worksheet().write_string(0, 0, "id")
    return out.getvalue()


FAR = f'{HEAD}<row r="1048576">{cell("XFD1048576", "x")}</row>'
RATHER_FAR = f'{HEAD}<row r="900000">{cell("AZ900000", "x")}</row>'
MORE: Callable[..., bytes] = lambda name, content=b"x": book(GOOD, more={name: content})  # noqa: E731
WORKBOOKS: list[tuple[str, Callable[[], bytes], str]] = [
    ("two million rows in little", _many_rows, "unpacks_too_large"),
    ("one word of sixty megabytes", _shared_words, "unpacks_too_large"),
    ("a cell in the farthest corner", lambda: book(FAR), "too_heavy"),
    ("a cell rather far out", lambda: book(RATHER_FAR), "too_heavy"),
    ("a dimension that lies", lambda: book(GOOD.replace("<row", '<dimension ref="A1:XFD1048576"/><row', 1)), ""),
    ("thirty thousand rows", lambda: _noise(30_000), "too_many_rows"),
    ("macros, by their kind", lambda: book(GOOD, kind=MACROS), "active"),
    ("macros, by their part", lambda: MORE("xl/vbaProject.bin", b"\xd0\xcf\x11\xe0 vba"), "active"),
    ("a sheet of old macros", lambda: MORE("xl/macrosheets/sheet1.xml"), "active"),
    ("a control", lambda: MORE("xl/activeX/activeX1.xml"), "active"),
    ("a program among the pictures", lambda: MORE("xl/media/image1.png", b"MZ\x90\x00"), "active"),
    ("a shell script inside", lambda: MORE("xl/media/image1.emf", b"#!/bin/sh"), "active"),
    ("a link to another workbook", lambda: MORE("xl/externalLinks/externalLink1.xml"), "linked"),
    ("a template from elsewhere", lambda: MORE("xl/_rels/x.rels", link("attachedTemplate", "http://x.example/t")), "linked"),
    ("a picture from elsewhere", lambda: MORE("xl/drawings/_rels/d.rels", link("image", "http://x.example/i.png")), "linked"),
    ("a connection", lambda: MORE("xl/connections.xml"), "linked"),
    ("a query", lambda: MORE("xl/queryTables/q1.xml"), "linked"),
    ("an embedded document", lambda: MORE("xl/embeddings/Word1.docx", b"x"), "attached"),
    ("an embedded object", lambda: MORE("xl/oleObject1.bin", b"x"), "attached"),
    ("a hyperlink to click on", lambda: MORE("xl/worksheets/_rels/sheet1.xml.rels", link("hyperlink", "http://x.example/")), ""),
    ("entities", lambda: MORE("xl/a.xml", b'<!DOCTYPE a [<!ENTITY b "ccc">]><a>&b;</a>'), "active"),
    ("an external entity", lambda: MORE("xl/a.xml", b'<!DOCTYPE a SYSTEM "file:///etc/passwd"><a/>'), "active"),
    ("entities in two bytes a letter", lambda: MORE("xl/a.xml", '<!DOCTYPE a [<!ENTITY b "c">]>'.encode("utf-16")), "active"),
    ("wrong kinds of content", lambda: book(GOOD, kind="text/html"), "kind"),
    ("a document of words", lambda: pressed({"[Content_Types].xml": b"<Types/>", "word/document.xml": b"<w/>"}), "kind"),
    ("no parts at all", lambda: pressed({}), "damaged"),
    ("no sheet", lambda: pressed({n: c for n, c in book_parts(GOOD).items() if "sheet1" not in n}), "damaged"),
    ("a sheet that breaks off", lambda: book(GOOD + "<row><c><"), "damaged"),
    ("a formula with its result", lambda: book(GOOD.replace("</row>", "", 1).replace("<row r=\"2\">", "", 1)
                                               .replace("</row>", '<c r="C1" t="str"><f>"a"</f><v>a</v></c></row>')), ""),
    ("a formula without a result", lambda: book(f'{HEAD}<row r="2"><c r="A2"><f>1+1</f></c></row>'), "formulas"),
    ("an error for a value", lambda: book(f'{HEAD}<row r="2"><c r="A2" t="e"><v>#REF!</v></c></row>'), "formulas"),
    ("a long cell", lambda: book(f'{HEAD}<row r="2">{cell("A2", "x" * 32_000)}</row>'), "cell_too_long"),
    ("a hidden letter", lambda: book(f'{HEAD}<row r="2">{cell("A2", "a_x0001_b")}</row>'), "hidden_character"),
    ("all cells merged", lambda: book(GOOD + '</sheetData><mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells><sheetData>'), ""),
    ("three sheets that hold something", lambda: _sheets(3), "sheets"),
    ("an old workbook", lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(4000), "locked"),
    ("a number for a boolean", lambda: book(f'{HEAD}<row r="2"><c r="A2" t="b"><v>7</v></c></row>'), "any"),
    ("a date out of time", lambda: book(f'{HEAD}<row r="2"><c r="A2"><v>-99999999999</v></c></row>'), ""),
    ("words that are not there", lambda: book(f'{HEAD}<row r="2"><c r="A2" t="s"><v>99999</v></c></row>'), "any"),
    ("Urdu and formulas as text", lambda: workbook(["id", "name_ur"], [["=1+1", "سوات"], ["@x", "‏پشاور"]]), ""),
    ("as this project writes it", lambda: workbook(["id"], [[number] for number in range(2000)]), ""),
]  # fmt: skip


def _csv(text: str, encoding: str = "utf-8") -> Callable[[], bytes]:
    return lambda: text.encode(encoding)


PLAIN = "id,name\nswat,Swat\n"
CSVS: list[tuple[str, Callable[[], bytes], str]] = [
    ("two hundred megabytes", lambda: b"a\n" + bytes(200_000_000), "too_many_bytes"),
    ("one field of four megabytes", lambda: b'id\n"' + b"x" * 4_000_000 + b'"\n', "cell_too_long"),
    ("half a million columns", lambda: b"a" + b",a" * 499_999, "too_many_columns"),
    ("a million short rows", lambda: b"a\n" + b"1\n" * 1_000_000, "too_many_rows"),
    ("two million blank rows", lambda: b"a\n" + b"\n" * 2_000_000, ""),
    ("nothing but quotes", lambda: b'"' * 4_000_000, "any"),
    ("quotes and commas", lambda: b'a,b\n' + b'"",' * 1_000_000, "any"),
    ("a NUL", _csv("id,name\na\0b,c\n"), "hidden_character"),
    ("NULs alone", lambda: bytes(100_000), "any"),
    ("an unclosed quote", _csv('id,name\n"a,b\n' + "c,d\n" * 50_000), "any"),
    ("ends of line of old Macs", _csv("id,name\rswat,Swat\r"), ""),
    ("a byte order mark", _csv(PLAIN, "utf-8-sig"), ""),
    ("UTF-16", _csv(PLAIN * 5_000, "utf-16"), ""),
    ("UTF-32", _csv(PLAIN, "utf-32"), "unknown_encoding"),
    ("Windows for Arabic", _csv("id,name\nx,سوات\n", "cp1256"), "unknown_encoding"),
    ("half a letter", lambda: PLAIN.encode() + b"\xd8", "unknown_encoding"),
    ("overlong letters", lambda: b"id,name\n\xc0\xaf,x\n", "unknown_encoding"),
    ("half of a pair", lambda: b"id,name\n\xed\xa0\x80,x\n", "unknown_encoding"),
    ("Urdu digits", _csv("id,name\n۱۲۳,سوات\n"), ""),
    ("marks of direction", _csv("id,name\n\u202eabc,\u200fx\n"), ""),
    ("a page", lambda: b"<html><script>alert(1)</script></html>" * 3000, "any"),
    ("a picture", lambda: b"\x89PNG\r\n\x1a\n" + bytes(1000), "unknown_encoding"),
    ("a program", lambda: b"MZ\x90\x00" + bytes(range(256)) * 500, "any"),
    ("no header", lambda: b",,,\n", "empty"),
    ("nothing", lambda: b"", "empty"),
    ("a name twice", _csv("id,ID\n1,2\n"), "header_twice"),
    ("more cells than names", _csv("id\n1,2,3\n"), "too_many_cells"),
    ("ten thousand bad rows", _csv("id\n" + "1,2\n" * 50_000), "too_many_cells"),
    ("columns without a name", _csv("a,,b\n1,2,3\n"), "header_blank"),
    *((f"a formula after {lead!r}", _csv(f'id,name\n"{lead}1+1",x\n'), "") for lead in ("=", "+", "-", "@", "＝")),
    ("a formula after a tab", _csv('id,name\n"\t=1+1",x\n'), ""),
]  # fmt: skip
