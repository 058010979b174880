//! A mock HTTP server: answers from a script or a closure, and keeps every request for the test to look at.

use crate::wire::{Answer, Request, Server};
use std::collections::VecDeque;
use std::fmt;
use std::io::Write;
use std::sync::{Arc, Mutex, PoisonError};

/// The server. It lives as long as the value.
pub struct Mock {
    server: Server,
    seen: Arc<Mutex<Vec<Request>>>,
}

impl fmt::Debug for Mock {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Mock").field("server", &self.server).finish_non_exhaustive()
    }
}

impl Mock {
    /// Answers with what `reply` makes of each request.
    pub fn new(reply: impl Fn(&Request) -> Answer + Send + Sync + 'static) -> Self {
        let seen = Arc::new(Mutex::new(Vec::new()));
        let record = Arc::clone(&seen);
        let server = Server::start(move |request, stream| {
            // Recorded before it is answered: whoever has the answer finds the request.
            record.lock().unwrap_or_else(PoisonError::into_inner).push(request.clone());
            stream.write_all(&reply(&request).bytes()).ok();
        });
        Self { server, seen }
    }

    /// Gives `answers` in order, and then 599 for every further request.
    pub fn script(answers: impl IntoIterator<Item = Answer>) -> Self {
        let queue = Mutex::new(answers.into_iter().collect::<VecDeque<_>>());
        Self::new(move |_| {
            let next = queue.lock().unwrap_or_else(PoisonError::into_inner).pop_front();
            next.unwrap_or_else(|| Answer::status(599).body("the script has no further answer"))
        })
    }

    /// `http://127.0.0.1:PORT`, without a slash at the end.
    pub fn url(&self) -> String {
        self.server.url()
    }

    /// Every request so far, in the order in which they came.
    pub fn requests(&self) -> Vec<Request> {
        self.seen.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// The first lines of the requests: `["POST /auth/api-key"]`.
    pub fn lines(&self) -> Vec<String> {
        self.requests().iter().map(Request::line).collect()
    }
}
