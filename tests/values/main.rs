//! What cells say.

mod properties;
mod tables;
