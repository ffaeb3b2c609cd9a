//! The relations of a part, and the types of all parts.

use std::collections::{BTreeSet, HashMap};

use super::parts::Parts;
use super::trouble::Trouble;
use super::xml::{self, Edits, Kind, PROLOG, Tag};

/// The folder of relation types, as of 2006 and in the strict form of the standard.
const TYPES: [&str; 2] = [
    "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    "http://purl.oclc.org/ooxml/officeDocument/relationships",
];

/// A relation of a part to another.
#[derive(Debug, Clone)]
pub(super) struct Relation {
    /// Its id.
    pub id: String,
    /// The last word of its type: `worksheet`, `comments` …
    pub kind: String,
    /// The name of the part it leads to.
    pub target: String,
    range: std::ops::Range<usize>,
}

/// The relations of one part, being changed.
pub(super) struct Relations {
    /// The part that holds them.
    path: String,
    /// The folder of the part they belong to.
    folder: String,
    xml: Option<Vec<u8>>,
    list: Vec<Relation>,
    removed: BTreeSet<usize>,
    added: String,
    ids: BTreeSet<String>,
    /// Whether the package is of the strict form of the standard.
    pub strict: bool,
}

impl Relations {
    /// The relations of a part; those of the package for the empty name.
    pub fn of(part: &str, strict: bool, parts: &mut Parts<'_>) -> Result<Self, Trouble> {
        let (folder, file) = part.rsplit_once('/').unwrap_or(("", part));
        let path = if folder.is_empty() {
            format!("_rels/{file}.rels")
        } else {
            format!("{folder}/_rels/{file}.rels")
        };
        let xml = parts.read(&path)?;
        let mut relations = Self {
            path,
            folder: folder.to_owned(),
            list: Vec::new(),
            removed: BTreeSet::new(),
            added: String::new(),
            ids: BTreeSet::new(),
            strict,
            xml: None,
        };
        let bytes = xml.unwrap_or_default();
        for tag in xml::tags(&bytes).filter(|tag| tag.opens(b"Relationship")) {
            relations.take(&tag);
        }
        relations.xml = (!relations.list.is_empty()).then_some(bytes);
        Ok(relations)
    }

    fn take(&mut self, tag: &Tag<'_>) {
        let get = |name: &[u8]| tag.get(name).unwrap_or_default().into_owned();
        let (id, kind, target) = (get(b"Id"), get(b"Type"), get(b"Target"));
        let external = get(b"TargetMode") == "External";
        self.strict |= kind.starts_with(TYPES[1]);
        let kind = kind.rsplit('/').next().unwrap_or_default().to_owned();
        self.ids.insert(id.clone());
        self.list.push(Relation {
            id,
            kind,
            target: if external {
                String::new()
            } else {
                resolved(&self.folder, &target)
            },
            range: tag.start..tag.end,
        });
    }

    /// Those that are left.
    pub fn iter(&self) -> impl Iterator<Item = &Relation> {
        let left = self.list.iter().enumerate();
        left.filter(|(index, _)| !self.removed.contains(index))
            .map(|(_, relation)| relation)
    }

    /// Those that are left, by their ids; of two with one id the first.
    pub fn by_id(&self) -> HashMap<&str, &Relation> {
        let mut by_id = HashMap::new();
        for relation in self.iter() {
            by_id.entry(relation.id.as_str()).or_insert(relation);
        }
        by_id
    }

    /// The part that the first relation of a kind leads to.
    pub fn target(&self, kind: &str) -> Option<&str> {
        self.iter()
            .find(|relation| relation.kind == kind && !relation.target.is_empty())
            .map(|relation| relation.target.as_str())
    }

    /// Takes away all that lead to a part.
    pub fn remove(&mut self, target: &str) {
        for (index, relation) in self.list.iter().enumerate() {
            if relation.target.eq_ignore_ascii_case(target) {
                self.removed.insert(index);
                self.ids.remove(&relation.id);
            }
        }
    }

    /// Adds one to a part, by its full name; gives its id.
    pub fn add(&mut self, kind: &str, target: &str) -> String {
        let id = (1_u32..)
            .map(|number| format!("tonghop{number}"))
            .find(|id| !self.ids.contains(id))
            .unwrap_or_default();
        self.ids.insert(id.clone());
        let folder = if self.strict { TYPES[1] } else { TYPES[0] };
        let target = xml::escape(target);
        self.added +=
            &format!("<Relationship Id=\"{id}\" Type=\"{folder}/{kind}\" Target=\"/{target}\"/>");
        id
    }

    /// Writes them.
    pub fn store(self, parts: &mut Parts<'_>) {
        if self.removed.is_empty() && self.added.is_empty() {
            return;
        }
        let left = self.list.len().saturating_sub(self.removed.len());
        let Some(xml) = self.xml.filter(|_| left > 0) else {
            if self.added.is_empty() {
                return parts.remove(&self.path);
            }
            let added = self.added;
            return parts.write(&self.path, format!("{PROLOG}<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">{added}</Relationships>").into());
        };
        let mut edits = Edits::default();
        for (index, relation) in self.list.iter().enumerate() {
            if self.removed.contains(&index) {
                edits.remove(relation.range.clone());
            }
        }
        append_to_root(&xml, b"Relationships", &self.added, &mut edits);
        parts.write(&self.path, edits.apply(&xml));
    }
}

/// The part that a target names, seen from a folder.
pub(super) fn resolved(folder: &str, target: &str) -> String {
    let target = target.replace('\\', "/");
    let path = match target.strip_prefix('/') {
        Some(path) => path.to_owned(),
        None => format!("{folder}/{target}"),
    };
    let mut steps: Vec<&str> = Vec::new();
    for step in path.split('/') {
        match step {
            "" | "." => {}
            ".." => {
                steps.pop();
            }
            step => steps.push(step),
        }
    }
    steps.join("/")
}

/// Puts elements, written without a prefix, at the end of the root, whose prefix they get.
fn append_to_root(xml: &[u8], root: &[u8], elements: &str, edits: &mut Edits) {
    if elements.is_empty() {
        return;
    }
    let Some(open) = xml::tags(xml).find(|tag| tag.opens(root)) else {
        return;
    };
    let prefix = open.prefix();
    let elements = elements.replace('<', &format!("<{prefix}"));
    let close = xml::tags(xml).filter(|tag| tag.closes(root)).last();
    let close = close.map_or(open.end, |tag| tag.start);
    edits.append(&open, close, &elements);
}

/// The types of the package's parts, being changed.
pub(super) struct ContentTypes {
    xml: Vec<u8>,
    /// Names of parts to be forgotten, in small letters.
    removed: BTreeSet<String>,
    added: String,
    /// Extensions that have a type.
    ensured: BTreeSet<String>,
}

/// The name of the part that holds them.
const CONTENT_TYPES: &str = "[Content_Types].xml";

impl ContentTypes {
    /// Those of a package.
    pub fn of(parts: &mut Parts<'_>) -> Result<Self, Trouble> {
        let xml = parts.read(CONTENT_TYPES)?;
        let xml = xml.ok_or_else(|| Trouble::Damaged(format!("there is no {CONTENT_TYPES}")))?;
        if !xml::tags(&xml).any(|tag| tag.opens(b"Types")) {
            return Err(Trouble::Damaged(format!("{CONTENT_TYPES} holds no types")));
        }
        Ok(Self {
            xml,
            removed: BTreeSet::new(),
            added: String::new(),
            ensured: BTreeSet::new(),
        })
    }

    /// Forgets a part.
    pub fn remove(&mut self, part: &str) {
        self.removed.insert(part.to_lowercase());
    }

    /// Names the type of a part. One that was to be forgotten and comes back stays where it is named.
    pub fn add(&mut self, part: &str, kind: &str) {
        let folded = part.to_lowercase();
        let is_known = self.removed.contains(&folded)
            && self.overrides().any(|(name, tag)| {
                name == folded && tag.get(b"ContentType").as_deref() == Some(kind)
            });
        if is_known {
            self.removed.remove(&folded);
            return;
        }
        let part = xml::escape(part);
        self.added += &format!("<Override PartName=\"/{part}\" ContentType=\"{kind}\"/>");
    }

    /// Names the type of an extension, unless it has one.
    pub fn ensure(&mut self, extension: &str, kind: &str) {
        if !self.ensured.insert(extension.to_owned()) {
            return;
        }
        let known = xml::tags(&self.xml)
            .filter(|tag| tag.opens(b"Default"))
            .any(|tag| {
                let known = tag.get(b"Extension").unwrap_or_default();
                known.eq_ignore_ascii_case(extension)
            });
        let default = format!("<Default Extension=\"{extension}\" ContentType=\"{kind}\"/>");
        if !known {
            self.added.insert_str(0, &default);
        }
    }

    /// Writes them.
    pub fn store(self, parts: &mut Parts<'_>) {
        let mut edits = Edits::default();
        for (name, tag) in self.overrides() {
            if self.removed.contains(&name) {
                let end = match tag.kind {
                    // `<Override …></Override>`, as some write it.
                    Kind::Open => xml::tags(&self.xml)
                        .find(|other| other.start >= tag.end)
                        .map_or(tag.end, |close| close.end),
                    _ => tag.end,
                };
                edits.remove(tag.start..end);
            }
        }
        append_to_root(&self.xml, b"Types", &self.added, &mut edits);
        if !edits.is_empty() {
            parts.write(CONTENT_TYPES, edits.apply(&self.xml));
        }
    }

    /// The names of parts, in small letters, with the tags that give their types.
    fn overrides(&self) -> impl Iterator<Item = (String, Tag<'_>)> {
        let tags = xml::tags(&self.xml).filter(|tag| tag.opens(b"Override"));
        tags.map(|tag| {
            let name = tag.get(b"PartName").unwrap_or_default();
            (name.trim_start_matches('/').to_lowercase(), tag)
        })
    }
}
