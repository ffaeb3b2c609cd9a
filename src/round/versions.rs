//! Which of several submissions of one office and form counts.
//!
//! The latest does. A file of ours, sent back corrected, is later than the one it was made from; else the time sent
//! tells. The same bytes, or the same list in another format, are one submission. Where nothing tells which is later,
//! none counts. Those that do not count leave the round: their records are in no table and no total.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::fmt::Write as _;
use std::sync::Arc;

use sha2::{Digest as _, Sha256};

use super::decided::Stale;
use super::{Office, Sheet, Submission, repeats};
use crate::book::ours::ReturnedFrom;
use crate::fold;
use crate::project::decisions::Decisions;
use crate::record::{Record, Table};
use crate::template::Role;

/// Why a submission does not count.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SetAsideWhy {
    /// The one that counts has the same bytes.
    SameBytes,
    /// The one that counts tells the same list.
    SameList,
    /// The one that counts is this one, sent back by us and corrected.
    Corrected,
    /// The one that counts was sent later.
    Later,
    /// A person decided that the other one counts.
    Decided,
    /// Nothing tells which of the two is later.
    Undecided,
}

/// A submission that does not count.
#[derive(Debug)]
pub struct SetAside {
    /// It, with the tables that do not count.
    pub submission: Submission,
    /// Why.
    pub why: SetAsideWhy,
    /// The submission that counts in its place; of several undecided ones another one.
    pub other: Arc<str>,
    /// What the one that counts does not tell.
    pub lost: Lost,
}

/// The records of a version that the one which counts does not tell by their names.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Lost {
    /// How many.
    pub records: usize,
    /// Their amounts together, in đồng.
    pub dong: i128,
}

/// A list of one office on one form: what versions are versions of.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Key {
    office: String,
    form: String,
}

/// A submission's list under a key.
#[derive(Debug)]
struct Version {
    submission: usize,
    /// Equal for equal lists.
    list: [u8; 32],
}

/// What becomes of a submission's list.
#[derive(Debug, Clone)]
struct Verdict {
    key: Key,
    submission: usize,
    why: SetAsideWhy,
    other: usize,
}

/// Takes the submissions that do not count out of a round, in the order of their names.
pub(super) fn settle(
    submissions: &mut Vec<Submission>,
    decisions: &Decisions,
    stale: &mut Vec<Stale>,
) -> Vec<SetAside> {
    // Of several decisions the last one holds.
    let decided = decisions.counts.iter().enumerate();
    let decided: HashMap<&str, usize> = decided
        .map(|(index, decision)| (decision.sha256.as_str(), index))
        .collect();
    let there: HashSet<&str> = submissions.iter().map(|s| s.sha256.as_str()).collect();
    let gone = decisions.counts.iter().enumerate();
    let gone = gone.filter(|(_, decision)| !there.contains(decision.sha256.as_str()));
    stale.extend(gone.map(|(index, _)| Stale::File(index)));

    let mut groups: BTreeMap<Key, Vec<usize>> = BTreeMap::new();
    for (index, submission) in submissions.iter().enumerate() {
        for key in keys(submission) {
            groups.entry(key).or_default().push(index);
        }
    }
    let mut verdicts = Vec::new();
    for (key, of_key) in groups.into_iter().filter(|(_, of_key)| of_key.len() > 1) {
        let versions = of_key.into_iter().filter_map(|index| {
            let tables = tables_of(submissions.get(index)?, &key);
            let list = fingerprint(tables);
            Some(Version {
                submission: index,
                list,
            })
        });
        for versions in one_list(submissions, &key, versions.collect()) {
            if versions.len() > 1 {
                verdicts.extend(judge(submissions, &key, &versions, &decided));
            }
        }
    }
    verdicts.extend(unknown_copies(submissions));
    take_out(submissions, &verdicts)
}

/// The lists that a submission tells; none for what is broken, empty, or of an office that is not known.
fn keys(submission: &Submission) -> BTreeSet<Key> {
    if submission.is_untouched() {
        return BTreeSet::new();
    }
    let told = submission.tables().filter(|table| tells(table));
    told.filter_map(|table| {
        Some(Key {
            office: office_key(submission.office_of(table))?,
            form: table.template.id.clone(),
        })
    })
    .collect()
}

/// Whether a table reports something, or that there is nothing.
fn tells(table: &Table) -> bool {
    !table.records.is_empty() || table.nil.is_some() || table.signed
}

fn office_key(office: &Office) -> Option<String> {
    match office {
        Office::Known { code, .. } => Some(format!("1{code}")),
        Office::Unlisted { name, .. } => Some(format!("{UNLISTED}{}", fold::bare(name))),
        Office::Unknown { .. } => None,
    }
}

/// How the key of an office begins that is on no register.
const UNLISTED: char = '3';

/// Versions of one list each. Of an office on the register all are, unless bodies within it send lists of their own, or
/// offices that it has taken over. Where only a line above the table names the office, which may be the one that sent the
/// form out, and between bodies, those that share half of their activities' names are.
fn one_list(submissions: &[Submission], key: &Key, versions: Vec<Version>) -> Vec<Vec<Version>> {
    let named = |version: &Version| Some(named_by(of(submissions, version)?, key));
    let body = |version: &Version| of(submissions, version)?.body.as_deref();
    let names: HashSet<_> = versions.iter().map(named).collect();
    let bodies: HashSet<&str> = versions.iter().filter_map(body).collect();
    let listed = !key.office.starts_with(UNLISTED);
    if versions.len() < 2 || listed && bodies.len() < 2 && names.len() < 2 {
        return vec![versions];
    }
    // A single body within an office sends the office's own list.
    let sender = |version: &Version| {
        let body = body(version).filter(|_| bodies.len() > 1);
        (named(version), body)
    };
    let mut lists: Vec<(HashSet<String>, Vec<Version>)> = Vec::new();
    for version in versions {
        let names = of(submissions, &version).map_or_else(HashSet::new, |one| names_of(one, key));
        let like = lists.iter_mut().find(|(others, list)| {
            let shared = others.intersection(&names).count();
            shared > 0 && shared * 2 >= others.len().min(names.len())
                || listed && list.iter().any(|other| sender(other) == sender(&version))
        });
        match like {
            Some((_, list)) => list.push(version),
            None => lists.push((names, vec![version])),
        }
    }
    lists.into_iter().map(|(_, list)| list).collect()
}

/// The offices that a submission names for its list, where they are others than the one whose report it is.
fn named_by<'s>(submission: &'s Submission, key: &Key) -> BTreeSet<&'s str> {
    let tables = tables_of(submission, key);
    let named = tables.filter_map(|table| submission.office_of(table).named());
    named.map(|named| named.code.as_str()).collect()
}

/// The names of the activities that a submission tells under a key.
fn names_of(submission: &Submission, key: &Key) -> HashSet<String> {
    let tables = tables_of(submission, key);
    tables
        .flat_map(|table| table.records.iter().map(|record| name_of(table, record)))
        .collect()
}

fn tables_of<'s>(submission: &'s Submission, key: &Key) -> impl Iterator<Item = &'s Table> {
    submission.tables().filter(move |table| {
        table.template.id == key.form
            && office_key(submission.office_of(table)).as_ref() == Some(&key.office)
    })
}

/// Equal for tables whose records say the same, one after the other.
fn fingerprint<'t>(tables: impl IntoIterator<Item = &'t Table>) -> [u8; 32] {
    let mut told = String::new();
    for table in tables {
        for record in &table.records {
            let _ = write!(told, "{:?}", table.section_path(record));
            for field in &record.fields {
                // Two formats write the same figure in different ways.
                let _ = match field.dong() {
                    Some(dong) => write!(told, " {}", dong.0),
                    None => write!(told, " {:?}", field.value),
                };
            }
            told.push('\n');
        }
        let _ = writeln!(told, "{}", table.nil.is_some());
    }
    Sha256::digest(told.as_bytes()).into()
}

impl Submission {
    /// A fingerprint of what it tells, in hex: equal for the same records in any format and under any name.
    #[must_use]
    pub fn list(&self) -> String {
        super::hex(&fingerprint(self.tables()), 16)
    }
}

/// Which of the versions of a list do not count.
fn judge(
    submissions: &[Submission],
    key: &Key,
    versions: &[Version],
    decided: &HashMap<&str, usize>,
) -> Vec<Verdict> {
    let mut verdicts = Vec::new();
    let mut left: Vec<&Version> = Vec::new();
    // Copies first: what is the same is the same whatever tells the time. `so-xd (1).xlsx` is a copy of `so-xd.xlsx`.
    let mut by_name: Vec<&Version> = versions.iter().collect();
    let name = |version: &Version| of(submissions, version).map(|file| file.name.clone());
    by_name.sort_by_cached_key(|version| {
        let name = name(version);
        (name.as_ref().map(|name| name.chars().count()), name)
    });
    for version in by_name {
        let same = left.iter().find_map(|other| {
            let (one, two) = (of(submissions, version)?, of(submissions, other)?);
            if one.sha256 == two.sha256 {
                Some((other.submission, SetAsideWhy::SameBytes))
            } else {
                let same = version.list == other.list && has_records(one, key);
                same.then_some((other.submission, SetAsideWhy::SameList))
            }
        });
        match same {
            Some((other, why)) => verdicts.push(Verdict {
                key: key.clone(),
                submission: version.submission,
                why,
                other,
            }),
            None => left.push(version),
        }
    }
    left.sort_by_key(|version| version.submission);
    let decision = |version: &&&Version| {
        let of_list = versions.iter().filter(|other| other.list == version.list);
        let files = of_list.filter_map(|other| of(submissions, other));
        files
            .filter_map(|file| decided.get(file.sha256.as_str()))
            .max()
    };
    let counts = left.iter().filter(|version| decision(version).is_some());
    if let Some(counts) = counts.max_by_key(decision) {
        let counts = counts.submission;
        let others = left.iter().filter(|other| other.submission != counts);
        verdicts.extend(others.map(|other| Verdict {
            key: key.clone(),
            submission: other.submission,
            why: SetAsideWhy::Decided,
            other: counts,
        }));
        return pointed(verdicts);
    }
    let later = |one: &Version, two: &Version| is_later(submissions, one, two);
    // Each that another one follows does not count.
    let mut open: Vec<&Version> = Vec::new();
    let mut followed: Vec<(&Version, SetAsideWhy)> = Vec::new();
    for version in &left {
        let others = left
            .iter()
            .filter(|other| other.submission != version.submission);
        match others.filter_map(|other| later(other, version)).next() {
            Some(why) => followed.push((version, why)),
            None => open.push(version),
        }
    }
    let Some(first) = open.first().or(left.first()) else {
        return verdicts;
    };
    for (version, why) in followed {
        verdicts.push(Verdict {
            key: key.clone(),
            submission: version.submission,
            why,
            other: first.submission,
        });
    }
    if open.len() > 1 {
        for version in &open {
            let rival = open
                .iter()
                .find(|other| other.submission != version.submission);
            verdicts.push(Verdict {
                key: key.clone(),
                submission: version.submission,
                why: SetAsideWhy::Undecided,
                other: rival.map_or(version.submission, |rival| rival.submission),
            });
        }
    }
    pointed(verdicts)
}

/// What was the same as one that does not count does not count in that one's place.
fn pointed(mut verdicts: Vec<Verdict>) -> Vec<Verdict> {
    let moved: HashMap<usize, usize> = verdicts
        .iter()
        .map(|verdict| (verdict.submission, verdict.other))
        .collect();
    for verdict in &mut verdicts {
        if verdict.why == SetAsideWhy::Undecided {
            continue;
        }
        let mut seen = HashSet::new();
        while let Some(next) = moved.get(&verdict.other)
            && seen.insert(verdict.other)
        {
            verdict.other = *next;
        }
    }
    verdicts
}

fn of<'s>(submissions: &'s [Submission], version: &Version) -> Option<&'s Submission> {
    submissions.get(version.submission)
}

fn has_records(submission: &Submission, key: &Key) -> bool {
    tables_of(submission, key).any(|table| !table.records.is_empty())
}

/// Whether one version follows another, and what tells it.
fn is_later(submissions: &[Submission], one: &Version, two: &Version) -> Option<SetAsideWhy> {
    let (one, two) = (of(submissions, one)?, of(submissions, two)?);
    if descends(one, two) {
        return Some(SetAsideWhy::Corrected);
    }
    if descends(two, one) {
        return None;
    }
    let (one, two) = (one.sent.as_ref()?, two.sent.as_ref()?);
    (one.is_later_than(two)?).then_some(SetAsideWhy::Later)
}

/// Whether a submission is a file that we sent back, made from another one, perhaps in several rounds, and corrected.
fn descends(one: &Submission, other: &Submission) -> bool {
    let Some(from) = &one.returned_from else {
        return false;
    };
    if from.files.contains(&other.sha256) {
        return true;
    }
    // What comes back as it was sent stands for the file that it was made from.
    let copied = as_returned(other).and_then(|from| from.files.first());
    copied.is_some_and(|copied| from.files.contains(copied)) && as_returned(one).is_none()
}

/// What a file was made from that comes back as we sent it.
fn as_returned(submission: &Submission) -> Option<&ReturnedFrom> {
    let from = submission.returned_from.as_ref()?;
    (from.list == submission.list()).then_some(from)
}

/// Files of the same bytes that tell of no office: one of them stands for all.
fn unknown_copies(submissions: &[Submission]) -> Vec<Verdict> {
    let mut first: HashMap<&str, usize> = HashMap::new();
    let mut verdicts = Vec::new();
    for (index, submission) in submissions.iter().enumerate() {
        let known = submission
            .reporters()
            .any(|office| matches!(office, Office::Known { .. }));
        if known || !submission.tables().any(|table| !table.records.is_empty()) {
            continue;
        }
        let earlier = *first.entry(&submission.sha256).or_insert(index);
        if earlier != index {
            verdicts.push(Verdict {
                key: Key {
                    office: String::new(),
                    form: String::new(),
                },
                submission: index,
                why: SetAsideWhy::SameBytes,
                other: earlier,
            });
        }
    }
    verdicts
}

/// Takes the tables out that do not count, and the submissions that nothing is left of.
fn take_out(submissions: &mut Vec<Submission>, verdicts: &[Verdict]) -> Vec<SetAside> {
    if verdicts.is_empty() {
        return Vec::new();
    }
    let lost: Vec<Lost> = verdicts
        .iter()
        .map(|verdict| lost(submissions, verdict))
        .collect();
    let names: Vec<Arc<str>> = submissions
        .iter()
        .map(|submission| submission.name.clone())
        .collect();
    let mut of_submission: BTreeMap<usize, Vec<(&Verdict, Lost)>> = BTreeMap::new();
    for (verdict, lost) in verdicts.iter().zip(lost) {
        let list = of_submission.entry(verdict.submission).or_default();
        list.push((verdict, lost));
    }
    let mut aside = Vec::new();
    let mut kept = Vec::new();
    for (index, mut submission) in std::mem::take(submissions).into_iter().enumerate() {
        let Some(list) = of_submission.get(&index) else {
            kept.push(submission);
            continue;
        };
        let goes = |submission: &Submission, table: &Table, verdict: &Verdict| {
            let whole = verdict.key.form.is_empty();
            let office = office_key(submission.office_of(table));
            whole
                || table.template.id == verdict.key.form
                    && office.as_ref() == Some(&verdict.key.office)
        };
        let stays = submission
            .tables()
            .any(|table| tells(table) && !list.iter().any(|(v, _)| goes(&submission, table, v)));
        if let (false, [(verdict, lost), ..]) = (stays, list.as_slice()) {
            aside.push(SetAside {
                submission,
                why: verdict.why,
                other: name(&names, verdict.other),
                lost: *lost,
            });
            continue;
        }
        for (verdict, lost) in list {
            let part = part_of(&mut submission, |submission, table| {
                goes(submission, table, verdict)
            });
            aside.push(SetAside {
                submission: part,
                why: verdict.why,
                other: name(&names, verdict.other),
                lost: *lost,
            });
        }
        submission.alike = repeats::alike_in(&submission.sheets);
        kept.push(submission);
    }
    *submissions = kept;
    aside
}

fn name(names: &[Arc<str>], index: usize) -> Arc<str> {
    names.get(index).cloned().unwrap_or_default()
}

/// A submission with the tables that fit, which are taken out of the other one.
fn part_of(submission: &mut Submission, fits: impl Fn(&Submission, &Table) -> bool) -> Submission {
    let fits: Vec<Vec<bool>> = submission
        .sheets
        .iter()
        .map(|sheet| {
            let tables = sheet.tables.iter();
            tables.map(|table| fits(submission, table)).collect()
        })
        .collect();
    let mut part = submission.without_sheets();
    for (sheet, fits) in submission.sheets.iter_mut().zip(fits) {
        let mut taken = Vec::new();
        let mut left = Vec::new();
        for (table, fits) in std::mem::take(&mut sheet.tables).into_iter().zip(fits) {
            if fits {
                taken.push(table);
            } else {
                left.push(table);
            }
        }
        sheet.tables = left;
        part.sheets.push(Sheet::of_tables(sheet, taken));
    }
    part
}

/// The records of a version that the one which counts does not tell by their names.
fn lost(submissions: &[Submission], verdict: &Verdict) -> Lost {
    if verdict.why == SetAsideWhy::SameBytes || verdict.why == SetAsideWhy::SameList {
        return Lost::default();
    }
    let (Some(one), Some(other)) = (
        submissions.get(verdict.submission),
        submissions.get(verdict.other),
    ) else {
        return Lost::default();
    };
    let told = names_of(other, &verdict.key);
    let mut lost = Lost::default();
    for table in tables_of(one, &verdict.key) {
        for record in &table.records {
            if !told.contains(&name_of(table, record)) {
                let total = table.role(Role::Total);
                let field = total.and_then(|field| record.fields.get(field));
                lost.records += 1;
                lost.dong += field
                    .and_then(|field| field.dong())
                    .map_or(0, |dong| i128::from(dong.0));
            }
        }
    }
    lost
}

fn name_of(table: &Table, record: &Record) -> String {
    let field = table.role(Role::Name);
    let field = field.and_then(|field| record.fields.get(field));
    field.map_or_else(String::new, |field| fold::bare(&field.raw))
}
