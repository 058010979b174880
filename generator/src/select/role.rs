//! The roles' names, as `inspect` prints them and `x-authwright` spells them.

use super::Role;

impl Role {
    /// Every role.
    pub const ALL: &'static [Self] = &[
        Self::Issue,
        Self::Refresh,
        Self::Revoke,
        Self::Introspect,
        Self::Logout,
        Self::Exchange,
        Self::Authorize,
        Self::Mfa,
    ];

    /// Its name.
    pub fn name(self) -> &'static str {
        match self {
            Self::Issue => "issue",
            Self::Refresh => "refresh",
            Self::Revoke => "revoke",
            Self::Introspect => "introspect",
            Self::Logout => "logout",
            Self::Exchange => "exchange",
            Self::Authorize => "authorize",
            Self::Mfa => "mfa",
        }
    }

    /// The role of a name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|role| role.name() == name)
    }
}
