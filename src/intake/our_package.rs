//! A statistics package of ours, known by its `datapackage.json`: what lies in it is no submission.

use std::fs;
use std::io::Read as _;
use std::path::{Component, Path};

use serde_json::Value;

/// The file that describes a package.
pub const DESCRIPTOR: &str = "datapackage.json";
/// The key in it that says that the package is ours.
pub const KEY: &str = "tonghop";

/// No descriptor of ours is longer.
const LONGEST: u64 = 64 << 20;

/// A file of a package, as its descriptor has it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Described {
    /// Its path below the package's folder, with `/`.
    pub path: String,
    /// Its hash, `sha256:` and hex.
    pub hash: String,
}

/// The files that a package has, the descriptor itself left out; `None` when the bytes are no descriptor of a package of
/// ours.
#[must_use]
pub fn files_of(descriptor: &[u8]) -> Option<Vec<Described>> {
    let read: Value = serde_json::from_slice(descriptor).ok()?;
    let ours = read.get(KEY)?;
    ours.get("output").filter(|output| *output == "package")?;
    let lists = [read.get("resources"), ours.get("files")];
    let files = lists.into_iter().flatten().filter_map(Value::as_array);
    let file = |file: &Value| {
        let text = |key| file.get(key).and_then(Value::as_str).map(str::to_owned);
        let path = text("path").filter(|path| lies_below(path))?;
        Some(Described {
            path,
            hash: text("hash").unwrap_or_default(),
        })
    };
    Some(files.flatten().filter_map(file).collect())
}

/// Those of the package in a folder; `None` when there is none of ours.
#[must_use]
pub fn files_in(folder: &Path) -> Option<Vec<Described>> {
    let mut bytes = Vec::new();
    let file = fs::File::open(folder.join(DESCRIPTOR)).ok()?;
    file.take(LONGEST).read_to_end(&mut bytes).ok()?;
    files_of(&bytes)
}

/// Whether a path stays in its folder.
#[must_use]
pub fn lies_below(path: &str) -> bool {
    let normal = |step: Component<'_>| matches!(step, Component::Normal(_));
    !path.is_empty() && Path::new(path).components().all(normal)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_package_of_ours_is_known() {
        let ours = r#"{ "resources": [{ "path": "a.csv", "hash": "sha256:1" }, { "path": "../b.csv" }, { "path": "/c" }, {}],
            "tonghop": { "output": "package", "files": [{ "path": "README.md" }] } }"#;
        let files = files_of(ours.as_bytes()).unwrap();
        let paths: Vec<&str> = files.iter().map(|file| file.path.as_str()).collect();
        assert_eq!(paths, ["a.csv", "README.md"]);
        for other in [
            "",
            "{}",
            "[]",
            r#"{ "tonghop": 1 }"#,
            r#"{ "resources": [] }"#,
        ] {
            assert_eq!(files_of(other.as_bytes()), None, "{other}");
        }
    }
}
