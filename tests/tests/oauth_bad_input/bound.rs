//! Tokens that are bound to a key.

use super::*;

#[test]
fn an_unbound_token_is_refused_where_a_bound_one_was_asked_for() {
    let script = Script::new([json(200, TOKEN)]);
    let bound = client(&script).with_dpop(Dpop::new().expect("the system has randomness"));
    let error = block_on(ClientCredentials::new(bound).exchange(None)).expect_err("is refused");
    assert_eq!(error.kind(), ErrorKind::UnsupportedTokenType);
    assert!(error.to_string().contains("switch DPoP off"), "{error}");
    assert!(error.is_ambiguous(), "the server has acted: a rotated refresh token was in that answer");
}

#[test]
fn a_server_that_always_wants_another_nonce_is_asked_twice() {
    let want = |nonce| with(400, &[("dpop-nonce", nonce)], r#"{"error":"use_dpop_nonce"}"#);
    let script = Script::new([want("1"), want("2"), want("3"), want("4")]);
    let bound = client(&script).with_dpop(Dpop::new().expect("the system has randomness"));
    let error = block_on(ClientCredentials::new(bound).exchange(None)).expect_err("is given up");
    assert_eq!((error.oauth_code(), script.asked()), (Some("use_dpop_nonce"), 2));
    assert!(error.is_retryable(), "the next request has that nonce");
}

/// A source of bound tokens over a script, and an API over the same.
fn bound(answers: impl IntoIterator<Item = Scripted>) -> (Script, Api, TokenSource, DpopSource) {
    let issued = json(200, &TOKEN.replace("Bearer", "DPoP"));
    let script = Script::new(std::iter::once(issued).chain(answers));
    let dpop = Dpop::new().expect("the system has randomness");
    let base = BaseUrl::parse("https://api.example").expect("is a base address");
    let grant = ClientCredentials::new(client(&script).with_dpop(dpop.clone()));
    let tokens = TokenSource::builder(grant).allow(&base).build();
    let api = Api::with_transport(base, Arc::new(script.clone()));
    (script, api, tokens.clone(), DpopSource::new(tokens, dpop))
}

/// The nonce in the proof of each request to the API.
fn nonces(script: &Script) -> Vec<Option<String>> {
    let asked = script.asked.lock().expect("no panic");
    let proofs = asked.iter().filter(|request| request.uri().host() == Some("api.example"));
    let proofs = proofs.map(|request| request.headers()["dpop"].to_str().expect("is text").to_owned());
    proofs
        .map(|proof| {
            let claims = URL_SAFE_NO_PAD.decode(proof.split('.').nth(1).expect("has claims")).expect("is base64url");
            let claims: serde_json::Value = serde_json::from_slice(&claims).expect("is JSON");
            claims["nonce"].as_str().map(str::to_owned)
        })
        .collect()
}

/// RFC 9449, section 9.
#[test]
fn a_resource_server_s_wish_for_a_nonce_costs_one_more_try_and_no_token() {
    let want = |nonce| with(401, &[("dpop-nonce", nonce), ("www-authenticate", "DPoP error=\"use_dpop_nonce\"")], "");
    let renewed = |nonce| with(200, &[("dpop-nonce", nonce)], "{}");
    let (script, api, tokens, source) = bound([want("1"), renewed("2"), json(200, "{}"), want("3"), want("4")]);
    let call = || block_on(api.call(Method::GET, "/me").send_authorized(&source)).expect("answers").status().as_u16();
    assert_eq!([call(), call(), call()], [200, 200, 401], "a server that always wants another one is asked twice");
    let some = |nonce: &str| Some(nonce.to_owned());
    assert_eq!(nonces(&script), [None, some("1"), some("2"), some("2"), some("3")]);
    assert!(tokens.cached().is_some() && script.asked() == 6, "the token is good");
}

#[test]
fn a_refusal_of_the_proof_is_not_mended_by_another_token() {
    let refusal = |headers: &[(&str, &str)]| with(401, headers, "");
    for challenge in ["DPoP error=\"invalid_dpop_proof\"", "DPoP error=\"use_dpop_nonce\""] {
        let (script, api, tokens, source) = bound([refusal(&[("www-authenticate", challenge)])]);
        let reply = block_on(api.call(Method::GET, "/me").send_authorized(&source)).expect("answers");
        assert_eq!((reply.status().as_u16(), script.asked()), (401, 2), "{challenge}");
        assert!(tokens.cached().is_some(), "{challenge}");
    }
    let (_, api, tokens, source) = bound([refusal(&[("www-authenticate", "DPoP error=\"invalid_token\"")])]);
    let reply = block_on(api.call(Method::GET, "/me").send_authorized(&source)).expect("answers");
    assert_eq!((reply.status().as_u16(), tokens.cached().is_none()), (401, true));
}

#[test]
fn an_unbound_token_leaves_the_request_without_credentials() {
    let script = Script::new([json(200, TOKEN)]);
    let base = BaseUrl::parse("https://api.example").expect("is a base address");
    let tokens = TokenSource::builder(ClientCredentials::new(client(&script))).allow(&base);
    let tokens = tokens.attach(Attach::header("X-Token", "{token}")).build();
    let source = DpopSource::new(tokens, Dpop::new().expect("the system has randomness"));
    let (mut parts, ()) = Request::get("https://api.example/me").body(()).expect("is a request").into_parts();
    let error = block_on(source.authorize(&mut parts)).expect_err("is not bound");
    assert_eq!((error.kind(), parts.headers.len()), (ErrorKind::UnsupportedTokenType, 0));
}
