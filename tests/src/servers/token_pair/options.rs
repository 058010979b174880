//! How the server behaves, and what it counts.

use std::fmt;
use std::sync::Arc;
use std::time::{Duration, SystemTime};

/// The server's clock; a test hands in its own.
pub type ServerClock = Arc<dyn Fn() -> SystemTime + Send + Sync>;

/// How the server behaves.
#[derive(Clone)]
pub struct Options {
    /// Life of an access token.
    pub access: Duration,
    /// Life of a refresh token.
    pub refresh: Duration,
    /// Every refresh gives a new refresh token and ends the old one.
    pub rotate: bool,
    /// A refresh token presented twice ends its whole session (RFC 9700, section 4.14.2).
    pub strict: bool,
    /// Tokens end at the whole second that their `exp` names, and answers have a `Date`: as where a server reads its own JWTs.
    pub by_exp: bool,
    /// Where the server reads the time.
    pub clock: ServerClock,
}

impl fmt::Debug for Options {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { access, refresh, rotate, strict, by_exp, clock: _ } = self;
        f.debug_struct("Options")
            .field("access", access)
            .field("refresh", refresh)
            .field("rotate", rotate)
            .field("strict", strict)
            .field("by_exp", by_exp)
            .finish_non_exhaustive()
    }
}

impl Default for Options {
    fn default() -> Self {
        Self {
            access: Duration::from_secs(5),
            refresh: Duration::from_secs(3600),
            rotate: true,
            strict: true,
            by_exp: false,
            clock: Arc::new(SystemTime::now),
        }
    }
}

/// What the server has seen.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Sign-ins with good credentials.
    pub issued: u64,
    /// Successful refreshes.
    pub refreshed: u64,
    /// Sign-ins with wrong credentials.
    pub refused: u64,
    /// Refresh tokens presented after they were used up by a rotation.
    pub replayed: u64,
    /// Refresh tokens presented that are unknown, expired, or of an ended session.
    pub dead: u64,
    /// Uses of a valid access token.
    pub used: u64,
    /// Uses of an access token after its own end.
    pub expired: u64,
    /// Uses of an access token that was revoked or never given out, or of none at all.
    pub unknown: u64,
}

impl Counts {
    /// The counts as the server shows them at `/__counts`.
    pub(super) fn to_json(&self) -> String {
        let Self { issued, refreshed, refused, replayed, dead, used, expired, unknown } = self;
        serde_json::json!({
            "issued": issued, "refreshed": refreshed, "refused": refused, "replayed": replayed,
            "dead": dead, "used": used, "expired": expired, "unknown": unknown,
        })
        .to_string()
    }
}
