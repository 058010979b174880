//! One operation of the document: what the evidence makes of it.

use super::prefilter::Look;
use super::surroundings::{self, Surroundings};
use super::{AuthOperation, Candidate, Evidence, clues, decide, facts, leaves, overrule, paths};
use crate::diagnostic::{Code, Diagnostic, Diagnostics, quoted};
use crate::document::Node;
use crate::model::Role;
use crate::shape::access_token;

/// An operation and where it stands.
#[derive(Clone, Copy)]
pub(super) struct Place<'d> {
    pub(super) root: &'d Node,
    pub(super) item: &'d Node,
    pub(super) method: &'d str,
    pub(super) path: &'d str,
    /// Whether the path speaks of authentication, or a security scheme of the path.
    pub(super) named: bool,
    pub(super) node: &'d Node,
}

impl Place<'_> {
    /// What the operation is: as the document or an overlay says, else by the evidence.
    pub(super) fn judge<'a>(
        &self,
        look: &Look<'_>,
        steps: &overrule::Steps,
        around: impl Fn() -> &'a Surroundings,
        diagnostics: &mut Diagnostics,
    ) -> Option<Candidate> {
        if look.overruled {
            match overrule::read(self.node, diagnostics) {
                Some(overrule::Said::None) => return None,
                Some(overrule::Said::Role(role)) => {
                    return Some(self.candidate(role, 100, true, vec![overrule::evidence(role)]));
                }
                None => {}
            }
        }
        let found = self.weigh(look, around, diagnostics);
        steps.judge((self.method, self.path), self.node, found)
    }

    /// What the evidence makes of it.
    fn weigh<'a>(
        &self,
        look: &Look<'_>,
        around: impl Fn() -> &'a Surroundings,
        diagnostics: &mut Diagnostics,
    ) -> Option<Candidate> {
        // What a browser asks before a request, and what echoes one, is no operation of the API.
        if matches!(self.method, "OPTIONS" | "TRACE") || (!self.named && !look.may_be_auth) {
            return None;
        }
        let malformed = self.malformed();
        if malformed.is_empty() {
            return self.decide(around);
        }
        // What else is wrong with it is said in the same run.
        let sound = malformed.iter().fold(self.node.clone(), |node, (key, _)| node.without(key));
        diagnostics.extend(malformed.into_iter().map(|(_, fault)| fault));
        Place { node: &sound, ..*self }.decide(around)
    }

    /// What an operation of sound parts is.
    fn decide<'a>(&self, around: impl Fn() -> &'a Surroundings) -> Option<Candidate> {
        let mut facts = facts::Facts::read(self.root, self.item, self.method, self.path, self.node, around());
        facts.beside_sign_in = self.is_beside_sign_in(around());
        let mut clues = clues::Clues::of(&facts, around());
        let mut verdict = decide::decide(&clues);
        let unsure = verdict.as_ref().is_none_or(|verdict| !verdict.believed);
        let gives = unsure && facts.is_secretless() && access_token(&facts.reply).is_some();
        if gives && matches!(self.method, "POST" | "PUT") && self.gives_session(around()) {
            clues.gives_session(self.path);
            verdict = decide::decide(&clues);
        }
        let mut verdict = verdict?;
        // Asked last and of few: it looks at all paths.
        if verdict.believed && !clues.names_endpoint() && self.keeps_thing() {
            clues.keeps_thing(self.path);
            verdict = decide::decide(&clues)?;
        }
        Some(self.candidate(verdict.role, verdict.score, verdict.believed, verdict.evidence))
    }

    /// Whether this asks for or ends what a POST to the same path begins.
    fn is_beside_sign_in(&self, around: &Surroundings) -> bool {
        let at_path = self.item.get("post").filter(|_| matches!(self.method, "GET" | "DELETE"));
        let above = || {
            let (folder, last) = self.path.trim_end_matches('/').rsplit_once('/')?;
            let parameter = self.method == "DELETE" && last.starts_with('{');
            self.root.get("paths")?.get(folder).filter(|_| parameter)?.get("post").map(|post| (folder, post))
        };
        let sign_in = at_path.map(|post| (self.path, post)).or_else(above);
        sign_in.is_some_and(|(path, post)| {
            let facts = facts::Facts::read(self.root, self.item, "POST", path, post, around);
            let verdict = decide::decide(&clues::Clues::of(&facts, around));
            verdict.is_some_and(|verdict| verdict.believed && verdict.role == Role::Issue)
        })
    }

    /// Whether what comes back is, by its schema's name, what comes back from a sign-in.
    fn gives_session(&self, around: &Surroundings) -> bool {
        let sessions = around.sessions.get_or_init(|| surroundings::sessions(self.root));
        surroundings::reply_schema(self.root, self.node).is_some_and(|schema| sessions.contains(schema))
    }

    /// Whether a thing is kept here that can be changed later: `/stages/login` beside a PUT or PATCH of `/stages/login/{id}`.
    fn keeps_thing(&self) -> bool {
        let changes = |item: &Node| {
            let item = leaves::resolve(self.root, item);
            item.get("put").is_some() || item.get("patch").is_some()
        };
        let path = self.path.trim_end_matches('/');
        if path.ends_with('}') {
            // A token that is renewed by a PUT to itself is no such thing.
            return !path.to_ascii_lowercase().ends_with("token}") && changes(self.item);
        }
        let is_item = |key: &str| {
            let id = key.strip_prefix(path).and_then(|rest| rest.strip_prefix("/{")).map(|id| id.trim_end_matches('/'));
            id.is_some_and(|id| id.find('}') == id.len().checked_sub(1))
        };
        paths(self.root).iter().any(|entry| is_item(&entry.key) && changes(&entry.node))
    }

    /// What is wrong with the parts of an operation that may be one of ours, each with its key.
    fn malformed(&self) -> Vec<(&str, Diagnostic)> {
        let wanted = |key: &str, node: &Node| match key {
            "requestBody" | "responses" if !node.is_mapping() => Some("a mapping"),
            "parameters" if !node.is_sequence() => Some("a list"),
            _ => None,
        };
        let faults = self.node.entries().iter().filter(|entry| !entry.node.is_null()).filter_map(|entry| {
            let wanted = wanted(&entry.key, &entry.node)?;
            let message = format!(
                "`{}` of {} {} is {}, not {wanted}.",
                entry.key,
                self.method,
                quoted(self.path),
                entry.node.what()
            );
            let help =
                "Correct it, or say by an overlay that the operation is no sign-in: `x-authwright: {role: none}`.";
            Some((&*entry.key, Diagnostic::error(Code::WrongType, message, help).at(entry.node.span())))
        });
        faults.collect()
    }

    fn candidate(&self, role: Role, score: i32, believed: bool, evidence: Vec<Evidence>) -> Candidate {
        let operation = AuthOperation {
            method: self.method.to_owned(),
            path: self.path.to_owned(),
            role,
            evidence,
            at: self.node.span(),
        };
        Candidate { operation, score, believed }
    }
}
