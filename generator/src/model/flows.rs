//! The flows of OAuth 2 and the addresses of authorization servers.

use super::read::{Place, Reading};
use super::schemes::Around;
use super::{Flow, FlowKind, Scope, url};
use crate::diagnostic::{Code, Diagnostic, quoted, quoted_address};

/// Flows in document order. `openapiv3` sorts them by its own fields and knows no device flow.
pub(super) fn flows<'a>(reading: &Reading<'a>, around: Around<'_>, place: &Place<'a>) -> Vec<Flow> {
    let Some(flows) = place.get("flows") else { return Vec::new() };
    let metadata = place.get("oauth2MetadataUrl").and_then(|url| metadata(around, url.node.as_str()?.trim()));
    let found = flows.entries().filter_map(|(name, flow_place)| flow(reading, around, name, &flow_place));
    found.map(|flow| Flow { metadata_url: metadata.clone(), ..flow }).collect()
}

fn flow<'a>(reading: &Reading<'a>, around: Around<'_>, name: &str, place: &Place<'a>) -> Option<Flow> {
    let kind = match name {
        "authorizationCode" => FlowKind::AuthorizationCode,
        "clientCredentials" => FlowKind::ClientCredentials,
        "password" => FlowKind::Password,
        "implicit" => FlowKind::Implicit,
        "deviceAuthorization" | "x-deviceAuthorization" => FlowKind::Device,
        _ => return None,
    };
    // Nobody is sent to the addresses of a flow that is not offered.
    let offered = kind != FlowKind::Implicit;
    let at = |key: &str| {
        let url = place.get(key).filter(|_| offered)?;
        let text = url.node.as_str()?.to_owned();
        checked(reading, around, &url, key, &text)
    };
    let needs: &[&str] = match kind {
        FlowKind::AuthorizationCode => &["authorizationUrl", "tokenUrl"],
        FlowKind::Device => &["deviceAuthorizationUrl", "tokenUrl"],
        FlowKind::ClientCredentials | FlowKind::Password => &["tokenUrl"],
        FlowKind::Implicit => &[],
    };
    let text = |key: &str| {
        let url = place.get(key).and_then(|url| url.node.as_str().map(str::to_owned));
        url.filter(|url| !url.trim().is_empty())
    };
    if let Some(missing) = needs.iter().find(|key| text(key).is_none_or(|url| is_prose(&url))) {
        let message = match text(missing) {
            Some(prose) => {
                format!("{} in {missing} of the flow {} is no address", quoted_address(&prose), quoted(name))
            }
            None => format!("the flow {} has no {missing}", quoted(name)),
        };
        let help = format!("the flow is left out; add its {missing} by an overlay");
        reading.report(Diagnostic::warning(Code::AuthUrl, message, help).at(place.span()));
        return None;
    }
    if kind == FlowKind::Implicit {
        let message =
            "the implicit flow is not offered: its tokens travel in the browser's address bar (RFC 9700, 2.1.2)";
        let help = "use the authorization code flow, which the same servers have; give its addresses by an overlay where the document does not";
        reading.report(Diagnostic::note(Code::FlowRefused, message, help).at(place.span()));
    }
    let token_url = at("tokenUrl");
    Some(Flow {
        kind,
        authorization_url: at("authorizationUrl"),
        token_url,
        refresh_url: at("refreshUrl"),
        device_authorization_url: at("deviceAuthorizationUrl"),
        metadata_url: None,
        scopes: scopes(reading, place),
        operation: None,
    })
}

/// Where the server describes itself. Nobody is sent there by themselves, so that one that cannot be used is no fault.
fn metadata(around: Around<'_>, text: &str) -> Option<String> {
    let base = around.servers.iter().find(|server| !server.relative).map(|server| server.url.as_str());
    let resolved = base.and_then(|base| url::resolve(base, text)).unwrap_or_else(|| text.to_owned());
    let usable = url::parts(&resolved).is_some_and(|parts| parts.fault().is_none() && parts.is_safe());
    (usable && !resolved.contains(['{', '#', '"', '\\'])).then_some(resolved)
}

/// `See the portal`, `https is required`: words where an address belongs.
fn is_prose(text: &str) -> bool {
    let mut words = text.split_whitespace();
    let first = words.next().unwrap_or_default();
    words.next().is_some() && first.chars().all(|this| this.is_alphanumeric() || this == ',')
}

fn scopes(reading: &Reading<'_>, place: &Place<'_>) -> Vec<Scope> {
    let Some(scopes) = place.get("scopes") else { return Vec::new() };
    let valid = |name: &str| !name.is_empty() && !name.chars().any(|this| this.is_control() || this == ' ');
    let mut found = Vec::new();
    for (name, docs) in scopes.entries().filter(|(name, _)| !name.starts_with("x-")) {
        if valid(name) {
            found.push(Scope { name: name.to_owned(), docs: docs.node.as_str().unwrap_or_default().to_owned() });
        } else {
            let message = format!("the scope {} cannot be sent: blanks separate scopes (RFC 6749, 3.3)", quoted(name));
            let help = "it is left out; correct it by an overlay";
            reading.report(Diagnostic::warning(Code::Scheme, message, help).at(docs.span()));
        }
    }
    found
}

/// Whether the query gives a value to something that goes by a secret's name. A variable is no value yet.
fn has_secret(text: &str) -> bool {
    let (_, query) = text.split_once('?').unwrap_or_default();
    let mut pairs = query.split(['&', ';']).filter_map(|pair| pair.split_once('='));
    pairs.any(|(name, value)| !value.is_empty() && !value.starts_with('{') && crate::shape::is_secret(name, None))
}

/// A URL of an authorization server: resolved against the first server, https, without a fragment (RFC 6749, 3.1 and 3.2).
pub(super) fn checked(
    reading: &Reading<'_>,
    around: Around<'_>,
    place: &Place<'_>,
    key: &str,
    text: &str,
) -> Option<String> {
    let text = url::placeholders(text.trim());
    let text = text.as_str();
    let refuse = |why: &str| {
        let message = format!("{} in {}: {why}", quoted_address(text), quoted(key));
        let help = "give the https address, without a fragment and without a secret";
        reading.report(Diagnostic::error(Code::AuthUrl, message, help).at(place.span()));
    };
    if text.is_empty() {
        return None;
    }
    let base = around.servers.iter().find(|server| !server.relative).map(|server| server.url.as_str());
    let resolved = base.and_then(|base| url::resolve(base, text)).unwrap_or_else(|| text.to_owned());
    let parts = url::parts(&resolved);
    let variables = url::variables(text);
    // A variable may be anything; a brace alone is none.
    let open = |authority: &str| authority.contains('{') && variables.is_ok();
    let fault = parts.and_then(|parts| parts.fault().filter(|_| !open(parts.authority)));
    let secure = parts.is_none_or(|parts| parts.is_safe());
    if text.contains('#') {
        refuse("it has a fragment, which RFC 6749 forbids");
    } else if has_secret(text) {
        refuse("its query holds a secret, which RFC 6749, 2.3.1, forbids and logs keep");
    } else if url::has_foreign(text) || text.contains(':') && url::parts(text).is_none() && !text.starts_with('/') {
        refuse("it is no http address");
    } else if let Some(why) = fault {
        refuse(why);
    } else if !secure && url::parts(text).is_some() {
        refuse("it is not reached by https");
    } else if variables.as_ref().map_or(true, |names| names.iter().any(|name| name.trim().is_empty())) {
        refuse("it has a brace that names no variable");
    } else {
        return Some(resolved);
    }
    None
}
