// Written by Authwright; regenerate instead of editing.
//! How a session begins, is renewed and ends. The runtime decides when.

use authwright::{
    Attach, BoxFuture, CallError, Grant, Secret, TokenError, TokenSet, TokenShape,
};
use authwright::call::Reply;
use authwright::http::Method;
use authwright::json::Object;

use crate::{Client, Credentials};

/// Where a reply keeps the tokens, and what says when they end.
static TOKEN: TokenShape = TokenShape::field(&["access_token"])
    .refresh(&["refresh_token"])
    .jwt_exp();

/// How requests carry the token.
pub(crate) const ATTACH: Attach = Attach::bearer();

/// A client and who signs in with it.
#[derive(Debug)]
pub(crate) struct SignIn {
    client: Client,
    credentials: Credentials,
}

impl SignIn {
    pub(crate) fn new(client: Client, credentials: Credentials) -> Self {
        Self { client, credentials }
    }

    async fn issue(&self) -> Result<Reply, CallError> {
        self.client
            .api
            .call(Method::POST, "/auth/token")
            .json(
                &Object::new()
                    .field("api_key", &self.credentials.api_key)
                    .field("api_secret", &self.credentials.api_secret),
            )
            .send()
            .await
    }

    async fn refresh(&self, refresh: &Secret) -> Result<Reply, CallError> {
        self.client
            .api
            .call(Method::POST, "/auth/refresh")
            .json(&Object::new().field("refresh_token", refresh))
            .send()
            .await
    }
}

impl Grant for SignIn {
    fn exchange<'a>(
        &'a self,
        previous: Option<&'a TokenSet>,
    ) -> BoxFuture<'a, Result<TokenSet, TokenError>> {
        Box::pin(async move {
            match previous.and_then(TokenSet::refresh) {
                Some(refresh) => TOKEN.read(&self.refresh(refresh.secret()).await?),
                None => TOKEN.read(&self.issue().await?),
            }
        })
    }

    fn provider(&self) -> &'static str {
        "ixapi"
    }

    fn identity(&self) -> String {
        authwright::identity(
            &[self.client.api.base().as_str(), self.credentials.api_key.expose()],
        )
    }
}
