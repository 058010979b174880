//! One flight: look whether a sibling was faster, take the guard, look again, exchange.

use std::sync::atomic::AtomicBool;
use std::sync::{Arc, PoisonError};

use super::inner::{Inner, Landing};
use super::timing::Timing;
use super::{exchange, plan};
use crate::store::{Record, StoreGuard};
use crate::token::Live;
use crate::{Cause, Expiry, Generation, Moment, Outcome, TokenError, TokenSet, Zone};

/// Runs a flight to its end.
pub(super) async fn run(inner: &Inner, cause: Cause) -> Landing {
    let begun = inner.clock.now();
    if let Some(landing) = meanwhile(inner, cause, begun) {
        return landing;
    }
    inner.tell(cause, Outcome::Begun, std::time::Duration::ZERO);
    let result = guarded(inner, cause).await;
    let duration = inner.clock.now().since(begun);
    match &result {
        Ok((_, outcome)) => inner.tell(cause, *outcome, duration),
        Err(error) => inner.tell(cause, Outcome::Failed(error.kind()), duration),
    }
    result.map(|(live, _)| live)
}

/// What the flight before this one brought, when its callers and this one's crossed: they saw the state before it.
fn meanwhile(inner: &Inner, cause: Cause, now: Moment) -> Option<Landing> {
    if cause == Cause::Requested {
        return None;
    }
    if let Some(live) = inner.live.load_full().filter(|live| live.zone(now) == Zone::Fresh) {
        return Some(Ok(live));
    }
    inner.pause.failure(now).map(Err)
}

type Outcomes = Result<(Arc<Live>, Outcome), TokenError>;

async fn guarded(inner: &Inner, cause: Cause) -> Outcomes {
    // A sibling's tokens can be taken over without the guard. Should this look fail, the one under the guard says why.
    if let Ok(Some(record)) = inner.store.load(&inner.key).await
        && let Some(live) = adopt(inner, &record)?
    {
        return Ok((live, Outcome::Adopted));
    }
    let mut guard = inner.store.lock(&inner.key).await?;
    let result = under_guard(inner, guard.as_mut(), cause).await;
    guard.release().await;
    result
}

async fn under_guard(inner: &Inner, guard: &mut dyn StoreGuard, cause: Cause) -> Outcomes {
    let record = guard.load().await?.unwrap_or_default();
    if let Some(live) = adopt(inner, &record)? {
        return Ok((live, Outcome::Adopted));
    }
    let unsaved = inner.unsaved.lock().unwrap_or_else(PoisonError::into_inner).take();
    if let Some(tokens) = unsaved.filter(|tokens| tokens.generation() > record.generation()) {
        return save(inner, guard, &record, tokens).await.map(|live| (live, Outcome::Refreshed));
    }
    let plan = plan::choose(inner.grant.as_ref(), &record, cause, inner.clock.now());
    exchange::run(inner, guard, record, plan).await
}

/// Takes over the stored tokens if they are newer than those in hand and good for use.
pub(super) fn adopt(inner: &Inner, record: &Record) -> Result<Option<Arc<Live>>, TokenError> {
    let now = inner.clock.now();
    let newer = |tokens: &&TokenSet| match inner.live.load().as_ref() {
        Some(live) => tokens.generation() > live.generation,
        None => true,
    };
    let Some(tokens) = record.tokens().filter(newer) else {
        return Ok(None);
    };
    let live = make(inner, tokens, restored(inner, tokens, now))?;
    if live.zone(now) == Zone::Mandatory {
        return Ok(None);
    }
    Ok(Some(publish(inner, live)))
}

/// The timing of tokens that another process may have got: their age is known by the wall clock only. A clock that
/// stands before they were made cannot tell it; they then count as ended.
fn restored(inner: &Inner, tokens: &TokenSet, now: Moment) -> Timing {
    let Some(started) = tokens.started() else {
        return Timing::new(now, tokens.expiry(), inner.margins);
    };
    match (now.wall().checked_sub(started.wall()), tokens.expiry()) {
        (Some(age), expiry) => Timing::new(now.before(age), expiry, inner.margins),
        (None, Expiry::Unknown) => Timing::new(now, Expiry::Unknown, inner.margins),
        (None, Expiry::In(_) | Expiry::At(_)) => Timing::over(now),
    }
}

/// Saves new tokens durably, then publishes them. What the store does not take is kept for the next flight.
pub(super) async fn save(inner: &Inner, guard: &mut dyn StoreGuard, record: &Record, tokens: TokenSet) -> Landing {
    let started = tokens.started().unwrap_or_else(|| inner.clock.now());
    let live = make(inner, &tokens, Timing::new(started, tokens.expiry(), inner.margins))?;
    if let Err(error) = guard.save(&record.with_tokens(tokens.clone())).await {
        *inner.unsaved.lock().unwrap_or_else(PoisonError::into_inner) = Some(tokens);
        return Err(error.into());
    }
    Ok(publish(inner, live))
}

/// Takes over tokens that were got elsewhere.
pub(super) async fn take_over(inner: &Inner, tokens: TokenSet) -> Landing {
    let mut guard = inner.store.lock(&inner.key).await?;
    let result = async {
        let record = guard.load().await?.unwrap_or_default();
        let tokens = tokens.settled(inner.clock.now()).with_generation(next_generation(inner, &record));
        save(inner, guard.as_mut(), &record, tokens).await
    };
    let result = result.await;
    guard.release().await;
    if result.is_ok() {
        inner.pause.end();
    }
    result
}

/// The generation after all that this source and its siblings have had.
pub(super) fn next_generation(inner: &Inner, record: &Record) -> Generation {
    record.generation().max(inner.generation()).next()
}

fn make(inner: &Inner, tokens: &TokenSet, timing: Timing) -> Result<Live, TokenError> {
    Ok(Live {
        header: inner.attach.header_value(tokens.access(), tokens.kind())?,
        secret: tokens.access().clone(),
        kind: tokens.kind(),
        generation: tokens.generation(),
        timing,
        obtained: inner.clock.now(),
        refused: AtomicBool::new(false),
    })
}

/// Makes the tokens the ones in hand, unless newer ones have come meanwhile.
fn publish(inner: &Inner, live: Live) -> Arc<Live> {
    let live = Arc::new(live);
    let newest = |current: &Option<Arc<Live>>| match current {
        Some(current) if current.generation > live.generation => Some(Arc::clone(current)),
        _ => Some(Arc::clone(&live)),
    };
    inner.live.rcu(newest);
    live
}
