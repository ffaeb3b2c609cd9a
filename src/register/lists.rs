//! Further lists that codes come from, besides the sectors: those of templates, and a project's own over them.

use std::collections::BTreeMap;

use super::list::{CodeList, Entry};
use super::sector::Sectors;

/// Lists by their names; those of a template stand under its id too.
#[derive(Debug, Clone, Default)]
pub struct Lists {
    of_project: BTreeMap<String, Sectors>,
    of_templates: BTreeMap<(String, String), Sectors>,
}

impl Lists {
    /// Adds a list of the project.
    pub fn add(&mut self, name: &str, list: Sectors) {
        self.of_project.insert(name.to_owned(), list);
    }

    /// Adds a list that a template brings.
    pub fn add_of_template(&mut self, template: &str, name: &str, entries: Vec<Entry>) {
        let list = Sectors::new(CodeList::new(entries));
        let key = (template.to_owned(), name.to_owned());
        self.of_templates.insert(key, list);
    }

    /// The list that a template means by a name: the project's, else its own.
    #[must_use]
    pub fn get(&self, template: &str, name: &str) -> Option<&Sectors> {
        self.of_project.get(name).or_else(|| {
            let key = (template.to_owned(), name.to_owned());
            self.of_templates.get(&key)
        })
    }

    /// The lists of the project with their names.
    pub fn of_project(&self) -> impl Iterator<Item = (&str, &Sectors)> {
        let lists = self.of_project.iter();
        lists.map(|(name, list)| (name.as_str(), list))
    }
}
