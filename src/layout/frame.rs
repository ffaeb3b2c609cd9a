//! What stands above a table, or between two: letterhead, title, captions, and what they tell.

use std::ops::{Range, RangeInclusive};

use super::units::is_struck;
use super::{CellRole, is_filled, text_of, words};
use crate::book::grid::{Content, Grid, Row};
use crate::fold;
use crate::place::CellRef;
use crate::value::amount;
use crate::value::scale::{self, CaptionScale};

/// A statement of the unit of account in a caption.
#[derive(Debug, Clone, PartialEq)]
pub struct ScaleStatement {
    /// Where it stands.
    pub cell: CellRef,
    /// Its text.
    pub text: String,
    /// đồng in one unit.
    pub dong: i64,
}

/// What stands above a table.
#[derive(Debug, Clone, Default)]
pub struct Frame {
    /// The lines of the letterhead that may name the reporting office, with their cells, best evidence first:
    /// after a label (`Đơn vị báo cáo: …`) before plain lines, lower lines before higher ones.
    pub offices: Vec<OfficeLine>,
    /// Statements of the unit of account, top to bottom.
    pub scales: Vec<ScaleStatement>,
    /// The currency that a caption states where none states a unit of đồng, and where.
    pub foreign: Option<(CellRef, &'static str)>,
    /// Texts that tell money, as `Tổng kinh phí: 1.500 triệu đồng` does.
    pub told: Vec<(CellRef, String)>,
    /// The title, where there is one.
    pub title: Option<String>,
}

/// A line that may name the reporting office.
#[derive(Debug, Clone, PartialEq)]
pub struct OfficeLine {
    /// Where it stands.
    pub cell: CellRef,
    /// The name as typed, without its label.
    pub name: String,
    /// Whether a label such as `Đơn vị báo cáo:` stood before it.
    pub labelled: bool,
}

/// Reads the rows above a table and gives their cells their roles. On a form of `own` a formula whose result was not
/// stored is the form's live status.
pub fn read(grid: &Grid, rows: Range<usize>, own: bool, roles: &mut [Vec<CellRole>]) -> Frame {
    let mut frame = Frame::default();
    let mut before = Before::Nothing;
    for index in rows {
        let (Some(row), Some(row_roles)) = (grid.rows.get(index), roles.get_mut(index)) else {
            continue;
        };
        let parted = parted_unit(row);
        for (cell, role) in row.cells.iter().zip(row_roles) {
            if let Some(parted) = &parted
                && parted.cells.contains(&cell.col)
            {
                if cell.col == *parted.cells.start() {
                    frame.line(CellRef::new(row.row, cell.col), &parted.text, &mut before);
                }
                *role = CellRole::Caption;
                continue;
            }
            let Content::Text(text) = &cell.content else {
                *role = match cell.content {
                    Content::Date(_) => CellRole::Caption,
                    Content::NoResult if own => CellRole::Skipped,
                    // What LibreOffice makes of a formula's text when it saves it in the old format.
                    Content::Number(0.0) if own => CellRole::Skipped,
                    _ => CellRole::Unexplained,
                };
                continue;
            };
            let at = CellRef::new(row.row, cell.col);
            // What is struck out is said no more.
            *role = if is_struck(grid, at) {
                CellRole::Caption
            } else if is_filled(cell) {
                frame.line(at, text, &mut before)
            } else {
                CellRole::Caption
            };
        }
    }
    // What stands lower is nearer to the table, and the own office stands below its superior.
    frame.offices.reverse();
    frame.offices.sort_by_key(|office| !office.labelled);
    frame
}

/// A statement of the unit of account that lies in several cells.
struct Parted {
    /// From its label to its last word.
    cells: RangeInclusive<u32>,
    text: String,
}

/// The label of a unit of account with the unit in pieces in the cells behind it: `Đơn vị tính: | triệu | đồng`.
fn parted_unit(row: &Row) -> Option<Parted> {
    let texts = || {
        row.cells
            .iter()
            .enumerate()
            .filter_map(|(index, cell)| Some((index, cell.col, text_of(cell)?)))
    };
    let (start, first, label) = texts().find(|(_, _, text)| scale::is_unit_label(text))?;
    let mut text = label.trim().to_owned();
    let mut last = first;
    for (_, col, more) in texts().skip_while(|(index, _, _)| *index <= start) {
        if col > last.saturating_add(2) {
            break;
        }
        text = format!("{text} {}", more.trim());
        last = col;
    }
    let stated = scale::parse_caption(&text)?;
    (last > first && !matches!(stated, CaptionScale::Measure(_))).then_some(Parted {
        cells: first..=last,
        text,
    })
}

/// A label without a name, whose name stands in the next cell.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
enum Before {
    #[default]
    Nothing,
    /// Of the reporting office.
    Label,
    /// Of another one: the partner, the addressee.
    Other,
}

impl Frame {
    fn line(&mut self, at: CellRef, text: &str, before: &mut Before) -> CellRole {
        let words = words::words();
        let label = std::mem::take(before);
        let labelled = label == Before::Label;
        if let Some(scale) = scale::parse_caption(text) {
            // A caption that states two units contradicts itself.
            let stated = match scale {
                CaptionScale::Money { dong, .. } => vec![dong],
                CaptionScale::Foreign { currency, .. } => {
                    self.foreign = Some((at, currency));
                    Vec::new()
                }
                CaptionScale::Measure(_) => scale::contradicting_units(text)
                    .map_or_else(Vec::new, |(one, other)| vec![one, other]),
            };
            self.scales
                .extend(stated.into_iter().map(|dong| ScaleStatement {
                    cell: at,
                    text: fold::tidy(text).into_owned(),
                    dong,
                }));
            return CellRole::Caption;
        }
        if tells_sum(text) {
            self.told.push((at, fold::tidy(text).into_owned()));
        }
        // One cell may hold the whole letterhead, a line each.
        let mut role = None;
        for line in text.lines().map(str::trim).filter(|line| !line.is_empty()) {
            let folded = fold::fold(line);
            let line_role = if words.motto.begin(&folded) {
                CellRole::Letterhead
            } else if let Some(named) = names_another(line, &folded) {
                if !named {
                    *before = Before::Other;
                }
                CellRole::Letterhead
            } else if let Some(name) = after_label(line, &folded) {
                if name.is_empty() {
                    *before = Before::Label;
                } else {
                    self.office(at, name, true);
                }
                CellRole::Letterhead
            } else if labelled || words.office.begin(&folded) {
                if label != Before::Other {
                    self.office(at, line, labelled);
                }
                CellRole::Letterhead
            } else if folded.starts_with("số ") || is_date_line(&folded) {
                CellRole::Letterhead
            } else if words.title.begin(&folded) && self.title.is_none() {
                self.title = Some(fold::tidy(line).into_owned());
                CellRole::Title
            } else if words.caption.begin(&folded) {
                CellRole::Caption
            } else if fold::is_upper(line) {
                if self.title.is_some() {
                    CellRole::Title
                } else {
                    CellRole::Letterhead
                }
            } else {
                CellRole::Caption
            };
            role.get_or_insert(line_role);
        }
        role.unwrap_or(CellRole::Caption)
    }

    fn office(&mut self, cell: CellRef, name: &str, labelled: bool) {
        self.offices.push(OfficeLine {
            cell,
            name: fold::tidy(name).into_owned(),
            labelled,
        });
    }
}

/// Whether a text tells a sum of money: `Tổng kinh phí: 1.500 triệu đồng`; a rate is none.
fn tells_sum(text: &str) -> bool {
    let told = || {
        let bare = fold::bare(text);
        let is_rate =
            bare.contains('/') || bare.split(' ').any(|word| matches!(word, "moi" | "muc"));
        !is_rate && !amount::told_at_end(text).is_empty()
    };
    text.contains(|c: char| c.is_ascii_digit()) && amount::tells_money(text) && told()
}

/// Whether a line labels another office than the reporting one (`Đơn vị phối hợp: …`, `Kính gửi: …`), and if so,
/// whether it names that office too; else the name stands in the next cell.
fn names_another(line: &str, folded: &str) -> Option<bool> {
    let words = words::words();
    if let Some(rest) = words.addressee.rest(folded) {
        return Some(!rest.is_empty());
    }
    match line.split_once(':') {
        Some((label, name)) => {
            let label = fold::fold(label);
            words
                .partner
                .begin(&label)
                .then(|| !fold::fold(name).is_empty())
        }
        None => words.partner.are(folded).then_some(false),
    }
}

/// The name after a label such as `Đơn vị báo cáo:`; empty when the name stands in the next cell.
fn after_label<'a>(line: &'a str, folded: &str) -> Option<&'a str> {
    let Some((label, name)) = line.split_once(':') else {
        return words::words().office_label.are(folded).then_some("");
    };
    words::words()
        .office_label
        .are(&fold::fold(label))
        .then(|| name.trim_matches([' ', '.', '…', '\u{a0}']))
}

/// Whether a folded line is the place-and-date line of a letter: `Trà Vinh, ngày 26 tháng 8 năm 2020`.
pub(super) fn is_date_line(folded: &str) -> bool {
    let folded = if folded.is_ascii() {
        std::borrow::Cow::Borrowed(folded)
    } else {
        fold::bare(folded).into()
    };
    let Some(at) = folded.find("ngay") else {
        return false;
    };
    let Some(rest) = folded.get(at..) else {
        return false;
    };
    folded.len() < 80 && rest.contains("thang") && rest.contains("nam")
}
