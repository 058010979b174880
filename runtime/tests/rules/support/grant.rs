//! A server that says what a test tells it to say.

use std::collections::VecDeque;
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use authwright::{BoxFuture, ErrorKind, Expiry, Grant, RefreshToken, TokenError, TokenSet};

/// What one request brings.
pub(crate) type Answer = Result<TokenSet, TokenError>;

/// What was asked of the server.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Asked {
    /// For tokens against the credentials.
    Issue,
    /// For tokens against this refresh token.
    Refresh(String),
    /// To forget this access token.
    Revoke(String),
}

#[derive(Default)]
pub(crate) struct TestGrant {
    pub(crate) answers: Mutex<VecDeque<Answer>>,
    pub(crate) asked: Mutex<Vec<Asked>>,
    pub(crate) needs_person: AtomicBool,
    pub(crate) panics: AtomicBool,
    /// No answer ever comes.
    pub(crate) hangs: AtomicBool,
}

impl TestGrant {
    pub(crate) fn answer(&self, answer: Answer) {
        self.answers.lock().unwrap().push_back(answer);
    }

    pub(crate) fn asked(&self) -> Vec<Asked> {
        self.asked.lock().unwrap().clone()
    }

    fn next(&self, asked: Asked) -> Answer {
        self.asked.lock().unwrap().push(asked);
        assert!(!self.panics.load(Ordering::Relaxed), "the grant panics, as the test wants it");
        let answer = self.answers.lock().unwrap().pop_front();
        answer.unwrap_or_else(|| Err(TokenError::new(ErrorKind::Unsupported, "the test foresaw no request here")))
    }
}

impl Grant for TestGrant {
    fn exchange<'a>(&'a self, previous: Option<&'a TokenSet>) -> BoxFuture<'a, Answer> {
        let asked = match previous {
            Some(set) => Asked::Refresh(set.refresh().map_or_else(String::new, |token| token.expose().to_owned())),
            None => Asked::Issue,
        };
        Box::pin(async move {
            let answer = self.next(asked);
            if self.hangs.load(Ordering::Relaxed) {
                std::future::pending::<()>().await;
            }
            answer
        })
    }

    fn can_issue(&self) -> bool {
        !self.needs_person.load(Ordering::Relaxed)
    }

    fn revoke<'a>(&'a self, set: &'a TokenSet) -> BoxFuture<'a, Result<(), TokenError>> {
        let answer = self.next(Asked::Revoke(set.access().expose().to_owned()));
        Box::pin(async move { answer.map(drop) })
    }

    fn provider(&self) -> &'static str {
        "test"
    }

    fn identity(&self) -> String {
        authwright::identity(&["test"])
    }
}

/// Tokens that last so many seconds; the refresh token is named after the access token.
#[allow(clippy::unnecessary_wraps)] // An answer may also be a failure.
pub(crate) fn lasting(access: &str, seconds: u64) -> Answer {
    Ok(TokenSet::new(access)
        .with_refresh(RefreshToken::new(format!("refresh-of-{access}")))
        .with_expiry(Expiry::In(Duration::from_secs(seconds))))
}

/// A failure of which the server knows.
pub(crate) fn failing(kind: ErrorKind) -> Answer {
    Err(TokenError::new(kind, "as the test wants it"))
}

/// A failure that leaves open whether the server acted.
pub(crate) fn ambiguous(kind: ErrorKind) -> Answer {
    Err(TokenError::new(kind, "the answer was lost").with_ambiguity(true))
}
