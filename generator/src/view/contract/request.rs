//! The request that an operation makes from samples, as it must be on the wire.

use serde::Serialize;

use super::super::Context;
use super::super::client::needs;
use super::super::fragment::StrLit;
use super::super::homes;
use super::super::sample::Wire;
use crate::model::{Body, MediaType, Operation, Place, Presence, Style};

/// What is expected of a request.
#[derive(Debug, Serialize)]
pub(in crate::view) struct RequestView {
    method: StrLit,
    uri: StrLit,
    /// Path and query.
    #[serde(skip)]
    target: String,
    headers: Vec<HeaderView>,
    /// The body, where its bytes are known: one or none.
    bodies: Vec<StrLit>,
}

/// A header that must be there.
#[derive(Debug, Serialize)]
struct HeaderView {
    name: StrLit,
    value: StrLit,
}

/// What tests call the server.
const BASE: &str = "https://api.example";

impl RequestView {
    /// `None` where the request cannot be made: the path or a name has characters that HTTP has no place for.
    pub(in crate::view) fn new(cx: &Context<'_>, operation: &Operation) -> Option<Self> {
        let mut path = operation.path.clone();
        let mut query = Vec::new();
        let mut headers = Vec::new();
        for param in &operation.params {
            if param.field.presence != Presence::Required {
                continue;
            }
            let sample = cx.sample(&param.field.ty, param.field.secret)?.json;
            if param.place == Place::Query {
                if let (Style::Joined(between), false) = (param.style, cx.is_scalar(&param.field.ty)) {
                    let between = if between == "," { between.to_owned() } else { encode(between) };
                    let value = parts(&sample)?.iter().map(|part| encode(part)).collect::<Vec<_>>().join(&between);
                    query.push(format!("{}={value}", encode(&param.field.wire)));
                    continue;
                }
                let pairs = pairs(&param.field.wire, &sample, param.style)?;
                query.extend(pairs.iter().map(|(name, value)| format!("{}={}", encode(name), encode(value))));
                continue;
            }
            let value = if param.style == Style::Json { sample.to_string() } else { joined(&sample, ",")? };
            match param.place {
                Place::Query => {}
                Place::Path => {
                    let parts = if param.style == Style::Json { vec![value] } else { parts(&sample)? };
                    let value = parts.iter().map(|part| encode(part)).collect::<Vec<_>>().join(",");
                    path = path.replace(&format!("{{{}}}", param.field.wire), &value);
                }
                Place::Header => headers.push(header(&param.field.wire, &value)?),
                Place::Cookie if value.bytes().all(is_cookie_octet) => {
                    headers.push(header("cookie", &format!("{}={value}", param.field.wire))?);
                }
                // What the document has for it is no cookie's value, and is not sent.
                Place::Cookie => return None,
            }
        }
        let needs = needs::arguments(cx, operation);
        for (name, value) in &needs.headers {
            headers.push(header(name, value)?);
        }
        query.splice(0..0, needs.query.iter().map(|(name, value)| format!("{}={}", encode(name), encode(value))));
        if cookies(operation) + needs.cookies > 1 {
            return None;
        }
        if !path.starts_with('/')
            || !path.bytes().all(|b| b.is_ascii_alphanumeric() || b"/-._~%:@!$&'()*+,;=".contains(&b))
        {
            return None;
        }
        let question = if query.is_empty() { "" } else { "?" };
        let target = format!("{path}{question}{}", query.join("&"));
        // The tests' own server has what follows the server that is chosen.
        let home = homes::shared_reference(&operation.servers).unwrap_or_default().trim_matches('/');
        let home = if home.is_empty() { String::new() } else { format!("/{home}") };
        let (media, bodies) = body(cx, operation)?;
        headers.extend(media.map(|media| HeaderView { name: StrLit::new("content-type"), value: StrLit::new(&media) }));
        Some(Self {
            method: StrLit::new(&operation.method),
            uri: StrLit::new(&format!("{BASE}{home}{target}")),
            target,
            headers,
            bodies: bodies.iter().map(|body| StrLit::new(body)).collect(),
        })
    }

    /// Its address at another place than the tests' own server.
    pub(super) fn uri_at(&self, base: &str) -> StrLit {
        StrLit::new(&format!("{base}{}", self.target))
    }
}

/// RFC 6265, section 4.1.1.
fn is_cookie_octet(b: u8) -> bool {
    b.is_ascii_graphic() && !matches!(b, b'"' | b',' | b';' | b'\\')
}

fn cookies(operation: &Operation) -> usize {
    operation
        .params
        .iter()
        .filter(|param| param.place == Place::Cookie && param.field.presence == Presence::Required)
        .count()
}

/// The media type and the bytes of the body, as far as they are known.
fn body(cx: &Context<'_>, operation: &Operation) -> Option<(Option<String>, Option<String>)> {
    let Some(body) = &operation.body else { return Some((None, Some(String::new()))) };
    Some(match &body.media {
        MediaType::Json(name) => (Some(name.clone()), Some(cx.sample(&body.ty, true)?.json.to_string())),
        MediaType::Form => {
            (Some("application/x-www-form-urlencoded".to_owned()), Some(form(&cx.sample(&body.ty, true)?.json, body)?))
        }
        MediaType::Multipart => (None, None),
        MediaType::Text(_) => (None, Some("hidden-value".to_owned())),
        MediaType::Other(_) => return None,
    })
}

fn form(value: &Wire, body: &Body) -> Option<String> {
    let Wire::Object(members) = value else { return Some(String::new()) };
    let style = |name: &String| body.styles.iter().find(|(styled, _)| styled == name).map(|(_, style)| *style);
    let fields = members.iter().map(|(name, value)| match value {
        // An object is no field of a form, nor are its members.
        Wire::Object(_) => None,
        value => pairs(name, value, style(name).unwrap_or_default()),
    });
    let fields: Vec<_> = fields.collect::<Option<_>>()?;
    let fields = fields.iter().flatten().map(|(name, value)| format!("{}={}", html_form(name), html_form(value)));
    Some(fields.collect::<Vec<_>>().join("&"))
}

/// A sample as parameters, or fields of a form.
fn pairs(name: &str, value: &Wire, style: Style) -> Option<Vec<(String, String)>> {
    let one = |text: String| vec![(name.to_owned(), text)];
    Some(match (style, value) {
        (Style::Json, value) => one(value.to_string()),
        // What is null is not sent.
        (_, Wire::Plain("null")) => Vec::new(),
        (Style::Joined(between), value) => one(joined(value, between)?),
        (Style::Usual, Wire::List(items)) => {
            items.iter().map(|item| Some((name.to_owned(), text(item)?))).collect::<Option<_>>()?
        }
        (Style::Usual | Style::Deep, Wire::Object(members)) => {
            let under =
                |member: &String| if style == Style::Deep { format!("{name}[{member}]") } else { member.clone() };
            members.iter().map(|(member, value)| Some((under(member), text(value)?))).collect::<Option<_>>()?
        }
        (_, value) => one(text(value)?),
    })
}

/// The parts of a sample in one text; none where there are none.
fn joined(value: &Wire, between: &str) -> Option<String> {
    Some(parts(value)?.join(between))
}

/// The parts of a sample; none where there are none.
fn parts(value: &Wire) -> Option<Vec<String>> {
    let parts: Vec<String> = match value {
        Wire::List(items) => items.iter().map(text).collect::<Option<_>>()?,
        Wire::Object(members) => {
            let pair = |(name, value): &(String, Wire)| Some([name.clone(), text(value)?]);
            members.iter().map(pair).collect::<Option<Vec<_>>>()?.concat()
        }
        value => vec![text(value)?],
    };
    (!parts.is_empty()).then_some(parts)
}

/// A sample that has no parts as text.
fn text(value: &Wire) -> Option<String> {
    match value {
        Wire::Text(text) => Some(text.clone()),
        Wire::Plain(text) => Some((*text).to_owned()),
        Wire::List(_) | Wire::Object(_) => None,
    }
}

/// A header whose name and value HTTP has a place for.
fn header(name: &str, value: &str) -> Option<HeaderView> {
    let legal = |b: u8| b.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&b);
    let fine = !name.is_empty() && name.bytes().all(legal) && value.bytes().all(|b| (32..127).contains(&b));
    let told_apart =
        !["accept", "content-type", "content-length", "host"].iter().any(|own| name.eq_ignore_ascii_case(own));
    (fine && told_apart)
        .then(|| HeaderView { name: StrLit::new(&name.to_ascii_lowercase()), value: StrLit::new(value) })
}

/// Everything but the unreserved characters of RFC 3986.
fn encode(text: &str) -> String {
    text.bytes()
        .map(|b| match b {
            b'-' | b'.' | b'_' | b'~' => char::from(b).to_string(),
            b if b.is_ascii_alphanumeric() => char::from(b).to_string(),
            b => format!("%{b:02X}"),
        })
        .collect()
}

/// As HTML forms have it.
fn html_form(text: &str) -> String {
    encode(text).replace("%20", "+").replace("%2A", "*").replace('~', "%7E")
}
