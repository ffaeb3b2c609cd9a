//! X311: an office names as partner another one than the register pairs it with.

use std::collections::HashMap;

use crate::finding::{Fact, Severity};
use crate::register::{Register, Unit};
use crate::round::RecordIn;
use crate::rule::{Rule, Said, docs};
use crate::template::Role;

/// The rule.
pub static RULE: Rule = Rule {
    code: "X311",
    name: "OtherPartner",
    severity: Severity::Warning,
    docs: docs!("X311"),
    joins: true,
    check: |round, sink| {
        let Some(register) = &round.setup.register else {
            return;
        };
        let pairs = pairs(register);
        if pairs.is_empty() {
            return;
        }
        let mut named: HashMap<String, Option<&Unit>> = HashMap::new();
        for (submission, table, record) in round.records() {
            let of = RecordIn {
                submission,
                table,
                record,
            };
            let Some(partners) = pairs.get(of.office().code()) else {
                continue;
            };
            for role in [Role::Partner, Role::Provider] {
                let Some(said) = of.field(role).filter(|said| !said.raw.is_empty()) else {
                    continue;
                };
                let unit = named
                    .entry(said.raw.to_string())
                    .or_insert_with(|| find(register, &said.raw));
                // Whoever is paired with nobody may help anyone.
                let Some(unit) = unit.filter(|unit| pairs.contains_key(unit.code.as_str())) else {
                    continue;
                };
                let own = unit.code == of.office().code();
                if own || partners.iter().any(|partner| partner.code == unit.code) {
                    continue;
                }
                let fact = Fact::OtherPartner {
                    named: unit.name.clone(),
                    paired: partners
                        .iter()
                        .map(|partner| partner.name.clone())
                        .collect(),
                };
                let finding = sink.add(of.place(role), fact);
                finding.text = Some(said.raw.to_string());
                finding.value = Some(unit.code.clone());
            }
        }
    },
    say: |finding, lang| {
        let Fact::OtherPartner { named, paired } = &finding.fact else {
            return Said::new("", "");
        };
        let named = lang.quote(named);
        let quoted: Vec<String> = paired.iter().map(|name| lang.quote(name)).collect();
        let paired = lang.either(&quoted);
        Said::new(
            lang.pick(
                format!("ghi đơn vị bên kia là {named}, nhưng theo danh sách đơn vị này được ghép với {paired}"),
                format!("the partner named is {named}, but the register pairs this office with {paired}"),
            ),
            lang.pick(
                "Kiểm tra lại tên đơn vị; nếu đúng như đã ghi thì không phải sửa.",
                "Check the name; if it is right as it stands, nothing needs to be done.",
            ),
        )
    },
};

/// The office of the register that a text names, if it is one.
fn find<'r>(register: &'r Register, text: &str) -> Option<&'r Unit> {
    register.find(text).one()
}

/// The offices that each is paired with, whichever of the two lines says so.
fn pairs(register: &Register) -> HashMap<&str, Vec<&Unit>> {
    let mut pairs: HashMap<&str, Vec<&Unit>> = HashMap::new();
    for unit in register.units() {
        for partner in unit
            .partners
            .iter()
            .filter_map(|code| register.by_code(code))
        {
            pairs.entry(&unit.code).or_default().push(partner);
            pairs.entry(&partner.code).or_default().push(unit);
        }
    }
    for paired in pairs.values_mut() {
        paired.sort_by_key(|unit| &unit.code);
        paired.dedup_by_key(|unit| &unit.code);
    }
    pairs
}
