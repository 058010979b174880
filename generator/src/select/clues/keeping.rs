//! Tokens that are kept rather than issued.

use super::Clues;
use super::checks::checks_token;
use super::phrases::is_token_itself;
use crate::model::TokenSource;
use crate::select::facts::Facts;
use crate::select::names::Text;
use crate::select::table::Clue;
use crate::shape::access_token;
use crate::vocabulary::{Meaning as M, Notion, Notions};

/// Whether a list of keys or tokens is kept: made with a label, listed, shown by id.
pub(super) fn look(facts: &Facts, clues: &mut Clues) {
    let Some(tail) = facts.path.tail() else { return };
    let credentials = clues.any(&[
        Clue::UserAndPassword,
        Clue::IdAndSecret,
        Clue::GrantType,
        Clue::Assertion,
        Clue::AuthorizationCode,
        Clue::OneTimeCode,
        Clue::StepToken,
        Clue::RefreshTokenAlone,
        Clue::SubjectToken,
        Clue::TokenUrl,
    ]);
    let kept = tail.any(&[Notion::Token, Notion::Keys]) || tail.has(Notion::Auth);
    let top = facts.inputs.iter().filter(|input| !input.in_path).map(|input| input.leaf.path.len()).min().unwrap_or(1);
    let in_path = |name: &str| facts.inputs.iter().any(|input| input.in_path && input.leaf.name() == name);
    let labelled = facts
        .inputs
        .iter()
        .filter(|input| !input.in_path && input.leaf.path.len() == top && !in_path(input.leaf.name()))
        .any(|input| input.meaning == Some(M::Label) || input.leaf.name() == "scopes");
    let personal =
        facts.path.literals().take(3).any(|text| text.says(&["personal", "pat", "pats", "apikey", "apikeys", "keys"]));
    let signs = clues.any(&[Clue::PathSignIn, Clue::IdIsSignIn, Clue::PathRefresh]);
    clues.when(kept && labelled && !credentials && !signs, Clue::KeyKeeping, &facts.template);
    clues.when(
        personal
            && !credentials
            && !signs
            && !facts.has_body
            && !clues.any(&[Clue::ReplyRefreshToken, Clue::PathCheckToken]),
        Clue::KeyKeeping,
        &facts.template,
    );
    let verbs =
        ["make", "create", "generate", "add", "revoke", "delete", "rotate", "regenerate", "list", "reset", "sub"];
    let collection =
        facts.readable && facts.method == "POST" && tail.says(&["tokens"]) && facts.path.end().has(Notion::Keys);
    let minted = collection && !credentials && !signs && facts.security.token && !clues.has(Clue::SubjectToken);
    clues.when(minted, Clue::KeyKeeping, &facts.template);
    // `/account/tokens`: those of somebody who is signed in, where they can be read.
    let person = |text: &Text| text.says(&["account", "user", "users", "me", "profile"]);
    let persons = facts.readable && facts.method == "POST" && tail.words == ["tokens"];
    let persons = persons && facts.path.literals().nth(1).is_some_and(person) && facts.is_secretless();
    clues.when(persons, Clue::KeyKeeping, &facts.template);
    // `/apikey/{apiKey}/apitoken/renew`: whatever is done to one of them.
    let one_of_keys = facts.path.segments.windows(2).any(|pair| {
        matches!(pair, [many, one] if !many.param && one.param && many.text.says(&["apikey", "apikeys", "pat", "pats"]))
    });
    clues.when(one_of_keys && !credentials, Clue::KeyKeeping, &facts.template);
    // `/auth/apikey`, by the id `regenerateApiKey`: who is signed in has a key made.
    let makes_key = matches!(facts.id.last(), "apikey" | "apikeys") && facts.id.says(&verbs);
    let made = makes_key && tail.last() == facts.id.last() && facts.security.own && facts.security.token;
    clues.when(made && !credentials, Clue::KeyKeeping, &facts.template);
    let keeps_key = matches!(tail.last(), "key" | "keys" | "apikey" | "apikeys") && tail.says(&verbs);
    let adds_key = facts.method == "POST" && matches!(tail.last(), "keys" | "apikeys") && facts.is_secretless();
    clues.when(keeps_key || adds_key, Clue::KeyKeeping, &facts.template);
    let api = matches!(tail.words.as_slice(), [api, tokens] if api == "api" && tokens == "tokens");
    let by_admin = facts.path.notions().has(Notion::Admin) && clues.any(&[Clue::DeleteToken, Clue::DeleteTokenItself]);
    let of_others = by_admin || (clues.has(Clue::DeleteTokenItself) && api);
    clues.when(of_others, Clue::KeyKeeping, &facts.template);
    let itself = facts.path.trailing_param().is_some_and(is_token_itself);
    let listed = facts.method == "GET" && tail.says(&["tokens", "keys", "sessions", "authorizations"]) && !itself;
    let listed = listed && !(clues.has(Clue::ReadsWhatBegan) && checks_token(&facts.summary));
    // A GET that says that it refreshes does, where one token comes back.
    let refreshes = clues.has(Clue::IdRefresh) && clues.any(&[Clue::ReplyAccessToken, Clue::ReplyToken]);
    let listed = listed && !refreshes;
    clues.when(listed, Clue::KeyKeeping, &facts.template);
    let in_list = facts
        .reply
        .leaves
        .iter()
        .any(|leaf| leaf.in_list && matches!(leaf.meaning(), Some(M::Token | M::AccessToken | M::SessionId)));
    // Whoever names the tokens has them: `/access-tokens/{accessTokens}`.
    let named = facts.path.segments.iter().any(|segment| segment.param && is_token_itself(&segment.text));
    let current = tail.words == ["current"];
    clues.when(in_list && !named && !current && facts.method == "GET", Clue::KeyKeeping, "list of tokens");
    let begins = clues.has(Clue::ReplyDeviceCode);
    // Who gives a password for `/email_token/issue` and gets nothing for it does not sign in.
    let issued = tail.words == ["issue"] && facts.reply.leaves.is_empty();
    clues.when((issued || !credentials) && !begins && is_other_token(facts), Clue::OtherToken, &facts.template);
    clues.when(takes_back_one(facts, tail), Clue::KeptThing, &facts.template);
    echo(facts, clues);
}

/// `/tokens/{tokenId}/revoke`, `.../expire`: one of those that are kept, by its id.
fn takes_back_one(facts: &Facts, tail: &Text) -> bool {
    let kept = |text: &Text| matches!(text.last(), "token" | "tokens" | "session" | "sessions");
    let one = facts.path.segments.windows(3).last().is_some_and(|last| {
        matches!(last, [many, one, act] if kept(&many.text) && one.param && !act.param && !is_token_itself(&one.text))
    });
    let given = facts.given_any(&[M::Token, M::AccessToken, M::RefreshToken]).is_some();
    one && (tail.has(Notion::Revoke) || tail.words == ["expire"]) && !given
}

/// What may stand before a token or a session that one signs in with, set apart by blanks.
const KINDS: &str = "a access account active admin all and anonymous api app auth0 basic by cli client close create current customer \
    default delegated delete destroy developer end fetch for from generate get guest id identity issue list live \
    m2m machine make management member merchant mobile my new obtain organization own partner personal platform \
    portal post private project public put request retrieve root s2s security self send server service set system \
    temp temporary tenant terminate the this to up user users web with";

/// Whether a word and the token or session behind it are of a kind that is not one of these: `email token`.
pub(super) fn is_other_kind(pair: &[String]) -> bool {
    let of_auth = [
        Notion::SignIn,
        Notion::Auth,
        Notion::OAuth,
        Notion::Token,
        Notion::Session,
        Notion::Refresh,
        Notion::Revoke,
        Notion::Introspect,
        Notion::Check,
        Notion::Exchange,
        Notion::Federated,
        Notion::Mfa,
    ];
    let noun = |word: &str| matches!(word, "token" | "tokens" | "session" | "sessions");
    let other = |word: &str| !KINDS.split(' ').any(|kind| kind == word) && !Notions::of_word(word).any(&of_auth);
    matches!(pair, [kind, of] if noun(of) && other(kind))
}

/// Whether the path names a token or a session of a kind that is not one of these.
fn is_other_token(facts: &Facts) -> bool {
    // Right below the authentication it is what one signs in with: `/auth/ksef-token`.
    let auth = |text: &Text| text.any(&[Notion::SignIn, Notion::Auth, Notion::OAuth]);
    let parts: Vec<&Text> = facts.path.literals().take(3).collect();
    let named = |at: usize| parts.get(at).is_some_and(|text| text.words.windows(2).any(is_other_kind) && !auth(text));
    // `/sessions/{id}/extend`, by the id `extendTableSession` under the tag `Table sessions`.
    let one_of_many = facts.path.segments.windows(2).any(|pair| {
        matches!(pair, [many, one] if many.text.words == ["sessions"] && one.param && !is_token_itself(&one.text))
    });
    let by_id = one_of_many && [&facts.id, &facts.tags].iter().all(|text| text.words.windows(2).any(is_other_kind));
    by_id || (0..2).any(|at| named(at) && !parts.get(at + 1).is_some_and(|above| auth(above)))
}

/// How many fields a sign-in may give back as they were.
const ECHOED: usize = 4;

/// A token that is sent and comes back among other things that do is a stored one.
fn echo(facts: &Facts, clues: &mut Clues) {
    let Some(TokenSource::Field(token)) = access_token(&facts.reply) else { return };
    let sent = |path: &[String]| facts.inputs.iter().any(|input| !input.in_path && input.leaf.path == path);
    if !sent(&token.0) {
        return;
    }
    let same = facts.reply.leaves.iter().filter(|leaf| sent(&leaf.path)).count();
    clues.when(same > ECHOED, Clue::Echo, &token.0.join("."));
}
