//! The example of an operation: a whole program that compiles, takes secrets from the environment, tells typed errors
//! apart and prints no secret.

use super::super::client;
use super::super::fragment::{CodeBlock, StrLit};
use super::super::names::OperationNames;
use super::super::server;
use super::Site;
use super::value::Values;
use crate::model::{
    ApiKeyPlace, Attach, FieldPath, MediaType, Operation, Presence, Reply, Role, TokenShape, TokenSource, TypeKind,
    TypeRef,
};

/// The program for the operation with this index.
pub(super) fn program(site: &Site<'_>, index: usize, operation: &Operation, names: &OperationNames) -> CodeBlock {
    let (mut values, mut sent) = sending(site, index, operation, names);
    let mut lines = vec![format!("let client = Client::new({})?;", server::first(site.cx))];
    lines.append(&mut sent.lines);
    lines.extend(matching(site, operation, names, &sent.arguments.join(", ")));
    lines.extend(using(site, index, operation, &mut values));
    lines.push("Ok(())".to_owned());
    let errors = format!("error::{}", names.error);
    CodeBlock::new("rust,no_run", &whole(site, names, &values, &sent.given, (&[errors], &["Client", "Server"]), &lines))
}

/// A program that completes a sign-in with the operation of this index, whose token goes into the token source; none where its
/// reply has no token where that of the sign-in has one.
pub(super) fn completing(
    site: &Site<'_>,
    index: usize,
    operation: &Operation,
    names: &OperationNames,
) -> Option<CodeBlock> {
    let shape = &site.cx.provider.lifecycle.as_ref()?.token;
    let token = token_at(site, operation, shape).filter(|_| site.cx.successes(operation).len() == 1)?;
    let (mut values, mut sent) = sending(site, index, operation, names);
    values.runtime.insert("TokenSet");
    let mut lines = vec![format!("let client = Client::new({})?;", server::first(site.cx))];
    lines.append(&mut sent.lines);
    lines.push(format!("let reply = block_on(client.{}({}))?;", names.method, sent.arguments.join(", ")));
    lines.extend([
        String::new(),
        "// From now on the token source serves this token.".to_owned(),
        format!("let token = {token};"),
        "let tokens = client.token_source(Credentials::from_env()?);".to_owned(),
        "let token = block_on(tokens.sign_in(TokenSet::new(token.clone())))?;".to_owned(),
        "assert!(token.authorization_header().is_sensitive());".to_owned(),
        "Ok(())".to_owned(),
    ]);
    let program = whole(site, names, &values, &sent.given, (&[], &["Client", "Credentials", "Server"]), &lines);
    Some(CodeBlock::new("rust,no_run", &program))
}

/// What the operation is sent, made of values that the program has.
fn sending<'a>(site: &Site<'a>, index: usize, operation: &Operation, names: &OperationNames) -> (Values<'a>, Sent) {
    let mut values = Values::new(site.cx, index);
    values.runtime.insert("block_on");
    let mut sent = Sent::default();
    for (name, ty) in client::needed(site.cx, operation) {
        let value = if ty.contains("Secret") { values.secret(&name) } else { values.plain(&name) };
        sent.made(&name, &value, true);
    }
    if !operation.params.is_empty() {
        match values.params(index, 1) {
            None => sent.given("params", names.params_type.as_str(), &mut values),
            Some(value) => sent.made("params", &value, true),
        }
    }
    if let Some(body) = &operation.body {
        match &body.media {
            MediaType::Other(_) => {
                values.runtime.insert("Bytes");
                sent.made("body", "Bytes::new()", false);
            }
            MediaType::Text(_) => sent.made("body", &values.secret("body"), true),
            _ => match values.body(&body.ty, 1) {
                None => sent.given("body", &model(site, &body.ty), &mut values),
                Some(value) => sent.made("body", &value, true),
            },
        }
    }
    (values, sent)
}

/// What a call is sent: values that the program makes, and those that it is given because they are too large to be shown.
#[derive(Default)]
struct Sent {
    lines: Vec<String>,
    arguments: Vec<String>,
    given: Vec<String>,
}

impl Sent {
    fn made(&mut self, name: &str, value: &str, borrowed: bool) {
        self.lines.push(format!("let {name} = {value};"));
        self.arguments.push(if borrowed { format!("&{name}") } else { name.to_owned() });
    }

    fn given(&mut self, name: &str, model: &str, values: &mut Values<'_>) {
        values.models.insert(model.to_owned());
        self.given.push(format!("{name}: &{model}"));
        self.arguments.push(name.to_owned());
    }
}

/// The name of a type that is a model.
fn model(site: &Site<'_>, ty: &TypeRef) -> String {
    let TypeRef::Named(id) = site.cx.graph.resolve(ty) else { return String::new() };
    site.cx.names.ty(&id).map(|names| names.name.to_string()).unwrap_or_default()
}

/// The program; a function where its values are too many to be written out, and are `given`. It uses these modules and items of
/// the crate.
fn whole(
    site: &Site<'_>,
    names: &OperationNames,
    values: &Values<'_>,
    given: &[String],
    (modules, items): (&[String], &[&str]),
    lines: &[String],
) -> String {
    let library = &site.cx.names.library;
    let runtime: Vec<&str> = values.runtime.iter().copied().collect();
    let models: Vec<&str> = values.models.iter().map(String::as_str).collect();
    let mut out = vec![format!("use {library}::authwright::{};", group(&runtime))];
    out.extend(modules.iter().map(|module| format!("use {library}::{module};")));
    if !models.is_empty() {
        out.push(format!("use {library}::models::{};", group(&models)));
    }
    out.push(format!("use {library}::{};", group(items)));
    out.push(String::new());
    let name = if given.is_empty() { "main" } else { names.method.as_str() };
    out.push(format!("fn {name}({}) -> Result<(), Box<dyn std::error::Error>> {{", given.join(", ")));
    out.extend(lines.iter().map(|line| if line.is_empty() { String::new() } else { format!("    {line}") }));
    out.push("}".to_owned());
    out.join("\n")
}

fn group(names: &[&str]) -> String {
    match names {
        [only] => (*only).to_owned(),
        _ => format!("{{{}}}", names.join(", ")),
    }
}

/// The call, and every way that it can end.
fn matching(site: &Site<'_>, operation: &Operation, names: &OperationNames, arguments: &str) -> Vec<String> {
    let (method, error) = (&names.method, &names.error);
    let mut lines = vec![
        format!("let reply = match block_on(client.{method}({arguments})) {{"),
        "    Ok(reply) => reply,".to_owned(),
    ];
    for (reply, variant) in operation.replies.iter().zip(&names.replies).filter(|(reply, _)| !reply.success) {
        let told = match message(site, reply) {
            Some(field) => {
                format!("format!(\"refused with status {{}}: {{:?}}\", refusal.status(), refusal.body().{field})")
            }
            None => "format!(\"refused with status {}\", refusal.status())".to_owned(),
        };
        lines.push(format!("    Err({error}::{variant}(refusal)) => {{"));
        lines.push(format!("        return Err({told}.into());"));
        lines.push("    }".to_owned());
    }
    lines.push(format!("    Err({error}::Unexpected(reply)) => return Err(reply.to_string().into()),"));
    lines.push("    Err(error) => return Err(error.into()),".to_owned());
    lines.push("};".to_owned());
    lines
}

/// The field of a failure's body that is meant for people.
fn message(site: &Site<'_>, reply: &Reply) -> Option<String> {
    const TELLING: &[&str] = &["error_description", "detail", "message", "title", "description", "error", "reason"];
    let body = reply.body.as_ref().filter(|body| matches!(body.media, MediaType::Json(_)))?;
    let TypeRef::Named(id) = site.cx.graph.resolve(&body.ty) else { return None };
    let (def, names) = (site.cx.graph.get(&id)?, site.cx.names.ty(&id)?);
    let TypeKind::Object { fields, .. } = &def.kind else { return None };
    let text = |ty: &TypeRef| matches!(site.cx.graph.resolve(ty), TypeRef::String { .. });
    TELLING.iter().find_map(|wire| {
        let at = fields.iter().position(|field| field.wire == *wire && !field.secret && text(&field.ty))?;
        names.members.get(at).map(ToString::to_string)
    })
}

/// What one does with the reply: the token goes into a request, everything else is looked at.
fn using(site: &Site<'_>, index: usize, operation: &Operation, values: &mut Values<'_>) -> Vec<String> {
    let attach = site.cx.provider.lifecycle.as_ref().map(|lifecycle| &lifecycle.attach);
    match (token(site, index, operation), attach.and_then(header)) {
        (Some(token), Some((name, template))) => {
            values.runtime.insert("http::{HeaderValue, Request}");
            vec![
                String::new(),
                "// The token goes into the header of a request, marked so that it is never logged.".to_owned(),
                format!("let token = {token};"),
                format!("let mut value = HeaderValue::try_from(format!({template}, token.expose()))?;"),
                "value.set_sensitive(true);".to_owned(),
                format!("let request = Request::get({}).header({name}, value).body(())?;", StrLit::new(&address(site))),
                "println!(\"ready to send {} {}\", request.method(), request.uri());".to_owned(),
            ]
        }
        _ => vec!["println!(\"done with status {}\", reply.status());".to_owned()],
    }
}

/// An address at the API that a request could go to.
pub(super) fn address(site: &Site<'_>) -> String {
    let fixed = site.cx.provider.servers.iter().find(|server| !server.relative && !server.url.contains('{'));
    fixed.map_or_else(
        || "https://api.example.net/".to_owned(),
        |server| format!("{}/", server.url.trim_end_matches('/')),
    )
}

/// The header that carries the token and the format of its value, where it is one.
fn header(attach: &Attach) -> Option<(String, String)> {
    let name = StrLit::new(&attach.carrier.name);
    let template = attach.template.replace('{', "{{").replace('}', "}}").replace("{{token}}", "{}");
    let once = template.matches("{}").count() == 1;
    let plain = attach.carrier.name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
    (attach.carrier.place == ApiKeyPlace::Header && once && plain)
        .then(|| (name.to_string(), StrLit::new(&template).to_string()))
}

/// The expression of the token in `reply`, where its type has a place for it.
fn token(site: &Site<'_>, index: usize, operation: &Operation) -> Option<String> {
    let lifecycle = site.cx.provider.lifecycle.as_ref()?;
    if !matches!(operation.role, Role::Issue | Role::Refresh) {
        return None;
    }
    let refreshes = lifecycle.refresh.as_ref().is_some_and(|step| step.operation == index);
    let shape = if refreshes { lifecycle.refreshed.as_ref().unwrap_or(&lifecycle.token) } else { &lifecycle.token };
    if lifecycle.issue.operation != index && !refreshes || site.cx.successes(operation).len() != 1 {
        return None;
    }
    token_at(site, operation, shape)
}

/// The expression of what stands in the reply of an operation where tokens of this shape do.
fn token_at(site: &Site<'_>, operation: &Operation, shape: &TokenShape) -> Option<String> {
    let reply = operation.replies.iter().find(|reply| reply.success)?;
    let body = reply.body.as_ref()?;
    match (&shape.access, &body.media) {
        (TokenSource::Field(path), MediaType::Json(_)) => chain(site, &body.ty, path),
        (TokenSource::Body, MediaType::Json(_)) => {
            matches!(site.cx.graph.resolve(&body.ty), TypeRef::String { .. }).then(|| "reply.body()".to_owned())
        }
        (TokenSource::Body, MediaType::Text(_)) => Some("reply.body()".to_owned()),
        _ => None,
    }
}

/// `reply.body().data.as_ref().map(|inner| &inner.token).ok_or(..)?`: through optional fields without a panic.
fn chain(site: &Site<'_>, ty: &TypeRef, path: &FieldPath) -> Option<String> {
    let mut ty = ty.clone();
    let mut out = "reply.body()".to_owned();
    let mut maybe = false;
    let mut secret = false;
    for wire in &path.0 {
        let TypeRef::Named(id) = site.cx.graph.resolve(&ty) else { return None };
        let (def, names) = (site.cx.graph.get(&id)?, site.cx.names.ty(&id)?);
        let TypeKind::Object { fields, .. } = &def.kind else { return None };
        let at = fields.iter().position(|field| field.wire == *wire)?;
        let (field, name) = (fields.get(at)?, names.members.get(at)?);
        let optional = field.presence != Presence::Required;
        out = match (maybe, optional) {
            (false, false) => format!("{out}.{name}"),
            (false, true) => format!("{out}.{name}.as_ref()"),
            (true, false) => format!("{out}.map(|inner| &inner.{name})"),
            (true, true) => format!("{out}.and_then(|inner| inner.{name}.as_ref())"),
        };
        maybe |= optional;
        secret = field.secret && matches!(site.cx.graph.resolve(&field.ty), TypeRef::String { .. });
        ty = field.ty.clone();
    }
    let out = if maybe { format!("{out}.ok_or(\"the reply holds no token\")?") } else { format!("&{out}") };
    secret.then_some(out)
}
