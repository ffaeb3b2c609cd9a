//! Names of files as offices give them, from whole rounds, and the office each comes from.

use tonghop::fold::bare;
use tonghop::register::{Register, UnitMatch};
use unicode_normalization::UnicodeNormalization;

const TRA_VINH: &str = "\
code,name,aliases,kind,valid_from,valid_to,successor
so-vhttdl,\"Sở Văn hóa, Thể thao và Du lịch tỉnh Trà Vinh\",Sở VHTT&DL,department,,,
so-nnptnt,Sở Nông nghiệp và Phát triển nông thôn tỉnh Trà Vinh,Sở NN&PTNT,department,,,
so-ct,Sở Công Thương tỉnh Trà Vinh,Sở CT,department,,,
so-yt,Sở Y tế tỉnh Trà Vinh,Sở Y tế,department,,,
so-gddt,Sở Giáo dục và Đào tạo tỉnh Trà Vinh,Sở GD&ĐT,department,,,
so-khcn,Sở Khoa học và Công nghệ tỉnh Trà Vinh,Sở KH&CN,department,,,
so-tnmt,Sở Tài nguyên và Môi trường tỉnh Trà Vinh,Sở TN&MT,department,,,
so-gtvt,Sở Giao thông vận tải tỉnh Trà Vinh,Sở GTVT,department,,,
so-nv,Sở Nội vụ tỉnh Trà Vinh,Sở NV,department,,,
so-xd,Sở Xây dựng tỉnh Trà Vinh,Sở XD,department,,,
so-tttt,Sở Thông tin và Truyền thông tỉnh Trà Vinh,Sở TT&TT,department,,,
so-ldtbxh,Sở Lao động - Thương binh và Xã hội tỉnh Trà Vinh,Sở LĐTB&XH,department,,,
bql-kkt,Ban Quản lý Khu kinh tế Trà Vinh,BQL KKT,department,,,
tp-tra-vinh,Ủy ban nhân dân thành phố Trà Vinh,UBND TP. Trà Vinh,district,,,
tx-duyen-hai,Ủy ban nhân dân thị xã Duyên Hải,UBND TX. Duyên Hải,district,,,
h-cang-long,Ủy ban nhân dân huyện Càng Long,UBND H. Càng Long,district,,,
h-cau-ke,Ủy ban nhân dân huyện Cầu Kè,UBND H. Cầu Kè,district,,,
h-tieu-can,Ủy ban nhân dân huyện Tiểu Cần,UBND H. Tiểu Cần,district,,,
h-chau-thanh,Ủy ban nhân dân huyện Châu Thành,UBND H. Châu Thành,district,,,
h-cau-ngang,Ủy ban nhân dân huyện Cầu Ngang,UBND H. Cầu Ngang,district,,,
h-tra-cu,Ủy ban nhân dân huyện Trà Cú,UBND H. Trà Cú,district,,,
h-duyen-hai,Ủy ban nhân dân huyện Duyên Hải,UBND H. Duyên Hải,district,,,
";

const SOC_TRANG: &str = "\
code,name,aliases,kind,valid_from,valid_to,successor
so-nnptnt,Sở Nông nghiệp và Phát triển nông thôn tỉnh Sóc Trăng,Sở NN&PTNT,department,,,
so-ct,Sở Công Thương tỉnh Sóc Trăng,Sở CT,department,,,
so-xd,Sở Xây dựng tỉnh Sóc Trăng,Sở XD,department,,,
so-gtvt,Sở Giao thông vận tải tỉnh Sóc Trăng,Sở GTVT,department,,,
so-yt,Sở Y tế tỉnh Sóc Trăng,Sở YT,department,,,
so-gddt,Sở Giáo dục và Đào tạo tỉnh Sóc Trăng,Sở GD&ĐT,department,,,
so-khcn,Sở Khoa học và Công nghệ tỉnh Sóc Trăng,Sở KH&CN,department,,,
so-tttt,Sở Thông tin và Truyền thông tỉnh Sóc Trăng,Sở TT&TT,department,,,
so-vhttdl,\"Sở Văn hóa, Thể thao và Du lịch tỉnh Sóc Trăng\",Sở VHTT&DL,department,,,
ca,Công an tỉnh Sóc Trăng,CA tỉnh,department,,,
bql-kcn,Ban Quản lý các khu công nghiệp tỉnh Sóc Trăng,BQL các KCN,department,,,
";

/// Code and path below the folder of the round.
const FILES_TRA_VINH: &str = "\
so-gddt|BC Sở GD&ĐT gửi SKHĐT.xlsx
so-gddt|BC Sở GDvaĐT gửi SKHĐT.xls
so-gtvt|BC Sở GTVT gửi SKHĐT.csv
so-gtvt|BC Sở GTVT gửi SKHĐT.xlsx
so-ldtbxh|BC Sở LĐTB&XH gửi SKHĐT.csv
so-tnmt|BC Sở TNvaMT gửi SKHĐT.xlsx
so-xd|BC Sở XD gửi SKHĐT.xls
so-yt|BC Sở Y tế gửi SKHĐT.xlsx
h-tra-cu|BC UBND H. Trà Cú gửi SKHĐT.xls
h-tra-cu|BC UBND H. Trà Cú gửi SKHĐT.xlsx
tp-tra-vinh|BC UBND TP. Trà Vinh gửi SKHĐT.xlsx
bql-kkt|DM ho tro bql-kkt.ods
h-cang-long|DM ho tro h-cang-long.xlsx
h-cau-ke|DM ho tro h-cau-ke.xlsx
h-cau-ngang|DM ho tro h-cau-ngang.ods
h-cau-ngang|DM ho tro h-cau-ngang.xlsx
h-chau-thanh|DM ho tro h-chau-thanh.csv
h-tieu-can|DM ho tro h-tieu-can.xlsb
so-gddt|DM ho tro so-gddt.xlsx
so-nnptnt|DM ho tro so-nnptnt.xls
so-nv|DM ho tro so-nv.xlsx
so-tttt|DM ho tro so-tttt.xlsx
so-xd|DM ho tro so-xd.xls
so-nnptnt|Mẫu danh mục (Sở NNvaPTNT).xls
so-yt|Mẫu danh mục (Sở Y tế).xlsx
h-cang-long|Mẫu danh mục (UBND H. Càng Long).xlsx
h-duyen-hai|Mẫu danh mục (UBND H. Duyên Hải).xlsx
tx-duyen-hai|Mẫu danh mục (UBND TX. Duyên Hải).xlsx
so-khcn|Sở KHvaCN - Danh mục hoạt động hỗ trợ.xlsb
so-ldtbxh|Sở LĐTB&XH - Danh mục hoạt động hỗ trợ.xlsx
so-tttt|Sở TTvaTT - Danh mục hoạt động hỗ trợ.xls
so-vhttdl|Sở VHTT&DL - Danh mục hoạt động hỗ trợ.xlsx
h-chau-thanh|UBND H. Châu Thành - Danh mục hoạt động hỗ trợ.txt
h-chau-thanh|UBND H. Châu Thành - Danh mục hoạt động hỗ trợ.xls
h-cau-ke|UBND H. Cầu Kè - Danh mục hoạt động hỗ trợ.xls
h-duyen-hai|h-duyen-hai_mau-danh-muc_2020.xlsx
h-tieu-can|h-tieu-can_mau-danh-muc_2020.xlsx
h-duyen-hai|huyen/BC UBND H. Duyên Hải gửi SKHĐT.txt
so-ct|huyen/Mẫu danh mục (Sở CT).xls
so-vhttdl|huyen/Sở VHTT&DL - Danh mục hoạt động hỗ trợ.xls
h-cang-long|huyen/UBND H. Càng Long - Danh mục hoạt động hỗ trợ.ods
h-tra-cu|huyen/UBND H. Trà Cú - Danh mục hoạt động hỗ trợ.xls
tp-tra-vinh|huyen/UBND TP. Trà Vinh - Danh mục hoạt động hỗ trợ.xlsx
so-ct|huyen/so-ct_mau-danh-muc_2020.xlsx
so-ct|so-ct_mau-danh-muc_2020.xls
so-gtvt|so-gtvt_mau-danh-muc_2020.xlsx
so-khcn|so-khcn_mau-danh-muc_2020.xlsx
so-nv|so-nv_mau-danh-muc_2020.xlsx
so-xd|so-xd_mau-danh-muc_2020.xls
so-ldtbxh|so/BC Sở LĐTB&XH gửi SKHĐT.xlsx
so-tttt|so/BC Sở TTvaTT gửi SKHĐT.ods
bql-kkt|so/BQL KKT - Danh mục hoạt động hỗ trợ.xls
so-nnptnt|so/DM ho tro so-nnptnt.xlsx
so-tnmt|so/DM ho tro so-tnmt.xls
so-vhttdl|so/Mẫu danh mục (Sở VHTTvaDL).xls
tp-tra-vinh|so/UBND TP. Trà Vinh - Danh mục hoạt động hỗ trợ.xls
h-tieu-can|so/h-tieu-can_mau-danh-muc_2020.xlsx
";

/// The same for the other province.
const FILES_SOC_TRANG: &str = "\
so-nnptnt|BC Sở NNvaPTNT gửi SKHĐT.xlsx
bql-kcn|DM ho tro bql-kcn.xlsx
so-gddt|DM ho tro so-gddt.xlsx
so-vhttdl|DM ho tro so-vhttdl.xlsx
so-ct|Sở CT - Danh mục hoạt động hỗ trợ.xls
so-khcn|huyen/BC Sở KHvaCN gửi SKHĐT.ods
so-gtvt|huyen/so-gtvt_mau-danh-muc_2020.xlsx
so-yt|so-yt_mau-danh-muc_2020.csv
so-tttt|so/BC Sở TT&TT gửi SKHĐT.xls
so-xd|so/BC Sở XD gửi SKHĐT.xlsx
";

fn code(register: &Register, file: &str) -> String {
    match register.find_in(file) {
        UnitMatch::One(unit, _) => unit.code.clone(),
        UnitMatch::Several(units) => {
            let codes: Vec<&str> = units.iter().map(|unit| unit.code.as_str()).collect();
            codes.join("|")
        }
        UnitMatch::None => "-".to_owned(),
    }
}

#[test]
fn every_file_of_a_round_tells_its_office() {
    // The department that collects the round is on the register too: it is the addressee.
    let collector = "so-khdt,Sở Kế hoạch và Đầu tư tỉnh Trà Vinh,Sở KH&ĐT,department,,,\n";
    let with_collector = format!("{TRA_VINH}{collector}");
    for (units, files) in [
        (TRA_VINH, FILES_TRA_VINH),
        (with_collector.as_str(), FILES_TRA_VINH),
        (SOC_TRANG, FILES_SOC_TRANG),
    ] {
        let register = Register::read(units.as_bytes()).unwrap();
        for line in files.lines() {
            let (expected, file) = line.split_once('|').unwrap();
            assert_eq!(code(&register, file), expected, "{file}");
            // As macOS stores it, and as a careful clerk types it.
            let decomposed: String = file.nfd().collect();
            assert_eq!(code(&register, &decomposed), expected, "{file} decomposed");
            assert_eq!(code(&register, &bare(file)), expected, "{file} unaccented");
        }
    }
}

#[test]
fn other_names_of_files_tell_an_office_too() {
    let register = Register::read(TRA_VINH.as_bytes()).unwrap();
    for (file, expected) in [
        ("SGDDT.xlsx", "so-gddt"),
        ("gddt 2020.xlsx", "so-gddt"),
        ("Mẫu danh mục (GD&ĐT).xlsx", "so-gddt"),
        ("danhmuc_UBNDhuyenCauNgang_lan2.xlsx", "h-cau-ngang"),
        ("danhmuc_ubndhuyencaungang_lan2.xlsx", "h-cau-ngang"),
        ("Phu luc Cang Long (final).xls", "h-cang-long"),
        ("BCSoYTe.xlsx", "so-yt"),
        ("Bieu 01 - Sở Y tế.xls", "so-yt"),
        ("125-SYT.xls", "so-yt"),
        ("CV 1687-SKHDT - So Y te.xls", "so-yt"),
        ("Sở Y tế tỉnh Trà Vinh.xlsx", "so-yt"),
        ("UBND tỉnh Trà Vinh - Sở Y tế.xlsx", "so-yt"),
        (
            "BC huyện Duyên Hải gửi UBND huyện Trà Cú.xls",
            "h-duyen-hai",
        ),
        ("Sở Nội vụ/mau danh muc.xlsx", "so-nv"),
        ("Sở Nội vụ\\mau danh muc.xlsx", "so-nv"),
        ("Bao cao Duyen Hai.xls", "tx-duyen-hai|h-duyen-hai"),
        ("Sở Y tế và Sở Nội vụ.xls", "so-yt|so-nv"),
        ("Sở KH.xls", "so-khcn"),
        ("BC Sở Nông nghiệp gửi SKHĐT.xls", "so-nnptnt"),
        // Not theirs, or nobody's.
        ("Sở Y tế TP. Hồ Chí Minh.xlsx", "-"),
        ("So Y te TPHCM.xlsx", "-"),
        ("Sở Y tế Sóc Trăng.xls", "-"),
        ("SỞ GIÁO DỤC VÀ ĐÀO TẠO TỈNH SÓC TRĂNG.xls", "-"),
        ("Sở Giáo dục và Đào tạo TP. Hồ Chí Minh.xls", "-"),
        ("Sở Giao thông Công chính.xls", "-"),
        ("Thiết bị vi ba số ít kênh.xls", "-"),
        ("gửi SKHĐT.xls", "-"),
        ("BC gửi Sở Y tế.xls", "-"),
        ("BC Trà Vinh.xls", "-"),
        ("UBND tỉnh Trà Vinh.xls", "-"),
        ("Thị trấn Càng Long.xls", "-"),
        ("mau danh muc 2020.xlsx", "-"),
        ("DM ho tro.xlsx", "-"),
        ("tonghop.toml", "-"),
        ("STT.xls", "-"),
        ("", "-"),
    ] {
        assert_eq!(code(&register, file), expected, "{file}");
    }
}
