//! The auth surface: facts by subject.

use std::collections::BTreeMap;
use std::fmt::{self, Write as _};

use sha2::{Digest as _, Sha256};

use crate::model::{
    Body, Constraints, Credential, Field, Input, Lifecycle, MediaType, Operation, Presence, Provider, Reply,
    ReplyStatus, Scheme, SchemeKind, TypeDef, TypeKind, TypeRef,
};

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
const KINDS: [(Kind, &str); 12] = [
    (Kind::Server, "server"),
    (Kind::Scheme, "scheme"),
    (Kind::Flow, "flow"),
    (Kind::Scope, "scope"),
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
    fn new(kind: Kind, of: &str, name: &str) -> Self {
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
            Kind::Server | Kind::Scheme | Kind::Operation | Kind::Type | Kind::Lifecycle => {
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

/// The facts of one subject, by name.
pub(super) type Facts = BTreeMap<String, String>;

/// Every fact that a user of the crate can depend on.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Surface {
    facts: BTreeMap<Subject, Facts>,
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
    /// The surface of a provider.
    pub fn of(provider: &Provider) -> Self {
        let mut surface = Self::default();
        for server in &provider.servers {
            let variables: Vec<&str> = server.variables.iter().map(|variable| variable.name.as_str()).collect();
            surface.add(Subject::new(Kind::Server, "", &server.url), [("variables", variables.join(" "))]);
        }
        for scheme in &provider.schemes {
            surface.scheme(scheme);
        }
        for operation in &provider.operations {
            surface.operation(operation);
        }
        for ty in &provider.types {
            surface.ty(ty);
        }
        if let Some(lifecycle) = &provider.lifecycle {
            surface.lifecycle(provider, lifecycle);
        }
        surface
    }

    pub(super) fn subjects(&self) -> impl Iterator<Item = (&Subject, &Facts)> {
        self.facts.iter()
    }

    pub(super) fn get(&self, subject: &Subject) -> Option<&Facts> {
        self.facts.get(subject)
    }

    fn add<const N: usize>(&mut self, subject: Subject, facts: [(&str, String); N]) {
        let facts = facts.into_iter().filter(|(_, value)| !value.is_empty());
        self.facts.insert(subject, facts.map(|(name, value)| (name.to_owned(), value)).collect());
    }

    fn scheme(&mut self, scheme: &Scheme) {
        let kind = match &scheme.kind {
            SchemeKind::Bearer { .. } => "bearer".to_owned(),
            SchemeKind::Basic => "basic".to_owned(),
            SchemeKind::ApiKey { place, name, prefix } => {
                format!("apiKey {place:?} {name} {prefix}").trim_end().to_owned()
            }
            SchemeKind::Http { scheme } => format!("http {scheme}"),
            SchemeKind::OAuth2 { .. } => "oauth2".to_owned(),
            SchemeKind::OpenIdConnect { url } => format!("openIdConnect {url}"),
            SchemeKind::MutualTls => "mutualTLS".to_owned(),
        };
        self.add(Subject::new(Kind::Scheme, "", &scheme.id), [("kind", kind)]);
        let SchemeKind::OAuth2 { flows } = &scheme.kind else {
            return;
        };
        for flow in flows {
            let name = format!("{:?}", flow.kind);
            let urls = [
                ("authorizationUrl", flow.authorization_url.clone().unwrap_or_default()),
                ("tokenUrl", flow.token_url.clone().unwrap_or_default()),
                ("refreshUrl", flow.refresh_url.clone().unwrap_or_default()),
                ("deviceAuthorizationUrl", flow.device_authorization_url.clone().unwrap_or_default()),
            ];
            self.add(Subject::new(Kind::Flow, &scheme.id, &name), urls);
            for scope in &flow.scopes {
                self.add(Subject::new(Kind::Scope, &format!("{} {name}", scheme.id), &scope.name), []);
            }
        }
    }

    fn operation(&mut self, operation: &Operation) {
        let call = format!("{} {}", operation.method, operation.path);
        let needs: Vec<String> = operation.needs.iter().map(|requirement| format!("{:?}", requirement.needs)).collect();
        let facts = [
            ("id", operation.name.clone().unwrap_or_else(|| operation.id.clone())),
            ("role", format!("{:?}", operation.role)),
            ("security", needs.join(" or ")),
            ("summary", words(operation.summary.as_deref())),
            ("description", words(operation.description.as_deref())),
        ];
        self.add(Subject::new(Kind::Operation, "", &call), facts);
        for param in &operation.params {
            let name = format!("{} ({:?})", param.field.wire, param.place);
            self.add(Subject::new(Kind::Parameter, &call, &name), field_facts(&param.field));
        }
        if let Some(body) = &operation.body {
            self.add(Subject::new(Kind::Body, &call, ""), body_facts(body));
        }
        for reply in &operation.replies {
            self.add(Subject::new(Kind::Reply, &call, &status(reply.status)), reply_facts(reply));
        }
    }

    fn ty(&mut self, ty: &TypeDef) {
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
        let facts = [("shape", shape.trim_end().to_owned()), ("description", words(ty.docs.as_deref()))];
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
            provider
                .operations
                .get(index)
                .map(|operation| format!("{} {}", operation.method, operation.path))
                .unwrap_or_default()
        };
        let step = |step: Option<&crate::model::Step>| step.map(|step| call(step.operation)).unwrap_or_default();
        let credentials: Vec<String> = lifecycle.credentials.iter().map(credential).collect();
        let facts = [
            ("issue", call(lifecycle.issue.operation)),
            ("refresh", step(lifecycle.refresh.as_ref())),
            ("revoke", step(lifecycle.revoke.as_ref())),
            ("credentials", credentials.join(" ")),
            ("token", lifecycle.token.access.to_string()),
            ("expiry", lifecycle.token.expiry.to_string()),
            ("attach", lifecycle.attach.to_string()),
        ];
        self.add(Subject::new(Kind::Lifecycle, "", ""), facts);
    }

    /// As the JSON of `surface.json`: one line a subject.
    pub fn to_json(&self) -> String {
        let lines: Vec<String> = self
            .facts
            .iter()
            .map(|(subject, facts)| {
                serde_json::json!([subject.kind.to_string(), subject.of, subject.name, facts]).to_string()
            })
            .collect();
        crate::text::escaped_json(&format!("[\n{}\n]\n", lines.join(",\n")))
    }

    /// Reads what [`Surface::to_json`] wrote.
    pub fn from_json(text: &str) -> Result<Self, SurfaceError> {
        let rows: Vec<(String, String, String, Facts)> =
            serde_json::from_str(text).map_err(|error| SurfaceError(error.to_string()))?;
        let mut surface = Self::default();
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

fn field_facts(field: &Field) -> [(&'static str, String); 6] {
    let presence = match field.presence {
        Presence::Required => "required",
        Presence::Optional => "optional",
        Presence::Nullable => "nullable",
    };
    [
        ("type", type_name(&field.ty)),
        ("presence", presence.to_owned()),
        ("secret", if field.secret { "yes".to_owned() } else { String::new() }),
        ("default", field.default.clone().unwrap_or_default()),
        ("constraints", constraints(&field.constraints)),
        ("description", words(field.docs.as_deref())),
    ]
}

fn body_facts(body: &Body) -> [(&'static str, String); 3] {
    [
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

fn constraints(constraints: &Constraints) -> String {
    if *constraints == Constraints::default() { String::new() } else { format!("{constraints:?}") }
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
        Input::Param { place, name } => format!("{name} ({place:?})"),
        Input::Bearer => "Authorization (bearer)".to_owned(),
        Input::Scheme { id, .. } => id.clone(),
    };
    if credential.required { place } else { format!("[{place}]") }
}
