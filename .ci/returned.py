"""Sends a round back, marked, and reads what came of it with openpyxl and LibreOffice.

    returned.py BINARY INBOX FOLDER [EXPECTED.tsv]

Every finding that has a cell must be a note on that cell, and the cell must have the colour of its gravest finding;
what stood in the cells must still stand there; of a package of Excel only the parts that had to change may have
changed, byte for byte as they are packed; sending the returned files back again must give the same bytes; LibreOffice
must open every file, keep its notes and print it. EXPECTED.tsv (file, sheet, cell, code) names findings that must be
among the notes.
"""
import csv
import io
import json
import pathlib
import shutil
import subprocess
import sys
import zipfile

import openpyxl
from openpyxl.utils import range_boundaries

COLOURS = {"error": "FFC9C3", "warning": "FFE8A1", "info": "D3E5FA"}
RANK = ["info", "warning", "error"]
MOST = 200
problems = []


def wrong(*words):
    problems.append(" ".join(str(word) for word in words))


def run(binary, inbox, project, out):
    shutil.rmtree(out, ignore_errors=True)
    done = subprocess.run(
        [binary, "check", inbox, *(["--project", project] if project.exists() else []), "--format", "json", "--lang", "vi",
         "--return", out],
        capture_output=True, text=True)
    if done.returncode > 1:
        sys.exit(done.stderr)
    return [json.loads(line) for line in done.stdout.splitlines()], done.stderr


def place_of(name, out):
    """Where a submission came back: under its own name, or as a workbook of Excel."""
    steps = name.split("/")
    steps = [step[:-4] if step.lower().endswith(".zip") else step for step in steps[:-1]] + steps[-1:]
    path = out.joinpath(*steps)
    for path in (path, path.with_name(path.name + ".xlsx"), path.with_suffix(".xlsx")):
        if path.suffix in (".xlsx", ".xlsm") and path.exists():
            return path
    return None


def cells_of(cells):
    first_col, first_row, last_col, last_row = range_boundaries(cells)
    every = ((row, col) for row in range(first_row, last_row + 1) for col in range(first_col, last_col + 1))
    return [cell for _, cell in zip(range(MOST), every)]


def shown(sheet, row, col):
    for merged in sheet.merged_cells.ranges:
        if merged.min_row <= row <= merged.max_row and merged.min_col <= col <= merged.max_col:
            return merged.min_row, merged.min_col
    return row, col


def check_notes(findings, out):
    notes = 0
    books = {}
    gravest = {}
    for finding in findings:
        if not finding["cell"]:
            continue
        path = place_of(finding["file"], out)
        if path is None:
            wrong("did not come back:", finding["file"])
            continue
        book = books.setdefault(path, openpyxl.load_workbook(path))
        sheet = book[finding["sheet"]] if finding["sheet"] in book.sheetnames else book.worksheets[0]
        for row, col in cells_of(finding["cell"]):
            row, col = shown(sheet, row, col)
            cell = sheet.cell(row, col)
            note = cell.comment.text if cell.comment else ""
            if finding["code"] not in note:
                wrong("no note:", finding["code"], path, sheet.title, cell.coordinate)
            notes += 1
            key = (path, sheet.title, row, col)
            gravest[key] = max(gravest.get(key, "info"), finding["severity"], key=RANK.index)
    for (path, title, row, col), severity in gravest.items():
        fill = books[path][title].cell(row, col).fill
        if fill.fill_type != "solid" or fill.fgColor.rgb != "FF" + COLOURS[severity]:
            wrong("no colour:", path, title, row, col, severity, fill.fgColor.rgb)
    return notes


def check_expected(expected, out):
    count = 0
    for finding in csv.DictReader(open(expected, encoding="utf-8"), delimiter="\t"):
        if not finding["cell"]:
            continue
        path = place_of(finding["file"], out)
        if path is None:
            wrong("expected, and did not come back:", finding)
            continue
        book = openpyxl.load_workbook(path)
        sheet = book[finding["sheet"]] if finding["sheet"] in book.sheetnames else book.worksheets[0]
        for row, col in cells_of(finding["cell"]):
            note = sheet.cell(row, col).comment if not isinstance(sheet.cell(row, col), openpyxl.cell.cell.MergedCell) else None
            if note is None or finding["code"] not in note.text:
                wrong("expected, and no note:", finding)
        count += 1
    return count


def packed(path):
    """The parts of a package as they are packed."""
    data = path.read_bytes()
    parts = {}
    for info in zipfile.ZipFile(io.BytesIO(data)).infolist():
        lengths = data[info.header_offset + 26:info.header_offset + 30]
        start = info.header_offset + 30 + int.from_bytes(lengths[:2], "little") + int.from_bytes(lengths[2:], "little")
        parts[info.filename] = data[start:start + info.compress_size]
    return parts


MAY_CHANGE = ("[content_types].xml", "_rels/.rels", "xl/workbook.xml", "xl/_rels/workbook.xml.rels", "xl/styles.xml",
              "docprops/custom.xml")


def check_parts(original, path):
    before, after = packed(original), packed(path)
    for name in before:
        lower = name.lower()
        may = lower in MAY_CHANGE or lower.startswith(("xl/worksheets/", "xl/comments")) or lower.endswith(".vml")
        if not may and before[name] != after.get(name):
            wrong("changed:", path, name)
    return sum(before[name] == after.get(name) for name in before), len(before)


def values(path):
    book = openpyxl.load_workbook(path, data_only=True)
    formulas = openpyxl.load_workbook(path)
    return {
        (sheet.title, cell.coordinate): (cell.value, formulas[sheet.title][cell.coordinate].value, cell.number_format, cell.font.b, cell.border.top.style)
        for sheet in book.worksheets if not sheet.title.startswith("Góp ý")
        for row in sheet.iter_rows() for cell in row if cell.value is not None
    }


def convert(paths, kind, profile, out):
    """Converts all at once: starting LibreOffice takes longer than a file does."""
    shutil.rmtree(out, ignore_errors=True)
    numbered = out / "in"
    numbered.mkdir(parents=True)
    copies = [shutil.copy(path, numbered / f"{number}{path.suffix}") for number, path in enumerate(paths)]
    subprocess.run(
        ["soffice", f"-env:UserInstallation={profile.as_uri()}", "--headless", "--convert-to", kind, "--outdir", out, *copies],
        check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, timeout=1200)
    for number, path in enumerate(paths):
        made = out / f"{number}.{kind}"
        if not made.exists() or made.stat().st_size == 0:
            wrong("LibreOffice did not open:", path)
        else:
            yield path, made


def count_notes(path):
    book = openpyxl.load_workbook(path)
    return sum(1 for sheet in book.worksheets for row in sheet.iter_rows() for cell in row if cell.comment)


def main():
    binary, inbox, folder = (pathlib.Path(arg).resolve() for arg in sys.argv[1:4])
    expected = sys.argv[4] if len(sys.argv) > 4 else None
    project = inbox / "tonghop.toml"
    out, again, third = folder / "returned", folder / "again", folder / "third"
    findings, told = run(binary, inbox, project, out)
    notes = check_notes([finding for finding in findings if finding["file"]], out)
    count = check_expected(expected, out) if expected else 0
    kept = total = 0
    originals = {}
    for original in sorted(inbox.rglob("*.xls[xm]")):
        path = out / original.relative_to(inbox)
        if path.exists() and zipfile.is_zipfile(original):
            originals[path] = original
            same, parts = check_parts(original, path)
            kept, total = kept + same, total + parts
            if values(original) != values(path):
                wrong("another value or format:", path)
    if out.exists():
        run(binary, out, project, again)
        run(binary, again, project, third)
    for path in sorted(out.rglob("*.xls[xm]")):
        name = path.relative_to(out)
        if not (again / name).exists():
            if path in originals:
                wrong("was not sent back twice:", name)
            continue
        if path in originals and path.read_bytes() != (again / name).read_bytes():
            wrong("another file when sent back twice:", name)
        if (third / name).exists() and (third / name).read_bytes() != (again / name).read_bytes():
            wrong("another file when sent back three times:", name)
    paths = sorted(out.rglob("*.xls[xm]"))
    opened = 0
    if paths:
        for path, made in convert(paths, "xlsx", folder / "profile", folder / "as-xlsx"):
            if count_notes(made) != count_notes(path):
                wrong("LibreOffice shows other notes:", path, count_notes(made), count_notes(path))
        opened = sum(1 for _ in convert(paths, "pdf", folder / "profile", folder / "as-pdf"))
    print(told.strip())
    print(f"{notes} cells of findings with their notes, {count} of them expected; {kept} of {total} parts as they were; "
          f"{opened} files opened by LibreOffice")
    for problem in problems[:40]:
        print("✗", problem)
    sys.exit(bool(problems))


main()
