//! [`Reply`]: an answer before it is typed.

use std::fmt;

use bytes::Bytes;
use http::{HeaderMap, StatusCode};

use super::echo::Sent;
use super::{PathValues, Response, UnexpectedReply, coding, media, page};
use crate::json::{self, FromJson, Json};
use crate::{CallError, Moment};

/// An answer before it is typed: one looks at the status and chooses how to read the body.
#[derive(Clone)]
pub struct Reply {
    status: StatusCode,
    headers: HeaderMap,
    body: Bytes,
    started: Moment,
    sent: Sent,
}

impl Reply {
    /// An answer to a request that was started at the given moment. Header values are made sensitive: any of them may
    /// be a session.
    pub fn new(response: http::Response<Bytes>, started: Moment) -> Self {
        let (mut parts, body) = response.into_parts();
        parts.headers.values_mut().for_each(|value| value.set_sensitive(true));
        Self { status: parts.status, headers: parts.headers, body, started, sent: Sent::default() }
    }

    /// The same as the answer to this request.
    pub(super) fn to(mut self, sent: Sent) -> Self {
        self.sent = sent;
        self
    }

    /// The same as the answer to a request with these values in its path.
    pub(super) fn with_path(mut self, path: PathValues) -> Self {
        self.sent = self.sent.with_path(path);
        self
    }

    /// The server's own words without what they repeat of the request; `None` where they may repeat what nobody can find in it.
    pub(crate) fn words(&self, text: &str) -> Option<String> {
        self.sent.redact(text).map(|text| crate::error::without_credentials(&text))
    }

    /// The status.
    pub fn status(&self) -> StatusCode {
        self.status
    }

    /// The headers. Their values do not print.
    pub fn headers(&self) -> &HeaderMap {
        &self.headers
    }

    /// When the request was started: lifetimes in the reply count from here.
    pub fn started(&self) -> Moment {
        self.started
    }

    /// Reads the body as JSON into a type. The media type has to be JSON, or what was asked for, and no name may occur twice.
    pub fn json<T: FromJson>(&self) -> Result<Response<T>, CallError> {
        let body = T::from_json(self.to_json()?)?;
        Ok(Response::new(self.status, self.headers.clone(), body))
    }

    /// Reads the body as text.
    pub fn text(&self) -> Result<Response<String>, CallError> {
        let not_text =
            |_| CallError::decode(self.undecoded().unwrap_or_else(|| "the reply's text is not UTF-8".to_owned()));
        let text = std::str::from_utf8(&self.body).map_err(not_text)?;
        Ok(Response::new(self.status, self.headers.clone(), text.to_owned()))
    }

    /// The body as it came.
    pub fn bytes(&self) -> Response<Bytes> {
        Response::new(self.status, self.headers.clone(), self.body.clone())
    }

    /// A reply whose body is of no interest.
    pub fn empty(&self) -> Response<()> {
        Response::new(self.status, self.headers.clone(), ())
    }

    /// The reply as one that the specification does not name.
    pub fn unexpected(&self) -> UnexpectedReply {
        UnexpectedReply::new(self.status, self.headers.clone(), self.body.clone())
    }

    /// A documented failure: typed where its body can be read, else as an answer that nobody expected, which says why it could
    /// not. Either way its status is kept.
    pub fn failure<T: FromJson, E>(
        &self,
        typed: impl FnOnce(Response<T>) -> E,
        unexpected: impl FnOnce(UnexpectedReply) -> E,
    ) -> E {
        match self.json() {
            Ok(response) => typed(response),
            Err(error) => unexpected(self.unexpected().because_of(error)),
        }
    }

    /// The body as a JSON tree.
    pub fn to_json(&self) -> Result<Json, CallError> {
        let essence = media::essence(&self.headers);
        if !media::is_json(&essence) {
            if let Some(body) = self.as_asked(&essence) {
                return Ok(body);
            }
            let found = if essence.is_empty() { "of no named type".to_owned() } else { crate::error::clean(&essence) };
            let title = self.title().map(|title| format!(" (\u{201c}{title}\u{201d})")).unwrap_or_default();
            return Err(CallError::media_type(format!("the reply is {found}{title}, not JSON"), self.status));
        }
        json::parse(&self.body).map_err(|error| self.undecoded().map_or_else(|| error.into(), CallError::decode))
    }

    /// JSON by another name: a specification may have it that the server calls an object plain text.
    fn as_asked(&self, essence: &str) -> Option<Json> {
        let body = self.sent.asks_for(essence).then(|| json::parse(&self.body).ok())??;
        matches!(body, Json::Object(_) | Json::Array(_)).then_some(body)
    }

    /// What to tell people where the body cannot be read because it is still compressed.
    pub(crate) fn undecoded(&self) -> Option<String> {
        coding::undecoded(&self.headers, &self.body)
    }

    /// True when the reply says that it is JSON.
    pub(crate) fn is_json(&self) -> bool {
        media::is_json(&media::essence(&self.headers))
    }

    /// True for a page for people.
    pub(crate) fn is_html(&self) -> bool {
        matches!(media::essence(&self.headers).as_str(), "text/html" | "application/xhtml+xml")
    }

    /// The title of a page, without what it repeats of the request: no error shows more of a body that is no JSON.
    pub(crate) fn title(&self) -> Option<String> {
        let page = std::str::from_utf8(&self.body).ok().filter(|_| self.is_html())?;
        self.words(&page::title(page)?).map(|title| crate::error::clean(&title))
    }

    pub(crate) fn body(&self) -> &Bytes {
        &self.body
    }
}

impl fmt::Debug for Reply {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Reply").field("status", &self.status).finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use bytes::Bytes;
    use http::{Request, Response};

    use super::Reply;
    use crate::call::echo::Sent;
    use crate::{CallErrorKind, Moment};

    fn reply(asked: &str, named: &str, body: &'static str) -> Reply {
        let request = Request::get("https://a.example/").header("accept", asked).body(Bytes::new()).unwrap();
        let response = Response::builder().header("content-type", named).body(Bytes::from_static(body.as_bytes()));
        Reply::new(response.unwrap(), Moment::new(Duration::ZERO, Duration::ZERO)).to(Sent::of(&request))
    }

    #[test]
    fn what_was_asked_for_is_json_by_any_name() {
        for named in ["text/plain", "Text/Plain; charset=utf-8"] {
            assert!(reply("text/plain; charset=utf-8", named, "{}").to_json().is_ok(), "{named}");
        }
        for (asked, named, body) in [
            ("application/json", "text/plain", "{}"),
            ("text/plain", "text/html", "{}"),
            ("text/plain", "text/plain", "123456"),
            ("text/plain", "text/plain", "a-token"),
        ] {
            let error = reply(asked, named, body).to_json().expect_err(body);
            assert_eq!(error.kind(), CallErrorKind::MediaType, "{asked} {named} {body}");
        }
    }
}
