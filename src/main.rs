//! The `tonghop` program.

fn main() {}
