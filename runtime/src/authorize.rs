//! [`Authorize`]: what puts credentials on a request.

use std::sync::Arc;

use http::request::Parts;

use crate::{BoxFuture, TokenError};

/// Puts credentials on a request: a [`TokenSource`](crate::TokenSource), or a scheme that needs no tokens.
pub trait Authorize: Send + Sync {
    /// Changes the request; an error leaves it without credentials.
    fn authorize<'a>(&'a self, parts: &'a mut Parts) -> BoxFuture<'a, Result<(), TokenError>>;
}

impl<T: Authorize + ?Sized> Authorize for Arc<T> {
    fn authorize<'a>(&'a self, parts: &'a mut Parts) -> BoxFuture<'a, Result<(), TokenError>> {
        (**self).authorize(parts)
    }
}

impl<T: Authorize + ?Sized> Authorize for Box<T> {
    fn authorize<'a>(&'a self, parts: &'a mut Parts) -> BoxFuture<'a, Result<(), TokenError>> {
        (**self).authorize(parts)
    }
}
