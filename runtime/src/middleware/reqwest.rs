//! A `reqwest-middleware` middleware.

use std::fmt;
use std::pin::Pin;
use std::sync::Arc;

use http::{Extensions, Uri};
use reqwest_middleware::reqwest::{Request, Response, Url};
use reqwest_middleware::{Error, Middleware, Next};

use crate::authorize::Carried;
use crate::{Authorize, ErrorKind, TokenError};

/// Puts a valid token, or other credentials, on every request of a `reqwest_middleware::ClientWithMiddleware`.
///
/// A client that follows redirects takes headers along. `reqwest` drops `Authorization` and cookies when a redirect leads to
/// another host, and no other header: where the source attaches the token in a header of its own
/// ([`Attach::header`](crate::Attach::header)), build the client with `redirect::Policy::none()`.
///
/// A [`TokenError`] comes out as `reqwest_middleware::Error::Middleware`; `downcast_ref` finds it there.
#[derive(Clone)]
pub struct TokenMiddleware {
    credentials: Arc<dyn Authorize>,
}

impl TokenMiddleware {
    /// A middleware over a [`TokenSource`](crate::TokenSource), or anything else that authorizes requests.
    pub fn new(credentials: impl Authorize + 'static) -> Self {
        Self { credentials: Arc::new(credentials) }
    }

    async fn send(&self, request: Request, extensions: &mut Extensions, next: Next<'_>) -> Result<Response, Error> {
        let second = request.try_clone();
        let mut first = request;
        let carried = self.authorize(&mut first).await.map_err(Error::middleware)?;
        let answer = next.clone().run(first, extensions).await?;
        if !self.answered(&carried, &answer) {
            return Ok(answer);
        }
        let Some(mut second) = second else { return Ok(answer) };
        // Without a new token the refusal is the answer: it says more than the failure to get one.
        let Ok(again) = self.authorize(&mut second).await else { return Ok(answer) };
        if !Carried::differs(&again, &carried) {
            return Ok(answer);
        }
        drop(answer);
        let answer = next.run(second, extensions).await?;
        self.answered(&again, &answer);
        Ok(answer)
    }

    /// Hears how a request was answered, for clients with a hook in place of middleware. Returns whether it is worth to authorize
    /// it anew and to send it once more.
    pub fn answered(&self, carried: &Extensions, answer: &Response) -> bool {
        // Whoever a redirect led to has not seen the token, and says nothing about it.
        let uri = Uri::try_from(answer.url().as_str()).unwrap_or_default();
        Carried::origin(carried).is_none_or(|origin| origin.has(&uri))
            && self.credentials.answered(carried, answer.status(), answer.headers())
    }

    /// Puts a valid token on one request, for clients with a hook in place of middleware. What it gives tells
    /// [`answered`](Self::answered) later which token that was.
    pub async fn authorize(&self, request: &mut Request) -> Result<Extensions, TokenError> {
        let bad = |_| TokenError::new(ErrorKind::Config, "the request's address cannot be read");
        let mut parts = http::Request::new(()).into_parts().0;
        parts.uri = Uri::try_from(request.url().as_str()).map_err(bad)?;
        parts.headers.clone_from(request.headers());
        let before = parts.uri.clone();
        self.credentials.authorize(&mut parts).await?;
        if parts.uri != before {
            let bad = |_| TokenError::new(ErrorKind::Config, "the request's address cannot hold the token");
            *request.url_mut() = Url::parse(&parts.uri.to_string()).map_err(bad)?;
        }
        *request.headers_mut() = parts.headers;
        Ok(parts.extensions)
    }
}

impl fmt::Debug for TokenMiddleware {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("TokenMiddleware").finish_non_exhaustive()
    }
}

/// What the trait's own macro writes, without the macro.
impl Middleware for TokenMiddleware {
    fn handle<'this, 'extensions, 'next, 'all>(
        &'this self,
        request: Request,
        extensions: &'extensions mut Extensions,
        next: Next<'next>,
    ) -> Pin<Box<dyn Future<Output = Result<Response, Error>> + Send + 'all>>
    where
        'this: 'all,
        'extensions: 'all,
        'next: 'all,
        Self: 'all,
    {
        Box::pin(self.send(request, extensions, next))
    }
}
