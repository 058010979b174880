//! Known secrets are run through every path, success and failure, and looked for in everything that can be printed.

use std::panic::catch_unwind;
use std::sync::Arc;
use std::time::Duration;

use authwright::call::Form;
use authwright::json::{self, Json};
use authwright::{
    AccessToken, Api, Attach, BaseUrl, BlockingTransport, CallOptions, ErrorKind, Expiry, Generation, MemoryStore,
    Record, RefreshToken, Secret, TokenError, TokenSet, TokenShape, TokenSource, TransportError, TransportErrorKind,
    block_on,
};
use bytes::Bytes;
use http::{HeaderName, HeaderValue, Method, Request, Response};

use crate::support::{World, lasting};

/// Starts every secret of these tests.
const CANARY: &str = "canary-5f3a";

fn secret(name: &str) -> String {
    format!("{CANARY}-{name}")
}

/// Everything printed so far must be free of secrets.
#[derive(Default)]
struct Printed(String);

impl Printed {
    fn debug(&mut self, value: &impl std::fmt::Debug) {
        self.0.extend([format!("{value:?}"), format!("{value:#?}")]);
    }

    fn error(&mut self, error: &impl std::error::Error) {
        self.0.extend([error.to_string(), format!("{error:?}"), format!("{error:#?}")]);
        let mut source = std::error::Error::source(error);
        while let Some(error) = source {
            self.0.extend([error.to_string(), format!("{error:?}")]);
            source = error.source();
        }
    }

    fn check(self) {
        let at = self.0.find(CANARY);
        assert!(at.is_none(), "a secret was printed: {}", &self.0[at.unwrap_or(0).saturating_sub(200)..]);
        assert!(!self.0.is_empty());
    }
}

fn token(source: &TokenSource) -> AccessToken {
    source.token_blocking().unwrap()
}

#[test]
fn values_that_hold_secrets_print_none() {
    let mut printed = Printed::default();
    let tokens = TokenSet::new(secret("access"))
        .with_refresh(RefreshToken::new(secret("refresh")))
        .with_extra("id_token", secret("id"))
        .with_expiry(Expiry::In(Duration::from_secs(60)));
    printed.debug(&Secret::new(secret("s")));
    printed.debug(&tokens);
    printed.debug(&Record::default().with_tokens(tokens.clone()));
    printed.debug(&json::parse(format!(r#"{{"{0}":"{0}","list":["{0}"]}}"#, secret("json")).as_bytes()).unwrap());
    printed.debug(&Form::new().field("key", secret("form")));
    let header = HeaderValue::from_str(&secret("header")).unwrap();
    printed.debug(&CallOptions::new().with_header(HeaderName::from_static("x"), header));
    let world = World::new().signed_in(Ok(tokens));
    printed.debug(&world.source);
    printed.debug(&token(&world.source));
    printed.debug(&token(&world.source).authorization_header());
    printed.debug(&world.store);
    printed.check();
}

#[test]
fn requests_and_replies_print_none() {
    let mut printed = Printed::default();
    let transport = |_: Request<Bytes>| async {
        let response = Response::builder().header("authorization", secret("h")).header("set-cookie", secret("c"));
        let response = response.status(418).header("content-type", "application/json");
        Ok::<_, TransportError>(response.body(Bytes::from(format!(r#"{{"x":"{}"}}"#, secret("body")))).unwrap())
    };
    let api = Api::with_transport(BaseUrl::parse("https://api.example").unwrap(), Arc::new(transport));
    let call = api
        .call(Method::POST, "/x")
        .query("key", &Secret::new(secret("query")))
        .basic("user", &Secret::new(secret("password")))
        .cookie("sid", &Secret::new(secret("cookie")))
        .json(&Secret::new(secret("json")));
    printed.debug(&api);
    printed.debug(&call);
    let reply = block_on(call.send()).unwrap();
    printed.debug(&reply);
    printed.debug(&reply.unexpected());
    printed.debug(&reply.empty());
    printed.debug(&reply.json::<Json>().unwrap());
    // What a typed error of a generated crate holds: the server's own words, which may repeat what it was sent.
    let typed = reply.json::<std::collections::BTreeMap<String, String>>().unwrap();
    assert_eq!(typed.body()["x"], secret("body"), "on request");
    printed.debug(&typed);
    printed.debug(&Err::<(), _>(typed));
    printed.0.push_str(&reply.unexpected().to_string());
    printed.error(&reply.json::<Vec<i64>>().unwrap_err());
    printed.error(&reply.json::<std::collections::BTreeMap<String, i64>>().unwrap_err());
    printed.check();
}

#[test]
fn errors_print_none() {
    let mut printed = Printed::default();
    let s = secret("x");
    for body in
        [format!(r#"{{"access_token":"{s}"#), format!("{{{s}}}"), format!(r#"{{"a":"{s}","a":"{s}"}}"#), s.clone()]
    {
        printed.error(&json::parse(body.as_bytes()).unwrap_err());
        for status in [200, 400, 500] {
            let response = Response::builder().status(status).header("content-type", "application/json");
            let reply = response.body(Bytes::from(body.clone())).unwrap();
            let reply = authwright::Reply::new(reply, authwright::Clock::now(&authwright::SystemClock));
            printed.error(&TokenShape::OAUTH2.read(&reply).unwrap_err());
        }
    }
    printed.error(&BaseUrl::parse(&format!("https://user:{s}@api.example")).unwrap_err());
    printed.error(&BaseUrl::parse(&format!("https://api.example/?key={s}")).unwrap_err());
    printed.error(&BaseUrl::from_template("https://{t}.example", &[("t", &format!("{s}/"))]).unwrap_err());
    let api = Api::with_transport(BaseUrl::parse("https://api.example").unwrap(), Arc::new(failing));
    let call = |header: &str| api.call(Method::GET, "/x").header("x", header).query("key", &Secret::from(s.as_str()));
    printed.error(&block_on(call(&format!("{s}\n")).send()).unwrap_err());
    printed.error(&TokenError::from(block_on(call("x").send()).unwrap_err()));
    let world = World::new().signed_in(lasting(&s, 10));
    let elsewhere = authwright::TokenError::clone(&attach_elsewhere(&world));
    printed.error(&elsewhere);
    world.grant.answer(lasting(&format!("{s}\n"), 10));
    printed.error(&world.refresh().unwrap_err());
    printed.check();
}

#[test]
fn a_server_that_repeats_what_it_was_sent_is_not_repeated() {
    let (refresh, password) = (secret("refresh/+ token"), secret("password"));
    let echo = |request: Request<Bytes>| async move {
        let body = String::from_utf8_lossy(request.body()).into_owned();
        let basic = request.headers()["authorization"].to_str().unwrap().to_owned();
        let said = format!("no token {} {body} {basic} {}", secret("refresh/+ token"), secret("password"));
        let body = authwright::Object::new().field("error", "invalid_request").field("error_description", &said);
        let body = json::write(&body.into_json()).to_vec();
        let response = Response::builder().status(400).header("content-type", "application/json");
        Ok::<_, TransportError>(response.body(Bytes::from(body)).unwrap())
    };
    let api = Api::with_transport(BaseUrl::parse("https://api.example").unwrap(), Arc::new(echo));
    let call = || api.call(Method::POST, "/token").basic("user", &Secret::from(password.as_str()));
    let mut printed = Printed::default();
    for call in [
        call().form(&[("refresh_token", &refresh)]),
        call().json(&authwright::Object::new().field("refreshToken", refresh.as_str())),
        call().text(&refresh),
    ] {
        let error = TokenShape::OAUTH2.read(&block_on(call.send()).unwrap()).unwrap_err();
        assert!(error.to_string().contains("no token [redacted]"), "{error}");
        printed.error(&error);
    }
    printed.check();
}

/// Every kind of request that can carry a secret, to a server that says it again.
#[test]
fn no_kind_of_request_is_repeated_by_its_answer() {
    let said = format!("bad value {}", secret("sent"));
    let echo = move |_: Request<Bytes>| {
        let body = authwright::Object::new().field("error", "invalid_request").field("error_description", &said);
        let response = Response::builder().status(400).header("content-type", "application/json");
        let response = response.body(Bytes::from(json::write(&body.into_json()).to_vec())).unwrap();
        std::future::ready(Ok::<_, TransportError>(response))
    };
    let api = Api::with_transport(BaseUrl::parse("https://api.example").unwrap(), Arc::new(echo));
    let (call, value) = (|| api.call(Method::POST, "/x"), secret("sent"));
    let form = || call().form(&[("p", &value)]);
    let xml = Bytes::from(format!("<p>{value}</p>"));
    let mut printed = Printed::default();
    for (kind, call) in [
        ("form", form()),
        ("form", form().content_type("application/x-www-form-urlencoded; charset=UTF-8")),
        ("multipart", call().multipart(&[("p", &value)])),
        ("cookie", call().cookie("sid", &value)),
        ("cookies", call().cookie("a", "b").cookie("sid", &value).cookie("c", "d")),
        ("path", api.call(Method::POST, "/k/{key}").path("key", &value)),
        ("header", call().header("x-key", &value)),
        ("parameter of a header", call().header("authorization", &format!("Token token=\"{value}\", a=b"))),
        ("query", call().query("key", &value)),
        ("user", call().basic(&value, &Secret::from(""))),
    ] {
        let error = TokenShape::OAUTH2.read(&block_on(call.send()).unwrap()).unwrap_err();
        assert!(error.to_string().contains("bad value [redacted]"), "{kind}: {error}");
        printed.error(&error);
    }
    // Nobody knows what in it is a secret: the server's words are left out, and its code stays.
    let error = TokenShape::OAUTH2.read(&block_on(call().bytes("application/xml", xml).send()).unwrap()).unwrap_err();
    assert!(error.oauth_code() == Some("invalid_request") && !error.to_string().contains("bad"), "{error}");
    printed.error(&error);
    printed.check();
}

fn failing(_: Request<Bytes>) -> impl Future<Output = Result<Response<Bytes>, TransportError>> + Send {
    std::future::ready(Err(TransportError::new(TransportErrorKind::Lost, "the connection broke")))
}

fn attach_elsewhere(world: &World) -> TokenError {
    let (mut parts, ()) = Request::get("https://evil.example/").body(()).unwrap().into_parts();
    let error = block_on(world.source.authorize(&mut parts)).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Refused);
    error
}

#[test]
fn panics_print_none() {
    let mut printed = Printed::default();
    let tokens = TokenSet::new(secret("access"));
    // What a caller's own failed expectation prints of our values.
    let panic = catch_unwind(|| panic!("{:?} {:?}", tokens, Secret::new(secret("s")))).unwrap_err();
    printed.0.push_str(panic.downcast_ref::<String>().unwrap());
    let failed = |tokens: TokenSet| -> Result<(), Box<TokenSet>> { Err(Box::new(tokens)) };
    let panic = catch_unwind(|| failed(tokens).unwrap()).unwrap_err();
    printed.0.push_str(panic.downcast_ref::<String>().unwrap());
    printed.check();
}

#[test]
fn what_reaches_a_transport_is_marked_sensitive() {
    let seen = |request: Request<Bytes>| -> Result<Response<Bytes>, TransportError> {
        let mut printed = Printed::default();
        printed.debug(request.headers());
        printed.check();
        Err(TransportError::new(TransportErrorKind::Connect, "seen"))
    };
    let transport = authwright::transport::Blocking::new(seen);
    let api = Api::with_transport(BaseUrl::parse("https://api.example").unwrap(), Arc::new(transport.clone()));
    let call = api.call(Method::GET, "/x").bearer(&Secret::new(secret("b"))).cookie("sid", &Secret::new(secret("c")));
    let error = block_on(call.header("x-key", &Secret::new(secret("k"))).send()).unwrap_err();
    assert_eq!(error.to_string(), "seen");
    let _: &dyn BlockingTransport = &seen;
    let mut printed = Printed::default();
    printed.debug(&transport);
    for attach in [Attach::bearer(), Attach::header("X-Key", "{token}"), Attach::cookie("sid")] {
        let world = World::new();
        world.grant.answer(lasting(&secret("attached"), 3600));
        let base = BaseUrl::parse("https://api.example").unwrap();
        let source =
            TokenSource::builder(world.grant).attach(attach).allow(&base).store(Arc::new(MemoryStore::new())).build();
        let (mut parts, ()) = Request::get("https://api.example/").body(()).unwrap().into_parts();
        assert_eq!(block_on(source.authorize(&mut parts)).unwrap(), Generation::new(1));
        printed.debug(&parts);
    }
    printed.check();
}

#[cfg(any(feature = "ureq", feature = "reqwest"))]
#[test]
fn what_is_logged_on_the_way_holds_none() {
    use crate::support::{Server, logged, ok, remember};

    remember();
    let headers = format!("content-type: application/json\r\nset-cookie: {}\r\n", secret("set-cookie"));
    let server = Server::saying(ok(&headers, format!(r#"{{"access_token":"{}"}}"#, secret("token")).as_bytes()));
    let api = Api::new(BaseUrl::parse(&server.url()).unwrap()).unwrap();
    let call = api
        .call(Method::POST, "/token")
        .query("key", &Secret::new(secret("query")))
        .header("x-key", &Secret::new(secret("header")))
        .cookie("sid", &Secret::new(secret("cookie")))
        .bearer(&Secret::new(secret("bearer")))
        .form(&[("client_secret", secret("form"))]);
    let tokens = TokenShape::OAUTH2.read(&block_on(call.send()).unwrap()).unwrap();
    assert_eq!(tokens.access().expose(), secret("token"));
    let logged = logged();
    assert!(logged.contains("ureq") || logged.contains("reqwest") || logged.contains("hyper"), "{logged}");
    let mut printed = Printed::default();
    printed.0 += &logged;
    printed.check();
}
