//! Reading the closure through `openapiv3`. Only this folder and its callers in `model` know that crate.

mod deserialize;
mod facts;
mod grammar;
mod json;
mod place;
mod shallow;

use std::cell::{Cell, OnceCell, RefCell};
use std::collections::{HashMap, HashSet};

pub(super) use facts::{Additional, Facts, Primitive};
pub(super) use grammar::Kind;
pub use json::json;
pub(super) use place::Place;
use serde::de::DeserializeOwned;
pub(super) use shallow::named;

use super::env;
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Severity, Told, quoted};
use crate::document::{Node, Span};

/// The closure that is read, and what was found on the way.
#[derive(Debug)]
pub(super) struct Reading<'a> {
    root: &'a Node,
    /// What earlier stages told, and whether there was an error: what comes of that alone is not told.
    told: Told,
    broken: bool,
    findings: RefCell<Diagnostics>,
    /// Which findings are at a place: there can be as many as the document has lines.
    by_place: RefCell<HashMap<Option<Span>, Vec<usize>>>,
    /// How deep inside of fields we are: what is wrong there costs a field, not the client.
    inside: Cell<u32>,
    /// Where what was read of `x-authwright` stands.
    read: RefCell<HashSet<Span>>,
    /// How many overlays were applied.
    overlays: usize,
    /// What the provider's own environment variables begin with, once its name is known.
    prefix: OnceCell<String>,
}

impl<'a> Reading<'a> {
    /// Begins to read a closure.
    pub(super) fn new(root: &'a Node, earlier: &[Diagnostic], overlays: usize) -> Self {
        let broken = earlier.iter().any(Diagnostic::is_error);
        let told = Told::of(earlier);
        Self {
            root,
            told,
            broken,
            findings: RefCell::default(),
            by_place: RefCell::default(),
            inside: Cell::new(0),
            read: RefCell::default(),
            overlays,
            prefix: OnceCell::new(),
        }
    }

    /// The root of the closure.
    pub(super) fn root(&self) -> Place<'a> {
        Place::root(self.root)
    }

    /// Runs `read` on a part that sign-in can do without: its errors become warnings.
    pub(super) fn spare<T>(&self, read: impl FnOnce() -> T) -> T {
        self.inside.set(self.inside.get().saturating_add(1));
        let result = read();
        self.inside.set(self.inside.get().saturating_sub(1));
        result
    }

    /// Whether something was found because of which nothing can be written.
    pub(super) fn is_broken(&self) -> bool {
        self.broken || self.findings.borrow().iter().any(Diagnostic::is_error)
    }

    /// Notes a problem.
    pub(super) fn report(&self, mut finding: Diagnostic) {
        if self.inside.get() > 0 && finding.is_error() && finding.code != Code::Extension {
            finding.severity = Severity::Warning;
        }
        let mut findings = self.findings.borrow_mut();
        let mut by_place = self.by_place.borrow_mut();
        let here = by_place.entry(finding.at).or_default();
        if !self.told.covers(&finding) && !here.iter().any(|at| findings.get(*at) == Some(&finding)) {
            here.push(findings.len());
            findings.push(finding);
        }
    }

    /// Notes that somebody has read what stands there.
    pub(super) fn note_read(&self, spans: Vec<Span>) {
        self.read.borrow_mut().extend(spans);
    }

    /// Notes the provider's name, which its own environment variables begin with.
    pub(super) fn note_name(&self, provider: &str) {
        self.prefix.get_or_init(|| format!("{}_", env::variable(provider, "")));
    }

    /// Whether an overlay says what stands at `span`, not the document or a file that it refers to.
    pub(super) fn is_overlays(&self, span: Span) -> bool {
        (1..=self.overlays).contains(&usize::from(span.file))
    }

    /// Whether an environment variable is one of the provider's own.
    pub(super) fn owns(&self, variable: &str) -> bool {
        self.prefix.get().is_some_and(|prefix| variable.starts_with(prefix))
    }

    /// All that was found, and where what was read of `x-authwright` stands.
    pub(super) fn finish(self) -> (Diagnostics, HashSet<Span>) {
        (self.findings.into_inner(), self.read.into_inner())
    }

    /// What stands at `place`, through all references. Reports and gives nothing where they lead nowhere.
    pub(super) fn resolve(&self, place: Place<'a>, kind: Kind) -> Option<Place<'a>> {
        place::resolve(self.root, place, kind).map_err(|fault| self.report(fault)).ok()
    }

    /// The same for a look ahead, which reports nothing.
    pub(super) fn peek(&self, place: Place<'a>, kind: Kind) -> Option<Place<'a>> {
        place::resolve(self.root, place, kind).ok()
    }

    /// The place that a reference made by `shallow`, or one of the document, names.
    pub(super) fn locate<T>(&self, reference: &openapiv3::ReferenceOr<T>) -> Option<Place<'a>> {
        match reference {
            openapiv3::ReferenceOr::Reference { reference } => self.at(reference.trim_start_matches('#')),
            openapiv3::ReferenceOr::Item(_) => None,
        }
    }

    /// The place of a pointer.
    pub(super) fn at(&self, pointer: &str) -> Option<Place<'a>> {
        self.root.at_pointer(pointer).map(|node| Place { node, pointer: pointer.to_owned() })
    }

    /// The object at `place`, typed.
    pub(super) fn read<T: DeserializeOwned>(&self, place: &Place<'a>, kind: Kind) -> Option<T> {
        let mut findings = Diagnostics::new();
        let node = shallow::shallow(place, kind, &mut findings);
        let broken = findings.iter().any(Diagnostic::is_error);
        for finding in findings {
            self.report(finding);
        }
        let typed = T::deserialize(deserialize::Reader(node.as_ref().filter(|_| !broken)?));
        typed.map_err(|fault| self.report(unreadable(place, kind, &fault.0))).ok()
    }

    /// The facts of the schema at `place`, which is no reference.
    pub(super) fn facts(&self, place: &Place<'a>) -> Option<Facts<'a>> {
        let schema = self.read::<openapiv3::Schema>(place, Kind::Schema)?;
        Some(facts::facts(self, place, schema))
    }
}

fn unreadable(place: &Place<'_>, kind: Kind, fault: &str) -> Diagnostic {
    let message = format!("{} is not {} of OpenAPI 3.0: {}", quoted(&place.last()), kind.article(), quoted(fault));
    Diagnostic::error(Code::WrongType, message, "correct it, or mend it by an overlay").at(place.span())
}
