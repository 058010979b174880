//! `authwright init`: a commented overlay with what was inferred, for the user to confirm or correct.

mod writer;

use crate::document::jsonpath;
use crate::model::{
    At, Credential, Expiry, Input, Lifecycle, Operation, Provider, Reply, Role, Step, TimeFormat, TypeKind, TypeRef,
};
use crate::text::replaced;
use writer::Writer;

/// An overlay for the document called `file`, where it has a name. Only the crate's name is set; everything else stands as a comment that says
/// what was inferred, and becomes an action when its `# ` is taken away.
pub fn overlay(provider: &Provider, file: Option<&str>) -> String {
    let mut out = Writer::new();
    out.note(&format!(
        "What Authwright inferred from {}. It is an OpenAPI Overlay 1.0 document: found beside",
        file.map_or_else(|| "the document".to_owned(), shown)
    ));
    out.note("the document as `NAME.overlay.yaml`, and applied before anything is generated. To overrule an inference, take the `# `");
    out.note("away from the lines of its action and change the value; `authwright schema` prints what `x-authwright` may hold.");
    out.line(0, "overlay: 1.0.0");
    out.line(0, "info:");
    out.pair(1, "title", &format!("What the document of {} leaves out", provider.title));
    out.line(1, "version: 1.0.0");
    if let Some(file) = file {
        out.pair(0, "extends", file);
    }
    out.line(0, "actions:");
    root(&mut out, provider);
    for operation in &provider.operations {
        self::operation(&mut out, provider, operation);
    }
    if let Some(lifecycle) = &provider.lifecycle {
        credentials(&mut out, provider, lifecycle);
        expiry(&mut out, provider, lifecycle);
    }
    for server in &provider.servers {
        out.blank();
        out.note(&format!("Server {}: its name in the crate.", shown(server.address())));
        let target = format!("$.servers[?@.url == {}]", jsonpath::quoted(&server.url));
        let name = server.name.as_deref().or(server.purpose.as_deref()).unwrap_or("Production");
        out.action(&target, &[("name", name)], true);
    }
    out.finish()
}

/// Text of the document on one line, as `inspect` shows it.
fn shown(text: &str) -> String {
    replaced(&text.split_whitespace().collect::<Vec<_>>().join(" "))
}

fn root(out: &mut Writer, provider: &Provider) {
    out.note("The crate is named after this.");
    out.action("$", &[("name", &provider.name)], false);
    let Some(lifecycle) = &provider.lifecycle else {
        if let Some(silent) = provider.operations.iter().find(|operation| is_silent(operation)) {
            out.note(&format!(
                "{} {} signs in, and nothing says what it answers. Describe it, with the names that the server sends:",
                silent.method,
                shown(&silent.path)
            ));
            out.commented(&silent.reply_target(), &REPLY);
            return;
        }
        out.note(
            "No operation was recognised that makes a token; the schemes say how one signs in. Name one, if there is:",
        );
        out.commented_block("$", &["lifecycle:", "  issue: POST /path"]);
        return;
    };
    out.note("Which operations make one token live; `none` for a step that is not wanted.");
    let steps = [
        ("issue", Some(&lifecycle.issue)),
        ("refresh", lifecycle.refresh.as_ref()),
        ("revoke", lifecycle.revoke.as_ref()),
    ];
    let mut lines = vec!["lifecycle:".to_owned()];
    for (name, step) in steps {
        let call = step.and_then(|step| call(provider, step)).unwrap_or_else(|| "none".to_owned());
        lines.push(format!("  {name}: {}", writer::scalar(&call)));
    }
    lines.push("attach:".to_owned());
    let place = format!("{:?}", lifecycle.attach.carrier.place).to_lowercase();
    lines.push(format!("  {place}: {}", writer::scalar(&lifecycle.attach.carrier.name)));
    lines.push(format!("  template: {}", writer::scalar(&lifecycle.attach.template)));
    out.commented_block("$", &lines.iter().map(String::as_str).collect::<Vec<_>>());
}

/// A reply with tokens, as an overlay describes one.
const REPLY: [&str; 10] = [
    "description: The tokens.",
    "content:",
    "  application/json:",
    "    schema:",
    "      type: object",
    "      properties:",
    "        access_token:",
    "          type: string",
    "        refresh_token:",
    "          type: string",
];

/// Whether it signs in and none of its successful replies says what comes.
fn is_silent(operation: &Operation) -> bool {
    let fields = |reply: &Reply| {
        !matches!(reply.body.as_ref().map(|body| &body.ty), None | Some(TypeRef::Any | TypeRef::Map(_)))
    };
    operation.role == Role::Issue && !operation.replies.iter().any(|reply| reply.success && fields(reply))
}

fn call(provider: &Provider, step: &Step) -> Option<String> {
    provider.operations.get(step.operation).map(|operation| format!("{} {}", operation.method, operation.path))
}

fn operation(out: &mut Writer, provider: &Provider, operation: &Operation) {
    out.blank();
    let role = format!("{:?}", operation.role).to_lowercase();
    out.note(&format!("{} {}: {role}, because:", operation.method, shown(&operation.path)));
    for evidence in &operation.evidence {
        out.note(&format!("  {:+} {}: {}", evidence.weight, evidence.name, shown(&evidence.seen)));
    }
    let expiry =
        provider.lifecycle.as_ref().filter(|lifecycle| issues(provider, lifecycle, operation)).map(expiry_word);
    let name = operation.name.as_deref().unwrap_or(&operation.id);
    let mut facts = vec![("role", role.as_str()), ("name", name)];
    if let Some(Some(word)) = expiry {
        facts.push(("expiry", word));
    }
    out.action(&jsonpath::of_pointer(&operation.at.pointer), &facts, true);
}

fn issues(provider: &Provider, lifecycle: &Lifecycle, operation: &Operation) -> bool {
    provider.operations.get(lifecycle.issue.operation) == Some(operation)
}

/// The word for an expiry that no field says.
fn expiry_word(lifecycle: &Lifecycle) -> Option<&'static str> {
    match lifecycle.token.expiry {
        Expiry::JwtExp => Some("jwt-exp"),
        Expiry::Unknown => Some("unknown"),
        Expiry::In(..) | Expiry::At(..) | Expiry::Fixed(_) => None,
    }
}

fn credentials(out: &mut Writer, provider: &Provider, lifecycle: &Lifecycle) {
    for credential in &lifecycle.credentials {
        let Some(at) = place(provider, lifecycle, credential) else { continue };
        out.blank();
        out.note(&format!(
            "The credential {}: the environment variable it is read from.",
            shown(credential.input.label())
        ));
        let secret = if credential.secret { "true" } else { "false" };
        let target = jsonpath::of_pointer(&at.pointer);
        let env = format!("env: {}", credential.env);
        out.commented_block(&target, &[&env, &format!("secret: {secret}")]);
    }
}

/// Where a credential's field or parameter stands in the document.
fn place<'a>(provider: &'a Provider, lifecycle: &Lifecycle, credential: &Credential) -> Option<&'a At> {
    let operation = provider.operations.get(lifecycle.issue.operation)?;
    match &credential.input {
        Input::Body(path) => field(provider, &operation.body.as_ref()?.ty, &path.0),
        Input::Param { name, .. } => {
            operation.params.iter().find(|param| param.field.wire == *name).map(|param| &param.field.at)
        }
        Input::Bearer | Input::Scheme { .. } => None,
    }
}

fn field<'a>(provider: &'a Provider, ty: &TypeRef, path: &[String]) -> Option<&'a At> {
    let (first, rest) = path.split_first()?;
    let TypeRef::Named(id) = ty else { return None };
    let TypeKind::Object { fields, .. } = &provider.types.iter().find(|ty| ty.id == *id)?.kind else { return None };
    let field = fields.iter().find(|field| field.wire == *first)?;
    if rest.is_empty() { Some(&field.at) } else { self::field(provider, &field.ty, rest) }
}

fn expiry(out: &mut Writer, provider: &Provider, lifecycle: &Lifecycle) {
    let (path, fact, value) = match &lifecycle.token.expiry {
        Expiry::In(path, unit) => (path, "unit", format!("{unit:?}").to_lowercase()),
        Expiry::At(path, format) => (path, "format", format_word(*format).to_owned()),
        Expiry::JwtExp | Expiry::Fixed(_) | Expiry::Unknown => return,
    };
    let operation = provider.operations.get(lifecycle.issue.operation);
    let reply = operation.and_then(|operation| operation.replies.iter().find(|reply| reply.success)?.body.as_ref());
    let Some(at) = reply.and_then(|body| field(provider, &body.ty, &path.0)) else { return };
    out.blank();
    out.note(&format!("{}: when the access token ends.", shown(&path.0.join("."))));
    out.action(&jsonpath::of_pointer(&at.pointer), &[("token", "expiry"), (fact, &value)], true);
}

fn format_word(format: TimeFormat) -> &'static str {
    match format {
        TimeFormat::EpochSeconds => "epoch-seconds",
        TimeFormat::EpochMilliseconds => "epoch-milliseconds",
        TimeFormat::Rfc3339 => "rfc3339",
        TimeFormat::Detect => "detect",
    }
}

#[cfg(test)]
mod tests;
