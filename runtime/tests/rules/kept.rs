//! Rule 5 for a session that begins with a refresh token which the program was started with: it is the first of its line, and
//! by the next start the store holds a later one.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use authwright::oauth::{AuthorizationServer, Client, ClientAuth, SignedIn};
use authwright::{ErrorKind, HttpTransport, MemoryStore, TokenError, TokenSource, TransportError, TransportErrorKind};
use bytes::Bytes;
use http::{Request, Response};

use crate::support::TestClock;

type Scripted = Result<Response<Bytes>, TransportError>;

/// A token endpoint that answers by a script, the processes in front of it, and what they share.
struct Fleet {
    clock: Arc<TestClock>,
    store: MemoryStore,
    answers: Arc<Mutex<VecDeque<Scripted>>>,
    sent: Arc<Mutex<Vec<String>>>,
}

impl Fleet {
    fn new() -> Self {
        let clock = Arc::new(TestClock::new());
        Self { clock, store: MemoryStore::new(), answers: Arc::default(), sent: Arc::default() }
    }

    /// A process that is started with this refresh token.
    fn process(&self, kept: &str) -> TokenSource {
        let (answers, sent) = (Arc::clone(&self.answers), Arc::clone(&self.sent));
        let transport = move |request: Request<Bytes>| {
            let body = String::from_utf8_lossy(request.body()).into_owned();
            let token = body.split('&').find_map(|pair| pair.strip_prefix("refresh_token=")).unwrap_or_default();
            sent.lock().unwrap().push(token.to_owned());
            std::future::ready(answers.lock().unwrap().pop_front().unwrap())
        };
        let server = AuthorizationServer::with_token_endpoint("https://login.example/token").unwrap();
        let transport: Arc<dyn HttpTransport> = Arc::new(transport);
        let client =
            Client::with_transport(server, ClientAuth::public("app"), transport).with_clock(self.clock.clone());
        TokenSource::builder(SignedIn::from_refresh_token(client, authwright::Secret::from(kept), "alice"))
            .clock(self.clock.clone())
            .store(Arc::new(self.store.clone()))
            .build()
    }

    fn answer(&self, answer: Scripted) {
        self.answers.lock().unwrap().push_back(answer);
    }

    fn sent(&self) -> Vec<String> {
        self.sent.lock().unwrap().clone()
    }
}

#[allow(clippy::unnecessary_wraps)] // An answer may also be a failure.
fn reply(status: u16, media_type: &str, body: String) -> Scripted {
    Ok(Response::builder().status(status).header("content-type", media_type).body(Bytes::from(body)).unwrap())
}

/// Tokens of five minutes, with this refresh token.
fn tokens(refresh: &str) -> Scripted {
    let body = format!(
        r#"{{"access_token":"a-{refresh}","refresh_token":"{refresh}","token_type":"bearer","expires_in":300}}"#
    );
    reply(200, "application/json", body)
}

fn refused() -> Scripted {
    reply(400, "application/json", r#"{"error":"invalid_grant"}"#.to_owned())
}

fn page() -> Scripted {
    reply(403, "text/html", "<h1>blocked</h1>".to_owned())
}

fn lost() -> Scripted {
    Err(TransportError::new(TransportErrorKind::Lost, "the answer was lost"))
}

fn token(source: &TokenSource) -> Result<String, TokenError> {
    source.token_blocking().map(|token| token.expose().to_owned())
}

#[test]
fn a_lost_answer_does_not_bring_back_the_token_that_a_program_was_started_with() {
    let fleet = Fleet::new();
    fleet.answer(tokens("r1"));
    assert_eq!(token(&fleet.process("r0")).unwrap(), "a-r1");
    fleet.clock.advance(Duration::from_secs(301));
    let restarted = fleet.process("r0");
    fleet.answer(lost());
    assert_eq!(token(&restarted).unwrap_err().kind(), ErrorKind::Transport);
    fleet.clock.advance(Duration::from_secs(61));
    fleet.answer(tokens("r2"));
    assert_eq!(token(&restarted).unwrap(), "a-r2");
    assert_eq!(fleet.sent(), ["r0", "r1", "r1"], "r0 was rotated away long ago: to send it again looks like theft");
}

#[test]
fn a_kept_token_gets_one_recovery_and_no_loop() {
    let fleet = Fleet::new();
    let process = fleet.process("r0");
    fleet.answer(lost());
    assert_eq!(token(&process).unwrap_err().kind(), ErrorKind::Transport);
    fleet.clock.advance(Duration::from_secs(61));
    fleet.answer(tokens("r1"));
    assert_eq!(token(&process).unwrap(), "a-r1", "the server had not acted");

    let fleet = Fleet::new();
    let process = fleet.process("r0");
    for _ in 0..2 {
        fleet.answer(lost());
        assert_eq!(token(&process).unwrap_err().kind(), ErrorKind::Transport);
        fleet.clock.advance(Duration::from_secs(301));
    }
    assert_eq!(token(&process).unwrap_err().kind(), ErrorKind::ReauthorizationRequired);
    assert_eq!(fleet.sent(), ["r0", "r0"]);
}

#[test]
fn a_page_in_the_providers_place_costs_no_kept_token() {
    let fleet = Fleet::new();
    let process = fleet.process("r0");
    for _ in 0..3 {
        fleet.answer(page());
        assert_eq!(token(&process).unwrap_err().kind(), ErrorKind::Rejected);
        fleet.clock.advance(Duration::from_secs(301));
    }
    fleet.answer(tokens("r1"));
    assert_eq!(token(&process).unwrap(), "a-r1");
}

#[test]
fn a_kept_token_that_is_refused_is_not_sent_again() {
    let fleet = Fleet::new();
    let process = fleet.process("r0");
    for _ in 0..2 {
        fleet.answer(refused());
        assert_eq!(token(&process).unwrap_err().kind(), ErrorKind::ReauthorizationRequired);
        fleet.clock.advance(Duration::from_secs(301));
    }
    assert_eq!(fleet.sent(), ["r0"]);
}

#[test]
fn a_new_kept_token_takes_the_place_of_a_session_that_is_over() {
    let fleet = Fleet::new();
    fleet.answer(tokens("r1"));
    assert_eq!(token(&fleet.process("r0")).unwrap(), "a-r1");
    fleet.clock.advance(Duration::from_secs(301));
    fleet.answer(refused());
    fleet.answer(tokens("s1"));
    assert_eq!(token(&fleet.process("s0")).unwrap(), "a-s1");
    assert_eq!(fleet.sent(), ["r0", "r1", "s0"]);
}

/// A program that was started with `r0` before, with a session that goes on with `r1` and an access token that has ended.
fn restarted(fleet: &Fleet) -> TokenSource {
    fleet.answer(tokens("r1"));
    assert_eq!(token(&fleet.process("r0")).unwrap(), "a-r1");
    fleet.clock.advance(Duration::from_secs(301));
    fleet.process("r0")
}

#[test]
fn a_page_does_not_bring_back_the_token_that_a_program_was_started_with() {
    let fleet = Fleet::new();
    let process = restarted(&fleet);
    fleet.answer(page());
    assert_eq!(token(&process).unwrap_err().kind(), ErrorKind::Rejected);
    fleet.clock.advance(Duration::from_secs(301));
    fleet.answer(tokens("r2"));
    assert_eq!(token(&process).unwrap(), "a-r2", "the session is as good as it was");
    assert_eq!(fleet.sent(), ["r0", "r1", "r1"]);
}

#[test]
fn nor_do_answers_that_were_lost_again_and_again() {
    let fleet = Fleet::new();
    let process = restarted(&fleet);
    for _ in 0..2 {
        fleet.answer(lost());
        assert_eq!(token(&process).unwrap_err().kind(), ErrorKind::Transport);
        fleet.clock.advance(Duration::from_secs(301));
    }
    for process in [process, fleet.process("r0")] {
        assert_eq!(token(&process).unwrap_err().kind(), ErrorKind::ReauthorizationRequired);
    }
    fleet.answer(tokens("s1"));
    assert_eq!(token(&fleet.process("s0")).unwrap(), "a-s1", "somebody has signed in again");
    assert_eq!(fleet.sent(), ["r0", "r1", "r1", "s0"]);
}

#[test]
fn nor_does_a_refusal() {
    let fleet = Fleet::new();
    let process = restarted(&fleet);
    fleet.answer(refused());
    assert_eq!(token(&process).unwrap_err().kind(), ErrorKind::ReauthorizationRequired);
    assert_eq!(fleet.sent(), ["r0", "r1"]);
}
