//! The lists of a project: the register of offices, and sectors and other codes.
//!
//! An office writes itself in many ways: `SỞ GIÁO DỤC VÀ ĐÀO TẠO TỈNH TRÀ VINH` in the letterhead,
//! `BC Sở GDvaĐT gửi SKHĐT.xls` in the file's name, `so-gddt` in another. [`Register::find`] and
//! [`Register::find_in`] tell which office of the register it is, and never guess between two.
//!
//! An office of another province is on no register (`Sở Y tế TP. Hồ Chí Minh` is not
//! `Sở Y tế tỉnh Trà Vinh`). The province of the register is the one its names state.

mod align;
mod built_in;
mod error;
mod find;
mod kinds;
mod list;
mod lists;
mod name;
mod offices;
mod pasted;
mod places;
mod province;
mod query;
mod sector;
mod succession;
mod unit;
mod words;

pub use built_in::{
    Fate, KnownAs, KnownOffice, KnownProvince, offices_of, province_called, province_with_code,
    provinces, units_of,
};
pub use error::ListError;
pub use list::{CodeList, Entry};
pub use lists::Lists;
pub use offices::{Register, is_province};
pub use pasted::{LeftOut, Pasted, WhyLeftOut};
pub use places::{NamedPlace, take_places};
pub use sector::Sectors;
pub use unit::{Strength, Unit, UnitMatch, parse_day};
