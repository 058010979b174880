//! A token source under other people's clients, one worked example for each kind, against a server that ends tokens early.
//!
//! Every example is what a user writes; the clients are stand-ins of the same shape as the generated ones.

mod hyper_tower;
mod openapi_generator;
mod plain_reqwest;
mod progenitor;
mod rules;

use authwright::TokenSource;
use tests::servers::token_pair::{Counts, Options, TokenPair};
use tests::session::PairGrant;

/// Runs a future on a small tokio runtime, as the clients need one.
fn run<T>(future: impl Future<Output = T>) -> T {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
    runtime.block_on(future)
}

/// A server, and a token source that may send tokens to it.
fn signed_in() -> (TokenPair, TokenSource) {
    let options = Options { access: std::time::Duration::from_secs(3600), ..Options::default() };
    let server = TokenPair::start(options);
    let tokens = PairGrant::new(&server.url()).source().build();
    (server, tokens)
}

/// A source whose tokens are `token-1`, `token-2` and so on, for this address.
fn counting(url: &str) -> TokenSource {
    let base = authwright::BaseUrl::parse(url).expect("a loopback address");
    TokenSource::builder(rules::Counting::default()).allow(&base).build()
}

/// What the server has seen when an account was read, all tokens were ended early, and the account was read again: the client
/// found out by one 401, got a new token with one refresh, and sent the request once more.
fn assert_followed_the_rule(server: &TokenPair) {
    assert_eq!(server.counts(), Counts { issued: 1, refreshed: 1, used: 2, unknown: 1, ..Counts::default() });
}
