//! Elements of SDMX-ML that stand in many places.

use std::io::{self, Write};

use quick_xml::Writer;
use quick_xml::events::BytesText;

/// What writes the structure.
pub type Xml<'w> = Writer<&'w mut dyn Write>;
/// Whether it could.
pub type Done = io::Result<()>;

/// How the values of a component look.
pub fn format(kind: &str, xml: &mut Xml<'_>) -> Done {
    xml.create_element("str:LocalRepresentation")
        .write_inner_content(|xml| {
            xml.create_element("str:TextFormat")
                .with_attribute(("textType", kind))
                .write_empty()?;
            Ok(())
        })?;
    Ok(())
}

/// A reference to a component of the same structure.
pub fn own_reference(id: &str, xml: &mut Xml<'_>) -> Done {
    xml.create_element("Ref")
        .with_attribute(("id", id))
        .write_empty()?;
    Ok(())
}

/// An element with a text.
pub fn element(name: &str, text: &str, xml: &mut Xml<'_>) -> Done {
    xml.create_element(name)
        .write_text_content(BytesText::new(text))?;
    Ok(())
}

/// A name in both languages.
pub fn names(vi: &str, en: &str, xml: &mut Xml<'_>) -> Done {
    text_in("com:Name", "vi", vi, xml)?;
    text_in("com:Name", "en", en, xml)
}

/// A text of a language, without what XML has no place for.
pub fn text_in(name: &str, lang: &str, text: &str, xml: &mut Xml<'_>) -> Done {
    let text: String = text.chars().filter(|c| is_character(*c)).collect();
    xml.create_element(name)
        .with_attribute(("xml:lang", lang))
        .write_text_content(BytesText::new(&text))?;
    Ok(())
}

/// Whether XML has a place for it.
fn is_character(c: char) -> bool {
    matches!(c, '\t' | '\n' | '\r') || (c >= ' ' && !matches!(c, '\u{fffe}' | '\u{ffff}'))
}
