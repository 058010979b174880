//! [`TokenShape`]: where a reply keeps its tokens, as data.

mod classify;
mod cookie;
mod date;
mod expiry;
mod jwt;
mod length;
mod place;
mod read;
mod rfc3339;
mod said;
mod server_time;

pub(crate) use classify::LONGEST_WAIT;
pub use expiry::{ExpiryRule, TimeFormat, Unit};
pub use place::{Path, Place};

use crate::TokenError;
use crate::call::Reply;

/// Nothing, where the reply is a success; else the error that it means. For calls whose body is of no interest.
pub fn success(reply: &Reply) -> Result<(), TokenError> {
    if reply.status().is_success() { Ok(()) } else { Err(classify::failure(reply)) }
}

/// The same of a call that ends a session, where the provider says so by other statuses: a redirect, or that nobody is signed in
/// any more.
pub fn ended(reply: &Reply, by: &[u16]) -> Result<(), TokenError> {
    if by.contains(&reply.status().as_u16()) { Ok(()) } else { success(reply) }
}

/// How many expiry rules a shape can hold; they are tried in order.
const RULES: usize = 4;

/// How many extra fields a shape can name.
const EXTRAS: usize = 4;

/// Where a reply keeps its tokens and what says when they end. Only these fields are read, so that sign-in never fails
/// over one it does not need.
#[derive(Clone, Copy, Debug)]
pub struct TokenShape {
    access: Place,
    refresh: Option<Place>,
    token_type: Option<Path>,
    scope: Option<Path>,
    expiry: [Option<ExpiryRule>; RULES],
    refresh_expiry: Option<ExpiryRule>,
    extra: [Option<Path>; EXTRAS],
    dpop: bool,
}

impl TokenShape {
    /// The reply of RFC 6749 section 5.1, with the `id_token` of OpenID Connect kept if there is one.
    pub const OAUTH2: Self = Self::field(&["access_token"])
        .refresh(&["refresh_token"])
        .token_type(&["token_type"])
        .scope(&["scope"])
        .expires_in(&["expires_in"], Unit::Seconds)
        .extra(&["id_token"]);

    /// The access token is a member of a JSON body.
    pub const fn field(path: Path) -> Self {
        Self::at(Place::Field(path))
    }

    /// The same; but where there is a string after so many of the names, that is the access token: a body that may be an object or
    /// the token alone.
    #[must_use]
    pub const fn or_text(mut self, depth: usize) -> Self {
        if let Place::Field(path) = self.access {
            self.access = Place::FieldOrText(path, depth);
        }
        self
    }

    /// The access token is the whole body: a JSON string, or text.
    pub const fn body() -> Self {
        Self::at(Place::Body)
    }

    /// The access token is in a response header, after the scheme if there is one.
    pub const fn header(name: &'static str) -> Self {
        Self::at(Place::Header(name))
    }

    /// The access token is a cookie; without a name all that are set, kept as `a=1; b=2` to go back in a `Cookie` header.
    pub const fn cookie(name: Option<&'static str>) -> Self {
        Self::at(Place::Cookie(name))
    }

    /// The access token is at that place.
    pub const fn at(access: Place) -> Self {
        Self {
            access,
            refresh: None,
            token_type: None,
            scope: None,
            expiry: [None; RULES],
            refresh_expiry: None,
            extra: [None; EXTRAS],
            dpop: false,
        }
    }

    /// The refresh token is a member of a JSON body.
    #[must_use]
    pub const fn refresh(self, path: Path) -> Self {
        self.refresh_at(Place::Field(path))
    }

    /// The refresh token is at that place.
    #[must_use]
    pub const fn refresh_at(mut self, place: Place) -> Self {
        self.refresh = Some(place);
        self
    }

    /// Where the token's type is. A type that cannot be presented is refused (RFC 6749 section 7.1).
    #[must_use]
    pub const fn token_type(mut self, path: Path) -> Self {
        self.token_type = Some(path);
        self
    }

    /// Where the granted scope is: a string, or an array of strings.
    #[must_use]
    pub const fn scope(mut self, path: Path) -> Self {
        self.scope = Some(path);
        self
    }

    /// The access token lives for a time that is there.
    #[must_use]
    pub const fn expires_in(self, path: Path, unit: Unit) -> Self {
        self.expiry(ExpiryRule::In(path, unit))
    }

    /// The access token ends at a time that is there.
    #[must_use]
    pub const fn expires_at(self, path: Path, format: TimeFormat) -> Self {
        self.expiry(ExpiryRule::At(path, format))
    }

    /// The access token is a JWT that says when it ends.
    #[must_use]
    pub const fn jwt_exp(self) -> Self {
        self.expiry(ExpiryRule::JwtExp)
    }

    /// The access token lives for so many seconds, as the provider's prose says.
    #[must_use]
    pub const fn fixed(self, seconds: u64) -> Self {
        self.expiry(ExpiryRule::Fixed(seconds))
    }

    /// Adds a rule; the first that gives an answer counts. Rules beyond the fourth are ignored.
    #[must_use]
    pub const fn expiry(mut self, rule: ExpiryRule) -> Self {
        let mut index = 0;
        while index < RULES {
            if self.expiry[index].is_none() {
                self.expiry[index] = Some(rule);
                return self;
            }
            index += 1;
        }
        self
    }

    /// The refresh token lives for a time that is there.
    #[must_use]
    pub const fn refresh_expires_in(self, path: Path, unit: Unit) -> Self {
        self.refresh_expiry(ExpiryRule::In(path, unit))
    }

    /// The refresh token ends at a time that is there.
    #[must_use]
    pub const fn refresh_expires_at(self, path: Path, format: TimeFormat) -> Self {
        self.refresh_expiry(ExpiryRule::At(path, format))
    }

    /// What says when the refresh token ends. A JWT is then the refresh token itself.
    #[must_use]
    pub const fn refresh_expiry(mut self, rule: ExpiryRule) -> Self {
        self.refresh_expiry = Some(rule);
        self
    }

    /// A string to keep beside the tokens under its own name, such as an `id_token`. Those beyond the fourth are ignored.
    #[must_use]
    pub const fn extra(mut self, path: Path) -> Self {
        let mut index = 0;
        while index < EXTRAS {
            if self.extra[index].is_none() {
                self.extra[index] = Some(path);
                return self;
            }
            index += 1;
        }
        self
    }

    /// A DPoP-bound token was asked for, so that its type is accepted (RFC 9449 section 5).
    #[must_use]
    pub const fn dpop(mut self) -> Self {
        self.dpop = true;
        self
    }
}
