//! Rule 8, the requests: a secret goes only where it may.

use std::sync::Arc;

use authwright::{Api, Attach, BaseUrl, CallOptions, ErrorKind, Secret, TokenSource, TransportError, block_on};
use bytes::Bytes;
use http::{HeaderName, HeaderValue, Method, Request, Response};

use crate::support::{World, lasting};

fn source(attach: Attach) -> TokenSource {
    let world = World::new();
    world.grant.answer(lasting("t1", 3600));
    TokenSource::builder(world.grant).attach(attach).allow(&BaseUrl::parse("https://api.example/v1").unwrap()).build()
}

fn authorized(source: &TokenSource, url: &str) -> Result<http::request::Parts, authwright::TokenError> {
    let (mut parts, ()) = Request::get(url).body(()).unwrap().into_parts();
    block_on(source.authorize(&mut parts)).map(|_| parts)
}

#[test]
fn a_token_goes_to_the_origins_it_is_for() {
    let source = source(Attach::bearer());
    for url in ["https://api.example/", "https://API.example:443/elsewhere?x=1"] {
        let parts = authorized(&source, url).unwrap();
        assert_eq!(parts.headers["authorization"], "Bearer t1");
        assert!(parts.headers["authorization"].is_sensitive());
    }
}

#[test]
fn and_to_no_other() {
    let source = source(Attach::bearer());
    for url in [
        "https://api.example.evil.com/",
        "https://evil.com/https://api.example/",
        "https://api.example:8443/",
        "http://api.example/",
        "https://api.example@evil.com/",
        "https://sub.api.example/",
        "/relative",
    ] {
        let (mut parts, ()) = Request::get(url).body(()).unwrap().into_parts();
        let error = block_on(source.authorize(&mut parts)).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Refused, "{url}");
        assert!(parts.headers.is_empty(), "{url}");
    }
}

#[test]
fn without_an_origin_it_goes_nowhere() {
    let world = World::new().signed_in(lasting("t1", 3600));
    assert_eq!(authorized(&world.source, "https://api.example/").unwrap_err().kind(), ErrorKind::Refused);
}

#[test]
fn a_bearer_token_is_never_in_the_address() {
    let parts = authorized(&source(Attach::bearer()), "https://api.example/?a=b").unwrap();
    assert!(!parts.uri.to_string().contains("t1"));
    let parts = authorized(&source(Attach::query("key")), "https://api.example/?a=b").unwrap();
    assert_eq!(parts.uri, "https://api.example/?a=b&key=t1", "an API key may have to be");
}

#[test]
fn addresses_that_are_not_encrypted_are_refused_before_anything_is_sent() {
    for url in ["http://api.example", "http://10.0.0.1", "http://localhost.evil.com", "ftp://api.example"] {
        assert!(BaseUrl::parse(url).is_err(), "{url}");
    }
    for url in ["http://127.0.0.1:8080", "http://[::1]:8080", "http://localhost"] {
        assert!(BaseUrl::parse(url).is_ok(), "{url}");
    }
}

#[test]
fn a_request_is_what_the_call_says() {
    let transport = |request: Request<Bytes>| async move {
        assert_eq!(request.method(), Method::POST);
        assert_eq!(request.uri(), "https://api.example/v1/users/a%2Fb/token?q=1%202");
        let expected = [
            ("accept", "application/json"),
            ("content-type", "application/x-www-form-urlencoded"),
            ("authorization", "Basic dXNlcjpwdw=="),
            ("x-one", "1"),
            ("cookie", "sid=s; other=o; other.sig=p; quoted=\"a b\"; list=1,2"),
        ];
        for (name, value) in expected {
            assert_eq!(request.headers()[name], value);
        }
        assert_eq!(request.headers().len(), expected.len());
        assert_eq!(request.body(), "grant_type=client_credentials&scope=a+b");
        Ok::<_, TransportError>(Response::new(Bytes::new()))
    };
    let api = Api::with_transport(BaseUrl::parse("https://api.example/v1/").unwrap(), Arc::new(transport));
    let call = api
        .call(Method::POST, "/users/{id}/token")
        .path("id", "a/b")
        .query("q", "1 2")
        .header("x-one", &1)
        .cookie("sid", &Secret::from("s"))
        .cookie("other", &Secret::from("o; other.sig=p"))
        .cookie("quoted", "\"a b\"")
        .cookie("list", &vec![1, 2])
        .basic("user", &Secret::from("pw"))
        .form(&[("grant_type", "client_credentials"), ("scope", "a b")]);
    assert!(block_on(call.send()).unwrap().status().is_success());
}

#[test]
fn extra_headers_take_the_place_of_no_credential() {
    let transport = |request: Request<Bytes>| async move {
        let of = |name: &str| request.headers().get_all(name).iter().map(|v| v.to_str().unwrap()).collect::<Vec<_>>();
        assert_eq!(of("cookie"), ["csrf=1; refresh=r"]);
        assert_eq!(of("authorization"), ["Bearer t1"]);
        assert_eq!(of("content-type"), ["application/x-www-form-urlencoded"]);
        assert_eq!(of("accept"), ["application/vnd.example+json"]);
        assert_eq!(of("x-trace"), ["a", "b"]);
        Ok::<_, TransportError>(Response::new(Bytes::new()))
    };
    let options = [
        ("cookie", "csrf=1; refresh=0"),
        ("authorization", "Bearer other"),
        ("content-type", "text/plain"),
        ("accept", "application/vnd.example+json"),
        ("x-trace", "a"),
        ("x-trace", "b"),
    ];
    let options = options.into_iter().fold(CallOptions::new(), |options, (name, value)| {
        options.with_header(HeaderName::from_static(name), HeaderValue::from_static(value))
    });
    let api = Api::with_transport(BaseUrl::parse("https://api.example/v1").unwrap(), Arc::new(transport));
    let call = || {
        let call = api.clone().with_options(options.clone()).call(Method::POST, "/renew");
        call.cookie("refresh", &Secret::from("r")).form(&[("a", "b")])
    };
    block_on(call().bearer(&Secret::from("t1")).send()).unwrap();
    block_on(call().send_authorized(&source(Attach::bearer()))).unwrap();
}

#[test]
fn a_request_that_cannot_be_built_is_not_sent() {
    let transport = |_: Request<Bytes>| async { panic!("nothing may be sent") };
    let transport = move |request| -> std::pin::Pin<
        Box<dyn Future<Output = Result<Response<Bytes>, TransportError>> + Send>,
    > { Box::pin(transport(request)) };
    let api = Api::with_transport(BaseUrl::parse("https://api.example").unwrap(), Arc::new(transport));
    let call = || api.call(Method::GET, "/{id}");
    for call in [
        call(),
        call().path("id", ".."),
        call().path("id", "a").header("x", "a\r\nb: c"),
        call().path("id", "a").header("no name", "a"),
        call().path("id", "a").basic("user:name", &Secret::from("pw")),
        call().path("id", "a").cookie("sid", &Secret::from("a\nb")),
        call().path("id", "a").cookie("lang", "en; admin=true"),
        call().path("id", "a").cookie("lang", "\"en"),
        call().path("id", "a").cookie("lang", "en, admin=true"),
        call().path("id", "a").cookie("a=b; lang", "en"),
        call().path("id", "a").bearer(&Secret::from("a\nb")),
    ] {
        assert_eq!(block_on(call.send()).unwrap_err().kind(), authwright::CallErrorKind::Request);
    }
}

#[test]
fn an_answer_beyond_the_limits_is_refused_whatever_the_transport_does() {
    let answer = |size: usize, header: usize| {
        let transport = move |_: Request<Bytes>| async move {
            let response = Response::builder().header("x", "a".repeat(header));
            Ok::<_, TransportError>(response.body(Bytes::from(vec![b'a'; size])).unwrap())
        };
        let api = Api::with_transport(BaseUrl::parse("https://api.example").unwrap(), Arc::new(transport));
        block_on(api.call(Method::GET, "/").send()).map(drop).map_err(|error| error.kind())
    };
    assert_eq!(answer(1024 * 1024, 1000), Ok(()));
    assert_eq!(answer(1024 * 1024 + 1, 0), Err(authwright::CallErrorKind::TooLarge));
    assert_eq!(answer(0, 70_000), Err(authwright::CallErrorKind::TooLarge));
}

/// What stands in front of an address to make one parser see another host than the next.
#[cfg(feature = "reqwest")]
#[test]
fn an_address_that_is_accepted_names_the_same_host_to_whoever_sends_the_request() {
    let hosts = [
        "127.0.0.1",
        "LOCALHOST",
        "localhost.",
        "localhost.evil",
        "127.0.0.1.evil",
        "127.1",
        "0x7f.1",
        "2130706433",
        "0177.0.0.1",
        "[::1]",
        "[0:0:0:0:0:0:0:1]",
        "[::ffff:127.0.0.1]",
        "[::ffff:8.8.8.8]",
        "[::1%25lo]",
        "0.0.0.0",
        "api.example",
        "api.example.",
        "xn--bcher-kva.example",
        "b\u{fc}cher.example",
        "127.0.0.1@evil",
        "evil@127.0.0.1",
        "127.0.0.1:80@evil",
        "127.0.0.1\\evil",
        "127.0.0.1\\@evil",
        "127.0.0.1%2eevil",
        "127.0.0.1%00.evil",
        "evil%2f127.0.0.1",
        "127.0.0.1;evil",
        "127.0.0.1,evil",
        "127.0.0.1 evil",
        "127.0.0.1\tevil",
        "127.0.0.1\u{ff0e}evil",
        "\u{ff4c}ocalhost",
        "loc\u{ad}alhost",
        "localhost#@evil",
        "localhost?@evil",
        "localhost/@evil",
        "localhost/..//evil",
        "",
        ":80",
        "localhost:",
        "localhost:080",
        "localhost:+80",
        "localhost:65536",
        "localhost:80:80",
        "[::1]evil",
        "[::1]:80",
        "[::1",
        "::1",
    ];
    let mut accepted = 0;
    for scheme in ["http", "https", "HTTP", "hTTps", "http:", "", "javascript", "https:/"] {
        for host in hosts {
            let text = format!("{scheme}://{host}");
            let Ok(base) = BaseUrl::parse(&text) else { continue };
            accepted += 1;
            // What the client cannot read it does not send.
            let Ok(sent) = reqwest::Url::parse(base.as_str()) else { continue };
            let here = matches!(sent.host_str(), Some("localhost" | "127.0.0.1" | "[::1]"));
            assert!(sent.scheme() == "https" || here, "{text} goes to {sent} in the clear");
            assert!(sent.username().is_empty() && sent.password().is_none(), "{text}");
            let shown = base.origin().host().trim_matches(['[', ']']);
            let same = sent.host_str().is_some_and(|host| {
                let host = host.trim_matches(['[', ']']);
                let number = |text: &str| text.parse::<std::net::IpAddr>().ok();
                host == shown || (number(host).is_some() && number(host) == number(shown))
            });
            let spelled_otherwise = ["127.1", "0x7f.1", "2130706433", "0177.0.0.1"].contains(&shown);
            assert!(same || spelled_otherwise, "{text}: {shown} for us, {sent} for the client");
        }
    }
    assert!(accepted > 20);
}
