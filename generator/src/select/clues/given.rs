//! What speaks against a sign-in by what is given: nothing, no secret, or a name and a password for something else.

use super::against::TENANTS;
use super::phrases::is_token_itself;
use super::request::is_provider_name;
use super::{Clues, caller};
use crate::select::facts::Facts;
use crate::select::table::Clue;
use crate::shape::is_secret;
use crate::vocabulary::{Meaning as M, Notion};

pub(super) fn look(facts: &Facts, clues: &mut Clues) {
    let seen = format!("{} {}", facts.method, facts.template);
    stored(facts, &seen, clues);
    lacking(facts, &seen, clues);
    nameless(facts, clues);
    caller::look(facts, clues);
}

/// Whether something that is kept is read or changed.
fn stored(facts: &Facts, seen: &str, clues: &mut Clues) {
    let certain = clues.any(&[Clue::PathSignIn, Clue::PathSignOut, Clue::PathRefresh, Clue::PathRevoke]);
    let changes = matches!(facts.method.as_str(), "PUT" | "PATCH");
    clues.when(changes && (!certain || facts.path.trailing_param().is_some()), Clue::ChangingMethod, seen);
    if let Some(param) = facts.path.trailing_param() {
        let shown = facts.method == "GET"
            && matches!(param.last(), "id" | "uuid")
            && !(facts.redirects && clues.has(Clue::Federated) && is_provider_name(&param.raw))
            && facts.inputs.iter().all(|input| input.in_path);
        clues.when(shown, Clue::KeyKeeping, seen);
        clues.when(shown, Clue::OtherThing, seen);
        let certain = certain && !shown;
        let itself = is_token_itself(param)
            || matches!(param.last(), "code" | "provider" | "strategy" | "method")
            || clues.has(Clue::DeleteTokenItself);
        let served = param.words.iter().any(|word| TENANTS.contains(&word.as_str()));
        let kept = !certain || (changes && !clues.any(&[Clue::PathSignOut, Clue::PathRefresh, Clue::PathRevoke]));
        clues.when(!itself && !served && kept, Clue::StoredThing, seen);
    }
    let by_id = facts.method == "GET"
        && facts.inputs.iter().any(|input| !input.in_path && input.leaf.required && input.leaf.name() == "id");
    clues.when(by_id, Clue::StoredThing, seen);
}

/// Whether what a sign-in needs is not given.
fn lacking(facts: &Facts, seen: &str, clues: &mut Clues) {
    let given = clues.any(&[
        Clue::UserAndPassword,
        Clue::IdAndSecret,
        Clue::LoneSecret,
        Clue::Assertion,
        Clue::GrantType,
        Clue::AuthorizationCode,
        Clue::OneTimeCode,
        Clue::BasicHere,
        Clue::KeyHere,
        Clue::RequestToken,
        Clue::TokenUrl,
        Clue::FinishesSignIn,
    ]);
    let signs = clues.any(&[
        Clue::PathSignIn,
        Clue::IdSignIn,
        Clue::IdIsSignIn,
        Clue::SummarySignIn,
        Clue::StepToken,
        Clue::LoneSecret,
    ]);
    let endpoint = clues.has(Clue::PathOAuthToken);
    let nothing = !given && !endpoint && !signs && !facts.text_body && !clues.has(Clue::ReplyRefreshToken);
    // What stands right below the authentication and gives a token has been given what it needs.
    let way = clues.has(Clue::PathAuth)
        && !facts.security.token
        && clues.any(&[Clue::ReplyAccessToken, Clue::ReplyToken, Clue::ReplySession]);
    clues.when(nothing && !way && facts.method == "POST", Clue::NoCredentials, seen);
    let sent = facts.inputs.iter().filter(|input| !input.in_path).count();
    let secret = facts.inputs.iter().any(|input| is_secret(input.leaf.name(), input.leaf.format.as_deref()));
    clues.when(sent >= 3 && !secret && !given && !way, Clue::NoSecret, seen);
    let asks = matches!(facts.method.as_str(), "GET" | "DELETE" | "HEAD");
    let secrets = [M::Password, M::ClientSecret, M::ApiKey, M::Code, M::OneTimeCode, M::Token, M::AccessToken];
    let shown = facts.path.trailing_param().is_some() && facts.given_any(&secrets).is_none();
    let whole = clues.any(&[Clue::PathSignIn, Clue::PathOAuthToken])
        && clues.has(Clue::ReplyAccessToken)
        && clues.any(&[Clue::ReplyTokenType, Clue::ReplyExpiry]);
    // What is documented to the last field is given, whatever it takes.
    clues.when(asks && (!given || shown) && !whole, Clue::GivenNothing, seen);
}

/// `POST /users` with a name and a password makes somebody, whatever its tag.
fn nameless(facts: &Facts, clues: &mut Clues) {
    let about = [Notion::SignIn, Notion::Auth, Notion::OAuth, Notion::Session, Notion::Token];
    let named = facts.path.notions().any(&about)
        || clues.any(&[
            Clue::IdIsSignIn,
            Clue::IdSignIn,
            Clue::IdToken,
            Clue::IdSession,
            Clue::SummarySignIn,
            Clue::SummaryToken,
            Clue::FinishesSignIn,
            Clue::TokenUrl,
            Clue::GrantType,
            Clue::BasicHere,
            Clue::KeyHere,
        ]);
    let given = clues.any(&[
        Clue::ReplyAccessToken,
        Clue::ReplyToken,
        Clue::ReplySaid,
        Clue::ReplyText,
        Clue::ReplyHeader,
        Clue::ReplyRefreshToken,
    ]);
    clues.when(clues.has(Clue::UserAndPassword) && !named && !given, Clue::Nameless, &facts.template);
}
