// Written by Authwright; regenerate instead of editing.
//! What each security scheme puts on a request, where it goes, and that nothing of it is printed.

use apivideo_auth::authwright::{Authorize, block_on, http};
use apivideo_auth::{Server, schemes};

/// Where the API is.
const BASE: &str = "https://api.example";

/// A request to `origin` with the credential on it, where it may go there.
fn sent(credential: &dyn Authorize, origin: &str) -> Option<http::request::Parts> {
    let request = http::Request::get(format!("{origin}/things")).body(()).unwrap();
    let (mut parts, ()) = request.into_parts();
    block_on(credential.authorize(&mut parts)).is_ok().then_some(parts)
}

/// Whether it goes to the API's own origin and to no other.
fn stays(credential: &dyn Authorize) -> bool {
    sent(credential, BASE).is_some()
        && sent(credential, "https://elsewhere.example").is_none()
}

/// Whether no secret is printed.
fn hides(value: &impl std::fmt::Debug) -> bool {
    let text = format!("{value:?}");
    !text.contains("hidden-") && !text.contains("aGlkZGVu")
}

#[test]
fn api_key_goes_where_it_belongs() {
    let credential = schemes::ApiKey::new("hidden-user", "hidden-value");
    let authorizer = credential.authorizer(&Server::Custom(BASE.to_owned())).unwrap();
    let parts = sent(&authorizer, BASE).unwrap();
    assert_eq!(
        parts.headers.get("authorization").unwrap(),
        "Basic aGlkZGVuLXVzZXI6aGlkZGVuLXZhbHVl",
    );
    assert!(stays(&authorizer));
    assert!(hides(&(credential, authorizer)));
}
