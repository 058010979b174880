//! Keeps a Rust program signed in.
//!
//! A [`TokenSource`] issues, caches, refreshes, rotates and revokes tokens through a [`Grant`]: one is in every generated
//! crate, and any can be written by hand. `token().await` gives a token that is valid now; callers share one request, a
//! failing server is not hammered, and a rotated refresh token is saved before anyone uses what came with it.
//!
//! The crate knows no provider and needs no async runtime: refreshes run on threads of their own unless a [`Spawner`] is
//! given, and [`block_on`] serves programs without an executor.

#![deny(missing_docs)]

mod attach;
mod authorize;
mod base_url;
mod block_on;
mod blocking;
pub mod call;
mod clock;
mod cookie;
mod encode;
pub mod env;
mod error;
mod grant;
mod header;
pub mod json;
#[cfg(any(feature = "tower", feature = "reqwest-middleware"))]
pub mod middleware;
#[cfg(feature = "oauth")]
pub mod oauth;
mod observer;
mod oneshot;
mod origin;
mod random;
pub mod scheme;
mod secret;
pub mod shape;
pub mod source;
mod spawner;
pub mod store;
#[cfg(feature = "testing")]
pub mod testing;
mod token;
pub mod transport;

use std::future::Future;
use std::pin::Pin;

pub use attach::Attach;
pub use authorize::Authorize;
pub use base_url::BaseUrl;
pub use block_on::block_on;
pub use call::{Api, Call, Form, Reply, Response, ToForm, UnexpectedReply};
pub use clock::{Clock, Moment, SystemClock};
pub use error::{CallError, CallErrorKind, ConfigError, ErrorKind, TokenError, TransportError, TransportErrorKind};
pub use grant::{Grant, identity};
pub use json::{FromJson, Json, JsonError, Object, ToJson};
pub use observer::{Cause, Outcome, RefreshEvent, RefreshObserver, Zone};
pub use origin::Origin;
pub use secret::Secret;
pub use shape::{ExpiryRule, TimeFormat, TokenShape, Unit};
pub use source::{Margins, TokenSource, TokenSourceBuilder};
#[cfg(feature = "tokio")]
pub use spawner::TokioSpawner;
pub use spawner::{SpawnError, Spawner, ThreadSpawner};
pub use store::{MemoryStore, Record, StoreError, StoreErrorKind, StoreGuard, TokenStore, Turn};
pub use token::{AccessToken, Expiry, Generation, RefreshToken, TokenKind, TokenSet};
pub use transport::{BlockingTransport, CallOptions, HttpTransport};

/// The HTTP types of the public API.
pub use bytes::Bytes;
pub use http;

/// A future on the heap, as the traits of this crate return it.
pub type BoxFuture<'a, T> = Pin<Box<dyn Future<Output = T> + Send + 'a>>;
