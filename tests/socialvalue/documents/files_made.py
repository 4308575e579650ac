"""Files as people's programs make them, and what somebody may have put into one."""

import io
import zipfile

import openpyxl
import pikepdf
from openpyxl.chart import BarChart, Reference
from openpyxl.comments import Comment
from pikepdf import Array, Dictionary, Name, String
from PIL import ImageCms

TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
KIND = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
WORDS = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
SHEETS = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
MAIN = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"


def zipped(parts: dict[str, bytes | str], **options) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, **options) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return out.getvalue()


def relations(*given: tuple[str, str, str]) -> str:
    """Of (kind, target, mode)."""
    lines = [
        f'<Relationship Id="r{n}" Type="{KIND}/{kind}" Target="{target}"{f" TargetMode={chr(34)}{mode}{chr(34)}" if mode else ""}/>'
        for n, (kind, target, mode) in enumerate(given)
    ]
    return f'<?xml version="1.0"?><Relationships xmlns="{RELATIONS}">{"".join(lines)}</Relationships>'


def body(inside: str = "") -> str:
    return f'<?xml version="1.0"?><w:document xmlns:w="{WORDS}"><w:body><w:p><w:r><w:t>Our plan</w:t></w:r></w:p>{inside}</w:body></w:document>'


def field(*pieces: str) -> str:
    """A field whose command is parted into runs, as Word parts them."""
    runs = "".join(f"<w:r><w:instrText>{piece}</w:instrText></w:r>" for piece in pieces)
    return f'<w:p><w:r><w:fldChar w:fldCharType="begin"/></w:r>{runs}<w:r><w:fldChar w:fldCharType="end"/></w:r></w:p>'


def word_parts(**changes) -> dict[str, bytes | str]:
    """A letter with a link, a page number, a picture, a template on its author's disk and a chart with its figures."""
    figures = workbook()
    parts = {
        "[Content_Types].xml": f'<?xml version="1.0"?><Types xmlns="{TYPES}"><Default Extension="xml" ContentType="application/xml"/>'
        f'<Override PartName="/word/document.xml" ContentType="{MAIN}"/></Types>',
        "_rels/.rels": relations(("officeDocument", "word/document.xml", "")),
        "word/document.xml": body(field(" PAGE ") + field(" HYPERLINK ", "&quot;https://www.gov.uk&quot;")),
        "word/_rels/document.xml.rels": relations(
            ("hyperlink", "https://www.gov.uk/", "External"),
            ("image", "media/image1.png", ""),
            ("chart", "charts/chart1.xml", ""),
        ),
        "word/media/image1.png": b"\x89PNG\r\n\x1a\n",
        "word/settings.xml": f'<w:settings xmlns:w="{WORDS}"/>',
        "word/_rels/settings.xml.rels": relations(("attachedTemplate", "file:///C:\\Users\\officer\\Letter.dotx", "External")),
        "word/charts/_rels/chart1.xml.rels": relations(("package", "../embeddings/Microsoft_Excel_Sheet.xlsx", "")),
        "word/embeddings/Microsoft_Excel_Sheet.xlsx": figures,
    }
    return {**parts, **changes}


def word(**changes) -> bytes:
    """``changes``: parts by path, given as ``**{path: content}``."""
    return zipped(word_parts(**changes))


def workbook() -> bytes:
    """A table with formulas, a link, a remark and a chart."""
    book, out = openpyxl.Workbook(), io.BytesIO()
    sheet = book.active
    for row in (["Quarter", "Hours"], ["Q1", 12], ["Q2", "=B2*2"]):
        sheet.append(row)
    sheet["A1"].hyperlink = "https://www.gov.uk/"
    sheet["B1"].comment = Comment("Counted by the college", "officer")
    chart = BarChart()
    chart.add_data(Reference(sheet, min_col=2, min_row=1, max_row=3), titles_from_data=True)
    sheet.add_chart(chart, "D2")
    book.save(out)
    return out.getvalue()


def excel(**parts) -> bytes:
    """The workbook with further parts."""
    with zipfile.ZipFile(io.BytesIO(workbook())) as archive:
        return zipped({**{name: archive.read(name) for name in archive.namelist()}, **parts})


def pdf(change=lambda document: None, **options) -> bytes:
    """One page; ``change`` is called with the pikepdf document. Objects are packed into streams unless ``options`` say more."""
    document, out = pikepdf.new(), io.BytesIO()
    document.add_blank_page()
    change(document)
    document.save(out, **({"object_stream_mode": pikepdf.ObjectStreamMode.generate} | options))
    return out.getvalue()


def root(**entries):
    """Puts entries into the PDF's root."""

    def change(document):
        for key, value in entries.items():
            document.Root[f"/{key}"] = value

    return change


def note(**entries):
    """Puts an annotation on the PDF's page."""

    def change(document):
        given = Dictionary(Type=Name.Annot, Rect=Array([0, 0, 9, 9]), **entries)
        document.pages[0].Annots = Array([document.make_indirect(given)])

    return change


def action(kind: str, **entries) -> Dictionary:
    return Dictionary(S=Name(f"/{kind}"), **entries)


def program() -> Dictionary:
    return action("JavaScript", JS=String("app.alert(1)"))


def for_archives(document) -> None:
    """As PDF/A: says that it is, in its own words, and which colours are meant."""
    profile = pikepdf.Stream(document, ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes(), N=3)
    meant = Dictionary(Type=Name.OutputIntent, S=Name.GTS_PDFA1, OutputConditionIdentifier=String("sRGB"))
    meant.DestOutputProfile = document.make_indirect(profile)
    document.Root.OutputIntents = Array([meant])
    with document.open_metadata() as words:
        words["pdfaid:part"], words["pdfaid:conformance"] = "2", "B"


def attached(document) -> None:
    document.attachments["tool.exe"] = pikepdf.AttachedFileSpec(document, b"MZ\x90", filename="tool.exe")


def loose(document) -> None:
    """An action that no page leads to, deep inside another object."""
    document.Root.Lost = document.make_indirect(Dictionary(Deep=Array([Dictionary(More=program())])))


def with_form(document) -> None:
    """A form to be filled in, with a button that clears it and a field that is checked by nobody."""
    name = document.make_indirect(Dictionary(FT=Name.Tx, T=String("name"), Subtype=Name.Widget, Rect=Array([0, 0, 9, 9])))
    clear = document.make_indirect(
        Dictionary(FT=Name.Btn, T=String("clear"), Subtype=Name.Widget, Rect=Array([0, 0, 9, 9]), A=action("ResetForm"))
    )
    document.Root.AcroForm = Dictionary(Fields=Array([name, clear]))
    document.pages[0].Annots = Array([name, clear])
