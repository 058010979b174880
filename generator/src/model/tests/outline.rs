//! A provider as a short text, one fact per line, for snapshots and comparisons. Prose is left out.

use std::fmt::Write as _;

use crate::model::{
    Body, Constraints, Credential, Expiry, Field, FieldPath, Given, Input, Lifecycle, MediaType, Operation, Presence,
    Provider, Reply, ReplyStatus, Requirement, Scheme, SchemeKind, Server, Step, Style, TokenShape, TokenSource,
    TypeDef, TypeKind, TypeRef,
};

/// The whole provider.
pub(super) fn outline(provider: &Provider) -> String {
    let mut out = String::new();
    let _ = writeln!(out, "{} {:?} {}", provider.name, provider.title, provider.version);
    provider.servers.iter().for_each(|it| server(&mut out, it));
    provider.schemes.iter().for_each(|it| scheme(&mut out, it));
    if !provider.security.is_empty() {
        let _ = writeln!(out, "security {}", needs(&provider.security));
    }
    provider.operations.iter().for_each(|it| operation(&mut out, it));
    provider.types.iter().for_each(|it| type_def(&mut out, it));
    match &provider.lifecycle {
        Some(it) => lifecycle(&mut out, provider, it),
        None => out.push_str("no lifecycle\n"),
    }
    out
}

fn server(out: &mut String, server: &Server) {
    let relative = if server.relative { " relative" } else { "" };
    let _ = writeln!(out, "server {:?} {:?}{relative}", server.url, server.name.as_deref().unwrap_or_default());
    for variable in &server.variables {
        let _ = writeln!(out, "  variable {} = {:?} of {:?}", variable.name, variable.default, variable.values);
    }
}

fn scheme(out: &mut String, scheme: &Scheme) {
    let inputs: Vec<String> =
        scheme.inputs.iter().map(|input| format!("{}={}", input.part.label(), input.env)).collect();
    match &scheme.kind {
        SchemeKind::OAuth2 { flows } => {
            let _ = writeln!(out, "scheme {} oauth2 [{}]", scheme.id, inputs.join(" "));
            for flow in flows {
                let scopes: Vec<&str> = flow.scopes.iter().map(|scope| scope.name.as_str()).collect();
                let _ = writeln!(
                    out,
                    "  flow {:?} token={:?} authorize={:?} scopes={scopes:?} operation={:?}",
                    flow.kind, flow.token_url, flow.authorization_url, flow.operation
                );
                if let Some(url) = &flow.metadata_url {
                    let _ = writeln!(out, "    metadata={url}");
                }
            }
        }
        kind => {
            let _ = writeln!(out, "scheme {} {kind:?} [{}]", scheme.id, inputs.join(" "));
        }
    }
}

fn needs(requirements: &[Requirement]) -> String {
    let one = |requirement: &Requirement| {
        let needs: Vec<String> =
            requirement.needs.iter().map(|need| format!("{}{:?}", need.scheme, need.scopes)).collect();
        needs.join(" and ")
    };
    requirements.iter().map(one).collect::<Vec<_>>().join(" or ")
}

/// What operations ask for that the document as a whole does not. It is no part of the outline: a document of the project has
/// only a few of the operations of the provider's own.
pub(super) fn alternatives(provider: &Provider) -> String {
    let mut out = String::new();
    for way in provider.alternatives.iter().filter(|way| !way.global) {
        let by = way.example.as_ref().map(|(method, path)| format!(" such as {method} {path}")).unwrap_or_default();
        let said = Requirement { needs: way.needs.clone() };
        let _ = writeln!(out, "way {}: {} operations{by}", needs(&[said]), way.operations);
    }
    out
}

fn operation(out: &mut String, operation: &Operation) {
    let name = operation.name.as_deref().map(|name| format!(" ({name})")).unwrap_or_default();
    let _ = writeln!(out, "{:?} {} {} {:?}{name}", operation.role, operation.method, operation.path, operation.id);
    if !operation.needs.is_empty() {
        let _ = writeln!(out, "  needs {}", needs(&operation.needs));
    }
    operation.servers.iter().for_each(|it| server(out, it));
    for param in &operation.params {
        let _ = writeln!(out, "  {:?} {}{}", param.place, field(&param.field), style(param.style));
    }
    if let Some(it) = &operation.body {
        body(out, it);
    }
    operation.replies.iter().for_each(|it| reply(out, it));
}

fn body(out: &mut String, body: &Body) {
    let required = if body.required { " required" } else { "" };
    let also: Vec<String> = body.also.iter().map(media).collect();
    let also = if also.is_empty() { String::new() } else { format!(" also {}", also.join(", ")) };
    let _ = writeln!(out, "  body {} {}{required}{also}", media(&body.media), ty(&body.ty));
    for (field, media) in &body.parts {
        let _ = writeln!(out, "    {field} is {media}");
    }
    for (field, style) in &body.styles {
        let _ = writeln!(out, "    {field}{}", self::style(*style));
    }
}

fn style(style: Style) -> String {
    if style == Style::Usual { String::new() } else { format!(" by {style:?}") }
}

fn reply(out: &mut String, reply: &Reply) {
    let status = match reply.status {
        ReplyStatus::Code(code) => code.to_string(),
        ReplyStatus::Range(class) => format!("{class}XX"),
        ReplyStatus::Default => "default".to_owned(),
    };
    let success = if reply.success { " ok" } else { "" };
    let body = reply.body.as_ref().map(|body| format!(" {} {}", media(&body.media), ty(&body.ty))).unwrap_or_default();
    let headers: Vec<&str> = reply.headers.iter().map(|header| header.name.as_str()).collect();
    let headers = if headers.is_empty() { String::new() } else { format!(" headers {headers:?}") };
    let _ = writeln!(out, "  {status}{success}{body}{headers}");
}

fn media(media: &MediaType) -> String {
    match media {
        MediaType::Json(text) | MediaType::Text(text) | MediaType::Other(text) => text.clone(),
        MediaType::Form => "form".to_owned(),
        MediaType::Multipart => "multipart".to_owned(),
    }
}

fn type_def(out: &mut String, def: &TypeDef) {
    let title = def.title.as_deref().map(|title| format!(" {title:?}")).unwrap_or_default();
    let _ = writeln!(out, "type {:?}{title}", def.id);
    match &def.kind {
        TypeKind::Object { fields, additional } => {
            for it in fields {
                let _ = writeln!(out, "  {}", field(it));
            }
            if let Some(additional) = additional {
                let _ = writeln!(out, "  ... {}", ty(additional));
            }
        }
        TypeKind::Enum { values } => drop(writeln!(out, "  one of {values:?}")),
        TypeKind::Alias(inner) => drop(writeln!(out, "  = {}", ty(inner))),
        TypeKind::OneOf { variants, discriminator } => {
            for variant in variants {
                let _ = writeln!(
                    out,
                    "  | {} {} tag={:?} required={:?}",
                    variant.name,
                    ty(&variant.ty),
                    variant.tag,
                    variant.required
                );
            }
            if let Some(name) = discriminator {
                let _ = writeln!(out, "  by {name}");
            }
        }
    }
}

fn ty(ty: &TypeRef) -> String {
    match ty {
        TypeRef::String { format: Some(format) } => format!("string({format})"),
        TypeRef::String { format: None } => "string".to_owned(),
        TypeRef::Array(inner) => format!("[{}]", self::ty(inner)),
        TypeRef::Map(inner) => format!("map of {}", self::ty(inner)),
        TypeRef::Named(id) => format!("{id:?}"),
        other => format!("{other:?}").to_lowercase(),
    }
}

fn field(field: &Field) -> String {
    let presence = match field.presence {
        Presence::Required => "!",
        Presence::Optional => "",
        Presence::Nullable => "?",
        Presence::OrNull => "!?",
    };
    let secret = if field.secret { " secret" } else { "" };
    let default = field.default.as_deref().map(|default| format!(" default {default}")).unwrap_or_default();
    let deprecated = if field.deprecated { " deprecated" } else { "" };
    format!(
        "{}{presence} {}{secret}{default}{deprecated}{}",
        field.wire,
        ty(&field.ty),
        constraints(&field.constraints)
    )
}

fn constraints(it: &Constraints) -> String {
    let mut out = String::new();
    if it.min_length.is_some() || it.max_length.is_some() {
        let _ = write!(out, " length {:?}..{:?}", it.min_length, it.max_length);
    }
    if it.minimum.is_some() || it.maximum.is_some() {
        let _ = write!(out, " range {:?}..{:?}", it.minimum, it.maximum);
    }
    if let Some(pattern) = &it.pattern {
        let _ = write!(out, " pattern {pattern:?}");
    }
    if !it.values.is_empty() {
        let _ = write!(out, " values {:?}", it.values);
    }
    if let Some(fewest) = it.min_items {
        let _ = write!(out, " items {fewest}..");
    }
    if it.unique_items {
        out.push_str(" unique");
    }
    out
}

fn lifecycle(out: &mut String, provider: &Provider, lifecycle: &Lifecycle) {
    step(out, provider, "issue", &lifecycle.issue);
    lifecycle.refresh.iter().for_each(|it| step(out, provider, "refresh", it));
    lifecycle.revoke.iter().for_each(|it| step(out, provider, "revoke", it));
    shape(out, "token", &lifecycle.token);
    lifecycle.refreshed.iter().for_each(|it| shape(out, "refreshed", it));
    let attach = &lifecycle.attach;
    let _ = writeln!(
        out,
        "attach {:?} {} {:?} by {:?}",
        attach.carrier.place, attach.carrier.name, attach.template, attach.scheme
    );
    lifecycle.credentials.iter().for_each(|it| credential(out, it));
}

fn step(out: &mut String, provider: &Provider, name: &str, step: &Step) {
    let operation = provider.operations.get(step.operation).map(|it| it.id.as_str()).unwrap_or_default();
    let _ = writeln!(out, "{name} {operation:?}");
    for (target, given) in &step.values {
        let given = match given {
            Given::Fixed(text) => format!("{text:?}"),
            Given::Json(json) => json.clone(),
            Given::Credential(at) => format!("credential {at}"),
            Given::Token(kind) => format!("{kind:?} token"),
        };
        let _ = writeln!(out, "  {} = {given}", input(target));
    }
}

fn input(input: &Input) -> String {
    match input {
        Input::Body(path) => format!("body {}", self::path(path)),
        Input::Param { place, name } => format!("{place:?} {name}"),
        Input::Bearer => "bearer".to_owned(),
        Input::Scheme { id, part } => format!("scheme {id} {}", part.label()),
    }
}

fn path(path: &FieldPath) -> String {
    path.0.join(".")
}

fn shape(out: &mut String, name: &str, shape: &TokenShape) {
    let place = |source: &TokenSource| match source {
        TokenSource::Field(field) => path(field),
        other => format!("{other:?}"),
    };
    let access = place(&shape.access);
    let refresh = shape.refresh.as_ref().map_or_else(|| "-".to_owned(), place);
    let named = |field: &Option<FieldPath>| field.as_ref().map_or_else(|| "-".to_owned(), path);
    let _ = writeln!(
        out,
        "{name} access={access} refresh={refresh} type={} scope={} expiry={} refresh_expiry={}",
        named(&shape.kind),
        named(&shape.scope),
        expiry(&shape.expiry),
        expiry(&shape.refresh_expiry)
    );
    if let Some(depth) = shape.text_at {
        let _ = writeln!(out, "  or text after {depth} of its names");
    }
}

fn expiry(expiry: &Expiry) -> String {
    match expiry {
        Expiry::In(field, unit) => format!("in {} {unit:?}", path(field)),
        Expiry::At(field, format) => format!("at {} {format:?}", path(field)),
        other => format!("{other:?}"),
    }
}

fn credential(out: &mut String, credential: &Credential) {
    let secret = if credential.secret { " secret" } else { "" };
    let required = if credential.required { "" } else { " optional" };
    let _ = writeln!(out, "credential {} {}{secret}{required}", input(&credential.input), credential.env);
}
