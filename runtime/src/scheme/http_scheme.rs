//! Any other HTTP authentication scheme.

use std::borrow::Cow;

use super::bound::Bound;
use crate::{Attach, Secret};

/// A scheme of the `Authorization` header given by its template, such as `Token token="{token}"` (RFC 9110,
/// section 11.6.2).
#[derive(Clone, Debug)]
pub struct HttpScheme(Bound);

impl HttpScheme {
    /// A fixed credential in place of `{token}`.
    pub fn new(template: impl Into<Cow<'static, str>>, credential: impl Into<Secret>) -> Self {
        Self(Bound::new(Attach::Header("Authorization".into(), template.into()), credential.into()))
    }
}

super::credential!(HttpScheme);
