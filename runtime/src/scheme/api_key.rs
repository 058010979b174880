//! API keys.

use super::bound::Bound;
use crate::{Attach, Secret};

/// A fixed key in a header (with any prefix), the query or a cookie: OpenAPI's `apiKey`, and a session cookie that was
/// got elsewhere.
#[derive(Clone, Debug)]
pub struct ApiKey(Bound);

impl ApiKey {
    /// A key, and its place: `Attach::header("Authorization", "Token {token}")`, `Attach::query("api_key")`,
    /// `Attach::cookie("session")`.
    pub fn new(attach: Attach, key: impl Into<Secret>) -> Self {
        Self(Bound::new(attach, key.into()))
    }
}

super::credential!(ApiKey);
