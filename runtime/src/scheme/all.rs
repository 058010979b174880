//! Several schemes at once.

use std::fmt;

use http::request::Parts;

use crate::{Authorize, BoxFuture, TokenError};

/// All of these on one request: the schemes of one security requirement (AND). None at all is no authentication.
#[derive(Default)]
pub struct All(Vec<Box<dyn Authorize>>);

impl All {
    /// All of these, in order.
    pub fn new(parts: impl IntoIterator<Item = Box<dyn Authorize>>) -> Self {
        Self(parts.into_iter().collect())
    }
}

impl Authorize for All {
    /// Either every credential is on the request, or none is.
    fn authorize<'a>(&'a self, parts: &'a mut Parts) -> BoxFuture<'a, Result<(), TokenError>> {
        Box::pin(async move {
            let mut changed = parts.clone();
            for part in &self.0 {
                part.authorize(&mut changed).await?;
            }
            *parts = changed;
            Ok(())
        })
    }
}

impl fmt::Debug for All {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "All({} schemes)", self.0.len())
    }
}
