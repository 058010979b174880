//! The committed clients against a server: what is sent, byte for byte, and what is made of every kind of answer.

mod apivideo;
mod emma;
mod ixapi;

use std::fmt::Debug;

use tests::mock::Mock;
use tests::wire::Request;

/// What no output may hold: every secret of these tests begins so.
const SECRET: &str = "s3cr3t";

/// The requests so far as first line and body.
fn sent(mock: &Mock) -> Vec<(String, String)> {
    mock.requests().iter().map(|request| (request.line(), request.text())).collect()
}

/// The only request, which must be JSON and carry no credentials in its headers or address.
fn only(mock: &Mock) -> Request {
    let requests = mock.requests();
    let [request] = requests.as_slice() else { panic!("{} requests", requests.len()) };
    assert_eq!(request.header("content-type"), Some("application/json"));
    assert_eq!(request.header("accept"), Some("application/json"));
    assert_eq!(request.count("authorization"), 0);
    assert!(!request.target.contains(SECRET));
    request.clone()
}

fn assert_hidden(value: &impl Debug) {
    assert!(!format!("{value:?} {value:#?}").contains(SECRET));
}
