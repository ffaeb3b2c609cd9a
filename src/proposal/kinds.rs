//! What a column holds: told by its cells, by the unit in its heading, and by the words of the heading where the cells leave
//! it open. What is not sure is said beside it.

use std::collections::BTreeMap;

use super::says::Says;
use super::table::Observed;
use super::words::words;
use crate::fold;
use crate::template::Kind;
use crate::value::scale::{self, CaptionScale};

/// What is not sure of a column, or what a decision rests on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Doubt {
    /// No record fills it in.
    NeverFilled,
    /// So many of its cells do not say what the others do.
    Others {
        /// How many.
        count: usize,
        /// One of them.
        such_as: String,
    },
    /// Money, because of the unit of account above the table alone.
    MoneyByCaption,
    /// Money, and no unit of account is stated.
    NoUnit,
    /// Figures of money that is none of ours.
    Foreign(String),
    /// A share, by its heading alone.
    ShareByHeading,
    /// Years.
    Years,
    /// A count by its figures alone.
    CountByFigures,
    /// The list is made of what stands in the workbook.
    Listed,
    /// Required because it is filled in everywhere.
    AlwaysFilled,
    /// Figures that are names.
    Named,
    /// The parts do not come to the whole.
    PartsDiffer,
    /// The amount that the form is about may be another one.
    OneOfSeveral,
    /// Whether it is added up is not told by any total.
    SumUntold,
}

/// What a column was taken for.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Told {
    pub(super) kind: Kind,
    /// The unit of measure of a decimal.
    pub(super) unit: Option<String>,
    /// The answers of a code, each once.
    pub(super) answers: Vec<String>,
    pub(super) doubts: Vec<Doubt>,
}

impl Told {
    fn of(kind: Kind) -> Self {
        Self {
            kind,
            unit: None,
            answers: Vec::new(),
            doubts: Vec::new(),
        }
    }

    fn unit(mut self, unit: &str) -> Self {
        self.unit = Some(unit.to_owned());
        self
    }

    fn doubt(mut self, doubt: Doubt) -> Self {
        self.doubts.push(doubt);
        self
    }
}

/// The words of a column's headings, folded, those of its groups before its own, without units.
pub(super) fn heading_of(column: &Observed) -> String {
    let parts = column.path.iter().map(|part| {
        let bare = scale::heading_without_scale(part);
        fold::fold(&bare)
    });
    parts.collect::<Vec<_>>().join(" ")
}

/// What a column holds; `dong` is the unit of account that the lines above the table state.
pub(super) fn told(column: &Observed, dong: Option<i64>) -> Told {
    let heading = heading_of(column);
    let leaf = column.path.last();
    let leaf = leaf.map(|leaf| fold::fold(&scale::heading_without_scale(leaf)));
    let leaf = leaf.unwrap_or_default();
    let filled: Vec<&Says> = column
        .cells
        .iter()
        .filter(|says| **says != Says::Nothing)
        .collect();
    if column.names {
        return Told::of(Kind::Text);
    }
    if filled.is_empty() {
        return never_filled(column, &heading, &leaf, dong);
    }
    let is = |of: fn(&Says) -> bool| filled.iter().filter(|says| of(says)).count();
    let most = |count: usize| count * 5 >= filled.len() * 4;
    let figures = is(|says| says.number().is_some());
    let times = is(|says| matches!(says, Says::Day | Says::Span));
    let days = is(|says| matches!(says, Says::Day));
    let years = is(Says::is_year);
    let words = words();
    if most(times + years) && (times > 0 || words.time.within(&leaf) && figures == years) {
        let all_days = days == filled.len() || most(days) && words.begins.are(&leaf);
        let kind = if all_days { Kind::Day } else { Kind::Interval };
        let told = Told::of(kind);
        let told = if times == 0 {
            told.doubt(Doubt::Years)
        } else {
            told
        };
        return others(told, &filled, |says| {
            matches!(says, Says::Day | Says::Span) || says.is_year()
        });
    }
    if !most(figures) {
        return texts(column, &leaf, &filled);
    }
    let told = figured(column, &heading, &leaf, &filled, dong);
    match told.kind {
        Kind::Text => told,
        _ => others(told, &filled, |says| says.number().is_some()),
    }
}

/// Says how many cells are not what the column is.
fn others(told: Told, filled: &[&Says], fits: impl Fn(&Says) -> bool) -> Told {
    let odd: Vec<&Says> = filled.iter().filter(|says| !fits(says)).copied().collect();
    match odd.first() {
        Some(Says::Words(such_as)) => told.doubt(Doubt::Others {
            count: odd.len(),
            such_as: such_as.clone(),
        }),
        _ => told,
    }
}

/// What a column is that no record fills in: by its heading alone.
fn never_filled(column: &Observed, heading: &str, leaf: &str, dong: Option<i64>) -> Told {
    let words = words();
    let told = if let Some(told) = by_unit(column, &[]) {
        told
    } else if words.share.within(leaf) {
        Told::of(Kind::Decimal).unit("%")
    } else if words.money.within(heading) && dong.is_some() {
        Told::of(Kind::Amount)
    } else if words.count.begin(leaf) && !words.number_is_name.within(leaf) {
        Told::of(Kind::Integer)
    } else {
        Told::of(Kind::Text)
    };
    match told.kind {
        Kind::Text if words.remark.within(leaf) => told,
        _ => told.doubt(Doubt::NeverFilled),
    }
}

/// What the unit in the heading says.
fn by_unit(column: &Observed, filled: &[&Says]) -> Option<Told> {
    match column.scale.as_ref()? {
        CaptionScale::Money { .. } => Some(Told::of(Kind::Amount)),
        CaptionScale::Foreign { currency, .. } => Some(
            Told::of(Kind::Decimal)
                .unit(currency)
                .doubt(Doubt::Foreign((*currency).to_owned())),
        ),
        CaptionScale::Measure(measure) if scale::is_of_money(measure) => {
            Some(Told::of(Kind::Amount))
        }
        CaptionScale::Measure(measure) => {
            let whole = !words().is_divisible(measure) && all_whole(filled);
            Some(if whole {
                Told::of(Kind::Integer)
            } else {
                Told::of(Kind::Decimal).unit(measure)
            })
        }
    }
}

fn all_whole(filled: &[&Says]) -> bool {
    let figures = filled.iter().filter_map(|says| says.number());
    figures.into_iter().all(|figure| figure.fract().is_zero())
}

/// What a column of figures is.
fn figured(
    column: &Observed,
    heading: &str,
    leaf: &str,
    filled: &[&Says],
    dong: Option<i64>,
) -> Told {
    let words = words();
    if let Some(told) = by_unit(column, filled) {
        return told;
    }
    if words.number_is_name.begin(leaf) || words.number_is_name.are(leaf) {
        return Told::of(Kind::Text).doubt(Doubt::Named);
    }
    let money_said = filled.iter().any(|says| matches!(says, Says::Money(_)));
    if filled.iter().any(|says| matches!(says, Says::Share(_))) {
        return Told::of(Kind::Decimal).unit("%");
    }
    if words.share.within(leaf) && !money_said {
        return Told::of(Kind::Decimal)
            .unit("%")
            .doubt(Doubt::ShareByHeading);
    }
    if let Some(told) = counted(filled) {
        return told;
    }
    let of_money = words.money.within(heading);
    let counts = words.count.begin(leaf) && !words.whole.are(leaf) && !words.money.within(leaf);
    if money_said || of_money && !counts {
        let told = Told::of(Kind::Amount);
        let untold = dong.is_none() && !money_said;
        return if untold {
            told.doubt(Doubt::NoUnit)
        } else {
            told
        };
    }
    if !counts && dong.is_some() && !is_of_people(heading) {
        return Told::of(Kind::Amount).doubt(Doubt::MoneyByCaption);
    }
    let told = match all_whole(filled) {
        true => Told::of(Kind::Integer),
        false => Told::of(Kind::Decimal),
    };
    if counts || is_of_people(heading) {
        told
    } else {
        told.doubt(Doubt::CountByFigures)
    }
}

/// Whether a heading holds a measure of what is counted in whole things: `Học viên`, `Hộ nghèo`.
fn is_of_people(heading: &str) -> bool {
    let measures = crate::template::common().rates.measures.iter();
    let bare = format!(" {} ", fold::bare(heading));
    measures
        .map(|measure| format!(" {} ", fold::bare(measure)))
        .any(|measure| measure.len() > 4 && bare.contains(&measure))
}

/// A column whose cells name what they count: one measure is the column's, several are a quantity's.
fn counted(filled: &[&Says]) -> Option<Told> {
    let mut measures: BTreeMap<String, (String, usize)> = BTreeMap::new();
    for says in filled {
        if let Says::Counted(_, measure) = says {
            let entry = measures.entry(fold::measure(measure)).or_default();
            entry.0 = measure.clone();
            entry.1 += 1;
        }
    }
    let (measure, count) = measures.values().max_by_key(|(_, count)| *count)?;
    if measures.len() > 1 {
        return Some(Told::of(Kind::Quantity));
    }
    let whole = !words().is_divisible(measure) && all_whole(filled);
    (count * 2 > filled.len()).then(|| match whole {
        true => Told::of(Kind::Integer),
        false => Told::of(Kind::Decimal).unit(measure),
    })
}

/// Texts: answers that come back are a list's.
fn texts(column: &Observed, leaf: &str, filled: &[&Says]) -> Told {
    const LONGEST: usize = 48;
    const MOST: usize = 15;
    let words = words();
    let told = Told::of(Kind::Text);
    let spoken: Vec<&String> = filled
        .iter()
        .filter_map(|says| match says {
            Says::Words(text) => Some(text),
            _ => None,
        })
        .collect();
    if spoken.len() < filled.len() || words.remark.within(leaf) {
        return told;
    }
    let mut answers: Vec<(String, &String)> = Vec::new();
    for text in &spoken {
        let key = fold::fold(text);
        if !answers.iter().any(|(known, _)| *known == key) {
            answers.push((key, *text));
        }
    }
    let short = answers
        .iter()
        .all(|(_, text)| text.chars().count() <= LONGEST && !text.contains('\n'));
    let ratio = match (words.closed.within(leaf), words.open.within(leaf)) {
        (true, false) => 1,
        (_, true) => return told,
        (false, false) => 3,
    };
    let comes_back =
        answers.len() * ratio < spoken.len() || answers.len() * ratio == spoken.len() && ratio > 1;
    let listed = short && (2..=MOST).contains(&answers.len()) && comes_back;
    if !listed || column.cells.len() < 3 {
        return told;
    }
    Told {
        kind: Kind::Code,
        answers: answers.into_iter().map(|(_, text)| text.clone()).collect(),
        ..told.doubt(Doubt::Listed)
    }
}
