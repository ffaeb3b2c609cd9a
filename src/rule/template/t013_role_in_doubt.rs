//! T013: a row with a figure can be read in two ways that give different totals, and nothing else on the sheet settles it.

use crate::finding::{Fact, Finding, Severity};
use crate::lang::Lang;
use crate::rule::support::money;
use crate::rule::{Rule, Said, docs};

/// The rule.
pub static RULE: Rule = Rule {
    code: "T013",
    name: "RoleInDoubt",
    severity: Severity::Error,
    docs: docs!("T013"),
    joins: false,
    check: |round, sink| {
        for (_, table) in round.tables() {
            for doubt in &table.doubts {
                sink.add(
                    table.place.at(doubt.cell),
                    Fact::Doubt {
                        taken: doubt.taken,
                        other: doubt.other,
                        sum: doubt.sum,
                        other_sum: doubt.other_sum,
                    },
                );
            }
        }
    },
    say,
};

fn say(finding: &Finding, lang: Lang) -> Said {
    let Fact::Doubt {
        taken,
        other,
        sum,
        other_sum,
    } = &finding.fact
    else {
        return Said::new("", "");
    };
    let ((taken_vi, taken_en), (other_vi, other_en)) = (taken.words(), other.words());
    let (total, rival) = (money(*sum, lang), money(*other_sum, lang));
    let difference = money((sum - other_sum).abs(), lang);
    Said::new(
        lang.pick(
            format!("dòng này đọc được hai cách: đã tính là {taken_vi}, cả bảng được {total}; nếu là {other_vi} thì cả bảng là {rival}, lệch {difference}"),
            format!("this row can be read in two ways: it was taken for {taken_en}, and the table adds up to {total}; as {other_en} it would be {rival}, a difference of {difference}"),
        ),
        lang.pick(
            "Nếu là một hoạt động, ghi đủ STT, đơn vị và thời gian; nếu là dòng cộng, ghi “Cộng …”; nếu là chi tiết của dòng trên, ghi “Trong đó: …”.",
            "If it is an activity, fill in its number, office and time; if it adds up others, label it “Cộng …”; if it is a part of the row above, “Trong đó: …”.",
        ),
    )
}
