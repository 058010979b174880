//! The steps of a sign-in that takes more than one, by where they stand: what begins it and what finishes it.

use super::Clues;
use super::checks::checks_token;
use super::names::GENERAL;
use super::request::is_provider_name;
use crate::select::facts::{Facts, Input};
use crate::select::names::Text;
use crate::select::table::Clue;
use crate::vocabulary::{Meaning as M, Notion, Notions, squash};

/// What begins something.
pub(super) const BEGIN: &[&str] = &["start", "begin", "init", "initiate", "initialize", "initialise"];

/// What ends something that has begun.
pub(super) const FINISH: &[&str] =
    &["confirm", "complete", "finish", "finalize", "finalise", "poll", "callback", "consume"];

/// By what a code reaches a person.
const CHANNELS: &[&str] = &["phone", "sms", "email", "mail", "call", "number", "mobile", "code", "whatsapp", "link"];

/// What sends it.
const SEND: &[&str] = &["send", "resend", "call", "request", "get", "generate", "create"];

/// Keys that a device holds.
const PASSKEYS: &[&str] = &["webauthn", "passkey", "passkeys", "fido", "fido2"];

/// Who signs people in for others.
const PROVIDERS: &[&str] = &[
    "github",
    "google",
    "facebook",
    "apple",
    "microsoft",
    "twitter",
    "linkedin",
    "gitlab",
    "discord",
    "okta",
    "azure",
    "auth0",
    "keycloak",
    "adfs",
    "eid",
    "bankid",
    "plex",
    "steam",
    "telegram",
    "wechat",
    "kakao",
    "naver",
    "line",
];

pub(super) fn look(facts: &Facts, clues: &mut Clues) {
    let Some(tail) = facts.path.tail() else { return };
    oauth(facts, tail, clues);
    begun(facts, tail, clues);
    finished(facts, tail, clues);
}

/// Whether what stands here stands right below the authentication, or below a way to sign in.
fn is_below_auth(facts: &Facts) -> bool {
    let channel = |text: &Text| text.words.len() == 1 && text.says(CHANNELS);
    // An `auth_code` is the secret of a domain.
    let auth = |text: &Text| names_auth(text) && !text.says(CHANNELS);
    let mut above = facts.path.literals().skip(1).filter(|text| text.words != ["providers"]);
    let (one, two) = (above.next(), above.next());
    let asserts = one.is_some_and(|text| text.says(&["assert", "assertion"])) && two.is_some_and(names_way);
    // `/auth/google/url`
    let provider = one.is_some_and(is_provider) && two.is_some_and(auth);
    one.is_some_and(|text| auth(text) || names_way(text))
        || asserts
        || provider
        || (one.is_some_and(channel) && two.is_some_and(|text| names_auth(text) || names_way(text)))
}

fn begun(facts: &Facts, tail: &Text, clues: &mut Clues) {
    let seen = facts.template.as_str();
    // The browser is sent away, and comes back to where the caller says.
    let leaves = facts.method == "GET" && facts.redirects && !facts.succeeds && facts.is_secretless();
    let elsewhere = facts.method == "GET" && facts.inputs.iter().any(|input| is_provider_name(input.leaf.name()));
    let back = facts.given_any(&[M::RedirectUri]).is_some();
    let returns = (leaves || (elsewhere && facts.is_secretless())) && back && facts.path.end().has(Notion::SignIn);
    let said = facts.summary.any(&[Notion::SignIn, Notion::OAuth]) || facts.id.has(Notion::OAuth);
    let sent_off = leaves && said && (names_auth(tail) || is_below_auth(facts)) && !tail.says(FINISH);
    clues.when(returns || sent_off, Clue::BeginsSignIn, seen);
    // `/signin/{name}`: whose sign-in, the name says.
    let by_name = facts.method == "GET" && tail.has(Notion::SignIn) && facts.path.trailing_param().is_some();
    let told = facts.id.has(Notion::OAuth) || facts.summary.has(Notion::OAuth);
    clues.when(by_name && told && facts.is_secretless() && !replies_token(facts), Clue::BeginsSignIn, seen);
    if facts.path.trailing_param().is_some() || !matches!(facts.method.as_str(), "GET" | "POST") {
        return;
    }
    // Where the token to refresh with comes back, too, the sign-in may be over at once.
    let over = facts.replied(M::AccessToken).is_some() && facts.replied(M::RefreshToken).is_some();
    let begun = asks_for_nothing(facts) && begins(facts, tail);
    clues.when(begun && !over, Clue::BeginsSignIn, seen);
    // Nothing comes back but where a person signs in.
    let address = facts.replied(M::AuthorizationUrl).is_some() && !replies_token(facts) && facts.is_secretless();
    clues.when(address && tail.has(Notion::SignIn), Clue::BeginsSignIn, seen);
    let sent_on = tail.words == ["redirect"] && facts.given_any(&[M::RedirectUri]).is_some();
    let sent_on = sent_on && !facts.path.notions().has(Notion::SignOut);
    clues.when(sent_on && facts.path.notions().any(&[Notion::Auth, Notion::SignIn]), Clue::BeginsSignIn, seen);
    let through = tail.has(Notion::SignIn) && facts.path.literals().take(2).any(|text| text.says(PROVIDERS));
    // `/login/kakao`, `/auth/google`
    let below = is_provider(tail) && facts.path.literals().nth(1).is_some_and(names_auth);
    let through = (through || below && !replies_token(facts)) && facts.method == "GET";
    let named = is_named_beginning(facts, tail) || sends_code(facts, tail) || through;
    clues.when(facts.is_secretless() && named, Clue::BeginsSignIn, seen);
}

/// Whether the operation says that a sign-in begins with it, by its id, its summary or the end of its path.
fn is_named_beginning(facts: &Facts, tail: &Text) -> bool {
    // `/auth/keycloak/init`: at whom, the part between says.
    let at_one = facts.method == "GET"
        && tail.words.len() == 1
        && tail.says(BEGIN)
        && facts.path.literals().nth(2).is_some_and(names_auth)
        && facts.reply.leaves.is_empty();
    // Ory's way: a flow is made first, and what it asks for is then given.
    let flow = |text: &Text| {
        let pair = |pair: &[String]| matches!(pair, [login, flow] if flow == "flow" && Notions::of_word(login).has(Notion::SignIn));
        matches!(text.first(), "create" | "initialize" | "initialise" | "start") && text.words.windows(2).any(pair)
    };
    if at_one || flow(&facts.summary) || flow(&facts.id) || asks_for_passkey(facts, tail) {
        return true;
    }
    // `Initiate OAuth2 Web Flow`, where one signs in.
    let near = facts.path.literals().skip(1).any(|text| text.any(&[Notion::SignIn, Notion::Auth]));
    let about = |text: &Text| text.has(Notion::SignIn) || (near && text.any(&[Notion::OAuth, Notion::Federated]));
    let said = |text: &Text| BEGIN.contains(&text.first()) && about(text) && !makes_ready(text);
    let only = tail.words.iter().all(|word| Notions::of_word(word).any(&[Notion::OAuth, Notion::Federated]));
    let provider = facts.method == "GET" && only && facts.id.has(Notion::SignIn);
    // `/otps/sms/login_or_create`: what is sent there signs in.
    let either = tail.words.len() == 3 && Notions::of_word(tail.first()).has(Notion::SignIn) && tail.says(&["or"]);
    let named = said(&facts.summary) || said(&facts.id) || provider || (either && is_below_auth(facts));
    named && !replies_token(facts)
}

/// `/webauthn/login/options`: what a passkey is to sign.
fn asks_for_passkey(facts: &Facts, tail: &Text) -> bool {
    let signs = facts.path.end().any(&[Notion::SignIn, Notion::Auth]) && !facts.path.notions().has(Notion::SignUp);
    names_passkey(facts) && signs && tail.last() == "options"
}

fn names_passkey(facts: &Facts) -> bool {
    facts.path.literals().take(3).any(|text| text.says(PASSKEYS))
}

/// `/auth/sms/code`, `/users/send-otp`: a code is sent to somebody who has no token yet.
fn sends_code(facts: &Facts, tail: &Text) -> bool {
    let below = below_channel(facts, tail) && facts.method == "POST";
    let otp = tail.words.len() == 2 && tail.last() == "otp" && tail.says(SEND) && tail.first() != "resend";
    let to = facts.given(M::User).is_some() && !facts.security.token;
    // `/auth/email` and an address: a link is sent there.
    let link = tail.words.len() == 1 && tail.says(&["email", "mail"]) && facts.method == "POST" && to;
    let link = link && facts.path.literals().nth(1).is_some_and(|text| text.has(Notion::Auth)) && facts.is_secretless();
    (below || link || (otp && to)) && !replies_token(facts)
}

fn finished(facts: &Facts, tail: &Text, clues: &mut Clues) {
    let seen = facts.template.as_str();
    if facts.method != "POST" {
        return;
    }
    clues.when(gives_provider_token(facts, tail), Clue::ProviderToken, seen);
    if let Some(signature) = signature(facts) {
        clues.add(Clue::Assertion, signature.leaf.path.join("."));
        let named = |text: &Text| names_auth(text) || text.has(Notion::Federated);
        let first = facts.path.literals().take(3).any(named) && !facts.path.notions().has(Notion::Mfa);
        clues.when(first && !facts.path.notions().has(Notion::SignUp), Clue::FinishesSignIn, seen);
    }
    if facts.path.trailing_param().is_some() {
        return;
    }
    // A link or a code that was sent is given, and a token comes back.
    let sent =
        (tail.says(&["verify", "magic", "check"]) || tail.any(&[Notion::Federated])) && gives_what_was_sent(facts);
    let sent = sent && !checks_token(&facts.summary) && !checks_token(&facts.id);
    let under_auth = facts.path.literals().skip(1).take(2).any(names_auth);
    clues.when(sent && under_auth, Clue::FinishesSignIn, seen);
    let named = is_below_auth(facts) || names_auth(tail);
    let finishes = tail.says(FINISH) && tail.first() != "on" && named;
    let finishes = finishes && !facts.path.notions().has(Notion::SignUp);
    clues.when(finishes, Clue::FinishesSignIn, seen);
    let above = || facts.path.literals().skip(1).take(2).any(names_auth);
    clues.when(finishes && names_passkey(facts) && above(), Clue::Assertion, seen);
}

/// What OAuth servers call their endpoints.
fn oauth(facts: &Facts, tail: &Text, clues: &mut Clues) {
    let seen = facts.template.as_str();
    let words: Vec<&str> = tail.words.iter().map(String::as_str).collect();
    let below_oauth = facts.path.literals().skip(1).any(|text| text.has(Notion::OAuth));
    let authorize = matches!(words.as_slice(), ["authorize" | "authorise" | "auth" | "authorization"]);
    let coded = facts.given(M::RedirectUri).is_some() && facts.replied(M::Code).is_some();
    let asks = facts.method == "GET" || facts.given(M::ResponseType).is_some() || coded;
    clues.when(below_oauth && authorize && asks, Clue::PathOAuthAuthorize, seen);
    // CIBA: a person is asked on a device of their own.
    let backchannel =
        matches!(words.as_slice(), ["bc" | "backchannel", "authorize" | "authentication" | "authenticate"]);
    clues.when(backchannel && facts.method == "POST", Clue::PathDevice, seen);
    let first = matches!(words.as_slice(), ["request", "token", ..] | ["temporary", "credentials"]);
    let signed = facts.inputs.iter().any(|input| input.leaf.name().starts_with("oauth_"));
    let method = matches!(facts.method.as_str(), "GET" | "POST");
    clues.when(method && first && (below_oauth || signed), Clue::PathRequestToken, seen);
    let before: Vec<&str> = facts
        .path
        .literals()
        .take(2)
        .collect::<Vec<_>>()
        .into_iter()
        .rev()
        .flat_map(|text| text.words.iter().map(String::as_str))
        .collect();
    let device = matches!(
        before.as_slice(),
        [.., "device", "code" | "authorization" | "authorize" | "auth"] | [.., "device", "authorization", "code"]
    );
    let near = facts.path.notions().any(&[Notion::Auth, Notion::OAuth, Notion::SignIn]);
    clues.when(device && near && facts.method == "POST" && facts.is_secretless(), Clue::PathDevice, seen);
}

/// `/passwordless/start`, `/identity-provider/start`.
fn names_way(text: &Text) -> bool {
    text.has(Notion::Federated) || text.words == ["identity", "provider"]
}

fn is_provider(text: &Text) -> bool {
    matches!(text.words.as_slice(), [word] if PROVIDERS.contains(&word.as_str()))
}

fn names_auth(text: &Text) -> bool {
    text.words.iter().any(|word| Notions::of_word(word).any(&[Notion::Auth, Notion::OAuth, Notion::SignIn]))
}

/// `/auth/start`, `/start_phone_number_auth`, `/login/sms/send`.
fn begins(facts: &Facts, tail: &Text) -> bool {
    let (named, below) = (names_auth(tail), is_below_auth(facts));
    let sends = |word: &str| SEND.contains(&word) && word != "resend";
    let sends_below = below
        && match tail.words.as_slice() {
            [word] => matches!(word.as_str(), "send" | "resend" | "request"),
            [send, code] => code == "otp" && sends(send),
            _ => false,
        };
    let asked = below
        && matches!(tail.words.as_slice(), [word] if matches!(word.as_str(), "challenge" | "challenges" | "nonce"));
    // `/oidc/auth_url`: where a person is sent.
    let of_auth = |word: &String| {
        Notions::of_word(word).any(&[Notion::Auth, Notion::SignIn, Notion::OAuth, Notion::Federated, Notion::Authorize])
    };
    let address = matches!(tail.words.as_slice(), [auth @ .., last] if matches!(last.as_str(), "url" | "uri") && auth.iter().all(of_auth));
    let only = |word: &String| {
        CHANNELS.contains(&word.as_str())
            || SEND.contains(&word.as_str())
            || Notions::of_word(word).any(&[Notion::Auth, Notion::SignIn, Notion::Federated])
    };
    let starts = tail.says(BEGIN) && (below || named && !makes_ready(tail) && !connects(facts, tail));
    let begins = asked || (below && address) || starts || sends_below;
    let sends = tail.says(SEND) && tail.says(CHANNELS) && tail.words.iter().all(only) && (below || named);
    begins || sends
}

/// `initializeAuth`: a service is made ready to sign people in.
fn makes_ready(text: &Text) -> bool {
    let mut words = text.words.iter().skip_while(|word| !matches!(word.as_str(), "initialize" | "initialise"));
    words.next().is_some() && !words.take(3).any(|word| Notions::of_word(word).has(Notion::SignIn))
}

/// `/sources/initiate-oauth`: what stands before is given access to something of its own.
fn connects(facts: &Facts, tail: &Text) -> bool {
    let thing = |text: &Text| !names_auth(text) && !text.says(GENERAL);
    !tail.any(&[Notion::SignIn, Notion::Auth]) && facts.path.literals().nth(1).is_some_and(thing)
}

/// What begins a sign-in may take what finishes it, but does not need it.
fn asks_for_nothing(facts: &Facts) -> bool {
    let secrets = [M::Password, M::RefreshToken, M::GrantType, M::Assertion, M::ApiKey];
    let needed = |input: &&Input| {
        let secret = [M::ClientSecret, M::Code, M::OneTimeCode, M::Token, M::AccessToken];
        input.leaf.required && input.meaning.is_some_and(|meaning| secret.contains(&meaning))
    };
    facts.given_any(&secrets).is_none() && !facts.inputs.iter().any(|input| needed(&input))
}

/// `/auth/sms/code`, `/login/otp`: a code that is sent.
fn below_channel(facts: &Facts, tail: &Text) -> bool {
    let sent = matches!(tail.words.as_slice(), [word] if matches!(word.as_str(), "code" | "otp" | "sms"));
    sent && facts.path.literals().skip(1).take(2).any(names_auth)
}

fn gives_what_was_sent(facts: &Facts) -> bool {
    let sent = [M::Code, M::OneTimeCode, M::Token, M::StepToken];
    facts.given_any(&sent).is_some()
        && replies_token(facts)
        && !facts.path.end().any(&[Notion::Refresh, Notion::SignUp])
}

fn replies_token(facts: &Facts) -> bool {
    facts.reply.bare || [M::AccessToken, M::Token, M::SessionId].iter().any(|token| facts.replied(*token).is_some())
}

/// The signature of a challenge, by a passkey or by a wallet: with whose key it was made stands beside it.
fn signature(facts: &Facts) -> Option<&Input> {
    let named = |name: &str| facts.inputs.iter().find(|input| !input.in_path && squash(input.leaf.name()) == name);
    let owner =
        ["authenticatordata", "address", "walletaddress", "wallet", "account", "publickey", "pubkey", "message"];
    let signed = named("signature").filter(|_| owner.iter().any(|owner| named(owner).is_some()));
    // With an attestation a passkey is set up.
    signed.or_else(|| named("clientdatajson").filter(|_| named("attestationobject").is_none()))
}

/// `/auth/google` and the token that Google gave.
fn gives_provider_token(facts: &Facts, tail: &Text) -> bool {
    let token = |input: &&Input| matches!(input.meaning, Some(M::AccessToken | M::Token | M::IdToken | M::Assertion));
    let auth = |text: &Text| names_auth(text) || text.has(Notion::Authorize);
    let named = (tail.says(PROVIDERS) || facts.path.trailing_param().is_some_and(|param| is_provider_name(&param.raw)))
        && facts.path.literals().take(2).any(auth);
    named && facts.inputs.iter().any(|input| token(&input))
}
