//! Secrets are wiped: after everything that held one is dropped, it is nowhere in the memory of the process.
//!
//! A binary of its own with one test, so that nothing else runs meanwhile. Reading one's own memory needs Linux.
#![cfg(target_os = "linux")]

use std::fs::File;
use std::io::{Read, Seek, SeekFrom};
use std::sync::Arc;

use authwright::{
    Api, BaseUrl, BoxFuture, Grant, Object, Record, Secret, TokenError, TokenSet, TokenShape, TokenSource,
    TransportError, block_on,
};
use bytes::Bytes;
use http::{Method, Request, Response};
use zeroize::Zeroizing;

/// What the secrets are made of, masked, so that the test's own text is not found.
const MASKED: [u8; 24] = *b"pbmbqz.e`msa.eqlm.wkf.aq";
const MASK: u8 = 3;

/// A secret in memory that is wiped: the pattern, and a name after it.
fn secret(name: &str) -> Zeroizing<String> {
    let mut text = Zeroizing::new(String::with_capacity(MASKED.len() + name.len()));
    text.extend(MASKED.iter().map(|byte| char::from(byte ^ MASK)));
    text.push_str(name);
    text
}

/// Moves the secret into one of ours.
fn ours(name: &str) -> Secret {
    Secret::from(secret(name).as_str())
}

/// How often the pattern is in the memory that can be written.
fn found() -> usize {
    let maps = std::fs::read_to_string("/proc/self/maps").unwrap();
    let mut memory = File::open("/proc/self/mem").unwrap();
    let mut count = 0;
    for line in maps.lines().filter(|line| line.contains(" rw")) {
        let (start, end) = line.split(' ').next().unwrap().split_once('-').unwrap();
        let (start, end) = (u64::from_str_radix(start, 16).unwrap(), u64::from_str_radix(end, 16).unwrap());
        // Some ranges of the kernel cannot be read.
        if memory.seek(SeekFrom::Start(start)).is_ok() {
            let mut bytes = Vec::with_capacity(usize::try_from(end - start).unwrap());
            if memory.by_ref().take(end - start).read_to_end(&mut bytes).is_ok() {
                count += occurrences(&bytes);
            }
            // Do not find in the next range what was read from this one.
            bytes.fill(0);
        }
    }
    count
}

/// Looks for the first byte and compares the others behind it.
fn occurrences(bytes: &[u8]) -> usize {
    let [first, rest @ ..] = &MASKED;
    // The first byte occurs in the pattern once, so that no piece is cut short.
    let behind = bytes.split(|byte| byte ^ MASK == *first).skip(1);
    behind
        .filter(|piece| piece.len() >= rest.len() && piece.iter().zip(rest).all(|(byte, rest)| byte ^ MASK == *rest))
        .count()
}

struct Provider(Api);

impl Grant for Provider {
    fn exchange<'a>(&'a self, previous: Option<&'a TokenSet>) -> BoxFuture<'a, Result<TokenSet, TokenError>> {
        Box::pin(async move {
            let call =
                self.0.call(Method::POST, "/token").basic("user", &ours("-password")).cookie("sid", &ours("-cookie"));
            let call = match previous.and_then(TokenSet::refresh) {
                Some(token) => call.form(&[("refresh_token", token.expose())]),
                None => call.json(&Object::new().field("key", &ours("-key")).into_json()),
            };
            TokenShape::OAUTH2.read(&call.send().await?)
        })
    }

    fn provider(&self) -> &'static str {
        "test"
    }

    fn identity(&self) -> String {
        String::new()
    }
}

/// Answers with two tokens, in memory that is wiped.
async fn answer(request: Request<Bytes>) -> Result<Response<Bytes>, TransportError> {
    drop(request);
    let (access, refresh) = (secret("-access"), secret("-refresh"));
    let pieces =
        ["{\"access_token\":\"", &access, "\\/\",\"refresh_token\":\"\\u003d", &refresh, "\",\"expires_in\":3600}"];
    let mut body = Zeroizing::new(Vec::with_capacity(pieces.iter().map(|piece| piece.len()).sum()));
    for piece in pieces {
        body.extend_from_slice(piece.as_bytes());
    }
    let response = Response::builder().header("content-type", "application/json");
    Ok(response.body(Bytes::from_owner(body)).unwrap())
}

fn session() {
    let base = BaseUrl::parse("https://api.example").unwrap();
    let api = Api::with_transport(base.clone(), Arc::new(answer));
    let source = TokenSource::builder(Provider(api)).allow(&base).build();
    let (mut parts, ()) = Request::get("https://api.example/").body(()).unwrap().into_parts();
    block_on(async {
        source.authorize(&mut parts).await.unwrap();
        source.refresh().await.unwrap();
    });
    let tokens = TokenSet::new(ours("-stored"));
    drop(Record::decode(&Record::default().with_tokens(tokens).encode()).unwrap());
    assert!(found() > 0, "as long as it lives it is somewhere");
}

#[test]
fn nothing_is_left_of_a_secret() {
    assert_eq!(found(), 0);
    session();
    assert_eq!(found(), 0);
}
