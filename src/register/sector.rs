//! Sectors (lĩnh vực): a code list whose wordings come with words that say so.

use super::error::ListError;
use super::list::{CodeList, Entry};
use crate::fold::fold;

/// The sectors of a project.
#[derive(Debug, Clone, Default)]
pub struct Sectors {
    list: CodeList,
}

impl Sectors {
    /// The sectors of this list.
    #[must_use]
    pub fn new(list: CodeList) -> Self {
        Self { list }
    }

    /// Reads the sectors from the bytes of a CSV file.
    ///
    /// # Errors
    ///
    /// Everything that is wrong with it, in the order of lines.
    pub fn read(bytes: &[u8]) -> Result<Self, Vec<ListError>> {
        CodeList::read(bytes).map(Self::new)
    }

    /// The list itself.
    #[must_use]
    pub fn list(&self) -> &CodeList {
        &self.list
    }

    /// The sector that the text names, as [`CodeList::find`] does, also behind a number and
    /// `Lĩnh vực`, `Ngành`, `Nhóm`: `II. Lĩnh vực y tế`, and before a remark: `Y tế (3 hoạt động)`.
    #[must_use]
    pub fn find(&self, text: &str) -> Option<&Entry> {
        self.find_whole(text)
            .or_else(|| self.find_whole(before_remark(text)?))
    }

    fn find_whole(&self, text: &str) -> Option<&Entry> {
        let folded = fold(strip_number(text));
        let mut rest = folded.as_str();
        loop {
            if let Some(entry) = self.list.find_folded(rest) {
                return Some(entry);
            }
            rest = strip_lead(rest)?;
        }
    }

    /// The sector nearest to the text, with its likeness from 0 to 1.
    #[must_use]
    pub fn nearest(&self, text: &str) -> Option<(&Entry, f64)> {
        let folded = fold(strip_number(text));
        let mut rest = folded.as_str();
        while let Some(shorter) = strip_lead(rest) {
            rest = shorter;
        }
        self.list.nearest(rest)
    }
}

/// The text before a remark in brackets at its end.
fn before_remark(text: &str) -> Option<&str> {
    let (before, _) = text.trim_end().strip_suffix(')')?.rsplit_once('(')?;
    Some(before.trim_end()).filter(|before| !before.is_empty())
}

/// The text behind `1.`, `2)`, `1.2 -`; a number that counts something (`20 lao động`) stays.
fn strip_number(text: &str) -> &str {
    let text = text.trim_start_matches(|c: char| c.is_whitespace() || c == '(');
    let rest = text.trim_start_matches(|c: char| c.is_ascii_digit() || c == '.');
    let number = text
        .len()
        .checked_sub(rest.len())
        .and_then(|end| text.get(..end));
    let number = number.unwrap_or_default();
    let marked = number.ends_with('.') || rest.trim_start().starts_with([')', '-', '–', ':', '/']);
    if number.starts_with(|c: char| c.is_ascii_digit()) && marked {
        rest
    } else {
        text
    }
}

/// The folded text behind one leading `I`, `a` or word such as `lĩnh vực`.
fn strip_lead(text: &str) -> Option<&str> {
    const LEADS: [&str; 6] = ["lĩnh vực", "linh vuc", "ngành", "nganh", "nhóm", "nhom"];
    let (first, rest) = text.split_once(' ')?;
    let roman = first.chars().all(|c| matches!(c, 'i' | 'v' | 'x'));
    if roman || matches!(first, "a" | "b" | "c" | "d" | "đ" | "e" | "g" | "h") {
        return Some(rest);
    }
    let lead = LEADS.iter().find_map(|lead| text.strip_prefix(lead))?;
    lead.strip_prefix(' ')
}

#[cfg(test)]
mod tests {
    use super::*;

    const TRA_VINH: &str = "code,name,aliases\n\
        cong-thuong,\"Công nghiệp, thương mại và dịch vụ\",\n\
        nong-nghiep,Nông nghiệp và phát triển nông thôn,\n\
        giao-thong-xay-dung,\"Giao thông, xây dựng và quản lý đô thị\",\n\
        tai-nguyen,Tài nguyên và môi trường,\n\
        khoa-hoc,Khoa học và công nghệ,KHKT\n\
        thong-tin,Thông tin và truyền thông,\n\
        giao-duc,Giáo dục và đào tạo,\n\
        y-te,Y tế,\n\
        lao-dong,\"Lao động, thương binh và xã hội\",\n\
        van-hoa,\"Văn hóa, thể thao và du lịch\",\n\
        xuc-tien,\"Xúc tiến đầu tư, thương mại\",\n\
        noi-vu,\"Nội vụ, cải cách hành chính\",\n";

    fn code(text: &str) -> Option<String> {
        let sectors = Sectors::read(TRA_VINH.as_bytes()).unwrap();
        sectors.find(text).map(|sector| sector.code.clone())
    }

    #[test]
    fn sectors_are_found_as_people_write_them() {
        for (text, expected) in [
            ("Y tế", "y-te"),
            ("Ytế", "y-te"),
            ("I. Lĩnh vực y tế", "y-te"),
            ("Lĩnh vực y tế (3 hoạt động)", "y-te"),
            ("LĨNH VỰC CÔNG NGHIỆP, THƯƠNG MẠI VÀ DỊCH VỤ", "cong-thuong"),
            ("Ngành: Công nghiệp - thương mại - dịch vụ", "cong-thuong"),
            (
                "2) Nhóm Giao thông, xây dựng & quản lý đô thị",
                "giao-thong-xay-dung",
            ),
            ("Nông nghiệp và PTNT", "nong-nghiep"),
            ("NN&PTNT", "nong-nghiep"),
            ("Nông nghiệp", "nong-nghiep"),
            ("nong nghiep va phat trien nong thon", "nong-nghiep"),
            ("Nông nghiệp và phát triễn nông thông", "nong-nghiep"),
            ("GD&ĐT", "giao-duc"),
            ("GDĐT", "giao-duc"),
            ("Giáo dục", "giao-duc"),
            ("Giáo dục, đào tạo", "giao-duc"),
            ("LĐTB&XH", "lao-dong"),
            ("LĐ-TB và XH", "lao-dong"),
            ("VHTTDL", "van-hoa"),
            ("Văn hoá, thể thao và du lịch", "van-hoa"),
            ("Văn hóa - Thể thao", "van-hoa"),
            ("TN&MT", "tai-nguyen"),
            ("KHCN", "khoa-hoc"),
            ("khkt", "khoa-hoc"),
            ("TTTT", "thong-tin"),
            ("Xúc tiến đầu tư", "xuc-tien"),
            ("noi-vu", "noi-vu"),
            ("1.2. Y tế", "y-te"),
            ("b) Y tế", "y-te"),
        ] {
            assert_eq!(code(text).as_deref(), Some(expected), "{text}");
        }
    }

    #[test]
    fn other_words_name_no_sector() {
        for text in [
            "Tổng hợp chung",
            "Khác",
            "",
            "Lĩnh vực",
            "Thương mại",
            "Du lịch",
            "Phát triển nông thôn",
            "NN",
            "Giao thông vận tải",
            "Y tế dự phòng",
            "Môi trường",
            "Hỗ trợ bò giống cho hộ nghèo",
            "I",
            "TT",
            "It",
            "20 lao động",
            "Khóa học",
            "3 đợt",
        ] {
            assert_eq!(code(text), None, "{text}");
        }
    }

    #[test]
    fn the_nearest_sector_is_suggested() {
        let sectors = Sectors::read(TRA_VINH.as_bytes()).unwrap();
        for (text, expected) in [
            ("Lĩnh vực thương mại và dịch vụ", Some("cong-thuong")),
            ("Y tế dự phòng", Some("y-te")),
            ("Giao thông vận tải", Some("giao-thong-xay-dung")),
            ("Quốc phòng", None),
        ] {
            let nearest = sectors
                .nearest(text)
                .map(|(sector, _)| sector.code.as_str());
            assert_eq!(nearest, expected, "{text}");
        }
    }
}
