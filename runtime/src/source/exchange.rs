//! The exchange under the guard, and what each way it can end means.

use std::sync::Arc;

use super::inner::Inner;
use super::plan::{self, Plan};
use super::refresh::{adopt, next_generation, save, serve};
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
    let afresh = inner.grant.issues_afresh();
    let tokens = inner.grant.exchange(None).await.map_err(|error| not_issued(error, afresh))?;
    let mut tokens = tokens.settled(started).with_generation(next_generation(inner, record));
    if let Some(previous) = record.tokens() {
        tokens = tokens.repeating(previous);
    }
    let record = save(inner, guard, record, tokens).await?;
    Ok((serve(inner, &record)?, Outcome::Issued))
}

async fn refresh(inner: &Inner, guard: &mut dyn StoreGuard, record: Record, previous: TokenSet) -> Outcomes {
    let started = inner.clock.now();
    // Kept from an exchange whose end is unknown, so that losses add up over processes.
    let before = record.intent();
    let record = record.with_intent(before.or_else(|| Some(Intent::new(started.wall()))));
    guard.save(&record).await?;
    inner.keep_sent(&record);
    match inner.grant.exchange(Some(&previous)).await {
        Ok(tokens) => {
            inner.forget_sent();
            let tokens = tokens.settled(started).inherit(&previous).repeating(&previous);
            let tokens = tokens.with_generation(next_generation(inner, &record));
            let record = save(inner, guard, &record, tokens).await?;
            Ok((serve(inner, &record)?, Outcome::Refreshed))
        }
        Err(error) => failed(inner, guard, record, before, error).await,
    }
}

async fn failed(
    inner: &Inner,
    guard: &mut dyn StoreGuard,
    record: Record,
    before: Option<Intent>,
    error: TokenError,
) -> Outcomes {
    if error.is_ambiguous() {
        // Never sent again as it was: signed in afresh where that is possible, else left to one guarded recovery.
        let record = record.with_intent(record.intent().map(Intent::after_loss));
        guard.save(&record).await?;
        inner.forget_sent();
        let again = plan::can_begin_again(inner.grant.as_ref());
        return if again { issue(inner, guard, &record).await } else { Err(error) };
    }
    inner.forget_sent();
    let refused = matches!(error.kind(), ErrorKind::InvalidGrant | ErrorKind::Rejected);
    if refused && let Some(live) = guard.load().await?.and_then(|record| adopt(inner, &record)) {
        return Ok((live, Outcome::Adopted));
    }
    let means = refused.then(|| Refusal::of(&error));
    // A refused refresh token is given up for every process that shares the store. Otherwise this exchange leaves nothing to
    // remember, but those before it do: this failure says nothing about an answer that was lost earlier.
    let given_up = record.intent().filter(|_| means == Some(Refusal::Token)).map(Intent::given_up);
    let record = record.with_intent(given_up.or(before));
    guard.save(&record).await?;
    let grant = inner.grant.as_ref();
    match means {
        Some(Refusal::Token | Refusal::Request) => match plan::otherwise(grant, record.tokens()) {
            Plan::Issue => issue(inner, guard, &record).await,
            _ => Err(reauthorize(Some(&error))),
        },
        // The session may be as good as it was.
        Some(Refusal::Elsewhere) if plan::can_begin_again(grant) => issue(inner, guard, &record).await,
        Some(Refusal::Elsewhere) | None => Err(error),
    }
}

/// What a refusal is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Refusal {
    /// The refresh token: it is of no use any more.
    Token,
    /// The request, as the server's own code says: perhaps the token, perhaps something that will be mended.
    Request,
    /// The client, or nothing that the provider itself said: a person who signs in again does not mend it.
    Elsewhere,
}

impl Refusal {
    fn of(error: &TokenError) -> Self {
        match error.oauth_code() {
            _ if error.kind() == ErrorKind::InvalidGrant => Self::Token,
            Some("invalid_client" | "unauthorized_client") => Self::Elsewhere,
            Some(_) => Self::Request,
            None if error.is_stray() => Self::Elsewhere,
            None => Self::Token,
        }
    }
}

/// Why nothing was issued. `invalid_grant` is a password that is wrong as well as a refresh token that is over (RFC 6749, section 5.2):
/// the one has to be corrected, and after the other, as after what only a person can go on from, somebody signs in again.
fn not_issued(error: TokenError, afresh: bool) -> TokenError {
    match (error.kind(), error.oauth_code()) {
        (ErrorKind::InvalidGrant, Some("invalid_grant")) if afresh => error.with_kind(ErrorKind::Rejected),
        (ErrorKind::InvalidGrant, _) => reauthorize(Some(&error)),
        _ => error,
    }
}

/// A person has to sign in again; what the server said about it is kept.
fn reauthorize(cause: Option<&TokenError>) -> TokenError {
    let error = TokenError::new(ErrorKind::ReauthorizationRequired, "the session has ended: sign in again");
    match cause {
        Some(cause) => {
            let error = error.with_description(cause.message()).with_oauth_code(cause.oauth_code().unwrap_or_default());
            cause.status().into_iter().fold(error, TokenError::with_status)
        }
        None => error,
    }
}

#[cfg(test)]
mod tests {
    use super::reauthorize;
    use crate::{ErrorKind, TokenError};
    use http::StatusCode;

    #[test]
    fn the_status_and_code_of_the_cause_are_said_once() {
        let cause = TokenError::new(ErrorKind::InvalidGrant, "it is used up");
        let cause = cause.with_status(StatusCode::BAD_REQUEST).with_oauth_code("invalid_grant");
        let error = reauthorize(Some(&cause)).to_string();
        assert_eq!(error, "the session has ended: sign in again: it is used up (status 400) [invalid_grant]");
    }
}
