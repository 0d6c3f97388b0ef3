//! XML as a sequence of tags and texts.

use quick_xml::Reader;
use quick_xml::escape::resolve_predefined_entity;
use quick_xml::events::{BytesStart, Event};

/// A tag or a text.
pub(super) enum Node<'a> {
    Open(&'a str, &'a BytesStart<'a>),
    Close(&'a str),
    Text(&'a str),
}

/// Calls `each` with all tags, without their namespaces, and all texts of a document.
pub(super) fn walk(text: &str, mut each: impl FnMut(Node<'_>) -> Result<(), String>) -> Result<(), String> {
    let mut reader = Reader::from_str(text);
    let mut has_element = false;
    loop {
        match reader.read_event().map_err(|error| error.to_string())? {
            Event::Start(tag) => {
                has_element = true;
                each(Node::Open(tag.local_name().into_inner(), &tag))?;
            }
            Event::Empty(tag) => {
                has_element = true;
                each(Node::Open(tag.local_name().into_inner(), &tag))?;
                each(Node::Close(tag.local_name().into_inner()))?;
            }
            Event::End(tag) => each(Node::Close(tag.local_name().into_inner()))?,
            Event::Text(text) => each(Node::Text(&text.xml10_content()))?,
            Event::CData(text) => each(Node::Text(&text.xml10_content()))?,
            Event::GeneralRef(reference) => {
                let letter = reference.resolve_char_ref().map_err(|error| error.to_string())?;
                let name = reference.into_inner();
                match (letter, resolve_predefined_entity(&name)) {
                    (Some(letter), _) => each(Node::Text(letter.encode_utf8(&mut [0; 4])))?,
                    (None, Some(text)) => each(Node::Text(text))?,
                    (None, None) => return Err(format!("unknown entity `&{name};`")),
                }
            }
            Event::Comment(_) | Event::Decl(_) | Event::PI(_) | Event::DocType(_) => {}
            // A text without a tag is no XML, and would be read as a sheet without cells.
            Event::Eof if !has_element => return Err("it is not XML".to_owned()),
            Event::Eof => return Ok(()),
        }
    }
}

/// An attribute by its name without a namespace.
pub(super) fn attribute(tag: &BytesStart<'_>, name: &str) -> Option<String> {
    let mut attributes = tag.attributes();
    let found = attributes.with_checks(false).flatten().find(|one| one.key.local_name().into_inner() == name)?;
    found.normalized_value(quick_xml::XmlVersion::Implicit1_0).ok().map(std::borrow::Cow::into_owned)
}

/// Whether an attribute is true.
pub(super) fn is_set(tag: &BytesStart<'_>, name: &str) -> bool {
    attribute(tag, name).is_some_and(|value| matches!(value.as_str(), "1" | "true" | "on"))
}
