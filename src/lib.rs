//! Consolidates the forms that Vietnamese offices send in.

pub mod book;
pub mod finding;
pub mod fold;
pub mod intake;
pub mod lang;
pub mod layout;
pub mod normalize;
pub mod place;
pub mod project;
pub mod register;
pub mod report;
pub mod round;
pub mod rule;
pub mod template;
pub mod write;
