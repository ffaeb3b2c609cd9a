//! Which files are taken in, and what they are called.

use std::collections::HashSet;
use std::fs;
use std::path::{Path, PathBuf};

use crate::support::files;
use tempfile::TempDir;
use tonghop::finding::FileFact;
use tonghop::intake::limits::Limits;
use tonghop::intake::{Intake, IntakeError, gather, given};

/// A folder with these files, each empty but for what its name asks for.
fn folder(paths: &[&str]) -> TempDir {
    let folder = TempDir::new().unwrap();
    for path in paths {
        write(&folder.path().join(path), b"x");
    }
    folder
}

fn write(path: &Path, bytes: &[u8]) {
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, bytes).unwrap();
}

fn taken(inputs: &[PathBuf]) -> Intake {
    gather(inputs, None, &HashSet::new(), &Limits::default()).unwrap()
}

fn names(intake: &Intake) -> Vec<&str> {
    intake.sources.iter().map(|source| &*source.name).collect()
}

#[test]
fn a_folder_is_walked_and_what_nobody_sends_is_left_out() {
    let folder = folder(&[
        "so-y-te.xlsx",
        "huyen/cau-ke.xls",
        "huyen/a.ods",
        "b.CSV",
        "~$so-y-te.xlsx",
        ".~lock.b.ods#",
        ".an.xlsx",
        ".git/a.xlsx",
        "README.txt",
        "ghi-chu.md",
        "desktop.ini",
        "Thumbs.db",
        ".DS_Store",
        "tonghop.toml",
        "units.csv",
    ]);
    let skip = HashSet::from([fs::canonicalize(folder.path().join("units.csv")).unwrap()]);
    let intake = gather(&[folder.path().to_owned()], None, &skip, &Limits::default()).unwrap();
    assert_eq!(
        names(&intake),
        ["b.CSV", "huyen/a.ods", "huyen/cau-ke.xls", "so-y-te.xlsx"]
    );
    assert_eq!(intake.sources[0].extension, "csv");
    assert!(intake.others.is_empty());
}

#[test]
fn what_is_no_spreadsheet_is_kept_apart() {
    let folder = folder(&["a.xlsx", "cong-van.docx", "ban-ky.pdf", "anh.jpg", "la"]);
    let at = |name: &str| folder.path().join(name);
    write(&at("ban-ky.pdf"), b"%PDF-1.4 ...");
    write(&at("anh.jpg"), b"\xff\xd8\xff\xe0\0\x10JFIF");
    // By content: a workbook that lost its extension, and one called a document.
    write(&at("bao-cao"), &files::form());
    write(&at("bang.doc"), files::BIFF8);
    write(
        &at("thu.docx"),
        &files::zip(&[("word/document.xml", b"<w/>")]),
    );
    let intake = taken(&[folder.path().to_owned()]);
    assert_eq!(names(&intake), ["a.xlsx", "bang.doc", "bao-cao"]);
    let others: Vec<String> = intake
        .others
        .iter()
        .map(|other| format!("{} {:?}", other.name, other.fact))
        .collect();
    assert_eq!(
        others,
        [
            "anh.jpg NotASpreadsheet(Some(\"JPEG\"))",
            "ban-ky.pdf NotASpreadsheet(Some(\"PDF\"))",
            "cong-van.docx NotASpreadsheet(Some(\"DOCX\"))",
            "la NotASpreadsheet(None)",
            "thu.docx NotASpreadsheet(Some(\"DOCX\"))",
        ]
    );
    // Named on its own it is told the same way.
    let alone = taken(&[at("ban-ky.pdf")]);
    assert!(alone.sources.is_empty());
    assert_eq!(alone.others[0].fact, FileFact::NotASpreadsheet(Some("PDF")));
}

#[test]
fn order_and_repetition_change_nothing() {
    let folder = folder(&["mot/a.xlsx", "mot/sau/b.xlsx", "hai/a.xlsx", "c.xlsx"]);
    let at = |name: &str| folder.path().join(name);
    let inputs = [
        at("mot"),
        at("hai"),
        at("c.xlsx"),
        at("mot/sau"),
        at("mot/a.xlsx"),
    ];
    let intake = taken(&inputs);
    assert_eq!(
        names(&intake),
        ["c.xlsx", "hai/a.xlsx", "mot/a.xlsx", "mot/sau/b.xlsx"]
    );
    let mut turned = inputs.to_vec();
    turned.reverse();
    turned.extend(inputs);
    assert_eq!(taken(&turned), intake);
    // The list from standard input is as good as the command line.
    let listed = gather(&[], Some(turned), &HashSet::new(), &Limits::default());
    assert_eq!(listed.unwrap(), intake);
}

#[test]
fn one_folder_is_not_named_and_equal_names_grow() {
    let folder = folder(&["mot/a.xlsx", "hai/a.xlsx", "mot/b.xlsx"]);
    let at = |name: &str| folder.path().join(name);
    assert_eq!(names(&taken(&[at("mot")])), ["a.xlsx", "b.xlsx"]);
    let files = [at("mot/a.xlsx"), at("hai/a.xlsx"), at("mot/b.xlsx")];
    assert_eq!(
        names(&taken(&files)),
        ["b.xlsx", "hai/a.xlsx", "mot/a.xlsx"]
    );
}

#[test]
fn names_are_composed_and_stay_distinct() {
    let folder = folder(&["S\u{1edf} Y te\u{302}\u{301}.xlsx"]);
    let intake = taken(&[folder.path().to_owned()]);
    assert_eq!(names(&intake), ["Sở Y tế.xlsx"]);
    write(&folder.path().join("Sở Y tế.xlsx"), b"y");
    let intake = taken(&[folder.path().to_owned()]);
    let two = names(&intake);
    // On some disks both spellings are one file.
    let distinct: HashSet<&&str> = two.iter().collect();
    assert_eq!(distinct.len(), two.len());
    // No folder above tells the two apart.
    assert!(two.iter().all(|name| !name.contains('/')), "{two:?}");
}

#[cfg(unix)]
#[test]
fn links_are_followed_once() {
    let folder = folder(&["a.xlsx", "sau/b.xlsx"]);
    let at = |name: &str| folder.path().join(name);
    std::os::unix::fs::symlink(folder.path(), at("sau/vong")).unwrap();
    std::os::unix::fs::symlink(at("a.xlsx"), at("c.xlsx")).unwrap();
    std::os::unix::fs::symlink(at("khong-co.xlsx"), at("d.xlsx")).unwrap();
    let intake = taken(&[folder.path().to_owned()]);
    assert_eq!(names(&intake), ["a.xlsx", "d.xlsx", "sau/b.xlsx"]);
}

#[test]
fn paths_that_are_not_there_are_errors() {
    let (none, limits) = (HashSet::new(), Limits::default());
    assert_eq!(
        gather(&[], None, &none, &limits),
        Err(IntakeError::NothingGiven)
    );
    let gone = PathBuf::from("no/such/folder");
    assert_eq!(
        gather(std::slice::from_ref(&gone), None, &none, &limits),
        Err(IntakeError::NoSuchPath(gone))
    );
    let nothing = Intake {
        complete: true,
        ..Intake::default()
    };
    assert_eq!(gather(&[], Some(Vec::new()), &none, &limits), Ok(nothing));
}

/// Files whose bytes are given with their names.
fn bytes_of(paths: &[PathBuf]) -> Vec<(String, std::sync::Arc<[u8]>)> {
    let name = |path: &PathBuf| path.file_name().unwrap().to_string_lossy().into_owned();
    let paths = paths.iter();
    paths
        .map(|path| (name(path), fs::read(path).unwrap().into()))
        .collect()
}

#[test]
fn bytes_are_taken_in_as_files_are() {
    let folder = folder(&["a.xlsx", "~$a.xlsx", "README.md", "units.csv"]);
    let at = |name: &str| folder.path().join(name);
    write(&at("bao-cao"), &files::form());
    write(
        &at("thu.docx"),
        &files::zip(&[("word/document.xml", b"<w/>")]),
    );
    write(&at("bang.zip"), &files::form());
    write(&at("hong.zip"), b"PK");
    write(
        &at("gop-y.json"),
        b"{\"code\":\"V102\",\"severity\":\"error\"",
    );
    write(
        &at("hop-thu.zip"),
        &files::zip(&[
            ("so-y-te.xlsx", &files::form()),
            ("tonghop.toml", b"[lists]\nunits = \"units.csv\""),
            ("units.csv", b"code,name"),
            (".an.xlsx", b""),
            ("trong.zip", b"PK"),
        ]),
    );
    let all: Vec<PathBuf> = fs::read_dir(folder.path())
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    let (on_disk, limits) = (taken(&all), Limits::default());
    let mut files = bytes_of(&all);
    let from_bytes = given(files.clone(), &limits);
    assert_eq!(names(&from_bytes), names(&on_disk));
    assert_eq!(
        names(&on_disk),
        [
            "a.xlsx",
            "bang.zip",
            "bao-cao",
            "hong.zip",
            "hop-thu.zip/so-y-te.xlsx",
            "units.csv"
        ]
    );
    assert_eq!(from_bytes.others, on_disk.others);
    assert_eq!(from_bytes.complete, on_disk.complete);
    for (one, other) in from_bytes.sources.iter().zip(&on_disk.sources) {
        assert_eq!(one.bytes(&limits), other.bytes(&limits), "{}", one.name);
        assert_eq!(one.extension, other.extension);
        assert_eq!(one.path(), None);
    }
    // Neither the order nor a file given twice changes anything.
    files.reverse();
    files.extend(bytes_of(&all));
    assert_eq!(given(files, &limits).sources, from_bytes.sources);
}

#[test]
fn bytes_of_one_name_are_two_files() {
    let archive = || files::zip(&[("a.xlsx", b"x")]).into();
    let other = files::zip(&[("a.xlsx", b"y")]).into();
    let files = [
        ("a.xlsx".to_owned(), b"x".to_vec().into()),
        ("a.xlsx".to_owned(), b"y".to_vec().into()),
        ("b.zip".to_owned(), archive()),
        ("b.zip".to_owned(), other),
        ("b.zip".to_owned(), archive()),
    ];
    let intake = given(files, &Limits::default());
    assert_eq!(
        names(&intake),
        ["a (2).xlsx", "a.xlsx", "b (2).zip/a.xlsx", "b.zip/a.xlsx"]
    );
    assert!(intake.complete);
}
