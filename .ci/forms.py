"""Blank forms, filled in by other programs, must read back exactly: openpyxl, LibreOffice (through its own interface) and
SheetJS each fill in the same records; LibreOffice saves each again, as .xlsx, .ods and .xls. What is read must be what was
filled in, with no finding above info, and the form's own formulas must show no error and the right status.

Usage: forms.py BINARY WORK_FOLDER [UNO_PYTHON]   (Node is used when `npm` is there)"""

import csv
import io
import json
import shutil
import subprocess
import sys
from pathlib import Path

import openpyxl

HERE = Path(__file__).resolve().parent
PROJECT = HERE.parent / "sample-sheets" / "round-2020-06"
OFFICE = "so-yt"

RECORDS = [
    {"seq": 1, "activity": "Đào tạo bác sĩ chuyên khoa I", "sector": "Y tế", "provider": "Sở Y tế TP. Hồ Chí Minh",
     "recipient": "Bệnh viện đa khoa tỉnh", "location": "TP. Hồ Chí Minh", "quantity": 24, "quantity_unit": "học viên",
     "time": "từ tháng 6 đến tháng 8/2019", "amount_vnd": 1200.5, "budget_vnd": 1000.5, "mobilised_vnd": 200,
     "result": "24 bác sĩ hoàn thành khóa học\nđúng kế hoạch", "note": "- theo thỏa thuận"},
    {"seq": 2, "activity": "Tổng kết chương trình", "sector": "Y tế", "provider": "Quận 5 & Quận 10", "time": "20/3/2019",
     "amount_vnd": 150.123456, "result": "Đã xong"},
    {"activity": "Xây nhà tình nghĩa", "sector": "Lao động, thương binh và xã hội", "provider": "Doanh nghiệp",
     "quantity": 10.5, "quantity_unit": "căn", "time": "2016-2020", "amount_vnd": 800, "amount_qualifier": "khoảng"},
    {"activity": "Khám bệnh", "provider": "Bệnh viện Chợ Rẫy", "time": "quý II/2020", "amount_vnd": 300,
     "amount_qualifier": "dự kiến", "in_kind_vnd": 300},
]
WANTED = [
    {"seq": "1", "sector_code": "y-te", "quantity": "24", "quantity_unit": "học viên", "start_date": "2019-06-01",
     "end_date": "2019-08-31", "date_precision": "range", "amount_vnd": "1200500000", "amount_qualifier": "",
     "budget_vnd": "1000500000", "mobilised_vnd": "200000000", "in_kind_vnd": ""},
    {"seq": "2", "start_date": "2019-03-20", "end_date": "2019-03-20", "date_precision": "day", "amount_vnd": "150123456"},
    {"seq": "", "sector_code": "lao-dong", "quantity": "10.5", "quantity_unit": "căn", "start_date": "2016-01-01",
     "end_date": "2020-12-31", "date_precision": "range", "amount_vnd": "800000000", "amount_qualifier": "approx"},
    {"start_date": "2020-04-01", "end_date": "2020-06-30", "date_precision": "quarter", "amount_vnd": "300000000",
     "amount_qualifier": "planned", "in_kind_vnd": "300000000"},
]
STATUS = "Đã nhập 4 hoạt động. Đủ các ô bắt buộc."
TEXTS = ["activity", "provider", "recipient", "location", "result", "note"]


def run(*command):
    return subprocess.run([str(part) for part in command], check=True, capture_output=True, text=True)


def check(condition, words):
    if not condition:
        sys.exit(f"forms: {words}")


def ids(sheet):
    """The columns of the ids, and the first row to fill in (both from 1)."""
    for row in sheet.iter_rows(max_row=40):
        if row[0].value == "seq":
            return {cell.value: cell.column for cell in row if cell.value}, row[0].row + 1
    sys.exit("forms: there is no row of ids")


def by_openpyxl(blank, filled):
    book = openpyxl.load_workbook(blank)
    sheet = book.worksheets[0]
    columns, first = ids(sheet)
    for number, record in enumerate(RECORDS):
        for name, value in record.items():
            sheet.cell(first + number, columns[name]).value = value
    book.save(filled)


def cells_of(blank):
    """What to type, as row and column from 0, for programs that are given it as JSON."""
    columns, first = ids(openpyxl.load_workbook(blank).worksheets[0])
    return [[first - 1 + number, columns[name] - 1, value]
            for number, record in enumerate(RECORDS) for name, value in record.items()]


def read_back(binary, path, name):
    project = PROJECT / "tonghop.toml"
    table = run(binary, "convert", path, "--project", project, "-o", "-").stdout
    rows = list(csv.DictReader(io.StringIO(table)))
    check(len(rows) == len(RECORDS), f"{name}: {len(rows)} records came back")
    for row, record, wanted in zip(rows, RECORDS, WANTED):
        check(row["unit_code"] == OFFICE, f"{name}: the office is {row['unit_code']!r}")
        for column in TEXTS:
            check(row[column] == record.get(column, ""), f"{name}: {column} is {row[column]!r}")
        for column, value in wanted.items():
            check(row[column] == value, f"{name}: {column} is {row[column]!r}, not {value!r}")
    found = run(binary, "check", path, "--project", project, "--format", "json").stdout
    # The programs write the day of today, which is long after the deadline (X304).
    above = [line for line in map(json.loads, found.splitlines()) if line["severity"] != "info" and line["code"] != "X304"]
    check(not above, f"{name}: {above}")
    cells = run(binary, "inspect", path, "--project", project, "--format", "json").stdout
    lost = [line for line in map(json.loads, cells.splitlines()) if line["role"] == "unexplained"]
    check(not lost, f"{name}: unexplained {lost}")


def calculated(path, name, status=STATUS):
    """What LibreOffice has made of the form's own formulas."""
    book = openpyxl.load_workbook(path, data_only=True)
    sheet = book.worksheets[0]
    texts = [cell.value for row in sheet.iter_rows() for cell in row if cell.value is not None]
    wrong = [text for text in texts if isinstance(text, str) and (text.startswith("#") or text.startswith("Err:"))]
    check(not wrong, f"{name}: formulas show {wrong}")
    check(status in texts, f"{name}: the status is {[t for t in texts if isinstance(t, str) and 'hoạt động' in t]}")
    columns, first = ids(sheet)
    total = sheet.cell(first - 2, columns["amount_vnd"]).value
    if status == STATUS:
        check(abs(total - 2150.623456) < 1e-9, f"{name}: the total is {total}")
        words = [sheet.cell(first + number, columns["_size"]).value.replace(".", ",") for number in range(4)]
        check(words[1:] == ["150,1235 triệu đồng", "800 triệu đồng", "300 triệu đồng"], f"{name}: {words}")
        check(words[0] == "1,2005 tỷ đồng", f"{name}: {words}")


def oddities(blank):
    """Cells that are missing or odd, in a row put in on top and in one put in below the last: what to type, as JSON."""
    columns, first = ids(openpyxl.load_workbook(blank).worksheets[0])
    first -= 1
    odd = [
        (first, {"activity": "Thiếu đơn vị và thời gian", "amount_vnd": 1}),
        (first + 1, {"activity": "Đủ", "provider": "A", "time": "2019", "amount_vnd": 5, "budget_vnd": 4, "sector": "Y tế"}),
        (first + 201, {"activity": "Chỉ có tên", "amount_vnd": "1,2 tỷ", "sector": "Không có"}),
    ]
    cells = [[row, columns[name] - 1, value] for row, record in odd for name, value in record.items()]
    return {"insert": [first, first + 201], "cells": cells}


def stamped(path, name):
    book = openpyxl.load_workbook(path)
    kept = {prop.name: prop.value for prop in book.custom_doc_props.props}
    check(kept.get("tonghop.form") == "support-activities", f"{name}: the properties are {kept}")
    check(kept.get("tonghop.unit") == OFFICE, f"{name}: the properties are {kept}")
    lists = book["_tonghop"]
    check(lists["A1"].value == "tonghop.form" and lists.sheet_state != "visible", f"{name}: the hidden sheet is gone")


def printed(pdf):
    """A4 lying down, two pages beside each other, the headings on every page, no page of rows that nobody has filled in."""
    size = next(line for line in run("pdfinfo", pdf).stdout.splitlines() if line.startswith("Page size"))
    check("841.89 x 595" in size, f"print: {size}")
    pages = run("pdftotext", "-layout", pdf, "-").stdout.split("\f")
    left, right = [[page for page in pages if word in page] for word in ("(2)", "(19)")]
    check(len(left) == len(right) and len(left) <= 2, f"print: {len(left)} and {len(right)} pages of the form")
    check(all("(1)" in page and "STT" in page for page in left + right), "print: no row numbers on a page")
    check(all("Ghi chú" in page for page in right), "print: no headings on a page")
    check("###" not in "".join(pages), "print: a column is too narrow")
    check("THỦ TRƯỞNG ĐƠN VỊ" in "".join(left), "print: the signature stands on no page of the form")


def main():
    binary, work = Path(sys.argv[1]).resolve(), Path(sys.argv[2]).resolve() / "forms"
    uno_python = sys.argv[3] if len(sys.argv) > 3 else "/usr/bin/python3"
    shutil.rmtree(work, ignore_errors=True)
    work.mkdir(parents=True)
    profile = f"-env:UserInstallation=file://{work}/office"
    run(binary, "template", "-o", work / "blank", "--unit", OFFICE, "--project", PROJECT / "tonghop.toml")
    (blank,) = (work / "blank").iterdir()

    def converted(path, kind):
        folder = work / f"{path.stem}-{kind}"
        run("soffice", profile, "--headless", "--convert-to", kind, "--outdir", folder, path)
        return folder / f"{path.stem}.{kind}"

    filled = work / "openpyxl.xlsx"
    by_openpyxl(blank, filled)
    read_back(binary, filled, "openpyxl")
    made = [filled]

    cells = work / "cells.json"
    cells.write_text(json.dumps(cells_of(blank)), encoding="utf-8")
    filled = work / "libreoffice.xlsx"
    run(uno_python, HERE / "fill_uno.py", profile, blank, filled, cells)
    read_back(binary, filled, "LibreOffice")
    calculated(filled, "LibreOffice")
    stamped(filled, "LibreOffice")
    made.append(filled)

    cells_odd = work / "odd.json"
    cells_odd.write_text(json.dumps(oddities(blank)), encoding="utf-8")
    odd = work / "odd.xlsx"
    run(uno_python, HERE / "fill_uno.py", profile, blank, odd, cells_odd)
    # The text of an amount, the parts that differ from their total, the sector that is on no list.
    calculated(odd, "odd", "Đã nhập 3 hoạt động. Còn thiếu 4 ô bắt buộc (ô tô màu), từ dòng 11. Có 3 ô cần xem lại (màu cam).")

    if shutil.which("npm"):
        node = work / "node"
        node.mkdir()
        run("npm", "install", "--silent", "--no-fund", "--no-audit", "--prefix", node, "xlsx@0.18.5")
        shutil.copy(HERE / "fill_sheetjs.js", node / "fill.js")
        filled = work / "sheetjs.xlsx"
        run("node", node / "fill.js", blank, filled, cells)
        read_back(binary, filled, "SheetJS")
        made.append(filled)
    else:
        print("forms: no npm, SheetJS was left out")

    for path in made:
        for kind in ["xlsx", "ods", "xls"]:
            again = converted(path, kind)
            read_back(binary, again, f"{path.stem}, saved again as {kind}")
            # SheetJS keeps the old results, and LibreOffice believes them.
            if kind == "xlsx" and path.stem != "sheetjs":
                calculated(again, f"{path.stem}, saved again")
    stamped(converted(made[0], "xlsx"), "openpyxl, saved again")

    again = converted(blank, "xlsx")
    stamped(again, "blank, saved again")
    calculated(again, "blank, saved again",
               "Chưa nhập hoạt động nào. Trong kỳ không có hoạt động thì ghi “Không phát sinh” vào ô B11.")
    printed(converted(blank, "pdf"))
    printed(converted(work / "libreoffice.xlsx", "pdf"))
    print(f"forms: {len(made)} programs, each saved again in three formats: all read back")


main()
