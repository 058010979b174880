//! [`TokenError`].

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use http::StatusCode;

use super::{CallError, CallErrorKind, ConfigError, ErrorKind, TransportErrorKind, clean, oauth_code};
use crate::StoreErrorKind;

/// Why there is no token. Cheap to clone: thousands of callers may share one failure.
#[derive(Clone)]
pub struct TokenError(Arc<Inner>);

#[derive(Clone)]
struct Inner {
    kind: ErrorKind,
    message: String,
    code: Option<String>,
    status: Option<StatusCode>,
    retry_after: Option<Duration>,
    ambiguous: bool,
    /// Set where this failure does not pass by itself though others of its kind do.
    lasting: bool,
    /// What the transport or the store said, where it was one of them.
    transport: Option<TransportErrorKind>,
    store: Option<StoreErrorKind>,
    /// Set where the answer came from something that stands before the provider, such as a firewall's page.
    stray: bool,
}

impl TokenError {
    /// An error with a message for people; it must hold no secret.
    pub fn new(kind: ErrorKind, message: impl Into<String>) -> Self {
        let message = message.into();
        Self(Arc::new(Inner {
            kind,
            message,
            code: None,
            status: None,
            retry_after: None,
            ambiguous: false,
            lasting: false,
            transport: None,
            store: None,
            stray: false,
        }))
    }

    /// Adds the OAuth `error` code (RFC 6749 section 5.2); text that is no such code is dropped.
    #[must_use]
    pub fn with_oauth_code(self, code: &str) -> Self {
        self.with(|inner| inner.code = oauth_code(code))
    }

    /// Adds the server's own words, cleaned and cut.
    #[must_use]
    pub fn with_description(self, description: &str) -> Self {
        self.with(|inner| inner.message = format!("{}: {}", inner.message, clean(description)))
    }

    /// Adds the reply's status.
    #[must_use]
    pub fn with_status(self, status: StatusCode) -> Self {
        self.with(|inner| inner.status = Some(status))
    }

    /// Adds how long the server wants to be left alone.
    #[must_use]
    pub fn with_retry_after(self, wait: impl Into<Option<Duration>>) -> Self {
        let wait = wait.into();
        self.with(|inner| inner.retry_after = wait)
    }

    /// Says that the server may have acted on the request though no usable answer came.
    #[must_use]
    pub fn with_ambiguity(self, ambiguous: bool) -> Self {
        self.with(|inner| inner.ambiguous = ambiguous)
    }

    /// The same failure as one of another kind.
    #[must_use]
    pub(crate) fn with_kind(self, kind: ErrorKind) -> Self {
        self.with(|inner| inner.kind = kind)
    }

    /// Says that this failure does not pass by itself, though others of its kind do.
    #[must_use]
    pub(crate) fn with_no_retry(self) -> Self {
        self.with(|inner| inner.lasting = true)
    }

    /// Says what is wrong with the store.
    #[must_use]
    pub(crate) fn with_store_kind(self, kind: StoreErrorKind) -> Self {
        self.with(|inner| inner.store = Some(kind))
    }

    /// Says whether the answer tells nothing about what was sent, because it is hardly the provider's own.
    #[must_use]
    pub(crate) fn with_stray(self, stray: bool) -> Self {
        self.with(|inner| inner.stray = stray)
    }

    /// True when the answer tells nothing about what was sent.
    pub(crate) fn is_stray(&self) -> bool {
        self.0.stray
    }

    fn with(mut self, change: impl FnOnce(&mut Inner)) -> Self {
        change(Arc::make_mut(&mut self.0));
        self
    }

    /// What it says, without the status and the code that it prints besides.
    pub(crate) fn message(&self) -> &str {
        &self.0.message
    }

    /// The server's own words, behind what the kind says.
    #[cfg(feature = "oauth")]
    pub(crate) fn words(&self) -> Option<&str> {
        self.0.message.split_once(": ").map(|(_, words)| words)
    }

    /// Why.
    pub fn kind(&self) -> ErrorKind {
        self.0.kind
    }

    /// True when the same thing may succeed later without anybody changing anything.
    pub fn is_retryable(&self) -> bool {
        self.0.kind.is_retryable() && !self.0.lasting
    }

    /// What happened to the request, where the transport brought no answer.
    pub fn transport_kind(&self) -> Option<TransportErrorKind> {
        self.0.transport
    }

    /// What is wrong with the store, where that is why: [`Corrupt`](StoreErrorKind::Corrupt) wants the record removed, where
    /// [`Busy`](StoreErrorKind::Busy) passes by itself.
    pub fn store_kind(&self) -> Option<StoreErrorKind> {
        self.0.store
    }

    /// How long to wait before trying again, where that is known.
    pub fn retry_after(&self) -> Option<Duration> {
        self.0.retry_after
    }

    /// The OAuth `error` code, such as `invalid_grant`, where the server gave one.
    pub fn oauth_code(&self) -> Option<&str> {
        self.0.code.as_deref()
    }

    /// The reply's status, where there was a reply.
    pub fn status(&self) -> Option<StatusCode> {
        self.0.status
    }

    /// True when the server may have acted on the request though no usable answer came. Such a request is not repeated.
    pub fn is_ambiguous(&self) -> bool {
        self.0.ambiguous
    }
}

impl fmt::Display for TokenError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0.message)?;
        if let Some(status) = self.0.status {
            write!(f, " (status {})", status.as_u16())?;
        }
        if let Some(code) = &self.0.code {
            write!(f, " [{code}]")?;
        }
        Ok(())
    }
}

impl fmt::Debug for TokenError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("TokenError")
            .field("kind", &self.0.kind)
            .field("message", &self.0.message)
            .field("oauth_code", &self.0.code)
            .field("status", &self.0.status)
            .field("retry_after", &self.0.retry_after)
            .field("ambiguous", &self.0.ambiguous)
            .field("transport", &self.0.transport)
            .field("store", &self.0.store)
            .finish()
    }
}

impl std::error::Error for TokenError {}

impl From<CallError> for TokenError {
    fn from(error: CallError) -> Self {
        let kind = match error.kind() {
            CallErrorKind::Request => ErrorKind::Config,
            CallErrorKind::Transport => ErrorKind::Transport,
            CallErrorKind::Timeout => ErrorKind::Timeout,
            CallErrorKind::TooLarge | CallErrorKind::MediaType | CallErrorKind::Decode => ErrorKind::Malformed,
        };
        let (message, status) = error.parts();
        let token = Self::new(kind, message).with_ambiguity(error.is_ambiguous());
        let token = token.with(|inner| inner.transport = error.transport_kind());
        status.into_iter().fold(token, Self::with_status)
    }
}

impl From<ConfigError> for TokenError {
    fn from(error: ConfigError) -> Self {
        Self::new(ErrorKind::Config, error.to_string())
    }
}
