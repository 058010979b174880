//! [`ErrorKind`].

/// Why there is no token. What one does about it depends on the kind alone.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ErrorKind {
    /// No connection, or it broke. Try later.
    Transport,
    /// The server took too long. Try later.
    Timeout,
    /// The server failed (5xx). Try later.
    Server,
    /// Too many requests (429). Try later.
    RateLimited,
    /// The server does not accept these credentials. A person has to correct them.
    Rejected,
    /// A refresh token or a code is not accepted any more (`invalid_grant`). A token source says what follows: `Rejected` of its
    /// credentials, `ReauthorizationRequired` where a person has to sign in again.
    InvalidGrant,
    /// Nothing is left to sign in with: a person has to sign in again.
    ReauthorizationRequired,
    /// The answer cannot be read: wrong media type, broken JSON, no token in it.
    Malformed,
    /// The token is of a type that cannot be presented (RFC 6749 section 7.1).
    UnsupportedTokenType,
    /// The secret would have gone where it must not: another origin, or unencrypted.
    Refused,
    /// The store failed to load, lock or save. The old token is kept.
    Store,
    /// Something was configured that cannot work.
    Config,
    /// The provider offers no such operation.
    Unsupported,
    /// The refresh ended without a result: its thread or runtime died.
    Abandoned,
    /// The flow needs more from the user or the server before there is a token, such as consent.
    Pending,
}

impl ErrorKind {
    /// True when the same thing may succeed later without anybody changing anything.
    pub fn is_retryable(self) -> bool {
        match self {
            Self::Transport
            | Self::Timeout
            | Self::Server
            | Self::RateLimited
            | Self::Malformed
            | Self::Store
            | Self::Abandoned
            | Self::Pending => true,
            Self::Rejected
            | Self::InvalidGrant
            | Self::ReauthorizationRequired
            | Self::UnsupportedTokenType
            | Self::Refused
            | Self::Config
            | Self::Unsupported => false,
        }
    }

    /// A short name for logs and counters, such as `invalid_grant`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Transport => "transport",
            Self::Timeout => "timeout",
            Self::Server => "server",
            Self::RateLimited => "rate_limited",
            Self::Rejected => "rejected",
            Self::InvalidGrant => "invalid_grant",
            Self::ReauthorizationRequired => "reauthorization_required",
            Self::Malformed => "malformed",
            Self::UnsupportedTokenType => "unsupported_token_type",
            Self::Refused => "refused",
            Self::Store => "store",
            Self::Config => "config",
            Self::Unsupported => "unsupported",
            Self::Abandoned => "abandoned",
            Self::Pending => "pending",
        }
    }
}
