"""Makes the workbooks of this folder, each with the writer it is named after. Kept to be run again by hand.

    make.py            openpyxl.xlsx, xlsxwriter.xlsm, then libreoffice.xlsx with `soffice`
    node make.js       sheetjs.xlsx, with the package `xlsx`

Each holds the same small table in B2:F7 with an empty cell in D5, a text in F6 that is no amount, a note of the office
on F7, a merged heading, a validation, a conditional format and a protected sheet, as far as its writer makes them.
"""
import pathlib
import subprocess
import zipfile

import openpyxl
import xlsxwriter
from openpyxl.chart import BarChart, Reference
from openpyxl.comments import Comment
from openpyxl.formatting.rule import CellIsRule
from openpyxl.styles import Border, Font, PatternFill, Protection, Side
from openpyxl.worksheet.datavalidation import DataValidation

HERE = pathlib.Path(__file__).resolve().parent
ROWS = [
    ["STT", "Nội dung hoạt động", "Đơn vị hỗ trợ", "Thời gian thực hiện", "Kinh phí hỗ trợ"],
    [1, "Đào tạo bác sĩ", "Sở Y tế TP. Hồ Chí Minh", 2018, 120],
    [2, "Khám bệnh miễn phí", "UBND quận 5", 2019, 80],
    [3, "Trao xe cứu thương", None, 2019, 1500],
    [4, "Tặng học bổng", "Liên đoàn Lao động", "tháng 5/2020", "chưa có số liệu"],
    [5, "Tổng cộng", None, None, 1700],
]


def with_openpyxl():
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "Danh mục"
    sheet.merge_cells("B1:F1")
    sheet["B1"] = "DANH MỤC HOẠT ĐỘNG HỖ TRỢ"
    side = Side(style="thin")
    for row, values in enumerate(ROWS, 2):
        for col, value in enumerate(values, 2):
            cell = sheet.cell(row, col, value)
            cell.border = Border(left=side, right=side, top=side, bottom=side)
            cell.font = Font(name="Times New Roman", size=12, bold=row == 2)
            cell.protection = Protection(locked=row == 2)
    for cell in sheet[7][1:6]:
        cell.fill = PatternFill("solid", fgColor="FFF2F2F2")
    sheet["F7"].comment = Comment("Chờ quyết toán", "Lan")
    check = DataValidation(type="whole", operator="greaterThan", formula1="0")
    check.add("E3:E6")
    sheet.add_data_validation(check)
    sheet.conditional_formatting.add("F3:F6", CellIsRule(operator="greaterThan", formula=["1000"], font=Font(bold=True)))
    chart = BarChart()
    chart.add_data(Reference(sheet, min_col=6, min_row=3, max_row=5))
    sheet.add_chart(chart, "H2")
    sheet.protection.sheet = True
    book.save(HERE / "openpyxl.xlsx")


def with_xlsxwriter():
    macros = HERE / "vbaProject.bin"
    macros.write_bytes(b"no macros, only their place")
    book = xlsxwriter.Workbook(HERE / "xlsxwriter.xlsm")
    sheet = book.add_worksheet("Danh mục")
    sheet.merge_range("B1:F1", "DANH MỤC HOẠT ĐỘNG HỖ TRỢ")
    for row, values in enumerate(ROWS, 1):
        for col, value in enumerate(values, 1):
            if value is not None:
                sheet.write(row, col, value)
    sheet.write_comment("F7", "Chờ quyết toán", {"author": "Lan"})
    sheet.data_validation("E3:E6", {"validate": "integer", "criteria": ">", "value": 0})
    sheet.insert_button("H2", {"macro": "gui", "caption": "Gửi"})
    book.add_vba_project(macros)
    book.close()
    macros.unlink()


def with_libreoffice():
    subprocess.run(["soffice", "--headless", "--convert-to", "xlsx:Calc MS Excel 2007 XML", "--outdir", HERE / "made",
                    HERE / "openpyxl.xlsx"], check=True)
    (HERE / "made" / "openpyxl.xlsx").rename(HERE / "libreoffice.xlsx")
    (HERE / "made").rmdir()


with_openpyxl()
with_xlsxwriter()
with_libreoffice()
for path in sorted(HERE.glob("*.xls[xm]")):
    print(path.name, path.stat().st_size, len(zipfile.ZipFile(path).namelist()))
