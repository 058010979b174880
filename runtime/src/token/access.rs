//! [`AccessToken`]: what a request carries.

use std::fmt;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::SystemTime;

use http::HeaderValue;

use crate::source::Timing;
use crate::{Generation, Moment, Secret, TokenKind};

/// A token as a [`TokenSource`](crate::TokenSource) hands it out: valid now, with its header value ready to send.
///
/// Cloning it counts a reference and nothing more.
#[derive(Clone)]
pub struct AccessToken(pub(crate) Arc<Live>);

/// What the atomic snapshot of a source points to: the token with everything prebuilt.
pub(crate) struct Live {
    pub(crate) secret: Secret,
    pub(crate) header: HeaderValue,
    pub(crate) kind: TokenKind,
    pub(crate) generation: Generation,
    pub(crate) timing: Timing,
    /// When this process took it into its hand.
    pub(crate) obtained: Moment,
    /// Set when a request with this very token was answered with 401.
    pub(crate) refused: AtomicBool,
}

impl Live {
    pub(crate) fn is_refused(&self) -> bool {
        self.refused.load(Ordering::Relaxed)
    }
}

impl AccessToken {
    /// The token's text.
    pub fn expose(&self) -> &str {
        self.0.secret.expose()
    }

    /// The token as a secret.
    pub fn secret(&self) -> &Secret {
        &self.0.secret
    }

    /// The value of the header that carries it, such as `Bearer ...`: prebuilt, marked sensitive, cheap to clone.
    pub fn authorization_header(&self) -> HeaderValue {
        self.0.header.clone()
    }

    /// How it has to be presented.
    pub fn kind(&self) -> TokenKind {
        self.0.kind
    }

    /// When it ends by the wall clock; `None` when nobody knows.
    pub fn expires_at(&self) -> Option<SystemTime> {
        self.0.timing.expires_at()
    }

    /// Which exchange it came from; give this to [`TokenSource::invalidate`](crate::TokenSource::invalidate) on a 401.
    pub fn generation(&self) -> Generation {
        self.0.generation
    }
}

impl fmt::Debug for AccessToken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("AccessToken")
            .field("generation", &self.0.generation.number())
            .field("expires_at", &self.expires_at())
            .finish_non_exhaustive()
    }
}
