//! What is looked for in an operation. What each observation weighs stands in [`super::table`].

/// One observation about an operation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Clue {
    /// The last word of the path is about signing in.
    PathSignIn,
    /// The path ends in nothing but a sign-in: `POST /login`.
    PathIsSignIn,
    /// The path ends as the token endpoints of OAuth servers do: `/oauth/token`.
    PathOAuthToken,
    /// The last word of the path is a token.
    PathToken,
    /// The last word of the path is a session, and something is made of it.
    PathSession,
    /// The last word of the path is authentication itself: `/auth`.
    PathAuth,
    /// The operation id or the summary is nothing but signing in.
    IdIsSignIn,
    /// The operation id speaks of signing in.
    IdSignIn,
    /// The operation id speaks of making or getting a token.
    IdToken,
    /// The operation id speaks of making a session.
    IdSession,
    /// The summary speaks of signing in.
    SummarySignIn,
    /// The summary speaks of making or getting a token.
    SummaryToken,
    /// The path ends as the authorization endpoints of OAuth servers do: `/oauth/authorize`.
    PathOAuthAuthorize,
    /// The path is that of the first step of OAuth 1: `/oauth/request_token`.
    PathRequestToken,
    /// The path ends in a device's code or its authorization.
    PathDevice,
    /// What begins below the authentication: `/auth/start`.
    BeginsSignIn,
    /// What is confirmed or finished below the authentication: `/auth/confirm`.
    FinishesSignIn,
    /// Another service's token is given where one signs in through it: `/auth/google`.
    ProviderToken,
    /// Who calls holds a token, sends nothing else and is given one: `POST /session`.
    TokenAgain,
    /// Who calls holds a token and is given another near the authentication, for nothing else.
    CallersToken,
    /// Who calls is told what the token in use is good for.
    TokenTold,
    /// The path or a tag places the operation among the authentication.
    AuthContext,
    /// A security scheme names this path as its token endpoint.
    TokenUrl,
    /// A security scheme names this path as its refresh endpoint.
    RefreshUrl,
    /// A security scheme names this path as its authorization endpoint.
    AuthorizationUrl,
    /// The request has a user and a password.
    UserAndPassword,
    /// The request has an id and a secret of a machine.
    IdAndSecret,
    /// The request has one secret alone: an API key, a password, a secret.
    LoneSecret,
    /// The request has a signed statement.
    Assertion,
    /// The request says which OAuth grant it makes.
    GrantType,
    /// The request has an authorization code.
    AuthorizationCode,
    /// The request has a code for one use.
    OneTimeCode,
    /// The request has the token of an unfinished sign-in.
    StepToken,
    /// The request is one text, or has a user in its path and a body.
    TextRequest,
    /// The operation alone needs basic authentication.
    BasicHere,
    /// The operation takes a key of its own, and others a token.
    KeyHere,
    /// The document says that this operation, unlike others, needs nothing.
    PublicOnPurpose,
    /// The operation needs a token.
    NeedsToken,
    /// The reply has an access token by name.
    ReplyAccessToken,
    /// The reply has some token.
    ReplyToken,
    /// Nothing of the reply is described but that it is a token.
    ReplySaid,
    /// The reply has a session's id.
    ReplySession,
    /// The reply is one text.
    ReplyText,
    /// The reply has a token in a header or a cookie.
    ReplyHeader,
    /// The reply has a refresh token.
    ReplyRefreshToken,
    /// The reply says when the token ends.
    ReplyExpiry,
    /// The reply says what type the token is.
    ReplyTokenType,
    /// The reply says whether a token is good.
    ReplyActive,
    /// The reply has a code for a device and one for a person.
    ReplyDeviceCode,
    /// The reply has an address where a person finishes the sign-in.
    ReplyAuthorizationUrl,
    /// The only successful reply is a redirect.
    Redirect,
    /// The path speaks of refreshing.
    PathRefresh,
    /// The operation id speaks of refreshing.
    IdRefresh,
    /// The summary speaks of refreshing a token or session.
    SummaryRefresh,
    /// What is refreshed or revoked is a token or session.
    TokenNoun,
    /// A refresh token is the only secret in the request.
    RefreshTokenAlone,
    /// The request has a token.
    RequestToken,
    /// The path speaks of revoking.
    PathRevoke,
    /// The operation id speaks of revoking.
    IdRevoke,
    /// The summary speaks of revoking.
    SummaryRevoke,
    /// A token itself stands at the end of the path of a DELETE.
    DeleteTokenItself,
    /// A DELETE of the token in use.
    DeleteToken,
    /// The request has `token_type_hint`.
    TokenTypeHint,
    /// The path is about signing out.
    PathSignOut,
    /// The operation id is about signing out.
    IdSignOut,
    /// The summary begins or ends with signing out.
    NameIsSignOut,
    /// The summary is about signing out.
    SummarySignOut,
    /// A DELETE of the session in use.
    DeleteSession,
    /// A DELETE of a session by its id.
    DeleteSessionById,
    /// The path speaks of introspection.
    PathIntrospect,
    /// The path speaks of checking a token.
    PathCheckToken,
    /// The operation id speaks of checking a token.
    IdCheckToken,
    /// The summary speaks of checking a token.
    SummaryCheckToken,
    /// A token itself stands at the end of the path of a GET.
    GetTokenItself,
    /// A GET of the session in use.
    GetSession,
    /// The path speaks of exchanging.
    PathExchange,
    /// The operation id speaks of exchanging.
    IdExchange,
    /// The request has a subject token (RFC 8693).
    SubjectToken,
    /// The path makes a token of the session in use.
    SessionToToken,
    /// A token is made for the caller, who must already have one, and nothing else is asked for.
    TokenForCaller,
    /// Nothing secret is given, and what comes back is what a sign-in of the document gives.
    GivesSession,
    /// The path speaks of authorizing.
    PathAuthorize,
    /// The request has `response_type`.
    ResponseType,
    /// The request says where the person is sent back.
    RedirectUri,
    /// The request has `state` or a PKCE challenge.
    Challenge,
    /// The path speaks of a sign-in by message or through somebody else.
    Federated,
    /// The request names a person or a provider and no secret.
    UserAlone,
    /// A GET that begins a sign-in.
    GetSignIn,
    /// The path speaks of a second factor.
    PathMfa,
    /// The operation id or the summary speaks of a second factor.
    IdMfa,
    /// The path or the operation id speaks of a sign-in or its verification.
    StepWord,
    /// The operation makes an account.
    SignUp,
    /// The operation gets back or changes a password.
    Recovery,
    /// The operation stands below one particular thing or person.
    Scoped,
    /// The operation is about media, rooms, uploads, jobs or the like, which have tokens and sessions of their own.
    Resource,
    /// The operation is about money.
    Payment,
    /// The operation is about coins and assets on a chain.
    Crypto,
    /// The operation is about another service that is connected.
    ThirdParty,
    /// The operation sets something up.
    Setup,
    /// The operation reads or changes how signing in works.
    Configures,
    /// The operation reads records, lists or pages.
    Record,
    /// The operation keeps a list of keys or long-lived tokens.
    KeyKeeping,
    /// A name and a password, and nothing that says that one signs in with them.
    Nameless,
    /// A token or session of a kind that has nothing to do with signing in: `/provisioning-tokens`.
    OtherToken,
    /// What is sent comes back, and the token with it: one is stored, none is issued.
    Echo,
    /// The operation acts on other people.
    OnOthers,
    /// The operation reads or changes one stored thing by its id.
    StoredThing,
    /// A thing is kept at this path that can be changed later.
    KeptThing,
    /// A method that neither asks nor makes: PUT, PATCH.
    ChangingMethod,
    /// A GET that is given no credentials.
    GivenNothing,
    /// The request has more fields than a sign-in ever has.
    LargeRequest,
    /// Whoever calls is signed in already and adds another way to sign in.
    Linking,
    /// A token is made, but nothing that could be a credential is asked for.
    NoCredentials,
    /// A body of several fields, none of which is secret.
    NoSecret,
    /// There is no body in any successful reply.
    NothingBack,
    /// A token is asked about: what comes back says what it is good for, and is none.
    TokenDetails,
    /// A DELETE where a POST to the same path signs in.
    EndsWhatBegan,
    /// A GET of the session where a POST to the same path signs in.
    ReadsWhatBegan,
    /// Something is exchanged, and it is no token that goes in or comes out.
    NoTokenExchanged,
    /// The reply is documented in full, and none of it is a token.
    ReplyOther,
    /// A token is given and another comes back.
    TokenForToken,
    /// What is renewed or checked is a key, a certificate or an address, not a token.
    OtherThing,
}
