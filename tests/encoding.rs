//! Legacy text against the tables of `tests/values`, clean prose, and generated syllables.

use proptest::prelude::*;
use tonghop::book::encoding::{CellContext, Detector, Encoding, Options, decode_cell, decode_text};

const VECTORS: &str = include_str!("values/vectors.tsv");
const NEGATIVES: &str = include_str!("values/detect-negatives.tsv");

/// A row of `vectors.tsv`.
struct Vector {
    label: &'static str,
    legacy: String,
    expected: &'static str,
}

fn vectors() -> Vec<Vector> {
    VECTORS
        .lines()
        .skip(1)
        .map(|row| {
            let fields: Vec<&str> = row.split('\t').collect();
            Vector {
                label: fields[0],
                legacy: unescape(fields[1]),
                expected: fields[2],
            }
        })
        .collect()
}

/// `\u00E9` is é.
fn unescape(text: &str) -> String {
    let mut parts = text.split("\\u");
    let mut out = parts.next().unwrap().to_owned();
    for part in parts {
        let (code, rest) = part.split_at(4);
        out.push(char::from_u32(u32::from_str_radix(code, 16).unwrap()).unwrap());
        out.push_str(rest);
    }
    out
}

/// The encoding and the font that a label of `vectors.tsv` stands for.
fn meaning(label: &str) -> (Encoding, Option<&'static str>) {
    match label {
        "tcvn3" | "tcvn3-mixed" => (Encoding::Tcvn3, None),
        "tcvn3+H-font" => (Encoding::Tcvn3, Some(".VnTimeH")),
        "vni" => (Encoding::Vni, None),
        "viscii" | "viscii-cp1252" => (Encoding::Viscii, None),
        "vps" | "vps-cp1252" => (Encoding::Vps, None),
        "utf8-as-cp1252" | "utf8-as-latin1" => (Encoding::Utf8AsLatin1, None),
        "cp1258-as-cp1252" => (Encoding::Windows1258, None),
        "nfd" | "cp1258-decoded" => (Encoding::Decomposed, None),
        other => panic!("{other}"),
    }
}

#[test]
fn every_vector_decodes_in_a_workbook_of_its_encoding() {
    let mut wrong = Vec::new();
    for vector in vectors() {
        let (encoding, font) = meaning(vector.label);
        let context = CellContext {
            font,
            ..CellContext::workbook_of(encoding)
        };
        let detector = Detector::new(Options {
            rare: matches!(encoding, Encoding::Viscii | Encoding::Vps),
        });
        let decoded = detector.decode(&vector.legacy, &context);
        // `Ghi chú` is the same in VPS.
        let told = (vector.legacy != vector.expected).then_some(encoding);
        if decoded.text != vector.expected || decoded.encoding != told {
            wrong.push(format!(
                "{}: {} is {}, not {}",
                vector.label, vector.legacy, decoded.text, vector.expected
            ));
        }
    }
    assert!(wrong.is_empty(), "{}\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn every_vector_decodes_when_its_encoding_is_given() {
    for vector in vectors() {
        let (encoding, font) = meaning(vector.label);
        // A word of Unicode inside, or capitals that only the font tells: more than a table.
        if font.is_some() || vector.label == "tcvn3-mixed" {
            continue;
        }
        assert_eq!(
            decode_text(&vector.legacy, encoding).as_deref(),
            (vector.legacy != vector.expected).then_some(vector.expected),
            "{}",
            vector.label
        );
    }
}

#[test]
fn without_context_a_vector_decodes_or_is_left_alone() {
    let (mut decoded, mut all) = (0, 0);
    let mut wrong = Vec::new();
    for vector in vectors() {
        let (encoding, font) = meaning(vector.label);
        if font.is_some() || matches!(encoding, Encoding::Viscii | Encoding::Vps) {
            continue;
        }
        all += 1;
        let result = decode_cell(&vector.legacy, &CellContext::default());
        if result.text == vector.expected {
            decoded += 1;
        } else if result.encoding.is_some() {
            wrong.push(format!(
                "{}: {} is {}, not {}",
                vector.label, vector.legacy, result.text, vector.expected
            ));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(decoded * 100 >= all * 90, "{decoded} of {all}");
}

#[test]
fn no_negative_changes() {
    let mut wrong = Vec::new();
    for row in NEGATIVES.lines().skip(1) {
        let text = unescape(row.split('\t').nth(1).unwrap());
        for rare in [false, true] {
            let detector = Detector::new(Options { rare });
            let decoded = detector.decode(&text, &CellContext::default());
            if decoded.text != text || decoded.encoding.is_some() {
                wrong.push(format!("{text} became {}", decoded.text));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
