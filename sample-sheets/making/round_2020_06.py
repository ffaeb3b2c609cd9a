"""A round of twenty-two offices: every one has sent, nothing that must be mended, a quirk in nearly every file."""

import shutil
from dataclasses import dataclass

from . import book as save
from .activities import SECTORS, activities
from .book import Book, Sheet, in_legacy
from .form import HEADINGS, Form, Line, Section, Total
from .truth import write_table

PROJECT = '''# A cumulative report to June 2020, as in `docs`: which programme, which period, who sends the form out.
[programme]
id = "tra-vinh-hcm"
name = "Chương trình hợp tác phát triển kinh tế - xã hội giữa TP. Hồ Chí Minh và tỉnh Trà Vinh"
start = 2009-03-20
end = 2020-12-31

[period]
id = "2020-06"
start = 2009-03-20
end = 2020-06-30
deadline = 2020-09-04

[issuer]
name = "Sở Kế hoạch và Đầu tư tỉnh Trà Vinh"
superior = "Ủy ban nhân dân tỉnh Trà Vinh"
place = "Trà Vinh"
letter = "1687/SKHĐT-THKTKG ngày 26/8/2020"
signer = "KT. GIÁM ĐỐC\\nPHÓ GIÁM ĐỐC"

[lists]
units = "units.csv"
sectors = "sectors.csv"

[templates]
use = ["support-activities"]
'''


@dataclass
class Office:
    code: str
    name: str
    short: str

    @property
    def letterhead(self):
        return self.name.upper()


def offices():
    departments = [
        ("so-yt", "Sở Y tế", "Sở Y tế"), ("so-gddt", "Sở Giáo dục và Đào tạo", "Sở GD&ĐT"),
        ("so-nnptnt", "Sở Nông nghiệp và Phát triển nông thôn", "Sở NN&PTNT"), ("so-ct", "Sở Công Thương", "Sở CT"),
        ("so-khcn", "Sở Khoa học và Công nghệ", "Sở KH&CN"), ("so-tnmt", "Sở Tài nguyên và Môi trường", "Sở TN&MT"),
        ("so-gtvt", "Sở Giao thông vận tải", "Sở GTVT"), ("so-nv", "Sở Nội vụ", "Sở NV"), ("so-xd", "Sở Xây dựng", "Sở XD"),
        ("so-tttt", "Sở Thông tin và Truyền thông", "Sở TT&TT"), ("so-ldtbxh", "Sở Lao động - Thương binh và Xã hội", "Sở LĐTB&XH"),
        ("so-vhttdl", "Sở Văn hóa, Thể thao và Du lịch", "Sở VHTT&DL"),
    ]
    districts = [
        ("tp-tra-vinh", "thành phố Trà Vinh", "UBND TP. Trà Vinh"), ("tx-duyen-hai", "thị xã Duyên Hải", "UBND TX. Duyên Hải"),
        ("h-cang-long", "huyện Càng Long", "UBND H. Càng Long"), ("h-cau-ke", "huyện Cầu Kè", "UBND H. Cầu Kè"),
        ("h-tieu-can", "huyện Tiểu Cần", "UBND H. Tiểu Cần"), ("h-chau-thanh", "huyện Châu Thành", "UBND H. Châu Thành"),
        ("h-cau-ngang", "huyện Cầu Ngang", "UBND H. Cầu Ngang"), ("h-tra-cu", "huyện Trà Cú", "UBND H. Trà Cú"),
        ("h-duyen-hai", "huyện Duyên Hải", "UBND H. Duyên Hải"),
    ]
    listed = [Office(code, f"{name} tỉnh Trà Vinh", short) for code, name, short in departments]
    listed.append(Office("bql-kkt", "Ban Quản lý Khu kinh tế Trà Vinh", "BQL KKT"))
    listed += [Office(code, f"Ủy ban nhân dân {name}", short) for code, name, short in districts]
    return {office.code: office for office in listed}


OFFICES = offices()
HUYEN = ["huyện Càng Long", "huyện Cầu Kè", "huyện Tiểu Cần", "huyện Châu Thành", "huyện Cầu Ngang", "huyện Trà Cú"]
WIDE = ["seq", "activity", "sector", "provider", "recipient", "location", "measure", "quantity", "time", "amount", "budget", "mobilised", "result", "proposals", "note"]
ONE_AMOUNT = {"amount": ("Kinh phí hỗ trợ",)}
# On a form with one row of headings the amount has no group above it.
PLAIN = ["seq", "activity", "sector", "provider", "recipient", "time", "amount", "result", "note"]


@dataclass
class Sent:
    """A file of the round, what it carries, and its forms."""

    code: str
    path: str
    english: str
    vietnamese: str
    writer: object
    forms: list
    before: object = None
    legacy: str = None
    second_below: bool = False
    by_libreoffice: bool = False

    def draw(self):
        sheets, truth = [], []
        for form in self.forms:
            page, rows = form.draw()
            page.widths = {form.col("activity"): 40}
            sheets.append(page)
            truth += rows
        if self.second_below:
            truth = self.join(sheets, truth)
        for row in truth:
            row |= {"programme": "tra-vinh-hcm", "period": "2020-06", "source_file": self.path}
            if self.path.endswith((".csv", ".txt")) or self.writer is csv_named_xls:
                row["source_sheet"] = ""
        book = Book([*([self.before] if self.before else []), *sheets])
        return (in_legacy(book, self.legacy) if self.legacy else book), truth

    def join(self, sheets, truth):
        """The second table goes below the first, without a letterhead of its own."""
        first, second = sheets
        start = self.forms[1].first_header
        below = max(row for row, _ in first.cells) + 3
        signed = [at for at in first.cells if at[0] > self.forms[0].places[-1][0]]
        for at in signed:
            del first.cells[at]
        below = max(row for row, _ in first.cells) + 3
        shift = below - start
        for (row, col), value in second.cells.items():
            if row >= start:
                first.put(row + shift, col, value, (row, col) in second.bold)
        first.merges += [(row + shift, col, last + shift, end) for row, col, last, end in second.merges if row >= start]
        for row in truth[len(self.forms[0].truth):]:
            row["source_row"] = str(int(row["source_row"]) + shift)
        del sheets[1]
        return truth


def by_sector(records, **more):
    """Sections I, II … one for each sector, in the records' order."""
    body, number = [], 0
    for sector in dict.fromkeys(record.sector for record in records):
        number += 1
        body.append(Section(["I", "II", "III", "IV"][number - 1], SECTORS[sector], **more))
        body += [record for record in records if record.sector == sector]
    return body


def form(code, columns, body, **more):
    return Form(OFFICES[code], columns, body, SECTORS, **more)


def delimited(delimiter, encoding):
    return lambda book, path: save.delimited(book, path, delimiter, encoding)


def csv_named_xls(book, path):
    save.delimited(book, path, "\t", "utf-8-sig")


def departments():
    records = activities(["y-te"], HUYEN, 1, 7)
    yield Sent(
        "so-yt", "Sở Y tế - Danh mục hoạt động hỗ trợ.xlsx", "a clean form by XlsxWriter: merged two-row header, column numbers, totals as formulas",
        "biểu chuẩn: tiêu đề hai dòng gộp ô, có dòng số cột, dòng cộng bằng công thức", save.xlsxwriter,
        [form("so-yt", WIDE, [*records, Total()], numbered=True, formulas=True)],
    )
    records = activities(["giao-duc"], ["huyện Càng Long", "huyện Cầu Kè", "huyện Trà Cú"], 2, 6, "Phòng Giáo dục và Đào tạo")
    yield Sent(
        "so-gddt", "so/BC Sở GD&ĐT gửi SKHĐT.xls", "TCVN3 under `.VnTime`, letterhead in the capital font `.VnTimeH` (xlwt): F005",
        "chữ TCVN3 (ABC), phần đầu dùng phông chữ hoa `.VnTimeH`: F005", save.xlwt, [form("so-gddt", WIDE, [*records, Total()])], legacy="tcvn3",
    )
    records = activities(["nong-nghiep", "xuc-tien"], HUYEN, 3, 8)
    yield Sent(
        "so-nnptnt", "so/Mẫu danh mục (Sở NN&PTNT).ods", "OpenDocument (odfpy); sections by sector, each with its sum on the section row",
        "tệp OpenDocument; chia mục theo lĩnh vực, số cộng nằm ngay trên dòng mục", save.odfpy,
        [form("so-nnptnt", ["seq", "activity", "provider", "recipient", "measure", "quantity", "time", "amount", "budget", "mobilised", "note"], [*by_sector(records, sums=True), Total()])],
    )
    records = activities(["cong-thuong"], HUYEN, 4, 6)
    yield Sent(
        "so-ct", "DM ho tro so-ct.xls", "saved as `.xls` by LibreOffice Calc", "lưu dạng `.xls` bằng LibreOffice Calc", save.libreoffice,
        [form("so-ct", WIDE, [*records, Total()], numbered=True)], by_libreoffice=True,
    )
    records = activities(["khoa-hoc"], HUYEN[:4], 5, 5)
    for record in records:
        record.time = record.time if len(record.time) != 10 else "2018-03"
    yield Sent(
        "so-khcn", "Sở KH&CN - Danh mục hoạt động hỗ trợ.xlsb", "a binary workbook", "sổ tính nhị phân `.xlsb`", save.xlsb,
        [form("so-khcn", WIDE, [*records, Total()])],
    )
    records = activities(["tai-nguyen"], HUYEN[:3], 6, 5)
    for n, record in enumerate(records):
        record.extra = {"Căn cứ pháp lý": f"Kế hoạch số {n + 31}"}
    yield Sent(
        "so-tnmt", "so-tnmt_mau-danh-muc_2020.csv", "CSV, UTF-8 with a byte-order mark; a column of its own (T004), numbers as text (V107)",
        "CSV UTF-8; có thêm cột “Căn cứ pháp lý” (T004), số dạng chữ (V107)", delimited(",", "utf-8-sig"),
        [form("so-tnmt", [*PLAIN, "+Căn cứ pháp lý"], [*records, Total()], headings=ONE_AMOUNT, merged=False)],
    )
    records = activities(["giao-thong-xay-dung"], HUYEN, 7, 7)
    yield Sent(
        "so-gtvt", "so/Sở GTVT.xlsx", "VNI under `VNI-Times` (openpyxl): F005", "chữ VNI, phông `VNI-Times`: F005", save.openpyxl,
        [form("so-gtvt", WIDE, [*records, Total()])], legacy="vni",
    )
    yield Sent(
        "so-nv", "so/Sở Nội vụ - không phát sinh.xlsx", "a nil return: “Không phát sinh”", "biểu ghi “Không phát sinh”", save.openpyxl,
        [form("so-nv", WIDE, [Line([None, "Không phát sinh"])])],
    )
    records = activities(["giao-thong-xay-dung"], ["khu dân cư phường 7", "khu dân cư phường 9", "khu hành chính xã Lương Hòa"], 8, 5, "Ban Quản lý dự án")
    yield Sent(
        "so-xd", "so/Mẫu danh mục (Sở XD).xls", "delimited text named `.xls` (F003)", "tệp văn bản phân cách bằng tab, đuôi `.xls` (F003)", csv_named_xls,
        [form("so-xd", PLAIN, [*records, Total()], headings=ONE_AMOUNT, merged=False)],
    )
    records = activities(["thong-tin"], HUYEN, 9, 5)
    yield Sent(
        "so-tttt", "BC Sở TT&TT gửi SKHĐT.xlsx", "the total on top; figures stored as text (V107)", "dòng tổng cộng nằm trên cùng; số dạng chữ (V107)", save.openpyxl,
        [form("so-tttt", WIDE, [Total("Tổng số"), *records], as_text=True)],
    )
    records = activities(["lao-dong"], HUYEN, 10, 6)
    yield Sent(
        "so-ldtbxh", "Sở LĐTB&XH - Danh mục hoạt động hỗ trợ.txt", "“Unicode text”: UTF-16 with tabs", "“Unicode Text” của Excel: UTF-16, phân cách bằng tab",
        delimited("\t", "utf-16"), [form("so-ldtbxh", PLAIN, [*records, Total()], headings=ONE_AMOUNT, merged=False)],
    )
    records = activities(["van-hoa"], HUYEN, 11, 6)
    records[1].merged_up = ("provider",)
    records[3].typed = {"provider": "nt", "result": "như trên"}
    records[3].result = records[2].result = "Đang sử dụng tốt"
    yield Sent(
        "so-vhttdl", "so/Sở VHTT&DL.xlsx", "a provider merged over two rows (T008), `nt` and `như trên` (V117)", "ô gộp theo cột (T008), “nt”, “như trên” (V117)", save.openpyxl,
        [form("so-vhttdl", WIDE, [*records, Total()])],
    )
    records = activities(["xuc-tien", "cong-thuong"], ["khu công nghiệp Long Đức", "khu kinh tế Định An"], 12, 6, "Ban Quản lý Khu kinh tế")
    for record in records:
        record.budget = record.mobilised = None
    records[1].typed = {"amount": "khoảng 450 triệu đồng"}
    records[1].amount, records[1].qualifier = 450_000_000, "approx"
    records[4].typed = {"amount": "20.000 USD"}
    records[4].amount = None
    yield Sent(
        "bql-kkt", "so/BQL Khu kinh tế.xls", "đồng, stated in the heading; an approximate amount (V105), one in dollars (V116) (xlwt)",
        "đơn vị đồng ghi ở tiêu đề cột; số ước (V105), số bằng đô la (V116)", save.xlwt,
        [form("bql-kkt", PLAIN, [*records, Total()], scale=1, unit=None, headings={"amount": ("Kinh phí hỗ trợ (đồng)",)}, merged=False)],
    )


def districts():
    first = activities(["y-te", "giao-duc"], ["phường 1", "phường 5"], 13, 3)
    second = activities(["lao-dong", "van-hoa"], ["phường 1", "phường 5"], 14, 4)
    for records, year in ((first, "2018"), (second, "2019")):
        for record in records:
            record.time = f"{year}-0{3 + records.index(record)}"
    yield Sent(
        "tp-tra-vinh", "huyen/UBND TP. Trà Vinh.xlsx", "a sheet for each year", "mỗi năm một trang tính", save.openpyxl,
        [form("tp-tra-vinh", WIDE, [*first, Total()], sheet="Năm 2018"), form("tp-tra-vinh", WIDE, [*second, Total()], sheet="Năm 2019")],
    )
    first = activities(["tai-nguyen", "giao-duc"], ["xã Long Toàn", "xã Dân Thành"], 15, 4)
    second = activities(["y-te"], ["xã Long Hữu", "xã Trường Long Hòa"], 16, 3)
    second_columns = [name for name in WIDE if name not in ("recipient", "proposals")]
    yield Sent(
        "tx-duyen-hai", "huyen/UBND TX. Duyên Hải.xlsx", "two tables on one sheet (the second has other columns and states neither office nor unit of account), a note, a signature block",
        "hai bảng trên một trang tính, có ghi chú và chữ ký", save.openpyxl,
        [form("tx-duyen-hai", WIDE, [*first, Total()]), form("tx-duyen-hai", second_columns, [*second, Total()], note="Ghi chú: số liệu tính đến ngày 30/6/2020.")],
        second_below=True,
    )
    records = activities(["nong-nghiep", "y-te", "giao-duc"], ["xã Mỹ Cẩm", "xã An Trường"], 17, 7)
    body = by_sector(records)
    records[-1].seq = 1
    yield Sent(
        "h-cang-long", "huyen/BC UBND H. Càng Long gửi SKHĐT.xls", "STT restarts in each section, one number stands twice (S204) (xlwt)",
        "STT đánh lại theo từng mục, một số bị trùng (S204)", save.xlwt,
        [form("h-cang-long", ["seq", "activity", "provider", "location", "time", "amount", "budget", "mobilised", "note"], [*body, Total()], restart=True)],
    )
    records = activities(["giao-thong-xay-dung", "van-hoa"], ["xã Hòa Tân", "xã Phong Phú"], 18, 5)
    for record in records:
        record.extra = {"Nguồn vốn": "Ngân sách TP. Hồ Chí Minh"}
    yield Sent(
        "h-cau-ke", "huyen/Mẫu danh mục (UBND H. Cầu Kè).xlsx", "the table begins at D4; an empty column and a column of its own (T004)",
        "bảng bắt đầu từ ô D4; có cột trống và cột ngoài mẫu (T004)", save.openpyxl,
        [form("h-cau-ke", ["seq", "activity", "sector", "provider", "", "time", "amount", "budget", "mobilised", "+Nguồn vốn"], [*records, Total()], at=(3, 3))],
    )
    records = activities(["nong-nghiep", "lao-dong"], ["xã Tập Ngãi", "xã Hiếu Tử"], 19, 6)
    records[2].hidden = True
    guide = Sheet("Hướng dẫn").line(0, ["HƯỚNG DẪN GHI BIỂU"]).line(1, ["1. Ghi đầy đủ các cột, kể cả cột đơn vị hỗ trợ."]).line(2, ["2. Kinh phí ghi theo triệu đồng."])
    yield Sent(
        "h-tieu-can", "huyen/UBND H. Tiểu Cần.xlsx", "a sheet of instructions before the form (skipped), a hidden row (T006)", "có trang hướng dẫn, một dòng bị ẩn (T006)", save.openpyxl,
        [form("h-tieu-can", WIDE, [*records, Total()])], before=guide,
    )
    records = activities(["xuc-tien", "y-te"], ["xã Hòa Lợi", "xã Lương Hòa A"], 20, 5)
    for record in records:
        record.time = {"day": "2018-03..2018-09"}.get(len(record.time) == 10 and "day", record.time)
        record.time = "2016-02..2018-11" if record.time in ("2018", "2017", "2015", "2016..2018", "2014..2015", "2019-Q2", "2019-H1") else record.time
    yield Sent(
        "h-chau-thanh", "huyen/UBND H. Châu Thành - Danh mục hoạt động hỗ trợ.ods", "saved as OpenDocument by LibreOffice Calc; Bắt đầu and Hoàn thành in two columns",
        "lưu bằng LibreOffice Calc; thời gian ghi ở hai cột Bắt đầu, Hoàn thành", save.libreoffice,
        [form("h-chau-thanh", ["seq", "activity", "sector", "provider", "start", "end", "amount", "budget", "mobilised", "note"], [*records, Total()])], by_libreoffice=True,
    )
    records = activities(["nong-nghiep", "giao-duc"], ["xã Hiệp Hòa", "xã Mỹ Hòa"], 21, 9)
    for record in records:
        record.budget = record.mobilised = None
    # 0,45 was meant in tỷ đồng: it is read as it stands, and said.
    records[3].amount = 450_000
    records[5].note = "@Mỹ Hòa: đã bàn giao"
    yield Sent(
        "h-cau-ngang", "huyen/DM ho tro h-cau-ngang.xlsx", "an amount typed in tỷ among triệu đồng (V110), a note that begins with `@` (V114) (XlsxWriter)",
        "một số ghi theo tỷ đồng giữa cột triệu đồng (V110), ghi chú bắt đầu bằng “@” (V114)", save.xlsxwriter,
        [form("h-cau-ngang", PLAIN, [*records, Total()], headings=ONE_AMOUNT)],
    )
    records = activities(["van-hoa", "lao-dong"], ["xã Hàm Giang", "xã Đại An"], 22, 6)
    yield Sent(
        "h-tra-cu", "huyen/UBND H. Trà Cú.csv", "`;` and windows-1258, as an old Vietnamese Excel saves CSV", "CSV phân cách bằng “;”, mã windows-1258", delimited(";", "windows-1258"),
        [form("h-tra-cu", PLAIN, [*records, Total()], headings=ONE_AMOUNT, merged=False)],
    )
    records = activities(["tai-nguyen", "khoa-hoc"], ["xã Đông Hải", "xã Long Vĩnh"], 23, 6)
    records[1].time = "2020-08"
    records[4].time, records[4].typed = "2018", {"time": "cuối năm 2018"}
    headings = HEADINGS | ONE_AMOUNT
    again = Line([headings[name][0] for name in PLAIN])
    yield Sent(
        "h-duyen-hai", "huyen/BC UBND H. Duyên Hải gửi SKHĐT.xlsx", "the headings again on the second page; a time after the period (V112), a vague one (V121)",
        "tiêu đề lặp lại ở trang sau; thời gian ngoài kỳ báo cáo (V112), thời gian không rõ (V121)", save.openpyxl,
        [form("h-duyen-hai", PLAIN, [*records[:4], again, *records[4:], Total()], headings=ONE_AMOUNT, merged=False)],
    )


def make(here, truth_folder, with_libreoffice):
    folder = here / "round-2020-06"
    folder.mkdir(exist_ok=True)
    sent = [*departments(), *districts()]
    assert sorted(one.code for one in sent) == sorted(OFFICES)
    wanted = {folder / one.path for one in sent}
    for path in folder.rglob("*"):
        if path.is_file() and path not in wanted:
            path.unlink()
    truth = []
    for one in sent:
        path = folder / one.path
        path.parent.mkdir(exist_ok=True)
        book, rows = one.draw()
        truth += rows
        if not one.by_libreoffice or with_libreoffice or not path.exists():
            one.writer(book, path)
    truth.sort(key=lambda row: row["source_file"])
    write_table(truth_folder / "round-2020-06.csv", truth)
    write_lists(folder)
    (folder / "README.md").write_text(readme(sent), encoding="utf-8")
    blank_form(here / "mau-danh-muc.xlsx")


def write_lists(folder):
    quoted = lambda text: f'"{text}"' if "," in text else text
    (folder / "tonghop.toml").write_text(PROJECT, encoding="utf-8")
    units = ["code,name,aliases,kind,valid_from,valid_to,successor"]
    kind = lambda one: "district" if one.name.startswith("Ủy ban") else "department"
    units += [f"{one.code},{quoted(one.name)},{one.short},{kind(one)},,," for one in OFFICES.values()]
    (folder / "units.csv").write_text("\n".join(units) + "\n", encoding="utf-8")
    sectors = ["code,name,aliases"] + [f"{code},{quoted(name)}," for code, name in SECTORS.items()]
    (folder / "sectors.csv").write_text("\n".join(sectors) + "\n", encoding="utf-8")


def readme(sent):
    return "\n".join([
        "# A round: cumulative to June 2020",
        "",
        "Twenty-two offices of Trà Vinh have sent the form `../mau-danh-muc.xlsx`, each in its own way. All activities and amounts are invented; no person is named.",
        "`tonghop check` and `tonghop merge` end with 0 here: every office on the register has sent, and what is odd raises warnings and notes only.",
        "",
        "```sh",
        "tonghop check sample-sheets/round-2020-06",
        "tonghop merge sample-sheets/round-2020-06 -o tong-hop.xlsx",
        "```",
        "",
        "Made by `../make.py`, which writes the table that must come out to `tests/samples/round-2020-06.csv`.",
        "",
        "Hai mươi hai đơn vị của tỉnh Trà Vinh đã gửi biểu `../mau-danh-muc.xlsx`, mỗi nơi trình bày một kiểu. Hoạt động và số tiền đều là giả định.",
        "Đợt này không có lỗi nào: đơn vị nào trong danh sách cũng đã gửi, chỉ có cảnh báo và thông tin.",
        "",
        "| file · tệp | what it carries | đặc điểm |",
        "| --- | --- | --- |",
        *(f"| `{one.path}` | {one.english} | {one.vietnamese} |" for one in sent),
        "",
    ])


def blank_form(path):
    """The form as planning sends it out."""
    import xlsxwriter

    workbook = xlsxwriter.Workbook(path)
    workbook.set_properties({"created": save.MADE, "title": "Danh mục hoạt động hỗ trợ"})
    page = workbook.add_worksheet("Danh mục")
    base = {"font_name": "Times New Roman", "font_size": 12, "text_wrap": True, "valign": "vcenter"}
    middle = workbook.add_format(base | {"align": "center", "bold": True})
    plain = workbook.add_format(base | {"align": "center"})
    lined = workbook.add_format(base | {"align": "center", "underline": True, "bold": True})
    title = workbook.add_format(base | {"align": "center", "bold": True, "font_size": 14})
    italic = workbook.add_format(base | {"italic": True})
    italic_right = workbook.add_format(base | {"italic": True, "align": "right"})
    italic_middle = workbook.add_format(base | {"italic": True, "align": "center"})
    head = workbook.add_format(base | {"align": "center", "bold": True, "border": 1, "bg_color": "#E7EEF7"})
    number = workbook.add_format(base | {"align": "center", "italic": True, "border": 1, "font_size": 10})
    box = workbook.add_format(base | {"border": 1})
    money = workbook.add_format(base | {"border": 1, "num_format": "#,##0.###"})
    strong = workbook.add_format(base | {"border": 1, "bold": True})
    last = len(WIDE) - 1
    page.merge_range(0, 0, 0, 4, "ỦY BAN NHÂN DÂN TỈNH TRÀ VINH", plain)
    page.merge_range(1, 0, 1, 4, "(TÊN SỞ, NGÀNH, HUYỆN)", lined)
    page.merge_range(0, 8, 0, last, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", middle)
    page.merge_range(1, 8, 1, last, "Độc lập - Tự do - Hạnh phúc", lined)
    page.merge_range(3, 0, 3, last, "DANH MỤC HOẠT ĐỘNG HỖ TRỢ TỈNH TRÀ VINH TỪ THÀNH PHỐ HỒ CHÍ MINH", title)
    page.merge_range(4, 0, 4, last, "(Kèm theo Công văn số 1687/SKHĐT-THKTKG ngày 26/8/2020; số liệu lũy kế từ 20/3/2009 đến 30/6/2020)", italic_middle)
    page.merge_range(5, 0, 5, last, "Cách ghi: mỗi hoạt động một dòng; kinh phí ghi bằng số, theo triệu đồng; thời gian ghi ngày, tháng hoặc năm; không phát sinh thì ghi “Không phát sinh”.", italic)
    page.merge_range(6, 8, 6, last, "Đơn vị tính: triệu đồng", italic_right)
    for col, name in enumerate(WIDE):
        path_ = HEADINGS[name]
        if len(path_) == 1:
            page.merge_range(7, col, 8, col, path_[0], head)
        else:
            page.write(8, col, path_[1], head)
        page.write(9, col, f"({col + 1})", number)
    group = WIDE.index("amount")
    page.merge_range(7, group, 7, group + 2, "Kinh phí hỗ trợ", head)
    for row in range(10, 20):
        for col, name in enumerate(WIDE):
            page.write_blank(row, col, None, money if name in ("amount", "budget", "mobilised") else box)
    for col in range(last + 1):
        page.write_blank(20, col, None, strong)
    page.write(20, 1, "Tổng cộng", strong)
    page.merge_range(22, 10, 22, last, "Trà Vinh, ngày      tháng      năm 2020", italic_middle)
    page.merge_range(23, 1, 23, 3, "NGƯỜI LẬP BIỂU", middle)
    page.merge_range(23, 10, 23, last, "THỦ TRƯỞNG ĐƠN VỊ", middle)
    page.merge_range(24, 1, 24, 3, "(Ký, ghi rõ họ tên)", italic_middle)
    page.merge_range(24, 10, 24, last, "(Ký tên, đóng dấu)", italic_middle)
    for col, width in enumerate([6, 38, 18, 24, 20, 18, 9, 9, 14, 12, 12, 12, 20, 18, 12]):
        page.set_column(col, col, width)
    page.set_landscape()
    page.set_paper(9)
    page.fit_to_pages(1, 0)
    page.repeat_rows(7, 9)
    page.freeze_panes(10, 2)
    workbook.close()
