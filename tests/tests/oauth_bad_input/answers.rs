//! What comes back from the browser.

use super::*;

#[test]
fn an_answer_is_used_once_and_by_whom_it_names() {
    let script = Script::new([json(200, TOKEN)]);
    let flow = AuthorizationCode::new(client(&script));
    let waiting = PendingSignIns::new(2);
    let begin = || block_on(flow.begin("https://app.example/cb")).expect("begins");
    let first = begin();
    let query = format!("code=c&state={}", first.state().expose());
    waiting.insert(first);
    assert!(matches!(waiting.take("code=c"), Err(CallbackError::MissingState)));
    assert!(matches!(waiting.take("code=c&state=guessed"), Err(CallbackError::UnknownState)));
    block_on(waiting.take(&query).expect("waits").finish(&query)).expect("is signed in");
    assert!(matches!(waiting.take(&query), Err(CallbackError::UnknownState)), "a replay finds nothing");
    assert_eq!(script.asked(), 1);
    let oldest = begin();
    let forgotten = format!("code=c&state={}", oldest.state().expose());
    for transaction in [oldest, begin(), begin()] {
        waiting.insert(transaction);
    }
    assert!(matches!(waiting.take(&forgotten), Err(CallbackError::UnknownState)), "the memory is bounded");
}

#[test]
fn a_sign_in_is_waited_for_as_long_as_is_said_and_found_by_whatever_the_browser_brings() {
    let (script, clock) = (Script::default(), Arc::new(Slept::default()));
    let flow = AuthorizationCode::new(client(&script).with_clock(clock.clone()));
    let waiting = PendingSignIns::new(10).patience(Duration::from_secs(60));
    let begin = || {
        let transaction = block_on(flow.begin("https://app.example/cb")).expect("begins");
        let query = format!("code=c&state={}", transaction.state().expose());
        waiting.insert(transaction);
        query
    };
    for before in ["", "?", "https://app.example/cb?"] {
        waiting.take(&format!("{before}{}", begin())).unwrap_or_else(|error| panic!("{before}: {error}"));
    }
    let (late, later) = (begin(), begin());
    block_on(clock.sleep(Duration::from_secs(59)));
    waiting.take(&late).expect("is in time");
    block_on(clock.sleep(Duration::from_secs(1)));
    assert!(matches!(waiting.take(&later), Err(CallbackError::UnknownState)), "took too long");
}

#[test]
fn an_answer_at_another_address_is_refused() {
    let script = Script::default();
    let transaction =
        block_on(AuthorizationCode::new(client(&script)).begin("https://app.example/cb")).expect("begins");
    let back = format!("https://app.example/other?code=c&state={}", transaction.state().expose());
    let error = block_on(transaction.finish(&back)).expect_err("is refused");
    assert!(matches!(&error, SignInError::Callback(CallbackError::WrongRedirect)), "{error}");
    assert_eq!(script.asked(), 0);
}

/// RFC 3986, section 3.4: `:` and `/` may stand in a query as they are, and servers leave them there.
#[test]
fn an_answer_whose_parameters_hold_addresses_is_an_answer() {
    let plain = "iss=https://as.example&scope=email%20https://api.example/auth/drive";
    for before in ["", "?", "https://app.example/cb?", "com.example.app:/cb?"] {
        let script = Script::new([json(200, TOKEN)]);
        let uri = if before.len() > 1 { before.trim_end_matches('?') } else { "https://app.example/cb" };
        let transaction = block_on(AuthorizationCode::new(client(&script)).begin(uri)).expect("begins");
        let back = format!("{before}code=c&state={}&{plain}", transaction.state().expose());
        block_on(transaction.finish(&back)).unwrap_or_else(|error| panic!("{back}: {error}"));
    }
}

#[test]
fn identity_tokens_need_an_issuer_and_keys() {
    let script = Script::new([json(200, TOKEN)]);
    let flow = AuthorizationCode::new(client(&script)).scopes(["openid"]);
    let transaction = block_on(flow.begin("https://app.example/cb")).expect("begins");
    assert!(transaction.nonce().is_some());
    let query = format!("code=c&state={}", transaction.state().expose());
    let error = block_on(transaction.finish(&query)).expect_err("is refused");
    assert!(matches!(&error, SignInError::IdToken(why) if why.contains("sent none")), "{error}");
}

/// Who gives a sign-in up leaves its port to the next one.
#[test]
fn a_sign_in_that_is_given_up_lets_its_port_go() {
    let script = Script::default();
    let flow = AuthorizationCode::new(client(&script));
    let loopback = Loopback::bind("/callback").expect("loopback can be listened on");
    let uri = loopback.redirect_uri();
    let port = uri.rsplit(':').next().and_then(|end| end.split('/').next()?.parse().ok()).expect("has a port");
    let mut signing_in = Box::pin(flow.sign_in(loopback, |_| Ok(())));
    let mut context = std::task::Context::from_waker(std::task::Waker::noop());
    assert!(signing_in.as_mut().poll(&mut context).is_pending());
    drop(signing_in);
    let until = std::time::Instant::now() + Duration::from_secs(10);
    while Loopback::bind_port(port, false, "/callback").is_err() {
        assert!(std::time::Instant::now() < until, "is still listened on");
        std::thread::yield_now();
    }
}

#[test]
fn a_busy_port_and_a_browser_that_never_comes() {
    let holder = std::net::TcpListener::bind(("127.0.0.1", 0)).expect("loopback can be listened on");
    let port = holder.local_addr().expect("has an address").port();
    let busy = Loopback::bind_port(port, false, "/callback").expect_err("is busy");
    assert!(matches!(busy, LoopbackError::Busy(_)) && busy.to_string().contains("port 0"), "{busy}");
    let flow = AuthorizationCode::new(client(&Script::default())).patience(Duration::ZERO);
    let loopback = Loopback::bind("/callback").expect("loopback can be listened on");
    let error = block_on(flow.sign_in(loopback, |_| Ok(()))).expect_err("nobody comes");
    assert!(matches!(error, SignInError::Loopback(LoopbackError::TimedOut)));
    let loopback = Loopback::bind("/callback").expect("loopback can be listened on");
    let error = block_on(flow.sign_in(loopback, |_| Err(std::io::Error::other("none")))).expect_err("no browser");
    assert!(matches!(&error, SignInError::Browser(_)) && error.to_string().contains("device code"), "{error}");
}
