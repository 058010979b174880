//! A `reqwest-middleware` middleware.

use std::pin::Pin;

use http::{Extensions, Uri};
use reqwest_middleware::reqwest::{Request, Response, Url};
use reqwest_middleware::{Error, Middleware, Next};

use super::refused;
use crate::{ErrorKind, Generation, TokenError, TokenSource};

/// Puts a valid token on every request of a `reqwest_middleware::ClientWithMiddleware`.
///
/// A client that follows redirects takes headers along. `reqwest` drops `Authorization` and cookies when a redirect leads to
/// another host, and no other header: where the source attaches the token in a header of its own
/// ([`Attach::header`](crate::Attach::header)), build the client with `redirect::Policy::none()`.
///
/// A [`TokenError`] comes out as `reqwest_middleware::Error::Middleware`; `downcast_ref` finds it there.
#[derive(Clone, Debug)]
pub struct TokenMiddleware {
    source: TokenSource,
}

impl TokenMiddleware {
    /// A middleware over the source.
    pub fn new(source: TokenSource) -> Self {
        Self { source }
    }

    async fn send(&self, request: Request, extensions: &mut Extensions, next: Next<'_>) -> Result<Response, Error> {
        let second = request.try_clone();
        let mut first = request;
        let sent = self.authorize(&mut first).await.map_err(Error::middleware)?;
        let answer = next.clone().run(first, extensions).await?;
        if !self.refused(sent, &answer) {
            return Ok(answer);
        }
        let Some(mut second) = second else { return Ok(answer) };
        // Without a new token the refusal is the answer: it says more than the failure to get one.
        let Ok(again) = self.authorize(&mut second).await else { return Ok(answer) };
        if again == sent {
            return Ok(answer);
        }
        drop(answer);
        let answer = next.run(second, extensions).await?;
        self.refused(again, &answer);
        Ok(answer)
    }

    /// Whoever a redirect led to has not seen the token, and says nothing about it.
    fn refused(&self, sent: Generation, answer: &Response) -> bool {
        Uri::try_from(answer.url().as_str())
            .is_ok_and(|uri| self.source.origins().iter().any(|origin| origin.has(&uri)))
            && refused(&self.source, sent, answer.status(), answer.headers())
    }

    /// Puts a valid token on one request, for clients with a hook in place of middleware; the generation is what to give to
    /// [`TokenSource::invalidate`] when the answer is 401.
    pub async fn authorize(&self, request: &mut Request) -> Result<Generation, TokenError> {
        let bad = |_| TokenError::new(ErrorKind::Config, "the request's address cannot be read");
        let mut parts = http::Request::new(()).into_parts().0;
        parts.uri = Uri::try_from(request.url().as_str()).map_err(bad)?;
        parts.headers.clone_from(request.headers());
        let before = parts.uri.clone();
        let generation = self.source.authorize(&mut parts).await?;
        if parts.uri != before {
            let bad = |_| TokenError::new(ErrorKind::Config, "the request's address cannot hold the token");
            *request.url_mut() = Url::parse(&parts.uri.to_string()).map_err(bad)?;
        }
        *request.headers_mut() = parts.headers;
        Ok(generation)
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
