//! Why an operation cannot be a step of the lifecycle.

use crate::diagnostic::{Code, Diagnostic, quoted};
use crate::document::Span;
use crate::model::read::Reading;

/// What is lacking for a step that renews or ends a session.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Lack {
    /// Its reply gives no token.
    Token,
    /// It takes a refresh token, and signing in gives none.
    RefreshToken,
    /// It takes the token as text in this field, and the token is a cookie.
    Text(String),
    /// What this puts into the header is what the token would go into.
    Room(String),
    /// It takes these values, which signing in does not.
    Values(Vec<String>),
}

impl Lack {
    /// Says that an overlay chooses for a step what cannot be it. Where something could not be read, that may be why.
    pub(super) fn report(&self, reading: &Reading<'_>, step: &str, (name, at): (&str, Span)) {
        if reading.is_broken() && *self == Self::Token {
            return;
        }
        let message = format!("the overlay chooses {} for `{step}`, but {}", quoted(name), self.why());
        reading.report(Diagnostic::error(Code::Extension, message, self.help(step)).at(at));
    }

    fn why(&self) -> String {
        match self {
            Self::Token => "no token was found in its response".to_owned(),
            Self::RefreshToken => "it takes a refresh token, and the sign-in gives none".to_owned(),
            Self::Text(field) => {
                format!("its field {} takes a token as text, and the sign-in gives a cookie", quoted(field))
            }
            Self::Room(other) => {
                format!(
                    "{} takes the header that the token goes into, and nothing else in it takes the token",
                    quoted(other)
                )
            }
            Self::Values(names) => {
                let names: Vec<String> = names.iter().map(|name| quoted(name)).collect();
                format!("it takes {}, which the sign-in does not", names.join(" and "))
            }
        }
    }

    fn help(&self, step: &str) -> String {
        let mend = match self {
            Self::Token => "mark the field of the token in its response by x-authwright: { token: access }",
            Self::RefreshToken => {
                "mark the field of the refresh token in the response to the sign-in by x-authwright: { token: refresh }"
            }
            Self::Text(_) => "choose the operation that ends the session whose cookie is sent",
            Self::Room(_) => {
                "say by `security` on the operation which scheme carries the token, or by a parameter where else it goes"
            }
            Self::Values(_) => {
                "say by x-authwright on the field that it is the token ({ token: access }) or has always one value ({ fixed: VALUE })"
            }
        };
        format!("{mend}; or leave `{step}` out of the overlay and call the operation through the client")
    }
}
