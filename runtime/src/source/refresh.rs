//! One flight: look whether a sibling was faster, take the guard, look again, exchange.

use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use super::inner::{Inner, Landing};
use super::timing::Timing;
use super::{exchange, plan};
use crate::store::{Record, StoreGuard, Turn};
use crate::token::Live;
use crate::{Cause, ErrorKind, Expiry, Generation, Margins, Moment, Outcome, TokenError, TokenSet, Zone};

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
        Err(error) => inner.tell_failure(cause, error, duration),
    }
    result.map(|(live, _)| live)
}

/// What the flight before this one brought, when its callers and this one's crossed: they saw the state before it.
fn meanwhile(inner: &Inner, cause: Cause, now: Moment) -> Option<Landing> {
    if cause == Cause::Requested {
        return None;
    }
    if let Some(live) = inner.hand.look().as_ref().filter(|live| live.zone(now) == Zone::Fresh) {
        return Some(Ok(Arc::clone(live)));
    }
    inner.pause.failure(now).map(Err)
}

type Outcomes = Result<(Arc<Live>, Outcome), TokenError>;

async fn guarded(inner: &Inner, cause: Cause) -> Outcomes {
    let before = inner.hand.generation();
    // A sibling's tokens can be taken over without the guard. Should this look fail, the one under the guard says why.
    if let Ok(Some(record)) = inner.store.load(&inner.key).await
        && let Some(live) = adopt(inner, &record)
    {
        return Ok((live, Outcome::Adopted));
    }
    let mut guard = match inner.store.turn(&inner.key, before).await? {
        Turn::Guard(guard) => guard,
        Turn::Newer(record) => match adopt(inner, &record) {
            Some(live) => return Ok((live, Outcome::Adopted)),
            // Newer, and of no use: it has to be exchanged.
            None => inner.store.lock(&inner.key).await?,
        },
    };
    let result = under_guard(inner, guard.as_mut(), cause, before).await;
    guard.release().await;
    result
}

async fn under_guard(inner: &Inner, guard: &mut dyn StoreGuard, cause: Cause, before: Generation) -> Outcomes {
    let mut record = guard.load().await?.unwrap_or_default();
    if let Some(live) = adopt(inner, &record).or_else(|| signed_in_meanwhile(inner, before)) {
        return Ok((live, Outcome::Adopted));
    }
    if cause == Cause::Expiring && inner.hand.look().is_none() {
        return Err(TokenError::new(ErrorKind::Abandoned, "the session was signed out while this refresh waited"));
    }
    if let Some(tokens) = inner.unsaved_after(record.generation()) {
        record = save(inner, guard, &record, tokens).await?;
        if let Some(live) = adopt(inner, &record) {
            return Ok((live, Outcome::Refreshed));
        }
    }
    record = count_cut_off(inner, guard, record).await?;
    let plan = plan::choose(inner.grant.as_ref(), &record, cause, inner.clock.now());
    exchange::run(inner, guard, record, plan).await
}

/// Counts an exchange of this very source that was cut off: its answer is lost. A process that was killed cannot, and one that
/// lives on must, or it would send the same refresh token for as long as whatever cuts it off goes on.
async fn count_cut_off(inner: &Inner, guard: &mut dyn StoreGuard, record: Record) -> Result<Record, TokenError> {
    let Some(intent) = record.intent().filter(|_| inner.was_cut_off(&record)) else { return Ok(record) };
    let record = record.with_intent(Some(intent.after_loss()));
    guard.save(&record).await?;
    inner.forget_sent();
    Ok(record)
}

/// Takes over the stored tokens if they are newer than those in hand and good for use.
pub(super) fn adopt(inner: &Inner, record: &Record) -> Option<Arc<Live>> {
    let now = inner.clock.now();
    let tokens = record.tokens().filter(|tokens| tokens.generation() > inner.hand.generation())?;
    let live = Arc::new(make(inner, tokens, restored(inner, tokens, now)).ok()?);
    (live.zone(now) != Zone::Mandatory && inner.hand.take_up(&live)).then_some(live)
}

/// What a person brought while this flight waited for its turn: it need not be exchanged at once.
fn signed_in_meanwhile(inner: &Inner, before: Generation) -> Option<Arc<Live>> {
    let now = inner.clock.now();
    let held = inner.hand.look();
    held.as_ref().filter(|live| live.generation > before && live.zone(now) == Zone::Fresh).map(Arc::clone)
}

/// The timing of tokens that another process may have got: their age is known by the wall clock only. Where ours stands
/// before they were made, and by no more than the margin that is left at their end, they are a sibling's whose clock is a
/// little ahead, and new: a fleet of which each member took the others' tokens for dead would refresh once for each. Where it
/// stands further back it cannot tell their age, and they count as ended.
fn restored(inner: &Inner, tokens: &TokenSet, now: Moment) -> Timing {
    let Some(started) = tokens.started() else {
        return Timing::new(now, tokens.expiry(), inner.margins);
    };
    let (expiry, behind) = (tokens.expiry(), started.wall().saturating_sub(now.wall()));
    let (_, bearable) = Margins::default().scaled(expiry.lifetime().unwrap_or_default());
    match now.wall().checked_sub(started.wall()) {
        Some(age) => Timing::new(now.before(age), expiry, inner.margins),
        None if expiry == Expiry::Unknown || behind <= bearable => Timing::new(now, expiry, inner.margins),
        None => Timing::over(now),
    }
}

/// Saves new tokens durably, and gives the record that now holds them. What the store does not take is kept for the next
/// flight, and so is what it has not yet taken when this task is dropped.
pub(super) async fn save(
    inner: &Inner,
    guard: &mut dyn StoreGuard,
    record: &Record,
    tokens: TokenSet,
) -> Result<Record, TokenError> {
    let record = record.with_tokens(tokens.clone());
    inner.keep_unsaved(Some(tokens));
    guard.save(&record).await?;
    inner.keep_unsaved(None);
    Ok(record)
}

/// Serves tokens that were saved, unless they are of no use: an access token that no header can hold, or one whose end came
/// before it arrived. The refresh token beside it is in the store by now, and the next exchange uses that.
pub(super) fn serve(inner: &Inner, record: &Record) -> Landing {
    let live = fresh(inner, record.tokens().ok_or_else(too_late)?)?;
    if !live.is_usable(inner.clock.now()) {
        return Err(too_late());
    }
    inner.hand.take_up(&live);
    Ok(live)
}

/// The tokens that this very process has just got, as they are served.
fn fresh(inner: &Inner, tokens: &TokenSet) -> Landing {
    let started = tokens.started().unwrap_or_else(|| inner.clock.now());
    make(inner, tokens, Timing::new(started, tokens.expiry(), inner.margins)).map(Arc::new)
}

/// The server takes longer for its answers than it lets tokens live, or gives one again that has ended.
pub(super) fn too_late() -> TokenError {
    TokenError::new(ErrorKind::Timeout, "the token that came had ended before it could be used")
}

/// Takes over tokens that were got elsewhere, perhaps by another process. Unlike what a server gives for a refresh token, they
/// replace a session that may be good: what can neither be served nor be renewed is not saved either.
pub(super) async fn take_over(inner: &Inner, tokens: TokenSet) -> Landing {
    let mut guard = inner.store.lock(&inner.key).await?;
    let result = async {
        let record = guard.load().await?.unwrap_or_default();
        let now = inner.clock.now();
        let tokens = tokens.settled(now).with_generation(next_generation(inner, &record));
        let live = Arc::new(make(inner, &tokens, restored(inner, &tokens, now))?);
        if !live.is_usable(now) && !plan::can_refresh(inner.grant.as_ref(), &tokens, now) {
            return Err(too_late());
        }
        save(inner, guard.as_mut(), &record, tokens).await?;
        inner.hand.take_up(&live);
        Ok(live)
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
    record.generation().max(inner.hand.generation()).next()
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
