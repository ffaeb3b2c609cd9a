"""Invented activities; offices and kinds of work are real, what is said of them is not."""

from .form import Record

SECTORS = {
    "cong-thuong": "Công nghiệp, thương mại và dịch vụ",
    "nong-nghiep": "Nông nghiệp và phát triển nông thôn",
    "giao-thong-xay-dung": "Giao thông, xây dựng và quản lý đô thị",
    "tai-nguyen": "Tài nguyên và môi trường",
    "khoa-hoc": "Khoa học và công nghệ",
    "thong-tin": "Thông tin và truyền thông",
    "giao-duc": "Giáo dục và đào tạo",
    "y-te": "Y tế",
    "lao-dong": "Lao động, thương binh và xã hội",
    "van-hoa": "Văn hóa, thể thao và du lịch",
    "xuc-tien": "Xúc tiến đầu tư, thương mại",
    "noi-vu": "Nội vụ, cải cách hành chính",
}
# Sector: provider, then kinds of work with their measure (the number comes from the pool below).
WORK = {
    "cong-thuong": ("Sở Công Thương TP. Hồ Chí Minh", [
        ("Tổ chức phiên chợ hàng Việt về nông thôn tại {place}", "phiên"), ("Hỗ trợ máy sấy cho cơ sở chế biến ở {place}", "máy"),
        ("Tập huấn bán hàng trực tuyến cho tiểu thương chợ {place}", "lớp"), ("Khảo sát điểm bán hàng bình ổn giá tại {place}", "điểm")]),
    "nong-nghiep": ("Sở Nông nghiệp và Phát triển nông thôn TP. Hồ Chí Minh", [
        ("Chuyển giao giống bò lai cho hộ chăn nuôi ở {place}", "con"), ("Tập huấn nuôi tôm theo hướng an toàn sinh học tại {place}", "lớp"),
        ("Xây dựng mô hình trồng rau trong nhà lưới ở {place}", "mô hình"), ("Hỗ trợ kiểm dịch giống dừa sáp tại {place}", "mẫu")]),
    "giao-thong-xay-dung": ("Sở Giao thông vận tải TP. Hồ Chí Minh", [
        ("Xây cầu giao thông nông thôn ở {place}", "cầu"), ("Lắp đèn đường dùng năng lượng mặt trời tại {place}", "bộ"),
        ("Tư vấn lập quy hoạch chi tiết khu dân cư {place}", "hồ sơ"), ("Hỗ trợ biển báo an toàn giao thông cho {place}", "biển")]),
    "tai-nguyen": ("Sở Tài nguyên và Môi trường TP. Hồ Chí Minh", [
        ("Lắp trạm quan trắc độ mặn tại {place}", "trạm"), ("Tập huấn phân loại rác tại nguồn cho {place}", "lớp"),
        ("Trồng cây chắn sóng ven biển ở {place}", "cây")]),
    "khoa-hoc": ("Sở Khoa học và Công nghệ TP. Hồ Chí Minh", [
        ("Chuyển giao quy trình nuôi cấy mô cho {place}", "quy trình"), ("Hỗ trợ đăng ký nhãn hiệu tập thể cho {place}", "nhãn hiệu"),
        ("Tổ chức ngày hội khởi nghiệp tại {place}", "lần")]),
    "thong-tin": ("Sở Thông tin và Truyền thông TP. Hồ Chí Minh", [
        ("Lắp hệ thống truyền thanh thông minh tại {place}", "cụm"), ("Tập huấn an toàn thông tin cho cán bộ {place}", "lớp"),
        ("Hỗ trợ cổng thông tin điện tử cho {place}", "cổng")]),
    "giao-duc": ("Sở Giáo dục và Đào tạo TP. Hồ Chí Minh", [
        ("Xây phòng học bộ môn cho trường trung học cơ sở ở {place}", "phòng"), ("Trao học bổng cho học sinh khó khăn tại {place}", "suất"),
        ("Bồi dưỡng giáo viên tiếng Anh của {place}", "học viên"), ("Tặng sách cho thư viện trường học ở {place}", "bộ")]),
    "y-te": ("Sở Y tế TP. Hồ Chí Minh", [
        ("Khám và phát thuốc miễn phí cho người dân {place}", "lượt"), ("Đào tạo bác sĩ chuyên khoa cho trung tâm y tế {place}", "bác sĩ"),
        ("Tặng máy siêu âm cho trạm y tế ở {place}", "máy"), ("Mổ mắt miễn phí cho người cao tuổi ở {place}", "ca")]),
    "lao-dong": ("Sở Lao động - Thương binh và Xã hội TP. Hồ Chí Minh", [
        ("Xây nhà tình nghĩa tại {place}", "căn"), ("Dạy nghề may cho lao động nữ ở {place}", "học viên"),
        ("Thăm và tặng quà gia đình chính sách tại {place}", "suất")]),
    "van-hoa": ("Sở Văn hóa và Thể thao TP. Hồ Chí Minh", [
        ("Biểu diễn nghệ thuật phục vụ đồng bào Khmer ở {place}", "buổi"), ("Hỗ trợ dàn nhạc ngũ âm cho {place}", "bộ"),
        ("Tổ chức giải chạy vì cộng đồng tại {place}", "lần")]),
    "xuc-tien": ("Trung tâm Xúc tiến Thương mại và Đầu tư TP. Hồ Chí Minh", [
        ("Tổ chức hội nghị kết nối cung cầu tại {place}", "hội nghị"), ("Giới thiệu dự án kêu gọi đầu tư của {place}", "lần"),
        ("Trưng bày sản phẩm đặc trưng của {place}", "gian hàng")]),
    "noi-vu": ("Sở Nội vụ TP. Hồ Chí Minh", [
        ("Bồi dưỡng kỹ năng một cửa cho cán bộ {place}", "học viên"), ("Trao đổi kinh nghiệm cải cách hành chính với {place}", "đoàn"),
        ("Hỗ trợ phần mềm quản lý hồ sơ cho {place}", "phần mềm")]),
}
TIMES = ["2015", "2017-06", "2018-03-20", "2019-Q2", "2016..2018", "2018", "2019-11", "2014..2015", "2019-H1", "2017", "2020-05", "2013-10"]
FIGURES = [120_000_000, 85_500_000, 450_000_000, 62_000_000, 1_250_000_000, 300_000_000, 175_000_000, 98_700_000, 540_000_000, 210_000_000, 76_000_000]
COUNTS = [2, 30, 1, 12, 45, 5, 3, 120, 8, 60]
RESULTS = ["Đã hoàn thành, bàn giao đưa vào sử dụng", "Đạt 100% kế hoạch", "", "Đang sử dụng tốt", ""]
PROPOSALS = ["Tiếp tục hỗ trợ trong giai đoạn tới", "", "", "Mở rộng sang các xã còn lại"]


def pick(list_, number):
    return list_[number % len(list_)]


def activities(sectors, places, seed, count, recipient=""):
    """Records of an office: its sectors and places in turn, figures from a fixed pool."""
    records = []
    for n in range(count):
        sector = pick(sectors, n)
        provider, kinds = WORK[sector]
        turn = n // len(sectors)
        kind, measure = pick(kinds, turn + seed)
        place = pick(places, turn % len(kinds) + turn // len(kinds))
        amount = pick(FIGURES, seed * 3 + n)
        records.append(Record(
            activity=kind.format(place=place), provider=provider, time=pick(TIMES, seed * 5 + n), amount=amount, sector=sector,
            recipient=recipient or f"Ủy ban nhân dân {place}", location=place[0].upper() + place[1:], quantity=pick(COUNTS, seed * 7 + n),
            measure=measure, budget=amount * 3 // 5, mobilised=amount - amount * 3 // 5, result=pick(RESULTS, seed + n),
            proposals=pick(PROPOSALS, seed + n),
        ))
    names = [record.activity for record in records]
    assert len(set(names)) == len(names), names
    return records
