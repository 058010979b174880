//! Signing out.

use std::time::Duration;

use http::StatusCode;

use super::inner::Inner;
use super::plan::LOSSES;
use crate::store::StoreGuard;
use crate::{Cause, ErrorKind, Outcome, TokenError, TokenSet};

/// Makes the server forget the tokens, then forgets them here. An error such as 503 means that they are still alive
/// (RFC 7009 section 2.2.1), so everything stays as it is.
pub(super) async fn run(inner: &Inner) -> Result<(), TokenError> {
    let mut guard = inner.store.lock(&inner.key).await?;
    let result = under_guard(inner, guard.as_mut()).await;
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

/// Forgets the tokens of a session that the server has ended, unless somebody signed in since.
pub(super) async fn give_up(inner: &Inner) -> Result<(), TokenError> {
    let mut guard = inner.store.lock(&inner.key).await?;
    let result = give_up_under_guard(inner, guard.as_mut()).await;
    guard.release().await;
    result
}

/// Forgets the tokens here, whatever the server thinks of them.
pub(super) async fn forget(inner: &Inner) -> Result<(), TokenError> {
    let mut guard = inner.store.lock(&inner.key).await?;
    let result = forget_under_guard(inner, guard.as_mut()).await;
    guard.release().await;
    result
}

async fn forget_under_guard(inner: &Inner, guard: &mut dyn StoreGuard) -> Result<(), TokenError> {
    let record = guard.load().await?.unwrap_or_default();
    inner.keep_unsaved(None);
    guard.save(&record.without_tokens()).await?;
    inner.tell(Cause::Requested, Outcome::Forgotten, Duration::ZERO);
    inner.hand.sign_out(record.generation());
    Ok(())
}

async fn give_up_under_guard(inner: &Inner, guard: &mut dyn StoreGuard) -> Result<(), TokenError> {
    let record = guard.load().await?.unwrap_or_default();
    if record.intent().is_some_and(|intent| intent.lost() >= LOSSES) {
        inner.keep_unsaved(None);
        guard.save(&record.without_tokens()).await?;
        inner.tell(Cause::Requested, Outcome::Revoked, Duration::ZERO);
        inner.hand.sign_out(record.generation());
    }
    Ok(())
}

async fn under_guard(inner: &Inner, guard: &mut dyn StoreGuard) -> Result<(), TokenError> {
    let record = guard.load().await?.unwrap_or_default();
    // A store that was emptied behind our back does not keep the token in hand alive.
    let in_hand = || inner.hand.look().as_ref().map(|live| TokenSet::new(live.secret.clone()).with_kind(live.kind));
    let unsaved = inner.unsaved_after(record.generation());
    if let Some(tokens) = unsaved.or_else(|| record.tokens().cloned()).or_else(in_hand) {
        inner.grant.revoke(&tokens).await?;
        inner.keep_unsaved(None);
        guard.save(&record.without_tokens()).await?;
    }
    inner.tell(Cause::Requested, Outcome::Revoked, Duration::ZERO);
    inner.hand.sign_out(record.generation());
    Ok(())
}
