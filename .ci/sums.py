"""Compares the sums of a consolidated workbook with the tables of `tonghop convert` for the same files, to the đồng.

    sums.py WORKBOOK FOLDER_OF_TABLES UNIT

UNIT is the power of ten of the unit of account (0, 3, 6, 9). Figures are read as stored, without calculating.
"""
import csv
import pathlib
import re
import sys

import openpyxl

AMOUNT = re.compile(r"_vnd$")
# The sheets agree, also where most of the total is in doubt.
AGREES = ("KHỚP", "CHƯA TIN ĐƯỢC: các trang cộng như nhau")


def tables(folder):
    for path in sorted(pathlib.Path(folder).glob("*.csv")):
        with open(path, encoding="utf-8", newline="") as file:
            rows = list(csv.DictReader(file))
        amounts = [name for name in (rows[0] if rows else {}) if AMOUNT.search(name)]
        qualifier = next((name for name in (rows[0] if rows else {}) if name.endswith("_qualifier")), None)

        def total(column, planned, rows=rows, qualifier=qualifier):
            return sum(int(row[column]) for row in rows
                       if row[column] and ((qualifier is not None and row[qualifier] == "planned") == planned))

        yield rows, amounts, total


def find(sheet, label, col=None):
    for row in sheet.iter_rows():
        for cell in row:
            if cell.value == label and (col is None or cell.column == col):
                return row
    return None


def main():
    book = openpyxl.load_workbook(sys.argv[1], data_only=True)
    factor = 10 ** int(sys.argv[3])
    wrong = []

    def same(where, found, expected):
        if found is None or round(found * 1) != expected:
            wrong.append(f"{where}: {found} is not {expected}")

    all_tables = list(tables(sys.argv[2]))
    for number, (rows, amounts, total) in enumerate(all_tables, 1):
        several = len([name for name in book.sheetnames if name.startswith("Chi tiết")]) > 1
        suffix = f" {number}" if several else ""
        details = book["Chi tiết" + suffix]
        if details.max_row - 1 != len(rows):
            wrong.append(f"Chi tiết: {details.max_row - 1} rows, {len(rows)} in the table")
        if not rows or not amounts:
            continue
        done, planned = [total(column, False) for column in amounts], total(amounts[0], True)
        for name in ["Tổng hợp", "Theo lĩnh vực", "Theo đơn vị", "Theo năm"]:
            if name + suffix not in book.sheetnames:
                continue
            row = find(book[name + suffix], "TỔNG CỘNG")
            figures = [cell.value for cell in row if isinstance(cell.value, (int, float))]
            if name != "Tổng hợp":
                same(f"{name}, records", figures.pop(0), len(rows))
            same(f"{name}, total", figures[0] * factor, done[0])
        if "Trình ký" + suffix in book.sheetnames:
            row = find(book["Trình ký" + suffix], "TỔNG CỘNG")
            figures = [cell.value for cell in row if isinstance(cell.value, (int, float))]
            same("Trình ký, total", figures[1] * factor, done[0])
        row = find(book["Tổng hợp" + suffix], "Kinh phí dự kiến (không tính vào tổng cộng)")
        if planned or row:
            figures = [cell.value for cell in row if isinstance(cell.value, (int, float))]
            same("Tổng hợp, planned", figures[0] * factor, planned)
        header = {cell.value: cell.column for cell in details[1]}
        col = next(col for label, col in header.items() if label and "(đồng)" in label and not label.startswith("Trong đó"))
        values = [details.cell(row, col).value for row in range(2, details.max_row + 1)]
        same("Chi tiết, all amounts", sum(value for value in values if value is not None), done[0] + planned)
    verdict = find(book["Ghi chú"], "Kết luận")
    if all_tables and any(rows for rows, _, _ in all_tables) and (
            verdict is None or not str(verdict[1].value).startswith(AGREES)):
        wrong.append("Ghi chú: the control does not agree")
    for problem in wrong:
        print("wrong:", problem)
    sys.exit(bool(wrong))


main()
