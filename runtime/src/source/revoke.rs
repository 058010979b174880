//! Signing out.

use std::time::Duration;

use http::StatusCode;

use super::inner::Inner;
use super::plan::LOSSES;
use crate::store::StoreGuard;
use crate::{Cause, ErrorKind, Outcome, TokenError, TokenSet};

/// Who ends the session.
#[derive(Clone, Copy, Debug)]
pub(super) enum By {
    /// The server, once it is asked. An error such as 503 means that the tokens are still alive (RFC 7009 section 2.2.1), so
    /// everything stays as it is.
    Server,
    /// The server, before it was asked: nothing is left to be told, unless somebody signed in since.
    ServerBefore,
    /// This program alone, whatever the server thinks of the tokens.
    Program,
}

/// Forgets the tokens.
pub(super) async fn run(inner: &Inner, by: By) -> Result<(), TokenError> {
    let mut guard = inner.store.lock(&inner.key).await?;
    let result = under_guard(inner, guard.as_mut(), by).await;
    guard.release().await;
    result
}

/// Whether the server would not take the access token, rather than the client.
pub(super) fn asks_for_another(error: &TokenError) -> bool {
    let of_client = matches!(error.oauth_code(), Some("invalid_client" | "unauthorized_client"));
    error.status() == Some(StatusCode::UNAUTHORIZED) && !of_client
}

/// Whether a refresh failed because the server did not take the refresh token: with the access token refused as well, nothing is
/// left that it could end.
pub(super) fn says_it_is_over(error: &TokenError) -> bool {
    let of_token = matches!(error.oauth_code(), None | Some("invalid_grant"));
    error.kind() == ErrorKind::ReauthorizationRequired && error.status().is_some() && of_token
}

async fn under_guard(inner: &Inner, guard: &mut dyn StoreGuard, by: By) -> Result<(), TokenError> {
    let record = guard.load().await?.unwrap_or_default();
    // A store that was emptied behind our back does not keep the token in hand alive.
    let in_hand = || inner.hand.look().as_ref().map(|live| TokenSet::new(live.secret.clone()).with_kind(live.kind));
    let unsaved = inner.unsaved_after(record.generation());
    let held = unsaved.or_else(|| record.tokens().cloned()).or_else(in_hand);
    let outcome = match by {
        By::ServerBefore if record.intent().is_none_or(|intent| intent.lost() < LOSSES) => return Ok(()),
        By::Server | By::ServerBefore => Outcome::Revoked,
        By::Program => Outcome::Forgotten,
    };
    if let Some(tokens) = held {
        if matches!(by, By::Server) {
            inner.grant.revoke(&tokens).await?;
        }
        inner.keep_unsaved(None);
        guard.save(&record.without_tokens()).await?;
    }
    inner.tell(Cause::Requested, outcome, Duration::ZERO);
    inner.hand.sign_out(record.generation());
    Ok(())
}
