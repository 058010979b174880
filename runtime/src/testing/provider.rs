//! [`FakeProvider`]: answers from memory.

use std::collections::VecDeque;
use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use bytes::Bytes;
use http::header::{CONTENT_TYPE, HeaderName, HeaderValue};
use http::{Method, Request, Response, StatusCode};

use super::FakeRequest;
use crate::{BoxFuture, HttpTransport, TransportError, TransportErrorKind};

/// A provider that is not there: a transport that answers from memory and remembers what it was sent. Its clones share
/// both. What it was told no answer for gets a 404.
#[derive(Clone, Default)]
pub struct FakeProvider(Arc<Mutex<State>>);

#[derive(Default)]
struct State {
    routes: Vec<Answers>,
    requests: Vec<FakeRequest>,
}

/// The answers of one route, in order; the last is given again and again.
struct Answers {
    method: Method,
    path: String,
    queue: VecDeque<Answer>,
}

type Answer = Result<Response<Bytes>, TransportError>;

impl FakeProvider {
    /// One that has no answers yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// The route whose answers are set next. `path` is the whole path of the request, with that of the base address.
    /// Answers that the route had are forgotten.
    pub fn on(&self, method: Method, path: impl Into<String>) -> Route {
        let path = path.into();
        let mut state = self.state();
        state.routes.retain(|route| route.method != method || route.path != path);
        state.routes.push(Answers { method: method.clone(), path: path.clone(), queue: VecDeque::new() });
        drop(state);
        Route { provider: self.clone(), method, path }
    }

    /// Every request so far, in order.
    pub fn requests(&self) -> Vec<FakeRequest> {
        self.state().requests.clone()
    }

    /// The requests to this path, in order.
    pub fn requests_to(&self, path: &str) -> Vec<FakeRequest> {
        self.state().requests.iter().filter(|request| request.uri().path() == path).cloned().collect()
    }

    fn state(&self) -> MutexGuard<'_, State> {
        // Nothing panics while it is held.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn answer(&self, request: Request<Bytes>) -> Answer {
        let request = FakeRequest::new(request);
        let mut state = self.state();
        let route = state.routes.iter_mut().find(|route| request.is(&route.method, &route.path));
        let answer = route.and_then(Answers::next).unwrap_or_else(|| Ok(reply(404, "application/json", "{}")));
        state.requests.push(request);
        answer
    }
}

impl Answers {
    fn next(&mut self) -> Option<Answer> {
        if self.queue.len() > 1 { self.queue.pop_front() } else { self.queue.front().cloned() }
    }
}

impl HttpTransport for FakeProvider {
    fn send(&self, request: Request<Bytes>) -> BoxFuture<'_, Result<Response<Bytes>, TransportError>> {
        let answer = self.answer(request);
        Box::pin(async move { answer })
    }
}

impl fmt::Debug for FakeProvider {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let state = self.state();
        f.debug_struct("FakeProvider")
            .field("routes", &state.routes.len())
            .field("requests", &state.requests.len())
            .finish()
    }
}

/// Sets the answers of one route. They are given in this order; the last is given again and again.
#[derive(Clone, Debug)]
pub struct Route {
    provider: FakeProvider,
    method: Method,
    path: String,
}

impl Route {
    /// A JSON body under this status. A number that is no status counts as 500.
    #[allow(clippy::must_use_candidate, clippy::return_self_not_must_use, reason = "the answer is set already")]
    pub fn json(&self, status: u16, body: impl Into<String>) -> Self {
        self.then(Ok(reply(status, "application/json", body)))
    }

    /// A text body under this status. A number that is no status counts as 500.
    #[allow(clippy::must_use_candidate, clippy::return_self_not_must_use, reason = "the answer is set already")]
    pub fn text(&self, status: u16, body: impl Into<String>) -> Self {
        self.then(Ok(reply(status, "text/plain", body)))
    }

    /// Any reply.
    #[allow(clippy::must_use_candidate, clippy::return_self_not_must_use, reason = "the answer is set already")]
    pub fn reply(&self, reply: Response<Bytes>) -> Self {
        self.then(Ok(reply))
    }

    /// A header on the answer that was set last.
    #[allow(clippy::must_use_candidate, clippy::return_self_not_must_use, reason = "the answer is set already")]
    pub fn header(&self, name: HeaderName, value: HeaderValue) -> Self {
        self.change(|queue| {
            if let Some(Ok(reply)) = queue.back_mut() {
                reply.headers_mut().append(name, value);
            }
        })
    }

    /// No answer: the connection fails in this way.
    #[allow(clippy::must_use_candidate, clippy::return_self_not_must_use, reason = "the answer is set already")]
    pub fn fail(&self, kind: TransportErrorKind) -> Self {
        self.then(Err(TransportError::new(kind, "the fake provider was told to fail")))
    }

    fn then(&self, answer: Answer) -> Self {
        self.change(|queue| queue.push_back(answer))
    }

    fn change(&self, change: impl FnOnce(&mut VecDeque<Answer>)) -> Self {
        let mut state = self.provider.state();
        let route = state.routes.iter_mut().find(|route| route.method == self.method && route.path == self.path);
        if let Some(route) = route {
            change(&mut route.queue);
        }
        drop(state);
        self.clone()
    }
}

fn reply(status: u16, media: &'static str, body: impl Into<String>) -> Response<Bytes> {
    let mut reply = Response::new(Bytes::from(body.into()));
    *reply.status_mut() = StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    reply.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static(media));
    reply
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::block_on;

    fn status(provider: &FakeProvider, path: &str) -> Result<u16, TransportErrorKind> {
        let request = Request::post(format!("https://api.example.net{path}")).body(Bytes::new()).unwrap();
        block_on(provider.send(request)).map(|reply| reply.status().as_u16()).map_err(|error| error.kind())
    }

    #[test]
    fn answers_come_in_order_and_the_last_stays() {
        let provider = FakeProvider::new();
        provider.on(Method::POST, "/token").json(200, "{}").fail(TransportErrorKind::Lost).json(503, "{}");
        assert_eq!(status(&provider, "/token"), Ok(200));
        assert_eq!(status(&provider, "/token"), Err(TransportErrorKind::Lost));
        assert_eq!(status(&provider, "/token"), Ok(503));
        assert_eq!(status(&provider, "/token"), Ok(503));
        assert_eq!(status(&provider, "/other"), Ok(404));
        assert_eq!(provider.requests_to("/token").len(), 4);
        assert_eq!(provider.requests().len(), 5);
    }

    #[test]
    fn a_route_that_is_set_again_forgets_its_answers() {
        let provider = FakeProvider::new();
        provider.on(Method::POST, "/token").json(200, "{}");
        provider.on(Method::POST, "/token").json(401, "{}");
        assert_eq!(status(&provider, "/token"), Ok(401));
    }

    #[test]
    fn what_was_sent_does_not_print() {
        let provider = FakeProvider::new();
        let request = Request::post("https://api.example.net/token?key=canary")
            .header("authorization", "canary")
            .body(Bytes::from_static(b"canary"))
            .unwrap();
        assert!(block_on(provider.send(request)).is_ok());
        assert!(!format!("{:?}{provider:?}", provider.requests()).contains("canary"));
        assert_eq!(provider.requests()[0].text(), "canary");
    }
}
