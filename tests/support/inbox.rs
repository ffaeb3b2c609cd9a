//! A folder of submissions and the program run on it.

#![allow(dead_code, reason = "each test file takes what it needs")]

use std::fs;
use std::process::{Command, Stdio};

use tempfile::TempDir;

use super::sheet::TextBook;

/// A project's folder, with its lists and submissions.
pub struct Inbox {
    pub folder: TempDir,
}

/// What a run of the program gave.
pub struct Ran {
    pub code: i32,
    pub out: String,
    pub err: String,
}

impl Inbox {
    pub fn new() -> Self {
        Self {
            folder: tempfile::tempdir().unwrap(),
        }
    }

    pub fn put(&self, name: &str, bytes: impl AsRef<[u8]>) {
        let path = self.folder.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, bytes).unwrap();
    }

    pub fn run(&self, args: &[&str]) -> Ran {
        self.run_in("vi", args)
    }

    pub fn run_in(&self, lang: &str, args: &[&str]) -> Ran {
        let output = Command::new(env!("CARGO_BIN_EXE_tonghop"))
            .current_dir(self.folder.path())
            .args(args)
            .env("TONGHOP_LANG", lang)
            .stdin(Stdio::null())
            .output()
            .unwrap();
        Ran {
            code: output.status.code().unwrap(),
            out: String::from_utf8(output.stdout).unwrap(),
            err: String::from_utf8(output.stderr).unwrap(),
        }
    }
}

/// The form of an office: activities with their time and their amount in triệu đồng.
pub fn form(office: &str, saved: &str, activities: &[(&str, &str, &str)]) -> Vec<u8> {
    let saved = if saved.is_empty() {
        String::new()
    } else {
        format!("saved: {saved}\n")
    };
    let mut text = format!(
        "{saved}1 | {office}\n2 | Đơn vị tính: triệu đồng\n3 | STT | Nội dung hoạt động | Đơn vị hỗ trợ | Thời gian thực hiện | Kinh phí hỗ trợ\n"
    );
    for (row, (name, time, amount)) in (4..).zip(activities) {
        text.push_str(&format!(
            "{row} | {} | {name} | Sở Y tế TP. Hồ Chí Minh | {time} | {amount}\n",
            row - 3
        ));
    }
    TextBook::parse(&text).xlsx()
}
