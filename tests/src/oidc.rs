//! The certified OpenID provider of `servers/oidc.mjs`, and a person who signs in there without a browser.

use std::collections::BTreeMap;
use std::path::Path;
use std::process::Command;

use authwright::http::{Method, Request, header};
use authwright::transport::UreqTransport;
use authwright::{BlockingTransport as _, Bytes};
use serde_json::Value;

use crate::optional::{Need, program, ran, skipped};
use crate::process::Process;

/// A running provider; it ends with the value.
#[derive(Debug)]
pub struct Oidc {
    _process: Process,
    issuer: String,
}

impl Oidc {
    /// Starts the provider with these settings, or skips `test` where node or the package is not installed.
    ///
    /// # Panics
    ///
    /// When it is installed and does not start.
    pub fn start(test: &str, settings: &Value) -> Option<Self> {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("servers");
        let Some(node) = program("node").filter(|_| folder.join("node_modules/oidc-provider").is_dir()) else {
            skipped(Need::Server, test, "`node` or the npm package `oidc-provider` is not installed");
            return None;
        };
        ran(Need::Server, test);
        let mut command = Command::new(node);
        command.arg(folder.join("oidc.mjs")).arg(settings.to_string());
        let ready = |line: &str| line.strip_prefix("listening ").map(str::to_owned);
        let (process, issuer) = Process::start(&mut command, ready).expect("the provider starts");
        Some(Self { _process: process, issuer })
    }

    /// The issuer identifier, which is also the address.
    pub fn issuer(&self) -> &str {
        &self.issuer
    }
}

/// What a person does at the consent page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Answer {
    /// Signs in as alice and allows the access.
    Allow,
    /// Goes back instead of signing in.
    Deny,
}

/// A person with a browser of no looks: cookies, redirects and forms.
#[derive(Debug, Default)]
pub struct Person {
    cookies: BTreeMap<String, String>,
}

/// A page, or where it leads.
struct Page {
    redirect: Option<String>,
    body: String,
}

/// No sign-in takes more steps than this.
const MOST_STEPS: usize = 30;

impl Person {
    /// Follows `url`, answers the pages on the way, and gives the first address outside the provider: the redirect to
    /// the client. Where the way ends at a page of the provider's, that page is the error.
    pub fn visit(&mut self, issuer: &str, url: &str, answer: Answer) -> Result<String, String> {
        let mut page = self.get(url);
        for _ in 0..MOST_STEPS {
            page = match page.redirect {
                Some(to) if to.starts_with('/') => self.get(&format!("{issuer}{to}")),
                Some(to) if to.starts_with(issuer) => self.get(&to),
                Some(to) => return Ok(to),
                None => match form(&page.body) {
                    Some((action, fields)) => self.submit(issuer, &page.body, &action, fields, answer),
                    None => return Err(page.body),
                },
            };
        }
        Err("the sign-in does not end".to_owned())
    }

    fn submit(
        &mut self,
        issuer: &str,
        body: &str,
        action: &str,
        mut fields: Vec<(String, String)>,
        answer: Answer,
    ) -> Page {
        if answer == Answer::Deny
            && let Some(abort) = between(body, "href=\"", "\"").filter(|link| link.ends_with("/abort"))
        {
            return self.get(&absolute(issuer, abort));
        }
        for (name, value) in &mut fields {
            match name.as_str() {
                "login" => "alice".clone_into(value),
                "password" => "any".clone_into(value),
                _ => {}
            }
        }
        let pairs: Vec<String> =
            fields.iter().map(|(name, value)| format!("{}={}", encode(name), encode(value))).collect();
        self.send(Method::POST, &absolute(issuer, action), pairs.join("&"))
    }

    fn get(&mut self, url: &str) -> Page {
        self.send(Method::GET, url, String::new())
    }

    fn send(&mut self, method: Method, url: &str, body: String) -> Page {
        let cookies: Vec<String> = self.cookies.iter().map(|(name, value)| format!("{name}={value}")).collect();
        let request = Request::builder()
            .method(method)
            .uri(url)
            .header(header::COOKIE, cookies.join("; "))
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
            .body(Bytes::from(body))
            .expect("is a request");
        let response = UreqTransport::new().send(request).expect("the provider answers");
        for cookie in response.headers().get_all(header::SET_COOKIE) {
            let pair = cookie.to_str().unwrap_or_default().split(';').next().unwrap_or_default();
            if let Some((name, value)) = pair.split_once('=') {
                self.cookies.insert(name.to_owned(), value.to_owned());
            }
        }
        self.cookies.retain(|_, value| !value.is_empty());
        let redirect = response.headers().get(header::LOCATION).and_then(|to| to.to_str().ok()).map(str::to_owned);
        Page { redirect, body: String::from_utf8_lossy(response.body()).into_owned() }
    }
}

/// The first form of a page: its target, and its fields with their values.
fn form(body: &str) -> Option<(String, Vec<(String, String)>)> {
    let form = &body[body.find("<form")?..];
    let form = &form[..form.find("</form>")?];
    let action = between(form, "action=\"", "\"")?.to_owned();
    let inputs = form.split("<input").skip(1);
    let field = |input: &str| {
        let name = between(input, "name=\"", "\"")?.to_owned();
        Some((name, between(input, "value=\"", "\"").unwrap_or_default().to_owned()))
    };
    Some((action, inputs.filter_map(field).collect()))
}

fn between<'a>(text: &'a str, start: &str, end: &str) -> Option<&'a str> {
    let rest = &text[text.find(start)? + start.len()..];
    Some(&rest[..rest.find(end)?])
}

fn absolute(issuer: &str, target: &str) -> String {
    if target.starts_with('/') { format!("{issuer}{target}") } else { target.to_owned() }
}

fn encode(text: &str) -> String {
    percent_encoding::utf8_percent_encode(text, percent_encoding::NON_ALPHANUMERIC).to_string()
}
