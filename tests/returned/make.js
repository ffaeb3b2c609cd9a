// Makes sheetjs.xlsx; see make.py.
const XLSX = require("xlsx");
const sheet = XLSX.utils.aoa_to_sheet([
  [null, "DANH MỤC HOẠT ĐỘNG HỖ TRỢ"],
  [null, "STT", "Nội dung hoạt động", "Đơn vị hỗ trợ", "Thời gian thực hiện", "Kinh phí hỗ trợ"],
  [null, 1, "Đào tạo bác sĩ", "Sở Y tế TP. Hồ Chí Minh", 2018, 120],
  [null, 2, "Khám bệnh miễn phí", "UBND quận 5", 2019, 80],
  [null, 3, "Trao xe cứu thương", null, 2019, 1500],
  [null, 4, "Tặng học bổng", "Liên đoàn Lao động", "tháng 5/2020", "chưa có số liệu"],
  [null, 5, "Tổng cộng", null, null, 1700],
]);
sheet["!merges"] = [XLSX.utils.decode_range("B1:F1")];
sheet["F7"].c = [{ a: "Lan", t: "Chờ quyết toán" }];
const book = XLSX.utils.book_new();
XLSX.utils.book_append_sheet(book, sheet, "Danh mục");
XLSX.writeFile(book, __dirname + "/sheetjs.xlsx", { bookSST: true, compression: true });
