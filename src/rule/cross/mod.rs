//! Rules about what stands in several places: records and lists told twice, offices that sent nothing or are on no
//! register.

pub mod x301_same_record;
pub mod x303_nothing_sent;
pub mod x306_unlisted_office;
pub mod x309_list_twice;
