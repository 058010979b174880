//! What a reply that is no success means.

use std::time::{Duration, UNIX_EPOCH};

use http::StatusCode;
use http::header::RETRY_AFTER;

use super::said::{is_code, said};
use super::server_time::server_time;
use crate::call::Reply;
use crate::json::Json;
use crate::{ErrorKind, TokenError};

/// A server that asks for more than this is asked again after it.
pub(crate) const LONGEST_WAIT: Duration = Duration::from_secs(300);

/// The error in a reply: the OAuth code where there is one (RFC 6749 section 5.2), else the status. Who is asked too often says
/// so by the status alone: the code beside it is often one of those that RFC 6749 knows, none of which means that.
pub(super) fn failure(reply: &Reply) -> TokenError {
    let body = reply.to_json().ok();
    let text = |name: &str| body.as_ref().and_then(|body| body.get(name)).and_then(|value| value.as_str());
    // A sentence there is for people: it is told as such, and no code stands for it.
    let code = text("error").filter(|error| is_code(error)).unwrap_or_default();
    let wait = retry_after(reply);
    let too_often = reply.status() == StatusCode::TOO_MANY_REQUESTS;
    let told = of_code(code).filter(|kind| !too_often || *kind == ErrorKind::Pending);
    let kind = told.unwrap_or_else(|| match of_status(reply.status()) {
        // Who names a time to come again refuses the hour and not the credentials; some say so with 403.
        ErrorKind::Rejected if code.is_empty() && wait.is_some() => ErrorKind::RateLimited,
        kind => kind,
    });
    let mut error = TokenError::new(kind, message(kind))
        .with_status(reply.status())
        .with_oauth_code(&code_of(reply, code))
        .with_retry_after(wait)
        .with_ambiguity(is_ambiguous(reply.status()))
        .with_stray(code.is_empty() && is_stray(reply));
    let words = match &body {
        Some(body) => words(reply, body),
        None => reply.title().map(|title| format!("{title} (a page, not an answer of an API)")),
    };
    if let Some(words) = words {
        error = error.with_description(&words);
    }
    if let Some(undecoded) = reply.undecoded() {
        error = error.with_description(&undecoded);
    }
    error
}

/// What the body says for people, without what it repeats of the request.
pub(super) fn words(reply: &Reply, body: &Json) -> Option<String> {
    reply.words(&said(body)?)
}

/// The code as it may be shown: one that is known repeats nothing.
fn code_of(reply: &Reply, code: &str) -> String {
    if of_code(code).is_some() { code.to_owned() } else { reply.words(code).unwrap_or_default() }
}

fn of_code(code: &str) -> Option<ErrorKind> {
    Some(match code {
        "invalid_grant" => ErrorKind::InvalidGrant,
        "invalid_client" | "unauthorized_client" | "access_denied" | "invalid_scope" | "invalid_target" => {
            ErrorKind::Rejected
        }
        "unsupported_grant_type" | "invalid_request" | "unsupported_token_type" => ErrorKind::Rejected,
        // OpenID Connect Core, section 3.1.2.6: only a person can go on.
        "login_required" | "interaction_required" | "consent_required" | "account_selection_required" => {
            ErrorKind::InvalidGrant
        }
        // RFC 9449, section 8: the nonce that came with it is in the next request.
        "temporarily_unavailable" | "server_error" | "use_dpop_nonce" => ErrorKind::Server,
        "slow_down" => ErrorKind::RateLimited,
        "authorization_pending" => ErrorKind::Pending,
        _ => return None,
    })
}

fn of_status(status: StatusCode) -> ErrorKind {
    match status.as_u16() {
        408 | 425 => ErrorKind::Timeout,
        429 => ErrorKind::RateLimited,
        300..=399 => ErrorKind::Refused,
        500..=599 => ErrorKind::Server,
        _ => ErrorKind::Rejected,
    }
}

fn message(kind: ErrorKind) -> &'static str {
    match kind {
        ErrorKind::InvalidGrant => "the server does not accept the refresh token, code or password (any more)",
        ErrorKind::RateLimited => "the server asks for fewer requests",
        ErrorKind::Server => "the server failed",
        ErrorKind::Timeout => "the server took too long",
        ErrorKind::Pending => "the server waits for the user",
        ErrorKind::Refused => "the server redirects the token request elsewhere, and credentials do not follow",
        _ => "the server rejected the credentials or the request",
    }
}

/// True for an answer that hardly comes from the token endpoint itself: a firewall's or a gateway's page for people, or a
/// status that speaks of the address rather than of what was sent. Nothing follows from it for a refresh token.
fn is_stray(reply: &Reply) -> bool {
    match reply.status().as_u16() {
        401 => false,
        400 | 403 | 422 => reply.is_html(),
        402..=499 => !reply.is_json(),
        status => !(200..=299).contains(&status),
    }
}

/// A gateway that lost the answer of the server behind it: that server may have acted.
fn is_ambiguous(status: StatusCode) -> bool {
    matches!(status, StatusCode::BAD_GATEWAY | StatusCode::GATEWAY_TIMEOUT)
}

/// The wait the server asks for, in seconds or as a date (RFC 9110 section 10.2.3), cut to five minutes.
fn retry_after(reply: &Reply) -> Option<Duration> {
    let text = reply.headers().get(RETRY_AFTER)?.to_str().ok()?.trim();
    if !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit()) {
        let seconds = text.parse().unwrap_or(u64::MAX);
        return Some(Duration::from_secs(seconds).min(LONGEST_WAIT));
    }
    let at = httpdate::parse_http_date(text).ok()?.duration_since(UNIX_EPOCH).ok()?;
    let now = server_time(reply).unwrap_or_else(|| reply.started().wall());
    Some(at.saturating_sub(now).min(LONGEST_WAIT))
}

#[cfg(test)]
mod tests {
    use super::failure;
    use crate::call::Reply;
    use crate::shape::ended;
    use crate::{Clock as _, ErrorKind, SystemClock, TokenError};
    use bytes::Bytes;
    use http::Response;

    fn told(status: u16, media_type: &str, body: &'static str) -> String {
        failed(Response::builder().status(status).header("content-type", media_type), body).to_string()
    }

    fn failed(response: http::response::Builder, body: &'static str) -> TokenError {
        let response = response.body(Bytes::from_static(body.as_bytes())).unwrap();
        failure(&Reply::new(response, SystemClock.now()))
    }

    #[test]
    fn a_sentence_is_no_code() {
        let body = r#"{"error":"login failed: no such user","message":"login failed: no such user"}"#;
        let error = failed(
            Response::builder().status(403).header("content-type", "application/json").header("retry-after", "7"),
            body,
        );
        assert_eq!((error.oauth_code(), error.kind()), (None, ErrorKind::RateLimited));
        assert_eq!(error.to_string().matches("no such user").count(), 1, "{error}");
    }

    #[test]
    fn a_session_ends_by_the_statuses_of_its_provider_too() {
        let reply = |status: u16| {
            let response = Response::builder().status(status).body(Bytes::new()).unwrap();
            Reply::new(response, SystemClock.now())
        };
        assert!([204, 302, 401].into_iter().all(|status| ended(&reply(status), &[302, 401]).is_ok()));
        assert!(ended(&reply(401), &[302]).is_err() && ended(&reply(500), &[302, 401]).is_err());
    }

    #[test]
    fn of_what_is_no_json_the_title_of_a_page_is_told() {
        let page = "<html><head><title>502 Bad\n Gateway</title></head><body>…</body></html>";
        for (status, media_type, body, wanted) in [
            (429, "text/plain; charset=utf-8", "Too many requests", "fewer requests (status 429)"),
            (429, "text/html", "Too many requests", "fewer requests (status 429)"),
            (502, "text/html", page, "failed: 502 Bad Gateway (a page, not an answer of an API) (status 502)"),
            (502, "text/html", "<html><body>…</body></html>", "the server failed (status 502)"),
            (500, "text/plain", " ", "the server failed (status 500)"),
            (500, "application/octet-stream", "bytes", "the server failed (status 500)"),
        ] {
            let told = told(status, media_type, body);
            assert!(told.ends_with(wanted), "{told}");
        }
    }
}
