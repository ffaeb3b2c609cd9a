"""A small round that shows the errors: for each its file, its cell and its code."""

import io
import random
from unittest import mock

from . import book as save
from .activities import SECTORS
from .book import Book, Error, Formula, Sheet
from .round_2020_06 import PROJECT
from .truth import write_tsv

HEAD = ["STT", "Nội dung hỗ trợ", "Đơn vị hỗ trợ", "Thời gian", "Kinh phí hỗ trợ"]
ROWS = [[1, "Đào tạo điều dưỡng", "Sở Y tế TP. Hồ Chí Minh", 2018, 120], [2, "Tặng xe cứu thương", "Bệnh viện Từ Dũ", 2019, 850]]
UNITS = [
    ("so-yt", "Sở Y tế tỉnh Trà Vinh"), ("so-nnptnt", "Sở Nông nghiệp và Phát triển nông thôn tỉnh Trà Vinh"),
    ("so-gtvt", "Sở Giao thông vận tải tỉnh Trà Vinh"), ("h-tra-cu", "Ủy ban nhân dân huyện Trà Cú"),
]


def simple(office, unit="triệu đồng", head=HEAD, rows=ROWS):
    sheet = Sheet().put(0, 0, office).put(1, 0, "DANH MỤC HOẠT ĐỘNG HỖ TRỢ", True)
    if unit:
        sheet.put(2, 0, f"Đơn vị tính: {unit}")
    sheet.line(4, head, bold=True)
    for offset, values in enumerate(rows):
        sheet.line(5 + offset, values)
    return sheet


def values():
    """Nearly everything that can be wrong with a value."""
    head = ["STT", "Nội dung hỗ trợ", "Lĩnh vực", "Đơn vị hỗ trợ", "Bắt đầu", "Hoàn thành", "Kinh phí hỗ trợ", "Ngân sách", "Vận động"]
    y_te, nguon, xe = "Y tế", "Sở Y tế TP. Hồ Chí Minh", "Tặng xe cứu thương đợt"
    return simple("SỞ Y TẾ TỈNH TRÀ VINH", head=head, rows=[
        ["I", "Đào tạo", None, None, None, None, 900],
        [1, "Đào tạo điều dưỡng", y_te, nguon, "3/2018", "9/2018", 120, 100, 20],
        [2, "Đào tạo hộ sinh", y_te, None, "3/2018", "9/2018", 90],
        [3, "Đào tạo dược sĩ", y_te, nguon, "3/2018", "9/2018", "chưa có số liệu"],
        [5, "Đào tạo bác sĩ", y_te, nguon, "31/02/2018", "9/2018", 150],
        [6, "Tập huấn châm cứu", "Y học cổ truyền", nguon, "3/2018", "9/2018", 80],
        ["II", "Trang thiết bị"],
        [7, f"{xe} 1", y_te, nguon, "3/2018", "9/2018", Error("#REF!")],
        [8, f"{xe} 2", y_te, nguon, "3/2018", "9/2018", -50],
        [9, f"{xe} 3", y_te, nguon, "3/2018", "9/2018", Formula("=H7+I7")],
        [10, f"{xe} 4", y_te, nguon, "9/2018", "3/2018", 100],
        [11, f"{xe} 5", y_te, nguon, "3/2018", "9/2018", "5000 USD"],
        [12, f"{xe} 6", y_te, nguon, "3/2018", "9/2018", "1,234"],
        [13, f"{xe} 7", y_te, nguon, "3/2018", "9/2018", "1-2 tỷ đồng"],
        [14, f"{xe} 8", y_te, nguon, "3/2018", "9/2018", "60 triệu đồng/chiếc"],
        [15, f"{xe} 9", y_te, nguon, "3/2018", "9/2018", 100, 80, 50],
        [None, "Tổng cộng", None, None, None, None, 9999],
    ])


def truncated(book, path):
    save.openpyxl(book, path)
    path.write_bytes(path.read_bytes()[:3000])


def with_password(book, path):
    from msoffcrypto.format.ooxml import OOXMLFile
    from msoffcrypto.method.container import ecma376_encrypted as container

    save.openpyxl(book, path)
    plain, locked = io.BytesIO(path.read_bytes()), io.BytesIO()
    # Salts and the moment of saving would change the bytes each time.
    salts, moment = random.Random(1687), mock.Mock(wraps=container.datetime, now=lambda *_: save.MADE)
    with mock.patch("secrets.token_bytes", salts.randbytes), mock.patch.object(container, "datetime", moment):
        OOXMLFile(plain).encrypt("trà vinh", locked)
    path.write_bytes(locked.getvalue())


def letter(_, path):
    save.write_zip(path, {
        "[Content_Types].xml": b'<?xml version="1.0" encoding="UTF-8"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>',
        "_rels/.rels": b'<?xml version="1.0" encoding="UTF-8"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/></Relationships>',
        "word/document.xml": '<?xml version="1.0" encoding="UTF-8"?><w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body><w:p><w:r><w:t>Kính gửi: Sở Kế hoạch và Đầu tư</w:t></w:r></w:p></w:body></w:document>'.encode(),
    })


def doubled():
    """Two columns of money that both claim to be the amount, and two captions that contradict each other."""
    rows = [[1, "Xây cầu nông thôn", "Sở Giao thông vận tải TP. Hồ Chí Minh", 2018, 500, 500]]
    sheet = simple("SỞ GIAO THÔNG VẬN TẢI TỈNH TRÀ VINH", head=[*HEAD, "Giá trị hỗ trợ"], rows=rows)
    return sheet.put(2, 4, "Đơn vị tính: đồng")


def files():
    """Name, writer, book, and what must be found: sheet, cell, code, why."""
    here = "Danh mục"
    return [
        ("hong.xlsx", truncated, Book([simple("SỞ Y TẾ TỈNH TRÀ VINH")]), [("", "", "F001", "cut off on its way", "tệp bị đứt giữa chừng")]),
        ("co-mat-khau.xlsx", with_password, Book([simple("SỞ Y TẾ TỈNH TRÀ VINH")]), [("", "", "F002", "needs a password", "tệp đặt mật khẩu")]),
        ("cong-van.docx", letter, None, [("", "", "F007", "a letter, no spreadsheet", "công văn, không phải bảng tính")]),
        ("lich-hop.xlsx", save.openpyxl, Book([Sheet("Lịch").line(0, ["LỊCH HỌP"]).line(2, ["Ngày", "Phòng họp", "Chủ đề"]).line(3, ["24/8", "A1", "Giao ban"])]),
         [("", "", "T001", "no known form", "không có bảng theo mẫu")]),
        ("so-nnptnt.xlsx", save.openpyxl, Book([simple("SỞ NÔNG NGHIỆP VÀ PHÁT TRIỂN NÔNG THÔN TỈNH TRÀ VINH", None, [*HEAD[:3], HEAD[4]], [[1, "Chuyển giao giống bò", "Sở Nông nghiệp và Phát triển nông thôn TP. Hồ Chí Minh", 300]])]),
         [(here, "A5:D5", "T002", "no column of time", "thiếu cột thời gian"), (here, "", "T005", "no unit of account", "không ghi đơn vị tính")]),
        ("so-gtvt.xls", lambda book, path: save.delimited(book, path, ";", "utf-8-sig"), Book([doubled()]),
         [("", "", "F003", "delimited text named `.xls`", "tệp văn bản mang đuôi `.xls`"), ("", "F5", "T003", "two columns claim the amount", "hai cột cùng là kinh phí"),
          ("", "E3", "T010", "triệu đồng and đồng", "hai đơn vị tính khác nhau")]),
        ("danh-muc.xlsx", save.openpyxl, Book([simple("DANH SÁCH")]), [("", "", "T007", "whose it is, nothing tells", "không rõ của đơn vị nào")]),
        ("lien-minh-htx.xlsx", save.openpyxl, Book([simple("LIÊN MINH HỢP TÁC XÃ TỈNH TRÀ VINH")]), [(here, "A1", "X306", "not on the register", "không có trong danh sách đơn vị")]),
        ("so-yt.xlsx", save.openpyxl, Book([values()]), [
            (here, "G6", "S203", "the section's records add up to 440", "các dòng của mục cộng được 440"),
            (here, "D8", "V101", "no provider", "thiếu đơn vị hỗ trợ"),
            (here, "G9", "V102", "`chưa có số liệu` is no amount", "không phải số tiền"),
            (here, "A10", "S204", "5 follows 3", "sau 3 là 5"),
            (here, "E10", "V103", "there is no 31 February", "không có ngày 31/02"),
            (here, "C11", "V104", "no such sector on the list", "lĩnh vực không có trong danh sách"),
            (here, "G13", "V108", "#REF!", "#REF!"),
            (here, "G14", "V109", "less than nothing", "số âm"),
            (here, "G15", "V111", "a formula without a result", "công thức chưa có kết quả"),
            (here, "F16", "V113", "it ends before it begins", "kết thúc trước khi bắt đầu"),
            (here, "G17", "V116", "dollars", "đô la Mỹ"),
            (here, "G18", "V118", "one and a bit, or over a thousand?", "1,234 có thể đọc hai cách"),
            (here, "G19", "V119", "a range", "một khoảng, không phải một số"),
            (here, "G20", "V120", "a rate", "đơn giá, không phải tổng"),
            (here, "G21", "S202", "80 and 50 exceed 100", "80 cộng 50 lớn hơn 100"),
            (here, "G22", "S201", "the records do not add up to 9.999", "các dòng cộng không bằng 9.999"),
        ]),
    ]


def make(here, truth_folder):
    folder = here / "round-with-mistakes"
    folder.mkdir(exist_ok=True)
    for path in folder.iterdir():
        path.unlink()
    lines, readme = [], []
    for name, writer, book, found in files():
        writer(book, folder / name)
        for sheet, cell, code, english, vietnamese in found:
            lines.append([name, sheet, cell, code])
            readme.append(f"| `{name}` | {cell} | {code} | {english} | {vietnamese} |")
    lines.append(["", "", "", "X303"])
    readme.append("| — | | X303 | h-tra-cu has sent nothing | UBND huyện Trà Cú chưa gửi |")
    write_tsv(truth_folder / "mistakes.tsv", ["file", "sheet", "cell", "code"], lines)
    (folder / "tonghop.toml").write_text(PROJECT, encoding="utf-8")
    (folder / "units.csv").write_text("code,name,aliases,kind,valid_from,valid_to,successor\n" + "".join(f"{code},{name},,,,,\n" for code, name in UNITS), encoding="utf-8")
    quoted = lambda text: f'"{text}"' if "," in text else text
    (folder / "sectors.csv").write_text("code,name,aliases\n" + "".join(f"{code},{quoted(name)},\n" for code, name in SECTORS.items()), encoding="utf-8")
    (folder / "README.md").write_text("\n".join([
        "# A round with mistakes",
        "",
        "Each file is wrong on purpose. `tonghop check sample-sheets/round-with-mistakes` ends with 1 and finds all of these, and writes what it could read all the same. `tonghop explain V102` tells of a code.",
        "",
        "Mỗi tệp cố ý có lỗi. Lệnh trên kết thúc với mã 1 và nêu đủ các lỗi dưới đây; phần đọc được vẫn được ghi ra. `tonghop explain V102` giải thích từng mã.",
        "",
        "| file · tệp | cell · ô | code · mã | what is wrong | lỗi gì |",
        "| --- | --- | --- | --- | --- |",
        *readme,
        "",
    ]), encoding="utf-8")
