//! Orders of magnitude: which of some amounts lie where the others would only lie after a shift by a thousand, a million
//! or a billion, which is what a mix-up of đồng, nghìn, triệu and tỷ does.
//!
//! Two witnesses are heard, and both must speak against an amount: the others of its own kind (the column; for a whole
//! table, the other tables), and what offices report at all (the round, or what `amounts.toml` calls usual). Of each it is
//! asked how much likelier the shifted amount is than the amount as it stands. Honest amounts are skewed, often over four
//! powers of ten: the wider the others lie, the farther away an amount must be before anything is said.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use serde::Deserialize;

use crate::record::Table;
use crate::template::Role;
use crate::value::Dong;

/// Powers of ten that a mix-up shifts an amount by.
pub const SHIFTS: [i8; 3] = [3, 6, 9];
/// Two neighbours farther apart than this (in powers of ten) do not belong together.
const APART: f64 = 1.3;
/// How many powers of ten an amount must lie outside the others, at least.
const FAR: f64 = 1.3;
/// The same in standard deviations of the others.
const FAR_IN_SPREADS: f64 = 2.4;
/// How far outside the others it may still lie after the shift: this much, and so much more by how few they are.
const AMONG: (f64, f64) = (0.4, 1.2);
/// How much likelier the shifted amount must be by both witnesses together, as a power of ten, to be told; and to be
/// told beside one that is off in the same way.
const LIKELIER: (f64, f64) = (3.5, 2.0);
/// How many standard deviations from what offices report an amount must lie to be told beside another.
const UNUSUAL_BESIDE: f64 = 1.5;
/// What a few amounts say of their spread is mixed with what is usual: as much as so many amounts say.
const ASSUMED: f64 = 4.0;
/// So many amounts of a round tell what its offices report.
const ENOUGH: usize = 30;

/// What offices report: the middle, and the spread around it, in powers of ten.
#[derive(Debug, Clone, Copy)]
pub struct Usual {
    /// The middle.
    pub middle: f64,
    spread: f64,
}

impl Usual {
    /// What the amounts of a round say, when they are enough; else what offices report in general.
    pub fn of(sizes: &[f64], limits: &Limits) -> Self {
        let mut sizes = sizes.to_vec();
        sizes.sort_by(f64::total_cmp);
        let at = |tenth: usize| sizes.get(sizes.len() * tenth / 20).copied();
        match (at(5), at(10), at(15)) {
            (Some(low), Some(middle), Some(high)) if sizes.len() >= ENOUGH => Self {
                middle,
                // The quartiles of a normal distribution lie 1.349 standard deviations apart.
                spread: ((high - low) / 1.349).max(0.7),
            },
            _ => Self {
                middle: power(limits.usual),
                spread: 1.0,
            },
        }
    }

    /// How much likelier one size is than another, as a power of ten.
    fn likelier(self, one: f64, other: f64) -> f64 {
        let square = |size: f64| ((size - self.middle) / self.spread).powi(2);
        let likelier = (square(other) - square(one)) / 2.0 / std::f64::consts::LN_10;
        // This witness alone never decides.
        likelier.clamp(-2.0, 3.0)
    }
}

/// What is measured.
#[derive(Debug, Clone, Copy)]
pub enum Of {
    /// The amounts of a column.
    Column,
    /// The middle amounts of the tables of a round, which lie closer together.
    Tables,
}

impl Of {
    /// The usual spread.
    fn spread(self) -> f64 {
        match self {
            Self::Column => 0.65,
            Self::Tables => 0.5,
        }
    }

    /// How many standard deviations from what offices report it must lie.
    fn unusual(self) -> f64 {
        match self {
            Self::Column => 2.5,
            // All amounts of a table say the same.
            Self::Tables => 2.0,
        }
    }
}

/// A size that is off.
#[derive(Debug, Clone, Copy)]
struct Off {
    shift: i8,
    /// Whether it is told by itself, and not only beside another.
    alone: bool,
}

/// The amounts that lie out of scale among these sizes (powers of ten), with the power of ten that each is too large by
/// (too small, when it is negative). None where most of the others do not belong together.
pub fn out_of_scale(of: Of, sizes: &[f64], usual: Usual) -> BTreeMap<usize, i8> {
    let off = off(of, sizes, usual);
    // Whoever mixes up one amount does so again: one that is certain speaks for the others of its kind.
    let certain: BTreeSet<i8> = off
        .values()
        .filter(|off| off.alone)
        .map(|off| off.shift)
        .collect();
    off.into_iter()
        .filter(|(_, off)| certain.contains(&off.shift))
        .map(|(index, off)| (index, off.shift))
        .collect()
}

fn off(of: Of, sizes: &[f64], usual: Usual) -> BTreeMap<usize, Off> {
    let together = together(sizes);
    if together.len() < 2 || together.len() * 2 <= sizes.len() {
        return BTreeMap::new();
    }
    let mut told = Others::of(of, &together).map_or_else(BTreeMap::new, |others| {
        others.tells(sizes.iter().copied().enumerate(), usual)
    });
    // Now those that are not told are the others: what seemed far from the closest ones may lie among all of them.
    for _ in 0..3 {
        let count = told.len();
        if count == 0 {
            break;
        }
        let rest: Vec<f64> = sizes
            .iter()
            .enumerate()
            .filter(|(index, _)| !told.contains_key(index))
            .map(|(_, size)| *size)
            .collect();
        let suspects: Vec<(usize, f64)> = told
            .keys()
            .filter_map(|index| Some((*index, *sizes.get(*index)?)))
            .collect();
        told = Others::of(of, &rest).map_or_else(BTreeMap::new, |others| {
            others.tells(suspects.into_iter(), usual)
        });
        if told.len() == count {
            break;
        }
    }
    told
}

/// The most sizes that follow each other without a wide gap, in ascending order.
pub fn together(sizes: &[f64]) -> Vec<f64> {
    let mut sorted = sizes.to_vec();
    sorted.sort_by(f64::total_cmp);
    sorted
        .chunk_by(|one, next| next - one <= APART)
        .max_by_key(|run| run.len())
        .map(<[f64]>::to_vec)
        .unwrap_or_default()
}

/// The sizes that one is measured against.
struct Others {
    of: Of,
    count: f64,
    middle: f64,
    spread: f64,
    low: f64,
    high: f64,
}

impl Others {
    fn of(of: Of, sizes: &[f64]) -> Option<Self> {
        if sizes.len() < 2 {
            return None;
        }
        let count = f64::from(u32::try_from(sizes.len()).ok()?);
        let middle = sizes.iter().sum::<f64>() / count;
        let squares: f64 = sizes.iter().map(|size| (size - middle).powi(2)).sum();
        let assumed = ASSUMED * of.spread() * of.spread();
        Some(Self {
            of,
            count,
            middle,
            spread: ((assumed + squares) / (ASSUMED + count - 1.0)).sqrt(),
            low: sizes.iter().copied().fold(f64::INFINITY, f64::min),
            high: sizes.iter().copied().fold(f64::NEG_INFINITY, f64::max),
        })
    }

    fn tells(
        &self,
        sizes: impl Iterator<Item = (usize, f64)>,
        usual: Usual,
    ) -> BTreeMap<usize, Off> {
        sizes
            .filter_map(|(index, size)| Some((index, self.off(size, usual)?)))
            .collect()
    }

    /// The power of ten that a size is off by, and how certain that is.
    fn off(&self, size: f64, usual: Usual) -> Option<Off> {
        let far = FAR.max(FAR_IN_SPREADS * self.spread);
        let sign: i8 = if size - self.high >= far {
            1
        } else if self.low - size >= far {
            -1
        } else {
            return None;
        };
        let way = f64::from(sign);
        let unusual = (size - usual.middle) * way / usual.spread;
        let (least, more) = AMONG;
        let room = least + more / self.count;
        let (alone, beside) = LIKELIER;
        SHIFTS.into_iter().find_map(|shift| {
            let shifted = size - way * f64::from(shift);
            let among = shifted >= self.low - room && shifted <= self.high + room;
            let likelier = self.weight(shifted) - self.weight(size) + usual.likelier(shifted, size);
            (among && likelier >= beside && unusual >= UNUSUAL_BESIDE).then_some(Off {
                shift: sign * shift,
                alone: likelier >= alone && unusual >= self.of.unusual(),
            })
        })
    }

    /// How likely a size is among these, as a power of ten, but for a constant: Student's distribution, which is what
    /// few amounts allow to say.
    fn weight(&self, size: f64) -> f64 {
        let freedom = ASSUMED + self.count - 1.0;
        let width = self.spread * (1.0 + 1.0 / self.count).sqrt();
        let away = (size - self.middle) / width;
        -(freedom + 1.0) / 2.0 * (1.0 + away * away / freedom).log10()
    }
}

/// What one amount can be, in đồng; see `amounts.toml`.
#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Limits {
    /// More than this no office spends.
    pub ceiling: i64,
    /// Less than this nothing costs.
    pub floor: i64,
    usual: i64,
}

impl Limits {
    /// Those of a form.
    pub fn of(template: &str) -> Self {
        static ALL: LazyLock<BTreeMap<String, Limits>> = LazyLock::new(|| {
            toml::from_str(include_str!("../../data/amounts.toml")).unwrap_or_default()
        });
        let none = Self {
            ceiling: i64::MAX,
            floor: 0,
            usual: 300_000_000,
        };
        let found = ALL.get(template).or_else(|| ALL.get("default"));
        found.copied().unwrap_or(none)
    }

    /// Whether an amount is more than any office spends.
    pub fn above(&self, dong: Dong) -> bool {
        dong.0.unsigned_abs() > self.ceiling.unsigned_abs()
    }

    /// Whether an amount is less than anything costs.
    pub fn below(&self, dong: Dong) -> bool {
        dong.0 != 0 && dong.0.unsigned_abs() < self.floor.unsigned_abs()
    }

    /// Whether an amount is one or the other.
    pub fn beyond(&self, dong: Dong) -> bool {
        self.above(dong) || self.below(dong)
    }
}

/// The power of ten of an amount.
#[expect(
    clippy::cast_precision_loss,
    reason = "only the order of magnitude counts"
)]
pub fn power(dong: i64) -> f64 {
    (dong.unsigned_abs().max(1) as f64).log10()
}

/// An amount shifted back by what it is off by.
pub fn mended(dong: Dong, shift: i8) -> i128 {
    let factor = factor(shift);
    if shift > 0 {
        i128::from(dong.0) / factor
    } else {
        i128::from(dong.0) * factor
    }
}

/// How many times an amount is too large or too small.
pub fn factor(shift: i8) -> i128 {
    (0..shift.unsigned_abs()).fold(1, |factor, _| factor * 10)
}

/// The shift that brings a size nearest to a middle.
pub fn nearest_shift(size: f64, middle: f64) -> i8 {
    let sign: i8 = if size > middle { 1 } else { -1 };
    let off = |shift: &i8| (size - f64::from(sign * shift) - middle).abs();
    let nearest = SHIFTS
        .into_iter()
        .min_by(|one, other| off(one).total_cmp(&off(other)));
    sign * nearest.unwrap_or(3)
}

/// A figure with the cell it stands in.
#[derive(Debug, Clone, Copy)]
pub struct Amount<'t> {
    /// The record's place in its table.
    pub record: usize,
    /// The cell.
    pub cell: crate::place::CellRef,
    /// Its text.
    pub raw: &'t str,
    /// The figure read.
    pub dong: Dong,
}

/// The amounts of a field that say something of its scale: neither empty nor zero, each cell once.
pub fn amounts(table: &Table, field: usize) -> Vec<Amount<'_>> {
    let mut amounts: Vec<Amount<'_>> = Vec::new();
    for (record, of) in table.records.iter().enumerate() {
        let Some(value) = of.fields.get(field) else {
            continue;
        };
        let (Some(dong), Some(cell)) = (value.dong(), value.cell) else {
            continue;
        };
        if dong.0 == 0 || amounts.last().is_some_and(|last| last.cell == cell) {
            continue;
        }
        amounts.push(Amount {
            record,
            cell,
            raw: &value.raw,
            dong,
        });
    }
    amounts
}

/// The sizes of amounts, as powers of ten.
pub fn sizes(amounts: &[Amount<'_>]) -> Vec<f64> {
    amounts.iter().map(|amount| power(amount.dong.0)).collect()
}

/// The middle one of some sizes; `None` of none.
pub fn median(sizes: &[f64]) -> Option<f64> {
    let mut sorted = sizes.to_vec();
    sorted.sort_by(f64::total_cmp);
    sorted.get(sorted.len() / 2).copied()
}

/// The amount of a size.
#[expect(
    clippy::cast_possible_truncation,
    reason = "a usual amount, for the eye"
)]
pub fn dong_of(size: f64) -> Dong {
    let exact = 10_f64.powf(size);
    // Two figures are enough of what is usual.
    let step = 10_f64.powf((size.floor() - 1.0).max(0.0));
    Dong(((exact / step).round() * step) as i64)
}

/// Whether a field holds the total amount of an activity.
pub fn is_total(table: &Table, field: usize) -> bool {
    table.role(Role::Total) == Some(field)
}

/// đồng in one unit of a column: its heading's, else the table's; `None` where nothing says it.
pub fn unit(table: &Table, col: u32) -> Option<i64> {
    use crate::record::TableScale;
    use crate::value::scale::CaptionScale;
    let heading = table
        .columns
        .iter()
        .find(|column| column.col == col)
        .and_then(|column| column.scale.as_ref());
    match (heading, &table.scale) {
        (Some(CaptionScale::Money { dong, .. }), _) => Some(*dong),
        (
            _,
            TableScale::Stated { dong, .. }
            | TableScale::Overlooked { dong, .. }
            | TableScale::Default { dong, .. },
        ) => Some(*dong),
        _ => None,
    }
}

/// Whether a cell holds a figure and no word, so that its column says the unit.
pub fn is_bare(raw: &str) -> bool {
    raw.chars()
        .all(|letter| letter.is_ascii_digit() || matches!(letter, '.' | ',' | ' ' | '-' | '\u{a0}'))
}

/// An amount as it is typed under a unit: `450`, `0,45`.
pub fn typed(dong: i128, unit: i64) -> String {
    let unit = i128::from(unit.max(1));
    let (whole, mut rest) = (dong / unit, (dong % unit).abs());
    let mut text = whole.to_string();
    if whole == 0 && dong < 0 {
        text.insert(0, '-');
    }
    if rest > 0 {
        text.push(',');
        for _ in 0..18 {
            if rest == 0 {
                break;
            }
            rest *= 10;
            text.push_str(&(rest / unit).to_string());
            rest %= unit;
        }
    }
    // Exactly three places could be taken for thousands (V118).
    if text
        .split_once(',')
        .is_some_and(|(_, places)| places.len() == 3)
    {
        text.push('0');
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(amounts: &[f64]) -> BTreeMap<usize, i8> {
        let sizes: Vec<f64> = amounts.iter().map(|amount| amount.log10()).collect();
        out_of_scale(Of::Column, &sizes, Usual::of(&[], &Limits::of("default")))
    }

    #[test]
    fn a_mix_up_is_told_from_a_large_amount() {
        let usual = [50e6, 120e6, 300e6, 800e6, 2_500e6];
        for (amount, shift) in [
            (300e12, Some(6)),
            (587.0, Some(-6)),
            (350e9, Some(3)),
            (5_000e6, None),
            (20_000e6, None),
            (5e6, None),
        ] {
            let mut all = usual.to_vec();
            all.push(amount);
            assert_eq!(told(&all).get(&5).copied(), shift, "{amount}");
        }
    }

    #[test]
    fn small_tables_speak_and_several_wrong_ones_do_not_hide_each_other() {
        assert_eq!(told(&[120e6, 250e6, 300e9]).len(), 1);
        assert_eq!(told(&[120e6, 250e6, 640e6, 300e9]).len(), 1);
        let mut ten = [120e6, 250e6, 640e6, 90e6, 210e6, 300e6, 480e6, 150e6].to_vec();
        ten.extend([300e9, 180e9]);
        assert_eq!(told(&ten).len(), 2);
    }

    /// Numbers that look random and are the same on every run, normally distributed.
    fn normal(seed: &mut u64) -> f64 {
        let mut sum = 0.0;
        for _ in 0..12 {
            *seed = seed
                .wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(1_442_695_040_888_963_407);
            sum += f64::from(u32::try_from(*seed >> 33).unwrap()) / f64::from(1_u32 << 31);
        }
        sum - 6.0
    }

    #[test]
    fn skewed_but_honest_amounts_are_left_alone() {
        let limits = Limits::of("default");
        let mut seed = 20_200_630;
        // Most of each table lies within three, within four powers of ten; around the usual, and far above it.
        for (spread, middle, most) in [(0.75, 8.5, 4), (1.0, 8.5, 40), (0.75, 9.5, 10)] {
            let (mut told, mut tables) = (0, 0);
            for _ in 0..200 {
                for count in [3, 4, 6, 10, 20, 60] {
                    let sizes: Vec<f64> = (0..count)
                        .map(|_| middle + spread * normal(&mut seed))
                        .collect();
                    let found = out_of_scale(Of::Column, &sizes, Usual::of(&[], &limits));
                    tables += 1;
                    told += usize::from(!found.is_empty());
                }
            }
            assert!(told <= most, "{told} of {tables} tables, spread {spread}");
        }
    }

    #[test]
    fn mix_ups_are_found_beside_each_other() {
        let mut seed = 1_687;
        for (count, wrong, shift, least) in [
            (3, 1, 3.0, 45),
            (4, 1, 3.0, 55),
            (6, 1, 3.0, 70),
            (10, 2, 3.0, 70),
            (20, 3, 3.0, 60),
            (3, 1, 6.0, 85),
            (6, 1, -6.0, 90),
            (10, 2, 6.0, 90),
            (20, 3, -6.0, 90),
        ] {
            let (mut found, mut beside) = (0, 0);
            for _ in 0..200 {
                let mut sizes: Vec<f64> =
                    (0..count).map(|_| 8.5 + 0.5 * normal(&mut seed)).collect();
                for size in sizes.iter_mut().take(wrong) {
                    *size += shift;
                }
                let usual = Usual::of(&[], &Limits::of("default"));
                let told = out_of_scale(Of::Column, &sizes, usual);
                found += told.keys().filter(|index| **index < wrong).count();
                beside += told.keys().filter(|index| **index >= wrong).count();
            }
            let percent = found * 100 / (200 * wrong);
            assert!(
                percent >= least,
                "{wrong} of {count} by {shift}: {percent} %"
            );
            assert!(
                beside <= 2,
                "{wrong} of {count} by {shift}: {beside} right ones"
            );
        }
    }

    #[test]
    fn figures_are_typed_in_the_unit_of_their_column() {
        assert_eq!(typed(450_000_000, 1_000_000), "450");
        assert_eq!(typed(450_000, 1_000_000), "0,45");
        assert_eq!(typed(-1_250_000, 1_000_000), "-1,25");
        assert_eq!(typed(-250_000, 1_000_000), "-0,25");
        assert_eq!(typed(450_000_000, 1), "450000000");
        assert_eq!(typed(44_258_000, 1_000_000), "44,2580");
    }

    #[test]
    fn what_is_usual_is_said_in_two_figures() {
        assert_eq!(dong_of(8.5), Dong(320_000_000));
    }

    #[test]
    fn every_form_has_limits() {
        assert!(Limits::of("support-activities").above(Dong(10_000_000_000_001)));
        assert!(!Limits::of("investment-projects").above(Dong(10_000_000_000_001)));
        assert!(Limits::of("default").below(Dong(450)));
        assert!(!Limits::of("default").beyond(Dong(0)));
    }
}
