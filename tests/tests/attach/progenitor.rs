//! Under a client written by progenitor: its hooks before and after each request.
//!
//! There: `generate_api!(spec = "..", inner_type = crate::Session, pre_hook_async = crate::before, post_hook = crate::after)`.

use authwright::middleware::TokenMiddleware;
use authwright::{Generation, TokenError, TokenSource};
use reqwest::{Request, Response, StatusCode};
use std::sync::atomic::{AtomicU64, Ordering};

/// What the generated client keeps for its hooks.
struct Session {
    attach: TokenMiddleware,
    tokens: TokenSource,
    sent: AtomicU64,
}

/// The hook before: puts a valid token on the request.
async fn before(session: &Session, request: &mut Request) -> Result<(), TokenError> {
    let generation = session.attach.authorize(request).await?;
    session.sent.store(generation.number(), Ordering::Relaxed);
    Ok(())
}

/// The hook after: a token that was refused is not used again.
fn after(session: &Session, result: &Result<Response, reqwest::Error>) {
    if result.as_ref().is_ok_and(|answer| answer.status() == StatusCode::UNAUTHORIZED) {
        session.tokens.invalidate(Generation::new(session.sent.load(Ordering::Relaxed)));
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
    let session = Session { attach: TokenMiddleware::new(tokens.clone()), tokens, sent: AtomicU64::new(0) };
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
