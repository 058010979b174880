//! What a field is. By what names it is known stands in [`super::fields`].

/// What a field of a request or a reply means.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Meaning {
    /// An access token by a name that says so: `access_token`, `accessJwt`.
    AccessToken,
    /// Some token: `token`, `jwt`, `ticket`. In a reply to a sign-in the access token, in a request to be judged by the role.
    Token,
    /// A session's id or key, used as a token.
    SessionId,
    /// A token for the next step only: a second factor's, a partial session's.
    StepToken,
    /// An OpenID Connect id token.
    IdToken,
    /// A refresh token.
    RefreshToken,
    /// `token_type`.
    TokenType,
    /// The granted or wanted scope.
    Scope,
    /// When the access token ends, in some form.
    Expiry,
    /// When the refresh token ends, in some form.
    RefreshExpiry,
    /// When a token was issued.
    IssuedAt,
    /// `grant_type`.
    GrantType,
    /// A user: name, e-mail address, login, phone number.
    User,
    /// A password or PIN.
    Password,
    /// The public half of a machine's credentials: client id, key id, application id.
    ClientId,
    /// The secret half of a machine's credentials.
    ClientSecret,
    /// A key that is a credential by itself.
    ApiKey,
    /// A signed statement that stands for credentials: a JWT, SAML, another provider's id token.
    Assertion,
    /// An authorization code.
    Code,
    /// A code for one use: one-time password, second factor, e-mailed code.
    OneTimeCode,
    /// A device's code.
    DeviceCode,
    /// What a person types on another device.
    UserCode,
    /// Where a person goes to finish a sign-in.
    AuthorizationUrl,
    /// Where a person is sent back.
    RedirectUri,
    /// `response_type`.
    ResponseType,
    /// `state` or `nonce`.
    State,
    /// `code_challenge` and its method.
    CodeChallenge,
    /// `code_verifier`.
    CodeVerifier,
    /// `token_type_hint`.
    TokenTypeHint,
    /// A token that is exchanged for another (RFC 8693).
    SubjectToken,
    /// Whether a token is good.
    Active,
    /// Something that only the description of a stored token or key has: its label, its scopes.
    Label,
    /// A password that is to become one: `new_password`.
    NewPassword,
}
