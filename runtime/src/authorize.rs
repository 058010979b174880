//! [`Authorize`]: what puts credentials on a request, and hears how it was answered.

use std::sync::Arc;

use http::header::WWW_AUTHENTICATE;
use http::request::Parts;
use http::{Extensions, HeaderMap, Request, StatusCode};

use crate::{BoxFuture, Origin, TokenError};

/// Puts credentials on a request: a [`TokenSource`](crate::TokenSource), or a scheme that needs no tokens.
pub trait Authorize: Send + Sync {
    /// Changes the request; an error leaves it without credentials.
    fn authorize<'a>(&'a self, parts: &'a mut Parts) -> BoxFuture<'a, Result<(), TokenError>>;

    /// Hears how a request was answered, which had these extensions after [`authorize`](Self::authorize). Returns whether these
    /// credentials were refused, and it is worth to authorize the request anew and to send it once more; credentials that stay
    /// what they are say no.
    fn answered(&self, carried: &Extensions, status: StatusCode, headers: &HeaderMap) -> bool {
        let _ = (carried, status, headers);
        false
    }
}

impl<T: Authorize + ?Sized> Authorize for Arc<T> {
    fn authorize<'a>(&'a self, parts: &'a mut Parts) -> BoxFuture<'a, Result<(), TokenError>> {
        (**self).authorize(parts)
    }

    fn answered(&self, carried: &Extensions, status: StatusCode, headers: &HeaderMap) -> bool {
        (**self).answered(carried, status, headers)
    }
}

impl<T: Authorize + ?Sized> Authorize for Box<T> {
    fn authorize<'a>(&'a self, parts: &'a mut Parts) -> BoxFuture<'a, Result<(), TokenError>> {
        (**self).authorize(parts)
    }

    fn answered(&self, carried: &Extensions, status: StatusCode, headers: &HeaderMap) -> bool {
        (**self).answered(carried, status, headers)
    }
}

/// What tells the credentials on a request from others of the same owners: the generation of a source's token, the nonce in a
/// proof by a key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Carried {
    to: Option<Origin>,
    marks: Vec<(usize, u64)>,
}

impl Carried {
    /// Notes what the request carries of this owner, in place of what it carried before.
    pub(crate) fn note(parts: &mut Parts, owner: usize, mark: u64) {
        let to = Origin::of(&parts.uri);
        let carried = parts.extensions.get_or_insert_with(|| Self { to: None, marks: Vec::new() });
        carried.to = to;
        carried.marks.retain(|(other, _)| *other != owner);
        carried.marks.push((owner, mark));
    }

    /// What the request carried of this owner.
    pub(crate) fn of(extensions: &Extensions, owner: usize) -> Option<u64> {
        let marks = &extensions.get::<Self>()?.marks;
        marks.iter().find(|(other, _)| *other == owner).map(|(_, mark)| *mark)
    }

    /// Where the request went.
    #[cfg(any(feature = "oauth", feature = "reqwest-middleware"))]
    pub(crate) fn origin(extensions: &Extensions) -> Option<&Origin> {
        extensions.get::<Self>()?.to.as_ref()
    }

    /// Whether a request carries something else than the one that was refused.
    pub(crate) fn differs(again: &Extensions, refused: &Extensions) -> bool {
        // Credentials that note nothing are believed.
        again.get::<Self>().zip(refused.get()).is_none_or(|(again, refused)| again != refused)
    }
}

/// The request with credentials on it, and what it carries.
pub(crate) async fn authorized<B>(
    credentials: &(impl Authorize + ?Sized),
    request: Request<B>,
) -> Result<(Request<B>, Extensions), TokenError> {
    let (mut parts, body) = request.into_parts();
    credentials.authorize(&mut parts).await?;
    let carried = parts.extensions.clone();
    Ok((Request::from_parts(parts, body), carried))
}

/// The same for the second time, after what was carried then was refused. Without other credentials there is none, and the
/// refusal is the answer: it says more than the failure to get them.
pub(crate) async fn anew<B>(
    credentials: &(impl Authorize + ?Sized),
    request: Request<B>,
    refused: &Extensions,
) -> Option<(Request<B>, Extensions)> {
    let (request, carried) = authorized(credentials, request).await.ok()?;
    Carried::differs(&carried, refused).then_some((request, carried))
}

/// What a 401 may say though the token is good, so that another one would be refused as well.
const NOT_THE_TOKEN: [&str; 4] = [
    // It allows too little (RFC 6750, section 3.1).
    "insufficient_scope",
    // The person has to prove more (RFC 9470, section 3).
    "insufficient_user_authentication",
    // The proof beside it was refused (RFC 9449, sections 7.1 and 9).
    "invalid_dpop_proof",
    "use_dpop_nonce",
];

/// Whether an answer refuses the token.
pub(crate) fn refuses(status: StatusCode, headers: &HeaderMap) -> bool {
    status == StatusCode::UNAUTHORIZED && !NOT_THE_TOKEN.iter().any(|error| challenges(headers, error))
}

/// Whether an answer asks for other credentials with this error (RFC 9110, section 11.6.1).
pub(crate) fn challenges(headers: &HeaderMap, error: &str) -> bool {
    let challenges = headers.get_all(WWW_AUTHENTICATE).iter().filter_map(|value| value.to_str().ok());
    let mut parameters = challenges.flat_map(|challenge| challenge.split([',', ' ']));
    parameters.any(|parameter| parameter.strip_prefix("error=").is_some_and(|value| value.trim_matches('"') == error))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn answer(challenge: &'static str) -> bool {
        let headers = HeaderMap::from_iter([(WWW_AUTHENTICATE, http::HeaderValue::from_static(challenge))]);
        refuses(StatusCode::UNAUTHORIZED, &headers)
    }

    #[test]
    fn a_refusal_is_about_the_token_unless_it_says_something_else() {
        for challenge in
            ["Bearer", "Bearer realm=\"insufficient_scope\"", "Bearer error=\"invalid_token\"", "DPoP error=x"]
        {
            assert!(answer(challenge), "{challenge}");
        }
        for challenge in [
            "Bearer realm=\"x\", error=\"insufficient_scope\", scope=\"admin\"",
            "Bearer error=insufficient_user_authentication",
            "DPoP error=\"use_dpop_nonce\", error_description=\"a nonce is needed\"",
            "DPoP algs=\"ES256\",error=\"invalid_dpop_proof\"",
        ] {
            assert!(!answer(challenge), "{challenge}");
        }
        assert!(!refuses(StatusCode::FORBIDDEN, &HeaderMap::new()));
    }
}
