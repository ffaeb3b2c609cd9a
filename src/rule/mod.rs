//! The rules: what is looked for, how grave it is, and how it is said.
//!
//! One file a rule; the registry below is one list, in the order of the codes. Help, `explain`, project files, docs and
//! tests all walk it. A rule adds findings that carry facts; its `say` makes the sentence, in the language asked for.

mod accepted;
mod cross;
mod file;
mod join;
mod office_state;
mod owed;
mod period;
mod said;
mod standing;
mod sum;
mod support;
mod template;
mod value;

use std::collections::BTreeMap;

use crate::finding::{Fact, Finding, Severity};
use crate::lang::Lang;
use crate::place::Place;
use crate::round::Round;

/// A rule.
#[derive(Debug)]
pub struct Rule {
    /// Its code, stable for ever.
    pub code: &'static str,
    /// What it is called, after what is wrong.
    pub name: &'static str,
    /// Its severity unless a project sets another.
    pub severity: Severity,
    /// What it means, an example and how to mend it, as Markdown: Vietnamese, English.
    pub docs: (&'static str, &'static str),
    /// Whether a run of adjacent cells is one finding.
    pub joins: bool,
    /// Adds what it finds.
    pub check: fn(&Round, &mut Sink<'_>),
    /// Makes the sentence.
    pub say: fn(&Finding, Lang) -> Said,
}

/// The texts of a rule, Vietnamese and English.
macro_rules! docs {
    ($code:literal) => {
        (
            include_str!(concat!(
                env!("CARGO_MANIFEST_DIR"),
                "/src/data/rules/",
                $code,
                ".vi.md"
            )),
            include_str!(concat!(
                env!("CARGO_MANIFEST_DIR"),
                "/src/data/rules/",
                $code,
                ".en.md"
            )),
        )
    };
}
use docs;

/// The registry, in the order of the codes.
pub static RULES: &[&Rule] = &[
    &file::f001_unreadable::RULE,
    &file::f002_encrypted::RULE,
    &file::f003_other_content::RULE,
    &file::f004_limit_reached::RULE,
    &file::f005_legacy_text::RULE,
    &file::f006_macros_or_links::RULE,
    &file::f007_no_spreadsheet::RULE,
    &template::t001_unknown_form::RULE,
    &template::t002_missing_column::RULE,
    &template::t003_doubled_column::RULE,
    &template::t004_unknown_column::RULE,
    &template::t005_scale_unstated::RULE,
    &template::t006_hidden_data::RULE,
    &template::t007_unknown_office::RULE,
    &template::t008_merged_data::RULE,
    &template::t009_unexplained_cell::RULE,
    &template::t010_contradicting_scales::RULE,
    &template::t011_other_version::RULE,
    &template::t012_other_period::RULE,
    &template::t013_role_in_doubt::RULE,
    &template::t014_not_read::RULE,
    &template::t015_goes_on::RULE,
    &template::t016_example_left::RULE,
    &value::v101_missing_value::RULE,
    &value::v102_unread_amount::RULE,
    &value::v103_unread_date::RULE,
    &value::v104_unlisted_value::RULE,
    &value::v105_inexact_amount::RULE,
    &value::v106_several_in_one::RULE,
    &value::v107_number_as_text::RULE,
    &value::v108_cell_error::RULE,
    &value::v109_negative::RULE,
    &value::v110_out_of_scale::RULE,
    &value::v111_no_stored_result::RULE,
    &value::v112_time_outside::RULE,
    &value::v113_end_before_start::RULE,
    &value::v114_formula_text::RULE,
    &value::v115_day_or_month::RULE,
    &value::v116_foreign_currency::RULE,
    &value::v117_ditto_mark::RULE,
    &value::v118_two_readings::RULE,
    &value::v119_amount_range::RULE,
    &value::v120_rate::RULE,
    &value::v121_vague_date::RULE,
    &value::v122_rounded_amount::RULE,
    &value::v123_shown_otherwise::RULE,
    &value::v124_letters_left_out::RULE,
    &value::v125_withdrawn_record::RULE,
    &value::v126_covered_cell::RULE,
    &value::v127_year_as_date::RULE,
    &value::v128_torn_row::RULE,
    &value::v129_lost_letters::RULE,
    &value::v130_table_out_of_scale::RULE,
    &value::v131_own_rule::RULE,
    &sum::s201_total_differs::TOTAL,
    &sum::s202_parts_differ::RULE,
    &sum::s201_total_differs::SUBTOTAL,
    &sum::s204_sequence_broken::RULE,
    &sum::s205_parts_of_row_differ::RULE,
    &sum::s206_summary_contradicts::RULE,
    &cross::x301_same_record::RULE,
    &cross::x302_same_activity::RULE,
    &cross::x303_nothing_sent::RULE,
    &cross::x304_after_deadline::RULE,
    &cross::x305_superseded::RULE,
    &cross::x306_unlisted_office::RULE,
    &cross::x307_nil_return::RULE,
    &cross::x308_undecided_version::RULE,
    &cross::x309_list_twice::RULE,
    &cross::x310_pair_differs::RULE,
    &cross::x311_other_partner::RULE,
    &cross::x312_stale_decision::RULE,
    &cross::x313_office_out_of_time::RULE,
    &period::p401_shrunk::RULE,
    &period::p402_unfinished_again::RULE,
    &period::p403_gone::RULE,
    &period::p404_begun_before::RULE,
];

/// The rule of a code.
#[must_use]
pub fn find(code: &str) -> Option<&'static Rule> {
    RULES
        .iter()
        .find(|rule| rule.code.eq_ignore_ascii_case(code))
        .copied()
}

/// All codes that a project may name.
#[must_use]
pub fn codes() -> Vec<&'static str> {
    RULES.iter().map(|rule| rule.code).collect()
}

/// Collects what a rule finds.
pub struct Sink<'a> {
    rule: &'static Rule,
    severity: Severity,
    found: &'a mut Vec<Finding>,
}

impl Sink<'_> {
    /// Adds a finding with its facts.
    fn add(&mut self, place: Place, fact: Fact) -> &mut Finding {
        self.found.push(Finding {
            code: self.rule.code,
            severity: self.severity,
            place,
            text: None,
            value: None,
            fact,
            related: Vec::new(),
            count: 1,
            accepted: None,
        });
        let last = self.found.len() - 1;
        // Just pushed.
        #[expect(
            clippy::indexing_slicing,
            reason = "the index of the last of at least one"
        )]
        &mut self.found[last]
    }
}

/// Checks a round by all rules. The findings stand in the order of file, sheet, cell and code.
#[must_use]
pub fn check(round: &Round) -> Vec<Finding> {
    let empty = BTreeMap::new();
    let severities = round
        .setup
        .project
        .as_ref()
        .map_or(&empty, |project| &project.severities);
    let severity_of = |rule: &Rule| match severities.get(rule.code) {
        Some(severity) => *severity,
        None => Some(rule.severity),
    };
    let mut found = Vec::new();
    for rule in RULES {
        if let Some(severity) = severity_of(rule) {
            let found = &mut found;
            (rule.check)(
                round,
                &mut Sink {
                    rule,
                    severity,
                    found,
                },
            );
        }
    }
    sort(round, &mut found);
    join::adjacent(&mut found);
    let stale = accepted::apply(round, &mut found);
    let rule = &cross::x312_stale_decision::RULE;
    if let Some(severity) = severity_of(rule)
        && !stale.is_empty()
    {
        let mut sink = Sink {
            rule,
            severity,
            found: &mut found,
        };
        for (place, fact) in stale {
            sink.add(place, fact);
        }
        sort(round, &mut found);
    }
    found
}

/// Puts findings into the order of file, sheet, cell and code.
fn sort(round: &Round, found: &mut [Finding]) {
    let order = |round: &Round| -> BTreeMap<(String, String), usize> {
        let sheets = round
            .submissions
            .iter()
            .flat_map(|submission| submission.sheets.iter());
        let key = |place: &Place| {
            (
                place.file.as_deref().unwrap_or_default().to_owned(),
                place.sheet.as_deref().unwrap_or_default().to_owned(),
            )
        };
        sheets
            .enumerate()
            .map(|(index, sheet)| (key(&sheet.place), index))
            .collect()
    };
    let sheets = order(round);
    found.sort_by_cached_key(|finding| {
        let file = finding.place.file.as_deref().unwrap_or_default().to_owned();
        let sheet = finding.place.sheet.as_deref().map(str::to_owned);
        let index = sheet.and_then(|sheet| sheets.get(&(file.clone(), sheet)).copied());
        (
            finding.place.file.is_none(),
            file,
            index,
            finding.place.cells,
            finding.code,
            finding.value.clone(),
        )
    });
}

/// The most letters of a sentence: what a file holds must not make it one that nobody reads.
const LONGEST: usize = 1500;

/// A finding in words.
#[must_use]
pub fn say(finding: &Finding, lang: Lang) -> Said {
    let said = find(finding.code).map_or_else(
        || Said::new(finding.code, ""),
        |rule| (rule.say)(finding, lang),
    );
    let said = said.bounded(LONGEST);
    match &finding.accepted {
        Some(why) => said.accepted(why, lang),
        None => said,
    }
}

pub use accepted::named as accepted_as;
pub use office_state::{
    FileStanding, FileState, INVALID, OfficeState, Owing, State, file_states, office_states,
};
pub use owed::{Owed, owed};
pub use said::{Said, Told};
pub use standing::{DOUBTFUL, NOT_TO_CORRECT, Standing};
pub use support::value_text;
pub use template::scale_name;
pub use value::magnitude::Limits;
