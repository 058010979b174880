//! What is measured: something that gives tokens.

use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::time::{Duration, Instant};

use authwright::http::HeaderValue;

/// A future on the heap, as every subject returns; its price is part of none of the peers' own and is paid by all.
pub type Boxed<'a, T> = Pin<Box<dyn Future<Output = T> + Send + 'a>>;

/// Gives tokens: Authwright or a peer.
pub trait Subject: Send + Sync + 'static {
    /// Name and version, as the table shows it.
    fn name(&self) -> &'static str;
    /// A token, or why there is none.
    fn token(&self) -> Boxed<'_, Result<(), String>>;
    /// How long a token has to live, and how old it has to be, so that this subject wants to renew it while it is valid.
    fn inside_window(&self) -> (Duration, Duration);
    /// Nanoseconds for one token that is in the cache, by the subject's own cheapest call; the mean over `rounds`.
    fn cached(&self, rounds: u32) -> Boxed<'_, Result<f64, String>>;
    /// The same for the value of an `Authorization` header.
    fn header(&self, rounds: u32) -> Boxed<'_, Result<f64, String>>;
    /// So many callers hold the token in hand, were all answered with 401, say so, and ask for another, all at once. `None`
    /// where a subject cannot be told.
    fn stale(self: Arc<Self>, callers: usize) -> Option<Boxed<'static, Result<(), String>>> {
        let _ = callers;
        None
    }
}

/// Nanoseconds per round since `begin`.
pub fn per_round(begin: Instant, rounds: u32) -> f64 {
    begin.elapsed().as_secs_f64() * 1e9 / f64::from(rounds)
}

/// The value of an `Authorization` header, built as one does by hand.
pub fn bearer(token: &str) -> Result<HeaderValue, String> {
    HeaderValue::try_from(format!("Bearer {token}")).map_err(|error| error.to_string())
}

/// Makes a new subject that has no token yet, for an endpoint.
pub type Make = Arc<dyn Fn(&str) -> Boxed<'static, Result<Arc<dyn Subject>, String>> + Send + Sync>;
