//! What a round is read with, as a project says: its lists, its templates, what was decided.
//!
//! The bytes of each file come through a function, from a disk or from a page that carries them. All that is wrong is
//! told at once.

use std::collections::BTreeMap;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::Setup;
use crate::lang::Lang;
use crate::letters::{of_path, word};
use crate::project::decisions::Decisions;
use crate::project::{self, Project, ProjectError};
use crate::register::{ListError, Register, Sectors};
use crate::template;

/// What gives the bytes of a file of a project.
pub type Read<'r> = dyn FnMut(&Path) -> io::Result<Vec<u8>> + 'r;

impl Setup {
    /// What a round without a project is read with: the templates built in.
    #[must_use]
    pub fn without_project() -> Self {
        let mut setup = Self {
            templates: template::defaults(),
            ..Self::default()
        };
        setup.take_lists();
        setup
    }

    /// What a round is read with whose project file stands at a path. `rule_codes` are the codes that it may name.
    ///
    /// # Errors
    /// All that is wrong with the project and its lists, in sentences.
    pub fn of_project(
        path: &Path,
        read: &mut Read<'_>,
        rule_codes: &[&str],
        lang: Lang,
    ) -> Result<Self, Vec<String>> {
        let shown = of_path(path);
        let project = project_at(path, read, rule_codes).map_err(|errors| {
            let errors = errors.iter();
            let errors = errors.map(|error| format!("{shown}: {}", error.say(lang)));
            errors.collect::<Vec<_>>()
        })?;
        let mut reader = Reader {
            project: &project,
            read,
            shown,
            lang,
            setup: Self::default(),
            wrong: Vec::new(),
        };
        reader.units();
        reader.sectors();
        reader.templates();
        reader.aliases();
        reader.further_lists();
        reader.decisions(rule_codes);
        let Reader {
            mut setup, wrong, ..
        } = reader;
        if !wrong.is_empty() {
            return Err(wrong);
        }
        setup.project = Some(project);
        Ok(setup)
    }
}

fn project_at(
    path: &Path,
    read: &mut Read<'_>,
    rule_codes: &[&str],
) -> Result<Project, Vec<ProjectError>> {
    let text =
        text_at(path, read).map_err(|error| vec![ProjectError::Unreadable(error.to_string())])?;
    project::parse(&text, path, rule_codes)
}

fn text_at(path: &Path, read: &mut Read<'_>) -> io::Result<String> {
    let bytes = read(path)?;
    String::from_utf8(bytes).map_err(|_| {
        let words = "stream did not contain valid UTF-8";
        io::Error::new(io::ErrorKind::InvalidData, words)
    })
}

/// A project being read.
struct Reader<'p, 'r, 'f> {
    project: &'p Project,
    read: &'r mut Read<'f>,
    /// The project file, as messages name it.
    shown: String,
    lang: Lang,
    setup: Setup,
    wrong: Vec<String>,
}

impl Reader<'_, '_, '_> {
    fn units(&mut self) {
        let path = self.project.units.as_ref();
        if let Some(register) = self.list(path, "lists.units", Register::read) {
            self.setup.register = Some(register);
        }
    }

    fn sectors(&mut self) {
        let path = self.project.sectors.as_ref();
        if let Some(sectors) = self.list(path, "lists.sectors", Sectors::read) {
            self.setup.sectors = Some(sectors);
        }
    }

    /// Reads a list of the project, if it names one.
    fn list<T>(
        &mut self,
        path: Option<&PathBuf>,
        key: &str,
        parse: impl FnOnce(&[u8]) -> Result<T, Vec<ListError>>,
    ) -> Option<T> {
        let path = path?;
        let bytes = match (self.read)(path) {
            Ok(bytes) => bytes,
            Err(error) => {
                self.error(&ProjectError::List {
                    key: key.to_owned(),
                    file: of_path(path),
                    why: error.to_string(),
                });
                return None;
            }
        };
        match parse(&bytes) {
            Ok(list) => Some(list),
            Err(errors) => {
                let (shown, lang) = (of_path(path), self.lang);
                let said = errors.iter().map(|error| error.say(&shown, lang));
                self.wrong.extend(said);
                None
            }
        }
    }

    fn templates(&mut self) {
        let (project, lang) = (self.project, self.lang);
        let none = BTreeMap::new();
        let built_in = template::built_in();
        let all: Vec<String> = built_in.iter().map(|(id, _)| (*id).to_owned()).collect();
        let used = match project.templates.is_empty() {
            true => &all,
            false => &project.templates,
        };
        for name in used {
            let aliases = project.aliases.get(name).unwrap_or(&none);
            if let Some((_, text)) = built_in.iter().find(|(id, _)| id == name) {
                match template::parse(text, aliases) {
                    Ok(template) => self.setup.templates.push(Arc::new(template)),
                    Err(errors) => self.wrong.extend(
                        errors
                            .iter()
                            .map(|error| format!("{}: {}", word(name), error.say(lang))),
                    ),
                }
                continue;
            }
            let path = project.path.parent().unwrap_or(Path::new("")).join(name);
            let Ok(text) = text_at(&path, self.read) else {
                self.error(&ProjectError::Value {
                    key: "templates.use".to_owned(),
                    value: name.clone(),
                    allowed: all.join(", ")
                        + lang.pick(
                            ", hoặc đường dẫn tới tệp mẫu .toml",
                            ", or the path of a template file",
                        ),
                });
                continue;
            };
            match template::parse(&text, aliases) {
                Ok(template) => self.setup.templates.push(Arc::new(template)),
                Err(errors) => self.wrong.extend(
                    errors
                        .iter()
                        .map(|error| format!("{}: {}", of_path(&path), error.say(lang))),
                ),
            }
        }
    }

    /// Headings may only be given to templates in use and to columns that they have.
    fn aliases(&mut self) {
        for (id, columns) in &self.project.aliases {
            let templates = &self.setup.templates;
            let Some(template) = templates
                .iter()
                .find(|template| template.id == *id)
                .cloned()
            else {
                let nearest = templates.first().map(|template| template.id.clone());
                self.unknown_key(format!("templates.{id}"), nearest);
                continue;
            };
            let ids = || {
                template.fields.iter().flat_map(|field| {
                    std::iter::once(&field.id).chain(field.columns.iter().map(|column| &column.id))
                })
            };
            for column in columns.keys() {
                if ids().any(|id| id == column) {
                    continue;
                }
                let nearest = ids()
                    .map(|id| (strsim::jaro_winkler(id, column), id))
                    .max_by(|a, b| a.0.total_cmp(&b.0))
                    .map(|(_, id)| id.clone());
                self.unknown_key(format!("templates.{id}.columns.{column}"), nearest);
            }
        }
    }

    /// A name that no template asks for is wrong, and so is a list that a template asks for and that is not there.
    fn further_lists(&mut self) {
        self.setup.take_lists();
        let (project, lang) = (self.project, self.lang);
        let asked: Vec<(String, String)> = self
            .setup
            .templates
            .iter()
            .flat_map(|template| {
                let fields = template.fields.iter();
                let lists = fields.filter_map(|field| field.list.clone());
                lists.map(|list| (template.id.clone(), list))
            })
            .filter(|(_, list)| list != "sectors" && list != "units")
            .collect();
        for (name, path) in &project.lists {
            let key = format!("lists.{name}");
            if !asked.iter().any(|(_, list)| list == name) {
                let known = asked.iter().map(|(_, list)| list.as_str());
                let nearest = project::nearest(name, known.chain(["units", "sectors"]));
                self.unknown_key(key, nearest);
            } else if let Some(list) = self.list(Some(path), &key, Sectors::read) {
                self.setup.lists.add(name, list);
            }
        }
        for (template, list) in asked {
            let given = project.lists.contains_key(&list);
            if !given && self.setup.lists.get(&template, &list).is_none() {
                let shown = &self.shown;
                self.wrong.push(lang.pick(
                    format!("{shown}: mẫu “{template}” dùng danh mục “{list}” nhưng không có; thêm `{list} = \"{list}.csv\"` vào [lists], hoặc ghi danh mục trong tệp mẫu ở [[lists.{list}]]"),
                    format!("{shown}: the template “{template}” uses the list “{list}”, which is not there; add `{list} = \"{list}.csv\"` to [lists], or write the list into the template under [[lists.{list}]]"),
                ));
            }
        }
    }

    /// Reads what was decided, where there is anything.
    fn decisions(&mut self, rule_codes: &[&str]) {
        let path = self.project.decisions();
        let text = match text_at(&path, self.read) {
            Ok(text) => text,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return,
            Err(error) => {
                let error = ProjectError::Unreadable(error.to_string());
                let line = format!("{}: {}", of_path(&path), error.say(self.lang));
                self.wrong.push(line);
                return;
            }
        };
        match Decisions::parse(&text, rule_codes) {
            Ok(decisions) => self.setup.decisions = decisions,
            Err(errors) => {
                let (shown, lang) = (of_path(&path), self.lang);
                let said = errors
                    .iter()
                    .map(|error| format!("{shown}: {}", error.say(lang)));
                self.wrong.extend(said);
            }
        }
    }

    fn unknown_key(&mut self, key: String, nearest: Option<String>) {
        self.error(&ProjectError::UnknownKey { key, nearest });
    }

    /// Adds what is wrong with the project file itself.
    fn error(&mut self, error: &ProjectError) {
        self.wrong
            .push(format!("{}: {}", self.shown, error.say(self.lang)));
    }
}
