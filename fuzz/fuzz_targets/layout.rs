//! Any round through layout, records and rules: every filled cell is told what it is, and the same round gives the same.

#![no_main]

use libfuzzer_sys::fuzz_target;
use tonghop::{report, round};
use tonghop_fuzz::round as drawn;

fuzz_target!(|text: &str| {
    let (one, findings) = drawn(text, true);
    for submission in one.files() {
        for sheet in &submission.sheets {
            let Some(grid) = &sheet.grid else { continue };
            // What `inspect` promises: a role for each cell.
            let book = tonghop::book::grid::Book {
                sheets: vec![grid.clone()],
                ..Default::default()
            };
            for layout in round::recognise(&book, &one.setup) {
                for (row, roles) in grid.rows.iter().zip(&layout.roles) {
                    assert_eq!(roles.len(), row.cells.len());
                }
                assert_eq!(layout.roles.len(), grid.rows.len());
            }
        }
    }
    let mut reports = Vec::new();
    for format in report::Format::NAMES
        .into_iter()
        .filter_map(report::Format::from_name)
    {
        let written = report::write(
            format,
            &one,
            &findings,
            &report::Style::default(),
            &mut reports,
        );
        assert!(written.is_ok());
    }
    let (_, again) = drawn(text, true);
    assert_eq!(findings, again);
});
