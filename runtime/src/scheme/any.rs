//! A choice of schemes.

use std::fmt;

use http::request::Parts;
use http::{Extensions, HeaderMap, StatusCode};

use crate::{Authorize, BoxFuture, ErrorKind, TokenError};

/// The first of these that works: the security requirements of an operation (OR). Put first what is preferred.
pub struct Any(Vec<Box<dyn Authorize>>);

impl Any {
    /// A choice, in order of preference.
    pub fn new(choices: impl IntoIterator<Item = Box<dyn Authorize>>) -> Self {
        Self(choices.into_iter().collect())
    }
}

impl Authorize for Any {
    /// The error is that of the first choice, when none works.
    fn authorize<'a>(&'a self, parts: &'a mut Parts) -> BoxFuture<'a, Result<(), TokenError>> {
        Box::pin(async move {
            let mut first = None;
            for choice in &self.0 {
                let mut changed = parts.clone();
                match choice.authorize(&mut changed).await {
                    Ok(()) => {
                        *parts = changed;
                        return Ok(());
                    }
                    Err(error) => first = first.or(Some(error)),
                }
            }
            Err(first.unwrap_or_else(|| {
                TokenError::new(ErrorKind::Config, "there are no credentials to choose from; give those of one scheme")
            }))
        })
    }

    fn answered(&self, carried: &Extensions, status: StatusCode, headers: &HeaderMap) -> bool {
        self.0.iter().filter(|choice| choice.answered(carried, status, headers)).count() > 0
    }
}

impl fmt::Debug for Any {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Any({} choices)", self.0.len())
    }
}
