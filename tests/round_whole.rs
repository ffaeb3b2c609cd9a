//! A whole round of 22 offices, `round_whole/inbox`, in the looks that offices give their files, and what comes after the
//! first wave: files sent again, sent back and corrected, copied, broken, late; an activity that two offices tell; a pair.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test that fails may say so"
)]

mod support;

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use support::inbox::{Inbox, form};
use support::marked::part;
use tonghop::write::package::{self, Changes};

/// What the first wave adds up to, in đồng.
const FIRST_WAVE: i64 = 592_860_098_818_000;
const TRIEU: i64 = 1_000_000;

const ROUND: &str = "tests/round_whole/inbox";
const SHEET: &str = "xl/worksheets/sheet1.xml";
const STRINGS: &str = "xl/sharedStrings.xml";

/// The inbox with what came later.
fn inbox() -> Inbox {
    let inbox = Inbox::new();
    copy(Path::new(ROUND), "bao-cao", &inbox);
    let units = fs::read_to_string(Path::new(ROUND).join("units.csv")).unwrap();
    let mut paired = String::new();
    for (number, line) in units.lines().enumerate() {
        let more = match line.split(',').next() {
            _ if number == 0 => ",side,partner",
            Some("h-tra-cu") => ",Trà Vinh,q-6",
            _ => ",,",
        };
        paired.push_str(&format!("{line}{more}\n"));
    }
    paired.push_str("q-6,Ủy ban nhân dân Quận 6,UBND Q6,district,,,,TP. Hồ Chí Minh,\n");
    inbox.put("bao-cao/units.csv", paired);
    // Sent again, 80 triệu more; and its sum of the section with it.
    let health = fs::read(Path::new(ROUND).join("BC Sở Y tế gửi SKHĐT.xlsx")).unwrap();
    let again = changed(
        &health,
        &[
            (SHEET, "<v>820.424</v>", "<v>900.424</v>"),
            (SHEET, "<v>2049.718</v>", "<v>2129.718</v>"),
            (
                "docProps/core.xml",
                "2020-08-26T16:00:00Z",
                "2020-09-01T03:00:00Z",
            ),
        ],
    );
    inbox.put("bao-cao/BC Sở Y tế gửi SKHĐT (lần 2).xlsx", again);
    // Sent back as a workbook, corrected, and laid beside the text file that it was made from.
    inbox.run(&["check", "bao-cao", "--return", "tra-lai"]);
    let returned = inbox
        .folder
        .path()
        .join("tra-lai/DM ho tro h-chau-thanh.xlsx");
    let filled =
        "<c r=\"D21\" s=\"4\" t=\"inlineStr\"><is><t>Hội Chữ thập đỏ TP. Hồ Chí Minh</t></is></c>";
    let corrected = changed(
        &fs::read(returned).unwrap(),
        &[
            (SHEET, "<c r=\"D21\" s=\"4\"/>", filled),
            (SHEET, "<v>1995</v>", "<v>2015</v>"),
        ],
    );
    inbox.put("bao-cao/h-chau-thanh da sua.xlsx", corrected);
    let copied = fs::read(Path::new(ROUND).join("DM ho tro h-cau-ke.xlsx")).unwrap();
    inbox.put("bao-cao/huyen/DM ho tro h-cau-ke - Copy.xlsx", copied);
    inbox.put("bao-cao/Sở KH&CN.xlsx", &health[..health.len() / 2]);
    inbox.put(
        "bao-cao/so-tnmt.csv",
        "SỞ TÀI NGUYÊN VÀ MÔI TRƯỜNG TỈNH TRÀ VINH,,,,\nSTT,Nội dung hoạt động,Đơn vị hỗ trợ,Thời gian thực hiện,Kinh phí hỗ trợ (triệu đồng)\n,Trong kỳ Sở chưa nhận được hỗ trợ nào,,,\n",
    );
    // Late, and its first activity is one that so-ldtbxh tells in other words.
    let late = form(
        "ỦY BAN NHÂN DÂN HUYỆN CẦU NGANG",
        "2020-09-20T03:00:00",
        &[
            (
                "Bàn giao cầu giao thông nông thôn (năm 2019)",
                "7/8/2016",
                "4181.914",
            ),
            ("Tặng nhà tình thương tại xã Mỹ Long", "2018", "120"),
        ],
    );
    let provider = ("Sở Y tế TP. Hồ Chí Minh", "Trường ĐH Sư phạm TP.HCM");
    let late = changed(&late, &[(STRINGS, provider.0, provider.1)]);
    inbox.put("bao-cao/Cầu Ngang.xlsx", late);
    // The other side of a pair: one activity alike, one with another amount, one that it alone tells.
    inbox.put(
        "bao-cao/q-6.csv",
        "ỦY BAN NHÂN DÂN QUẬN 6,,,,\nSTT,Nội dung hoạt động,Đơn vị hỗ trợ,Thời gian thực hiện,Kinh phí hỗ trợ (triệu đồng)\n\
         1,\"Hỗ trợ thiết bị chiếu sáng công cộng cho huyện Trà Cú, tuyến đường trung tâm\",Trường ĐH Sư phạm TP.HCM,Quý III/2013,330\n\
         2,Tặng bò giống hộ cận nghèo huyện Càng Long,Hội Chữ thập đỏ TP.HCM,18/5/2017,1100\n\
         3,Sửa chữa trạm y tế xã Long Hiệp,UBND Quận 6,2018,450\n\
         ,Tổng cộng,,,1880\n",
    );
    inbox
}

fn copy(from: &Path, to: &str, inbox: &Inbox) {
    for entry in fs::read_dir(from).unwrap() {
        let path = entry.unwrap().path();
        let name = format!("{to}/{}", path.file_name().unwrap().to_str().unwrap());
        match path.is_dir() {
            true => copy(&path, &name, inbox),
            false => inbox.put(&name, fs::read(&path).unwrap()),
        }
    }
}

/// A workbook with pieces of its parts typed over.
fn changed(workbook: &[u8], pieces: &[(&str, &str, &str)]) -> Vec<u8> {
    let mut parts: BTreeMap<&str, String> = BTreeMap::new();
    for (name, old, new) in pieces {
        let text = parts.entry(name).or_insert_with(|| part(workbook, name));
        *text = text.replace(old, new);
    }
    let mut changes = Changes::default();
    for (name, text) in parts {
        changes.written.insert(name.into(), text.into());
    }
    package::patched(workbook, &changes).unwrap()
}

fn rows(inbox: &Inbox, args: &[&str]) -> Vec<BTreeMap<String, String>> {
    let ran = inbox.run(args);
    let mut table = csv::Reader::from_reader(ran.out.as_bytes());
    table.deserialize().map(Result::unwrap).collect()
}

/// What the normalized table adds up to, in đồng.
fn total(inbox: &Inbox) -> i64 {
    let records = rows(inbox, &["convert", "bao-cao", "-o", "-"]);
    records
        .iter()
        .filter_map(|record| record["amount_vnd"].parse::<i64>().ok())
        .sum()
}

fn found(inbox: &Inbox, code: &str) -> Vec<String> {
    let all = rows(inbox, &["check", "bao-cao", "--format", "csv"]);
    let own = all.iter().filter(|finding| finding["code"] == code);
    own.map(|finding| {
        format!("{} {}", finding["file"], finding["cell"])
            .trim()
            .to_owned()
    })
    .collect()
}

#[test]
fn the_first_wave_adds_up() {
    let inbox = Inbox::new();
    copy(Path::new(ROUND), "bao-cao", &inbox);
    assert_eq!(total(&inbox), FIRST_WAVE);
}

#[test]
fn each_office_counts_once_before_and_after_the_decisions() {
    let inbox = inbox();
    let table = rows(&inbox, &["status", "bao-cao", "--format", "csv"]);
    let of = |code: &str| -> Vec<String> {
        let own = table.iter().filter(|row| row["unit_code"] == code);
        let mut states: Vec<String> = own
            .map(|row| format!("{} {}", row["state"], row["file"]))
            .collect();
        states.sort();
        states
    };
    for (office, states) in [
        (
            "so-yt",
            &[
                "reported BC Sở Y tế gửi SKHĐT (lần 2).xlsx",
                "superseded BC Sở Y tế gửi SKHĐT.xlsx",
            ][..],
        ),
        (
            "h-chau-thanh",
            &[
                "reported h-chau-thanh da sua.xlsx",
                "superseded DM ho tro h-chau-thanh.csv",
            ],
        ),
        (
            "h-cau-ke",
            &[
                "reported DM ho tro h-cau-ke.xlsx",
                "superseded huyen/DM ho tro h-cau-ke - Copy.xlsx",
            ],
        ),
        ("so-khcn", &["invalid Sở KH&CN.xlsx"]),
        ("so-tnmt", &["nil so-tnmt.csv"]),
        ("h-cau-ngang", &["late Cầu Ngang.xlsx"]),
        ("q-6", &["reported q-6.csv"]),
    ] {
        assert_eq!(of(office), states, "{office}");
    }
    // so-yt tells 80 triệu more, h-cau-ngang both its activities, q-6 what it alone tells.
    let before = FIRST_WAVE + 80 * TRIEU + (4_181_914_000 + 120 * TRIEU) + 450 * TRIEU;
    assert_eq!(total(&inbox), before);
    assert_eq!(
        found(&inbox, "X302"),
        ["q-6.csv B3", "so/BC Sở LĐTB&XH gửi SKHĐT.xlsx B11"]
    );
    assert_eq!(found(&inbox, "X310"), ["q-6.csv B4"]);
    assert_eq!(found(&inbox, "X304"), ["Cầu Ngang.xlsx"]);
    assert_eq!(found(&inbox, "X308"), [""; 0]);
    // A person finds the bridge to be one, and the lamps of the pair two.
    let decide = |args: &[&str]| {
        let why = ["--reason", "Hai đơn vị xác nhận", "--by", "Nguyễn Văn A"];
        let day = ["--on", "2020-09-22"];
        let ran = inbox.run(&[&["decide", "bao-cao"], args, &why[..], &day[..]].concat());
        assert_eq!(ran.code, 0, "{}", ran.err);
    };
    decide(&[
        "--same",
        "so/BC Sở LĐTB&XH gửi SKHĐT.xlsx!B11",
        "Cầu Ngang.xlsx!B4",
    ]);
    assert_eq!(total(&inbox), before - 4_181_914_000);
    decide(&[
        "--apart",
        "BC UBND H. Trà Cú gửi SKHĐT.xlsx!B11",
        "q-6.csv!B3",
    ]);
    assert_eq!(total(&inbox), before - 4_181_914_000 + 330 * TRIEU);
    assert_eq!(found(&inbox, "X302"), [""; 0]);
    assert_eq!(found(&inbox, "X312"), [""; 0]);
    // What is signed is what the table says.
    let merged = inbox.run(&["merge", "bao-cao", "-o", "tong-hop.xlsx"]);
    let signed = tonghop::lang::Lang::Vi.integer(total(&inbox).into());
    let line = format!("tổng cộng {signed} đồng");
    assert!(merged.err.contains(&line), "{line}: {}", merged.err);
}
