//! A tag with the attributes that matter, and what styles say of cells.

use std::sync::Arc;

use super::{LONGEST, WIDEST};
use crate::book::format::{Format, Shown};
use crate::book::seen::Manner;

/// The attributes of a tag that matter here.
#[derive(Debug, Default)]
pub(super) struct Tag {
    pub(super) name: Vec<u8>,
    pub(super) attribute: Vec<u8>,
    pub(super) colspan: u32,
    pub(super) rowspan: u32,
    pub(super) span: u32,
    pub(super) hidden: bool,
    pub(super) format: Option<Arc<Format>>,
    pub(super) manner: Option<Manner>,
    pub(super) class: String,
    pub(super) font: Option<String>,
    /// `x:num`, with a value or as a mark.
    pub(super) number: Option<String>,
    /// `x:str`, with a value or as a mark.
    pub(super) text: Option<String>,
    pub(super) error: Option<String>,
    pub(super) truth: Option<String>,
}

impl Tag {
    pub(super) fn new(name: &[u8]) -> Self {
        Self {
            name: name.to_vec(),
            colspan: 1,
            rowspan: 1,
            span: 1,
            ..Self::default()
        }
    }

    /// Takes an attribute; one without a value comes with an empty one.
    pub(super) fn set(&mut self, value: &str) {
        let count = |most: u32| {
            let count = value.trim().parse::<u32>().unwrap_or(1);
            count.clamp(1, most)
        };
        match self.attribute.as_slice() {
            b"colspan" => self.colspan = count(WIDEST),
            b"rowspan" => self.rowspan = count(LONGEST),
            b"span" => self.span = count(WIDEST),
            b"hidden" => self.hidden = true,
            b"class" => value.clone_into(&mut self.class),
            b"face" => self.font = Some(value.to_owned()),
            b"style" => {
                self.hidden |= is_hidden(value);
                self.format = format_of(value).or(self.format.take());
                self.manner = manner_of(value).or(self.manner);
                self.font = declaration(value, "font-family").or(self.font.take());
            }
            // The same as LibreOffice writes it: `sdval="43983" sdnum="1033;0;DD/MM/YYYY"`.
            b"sdnum" => {
                let format = value.splitn(3, ';').nth(2);
                let format = format.map(|format| Format::of_text(format).into());
                self.format = format.or(self.format.take());
            }
            b"x:num" | b"sdval" => self.number = Some(value.to_owned()),
            b"x:str" => self.text = Some(value.to_owned()),
            b"x:err" => self.error = Some(value.to_owned()),
            b"x:bool" => self.truth = Some(value.to_owned()),
            _ => {}
        }
    }
}

/// Whether a style hides what it is of.
pub(super) fn is_hidden(style: &str) -> bool {
    declaration(style, "display").is_some_and(|value| value.eq_ignore_ascii_case("none"))
        || declaration(style, "mso-hide").is_some_and(|value| value.eq_ignore_ascii_case("all"))
        || declaration(style, "visibility")
            .is_some_and(|value| value.eq_ignore_ascii_case("collapse"))
}

/// How a style shows numbers.
pub(super) fn format_of(style: &str) -> Option<Arc<Format>> {
    let format = declaration(style, "mso-number-format")?;
    let format = match format.to_ascii_lowercase().as_str() {
        "short date" | "medium date" | "long date" | "general date" | "short time"
        | "medium time" | "long time" => Format::as_shown(Shown::Date),
        "percent" => Format::of_text("0.00%"),
        "currency" | "fixed" | "standard" | "scientific" => Format::as_shown(Shown::Number),
        _ => Format::of_text(&format),
    };
    Some(format.into())
}

/// How a style writes letters, `None` when it does not say. What is not shown is none of it: Excel hides so what does
/// not fit into a narrow cell.
pub(super) fn manner_of(style: &str) -> Option<Manner> {
    let is = |name: &str, value: &str| {
        declaration(style, name).is_some_and(|stated| stated.to_ascii_lowercase().contains(value))
    };
    if is("text-decoration", "line-through") || is("text-line-through", "single") {
        Some(Manner::Struck)
    } else if is("vertical-align", "super") || is("vertical-align", "sub") {
        Some(Manner::Raised)
    } else {
        None
    }
}

/// The value of a declaration, without its quotation marks and escapes.
pub(super) fn declaration(style: &str, wanted: &str) -> Option<String> {
    let mut rest = style;
    loop {
        let (name, after) = rest.split_once(':')?;
        let (value, next) = value_of(after);
        if name.trim().eq_ignore_ascii_case(wanted) {
            return Some(value.trim().to_owned());
        }
        rest = next;
    }
}

/// A value up to the semicolon that ends it, and what comes behind.
pub(super) fn value_of(style: &str) -> (String, &str) {
    let mut value = String::new();
    let mut quoted = None;
    let mut letters = style.char_indices().peekable();
    while let Some((at, letter)) = letters.next() {
        match letter {
            '\\' => {
                let mut code = String::new();
                while let Some((_, digit)) =
                    letters.next_if(|(_, next)| code.len() < 6 && next.is_ascii_hexdigit())
                {
                    code.push(digit);
                }
                match u32::from_str_radix(&code, 16) {
                    // `\0022` is a quotation mark; the blank that ends it goes with it.
                    Ok(code) => {
                        letters.next_if(|(_, next)| *next == ' ');
                        value.extend(char::from_u32(code));
                    }
                    Err(_) => value.extend(letters.next().map(|(_, next)| next)),
                }
            }
            '"' | '\'' if quoted.is_none() => quoted = Some(letter),
            '"' | '\'' if quoted == Some(letter) => quoted = None,
            ';' if quoted.is_none() => {
                return (value, style.get(at.saturating_add(1)..).unwrap_or_default());
            }
            _ => value.push(letter),
        }
    }
    (value, "")
}

/// What the style sheet of a page says of a class.
#[derive(Debug, Default, Clone)]
pub(super) struct Class {
    pub(super) format: Option<Arc<Format>>,
    pub(super) manner: Option<Manner>,
    pub(super) hidden: bool,
    pub(super) font: Option<Arc<str>>,
}

/// The first font of a list such as `.VnTime, sans-serif`.
pub(super) fn first_font(list: &str) -> Arc<str> {
    let first = list.split(',').next().unwrap_or(list);
    first.trim().trim_matches(['"', '\'']).into()
}

/// Whether an element begins a line of its own.
pub(super) fn is_block(name: &[u8]) -> bool {
    matches!(
        name,
        b"p" | b"div"
            | b"li"
            | b"ul"
            | b"ol"
            | b"h1"
            | b"h2"
            | b"h3"
            | b"h4"
            | b"h5"
            | b"h6"
            | b"tr"
    )
}
