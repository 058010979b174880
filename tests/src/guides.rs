//! The code in the guides, compiled, and run where it needs no network.

#[doc = include_str!("../../docs/guides/first-client.md")]
struct FirstClient;

#[doc = include_str!("../../docs/guides/http-client.md")]
struct HttpClient;

#[doc = include_str!("../../docs/guides/fleet.md")]
struct Fleet;

#[doc = include_str!("../../docs/guides/testing.md")]
struct Testing;

#[doc = include_str!("../../README.md")]
struct Readme;
