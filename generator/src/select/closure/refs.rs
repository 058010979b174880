//! What each `$ref` means: where it leads in the end, whether it leads anywhere, and to the right kind of thing.

use std::collections::{HashMap, HashSet, VecDeque};

use crate::diagnostic::{Code, Diagnostic, Diagnostics, quoted};
use crate::document::{Entry, Node, Span, escape_token, unescape_token};
use crate::normalize::FILES;

/// What stands at a place where `$ref` may stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum Kind {
    /// A schema.
    Schema,
    /// A response.
    Response,
    /// A parameter.
    Parameter,
    /// An example.
    Example,
    /// A request body.
    RequestBody,
    /// A header.
    Header,
    /// A security scheme.
    SecurityScheme,
}

impl Kind {
    pub(super) const ALL: &'static [Self] = &[
        Self::Schema,
        Self::Response,
        Self::Parameter,
        Self::Example,
        Self::RequestBody,
        Self::Header,
        Self::SecurityScheme,
    ];

    /// Its key in `components`.
    pub(super) fn key(self) -> &'static str {
        match self {
            Self::Schema => "schemas",
            Self::Response => "responses",
            Self::Parameter => "parameters",
            Self::Example => "examples",
            Self::RequestBody => "requestBodies",
            Self::Header => "headers",
            Self::SecurityScheme => "securitySchemes",
        }
    }

    fn noun(self) -> &'static str {
        match self {
            Self::Schema => "a schema",
            Self::Response => "a response",
            Self::Parameter => "a parameter",
            Self::Example => "an example",
            Self::RequestBody => "a request body",
            Self::Header => "a header",
            Self::SecurityScheme => "a security scheme",
        }
    }

    /// Whether what stands at a pointer outside `components` can be of this kind.
    fn fits(self, tokens: &[String]) -> bool {
        // What stands in another file may be a whole file: its pointer says nothing.
        if tokens.first().is_some_and(|token| token == crate::normalize::FILES) {
            return true;
        }
        let before = |key: &str| tokens.iter().rev().nth(1).is_some_and(|token| token == key);
        // Another file that was allowed: what it holds is seen when it is read.
        if tokens.first().is_some_and(|token| token == FILES) {
            return true;
        }
        match self {
            Self::Schema => {
                tokens.iter().any(|token| matches!(token.as_str(), "schema" | "schemas" | "$defs" | "definitions"))
            }
            Self::RequestBody => tokens.last().is_some_and(|token| token == "requestBody"),
            kind => before(kind.key()),
        }
    }
}

/// A component to be walked.
#[derive(Debug)]
pub(super) struct Wanted {
    pub(super) kind: Kind,
    pub(super) name: String,
    pub(super) node: Node,
    pub(super) key_span: Span,
    /// Whether a reply that tells of a failure wants it.
    failing: bool,
}

/// How many names of a cycle are named.
const NAMED: usize = 5;
/// How long a name made from a pointer may be.
const NAME: usize = 120;

/// Follows references and remembers where they lead.
#[derive(Debug)]
pub(super) struct References<'d> {
    root: &'d Node,
    /// What each reference was found to be: the component's name, or nothing where it is at fault.
    known: HashMap<(Kind, String), Option<String>>,
    taken: HashSet<(Kind, String)>,
    queue: VecDeque<Wanted>,
    diagnostics: Diagnostics,
    /// How many lists of properties we are in: a reference that leads nowhere costs there no more than a field.
    pub(super) spare: usize,
    /// Whether we are in a reply that tells of a failure: without its body a client only knows less about it.
    pub(super) failing: bool,
}

impl<'d> References<'d> {
    /// The document.
    pub(super) fn root(&self) -> &'d Node {
        self.root
    }

    pub(super) fn new(root: &'d Node) -> Self {
        Self {
            root,
            known: HashMap::new(),
            taken: HashSet::new(),
            queue: VecDeque::new(),
            diagnostics: Vec::new(),
            spare: 0,
            failing: false,
        }
    }

    /// The next component to walk.
    pub(super) fn next(&mut self) -> Option<Wanted> {
        let next = self.queue.pop_front();
        self.failing = next.as_ref().is_some_and(|wanted| wanted.failing);
        next
    }

    pub(super) fn into_diagnostics(self) -> Diagnostics {
        self.diagnostics
    }

    pub(super) fn report(&mut self, diagnostic: Diagnostic) {
        self.diagnostics.push(diagnostic);
    }

    /// Takes a component that is wanted for its own sake.
    pub(super) fn require(&mut self, kind: Kind, name: &str, node: &Node) {
        let target = match node.get("$ref").and_then(Node::as_str) {
            Some(reference) => self.chase(kind, reference, node).map(|(_, target)| target),
            None => Some(node),
        };
        // One that leads nowhere is kept as it is: who asks for it is not wrong as well.
        self.want(kind, name.to_owned(), target.unwrap_or(node).clone(), node.span());
    }

    /// The reference that stands for this one in the closure; nothing where it is at fault, which is then reported once.
    pub(super) fn follow(&mut self, kind: Kind, reference: &str, at: &Node) -> Option<String> {
        let key = (kind, reference.to_owned());
        if let Some(known) = self.known.get(&key) {
            return known.as_deref().map(|name| local(kind, name));
        }
        let name = self.chase(kind, reference, at).and_then(|(last, target)| self.place(kind, &last, target, at));
        self.known.insert(key, name.clone());
        name.map(|name| local(kind, &name))
    }

    /// The last reference of a chain of aliases, and what it names.
    fn chase(&mut self, kind: Kind, reference: &str, at: &Node) -> Option<(String, &'d Node)> {
        let mut seen: Vec<String> = Vec::new();
        let mut visited: HashSet<String> = HashSet::new();
        let mut next = reference.to_owned();
        loop {
            if !visited.insert(next.clone()) {
                self.diagnostics.push(cycle(&seen, &next).at(at.span()));
                return None;
            }
            let target = self.target(kind, &next, at)?;
            seen.push(next.clone());
            match target
                .get("$ref")
                .and_then(Node::as_str)
                .filter(|_| kind != Kind::Schema || target.entries().len() == 1)
            {
                Some(further) => further.clone_into(&mut next),
                None => return Some((next, target)),
            }
        }
    }

    fn target(&mut self, kind: Kind, reference: &str, at: &Node) -> Option<&'d Node> {
        // Without what a header is, a client only knows less about it.
        let header = kind == Kind::Header;
        if !reference.starts_with('#') {
            let message = format!("The `$ref` to {} leads out of the document and is not followed.", quoted(reference));
            let help = "Copy what it names into `components` and refer to it there, or allow the file with `--allow-refs` if it lies in the spec's folder.";
            let weight = if self.failing || header { Diagnostic::warning } else { Diagnostic::error };
            self.diagnostics.push(weight(Code::ExternalReference, message, help).at(at.span()));
            return None;
        }
        let found = self.root.at_reference(reference);
        if found.is_none() {
            let message = format!("The `$ref` to {} leads nowhere.", quoted(reference));
            let help = "Correct the reference, or add what it names; a reference is a JSON pointer such as `#/components/schemas/Token`.";
            let costs_little = self.spare > 0 || self.failing || header;
            let weight = if costs_little { Diagnostic::warning } else { Diagnostic::error };
            self.diagnostics.push(weight(Code::ReferenceDangling, message, help).at(at.span()));
        }
        found
    }

    /// Gives what a reference names its place among the components.
    fn place(&mut self, kind: Kind, reference: &str, target: &'d Node, at: &Node) -> Option<String> {
        let tokens: Vec<String> = reference
            .trim_start_matches('#')
            .split('/')
            .skip(1)
            .map(|token| unescape_token(token).into_owned())
            .collect();
        let component = match tokens.as_slice() {
            [first, key, name] if first == "components" => {
                if key != kind.key() {
                    self.wrong_kind(kind, reference, at);
                    return None;
                }
                Some(name.clone())
            }
            _ => None,
        };
        if component.is_none() && !kind.fits(&tokens) {
            self.wrong_kind(kind, reference, at);
            return None;
        }
        let name = match component {
            // The name as the document has it, should the reference spell it percent-encoded.
            Some(name) => self.key_of(kind, &name, target).unwrap_or(name),
            None => self.new_name(kind, &tokens),
        };
        self.want(kind, name.clone(), target.clone(), target.span());
        Some(name)
    }

    fn key_of(&self, kind: Kind, name: &str, target: &Node) -> Option<String> {
        let components = self.root.get("components")?.get(kind.key())?;
        if components.get(name).is_some() {
            return Some(name.to_owned());
        }
        components.entries().iter().find(|entry| entry.node.is_same(target)).map(|entry| entry.key.to_string())
    }

    /// A name for what was referred to in place, from the end of its pointer.
    fn new_name(&self, kind: Kind, tokens: &[String]) -> String {
        let structure = [
            "paths",
            "content",
            "application/json",
            "schema",
            "schemas",
            "components",
            "properties",
            "responses",
            "requestBody",
        ];
        let words: Vec<String> = tokens
            .iter()
            .filter(|token| !structure.contains(&token.as_str()))
            .flat_map(|token| words_of(token))
            .collect();
        let whole = words.join("_");
        let base: String = whole.chars().rev().take(NAME).collect::<Vec<_>>().into_iter().rev().collect();
        let base = base.trim_matches('_').to_owned();
        let existing = self.root.get("components").and_then(|components| components.get(kind.key()));
        let free = |name: &str| {
            existing.is_none_or(|all| all.get(name).is_none()) && !self.taken.contains(&(kind, name.to_owned()))
        };
        let mut name = base.clone();
        let mut number = 1_u32;
        while !free(&name) {
            number += 1;
            name = format!("{base}_{number}");
        }
        name
    }

    fn wrong_kind(&mut self, kind: Kind, reference: &str, at: &Node) {
        let message = format!(
            "The `$ref` to {} stands where {} is needed, but names something else.",
            quoted(reference),
            kind.noun()
        );
        let help = format!("Refer to {} under `#/components/{}`.", kind.noun(), kind.key());
        self.diagnostics.push(Diagnostic::error(Code::ReferenceKind, message, help).at(at.span()));
    }

    fn want(&mut self, kind: Kind, name: String, node: Node, key_span: Span) {
        if self.taken.insert((kind, name.clone())) {
            let failing = self.failing && kind == Kind::Response;
            self.queue.push_back(Wanted { kind, name, node, key_span, failing });
        }
    }
}

impl Wanted {
    /// The entry of `components` that it becomes.
    pub(super) fn entry(self, node: Node) -> Entry {
        Entry { key: self.name.into(), key_span: self.key_span, node }
    }
}

/// The words of a part of a pointer for a name; of a path without its parameters, whose braces may be percent-encoded.
fn words_of(token: &str) -> Vec<String> {
    let token = token.replace("%7B", "{").replace("%7b", "{").replace("%7D", "}").replace("%7d", "}");
    let parts = token.split('/').filter(|part| !(part.starts_with('{') && part.ends_with('}')));
    let words = parts.flat_map(|part| part.split(|c: char| !c.is_ascii_alphanumeric()));
    words.filter(|word| !word.is_empty()).map(str::to_owned).collect()
}

fn local(kind: Kind, name: &str) -> String {
    format!("#/components/{}/{}", kind.key(), escape_token(name))
}

/// The report of a cycle of references: each of them, or the first few.
pub(super) fn cycle(seen: &[String], again: &str) -> Diagnostic {
    let start = seen.iter().position(|name| name == again).unwrap_or(0);
    let round = seen.get(start..).unwrap_or_default();
    let mut named: Vec<String> = round.iter().take(NAMED).map(|name| quoted(name)).collect();
    if round.len() > NAMED {
        named.push(format!("{} more", round.len() - NAMED));
    }
    named.push(quoted(again));
    let message = format!("References go in a circle: {}.", named.join(" -> "));
    let help = "Let one of them say what it is: a schema that is only itself has no meaning. A type may contain itself in a field, not in `$ref` or `allOf`.";
    Diagnostic::error(Code::ReferenceCycle, message, help)
}
