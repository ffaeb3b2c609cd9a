//! What the rules about records that look like one activity share.

use crate::finding::{AlikeRecord, Fact, Finding};
use crate::lang::Lang;
use crate::round::likeness::Agreement;
use crate::round::{AlikeRecords, RecordIn, Round};
use crate::rule::Sink;
use crate::rule::support::money;
use crate::template::Role;

/// Adds a finding for each pair of this kind: at the later record, the other one in `related`.
pub fn add(round: &Round, sink: &mut Sink<'_>, fits: impl Fn(&AlikeRecords) -> bool) {
    for pair in round.alike.iter().filter(|pair| fits(pair)) {
        // Where the money counts once, it stands at the one whose does not.
        let turned = pair.not_counted == Some(pair.first);
        let (first, second, (amount, own)) = if turned {
            (pair.second, pair.first, (pair.amounts.1, pair.amounts.0))
        } else {
            (pair.first, pair.second, pair.amounts)
        };
        let (Some(earlier), Some(later)) = (round.record_at(first), round.record_at(second)) else {
            continue;
        };
        let fact = AlikeRecord {
            office: earlier.office().name().to_owned(),
            likeness: pair.likeness,
            between: pair.between,
            amount,
            times: (time(&later), time(&earlier)),
            counted_there: pair.not_counted.is_some(),
        };
        let finding = sink.add(later.place(Role::Name), Fact::AlikeRecord(Box::new(fact)));
        finding.text = Some(later.name());
        finding.value = own.map(|dong| dong.to_string());
        finding.related = vec![earlier.place(Role::Name)];
    }
}

/// When, as typed.
fn time(of: &RecordIn<'_>) -> String {
    let typed = of.time().and_then(|_| of.field(Role::Time));
    typed.map_or_else(String::new, |field| field.raw.to_string())
}

/// The facts of such a finding.
pub fn fact(finding: &Finding) -> Option<&AlikeRecord> {
    match &finding.fact {
        Fact::AlikeRecord(fact) => Some(fact),
        _ => None,
    }
}

/// What the two have in common: `giống 98%: tên, kinh phí, thời gian, đơn vị hỗ trợ`.
pub fn evidence(fact: &AlikeRecord, lang: Lang) -> String {
    /// From this share of words on the names count as common.
    const ALIKE: u8 = 50;
    let likeness = &fact.likeness;
    let mut common = Vec::new();
    if likeness.name >= ALIKE {
        common.push(if likeness.name == 100 {
            lang.pick("tên", "name").to_owned()
        } else {
            let share = likeness.name;
            lang.pick(
                format!("tên ({share}% số từ)"),
                format!("name ({share}% of the words)"),
            )
        });
    }
    for (agreement, word) in [
        (likeness.amount, lang.pick("kinh phí", "amount")),
        (likeness.time, lang.pick("thời gian", "time")),
        (likeness.provider, lang.pick("đơn vị hỗ trợ", "provider")),
        (likeness.place, lang.pick("địa điểm", "place")),
    ] {
        match agreement {
            Agreement::Same => common.push(word.to_owned()),
            Agreement::Partly => {
                common.push(lang.pick(format!("{word} (gần giống)"), format!("{word} (nearly)")))
            }
            Agreement::Unsaid | Agreement::Other => {}
        }
    }
    let (percent, common) = (likeness.percent, common.join(", "));
    lang.pick(
        format!("giống {percent}%: {common}"),
        format!("{percent}% alike: {common}"),
    )
}

/// The other record, with its cell and office: `ô B8 tệp “so-yt.xlsx” của “Sở Y tế”`.
pub fn other(finding: &Finding, lang: Lang) -> String {
    let place = finding.related.first();
    let file = place
        .and_then(|place| place.file.as_deref())
        .unwrap_or_default();
    let cell = place
        .and_then(|place| place.cells)
        .map_or_else(String::new, |cells| cells.to_string());
    let file = lang.quote(file);
    let office = fact(finding).map_or("", |fact| fact.office.as_str());
    let at = lang.pick(format!("ô {cell} của {file}"), format!("{cell} of {file}"));
    if office.is_empty() {
        return at;
    }
    let office = lang.quote(office);
    lang.pick(format!("{at} ({office})"), format!("{at} ({office})"))
}

/// The other record by its office alone: what another office sent is nothing to a clerk.
pub fn other_office(finding: &Finding, lang: Lang) -> String {
    let office = fact(finding).map_or("", |fact| fact.office.as_str());
    if office.is_empty() {
        return lang.pick("đơn vị khác", "another office").to_owned();
    }
    lang.quote(office)
}

/// The amount of the record that the finding stands at.
pub fn figure(finding: &Finding, lang: Lang) -> String {
    let dong = finding.value.as_deref().and_then(|dong| dong.parse().ok());
    dong.map_or_else(
        || lang.pick("không rõ kinh phí", "no amount").to_owned(),
        |dong| money(dong, lang),
    )
}
