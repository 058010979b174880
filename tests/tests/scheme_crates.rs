//! Crates of documents that say how one authenticates only in their security schemes: they compile without a warning in two
//! editions, pass the tests that they carry, and the program of each signs in at a server and sends what the document asks for.

use std::path::{Path, PathBuf};

use generator::load::Input;
use generator::pipeline::{self, Options};
use generator::view::Runtime;
use tests::compiled;
use tests::corpus::workspace;
use tests::mock::Mock;
use tests::process::Process;
use tests::wire::{Answer, Request};

/// The fixtures, by the names of their crates.
fn fixtures() -> Vec<(String, PathBuf)> {
    let folder = workspace().join("tests/fixtures/schemes");
    let entries = std::fs::read_dir(folder).expect("the fixtures");
    let mut paths: Vec<PathBuf> = entries.map(|entry| entry.expect("an entry").path()).collect();
    paths.sort();
    let name = |path: &Path| path.file_stem().and_then(|stem| stem.to_str()).expect("a name in UTF-8").to_owned();
    paths.into_iter().map(|path| (name(&path), path)).collect()
}

/// Writes every crate, with the authorization server at `login`.
fn write(out: &Path, login: &str) {
    let runtime = Runtime::Path(workspace().join("runtime").to_str().expect("a path in UTF-8").to_owned());
    let mut members = Vec::new();
    for (name, path) in fixtures() {
        let text = std::fs::read_to_string(&path).expect("a fixture").replace("https://login.acme.example", login);
        let options = Options { runtime: runtime.clone(), name: Some(name.clone()), ..Options::default() };
        let input = Input::Bytes { name: format!("{name}.yaml"), bytes: text.into_bytes() };
        let outcome = pipeline::generate(&input, &options);
        let made = outcome.value.unwrap_or_else(|| panic!("{name}: {:?}", outcome.report));
        made.tree.write(&out.join(&name)).expect("written");
        members.push(name);
    }
    compiled::join(out, &members);
}

/// An API and its authorization server in one: issues `issued` by every grant, and answers everything else with 204.
fn answer(request: &Request) -> Answer {
    let form = request.form();
    let grant = form.iter().find(|(name, _)| name == "grant_type").map(|(_, value)| value.as_str());
    match (request.path(), grant) {
        (_, Some(_)) => Answer::json(200, r#"{"access_token":"issued","token_type":"Bearer","expires_in":300}"#),
        (path, None) if path.ends_with("/device") => Answer::json(
            200,
            r#"{"device_code":"d","user_code":"WXYZ","verification_uri":"https://login.example/","expires_in":60,"interval":0.01}"#,
        ),
        _ => Answer::status(204),
    }
}

/// The redirect that a browser would follow, from the address that the program shows.
fn comes_back(url: &str) -> String {
    let parameter = |name: &str| {
        let pairs = url.split_once('?').map(|(_, query)| query.split('&')).expect("a query");
        let value = pairs.filter_map(|pair| pair.split_once('=')).find(|(key, _)| *key == name).expect("is sent").1;
        percent_encoding::percent_decode_str(value).decode_utf8_lossy().into_owned()
    };
    format!("{}?code=c&state={}", parameter("redirect_uri"), parameter("state"))
}

fn visit(url: &str) {
    use authwright::{BlockingTransport as _, Bytes, http};
    let request = http::Request::get(url).body(Bytes::new()).expect("is a request");
    authwright::transport::UreqTransport::new().send(request).expect("the page is shown");
}

/// Runs the program of a crate against `mock` with these variables, goes to the browser for it where it asks to, and gives
/// the last request to the API.
fn run(out: &Path, mock: &Mock, name: &str, variables: &[(&str, &str)]) -> Request {
    let package = format!("{name}-auth");
    let mut command = compiled::cargo(out, &["run", "--quiet", "--package", &package, "--example", "request"]);
    let prefix = name.to_uppercase().replace('-', "_");
    command.env(format!("{prefix}_BASE_URL"), mock.url());
    command.envs(variables.iter().map(|(variable, value)| (format!("{prefix}_{variable}"), *value)));
    let (_process, lines) = Process::spawn(&mut command).expect("cargo runs");
    let mut said = Vec::new();
    for line in lines {
        if let Some(url) = line.strip_prefix("open http").filter(|_| line.contains("state=")) {
            visit(&comes_back(&format!("http{url}")));
        }
        said.push(line);
    }
    assert!(said.last().is_some_and(|line| line == "GET /things: 204 No Content"), "{name}: {said:#?}");
    let secrets = ["hidden", "issued", "aGlkZGVu"];
    assert!(!said.iter().any(|line| secrets.iter().any(|secret| line.contains(secret))), "{name}: {said:#?}");
    mock.requests().pop().expect("a request")
}

/// Runs the program of a crate whose document has an operation that signs in, and gives the request that it sent.
fn sign_in(out: &Path, mock: &Mock, name: &str, variables: &[(&str, &str)]) -> Request {
    let package = format!("{name}-auth");
    let mut command = compiled::cargo(out, &["run", "--quiet", "--package", &package, "--example", "token"]);
    let prefix = name.to_uppercase().replace('-', "_");
    command.env(format!("{prefix}_BASE_URL"), mock.url());
    command.envs(variables.iter().map(|(variable, value)| (format!("{prefix}_{variable}"), *value)));
    let (_process, lines) = Process::spawn(&mut command).expect("cargo runs");
    assert_eq!(lines.into_iter().collect::<Vec<_>>(), ["issued"]);
    mock.requests().pop().expect("a request")
}

#[test]
fn crates_of_schemes_compile_and_their_programs_sign_in() {
    let mock = Mock::new(answer);
    let out = tempfile::tempdir().expect("a folder");
    let out = out.path();
    write(out, &mock.url());
    compiled::passes(out, &["test", "--workspace", "--quiet"]);

    let client = [("CLIENT_ID", "client"), ("CLIENT_SECRET", "hidden")];
    let sent = run(out, &mock, "client-credentials", &client);
    assert_eq!(sent.header("authorization"), Some("Bearer issued"));
    let tenant =
        [("MACHINE_CLIENT_ID", "client"), ("MACHINE_CLIENT_SECRET", "hidden"), ("MACHINE_TENANT_ID", "acme-1")];
    let sent = run(out, &mock, "tenant", &tenant);
    assert_eq!(sent.header("authorization"), Some("Bearer issued"));
    assert!(mock.requests().iter().any(|request| request.path() == "/acme-1/oauth/token"), "the address is filled");
    let sent = run(out, &mock, "authorization-code", &client[..1]);
    assert_eq!(sent.header("authorization"), Some("Bearer issued"));
    let sent = run(out, &mock, "device", &client[..1]);
    assert_eq!(sent.header("authorization"), Some("Bearer issued"));

    let sent = run(out, &mock, "api-keys", &[("HEADER_KEY", "hidden")]);
    assert_eq!(sent.header("x-api-key"), Some("hidden"));
    let sent = run(out, &mock, "api-keys", &[("QUERY_KEY", "hidden/1")]);
    assert_eq!(sent.target, "/things?api_key=hidden%2F1");
    let sent = run(out, &mock, "api-keys", &[("COOKIE_KEY", "hidden")]);
    assert_eq!(sent.header("cookie"), Some("session=hidden"));
    let sent = run(out, &mock, "api-keys", &[("TOKEN_KEY", "hidden")]);
    assert_eq!(sent.header("authorization"), Some("Token hidden"));
    let file = out.join("secret");
    std::fs::write(&file, "hidden from a file\n").expect("a file");
    let sent = run(out, &mock, "api-keys", &[("HEADER_KEY_FILE", file.to_str().expect("a path in UTF-8"))]);
    assert_eq!(sent.header("x-api-key"), Some("hidden from a file"));

    let sent = run(out, &mock, "basic", &[("BASIC_AUTH_USER", "u"), ("BASIC_AUTH_PASSWORD", "hidden")]);
    assert_eq!(sent.header("authorization"), Some("Basic dTpoaWRkZW4="));
    let sent = run(out, &mock, "basic", &[("BASIC_AUTH_USER", "hidden")]);
    assert_eq!(sent.header("authorization"), Some("Basic aGlkZGVuOg=="), "a key alone, with an empty password");
    let sent = run(out, &mock, "all-and-any", &[("APP_ID", "hidden"), ("APP_KEY", "hidden2")]);
    assert_eq!((sent.header("x-app-id"), sent.target.as_str()), (Some("hidden"), "/things?key=hidden2"));
    let machine = [("APP_ID", "hidden"), ("MACHINE_CLIENT_ID", "client"), ("MACHINE_CLIENT_SECRET", "hidden")];
    let sent = run(out, &mock, "all-and-any", &machine);
    assert_eq!((sent.header("x-app-id"), sent.header("authorization")), (Some("hidden"), Some("Bearer issued")));

    // At a token endpoint it is a client that signs in by Basic: form-encoded before (RFC 6749, section 2.3.1).
    let client = [("CLIENT_USER", "id:1"), ("CLIENT_PASSWORD", "p+q /%")];
    let sent = sign_in(out, &mock, "token-endpoint", &client);
    assert_eq!(sent.header("authorization"), Some("Basic aWQlM0ExOnAlMkJxJTIwJTJGJTI1"));

    // The oldest edition that crates are asked for in.
    for (name, _) in fixtures() {
        let manifest = out.join(&name).join("Cargo.toml");
        let text = std::fs::read_to_string(&manifest).expect("a manifest");
        std::fs::write(&manifest, text.replace("edition = \"2024\"", "edition = \"2021\"")).expect("a manifest");
    }
    compiled::passes(out, &["check", "--workspace", "--all-targets"]);
}
