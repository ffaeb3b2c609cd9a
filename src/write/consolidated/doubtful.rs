//! Amounts that are added but in doubt: how many, how much of the total, and what the total is without them. Whoever signs
//! the total sees this beside it, and so does whoever makes it.

use super::figures::{Entry, Figures};
use crate::lang::Lang;
use crate::rule::Standing;

/// The mark behind a figure in doubt.
pub const MARK: &str = "(?)";
/// So few amounts that make up most of a total are worth a word.
const FEW: usize = 3;
/// Of fewer amounts than this, it says nothing that some make up most.
const MANY: usize = 10;
/// The share of the total, in thousandths, from which the few are told.
const MOST: i128 = 900;

/// What of a form's total is in doubt.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Doubtful {
    /// How many amounts of the total.
    pub count: usize,
    /// Their sum, in đồng.
    pub sum: i128,
    /// The total with them, in đồng.
    pub total: i128,
    /// How many cells are marked on the sheet to be signed, those of parts and of planned amounts too.
    pub cells: usize,
    /// How many of the largest amounts make up most of the total, and their sum in đồng, where few do.
    pub few: Option<(usize, i128)>,
}

impl Doubtful {
    /// That of a form.
    pub fn of(figures: &Figures<'_>, standing: &Standing<'_>) -> Self {
        let mut doubtful = Self::default();
        let mut largest: Vec<(i128, bool)> = Vec::with_capacity(FEW + 1);
        let mut count = 0_usize;
        for entry in figures.groups.iter().flat_map(|group| &group.entries) {
            let Some((field, dong)) = figures
                .total
                .and_then(|field| Some((field, entry.dong(field)?)))
            else {
                continue;
            };
            count += 1;
            doubtful.total += dong;
            let in_doubt = standing.is_doubtful(entry.record, field);
            if in_doubt {
                doubtful.count += 1;
                doubtful.sum += dong;
            }
            let place = largest.partition_point(|(other, _)| *other >= dong);
            if place < FEW {
                largest.insert(place, (dong, in_doubt));
                largest.truncate(FEW);
            }
        }
        if !standing.is_clear() {
            // What was not read is marked as such, and is in no total.
            let marked = |entry: &Entry<'_>| {
                let fields = figures.money.iter();
                let read = fields.filter(|field| entry.dong(**field).is_some());
                read.filter(|field| standing.is_doubtful(entry.record, **field))
                    .count()
            };
            doubtful.cells = figures.entries.iter().map(marked).sum();
        }
        doubtful.few = few(&largest, count, doubtful.total);
        doubtful
    }

    /// Whether most of the total is in doubt: nothing else that is said of it may sound like praise.
    pub fn is_most(&self) -> bool {
        self.count > 0 && self.sum.abs() * 2 > self.total.abs()
    }

    /// How many, how much, what share, what remains: `2 số tiền còn nghi ngờ, cộng …`; `None` where nothing of the total
    /// is in doubt.
    pub fn say(&self, lang: Lang) -> Option<String> {
        if self.count == 0 {
            return None;
        }
        let count = lang.count(
            self.count,
            "số tiền còn nghi ngờ",
            "amount in doubt",
            "amounts in doubt",
        );
        let (sum, rest) = (lang.integer(self.sum), lang.integer(self.rest()));
        Some(match share(self.sum, self.total, lang) {
            Some(share) => lang.pick(
                format!("{count}, cộng {sum} đồng, chiếm {share} tổng cộng; không kể thì tổng cộng là {rest} đồng"),
                format!("{count}, {sum} đồng together, {share} of the total; without them the total is {rest} đồng"),
            ),
            None => lang.pick(
                format!("{count}, cộng {sum} đồng; không kể thì tổng cộng là {rest} đồng"),
                format!("{count}, {sum} đồng together; without them the total is {rest} đồng"),
            ),
        })
    }

    /// That few amounts make up most of the total: `2 khoản lớn nhất chiếm 99,0 % tổng cộng`.
    pub fn say_few(&self, lang: Lang) -> Option<String> {
        let (few, sum) = self.few?;
        let share = share(sum, self.total, lang)?;
        let count = lang.count(few, "khoản lớn nhất", "largest amount", "largest amounts");
        let sum = lang.integer(sum);
        Some(lang.pick(
            format!("{count}, cộng {sum} đồng, chiếm {share} tổng cộng"),
            format!("{count}, {sum} đồng together: {share} of the total"),
        ))
    }

    /// The total without what is in doubt, in đồng.
    pub fn rest(&self) -> i128 {
        self.total - self.sum
    }
}

/// The fewest of the largest amounts that make up most of a total of many; `None` where they are all in doubt, for then
/// that is said of them.
fn few(largest: &[(i128, bool)], count: usize, total: i128) -> Option<(usize, i128)> {
    if count < MANY || total <= 0 {
        return None;
    }
    let (mut sum, mut all_in_doubt) = (0, true);
    for (few, (dong, in_doubt)) in (1..).zip(largest) {
        sum += dong;
        all_in_doubt &= in_doubt;
        if sum * 1000 >= total * MOST && sum <= total {
            return (!all_in_doubt).then_some((few, sum));
        }
    }
    None
}

/// A share in percent, never rounded up to the whole or down to nothing; `None` where there is none to speak of.
fn share(part: i128, total: i128, lang: Lang) -> Option<String> {
    if total <= 0 || part < 0 || part > total {
        return None;
    }
    let thousandths = (part * 1000 + total / 2) / total;
    Some(match thousandths {
        1000 if part < total => lang.pick("hơn 99,9 %", "more than 99.9 %").to_owned(),
        0 if part > 0 => lang.pick("chưa đến 0,1 %", "less than 0.1 %").to_owned(),
        _ => {
            let plain = format!("{}.{}", thousandths / 10, thousandths % 10);
            let plain = plain.strip_suffix(".0").unwrap_or(&plain);
            format!("{} %", lang.decimal(plain))
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shares_are_never_rounded_to_all_or_nothing() {
        for (part, total, said) in [
            (999_999, 1_000_000, Some("hơn 99,9 %")),
            (1, 1_000_000, Some("chưa đến 0,1 %")),
            (1, 2, Some("50 %")),
            (998, 1_000, Some("99,8 %")),
            (1_000, 1_000, Some("100 %")),
            (-1, 1_000, None),
            (2, 1, None),
        ] {
            assert_eq!(
                share(part, total, Lang::Vi).as_deref(),
                said,
                "{part}/{total}"
            );
        }
    }

    #[test]
    fn few_are_told_where_there_are_many() {
        let largest = |doubts: [bool; 3]| [(600, doubts[0]), (390, doubts[1]), (2, doubts[2])];
        let plain = largest([false; 3]);
        assert_eq!(few(&plain, 20, 1_000), Some((2, 990)));
        assert_eq!(few(&plain, 3, 1_000), None);
        assert_eq!(few(&plain, 20, 2_000), None);
        assert_eq!(
            few(&largest([true, false, false]), 20, 1_000),
            Some((2, 990))
        );
        assert_eq!(few(&largest([true, true, false]), 20, 1_000), None);
    }
}
