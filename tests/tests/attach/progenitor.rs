//! Under a client written by progenitor: its hooks before and after each request.
//!
//! There: `generate_api!(spec = "..", inner_type = crate::Session, pre_hook_async = crate::before, post_hook = crate::after)`.

use authwright::TokenError;
use authwright::middleware::TokenMiddleware;
use http::Extensions;
use reqwest::{Request, Response};
use std::sync::Mutex;

/// What the generated client keeps for its hooks.
struct Session {
    attach: TokenMiddleware,
    carried: Mutex<Extensions>,
}

/// The hook before: puts a valid token on the request.
async fn before(session: &Session, request: &mut Request) -> Result<(), TokenError> {
    let carried = session.attach.authorize(request).await?;
    *session.carried.lock().expect("no test panics here") = carried;
    Ok(())
}

/// The hook after: a token that was refused is not used again.
fn after(session: &Session, result: &Result<Response, reqwest::Error>) {
    if let Ok(answer) = result {
        session.attach.answered(&session.carried.lock().expect("no test panics here"), answer);
    }
}

/// As progenitor writes it, names included: a client with the user's own type inside, and operations that call the hooks.
#[allow(clippy::struct_field_names)]
struct Client {
    baseurl: String,
    client: reqwest::Client,
    inner: Session,
}

impl Client {
    async fn account_read(&self) -> Result<Response, Box<dyn std::error::Error>> {
        let mut request = self.client.get(format!("{}/account", self.baseurl)).build()?;
        before(&self.inner, &mut request).await?;
        let result = self.client.execute(request).await;
        after(&self.inner, &result);
        Ok(result?)
    }
}

#[test]
fn hooks_keep_the_client_signed_in() {
    let (server, tokens) = super::signed_in();
    let session = Session { attach: TokenMiddleware::new(tokens), carried: Mutex::default() };
    let client = Client { baseurl: server.url(), client: reqwest::Client::new(), inner: session };
    super::run(async {
        assert_eq!(client.account_read().await.expect("an answer").status(), 200);
        server.end_access_tokens();
        // These hooks cannot send a request twice: the caller sees the 401, and the next call is good again.
        assert_eq!(client.account_read().await.expect("an answer").status(), 401);
        assert_eq!(client.account_read().await.expect("an answer").status(), 200);
    });
    super::assert_followed_the_rule(&server);
}
