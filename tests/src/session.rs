//! A session with the [token-pair server](crate::servers::token_pair), written by hand as generated code writes it.

use authwright::shape::{TokenShape, Unit};
use authwright::{
    Api, BaseUrl, BoxFuture, CallOptions, ErrorKind, Grant, Object, Secret, TokenError, TokenSet, TokenSource,
    TokenSourceBuilder, identity,
};
use std::time::Duration;

use crate::servers::token_pair::KEY;

static PAIR: TokenShape = TokenShape::field(&["access_token"])
    .refresh(&["refresh_token"])
    .token_type(&["token_type"])
    .expires_in(&["expires_in"], Unit::Seconds);

/// The key under which stores keep a session with any server: ports change, the session is the same.
pub const SESSION: &str = "test-session";

/// Issues with an API key and refreshes with rotation.
#[derive(Clone, Debug)]
pub struct PairGrant {
    api: Api,
    can_issue: bool,
}

impl PairGrant {
    /// Talks to the server at `url`, which may be a fault proxy, with short timeouts.
    ///
    /// # Panics
    ///
    /// When `url` is no loopback address.
    pub fn new(url: &str) -> Self {
        let base = BaseUrl::parse(url).expect("a loopback address");
        let options = CallOptions::new().with_timeout(Duration::from_secs(1)).with_max_body(64 * 1024);
        Self { api: Api::new(base).expect("the default transport").with_options(options), can_issue: true }
    }

    /// The same without the key: when the refresh token is gone, a person is needed.
    #[must_use]
    pub fn refresh_only(self) -> Self {
        Self { can_issue: false, ..self }
    }

    /// The same with another clock in its calls.
    #[must_use]
    pub fn with_clock(self, clock: std::sync::Arc<dyn authwright::Clock>) -> Self {
        Self { api: self.api.with_clock(clock), ..self }
    }

    /// A source over this grant that may send tokens to the same server.
    pub fn source(&self) -> TokenSourceBuilder {
        TokenSource::builder(self.clone()).allow(self.api.base())
    }

    async fn pair(&self, path: &str, body: Object) -> Result<TokenSet, TokenError> {
        PAIR.read(&self.api.call(http::Method::POST, path).json(&body).send().await?)
    }
}

impl Grant for PairGrant {
    fn exchange<'a>(&'a self, previous: Option<&'a TokenSet>) -> BoxFuture<'a, Result<TokenSet, TokenError>> {
        Box::pin(async move {
            let Some(previous) = previous else {
                return self.pair("/auth/api-key", Object::new().field("apiKey", &Secret::from(KEY))).await;
            };
            let Some(token) = previous.refresh() else {
                return Err(TokenError::new(ErrorKind::InvalidGrant, "no refresh token"));
            };
            self.pair("/auth/refresh", Object::new().field("refreshToken", token)).await
        })
    }

    fn can_issue(&self) -> bool {
        self.can_issue
    }

    fn provider(&self) -> &'static str {
        "token-pair"
    }

    fn identity(&self) -> String {
        identity(&[SESSION])
    }
}
