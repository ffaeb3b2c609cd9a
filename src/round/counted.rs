//! The records of a round as a sentence counts them, each form's by what they are called.

use std::collections::HashMap;

use super::Round;
use crate::lang::Lang;
use crate::template::Noun;

impl Round {
    /// How many records there are: `4 dự án và 2 nội dung`.
    #[must_use]
    pub fn counted(&self, lang: Lang) -> String {
        let mut counts: HashMap<&str, usize> = HashMap::new();
        for (_, table) in self.tables() {
            *counts.entry(&table.template.id).or_default() += table.records.len();
        }
        let templates = self.setup.templates.iter();
        let said = templates.filter_map(|template| {
            let count = counts.get(template.id.as_str()).copied()?;
            (count > 0).then(|| template.noun().count(count, lang))
        });
        let said: Vec<String> = said.collect();
        if said.is_empty() {
            return self.noun().count(0, lang);
        }
        lang.list(&said)
    }

    /// What its records are called: those of the only form that was met, or that is asked for where none was; else rows.
    #[must_use]
    pub fn noun(&self) -> Noun {
        let mut met: Option<&crate::template::Template> = None;
        for (_, table) in self.tables() {
            if met.is_some_and(|met| met.id != table.template.id) {
                return Noun::default();
            }
            met = Some(&table.template);
        }
        let asked = || match self.setup.asked() {
            [only] => Some(&**only),
            _ => None,
        };
        let form = met.or_else(asked);
        form.map_or_else(Noun::default, |template| template.noun().clone())
    }
}
