//! What comes back through the user's browser (RFC 6749, section 4.1.2; RFC 9207).

use std::fmt;

use super::form;
use crate::Secret;
use crate::error::clean;

/// Why an authorization response was refused. Nothing was sent to the token endpoint.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum CallbackError {
    /// The response is no form-encoded query.
    Malformed,
    /// A parameter came more than once (RFC 6749, section 3.1).
    Repeated(String),
    /// No `state`.
    MissingState,
    /// A `state` that is not this transaction's.
    WrongState,
    /// No transaction waits for this `state`: it was answered already, took too long, or was never begun here.
    UnknownState,
    /// No `iss` although the server's metadata promises one (RFC 9207, section 2.4).
    MissingIssuer,
    /// An `iss` that is not the server's that was asked.
    WrongIssuer {
        /// The issuer that was asked.
        expected: String,
        /// The one that answered.
        found: String,
    },
    /// The response came to another address than the redirect URI of the request.
    WrongRedirect,
    /// The person, or the server, said no; to a device in answer to its code (RFC 8628, section 3.5).
    Denied {
        /// The code of RFC 6749, section 4.1.2.1.
        error: String,
        /// What the server adds, cleaned.
        description: Option<String>,
    },
    /// Neither a code nor an error.
    MissingCode,
}

impl fmt::Display for CallbackError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Malformed => f.write_str("the sign-in response cannot be read; begin the sign-in again"),
            Self::Repeated(name) => write!(f, "the sign-in response has `{name}` more than once; begin the sign-in again"),
            Self::MissingState => f.write_str(
                "the sign-in response has no `state`, so it may be forged; begin the sign-in again from this program",
            ),
            Self::WrongState => f.write_str(
                "the sign-in response belongs to another sign-in, or is forged; begin the sign-in again from this program",
            ),
            Self::UnknownState => f.write_str(
                "no sign-in waits for this response: it was used already or took too long; begin the sign-in again",
            ),
            Self::MissingIssuer => f.write_str(
                "the sign-in response does not name its issuer although the server promises to; \
                 begin again, and report it to the server's operator if it stays",
            ),
            Self::WrongIssuer { expected, found } => write!(
                f,
                "the sign-in response comes from {found}, but {expected} was asked (a mix-up attack looks like this); \
                 begin the sign-in again and check the servers' addresses",
            ),
            Self::WrongRedirect => f.write_str(
                "the sign-in response came to another address than the redirect URI that was sent; \
                 register exactly the redirect URI that the program uses",
            ),
            Self::Denied { error, description } => {
                write!(f, "the sign-in was refused: {error}")?;
                if let Some(description) = description {
                    write!(f, " ({description})")?;
                }
                write!(f, "; {}", help(error))
            }
            Self::MissingCode => f.write_str("the sign-in response holds neither a code nor an error; begin the sign-in again"),
        }
    }
}

/// What to do about a refusal, by its code (RFC 6749, section 4.1.2.1; OpenID Connect Core 1.0, section 3.1.2.6).
fn help(error: &str) -> &'static str {
    match error {
        "access_denied" => "begin again and allow the access asked for",
        "invalid_scope" => "ask for scopes that the server has for this client",
        "server_error" | "temporarily_unavailable" => "begin again later",
        "login_required" | "consent_required" | "interaction_required" | "account_selection_required" => {
            "begin again without `prompt=none`, so that the person is asked"
        }
        _ => {
            "the person cannot mend that: check how the client is registered, and whether the server's metadata asks for \
             more than the request has"
        }
    }
}

impl std::error::Error for CallbackError {}

/// What a response must match.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Expected<'a> {
    /// The transaction's state.
    pub(crate) state: &'a Secret,
    /// The issuer that was asked, where it is known.
    pub(crate) issuer: Option<&'a str>,
    /// Whether the server's metadata promises `iss`.
    pub(crate) issuer_promised: bool,
}

/// What a browser came back with: the address that it was sent to, or the query of it alone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Redirected<'a> {
    /// The address before the query, where it was given.
    pub(crate) address: Option<&'a str>,
    pub(crate) query: &'a str,
}

impl<'a> Redirected<'a> {
    /// Reads what an application was given. `:` and `/` may stand in a query as they are (RFC 3986, section 3.4), so that an
    /// address is only what begins with a scheme.
    pub(crate) fn parse(text: &'a str) -> Self {
        let text = text.split('#').next().unwrap_or_default();
        let is_address = text.split_once(":/").is_some_and(|(scheme, _)| is_scheme(scheme));
        if !is_address {
            return Self { address: None, query: text.strip_prefix('?').unwrap_or(text) };
        }
        let (address, query) = text.split_once('?').unwrap_or((text, ""));
        Self { address: Some(address), query }
    }
}

/// RFC 3986, section 3.1.
fn is_scheme(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_alphabetic())
        && text.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'+' | b'-' | b'.'))
}

/// The parameters of a response, each at most once.
pub(crate) struct Callback(Vec<(String, String)>);

impl Callback {
    /// Reads a query. Unknown parameters are ignored; any parameter given twice is an error.
    pub(crate) fn parse(query: &str) -> Result<Self, CallbackError> {
        let pairs = form::decode(query).ok_or(CallbackError::Malformed)?;
        // Sorted: to compare each with each other would let a long query cost quadratic time.
        let mut names: Vec<&str> = pairs.iter().map(|(name, _)| name.as_str()).collect();
        names.sort_unstable();
        if let Some([name, ..]) = names.windows(2).find(|pair| matches!(pair, [one, other] if one == other)) {
            return Err(CallbackError::Repeated(clean(name)));
        }
        Ok(Self(pairs))
    }

    /// A parameter; an empty one is absent.
    pub(crate) fn value(&self, name: &str) -> Option<&str> {
        let (_, value) = self.0.iter().find(|(known, _)| known == name)?;
        (!value.is_empty()).then_some(value.as_str())
    }

    /// Whether this answers the sign-in with that state.
    pub(crate) fn check_state(&self, expected: &Secret) -> Result<(), CallbackError> {
        let state = self.value("state").ok_or(CallbackError::MissingState)?;
        if Secret::new(state) == *expected { Ok(()) } else { Err(CallbackError::WrongState) }
    }

    /// Checks state, then issuer, then looks at the outcome: an error response is checked like any other
    /// (RFC 9207, section 2.4).
    pub(crate) fn code(&self, expected: Expected<'_>) -> Result<Secret, CallbackError> {
        self.check_state(expected.state)?;
        self.check_issuer(expected)?;
        if let Some(error) = self.value("error") {
            let description = self.value("error_description").map(clean);
            return Err(CallbackError::Denied { error: clean(error), description });
        }
        self.value("code").map(Secret::new).ok_or(CallbackError::MissingCode)
    }

    fn check_issuer(&self, expected: Expected<'_>) -> Result<(), CallbackError> {
        match (self.value("iss"), expected.issuer) {
            (None, _) if expected.issuer_promised => Err(CallbackError::MissingIssuer),
            (Some(found), Some(issuer)) if found != issuer => {
                Err(CallbackError::WrongIssuer { expected: issuer.to_owned(), found: clean(found) })
            }
            _ => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(query: &str, issuer_promised: bool) -> Result<String, CallbackError> {
        let state = Secret::new("right");
        let expected = Expected { state: &state, issuer: Some("https://as.example"), issuer_promised };
        Callback::parse(query)?.code(expected).map(|code| code.expose().to_owned())
    }

    #[test]
    fn a_good_response_gives_the_code() {
        assert_eq!(read("code=c%2B1&state=right&iss=https%3A%2F%2Fas.example&unknown=1", true), Ok("c+1".to_owned()));
        assert_eq!(read("code=c&state=right", false), Ok("c".to_owned()), "no issuer was promised");
    }

    #[test]
    fn state_must_be_there_once_and_right() {
        assert_eq!(read("code=c", false), Err(CallbackError::MissingState));
        assert_eq!(read("code=c&state=", false), Err(CallbackError::MissingState));
        assert_eq!(read("code=c&state=wrong", false), Err(CallbackError::WrongState));
        assert_eq!(read("code=c&state=right&state=right", false), Err(CallbackError::Repeated("state".into())));
        assert_eq!(read("code=c&state=right&code=d", false), Err(CallbackError::Repeated("code".into())));
    }

    #[test]
    fn the_issuer_must_be_the_one_that_was_asked() {
        assert_eq!(read("code=c&state=right", true), Err(CallbackError::MissingIssuer));
        let wrong = read("code=c&state=right&iss=https%3A%2F%2Fevil.example", false);
        assert!(matches!(wrong, Err(CallbackError::WrongIssuer { found, .. }) if found == "https://evil.example"));
        let slash = read("code=c&state=right&iss=https%3A%2F%2Fas.example%2F", true);
        assert!(matches!(slash, Err(CallbackError::WrongIssuer { .. })), "compared as text");
    }

    #[test]
    fn errors_are_believed_only_with_the_right_state_and_issuer() {
        let denied = read("error=access_denied&error_description=no%1b%5B31m&state=right", false);
        let Err(CallbackError::Denied { error, description }) = denied else { panic!("{denied:?}") };
        assert_eq!(error, "access_denied");
        assert!(description.is_some_and(|text| !text.contains('\u{1b}')));
        assert_eq!(read("error=access_denied&state=wrong", false), Err(CallbackError::WrongState));
        assert_eq!(read("error=access_denied&state=right", true), Err(CallbackError::MissingIssuer));
    }

    #[test]
    fn an_address_is_what_begins_with_a_scheme() {
        for (text, address, query) in [
            (
                "https://app.example/cb?code=c&iss=https://as.example",
                Some("https://app.example/cb"),
                "code=c&iss=https://as.example",
            ),
            ("com.example.app:/cb?code=c#_=_", Some("com.example.app:/cb"), "code=c"),
            ("https://app.example/cb", Some("https://app.example/cb"), ""),
            ("code=c&iss=https://as.example", None, "code=c&iss=https://as.example"),
            ("?scope=email https://api.example/drive", None, "scope=email https://api.example/drive"),
            ("", None, ""),
        ] {
            assert_eq!(Redirected::parse(text), Redirected { address, query }, "{text}");
        }
    }

    #[test]
    fn nothing_is_not_a_success() {
        assert_eq!(read("state=right", false), Err(CallbackError::MissingCode));
        assert_eq!(read("code=%ff&state=right", false), Err(CallbackError::Malformed));
    }
}
