//! Ending tokens before their time (RFC 7009).

use super::client::Client;
use super::error::SignInError;
use super::form::Form;
use crate::{Secret, TokenError, TokenSet, shape};

/// What kind of token is revoked or looked up: a hint that saves the server a search (RFC 7009, section 2.1).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum TokenHint {
    /// An access token.
    Access,
    /// A refresh token.
    Refresh,
}

impl TokenHint {
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Access => "access_token",
            Self::Refresh => "refresh_token",
        }
    }
}

impl Client {
    /// Revokes a token (RFC 7009, section 2.1). A token that the server does not know is as good as revoked
    /// (section 2.2). After an error with status 503 the token still lives: `retry_after` says when to try again
    /// (section 2.2.1).
    pub async fn revoke(&self, token: &Secret, hint: TokenHint) -> Result<(), TokenError> {
        let endpoint = self.server().revocation.as_ref().ok_or(SignInError::NoEndpoint("revocation endpoint"))?;
        let mut form = Form::default();
        form.set("token", token.expose());
        form.set("token_type_hint", hint.name());
        // Whatever success: with 204 as well there is nothing more to say.
        shape::success(&self.post(endpoint, form).await?)
    }

    /// Revokes everything in a set: the refresh token first, because the server then ends what came from it
    /// (RFC 7009, section 2.1), then the access token.
    pub(crate) async fn revoke_set(&self, set: &TokenSet) -> Result<(), TokenError> {
        if let Some(refresh) = set.refresh() {
            self.revoke(refresh.secret(), TokenHint::Refresh).await?;
        }
        match self.revoke(set.access(), TokenHint::Access).await {
            // Some servers revoke refresh tokens only, and say so (RFC 7009, section 2.2.1).
            Err(error) if set.refresh().is_some() && error.oauth_code() == Some("unsupported_token_type") => Ok(()),
            other => other,
        }
    }
}
