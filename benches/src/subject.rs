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
    fn name(&self) -> String;
    /// A token, or why there is none.
    fn token(&self) -> Boxed<'_, Result<(), String>>;
    /// How long a token has to live, and how old it has to be, so that this subject wants to renew it while it is valid.
    fn inside_window(&self) -> (Duration, Duration);
    /// Nanoseconds for one token that is in the cache, by the subject's own cheapest call; the mean over `rounds`.
    fn cached(&self, rounds: u32) -> Boxed<'_, Result<f64, String>>;
    /// The same for the value of an `Authorization` header.
    fn header(&self, rounds: u32) -> Boxed<'_, Result<f64, String>>;
    /// So many callers hold the token in hand, were all answered with 401, say so, and ask for another, all at once.
    fn stale(self: Arc<Self>, callers: usize) -> Stale {
        let _ = callers;
        Err("cannot be told: no call takes a token back")
    }
}

/// How many callers got another token than the one that was refused, or why that cannot be measured.
pub type Stale = Result<Boxed<'static, Result<usize, String>>, &'static str>;

/// So many calls at once; how many of them came to what they wanted.
pub async fn storm<F>(callers: usize, call: impl Fn() -> F) -> Result<usize, String>
where
    F: Future<Output = Result<bool, String>> + Send + 'static,
{
    let calls: Vec<_> = (0..callers).map(|_| tokio::spawn(call())).collect();
    let mut done = 0;
    for call in calls {
        // A caller that gets an error instead has no token either.
        done += usize::from(matches!(call.await, Ok(Ok(true))));
    }
    Ok(done)
}

/// The version of a package that this was built with, without its patch.
#[cfg(feature = "peers")]
pub fn version(package: &str) -> String {
    let lock = include_str!("../../Cargo.lock");
    let found =
        lock.split_once(&format!("name = \"{package}\"\nversion = \"")).and_then(|(_, rest)| rest.split_once('"'));
    let parts: Vec<&str> = found.map_or("?", |(version, _)| version).split('.').take(2).collect();
    parts.join(".")
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
