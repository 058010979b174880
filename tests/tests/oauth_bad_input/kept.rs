//! What is kept, and what is given up.

use super::*;

/// A store whose guard is to be had once it is free.
#[derive(Debug, Default)]
struct Held {
    free: AtomicBool,
    inner: MemoryStore,
}

impl TokenStore for Held {
    fn load<'a>(&'a self, key: &'a str) -> BoxFuture<'a, Result<Option<Record>, StoreError>> {
        self.inner.load(key)
    }

    fn lock<'a>(&'a self, key: &'a str) -> BoxFuture<'a, Result<Box<dyn StoreGuard>, StoreError>> {
        if self.free.load(Ordering::SeqCst) {
            return self.inner.lock(key);
        }
        Box::pin(std::future::ready(Err(StoreError::new(StoreErrorKind::Busy, "somebody holds the guard"))))
    }
}

#[test]
fn a_person_whose_tokens_could_not_be_kept_need_not_sign_in_again() {
    let script = Script::new([json(200, TOKEN)]);
    let transaction =
        block_on(AuthorizationCode::new(client(&script)).begin("https://app.example/cb")).expect("begins");
    let query = format!("code=c&state={}", transaction.state().expose());
    let session = block_on(transaction.finish(&query)).expect("is signed in");
    let store = Arc::new(Held::default());
    let source = || block_on(session.source(|builder| builder.store(store.clone())));
    assert_eq!(source().expect_err("the store is busy").kind(), ErrorKind::Store);
    store.free.store(true, Ordering::SeqCst);
    assert_eq!(source().expect("is kept").cached().expect("is served").expose(), "a");
    assert_eq!(script.asked(), 1);
}

/// A refresh that fails is for whoever asks for a token: the session that was saved goes on.
#[test]
fn tokens_that_have_ended_before_they_are_kept_are_kept() {
    let issued = TOKEN.replace('}', r#","refresh_token":"r"}"#);
    let failed = || json(503, "{}");
    let (script, clock) = (Script::new([json(200, &issued), failed(), json(200, &issued)]), Arc::new(Slept::default()));
    let flow = AuthorizationCode::new(client(&script).with_clock(clock.clone()));
    let transaction = block_on(flow.begin("https://app.example/cb")).expect("begins");
    let query = format!("code=c&state={}", transaction.state().expose());
    let session = block_on(transaction.finish(&query)).expect("is signed in");
    block_on(clock.sleep(Duration::from_secs(3600)));
    let tokens = block_on(session.source(|builder| builder.clock(clock.clone()))).expect("is kept");
    assert_eq!(block_on(tokens.token()).expect_err("the server is ill").kind(), ErrorKind::Server);
    block_on(clock.sleep(Duration::from_secs(3600)));
    block_on(tokens.token()).expect("is renewed");
}

#[test]
fn a_revocation_that_fails_says_that_the_token_lives_and_when_to_try_again() {
    let script = Script::new([with(503, &[("retry-after", "7")], "{}")]);
    let error = block_on(client(&script).revoke(&"t".into(), TokenHint::Refresh)).expect_err("failed");
    assert_eq!((error.is_retryable(), error.retry_after()), (true, Some(Duration::from_secs(7))));
    assert!(script.bodies()[0].contains("token_type_hint=refresh_token"));
    let elsewhere = Script::new([with(307, &[("location", "https://evil.example/")], "")]);
    assert!(block_on(client(&elsewhere).revoke(&"t".into(), TokenHint::Access)).is_err());
    assert_eq!(elsewhere.asked(), 1, "no redirect is followed");
}

#[test]
fn every_success_ends_a_session() {
    for status in [200, 202, 204] {
        let script = Script::new([json(200, TOKEN), json(status, "")]);
        let tokens = TokenSource::builder(ClientCredentials::new(client(&script))).build();
        block_on(tokens.token()).expect("is issued");
        block_on(tokens.revoke()).unwrap_or_else(|error| panic!("{status}: {error}"));
        assert!(tokens.cached().is_none() && script.asked() == 2, "{status}");
    }
}
