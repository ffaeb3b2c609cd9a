//! Rules about forms: whether a known table is there, its columns, its unit of account, its office.

pub mod t001_unknown_form;
pub mod t002_missing_column;
pub mod t003_doubled_column;
pub mod t004_unknown_column;
pub mod t005_scale_unstated;
pub mod t006_hidden_data;
pub mod t007_unknown_office;
pub mod t008_merged_data;
pub mod t009_unexplained_cell;
pub mod t010_contradicting_scales;
pub mod t011_other_version;
pub mod t012_other_period;
pub mod t013_role_in_doubt;
pub mod t014_not_read;
pub mod t015_goes_on;
pub mod t016_example_left;

use crate::lang::Lang;

/// A unit of account in words: `triệu đồng`.
pub fn scale_name(dong: i64, lang: Lang) -> String {
    match dong {
        1 => "đồng".to_owned(),
        1_000 => lang.pick("nghìn đồng", "thousand đồng").to_owned(),
        1_000_000 => lang.pick("triệu đồng", "million đồng").to_owned(),
        1_000_000_000 => lang.pick("tỷ đồng", "billion đồng").to_owned(),
        other => format!("{} đồng", lang.integer(i128::from(other))),
    }
}
