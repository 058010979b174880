//! What servers say of themselves.

use super::*;

fn discovered(answers: impl IntoIterator<Item = Scripted>) -> (Result<AuthorizationServer, SignInError>, Vec<String>) {
    let script = Script::new(answers);
    let result = block_on(Discovery::with_transport(Arc::new(script.clone())).issuer("https://as.example/t"));
    let asked = script.asked.lock().expect("no panic").iter().map(|request| request.uri().to_string()).collect();
    (result, asked)
}

#[test]
fn metadata_is_looked_for_in_both_places_and_believed_in_neither_without_its_issuer() {
    let good = r#"{"issuer":"https://as.example/t","token_endpoint":"https://as.example/token"}"#;
    let (found, asked) = discovered([json(404, "{}"), json(200, good)]);
    assert!(found.is_ok_and(|server| server.token.is_some()));
    assert_eq!(
        asked,
        [
            "https://as.example/.well-known/oauth-authorization-server/t",
            "https://as.example/t/.well-known/openid-configuration"
        ]
    );
    let (found, asked) = discovered([json(200, &good.replace("as.example/t\"", "evil.example\""))]);
    let error = found.expect_err("is refused");
    assert!(matches!(&error, SignInError::Metadata(MetadataError::WrongIssuer { .. })));
    assert!(error.to_string().contains("configure exactly the issuer"), "{error}");
    assert_eq!(asked.len(), 1, "a wrong issuer is no reason to look further");
}

/// What documents have as `openIdConnectUrl`.
#[test]
fn an_issuer_in_place_of_its_metadata_s_address_is_discovered() {
    let good = r#"{"issuer":"https://as.example/t","token_endpoint":"https://as.example/token"}"#;
    for url in ["https://as.example/t", "https://as.example/t/.well-known/openid-configuration/?client_id=me"] {
        let script = Script::new([json(200, good)]);
        let found = block_on(Discovery::with_transport(Arc::new(script)).url(url));
        assert!(found.is_ok_and(|server| server.token.is_some()), "{url}");
    }
}

#[test]
fn a_page_for_every_address_is_no_metadata_and_hides_none() {
    let good = r#"{"issuer":"https://as.example/t","token_endpoint":"https://as.example/token"}"#;
    let page =
        || Ok(Response::builder().header("content-type", "text/html").body(Bytes::from("<p>")).expect("is a response"));
    let away = || with(302, &[("location", "https://as.example/sign-in")], "");
    for nothing in [page(), away(), json(401, "{}"), json(403, "{}")] {
        let (found, asked) = discovered([nothing, json(200, good)]);
        assert!(found.is_ok_and(|server| server.token.is_some()));
        assert_eq!(asked.len(), 2, "the address of OpenID Connect is tried, as RFC 8414, section 5 has it");
    }
    for busy in [json(503, "{}"), json(429, "{}"), json(200, "{")] {
        assert_eq!(
            discovered([busy, json(200, good)]).1.len(),
            1,
            "a server that is ill has not said that it has none"
        );
    }
}

#[test]
fn metadata_with_clear_text_endpoints_or_no_sense_is_refused() {
    let clear = r#"{"issuer":"https://as.example/t","token_endpoint":"http://as.example/token"}"#;
    let (found, _) = discovered([json(200, clear)]);
    assert!(matches!(found, Err(SignInError::Metadata(MetadataError::BadEndpoint { name: "token_endpoint", .. }))));
    for nonsense in ["[]", "{}", r#"{"issuer":7}"#] {
        assert!(matches!(discovered([json(200, nonsense)]).0, Err(SignInError::Metadata(MetadataError::Malformed(_)))));
    }
    let html =
        Ok(Response::builder().header("content-type", "text/html").body(Bytes::from("<p>")).expect("is a response"));
    assert!(matches!(discovered([html]).0, Err(SignInError::Token(error)) if error.kind() == ErrorKind::Malformed));
    assert!(matches!(discovered([json(200, "{")]).0, Err(SignInError::Token(_))));
    let redirect = with(302, &[("location", "https://evil.example/")], "");
    assert!(discovered([redirect]).0.is_err(), "no redirect is followed");
}

#[test]
fn an_endless_body_is_cut_off() {
    let endless = format!(r#"{{"issuer":"https://as.example/t","x":"{}"}}"#, "x".repeat(2_000_000));
    let error = discovered([json(200, &endless)]).0.expect_err("is refused");
    assert!(error.to_string().contains("too large"), "{error}");
    let script = Script::new([json(200, &endless)]);
    let small = client(&script).with_options(CallOptions::new().with_max_body(1000));
    let error = block_on(ClientCredentials::new(small).exchange(None)).expect_err("is refused");
    assert_eq!(error.kind(), ErrorKind::Malformed);
}

#[test]
fn a_server_without_s256_is_not_signed_in_at() {
    let mut plain = server();
    plain.challenge_methods = Some(vec!["plain".to_owned()]);
    let client = Client::with_transport(plain, ClientAuth::public("id"), Arc::new(Script::default()));
    let error = block_on(AuthorizationCode::new(client).begin("https://app.example/cb")).expect_err("is refused");
    assert!(error.to_string().contains("S256"), "{error}");
}

#[test]
fn what_a_server_has_not_got_is_said() {
    let server = AuthorizationServer::with_token_endpoint("https://as.example/token").expect("is an endpoint");
    let client = Client::with_transport(server, ClientAuth::public("id"), Arc::new(Script::default()));
    for error in [
        block_on(AuthorizationCode::new(client.clone()).begin("https://app.example/cb"))
            .expect_err("no endpoint")
            .to_string(),
        block_on(DeviceCode::new(client.clone(), |_| ()).sign_in()).expect_err("no endpoint").to_string(),
        block_on(client.introspect(&"t".into(), TokenHint::Access)).expect_err("no endpoint").to_string(),
    ] {
        assert!(error.contains("endpoint is not known") && error.contains("by hand"), "{error}");
    }
}
