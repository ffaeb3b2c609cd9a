//! What several test files share.

#![allow(dead_code, reason = "each test file takes what it needs")]

pub mod calc;
pub mod files;
pub mod fill;
pub mod folder;
pub mod grid;
pub mod hostile;
pub mod inbox;
pub mod layout;
pub mod marked;
pub mod own;
pub mod sheet;
