//! A bearer token that never changes.

use super::bound::Bound;
use crate::{Attach, Secret};

/// A fixed token as `Authorization: Bearer ...` (RFC 6750, section 2.1), such as a personal access token.
#[derive(Clone, Debug)]
pub struct Bearer(Bound);

impl Bearer {
    /// A fixed token.
    pub fn new(token: impl Into<Secret>) -> Self {
        Self(Bound::new(Attach::bearer(), token.into()))
    }
}

super::credential!(Bearer);
