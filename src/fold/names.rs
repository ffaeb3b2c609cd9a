//! Names of enterprises and offices: `Cty CP Thủy sản A` and `Công ty Cổ phần thủy sản A` are one.

use std::collections::HashMap;
use std::sync::LazyLock;

use serde::Deserialize;

use super::fold;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    stands_for: HashMap<String, String>,
}

static STANDS_FOR: LazyLock<HashMap<String, String>> = LazyLock::new(|| {
    let read = toml::from_str(include_str!("../data/names.toml"));
    #[expect(
        clippy::expect_used,
        reason = "part of the program, read by every test"
    )]
    let file: File = read.expect("the built-in short words of names are well-formed");
    let words = file.stands_for.iter();
    words
        .map(|(short, long)| (fold(short), fold(long)))
        .collect()
});

/// Written or left out between two words alike.
const AND: &str = "và";

/// The key of a name: folded, without punctuation, shortened words written out.
#[must_use]
pub fn name(text: &str) -> String {
    let folded = fold(text);
    let words = folded
        .split(|letter: char| !letter.is_alphanumeric())
        .filter(|word| !word.is_empty() && *word != AND);
    let words = words.map(|word| STANDS_FOR.get(word).map_or(word, String::as_str));
    words.collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::name;

    #[test]
    fn one_enterprise_has_one_key() {
        for (one, other) in [
            ("Cty CP Thủy sản A", "Công ty Cổ phần thủy sản A"),
            ("Công ty TNHH MTV B", "CÔNG TY TNHH một thành viên B"),
            ("DNTN Hoà Bình", "Doanh nghiệp tư nhân Hòa Bình"),
            ("Cty TNHH TM - DV C", "Công ty TNHH Thương mại & Dịch vụ C"),
            ("Công ty (cổ phần) D.", "Công ty cổ phần D"),
        ] {
            assert_eq!(name(one), name(other), "{one}");
        }
        assert_ne!(name("Công ty A"), name("Công ty B"));
    }
}
