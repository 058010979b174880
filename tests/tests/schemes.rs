//! Documents that say how one authenticates only in their security schemes: what is generated for each kind, and Acme's
//! generated crate at work against the certified provider.

use std::path::Path;

use acme_auth::Server;
use acme_auth::schemes::{
    Account, AppId, AppKey, Authorization, BasicAuth, FixedToken, LegacyToken, MachineClientCredentials,
    PersonAuthorizationCode, SessionCookie, TelevisionDeviceCode,
};
use authwright::http::{Request, request::Parts};
use authwright::oauth::{Discovery, Loopback};
use authwright::transport::UreqTransport;
use authwright::{Authorize, BlockingTransport as _, Bytes, block_on};
use generator::load::Input;
use generator::pipeline::{self, Options};
use serde_json::json;
use tests::oidc::{Answer, Oidc, Person};

/// What `src/schemes.rs` must hold for a fixture.
fn holds(fixture: &str, wanted: &[&str]) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/schemes").join(fixture);
    let outcome = pipeline::generate(&Input::Path(path), &Options::default());
    let generated = outcome.value.unwrap_or_else(|| panic!("{fixture}: {:?}", outcome.report));
    let code = generated.tree.get("src/schemes.rs").unwrap_or_else(|| panic!("{fixture} has a module `schemes`"));
    let code: String = code.split_whitespace().collect();
    for part in wanted {
        let part: String = part.split_whitespace().collect();
        assert!(code.contains(&part), "{fixture} lacks {part}");
    }
}

#[test]
fn client_credentials_only() {
    holds(
        "client-credentials.yaml",
        &[
            "pub struct MachineClientCredentials",
            "pub client_secret: Secret",
            r#"token: "/oauth/token""#,
            r#"pub const READ: &'static str = "read""#,
            r#"pub const WRITE_ALL: &'static str = "write:all""#,
            "-> Result<TokenSource, ConfigError>",
        ],
    );
}

#[test]
fn authorization_code_and_no_implicit() {
    holds(
        "authorization-code.yaml",
        &[
            "pub struct PersonAuthorizationCode",
            "pub client_secret: Option<Secret>",
            r#"authorization: Some("https://login.acme.example/authorize")"#,
            r#"refresh: Some("https://login.acme.example/refresh")"#,
            "implicit grant, which is not offered",
        ],
    );
}

#[test]
fn device_code() {
    holds(
        "device.yaml",
        &["pub struct TelevisionDeviceCode", r#"device_authorization: Some("https://login.acme.example/device")"#],
    );
}

#[test]
fn people_sign_in_where_operations_give_programs_their_tokens() {
    holds(
        "token-endpoint.yaml",
        &[
            "pub struct OauthAuthorizationCode",
            r#"authorization: Some("/oauth/authorize")"#,
            "pub struct OauthDeviceCode",
            r#"device_authorization: Some("/oauth/device")"#,
            r#"revocation: Some("oauth/revoke")"#,
            "Oauth(TokenSource)",
        ],
    );
}

#[test]
fn an_example_tells_what_it_needs_from_what_it_takes() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/schemes/token-endpoint.yaml");
    let outcome = pipeline::generate(&Input::Path(path), &Options::default());
    let tree = outcome.value.expect("is generated").tree;
    let example = tree.get("examples/token.rs").expect("an example");
    let said = "Needs `TOKEN_ENDPOINT_CLIENT_USER` and `TOKEN_ENDPOINT_CLIENT_PASSWORD`. \
                Takes besides, where it is set, `TOKEN_ENDPOINT_SCOPE`.";
    assert!(example.contains(said), "{example}");
}

#[test]
fn keys_in_every_place() {
    holds(
        "api-keys.yaml",
        &[
            r#"Attach::header("X-Api-Key", "{token}")"#,
            r#"Attach::query("api_key")"#,
            r#"Attach::cookie("session")"#,
            r#"Attach::header("Authorization", "Token {token}")"#,
        ],
    );
}

#[test]
fn basic_and_other_http_schemes() {
    holds(
        "basic.yaml",
        &[
            "pub user: Secret",
            r#"user: env::secret("BASIC_BASIC_AUTH_USER")?"#,
            r#"password: env::optional_secret("BASIC_BASIC_AUTH_PASSWORD")?.unwrap_or_default()"#,
            "scheme::Basic::try_new(self.user.expose(), &self.password)?",
            r#"scheme::HttpScheme::new("Token {token}""#,
            "scheme::Bearer::new",
        ],
    );
}

#[test]
fn alternatives_of_schemes_that_go_together() {
    holds(
        "all-and-any.yaml",
        &[
            "AppIdAndAppKey(AppId, AppKey)",
            "Single(Single)",
            "MachineAndAppId(TokenSource, AppId)",
            "scheme::All::new",
            "env::first",
            "feature `password-grant`",
        ],
    );
}

#[test]
fn openid_connect_and_client_certificates() {
    holds(
        "openid.yaml",
        &[
            r#"pub const URL: &'static str = "https://login.acme.example/.well-known/openid-configuration""#,
            "oauth::Discovery::with_api(api)",
            "`certificate` is a client certificate (RFC 8705)",
        ],
    );
}

#[test]
fn the_password_grant_is_off_unless_asked_for() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/schemes/all-and-any.yaml");
    let made = pipeline::generate(&Input::Path(path), &Options::default()).value.expect("is generated");
    let manifest = made.tree.get("Cargo.toml").expect("a manifest");
    assert!(
        manifest.contains("default = [\"ureq\"]\n")
            && manifest.contains("password-grant = [\"authwright/password-grant\"]")
    );
    let code = made.tree.get("src/schemes.rs").expect("the schemes");
    let guarded =
        code.split("oauth::Password::new").next().expect("the flow").rsplit("/// ").next().expect("its method");
    assert!(guarded.contains("#[cfg(feature = \"password-grant\")]"), "{guarded}");
}

/// Where tokens come from is shown, and when that is not where the API is; what is refused is refused with its reason.
#[test]
fn inspect_says_where_tokens_come_from() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/model/swagger-flows.yaml");
    let (inspection, report) = pipeline::inspect(&Input::Path(path), &Options::default());
    let text = inspection.expect("is inspected").to_human();
    for line in [
        "authorizationCode of code, tokens from https://api.example/v2/oauth/token\n",
        "clientCredentials of app, tokens from https://login.other.example/token, another origin than the API's\n",
        "implicit of imp; not offered: its tokens travel in the browser's address bar (RFC 9700, 2.1.2)",
    ] {
        assert!(text.contains(line), "{text}");
    }
    assert!(report.diagnostics.iter().any(|finding| finding.code.id() == "AW0419"));
}

/// What the formatter does not know inside of macros it prints with blanks.
#[test]
fn the_tests_of_a_crate_read_as_people_write_them() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/schemes/client-credentials.yaml");
    let made = pipeline::generate(&Input::Path(path), &Options::default()).value.expect("is generated");
    let rust = |path: &str| Path::new(path).extension().is_some_and(|extension| extension == "rs");
    for (path, text) in made.tree.iter().filter(|(path, _)| rust(path)) {
        let odd = text.lines().find(|line| line.contains("(& ") || line.contains(", & "));
        assert_eq!(odd, None, "{path}");
    }
    let code = made.tree.get("src/schemes.rs").expect("the schemes");
    assert!(code.contains("#[non_exhaustive]\npub enum Authorization"), "{code}");
}

fn parts(url: &str) -> Parts {
    Request::get(url).body(()).expect("is a request").into_parts().0
}

fn authorized(authorizer: &dyn Authorize, url: &str) -> Parts {
    let mut parts = parts(url);
    block_on(authorizer.authorize(&mut parts)).expect("is authorized");
    parts
}

/// What the provider says to a request for the person's claims.
fn me(oidc: &Oidc, authorizer: &dyn Authorize) -> String {
    let parts = authorized(authorizer, &format!("{}/me", oidc.issuer()));
    let reply = UreqTransport::new().send(Request::from_parts(parts, Bytes::new())).expect("answers");
    String::from_utf8_lossy(reply.body()).into_owned()
}

#[test]
fn acme_s_fixed_credentials_go_where_they_belong() {
    let (server, url) = (Server::Production, "https://api.acme.example/things");
    let header = |authorizer: &dyn Authorize, name: &str| {
        let parts = authorized(authorizer, url);
        parts.headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default().to_owned()
    };
    assert_eq!(header(&AppId::new("k").authorizer(&server).expect("is usable"), "x-app-id"), "k");
    assert_eq!(header(&LegacyToken::new("k").authorizer(&server).expect("is usable"), "authorization"), "Token k");
    assert_eq!(header(&FixedToken::new("k").authorizer(&server).expect("is usable"), "authorization"), "Bearer k");
    assert_eq!(header(&SessionCookie::new("k").authorizer(&server).expect("is usable"), "cookie"), "acme_session=k");
    let basic = BasicAuth::new("u", "p").authorizer(&server).expect("is usable");
    assert_eq!(header(&basic, "authorization"), "Basic dTpw");
    let key = AppKey::new("k").authorizer(&server).expect("is usable");
    assert_eq!(authorized(&key, url).uri, "https://api.acme.example/things?app_key=k");
    let mut elsewhere = parts("https://sandbox.acme.example/things");
    assert!(block_on(key.authorize(&mut elsewhere)).is_err(), "another server is another origin");
    assert!(BasicAuth::new("u:v", "p").authorizer(&server).is_err());
    let key_alone = BasicAuth::new("hidden-key", "");
    assert!(
        !format!("{key_alone:?}").contains("hidden-key"),
        "where the key is the user name it does not print either"
    );
    assert!(header(&key_alone.authorizer(&server).expect("is usable"), "authorization").starts_with("Basic "));
}

#[test]
fn acme_s_two_keys_go_together() {
    let both = Authorization::AppIdAndAppKey(AppId::new("a"), AppKey::new("b"));
    let authorizer = both.authorizer(&Server::Sandbox).expect("is usable");
    let parts = authorized(authorizer.as_ref(), "https://sandbox.acme.example/things");
    assert_eq!(parts.uri, "https://sandbox.acme.example/things?app_key=b");
    assert_eq!(parts.headers["x-app-id"], "a");
    assert!(!format!("{both:?}").contains("\"a\""));
}

#[test]
fn acme_s_machine_has_tokens() {
    let Some(oidc) = Oidc::start("acme_s_machine_has_tokens", &json!({})) else { return };
    let server = Server::Custom(oidc.issuer().to_owned());
    let machine = MachineClientCredentials::new("machine", "p+q/r=%: s&t?");
    let tokens = machine.token_source(&server, &[MachineClientCredentials::READ]).expect("is usable");
    let token = block_on(tokens.token()).expect("is issued");
    let way = Authorization::Machine(tokens);
    let parts = authorized(way.authorizer(&server).expect("is usable").as_ref(), oidc.issuer());
    assert_eq!(parts.headers["authorization"], token.authorization_header());
}

#[test]
fn tokens_of_one_server_are_not_for_another() {
    let machine = MachineClientCredentials::new("machine", "secret");
    let tokens = machine.token_source(&Server::Production, &[]).expect("is usable");
    let way = Authorization::Machine(tokens);
    assert!(way.authorizer(&Server::Production).is_ok());
    let error = way.authorizer(&Server::Sandbox).err().expect("is refused");
    assert!(error.what().contains("are not for https://sandbox.acme.example"), "{error}");
}

#[test]
fn acme_s_people_sign_in() {
    let Some(oidc) = Oidc::start("acme_s_people_sign_in", &json!({})) else { return };
    let server = Server::Custom(oidc.issuer().to_owned());
    let person = PersonAuthorizationCode::new("native");
    let scopes = [PersonAuthorizationCode::OPENID, PersonAuthorizationCode::OFFLINE_ACCESS];
    let loopback = || Loopback::bind("/callback").expect("loopback can be listened on");
    let browse = |issuer: String| {
        move |url: &str| {
            let url = url.to_owned();
            std::thread::spawn(move || {
                let back = Person::default().visit(&issuer, &url, Answer::Allow).expect("comes back");
                UreqTransport::new().send(Request::get(back).body(Bytes::new()).expect("is a request"))
            });
            Ok(())
        }
    };
    // The endpoints of the document name no issuer: an identity token from there is not believed, and the others are good.
    let flow = person.sign_in(&server, &scopes).expect("is usable");
    let session = block_on(flow.sign_in(loopback(), browse(oidc.issuer().to_owned()))).expect("is signed in");
    assert_eq!(session.id_token(), None);
    let tokens = block_on(PersonAuthorizationCode::token_source(&server, &session)).expect("is kept");
    assert!(me(&oidc, &tokens).contains("alice"));
    // Discovered, everything is checked.
    let account = Account { client_id: "native".to_owned(), client_secret: None };
    let flow = block_on(account.sign_in(&server, &["offline_access"])).expect("is discovered");
    let session = block_on(flow.sign_in(loopback(), browse(oidc.issuer().to_owned()))).expect("is signed in");
    assert!(session.id_token().is_some());
    let tokens = block_on(Account::token_source(&server, &session)).expect("is kept");
    assert!(me(&oidc, &tokens).contains("alice"));
    let found = block_on(Discovery::new().expect("there is a transport").issuer(oidc.issuer())).expect("has metadata");
    assert!(person.client_at(found).expect("is usable").server().issuer_in_responses);
}

#[test]
fn acme_s_television_signs_in() {
    let Some(oidc) = Oidc::start("acme_s_television_signs_in", &json!({})) else { return };
    let server = Server::Custom(oidc.issuer().to_owned());
    let issuer = oidc.issuer().to_owned();
    let television = TelevisionDeviceCode::new("television");
    let scopes = [TelevisionDeviceCode::OPENID, TelevisionDeviceCode::OFFLINE_ACCESS];
    let flow = television.sign_in(&server, &scopes, move |prompt| {
        let url = prompt.verification_uri_complete.clone().expect("the provider gives one");
        assert!(Person::default().visit(&issuer, &url, Answer::Allow).is_err_and(|page| page.contains("Success")));
    });
    let session = block_on(flow.expect("is usable").sign_in()).expect("is signed in");
    assert_eq!(session.id_token(), None, "the document's endpoints name no issuer to check it by");
    let tokens = block_on(TelevisionDeviceCode::token_source(&server, &session)).expect("is kept");
    assert!(me(&oidc, &tokens).contains("alice"));
}

/// The files that may hold a test called `file::test` on the pages.
fn sources(file: &str) -> impl Iterator<Item = String> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let path = file.replace("::", "/");
    let places = ["tests/", "../runtime/tests/", "../runtime/src/"];
    let files = places.map(|place| [format!("{place}{path}.rs"), format!("{place}{path}/main.rs")]);
    files.into_iter().flatten().filter_map(move |file| std::fs::read_to_string(root.join(file)).ok())
}

#[test]
fn the_pages_of_covered_requirements_name_tests_that_exist() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut named = 0;
    for page in ["security.md", "oauth.md"] {
        let text = std::fs::read_to_string(root.join("../docs").join(page)).expect("the page is there");
        for (file, test) in text.split('`').skip(1).step_by(2).filter_map(|code| code.rsplit_once("::")) {
            if file.starts_with("authwright") {
                continue;
            }
            let is_test = |source: String| match test {
                "tests" => source.contains("mod tests"),
                "test" => true,
                _ => source.contains(&format!("fn {test}(")),
            };
            assert!(file == "file" || sources(file).any(is_test), "{page}: `{file}::{test}` is no test");
            named += 1;
        }
    }
    assert!(named > 110, "{named} tests are named");
    let page = std::fs::read_to_string(root.join("../docs/security.md")).expect("the page is there");
    let rows = page.lines().filter(|line| line.starts_with("| ") && line.matches('`').count() >= 2).count();
    assert_eq!(rows, 31, "every requirement has a row with a test");
}
