//! The facts of a provider that a user of its crate can depend on.

use std::fmt::Write as _;

use sha2::{Digest as _, Sha256};

use super::surface::{Kind, Subject, Surface};
use crate::model::{
    ApiKeyPlace, Body, Constraints, Credential, Field, FlowKind, Input, Lifecycle, MediaType, Operation, Param, Place,
    Presence, Provider, Reply, ReplyStatus, Requirement, Scheme, SchemeKind, Server, Step, Style, TypeDef, TypeKind,
    TypeRef,
};
use crate::view::fragment::Ident;
use crate::view::names::Names;
use crate::view::variants;

/// What is needed where nothing is.
const NOTHING: &str = "nothing";

impl Surface {
    /// The surface of a provider.
    pub fn of(provider: &Provider) -> Self {
        let mut surface = Self::default();
        let names = Names::new(provider);
        for (server, rust) in provider.servers.iter().zip(&names.servers) {
            surface.server(server, rust);
        }
        for scheme in &provider.schemes {
            surface.scheme(scheme, names.scheme(provider, &scheme.id));
        }
        for variant in variants(provider) {
            let together = if variant.schemes.is_empty() { NOTHING.to_owned() } else { variant.schemes.join(" and ") };
            let facts = [
                ("rust", variant.name),
                ("holds", variant.holds.join(" ")),
                ("scopes", variant.scopes.join(" ")),
                ("environment", flag(variant.environment)),
            ];
            surface.add(Subject::new(Kind::Authorization, "", &together), facts);
        }
        for (operation, names) in provider.operations.iter().zip(&names.operations) {
            surface.operation(operation, &provider.servers, &names.method);
        }
        for ty in &provider.types {
            surface.ty(ty, names.ty(&ty.id).map(|names| &names.name));
        }
        if let Some(lifecycle) = &provider.lifecycle {
            surface.lifecycle(provider, lifecycle);
        }
        surface
    }

    fn server(&mut self, server: &Server, rust: &Ident) {
        let variables: Vec<&str> = server.variables.iter().map(|variable| variable.name.as_str()).collect();
        let default = |variable: &crate::model::ServerVariable| {
            variable.default.as_deref().map(|default| format!("{}={default}", variable.name))
        };
        let defaults: Vec<String> = server.variables.iter().filter_map(default).collect();
        let facts = [
            ("rust", rust.as_str().to_owned()),
            ("variables", variables.join(" ")),
            ("defaults", defaults.join(" ")),
            ("description", words(server.purpose.as_deref())),
        ];
        self.add(Subject::new(Kind::Server, "", &server.url), facts);
    }

    fn scheme(&mut self, scheme: &Scheme, rust: Option<&Ident>) {
        let kind = match &scheme.kind {
            SchemeKind::Bearer { .. } => "bearer".to_owned(),
            SchemeKind::Basic => "basic".to_owned(),
            SchemeKind::ApiKey { place, name, prefix } => {
                format!("apiKey in {} {name} {prefix}", api_key_place(*place)).trim_end().to_owned()
            }
            SchemeKind::Http { scheme } => format!("http {scheme}"),
            SchemeKind::OAuth2 { .. } => "oauth2".to_owned(),
            SchemeKind::OpenIdConnect { url } => format!("openIdConnect {url}"),
            SchemeKind::MutualTls => "mutualTLS".to_owned(),
        };
        let rust = rust.map(|name| name.as_str().to_owned()).unwrap_or_default();
        self.add(Subject::new(Kind::Scheme, "", &scheme.id), [("kind", kind), ("rust", rust)]);
        let SchemeKind::OAuth2 { flows } = &scheme.kind else {
            return;
        };
        for flow in flows {
            let name = flow_name(flow.kind);
            let urls = [
                ("authorizationUrl", flow.authorization_url.clone().unwrap_or_default()),
                ("tokenUrl", flow.token_url.clone().unwrap_or_default()),
                ("refreshUrl", flow.refresh_url.clone().unwrap_or_default()),
                ("deviceAuthorizationUrl", flow.device_authorization_url.clone().unwrap_or_default()),
            ];
            self.add(Subject::new(Kind::Flow, &scheme.id, name), urls);
            for scope in &flow.scopes {
                self.add(Subject::new(Kind::Scope, &format!("{} {name}", scheme.id), &scope.name), []);
            }
        }
    }

    fn operation(&mut self, operation: &Operation, servers: &[Server], method: &Ident) {
        let call = format!("{} {}", operation.method, operation.path);
        let needs: Vec<String> = operation.needs.iter().map(requirement).collect();
        let homes = servers.iter().zip(&operation.servers);
        let homes: Vec<String> =
            homes.map(|(server, home)| format!("{} for {}", server.with_home(home), server.address())).collect();
        let facts = [
            ("rust", method.as_str().to_owned()),
            ("servers", homes.join(", ")),
            ("role", operation.role.name().to_owned()),
            ("security", needs.join(" or ")),
            ("summary", words(operation.summary.as_deref())),
            ("description", words(operation.description.as_deref())),
            ("deprecated", flag(operation.deprecated)),
        ];
        self.add(Subject::new(Kind::Operation, "", &call), facts);
        for param in &operation.params {
            let name = format!("{} ({})", param.field.wire, place(param.place));
            self.add(Subject::new(Kind::Parameter, &call, &name), param_facts(param));
        }
        if let Some(body) = &operation.body {
            self.add(Subject::new(Kind::Body, &call, ""), body_facts(body));
        }
        for reply in &operation.replies {
            self.add(Subject::new(Kind::Reply, &call, &status(reply.status)), reply_facts(reply));
        }
    }

    fn ty(&mut self, ty: &TypeDef, rust: Option<&Ident>) {
        let shape = match &ty.kind {
            TypeKind::Object { additional, .. } => {
                format!("object {}", additional.as_deref().map(type_name).unwrap_or_default())
            }
            TypeKind::Enum { .. } => "enum".to_owned(),
            TypeKind::OneOf { discriminator, .. } => {
                format!("oneOf {}", discriminator.clone().unwrap_or_default())
            }
            TypeKind::Alias(target) => format!("alias {}", type_name(target)),
        };
        let facts = [
            ("shape", shape.trim_end().to_owned()),
            ("rust", rust.map(|name| name.as_str().to_owned()).unwrap_or_default()),
            ("description", words(ty.docs.as_deref())),
        ];
        self.add(Subject::new(Kind::Type, "", &ty.id), facts);
        match &ty.kind {
            TypeKind::Object { fields, .. } => {
                for field in fields {
                    self.add(Subject::new(Kind::Field, &ty.id, &field.wire), field_facts(field));
                }
            }
            TypeKind::Enum { values } => {
                for value in values {
                    self.add(Subject::new(Kind::Value, &ty.id, value), []);
                }
            }
            TypeKind::OneOf { variants, .. } => {
                for variant in variants {
                    let facts = [("type", type_name(&variant.ty)), ("tag", variant.tag.clone().unwrap_or_default())];
                    self.add(Subject::new(Kind::Value, &ty.id, &variant.name), facts);
                }
            }
            TypeKind::Alias(_) => {}
        }
    }

    fn lifecycle(&mut self, provider: &Provider, lifecycle: &Lifecycle) {
        let call = |index: usize| {
            let operation = provider.operations.get(index);
            operation.map(|operation| format!("{} {}", operation.method, operation.path)).unwrap_or_default()
        };
        let step = |step: Option<&Step>| step.map(|step| call(step.operation)).unwrap_or_default();
        let credentials: Vec<String> = lifecycle.credentials.iter().map(credential).collect();
        // The provider's name begins the variables, and comes from the name of the file where nothing else gives it.
        let prefix = format!("{}_", provider.name.to_ascii_uppercase().replace('-', "_"));
        let variable = |env: &String| env.strip_prefix(&prefix).unwrap_or(env).to_owned();
        let environment: Vec<String> =
            lifecycle.credentials.iter().map(|credential| variable(&credential.env)).collect();
        let facts = [
            ("issue", call(lifecycle.issue.operation)),
            ("refresh", step(lifecycle.refresh.as_ref())),
            ("revoke", step(lifecycle.revoke.as_ref())),
            ("credentials", credentials.join(" ")),
            ("environment", environment.join(" ")),
            ("token", lifecycle.token.access.to_string()),
            ("expiry", lifecycle.token.expiry.to_string()),
            ("attach", lifecycle.attach.to_string()),
        ];
        self.add(Subject::new(Kind::Lifecycle, "", ""), facts);
    }
}

/// Prose, by its digest: it only matters whether it is the same.
fn words(text: Option<&str>) -> String {
    let text = text.unwrap_or_default();
    if text.is_empty() {
        return String::new();
    }
    Sha256::digest(text).iter().take(8).fold(String::new(), |mut digest, byte| {
        // Writing to a string cannot fail.
        let _ = write!(digest, "{byte:02x}");
        digest
    })
}

fn flag(value: bool) -> String {
    if value { "yes".to_owned() } else { String::new() }
}

fn place(place: Place) -> &'static str {
    match place {
        Place::Path => "path",
        Place::Query => "query",
        Place::Header => "header",
        Place::Cookie => "cookie",
    }
}

fn api_key_place(place: ApiKeyPlace) -> &'static str {
    match place {
        ApiKeyPlace::Header => "header",
        ApiKeyPlace::Query => "query",
        ApiKeyPlace::Cookie => "cookie",
    }
}

/// As OpenAPI calls the flow.
fn flow_name(kind: FlowKind) -> &'static str {
    match kind {
        FlowKind::AuthorizationCode => "authorizationCode",
        FlowKind::ClientCredentials => "clientCredentials",
        FlowKind::Password => "password",
        FlowKind::Implicit => "implicit",
        FlowKind::Device => "deviceAuthorization",
    }
}

fn requirement(requirement: &Requirement) -> String {
    let needs: Vec<String> = requirement
        .needs
        .iter()
        .map(|need| match need.scopes.as_slice() {
            [] => need.scheme.clone(),
            scopes => format!("{} ({})", need.scheme, scopes.join(" ")),
        })
        .collect();
    if needs.is_empty() { NOTHING.to_owned() } else { needs.join(" and ") }
}

fn field_facts(field: &Field) -> [(&'static str, String); 14] {
    let presence = match field.presence {
        Presence::Required => "required",
        Presence::Optional => "optional",
        Presence::Nullable => "nullable",
        Presence::OrNull => "required or null",
    };
    let Constraints { min_length, max_length, pattern, minimum, maximum, values, min_items, unique_items } =
        &field.constraints;
    let number = |number: &Option<u64>| number.map(|number| number.to_string()).unwrap_or_default();
    [
        ("type", type_name(&field.ty)),
        ("presence", presence.to_owned()),
        ("secret", flag(field.secret)),
        ("default", field.default.clone().unwrap_or_default()),
        ("minLength", number(min_length)),
        ("maxLength", number(max_length)),
        ("pattern", pattern.clone().unwrap_or_default()),
        ("minimum", minimum.clone().unwrap_or_default()),
        ("maximum", maximum.clone().unwrap_or_default()),
        ("enum", values.join(", ")),
        ("minItems", number(min_items)),
        ("uniqueItems", flag(*unique_items)),
        ("description", words(field.docs.as_deref())),
        ("deprecated", flag(field.deprecated)),
    ]
}

fn param_facts(param: &Param) -> impl Iterator<Item = (&'static str, String)> {
    field_facts(&param.field).into_iter().chain([("style", style(param.style))])
}

fn style(style: Style) -> String {
    match style {
        Style::Usual => String::new(),
        Style::Joined(between) => format!("joined by {between:?}"),
        Style::Deep => "deep object".to_owned(),
        Style::Json => "JSON".to_owned(),
    }
}

fn body_facts(body: &Body) -> [(&'static str, String); 5] {
    let parts: Vec<String> = body.parts.iter().map(|(name, media)| format!("{name} {media}")).collect();
    let styles: Vec<String> = body.styles.iter().map(|(name, by)| format!("{name} {}", style(*by))).collect();
    [
        ("style", styles.join(", ")),
        ("parts", parts.join(", ")),
        ("media", media(&body.media)),
        ("type", type_name(&body.ty)),
        ("presence", if body.required { "required" } else { "optional" }.to_owned()),
    ]
}

fn status(status: ReplyStatus) -> String {
    match status {
        ReplyStatus::Code(code) => code.to_string(),
        ReplyStatus::Range(class) => format!("{class}XX"),
        ReplyStatus::Default => "default".to_owned(),
    }
}

fn reply_facts(reply: &Reply) -> [(&'static str, String); 3] {
    [
        ("media", reply.body.as_ref().map(|body| media(&body.media)).unwrap_or_default()),
        ("type", reply.body.as_ref().map(|body| type_name(&body.ty)).unwrap_or_default()),
        ("description", words(Some(&reply.docs))),
    ]
}

fn media(media: &MediaType) -> String {
    match media {
        MediaType::Json(name) | MediaType::Text(name) | MediaType::Other(name) => name.clone(),
        MediaType::Form => "application/x-www-form-urlencoded".to_owned(),
        MediaType::Multipart => "multipart/form-data".to_owned(),
    }
}

fn type_name(ty: &TypeRef) -> String {
    match ty {
        TypeRef::String { format: Some(format) } => format!("string ({format})"),
        TypeRef::String { format: None } => "string".to_owned(),
        TypeRef::Integer => "integer".to_owned(),
        TypeRef::Number => "number".to_owned(),
        TypeRef::Boolean => "boolean".to_owned(),
        TypeRef::Array(item) => format!("list of {}", type_name(item)),
        TypeRef::Map(value) => format!("map of {}", type_name(value)),
        TypeRef::Named(id) => id.clone(),
        TypeRef::Any => "anything".to_owned(),
        TypeRef::Bytes => "bytes".to_owned(),
    }
}

fn credential(credential: &Credential) -> String {
    let place = match &credential.input {
        Input::Body(field) => field.to_string(),
        Input::Param { place: at, name } => format!("{name} ({})", place(*at)),
        Input::Bearer => "Authorization (bearer)".to_owned(),
        Input::Scheme { id, .. } => id.clone(),
    };
    // What may be left out stands in brackets.
    if credential.required { place } else { format!("[{place}]") }
}
