//! Rules about a round as a whole: offices that sent nothing, offices that are on no register.

pub mod x303_nothing_sent;
pub mod x306_unlisted_office;
