//! What comes back on success.

use super::Clues;
use crate::model::TokenSource;
use crate::select::facts::Facts;
use crate::select::names::Text;
use crate::select::table::Clue;
use crate::shape::{Leaf, access_token};
use crate::vocabulary::{Meaning as M, Notion, meaning, squash};

/// How far down in a reply a token may be.
const FAR: usize = 3;

pub(super) fn look(facts: &Facts, clues: &mut Clues) {
    token(facts, clues);
    for (wanted, clue) in [
        (M::RefreshToken, Clue::ReplyRefreshToken),
        (M::Expiry, Clue::ReplyExpiry),
        (M::TokenType, Clue::ReplyTokenType),
        (M::Active, Clue::ReplyActive),
        (M::AuthorizationUrl, Clue::ReplyAuthorizationUrl),
    ] {
        // What is sent as well is a setting.
        let sent = |leaf: &&Leaf| {
            wanted == M::Active && facts.inputs.iter().any(|input| !input.in_path && input.leaf.path == leaf.path)
        };
        let of_record = wanted == M::Active && makes_record(facts);
        if let Some(leaf) = facts.replied(wanted).filter(|leaf| !of_record && !leaf.in_list && !sent(leaf)) {
            clues.add(clue, leaf.path.join("."));
        }
    }
    if let (Some(device), Some(_)) =
        (facts.replied(M::DeviceCode), facts.replied(M::UserCode).or(facts.replied(M::AuthorizationUrl)))
    {
        clues.add(Clue::ReplyDeviceCode, device.path.join("."));
    }
    clues.when(facts.redirects && facts.reply.leaves.is_empty(), Clue::Redirect, "redirect");
    let nothing = facts.reply.leaves.is_empty() && !facts.reply.bare && facts.reply.headers.is_empty();
    clues.when(nothing, Clue::NothingBack, "no body");
    let told = &facts.reply_docs;
    clues.when(nothing && told.has(Notion::Token) && !told.has(Notion::Record), Clue::ReplySaid, &told.raw);
    clues.when(nothing && told.has(Notion::SignOut), Clue::SummarySignOut, &told.raw);
    without_token(facts, clues);
}

/// What a reply that is documented and holds no token says.
fn without_token(facts: &Facts, clues: &mut Clues) {
    let silent = facts.reply.leaves.is_empty() || facts.reply.bare;
    if silent || facts.redirects || access_token(&facts.reply).is_some() {
        return;
    }
    let told = [M::Expiry, M::Active].iter().find_map(|wanted| facts.replied(*wanted)).filter(|leaf| !leaf.in_list);
    let given = [M::Password, M::ClientSecret, M::GrantType, M::Code, M::OneTimeCode, M::ApiKey];
    let asks = facts.method == "GET" && clues.has(Clue::PathToken) && facts.given_any(&given).is_none();
    if let (true, Some(told)) = (asks && facts.path.trailing_param().is_none(), told) {
        clues.add(Clue::TokenDetails, told.path.join("."));
    }
    let signs_in = clues.any(&[
        Clue::PathSignIn,
        Clue::PathSession,
        Clue::PathAuth,
        Clue::IdIsSignIn,
        Clue::IdSignIn,
        Clue::UserAndPassword,
        Clue::GrantType,
        Clue::ProviderToken,
        Clue::TokenUrl,
    ]);
    clues.when(!signs_in && facts.reply.leaves.len() > 1, Clue::ReplyOther, "no token");
}

fn token(facts: &Facts, clues: &mut Clues) {
    // Where a sign-in only begins, a documented token is the one that is there in the end.
    if facts.method == "GET" && clues.has(Clue::Federated) {
        return;
    }
    match access_token(&facts.reply) {
        Some(TokenSource::Field(path)) => {
            let seen = path.0.join(".");
            let leaf = facts.reply.leaves.iter().find(|leaf| leaf.path == path.0);
            // Of many tokens none is the one; far down it is somebody else's.
            if leaf.is_some_and(|leaf| (leaf.in_list && leaf.path.len() > 1) || leaf.path.len() > FAR) {
                return;
            }
            match path.0.last().and_then(|name| meaning(name)) {
                // What begins a sign-in gives a token to go on with.
                Some(M::AccessToken | M::Token | M::IdToken)
                    if clues.any(&[Clue::BeginsSignIn, Clue::PathRequestToken]) => {}
                Some(M::AccessToken) => clues.add(Clue::ReplyAccessToken, seen),
                Some(M::Token | M::IdToken | M::ApiKey) => clues.add(Clue::ReplyToken, seen),
                _ => clues.add(Clue::ReplySession, seen),
            }
        }
        Some(TokenSource::Body) => clues.add(Clue::ReplyText, "text"),
        Some(TokenSource::Header(name)) => clues.add(Clue::ReplyHeader, name),
        Some(TokenSource::Cookie(name)) => {
            clues.add(Clue::ReplyHeader, name.unwrap_or_else(|| "Set-Cookie".to_owned()));
        }
        None => {}
    }
}

/// `/mappings/new`, with when it was made in its reply: whether a thing that has just been kept is in use says nothing of a token.
fn makes_record(facts: &Facts) -> bool {
    let made = |text: &Text| text.says(&["new", "create", "add"]);
    let kept = |name: &str| matches!(squash(name).as_str(), "createdat" | "updatedat");
    (facts.path.tail().is_some_and(made) || matches!(facts.id.first(), "create" | "add"))
        && facts.reply.leaves.iter().any(|leaf| kept(leaf.name()))
}
