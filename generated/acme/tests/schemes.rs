// Written by Authwright; regenerate instead of editing.
//! What each security scheme puts on a request, where it goes, and that nothing of it is printed.

use acme_auth::authwright::{Authorize, Bytes, block_on, call::Api, http, oauth};
use acme_auth::{Server, schemes};

/// Where the API is.
const BASE: &str = "https://api.example";

/// A request to `origin` with the credential on it, where it may go there.
fn sent(credential: &dyn Authorize, origin: &str) -> Option<http::request::Parts> {
    let request = http::Request::get(format!("{origin}/things")).body(()).unwrap();
    let (mut parts, ()) = request.into_parts();
    block_on(credential.authorize(&mut parts)).is_ok().then_some(parts)
}

/// Whether it goes to the API's own origin and to no other.
fn stays(credential: &dyn Authorize) -> bool {
    sent(credential, BASE).is_some()
        && sent(credential, "https://elsewhere.example").is_none()
}

/// Whether no secret is printed.
fn hides(value: &impl std::fmt::Debug) -> bool {
    let text = format!("{value:?}");
    !text.contains("hidden-") && !text.contains("aGlkZGVu")
}

/// An authorization server that answers every request alike and keeps the last one.
#[derive(Clone, Default)]
struct Wire(std::sync::Arc<std::sync::Mutex<Option<http::Request<Bytes>>>>);

impl Wire {
    fn api(&self, status: u16, body: &'static str) -> Api {
        let wire = self.clone();
        let transport = move |request: http::Request<Bytes>| {
            *wire.0.lock().unwrap() = Some(request);
            let reply = http::Response::builder()
                .status(status)
                .header("content-type", "application/json");
            let reply = reply.body(Bytes::from_static(body.as_bytes())).unwrap();
            async move { Ok(reply) }
        };
        let base = Server::Custom(BASE.to_owned()).base_url().unwrap();
        Api::with_transport(base, std::sync::Arc::new(transport))
    }

    /// The method, address and body of the last request.
    fn seen(&self) -> (String, String, String) {
        let request = self.0.lock().unwrap().take().unwrap();
        let body = String::from_utf8(request.body().to_vec()).unwrap();
        (request.method().to_string(), request.uri().to_string(), body)
    }
}

#[test]
fn app_id_goes_where_it_belongs() {
    let credential = schemes::AppId::new("hidden-value");
    let authorizer = credential.authorizer(&Server::Custom(BASE.to_owned())).unwrap();
    let parts = sent(&authorizer, BASE).unwrap();
    assert_eq!(parts.headers.get("x-app-id").unwrap(), "hidden-value");
    assert!(stays(&authorizer));
    assert!(hides(&(credential, authorizer)));
}

#[test]
fn app_key_goes_where_it_belongs() {
    let credential = schemes::AppKey::new("hidden-value");
    let authorizer = credential.authorizer(&Server::Custom(BASE.to_owned())).unwrap();
    let parts = sent(&authorizer, BASE).unwrap();
    assert_eq!(parts.uri.query().unwrap(), "app_key=hidden-value");
    assert!(stays(&authorizer));
    assert!(hides(&(credential, authorizer)));
}

#[test]
fn session_cookie_goes_where_it_belongs() {
    let credential = schemes::SessionCookie::new("hidden-value");
    let authorizer = credential.authorizer(&Server::Custom(BASE.to_owned())).unwrap();
    let parts = sent(&authorizer, BASE).unwrap();
    assert_eq!(parts.headers.get("cookie").unwrap(), "acme_session=hidden-value");
    assert!(stays(&authorizer));
    assert!(hides(&(credential, authorizer)));
}

#[test]
fn legacy_token_goes_where_it_belongs() {
    let credential = schemes::LegacyToken::new("hidden-value");
    let authorizer = credential.authorizer(&Server::Custom(BASE.to_owned())).unwrap();
    let parts = sent(&authorizer, BASE).unwrap();
    assert_eq!(parts.headers.get("authorization").unwrap(), "Token hidden-value");
    assert!(stays(&authorizer));
    assert!(hides(&(credential, authorizer)));
}

#[test]
fn basic_auth_goes_where_it_belongs() {
    let credential = schemes::BasicAuth::new("hidden-user", "hidden-value");
    let authorizer = credential.authorizer(&Server::Custom(BASE.to_owned())).unwrap();
    let parts = sent(&authorizer, BASE).unwrap();
    assert_eq!(
        parts.headers.get("authorization").unwrap(),
        "Basic aGlkZGVuLXVzZXI6aGlkZGVuLXZhbHVl",
    );
    assert!(stays(&authorizer));
    assert!(hides(&(credential, authorizer)));
}

#[test]
fn fixed_token_goes_where_it_belongs() {
    let credential = schemes::FixedToken::new("hidden-value");
    let authorizer = credential.authorizer(&Server::Custom(BASE.to_owned())).unwrap();
    let parts = sent(&authorizer, BASE).unwrap();
    assert_eq!(parts.headers.get("authorization").unwrap(), "Bearer hidden-value");
    assert!(stays(&authorizer));
    assert!(hides(&(credential, authorizer)));
}

#[test]
fn machine_client_credentials_asks_where_the_document_says() {
    let client = schemes::MachineClientCredentials::new("client", "hidden-value");
    let wire = Wire::default();
    let api = wire
        .api(
            200,
            r#"{"access_token":"hidden-token","token_type":"Bearer","expires_in":60}"#,
        );
    let tokens = client.token_source_builder(&api, &["one", "two"]).unwrap().build();
    let parts = sent(&tokens, BASE).unwrap();
    assert_eq!(parts.headers.get("authorization").unwrap(), "Bearer hidden-token");
    let (method, address, body) = wire.seen();
    assert_eq!(
        (method.as_str(), address.as_str()),
        ("POST", "https://api.example/token"),
    );
    assert_eq!(body, "grant_type=client_credentials&scope=one+two");
    assert!(stays(&tokens));
    assert!(hides(&(client, tokens)));
}

#[test]
fn person_authorization_code_asks_where_the_document_says() {
    let client = schemes::PersonAuthorizationCode::new("client");
    let wire = Wire::default();
    let api = wire
        .api(
            200,
            r#"{"access_token":"hidden-token","token_type":"Bearer","expires_in":60}"#,
        );
    let flow = oauth::AuthorizationCode::new(client.client_over(&api).unwrap())
        .scopes(["one"]);
    let begun = block_on(flow.begin("http://127.0.0.1:1/callback")).unwrap();
    let url = begun.url().to_owned();
    assert!(
        url.starts_with("https://api.example/auth")
            && url.contains("code_challenge_method=S256"),
        "{url}",
    );
    let state = url.split('&').find_map(|pair| pair.strip_prefix("state=")).unwrap();
    let session = block_on(begun.finish(&format!("code=hidden-code&state={state}")))
        .unwrap();
    let (method, address, body) = wire.seen();
    assert_eq!(
        (method.as_str(), address.as_str()),
        ("POST", "https://api.example/token"),
    );
    assert!(
        body.contains("grant_type=authorization_code") && body.contains("code_verifier="),
    );
    assert!(hides(&(client, flow, session)));
}

#[test]
fn television_device_code_asks_where_the_document_says() {
    let client = schemes::TelevisionDeviceCode::new("client");
    let wire = Wire::default();
    let api = wire.api(400, r#"{"error":"invalid_client"}"#);
    let flow = oauth::DeviceCode::new(client.client_over(&api).unwrap(), |_| {});
    assert!(block_on(flow.sign_in()).is_err());
    let (method, address, _) = wire.seen();
    assert_eq!(
        (method.as_str(), address.as_str()),
        ("POST", "https://api.example/device/auth"),
    );
    assert!(hides(&(client, flow)));
}

#[test]
fn account_asks_where_the_document_says() {
    let client = schemes::Account::new("client");
    let wire = Wire::default();
    let refused: Result<oauth::Client, oauth::SignInError> = block_on(
        client.client_over(&wire.api(404, "{}")),
    );
    assert!(refused.is_err());
    let (method, address, _) = wire.seen();
    assert_eq!(
        (method.as_str(), address.as_str()),
        ("GET", "https://api.example/.well-known/openid-configuration"),
    );
    assert!(hides(&(client, refused)));
}
