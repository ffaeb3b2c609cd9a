//! Outputs, and what each of them holds. They appear whole or not at all (`outputs`).

pub mod consolidated;
pub mod draft;
pub mod export;
pub mod file_name;
#[cfg(feature = "cli")]
pub mod folder;
pub mod font;
pub mod form;
pub mod interval;
pub mod letter;
pub mod line_ends;
pub mod lines;
#[cfg(feature = "cli")]
pub mod outputs;
pub mod package;
pub mod project;
pub mod reminder;
pub mod returned;
pub mod table;

#[cfg(feature = "cli")]
pub use outputs::{Outputs, Unwritten, abandon, file};
