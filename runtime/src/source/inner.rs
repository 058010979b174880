//! The shared state of a source, and the way callers take through it.

use std::future::Future;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use super::captain::Captain;
use super::flight::{Flights, Pilot};
use super::hand::Hand;
use super::pause::Pause;
use super::{Margins, refresh};
use crate::observer;
use crate::oneshot;
use crate::store::Record;
use crate::token::Live;
use crate::{
    Attach, Cause, Clock, ErrorKind, Generation, Grant, Moment, Origin, Outcome, RefreshEvent, RefreshObserver,
    Spawner, TokenError, TokenSet, TokenStore, Zone,
};

/// What a flight brings.
pub(super) type Landing = Result<Arc<Live>, TokenError>;

/// The shared state of a source.
pub(super) struct Inner {
    /// The token in hand: one atomic snapshot, read without a lock.
    pub(super) hand: Hand<Live>,
    pub(super) flights: Flights<Landing>,
    /// The sign-ins and sign-outs under way, each in an air of its own.
    pub(super) errands: Mutex<Vec<Flights<()>>>,
    pub(super) pause: Pause,
    /// Tokens that the server gave and the store did not take.
    pub(super) unsaved: Mutex<Option<TokenSet>>,
    /// The generation whose refresh token was sent, and how many losses its intent counted then, until it is known how that
    /// ended and the store knows it too.
    pub(super) sent: Mutex<Option<(Generation, u32)>>,
    pub(super) grant: Arc<dyn Grant>,
    pub(super) key: String,
    pub(super) store: Arc<dyn TokenStore>,
    pub(super) clock: Arc<dyn Clock>,
    pub(super) spawner: Arc<dyn Spawner>,
    pub(super) observer: Option<Arc<dyn RefreshObserver>>,
    pub(super) margins: Margins,
    pub(super) attach: Attach,
    pub(super) origins: Vec<Origin>,
}

/// How often a caller boards, where a flight is lost or was for others.
const ATTEMPTS: usize = 2;

impl Inner {
    /// What the caller takes of the token in hand, if that need not be waited for. When its end is near, a refresh is started
    /// in the background.
    pub(super) fn served<T>(self: &Arc<Self>, take: impl FnOnce(&Arc<Live>) -> T) -> Option<T> {
        let now = self.clock.now();
        let look = self.hand.look();
        let live = look.as_ref()?;
        match live.zone(now) {
            Zone::Fresh => {}
            Zone::Advisory => self.refresh_in_background(now),
            Zone::Mandatory => return None,
        }
        let taken = take(live);
        // The look ends before what was taken is moved out: moved at once, a header would be read while the processor still
        // writes it, and that takes some nanoseconds.
        drop(look);
        Some(taken)
    }

    /// Starts a flight unless there is one or a failure is too recent.
    pub(super) fn refresh_in_background(self: &Arc<Self>, now: Moment) {
        if self.flights.is_flying() || self.pause.is_on(now) {
            return;
        }
        if let (_, Some(pilot)) = self.flights.board() {
            self.launch(pilot, Cause::Expiring);
        }
    }

    /// Waits for a flight. A token that may still be used is better than a failure.
    pub(super) async fn wait(self: &Arc<Self>, requested: Option<Cause>) -> Landing {
        let (mut without, before) = (lost(), self.hand.generation());
        for attempt in 1..=ATTEMPTS {
            match self.pause.failure(self.clock.now()) {
                Some(failure) if requested.is_none() => return self.despite(failure).await,
                // Who asks for a new token may have mended what was wrong, but does not overrule a server's wish.
                Some(failure) if failure.is_retryable() => return Err(failure),
                _ => {}
            }
            let (ticket, pilot) = self.flights.board();
            if let Some(pilot) = pilot {
                self.launch(pilot, requested.unwrap_or_else(|| self.cause()));
            }
            match ticket.await {
                // Another's flight found the token of before good enough.
                Some(Ok(live)) if requested.is_some() && live.generation <= before && attempt < ATTEMPTS => {}
                Some(Ok(live)) if live.is_usable(self.clock.now()) => return Ok(live),
                // Whoever waited was held up for so long that the token has ended, or was refused meanwhile.
                Some(Ok(_)) => without = refresh::too_late(),
                Some(Err(failure)) if requested.is_some() => return Err(failure),
                Some(Err(failure)) => return self.instead_of(failure),
                None => without = lost(),
            }
        }
        let now = self.clock.now();
        // All callers of the flight come by here; one of them is enough to begin the pause.
        if !self.pause.is_on(now) {
            self.pause.begin(now, &without);
        }
        if requested.is_some() { Err(without) } else { self.instead_of(without) }
    }

    /// Runs a task to its end even if its caller is gone, and brings its result.
    pub(super) async fn detached<T: Send + 'static>(
        &self,
        task: impl Future<Output = Result<T, TokenError>> + Send + 'static,
    ) -> Result<T, TokenError> {
        let (sender, receiver) = oneshot::channel();
        let under_way = self.errand();
        let started = self.spawner.spawn(Box::pin(async move {
            sender.send(task.await);
            drop(under_way);
        }));
        match (started, receiver.await) {
            (Ok(()), Some(result)) => result,
            _ => Err(lost()),
        }
    }

    /// A mark of a task that is under way until this is dropped.
    fn errand(&self) -> Option<Pilot<()>> {
        let errand = Flights::new();
        let (_, pilot) = errand.board();
        let mut errands = self.errands.lock().unwrap_or_else(PoisonError::into_inner);
        errands.retain(Flights::is_flying);
        errands.push(errand);
        pilot
    }

    /// Waits until nothing is under way.
    pub(super) async fn settled(&self) {
        let errand = || self.errands.lock().unwrap_or_else(PoisonError::into_inner).iter().find_map(Flights::join);
        loop {
            if let Some(ticket) = self.flights.join() {
                ticket.await;
            } else if let Some(ticket) = errand() {
                ticket.await;
            } else {
                return;
            }
        }
    }

    /// What there is during a pause: the token in hand, else one that a sibling has got meanwhile.
    async fn despite(&self, failure: TokenError) -> Landing {
        let failure = match self.instead_of(failure) {
            Err(failure) if self.pause.may_look(self.clock.now()) => failure,
            known => return known,
        };
        let cause = self.cause();
        let found = self.store.load(&self.key).await.ok().flatten().and_then(|record| refresh::adopt(self, &record));
        let Some(live) = found else { return Err(failure) };
        self.tell(cause, Outcome::Begun, Duration::ZERO);
        self.tell(cause, Outcome::Adopted, Duration::ZERO);
        self.pause.end();
        Ok(live)
    }

    fn instead_of(&self, failure: TokenError) -> Landing {
        let now = self.clock.now();
        self.hand.look().as_ref().filter(|live| live.is_usable(now)).map(Arc::clone).ok_or(failure)
    }

    fn launch(self: &Arc<Self>, pilot: Pilot<Landing>, cause: Cause) {
        let (inner, captain) = (Arc::clone(self), Captain::new(self, pilot));
        let task = async move {
            let landing = refresh::run(&inner, cause).await;
            captain.land(landing);
        };
        let task = observer::spanned(&self.event(cause, Outcome::Begun, Duration::ZERO), task);
        // A task that cannot be started is dropped, its pilot with it, and the callers are told.
        let _ = self.spawner.spawn(Box::pin(task));
    }

    /// Why a flight is needed now.
    fn cause(&self) -> Cause {
        match self.hand.look().as_ref() {
            None => Cause::Missing,
            Some(live) if live.is_refused() => Cause::Refused,
            Some(_) => Cause::Expired,
        }
    }

    pub(super) fn invalidate(&self, generation: Generation) -> bool {
        let Some(live) = self.hand.refuse(generation) else { return false };
        let now = self.clock.now();
        self.pause.strike(now, now.since(live.obtained), live.timing.left(now));
        self.tell(Cause::Refused, Outcome::Invalidated, Duration::ZERO);
        true
    }

    /// Keeps tokens until the store has taken them.
    pub(super) fn keep_unsaved(&self, tokens: Option<TokenSet>) {
        *self.unsaved.lock().unwrap_or_else(PoisonError::into_inner) = tokens;
    }

    /// Tokens that the store has not taken, if they are later than what it holds; else they are of no use any more.
    pub(super) fn unsaved_after(&self, stored: Generation) -> Option<TokenSet> {
        let mut unsaved = self.unsaved.lock().unwrap_or_else(PoisonError::into_inner);
        if unsaved.as_ref().is_some_and(|tokens| tokens.generation() <= stored) {
            *unsaved = None;
        }
        unsaved.clone()
    }

    /// Remembers that the refresh token of this record is being sent.
    pub(super) fn keep_sent(&self, record: &Record) {
        *self.sent.lock().unwrap_or_else(PoisonError::into_inner) = attempt(record);
    }

    /// It is known how the exchange ended.
    pub(super) fn forget_sent(&self) {
        *self.sent.lock().unwrap_or_else(PoisonError::into_inner) = None;
    }

    /// Whether this source has sent the refresh token of this record and was cut off before it knew how that ended. Once the
    /// record counts more losses than when it was sent, that one is among them: its save may have been cut off too, and yet
    /// have come to its end.
    pub(super) fn was_cut_off(&self, record: &Record) -> bool {
        let sent = *self.sent.lock().unwrap_or_else(PoisonError::into_inner);
        sent.is_some() && sent == attempt(record)
    }

    /// Tells whoever observes.
    pub(super) fn tell(&self, cause: Cause, outcome: Outcome, duration: Duration) {
        if observer::is_observed(self.observer.as_ref()) {
            observer::tell(self.observer.as_ref(), &self.event(cause, outcome, duration));
        }
    }

    /// The same of a failure: whether it passes by itself is not told by its kind alone.
    pub(super) fn tell_failure(&self, cause: Cause, error: &TokenError, duration: Duration) {
        if observer::is_observed(self.observer.as_ref()) {
            let event = self.event(cause, Outcome::Failed(error.kind()), duration);
            observer::tell(self.observer.as_ref(), &RefreshEvent { retryable: error.is_retryable(), ..event });
        }
    }

    fn event(&self, cause: Cause, outcome: Outcome, duration: Duration) -> RefreshEvent<'_> {
        let live = self.hand.look();
        let zone = live.as_ref().map_or(Zone::Mandatory, |live| live.zone(self.clock.now()));
        let generation = live.as_ref().map(|live| live.generation).unwrap_or_default();
        RefreshEvent { provider: self.grant.provider(), generation, zone, cause, outcome, duration, retryable: true }
    }
}

/// What tells one exchange from another of the same refresh token.
fn attempt(record: &Record) -> Option<(Generation, u32)> {
    record.intent().map(|intent| (record.generation(), intent.lost()))
}

/// A flight or another task that brought nothing.
pub(super) fn lost() -> TokenError {
    TokenError::new(ErrorKind::Abandoned, "the refresh ended without a result: its thread or runtime died")
}
