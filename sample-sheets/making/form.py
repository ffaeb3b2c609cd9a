"""The form as offices fill it in: letterhead, header, sections, records, totals, signature, with its truth."""

import datetime
from dataclasses import dataclass, field

from .book import Formula, Sheet, name_of
from .truth import period, row

HEADINGS = {
    "seq": ("STT",),
    "activity": ("Nội dung hỗ trợ",),
    "sector": ("Lĩnh vực",),
    "provider": ("Đơn vị hỗ trợ",),
    "recipient": ("Đơn vị tiếp nhận",),
    "location": ("Địa điểm thực hiện",),
    "measure": ("ĐVT",),
    "quantity": ("Số lượng",),
    "time": ("Thời gian thực hiện",),
    "start": ("Thời gian thực hiện", "Bắt đầu"),
    "end": ("Thời gian thực hiện", "Hoàn thành"),
    "amount": ("Kinh phí hỗ trợ", "Tổng số"),
    "budget": ("Kinh phí hỗ trợ", "Ngân sách"),
    "mobilised": ("Kinh phí hỗ trợ", "Vận động"),
    "in_kind": ("Kinh phí hỗ trợ", "Hiện vật quy đổi"),
    "result": ("Kết quả thực hiện",),
    "difficulties": ("Khó khăn, vướng mắc",),
    "proposals": ("Đề xuất, kiến nghị",),
    "note": ("Ghi chú",),
}
MONEY = ("amount", "budget", "mobilised", "in_kind")


@dataclass
class Record:
    """An activity. `typed` holds what stands in a cell when it is not simply the value."""

    activity: str
    provider: str
    time: str
    amount: int
    sector: str = ""
    recipient: str = ""
    location: str = ""
    quantity: int = None
    measure: str = ""
    budget: int = None
    mobilised: int = None
    in_kind: int = None
    qualifier: str = ""
    result: str = ""
    difficulties: str = ""
    proposals: str = ""
    note: str = ""
    seq: object = None
    typed: dict = field(default_factory=dict)
    extra: dict = field(default_factory=dict)
    merged_up: tuple = ()
    hidden: bool = False


@dataclass
class Section:
    number: str
    label: str
    sums: bool = False


@dataclass
class Total:
    label: str = "Tổng cộng"
    scope: str = "all"


@dataclass
class Line:
    """Anything else, as it stands."""

    values: list


@dataclass
class Form:
    office: object
    columns: list
    body: list
    sectors: dict
    scale: int = 1_000_000
    unit: str = "triệu đồng"
    sheet: str = "Danh mục"
    at: tuple = (0, 0)
    title: str = "DANH MỤC HOẠT ĐỘNG HỖ TRỢ TỈNH TRÀ VINH TỪ THÀNH PHỐ HỒ CHÍ MINH"
    headings: dict = field(default_factory=dict)
    merged: bool = True
    numbered: bool = False
    as_text: bool = False
    formulas: bool = False
    restart: bool = False
    signed: bool = True
    note: str = ""
    extra: list = field(default_factory=list)

    def draw(self):
        """The sheet and its expected records, file and place still to be filled in."""
        self.page, self.truth = Sheet(self.sheet), []
        line = self.letterhead()
        self.first_header = line
        line = self.header(line)
        line = self.rows(line)
        self.foot(line)
        return self.page, self.truth

    def col(self, name):
        return self.at[1] + self.columns.index(name)

    def letterhead(self):
        top, left = self.at
        last = left + len(self.columns) - 1
        right = left + max(len(self.columns) - 4, 3)
        put = self.page.put
        put(top, left, self.office.letterhead, True)
        put(top, right, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", True)
        put(top + 1, right, "Độc lập - Tự do - Hạnh phúc", True)
        put(top + 3, left, self.title, True)
        put(top + 4, left, "(Kèm theo Công văn số 1687/SKHĐT-THKTKG ngày 26/8/2020)")
        if self.merged:
            self.page.merge(top + 3, left, top + 3, last).merge(top + 4, left, top + 4, last)
        if self.unit:
            put(top + 5, right, f"Đơn vị tính: {self.unit}")
        return top + 7

    def header(self, line):
        paths = [self.headings.get(name) or HEADINGS.get(name) or (name.removeprefix("+"),) if name else () for name in self.columns]
        deep = max(len(path) for path in paths)
        for offset, path in enumerate(paths):
            col = self.at[1] + offset
            for depth, text in enumerate(path):
                again = depth == 0 and len(path) > 1 and offset and paths[offset - 1][:1] == path[:1]
                if not again:
                    self.page.put(line + depth, col, text, True)
                    if depth == 0 and len(path) > 1:
                        same = sum(1 for other in paths if other[:1] == path[:1])
                        if self.merged:
                            self.page.merge(line, col, line, col + same - 1)
            if self.merged and len(path) == 1:
                self.page.merge(line, col, line + deep - 1, col)
        line += deep
        if self.numbered:
            self.page.line(line, [f"({n + 1})" for n in range(len(self.columns))], self.at[1])
            line += 1
        return line

    def rows(self, line):
        self.section, seq = [], 0
        self.places = []
        for item in self.body:
            if isinstance(item, Section):
                self.open(line, item)
                seq = 0 if self.restart else seq
            elif isinstance(item, Record):
                seq += 1
                self.record(line, item, seq if item.seq is None else item.seq)
            elif isinstance(item, Line):
                self.page.line(line, item.values, self.at[1])
            self.places.append((line, item))
            line += 1
        for at, item in self.places:
            self.sums(at, item)
        return line

    def open(self, line, item):
        self.section = [item.label]
        self.page.put(line, self.col("seq"), item.number, True).put(line, self.col("activity"), item.label, True)

    def record(self, line, item, seq):
        cells = {
            "seq": seq, "activity": item.activity, "sector": self.sectors.get(item.sector, ""), "provider": item.provider,
            "recipient": item.recipient, "location": item.location, "measure": item.measure, "quantity": item.quantity,
            "time": shown_time(item.time), "result": item.result, "difficulties": item.difficulties,
            "proposals": item.proposals, "note": item.note,
        }
        if "start" in self.columns:
            first, last, _ = period(item.time)
            cells["start"], cells["end"] = f"{first.month}/{first.year}", f"{last.month}/{last.year}"
        for name in MONEY:
            cells[name] = self.money(getattr(item, name))
        cells |= {"+" + heading: value for heading, value in item.extra.items()} | item.typed
        for name in self.columns:
            value = cells.get(name)
            if name in item.merged_up or value in (None, ""):
                continue
            self.page.put(line, self.col(name), value)
        for name in item.merged_up:
            self.page.merge(line - 1, self.col(name), line, self.col(name))
        if item.hidden:
            self.page.hidden_rows.add(line)
        has = lambda name, value: value if name in self.columns else None
        sector = item.sector if "sector" in self.columns else next((code for code, name in self.sectors.items() if self.section and name == self.section[-1]), "")
        self.truth.append(row(
            unit_code=self.office.code, unit_name=self.office.name, section=" / ".join(self.section), seq=seq,
            activity=item.activity, sector_code=sector, sector=self.sectors.get(sector, ""), provider=item.provider,
            recipient=has("recipient", item.recipient), location=has("location", item.location),
            quantity=has("quantity", item.quantity), quantity_unit=has("measure", item.measure), time=item.time,
            amount_vnd=item.amount, amount_qualifier=item.qualifier, budget_vnd=has("budget", item.budget),
            mobilised_vnd=has("mobilised", item.mobilised), in_kind_vnd=has("in_kind", item.in_kind),
            result=has("result", item.result), difficulties=has("difficulties", item.difficulties),
            proposals=has("proposals", item.proposals), note=has("note", item.note), extra=item.extra,
            source_sheet=self.sheet, source_row=line + 1,
        ))

    def money(self, dong):
        if dong is None:
            return None
        value = dong / self.scale
        value = int(value) if value == int(value) else value
        if not self.as_text:
            return value
        whole, _, part = f"{value:,}".partition(".")
        return whole.replace(",", ".") + ("," + part if part else "")

    def sums(self, line, item):
        """Fills in what a total, or a section's row, adds up."""
        if not isinstance(item, Total) and not (isinstance(item, Section) and item.sums):
            return
        if isinstance(item, Total):
            self.page.put(line, self.col("activity"), item.label, True)
        inside = self.inside(line, item)
        for name in MONEY:
            if name not in self.columns:
                continue
            total = sum(getattr(record, name) or 0 for _, record in inside)
            if total == 0:
                continue
            value = self.money(total)
            if self.formulas:
                first, last = inside[0][0], inside[-1][0]
                value = Formula(f"=SUM({name_of(first, self.col(name))}:{name_of(last, self.col(name))})", value)
            self.page.put(line, self.col(name), value, True)

    def inside(self, line, item):
        records = [(at, other) for at, other in self.places if isinstance(other, Record)]
        if isinstance(item, Total) and item.scope == "all":
            return records
        if isinstance(item, Total):
            start = max(at for at, other in self.places if isinstance(other, Section) and at < line)
            return [(at, other) for at, other in records if start < at < line]
        end = min((at for at, other in self.places if isinstance(other, (Section, Total)) and at > line), default=10**6)
        return [(at, other) for at, other in records if line < at < end]

    def foot(self, line):
        left = self.at[1]
        right = left + max(len(self.columns) - 4, 3)
        if self.note:
            self.page.put(line + 1, left, self.note)
            line += 2
        if self.signed:
            self.page.put(line + 1, right, "Trà Vinh, ngày 24 tháng 8 năm 2020")
            self.page.put(line + 2, left + 1, "NGƯỜI LẬP BIỂU", True).put(line + 2, right, "THỦ TRƯỞNG ĐƠN VỊ", True)
            self.page.put(line + 3, left + 1, "(Ký, ghi rõ họ tên)").put(line + 3, right, "(Ký tên, đóng dấu)")


def shown_time(time):
    """A time as people type it."""
    first, last, precision = period(time)
    match precision:
        case "day":
            return first
        case "month":
            return f"tháng {first.month}/{first.year}"
        case "quarter":
            return f"quý {['I', 'II', 'III', 'IV'][(first.month - 1) // 3]}/{first.year}"
        case "half":
            return f"6 tháng {'đầu' if first.month == 1 else 'cuối'} năm {first.year}"
        case "year":
            return first.year
        case _:
            return f"{first.year}-{last.year}" if (first.month, last.month) == (1, 12) else f"từ tháng {first.month}/{first.year} đến tháng {last.month}/{last.year}"
