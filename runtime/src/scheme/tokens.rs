//! A token source, at one of its origins.

use http::request::Parts;
use http::{Extensions, HeaderMap, StatusCode};

use crate::{Authorize, BaseUrl, BoxFuture, ConfigError, ErrorKind, Origin, TokenError, TokenSource};

/// The tokens of a source on requests to one of its origins, and on no others: what a credential of one server is, where the
/// source may serve several.
#[derive(Clone, Debug)]
pub struct Tokens {
    source: TokenSource,
    origin: Origin,
}

impl Tokens {
    /// The source's tokens for requests to this base address; an error where the source is not for it.
    pub fn new(source: TokenSource, base: &BaseUrl) -> Result<Self, ConfigError> {
        let origin = base.origin().clone();
        if source.origins().contains(&origin) {
            return Ok(Self { source, origin });
        }
        Err(ConfigError::new(
            format!("the token source's tokens are not for {origin}"),
            "make the source with a client of that server, or allow that origin to the source's builder",
        ))
    }
}

impl Authorize for Tokens {
    fn authorize<'a>(&'a self, parts: &'a mut Parts) -> BoxFuture<'a, Result<(), TokenError>> {
        Box::pin(async move {
            if !self.origin.has(&parts.uri) {
                let message = format!("the token is not for the origin of this request, but for {}", self.origin);
                return Err(TokenError::new(ErrorKind::Refused, message));
            }
            Authorize::authorize(&self.source, parts).await
        })
    }

    fn answered(&self, carried: &Extensions, status: StatusCode, headers: &HeaderMap) -> bool {
        self.source.answered(carried, status, headers)
    }
}
