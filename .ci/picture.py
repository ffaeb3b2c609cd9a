"""Draws docs/images/returned.png: a returned sheet with one of its notes in sight.

    picture.py BINARY OUT.png

The workbook is made here with openpyxl, sent back by the program, one note is opened, and LibreOffice prints it.
"""
import pathlib
import re
import subprocess
import sys
import tempfile
import zipfile

import openpyxl
from openpyxl.styles import Alignment, Border, Font, Side

ROWS = [
    ["STT", "Nội dung hoạt động", "Đơn vị hỗ trợ", "Thời gian thực hiện", "Kinh phí hỗ trợ", "Ghi chú"],
    ["I", "Y tế", None, None, None, None],
    [1, "Đào tạo bác sĩ chuyên khoa cấp I", "Bệnh viện Chợ Rẫy", "2018-2019", 1200, None],
    [2, "Khám, chữa bệnh miễn phí cho người nghèo", None, "tháng 6/2019", 350, "2 đợt"],
    [3, "Trao tặng xe cứu thương", "Sở Y tế TP. Hồ Chí Minh", "31/02/2020", 1850, None],
    [4, "Hỗ trợ trang thiết bị trạm y tế xã", "UBND quận 5", "quý I/2020", "chưa có số liệu", None],
    [5, "Tập huấn phòng, chống dịch", "Trung tâm Kiểm soát bệnh tật", 2020, 80, None],
    [6, "Mổ mắt cho người cao tuổi", "Bệnh viện Mắt", "tháng 3/2020", "khoảng 250 triệu", "50 ca"],
    [None, "Tổng cộng", None, None, 3730, None],
]
WIDTHS = [6, 40, 27, 19, 17, 12]


def form(path):
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "Danh mục"
    font = "Times New Roman"
    for cell, text, bold in [("A1", "ỦY BAN NHÂN DÂN TỈNH TRÀ VINH", False), ("A2", "SỞ Y TẾ", True),
                             ("D1", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", True), ("D2", "Độc lập - Tự do - Hạnh phúc", True),
                             ("A4", "DANH MỤC HOẠT ĐỘNG HỖ TRỢ TỈNH TRÀ VINH TỪ TP. HỒ CHÍ MINH", True)]:
        sheet[cell] = text
        sheet[cell].font = Font(name=font, size=12, bold=bold)
        sheet[cell].alignment = Alignment(horizontal="center")
    for merged in ["A1:B1", "A2:B2", "D1:F1", "D2:F2", "A4:F4"]:
        sheet.merge_cells(merged)
    sheet["F5"] = "Đơn vị tính: triệu đồng"
    sheet["F5"].font = Font(name=font, size=11, italic=True)
    sheet["F5"].alignment = Alignment(horizontal="right")
    side = Side(style="thin")
    for row, values in enumerate(ROWS, 6):
        for col, value in enumerate(values, 1):
            cell = sheet.cell(row, col, value)
            strong = row in (6, 7, 14)
            cell.font = Font(name=font, size=12, bold=strong)
            cell.border = Border(side, side, side, side)
            cell.alignment = Alignment(horizontal="center" if row == 6 or col in (1, 4) else None, vertical="center", wrap_text=True)
            if col == 5:
                cell.number_format = "#,##0"
        sheet.row_dimensions[row].height = 24 if row == 6 else 19
    for col, width in enumerate(WIDTHS):
        sheet.column_dimensions["ABCDEF"[col]].width = width
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr = openpyxl.worksheet.properties.PageSetupProperties(fitToPage=True)
    book.save(path)


def open_notes(source, target, cells):
    """The same package with some notes in sight."""
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new:
        for info in old.infolist():
            data = old.read(info)
            if info.filename.endswith(".vml"):
                def shown(match):
                    shape = match.group(0)
                    row, col = (int(re.search(f"<x:{name}>(\\d+)<", shape).group(1)) for name in ("Row", "Column"))
                    if f"{'ABCDEF'[col]}{row + 1}" in cells:
                        shape = shape.replace("visibility:hidden", "visibility:visible")
                        shape = shape.replace("<x:AutoFill>", "<x:Visible/><x:AutoFill>")
                    return shape
                data = re.sub("<v:shape .*?</v:shape>", shown, data.decode(), flags=re.S).encode()
            new.writestr(info.filename, data)


def main():
    binary, picture = pathlib.Path(sys.argv[1]).resolve(), pathlib.Path(sys.argv[2]).resolve()
    with tempfile.TemporaryDirectory() as work:
        work = pathlib.Path(work)
        (work / "in").mkdir()
        form(work / "in" / "so-y-te.xlsx")
        subprocess.run([binary, "check", "in", "--return", "out"], cwd=work, stdout=subprocess.DEVNULL)
        open_notes(work / "out" / "so-y-te.xlsx", work / "shown.xlsx", ["E11"])
        subprocess.run(["soffice", f"-env:UserInstallation={(work / 'profile').as_uri()}", "--headless", "--convert-to", "pdf",
                        "--outdir", work, work / "shown.xlsx"], check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        subprocess.run(["pdftoppm", "-r", "110", "-f", "1", "-l", "1", "-png", "-singlefile", work / "shown.pdf", work / "page"], check=True)
        subprocess.run(["convert", work / "page.png", "-trim", "-bordercolor", "white", "-border", "16", "-strip", picture], check=True)


main()
