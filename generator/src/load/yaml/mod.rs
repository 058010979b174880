//! YAML: the events of `saphyr-parser` onto a tape of our own, under our own rules; nodes are made where somebody looks.
//!
//! Only the spelling is the parser's: what a key, an alias, a merge or a tag may be is decided in `builder.rs`. Tags
//! are ignored, apart from `!!str`, which makes a plain scalar text.

mod builder;
mod fault;
mod indent;
mod merge;
mod tape;
mod usual;

use saphyr_parser::{Event, Parser, Span as Place};

use self::{builder::Builder, fault::Fault};
use super::{Limits, offsets::Offsets};
use crate::{
    diagnostic::{Code, Diagnostic},
    document::{Faults, FileId, Node, Span},
};

/// Reads one YAML document. One that is refused for its spelling alone is read as most tools read it, if that helps.
pub(super) fn parse(text: &str, file: FileId, limits: &Limits, faults: &Faults) -> Result<Node, Vec<Diagnostic>> {
    usual(text, file, limits, faults).map_or_else(|| any(text, file, limits, faults), Ok)
}

/// Reads a document that is written in the usual way and has no fault; nothing for any other.
fn usual(text: &str, file: FileId, limits: &Limits, faults: &Faults) -> Option<Node> {
    let mut builder = Builder::new(file, text.len(), limits, faults);
    usual::read(text, |event, start, end| builder.event(event, Span::new(file, start, end)).ok())?;
    builder.finish().ok()
}

/// Reads any document, and says what is wrong with it.
fn any(text: &str, file: FileId, limits: &Limits, faults: &Faults) -> Result<Node, Vec<Diagnostic>> {
    read(text, file, limits, faults, |offset| offset).or_else(|found| {
        let spelling = found.iter().any(|fault| fault.code == Code::Syntax);
        let indented = spelling.then(|| indent::indent(text)).flatten();
        let node =
            indented.and_then(|indented| read(&indented.text, file, limits, faults, |at| indented.original(at)).ok());
        node.ok_or(found)
    })
}

/// Reads the parser's events; `original` says where in the user's file an offset is.
fn read(
    text: &str,
    file: FileId,
    limits: &Limits,
    faults: &Faults,
    original: impl Fn(usize) -> usize,
) -> Result<Node, Vec<Diagnostic>> {
    let mut offsets = Offsets::new(text);
    let mut builder = Builder::new(file, text.len(), limits, faults);
    let mut place = |place: Place| {
        let start = original(offsets.byte(place.start.index()));
        Span::new(file, start, original(offsets.byte(place.end.index())))
    };
    for event in Parser::new_from_str(text) {
        let step = match event {
            Ok((Event::StreamEnd, _)) => break,
            Ok((event, at)) => builder.event(event, place(at)),
            Err(error) => {
                let at = Place::new(*error.marker(), *error.marker());
                Err(syntax_fault(error.info(), limits).at(place(at)))
            }
        };
        if let Err(fault) = step {
            let pointer = builder.pointer();
            let mut diagnostics = builder.into_faults();
            diagnostics.push(fault.into_diagnostic().pointing(pointer));
            return Err(diagnostics);
        }
    }
    builder.finish()
}

/// The parser reads ahead for keys: it may meet its own limit of 255 flow levels before our limit is reached.
fn syntax_fault(info: &str, limits: &Limits) -> Fault {
    if info.contains("recursion limit") { Fault::too_deep(limits.depth) } else { Fault::syntax(info) }
}
