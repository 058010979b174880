//! Authwright as a subject: a token source over the default transport, as generated code builds one.

use std::sync::Arc;
use std::time::{Duration, Instant};

use authwright::http::Method;
use authwright::{
    Api, BaseUrl, BoxFuture, Form, Grant, RefreshToken, TokenError, TokenSet, TokenShape, TokenSource, Unit,
};

use crate::subject::{Boxed, Make, Stale, Subject, per_round, storm};

static TOKEN: TokenShape = TokenShape::field(&["access_token"])
    .refresh(&["refresh_token"])
    .token_type(&["token_type"])
    .expires_in(&["expires_in"], Unit::Seconds);

struct SignIn(Api);

impl Grant for SignIn {
    fn exchange<'a>(&'a self, previous: Option<&'a TokenSet>) -> BoxFuture<'a, Result<TokenSet, TokenError>> {
        let form = match previous.and_then(TokenSet::refresh) {
            Some(token) => Form::new().field("refresh_token", RefreshToken::secret(token).clone()),
            None => Form::new().field("api_key", "not-a-key"),
        };
        Box::pin(async move { TOKEN.read(&self.0.call(Method::POST, "/token").form(&form).send().await?) })
    }

    fn provider(&self) -> &'static str {
        "bench"
    }

    fn identity(&self) -> String {
        authwright::identity(&["bench"])
    }
}

/// A new token source for an endpoint.
pub fn source(url: &str) -> Result<TokenSource, String> {
    let base = BaseUrl::parse(url).map_err(|error| error.to_string())?;
    let api = Api::new(base.clone()).map_err(|error| error.to_string())?;
    Ok(TokenSource::builder(SignIn(api)).allow(&base).build())
}

/// Authwright, asked the asynchronous way.
pub fn make() -> Make {
    Arc::new(|url: &str| {
        Box::pin(std::future::ready(source(url).map(|source| Arc::new(Ours(source)) as Arc<dyn Subject>)))
    })
}

struct Ours(TokenSource);

impl Subject for Ours {
    fn name(&self) -> String {
        concat!("authwright ", env!("CARGO_PKG_VERSION")).to_owned()
    }

    fn token(&self) -> Boxed<'_, Result<(), String>> {
        Box::pin(async { self.0.token().await.map(drop).map_err(|error| error.to_string()) })
    }

    fn inside_window(&self) -> (Duration, Duration) {
        // The margins scale with the lifetime: background from a quarter to a fifth before the end, waiting from a tenth.
        (Duration::from_secs(4), Duration::from_millis(3300))
    }

    fn cached(&self, rounds: u32) -> Boxed<'_, Result<f64, String>> {
        Box::pin(async move {
            let begin = Instant::now();
            for _ in 0..rounds {
                std::hint::black_box(self.0.token().await.map_err(|error| error.to_string())?);
            }
            Ok(per_round(begin, rounds))
        })
    }

    fn header(&self, rounds: u32) -> Boxed<'_, Result<f64, String>> {
        Box::pin(async move {
            let begin = Instant::now();
            for _ in 0..rounds {
                if std::hint::black_box(self.0.cached_header()).is_none() {
                    return Err("no token in hand".to_owned());
                }
            }
            Ok(per_round(begin, rounds))
        })
    }

    fn stale(self: Arc<Self>, callers: usize) -> Stale {
        Ok(Box::pin(async move {
            let held = self.0.token().await.map_err(|error| error.to_string())?;
            storm(callers, || {
                let (source, sent) = (self.0.clone(), held.generation());
                async move {
                    source.invalidate(sent);
                    Ok(source.token().await.map_err(|error| error.to_string())?.generation() != sent)
                }
            })
            .await
        }))
    }
}
