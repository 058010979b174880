//! What the caller gives.

use super::{Clues, steps};
use crate::select::facts::{Facts, Input};
use crate::select::names::Text;
use crate::select::surroundings::Surroundings;
use crate::select::table::Clue;
use crate::shape::{Leaf, access_token};
use crate::vocabulary::{Meaning as M, Notion, Notions, meaning, squash, words};

/// How many fields the request of a sign-in has at most.
const LARGE: usize = 24;

/// How far down in a request a credential may be.
const NEAR: usize = 3;

pub(super) fn look(facts: &Facts, around: &Surroundings, clues: &mut Clues) {
    clues.when(facts.security.basic && !facts.security.token, Clue::BasicHere, "basic authentication");
    clues.when(facts.security.key && !facts.security.token, Clue::KeyHere, "a key of its own");
    clues.when(facts.security.none && facts.security.own && around.global_token, Clue::PublicOnPurpose, "security: []");
    clues.when(facts.security.token, Clue::NeedsToken, "security");
    credentials(facts, around, clues);
    grants(facts, around, clues);
    tokens(facts, around, clues);
    sign_in_begins(facts, clues);
}

fn credentials(facts: &Facts, around: &Surroundings, clues: &mut Clues) {
    let here = |meaning: M| !around.everywhere.contains(&meaning);
    // Far down in a body a `pincode` is that of an address.
    // In a large one it is that of a webhook or of a card.
    let many = facts.inputs.iter().filter(|input| !input.in_path).count() > LARGE;
    let near = |input: &&Input| input.leaf.path.len() <= if many { 1 } else { NEAR } && !is_of_other(input);
    let password = facts.given_any(&[M::Password]).filter(|input| here(M::Password) && near(input));
    let in_path = || facts.given(M::ClientSecret).filter(|input| input.in_path);
    let secret = facts.given_any(&[M::ClientSecret]).or_else(in_path).filter(|_| here(M::ClientSecret));
    let key = facts.given_any(&[M::ApiKey]).filter(|_| here(M::ApiKey));
    let user = facts.given(M::User);
    let machine = facts.given(M::ClientId);
    // A sign-in may let an old password be changed.
    let loginless =
        facts.given_any(&[M::NewPassword]).is_some_and(|new| new.leaf.required || access_token(&facts.reply).is_none());
    match (password, user.or(machine)) {
        (Some(password), Some(user)) if !loginless => clues.add(Clue::UserAndPassword, both(user, password)),
        (Some(password), None) if !loginless => clues.add(Clue::LoneSecret, password.leaf.path.join(".")),
        _ => {}
    }
    // The secret half of an AppRole is called an id.
    let secret_id = || facts.inputs.iter().find(|input| squash(input.leaf.name()) == "secretid");
    if let (None, Some(id), Some(secret)) = (secret, machine, secret_id())
        && squash(id.leaf.name()) != "secretid"
    {
        clues.add(Clue::IdAndSecret, both(id, secret));
    }
    let paired = clues.has(Clue::UserAndPassword);
    match (secret.filter(|_| !paired), machine.or(key).or(user)) {
        (Some(secret), Some(id)) => clues.add(Clue::IdAndSecret, both(id, secret)),
        (Some(secret), None) => clues.add(Clue::LoneSecret, secret.leaf.path.join(".")),
        (None, _) => {}
    }
    if let (Some(key), false) = (key, clues.any(&[Clue::UserAndPassword, Clue::IdAndSecret])) {
        let clue = if machine.or(user).is_some() { Clue::IdAndSecret } else { Clue::LoneSecret };
        clues.add(clue, key.leaf.path.join("."));
    }
    clues.when(facts.text_body && facts.method == "POST", Clue::TextRequest, "text body");
    let large =
        facts.inputs.iter().filter(|input| !input.in_path).count() > LARGE && facts.given(M::GrantType).is_none();
    clues.when(large, Clue::LargeRequest, "many fields");
}

fn grants(facts: &Facts, around: &Surroundings, clues: &mut Clues) {
    field(facts, clues, M::GrantType, Clue::GrantType);
    let signs_all = around.everywhere.contains(&M::Assertion);
    let of_call = |input: &&Input| signs_all && squash(input.leaf.name()).ends_with("signature");
    let states = |input: &&Input| input.meaning == Some(M::Assertion) && !input.in_path && !of_call(input);
    let statement = facts.inputs.iter().find(states).filter(|input| input.leaf.is_text());
    if let Some(statement) = statement {
        clues.add(Clue::Assertion, statement.leaf.path.join("."));
    }
    // A `code` far down in a body is a country, a class or a currency.
    let of_error = |code: &&Input| code.leaf.path.first().is_some_and(|first| first == "error");
    let code = facts.given_any(&[M::Code]).filter(|code| code.leaf.path.len() <= 2 && !of_error(code));
    if let Some(code) = code {
        clues.add(Clue::AuthorizationCode, code.leaf.path.join("."));
    }
    // Whether a person has agreed is asked with the code of the device.
    if clues.any(&[Clue::PathSignIn, Clue::PathToken])
        || facts.reply.leaves.iter().any(|leaf| leaf.meaning() == Some(M::Token))
    {
        field(facts, clues, M::DeviceCode, Clue::AuthorizationCode);
    }
    field(facts, clues, M::OneTimeCode, Clue::OneTimeCode);
    field(facts, clues, M::StepToken, Clue::StepToken);
    field(facts, clues, M::SubjectToken, Clue::SubjectToken);
    let signs_in =
        facts.path.end().has(Notion::SignIn) || facts.id.has(Notion::SignIn) || facts.path.end().has(Notion::Check);
    clues.when(signs_in, Clue::StepWord, &facts.template);
}

fn tokens(facts: &Facts, around: &Surroundings, clues: &mut Clues) {
    let refresh = facts.given_any(&[M::RefreshToken]).or_else(|| facts.given(M::RefreshToken));
    let others = [M::Password, M::Code, M::OneTimeCode, M::Assertion, M::DeviceCode, M::ApiKey, M::CodeVerifier];
    if let Some(refresh) = refresh {
        // Beside an id token stands the refresh token of whoever gave that.
        let of_other = refresh.leaf.path.iter().rev().nth(1).is_some_and(|parent| meaning(parent) == Some(M::IdToken));
        let alone = !of_other
            && facts.given_any(&others).is_none()
            && (facts.given(M::GrantType).is_none() || facts.path.end().has(Notion::Refresh));
        clues.when(alone, Clue::RefreshTokenAlone, &refresh.leaf.path.join("."));
    }
    let by_value = |input: &&Input| !matches!(words(input.leaf.name()).last().map(String::as_str), Some("id" | "uuid"));
    let token = facts
        .inputs
        .iter()
        .filter(by_value)
        .filter(|input| !input.meaning.is_some_and(|meaning| around.everywhere.contains(&meaning)))
        .filter(|input| !input.in_path || names_token(facts))
        .find(|input| matches!(input.meaning, Some(M::AccessToken | M::Token | M::SessionId | M::IdToken)));
    if let Some(token) = token {
        clues.add(Clue::RequestToken, token.leaf.path.join("."));
    }
    // `/access-tokens/{accessTokens}`: those that are asked about stand in the path.
    let named = facts.path.segments.iter().find(|segment| segment.param && segment.text.last() == "tokens");
    if let Some(tokens) = named {
        clues.add(Clue::RequestToken, tokens.text.raw.as_str());
    }
    field(facts, clues, M::TokenTypeHint, Clue::TokenTypeHint);
}

/// `proxy.password`: the credentials of something that is set up.
fn is_of_other(input: &Input) -> bool {
    let parent = input.leaf.path.iter().rev().nth(1).map(|name| squash(name)).unwrap_or_default();
    matches!(
        parent.as_str(),
        "proxy" | "webhook" | "smtp" | "mail" | "database" | "db" | "ldap" | "mqtt" | "ftp" | "sftp"
    )
}

/// Whether a token in the path is one of the API, and not what a thing of another kind is called by.
fn names_token(facts: &Facts) -> bool {
    let about = [
        Notion::Token,
        Notion::Auth,
        Notion::OAuth,
        Notion::Session,
        Notion::SignOut,
        Notion::Revoke,
        Notion::Refresh,
        Notion::Check,
        Notion::Introspect,
    ];
    facts.path.end().any(&about) || facts.path.tail().is_some_and(|tail| tail.says(&["ticket", "tickets"]))
}

/// An exchange that neither takes a token nor gives one.
pub(super) fn exchanges(facts: &Facts, clues: &mut Clues) {
    let exchanged = clues.any(&[
        Clue::RequestToken,
        Clue::SubjectToken,
        Clue::RefreshTokenAlone,
        Clue::Assertion,
        Clue::AuthorizationCode,
        Clue::ReplyAccessToken,
        Clue::ReplyToken,
        Clue::ReplyText,
        Clue::ReplyHeader,
    ]);
    let named = clues.any(&[Clue::PathExchange, Clue::IdExchange]);
    let replied = clues.any(&[Clue::ReplyAccessToken, Clue::ReplyToken]);
    let secrets = [M::Password, M::ClientSecret, M::Code, M::OneTimeCode, M::RefreshToken];
    let for_token = clues.has(Clue::RequestToken) && replied && facts.given_any(&secrets).is_none();
    let renews = clues.any(&[Clue::PathRefresh, Clue::IdRefresh, Clue::SummaryRefresh]);
    // An access token is given in the request and another comes back, whatever that is called.
    let access = facts.given_any(&[M::AccessToken]).is_some_and(|token| token.leaf.required);
    let named_so =
        named || (access && !renews && facts.path.end().has(Notion::Token) && !facts.path.end().has(Notion::SignIn));
    clues.when(named_so && (for_token || clues.has(Clue::SubjectToken)), Clue::TokenForToken, &facts.template);
    clues.when(!exchanged && named, Clue::NoTokenExchanged, &facts.template);
}

fn sign_in_begins(facts: &Facts, clues: &mut Clues) {
    field(facts, clues, M::ResponseType, Clue::ResponseType);
    field(facts, clues, M::RedirectUri, Clue::RedirectUri);
    for meaning in [M::CodeChallenge, M::State] {
        field(facts, clues, meaning, Clue::Challenge);
    }
    let secretless = facts.is_secretless();
    let asks = matches!(facts.method.as_str(), "GET" | "POST");
    let federated = asks && is_federated(facts) && !tells_things(facts);
    let person = facts
        .inputs
        .iter()
        .find(|input| (input.meaning == Some(M::User) && !input.in_path) || is_provider(&input.leaf));
    if let (true, Some(person)) = (secretless && federated, person) {
        clues.add(Clue::UserAlone, person.leaf.path.join("."));
    }
    clues.when(secretless && federated, Clue::Federated, &facts.template);
    let begins = facts.path.notions().any(&[Notion::SignIn, Notion::OAuth, Notion::Federated]);
    clues.when(facts.method == "GET" && secretless && begins, Clue::GetSignIn, &facts.template);
}

/// Words that stand beside a sign-in by message or through somebody else.
const FEDERATED: &[&str] = &[
    "auth",
    "authn",
    "login",
    "signin",
    "oauth",
    "oauth2",
    "openid",
    "oidc",
    "request",
    "start",
    "begin",
    "send",
    "init",
    "initiate",
    "url",
    "uri",
    "redirect",
    "code",
    "email",
    "sms",
    "phone",
    "link",
    "get",
    "create",
    "authorize",
    "authenticate",
    "provider",
    "web",
    "mobile",
    "generate",
    "resend",
    "to",
];

/// `/sso`, `/otp/send`, `/openid/auth`, `/login/oauth/{provider}`: nothing but a sign-in through somebody else.
fn is_federated(facts: &Facts) -> bool {
    let tells = ["info", "config", "configuration", "settings", "metadata"];
    if facts.path.literals().skip(1).any(|text| text.says(&tells)) {
        return false;
    }
    let known = |word: &String| FEDERATED.contains(&word.as_str()) || Notions::of_word(word).has(Notion::Federated);
    let Some(tail) = facts.path.tail().filter(|tail| tail.words.iter().all(known)) else { return false };
    // What is read at `/webauthn` is a list of keys.
    if facts.method == "GET" && tail.words.iter().all(|word| matches!(word.as_str(), "webauthn" | "passkeys" | "otp")) {
        return false;
    }
    match facts.path.trailing_param() {
        None if tail.words.iter().all(|word| steps::BEGIN.contains(&word.as_str())) => begins_at_provider(facts),
        None => {
            let itself =
                tail.says(&["oauth", "oauth2"]) || matches!(tail.words.as_slice(), [word] if word == "provider");
            facts.path.end().any(&[Notion::Federated, Notion::OAuth]) && !itself
        }
        Some(param) => {
            let about = if tail.says(&["provider"]) { facts.path.end() } else { tail.notions };
            is_provider_name(&param.raw) && about.any(&[Notion::SignIn, Notion::OAuth, Notion::Federated, Notion::Auth])
        }
    }
}

/// What is read at `/sso` and has many fields is how it is set up.
fn tells_things(facts: &Facts) -> bool {
    const MANY: usize = 4;
    let bare =
        |tail: &Text| matches!(tail.words.as_slice(), [word] if matches!(word.as_str(), "sso" | "saml" | "saml2"));
    let enough = if facts.path.tail().is_some_and(bare) { 1 } else { MANY };
    let providers = ["sso", "saml", "saml2", "oidc", "openid", "federated", "social", "provider"];
    facts.method == "GET"
        && facts.path.tail().is_some_and(|tail| tail.says(&providers))
        && !facts.redirects
        && facts.reply.leaves.len() >= enough
        && facts.replied(M::AuthorizationUrl).is_none()
        && access_token(&facts.reply).is_none()
}

/// `/auth/{provider}/start`, `/oauth/start`.
fn begins_at_provider(facts: &Facts) -> bool {
    let provider = facts.path.segments.iter().any(|segment| segment.param && is_provider_name(&segment.text.raw));
    let below = facts.path.notions().any(&[Notion::Auth, Notion::OAuth, Notion::SignIn, Notion::Federated]);
    (provider && below) || facts.path.end().any(&[Notion::Federated, Notion::OAuth])
}

fn is_provider(leaf: &Leaf) -> bool {
    is_provider_name(leaf.name())
}

pub(super) fn is_provider_name(name: &str) -> bool {
    ["provider", "domain", "idp", "connection", "organization", "strategy", "social", "backend"]
        .iter()
        .any(|word| name.to_lowercase().contains(word))
}

fn field(facts: &Facts, clues: &mut Clues, meaning: M, clue: Clue) {
    if let Some(input) = facts.given_any(&[meaning]) {
        clues.add(clue, input.leaf.path.join("."));
    }
}

fn both(one: &Input, other: &Input) -> String {
    format!("{}, {}", one.leaf.path.join("."), other.leaf.path.join("."))
}
