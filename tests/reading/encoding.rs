//! Legacy text against the tables of `tests/values`, clean prose, and generated syllables.

// Helpers outside of test functions; a failure in them is a failure of the test.
use proptest::prelude::*;
use tonghop::book::encoding::{
    CellContext, Detector, Encoding, Options, decode_cell, decode_grids, decode_text,
};
use tonghop::book::grid::{Cell, Content, Grid, Row};

const VECTORS: &str = include_str!("../values/vectors.tsv");
const NEGATIVES: &str = include_str!("../values/detect-negatives.tsv");

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

/// Clean prose, a cell a line.
const PROSE: &str = "\
Ủy ban nhân dân tỉnh đã có văn bản gửi các sở, ban ngành, đề nghị báo cáo trước ngày 15 tháng 6.
Trong năm 2019, hai bên đã phối hợp tổ chức 12 lớp tập huấn cho hơn 400 lượt cán bộ.
Hoà Bình là tỉnh miền núi; bà con nơi đây trồng cam, mía và nuôi cá lồng bè.
Cô giáo Hà và bé Na đi thăm bà ngoại ở làng bên, mang theo quà là hai cân cà phê.
CỘNG HOÀ XÃ HỘI CHỦ NGHĨA VIỆT NAM
Ghi chú
Có
Không
Trà Vinh, tháng ba
Phòng TC-KH: ông Tám, bà Bé, cô Hoà
QÐ-UBND
The café on the façade's corner served crème brûlée to a naïve fiancé – his résumé said so.
“Don’t”, she wrote, “spend more than £100 or €120 (±5 %) on the 2×4 m² awning®.”
Señor Núñez met the coöperative's délégué à Curaçao over jalapeño soufflé.
The average temperature was 25 °C; the beam is 3½ inches wide and weighs 5 µg/m³.
Le Conseil général a décidé d'accorder une aide à la coopération décentralisée où qu'elle soit.
L'été dernier, à l'hôtel « Les Flots bleus », l'élève avait déjà goûté le maïs et le pâté.
Où êtes-vous allés ? Nous étions là, près du théâtre, au cœur de la forêt.
Ça va bientôt être réglé : le numéro § 5, alinéa 2º, a été abrogé.
Die Straße führt über die Brücke; für Fußgänger ist sie zwölf Meter breit und schön.
Österreich fördert die Gemeinden mit Zuschüssen für Küche, Gärten, Bäder und Höfe.
Wir müssen »früh« aufstehen, denn die Züge nach Köln, München und Nürnberg fahren um fünf.
Größe: 3 × 4 m, Öl für die Tür, Wärme übers Dach
";

#[test]
fn clean_prose_stays() {
    for rare in [false, true] {
        let detector = Detector::new(Options { rare });
        for text in PROSE.lines() {
            let decoded = detector.decode(text, &CellContext::default());
            assert_eq!(decoded.text, text);
            assert_eq!(
                (decoded.encoding, decoded.ambiguous),
                (None, None),
                "{text}"
            );
        }
    }
}

#[test]
fn clean_prose_stays_among_legacy_cells() {
    // Short words of Latin-1 letters alone may be either; these are decided by how usual they are.
    for encoding in [Encoding::Tcvn3, Encoding::Vni] {
        let context = CellContext::workbook_of(encoding);
        for text in PROSE.lines() {
            assert_eq!(
                decode_cell(text, &context).text,
                text,
                "{}",
                encoding.name()
            );
        }
    }
}

/// A sheet of one column.
fn column<'a>(texts: impl IntoIterator<Item = &'a str>) -> Grid {
    let rows = (0..).zip(texts).map(|(row, text)| Row {
        row,
        cells: vec![Cell {
            col: 1,
            content: Content::Text(text.into()),
        }],
    });
    Grid {
        rows: rows.collect(),
        ..Grid::default()
    }
}

fn texts(grid: &Grid) -> Vec<&str> {
    grid.rows
        .iter()
        .flat_map(|row| &row.cells)
        .filter_map(|cell| match &cell.content {
            Content::Text(text) => Some(&**text),
            _ => None,
        })
        .collect()
}

#[test]
fn a_clean_workbook_stays() {
    let mut grids = [column(PROSE.lines())];
    let before = grids.clone();
    let report = decode_grids(&mut grids, None, &Options::default());
    assert_eq!(grids, before);
    assert!(report.cells.is_empty() && report.ambiguous.is_empty());
}

#[test]
fn a_workbook_of_vectors_decodes_whole() {
    for wanted in ["tcvn3", "vni"] {
        let vectors: Vec<Vector> = vectors()
            .into_iter()
            .filter(|vector| vector.label.split('-').next() == Some(wanted))
            .filter(|vector| !vector.label.contains("H-font"))
            .collect();
        let mut grids = [column(vectors.iter().map(|vector| vector.legacy.as_str()))];
        let report = decode_grids(&mut grids, None, &Options::default());
        let expected: Vec<&str> = vectors.iter().map(|vector| vector.expected).collect();
        assert_eq!(texts(&grids[0]), expected);
        assert_eq!(report.counts().len(), 1);
    }
}

/// Syllables as the grammar of the language makes them, tone and case included.
fn syllable() -> impl Strategy<Value = String> {
    let onsets = prop::sample::select(vec![
        "", "b", "ch", "d", "đ", "h", "kh", "l", "m", "n", "nh", "ph", "s", "t", "th", "tr", "v",
        "x", "r",
    ]);
    // Each rhyme around the vowel that bears the tone.
    let rhymes = prop::sample::select(vec![
        ("", "a", ""),
        ("", "a", "n"),
        ("", "a", "ng"),
        ("", "a", "i"),
        ("", "â", "u"),
        ("", "â", "y"),
        ("", "ă", "m"),
        ("", "e", "o"),
        ("", "ê", "nh"),
        ("i", "ê", "n"),
        ("i", "ê", "u"),
        ("", "i", "nh"),
        ("", "ô", "ng"),
        ("", "ơ", "i"),
        ("o", "a", "n"),
        ("o", "à", ""),
        ("u", "ô", "i"),
        ("ư", "ơ", "ng"),
        ("", "ư", "a"),
        ("u", "y", ""),
        ("u", "y", "nh"),
        ("", "u", "n"),
        ("", "ô", ""),
        ("", "ê", ""),
        ("", "o", "i"),
    ]);
    (onsets, rhymes, 0..6_usize, 0..3_usize).prop_map(
        |(onset, (glide, vowel, coda), tone, case)| {
            use unicode_normalization::UnicodeNormalization;
            let mark = ["", "\u{300}", "\u{301}", "\u{309}", "\u{303}", "\u{323}"][tone];
            let vowel = if vowel == "à" { "a" } else { vowel };
            let text: String = format!("{onset}{glide}{vowel}{mark}{coda}").nfc().collect();
            match case {
                0 => text,
                1 => text.to_uppercase(),
                _ => {
                    let mut chars = text.chars();
                    let first = chars.next().into_iter().flat_map(char::to_uppercase);
                    first.chain(chars).collect()
                }
            }
        },
    )
}

proptest! {
    #[test]
    fn nothing_panics(text in any::<String>(), legacy in "[\u{1}-\u{17f}\u{2010}-\u{2040}\u{300}-\u{323}]{0,40}") {
        for text in [text.as_str(), legacy.as_str()] {
            for encoding in Encoding::ALL {
                let _ = decode_text(text, encoding);
                for rare in [false, true] {
                    let context = CellContext { font: Some(".VnTimeH"), ..CellContext::workbook_of(encoding) };
                    let _ = Detector::new(Options { rare }).decode(text, &context);
                    let _ = Detector::new(Options { rare }).decode(text, &CellContext::default());
                }
            }
            let mut grids = [column([text, "Tæng céng c¸c ho¹t ®éng"])];
            decode_grids(&mut grids, None, &Options::default());
        }
    }

    #[test]
    fn clean_vietnamese_stays(words in prop::collection::vec(syllable(), 1..12)) {
        let text = words.join(" ");
        for rare in [false, true] {
            let decoded = Detector::new(Options { rare }).decode(&text, &CellContext::default());
            prop_assert_eq!(&decoded.text, &text);
            prop_assert_eq!(decoded.encoding, None);
        }
        let mut grids = [column([text.as_str(), "Nội dung"])];
        let report = decode_grids(&mut grids, None, &Options::default());
        prop_assert!(report.cells.is_empty());
    }

    #[test]
    fn decomposed_vietnamese_is_composed(words in prop::collection::vec(syllable(), 1..8)) {
        use unicode_normalization::UnicodeNormalization;
        let text = words.join(" ");
        let apart: String = text.nfd().collect();
        prop_assert_eq!(decode_cell(&apart, &CellContext::default()).text, text);
    }
}
