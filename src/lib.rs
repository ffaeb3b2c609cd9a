//! Consolidates the forms that Vietnamese offices send in.

pub mod book;
pub mod finding;
pub mod intake;
pub mod lang;
pub mod normalize;
pub mod place;
