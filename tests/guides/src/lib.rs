//! The code in the guides, compiled, and run where it needs no network.
//!
//! A package of its own, so that the code sees what a user's own package sees: no `authwright` but the one inside the generated
//! crate, with the features that the crate forwards.

#[cfg(doctest)]
#[doc = include_str!("../../../docs/guides/first-client.md")]
struct FirstClient;

#[cfg(doctest)]
#[doc = include_str!("../../../docs/guides/http-client.md")]
struct HttpClient;

#[cfg(doctest)]
#[doc = include_str!("../../../docs/guides/fleet.md")]
struct Fleet;

#[cfg(doctest)]
#[doc = include_str!("../../../docs/guides/people.md")]
struct People;

#[cfg(doctest)]
#[doc = include_str!("../../../docs/guides/testing.md")]
struct Testing;

#[cfg(doctest)]
#[doc = include_str!("../../../README.md")]
struct Readme;
