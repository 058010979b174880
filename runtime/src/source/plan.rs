//! What to do under the guard.

use crate::store::Record;
use crate::{Cause, Expiry, Grant, Moment, TokenSet};

/// What to do under the guard.
#[derive(Clone, Debug)]
pub(super) enum Plan {
    /// Exchange this set's refresh token.
    Refresh(TokenSet),
    /// Exchange the credentials.
    Issue,
    /// Nothing is left to sign in with.
    Reauthorize,
}

/// How many answers to one refresh token may be lost before it is given up: the first, and that of one recovery.
pub(crate) const LOSSES: u32 = 2;

/// Chooses, given what is stored. An exchange of unknown end makes its refresh token suspect: where the grant can sign in
/// afresh it does; else the token is tried once more, under the guard, and not again unless a person asks for it.
pub(super) fn choose(grant: &dyn Grant, record: &Record, cause: Cause, now: Moment) -> Plan {
    let suspect = record.intent().is_some();
    let spent = record.intent().is_some_and(|intent| intent.lost() >= LOSSES) && cause != Cause::Requested;
    if suspect && can_begin_again(grant) {
        return Plan::Issue;
    }
    match record.tokens() {
        Some(tokens) if !spent && can_refresh(grant, tokens, now) => Plan::Refresh(tokens.clone()),
        held => otherwise(grant, held),
    }
}

/// Whether a new session may take the place of one whose state is not known.
pub(super) fn can_begin_again(grant: &dyn Grant) -> bool {
    grant.can_issue() && grant.issues_afresh()
}

/// What is left when these tokens are of no use: to begin another session, and never theirs once more from its beginning, which
/// looks like theft.
pub(super) fn otherwise(grant: &dyn Grant, held: Option<&TokenSet>) -> Plan {
    let another = grant.can_issue() && held.is_none_or(|held| grant.can_replace(held));
    if another { Plan::Issue } else { Plan::Reauthorize }
}

/// Whether these tokens can be exchanged for others.
pub(super) fn can_refresh(grant: &dyn Grant, tokens: &TokenSet, now: Moment) -> bool {
    grant.can_refresh() && (tokens.refresh().is_some() || !grant.needs_refresh_token()) && !has_ended(tokens, now)
}

/// True when the refresh token's own end is past; the moment is on the wall clock, for it may come from another process.
fn has_ended(tokens: &TokenSet, now: Moment) -> bool {
    match (tokens.refresh_expiry(), tokens.started()) {
        (Expiry::In(lifetime), Some(started)) => now.wall() >= started.wall().saturating_add(lifetime),
        _ => false,
    }
}
