//! Tokens, and the set of them that one exchange gives.

mod access;
mod expiry;
mod generation;
mod kind;
mod refresh;
mod set;

pub use access::AccessToken;
pub(crate) use access::Live;
pub use expiry::Expiry;
pub use generation::Generation;
pub use kind::TokenKind;
pub use refresh::RefreshToken;
pub(crate) use set::Jar;
pub use set::TokenSet;
