//! [`Authorize`]: what puts credentials on a request, and hears when they are refused.

use std::sync::Arc;

use http::header::WWW_AUTHENTICATE;
use http::request::Parts;
use http::{Extensions, HeaderMap, StatusCode};

use crate::{BoxFuture, Generation, TokenError};

/// Puts credentials on a request: a [`TokenSource`](crate::TokenSource), or a scheme that needs no tokens.
pub trait Authorize: Send + Sync {
    /// Changes the request; an error leaves it without credentials.
    fn authorize<'a>(&'a self, parts: &'a mut Parts) -> BoxFuture<'a, Result<(), TokenError>>;

    /// Hears that a request was answered with 401, which had these extensions after [`authorize`](Self::authorize). Returns
    /// whether it is worth to authorize the request anew and to send it once more; credentials that stay what they are say no.
    fn refused(&self, carried: &Extensions) -> bool {
        let _ = carried;
        false
    }
}

impl<T: Authorize + ?Sized> Authorize for Arc<T> {
    fn authorize<'a>(&'a self, parts: &'a mut Parts) -> BoxFuture<'a, Result<(), TokenError>> {
        (**self).authorize(parts)
    }

    fn refused(&self, carried: &Extensions) -> bool {
        (**self).refused(carried)
    }
}

impl<T: Authorize + ?Sized> Authorize for Box<T> {
    fn authorize<'a>(&'a self, parts: &'a mut Parts) -> BoxFuture<'a, Result<(), TokenError>> {
        (**self).authorize(parts)
    }

    fn refused(&self, carried: &Extensions) -> bool {
        (**self).refused(carried)
    }
}

/// The generations of the tokens that a request carries, each with what tells its source from others.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Carried(Vec<(usize, Generation)>);

impl Carried {
    /// Notes that the request carries a token of this source, in place of one that it carried before.
    pub(crate) fn add(extensions: &mut Extensions, source: usize, generation: Generation) {
        let tokens = &mut extensions.get_or_insert_default::<Self>().0;
        tokens.retain(|(other, _)| *other != source);
        tokens.push((source, generation));
    }

    /// The generation of the token of this source that the request carried.
    pub(crate) fn of(extensions: &Extensions, source: usize) -> Option<Generation> {
        let tokens = &extensions.get::<Self>()?.0;
        tokens.iter().find(|(other, _)| *other == source).map(|(_, generation)| *generation)
    }
}

/// Whether an answer refuses the credentials: not where the token is good and allows too little (RFC 6750, section 3.1), as
/// another one would allow no more.
pub(crate) fn refuses(status: StatusCode, headers: &HeaderMap) -> bool {
    let challenges = headers.get_all(WWW_AUTHENTICATE).iter().filter_map(|value| value.to_str().ok());
    let wants_more = |challenge: &str| challenge.contains("error=\"insufficient_scope\"");
    status == StatusCode::UNAUTHORIZED && !challenges.into_iter().any(wants_more)
}
