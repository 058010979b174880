//! The page that the browser shows when it comes back to a native application (RFC 8252, section 7.3): static, without
//! script, and honest about what happened.

use std::fmt::Write as _;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use ring::digest::{SHA256, digest};

/// What happened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Outcome {
    /// The tokens were received.
    SignedIn,
    /// The person or the server said no, or something went wrong; the text says what, and what to do.
    Failed(String),
    /// The address is not the one that the application waits on.
    NotHere,
}

const STYLE: &str = "\
:root{color-scheme:light dark;--ink:#1b1f24;--soft:#57606a;--paper:#f6f8fa;--card:#fff;--line:#d0d7de;--good:#1a7f37;--bad:#b35900}\
@media(prefers-color-scheme:dark){:root{--ink:#e6edf3;--soft:#9198a1;--paper:#0d1117;--card:#161b22;--line:#30363d;--good:#3fb950;--bad:#e09b4a}}\
*{box-sizing:border-box}\
body{margin:0;min-height:100vh;display:grid;place-items:center;padding:24px;background:var(--paper);color:var(--ink);\
font:17px/1.55 system-ui,-apple-system,'Segoe UI',Roboto,'Helvetica Neue',sans-serif}\
main{width:100%;max-width:30rem;background:var(--card);border:1px solid var(--line);border-radius:14px;padding:40px 36px;text-align:center;\
box-shadow:0 8px 30px rgba(0,0,0,.06)}\
svg{width:64px;height:64px;fill:none;stroke:var(--good);stroke-width:2.5;stroke-linecap:round;stroke-linejoin:round}\
.failed svg{stroke:var(--bad)}\
h1{font-size:1.45rem;line-height:1.25;margin:18px 0 10px}\
p{margin:0;color:var(--soft);overflow-wrap:anywhere}";

const TICK: &str = "<circle cx=\"24\" cy=\"24\" r=\"20\"/><path d=\"M15 25l6 6 12-13\"/>";
const MARK: &str = "<circle cx=\"24\" cy=\"24\" r=\"20\"/><path d=\"M24 14v13M24 33v.5\"/>";

/// The whole HTTP/1.1 response for an outcome. `application` names the program to go back to.
pub(crate) fn response(outcome: &Outcome, application: &str) -> String {
    let (status, class, picture, title, text) = match outcome {
        Outcome::SignedIn => (
            "200 OK",
            "done",
            TICK,
            "You are signed in",
            format!("You can close this window and go back to {application}."),
        ),
        Outcome::Failed(why) => ("400 Bad Request", "failed", MARK, "The sign-in did not work", sentence(why)),
        Outcome::NotHere => (
            "404 Not Found",
            "failed",
            MARK,
            "Nothing to see here",
            format!("{application} waits for a sign-in at another address."),
        ),
    };
    let mut body = String::with_capacity(3000);
    // Writing to a String cannot fail.
    let _ = write!(
        body,
        "<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\">\
         <meta name=\"viewport\" content=\"width=device-width,initial-scale=1\"><meta name=\"robots\" content=\"noindex\">\
         <title>{title}</title><style>{STYLE}</style></head><body><main class=\"{class}\" role=\"status\">\
         <svg viewBox=\"0 0 48 48\" aria-hidden=\"true\">{picture}</svg><h1>{title}</h1><p>{}</p></main></body></html>",
        escape(&text),
    );
    let style = STANDARD.encode(digest(&SHA256, STYLE.as_bytes()));
    format!(
        "HTTP/1.1 {status}\r\nContent-Type: text/html; charset=utf-8\r\nContent-Length: {}\r\n\
         Content-Security-Policy: default-src 'none'; style-src 'sha256-{style}'; base-uri 'none'; form-action 'none'; \
         frame-ancestors 'none'\r\nCache-Control: no-store\r\nReferrer-Policy: no-referrer\r\n\
         X-Content-Type-Options: nosniff\r\nConnection: close\r\n\r\n{body}",
        body.len(),
    )
}

/// Begins with a capital and ends with a full stop.
fn sentence(text: &str) -> String {
    let mut letters = text.chars();
    let mut text: String = letters.next().map(|first| first.to_uppercase().collect()).unwrap_or_default();
    text.extend(letters);
    if !text.ends_with(['.', '!', '?']) {
        text.push('.');
    }
    text
}

fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\'' => escaped.push_str("&#39;"),
            letter => escaped.push(letter),
        }
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_page_has_no_script_and_forbids_everything_but_its_own_style() {
        let page = response(&Outcome::SignedIn, "the example");
        assert!(page.contains("default-src 'none'; style-src 'sha256-"));
        assert!(!page.contains("<script"));
        assert!(!page.contains("http://") && !page.contains("https://"), "nothing is loaded");
        assert!(page.contains("go back to the example."));
    }

    #[test]
    fn foreign_text_stays_text() {
        let page = response(&Outcome::Failed("denied <script>alert('1')</script>".into()), "<b>app</b>");
        assert!(page.contains("Denied &lt;script&gt;alert(&#39;1&#39;)&lt;/script&gt;."));
        let elsewhere = response(&Outcome::NotHere, "<b>app</b>");
        assert!(elsewhere.starts_with("HTTP/1.1 404") && !elsewhere.contains("<b>"));
    }

    #[test]
    fn the_length_is_the_body_s() {
        let page = response(&Outcome::Failed("\u{e4}\u{f6}".into()), "app");
        let (head, body) = page.split_once("\r\n\r\n").expect("has a body");
        assert!(head.contains(&format!("Content-Length: {}\r\n", body.len())));
    }
}
