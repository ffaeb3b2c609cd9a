//! What the documents say of the tables is what the program writes.

use tonghop::template::{common, defaults};

#[test]
fn every_column_is_documented() {
    let page = include_str!("../docs/tables.md");
    for template in defaults() {
        assert!(
            page.contains(&format!("`{}`", template.id)),
            "{}",
            template.id
        );
        for column in template.columns() {
            assert!(
                page.contains(&format!("`{}`", column.id)),
                "{} is not in docs/tables.md",
                column.id
            );
        }
        for column in template.fields.iter().flat_map(|field| &field.columns) {
            assert!(
                page.contains(&column.vi),
                "“{}” is not in docs/tables.md",
                column.vi
            );
        }
    }
    assert!(
        common()
            .before
            .iter()
            .any(|column| column.id == "record_id")
    );
}

#[test]
fn labels_are_unique_in_a_table() {
    for template in defaults() {
        let mut labels: Vec<&str> = template
            .columns()
            .map(|column| column.vi.as_str())
            .collect();
        let count = labels.len();
        labels.sort_unstable();
        labels.dedup();
        assert_eq!(labels.len(), count, "{}", template.id);
    }
}
