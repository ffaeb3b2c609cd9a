//! What a sheet of totals adds up by.

use super::super::figures::Figures;
use super::super::grouping::{Level, lower};
use super::super::sheet;
use crate::template::{Role, Slot};

/// What a sheet adds up by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// By sector.
    Sectors,
    /// By the values of another field.
    Field(usize),
    /// By reporting office.
    Offices,
    /// By the year in which activities begin.
    Years,
}

impl Kind {
    /// Those of a form, in the order of their sheets: those that it names, else sector, office and year.
    pub fn all(figures: &Figures<'_>) -> Vec<Self> {
        let template = &figures.template;
        let Some(named) = &template.consolidated.charts else {
            return vec![Self::Sectors, Self::Offices, Self::Years];
        };
        let sector = template.role(Role::Sector);
        let kinds = named.iter().filter_map(|id| Level::called(id, template));
        // By what no record says nothing is told apart.
        let kinds = kinds.filter(|level| match level {
            Level::Field(field) => !figures.is_empty(*field),
            Level::Office | Level::Year => true,
        });
        let mut kinds: Vec<Self> = kinds
            .map(|level| match level {
                Level::Field(field) if Some(field) == sector => Self::Sectors,
                Level::Field(field) => Self::Field(field),
                Level::Office => Self::Offices,
                Level::Year => Self::Years,
            })
            .collect();
        kinds.sort_unstable();
        kinds.dedup();
        kinds
    }

    /// The name of its sheet.
    pub(super) fn sheet(self, figures: &Figures<'_>) -> String {
        match self {
            Self::Sectors => sheet::SECTORS.to_owned(),
            Self::Offices => sheet::OFFICES.to_owned(),
            Self::Years => sheet::YEARS.to_owned(),
            Self::Field(_) => sheet_name(&format!("Theo {}", lower(&self.heading(figures)))),
        }
    }

    /// What the rows are.
    pub(super) fn heading(self, figures: &Figures<'_>) -> String {
        match self {
            Self::Sectors => "Lĩnh vực".to_owned(),
            Self::Offices => "Đơn vị báo cáo".to_owned(),
            Self::Years => "Năm bắt đầu".to_owned(),
            Self::Field(field) => {
                let spec = figures.template.field(field);
                spec.map_or(String::new(), |spec| spec.label(Slot::Value).0)
            }
        }
    }

    /// What its title says.
    pub(super) fn title(self, figures: &Figures<'_>) -> String {
        match self {
            Self::Sectors => "THEO LĨNH VỰC".to_owned(),
            Self::Offices => "THEO ĐƠN VỊ BÁO CÁO".to_owned(),
            Self::Years => "THEO NĂM".to_owned(),
            Self::Field(_) => format!("THEO {}", self.heading(figures).to_uppercase()),
        }
    }

    /// What its sheet is for.
    pub(super) fn about(self, figures: &Figures<'_>) -> String {
        let what = if figures.total.is_some() {
            figures
                .template
                .money_word(crate::lang::Lang::Vi)
                .to_owned()
        } else {
            format!("số {}", figures.template.noun().vi)
        };
        match self {
            Self::Sectors => format!("{what} của từng lĩnh vực, có biểu đồ"),
            Self::Offices => format!("{what} của từng đơn vị báo cáo, có biểu đồ"),
            Self::Years => format!("{what} theo năm bắt đầu, có biểu đồ"),
            Self::Field(_) => format!("{what} theo {}, có biểu đồ", lower(&self.heading(figures))),
        }
    }
}

/// A name as a sheet may bear it, with room for a form's number.
fn sheet_name(name: &str) -> String {
    const MOST: usize = 28;
    let plain = name.replace(['[', ']', ':', '*', '?', '/', '\\'], "-");
    let mut kept = String::new();
    let mut units = 0;
    for letter in plain.chars() {
        units += letter.len_utf16();
        if units > MOST {
            break;
        }
        kept.push(letter);
    }
    kept.trim_matches([' ', '\'']).to_owned()
}
