//! Why a row was taken for what it is: what `inspect` tells of it.

use super::body::Role;
use super::recognisers::Stage;
use crate::lang::Lang;

/// What a decision on a row rests on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Reason {
    /// Its label is one of a row that adds up.
    SumLabel,
    /// Its label is one of a row that adds up, and its figure equals the sum of these rows of the sheet (1-based).
    SumLabelAndFigure(u32, u32),
    /// Its figure equals the sum of these rows of the sheet (1-based), and it tells neither who nor when.
    Figure(u32, u32),
    /// It tells neither who nor when, and the table agrees best when it adds up others.
    SumFigure,
    /// It is numbered as a section is, and heads the rows below.
    SectionNumber,
    /// Its wording or look is that of a section.
    SectionLabel,
    /// The rows below are numbered below its own number.
    HeadsNumbers,
    /// Its figure is that of the rows below it, which tell who and when themselves.
    HeadsRows,
    /// It carries no rows of its own: its figure is that of an activity.
    LumpSum,
    /// Its label says that it parts the row above: `Trong đó`.
    PartLabel,
    /// It is numbered or marked below the row above, or shares its number.
    PartOfAbove,
    /// It tells what was planned or done for the record above.
    Stage(Stage),
    /// It goes on with the record directly above.
    GoesOn,
    /// It says that there is nothing to report.
    Nil,
    /// It is an example of how to fill in the form.
    Example,
    /// It is worded as a note, or stands below the list with nothing to add to it.
    Note,
    /// It says a sum in words.
    InWords,
    /// It states a unit of account, which holds from here on.
    Unit,
    /// It opens the signature block, or stands in it.
    Signature,
    /// It tells money, and is neither record nor sum.
    MoneyAside,
    /// A record without number, who or when.
    BareRecord,
    /// Another reading fits nearly as well.
    Doubt(Role),
}

impl Reason {
    /// The reason as a person reads it, without a full stop.
    #[must_use]
    pub fn say(&self, lang: Lang) -> String {
        let plain = |vi: &str, en: &str| lang.pick(vi, en).to_owned();
        match self {
            Self::SumLabel => plain("nhãn của dòng cộng", "labelled as a row that adds up"),
            Self::SumLabelAndFigure(first, last) => lang.pick(
                format!("nhãn của dòng cộng; bằng tổng các dòng {first}–{last}"),
                format!("labelled as a row that adds up; equals the sum of rows {first}–{last}"),
            ),
            Self::Figure(first, last) => lang.pick(
                format!("bằng tổng các dòng {first}–{last}, không ghi đơn vị và thời gian"),
                format!("equals the sum of rows {first}–{last}, and tells neither who nor when"),
            ),
            Self::SumFigure => plain(
                "không ghi đơn vị và thời gian; bảng khớp nhất khi coi là dòng cộng",
                "tells neither who nor when; the table agrees best when it adds up others",
            ),
            Self::SectionNumber => plain(
                "đánh số như một mục và đứng trên các dòng của mục",
                "numbered as a section, above its rows",
            ),
            Self::SectionLabel => plain(
                "ghi hoặc trình bày như tên một mục",
                "worded or laid out as a section",
            ),
            Self::HeadsNumbers => plain(
                "các dòng dưới đánh số cấp thấp hơn",
                "the rows below are numbered below it",
            ),
            Self::HeadsRows => plain(
                "các dòng dưới tự ghi đơn vị, thời gian và cộng lại thành số này",
                "the rows below tell who and when themselves and make up its figure",
            ),
            Self::LumpSum => plain(
                "mục không có dòng nào bên dưới: tính như một hoạt động",
                "a section without rows: counted as an activity",
            ),
            Self::PartLabel => plain(
                "nhãn “trong đó”: đã tính ở dòng trên",
                "labelled as a part: counted in the row above",
            ),
            Self::PartOfAbove => plain(
                "chi tiết của dòng trên, đã tính ở đó",
                "a part of the row above, counted there",
            ),
            Self::Stage(Stage::Planned) => plain(
                "số kế hoạch của dòng trên, không tính",
                "what was planned for the row above, not counted",
            ),
            Self::Stage(Stage::Realised) => plain(
                "số thực hiện của dòng trên",
                "what was done for the row above",
            ),
            Self::GoesOn => plain("viết tiếp dòng trên", "goes on with the row above"),
            Self::Nil => plain(
                "ghi là không có gì để báo cáo",
                "says that there is nothing to report",
            ),
            Self::Example => plain("ví dụ có sẵn trong biểu", "an example left in the form"),
            Self::Note => plain("ghi chú", "a note"),
            Self::InWords => plain("số tiền bằng chữ", "a sum in words"),
            Self::Unit => plain(
                "đơn vị tính từ đây trở đi",
                "a unit of account from here on",
            ),
            Self::Signature => plain("phần ký tên", "the signature block"),
            Self::MoneyAside => plain(
                "có số tiền nhưng không phải hoạt động, cũng không phải dòng cộng",
                "tells money, but is neither an activity nor a sum",
            ),
            Self::BareRecord => plain(
                "không có STT, đơn vị và thời gian; không bằng tổng nào",
                "without number, who and when; equals no sum",
            ),
            Self::Doubt(role) => {
                let (vi, en) = role.words();
                lang.pick(format!("cũng có thể là {vi}"), format!("may also be {en}"))
            }
        }
    }
}

impl Role {
    /// What it is called, Vietnamese and English.
    #[must_use]
    pub fn words(self) -> (&'static str, &'static str) {
        match self {
            Self::Record => ("một hoạt động", "an activity"),
            Self::Section => ("tên mục kèm số cộng của mục", "a section with its sum"),
            Self::Total => ("dòng cộng", "a row that adds up"),
            Self::Part => ("chi tiết của dòng trên", "a part of the row above"),
            Self::Aside => ("số liệu ngoài danh mục", "a figure outside the list"),
        }
    }
}
