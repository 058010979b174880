use http::Request;
use http::request::Parts;

use super::*;
use crate::{Attach, BaseUrl, BoxFuture, ErrorKind, Grant, Secret, TokenError, TokenSet, TokenSource, block_on};

fn api() -> BaseUrl {
    BaseUrl::parse("https://api.example").expect("is a base address")
}

fn parts(url: &str) -> Parts {
    Request::get(url).header("x-own", "1").body(()).expect("is a request").into_parts().0
}

fn sent(authorize: &dyn Authorize, url: &str) -> Result<Parts, TokenError> {
    let mut parts = parts(url);
    block_on(authorize.authorize(&mut parts)).map(|()| parts)
}

fn authorization(authorize: &dyn Authorize) -> String {
    let parts = sent(authorize, "https://api.example/x").expect("is authorized");
    parts.headers["authorization"].to_str().expect("is text").to_owned()
}

#[test]
fn every_place_of_a_key() {
    let key = |attach| ApiKey::new(attach, "k/1").allow(&api());
    assert_eq!(authorization(&key(Attach::header("Authorization", "Token {token}"))), "Token k/1");
    let query = sent(&key(Attach::query("api_key")), "https://api.example/x?a=b").expect("is authorized");
    assert_eq!(query.uri, "https://api.example/x?a=b&api_key=k%2F1");
    let cookie = sent(&key(Attach::cookie("sid")), "https://api.example/x").expect("is authorized");
    assert_eq!(cookie.headers["cookie"], "sid=k/1");
}

#[test]
fn http_schemes() {
    assert_eq!(
        authorization(&Basic::new("Aladdin", &"open sesame".into()).allow(&api())),
        "Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ=="
    );
    assert_eq!(authorization(&Bearer::new("t").allow(&api())), "Bearer t");
    assert_eq!(authorization(&HttpScheme::new("Token token=\"{token}\"", "t").allow(&api())), "Token token=\"t\"");
}

#[test]
fn basic_says_what_it_cannot_carry() {
    assert!(Basic::try_new("a:b", &"c".into()).is_err());
    assert!(Basic::try_new("a", &"c\n".into()).is_err());
    assert!(Basic::try_new("a", &"c:d".into()).is_ok());
}

#[test]
fn a_credential_stays_with_its_origins() {
    let unbound = Bearer::new("t");
    let bound = Bearer::new("t").allow(&api());
    for url in [
        "https://evil.example/",
        "http://api.example/",
        "https://api.example:8443/",
        "https://api.example@evil.example/",
    ] {
        let error = sent(&bound, url).expect_err("is refused");
        assert_eq!(error.kind(), ErrorKind::Refused, "{url}");
        assert!(!format!("{error:?} {error}").contains("Bearer"));
    }
    assert_eq!(sent(&unbound, "https://api.example/").expect_err("is refused").kind(), ErrorKind::Refused);
    assert!(sent(&bound, "https://API.example:443/").is_ok());
}

#[test]
fn all_is_all_or_nothing() {
    let key = || Box::new(ApiKey::new(Attach::header("X-Key", "{token}"), "k").allow(&api())) as Box<dyn Authorize>;
    let user = Box::new(Basic::new("u", &Secret::from("p")).allow(&api())) as Box<dyn Authorize>;
    let both = sent(&All::new([key(), user]), "https://api.example/").expect("is authorized");
    assert!(both.headers.contains_key("x-key") && both.headers.contains_key("authorization"));
    let elsewhere = Box::new(Bearer::new("t")) as Box<dyn Authorize>;
    let mut request = parts("https://api.example/");
    assert!(block_on(All::new([key(), elsewhere]).authorize(&mut request)).is_err());
    assert!(!request.headers.contains_key("x-key"), "nothing is left of the half that worked");
    assert!(sent(&All::new([]), "https://anywhere.example/").is_ok(), "no scheme, no authentication");
}

#[test]
fn two_credentials_for_one_place_are_an_error() {
    let boxed = |attach, key: &str| Box::new(ApiKey::new(attach, key).allow(&api())) as Box<dyn Authorize>;
    let user = || Box::new(Basic::new("u", &Secret::from("hidden")).allow(&api())) as Box<dyn Authorize>;
    let bearer = || Box::new(Bearer::new("hidden").allow(&api())) as Box<dyn Authorize>;
    for (place, one, other) in [
        ("the header `authorization`", user(), bearer()),
        ("the cookie `sid`", boxed(Attach::cookie("sid"), "hidden-1"), boxed(Attach::cookie("sid"), "hidden-2")),
        ("the query parameter `key`", boxed(Attach::query("key"), "hidden-1"), boxed(Attach::query("key"), "hidden-2")),
    ] {
        let mut request = parts("https://api.example/?a=b");
        let error = block_on(All::new([one, other]).authorize(&mut request)).expect_err("one place, two credentials");
        assert_eq!(error.kind(), ErrorKind::Config);
        assert!(error.to_string().contains(place) && !error.to_string().contains("hidden"), "{error}");
        assert!(request.headers.len() == 1 && request.uri == "https://api.example/?a=b", "nothing is left on it");
    }
    // Cookies, parameters and headers of other names stand beside each other, and what was there before gives way.
    let all = All::new([
        boxed(Attach::cookie("a"), "1"),
        boxed(Attach::cookie("b"), "2"),
        boxed(Attach::query("a"), "1"),
        boxed(Attach::query("b"), "2"),
        bearer(),
        bearer(),
    ]);
    let (mut request, ()) = Request::get("https://api.example/?a=old").body(()).expect("is a request").into_parts();
    request.headers.insert("authorization", "old".parse().expect("is a header"));
    block_on(all.authorize(&mut request)).expect("each has its place");
    assert_eq!(request.headers["cookie"], "a=1; b=2");
    assert_eq!(request.uri.query(), Some("a=1&b=2"));
    assert_eq!(request.headers["authorization"], "Bearer hidden");
}

#[test]
fn any_is_the_first_that_works() {
    let boxed = |bearer: Bearer| Box::new(bearer) as Box<dyn Authorize>;
    let choice = Any::new([
        boxed(Bearer::new("a")),
        boxed(Bearer::new("b").allow(&api())),
        boxed(Bearer::new("c").allow(&api())),
    ]);
    assert_eq!(authorization(&choice), "Bearer b");
    assert_eq!(sent(&choice, "https://evil.example/").expect_err("is refused").kind(), ErrorKind::Refused);
    assert_eq!(sent(&Any::new([]), "https://api.example/").expect_err("is refused").kind(), ErrorKind::Config);
}

/// Issues the same token again and again.
struct Fixed;

impl Grant for Fixed {
    fn exchange<'a>(&'a self, _: Option<&'a TokenSet>) -> BoxFuture<'a, Result<TokenSet, TokenError>> {
        Box::pin(std::future::ready(Ok(TokenSet::new("t"))))
    }

    fn provider(&self) -> &'static str {
        "test"
    }

    fn identity(&self) -> String {
        crate::identity(&["test"])
    }
}

#[test]
fn tokens_go_to_one_origin_of_their_source() {
    let other = BaseUrl::parse("https://other.example/v1").expect("is a base address");
    let source = TokenSource::builder(Fixed).allow(&api()).allow(&other).build();
    let tokens = Tokens::new(source.clone(), &api()).expect("is one of its origins");
    assert_eq!(authorization(&tokens), "Bearer t");
    assert_eq!(sent(&tokens, "https://other.example/").expect_err("is refused").kind(), ErrorKind::Refused);
    assert!(sent(&source, "https://other.example/").is_ok(), "the source itself serves both");
    let sandbox = BaseUrl::parse("https://sandbox.example").expect("is a base address");
    let error = Tokens::new(source, &sandbox).expect_err("is none of its origins");
    assert_eq!(error.what(), "the token source's tokens are not for https://sandbox.example");
}

#[test]
fn nothing_prints_a_secret() {
    let shown = format!("{:?} {:?}", Bearer::new("hidden"), Basic::new("u", &"hidden".into()));
    assert!(!shown.contains("hidden") && !shown.contains(&base64_of("u:hidden")), "{shown}");
}

fn base64_of(text: &str) -> String {
    use base64::Engine as _;
    base64::engine::general_purpose::STANDARD.encode(text)
}
