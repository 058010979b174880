//! [`TokenKind`]: how a token has to be presented.

/// The type of an access token (RFC 6749 section 7.1), as far as this crate can present it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum TokenKind {
    /// Whoever holds it may use it (RFC 6750).
    #[default]
    Bearer,
    /// Bound to a key; each request carries a proof (RFC 9449).
    Dpop,
}
