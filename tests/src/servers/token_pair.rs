//! A server that gives out pairs of access and refresh tokens in the shapes of three providers and of OAuth 2, rotates them, and counts what a
//! client must never do: present a refresh token twice, or an access token after its end.

mod options;
mod replies;
mod state;

pub use options::{Counts, Options, ServerClock};

use crate::wire::{Answer, Request, Server};
use state::State;
use std::fmt;
use std::io::Write;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// The accepted key (`api_key`, `apiKey`, `clientId`), as long as IX-API asks for.
pub const KEY: &str = "key-0123456789ab";
/// The accepted secret (`api_secret`, `clientSecret`): 86 characters, some of them awkward in forms and URLs.
pub const SECRET: &str = "s3cret/+=%:&?#-abcdefghijklmnopqrstuvwxyz-ABCDEFGHIJKLMNOPQRSTUVWXYZ-0123456789-secret";

/// The server, in this process; it ends with the value.
pub struct TokenPair {
    server: Server,
    state: Arc<Mutex<State>>,
}

impl fmt::Debug for TokenPair {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("TokenPair")
            .field("server", &self.server)
            .field("counts", &self.counts())
            .finish_non_exhaustive()
    }
}

impl TokenPair {
    /// Starts it on a free loopback port.
    pub fn start(options: Options) -> Self {
        let state = Arc::new(Mutex::new(State::new(options)));
        let shared = Arc::clone(&state);
        let server = Server::start(move |request, stream| {
            let answer = {
                let mut state = lock(&shared);
                let answer = answer(&request, &mut state);
                state.dated(answer)
            };
            stream.write_all(&answer.bytes()).ok();
        });
        Self { server, state }
    }

    /// `http://127.0.0.1:PORT`.
    pub fn url(&self) -> String {
        self.server.url()
    }

    /// Where the fault proxy finds it.
    pub fn address(&self) -> SocketAddr {
        self.server.address()
    }

    /// What has happened so far.
    pub fn counts(&self) -> Counts {
        lock(&self.state).counts.clone()
    }

    /// Ends every access token now, as a provider does that revokes early; refresh tokens stay good.
    pub fn end_access_tokens(&self) {
        lock(&self.state).end_access_tokens();
    }

    /// Ends every session: no access or refresh token given out so far is honoured any more.
    pub fn end_sessions(&self) {
        lock(&self.state).end_sessions();
    }

    /// Whether the server would still honour this refresh token.
    pub fn honours(&self, refresh_token: &str) -> bool {
        lock(&self.state).honours(refresh_token)
    }
}

fn lock(state: &Mutex<State>) -> MutexGuard<'_, State> {
    state.lock().unwrap_or_else(PoisonError::into_inner)
}

/// The routes of all three providers at once; where they share a path, the field in the body tells them apart.
fn answer(request: &Request, state: &mut State) -> Answer {
    let body = request.json();
    let field = |name: &str| body.get(name).and_then(serde_json::Value::as_str).unwrap_or_default().to_owned();
    match (request.method.as_str(), request.path()) {
        ("POST", "/auth/token") => {
            replies::ix_api(state.issue(field("api_key") == KEY && field("api_secret") == SECRET))
        }
        ("POST", "/auth/refresh") if body.get("refresh_token").is_some() => {
            replies::ix_api(state.refresh(&field("refresh_token")))
        }
        ("POST", "/auth/api-key") => replies::api_video(state.issue(field("apiKey") == KEY)),
        ("POST", "/auth/refresh") => replies::api_video(state.refresh(&field("refreshToken"))),
        ("POST", "/v1/issue-token") => {
            replies::emma(state.issue(field("clientId") == KEY && field("clientSecret") == SECRET))
        }
        ("POST", "/v1/refresh-token") => replies::emma(state.refresh(&field("refreshToken"))),
        ("POST", "/oauth/token") => {
            let form = request.form();
            let value = |name: &str| form.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str());
            match value("refresh_token") {
                Some(token) => replies::oauth(state.refresh(token)),
                None => replies::oauth(state.issue(value("client_secret") == Some(SECRET))),
            }
        }
        ("GET", "/account") => replies::account(state.use_access(request.header("authorization"))),
        ("GET", "/__counts") => Answer::json(200, state.counts.to_json()),
        _ => Answer::status(404),
    }
}
