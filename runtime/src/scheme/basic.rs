//! User name and password.

use super::bound::Bound;
use crate::{Attach, ConfigError, Secret, encode};

/// HTTP Basic (RFC 7617). Where an API wants its key this way, the key is the user name and the password is empty, or
/// the other way round.
#[derive(Clone, Debug)]
pub struct Basic(Bound);

impl Basic {
    /// A user name and a password, in UTF-8 (RFC 7617, section 2.1). A colon ends the user name on the wire, so a name
    /// that holds one is cut off by servers: see [`try_new`](Self::try_new).
    pub fn new(user: &str, password: &Secret) -> Self {
        let credential = encode::basic(user, password.expose());
        Self(Bound::new(Attach::header("Authorization", "Basic {token}"), credential))
    }

    /// The same, with an error for what cannot be sent: a colon in the user name, control characters
    /// (RFC 7617, section 2).
    pub fn try_new(user: &str, password: &Secret) -> Result<Self, ConfigError> {
        if user.contains(':') {
            return Err(ConfigError::new(
                "the user name has a colon, which HTTP Basic cannot carry",
                "give it without",
            ));
        }
        if user.chars().chain(password.expose().chars()).any(char::is_control) {
            return Err(ConfigError::new(
                "the user name or password has control characters, which HTTP Basic cannot carry",
                "check for a line end at the end of the value",
            ));
        }
        Ok(Self::new(user, password))
    }
}

super::credential!(Basic);
