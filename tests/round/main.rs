//! A round: who has sent, versions, the same activity twice, letters, a new project.

#[path = "../support/mod.rs"]
mod support;

mod chasing;
mod init;
mod offices;
mod twice;
mod versions;
mod whole;
