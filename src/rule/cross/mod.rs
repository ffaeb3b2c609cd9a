//! Rules about what stands in several places: records and lists told twice, offices that sent nothing or are on no
//! register.

mod alike;
pub mod x301_same_record;
pub mod x302_same_activity;
pub mod x303_nothing_sent;
pub mod x304_after_deadline;
pub mod x305_superseded;
pub mod x306_unlisted_office;
pub mod x307_nil_return;
pub mod x308_undecided_version;
pub mod x309_list_twice;
pub mod x310_pair_differs;
pub mod x311_other_partner;
pub mod x312_stale_decision;
pub mod x313_office_out_of_time;
