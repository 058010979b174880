//! What the path, the operation id, the tags, the summary and the security schemes say.

use super::Clues;
use super::checks::{checks_token, tests_auth};
use super::phrases::{
    MAKE, concerns_token, is_sign_in_only, is_token_itself, is_token_tail, is_variant, makes_token, resets_token,
    signs_in, signs_out,
};
use super::steps::FINISH;
use crate::select::facts::{Facts, Input};
use crate::select::names::Text;
use crate::select::surroundings::Surroundings;
use crate::select::table::Clue;
use crate::shape::access_token;
use crate::vocabulary::{Meaning, Notion, Notions, words};

pub(super) fn look(facts: &Facts, around: &Surroundings, clues: &mut Clues) {
    path(facts, clues);
    end(facts, clues);
    beside_sign_in(facts, clues);
    id(facts, clues);
    summary(facts, clues);
    schemes(facts, around, clues);
}

fn path(facts: &Facts, clues: &mut Clues) {
    let Some(tail) = facts.path.tail() else { return };
    let seen = facts.template.as_str();
    let makes = facts.method != "DELETE";
    let finishes = facts.method == "POST"
        && matches!(tail.words.as_slice(), [word] if FINISH.contains(&word.as_str()))
        && facts.path.literals().skip(1).find(|text| text.words != ["code"]).is_some_and(signs_in);
    clues.when(makes && (signs_in(tail) || is_variant(facts, Notion::SignIn) || finishes), Clue::PathSignIn, seen);
    let only = tail.words.iter().all(|word| Notions::of_word(word).has(Notion::SignIn));
    clues.when(facts.method == "POST" && only && facts.path.trailing_param().is_none(), Clue::PathIsSignIn, seen);
    let named =
        matches!(tail.words.iter().map(String::as_str).collect::<Vec<_>>().as_slice(), ["token"] | ["access", "token"]);
    let below_oauth = facts.path.literals().skip(1).any(|text| text.has(Notion::OAuth));
    clues.when(makes && named && below_oauth, Clue::PathOAuthToken, seen);
    clues.when(makes && is_token_tail(facts, tail), Clue::PathToken, seen);
    clues.when(facts.method == "POST" && tail.has(Notion::Session), Clue::PathSession, seen);
    let whole = makes && facts.path.trailing_param().is_none();
    // What stands right below the authentication and gives a token is a way to sign in.
    let switches = tail.says(&["switch", "impersonate"]);
    let way = || facts.method == "POST" && !tail.says(FINISH) && !switches && access_token(&facts.reply).is_some();
    let below_auth = facts.path.literals().nth(1).is_some_and(is_auth) && way();
    let kind_of = matches!(tail.last(), "auth" | "authn") && tail.words.len() > 1 && way();
    clues.when(whole && (is_auth(tail) || below_auth || kind_of), Clue::PathAuth, seen);
    let sent_on = tail.words == ["redirect"] && facts.path.literals().nth(1).is_some_and(signs_out);
    let out = signs_out(tail) || is_variant(facts, Notion::SignOut) || sent_on || closes_session(facts, tail);
    clues.when(out, Clue::PathSignOut, seen);
    let before: Notions = facts.path.literals().skip(1).fold(Notions::default(), |all, text| all.union(text.notions));
    let context = before.any(&[Notion::Auth, Notion::OAuth, Notion::SignIn, Notion::Federated])
        || facts.tags.any(TAGS)
        || tail.has(Notion::OAuth);
    clues.when(
        context,
        Clue::AuthContext,
        if before.any(&[Notion::Auth, Notion::OAuth]) { seen } else { &facts.tags.raw },
    );
}

/// Whether a part of a path is authentication itself.
fn is_auth(text: &Text) -> bool {
    text.words.iter().all(|word| {
        matches!(
            word.as_str(),
            "auth" | "authentication" | "authorization" | "authorisation" | "authn" | "authorizations"
        )
    })
}

/// What the tags of the authentication are about.
const TAGS: &[Notion] =
    &[Notion::Auth, Notion::OAuth, Notion::SignIn, Notion::Session, Notion::Token, Notion::Federated];

/// What the last two parts of the path say together: `/token/refresh`, `/oauth/revoke`, `/session/token`.
fn end(facts: &Facts, clues: &mut Clues) {
    let Some(tail) = facts.path.tail() else { return };
    let seen = facts.template.as_str();
    let end = facts.path.end();
    let said = || tail.words == ["refresh"] && facts.summary.has(Notion::Refresh) && facts.summary.has(Notion::Token);
    let noun = concerns_token(facts) || revokes_what_is_given(facts) || said();
    let again = tail.words == ["regenerate"] && end.has(Notion::Session);
    let noun = noun && !resumes_one(facts);
    let renews = noun
        && (again || end.has(Notion::Refresh))
        && !tail.has(Notion::Revoke)
        && facts.method != "DELETE"
        && !names_many(facts);
    clues.when(renews, Clue::PathRefresh, seen);
    clues.when(renews && renews_other(facts), Clue::OtherThing, seen);
    let of_token =
        || facts.path.literals().nth(1).is_some_and(|text| matches!(text.last(), "token" | "accesstoken" | "jwt"));
    let stops =
        matches!(tail.words.as_slice(), [word] if matches!(word.as_str(), "deactivate" | "expire")) && of_token();
    let takes_back = noun && !keeps_list(facts) && !revokes_right(facts) && !makes_what_revokes(tail);
    clues.when(takes_back && (stops || end.has(Notion::Revoke)), Clue::PathRevoke, seen);
    clues.when(tail.has(Notion::Introspect), Clue::PathIntrospect, seen);
    clues.when(noun && end.has(Notion::Exchange), Clue::PathExchange, seen);
    clues.when(tail.has(Notion::Authorize), Clue::PathAuthorize, seen);
    let mfa_word = facts.path.literals().take(3).any(|text| {
        text.says(&["2fa", "mfa", "totp", "tfa", "totps", "twofactor", "twofactorauth", "multifactor", "secondfactor"])
    });
    // A code alone, for a sign-in that has begun.
    let code_alone = tail.words == ["otp"]
        && facts.method == "POST"
        && facts.given_any(&[Meaning::OneTimeCode]).is_some()
        && facts.given(Meaning::User).is_none()
        && facts.path.literals().nth(1).is_some_and(is_auth);
    clues.when(mfa_word || code_alone, Clue::PathMfa, seen);
    clues.when(noun, Clue::TokenNoun, seen);
    let from_session =
        facts.path.literals().nth(1).is_some_and(|text| text.has(Notion::Session)) && tail.has(Notion::Token);
    clues.when(from_session && facts.method != "DELETE", Clue::SessionToToken, seen);
    deletes_and_gets(facts, tail, clues);
}

/// `/session/close`: the session in use, of which there is one.
fn closes_session(facts: &Facts, tail: &Text) -> bool {
    const CLOSE: &[&str] = &["close", "delete", "destroy", "end", "invalidate", "terminate"];
    let session = |text: &Text| text.has(Notion::Session) && !text.says(&["sessions"]);
    let only = facts.method != "GET" && !facts.path.segments.iter().any(|segment| segment.param);
    only && tail.words.len() == 1 && tail.says(CLOSE) && facts.path.literals().nth(1).is_some_and(session)
}

/// `/revoke` with a token: nothing else stands there that could be taken back, or words say that it is the token.
fn revokes_what_is_given(facts: &Facts) -> bool {
    let alone = facts.path.literals().count() == 1 || facts.summary.any(&[Notion::Token, Notion::Session]);
    facts.path.tail().is_some_and(|tail| tail.words.len() == 1 && tail.has(Notion::Revoke))
        && alone
        && facts.given_any(&[Meaning::Token, Meaning::AccessToken]).is_some()
}

/// Parts of a path that say nothing about what stands below them.
pub(super) const GENERAL: &[&str] = &[
    "user", "users", "account", "accounts", "customer", "client", "api", "me", "public", "admin", "member", "mobile",
    "app", "web", "rest", "identity", "security", "access", "self", "current", "service", "services", "server",
];

/// What stands before the verb where no token does: `/tls-key/refresh`, below whatever tag.
fn renews_other(facts: &Facts) -> bool {
    let nouns = [Notion::Token, Notion::Session, Notion::OAuth, Notion::SignIn, Notion::Auth];
    let thing = facts.path.literals().nth(1).is_some_and(|text| !text.any(&nouns) && !text.says(GENERAL));
    let held = ["jwks", "keys", "keyset", "cache", "caches", "metadata", "certificate", "certificates"];
    if facts.path.literals().take(2).any(|text| text.says(&held)) {
        return true;
    }
    if facts.path.notions().has(Notion::Resource) && facts.path.segments.iter().any(|segment| segment.param) {
        return true;
    }
    let tokens = [Meaning::RefreshToken, Meaning::AccessToken, Meaning::Token];
    let named = facts.path.tail().is_some_and(|tail| tail.any(&nouns)) || facts.id.any(&nouns);
    let replied = tokens.iter().any(|meaning| facts.replied(*meaning).is_some());
    thing && !named && !replied && facts.given_any(&tokens).is_none()
}

/// Whether a session that is named is taken up again: it is not the one in use.
fn resumes_one(facts: &Facts) -> bool {
    let named = |input: &Input| input.leaf.required && input.meaning == Some(Meaning::SessionId);
    facts.path.tail().is_some_and(|tail| tail.first() == "resume") && facts.inputs.iter().any(named)
}

/// `/refresh_tokens/{id}/used_by`: one of many that are kept, whatever is asked of it.
fn names_many(facts: &Facts) -> bool {
    let many = |text: &Text| text.says(&["tokens"]);
    let params = facts.path.segments.iter().any(|segment| segment.param);
    let kept = facts.path.literals().take(2).any(|text| many(text) && text.has(Notion::Refresh));
    (params && kept) || (facts.path.trailing_param().is_some() && facts.path.tail().is_some_and(many))
}

/// `/auth/role/revoke`: a right is taken back, not a token.
fn revokes_right(facts: &Facts) -> bool {
    let right = |text: &Text| {
        text.says(&["role", "roles", "permission", "permissions", "privilege", "privileges"])
            && !text.has(Notion::Token)
    };
    facts.path.literals().take(3).any(right) || right(&facts.id)
}

/// `/mfa_revoke_token/issue`: something is made, by which something else is then taken back.
fn makes_what_revokes(text: &Text) -> bool {
    matches!(text.first(), "issue" | "create" | "generate" | "send") && !text.says(&["revocation"])
}

/// `/roletag-blacklist`: a list of other things that is kept, not one that a token is put on.
fn keeps_list(facts: &Facts) -> bool {
    let list = |text: &Text| text.says(&["blacklist", "blocklist"]);
    let of_token = |word: &String| Notions::of_word(word).any(&[Notion::Revoke, Notion::Token, Notion::Auth]);
    let puts = |text: &Text| text.words.iter().all(of_token) || facts.path.end().has(Notion::Token);
    facts.path.literals().take(2).any(|text| list(text) && (facts.method != "POST" || !puts(text)))
}

/// What stands at the path of a sign-in ends what began there, or tells of it.
fn beside_sign_in(facts: &Facts, clues: &mut Clues) {
    let Some(tail) = facts.path.tail().filter(|_| facts.beside_sign_in) else { return };
    let seen = facts.template.as_str();
    if facts.method == "DELETE" {
        let whole = facts.path.trailing_param().is_none();
        let token = tail.has(Notion::Token) && whole;
        clues.when(token, Clue::DeleteToken, seen);
        clues.when(!token && (whole || tail.has(Notion::Session)), Clue::EndsWhatBegan, seen);
    }
    let asks = |text: &Text| text.says(&["check", "checks", "current", "currently", "whether", "logged", "validate"]);
    let session = tail.has(Notion::Session) && !tail.says(&["sessions", "token"]);
    let reads = facts.method == "GET"
        && facts.path.trailing_param().is_none()
        && (session || asks(&facts.id) || asks(&facts.summary));
    clues.when(reads, Clue::ReadsWhatBegan, seen);
}

/// DELETE and GET of the session or token in use, and of one by its id.
fn deletes_and_gets(facts: &Facts, tail: &Text, clues: &mut Clues) {
    let seen = facts.template.as_str();
    let current = tail.says(&["current", "me", "self", "this", "whoami"]);
    let session = is_session(tail, current, facts);
    // `?id=`: one of those that are kept.
    let one_of_many =
        facts.inputs.iter().any(|input| input.leaf.required && !input.in_path && is_id(input.leaf.name()));
    // `/users/session-info` is the session, too.
    let mut asked = tail.words.iter().rev().skip_while(|word| *word == "info" && facts.method == "GET");
    let verb = asked.nth(1).map_or("", String::as_str);
    let deletes = facts.method == "DELETE" || matches!(verb, "delete" | "destroy" | "end" | "close" | "terminate");
    let trailing = facts.path.trailing_param();
    match trailing {
        None => {
            clues.when(deletes && session, Clue::DeleteSession, seen);
            let token = tail.has(Notion::Token)
                && tail.words.iter().all(|word| {
                    matches!(
                        word.as_str(),
                        "token" | "tokens" | "access" | "auth" | "oauth" | "jwt" | "refresh" | "user"
                    )
                })
                || tail.words.as_slice() == ["refresh"]
                    && facts.path.literals().nth(1).is_some_and(|text| text.has(Notion::Token));
            let collection = facts.readable && tail.says(&["tokens"]);
            clues.when(facts.method == "DELETE" && token && !collection && !one_of_many, Clue::DeleteToken, seen);
            let reads = matches!(verb, "" | "get" | "current" | "auth" | "user" | "my" | "check" | "api");
            let gets = facts.method == "GET" && (reads || current);
            let many = tail.says(&["sessions"]) || facts.summary.says(&["sessions"]);
            clues.when(gets && session && !many, Clue::GetSession, seen);
        }
        Some(param) => {
            let token = tail.any(&[Notion::Token, Notion::SignOut, Notion::Revoke, Notion::OAuth]);
            let itself = is_token_itself(param) || current;
            clues.when(facts.method == "DELETE" && token && itself, Clue::DeleteTokenItself, seen);
            let of_access = facts.path.notions().any(&[Notion::Auth, Notion::OAuth])
                || tail.says(&["access"])
                || facts.path.literals().nth(1).is_some_and(is_auth);
            let told = facts.method == "GET" && itself && of_access;
            clues.when(told && (token || tail.has(Notion::Check)), Clue::GetTokenItself, seen);
            let by_id = facts.method == "DELETE" && tail.has(Notion::Session);
            clues.when(by_id, Clue::DeleteSessionById, seen);
            let own =
                [&facts.summary, &facts.docs].iter().any(|text| is_current_session(text) || text.has(Notion::SignOut));
            clues.when(by_id && own, Clue::DeleteSession, seen);
        }
    }
}

/// "The current session", "the current user's session": what is said of the current user alone is about whose things they are.
fn is_current_session(text: &Text) -> bool {
    const BETWEEN: usize = 3;
    let current = text.words.iter().position(|word| word == "current");
    let after = current.and_then(|at| text.words.get(at + 1..)).unwrap_or_default();
    after.iter().take(BETWEEN).any(|word| Notions::of_word(word).any(&[Notion::Session, Notion::SignIn, Notion::Token]))
}

/// `id`, `tokenId`, `sessionPkId`: what a token or a session is called by, where there are many.
fn is_id(name: &str) -> bool {
    let words = words(name);
    let (Some(last), kinds) = (words.last(), words.get(..words.len().saturating_sub(1)).unwrap_or_default()) else {
        return false;
    };
    let of_many = |word: &String| word == "pk" || Notions::of_word(word).any(&[Notion::Token, Notion::Session]);
    last == "id" && kinds.iter().all(of_many)
}

/// `/session`, `/sessions/current`, `...deleteSession`: the caller's own, not one of many of something else.
fn is_session(tail: &Text, current: bool, facts: &Facts) -> bool {
    let beside = |word: &String| {
        Notions::of_word(word).any(&[Notion::Session, Notion::Auth, Notion::SignIn])
            || matches!(
                word.as_str(),
                "get" | "delete" | "destroy" | "end" | "close" | "user" | "current" | "my" | "check" | "api" | "info"
            )
    };
    // A name with dots has its verb and its noun at the end.
    let start = tail.words.len().saturating_sub(if tail.words.len() > 3 { 2 } else { 3 });
    let plain = tail.has(Notion::Session) && tail.words.get(start..).unwrap_or_default().iter().all(beside);
    let names_one =
        |input: &Input| input.meaning == Some(Meaning::SessionId) || (input.leaf.required && is_id(input.leaf.name()));
    // `?user_id=`: whoever's they are, they are not the caller's alone.
    let many = facts.method == "DELETE" && tail.says(&["sessions"]);
    let of_user = |input: &Input| many && !input.in_path && input.meaning == Some(Meaning::User);
    let by_id = facts.inputs.iter().any(|input| names_one(input) || of_user(input));
    let nouns = [Notion::Auth, Notion::OAuth, Notion::SignIn, Notion::Session, Notion::Token];
    let thing = facts.path.literals().nth(1).is_some_and(|text| !text.any(&nouns) && !text.says(GENERAL));
    let plain = plain && !(thing && facts.path.literals().count() > 2);
    let before = facts.path.literals().nth(1);
    // `/auth/self`; who that is, `/auth/me` may tell.
    let tells = tail.raw == "me" && facts.replied(Meaning::Active).is_some();
    let own_auth = tail.raw == "self" || tail.raw == "@me" || tells;
    let before_is_session = before.is_some_and(|text| {
        text.has(Notion::Session)
            || (tells && text.last() == "auth")
            || (own_auth && text.words.iter().all(|word| Notions::of_word(word).any(&[Notion::Auth, Notion::OAuth])))
    });
    !by_id && ((plain && (facts.method != "GET" || !tail.says(&["sessions"]))) || (current && before_is_session))
}

fn id(facts: &Facts, clues: &mut Clues) {
    let id = &facts.id;
    let seen = id.raw.as_str();
    if seen.is_empty() {
        return;
    }
    clues.when(signs_out(id), Clue::IdSignOut, seen);
    clues.when(signs_in(id) && !id.has(Notion::Recovery), Clue::IdSignIn, seen);
    clues.when(is_sign_in_only(id) && facts.method != "DELETE", Clue::IdIsSignIn, seen);
    let makes = id.says(MAKE);
    clues.when(makes && id.has(Notion::Token), Clue::IdToken, seen);
    clues.when(makes && id.has(Notion::Session), Clue::IdSession, seen);
    let noun = concerns_token(facts);
    clues.when(resets_token(facts), Clue::IdRefresh, seen);
    clues.when(
        noun && !resumes_one(facts) && !names_many(facts) && id.has(Notion::Refresh) && facts.method != "DELETE",
        Clue::IdRefresh,
        seen,
    );
    let takes_back = noun && !keeps_list(facts) && !revokes_right(facts) && !makes_what_revokes(id);
    clues.when(takes_back && id.has(Notion::Revoke), Clue::IdRevoke, seen);
    let elsewhere = facts.path.trailing_param().is_some() && !facts.path.notions().any(&[Notion::Auth, Notion::OAuth]);
    let told = facts.replied(Meaning::Active).is_some();
    clues.when(checks_token(id) && (!elsewhere || told), Clue::IdCheckToken, seen);
    clues.when(noun && id.has(Notion::Exchange), Clue::IdExchange, seen);
    clues.when(id.says(&["2fa", "mfa", "totp", "twofactor", "multifactor"]), Clue::IdMfa, seen);
}

fn summary(facts: &Facts, clues: &mut Clues) {
    let summary = &facts.summary;
    let seen = summary.raw.as_str();
    if seen.is_empty() {
        return;
    }
    let about = summary.any(&[Notion::Token, Notion::Session, Notion::SignIn, Notion::OAuth]);
    clues.when(summary.has(Notion::SignOut), Clue::SummarySignOut, seen);
    let ends = |word: &str| Notions::of_word(word).has(Notion::SignOut);
    let named = (ends(summary.first()) || ends(summary.last())) && summary.words.len() <= 6;
    clues.when(named && facts.method != "GET", Clue::NameIsSignOut, seen);
    // `Get logged-in user` tells of somebody who has signed in.
    let signed_in = facts.method == "GET" && seen.to_lowercase().contains("logged");
    clues.when(
        summary.has(Notion::SignIn)
            && !signed_in
            && !summary.any(&[Notion::SignOut, Notion::Record])
            && !summary.says(&["change", "changes", "update", "updates"]),
        Clue::SummarySignIn,
        seen,
    );
    let sign_in = is_sign_in_only(summary) && !signed_in && facts.method != "DELETE";
    clues.when(sign_in, Clue::IdIsSignIn, seen);
    clues.when(makes_token(summary), Clue::SummaryToken, seen);
    clues.when(summary.has(Notion::Refresh) && about, Clue::SummaryRefresh, seen);
    let ends = summary.has(Notion::Revoke)
        || (summary.says(&["delete", "destroy", "expire", "expires", "remove"]) && summary.says(&["current"]));
    clues.when(ends && about, Clue::SummaryRevoke, seen);
    clues.when(checks_token(summary), Clue::SummaryCheckToken, seen);
    clues.when(tests_auth(summary) && facts.is_secretless(), Clue::IdCheckToken, seen);
    clues.when(summary.has(Notion::Exchange) && summary.has(Notion::Token), Clue::IdExchange, seen);
    clues.when(summary.says(&["2fa", "mfa", "totp"]), Clue::IdMfa, seen);
}

fn schemes(facts: &Facts, around: &Surroundings, clues: &mut Clues) {
    let path = facts.template.split(['?', '#']).next().unwrap_or_default().trim_end_matches('/');
    let named = |paths: &std::collections::HashSet<String>| paths.contains(path);
    clues.when(named(&around.token_paths) && facts.method != "DELETE", Clue::TokenUrl, path);
    clues.when(named(&around.refresh_paths) && facts.method != "DELETE", Clue::RefreshUrl, path);
    clues.when(named(&around.authorization_paths) && facts.method != "DELETE", Clue::AuthorizationUrl, path);
}
