//! The parameters that operations which do not sign in have in common: where no scheme says how a token is carried, these do.

use std::collections::{BTreeMap, BTreeSet};

use super::{AuthOperation, METHODS, leaves, paths};
use crate::document::Node;
use crate::model::Place;

/// A parameter in a header, the query or a cookie that is a habit of the document's.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Taken {
    /// Where it goes.
    pub place: Place,
    /// Its name, as first written.
    pub name: String,
    /// What it is said to hold: its description, else its example.
    pub docs: Option<String>,
}

/// How many paths are looked at.
const SAMPLE: usize = 24;

/// Of so many operations one has to take it: some are open to everybody.
const SHARE: usize = 3;

/// What many operations besides these take, the most frequent first.
pub(super) fn taken(root: &Node, sign_ins: &[AuthOperation]) -> Vec<Taken> {
    if sign_ins.is_empty() {
        return Vec::new();
    }
    let step = (paths(root).len() / SAMPLE).max(1);
    let mut seen = 0;
    let mut counted: BTreeMap<(Place, String), (usize, Taken)> = BTreeMap::new();
    for path in paths(root).iter().step_by(step).take(SAMPLE) {
        let item = leaves::resolve(root, &path.node);
        let is_other = |method: &str| {
            let known = |it: &AuthOperation| it.path == *path.key && it.method.eq_ignore_ascii_case(method);
            METHODS.contains(&method) && !sign_ins.iter().any(known)
        };
        for operation in item.entries().iter().filter(|entry| is_other(&entry.key)) {
            seen += 1;
            let mut own = BTreeSet::new();
            for one in [&operation.node, item].into_iter().flat_map(|of| given(root, of)) {
                let key = (one.place, one.name.to_ascii_lowercase());
                if own.insert(key.clone()) {
                    counted.entry(key).or_insert((0, one)).0 += 1;
                }
            }
        }
    }
    let mut often: Vec<(usize, Taken)> = counted.into_values().filter(|(count, _)| count * SHARE >= seen).collect();
    often.sort_by_key(|(count, _)| std::cmp::Reverse(*count));
    often.into_iter().map(|(_, one)| one).collect()
}

/// The parameters of an operation or a path.
fn given<'d>(root: &'d Node, of: &'d Node) -> impl Iterator<Item = Taken> + use<'d> {
    let list = of.get("parameters").map(Node::items).unwrap_or_default();
    list.iter().map(|param| leaves::resolve(root, param)).filter_map(|param| {
        let text = |key: &str| param.get(key).and_then(Node::as_str);
        let docs = text("description").or_else(|| text("example")).map(str::to_owned);
        let place = match text("in")? {
            "header" => Place::Header,
            "query" => Place::Query,
            "cookie" => Place::Cookie,
            _ => return None,
        };
        Some(Taken { place, name: text("name")?.to_owned(), docs })
    })
}

#[cfg(test)]
mod tests {
    use crate::select::select;
    use crate::testing::load;

    #[test]
    fn a_habit_is_what_a_third_does() {
        let text = r"{openapi: 3.0.3, info: {title: t, version: '1'}, paths: {
            /login: {post: {operationId: login, parameters: [{in: header, name: X-Sign, schema: {type: string}}],
              requestBody: {content: {application/json: {schema: {properties: {username: {type: string}, password: {type: string}}}}}},
              responses: {'200': {description: ok, content: {application/json: {schema: {properties: {token: {type: string}}}}}}}}},
            /a: {get: {parameters: [{in: header, name: X-Token, description: from the login}], responses: {}}},
            /b: {parameters: [{$ref: '#/components/parameters/t'}], get: {responses: {}}, put: {responses: {}}},
            /c: {get: {parameters: [{in: header, name: X-Rare}], responses: {}}}},
            components: {parameters: {t: {in: header, name: x-token}}}}";
        let (selection, _) = select(&load("habits", text));
        let found: Vec<_> = selection.taken.iter().map(|it| (it.name.as_str(), it.docs.as_deref())).collect();
        assert_eq!(found, [("X-Token", Some("from the login"))]);
    }
}
