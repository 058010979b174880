//! Devices that wait for a person.

use super::*;

/// Runs the device flow against a script whose first answer is the code.
fn device(first: &str, answers: Vec<Scripted>) -> (Result<(), TokenError>, Vec<u64>, Vec<String>) {
    let script = Script::new(std::iter::once(json(200, first)).chain(answers));
    let clock = Arc::new(Slept::default());
    let shown = Arc::new(Mutex::new(Vec::new()));
    let record = Arc::clone(&shown);
    let flow = DeviceCode::new(client(&script).with_clock(clock.clone()), move |prompt| {
        record.lock().expect("no panic").push(prompt.user_code.clone());
    });
    let result = block_on(flow.sign_in()).map(drop).map_err(TokenError::from);
    let shown = shown.lock().expect("no panic").clone();
    (result, clock.seconds(), shown)
}

fn pending(error: &str) -> Scripted {
    json(400, &format!(r#"{{"error":"{error}"}}"#))
}

#[test]
fn a_device_waits_as_it_is_told() {
    let answers = vec![
        pending("authorization_pending"),
        pending("slow_down"),
        pending("authorization_pending"),
        no_answer(),
        json(200, TOKEN),
    ];
    let long = DEVICE.replace(":60}", ":600}");
    let (result, slept, shown) = device(&long, answers);
    result.expect("is signed in");
    assert_eq!(slept, [5, 5, 10, 10, 20], "5 by default, +5 for good, doubled where no answer came");
    assert_eq!(shown, ["ABCD-EFGH"]);
    let given = long.replace('{', r#"{"interval":2,"#);
    assert_eq!(device(&given, vec![json(200, TOKEN)]).1, [2]);
}

/// A person is asked when the program chooses to, and not because an answer was lost.
#[test]
fn a_device_s_lost_answer_shows_no_code() {
    let issued = json(200, &TOKEN.replace('}', r#","refresh_token":"r"}"#));
    let script = Script::new([json(200, DEVICE), issued, no_answer(), no_answer()]);
    let shown = Arc::new(Mutex::new(0));
    let count = Arc::clone(&shown);
    let client = client(&script).with_clock(Arc::new(Slept::default()));
    let flow = DeviceCode::new(client, move |_| *count.lock().expect("no panic") += 1);
    let session = block_on(flow.sign_in()).expect("is signed in");
    let tokens = block_on(session.source(|builder| builder)).expect("is kept");
    assert_eq!(block_on(tokens.refresh()).expect_err("is lost").kind(), ErrorKind::Timeout);
    assert_eq!((*shown.lock().expect("no panic"), script.asked()), (1, 3));
}

#[test]
fn a_device_code_that_ends_says_what_to_do() {
    let short = DEVICE.replace(":60}", ":12}");
    let (result, slept, _) = device(&short, vec![pending("authorization_pending"), pending("authorization_pending")]);
    let error = result.expect_err("has ended");
    assert_eq!((error.kind(), slept.len()), (ErrorKind::ReauthorizationRequired, 2));
    assert!(error.to_string().contains("enter the new code"), "{error}");
    let (result, ..) = device(DEVICE, vec![pending("expired_token")]);
    assert_eq!(result.expect_err("has ended").kind(), ErrorKind::ReauthorizationRequired);
}

#[test]
fn other_answers_end_a_device_s_waiting() {
    for code in ["access_denied", "invalid_grant", "something_else"] {
        let (result, slept, _) = device(DEVICE, vec![pending(code)]);
        assert_eq!(result.expect_err("is over").oauth_code(), Some(code));
        assert_eq!(slept.len(), 1);
    }
}

#[test]
fn a_person_who_refuses_a_device_is_told_apart_from_a_bad_client() {
    let refused = json(400, r#"{"error":"access_denied","error_description":"Not on my television"}"#);
    let error = device(DEVICE, vec![refused]).0.expect_err("is refused");
    assert_eq!(error.kind(), ErrorKind::ReauthorizationRequired);
    let told =
        "the sign-in was refused: access_denied (Not on my television); begin again and allow the access asked for";
    assert!(error.to_string().starts_with(told), "{error}");
}

/// Servers that are older than RFC 8628 call the address otherwise, write lengths as text, or answer each poll with 200.
#[test]
fn a_device_signs_in_at_servers_that_are_older_than_the_standard() {
    let older = DEVICE.replace("verification_uri", "verification_url").replace(":60}", r#":"60","interval":"2"}"#);
    let waiting = json(200, r#"{"error":"authorization_pending"}"#);
    let (result, slept, shown) = device(&older, vec![waiting, json(200, TOKEN)]);
    result.expect("is signed in");
    assert_eq!((slept, shown.len()), (vec![2, 2], 1));
}

#[test]
fn a_device_authorization_that_makes_no_sense_is_refused() {
    for absurd in [
        "{}",
        r#"{"device_code":"d","user_code":"u","verification_uri":"https://as.example"}"#,
        r#"{"device_code":7,"user_code":"u","verification_uri":"v","expires_in":60}"#,
    ] {
        let error = device(absurd, vec![]).0.expect_err("is refused");
        assert_eq!(error.kind(), ErrorKind::Malformed, "{absurd}");
    }
    for number in ["1e300", "-1", "0"] {
        let absurd = DEVICE.replace(":60}", &format!(":{number}}}"));
        assert!(device(&absurd, vec![pending("access_denied")]).0.is_err(), "{number}: no panic");
    }
}

/// `SignedIn::id_token` says that it was checked.
#[test]
fn an_identity_token_that_was_not_checked_is_not_given() {
    let token = || json(200, &TOKEN.replace('}', r#","id_token":"e30.e30.e30"}"#));
    let code = |scopes: &[&str]| {
        let script = Script::new([token()]);
        let flow = AuthorizationCode::new(client(&script)).scopes(scopes);
        let transaction = block_on(flow.begin("https://app.example/cb")).expect("begins");
        let query = format!("code=c&state={}", transaction.state().expose());
        block_on(transaction.finish(&query))
    };
    let device = |scopes: &[&str]| {
        let script = Script::new([json(200, DEVICE), token()]);
        let client = client(&script).with_clock(Arc::new(Slept::default()));
        block_on(DeviceCode::new(client, |_| ()).scopes(scopes).sign_in())
    };
    for session in [code(&["read"]), device(&["read"])] {
        assert_eq!(session.expect("is signed in").id_token(), None, "it was not asked for");
    }
    for result in [code(&["openid"]), device(&["openid"])] {
        let error = result.expect_err("there are no keys to check it by");
        assert!(matches!(&error, SignInError::NoEndpoint(name) if name.contains("jwks_uri")), "{error}");
    }
}
