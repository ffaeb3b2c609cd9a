//! Identifiers as SDMX allows them: letters and digits of ASCII, `_`, `-`, `@` and `$`.
//!
//! A code of a list keeps its letters; any other sign is written as `@` and two hex digits for each of its bytes, so that no
//! two codes become one. `_` at the start is such a sign too: codes of SDMX's own begin with it.

use sha2::{Digest as _, Sha256};

use crate::fold;
use crate::round::hex;

/// What is not told.
pub const UNKNOWN: &str = "_U";

/// The identifier of a code.
#[must_use]
pub fn code(code: &str) -> String {
    let mut id = String::with_capacity(code.len());
    for (at, byte) in code.bytes().enumerate() {
        let is_plain = byte.is_ascii_alphanumeric() || byte == b'-' || (byte == b'_' && at > 0);
        if is_plain {
            id.push(char::from(byte));
        } else {
            id += &format!("@{byte:02X}");
        }
    }
    id
}

/// The identifier of what is on no list, by its name: its letters without marks, and a part of the name's hash, for names
/// that differ in their marks alone are two.
#[must_use]
pub fn unlisted(name: &str) -> String {
    let hash = hex(&Sha256::digest(name.as_bytes()), 2);
    format!("${}-{hash}", slug(name))
}

/// The identifier of an entry: its code, else its name; [`UNKNOWN`] where it has neither.
#[must_use]
pub fn entry(code_text: &str, name: &str) -> String {
    match (code_text, name) {
        ("", "") => UNKNOWN.to_owned(),
        ("", name) => unlisted(name),
        (text, _) => code(text),
    }
}

/// The identifier of an agency, which must begin with a letter.
#[must_use]
pub fn agency(programme: &str) -> String {
    let id = slug(programme).to_uppercase();
    match id.starts_with(|c: char| c.is_ascii_alphabetic()) {
        true => id,
        false if id.is_empty() => "TONGHOP".to_owned(),
        false => format!("TONGHOP-{id}"),
    }
}

fn slug(text: &str) -> String {
    let bare = fold::bare(text);
    let words = bare.split(|c: char| !c.is_ascii_alphanumeric());
    let words: Vec<&str> = words.filter(|word| !word.is_empty()).collect();
    words.join("-")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_two_codes_become_one() {
        let codes = [
            ("so-yt", "so-yt"),
            ("so yt", "so@20yt"),
            ("so@20yt", "so@4020yt"),
            ("_U", "@5FU"),
            ("a_b", "a_b"),
            ("sở", "s@E1@BB@9F"),
            ("$a", "@24a"),
        ];
        for (text, id) in codes {
            assert_eq!(code(text), id);
        }
        assert_eq!(entry("", ""), UNKNOWN);
        let [one, other] = ["Xã Tân Hòa", "Xã Tân Hoa"].map(|name| entry("", name));
        assert!(one.starts_with("$xa-tan-hoa-") && one != other);
        assert_eq!(agency("tra-vinh-hcm"), "TRA-VINH-HCM");
        assert_eq!(agency("2020"), "TONGHOP-2020");
        assert_eq!(agency("…"), "TONGHOP");
    }
}
