//! Offices and sectors: lists, names, places, the register built in.

mod built_in;
mod files;
mod names;
mod places;
