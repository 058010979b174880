//! The authorization code flow of a native application, in a real browser.

use std::path::Path;
use std::sync::mpsc;
use std::time::Duration;

use authwright::block_on;
use authwright::oauth::{
    AuthorizationCode, CallbackError, Client, ClientAuth, Discovery, Loopback, SignInError, SignedIn,
};
use serde_json::json;
use tests::browser::Browser;
use tests::oidc::Oidc;

/// Signs in on a thread of its own; gives the address to open, and the result to come.
fn begin(oidc: &Oidc) -> (String, mpsc::Receiver<Result<SignedIn, SignInError>>) {
    let server = block_on(Discovery::new().expect("there is a transport").issuer(oidc.issuer())).expect("has metadata");
    let client = Client::new(server, ClientAuth::public("native")).expect("there is a transport");
    let flow = AuthorizationCode::new(client).scopes(["openid", "offline_access"]).patience(Duration::from_secs(120));
    let loopback =
        Loopback::bind("/callback").expect("loopback can be listened on").application("Acme for the terminal");
    let (address, opened) = mpsc::channel();
    let (sender, result) = mpsc::channel();
    std::thread::spawn(move || {
        let open = move |url: &str| address.send(url.to_owned()).map_err(std::io::Error::other);
        sender.send(block_on(flow.sign_in(loopback, open))).ok();
    });
    (opened.recv().expect("the browser is to be opened"), result)
}

/// Keeps the picture where `AUTHWRIGHT_SCREENSHOTS` says, to be looked at.
fn keep(name: &str, picture: &[u8]) {
    assert!(picture.starts_with(b"\x89PNG"));
    if let Some(folder) = std::env::var_os("AUTHWRIGHT_SCREENSHOTS") {
        std::fs::create_dir_all(&folder).expect("a folder for the screenshots");
        std::fs::write(Path::new(&folder).join(name), picture).expect("is written");
    }
}

#[test]
fn a_person_signs_in_with_a_real_browser() {
    let test = "a_person_signs_in_with_a_real_browser";
    let Some(oidc) = Oidc::start(test, &json!({})) else { return };
    let Some(mut browser) = Browser::start(test) else { return };
    let (url, result) = begin(&oidc);
    browser.open(&url);
    browser.until("!!document.querySelector('input[name=login]')");
    browser.evaluate(
        "document.querySelector('input[name=login]').value = 'alice';
         document.querySelector('input[name=password]').value = 'any';
         document.forms[0].submit()",
    );
    browser.until("!!document.querySelector('input[name=prompt][value=consent]')");
    browser.evaluate("document.forms[0].submit()");
    browser.until("document.querySelector('h1')?.innerText == 'You are signed in'");
    let text = browser.evaluate("document.body.innerText").to_string();
    assert!(text.contains("go back to Acme for the terminal"), "{text}");
    assert_eq!(
        browser.evaluate("getComputedStyle(document.querySelector('main')).textAlign"),
        "center",
        "the style is allowed"
    );
    assert_eq!(browser.evaluate("document.scripts.length"), 0);
    keep("signed-in-light.png", &browser.screenshot());
    browser.dark(true);
    keep("signed-in-dark.png", &browser.screenshot());
    let session = result.recv().expect("an end").expect("is signed in");
    assert!(session.id_token().is_some());
}

#[test]
fn a_person_goes_back_in_a_real_browser() {
    let test = "a_person_goes_back_in_a_real_browser";
    let Some(oidc) = Oidc::start(test, &json!({})) else { return };
    let Some(mut browser) = Browser::start(test) else { return };
    let (url, result) = begin(&oidc);
    browser.open(&url);
    browser.until("!!document.querySelector('a[href$=abort]')");
    browser.evaluate("document.querySelector('a[href$=abort]').click()");
    browser.until("document.querySelector('h1')?.innerText == 'The sign-in did not work'");
    keep("denied.png", &browser.screenshot());
    let error = result.recv().expect("an end").expect_err("was denied");
    assert!(matches!(error, SignInError::Callback(CallbackError::Denied { .. })), "{error}");
}
