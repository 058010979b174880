//! The auth surface: facts by subject.

use std::collections::BTreeMap;
use std::fmt;

/// What kind of thing a subject is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// A place where the API is served.
    Server,
    /// A security scheme.
    Scheme,
    /// A flow of an OAuth 2 scheme.
    Flow,
    /// A scope of a flow.
    Scope,
    /// A way to be authorized: schemes that go together.
    Authorization,
    /// An auth operation.
    Operation,
    /// A parameter of an operation.
    Parameter,
    /// The request body of an operation.
    Body,
    /// A documented reply of an operation.
    Reply,
    /// A named type.
    Type,
    /// A field of a type.
    Field,
    /// A value of an enumeration, or an alternative of a `oneOf`.
    Value,
    /// How the operations make one token live.
    Lifecycle,
}

/// Every kind with its word, in the order of a report.
const KINDS: [(Kind, &str); 13] = [
    (Kind::Server, "server"),
    (Kind::Scheme, "scheme"),
    (Kind::Flow, "flow"),
    (Kind::Scope, "scope"),
    (Kind::Authorization, "authorization"),
    (Kind::Operation, "operation"),
    (Kind::Parameter, "parameter"),
    (Kind::Body, "body"),
    (Kind::Reply, "reply"),
    (Kind::Type, "type"),
    (Kind::Field, "field"),
    (Kind::Value, "value"),
    (Kind::Lifecycle, "lifecycle"),
];

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let word = KINDS.iter().find(|(kind, _)| kind == self).map_or("", |(_, word)| word);
        f.write_str(word)
    }
}

/// A thing that can change: its kind, the whole it is part of, and its name there.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Subject {
    /// What it is.
    pub kind: Kind,
    /// The name of the whole: an operation, a type, a scheme; empty where it stands alone.
    pub of: String,
    /// Its own name.
    pub name: String,
}

impl Subject {
    pub(super) fn new(kind: Kind, of: &str, name: &str) -> Self {
        Self { kind, of: of.to_owned(), name: name.to_owned() }
    }

    /// The subject that this one is a part of.
    pub(super) fn whole(&self) -> Option<Self> {
        let kind = match self.kind {
            Kind::Flow => Kind::Scheme,
            Kind::Parameter | Kind::Body | Kind::Reply => Kind::Operation,
            Kind::Field | Kind::Value => Kind::Type,
            Kind::Scope => {
                let (scheme, flow) = self.of.split_once(' ')?;
                return Some(Self::new(Kind::Flow, scheme, flow));
            }
            Kind::Server | Kind::Scheme | Kind::Authorization | Kind::Operation | Kind::Type | Kind::Lifecycle => {
                return None;
            }
        };
        Some(Self::new(kind, "", &self.of))
    }
}

impl fmt::Display for Subject {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.of.is_empty(), self.name.is_empty()) {
            (true, true) => write!(f, "{}", self.kind),
            (true, false) => write!(f, "{} {}", self.kind, self.name),
            (false, true) => write!(f, "{} of {}", self.kind, self.of),
            (false, false) => write!(f, "{} {} of {}", self.kind, self.name, self.of),
        }
    }
}

/// Grows when facts are told in another way: no change of a document must be read into that.
const FORMAT: u64 = 3;

/// The format before, which lacks the ways to be authorized and tells the rest alike.
const BEFORE: u64 = 2;

/// The facts of one subject, by name.
pub(super) type Facts = BTreeMap<String, String>;

/// Every fact that a user of the crate can depend on.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Surface {
    facts: BTreeMap<Subject, Facts>,
    /// Kinds of which nothing is told, be there any or not.
    untold: &'static [Kind],
}

/// A `surface.json` that cannot be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SurfaceError(String);

impl fmt::Display for SurfaceError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "surface.json cannot be read: {}; regenerate the crate to write it anew", self.0)
    }
}

impl std::error::Error for SurfaceError {}

impl Surface {
    pub(super) fn subjects(&self) -> impl Iterator<Item = (&Subject, &Facts)> {
        self.facts.iter()
    }

    /// Whether it tells of every subject of this kind.
    pub(super) fn tells(&self, kind: Kind) -> bool {
        !self.untold.contains(&kind)
    }

    pub(super) fn get(&self, subject: &Subject) -> Option<&Facts> {
        self.facts.get(subject)
    }

    /// Adds a subject; facts without a value are none.
    pub(super) fn add<'a>(&mut self, subject: Subject, facts: impl IntoIterator<Item = (&'a str, String)>) {
        let facts = facts.into_iter().filter(|(_, value)| !value.is_empty());
        self.facts.insert(subject, facts.map(|(name, value)| (name.to_owned(), value)).collect());
    }

    /// As the JSON of `surface.json`: one line a subject. What another format says cannot be compared, so it is refused.
    ///
    /// `version` is that of the crate that is written with it: should a run end between its files, the next one sees that the
    /// version in `Cargo.toml` is ahead, and takes the step only once.
    pub fn to_json(&self, version: &str) -> String {
        let lines: Vec<String> = self
            .facts
            .iter()
            .map(|(subject, facts)| {
                serde_json::json!([subject.kind.to_string(), subject.of, subject.name, facts]).to_string()
            })
            .collect();
        crate::text::escaped_json(&format!(
            "{{\"format\":{FORMAT},\"version\":{},\"facts\":[\n{}\n]}}\n",
            serde_json::Value::from(version),
            lines.join(",\n")
        ))
    }

    /// The version that was written with it.
    pub(super) fn version(text: &str) -> Option<String> {
        let whole: serde_json::Value = serde_json::from_str(text).ok()?;
        Some(whole.get("version")?.as_str()?.to_owned())
    }

    /// Reads what [`Surface::to_json`] wrote.
    pub fn from_json(text: &str) -> Result<Self, SurfaceError> {
        let mut whole: serde_json::Value =
            serde_json::from_str(text).map_err(|error| SurfaceError(error.to_string()))?;
        let untold: &[Kind] = match whole.get("format").and_then(serde_json::Value::as_u64) {
            Some(FORMAT) => &[],
            Some(BEFORE) => &[Kind::Authorization],
            _ => return Err(SurfaceError("another version of Authwright wrote it".to_owned())),
        };
        let facts = whole.get_mut("facts").map(serde_json::Value::take).unwrap_or_default();
        let rows: Vec<(String, String, String, Facts)> =
            serde_json::from_value(facts).map_err(|error| SurfaceError(error.to_string()))?;
        let mut surface = Self { untold, ..Self::default() };
        for (kind, of, name, facts) in rows {
            let known = KINDS.iter().find(|(_, word)| *word == kind);
            let (kind, _) = known.ok_or_else(|| SurfaceError(format!("it holds the unknown kind {kind:?}")))?;
            surface.facts.insert(Subject { kind: *kind, of, name }, facts);
        }
        Ok(surface)
    }
}

/// The facts that differ: name, before, after; empty text where there is none.
pub(super) fn differences<'a>(old: &'a Facts, new: &'a Facts) -> impl Iterator<Item = (String, String, String)> + 'a {
    let names: std::collections::BTreeSet<&String> = old.keys().chain(new.keys()).collect();
    names.into_iter().filter_map(move |name| {
        let (before, after) = (old.get(name), new.get(name));
        (before != after)
            .then(|| (name.clone(), before.cloned().unwrap_or_default(), after.cloned().unwrap_or_default()))
    })
}
