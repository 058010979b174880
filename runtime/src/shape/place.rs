//! [`Place`]: where in a reply something is.

use super::cookie;
use crate::Secret;
use crate::call::Reply;
use crate::json::Json;

/// Names of members, from the outside in.
pub type Path = &'static [&'static str];

/// Where in a reply a token is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Place {
    /// A member of the JSON body.
    Field(Path),
    /// The same; or, where there is a string after so many of its names, that string.
    FieldOrText(Path, usize),
    /// The whole body: a JSON string, or text.
    Body,
    /// A response header, after the scheme if there is one.
    Header(&'static str),
    /// A cookie that is set, as it is set last; without a name all of them, as `a=1; b=2`. One that is deleted is none.
    /// The cookie that signs a named one (`a.sig`) is kept behind its value, as `1; a.sig=2`, and goes where it goes.
    Cookie(Option<&'static str>),
}

impl Place {
    /// True when the body has to be JSON for this place to exist.
    pub(super) fn needs_json(self) -> bool {
        matches!(self, Self::Field(_) | Self::FieldOrText(..))
    }

    /// What is there; an empty string counts as nothing (RFC 6749 section 3.2), and so does one of blanks.
    pub(super) fn find(self, reply: &Reply, body: Option<&Json>) -> Option<Secret> {
        let found = match self {
            Self::Field(path) => body?.at(path)?.as_secret().cloned(),
            Self::FieldOrText(path, depth) => {
                let text = || body?.at(path.get(..depth)?)?.as_secret();
                body?.at(path).and_then(Json::as_secret).or_else(text).cloned()
            }
            Self::Body => match body {
                Some(body) => body.as_secret().cloned(),
                None => std::str::from_utf8(reply.body()).ok().map(|text| Secret::from(text.trim())),
            },
            Self::Header(name) => reply.headers().get(name)?.to_str().ok().map(|value| without_scheme(value).into()),
            Self::Cookie(name) => cookie::value(reply, name),
        };
        found.filter(|secret| !secret.expose().trim().is_empty())
    }

    /// How a message names it.
    pub(super) fn describe(self) -> String {
        match self {
            Self::Field(path) | Self::FieldOrText(path, _) => format!("the member `{}`", path.join(".")),
            Self::Body => "the body".to_owned(),
            Self::Header(name) => format!("the header `{name}`"),
            Self::Cookie(Some(name)) => format!("the cookie `{name}`"),
            Self::Cookie(None) => "a cookie".to_owned(),
        }
    }
}

/// `Bearer abc` is the token `abc`; a value without a space is the token itself.
fn without_scheme(value: &str) -> &str {
    let value = value.trim();
    value.split_once(' ').map_or(value, |(_, token)| token.trim())
}
