//! Rules about values: each turns one kind of remark, left when a value was read, into findings.

pub mod v101_missing_value;
pub mod v102_unread_amount;
pub mod v103_unread_date;
pub mod v104_unlisted_value;
pub mod v105_inexact_amount;
pub mod v106_several_in_one;
pub mod v107_number_as_text;
pub mod v108_cell_error;
pub mod v109_negative;
pub mod v110_out_of_scale;
pub mod v111_no_stored_result;
pub mod v112_time_outside;
pub mod v113_end_before_start;
pub mod v114_formula_text;
pub mod v115_day_or_month;
pub mod v116_foreign_currency;
pub mod v117_ditto_mark;
pub mod v118_two_readings;
pub mod v119_amount_range;
pub mod v120_rate;
pub mod v121_vague_date;
pub mod v122_rounded_amount;
pub mod v128_torn_row;
pub mod v129_lost_letters;
