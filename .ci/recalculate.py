"""Opens a workbook in LibreOffice, recalculates it, and compares every cell; then prints it to PDF.

    recalculate.py WORKBOOK FOLDER

No cell may change its value, no formula may err, and the PDF must have pages. LibreOffice recalculates on load only when
its profile says so, hence the profile of our own.
"""
import pathlib
import subprocess
import sys

import openpyxl

SETTING = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry" xmlns:xs="http://www.w3.org/2001/XMLSchema"
           xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">
<item oor:path="/org.openoffice.Office.Calc/Formula/Load">
<prop oor:name="OOXMLRecalcMode" oor:op="fuse"><value>0</value></prop>
</item>
</oor:items>
"""


def convert(workbook, profile, kind, out):
    subprocess.run(
        ["soffice", f"-env:UserInstallation={profile.as_uri()}", "--headless", "--convert-to", kind, "--outdir", out,
         workbook],
        check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, timeout=300,
    )


def values(path):
    book = openpyxl.load_workbook(path, data_only=True)
    return {
        (sheet.title, cell.coordinate): cell.value
        for sheet in book for row in sheet.iter_rows() for cell in row if cell.value not in (None, "")
    }


def same(one, other):
    if isinstance(one, (int, float)) and isinstance(other, (int, float)):
        return abs(one - other) <= 1e-9 * max(abs(one), abs(other))
    if isinstance(one, str) and isinstance(other, str):
        return one.replace("\r\n", "\n").strip() == other.replace("\r\n", "\n").strip()
    return one == other


def main():
    workbook, folder = pathlib.Path(sys.argv[1]).resolve(), pathlib.Path(sys.argv[2]).resolve()
    profile = folder / "profile"
    (profile / "user").mkdir(parents=True, exist_ok=True)
    (profile / "user" / "registrymodifications.xcu").write_text(SETTING, encoding="utf-8")
    out = folder / "recalculated"
    convert(workbook, profile, "xlsx", out)
    before, after = values(workbook), values(out / workbook.name)
    wrong = [(at, before.get(at), after.get(at)) for at in sorted(before.keys() | after.keys())
             if not same(before.get(at), after.get(at))]
    errors = [(at, value) for at, value in after.items() if isinstance(value, str) and value.startswith("#")
              and value != before.get(at)]
    formulas = sum(
        cell.data_type == "f" for sheet in openpyxl.load_workbook(workbook) for row in sheet.iter_rows() for cell in row)
    for problem in (wrong + errors)[:20]:
        print("changed:", problem)
    convert(workbook, profile, "pdf", out)
    info = subprocess.run(["pdfinfo", out / (workbook.stem + ".pdf")], check=True, capture_output=True, text=True).stdout
    pages = next(int(line.split()[1]) for line in info.splitlines() if line.startswith("Pages:"))
    print(f"{len(before)} cells, {formulas} formulas, {pages} pages")
    if wrong or errors or pages < 1 or not formulas:
        sys.exit(1)


main()
