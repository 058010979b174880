//! What comes back from an operation.

use openapiv3::StatusCode;

use super::MediaType;
use super::media::{self, Offer};
use super::read::{Kind, Place, Reading, json};
use super::requests::typed;
use super::schema::{Types, Way};
use super::schemes::is_token;
use super::{Reply, ReplyBody, ReplyHeader, ReplyStatus, Role};
use crate::diagnostic::{Code, Diagnostic, quoted};

/// The documented replies of an operation: codes ascending, then ranges, then default.
pub(super) fn replies<'a>(
    reading: &Reading<'a>,
    types: &mut Types<'_, 'a>,
    read: &openapiv3::Operation,
    role: Role,
    id: &str,
) -> Vec<Reply> {
    let by_status = read.responses.responses.iter().map(|(status, response)| (status_of(status), response));
    let default = read.responses.default.iter().map(|response| (ReplyStatus::Default, response));
    let mut places: Vec<(ReplyStatus, Place<'a>)> =
        by_status.chain(default).filter_map(|(status, response)| Some((status, reading.locate(response)?))).collect();
    places.sort_by_key(|(status, _)| *status);
    let mut replies: Vec<Reply> =
        places.into_iter().filter_map(|(status, place)| reply(reading, types, status, place, id)).collect();
    settle_success(&mut replies, role);
    replies
}

fn status_of(status: &StatusCode) -> ReplyStatus {
    match status {
        StatusCode::Code(code) => ReplyStatus::Code(*code),
        StatusCode::Range(class) => ReplyStatus::Range(u8::try_from(*class).unwrap_or_default()),
    }
}

/// Where no 2xx is documented, `default` is the success; a sign-in that a person finishes succeeds by a redirect.
fn settle_success(replies: &mut [Reply], role: Role) {
    if replies.iter().any(|reply| reply.success) {
        return;
    }
    let redirects = |status: ReplyStatus| match status {
        ReplyStatus::Code(code) => (300..400).contains(&code),
        ReplyStatus::Range(class) => class == 3,
        ReplyStatus::Default => false,
    };
    let begins = role == Role::Authorize && replies.iter().any(|reply| redirects(reply.status));
    for reply in replies {
        reply.success = if begins { redirects(reply.status) } else { reply.status == ReplyStatus::Default };
    }
}

fn reply<'a>(
    reading: &Reading<'a>,
    types: &mut Types<'_, 'a>,
    status: ReplyStatus,
    place: Place<'a>,
    id: &str,
) -> Option<Reply> {
    let place = reading.resolve(place, Kind::Response)?;
    let read: openapiv3::Response = reading.read(&place, Kind::Response)?;
    let mut offers = media::offers(reading, place.get("content"));
    // The request asks for what a success is called, so that it is read as what it is; a failure may be called anything.
    if status.is_success() {
        media::shaped(reading, &mut offers);
    }
    let best = offers.into_iter().find(|offer| offer.media != MediaType::Multipart);
    types.go(Way::Received);
    let example = best.as_ref().and_then(|offer| example(reading, offer));
    let body = best
        .map(|offer| ReplyBody { ty: typed(types, &offer, &format!("{id} {}", phrase(status))), media: offer.media });
    let headers = read.headers.iter().filter_map(|(name, header)| self::header(reading, name, reading.locate(header)?));
    Some(Reply {
        success: status.is_success(),
        status,
        body,
        headers: headers.collect(),
        docs: read.description,
        example,
    })
}

fn header<'a>(reading: &Reading<'a>, name: &str, place: Place<'a>) -> Option<ReplyHeader> {
    let place = reading.resolve(place, Kind::Header)?;
    let read: openapiv3::Header = reading.read(&place, Kind::Header)?;
    if !is_token(name) {
        let message = format!("{} cannot be the name of a header", quoted(name));
        reading.report(
            Diagnostic::warning(Code::LeftOut, message, "it is left out; correct its spelling").at(place.span()),
        );
        return None;
    }
    Some(ReplyHeader { name: name.to_owned(), docs: read.description })
}

/// The example of a body: `example`, else the first of `examples`.
fn example<'a>(reading: &Reading<'a>, offer: &Offer<'a>) -> Option<String> {
    if let Some(example) = offer.place.get("example") {
        return Some(json(example.node));
    }
    let examples = offer.place.get("examples")?;
    let (_, first) = examples.entries().next()?;
    // `Kind::MediaType` has no section of its own in `components`, so that any target is let through.
    let first = if first.node.get("$ref").is_some() { reading.resolve(first, Kind::MediaType)? } else { first };
    first.get("value").map(|value| json(value.node))
}

/// What a status is called where a body needs a name of its own.
fn phrase(status: ReplyStatus) -> String {
    let known = match status {
        ReplyStatus::Code(200) => "ok",
        ReplyStatus::Code(201) => "created",
        ReplyStatus::Code(202) => "accepted",
        ReplyStatus::Code(400) => "bad request",
        ReplyStatus::Code(401) => "unauthorized",
        ReplyStatus::Code(403) => "forbidden",
        ReplyStatus::Code(404) => "not found",
        ReplyStatus::Code(409) => "conflict",
        ReplyStatus::Code(422) => "unprocessable content",
        ReplyStatus::Code(429) => "too many requests",
        ReplyStatus::Code(500) => "internal server error",
        ReplyStatus::Code(503) => "service unavailable",
        ReplyStatus::Default => "default",
        ReplyStatus::Code(code) => return format!("status {code}"),
        ReplyStatus::Range(2) => "success",
        ReplyStatus::Range(4) => "client error",
        ReplyStatus::Range(5) => "server error",
        ReplyStatus::Range(class) => return format!("status {class}xx"),
    };
    known.to_owned()
}
