//! The Rust name of everything in a provider, made once and used by code and pages alike.

mod taken;

use std::collections::{BTreeMap, HashSet};

use super::fragment::{Ident, PackageName};
use super::naming::{Case, Scope};
use crate::model::{
    Credential, FlowKind, Input, Operation, Provider, Reply, ReplyStatus, SchemePart, TypeDef, TypeKind,
};
use taken::{TAKEN_ERRORS, TAKEN_METHODS, TAKEN_SCHEMES, TAKEN_TYPES, TAKEN_VARIANTS};

/// All names of a generated crate.
#[derive(Clone, Debug)]
pub struct Names {
    /// The package, such as `apivideo-auth`.
    pub package: PackageName,
    /// The library, such as `apivideo_auth`.
    pub library: Ident,
    /// By index in `Provider::operations`.
    pub operations: Vec<OperationNames>,
    /// By index in `Provider::servers`: variants of `Server`.
    pub servers: Vec<Ident>,
    /// By index in `Provider::servers`: functions of `Server` that fill what the address leaves open.
    pub server_functions: Vec<Ident>,
    /// By index in `Provider::schemes`: types in `schemes`; after them those of the flows of each.
    pub schemes: Vec<Ident>,
    /// By index in `Lifecycle::credentials`: the fields of `Credentials`.
    pub credentials: Vec<Ident>,
    types: BTreeMap<String, TypeNames>,
}

/// The names of one operation.
#[derive(Clone, Debug)]
pub struct OperationNames {
    /// The method of `Client`.
    pub method: Ident,
    /// The error enum in `error`.
    pub error: Ident,
    /// The enum of successes in `models`, where there are several kinds.
    pub success: Ident,
    /// The struct of what goes outside the body in `models`, where anything does.
    pub params_type: Ident,
    /// By index in `Operation::params`: arguments.
    pub params: Vec<Ident>,
    /// By index in `Operation::replies`: variants of the error or success enum.
    pub replies: Vec<Ident>,
}

/// The names of one type.
#[derive(Clone, Debug)]
pub struct TypeNames {
    /// The type in `models`.
    pub name: Ident,
    /// Its fields, values or variants, by index.
    pub members: Vec<Ident>,
}

impl Names {
    /// Names everything in `provider`.
    pub fn new(provider: &Provider) -> Self {
        let stem = PackageName::new(&provider.name);
        let package = PackageName::new(&format!("{stem}-auth"));
        let servers = servers(provider);
        let mut models = Scope::new(Case::Pascal, TAKEN_TYPES);
        Self {
            types: types(&provider.types, &mut models),
            library: Ident::new(&package.as_str().replace('-', "_")),
            operations: operations(&provider.operations, &mut models),
            server_functions: server_functions(&servers),
            servers,
            schemes: schemes(provider),
            credentials: credentials(provider),
            package,
        }
    }

    /// The type of the scheme with this id.
    pub fn scheme(&self, provider: &Provider, id: &str) -> Option<&Ident> {
        self.schemes.get(provider.schemes.iter().position(|scheme| scheme.id == id)?)
    }

    /// The type of a flow of the scheme with this id.
    pub fn flow(&self, provider: &Provider, id: &str, kind: FlowKind) -> Option<Ident> {
        let scheme = provider.schemes.iter().position(|scheme| scheme.id == id)?;
        let flow = FLOWS.iter().position(|(known, _)| *known == kind)?;
        self.schemes.get(provider.schemes.len() + scheme * FLOWS.len() + flow).cloned()
    }

    /// The name of the type with this id.
    pub fn ty(&self, id: &str) -> Option<&TypeNames> {
        self.types.get(id)
    }
}

fn operations(operations: &[Operation], models: &mut Scope) -> Vec<OperationNames> {
    let ids: Vec<String> = operations.iter().map(|o| o.name.clone().unwrap_or_else(|| clean(o))).collect();
    let texts: Vec<&str> = ids.iter().map(String::as_str).collect();
    let methods = Scope::new(Case::Snake, TAKEN_METHODS).names(&texts, "call");
    let errors: Vec<String> = methods.iter().map(|method| format!("{method}_error")).collect();
    let texts: Vec<&str> = errors.iter().map(String::as_str).collect();
    let errors = Scope::new(Case::Pascal, TAKEN_ERRORS).names(&texts, "reply");
    operations
        .iter()
        .zip(methods.into_iter().zip(errors))
        .map(|(operation, (method, error))| OperationNames {
            params: params(operation),
            replies: replies(&operation.replies),
            success: models.name(&format!("{method}_reply"), "enum"),
            params_type: models.name(&format!("{method}_params"), "struct"),
            method,
            error,
        })
        .collect()
}

/// The operation's id without what frameworks add to it: a leading verb (`POST_auth-refresh`), or the path and verb at
/// its end (`login_api_v1_login_post`). Without an id, verb and path.
fn clean(operation: &Operation) -> String {
    let (id, method) = (operation.id.as_str(), operation.method.as_str());
    if id.contains('/') || id.trim().is_empty() {
        return format!("{} {}", method.to_lowercase(), operation.path);
    }
    let path: String = operation.path.chars().map(|c| if c.is_ascii_alphanumeric() { c } else { '_' }).collect();
    let tail = format!("{path}_{}", method.to_lowercase());
    // What stands before is a name that somebody gave: its verb belongs to it.
    if let Some(head) = id.strip_suffix(&tail)
        && !head.is_empty()
    {
        return head.to_owned();
    }
    let verbs = [method.to_owned(), method.to_lowercase()];
    for verb in &verbs {
        if let Some(rest) = id.strip_prefix(verb.as_str())
            && rest.len() > 2
            && rest.starts_with(['_', '-', ' ', '.'])
        {
            return rest.to_owned();
        }
    }
    id.to_owned()
}

fn params(operation: &Operation) -> Vec<Ident> {
    let texts: Vec<&str> = operation.params.iter().map(|param| param.field.wire.as_str()).collect();
    Scope::new(Case::Snake, &["self", "body", "reply", "call", "token", "user", "password", "options"])
        .names(&texts, "value")
}

/// Variants by status: `BadRequest`, `Status499`, `ClientError` for a range, `Other` for the default.
fn replies(replies: &[Reply]) -> Vec<Ident> {
    let mut scope = Scope::new(Case::Pascal, TAKEN_VARIANTS);
    replies
        .iter()
        .map(|reply| match reply.status {
            ReplyStatus::Code(code) => {
                scope.name(&reason(code).map_or_else(|| format!("Status{code}"), str::to_owned), "")
            }
            ReplyStatus::Range(2) => scope.name("Success", ""),
            ReplyStatus::Range(3) => scope.name("Redirection", ""),
            ReplyStatus::Range(4) => scope.name("ClientError", ""),
            ReplyStatus::Range(5) => scope.name("ServerError", ""),
            ReplyStatus::Range(class) => scope.name(&format!("Status{class}xx"), ""),
            ReplyStatus::Default => scope.name("Other", ""),
        })
        .collect()
}

/// The names of RFC 9110 and its companions.
fn reason(code: u16) -> Option<&'static str> {
    Some(match code {
        200 => "Ok",
        201 => "Created",
        202 => "Accepted",
        203 => "NonAuthoritative",
        204 => "NoContent",
        301 => "MovedPermanently",
        302 => "Found",
        303 => "SeeOther",
        304 => "NotModified",
        307 => "TemporaryRedirect",
        308 => "PermanentRedirect",
        400 => "BadRequest",
        401 => "Unauthorized",
        402 => "PaymentRequired",
        403 => "Forbidden",
        404 => "NotFound",
        405 => "MethodNotAllowed",
        406 => "NotAcceptable",
        408 => "RequestTimeout",
        409 => "Conflict",
        410 => "Gone",
        411 => "LengthRequired",
        412 => "PreconditionFailed",
        413 => "ContentTooLarge",
        415 => "UnsupportedMediaType",
        418 => "ImATeapot",
        422 => "UnprocessableContent",
        423 => "Locked",
        424 => "FailedDependency",
        425 => "TooEarly",
        428 => "PreconditionRequired",
        429 => "TooManyRequests",
        431 => "HeaderFieldsTooLarge",
        451 => "UnavailableForLegalReasons",
        500 => "InternalServerError",
        501 => "NotImplemented",
        502 => "BadGateway",
        503 => "ServiceUnavailable",
        504 => "GatewayTimeout",
        _ => return None,
    })
}

/// By purpose where it is a word or two, else by the host's first label; the only server is `Production`.
fn servers(provider: &Provider) -> Vec<Ident> {
    let single = provider.servers.len() == 1;
    let texts: Vec<String> = provider
        .servers
        .iter()
        .enumerate()
        .map(|(index, server)| match server.name.clone().or_else(|| server.purpose.as_deref().and_then(purpose)) {
            Some(purpose) => purpose,
            None if single && server.relative => "At".to_owned(),
            None if single => "Production".to_owned(),
            None => host_label(&server.url).unwrap_or_else(|| format!("Server{}", index + 1)),
        })
        .collect();
    // Of two that differ in https alone, the one that can be used has the plain name.
    let safe = provider.servers.iter().zip(&texts).filter(|(server, _)| server.is_safe());
    let plain: HashSet<&String> = safe.map(|(_, text)| text).collect();
    let told: Vec<String> = provider
        .servers
        .iter()
        .zip(&texts)
        .map(
            |(server, text)| {
                if !server.is_safe() && plain.contains(text) { format!("{text} http") } else { text.clone() }
            },
        )
        .collect();
    let texts: Vec<&str> = told.iter().map(String::as_str).collect();
    Scope::new(Case::Pascal, &["Self", "Custom"]).names(&texts, "server")
}

fn server_functions(servers: &[Ident]) -> Vec<Ident> {
    let texts: Vec<&str> = servers.iter().map(Ident::as_str).collect();
    Scope::new(Case::Snake, &["base_url", "clone", "from", "into"]).names(&texts, "server")
}

/// Words that name a server by themselves.
const TELLING: [&str; 10] =
    ["production", "sandbox", "staging", "test", "development", "live", "demo", "local", "preview", "beta"];

/// The purpose as a name: its first words where it is short, or the one telling word in a sentence.
fn purpose(text: &str) -> Option<String> {
    let words: Vec<&str> = text.split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| !word.is_empty()).collect();
    let telling = words.iter().find_map(|word| TELLING.iter().find(|telling| word.eq_ignore_ascii_case(telling)));
    match (words.len(), telling) {
        (_, Some(telling)) => Some((*telling).to_owned()),
        (1..=3, None) => Some(words.join(" ")),
        _ => None,
    }
}

fn host_label(url: &str) -> Option<String> {
    let host = url.split("://").nth(1)?.split(['/', ':']).next()?;
    let label = host.split('.').find(|label| !matches!(*label, "api" | "www" | ""))?;
    Some(label.replace(['{', '}'], ""))
}

/// The flows of OAuth 2, in words.
const FLOWS: &[(FlowKind, &str)] = &[
    (FlowKind::AuthorizationCode, "authorization code"),
    (FlowKind::ClientCredentials, "client credentials"),
    (FlowKind::Device, "device code"),
    (FlowKind::Password, "password"),
];

fn schemes(provider: &Provider) -> Vec<Ident> {
    let texts = provider.schemes.iter().map(|scheme| scheme.id.clone());
    let flows =
        provider.schemes.iter().flat_map(|scheme| FLOWS.iter().map(move |(_, words)| format!("{} {words}", scheme.id)));
    let texts: Vec<String> = texts.chain(flows).collect();
    let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
    let taken: Vec<&str> = TAKEN_TYPES.iter().chain(TAKEN_SCHEMES).copied().collect();
    Scope::new(Case::Pascal, &taken).names(&texts, "scheme")
}

fn credentials(provider: &Provider) -> Vec<Ident> {
    let credentials: &[Credential] = provider.lifecycle.as_ref().map_or(&[], |lifecycle| &lifecycle.credentials);
    let shared = |label: &str| credentials.iter().filter(|other| other.input.label() == label).count() > 1;
    let all = || credentials.iter().map(|credential| &credential.input);
    let texts: Vec<String> = all()
        .map(|input| match input {
            // Of several keys each is called as its scheme is, as its variable is.
            Input::Scheme { id, part: SchemePart::Key } if shared(input.label()) => id.clone(),
            input => input.label_among(all()),
        })
        .collect();
    let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
    Scope::new(Case::Snake, &["new", "from_env"]).names(&texts, "value")
}

fn types(types: &[TypeDef], scope: &mut Scope) -> BTreeMap<String, TypeNames> {
    let ids: Vec<&str> = types.iter().map(|ty| ty.id.as_str()).collect();
    let names = scope.names(&ids, "model");
    types.iter().zip(names).map(|(ty, name)| (ty.id.clone(), TypeNames { members: members(&ty.kind), name })).collect()
}

fn members(kind: &TypeKind) -> Vec<Ident> {
    match kind {
        TypeKind::Object { fields, .. } => {
            let texts: Vec<&str> = fields.iter().map(|field| field.wire.as_str()).collect();
            Scope::new(Case::Snake, &["additional"]).names(&texts, "field")
        }
        TypeKind::Enum { values } => {
            let texts: Vec<&str> = values.iter().map(String::as_str).collect();
            Scope::new(Case::Pascal, &["Self", "Unknown"]).names(&texts, "value")
        }
        TypeKind::OneOf { variants, .. } => {
            let texts: Vec<&str> = variants.iter().map(|variant| variant.name.as_str()).collect();
            Scope::new(Case::Pascal, &["Self", "Unknown"]).names(&texts, "variant")
        }
        TypeKind::Alias(_) => Vec::new(),
    }
}
