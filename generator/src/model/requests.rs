//! What an operation is sent: parameters and body.

use openapiv3::Parameter;

use super::media::{self, Offer};
use super::read::{Kind, Place, Reading};
use super::schema::{self, Types, Way};
use super::schemes::is_token;
use super::{Body, MediaType, Param, Place as Where, Presence, Role, Style, TypeRef, parts, style};
use crate::diagnostic::{Code, Diagnostic, quoted};
use crate::document::Node;
use crate::select::AuthOperation;

/// Headers that OpenAPI forbids as parameters, or that the transport alone may set.
const NOT_PARAMETERS: &[&str] =
    &["accept", "content-type", "content-length", "host", "connection", "transfer-encoding"];

/// The parameters of an operation: its own, and those of its path that it does not override. None where it cannot be sent.
pub(super) fn params<'a>(
    reading: &Reading<'a>,
    types: &mut Types<'_, 'a>,
    path: &Place<'a>,
    operation: &Place<'a>,
    found: &AuthOperation,
    id: &str,
) -> Option<Vec<Param>> {
    types.go(Way::Sent);
    let template = &found.path;
    let mut params: Vec<Param> = Vec::new();
    let lists = [operation.get("parameters"), path.get("parameters")];
    for place in lists.iter().flatten().flat_map(|list| list.items().collect::<Vec<_>>()) {
        let Some(mut param) = param(reading, types, &place, id) else { continue };
        let known = params.iter().any(|known| known.place == param.place && known.field.wire == param.field.wire);
        if known || !fits(reading, &param, &place, template) {
            continue;
        }
        if !has_sendable_name(&param) {
            report_name(reading, &param, &place, (found.role, id));
            // A sign-in is read on: what else is wrong with it is said in the same run.
            if found.role != Role::Issue && param.field.presence == Presence::Required {
                return None;
            }
            continue;
        }
        // Only of what is sent: a parameter of the path that the operation overrides may have any style.
        if let Some(place) = reading.resolve(place, Kind::Parameter) {
            param.style = style::of_param(reading, &place, param.place, &param.field.wire);
        }
        params.push(param);
    }
    add_undeclared(reading, &mut params, operation, template);
    params.sort_by_key(|param| {
        if param.place == Where::Path { template.find(&braced(&param.field.wire)) } else { Some(usize::MAX) }
    });
    Some(params)
}

/// Whether it is no header or cookie, or has a name that one can have.
fn has_sendable_name(param: &Param) -> bool {
    !matches!(param.place, Where::Header | Where::Cookie) || is_token(&param.field.wire)
}

/// A sign-in that cannot be sent as it is documented is a fault; what else there is does without.
fn report_name(reading: &Reading<'_>, param: &Param, place: &Place<'_>, (role, id): (Role, &str)) {
    let message = format!("{} cannot be the name of a header or cookie", quoted(&param.field.wire));
    let help = "a name has letters, digits and the signs of RFC 9110, 5.6.2";
    let finding = match (role, &param.field.presence) {
        (Role::Issue, _) => Diagnostic::error(Code::Request, message, help),
        (_, Presence::Required) => {
            let message = format!("{message}: the operation {} is left out", quoted(id));
            Diagnostic::warning(Code::Request, message, help)
        }
        _ => Diagnostic::warning(Code::Request, format!("{message}: it is left out"), help),
    };
    reading.report(finding.at(place.span()));
}

fn param<'a>(reading: &Reading<'a>, types: &mut Types<'_, 'a>, place: &Place<'a>, id: &str) -> Option<Param> {
    let place = reading.resolve(place.clone(), Kind::Parameter)?;
    let read: Parameter = reading.read(&place, Kind::Parameter)?;
    let kind = match &read {
        Parameter::Query { .. } => Where::Query,
        Parameter::Header { .. } => Where::Header,
        Parameter::Path { .. } => Where::Path,
        Parameter::Cookie { .. } => Where::Cookie,
    };
    let data = read.parameter_data();
    let schema = place.get("schema").or_else(|| content_schema(&place));
    let described = schema.into_iter().collect::<Vec<_>>();
    let described = types.describe(&described, &format!("{id} {}", data.name));
    types.mark_at(&place, &described);
    let shown = place.node.get("example");
    let required = data.required || kind == Where::Path;
    let mut field = schema::field(described, data.name, required, shown);
    if kind == Where::Path {
        field.presence = Presence::Required;
    }
    field.docs = data.description.filter(|docs| !docs.trim().is_empty()).or(field.docs);
    field.deprecated |= data.deprecated.unwrap_or_default();
    field.at = place.at();
    Some(Param { place: kind, style: Style::Usual, field })
}

fn content_schema<'a>(place: &Place<'a>) -> Option<Place<'a>> {
    let content = place.get("content")?;
    let (_, media) = content.entries().next()?;
    media.get("schema")
}

/// Whether there is a place for a parameter. Says why not.
fn fits(reading: &Reading<'_>, param: &Param, place: &Place<'_>, template: &str) -> bool {
    let wire = &param.field.wire;
    match param.place {
        Where::Header if NOT_PARAMETERS.contains(&wire.to_ascii_lowercase().as_str()) => false,
        Where::Path if !template.contains(&braced(wire)) => {
            let message = format!("the path {} has no place for the parameter {}", quoted(template), quoted(wire));
            reading.report(
                Diagnostic::warning(Code::Request, message, "it is left out; correct its name").at(place.span()),
            );
            false
        }
        _ => true,
    }
}

/// Placeholders of the path that no parameter declares are text that must be given.
fn add_undeclared(reading: &Reading<'_>, params: &mut Vec<Param>, operation: &Place<'_>, template: &str) {
    for name in placeholders(template) {
        if params.iter().any(|param| param.place == Where::Path && param.field.wire == name) {
            continue;
        }
        let message =
            format!("the path {} has the placeholder {}, which no parameter declares", quoted(template), quoted(name));
        let help = "it is taken for required text; declare it as a parameter";
        reading.report(Diagnostic::warning(Code::Request, message, help).at(operation.span()));
        let described =
            schema::Described { ty: TypeRef::String { format: None }, leaves: Vec::new(), at: operation.at() };
        let field = schema::field(described, name.to_owned(), true, None);
        params.push(Param { place: Where::Path, style: Style::Usual, field });
    }
}

fn braced(name: &str) -> String {
    format!("{{{name}}}")
}

fn placeholders(template: &str) -> Vec<&str> {
    let parts = template.split('{').skip(1).filter_map(|part| part.split_once('}'));
    let mut names: Vec<&str> = Vec::new();
    for (name, _) in parts {
        if !name.is_empty() && !names.contains(&name) {
            names.push(name);
        }
    }
    names
}

/// The body of an operation, where it has one that can be sent.
pub(super) fn body<'a>(
    reading: &Reading<'a>,
    types: &mut Types<'_, 'a>,
    operation: &Place<'a>,
    (role, id): (Role, &str),
) -> Option<Body> {
    if operation.node.get("requestBody").is_some_and(Node::is_null) {
        report_body(reading, role, operation, "the request body is null");
    }
    let place = reading.resolve(operation.get("requestBody")?, Kind::RequestBody)?;
    let read: openapiv3::RequestBody = reading.read(&place, Kind::RequestBody)?;
    let content = place.get("content");
    let is_listed = content.as_ref().is_some_and(|content| content.entries().next().is_some());
    let mut offers = media::offers(reading, content);
    media::shaped(reading, &mut offers);
    if is_listed && offers.is_empty() {
        report_body(reading, role, &place, "the request body has no media type that can be sent");
    }
    // JSON of which nothing is known, beside a form whose fields are: the form is what is meant.
    let known = |offer: &Offer<'_>| matches!(offer.media, MediaType::Form | MediaType::Multipart) && !is_bare(offer);
    if offers.first().is_some_and(is_bare)
        && let Some(form) = offers.iter().position(known)
    {
        let form = offers.remove(form);
        offers.insert(0, form);
    }
    let mut offers = offers.into_iter();
    let best = offers.next()?;
    types.go(Way::Sent);
    let ty = typed(types, &best, &format!("{id} request"));
    Some(Body {
        styles: style::of_fields(reading, &best),
        parts: parts::parts(reading, &best),
        media: best.media,
        also: offers.map(|offer| offer.media).collect(),
        ty,
        required: read.required,
        docs: read.description.filter(|docs| !docs.trim().is_empty()),
    })
}

/// A sign-in whose credentials cannot be sent is none; anything else is left to be called without a body.
fn report_body(reading: &Reading<'_>, role: Role, place: &Place<'_>, what: &str) {
    let help = "correct it, or mend it by an overlay";
    let finding = if role == Role::Issue {
        Diagnostic::error(Code::Request, what, help)
    } else {
        Diagnostic::warning(Code::Request, format!("{what}: none is sent"), help)
    };
    reading.report(finding.at(place.span()));
}

/// Whether an offer says nothing of what it holds.
fn is_bare(offer: &Offer<'_>) -> bool {
    let Some(schema) = offer.place.get("schema") else { return true };
    let empty = |place: Place<'_>| place.entries().next().is_none();
    schema.entries().all(|(key, value)| match key {
        "type" | "description" | "title" => true,
        "properties" => empty(value),
        _ => false,
    })
}

/// The type of a body in a media type.
pub(super) fn typed<'a>(types: &mut Types<'_, 'a>, offer: &Offer<'a>, context: &str) -> TypeRef {
    let schema: Vec<Place<'a>> = offer.place.get("schema").into_iter().collect();
    match &offer.media {
        MediaType::Json(_) | MediaType::Form | MediaType::Multipart if schema.is_empty() => TypeRef::Any,
        MediaType::Json(_) | MediaType::Form | MediaType::Multipart => types.describe(&schema, context).ty,
        MediaType::Text(_) => TypeRef::String { format: None },
        MediaType::Other(_) => TypeRef::Bytes,
    }
}
