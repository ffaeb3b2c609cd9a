"""Every layout and way of typing in its smallest workbook."""

import datetime
import pathlib
import tempfile
import unicodedata
from dataclasses import dataclass, field

from . import book as save
from .book import Book, Error, Formula, Rich, Sheet, in_legacy
from .truth import row

UNIT = "Sở Y tế tỉnh Trà Vinh"
HEAD = ["STT", "Nội dung hỗ trợ", "Đơn vị hỗ trợ", "Thời gian", "Kinh phí hỗ trợ"]
DIEU_DUONG = "Đào tạo điều dưỡng tuyến huyện"
XE = "Tặng xe cứu thương"
SO_CUU = "Tập huấn sơ cấp cứu"
SO_Y_TE = "Sở Y tế TP. Hồ Chí Minh"
TU_DU = "Bệnh viện Từ Dũ"
NHI = "Bệnh viện Nhi đồng 1"
# Three records that most quirks carry; the amounts in triệu đồng.
ONE = [1, DIEU_DUONG, SO_Y_TE, 2018, 120]
TWO = [2, XE, TU_DU, 2019, 850]
THREE = [3, SO_CUU, NHI, 2020, 75]


@dataclass
class Quirk:
    """A file, what must come out of it, and the findings that must and must not come."""

    name: str
    says: str
    book: Book
    records: list
    must: list = field(default_factory=list)
    never: list = field(default_factory=list)
    writer: object = save.openpyxl
    state: str = "holds"
    sheet: str = None


def top(sheet, unit="triệu đồng", at=(0, 0)):
    """The lines above a table: four rows."""
    r, c = at
    sheet.put(r, c, f"Đơn vị báo cáo: {UNIT}")
    sheet.put(r + 1, c, "DANH MỤC HOẠT ĐỘNG HỖ TRỢ", bold=True)
    if unit:
        sheet.put(r + 2, c, f"Đơn vị tính: {unit}")
    return sheet


def table(rows, head=HEAD, unit="triệu đồng", at=(0, 0), name="Danh mục"):
    """The smallest form: three lines, a blank one, the header (row 5), then the rows (from row 6)."""
    sheet = top(Sheet(name), unit, at)
    r, c = at
    sheet.line(r + 4, head, c, bold=True)
    for offset, values in enumerate(rows):
        sheet.line(r + 5 + offset, values, c)
    return sheet


def rec(at, seq, activity, provider, time, amount, sheet="Danh mục", unit=UNIT, **more):
    """An expected record at a row of its sheet; the amount in triệu đồng."""
    dong = None if amount is None else round(amount * 1_000_000)
    return row(
        source_row=at, seq=seq, activity=activity, provider=provider, time=str(time) if time else None,
        amount_vnd=dong, source_sheet=sheet, unit_name=unit, **more,
    )


def plain(first=6, count=3, **more):
    """ONE, TWO and THREE as expected records, one below the other."""
    return [rec(first + n, *values, **more) for n, values in enumerate([ONE, TWO, THREE][:count])]


def text_rows(rows):
    return [[None if value is None else str(value) for value in values] for values in rows]


def encodings():
    yield Quirk(
        "tcvn3-font.xls", "everything typed in TCVN3 under `.VnTime`", in_legacy(Book([table([ONE, TWO, THREE])]), "tcvn3"),
        plain(), ["F005"], writer=save.xlwt,
    )
    sheet = table([ONE, TWO, THREE])
    sheet.put(0, 0, f"ĐƠN VỊ BÁO CÁO: {UNIT.upper()}")
    sheet.line(4, [text.upper() for text in HEAD])
    yield Quirk(
        "tcvn3-capital-font.xls", "letterhead and headings in a capital font, `.VnTimeH`: stored in small letters",
        in_legacy(Book([sheet]), "tcvn3"), plain(unit=UNIT.upper()), ["F005"], writer=save.xlwt,
    )
    yield Quirk(
        "vni-font.xlsx", "everything typed in VNI under `VNI-Times`", in_legacy(Book([table([ONE, TWO, THREE])]), "vni"), plain(), ["F005"],
    )
    yield Quirk("vni-font.xls", "the same in an old workbook", in_legacy(Book([table([ONE, TWO, THREE])]), "vni"), plain(), ["F005"], writer=save.xlwt)
    for encoding in ("tcvn3", "vni"):
        yield Quirk(
            f"{encoding}-without-fonts.csv", "the same letters where no font tells: only the syllables do", in_legacy(Book([table([ONE, TWO, THREE])]), encoding),
            plain(sheet=""), ["F005"], writer=save.delimited,
        )
    sheet = table([ONE, TWO, THREE])
    mixed = Book([Sheet(cells={at: value for at, value in sheet.cells.items() if at[0] >= 6})])
    in_legacy(mixed, "tcvn3")
    sheet.cells |= mixed.sheets[0].cells
    sheet.fonts |= mixed.sheets[0].fonts
    yield Quirk(
        "two-encodings-one-workbook.xlsx", "the first record and the frame in Unicode, two records copied from a TCVN3 file", Book([sheet]), plain(), ["F005"],
    )
    sheet = table([ONE, TWO])
    typed, font = save.legacy("Tặng xe", "tcvn3")
    sheet.put(6, 1, Rich([(font, typed), ("Times New Roman", " cứu thương")]))
    yield Quirk("two-encodings-one-cell.xlsx", "B7 begins in TCVN3 and ends in Unicode", Book([sheet]), plain(count=2), ["F005"])
    sheet = table([ONE, TWO, THREE])
    sheet.cells = {at: unicodedata.normalize("NFD", value) if isinstance(value, str) else value for at, value in sheet.cells.items()}
    yield Quirk("decomposed-unicode.xlsx", "letters and their marks stored apart, as a Mac does; what comes out is NFC", Book([sheet]), plain(), [], ["T001", "T009"])

    def mojibake(book, path):
        with tempfile.TemporaryDirectory() as folder:
            inner = pathlib.Path(folder, "x.csv")
            save.delimited(book, inner)
            path.write_text(inner.read_bytes().decode("latin-1"), encoding="utf-8", newline="")

    yield Quirk("utf8-read-as-latin-1.csv", "UTF-8 that was read as Latin-1 and saved again: two letters where one was", Book([table([ONE, TWO])]), plain(count=2, sheet=""), ["F005"], writer=mojibake)


def text_files():
    def how(delimiter, encoding, show=None):
        return lambda book, path: save.delimited(book, path, delimiter, encoding, show)

    yield Quirk("semicolon-windows-1258.csv", "`;` between the cells, windows-1258, tones stored apart", Book([table([ONE, TWO, THREE])]), plain(sheet=""), [], ["V103", "T009"], how(";", "windows-1258"))
    yield Quirk("utf16.txt", "“Unicode text” as Excel saves it: UTF-16, tabs", Book([table([ONE, TWO, THREE])]), plain(sheet=""), [], ["F003"], how("\t", "utf-16"))
    yield Quirk("utf8-without-mark.tsv", "tabs, UTF-8 without a byte-order mark", Book([table([ONE, TWO, THREE])]), plain(sheet=""), [], ["F003"], how("\t", "utf-8"))
    yield Quirk("utf8-with-mark.csv", "commas, UTF-8 with a byte-order mark", Book([table([ONE, TWO, THREE])]), plain(sheet=""), [], ["F003"], how(",", "utf-8-sig"))
    rows = [[1, DIEU_DUONG, SO_Y_TE, 2018, "1,234.5"], [2, XE, TU_DU, 2019, "850.25"]]
    yield Quirk(
        "english-decimals.csv", "amounts typed the English way: `1,234.5` is a thousand and some", Book([table(rows)]),
        [rec(6, 1, DIEU_DUONG, SO_Y_TE, 2018, 1234.5, ""), rec(7, 2, XE, TU_DU, 2019, 850.25, "")], [], ["V118"], how(",", "utf-8"),
    )
    sheet = table([ONE, ["", XE, '"', "nt", 850], [3, SO_CUU, "như trên", "-nt-", 75]])
    sheet.put(6, 0, 2)
    yield Quirk(
        "ditto-marks.csv", "`\"`, `nt`, `như trên`, `-nt-` repeat the cell above", Book([sheet]),
        [rec(6, *ONE, ""), rec(7, 2, XE, SO_Y_TE, 2018, 850, ""), rec(8, 3, SO_CUU, SO_Y_TE, 2018, 75, "")], ["V117@C7", "V117@D7", "V117@C8", "V117@D8"], writer=how(",", "utf-8"),
    )
    sheet = table([[1, DIEU_DUONG + "\ncho ba huyện", SO_Y_TE, 2018, 120], TWO])
    yield Quirk(
        "line-break-in-cell.csv", "a line break in a quoted cell: a row of the file all the same", Book([sheet]),
        [rec(6, 1, DIEU_DUONG + "\ncho ba huyện", SO_Y_TE, 2018, 120, ""), rec(7, *TWO, "")], writer=how(",", "utf-8"),
    )


def formats():
    def as_html(book, path):
        save.html(book, path)

    def zipped(book, path):
        # Two offices' files; the archive's names are in the Vietnamese Windows code page, as old Windows zips are.
        with tempfile.TemporaryDirectory() as folder:
            inner = pathlib.Path(folder, "x.xlsx")
            save.openpyxl(book, inner)
            name = save.windows_1258("Sở Y tế.xlsx")
            save.write_zip(path, {"X" * len(name): inner.read_bytes()})
            path.write_bytes(path.read_bytes().replace(b"X" * len(name), name))

    yield Quirk("html-named-xls.xls", "a page of HTML named `.xls`", Book([table([ONE, TWO])]), plain(count=2, sheet="Sheet1"), ["F003"], ["F001"], as_html)
    merged = table([ONE, [2, XE, None, 2019, 850]])
    merged.merge(5, 2, 6, 2)
    yield Quirk(
        "html-with-rowspan.xls", "HTML whose provider cell reaches over two rows", Book([merged]),
        [rec(6, *ONE, "Sheet1"), rec(7, 2, XE, SO_Y_TE, 2019, 850, "Sheet1")], ["F003", "T008@C6:C7"], ["V101"], as_html,
    )
    yield Quirk("xml-2003-named-xls.xls", "XML Spreadsheet 2003 named `.xls`", Book([table([ONE, TWO])]), plain(count=2), [], ["F001"], save.xml_2003)
    inside = plain(count=2)
    for record in inside:
        record["source_file"] = "cp1258-names.zip/Sở Y tế.xlsx"
    yield Quirk("cp1258-names.zip", "an archive whose names are in windows-1258", Book([table([ONE, TWO])]), inside, [], ["F001", "F007"], zipped)
    yield Quirk("csv-named-xls.xls", "delimited text named `.xls`", Book([table([ONE, TWO])]), plain(count=2, sheet=""), ["F003"], ["F001"], lambda book, path: save.delimited(book, path, "\t"))
    yield Quirk("xlsx-named-xls.xls", "an `.xlsx` renamed to `.xls`", Book([table([ONE, TWO])]), plain(count=2), ["F003"], ["F001"], lambda book, path: renamed(save.openpyxl, book, path, ".xlsx"))
    yield Quirk("codepage-1252.xls", "an `.xls` whose code page record says 1252 though its text is UTF-16", Book([table([ONE, TWO])]), plain(count=2), [], ["F001", "T001"], lambda book, path: save.xlwt(book, path, 1252))
    yield Quirk("macros.xlsm", "a workbook with macros: not run, and said", Book([table([ONE, TWO])]), plain(count=2), ["F006"], ["F001", "F003"], save.with_macros)
    yield Quirk("merged-header.ods", "OpenDocument with a merged two-row header", Book([two_row_header()]), two_row_records(), [], ["T002"], save.odfpy)
    yield Quirk("merged-header.xlsb", "the same in a binary workbook", Book([two_row_header()]), two_row_records(), [], ["T002"], save.xlsb)
    sheet = table([[1, DIEU_DUONG, SO_Y_TE, datetime.date(2018, 5, 3), 120], [2, XE, TU_DU, datetime.date(2019, 12, 25), 850]])
    yield Quirk(
        "dates-from-1904.xlsx", "days counted from 1904, as Excel for Mac did", Book([sheet], from_1904=True),
        [rec(6, 1, DIEU_DUONG, SO_Y_TE, "2018-05-03", 120), rec(7, 2, XE, TU_DU, "2019-12-25", 850)], [], ["V112"],
    )
    sheet = table([ONE, TWO, [None, "Tổng cộng", None, None, Formula("=SUM(E6:E7)", 970)]])
    yield Quirk("formulas-with-results.xlsx", "the total is a formula with its result", Book([sheet]), plain(count=2), [], ["V111", "S201"], save.xlsxwriter)


def renamed(writer, book, path, suffix):
    with tempfile.TemporaryDirectory() as folder:
        inner = pathlib.Path(folder, "x" + suffix)
        writer(book, inner)
        path.write_bytes(inner.read_bytes())


def two_row_header(merged=True, subs=("Tổng số", "Ngân sách", "Vận động"), group="Kinh phí hỗ trợ"):
    sheet = top(Sheet())
    sheet.line(4, HEAD[:4] + [group], bold=True).line(5, list(subs), 4, bold=True)
    if merged:
        for col in range(4):
            sheet.merge(4, col, 5, col)
        sheet.merge(4, 4, 4, 6)
    sheet.line(6, [1, DIEU_DUONG, SO_Y_TE, 2018, 120, 100, 20]).line(7, [2, XE, TU_DU, 2019, 850, 850, 0])
    return sheet


def two_row_records(first=7):
    return [
        rec(first, *ONE, budget_vnd=100_000_000, mobilised_vnd=20_000_000),
        rec(first + 1, *TWO, budget_vnd=850_000_000, mobilised_vnd=0),
    ]


def headers():
    yield Quirk("merged-two-row-header.xlsx", "“Kinh phí hỗ trợ” merged over its three parts", Book([two_row_header()]), two_row_records(), [], ["T002", "T003", "T004"])
    yield Quirk("merged-two-row-header.xls", "the same in an old workbook", Book([two_row_header()]), two_row_records(), [], ["T002", "T003", "T004"], save.xlwt)
    yield Quirk("unmerged-two-row-header.xlsx", "the same, nothing merged", Book([two_row_header(merged=False)]), two_row_records(), [], ["T002", "T003", "T004"])
    sheet = two_row_header(merged=False)
    sheet.line(4, HEAD[:4] + ["Kinh phí hỗ trợ"] * 3, bold=True)
    yield Quirk("repeated-group-heading.xlsx", "the group's heading stands again above each part", Book([sheet]), two_row_records(), [], ["T002", "T003", "T004"])
    sheet = two_row_header(subs=(None, "Trong đó: ngân sách", "Vận động"))
    yield Quirk("blank-sub-heading.xlsx", "no sub-heading above the total", Book([sheet]), two_row_records(), [], ["T002", "T003", "T004"])
    sheet = top(Sheet())
    sheet.line(4, HEAD[:4] + ["Kinh phí hỗ trợ"], bold=True).line(5, ["Tổng số", "Trong đó"], 4, bold=True).line(6, ["Ngân sách", "Vận động"], 5, bold=True)
    for col in range(4):
        sheet.merge(4, col, 6, col)
    sheet.merge(4, 4, 4, 6).merge(5, 4, 6, 4).merge(5, 5, 5, 6)
    sheet.line(7, [1, DIEU_DUONG, SO_Y_TE, 2018, 120, 100, 20]).line(8, [2, XE, TU_DU, 2019, 850, 850, 0])
    yield Quirk("three-row-header.xlsx", "“Tổng số” and “Trong đó” below “Kinh phí hỗ trợ”, the parts below that", Book([sheet]), two_row_records(8), [], ["T002", "T003", "T004"])
    sheet = top(Sheet())
    sheet.line(4, ["STT", "Nội dung hợp tác"], bold=True).line(5, [None, "Nội dung hỗ trợ", "Đơn vị hỗ trợ", "Thời gian", "Kinh phí hỗ trợ"], bold=True)
    sheet.line(6, ["Tổng số", "Trong đó"], 4, bold=True).line(7, ["Ngân sách", "Vận động"], 5, bold=True)
    sheet.merge(4, 0, 7, 0).merge(4, 1, 4, 6).merge(5, 4, 5, 6).merge(6, 4, 7, 4).merge(6, 5, 6, 6)
    for col in (1, 2, 3):
        sheet.merge(5, col, 7, col)
    sheet.line(8, [1, DIEU_DUONG, SO_Y_TE, 2018, 120, 100, 20]).line(9, [2, XE, TU_DU, 2019, 850, 850, 0])
    yield Quirk("four-row-header.xlsx", "one heading over the whole table, three rows of headings below it", Book([sheet]), two_row_records(9), [], ["T002", "T003", "T004"])
    head = ["TT", "NỘI DUNG\nHỖ TRỢ", "Đơn vị TP.HCM\nhỗ trợ", "TG thực hiện", "KP hỗ trợ\n(triệu đồng)"]
    yield Quirk("headings-abbreviated-and-broken.xlsx", "headings abbreviated, in capitals, over several lines; the unit of account only there", Book([table([ONE, TWO], head, None)]), plain(count=2), [], ["T002", "T004", "T005"])
    yield Quirk("no-stt-column.xlsx", "the column of numbers was taken out", Book([table([ONE[1:], TWO[1:]], HEAD[1:])]), [rec(6, "", *ONE[1:]), rec(7, "", *TWO[1:])], [], ["T001", "S204"])
    sheet = table([ONE + ["Địa phương chủ động", "Thiếu vốn đối ứng"], TWO + [None, "Đường xấu"]], [*HEAD, "Thuận lợi", "Khó khăn"])
    yield Quirk(
        "two-columns-feed-one-field.xlsx", "Thuận lợi and Khó khăn are joined", Book([sheet]),
        [rec(6, *ONE, difficulties="Địa phương chủ động\nThiếu vốn đối ứng"), rec(7, *TWO, difficulties="Đường xấu")], [], ["T003", "T004"],
    )
    sheet = table([ONE, TWO])
    sheet.put(0, 0, "ỦY BAN NHÂN DÂN TỈNH TRÀ VINH\nSỞ Y TẾ").put(0, 3, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc")
    yield Quirk("letterhead-in-one-cell.xlsx", "superior and office in one cell, motto in another: the office is the lower line", Book([sheet]), plain(count=2, unit="SỞ Y TẾ"), [], ["T007", "T009"])
    sheet = table([ONE, TWO])
    sheet.put(0, 0, "Đơn vị báo cáo:").put(0, 2, UNIT)
    yield Quirk("office-in-the-next-cell.xlsx", "“Đơn vị báo cáo:” in A1, the name in C1", Book([sheet]), plain(count=2), [], ["T007", "T009"])
    sheet = table([])
    sheet.line(5, ["(1)", "(2)", "(3)", "(4)", "(5)"])
    for offset, values in enumerate([ONE, TWO]):
        sheet.line(6 + offset, values)
    yield Quirk("column-number-row.xlsx", "`(1) (2) (3)` below the headings is no record", Book([sheet]), plain(7, 2))
    sheet = table([[1, DIEU_DUONG, None, SO_Y_TE, 2018, 120], [2, XE, None, TU_DU, 2019, 850]], HEAD[:2] + [None] + HEAD[2:])
    yield Quirk("spacer-column.xlsx", "an empty column between the others", Book([sheet]), plain(count=2), [], ["T004", "T009"])
    sheet = table([ONE[:4] + ["Quyết định 12", 120], TWO[:4] + [None, 850]], HEAD[:4] + ["Căn cứ pháp lý"] + HEAD[4:])
    yield Quirk(
        "unknown-column.xlsx", "a column of the office's own: kept in `extra`", Book([sheet]),
        [rec(6, *ONE, extra={"Căn cứ pháp lý": "Quyết định 12"}), rec(7, *TWO)], ["T004@E5"],
    )
    sheet = table([ONE + [150], TWO + [900]], HEAD + ["Kinh phí kế hoạch"])
    yield Quirk(
        "planned-amount-column.xlsx", "“Kinh phí kế hoạch” is no amount given: it goes to `extra`", Book([sheet]),
        [rec(6, *ONE, extra={"Kinh phí kế hoạch": "150"}), rec(7, *TWO, extra={"Kinh phí kế hoạch": "900"})], ["T004@F5"], ["T003"],
    )
    yield Quirk("starts-at-d7.xlsx", "the table stands anywhere: its header is row 7, its first column D", Book([table([ONE, TWO], at=(2, 3))]), plain(8, 2))


def several_tables():
    years = Book([table([ONE], name="Năm 2018"), table([[1, XE, TU_DU, 2019, 850]], name="Năm 2019")])
    yield Quirk("sheets-per-year.xlsx", "a sheet for each year", years, [rec(6, *ONE, "Năm 2018"), rec(6, 1, XE, TU_DU, 2019, 850, "Năm 2019")])
    guide = Sheet("Hướng dẫn").line(0, ["HƯỚNG DẪN GHI BIỂU"]).line(1, ["1. Cột Kinh phí hỗ trợ ghi theo triệu đồng."]).line(2, ["2. Cột Thời gian ghi năm thực hiện."])
    yield Quirk("instruction-sheet.xlsx", "a sheet of instructions before the form: skipped", Book([guide, table([ONE, TWO])]), plain(count=2), [], ["T001"])
    codes = Sheet("Danh mục mã").line(0, ["Mã", "Lĩnh vực"]).line(1, ["YT", "Y tế"]).line(2, ["GD", "Giáo dục và đào tạo"])
    yield Quirk("code-list-sheet.xlsx", "a sheet with a list of codes: skipped", Book([table([ONE, TWO]), codes]), plain(count=2), [], ["T001", "T002"])
    sectors = Book([table([ONE], name="Y tế"), table([[1, XE, TU_DU, 2019, 850]], name="Giáo dục")])
    yield Quirk("sheets-per-sector.xlsx", "a sheet for each sector", sectors, [rec(6, *ONE, "Y tế"), rec(6, 1, XE, TU_DU, 2019, 850, "Giáo dục")])
    cover = Sheet("Bìa").put(0, 0, "BÁO CÁO").put(1, 0, UNIT)
    yield Quirk("cover-and-empty-sheets.xlsx", "a cover before the form, empty sheets behind it", Book([cover, table([ONE, TWO]), Sheet("Sheet2"), Sheet("Sheet3")]), plain(count=2), [], ["T001", "T009"])
    sheet = table([ONE, TWO])
    sheet.line(8, ["II. Hoạt động năm 2020"]).line(9, HEAD, bold=True).line(10, [1, SO_CUU, NHI, 2020, 75])
    yield Quirk(
        "two-tables-one-sheet.xlsx", "a second table below the first carries office and unit of account on", Book([sheet]),
        plain(count=2) + [rec(11, 1, SO_CUU, NHI, 2020, 75, section="Hoạt động năm 2020")], [], ["T005", "T007"],
    )
    sheet = table([ONE, TWO])
    sheet.line(8, ["STT", "Thời gian", "Đơn vị hỗ trợ", "Kinh phí hỗ trợ", "Nội dung hỗ trợ"], 1, bold=True).line(9, [1, 2020, NHI, 75, SO_CUU], 1)
    yield Quirk("second-table-other-columns.xlsx", "a second table with other columns in another order, one column to the right", Book([sheet]), plain(count=2) + [rec(10, 1, SO_CUU, NHI, 2020, 75)], [], ["T005", "T007", "S204"])
    sheet = table([ONE, TWO, [None, "Tổng cộng", None, None, 970]])
    sheet.line(9, HEAD, bold=True).line(10, [1, SO_CUU, NHI, 2020, 75]).line(11, [None, "Tổng cộng", None, None, 75])
    yield Quirk(
        "two-tables-each-with-its-total.xlsx", "the same headings again below a total begin a second table, with an STT and a total of its own", Book([sheet]),
        plain(count=2) + [rec(11, 1, SO_CUU, NHI, 2020, 75)], [], ["S201", "S204", "T005"],
    )
    sheet = table([ONE, TWO])
    sheet.line(8, ["DANH MỤC HOẠT ĐỘNG HỖ TRỢ"]).line(9, ["Đơn vị tính: triệu đồng"]).line(10, HEAD).line(11, THREE)
    yield Quirk("repeated-page-titles.xlsx", "title, unit of account and headings again on the second page", Book([sheet]), plain(count=2) + [rec(12, *THREE)], [], ["T005", "T009", "S204"])
    sheet = table([ONE, TWO])
    sheet.line(7, HEAD).line(8, THREE)
    yield Quirk("repeated-header.xlsx", "only the headings again on the second page", Book([sheet]), plain(count=2) + [rec(9, *THREE)], [], ["V102", "V103", "T009"])


def sections_and_totals():
    sheet = table([["I", "Đào tạo"], ONE, TWO, ["II", "Trang thiết bị"], [1, SO_CUU, NHI, 2020, 75]])
    yield Quirk(
        "stt-restarts.xlsx", "the STT begins anew in each section: no S204", Book([sheet]),
        plain(7, 2, section="Đào tạo") + [rec(10, 1, SO_CUU, NHI, 2020, 75, section="Trang thiết bị")], [], ["S204"],
    )
    sheet = table([["A", "Hợp tác y tế"], ["I", "Đào tạo"], ONE, ["II", "Trang thiết bị"], TWO, ["B", "Hợp tác khác"], THREE])
    yield Quirk(
        "sections-two-deep.xlsx", "`A` holds `I` and `II`; `B` holds none", Book([sheet]),
        [
            rec(8, *ONE, section="Hợp tác y tế / Đào tạo"), rec(10, *TWO, section="Hợp tác y tế / Trang thiết bị"),
            rec(12, *THREE, section="Hợp tác khác"),
        ],
        [], ["S204"],
    )
    sheet = table([[None, "Lĩnh vực y tế"], ONE, TWO, [None, "Lĩnh vực giáo dục"], THREE])
    yield Quirk(
        "sections-without-number.xlsx", "“Lĩnh vực …” alone on its row heads a section", Book([sheet]),
        plain(7, 2, section="Lĩnh vực y tế") + [rec(10, *THREE, section="Lĩnh vực giáo dục")], [], ["V101", "T009"],
    )
    sheet = table([[1, "Đào tạo"], ["1.1", *ONE[1:]], ["1.2", *TWO[1:]], [2, "Trang thiết bị"], ["2.1", *THREE[1:]]])
    yield Quirk(
        "sections-numbered-1-and-1.1.xlsx", "`1` heads `1.1` and `1.2`", Book([sheet]),
        [rec(7, "1.1", *ONE[1:], section="Đào tạo"), rec(8, "1.2", *TWO[1:], section="Đào tạo"), rec(10, "2.1", *THREE[1:], section="Trang thiết bị")], [], ["V101", "S204"],
    )
    sheet = table([["A", "Hợp tác y tế"], ["I", "Đào tạo"], ["a", "Trong nước"], ONE, ["b", "Ngoài nước"], TWO, ["II", "Trang thiết bị"], THREE])
    yield Quirk(
        "sections-three-deep.xlsx", "`A`, `I`, `a`", Book([sheet]),
        [
            rec(9, *ONE, section="Hợp tác y tế / Đào tạo / Trong nước"), rec(11, *TWO, section="Hợp tác y tế / Đào tạo / Ngoài nước"),
            rec(13, *THREE, section="Hợp tác y tế / Trang thiết bị"),
        ],
        [], ["V101", "S204"],
    )
    sheet = table([ONE, [None, "Cộng trang 1", None, None, 120], TWO, THREE, [None, "Tổng cộng", None, None, 1045]])
    yield Quirk("subtotal-per-page.xlsx", "“Cộng trang 1” between the records", Book([sheet]), [rec(6, *ONE), rec(8, *TWO), rec(9, *THREE)], [], ["S201", "S203", "V101"])
    sheet = table([ONE, TWO, [None, "Tổng cộng", None, None, 970], [None, "Trong đó: ngân sách", None, None, 800], [None, "Bằng chữ: Chín trăm bảy mươi triệu đồng."]])
    yield Quirk("total-broken-up-and-in-words.xlsx", "“Trong đó …” and “Bằng chữ …” below the total", Book([sheet]), plain(count=2), [], ["S201", "V101", "T009"])
    sheet = table([ONE, [None] * 5, TWO, [None] * 5, [None] * 5, THREE])
    yield Quirk("blank-rows-between.xlsx", "empty rows between the records", Book([sheet]), [rec(6, *ONE), rec(8, *TWO), rec(11, *THREE)], [], ["S204", "T009"])
    sheet = table([ONE, TWO])
    sheet.line(8, ["Nơi nhận:", None, None, "KT. GIÁM ĐỐC"]).line(9, ["- Như trên;", None, None, "PHÓ GIÁM ĐỐC"]).line(10, ["- Lưu: VT, KHTC."])
    yield Quirk("recipients-beside-signature.xlsx", "“Nơi nhận: - Như trên; - Lưu …” beside the signature: no ditto mark, no record", Book([sheet]), plain(count=2), [], ["T009", "V117", "V101"])
    sheet = table([[None, "Tổng cộng", None, None, 1045], ONE, TWO, THREE])
    yield Quirk("totals-on-top.xlsx", "the total stands above the records", Book([sheet]), plain(7), [], ["S201", "V101"])
    sheet = table([["I", "Đào tạo", None, None, 970], ONE, TWO, ["II", "Trang thiết bị", None, None, 75], THREE, [None, "Tổng cộng", None, None, 1045]])
    yield Quirk(
        "subtotals-on-section-rows.xlsx", "each section row holds its own sum", Book([sheet]),
        plain(7, 2, section="Đào tạo") + [rec(10, *THREE, section="Trang thiết bị")], [], ["S201", "S203", "V101"],
    )
    sheet = table([["I", "Đào tạo"], ONE, TWO, [None, "Cộng mục I", None, None, 970], ["II", "Trang thiết bị"], THREE, [None, "Cộng mục II", None, None, 75], [None, "Tổng cộng", None, None, 1045]])
    yield Quirk(
        "subtotals-in-rows.xlsx", "each section ends with a row “Cộng mục …”", Book([sheet]),
        plain(7, 2, section="Đào tạo") + [rec(11, *THREE, section="Trang thiết bị")], [], ["S201", "S203", "V101"],
    )
    sheet = table([ONE, TWO, ["Tổng cộng", None, None, None, 970]])
    sheet.merge(7, 0, 7, 3)
    yield Quirk("total-label-merged-across.xlsx", "“Tổng cộng” in the STT column, merged over four", Book([sheet]), plain(count=2), [], ["S201", "V101"])
    sheet = table([["I. ĐÀO TẠO"], ONE, TWO])
    sheet.merge(5, 0, 5, 4)
    yield Quirk("section-merged-across.xlsx", "the section's label with its number in one cell over the whole table", Book([sheet]), plain(7, 2, section="ĐÀO TẠO"), [], ["V101"])
    sheet = table([ONE, TWO])
    sheet.line(8, ["Ghi chú: số liệu tính đến ngày 30/6/2020."]).line(10, [None, None, None, "Trà Vinh, ngày 24 tháng 8 năm 2020"])
    sheet.line(11, [None, "NGƯỜI LẬP BIỂU", None, "GIÁM ĐỐC"]).line(12, [None, "(Ký, ghi rõ họ tên)", None, "(Ký tên, đóng dấu)"])
    yield Quirk("notes-and-signatures.xlsx", "a note and a signature block below the table", Book([sheet]), plain(count=2), [], ["T009", "V101"])
    sheet = table([[None, "Không phát sinh"]])
    sheet.line(7, [None, None, None, "Trà Vinh, ngày 24 tháng 8 năm 2020"]).line(8, [None, None, None, "GIÁM ĐỐC"])
    yield Quirk("nil-return.xlsx", "“Không phát sinh”: the office has reported, with nothing", Book([sheet]), [], ["X307"], ["T001", "V101", "T009"], state="open")


def rows():
    sheet = table([ONE, [None, "cho bệnh viện huyện Càng Long"], TWO])
    yield Quirk(
        "continued-row.xlsx", "the activity goes on in the row below, which has no STT", Book([sheet]),
        [rec(6, 1, DIEU_DUONG + "\ncho bệnh viện huyện Càng Long", SO_Y_TE, 2018, 120), rec(8, *TWO)], [], ["V101", "T009"],
    )
    sheet = table([ONE + ["Đã bàn giao,"], [None, None, None, None, None, "đang sử dụng tốt"], TWO + [None]], [*HEAD, "Kết quả thực hiện"])
    yield Quirk(
        "continued-result.xlsx", "only the result goes on in the row below", Book([sheet]),
        [rec(6, *ONE, result="Đã bàn giao,\nđang sử dụng tốt"), rec(8, *TWO)], [], ["V101", "T009"],
    )
    sheet = table([["01", *ONE[1:]], ["02", *TWO[1:]], ["03.", *THREE[1:]]])
    yield Quirk("stt-as-text.xlsx", "`01`, `02`, `03.`: kept as typed", Book([sheet]), [rec(6, "01", *ONE[1:]), rec(7, "02", *TWO[1:]), rec(8, "03.", *THREE[1:])], [], ["S204", "V101"])
    sheet = table([ONE, TWO, [4, *THREE[1:]]])
    yield Quirk("stt-gap.xlsx", "4 follows 2", Book([sheet]), [rec(6, *ONE), rec(7, *TWO), rec(8, 4, *THREE[1:])], ["S204@A8"])
    sheet = table([ONE, [2, XE, TU_DU, "nt", "nt"]])
    yield Quirk("ditto-marks-in-figures.xlsx", "`nt` for the time and the amount", Book([sheet]), [rec(6, *ONE), rec(7, 2, XE, TU_DU, 2018, 120)], ["V117@D7", "V117@E7"], ["V102", "V103"])
    sheet = table([ONE, [2, XE, "nt", 2019, 850], [3, SO_CUU, "nt", 2020, 75]])
    sheet.cells.pop((5, 2))
    yield Quirk(
        "ditto-below-an-empty-cell.xlsx", "`nt` with nothing above it is no name", Book([sheet]),
        [rec(6, 1, DIEU_DUONG, None, 2018, 120), rec(7, 2, XE, None, 2019, 850), rec(8, 3, SO_CUU, None, 2020, 75)], ["V101@C6", "V101@C7", "V101@C8"],
    )
    sheet = table([ONE, [2, XE, TU_DU, None, 850], [3, SO_CUU, NHI, None, 75]])
    sheet.merge(5, 3, 7, 3)
    yield Quirk("merged-down-time.xls", "the time merged over three records", Book([sheet]), [rec(6, *ONE), rec(7, 2, XE, TU_DU, 2018, 850), rec(8, 3, SO_CUU, NHI, 2018, 75)], ["T008@D6:D8"], ["V101"], save.xlwt)
    sheet = table([ONE, TWO, [1, *THREE[1:]]])
    yield Quirk("stt-repeats.xlsx", "1 stands twice and no section lies between", Book([sheet]), [rec(6, *ONE), rec(7, *TWO), rec(8, 1, *THREE[1:])], ["S204@A8"])
    sheet = table([ONE, [2, XE, None, 2019, 850], THREE])
    sheet.merge(5, 2, 6, 2)
    yield Quirk("merged-down-provider.xlsx", "the provider merged over two records", Book([sheet]), [rec(6, *ONE), rec(7, 2, XE, SO_Y_TE, 2019, 850), rec(8, *THREE)], ["T008@C6:C7"], ["V101"])
    yield Quirk("merged-down-provider.ods", "the same in OpenDocument", Book([sheet]), [rec(6, *ONE), rec(7, 2, XE, SO_Y_TE, 2019, 850), rec(8, *THREE)], ["T008@C6:C7"], ["V101"], save.odfpy)
    sheet = table([[1, DIEU_DUONG, SO_Y_TE, None, 2018, 120], [2, XE, TU_DU, NHI, 2019, 850]], HEAD[:3] + ["Đơn vị tiếp nhận"] + HEAD[3:])
    sheet.merge(5, 2, 5, 3)
    yield Quirk(
        "merged-across.xlsx", "C6 reaches over provider and recipient: both have the same name", Book([sheet]),
        [rec(6, 1, DIEU_DUONG, SO_Y_TE, 2018, 120, recipient=SO_Y_TE), rec(7, *TWO, recipient=NHI)], ["T008@C6:D6"], ["V101"],
    )
    sheet = table([[1, f"- {DIEU_DUONG}\n- {SO_CUU}", SO_Y_TE, 2018, 195], TWO])
    yield Quirk(
        "several-activities-in-one-cell.xlsx", "B6 lists two activities: one record, and said", Book([sheet]),
        [rec(6, 1, f"- {DIEU_DUONG}\n- {SO_CUU}", SO_Y_TE, 2018, 195), rec(7, *TWO)], ["V106@B6"], ["V114"],
    )
    sheet = table([ONE, TWO, THREE])
    sheet.hidden_rows = {6}
    yield Quirk("hidden-rows.xlsx", "row 7 is hidden: read, and said", Book([sheet]), plain(), ["T006@A7"])
    yield Quirk("hidden-rows.xls", "the same in an old workbook", Book([sheet]), plain(), ["T006"], writer=save.xlwt)
    yield Quirk("hidden-rows.ods", "the same in OpenDocument", Book([sheet]), plain(), ["T006"], writer=save.odfpy)
    sheet = table([ONE, TWO, THREE])
    sheet.hidden_rows, sheet.filtered = {6}, (4, 0, 7, 4)
    yield Quirk("filtered-rows.xlsx", "a filter left row 7 out: read, and said", Book([sheet]), plain(), ["T006"])
    sheet = table([ONE + ["đã nghiệm thu"], TWO + [None]], HEAD + ["Ghi chú"])
    sheet.hidden_cols = {5}
    yield Quirk("hidden-column.xlsx", "the column of notes is hidden: read, and said", Book([sheet]), [rec(6, *ONE, note="đã nghiệm thu"), rec(7, *TWO)], ["T006"])
    old = table([[1, SO_CUU, NHI, 2017, 60]], name="Cũ")
    old.hidden = True
    yield Quirk("hidden-sheet.xlsx", "a hidden sheet holds a table: read, and said", Book([table([ONE, TWO]), old]), plain(count=2) + [rec(6, 1, SO_CUU, NHI, 2017, 60, "Cũ")], ["T006"])


def numbers():
    def amounts(name, says, typed, dong, must=(), never=(), unit="triệu đồng", more=None, state="holds", total=None, head=HEAD):
        """Records whose amounts are typed somehow; `dong` what each is, and perhaps a qualifier."""
        provider = [(DIEU_DUONG, SO_Y_TE), (XE, TU_DU), (SO_CUU, NHI), ("Khám bệnh lưu động", SO_Y_TE), ("Hiến tặng giường bệnh", NHI)]
        lines, expected = [], []
        for n, (value, found) in enumerate(zip(typed, dong)):
            found, qualifier = found if isinstance(found, tuple) else (found, "")
            lines.append([n + 1, *provider[n], 2018, value])
            record = rec(6 + n, n + 1, *provider[n], 2018, None, amount_qualifier=qualifier)
            record["amount_vnd"] = "" if found is None else str(found)
            expected.append(record)
        if total:
            lines.append([None, "Tổng cộng", None, None, total])
        return Quirk(name, says, Book([table(lines, head, unit)]), expected, list(must), list(never), state=state)

    m = 1_000_000
    yield amounts("numbers-as-text.xlsx", "numbers stored as text, with blanks", ["120", " 850 ", "75,5"], [120 * m, 850 * m, 75_500_000], ["V107@E6", "V107@E7", "V107@E8"], ["V102", "V118"])
    yield amounts("point-groups-thousands.xlsx", "`1.241` under triệu đồng is 1.241 million", ["1.241", "2.500,5"], [1241 * m, 2_500_500_000], [], ["V118", "V102"])
    yield amounts("comma-settled-by-column.xlsx", "`1,241` is one and a bit: its neighbour has a decimal comma", ["1,241", "85,5"], [1_241_000, 85_500_000], [], ["V118"])
    yield amounts("comma-settled-by-total.xlsx", "`1,241` groups thousands: only so the total comes out", ["1,241", "120"], [1241 * m, 120 * m], [], ["V118", "S201"], total=1361)
    yield amounts("comma-unsettled.xlsx", "`1,241` and nothing that settles it", ["1,241", "120"], [None, 120 * m], ["V118@E6"], ["V102"])
    yield amounts(
        "units-in-cells.xlsx", "each cell states its own unit of account", ["1,2 tỷ đồng", "850 triệu", "75.000.000 đ", "500 nghìn đồng", "2 tỷ 300 triệu đồng"],
        [1_200 * m, 850 * m, 75 * m, 500_000, 2_300 * m], [], ["V102", "V118", "T005"],
    )
    yield amounts("unit-in-heading.xlsx", "the unit of account stands in the heading only", [120_000, 850_000], [120 * m, 850 * m], [], ["T005", "T010"], unit=None, head=HEAD[:4] + ["Kinh phí hỗ trợ (nghìn đồng)"])
    yield amounts("heading-outweighs-caption.xlsx", "the caption says triệu đồng, the heading đồng: the nearer one wins", [120 * m, 850 * m], [120 * m, 850 * m], [], ["T010"], head=HEAD[:4] + ["Kinh phí hỗ trợ (đồng)"])
    quirk = amounts("unit-in-number-format.xlsx", "the caption says đồng; the format of E6 shows 120 as `120 triệu`: the nearer one wins", [120, 850 * m], [120 * m, 850 * m], [], ["T010", "V110"], unit="đồng")
    quirk.book.sheets[0].formats[5, 4] = '#,##0" triệu"'
    yield quirk
    head = HEAD[:4] + ["Kinh phí"]
    quirk = amounts("unit-row-in-header.xlsx", "the unit of account has a row of the header to itself", [0.12, 0.85], [120 * m, 850 * m], [], ["T005", "V103", "V104"], unit=None, head=head)
    for (row, col), value in sorted(quirk.book.sheets[0].cells.items(), reverse=True):
        if row >= 5:
            quirk.book.sheets[0].cells[row + 1, col] = quirk.book.sheets[0].cells.pop((row, col))
    quirk.book.sheets[0].put(5, 4, "(tỷ đồng)")
    for record in quirk.records:
        record["source_row"] = str(int(record["source_row"]) + 1)
    yield quirk
    quirk = amounts("units-contradict.xlsx", "two captions, triệu đồng and đồng: none is taken", [120, "850 triệu đồng"], [None, 850 * m], ["T010@C3"], ["T005"])
    quirk.book.sheets[0].put(2, 2, "Đơn vị tính: đồng")
    yield quirk
    yield amounts(
        "approximate-amounts.xlsx", "khoảng, trên, gần, tối đa", ["khoảng 120", "trên 850", "gần 75", "tối đa 60"],
        [(120 * m, "approx"), (850 * m, "at_least"), (75 * m, "at_most"), (60 * m, "at_most")], ["V105@E6", "V105@E7", "V105@E8", "V105@E9"], ["V102"],
    )
    yield amounts("planned-amount.xlsx", "`dự kiến 850`: kept apart from what was given", [120, "dự kiến 850"], [120 * m, (850 * m, "planned")], [], ["V102"])
    yield amounts("unit-stated-nowhere.xlsx", "no unit of account anywhere: triệu đồng is taken, and said", [120, 850], [120 * m, 850 * m], ["T005"], unit=None)
    yield amounts("decimal-point-in-text.xlsx", "`85.5` and `1.5` in text: no three digits follow the point", ["85.5", "1.5"], [85_500_000, 1_500_000], [], ["V118", "V102"])
    yield amounts("blanks-group-thousands.xlsx", "`1 250` and a no-break space in `2\u00a0500`", ["1 250", "2\u00a0500"], [1250 * m, 2500 * m], [], ["V102", "V118", "V106"])
    yield amounts("foreign-currency.xlsx", "dollars are not converted", ["20.000 USD", 850], [None, 850 * m], ["V116@E6"], ["V102"])
    yield amounts("range-of-amounts.xlsx", "`1-2 tỷ đồng` is no figure", ["1-2 tỷ đồng", 850], [None, 850 * m], ["V119@E6"], ["V102"])
    yield amounts("rate-not-total.xlsx", "`60 triệu đồng/căn` is a rate", ["60 triệu đồng/căn", 850], [None, 850 * m], ["V120@E6"], ["V102"])
    yield amounts("several-amounts-in-one-cell.xlsx", "E6 holds two amounts", ["đợt 1: 50 triệu đồng; đợt 2: 70 triệu đồng", 850], [None, 850 * m], ["V106@E6"])
    yield amounts("negative-amount.xlsx", "a return of money, in brackets", ["(120)", 850], [-120 * m, 850 * m], ["V109@E6"], ["V102"])
    yield amounts("lone-dash-is-zero.xlsx", "`-` in an amount column", ["-", 850], [0, 850 * m], [], ["V101", "V102"])
    yield amounts("amount-unknown.xlsx", "`chưa có số liệu` is no amount", ["chưa có số liệu", 850], [None, 850 * m], ["V102@E6"], ["V101"])
    sheet = table([[n + 1, f"{SO_CUU} đợt {n + 1}", NHI, 2018, value] for n, value in enumerate([120, 85, 150, 95, 110, 130_000_000, 105, 90])])
    yield Quirk(
        "out-of-scale.xlsx", "E11 was typed in đồng among figures in triệu đồng: kept as typed, and said", Book([sheet]),
        [rec(6 + n, n + 1, f"{SO_CUU} đợt {n + 1}", NHI, 2018, value) for n, value in enumerate([120, 85, 150, 95, 110, 130_000_000, 105, 90])], ["V110@E11"],
    )
    sheet = table([[1, "=HYPERLINK tặng xe", SO_Y_TE, 2018, 120], [2, "- Xây nhà tình nghĩa", TU_DU, 2019, 850]])
    yield Quirk(
        "text-like-a-formula.xlsx", "B6 begins with `=` and is text; B7 begins with a dash and is harmless", Book([sheet]),
        [rec(6, 1, "=HYPERLINK tặng xe", SO_Y_TE, 2018, 120), rec(7, 2, "- Xây nhà tình nghĩa", TU_DU, 2019, 850)], ["V114@B6"], ["V111", "V108"], save.xlsxwriter,
    )
    sheet = table([ONE + ["100 học viên"], TWO + ["2 chiếc"]], HEAD + ["Quy mô"])
    yield Quirk(
        "quantity-with-its-measure.xlsx", "number and measure in one cell", Book([sheet]),
        [rec(6, *ONE, quantity=100, quantity_unit="học viên"), rec(7, *TWO, quantity=2, quantity_unit="chiếc")], [], ["V102"],
    )
    sheet = table([ONE + ["Học viên", 100], TWO + ["Chiếc", 2]], HEAD + ["ĐVT", "Số lượng"])
    yield Quirk(
        "measure-in-its-own-column.xlsx", "ĐVT and Số lượng", Book([sheet]),
        [rec(6, *ONE, quantity=100, quantity_unit="học viên"), rec(7, *TWO, quantity=2, quantity_unit="chiếc")], [], ["V102", "T004"],
    )


def dates():
    def timed(name, says, typed, found, must=(), never=(), state="holds", qualifier=None):
        lines = [[n + 1, f"{SO_CUU} đợt {n + 1}", NHI, value, 75] for n, value in enumerate(typed)]
        expected = [rec(6 + n, n + 1, f"{SO_CUU} đợt {n + 1}", NHI, time, 75) for n, time in enumerate(found)]
        return Quirk(name, says, Book([table(lines)]), expected, list(must), list(never), state=state)

    yield timed(
        "dates-typed-by-hand.xlsx", "day, month, quarter, half, year and ranges as people type them",
        ["20/3/2018", "tháng 6/2018", "quý II/2019", "6 tháng đầu năm 2019", "năm 2019", "2016-2020", "giai đoạn 2016 – 2018", "15.8.2018", "ngày 26 tháng 8 năm 2018"],
        ["2018-03-20", "2018-06", "2019-Q2", "2019-H1", "2019", "2016..2020", "2016..2018", "2018-08-15", "2018-08-26"], [], ["V103", "V115", "V121"],
    )
    yield timed("vague-date.xlsx", "`đầu năm 2019`, `cuối năm 2019`: the finding gives the interval read", ["đầu năm 2019", "cuối năm 2019"], ["2019", "2019"], ["V121@D6", "V121@D7"], ["V103"])
    yield timed("date-unknown.xlsx", "`chưa xác định`, `thường xuyên` and 31/02", ["chưa xác định", "thường xuyên", "31/02/2018"], [None, None, None], ["V103@D6", "V103@D7", "V103@D8"], ["V101"])
    sheet = table([[1, DIEU_DUONG, SO_Y_TE, "9/2018", "3/2018", 120], [2, XE, TU_DU, "5/2019", "6/2019", 850]], HEAD[:3] + ["Bắt đầu", "Hoàn thành"] + HEAD[4:])
    yield Quirk(
        "ends-before-it-starts.xlsx", "the end (E6) lies before the start: kept as read", Book([sheet]),
        [rec(6, 1, DIEU_DUONG, SO_Y_TE, "2018-09..2018-03", 120), rec(7, 2, XE, TU_DU, "2019-05..2019-06", 850)], ["V113@E6"], ["V103"],
    )
    yield timed("outside-the-programme.xlsx", "without a project file no time is outside", ["2001", "2018"], ["2001", "2018"], [], ["V112"])
    yield timed("dates-as-serial-numbers.xlsx", "43179 is 20/3/2018 without its format", [43179, 2018], ["2018-03-20", "2018"], [], ["V103"])
    yield timed("two-days-of-a-month.xlsx", "`20-22/3/2019`, `28/2 - 02/3/2019`", ["20-22/3/2019", "28/2 - 02/3/2019"], ["2019-03-20..2019-03-22", "2019-02-28..2019-03-02"], [], ["V103"])
    real = [datetime.date(2018, 3, 4), datetime.date(2018, 5, 6), datetime.date(2018, 7, 8)]
    yield timed(
        "swapped-day-and-month.xlsx", "three real dates with day ≤ 12, three typed ones with day > 12: Excel took the months for days",
        real + ["20/3/2018", "25/6/2018", "28/9/2018"],
        ["2018-03-04", "2018-05-06", "2018-07-08", "2018-03-20", "2018-06-25", "2018-09-28"], ["V115@D6:D8"], ["V103"],
    )
    sheet = table([[1, DIEU_DUONG, SO_Y_TE, "3/2018", "9/2018", 120], [2, XE, TU_DU, "5/2019", "5/2019", 850]], HEAD[:3] + ["Bắt đầu", "Hoàn thành"] + HEAD[4:])
    yield Quirk(
        "start-and-end-columns.xlsx", "two columns of time; both the same is no range", Book([sheet]),
        [rec(6, 1, DIEU_DUONG, SO_Y_TE, "2018-03..2018-09", 120), rec(7, 2, XE, TU_DU, "2019-05", 850)], [], ["T003"],
    )
    sheet = table([[1, DIEU_DUONG, SO_Y_TE, "3/2018", "9/2018", 120]], HEAD[:3] + ["Thời gian", None] + HEAD[4:])
    sheet.line(5, [None, None, None, "Từ", "Đến"]).line(6, [1, DIEU_DUONG, SO_Y_TE, "3/2018", "9/2018", 120])
    sheet.cells.pop((5, 0)), sheet.cells.pop((5, 1)), sheet.cells.pop((5, 2)), sheet.cells.pop((5, 5))
    for col in (0, 1, 2, 5):
        sheet.merge(4, col, 5, col)
    sheet.merge(4, 3, 4, 4)
    yield Quirk("start-and-end-below-time.xlsx", "Từ and Đến below Thời gian", Book([sheet]), [rec(7, 1, DIEU_DUONG, SO_Y_TE, "2018-03..2018-09", 120)], [], ["T003", "V101"])


def all_quirks():
    for group in (encodings, text_files, formats, headers, several_tables, sections_and_totals, rows, numbers, dates):
        yield from group()
