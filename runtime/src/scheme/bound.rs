//! A fixed credential, and the origins it is for.

use http::request::Parts;

use crate::{Attach, BaseUrl, ErrorKind, Origin, Secret, TokenError, TokenKind};

/// A fixed credential with its place in a request, bound to origins.
#[derive(Clone, Debug)]
pub(super) struct Bound {
    attach: Attach,
    secret: Secret,
    origins: Vec<Origin>,
}

impl Bound {
    pub(super) fn new(attach: Attach, secret: Secret) -> Self {
        Self { attach, secret, origins: Vec::new() }
    }

    pub(super) fn allow(&mut self, base: &BaseUrl) {
        if !self.origins.contains(base.origin()) {
            self.origins.push(base.origin().clone());
        }
    }

    /// Puts the credential on a request to one of its origins.
    pub(super) fn apply(&self, parts: &mut Parts) -> Result<(), TokenError> {
        let origin = Origin::of(&parts.uri).filter(|origin| self.origins.contains(origin) && origin.may_see_secrets());
        if origin.is_none() {
            let message =
                "the credential is not for the origin of this request; allow that origin if it should have it";
            return Err(TokenError::new(ErrorKind::Refused, message));
        }
        let value = self.attach.header_value(&self.secret, TokenKind::Bearer)?;
        self.attach.apply(parts, &value, &self.secret)
    }
}
