//! [`Call`]: one request being built, and sent.

use std::fmt;

use bytes::Bytes;
use http::header::{ACCEPT, AUTHORIZATION, CONTENT_TYPE, COOKIE};
use http::{HeaderMap, HeaderName, HeaderValue, Method, Request, Uri};
use zeroize::Zeroizing;

use super::body::Body;
use super::{Api, PathValues, Reply, ToForm, exchange, param, url};
use crate::authorize::{anew, authorized};
use crate::cookie;
use crate::header::sensitive;
use crate::json::ToJson;
use crate::{Authorize, CallError, CallOptions, Secret, TokenError, encode};

/// One request being built. A mistake on the way is kept and reported by [`send`](Self::send).
#[must_use = "a call does nothing until it is sent"]
pub struct Call {
    api: Api,
    method: Method,
    template: String,
    path: PathValues,
    /// Names, and values as they stand in the address.
    query: Vec<(String, Zeroizing<String>)>,
    headers: HeaderMap,
    cookies: Vec<(String, Secret)>,
    body: Option<Body>,
    options: CallOptions,
    problem: Option<CallError>,
}

impl Call {
    pub(super) fn new(api: Api, method: Method, path: &str) -> Self {
        let options = api.options().clone();
        Self {
            api,
            method,
            template: path.to_owned(),
            path: Vec::new(),
            query: Vec::new(),
            headers: HeaderMap::new(),
            cookies: Vec::new(),
            body: None,
            options,
            problem: None,
        }
    }

    /// Gives a path parameter its value, with commas between the items of a list, each of which is percent-encoded: they cannot
    /// leave their segment.
    pub fn path(mut self, name: &str, value: &(impl ToJson + ?Sized)) -> Self {
        let mut parts = param::parts(value);
        // What has no parts is refused as what is empty is.
        if parts.is_empty() {
            parts.push(Zeroizing::default());
        }
        self.path.extend(parts.into_iter().map(|part| (name.to_owned(), part)));
        self
    }

    /// Adds a query parameter: none where the value is `None`, one for each item of a list, and one for each member of an object,
    /// under the member's name. [`style`](super::style) has other forms.
    pub fn query(mut self, name: &str, value: &(impl ToJson + ?Sized)) -> Self {
        self.query.extend(param::named(name, value).into_iter().map(|(name, value)| (name, encode::value(&value))));
        self
    }

    /// Adds a query parameter, where there is a value, with this `between` the items of a list, or the names and values of an
    /// object's members. A comma there stands as it is, and one within an item is encoded (RFC 6570, section 3.2.8).
    pub fn joined_query(mut self, name: &str, value: &(impl ToJson + ?Sized), between: &str) -> Self {
        let encoded: Vec<_> = param::parts(value).iter().map(|part| encode::value(part)).collect();
        let between = if between == "," { Zeroizing::new(between.to_owned()) } else { encode::value(between) };
        self.query.extend(param::with_between(&encoded, &between).map(|value| (name.to_owned(), value)));
        self
    }

    /// Adds a header, where there is a value, with commas between the items of a list.
    pub fn header(self, name: &str, value: &(impl ToJson + ?Sized)) -> Self {
        match param::joined(value, ",") {
            Some(value) => self.raw_header(name, value.as_bytes()),
            None => self,
        }
    }

    /// Adds a header that holds a secret after a fixed text, such as `Token `.
    pub fn prefixed_header(self, name: &str, prefix: &str, value: &Secret) -> Self {
        let value = Zeroizing::new([prefix, value.expose()].concat());
        self.raw_header(name, value.as_bytes())
    }

    /// Adds a cookie, where there is a value; the items of a list with commas between them. Nothing is encoded, as servers
    /// differ in what they decode: what would end the cookie and begin another is refused (RFC 6265, section 4.1.1).
    pub fn cookie(mut self, name: &str, value: &(impl ToJson + ?Sized)) -> Self {
        if !cookie::is_name(name)
            || !param::parts(value).iter().all(|text| cookie::is_or_is_signed(name, text, cookie::is_value))
        {
            return self.fail("a cookie has characters that a cookie cannot hold");
        }
        self.cookies.extend(param::joined(value, ",").map(|text| (name.to_owned(), Secret::from(text.as_str()))));
        self
    }

    /// Sends a bearer token (RFC 6750 section 2.1).
    pub fn bearer(self, token: &Secret) -> Self {
        self.prefixed_header(AUTHORIZATION.as_str(), "Bearer ", token)
    }

    /// Sends user and password (RFC 7617). A user with a colon cannot be sent.
    pub fn basic(self, user: &str, password: &Secret) -> Self {
        if user.contains(':') {
            return self.fail("a user name with a colon cannot be sent by HTTP basic authentication");
        }
        self.prefixed_header(AUTHORIZATION.as_str(), "Basic ", &encode::basic(user, password.expose()))
    }

    /// Sends the identifier and the secret of an OAuth client, which are encoded before (RFC 6749 section 2.3.1).
    pub fn client_basic(self, id: &str, secret: &Secret) -> Self {
        self.prefixed_header(AUTHORIZATION.as_str(), "Basic ", &encode::client_basic(id, secret.expose()))
    }

    /// Sets a JSON body.
    pub fn json(mut self, body: &(impl ToJson + ?Sized)) -> Self {
        self.body = Some(Body::json(&body.to_json()));
        self
    }

    /// Sets a form as the body.
    pub fn form(mut self, body: &(impl ToForm + ?Sized)) -> Self {
        self.body = Some(Body::form(&body.to_form()));
        self
    }

    /// Sets a form as the body, in the multipart encoding.
    pub fn multipart(mut self, body: &(impl ToForm + ?Sized)) -> Self {
        self.body = Some(Body::multipart(&body.to_form()));
        self
    }

    /// Sets plain text as the body.
    pub fn text(mut self, body: &str) -> Self {
        self.body = Some(Body::text(body));
        self
    }

    /// Sets a body of any kind.
    pub fn bytes(mut self, media_type: &str, body: Bytes) -> Self {
        match HeaderValue::from_str(media_type) {
            Ok(media_type) => self.body = Some(Body { media_type, bytes: body }),
            Err(_) => return self.fail("the media type has characters that a header cannot hold"),
        }
        self
    }

    /// Says what the body is, where that is more than how it is written: `application/vnd.api+json`.
    pub fn content_type(mut self, media_type: &str) -> Self {
        match (HeaderValue::from_str(media_type), self.body.as_mut()) {
            (Ok(media_type), Some(body)) => body.media_type = media_type,
            (Ok(_), None) => {}
            (Err(_), _) => return self.fail("the media type has characters that a header cannot hold"),
        }
        self
    }

    /// Says which media type is wanted; `application/json` unless said otherwise.
    pub fn accept(self, media_type: &str) -> Self {
        self.raw_header(ACCEPT.as_str(), media_type.as_bytes())
    }

    /// Sets limits and extra headers.
    pub fn options(mut self, options: &CallOptions) -> Self {
        self.options = options.clone();
        self
    }

    /// Sends the request and brings the reply, whatever its status.
    pub async fn send(self) -> Result<Reply, CallError> {
        let (api, options) = (self.api.clone(), self.options.clone());
        let (request, path) = self.into_request()?;
        Ok(exchange(api.transport().as_ref(), api.clock().as_ref(), request, options).await?.with_path(path))
    }

    /// The same, with credentials on it. They go to their own origins alone; where they cannot, nothing is sent. A token that is
    /// refused with 401 is not served any more, and the request is sent once more with a new one, or with the nonce that a server
    /// wants to see beside it; the second answer is given as it is, whatever it says.
    pub async fn send_authorized(self, credentials: &(impl Authorize + ?Sized)) -> Result<Reply, TokenError> {
        let (api, options) = (self.api.clone(), self.options.clone());
        let (request, path) = self.into_request()?;
        let send = |request| exchange(api.transport().as_ref(), api.clock().as_ref(), request, options.clone());
        let (first, carried) = authorized(credentials, request.clone()).await?;
        let reply = send(first).await?.with_path(path.clone());
        if !credentials.answered(&carried, reply.status(), reply.headers()) {
            return Ok(reply);
        }
        let Some((second, carried)) = anew(credentials, request, &carried).await else { return Ok(reply) };
        let reply = send(second).await?.with_path(path);
        credentials.answered(&carried, reply.status(), reply.headers());
        Ok(reply)
    }

    /// The request, and what in its address is a value.
    fn into_request(mut self) -> Result<(Request<Bytes>, PathValues), CallError> {
        self.put_cookies();
        if let Some(problem) = self.problem {
            return Err(problem);
        }
        let path = url::fill(&self.template, &self.path).map_err(CallError::request)?;
        let url = url::join(self.api.base().as_str(), &path, &self.query);
        let uri: Uri = url.parse().map_err(|_| CallError::request("the path and query make no URL"))?;
        let (media_type, body) = match self.body {
            Some(body) => (Some(body.media_type), body.bytes),
            None => (None, Bytes::new()),
        };
        let mut request = Request::new(body);
        *request.method_mut() = self.method;
        *request.uri_mut() = uri;
        let headers = request.headers_mut();
        headers.insert(ACCEPT, HeaderValue::from_static("application/json"));
        headers.extend(media_type.map(|media_type| (CONTENT_TYPE, media_type)));
        headers.extend(self.headers);
        Ok((request, self.path))
    }

    fn put_cookies(&mut self) {
        if self.cookies.is_empty() {
            return;
        }
        let pairs = self.cookies.iter().map(|(name, value)| Zeroizing::new(format!("{name}={}", value.expose())));
        let mut line = Zeroizing::new(String::new());
        for pair in pairs {
            let separator = if line.is_empty() { "" } else { "; " };
            line = Zeroizing::new([line.as_str(), separator, pair.as_str()].concat());
        }
        match sensitive(line.as_bytes()) {
            Some(value) => drop(self.headers.insert(COOKIE, value)),
            None => self.problem = Some(CallError::request("a cookie has characters that a header cannot hold")),
        }
    }

    fn raw_header(mut self, name: &str, value: &[u8]) -> Self {
        let Ok(header) = HeaderName::from_bytes(name.as_bytes()) else {
            return self.fail("a header's name has characters that it cannot have");
        };
        match sensitive(value) {
            Some(value) if header == ACCEPT => drop(self.headers.insert(header, value)),
            Some(value) => drop(self.headers.append(header, value)),
            None => return self.fail(format!("the header `{header}` has characters that a header cannot hold")),
        }
        self
    }

    fn fail(mut self, message: impl Into<String>) -> Self {
        self.problem.get_or_insert_with(|| CallError::request(message));
        self
    }
}

impl fmt::Debug for Call {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Call({} {})", self.method, self.template)
    }
}
