//! The exchange under the guard, and what each way it can end means.

use std::sync::Arc;

use super::inner::Inner;
use super::plan::{self, Plan};
use super::refresh::{adopt, next_generation, save};
use crate::store::{Intent, Record, StoreGuard};
use crate::token::Live;
use crate::{ErrorKind, Outcome, TokenError, TokenSet};

type Outcomes = Result<(Arc<Live>, Outcome), TokenError>;

/// Carries out the plan.
pub(super) async fn run(inner: &Inner, guard: &mut dyn StoreGuard, record: Record, plan: Plan) -> Outcomes {
    match plan {
        Plan::Refresh(previous) => refresh(inner, guard, record, previous).await,
        Plan::Issue => issue(inner, guard, &record).await,
        Plan::Reauthorize => Err(reauthorize(None)),
    }
}

async fn issue(inner: &Inner, guard: &mut dyn StoreGuard, record: &Record) -> Outcomes {
    let started = inner.clock.now();
    let tokens = inner.grant.exchange(None).await?;
    let tokens = tokens.settled(started).with_generation(next_generation(inner, record));
    Ok((save(inner, guard, record, tokens).await?, Outcome::Issued))
}

async fn refresh(inner: &Inner, guard: &mut dyn StoreGuard, record: Record, previous: TokenSet) -> Outcomes {
    let started = inner.clock.now();
    // Kept from an exchange whose end is unknown, so that losses add up over processes.
    let intent = record.intent().unwrap_or_else(|| Intent::new(started.wall()));
    let record = record.with_intent(Some(intent));
    guard.save(&record).await?;
    match inner.grant.exchange(Some(&previous)).await {
        Ok(tokens) => {
            let tokens = tokens.settled(started).inherit(&previous);
            let tokens = tokens.with_generation(next_generation(inner, &record));
            Ok((save(inner, guard, &record, tokens).await?, Outcome::Refreshed))
        }
        Err(error) => failed(inner, guard, record, intent, error).await,
    }
}

async fn failed(
    inner: &Inner,
    guard: &mut dyn StoreGuard,
    record: Record,
    intent: Intent,
    error: TokenError,
) -> Outcomes {
    if error.is_ambiguous() {
        // Never sent again as it was: signed in afresh where that is possible, else left to one guarded recovery.
        let record = record.with_intent(Some(intent.after_loss()));
        guard.save(&record).await?;
        return if inner.grant.can_issue() { issue(inner, guard, &record).await } else { Err(error) };
    }
    let refused = matches!(error.kind(), ErrorKind::InvalidGrant | ErrorKind::Rejected);
    if refused && let Some(live) = guard.load().await?.map(|record| adopt(inner, &record)).transpose()?.flatten() {
        return Ok((live, Outcome::Adopted));
    }
    // A refused refresh token is given up for every process that shares the store, unless the words were about the client.
    let given_up = refused && (error.kind() == ErrorKind::InvalidGrant || error.oauth_code().is_none());
    let record = record.with_intent(given_up.then(|| intent.given_up()));
    guard.save(&record).await?;
    match plan::otherwise(inner.grant.as_ref()) {
        Plan::Issue if refused => issue(inner, guard, &record).await,
        _ if refused => Err(reauthorize(Some(&error))),
        _ => Err(error),
    }
}

/// A person has to sign in again; what the server said about it is kept.
fn reauthorize(cause: Option<&TokenError>) -> TokenError {
    let error = TokenError::new(ErrorKind::ReauthorizationRequired, "the session has ended: sign in again");
    match cause {
        Some(cause) => {
            let error =
                error.with_description(&cause.to_string()).with_oauth_code(cause.oauth_code().unwrap_or_default());
            cause.status().into_iter().fold(error, TokenError::with_status)
        }
        None => error,
    }
}
