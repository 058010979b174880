//! `select`: which operations sign a program in, by evidence that can be explained.
//!
//! Only this stage knows how one recognises an auth operation. The rules and their weights stand in [`table`]; the words they
//! look for in [`crate::vocabulary`].

mod authorization;
mod closure;
mod clue;
mod clues;
mod decide;
mod elsewhere;
mod examples;
mod facts;
mod leaves;
mod misplaced;
mod names;
mod overrule;
mod place;
mod prefilter;
mod required;
mod role;
mod surroundings;
pub mod table;
mod taken;
#[cfg(test)]
mod tests;

use std::sync::OnceLock;

pub use authorization::Authorization;
use elsewhere::Elsewhere;
use place::Place;
pub use prefilter::{path_may_be_auth, prepare};
use required::Collector;
pub use required::Required;
use surroundings::Surroundings;
pub use taken::Taken;

use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::document::{Document, Entry, Node, Span};
pub use crate::model::Role;
use crate::parallel;

/// What was selected from a document.
#[derive(Clone, Debug)]
pub struct Selection {
    /// The auth operations, in document order.
    pub operations: Vec<AuthOperation>,
    /// Operations that are none, in document order: method and path.
    pub left_out: Vec<(String, String)>,
    /// Of those, the few that came closest to a role, closest first.
    pub close: Vec<Candidate>,
    /// What the operations that are none ask for, in document order.
    pub required: Vec<Required>,
    /// The parameters that many of these have in common.
    pub taken: Vec<Taken>,
    /// An OpenAPI 3.0 document of `info`, `servers`, `security`, the auth operations, the security schemes and all
    /// that these reach through `$ref`; nothing else. Spans are those of the user's own files. Every `$ref` in it names an
    /// entry of its `components` of the right kind that is no alias.
    pub closure: Node,
}

/// An operation that was recognised.
#[derive(Clone, Debug)]
pub struct AuthOperation {
    /// Upper case.
    pub method: String,
    /// The path template, as written.
    pub path: String,
    /// What it does in a session's life.
    pub role: Role,
    /// Why.
    pub evidence: Vec<Evidence>,
    /// Where it stands.
    pub at: Span,
}

/// One reason for or against a role.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Evidence {
    /// The rule's name in the table of evidence.
    pub name: &'static str,
    /// What it weighs; negative speaks against.
    pub weight: i32,
    /// What was seen, in the document's own words.
    pub seen: String,
}

/// An operation that came close to a role, or reached one: what `inspect` and the tests of recognition look at.
#[derive(Clone, Debug)]
pub struct Candidate {
    /// The operation with the best role.
    pub operation: AuthOperation,
    /// What its evidence adds up to.
    pub score: i32,
    /// Whether that was enough.
    pub believed: bool,
}

/// The score from which on an operation that is none came close.
const CLOSE: i32 = table::THRESHOLD / 2;
/// How many of those are kept.
const SHOWN: usize = 5;

/// The methods of operations, as path items spell them.
pub(crate) const METHODS: &[&str] = &["get", "put", "post", "delete", "options", "head", "patch", "trace"];

/// Recognises the auth operations of a normalised document and cuts out what they need.
///
/// The diagnostics concern the closure alone: references that lead nowhere, in a circle, out of the document or to the wrong
/// kind of thing, roles in `x-authwright` that do not exist, and a document without any authentication.
pub fn select(document: &Document) -> (Selection, Diagnostics) {
    let mut diagnostics = Vec::new();
    let mut operations = Vec::new();
    let mut left_out = Vec::new();
    let mut close = Vec::new();
    let mut required = Collector::default();
    let mut elsewhere = Vec::new();
    for share in scan(&document.root) {
        diagnostics.extend(share.diagnostics);
        elsewhere.extend(share.elsewhere.into_iter().filter(Elsewhere::is_outside));
        required.append(share.required);
        for found in share.found {
            match found {
                Found::Candidate(candidate) if candidate.believed => operations.push(candidate.operation),
                Found::Candidate(candidate) => {
                    left_out.push((candidate.operation.method.clone(), candidate.operation.path.clone()));
                    if candidate.score >= CLOSE {
                        close.push(candidate);
                    }
                }
                Found::Other { method, path } => left_out.push((method, path)),
            }
        }
    }
    diagnostics.extend(elsewhere.first().map(|first| elsewhere::unknown(first, elsewhere.len())));
    let (closure, faults) = closure::close(&document.root, &operations);
    diagnostics.extend(faults);
    let schemes = closure.get("components").and_then(|components| components.get("securitySchemes"));
    // What is wrong already may be the very operation that signs in.
    let sound = !diagnostics.iter().any(Diagnostic::is_error);
    if operations.is_empty() && schemes.is_none() && sound {
        diagnostics.push(no_authentication(&document.root));
    }
    close.sort_by_key(|candidate| std::cmp::Reverse(candidate.score));
    close.truncate(SHOWN);
    let taken = taken::taken(&document.root, &operations);
    (Selection { operations, left_out, close, required: required.finish(), taken, closure }, diagnostics)
}

/// Every operation that has anything of an auth operation, with its score: for judging the rules.
pub fn candidates(document: &Document) -> Vec<Candidate> {
    let found = scan(&document.root).into_iter().flat_map(|share| share.found);
    found.filter_map(|found| if let Found::Candidate(candidate) = found { Some(candidate) } else { None }).collect()
}

enum Found {
    Candidate(Candidate),
    Other { method: String, path: String },
}

/// How many paths one thread looks through at a time.
const SHARE: usize = 64;
/// A document with fewer paths is looked through with the helper alone: to start threads would take longer.
const FEW: usize = 512;
/// Of such a document, how many paths are looked through at a time, at least: some take ten times as long as others.
const LEAST: usize = 4;
/// How many shares such a document has, about.
const SHARES: usize = 32;

/// What was found at some of the paths, in document order.
#[derive(Default)]
struct Share {
    found: Vec<Found>,
    required: Collector,
    diagnostics: Diagnostics,
    /// Paths that are described in another file, with names that say nothing of authentication.
    elsewhere: Vec<Elsewhere>,
}

fn scan(root: &Node) -> Vec<Share> {
    let around = OnceLock::new();
    let steps = overrule::Steps::read(root);
    let paths = paths(root);
    if (LEAST..FEW).contains(&paths.len()) {
        let size = LEAST.max(paths.len() / SHARES);
        let shares: Vec<usize> = (0..paths.len()).step_by(size).collect();
        let root = root.clone();
        return parallel::share(shares, move |&first| {
            let share = paths_from(&root, first, size);
            scan_share(&root, share, &steps, || around.get_or_init(|| Surroundings::read(&root)))
        });
    }
    let around = || around.get_or_init(|| Surroundings::read(root));
    let shares: Vec<&[Entry]> = paths.chunks(SHARE).collect();
    parallel::map(&shares, |paths| scan_share(root, paths, &steps, around))
}

fn paths(root: &Node) -> &[Entry] {
    root.get("paths").map(Node::entries).unwrap_or_default()
}

/// The paths of the share that begins with the path of this number.
fn paths_from(root: &Node, first: usize, size: usize) -> &[Entry] {
    let rest = paths(root).get(first..).unwrap_or_default();
    rest.get(..size).unwrap_or(rest)
}

/// Looks at every operation of some paths.
fn scan_share<'a>(
    root: &Node,
    paths: &[Entry],
    steps: &overrule::Steps,
    around: impl Fn() -> &'a Surroundings,
) -> Share {
    let mut share = Share::default();
    for entry in paths.iter().filter(|entry| !entry.key.starts_with("x-")) {
        let named = prefilter::path_may_be_auth(&entry.key) || around().names(&entry.key);
        // Most operations are looked at once and never again.
        let fresh = entry.node.unread();
        let item = match elsewhere::resolved(root, &fresh) {
            Ok(item) => item,
            Err(elsewhere) if named => {
                share.diagnostics.push(elsewhere.fault(root, &entry.key));
                continue;
            }
            Err(elsewhere) => {
                share.elsewhere.push(elsewhere);
                continue;
            }
        };
        for operation in item.entries().iter().filter(|entry| is_method(&entry.key)) {
            let method = operation.key.to_ascii_uppercase();
            let place = Place { root, item, method: &method, path: &entry.key, named, node: &operation.node };
            let look = prefilter::look(&operation.node);
            let candidate = place.judge(&look, steps, &around, &mut share.diagnostics);
            if !candidate.as_ref().is_some_and(|candidate| candidate.believed) {
                share.required.note(&method, &entry.key, &operation.node, &look.security);
            }
            share.found.push(match candidate {
                Some(candidate) => Found::Candidate(candidate),
                None => Found::Other { method, path: entry.key.to_string() },
            });
        }
    }
    share
}

fn is_method(key: &str) -> bool {
    METHODS.iter().any(|method| key.eq_ignore_ascii_case(method))
}

fn no_authentication(root: &Node) -> Diagnostic {
    let message =
        "The document has no auth operation and no security scheme: there is nothing that a client could sign in with.";
    let help = "If an operation signs in, say so in an overlay: `x-authwright: {role: issue}` on it; if the API needs a key, add a security scheme there.";
    let at = root.get("paths").map_or(root.span(), Node::span);
    Diagnostic::error(Code::NoAuthentication, message, help).at(at)
}
