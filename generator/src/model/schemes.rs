//! Security schemes and requirements. Names and types in documents lie: what a scheme is, its wire form decides.

use std::collections::HashSet;

use super::env;
use super::extension::SchemeMark;
use super::flows::{checked, flows};
use super::prefix::{name_with_prefix, prefix_in};
use super::read::{Kind, Place, Reading};
use super::servers::reference;
use super::supposed::suppose;
use super::{
    ApiKeyPlace, Flow, Need, Requirement, Scheme, SchemeInput, SchemeKind, SchemePart, Server, is_offered, url,
};
use crate::diagnostic::{Code, Diagnostic, quoted};
use crate::document::{Entry, Node};
use crate::select::Selection;

/// What schemes are read with.
#[derive(Clone, Copy, Debug)]
pub(super) struct Around<'s> {
    /// The provider's short name, for environment variables.
    pub(super) provider: &'s str,
    /// The servers, to which relative URLs belong.
    pub(super) servers: &'s [Server],
}

/// The schemes of the document: those that it declares, and those that it requires by a name that says what they are.
pub(super) fn schemes<'a>(reading: &Reading<'a>, around: Around<'_>, selection: &Selection) -> Vec<Scheme> {
    let declared = reading.at("/components/securitySchemes");
    let places: Vec<(&str, Place<'a>)> = declared.iter().flat_map(Place::entries).collect();
    let alone = places.len() == 1;
    let mut schemes: Vec<Scheme> =
        places.into_iter().filter_map(|(id, place)| scheme(reading, around, id, place, alone)).collect();
    suppose(reading, around, &mut schemes, selection);
    distinguish(&mut schemes);
    schemes
}

/// Ids that differ only in signs or case would share their variables: the later ones are numbered.
fn distinguish(schemes: &mut [Scheme]) {
    let mut taken = HashSet::new();
    for input in schemes.iter_mut().flat_map(|scheme| &mut scheme.inputs) {
        let plain = input.env.clone();
        let mut number = 2;
        while !taken.insert(input.env.clone()) {
            input.env = format!("{plain}_{number}");
            number += 1;
        }
    }
}

fn scheme<'a>(reading: &Reading<'a>, around: Around<'_>, id: &str, place: Place<'a>, alone: bool) -> Option<Scheme> {
    let place = reading.resolve(place, Kind::SecurityScheme)?;
    if place.node.is_null() {
        let message = format!("the security scheme {} is null", quoted(id));
        reading.report(Diagnostic::error(Code::WrongType, message, "describe it, or remove it").at(place.span()));
        return None;
    }
    if id.trim().is_empty() {
        let message = "a security scheme has no name, so that nothing can refer to it";
        reading.report(Diagnostic::error(Code::Scheme, message, "give it a name").at(place.span()));
        return None;
    }
    let mark = SchemeMark::read(reading, &place);
    let docs = place.get("description").and_then(|docs| docs.node.as_str().map(str::to_owned));
    let kind = kind(reading, around, &place, &mark, docs.as_deref())?;
    let inputs = inputs(&kind, id, around, &mark, alone);
    Some(Scheme { id: id.to_owned(), kind, inputs, docs, at: place.at() })
}

fn kind<'a>(
    reading: &Reading<'a>,
    around: Around<'_>,
    place: &Place<'a>,
    mark: &SchemeMark,
    docs: Option<&str>,
) -> Option<SchemeKind> {
    let ty = place.get("type").and_then(|ty| ty.node.as_str().map(str::to_owned)).unwrap_or_default();
    // `openapiv3` is of OpenAPI 3.0, which has no such type.
    if ty.eq_ignore_ascii_case("mutualTLS") {
        return Some(SchemeKind::MutualTls);
    }
    if !matches!(ty.as_str(), "apiKey" | "http" | "oauth2" | "openIdConnect") {
        let message = format!("{} is no type of a security scheme", quoted(&ty));
        let help = "use apiKey, http, oauth2, openIdConnect or mutualTLS";
        reading.report(Diagnostic::warning(Code::Scheme, message, help).at(place.span()));
        return None;
    }
    match reading.read::<openapiv3::SecurityScheme>(place, Kind::SecurityScheme)? {
        openapiv3::SecurityScheme::APIKey { location, name, .. } => {
            api_key(reading, place, &location, name, mark, docs)
        }
        openapiv3::SecurityScheme::HTTP { scheme, .. } if !is_token(&scheme) => {
            let message = format!("{} cannot be the name of an HTTP authentication scheme", quoted(&scheme));
            reading.report(
                Diagnostic::error(Code::Scheme, message, "use a name such as bearer or basic").at(place.span()),
            );
            None
        }
        openapiv3::SecurityScheme::HTTP { scheme, bearer_format, .. } => Some(http(&scheme, bearer_format)),
        openapiv3::SecurityScheme::OAuth2 { .. } => Some(SchemeKind::OAuth2 { flows: flows(reading, around, place) }),
        openapiv3::SecurityScheme::OpenIDConnect { open_id_connect_url, .. } => {
            if open_id_connect_url.trim().is_empty() {
                let message = "the scheme has no openIdConnectUrl";
                let help = "it is left out; add the address of the provider's configuration by an overlay";
                reading.report(Diagnostic::warning(Code::AuthUrl, message, help).at(place.span()));
            }
            let url = checked(reading, around, place, "openIdConnectUrl", &open_id_connect_url)?;
            Some(SchemeKind::OpenIdConnect { url })
        }
    }
}

fn http(scheme: &str, format: Option<String>) -> SchemeKind {
    match scheme.to_ascii_lowercase().as_str() {
        "bearer" => SchemeKind::Bearer { format },
        "basic" => SchemeKind::Basic,
        "mutual" => SchemeKind::MutualTls,
        _ => SchemeKind::Http { scheme: scheme.to_owned() },
    }
}

/// Headers that the HTTP client sets, by which a message is found and ends.
pub(super) const FRAMING: &[&str] =
    &["host", "content-length", "transfer-encoding", "connection", "te", "trailer", "upgrade", "expect"];

fn api_key(
    reading: &Reading<'_>,
    place: &Place<'_>,
    location: &openapiv3::APIKeyLocation,
    name: String,
    mark: &SchemeMark,
    docs: Option<&str>,
) -> Option<SchemeKind> {
    let key_place = match location {
        openapiv3::APIKeyLocation::Query => ApiKeyPlace::Query,
        openapiv3::APIKeyLocation::Header => ApiKeyPlace::Header,
        openapiv3::APIKeyLocation::Cookie => ApiKeyPlace::Cookie,
    };
    let (name, spelled) = match name_with_prefix(&name).filter(|_| key_place == ApiKeyPlace::Header) {
        Some((header, prefix)) => (header.to_owned(), Some(prefix)),
        None => (name, None),
    };
    let usable = match key_place {
        ApiKeyPlace::Query => !name.is_empty() && !name.chars().any(char::is_control),
        ApiKeyPlace::Header | ApiKeyPlace::Cookie => is_token(&name),
    };
    if !usable {
        let message = format!("{} cannot be the name of a {}", quoted(&name), key_place.word());
        let help = "a name has letters, digits and the signs of RFC 9110, 5.6.2; no blanks, no line ends";
        reading.report(Diagnostic::error(Code::Scheme, message, help).at(place.span()));
        return None;
    }
    if key_place == ApiKeyPlace::Header && FRAMING.contains(&name.to_ascii_lowercase().as_str()) {
        let message =
            format!("{} cannot be the name of a header with a key: it says how the message is sent", quoted(&name));
        let help = "correct the name by an overlay";
        reading.report(Diagnostic::error(Code::Scheme, message, help).at(place.span()));
        return None;
    }
    let authorization = key_place == ApiKeyPlace::Header && name.eq_ignore_ascii_case("authorization");
    // `Token token="..."` is no prefix; `infer` makes a template of it.
    let told = docs.filter(|docs| authorization && !docs.contains("token=")).and_then(prefix_in).unwrap_or_default();
    let prefix = mark.prefix.clone().or_else(|| template_prefix(mark)).or(spelled).unwrap_or(told);
    Some(SchemeKind::ApiKey { place: key_place, name, prefix })
}

fn template_prefix(mark: &SchemeMark) -> Option<String> {
    mark.template.as_deref()?.strip_suffix("{token}").map(str::to_owned)
}

/// Whether the text is a token of RFC 9110, 5.6.2.
pub(super) fn is_token(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&byte))
}

pub(super) fn inputs(
    kind: &SchemeKind,
    id: &str,
    around: Around<'_>,
    mark: &SchemeMark,
    alone: bool,
) -> Vec<SchemeInput> {
    let provider = around.provider;
    let parts: &[(SchemePart, &str)] = match kind {
        SchemeKind::Bearer { .. } => &[(SchemePart::Key, "token")],
        SchemeKind::ApiKey { .. } => &[(SchemePart::Key, "key")],
        SchemeKind::Http { .. } => &[(SchemePart::Key, "credentials")],
        // No flow of it is offered: a token can only come from elsewhere.
        SchemeKind::OAuth2 { flows } if !is_offered(flows) => &[(SchemePart::Key, "token")],
        SchemeKind::Basic => &[(SchemePart::User, "user"), (SchemePart::Password, "password")],
        SchemeKind::OAuth2 { .. } | SchemeKind::OpenIdConnect { .. } => {
            &[(SchemePart::ClientId, "client_id"), (SchemePart::ClientSecret, "client_secret")]
        }
        SchemeKind::MutualTls => &[],
    };
    let one = parts.len() == 1;
    let named = |part: SchemePart, word: &str| {
        let said = mark.env.iter().find(|(said, _)| *said == Some(part) || (said.is_none() && one));
        said.map_or_else(
            || match (one, alone, kind) {
                // A key is called as its scheme is; the parts of others say what they are.
                (true, _, SchemeKind::ApiKey { .. }) => env::variable(provider, id),
                (_, true, _) => env::variable(provider, word),
                (_, false, _) => env::variable(provider, &env::joined(id, word)),
            },
            |(_, name)| name.clone(),
        )
    };
    let fixed = parts.iter().map(|(part, word)| SchemeInput { part: *part, variable: None, env: named(*part, word) });
    let variables = variables(kind, around.servers).into_iter().map(|variable| SchemeInput {
        part: SchemePart::Address,
        env: env::variable(provider, &if alone { variable.clone() } else { format!("{id}_{variable}") }),
        variable: Some(variable),
    });
    fixed.chain(variables).collect()
}

/// The variables in the addresses of the authorization server that are not the API's own.
fn variables(kind: &SchemeKind, servers: &[Server]) -> Vec<String> {
    let urls: Vec<&str> = match kind {
        SchemeKind::OAuth2 { flows } => flows.iter().flat_map(Flow::addresses).collect(),
        SchemeKind::OpenIdConnect { url } => vec![url],
        _ => Vec::new(),
    };
    let mut found: Vec<String> = Vec::new();
    for url in urls {
        let reference = reference(servers, url);
        for name in url::variables(&reference).unwrap_or_default() {
            if !found.iter().any(|known| known == name) {
                found.push(name.to_owned());
            }
        }
    }
    found
}

/// The requirements at `place`: alternatives of schemes that go together. `None` where nothing is said.
pub(super) fn requirements(reading: &Reading<'_>, place: &Place<'_>, schemes: &[Scheme]) -> Option<Vec<Requirement>> {
    let list = place.get("security").filter(|list| list.node.is_sequence())?;
    let mut all = Vec::new();
    for alternative in list.items() {
        let mut needs = Vec::new();
        let mut known = true;
        for Entry { key, node: scopes, .. } in &*alternative.node.needs() {
            let id = &**key;
            let declared = schemes.iter().any(|scheme| scheme.id == id);
            // What is wrong with one that is declared has been said; what the document as a whole names, `alternatives` says.
            if !declared && !place.pointer.is_empty() && !is_declared(reading, id) {
                let message = format!("the security scheme {} is required but not declared", quoted(id));
                let help = "declare it in components.securitySchemes; until then the requirement is left out";
                reading.report(Diagnostic::warning(Code::Scheme, message, help).at(scopes.span()));
            }
            known &= declared;
            let named = scopes.items().iter().filter_map(Node::as_str).map(str::trim).filter(|name| !name.is_empty());
            let mut scopes: Vec<String> = Vec::new();
            for name in named {
                if !scopes.iter().any(|known| known == name) {
                    scopes.push(name.to_owned());
                }
            }
            needs.push(Need { scheme: id.to_owned(), scopes });
        }
        if known {
            all.push(Requirement { needs });
        }
    }
    Some(all)
}

/// Whether the document has a scheme of this id, usable or not.
pub(super) fn is_declared(reading: &Reading<'_>, id: &str) -> bool {
    reading.at("/components/securitySchemes").is_some_and(|schemes| schemes.get(id).is_some())
}
