//! A rule's text, taken apart: its title, its sections, and in them paragraphs and lists.
//!
//! The texts under `src/data/rules` use no more Markdown than that: `# CODE · title`, `## heading`, paragraphs of a
//! sentence a line, `1.` and `-` lists, and `code` in backticks.

/// A text of a rule.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Doc<'t> {
    /// What stands behind the code in the first line.
    pub title: &'t str,
    /// Its sections, top to bottom.
    pub sections: Vec<Section<'t>>,
}

/// A section of a rule's text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Section<'t> {
    /// Its heading.
    pub heading: &'t str,
    /// What stands below it.
    pub blocks: Vec<Block<'t>>,
}

/// A paragraph or a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Block<'t> {
    /// Lines that belong together.
    Paragraph(Vec<&'t str>),
    /// Items in an order.
    Steps(Vec<&'t str>),
    /// Items in none.
    List(Vec<&'t str>),
}

/// A piece of a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Piece<'t> {
    /// Words.
    Words(&'t str),
    /// What is typed or found, as it stands.
    Code(&'t str),
}

/// The title of a rule's text: its first line without the code.
#[must_use]
pub fn title(text: &str) -> &str {
    let first = text.lines().next().unwrap_or_default();
    let bare = first.trim_start_matches(['#', ' ']);
    first
        .split_once('·')
        .map_or(bare, |(_, title)| title.trim())
}

/// Takes a rule's text apart.
#[must_use]
pub fn parse(text: &str) -> Doc<'_> {
    let mut sections: Vec<Section<'_>> = Vec::new();
    let mut fresh = true;
    for line in text.lines().skip(1).map(str::trim_end) {
        if let Some(heading) = line.strip_prefix("## ") {
            sections.push(Section {
                heading,
                blocks: Vec::new(),
            });
            fresh = true;
        } else if line.is_empty() {
            fresh = true;
        } else if let Some(section) = sections.last_mut() {
            add(&mut section.blocks, line, fresh);
            fresh = false;
        }
    }
    Doc {
        title: title(text),
        sections,
    }
}

fn add<'t>(blocks: &mut Vec<Block<'t>>, line: &'t str, fresh: bool) {
    let step = line
        .split_once(". ")
        .filter(|(number, _)| !number.is_empty() && number.bytes().all(|b| b.is_ascii_digit()))
        .map(|(_, item)| item);
    let item = line.strip_prefix("- ");
    match (step, item, blocks.last_mut()) {
        (Some(step), _, Some(Block::Steps(steps))) => steps.push(step),
        (Some(step), ..) => blocks.push(Block::Steps(vec![step])),
        (None, Some(item), Some(Block::List(items))) => items.push(item),
        (None, Some(item), _) => blocks.push(Block::List(vec![item])),
        (None, None, Some(Block::Paragraph(lines))) if !fresh => lines.push(line),
        (None, None, _) => blocks.push(Block::Paragraph(vec![line])),
    }
}

/// The pieces of a line: words, and what stands in backticks.
pub fn pieces(line: &str) -> impl Iterator<Item = Piece<'_>> {
    line.split('`')
        .enumerate()
        .filter(|(_, piece)| !piece.is_empty())
        .map(|(index, piece)| {
            if index % 2 == 1 {
                Piece::Code(piece)
            } else {
                Piece::Words(piece)
            }
        })
}

/// A section as one run of words, for formats that know no lists.
#[must_use]
pub fn plain(section: &Section<'_>) -> String {
    let lines = section.blocks.iter().flat_map(|block| match block {
        Block::Paragraph(lines) | Block::Steps(lines) | Block::List(lines) => lines,
    });
    lines
        .map(|line| line.replace('`', ""))
        .collect::<Vec<_>>()
        .join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rule::RULES;

    #[test]
    fn a_text_is_taken_apart() {
        let doc = parse("# V102 · a title\n\n## What\nOne `x`.\nTwo.\n\nThree.\n1. a\n2. b\n- c\n");
        assert_eq!(doc.title, "a title");
        assert_eq!(
            doc.sections,
            [Section {
                heading: "What",
                blocks: vec![
                    Block::Paragraph(vec!["One `x`.", "Two."]),
                    Block::Paragraph(vec!["Three."]),
                    Block::Steps(vec!["a", "b"]),
                    Block::List(vec!["c"]),
                ],
            }]
        );
        let pieces: Vec<Piece<'_>> = pieces("One `x`.").collect();
        assert_eq!(
            pieces,
            [Piece::Words("One "), Piece::Code("x"), Piece::Words(".")]
        );
    }

    #[test]
    fn every_rule_has_a_title_and_four_sections_without_other_markdown() {
        for rule in RULES {
            for text in [rule.docs.0, rule.docs.1] {
                let doc = parse(text);
                assert!(!doc.title.is_empty(), "{}", rule.code);
                assert_eq!(doc.sections.len(), 4, "{}", rule.code);
                let all = text.lines().skip(1).collect::<String>();
                assert!(!all.contains("**") && !all.contains("]("), "{}", rule.code);
                for line in text.lines() {
                    assert!(line.matches('`').count() % 2 == 0, "{}: {line}", rule.code);
                }
            }
        }
    }
}
