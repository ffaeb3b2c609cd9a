"""A workbook as plain values, and the programs that save it."""

import csv
import datetime
import io
import pathlib
import re
import struct
import subprocess
import tempfile
import zipfile
from dataclasses import dataclass, field
from xml.sax.saxutils import escape

from .text import legacy, windows_1258

MADE = datetime.datetime(2020, 8, 24, 8, 0, 0)
STAMP = "2020-08-24T08:00:00Z"


@dataclass
class Formula:
    """A formula and the result stored with it; `None` stores none."""

    text: str
    result: object = None


@dataclass
class Rich:
    """A cell of several fonts."""

    runs: list


@dataclass
class Error:
    """A cell error such as #REF!."""

    text: str


@dataclass
class Sheet:
    name: str = "Danh mục"
    cells: dict = field(default_factory=dict)
    merges: list = field(default_factory=list)
    fonts: dict = field(default_factory=dict)
    formats: dict = field(default_factory=dict)
    bold: set = field(default_factory=set)
    hidden_rows: set = field(default_factory=set)
    hidden_cols: set = field(default_factory=set)
    hidden: bool = False
    filtered: tuple = None
    widths: dict = field(default_factory=dict)

    def put(self, row, col, value, bold=False):
        """Sets a cell, counted from 0."""
        if value is not None:
            self.cells[row, col] = value
            if bold:
                self.bold.add((row, col))
        return self

    def line(self, row, values, col=0, bold=False):
        for offset, value in enumerate(values):
            self.put(row, col + offset, value, bold)
        return self

    def merge(self, row, col, last_row, last_col):
        if (row, col) != (last_row, last_col):
            self.merges.append((row, col, last_row, last_col))
        return self

    def rows(self):
        last = max((row for row, _ in self.cells), default=-1)
        wide = max((col for _, col in self.cells), default=-1)
        return [[self.cells.get((row, col)) for col in range(wide + 1)] for row in range(last + 1)]


@dataclass
class Book:
    sheets: list
    from_1904: bool = False


def in_legacy(book, encoding):
    """The same workbook typed in a legacy encoding."""
    for sheet in book.sheets:
        for at, value in sheet.cells.items():
            if isinstance(value, str):
                sheet.cells[at], sheet.fonts[at] = legacy(value, encoding)
    return book


def name_of(row, col):
    letters = ""
    col += 1
    while col:
        col, rest = divmod(col - 1, 26)
        letters = chr(65 + rest) + letters
    return f"{letters}{row + 1}"


# Writers: each takes a book and a path.


def openpyxl(book, path):
    from openpyxl import Workbook
    from openpyxl.cell.rich_text import CellRichText, TextBlock
    from openpyxl.cell.text import InlineFont
    from openpyxl.styles import Font
    from openpyxl.utils.datetime import CALENDAR_MAC_1904

    workbook = Workbook()
    workbook.remove(workbook.active)
    workbook.properties.creator = "tonghop"
    workbook.properties.created = MADE
    if book.from_1904:
        workbook.epoch = CALENDAR_MAC_1904
    for sheet in book.sheets:
        page = workbook.create_sheet(sheet.name)
        page.sheet_state = "hidden" if sheet.hidden else "visible"
        for (row, col), value in sorted(sheet.cells.items()):
            cell = page.cell(row + 1, col + 1)
            if isinstance(value, Rich):
                value = CellRichText(*(TextBlock(InlineFont(rFont=font), text) for font, text in value.runs))
            if isinstance(value, Formula):
                cell.value = value.text
            elif isinstance(value, Error):
                cell.value, cell.data_type = value.text, "e"
            else:
                cell.value = value
                if isinstance(value, str):
                    cell.data_type = "s"
            if isinstance(value, datetime.date):
                cell.number_format = "dd/mm/yyyy"
            if (row, col) in sheet.formats:
                cell.number_format = sheet.formats[row, col]
            font = sheet.fonts.get((row, col))
            bold = (row, col) in sheet.bold
            if font or bold:
                cell.font = Font(name=font or "Times New Roman", bold=bold, size=12)
        for row, col, last_row, last_col in sheet.merges:
            page.merge_cells(start_row=row + 1, start_column=col + 1, end_row=last_row + 1, end_column=last_col + 1)
        for row in sheet.hidden_rows:
            page.row_dimensions[row + 1].hidden = True
        for col in sheet.hidden_cols:
            page.column_dimensions[name_of(0, col)[:-1]].hidden = True
        for col, width in sheet.widths.items():
            page.column_dimensions[name_of(0, col)[:-1]].width = width
        if sheet.filtered:
            row, col, last_row, last_col = sheet.filtered
            page.auto_filter.ref = f"{name_of(row, col)}:{name_of(last_row, last_col)}"
    workbook.save(path)
    fix_zip(path)


def with_macros(book, path):
    """With a part for macros that holds none."""
    openpyxl(book, path)
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    office = b"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
    types = parts["[Content_Types].xml"].replace(office, b"application/vnd.ms-excel.sheet.macroEnabled.main+xml")
    parts["[Content_Types].xml"] = types.replace(b"<Override", b'<Default Extension="bin" ContentType="application/vnd.ms-office.vbaProject"/><Override', 1)
    relation = b'<Relationship Id="rId99" Type="http://schemas.microsoft.com/office/2006/relationships/vbaProject" Target="vbaProject.bin"/></Relationships>'
    parts["xl/_rels/workbook.xml.rels"] = parts["xl/_rels/workbook.xml.rels"].replace(b"</Relationships>", relation)
    write_zip(path, parts | {"xl/vbaProject.bin": b""})


def xlsxwriter(book, path):
    import xlsxwriter as writer

    workbook = writer.Workbook(path, {"strings_to_formulas": False})
    workbook.set_properties({"created": MADE, "author": "tonghop"})
    day = workbook.add_format({"num_format": "dd/mm/yyyy", "border": 1, "font_name": "Times New Roman"})
    plain = workbook.add_format({"text_wrap": True, "valign": "vcenter", "font_name": "Times New Roman", "font_size": 12})
    strong = workbook.add_format({"bold": True, "text_wrap": True, "valign": "vcenter", "align": "center", "font_name": "Times New Roman", "font_size": 12})
    for sheet in book.sheets:
        page = workbook.add_worksheet(sheet.name)
        if sheet.hidden:
            page.hide()
        for row, col, last_row, last_col in sheet.merges:
            page.merge_range(row, col, last_row, last_col, "", strong if (row, col) in sheet.bold else plain)
        for (row, col), value in sorted(sheet.cells.items()):
            style = strong if (row, col) in sheet.bold else plain
            if isinstance(value, Formula):
                page.write_formula(row, col, value.text, style, value.result)
            elif isinstance(value, Error):
                page.write_formula(row, col, "=" + value.text, style, value.text)
            elif isinstance(value, datetime.date):
                page.write_datetime(row, col, datetime.datetime.combine(value, datetime.time()), day)
            elif isinstance(value, str):
                page.write_string(row, col, value, style)
            else:
                page.write_number(row, col, value, style)
        for row in sheet.hidden_rows:
            page.set_row(row, None, None, {"hidden": True})
        for col, width in sheet.widths.items():
            page.set_column(col, col, width)
    workbook.close()


def xlwt(book, path, codepage=None):
    import xlwt as writer

    workbook = writer.Workbook(encoding="utf-8")
    styles = {}

    def style(font, bold, day):
        if (font, bold, day) not in styles:
            new = writer.XFStyle()
            new.font = writer.Font()
            new.font.name, new.font.bold = font or "Times New Roman", bold
            new.num_format_str = "DD/MM/YYYY" if day else "General"
            styles[font, bold, day] = new
        return styles[font, bold, day]

    for sheet in book.sheets:
        page = workbook.add_sheet(sheet.name)
        page.visibility = int(sheet.hidden)
        anchors = {(row, col): (row, col, last_row, last_col) for row, col, last_row, last_col in sheet.merges}
        for (row, col), value in sorted(sheet.cells.items()):
            look = style(sheet.fonts.get((row, col)), (row, col) in sheet.bold, isinstance(value, datetime.date))
            if (row, col) in anchors:
                _, _, last_row, last_col = anchors[row, col]
                page.write_merge(row, last_row, col, last_col, value, look)
            else:
                page.write(row, col, value, look)
        for row in sheet.hidden_rows:
            page.row(row).hidden = True
    stream = io.BytesIO()
    workbook.save(stream)
    data = stream.getvalue()
    if codepage:
        old, new = struct.pack("<HHH", 0x42, 2, 1200), struct.pack("<HHH", 0x42, 2, codepage)
        assert data.count(old) == 1
        data = data.replace(old, new)
    pathlib.Path(path).write_bytes(data)


def odfpy(book, path):
    from odf import opendocument, style, table, text

    document = opendocument.OpenDocumentSpreadsheet()
    collapsed = style.Style(name="ta1", family="table")
    collapsed.addElement(style.TableProperties(display="false"))
    document.automaticstyles.addElement(collapsed)
    for sheet in book.sheets:
        page = table.Table(name=sheet.name, **({"stylename": "ta1"} if sheet.hidden else {}))
        covered, spans = set(), {}
        for row, col, last_row, last_col in sheet.merges:
            spans[row, col] = (last_row - row + 1, last_col - col + 1)
            covered |= {(r, c) for r in range(row, last_row + 1) for c in range(col, last_col + 1)} - {(row, col)}
        rows = sheet.rows()
        for row, values in enumerate(rows):
            line = table.TableRow(**({"visibility": "collapse"} if row in sheet.hidden_rows else {}))
            for col, value in enumerate(values):
                more = {}
                if (row, col) in spans:
                    more = {"numberrowsspanned": spans[row, col][0], "numbercolumnsspanned": spans[row, col][1]}
                if (row, col) in covered:
                    line.addElement(table.CoveredTableCell())
                    continue
                if value is None:
                    line.addElement(table.TableCell(**more))
                    continue
                if isinstance(value, datetime.date):
                    cell = table.TableCell(valuetype="date", datevalue=value.isoformat(), **more)
                    shown = value.strftime("%d/%m/%Y")
                elif isinstance(value, str):
                    cell, shown = table.TableCell(valuetype="string", **more), value
                else:
                    cell, shown = table.TableCell(valuetype="float", value=repr(value), **more), vietnamese(value)
                for part in shown.split("\n"):
                    cell.addElement(text.P(text=part))
                line.addElement(cell)
            page.addElement(line)
        document.spreadsheet.addElement(page)
    document.save(str(path))
    fix_zip(path)


def libreoffice(book, path):
    """Saved by LibreOffice Calc; its bytes change from one version to the next."""
    kind = pathlib.Path(path).suffix[1:]
    filters = {"xls": "xls:MS Excel 97", "ods": "ods", "xlsx": "xlsx:Calc MS Excel 2007 XML"}
    with tempfile.TemporaryDirectory() as folder:
        source = pathlib.Path(folder, "in.xlsx")
        xlsxwriter(book, source)
        subprocess.run(
            ["soffice", "--headless", f"-env:UserInstallation=file://{folder}/profile", "--convert-to", filters[kind], "--outdir", f"{folder}/out", source],
            check=True, capture_output=True,
        )
        pathlib.Path(path).write_bytes(pathlib.Path(folder, "out", f"in.{kind}").read_bytes())
    if kind != "xls":
        fix_zip(path)


def delimited(book, path, delimiter=",", encoding="utf-8", show=None):
    show = show or vietnamese
    out = io.StringIO()
    writer = csv.writer(out, delimiter=delimiter, lineterminator="\r\n")
    for sheet in book.sheets:
        for values in sheet.rows():
            writer.writerow([show(value) for value in values])
    text = out.getvalue()
    data = windows_1258(text) if encoding == "windows-1258" else text.encode(encoding)
    pathlib.Path(path).write_bytes(data)


def xlsb(book, path):
    """A binary workbook with nothing but cells and merged regions."""
    parts = {}
    relations, bundle, types = "", b"", ""
    for number, sheet in enumerate(book.sheets, 1):
        last_row, last_col = (max(at[axis] for at in sheet.cells) for axis in (0, 1))
        out = record(129) + record(148, struct.pack("<IIII", 0, last_row, 0, last_col)) + record(145)
        rows = {}
        for (row, col), value in sorted(sheet.cells.items()):
            rows.setdefault(row, []).append((col, value))
        for row, cells in rows.items():
            out += record(0, struct.pack("<IIH3sI", row, 0, 300, b"", 0))
            for col, value in cells:
                at = struct.pack("<II", col, 0)
                out += record(6, at + wide(value)) if isinstance(value, str) else record(5, at + struct.pack("<d", value))
        out += record(146)
        if sheet.merges:
            out += record(177, struct.pack("<I", len(sheet.merges)))
            for row, col, last_row, last_col in sheet.merges:
                out += record(176, struct.pack("<IIII", row, last_row, col, last_col))
            out += record(178)
        parts[f"xl/worksheets/sheet{number}.bin"] = out + record(130)
        relations += f'<Relationship Id="rId{number}" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet{number}.bin"/>'
        types += f'<Override PartName="/xl/worksheets/sheet{number}.bin" ContentType="application/vnd.ms-excel.worksheet"/>'
        bundle += record(156, struct.pack("<II", 0, number) + wide(f"rId{number}") + wide(sheet.name))
    xml = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    package = "http://schemas.openxmlformats.org/package/2006"
    parts |= {
        "xl/workbook.bin": record(131) + record(143) + bundle + record(144) + record(132),
        "xl/_rels/workbook.bin.rels": f'{xml}<Relationships xmlns="{package}/relationships">{relations}</Relationships>'.encode(),
        "_rels/.rels": f'{xml}<Relationships xmlns="{package}/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.bin"/></Relationships>'.encode(),
        "[Content_Types].xml": f'{xml}<Types xmlns="{package}/content-types"><Default Extension="bin" ContentType="application/vnd.ms-excel.sheet.binary.macroEnabled.main"/><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>{types}</Types>'.encode(),
    }
    write_zip(path, parts)


def record(kind, data=b""):
    head = bytes([kind]) if kind < 128 else bytes([kind & 0x7F | 0x80, kind >> 7])
    size, length = b"", len(data)
    while length > 0x7F:
        size += bytes([length & 0x7F | 0x80])
        length >>= 7
    return head + size + bytes([length]) + data


def wide(text):
    return struct.pack("<I", len(text)) + text.encode("utf-16-le")


def html(book, path, charset="utf-8"):
    """A page of a reporting system, saved under the name of a workbook."""
    out = [f'<html><head><meta http-equiv="Content-Type" content="text/html; charset={charset}"></head><body>']
    for sheet in book.sheets:
        covered, spans = set(), {}
        for row, col, last_row, last_col in sheet.merges:
            spans[row, col] = f' rowspan="{last_row - row + 1}" colspan="{last_col - col + 1}"'
            covered |= {(r, c) for r in range(row, last_row + 1) for c in range(col, last_col + 1)} - {(row, col)}
        out.append('<table border="1">')
        for row, values in enumerate(sheet.rows()):
            cells = "".join(
                f"<td{spans.get((row, col), '')}>{escape(vietnamese(value)).replace(chr(10), '<br>')}</td>"
                for col, value in enumerate(values) if (row, col) not in covered
            )
            out.append(f"<tr>{cells}</tr>")
        out.append("</table>")
    out.append("</body></html>")
    pathlib.Path(path).write_text("\r\n".join(out), encoding=charset, newline="")


def xml_2003(book, path):
    """XML Spreadsheet 2003."""
    out = ['<?xml version="1.0" encoding="UTF-8"?>\n<?mso-application progid="Excel.Sheet"?>\n<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet" xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet">']
    for sheet in book.sheets:
        out.append(f'<Worksheet ss:Name="{escape(sheet.name)}"><Table>')
        for row, values in enumerate(sheet.rows()):
            cells = "".join(
                f'<Cell ss:Index="{col + 1}"><Data ss:Type="{"String" if isinstance(value, str) else "Number"}">{escape(str(value))}</Data></Cell>'
                for col, value in enumerate(values) if value is not None
            )
            out.append(f'<Row ss:Index="{row + 1}">{cells}</Row>' if cells else "")
        out.append("</Table></Worksheet>")
    out.append("</Workbook>")
    pathlib.Path(path).write_text("".join(out), encoding="utf-8", newline="")


def vietnamese(value):
    """A value as a Vietnamese Excel shows it."""
    if value is None:
        return ""
    if isinstance(value, datetime.date):
        return value.strftime("%d/%m/%Y")
    if isinstance(value, float):
        return repr(value).removesuffix(".0").replace(".", ",")
    return str(value)


# Same input, same bytes.


def write_zip(path, parts):
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            info = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            info.compress_type = zipfile.ZIP_STORED if name == "mimetype" else zipfile.ZIP_DEFLATED
            info.external_attr = 0o644 << 16
            archive.writestr(info, data)


def fix_zip(path):
    """Takes the moment of saving out of a package."""
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    stamp = rb"\d{4}-\d\d-\d\dT[\d:.]+Z?"
    for name in ("docProps/core.xml", "meta.xml"):
        if name in parts:
            parts[name] = re.sub(rb">" + stamp + rb"<", b">" + STAMP.encode() + b"<", parts[name])
    write_zip(path, parts)
