//! What a word in a path, an operation id, a tag or a summary is about.

use std::collections::HashMap;
use std::sync::LazyLock;

/// What a word is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[repr(u8)]
pub enum Notion {
    /// Signing in.
    SignIn,
    /// Signing out.
    SignOut,
    /// A token.
    Token,
    /// A session.
    Session,
    /// Authentication in general.
    Auth,
    /// OAuth 2 or OpenID Connect.
    OAuth,
    /// Making new again.
    Refresh,
    /// Taking back.
    Revoke,
    /// Asking what a token is good for, by a word that means nothing else.
    Introspect,
    /// Checking something.
    Check,
    /// Beginning a sign-in that a person finishes.
    Authorize,
    /// Signing in through somebody else, or by a message.
    Federated,
    /// A second factor.
    Mfa,
    /// One token for another.
    Exchange,
    /// Making a new account.
    SignUp,
    /// Getting back or changing a password.
    Recovery,
    /// Setting something up rather than using it.
    Setup,
    /// Records of what happened, lists, reports, pages.
    Record,
    /// Money.
    Payment,
    /// Coins and assets on a chain.
    Crypto,
    /// Media, rooms, uploads, devices, jobs: things that have sessions and tokens of their own.
    Resource,
    /// Other people's services that are connected to this one.
    ThirdParty,
    /// Acting on somebody else.
    Admin,
    /// Keys and long-lived tokens that people keep in a list.
    Keys,
}

use Notion as N;

/// Words and what they are about, set apart by blanks.
pub const WORDS: &[(Notion, &str)] = &[
    (
        N::SignIn,
        "login logon signin authenticate authenticates authenticating signon signinup firstfactor autenticar entrar anmelden \
         connexion inloggen assumerole",
    ),
    (N::SignOut, "logout logoff signout signoff deconnexion abmelden uitloggen"),
    (N::Token, "token tokens jwt bearer accesstoken"),
    (N::Session, "session sessions sesion sessao"),
    (
        N::Auth,
        "auth authn authentication authorization authorisation sts login sso autenticacao autenticacion authentification",
    ),
    (N::OAuth, "oauth oauth1 oauth2 oidc openid"),
    (N::Refresh, "refresh refreshes renew renews renewal reissue extend prolong resume refreshed keepalive refreshing"),
    (
        N::Revoke,
        "revoke revokes revocation invalidate invalidates blacklist blocklist revoking deauthorize deauthenticate",
    ),
    (N::Introspect, "introspect introspection introspects tokeninfo authinfo"),
    (
        N::Check,
        "check checks validate validates validation verify verifies verification inspect lookup info status \
         valid",
    ),
    (N::Authorize, "authorize authorise authorizes"),
    (
        N::Federated,
        "sso saml saml2 magiclink passwordless otp otps social federated webauthn passkey passkeys fido fido2 u2f",
    ),
    (N::Mfa, "2fa mfa totp tfa twofactor multifactor secondfactor 2step otp otps twofactorauth"),
    (N::Exchange, "exchange exchanges impersonate impersonation swap switch redeem"),
    (
        N::SignUp,
        "signup register registration registrations registers enroll invite invites invitation invitations \
         onboard onboarding",
    ),
    (N::Recovery, "forgot forgotten reset resets recover recovery lost password passwords unlock"),
    (
        N::Setup,
        "setup manage enable disable configure config configuration configurations settings setting policy \
         policies enrollment enforcement unregister unlink link activate deactivate enforce confirm client \
         clients application applications app apps provider providers method methods factors secret secrets",
    ),
    (
        N::Record,
        "logins signins attempts attempt history log logs events event activity activities report reports \
         count counts statistics stats audit audits page list search query metrics analytics",
    ),
    (
        N::Payment,
        "payment payments card cards checkout charge charges order orders transaction transactions tx transfer \
         transfers invoice purchase refund refunds billing subscription subscriptions customer-token \
         tokenization consent consents mandate mandates deposit payout",
    ),
    (
        N::Crypto,
        "nft nfts wallet wallets coin coins asset assets blockchain contract contracts erc20 erc721 mint burn \
         swap holders",
    ),
    (
        N::Resource,
        "upload uploads video videos playback webrtc stream streams streaming room rooms call calls meeting \
         meetings chat conversation conversations notebook notebooks runner runners job jobs player game \
         games webhook webhooks push notification notifications file files document documents console \
         terminal shell debug broker agent agents network networks vpn bgp training trigger triggers daemon \
         daemons widget widgets dashboards storefront simulate simulations provisioning report workspace \
         workspaces environment environments cluster clusters namespace namespaces repository repositories \
         repo repos project projects channel channels voice voip telephony shipment listing cart search \
         spark livy statement statements captcha csrf xsrf feed class classes course courses quiz exam \
         speaker speakers conference booking bookings host bot bots cache metadata image images map maps \
         registry embed embeds embedded scim license licenses licence licences licensing shared share \
         shares",
    ),
    (
        N::ThirdParty,
        "integration integrations connection connections connector connectors linked connected external institution \
         institutions install marketplace plugin plugins addon addons",
    ),
    (N::Admin, "admin administrator admins"),
    (N::Keys, "apikey apikeys keys personal pat pats tokens"),
];

static INDEX: LazyLock<HashMap<&'static str, Notions>> = LazyLock::new(|| {
    let mut index: HashMap<&'static str, Notions> = HashMap::new();
    for (notion, words) in WORDS {
        for word in words.split_ascii_whitespace() {
            index.entry(word).or_default().add(*notion);
        }
    }
    index
});

/// A set of notions.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Notions(u32);

/// Every word about one of `notions`.
pub(super) fn words_about(notions: &[Notion]) -> impl Iterator<Item = &'static str> {
    INDEX.iter().filter(move |(_, about)| about.any(notions)).map(|(word, _)| *word)
}

impl Notions {
    /// What the words are about, together.
    pub fn of(words: &[String]) -> Self {
        words.iter().fold(Self::default(), |all, word| all.union(Self::of_word(word)))
    }

    /// What one word is about.
    pub fn of_word(word: &str) -> Self {
        INDEX.get(word).copied().unwrap_or_default()
    }

    /// Whether this is among them.
    pub fn has(self, notion: Notion) -> bool {
        self.0 & (1 << notion as u8) != 0
    }

    /// Whether one of these is among them.
    pub fn any(self, notions: &[Notion]) -> bool {
        notions.iter().any(|notion| self.has(*notion))
    }

    /// Both together.
    #[must_use]
    pub fn union(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    fn add(&mut self, notion: Notion) {
        self.0 |= 1 << notion as u8;
    }
}

#[cfg(test)]
mod tests {
    use super::super::words;
    use super::*;

    #[test]
    fn words_are_about_something() {
        let notions = Notions::of(&words("revokeRefreshTokenV2"));
        assert!(notions.has(Notion::Revoke) && notions.has(Notion::Token) && notions.has(Notion::Refresh));
        assert!(!notions.has(Notion::SignIn));
        assert!(!Notions::of(&words("listColours")).any(&[Notion::Token, Notion::Session]));
    }
}
