//! Tokens for whoever calls, who already has one: another, or the same again.

use super::Clues;
use super::names::GENERAL;
use super::phrases::makes_token;
use crate::select::facts::Facts;
use crate::select::names::Text;
use crate::select::table::Clue;
use crate::vocabulary::{Meaning as M, Notion, Notions};

/// Words of a path that makes a token for whoever calls.
const GENERIC: &[&str] = &[
    "token",
    "tokens",
    "jwt",
    "access",
    "auth",
    "get",
    "create",
    "generate",
    "service",
    "new",
    "api",
    "bearer",
    "oauth",
    "request",
    "issue",
    "my",
    "exchange",
    "id",
    "openid",
    "delegated",
    "ephemeral",
    "temporary",
    "app",
];

/// How many fields there are, at most, where a token is what it is about.
const FEW: usize = 4;

pub(super) fn look(facts: &Facts, clues: &mut Clues) {
    if !holds_one_and_gets_one(facts, clues) {
        return;
    }
    let seen = facts.template.as_str();
    let service = makes_one(facts);
    clues.when(service, Clue::TokenForCaller, seen);
    clues.when(!service && gets_it_again(facts, clues), Clue::TokenAgain, seen);
    clues.when(gets_another(facts, clues), Clue::CallersToken, seen);
}

/// Whether the operation needs a token, takes nothing else that only the caller knows, and gives a token.
fn holds_one_and_gets_one(facts: &Facts, clues: &Clues) -> bool {
    let given =
        [M::Password, M::ClientSecret, M::GrantType, M::Code, M::OneTimeCode, M::Assertion, M::RefreshToken, M::ApiKey];
    let back = clues.any(&[Clue::ReplyAccessToken, Clue::ReplyToken, Clue::ReplyText]);
    let other = clues.any(&[
        Clue::Scoped,
        Clue::KeyKeeping,
        Clue::Resource,
        Clue::Payment,
        Clue::PathRefresh,
        Clue::PathSignIn,
    ]);
    let holds = facts.security.token && !facts.security.none && facts.given_any(&given).is_none();
    holds && back && !other && facts.path.trailing_param().is_none() && !tells_of_other(&facts.summary)
}

/// `POST /account/jwt`, `GET .../getServiceAuth`: the path makes a token, and of no kind of its own.
fn makes_one(facts: &Facts) -> bool {
    let generic = |word: &String| GENERIC.contains(&word.as_str());
    facts.path.tail().is_some_and(|tail| {
        let words = tail.words.get(tail.words.len().saturating_sub(3)..).unwrap_or_default();
        let told = || {
            let below = facts.path.literals().nth(1).is_some_and(|text| text.has(Notion::Auth));
            below && (makes_token(&facts.summary) || makes_token(&facts.id))
        };
        (tail.any(&[Notion::Token, Notion::Auth]) || told()) && words.iter().all(generic) && !is_of_thing(facts, tail)
    })
}

/// `/ai-gateway/token`: what stands before a token of no kind says what it opens.
fn is_of_thing(facts: &Facts, tail: &Text) -> bool {
    let callers = |word: &String| {
        let auth = [Notion::Auth, Notion::OAuth, Notion::SignIn, Notion::Session, Notion::Token, Notion::Keys];
        GENERIC.contains(&word.as_str()) || GENERAL.contains(&word.as_str()) || Notions::of_word(word).any(&auth)
    };
    let above = facts.path.literals().nth(1);
    tail.words == ["token"] && above.is_some_and(|text| !text.words.iter().any(callers))
}

/// `POST /session`, `POST /access` without a body: the session goes on. What is called making one may be a sign-in to which the
/// document's own security was wrongly given.
fn gets_it_again(facts: &Facts, clues: &Clues) -> bool {
    let noun = |tail: &Text| matches!(tail.words.as_slice(), [word] if matches!(word.as_str(), "session" | "access" | "token"));
    let nothing = !facts.has_body && facts.inputs.iter().all(|input| !input.leaf.required);
    let makes = clues.any(&[
        Clue::IdSignIn,
        Clue::IdIsSignIn,
        Clue::SummarySignIn,
        Clue::IdSession,
        Clue::IdToken,
        Clue::SummaryToken,
    ]);
    facts.method == "POST" && facts.path.tail().is_some_and(noun) && nothing && !makes
}

/// `POST /oauth/conversion_token`: below the authentication, and a token is what it is about.
fn gets_another(facts: &Facts, clues: &Clues) -> bool {
    let few = facts.reply.leaves.len() <= FEW && facts.inputs.iter().filter(|input| !input.in_path).count() <= FEW;
    let signs = clues.any(&[
        Clue::IdRefresh,
        Clue::RequestToken,
        Clue::FinishesSignIn,
        Clue::PathAuth,
        Clue::IdSignIn,
        Clue::ReplyText,
    ]);
    let below = facts.path.literals().skip(1).any(|text| text.any(&[Notion::Auth, Notion::OAuth]));
    few && below && !signs && matches!(facts.method.as_str(), "GET" | "POST")
}

/// `Get a verification token`, `Creates a long-lived token`: a token of another kind, or one that is kept.
fn tells_of_other(summary: &Text) -> bool {
    let kept = |pair: &[String]| matches!(pair, [long, lived] if long == "long" && lived == "lived");
    let checks = |word: &str| Notions::of_word(word).has(Notion::Check);
    let proves = |pair: &[String]| matches!(pair, [kind, token] if token == "token" && checks(kind));
    summary.words.windows(2).any(|pair| kept(pair) || proves(pair))
}
