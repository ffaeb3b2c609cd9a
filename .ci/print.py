"""Prints a workbook's sheets to be signed through LibreOffice and looks at the PDF.

    print.py WORKBOOK FOLDER

The page of sums: A4 upright, a single page within the margins, no figure that does not fit its cell. The list: A4
landscape, one page wide, within the margins of printed documents; no page number on the first page, the number centred
above the text of every later one; the headings on every page; no group's heading as the last row of a page; the names of
those who sign on one page with the total; no figure that does not fit its cell (`###`). On both no text is smaller than
12 points. Needs poppler-utils.
"""
import pathlib
import re
import subprocess
import sys
import unicodedata
import xml.etree.ElementTree as xml

import openpyxl

SHEET = re.compile(r"^(Tổng hợp|Trình ký)( \d+)?$")
FRONT = "Trình ký"
MM = 72 / 25.4
# Programs round widths to whole pixels: a millimetre of tolerance.
LEFT, RIGHT, TOP = 30 * MM, 15 * MM, 20 * MM
TOLERANCE = MM
# The box around a letter begins above it: what begins above this line stands in the margin.
MARGIN = TOP - 4 * MM
# The box of a letter of Times is so much higher than its size; a hair is left to rounding.
SMALLEST = 12 * 1.107 * 0.97


def signed_sheets(workbook, folder):
    """The workbook with one of its signed sheets in front of it all; others are hidden, so that only that one prints."""
    names = [name for name in openpyxl.load_workbook(workbook, read_only=True).sheetnames if SHEET.match(name)]
    for number, name in enumerate(names):
        book = openpyxl.load_workbook(workbook)
        for sheet in book:
            sheet.sheet_state = "visible" if sheet.title == name else "hidden"
            # What has a print area prints though it is hidden.
            if sheet.title != name:
                sheet.print_area = None
        book.active = book.sheetnames.index(name)
        path = folder / f"signed-{number}.xlsx"
        book.save(path)
        yield name, book[name], path


def whole(pieces):
    """Words put together again: where letters come from another font, a word ends before each of them."""
    words = []
    for left, top, right, text, high in pieces:
        if words and abs(words[-1][1] - top) < 1 and abs(words[-1][2] - left) < 0.8:
            words[-1] = (words[-1][0], top, right, words[-1][3] + text, min(high, words[-1][4]))
        else:
            words.append((left, top, right, text, high))
    return words


def words_of(pdf):
    text = subprocess.run(["pdftotext", "-bbox", pdf, "-"], check=True, capture_output=True).stdout
    # LibreOffice may leave signs in a text that XML does not allow.
    text = re.sub(rb"[\x00-\x08\x0b\x0c\x0e-\x1f]", b"", text)
    space = "{http://www.w3.org/1999/xhtml}"
    for page in xml.fromstring(text).iter(space + "page"):
        pieces = ((float(word.get("xMin")), float(word.get("yMin")), float(word.get("xMax")),
                   unicodedata.normalize("NFC", word.text or ""), float(word.get("yMax")) - float(word.get("yMin")))
                  for word in page.iter(space + "word"))
        words = whole(pieces)
        yield float(page.get("width")), float(page.get("height")), words


def lines_of(words):
    lines = {}
    for left, top, right, text, _ in sorted(words, key=lambda word: (word[1], word[0])):
        key = next((key for key in lines if abs(key - top) < 3), top)
        lines.setdefault(key, []).append((left, right, text))
    return [(top, sorted(parts)) for top, parts in sorted(lines.items())]


def small(where, words):
    # The rule below the letterhead is of dashes.
    sizes = [(word[4], word[3]) for word in words if set(word[3]) != {"—"}]
    height, text = min(sizes)
    return [f"{where}: {text!r} is {height / 1.107:.1f} points high"] if height < SMALLEST else []


def check_front(name, pdf):
    pages = list(words_of(pdf))
    wrong = [] if len(pages) == 1 else [f"{name}: {len(pages)} pages"]
    width, height, words = pages[0]
    if not width < height or abs(width - 210 * MM) > TOLERANCE:
        wrong.append(f"{name}: not A4 upright but {width:.0f} x {height:.0f}")
    if min(word[0] for word in words) < LEFT - TOLERANCE or max(word[2] for word in words) > width - RIGHT + TOLERANCE:
        wrong.append(f"{name}: text outside the margins")
    texts = [word[3] for word in words]
    if any("###" in text for text in texts):
        wrong.append(f"{name}: a figure that does not fit its cell")
    if not {"STT", "LẬP", "CỘNG"} <= set(texts):
        wrong.append(f"{name}: no headings, total or signatures")
    print(f"{name}: {len(pages)} page")
    return wrong + small(name, words)


def check(name, sheet, pdf):
    if name.startswith(FRONT):
        return check_front(name, pdf)
    wrong = []
    groups = {str(row[0].value) for row in sheet.iter_rows(min_col=1, max_col=1) if re.fullmatch(r"[IVXLC]+|\d+", str(row[0].value or ""))}
    roman = {text for text in groups if not text.isdigit()}
    pages = list(words_of(pdf))
    for number, (width, height, words) in enumerate(pages, 1):
        where = f"{name}, page {number}"
        if not width > height or abs(width - 297 * MM) > TOLERANCE:
            wrong.append(f"{where}: not A4 landscape but {width:.0f} x {height:.0f}")
        above = [word for word in words if word[1] < MARGIN]
        middle = (LEFT + width - RIGHT) / 2
        if number == 1 and above:
            wrong.append(f"{where}: {above[0][3]!r} stands above the text")
        if number > 1 and ([word[3] for word in above] != [str(number)]
                           or abs((above[0][0] + above[0][2]) / 2 - middle) > 3 * MM):
            wrong.append(f"{where}: no page number in the middle above the text, but {[word[3] for word in above]}")
        body = [word for word in words if word[1] >= MARGIN]
        wrong += small(where, body)
        if min(word[0] for word in body) < LEFT - TOLERANCE or max(word[2] for word in body) > width - RIGHT + TOLERANCE:
            wrong.append(f"{where}: text outside the margins")
        if any("###" in word[3] for word in words):
            wrong.append(f"{where}: a figure that does not fit its cell")
        texts = [word[3] for word in body]
        # A page of nothing but notes and signatures has the headings above it too.
        if "STT" not in texts or "(1)" not in texts:
            wrong.append(f"{where}: no headings")
        lines = lines_of(body)
        first = [text for _, parts in lines for left, _, text in parts[:1] if left < LEFT + 12 * MM]
        if first and first[-1] in roman and number < len(pages):
            wrong.append(f"{where}: the heading of group {first[-1]} stands alone at the foot")
    with_total = [number for number, page in enumerate(pages) if "CỘNG" in [word[3] for word in page[2]]]
    with_names = [number for number, page in enumerate(pages) if "LẬP" in [word[3] for word in page[2]]]
    if not with_total or not with_names:
        wrong.append(f"{name}: no total or nobody who signs")
    elif len(pages) > 1 and "Kinh phí dự kiến" not in " ".join(
            str(row[1].value) for row in sheet.iter_rows(max_col=2)) and with_total[-1] != with_names[-1]:
        wrong.append(f"{name}: those who sign stand on page {with_names[-1] + 1}, the total on page {with_total[-1] + 1}")
    print(f"{name}: {len(pages)} pages")
    return wrong


def main():
    workbook, folder = pathlib.Path(sys.argv[1]).resolve(), pathlib.Path(sys.argv[2]).resolve()
    profile = folder / "profile-print"
    wrong = []
    for name, sheet, path in signed_sheets(workbook, folder):
        subprocess.run(
            ["soffice", f"-env:UserInstallation={profile.as_uri()}", "--headless", "--convert-to", "pdf",
             "--outdir", folder, path],
            check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, timeout=300,
        )
        wrong += check(name, sheet, path.with_suffix(".pdf"))
    for problem in wrong:
        print("wrong:", problem)
    sys.exit(bool(wrong))


main()
