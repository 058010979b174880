//! Why a sign-in could not be begun or finished.

use std::fmt;

use super::callback::CallbackError;
use super::endpoint::EndpointError;
use super::loopback::LoopbackError;
use super::metadata::MetadataError;
use crate::{ConfigError, ErrorKind, TokenError};

/// Why a sign-in could not be begun or finished. Every message ends with what to do about it; none holds a secret.
#[derive(Debug)]
#[non_exhaustive]
pub enum SignInError {
    /// The system gave no randomness, or a key could not be used.
    Randomness,
    /// An address must not be used.
    Endpoint {
        /// Which.
        name: &'static str,
        /// Why.
        error: EndpointError,
    },
    /// The flow needs an endpoint that is not known.
    NoEndpoint(&'static str),
    /// A part of the request must not be set, or not like this.
    BadParameter {
        /// Its name.
        name: String,
        /// Why, and what to do instead.
        help: &'static str,
    },
    /// What OAuth 2 itself has given up, or the server cannot do safely.
    Unsupported(&'static str),
    /// The server's metadata was refused.
    Metadata(MetadataError),
    /// The authorization response was refused.
    Callback(CallbackError),
    /// The loopback listener had no answer.
    Loopback(LoopbackError),
    /// No browser could be opened.
    Browser(std::io::Error),
    /// The device code ended before anybody entered it.
    DeviceCodeExpired,
    /// The identity token was refused (OpenID Connect Core 1.0, section 3.1.3.7).
    IdToken(String),
    /// The server gave no token, or could not be reached.
    Token(TokenError),
    /// Something was configured that cannot work.
    Config(ConfigError),
}

impl fmt::Display for SignInError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Randomness => {
                f.write_str("the system gave no randomness for a key or a one-time value; nothing was sent, try again")
            }
            Self::Endpoint { name, error } => write!(f, "the {name} {error}"),
            Self::NoEndpoint(name) => write!(
                f,
                "the server's {name} is not known; discover the server's metadata, or where that does not name it, give the \
                 address by hand"
            ),
            Self::BadParameter { name, help } => write!(f, "the parameter `{name}` cannot be used like this; {help}"),
            Self::Unsupported(what) => f.write_str(what),
            Self::Metadata(error) => error.fmt(f),
            Self::Callback(error) => error.fmt(f),
            Self::Loopback(error) => error.fmt(f),
            Self::Browser(error) => write!(
                f,
                "no browser could be opened: {error}; open the sign-in's address by hand, or sign in with a device code"
            ),
            Self::DeviceCodeExpired => {
                f.write_str("nobody entered the code in time; begin the sign-in again and enter the new code")
            }
            Self::IdToken(why) => write!(f, "the identity token was refused: {why}; begin the sign-in again"),
            Self::Token(error) => error.fmt(f),
            Self::Config(error) => error.fmt(f),
        }
    }
}

impl std::error::Error for SignInError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            // The text says it already; what is behind it comes next.
            Self::Browser(error) => error.source(),
            _ => None,
        }
    }
}

impl From<SignInError> for TokenError {
    fn from(error: SignInError) -> Self {
        let kind = match &error {
            SignInError::Token(error) => return error.clone(),
            SignInError::Randomness | SignInError::Endpoint { .. } | SignInError::NoEndpoint(_) => ErrorKind::Config,
            SignInError::BadParameter { .. } | SignInError::Config(_) => ErrorKind::Config,
            SignInError::Unsupported(_) => ErrorKind::Unsupported,
            SignInError::Metadata(_) => ErrorKind::Refused,
            SignInError::Callback(CallbackError::Denied { error: code, .. }) => {
                let kind = match code.as_str() {
                    "server_error" | "temporarily_unavailable" => ErrorKind::Server,
                    "invalid_request" | "invalid_scope" | "unauthorized_client" | "unsupported_response_type" => {
                        ErrorKind::Rejected
                    }
                    _ => ErrorKind::ReauthorizationRequired,
                };
                return Self::new(kind, error.to_string()).with_oauth_code(code);
            }
            SignInError::Callback(_) | SignInError::Loopback(_) | SignInError::Browser(_) | SignInError::IdToken(_) => {
                ErrorKind::ReauthorizationRequired
            }
            SignInError::DeviceCodeExpired => ErrorKind::ReauthorizationRequired,
        };
        Self::new(kind, error.to_string())
    }
}

macro_rules! from {
    ($($error:ident => $variant:ident),* $(,)?) => {$(
        impl From<$error> for SignInError {
            fn from(error: $error) -> Self {
                Self::$variant(error)
            }
        }
    )*};
}

from! {
    CallbackError => Callback,
    ConfigError => Config,
    LoopbackError => Loopback,
    MetadataError => Metadata,
    TokenError => Token,
}

#[cfg(test)]
mod tests {
    use std::error::Error as _;
    use std::io;

    use super::{CallbackError, SignInError};
    use crate::{ErrorKind, TokenError};

    #[test]
    fn a_refusal_says_what_is_to_be_done_about_it() {
        for (code, kind, help) in [
            ("access_denied", ErrorKind::ReauthorizationRequired, "allow the access"),
            ("login_required", ErrorKind::ReauthorizationRequired, "without `prompt=none`"),
            ("invalid_scope", ErrorKind::Rejected, "scopes that the server has"),
            ("invalid_request", ErrorKind::Rejected, "how the client is registered"),
            ("temporarily_unavailable", ErrorKind::Server, "later"),
        ] {
            let denied = CallbackError::Denied { error: code.to_owned(), description: None };
            let error = TokenError::from(SignInError::from(denied));
            assert_eq!((error.kind(), error.oauth_code()), (kind, Some(code)));
            assert!(error.to_string().contains(help), "{error}");
        }
    }

    #[test]
    fn a_chain_of_errors_says_each_cause_once() {
        let error = SignInError::Browser(io::Error::other("xdg-open is missing"));
        let causes = std::iter::successors(error.source(), |&error| error.source());
        let chain: String = causes.map(ToString::to_string).fold(error.to_string(), |chain, cause| chain + &cause);
        assert_eq!(chain.matches("xdg-open is missing").count(), 1, "{chain}");
    }
}
