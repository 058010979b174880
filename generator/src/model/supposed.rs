//! Security schemes that operations require and nobody declares, but whose name or header says what they are.

use super::extension::SchemeMark;
use super::operations::places;
use super::read::{Kind, Place, Reading};
use super::schemes::{Around, inputs, is_declared};
use super::types::At;
use super::{Scheme, SchemeKind};
use crate::diagnostic::{Code, Diagnostic, quoted};
use crate::document::Node;
use crate::select::{Authorization, Selection};

/// Takes `basicAuth` and `bearerAuth` for what they are called, where no scheme of that kind is declared, and says so.
pub(super) fn suppose(reading: &Reading<'_>, around: Around<'_>, schemes: &mut Vec<Scheme>, selection: &Selection) {
    let root = reading.root();
    let global = root.get("security");
    let own = selection.operations.iter().filter_map(|found| places(reading, found)?.1.get("security"));
    let lists = global.into_iter().chain(own).map(|list| list.node);
    let lists = lists.chain(selection.required.iter().filter_map(|one| one.security.as_ref()));
    for entry in lists.flat_map(Node::items).flat_map(|way| way.needs().into_owned()) {
        let id = &*entry.key;
        let Some(kind) = called(id) else { continue };
        if is_declared(reading, id) || schemes.iter().any(|scheme| is_like(&scheme.kind, &kind)) {
            continue;
        }
        let name = if kind == SchemeKind::Basic { "basic" } else { "bearer" };
        let message =
            format!("the security scheme {} is required but not declared: it is taken for HTTP {name}", quoted(id));
        let help = format!(
            "declare it: `- target: $.components` with `update: {{ securitySchemes: {{ {id}: {{ type: http, scheme: {name} }} }} }}`"
        );
        reading.report(Diagnostic::warning(Code::Scheme, message, help).at(entry.key_span));
        let inputs = inputs(&kind, id, around, &SchemeMark::default(), schemes.is_empty());
        let at = At { pointer: "/security".to_owned(), span: entry.key_span };
        schemes.push(Scheme { id: id.to_owned(), kind, inputs, docs: None, at });
    }
    suppose_basic(reading, around, schemes, selection);
}

/// Takes an `Authorization` header that is said to hold a user and a password for HTTP Basic, where no such scheme is declared.
fn suppose_basic(reading: &Reading<'_>, around: Around<'_>, schemes: &mut Vec<Scheme>, selection: &Selection) {
    const NAMES: &[&str] = &["basicAuth", "basic", "httpBasic"];
    if schemes.iter().any(|scheme| scheme.kind == SchemeKind::Basic) {
        return;
    }
    let root = reading.root();
    let places = selection.operations.iter().filter_map(|found| places(reading, found));
    let lists = places.flat_map(|(path, operation)| [operation.get("parameters"), path.get("parameters")]);
    let params = lists.flatten().flat_map(|list| list.items().collect::<Vec<_>>());
    let Some(param) =
        params.filter_map(|param| reading.peek(param, Kind::Parameter)).find(|param| is_basic(&root, param))
    else {
        return;
    };
    let Some(id) = NAMES.iter().find(|id| !is_declared(reading, id)) else { return };
    let inputs = inputs(&SchemeKind::Basic, id, around, &SchemeMark::default(), schemes.is_empty());
    let docs = param.get("description").and_then(|docs| docs.node.as_str()).map(str::to_owned);
    schemes.push(Scheme { id: (*id).to_owned(), kind: SchemeKind::Basic, inputs, docs, at: param.at() });
}

/// Whether the parameter is the header, and is said to hold what RFC 7617 puts there and not a key: `Basic base64(id:secret)`.
fn is_basic(root: &Place<'_>, param: &Place<'_>) -> bool {
    let text = |key: &str| param.get(key).and_then(|value| value.node.as_str()).unwrap_or_default();
    text("in") == "header"
        && text("name").eq_ignore_ascii_case("authorization")
        && Authorization::of(root.node, param.node) == Authorization::Basic { told: true }
}

/// The scheme that a name speaks of and nothing else: `basicAuth`, `http_bearer`, `BearerToken`.
fn called(id: &str) -> Option<SchemeKind> {
    const BESIDES: &[&str] = &["authentication", "authorization", "auth", "http", "scheme", "security", "jwt", "token"];
    let mut name: String = id.chars().filter(char::is_ascii_alphanumeric).collect::<String>().to_ascii_lowercase();
    for word in BESIDES {
        name = name.replacen(word, "", 1);
    }
    match name.as_str() {
        "basic" => Some(SchemeKind::Basic),
        "bearer" => Some(SchemeKind::Bearer { format: None }),
        _ => None,
    }
}

/// Whether the declared one may be what was meant: of the same kind, or another way to give a token.
fn is_like(declared: &SchemeKind, supposed: &SchemeKind) -> bool {
    match declared {
        SchemeKind::Basic => *supposed == SchemeKind::Basic,
        SchemeKind::MutualTls => false,
        _ => *supposed != SchemeKind::Basic,
    }
}

#[cfg(test)]
mod tests {
    use super::called;
    use crate::model::SchemeKind;

    #[test]
    fn a_name_that_says_more_says_too_little() {
        for id in ["basic", "basicAuth", "HTTP_Basic", "Basic Authentication"] {
            assert_eq!(called(id), Some(SchemeKind::Basic), "{id}");
        }
        for id in ["bearer", "bearerAuth", "JWT Bearer Token", "http-bearer"] {
            assert_eq!(called(id), Some(SchemeKind::Bearer { format: None }), "{id}");
        }
        for id in ["", "auth", "token", "basicPlan", "bearerOfNews", "basicBearer", "ApiKeyAuth"] {
            assert_eq!(called(id), None, "{id}");
        }
    }
}
