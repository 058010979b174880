//! Rule 6: expiry in all its forms, on both clocks, and no value that panics.

use std::time::Duration;

use authwright::call::Reply;
use authwright::shape::Place;
use authwright::{Clock, ExpiryRule, TimeFormat, TokenShape, Unit};
use authwright::{Expiry, Moment, TokenSet};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use bytes::Bytes;
use proptest::prelude::*;

use crate::support::{TestClock, World, lasting};

/// A reply with this JSON body, to a request started at second 1,700,000,000.
fn reply(body: &str) -> Reply {
    let response = http::Response::builder().header("content-type", "application/json");
    Reply::new(response.body(Bytes::from(body.to_owned())).unwrap(), TestClock::new().now())
}

/// The lifetime that a token source makes of the value, in seconds.
fn expiry(shape: &TokenShape, value: &str) -> Option<u64> {
    lifetime(shape, &reply(&format!(r#"{{"t":"x","e":{value}}}"#)))
}

fn lifetime(shape: &TokenShape, reply: &Reply) -> Option<u64> {
    let world = World::new().signed_in(shape.read(reply));
    let started = world.clock.now().system_time();
    let token = authwright::block_on(world.source.token()).unwrap();
    token.expires_at().map(|end| end.duration_since(started).unwrap().as_secs())
}

const IN: TokenShape = TokenShape::field(&["t"]).expires_in(&["e"], Unit::Seconds);
const AT: TokenShape = TokenShape::field(&["t"]).expires_at(&["e"], TimeFormat::Auto);
const GUESS: TokenShape = TokenShape::field(&["t"]).expiry(ExpiryRule::Guess(&["e"]));

#[test]
fn lifetimes_as_number_float_and_numeric_string() {
    for value in ["300", "300.0", "\"300\"", "\" 300.0 \"", "3e2"] {
        assert_eq!(expiry(&IN, value), Some(300), "{value}");
    }
    let minutes = TokenShape::field(&["t"]).expires_in(&["e"], Unit::Minutes);
    assert_eq!(expiry(&minutes, "5"), Some(300));
    let millis = TokenShape::field(&["t"]).expires_in(&["e"], Unit::Milliseconds);
    assert_eq!(expiry(&millis, "300000"), Some(300));
}

#[test]
fn no_jwt_is_served_for_longer_than_it_was_made_for() {
    let read = |claims: &str, e: &str| {
        let jwt = format!("e30.{}.sig", URL_SAFE_NO_PAD.encode(claims));
        lifetime(&IN, &reply(&format!(r#"{{"t":"{jwt}","e":{e}}}"#)))
    };
    let made = r#"{"iat":1700000000,"exp":1700000300}"#;
    assert_eq!(read(made, "300000"), Some(300), "milliseconds that the document calls seconds");
    assert_eq!(read(made, "604800"), Some(300), "the refresh token's lifetime");
    assert_eq!(read(made, "240"), Some(240), "what ends sooner counts");
    let clocks = r#"{"iat":1699990000,"exp":1699990300}"#;
    assert_eq!(read(clocks, "300"), Some(300), "two clocks that differ change nothing");
    assert_eq!(read(r#"{"exp":1700000300}"#, "600"), Some(600), "nothing says how long it was made for");
}

#[test]
fn points_in_time_in_every_form() {
    for value in [
        "1700000300",
        "\"1700000300\"",
        "1700000300000",
        "\"2023-11-14T22:18:20Z\"",
        "\"2023-11-14 23:18:20+01:00\"",
        "\"Tue, 14 Nov 2023 22:18:20 GMT\"",
    ] {
        assert_eq!(expiry(&AT, value), Some(300), "{value}");
        assert_eq!(expiry(&GUESS, value), Some(300), "{value}");
    }
    assert_eq!(expiry(&GUESS, "300"), Some(300), "a field named `expires` may hold a lifetime");
}

#[test]
fn lifetimes_that_are_spelt_out() {
    for value in ["\"5m\"", "\"300s\"", "\"5 minutes\"", "\"PT5M\"", "\"00:05:00\"", "\" 0h5m \""] {
        for shape in [&IN, &AT, &GUESS] {
            assert_eq!(expiry(shape, value), Some(300), "{value}");
        }
    }
}

#[test]
fn a_value_that_is_plainly_of_another_form_than_its_field_counts_as_what_it_is() {
    let millis = TokenShape::field(&["t"]).expires_in(&["e"], Unit::Milliseconds);
    for shape in [&IN, &millis] {
        for value in ["1700000300000", "\"2023-11-14T22:18:20Z\""] {
            assert_eq!(expiry(shape, value), Some(300), "{value}");
        }
    }
    assert_eq!(expiry(&IN, "1700000300"), Some(300));
    assert_eq!(expiry(&millis, "1700000300"), Some(1_700_000), "nineteen days");
    let epoch = |format| TokenShape::field(&["t"]).expires_at(&["e"], format);
    assert_eq!(expiry(&epoch(TimeFormat::EpochSeconds), "300"), Some(300));
    assert_eq!(expiry(&epoch(TimeFormat::EpochMilliseconds), "300000"), Some(300));
    assert_eq!(expiry(&epoch(TimeFormat::EpochSeconds), "1700000300000"), Some(300));
    assert_eq!(expiry(&epoch(TimeFormat::EpochMilliseconds), "1700000300"), Some(300));
}

#[test]
fn a_cookie_ends_when_it_is_to_be_forgotten() {
    let set = |shape: &TokenShape, attributes: &str| {
        let response = http::Response::builder().header("set-cookie", format!("sid=x{attributes}"));
        lifetime(shape, &Reply::new(response.body(Bytes::new()).unwrap(), TestClock::new().now()))
    };
    for shape in [TokenShape::cookie(Some("sid")), TokenShape::cookie(None)] {
        assert_eq!(set(&shape, "; Max-Age=300; Path=/"), Some(300));
        assert_eq!(set(&shape, "; Expires=Tue, 14 Nov 2023 22:18:20 GMT"), Some(300));
        assert_eq!(set(&shape, "; HttpOnly"), None, "as long as the server will have it");
        assert_eq!(set(&shape.fixed(60), "; Max-Age=300"), Some(60), "what the document says counts first");
    }
    let several = http::Response::builder()
        .header("set-cookie", "csrf=c; Max-Age=31449600")
        .header("set-cookie", "sid=x; Expires=Tue, 14 Nov 2023 22:18:20 GMT");
    let several = Reply::new(several.body(Bytes::new()).unwrap(), TestClock::new().now());
    assert_eq!(lifetime(&TokenShape::cookie(None), &several), Some(300), "the first that ends ends the session");
    let response = http::Response::builder()
        .header("content-type", "application/json")
        .header("set-cookie", "rt=y; HttpOnly; Max-Age=600")
        .body(Bytes::from_static(br#"{"t":"x"}"#));
    let pair = TokenShape::field(&["t"]).refresh_at(Place::Cookie(Some("rt")));
    let tokens = pair.read(&Reply::new(response.unwrap(), TestClock::new().now())).unwrap();
    assert_eq!(tokens.refresh_expiry(), Expiry::In(Duration::from_secs(600)), "the refresh token's, where that is one");
}

#[test]
fn a_jwts_own_end_is_read_when_nothing_else_says_it() {
    let token = |claims: &str| format!("e30.{}.sig", URL_SAFE_NO_PAD.encode(claims));
    let read = |shape: &TokenShape, body: String| lifetime(shape, &reply(&body));
    let jwt = token(r#"{"exp":1700000300}"#);
    assert_eq!(read(&TokenShape::field(&["t"]).jwt_exp(), format!(r#"{{"t":"{jwt}"}}"#)), Some(300));
    assert_eq!(read(&IN, format!(r#"{{"t":"{jwt}"}}"#)), Some(300), "the named field is absent");
    assert_eq!(read(&IN, format!(r#"{{"t":"{jwt}","e":60}}"#)), Some(60), "the named field counts first");
}

#[test]
fn a_fixed_lifetime_and_none() {
    assert_eq!(expiry(&TokenShape::field(&["t"]).fixed(600), "1"), Some(600));
    assert_eq!(expiry(&TokenShape::field(&["t"]), "1"), None);
}

#[test]
fn rules_are_tried_in_order() {
    let shape =
        TokenShape::field(&["t"]).expires_in(&["gone"], Unit::Seconds).expires_at(&["e"], TimeFormat::Auto).fixed(7);
    assert_eq!(expiry(&shape, "1700000300"), Some(300));
    assert_eq!(expiry(&shape, "\"abc\""), Some(7));
}

#[test]
fn what_says_nothing_leaves_the_end_unknown() {
    for value in
        ["0", "-1", "-1e300", "\"\"", "\"abc\"", "\"NaN\"", "\"inf\"", "\"-inf\"", "null", "true", "[]", "{}", "\"0\""]
    {
        for shape in [&IN, &AT, &GUESS] {
            assert_eq!(expiry(shape, value), None, "{value}");
        }
    }
}

#[test]
fn endless_lifetimes_are_cut_and_harm_nothing() {
    for value in ["1e18", "1e300", "18446744073709551615", "\"1e18\""] {
        assert_eq!(expiry(&IN, value), Some(10 * 365 * 24 * 3600), "{value}");
    }
}

#[test]
fn the_servers_clock_decides_about_points_in_time() {
    let read = |date: &str| {
        let response = http::Response::builder().header("content-type", "application/json").header("date", date);
        let body = Bytes::from_static(br#"{"t":"x","e":1700000300}"#);
        lifetime(&AT, &Reply::new(response.body(body).unwrap(), TestClock::new().now()))
    };
    // The server's clock is past the second that it names; by how much, nobody knows.
    assert_eq!(read("Tue, 14 Nov 2023 22:16:20 GMT"), Some(119), "our clock is three minutes behind");
    assert_eq!(read("Tue, 14 Nov 2023 21:18:20 GMT"), Some(3599), "our clock is an hour ahead");
    assert_eq!(read("yesterday"), Some(300));
    assert_eq!(read("Tue, 14 Nov 2034 21:18:20 GMT"), Some(300), "a date that makes no sense");
}

/// The end of a token, in milliseconds after the second that the server's `Date` names, for a request that our own clock saw
/// begin at `began` of these; the token says that it ends after five seconds.
fn end_after_date(began: i64) -> i64 {
    const DATE: i64 = 1_700_000_000_000;
    let millis = u64::try_from(DATE + began).unwrap();
    let started = Moment::new(Duration::from_millis(millis), Duration::from_secs(1));
    let response = http::Response::builder()
        .header("content-type", "application/json")
        .header("date", "Tue, 14 Nov 2023 22:13:20 GMT")
        .body(Bytes::from_static(br#"{"t":"x","e":1700000005}"#));
    let tokens = AT.read(&Reply::new(response.unwrap(), started)).unwrap();
    let Expiry::In(lifetime) = tokens.expiry() else { panic!("the end is known") };
    // A float holds the time of day to less than a microsecond.
    began + i64::try_from((lifetime.as_micros() + 500) / 1000).unwrap()
}

#[test]
fn the_part_of_a_second_that_a_date_does_not_say_is_not_served_beyond_the_end() {
    for began in [0, 1, 500, 999, 1000] {
        assert_eq!(end_after_date(began), 5000, "clocks agree, {began} ms into the second");
    }
    assert_eq!(end_after_date(-300), 4700, "the answer was made in the next second");
    // By a clock that is known to be wrong, the server may be anywhere in its second: at its end, to be sure.
    assert_eq!(end_after_date(60_000), 64_000);
    assert_eq!(end_after_date(-60_000), -56_000);
}

#[test]
fn lifetimes_count_from_the_start_of_the_request() {
    let world = World::manual();
    world.grant.answer(lasting("t1", 100));
    let mut caller = Box::pin(world.source.token());
    assert!(crate::support::poll(&mut caller).is_pending());
    let started = world.clock.now();
    let tokens = lasting("slow", 100).unwrap().with_started(started);
    world.advance(95);
    world.grant.answers.lock().unwrap().clear();
    world.grant.answer(Ok(tokens));
    world.manual.run();
    assert!(crate::support::poll(&mut caller).is_ready());
    assert!(world.source.cached().is_none(), "five seconds are left of a hundred: mandatory");
}

#[test]
fn either_clock_ends_a_token() {
    let world = World::new().signed_in(lasting("t1", 3600));
    world.clock.set_forward(Duration::from_secs(3601));
    assert!(world.source.cached().is_none(), "the wall clock says so");
    let world = World::new().signed_in(lasting("t1", 3600));
    world.clock.set_back(Duration::from_secs(1000));
    world.advance(3601);
    assert!(world.source.cached().is_none(), "the steady clock says so, suspend included");
}

#[test]
fn a_clock_set_back_does_not_revive_a_token() {
    let world = World::new().signed_in(lasting("t1", 3600));
    world.advance(3601);
    world.clock.set_back(Duration::from_secs(86_400));
    assert!(world.source.cached().is_none());
    let sibling = world.sibling();
    world.grant.answer(lasting("t2", 3600));
    assert_eq!(sibling.token_blocking().unwrap().expose(), "t2", "nor in a process that reads the store");
}

#[test]
fn a_stored_token_counts_from_when_it_was_made() {
    let world = World::new().signed_in(lasting("t1", 3600));
    world.advance(3000);
    let process = world.sibling();
    assert_eq!(process.token_blocking().unwrap().expose(), "t1");
    world.advance(601);
    assert!(process.cached().is_none());
}

#[test]
fn a_sibling_whose_clock_is_a_little_behind_takes_tokens_over() {
    for (lifetime, behind, requests) in [(3600, 59, 0), (300, 29, 0), (300, 31, 1), (5, 1, 1), (3600, 3600, 1)] {
        let world = World::new().signed_in(lasting("t1", lifetime));
        let clock = TestClock::new();
        clock.set_back(Duration::from_secs(behind));
        let sibling = authwright::TokenSource::builder(world.grant.clone())
            .clock(std::sync::Arc::new(clock))
            .store(std::sync::Arc::new(world.store.clone()))
            .build();
        world.grant.answer(lasting("t2", lifetime));
        sibling.token_blocking().unwrap();
        assert_eq!(world.requests(), requests, "{lifetime} s, {behind} s behind");
    }
}

proptest! {
    #[test]
    fn no_value_panics(value in "\\PC{0,24}", number in any::<f64>(), whole in any::<i64>()) {
        let text = authwright::json::write(&authwright::ToJson::to_json(&value));
        let text = String::from_utf8(text.to_vec()).unwrap();
        let number = if number.is_finite() { format!("{number:e}") } else { "null".to_owned() };
        for value in [text, number.clone(), format!("\"{number}\""), whole.to_string(), format!("\"{whole}\"")] {
            for shape in [&IN, &AT, &GUESS] {
                prop_assert!(expiry(shape, &value).is_none_or(|seconds| seconds <= 10 * 365 * 24 * 3600), "{value}");
            }
        }
    }

    #[test]
    fn no_date_panics(value in "[0-9]{1,5}-[0-9]{1,3}-[0-9]{1,3}[Tt ][0-9]{1,3}:[0-9]{1,3}(:[0-9.]{0,5})?(Z|[+-][0-9:]{0,6})?") {
        let _ = expiry(&AT, &format!("\"{value}\""));
    }

    #[test]
    fn no_clock_panics(wall in any::<u64>(), steady in any::<u64>(), lifetime in any::<u64>()) {
        let started = Moment::new(Duration::from_secs(wall), Duration::from_nanos(steady));
        let tokens = TokenSet::new("t1").with_started(started).with_expiry(Expiry::In(Duration::from_secs(lifetime)));
        let world = World::new();
        let _ = authwright::block_on(world.source.sign_in(tokens));
        let _ = world.source.cached().map(|token| token.expires_at());
        let _ = world.sibling().cached();
    }
}
