//! The lifecycle in words, for pages and for the auth surface.

use std::fmt;

use super::{Attach, Expiry, FieldPath, TokenSource};

impl fmt::Display for FieldPath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0.join("."))
    }
}

impl fmt::Display for TokenSource {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Field(path) => write!(f, "field {path}"),
            Self::Body => f.write_str("the whole body"),
            Self::Header(name) => write!(f, "header {name}"),
            Self::Cookie(Some(name)) => write!(f, "cookie {name}"),
            Self::Cookie(None) => f.write_str("the cookies that are set"),
        }
    }
}

impl fmt::Display for Expiry {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::In(path, unit) => write!(f, "after {path} ({})", format!("{unit:?}").to_lowercase()),
            Self::At(path, format) => write!(f, "at {path} ({format:?})"),
            Self::JwtExp => f.write_str("at the exp claim of the token"),
            Self::Fixed(seconds) => write!(f, "after {seconds} seconds"),
            Self::Unknown => f.write_str("as the token says of itself, else with a 401"),
        }
    }
}

impl fmt::Display for Attach {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let place = format!("{:?}", self.carrier.place).to_lowercase();
        write!(f, "{place} {}: {}", self.carrier.name, self.template)
    }
}
