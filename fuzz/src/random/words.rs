//! Names and prose as documents have them, and worse.

use super::Maker;

/// Names of fields that mean something to an auth client.
#[rustfmt::skip]
const MEANT: &[&str] = &[
    "username", "user", "email", "password", "pass_word", "passWord", "client_id", "clientId", "client_secret",
    "api_key", "apiKey", "x-api-key", "token", "access_token", "refresh_token", "id_token", "token_type", "expires_in",
    "expiresAt", "scope", "grant_type", "code", "otp", "state", "nonce", "redirect_uri", "device_id", "account",
    "tenant", "locale", "remember", "error", "message",
];

/// Words that mean something to Rust, to its prelude, or to the code that is generated.
#[rustfmt::skip]
const TAKEN: &[&str] = &[
    "type", "self", "Self", "async", "crate", "match", "gen", "try", "dyn", "fn", "super", "union", "_", "__",
    "String", "Vec", "Option", "Some", "None", "Ok", "Err", "Result", "Box", "Default", "Clone", "Debug", "Drop",
    "Send", "body", "client", "credentials", "value", "result", "request", "reply", "builder", "new", "build", "send",
    "from", "into", "extra", "additional", "status", "headers", "key", "map", "object", "json", "bytes", "index",
    "kind", "text", "parse", "default", "name", "fmt", "other", "other_fields", "hash", "server", "url", "method",
    "secret", "unknown", "custom", "call", "transport", "write", "read", "is_empty", "as_str", "display", "len",
    "core", "std", "alloc", "clippy", "i64", "u8", "str", "bool", "f64", "true", "null", "main", "test", "authwright",
    "provider",
];

/// Names that Rust cannot have as they are.
#[rustfmt::skip]
const ODD: &[&str] = &[
    "2fa", "1", "007", "-1", "1_000", "3.14", "ä", "日本", "Ω", "😀", "é\u{301}", "שלום", "a\u{200d}b", "a.b", "a-b",
    "a b", "a/b", "a~b", "a[]", "a[b]", "$id", "$ref", "@type", "#x", "x:y", "\"", "\\", "{b}", "", " ", "r#fn", "a'b",
    "%20", "`a`", "//", "ı", "ß", "ǅ", "Ⅷ", "A_", "_a",
];

/// Prose, right and wrong.
#[rustfmt::skip]
const FRAGMENTS: &[&str] = &[
    "A thing.", "See [here](http://x.y) or <b>bold</b>", "`code` and ```", "a | b", "|a|b|\n|-|-|\n|`c`|d|",
    "* list\n* two", "1. one\n2. two\n 3) three", "https://example.com/a_b_c", "[link",
    "[text][ref]\n\n[ref]: http://x.y \"t\"", "\\escape", "# Heading\n\ntext", "Heading\n=======",
    "Uses OAuth2 and OpenID.", "`unclosed", "a\n\n    indented code\n", "<script>", "</div>", "<https://a.b>",
    "ends with colon:", "{@link Foo}", "{{ x }}", "{% if %}", "$ref", "%s", "NaN", "e.g. i.e.", "Mr. X", "\"quoted\"",
    "\u{202e} rtl", "emoji 😀", "*/", "//!", "\"#", "access_token", "MyType::new()", "snake_case and CamelCase",
    "[`Self`]", "[self::x]", "- [ ] task", "```json\n{\"a\": 1}\n```", "~~~\nx", "> quote\n> more", "***",
    "_under_ *star* **both**", "&amp; &#x27;", "トークンを返す。", "\ttab", "a  \nb", "\r\n", "A list:\n\n- a\n\n  b\n- c",
    "Returns", "deprecated", "PostgreSQL JavaScript GitLab", "[^1]\n\n[^1]: note", "![i](data:x)", "1986. A year",
    "+ plus", "--", "…",
];

/// Statuses of replies that are no success.
const FAILURES: &[&str] =
    &["400", "401", "403", "404", "409", "422", "429", "4XX", "4xx", "500", "503", "5XX", "302", "599"];

impl Maker {
    /// A name of a field or a parameter.
    pub(super) fn name(&mut self) -> String {
        match self.draw.below(20) {
            0..=7 => self.draw.pick(MEANT).to_owned(),
            8..=12 => self.draw.pick(TAKEN).to_owned(),
            13..=14 if self.odd => self.draw.pick(ODD).to_owned(),
            15 => {
                let separator = self.draw.pick(&["_", "-", "", ".", " "]);
                format!("{}{separator}{}", self.draw.pick(MEANT), self.draw.pick(TAKEN))
            }
            16 => char::from(b'a' + u8::try_from(self.draw.below(26)).unwrap_or(0)).to_string(),
            17 => format!("{}{}", self.draw.pick(TAKEN), self.draw.below(12)),
            18 if self.draw.chance(10) => vec![self.draw.pick(MEANT); 30].join("_"),
            _ => self
                .draw
                .pick(&["id", "x", "created", "role", "plan", "owner", "data", "items", "meta", "active"])
                .to_owned(),
        }
    }

    /// So many names, of which some differ from each other, or from those that are there, in a letter, a sign or the case only.
    pub(super) fn names(&mut self, count: usize, there: &[&str]) -> Vec<String> {
        let mut names: Vec<String> = there.iter().map(|name| (*name).to_owned()).collect();
        for number in 0..count {
            let near = self.draw.chance(20) && !names.is_empty();
            let name = match near.then(|| self.draw.below(names.len())) {
                Some(at) => self.near(&names[at].clone()),
                None if count > 40 => format!("{}_{number}", self.name()),
                None => self.name(),
            };
            if !names.contains(&name) {
                names.push(name);
            }
        }
        names.split_off(there.len())
    }

    fn near(&mut self, name: &str) -> String {
        match self.draw.below(8) {
            0 => name.to_uppercase(),
            1 => name.replace('_', "-"),
            2 => name.replace('_', ""),
            3 => format!("{name}_"),
            4 => format!("{name}s"),
            5 => format!("{name}2"),
            6 => name.chars().enumerate().map(|(at, c)| if at == 0 { c.to_ascii_uppercase() } else { c }).collect(),
            _ => name.chars().enumerate().map(|(at, c)| if at == name.len() / 2 { 'x' } else { c }).collect(),
        }
    }

    /// A name that HTTP allows for a header, and a cookie.
    pub(super) fn token_name(&mut self) -> String {
        let name: String = self.name().chars().filter(|c| c.is_ascii_alphanumeric() || "-_.".contains(*c)).collect();
        if name.is_empty() { "X-Odd".to_owned() } else { name }
    }

    /// Prose, of one fragment or of several.
    pub(super) fn prose(&mut self) -> String {
        if !self.odd {
            return self
                .draw
                .pick(&["A thing.", "What it is for.", "Says who calls", "The `id` of it; see https://a.example/b_c."])
                .to_owned();
        }
        let mut text = self.draw.pick(FRAGMENTS).to_owned();
        while self.draw.chance(30) {
            text.push_str(self.draw.pick(&[" ", "\n", "\n\n", ""]));
            text.push_str(self.draw.pick(FRAGMENTS));
        }
        if self.draw.chance(4) { text.repeat(40) } else { text }
    }

    /// Statuses of failures.
    pub(super) fn failures(&mut self) -> Vec<&'static str> {
        let count = if self.draw.chance(4) { FAILURES.len() } else { self.draw.below(4) };
        self.draw.sample(FAILURES, count)
    }
}
