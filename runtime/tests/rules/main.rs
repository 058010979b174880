//! The rules of the runtime, each as tests on an injected clock, spawner, store and transport. `docs/runtime-rules.md`
//! maps the rules to these tests. Nothing here sleeps.

mod attaching;
mod blocking;
mod canary;
mod chance;
#[cfg(any(feature = "ureq", feature = "reqwest"))]
mod compressed;
mod expiry;
mod failures;
#[cfg(all(feature = "oauth", any(feature = "ureq", feature = "reqwest")))]
mod flows;
mod hostile;
mod hot_path;
mod interrupted;
mod invalidation;
#[cfg(feature = "oauth")]
mod kept;
mod odd;
mod page;
#[cfg(feature = "password-grant")]
mod password;
mod replies;
mod signing_out;
mod single_flight;
mod support;
#[cfg(any(feature = "ureq", feature = "reqwest"))]
mod tls;
mod transaction;
#[cfg(any(feature = "ureq", feature = "reqwest"))]
mod transports;
#[cfg(any(feature = "ureq", feature = "reqwest"))]
mod wire;
mod zones;
