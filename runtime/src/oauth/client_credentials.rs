//! The client's own access, without a person (RFC 6749, section 4.4).

use super::client::Client;
use super::error::SignInError;
use super::form::Form;
use super::parameters::Parameters;
use crate::{BoxFuture, Grant, TokenError, TokenSet};

/// The client credentials grant (RFC 6749, section 4.4). Tokens are issued anew, never refreshed
/// (RFC 6749, section 4.4.3).
#[derive(Clone, Debug)]
pub struct ClientCredentials {
    client: Client,
    parameters: Parameters,
}

impl ClientCredentials {
    /// Tokens for the client itself.
    pub fn new(client: Client) -> Self {
        Self { client, parameters: Parameters::default() }
    }

    /// The scopes to ask for (RFC 6749, section 3.3).
    #[must_use]
    pub fn scopes<S: AsRef<str>>(mut self, scopes: impl IntoIterator<Item = S>) -> Self {
        self.parameters.set_scopes(scopes);
        self
    }

    /// A parameter of the server's own, such as `audience`, or `resource` (RFC 8707, section 2).
    pub fn parameter(mut self, name: &str, value: &str) -> Result<Self, SignInError> {
        self.parameters.set(name, value)?;
        Ok(self)
    }
}

impl Grant for ClientCredentials {
    fn exchange<'a>(&'a self, _previous: Option<&'a TokenSet>) -> BoxFuture<'a, Result<TokenSet, TokenError>> {
        let mut form = Form::grant("client_credentials");
        self.parameters.apply(&mut form);
        Box::pin(self.client.token(form))
    }

    fn can_refresh(&self) -> bool {
        false
    }

    fn revoke<'a>(&'a self, set: &'a TokenSet) -> BoxFuture<'a, Result<(), TokenError>> {
        Box::pin(self.client.revoke_set(set))
    }

    fn provider(&self) -> &str {
        self.client.provider()
    }

    fn identity(&self) -> String {
        self.client.identity("client_credentials", &self.parameters.identity())
    }
}
