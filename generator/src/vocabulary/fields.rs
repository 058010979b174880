//! What a field is called, and what it then is.

use std::collections::HashMap;
use std::sync::LazyLock;

pub use super::meaning::Meaning;
use super::units::{before_unit, unit};
use super::{squash, words};

use Meaning as M;

/// Names without case and separators, most telling first within one meaning: where a reply has several access tokens, the
/// first in this order is taken.
pub const FIELDS: &[(&str, Meaning)] = &[
    ("accesstoken", M::AccessToken),
    ("accessjwt", M::AccessToken),
    ("bearertoken", M::AccessToken),
    ("authtoken", M::AccessToken),
    ("authenticationtoken", M::AccessToken),
    ("authorizationtoken", M::AccessToken),
    ("authaccesstoken", M::AccessToken),
    ("oauthtoken", M::AccessToken),
    ("useraccesstoken", M::AccessToken),
    ("jwtaccesstoken", M::AccessToken),
    ("jwttoken", M::AccessToken),
    ("tokenjwt", M::AccessToken),
    ("apitoken", M::AccessToken),
    ("apiaccesstoken", M::AccessToken),
    ("securitytoken", M::AccessToken),
    ("accesskeytoken", M::AccessToken),
    ("refreshedtoken", M::AccessToken),
    ("renewedtoken", M::AccessToken),
    ("logintoken", M::AccessToken),
    ("usertoken", M::AccessToken),
    ("sessionticket", M::AccessToken),
    ("sessiontoken", M::AccessToken),
    ("sessionjwt", M::AccessToken),
    ("xauthtoken", M::AccessToken),
    ("xaccesstoken", M::AccessToken),
    ("xsubjecttoken", M::AccessToken),
    ("encodedtoken", M::AccessToken),
    ("tokenvalue", M::AccessToken),
    ("rawtoken", M::AccessToken),
    ("privatetoken", M::AccessToken),
    ("bearer", M::AccessToken),
    ("jwt", M::AccessToken),
    ("access", M::Token),
    ("token", M::Token),
    ("tokenstring", M::Token),
    ("authorization", M::Token),
    ("ticket", M::Token),
    ("authticket", M::Token),
    ("authkey", M::Token),
    ("accesskey", M::Token),
    ("tokenid", M::Token),
    ("sessionkey", M::SessionId),
    ("sessionid", M::SessionId),
    ("sessid", M::SessionId),
    ("sid", M::SessionId),
    ("jsessionid", M::SessionId),
    ("phpsessid", M::SessionId),
    ("sessioncookie", M::SessionId),
    ("cookie", M::SessionId),
    ("session", M::SessionId),
    ("idtoken", M::IdToken),
    ("idjwt", M::IdToken),
    ("openidtoken", M::IdToken),
    ("refreshtoken", M::RefreshToken),
    ("refreshjwt", M::RefreshToken),
    ("refresh", M::RefreshToken),
    ("tokenrefresh", M::RefreshToken),
    ("jwtrefreshtoken", M::RefreshToken),
    ("refreshkey", M::RefreshToken),
    ("renewaltoken", M::RefreshToken),
    ("renewtoken", M::RefreshToken),
    ("tokentype", M::TokenType),
    ("accesstokentype", M::TokenType),
    ("tokenkind", M::TokenType),
    ("scope", M::Scope),
    ("scopes", M::Scope),
    ("expiresin", M::Expiry),
    ("expirein", M::Expiry),
    ("expiryin", M::Expiry),
    ("accesstokenexpiresin", M::Expiry),
    ("accessexpiresin", M::Expiry),
    ("tokenexpiresin", M::Expiry),
    ("accessexpires", M::Expiry),
    ("validfor", M::Expiry),
    ("validforseconds", M::Expiry),
    ("ttl", M::Expiry),
    ("tokenttl", M::Expiry),
    ("timetolive", M::Expiry),
    ("lifetime", M::Expiry),
    ("tokenlifetime", M::Expiry),
    ("duration", M::Expiry),
    ("validity", M::Expiry),
    ("maxage", M::Expiry),
    ("expiresat", M::Expiry),
    ("expireat", M::Expiry),
    ("expiryat", M::Expiry),
    ("accesstokenexpiresat", M::Expiry),
    ("accessexpiresat", M::Expiry),
    ("tokenexpiresat", M::Expiry),
    ("expireson", M::Expiry),
    ("expires", M::Expiry),
    ("expiresafter", M::Expiry),
    ("expireafter", M::Expiry),
    ("expiry", M::Expiry),
    ("expire", M::Expiry),
    ("exp", M::Expiry),
    ("expiration", M::Expiry),
    ("expirationtime", M::Expiry),
    ("expirationdate", M::Expiry),
    ("expirationdatetime", M::Expiry),
    ("expirationutc", M::Expiry),
    ("expirydate", M::Expiry),
    ("expirytime", M::Expiry),
    ("expiredate", M::Expiry),
    ("expiretime", M::Expiry),
    ("expirestime", M::Expiry),
    ("expiredat", M::Expiry),
    ("tokenexpiration", M::Expiry),
    ("tokenexpirationdate", M::Expiry),
    ("tokenexpirationtime", M::Expiry),
    ("tokenexpiry", M::Expiry),
    ("tokenexpirydate", M::Expiry),
    ("tokenexpires", M::Expiry),
    ("tokenexpire", M::Expiry),
    ("accesstokenexpiration", M::Expiry),
    ("accesstokenexpirationdate", M::Expiry),
    ("accesstokenexpirationtime", M::Expiry),
    ("accesstokenexpiry", M::Expiry),
    ("accesstokenexpires", M::Expiry),
    ("accesstokenvalidity", M::Expiry),
    ("accesstokenlifetime", M::Expiry),
    ("accessexpiration", M::Expiry),
    ("accessexpiry", M::Expiry),
    ("sessionexpiry", M::Expiry),
    ("sessionexpiration", M::Expiry),
    ("sessionexpires", M::Expiry),
    ("sessiontimeout", M::Expiry),
    ("tokentimeout", M::Expiry),
    ("tokenexpts", M::Expiry),
    ("accessexpiredat", M::Expiry),
    ("accesstokenexpiredat", M::Expiry),
    ("tokenexpiredat", M::Expiry),
    ("expirationtimeinmillis", M::Expiry),
    ("validms", M::Expiry),
    ("validuntil", M::Expiry),
    ("validto", M::Expiry),
    ("validtill", M::Expiry),
    ("refreshexpiresin", M::RefreshExpiry),
    ("refreshtokenexpiresin", M::RefreshExpiry),
    ("refreshexpires", M::RefreshExpiry),
    ("refreshtokenexpires", M::RefreshExpiry),
    ("refreshexpiresat", M::RefreshExpiry),
    ("refreshtokenexpiresat", M::RefreshExpiry),
    ("refreshtokenexpiry", M::RefreshExpiry),
    ("refreshtokenexpiration", M::RefreshExpiry),
    ("refreshtokenexpirationdate", M::RefreshExpiry),
    ("refreshtokentimeout", M::RefreshExpiry),
    ("refreshexpiredat", M::RefreshExpiry),
    ("refreshtokenexpiredat", M::RefreshExpiry),
    ("refreshexpiration", M::RefreshExpiry),
    ("refreshexpiry", M::RefreshExpiry),
    ("refreshtokenlifetime", M::RefreshExpiry),
    ("refreshtokenvalidity", M::RefreshExpiry),
    ("issuedat", M::IssuedAt),
    ("iat", M::IssuedAt),
    ("issued", M::IssuedAt),
    ("notbefore", M::IssuedAt),
    ("notbeforepolicy", M::IssuedAt),
    ("granttype", M::GrantType),
    ("username", M::User),
    ("user", M::User),
    ("userid", M::User),
    ("userlogin", M::User),
    ("loginname", M::User),
    ("loginid", M::User),
    ("login", M::User),
    ("email", M::User),
    ("emailaddress", M::User),
    ("useremail", M::User),
    ("mail", M::User),
    ("usernameoremail", M::User),
    ("usernameoremailaddress", M::User),
    ("emailorusername", M::User),
    ("identifier", M::User),
    ("identity", M::User),
    ("account", M::User),
    ("accountname", M::User),
    ("phone", M::User),
    ("phonenumber", M::User),
    ("mobile", M::User),
    ("mobilenumber", M::User),
    ("msisdn", M::User),
    ("uid", M::User),
    ("uname", M::User),
    ("usr", M::User),
    ("principal", M::User),
    ("handle", M::User),
    ("nickname", M::User),
    ("usuario", M::User),
    ("correo", M::User),
    ("utilisateur", M::User),
    ("identifiant", M::User),
    ("courriel", M::User),
    ("benutzer", M::User),
    ("benutzername", M::User),
    ("gebruikersnaam", M::User),
    ("password", M::Password),
    ("passwd", M::Password),
    ("pwd", M::Password),
    ("pw", M::Password),
    ("pass", M::Password),
    ("passphrase", M::Password),
    ("passcode", M::Password),
    ("userpassword", M::Password),
    ("userpass", M::Password),
    ("loginpassword", M::Password),
    ("hashedpassword", M::Password),
    ("passwordhash", M::Password),
    ("encryptedpassword", M::Password),
    ("apppassword", M::Password),
    ("pin", M::Password),
    ("pincode", M::Password),
    ("plainpassword", M::Password),
    ("senha", M::Password),
    ("contrasena", M::Password),
    ("contrasenia", M::Password),
    ("clave", M::Password),
    ("motdepasse", M::Password),
    ("passwort", M::Password),
    ("kennwort", M::Password),
    ("wachtwoord", M::Password),
    ("haslo", M::Password),
    ("clientid", M::ClientId),
    ("appid", M::ClientId),
    ("applicationid", M::ClientId),
    ("consumerkey", M::ClientId),
    ("accessid", M::ClientId),
    ("accesskeyid", M::ClientId),
    ("keyid", M::ClientId),
    ("secretid", M::ClientId),
    ("roleid", M::ClientId),
    ("apiid", M::ClientId),
    ("apikeyid", M::ClientId),
    ("appkey", M::ClientId),
    ("clientkey", M::ClientId),
    ("partnerid", M::ClientId),
    ("merchantid", M::ClientId),
    ("companyid", M::ClientId),
    ("publickey", M::ClientId),
    ("clientsecret", M::ClientSecret),
    ("appsecret", M::ClientSecret),
    ("applicationsecret", M::ClientSecret),
    ("consumersecret", M::ClientSecret),
    ("secretaccesskey", M::ClientSecret),
    ("secretkey", M::ClientSecret),
    ("apisecret", M::ClientSecret),
    ("apisecretkey", M::ClientSecret),
    ("apikeysecret", M::ClientSecret),
    ("keysecret", M::ClientSecret),
    ("secret", M::ClientSecret),
    ("sharedsecret", M::ClientSecret),
    ("usersecret", M::ClientSecret),
    ("privatekey", M::ClientSecret),
    ("userkey", M::ApiKey),
    ("apikey", M::ApiKey),
    ("apiuserkey", M::ApiKey),
    ("xapikey", M::ApiKey),
    ("subscriptionkey", M::ApiKey),
    ("personalaccesstoken", M::ApiKey),
    ("masterkey", M::ApiKey),
    ("licensekey", M::ApiKey),
    ("assertion", M::Assertion),
    ("clientassertion", M::Assertion),
    ("samlresponse", M::Assertion),
    ("samlassertion", M::Assertion),
    ("saml", M::Assertion),
    ("googletoken", M::Assertion),
    ("facebooktoken", M::Assertion),
    ("appletoken", M::Assertion),
    ("firebasetoken", M::Assertion),
    ("externaltoken", M::Assertion),
    ("providertoken", M::Assertion),
    ("identitytoken", M::Assertion),
    ("encodedjwt", M::Assertion),
    ("signature", M::Assertion),
    ("oauthsignature", M::Assertion),
    ("identityrequest", M::Assertion),
    ("creds", M::Assertion),
    ("credential", M::Assertion),
    ("credentials", M::Assertion),
    ("code", M::Code),
    ("authcode", M::Code),
    ("authorizationcode", M::Code),
    ("oauthcode", M::Code),
    ("otp", M::OneTimeCode),
    ("otpcode", M::OneTimeCode),
    ("onetimepassword", M::OneTimeCode),
    ("onetimecode", M::OneTimeCode),
    ("totp", M::OneTimeCode),
    ("totpcode", M::OneTimeCode),
    ("mfacode", M::OneTimeCode),
    ("mfatoken", M::OneTimeCode),
    ("twofactorcode", M::OneTimeCode),
    ("twofactor", M::OneTimeCode),
    ("twofactortoken", M::OneTimeCode),
    ("2facode", M::OneTimeCode),
    ("2fatoken", M::OneTimeCode),
    ("tfacode", M::OneTimeCode),
    ("verificationcode", M::OneTimeCode),
    ("verifycode", M::OneTimeCode),
    ("smscode", M::OneTimeCode),
    ("confirmationcode", M::OneTimeCode),
    ("securitycode", M::OneTimeCode),
    ("logincode", M::OneTimeCode),
    ("linkcode", M::OneTimeCode),
    ("userinputcode", M::OneTimeCode),
    ("authfactortoken", M::OneTimeCode),
    ("backupcode", M::OneTimeCode),
    ("recoverycode", M::OneTimeCode),
    ("tokenhash", M::OneTimeCode),
    ("devicecode", M::DeviceCode),
    ("usercode", M::UserCode),
    ("verificationuri", M::AuthorizationUrl),
    ("verificationuricomplete", M::AuthorizationUrl),
    ("verificationurl", M::AuthorizationUrl),
    ("authorizationurl", M::AuthorizationUrl),
    ("authorizationuri", M::AuthorizationUrl),
    ("authorizeurl", M::AuthorizationUrl),
    ("authurl", M::AuthorizationUrl),
    ("oauthurl", M::AuthorizationUrl),
    ("loginurl", M::AuthorizationUrl),
    ("signinurl", M::AuthorizationUrl),
    ("consenturl", M::AuthorizationUrl),
    ("ssourl", M::AuthorizationUrl),
    ("redirecturi", M::RedirectUri),
    ("redirecturl", M::RedirectUri),
    ("redirectto", M::RedirectUri),
    ("callbackurl", M::RedirectUri),
    ("returnurl", M::RedirectUri),
    ("returnto", M::RedirectUri),
    ("oauthcallback", M::RedirectUri),
    ("responsetype", M::ResponseType),
    ("state", M::State),
    ("nonce", M::State),
    ("codechallenge", M::CodeChallenge),
    ("codechallengemethod", M::CodeChallenge),
    ("codeverifier", M::CodeVerifier),
    ("tokentypehint", M::TokenTypeHint),
    ("subjecttoken", M::SubjectToken),
    ("subjecttokentype", M::SubjectToken),
    ("actortoken", M::SubjectToken),
    ("requestedtokentype", M::SubjectToken),
    ("active", M::Active),
    ("valid", M::Active),
    ("isvalid", M::Active),
    ("tokenvalid", M::Active),
    ("isactive", M::Active),
    ("authenticated", M::Active),
    ("isauthenticated", M::Active),
    ("isauthorized", M::Active),
    ("authorized", M::Active),
    ("loggedin", M::Active),
    ("isloggedin", M::Active),
    ("newpassword", M::NewPassword),
    ("passwordnew", M::NewPassword),
    ("passwordconfirmation", M::NewPassword),
    ("passwordconfirm", M::NewPassword),
    ("confirmpassword", M::NewPassword),
    ("repeatpassword", M::NewPassword),
    ("currentpassword", M::NewPassword),
    ("oldpassword", M::NewPassword),
    ("label", M::Label),
    ("tokenlabel", M::Label),
    ("name", M::Label),
    ("tokenname", M::Label),
    ("keyname", M::Label),
    ("description", M::Label),
    ("note", M::Label),
    ("permissions", M::Label),
    ("abilities", M::Label),
];

static INDEX: LazyLock<HashMap<&'static str, (usize, Meaning)>> =
    LazyLock::new(|| FIELDS.iter().enumerate().map(|(rank, (name, meaning))| (*name, (rank, *meaning))).collect());

/// What a field is by its name, if its name says so.
pub fn meaning(name: &str) -> Option<Meaning> {
    ranked(name).map(|(_, meaning)| meaning)
}

/// The same with its place in the table: the smaller, the more telling.
pub fn ranked(name: &str) -> Option<(usize, Meaning)> {
    if name.len() > 80 {
        return None;
    }
    let squashed = squash(name);
    INDEX.get(squashed.as_str()).copied().or_else(|| {
        // Most fields of most documents are neither: taking them apart would be most of the work of a selection.
        let found = if LAST.iter().any(|last| squashed.ends_with(last)) { by_words(name) } else { None };
        found.or_else(|| in_units(&squashed))
    })
}

/// An expiry whose name ends with its unit: `expires_in_hours`.
fn in_units(squashed: &str) -> Option<(usize, Meaning)> {
    let own = before_unit(squashed).filter(|own| !TOOK.contains(own))?;
    let known = INDEX.get(own).copied()?;
    matches!(known.1, M::Expiry | M::RefreshExpiry).then_some(known)
}

/// What a flag asks for by its name: `include_token`, `returnRefreshToken`.
pub fn asked_for(name: &str) -> Option<Meaning> {
    const ASKING: &[&str] = &["include", "return", "want"];
    let words = words(name);
    let (first, rest) = words.split_first()?;
    ASKING.contains(&first.as_str()).then(|| meaning(&rest.join("_"))).flatten()
}

/// What the last words that [`by_words`] looks for end with, without separators.
const LAST: &[&str] = &[
    "token",
    "key",
    "secret",
    "password",
    "passwd",
    "login",
    "logon",
    "loginto",
    "logsin",
    "loggingin",
    "username",
    "sessionid",
    "time",
    "date",
    "timestamp",
    "instant",
    "ttl",
    "maxage",
    "validity",
    "exp",
    "expire",
    "expires",
    "expiry",
    "expiration",
    "validuntil",
    "resin",
    "resat",
    "utc",
    "gmt",
    "millis",
    "milliseconds",
    "seconds",
    "secs",
    "sec",
    "minutes",
    "mins",
    "min",
    "hours",
    "days",
    "utc",
    "gmt",
    // `terms` and `items` end so, too.
    "inms",
    "ionms",
    "ryms",
    "ttlms",
    "tyms",
];

/// How long something took is called so as well, beside a unit or a token.
const TOOK: &[&str] = &["duration"];

/// Names of an end after the token that ends, also beside a unit: `accessTokenTtl`, `refresh_ttl_seconds`, `expiresAtUtc`.
fn end(words: &[String]) -> Option<Meaning> {
    const TOKENS: &[&str] = &["access", "auth", "bearer", "jwt", "session", "token"];
    let renews = words.first().is_some_and(|word| word == "refresh");
    let unit = words.last().is_some_and(|word| unit(word).is_some() || word == "utc" || word == "gmt");
    let named = words.get(usize::from(renews)..words.len().saturating_sub(usize::from(unit)))?;
    let tokens = named.iter().take_while(|word| TOKENS.contains(&word.as_str())).count();
    let own = named.get(tokens..).unwrap_or_default().concat();
    let ends = |name: &str| INDEX.get(name).is_some_and(|(_, meaning)| *meaning == M::Expiry);
    let known = (ends(&own) && !TOOK.contains(&own.as_str())) || (tokens > 0 && ends(&named.concat()));
    (known && (unit || renews || tokens > 0)).then_some(if renews { M::RefreshExpiry } else { M::Expiry })
}

/// Names with a prefix of the provider's own: `login_2fa_token`, `userAccessToken`, `cobrandPassword`.
fn by_words(name: &str) -> Option<(usize, Meaning)> {
    let words = words(name);
    let has = |word: &str| words.iter().any(|w| w == word);
    let ends =
        |tail: &[&str]| words.len() >= tail.len() && words.iter().rev().zip(tail.iter().rev()).all(|(a, b)| a == b);
    let unfinished = ends(&["token"])
        && ["2fa", "mfa", "otp", "partial", "challenge", "temporary", "temp", "pre"].iter().any(|w| has(w));
    let found = if unfinished || (ends(&["session", "id"]) && has("partial")) {
        M::StepToken
    } else if [
        "authenticity",
        "captcha",
        "csrf",
        "xsrf",
        "reset",
        "invite",
        "invitation",
        "registration",
        "push",
        "page",
        "next",
        "continuation",
        "device",
        "upload",
        "card",
        "payment",
    ]
    .iter()
    .any(|w| has(w))
    {
        return None;
    } else if let Some(end) = end(&words) {
        end
    } else if ends(&["access", "token"]) || ends(&["bearer", "token"]) || ends(&["auth", "token"]) {
        M::AccessToken
    } else if ends(&["authentication", "key"]) || ends(&["auth", "key"]) {
        M::Token
    } else if ends(&["refresh", "token"]) {
        M::RefreshToken
    } else if ends(&["id", "token"]) {
        M::IdToken
    } else if ends(&["client", "secret"])
        || ends(&["secret", "key"])
        || ends(&["api", "secret"])
        || ends(&["access", "secret"])
    {
        M::ClientSecret
    } else if (ends(&["password"]) || ends(&["passwd"]))
        && !has("new")
        && !has("old")
        && !has("override")
        && !has("expires")
    {
        M::Password
    } else if ends(&["password"]) {
        M::NewPassword
    } else if ends(&["login"]) || ends(&["username"]) {
        M::User
    } else if ends(&["apikey"]) {
        M::ApiKey
    } else if ["time", "date", "timestamp", "instant"].iter().any(|end| ends(&[*end]))
        && ["expiry", "expires", "expire", "expiration", "expired"].iter().any(|word| has(word))
        && !has("password")
        && !has("card")
    {
        if has("refresh") { M::RefreshExpiry } else { M::Expiry }
    } else {
        return None;
    };
    Some((FIELDS.len(), found))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashSet;

    #[test]
    fn no_name_stands_twice() {
        let mut seen = HashSet::new();
        for (name, _) in FIELDS {
            assert!(seen.insert(name), "{name} stands twice");
            assert_eq!(*name, squash(name), "{name} is not squashed");
        }
    }

    #[test]
    fn names_are_read_in_every_spelling() {
        assert_eq!(meaning("accessJwt"), Some(Meaning::AccessToken));
        assert_eq!(meaning("Expires-In"), Some(Meaning::Expiry));
        assert_eq!(meaning("client_secret"), Some(Meaning::ClientSecret));
        assert_eq!(meaning("login_2fa_token"), Some(Meaning::StepToken));
        assert_eq!(meaning("cobrandPassword"), Some(Meaning::Password));
        assert_eq!(meaning("captcha_token"), None);
        assert_eq!(meaning("accessExpiredAt"), Some(Meaning::Expiry));
        assert_eq!(meaning("token_timeout"), Some(Meaning::Expiry));
        assert_eq!(meaning("expiresInHours"), Some(Meaning::Expiry));
        assert_eq!(meaning("refresh_expires_in_days"), Some(Meaning::RefreshExpiry));
        assert_eq!(meaning("items"), None);
        assert_eq!(meaning("colour"), None);
        for name in [
            "ttlMillis",
            "expires_in_hours",
            "validity_minutes",
            "expirationMs",
            "accessTokenTtl",
            "session_max_age",
            "expiresAtUtc",
        ] {
            assert_eq!(meaning(name), Some(Meaning::Expiry), "{name}");
        }
        for name in ["refreshTtl", "refresh_token_max_age", "refreshExpiresInMs", "refreshTokenTtlSeconds"] {
            assert_eq!(meaning(name), Some(Meaning::RefreshExpiry), "{name}");
        }
        for name in [
            "duration_ms",
            "token_duration_ms",
            "password_expiry_days",
            "card_expiry",
            "trialDays",
            "refresh",
            "seconds",
        ] {
            assert_ne!(meaning(name), Some(Meaning::Expiry), "{name}");
        }
        assert_eq!(meaning("account log-on"), Some(Meaning::User));
        assert_eq!(meaning("companyUser_Name"), Some(Meaning::User));
    }
}
