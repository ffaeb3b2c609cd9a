"""Draws docs/images/front.png, summary.png and form.png: the page to be signed, the list behind it, a form being filled in.

    pages.py BINARY FOLDER_OF_IMAGES

Made of the sample round and printed by LibreOffice with Vietnamese settings. Needs openpyxl and poppler-utils.
"""
import pathlib
import subprocess
import sys
import tempfile

import openpyxl

ROUND = pathlib.Path(__file__).resolve().parent.parent / "sample-sheets" / "round-2020-06"
RECORDS = [
    {"seq": 1, "activity": "Đào tạo bác sĩ chuyên khoa I cho các bệnh viện tuyến huyện", "sector": "Y tế",
     "provider": "Sở Y tế TP. Hồ Chí Minh", "recipient": "Bệnh viện đa khoa các huyện", "location": "TP. Hồ Chí Minh",
     "quantity": 24, "quantity_unit": "học viên", "time": "từ tháng 6 đến tháng 8/2019", "amount_vnd": 1200,
     "budget_vnd": 1000, "mobilised_vnd": 200, "result": "24 bác sĩ hoàn thành khóa học"},
    {"seq": 2, "activity": "Tặng máy siêu âm cho trạm y tế ở huyện Cầu Kè", "sector": "Y tế", "recipient": "Trạm y tế các xã",
     "location": "Huyện Cầu Kè", "quantity": 8, "quantity_unit": "bộ", "time": "2018", "amount_vnd": 1250,
     "amount_qualifier": "khoảng", "budget_vnd": 750, "mobilised_vnd": 500, "result": "Đã bàn giao"},
    {"seq": 3, "activity": "Khám, phát thuốc miễn phí cho người dân huyện Châu Thành", "sector": "Y tế",
     "provider": "Bệnh viện Chợ Rẫy", "recipient": "Người dân 5 xã", "location": "Huyện Châu Thành", "quantity": 1500,
     "quantity_unit": "lượt người", "time": "quý II/2020", "amount_vnd": 175000000, "result": "Hoàn thành"},
    {"seq": 4, "activity": "Xây dựng 10 căn nhà tình nghĩa", "sector": "Lao động, thương binh và xã hội",
     "provider": "Quận 5, TP. Hồ Chí Minh", "location": "Huyện Cầu Kè", "quantity": 10, "quantity_unit": "căn", "time": "2020",
     "amount_vnd": 800, "amount_qualifier": "dự kiến", "mobilised_vnd": 800, "result": "Đã bàn giao 6/10 căn"},
]
LOCALE = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Setup/L10N"><prop oor:name="ooSetupSystemLocale" oor:op="fuse"><value>vi-VN</value></prop></item>
</oor:items>
"""


def drawn(book, shown, work, image, points, crop=()):
    """The first page of a sheet, the others hidden."""
    for sheet in book:
        sheet.sheet_state = "visible" if sheet.title == shown else "hidden"
        if sheet.title != shown:
            sheet.print_area = None
    book.active = book.sheetnames.index(shown)
    path = work / "page.xlsx"
    book.save(path)
    user = work / "profile" / "user"
    user.mkdir(parents=True, exist_ok=True)
    (user / "registrymodifications.xcu").write_text(LOCALE, encoding="utf-8")
    subprocess.run(
        ["soffice", f"-env:UserInstallation={(work / 'profile').as_uri()}", "--headless", "--convert-to", "pdf", "--outdir",
         work, path], check=True, capture_output=True, timeout=300)
    subprocess.run(["pdftoppm", "-r", str(points), "-f", "1", "-l", "1", *crop, "-singlefile", "-png", work / "page.pdf",
                    image.with_suffix("")], check=True)


def main():
    binary, images = pathlib.Path(sys.argv[1]).resolve(), pathlib.Path(sys.argv[2]).resolve()
    with tempfile.TemporaryDirectory() as folder:
        work = pathlib.Path(folder)
        merged = work / "merged.xlsx"
        subprocess.run([binary, "merge", ROUND, "-o", merged, "--in", "trieu", "-q"], check=False, stderr=subprocess.DEVNULL)
        for name, image in [("Trình ký", "front.png"), ("Tổng hợp", "summary.png")]:
            drawn(openpyxl.load_workbook(merged), name, work, images / image, 90, ("-gray",))
        subprocess.run([binary, "template", "-o", work / "form", "--unit", "so-yt", "--project", ROUND / "tonghop.toml", "-q"],
                       check=True)
        (form,) = (work / "form").iterdir()
        book = openpyxl.load_workbook(form)
        sheet = book.worksheets[0]
        ids = next(row for row in sheet.iter_rows() if row[0].value == "seq")
        columns, first = {cell.value: cell.column for cell in ids}, ids[0].row + 1
        for number, record in enumerate(RECORDS):
            sheet.row_dimensions[first + number].height = 48
            for name, value in record.items():
                sheet.cell(first + number, columns[name]).value = value
        # As on the screen: with the letters of the columns and the lines of the grid, side by side.
        sheet.print_options.headings = sheet.print_options.gridLines = True
        sheet.page_setup.scale, sheet.sheet_properties.pageSetUpPr.fitToPage = None, True
        sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
        sheet.col_breaks.brk = []
        sheet.print_title_cols = sheet.print_title_rows = None
        sheet.oddHeader.center.text = None
        sheet.print_area = f"A1:S{first + len(RECORDS) + 3}"
        for side in ("left", "right", "top", "bottom"):
            setattr(sheet.page_margins, side, 0.1)
        drawn(book, sheet.title, work, images / "form.png", 130, ("-x", "0", "-y", "0", "-W", "1510", "-H", "560"))


main()
