//! What asks about a token or a session: whether it is still good, whose it is, when it ends.

use super::Clues;
use super::keeping::is_other_kind;
use super::phrases::makes_token;
use crate::select::facts::{Facts, Input};
use crate::select::names::Text;
use crate::select::table::Clue;
use crate::vocabulary::{Meaning as M, Notion, Notions, squash};

/// What checks something, at the beginning or the end of a name.
const VERBS: &[&str] =
    &["verify", "validate", "check", "validation", "verification", "inspect", "lookup", "test", "valid"];

/// What tells of a token.
const DETAILS: &[&str] = &["details", "info", "information", "status", "metadata", "validity", "expiration", "expiry"];

pub(super) fn look(facts: &Facts, clues: &mut Clues) {
    let Some(tail) = facts.path.tail() else { return };
    let seen = facts.template.as_str();
    let checks = [verifies, tells, shows, says_whether, checks_sign_in].iter().any(|check| check(facts, tail));
    clues.when(checks, Clue::PathCheckToken, seen);
    let of_provider = facts.path.literals().skip(1).any(|text| matches!(text.last(), "provider" | "providers"));
    clues.when(checks && (is_of_thing(facts) || of_provider), Clue::OtherThing, seen);
    token_told(facts, clues);
    // `VerifyDeviceToken`: whether another's token is good is what it answers.
    let kind = |text: &Text| text.words.windows(2).any(is_other_kind);
    let of_other = [&facts.id, &facts.summary].into_iter().all(kind) && facts.replied(M::Active).is_some();
    clues.when(of_other, Clue::OtherThing, seen);
    clues.when(introspects_other(facts), Clue::OtherThing, seen);
}

/// What is asked about is neither given nor in use: permissions, or what an API can do.
fn introspects_other(facts: &Facts) -> bool {
    let introspects = facts.path.tail().is_some_and(|tail| tail.has(Notion::Introspect));
    let given = facts.given_any(&[M::Token, M::AccessToken, M::RefreshToken, M::SessionId, M::IdToken]).is_some();
    let below = facts
        .path
        .literals()
        .skip(1)
        .any(|text| text.any(&[Notion::Auth, Notion::OAuth, Notion::Token, Notion::Session]));
    let documented = facts.has_body || facts.reply.leaves.len() > 1 || facts.method == "GET";
    let said = checks_token(&facts.summary);
    introspects && !given && !below && !said && documented && facts.replied(M::Active).is_none()
}

/// `/token/verify`, `/session/check`, `/login/test-token`: a token or session is checked.
fn verifies(facts: &Facts, tail: &Text) -> bool {
    let end = facts.path.end();
    let token = |input: &Input| matches!(input.meaning, Some(M::Token | M::AccessToken)) && !input.leaf.in_list;
    let sent = || facts.inputs.iter().any(token);
    // In the middle of a name it says of what kind the token is: `getDomainVerificationToken`.
    let placed = VERBS.contains(&tail.first()) || VERBS.contains(&tail.last()) || tail.words.len() > 4;
    let checks = tail.says(VERBS) && placed && !tail.says(&["request", "send", "key"]);
    let verb = checks || tail.words == ["decode"];
    let person = facts.reply.leaves.iter().any(|leaf| leaf.meaning() == Some(M::User));
    let above = facts.path.literals().nth(1);
    let of_credential = above.is_some_and(|text| matches!(text.last(), "credential" | "credentials"));
    let plain = verb && sent() && (of_credential || (end.any(&[Notion::Auth, Notion::OAuth]) && !person));
    let alone = matches!(tail.words.as_slice(), [word] if matches!(word.as_str(), "verify" | "validate" | "check"));
    let of_session =
        end.has(Notion::Session) && (tail.words.len() == 1 || matches!(tail.first(), "check" | "verify" | "validate"));
    let of_thing = end.has(Notion::Token) || of_session;
    let tagged = facts.security.own && facts.security.token && facts.tags.any(&[Notion::Auth, Notion::OAuth]);
    let said = || checks_token(&facts.summary) || checks_token(&facts.docs);
    let told = verb && tail.words.len() == 1 && tagged && said();
    let answered = alone && sent() && facts.replied(M::Active).is_some();
    let own = !end.has(Notion::SignIn) || tail.has(Notion::Token);
    // `/auth/check` and a token, whoever's it says that it is.
    let below_auth = above.is_some_and(|text| text.words == ["auth"]);
    let asked = alone && tail.words == ["check"] && sent() && below_auth && facts.method == "POST";
    let bare = tail.words.len() == 2 && tail.last() != "credentials" && tests_auth(tail);
    // `/check-api-key`: whether the key that the caller sends is good.
    let key = matches!(tail.words.as_slice(), [verb, key] if VERBS.contains(&verb.as_str()) && key == "apikey");
    let key = key && facts.is_secretless();
    answered || asked || bare || plain || told || key || (verb && own && of_thing)
}

/// `GET /auth/token` and a token: what is known of it.
fn shows(facts: &Facts, tail: &Text) -> bool {
    let sent = facts.given_any(&[M::Token, M::AccessToken]).is_some_and(|input| input.leaf.required);
    let told = facts.reply.leaves.iter().any(|leaf| matches!(leaf.meaning(), Some(M::Scope | M::Expiry | M::Active)));
    facts.method == "GET" && tail.words == ["token"] && facts.path.trailing_param().is_none() && sent && told
}

/// `GET /authenticate`, by the id `isAuthenticated`.
fn says_whether(facts: &Facts, tail: &Text) -> bool {
    let asks = || [&facts.id, &facts.summary].into_iter().any(asks_whether_signed_in);
    facts.method == "GET" && tail.any(&[Notion::SignIn, Notion::Auth, Notion::Session]) && asks()
}

/// `/calendars/check-token` and a calendar: the token opens that.
fn is_of_thing(facts: &Facts) -> bool {
    let Some(above) = facts.path.literals().nth(1) else { return false };
    let named = |name: &str| squash(name) == above.last().trim_end_matches('s');
    facts.inputs.iter().any(|input| !input.in_path && input.meaning.is_none() && named(input.leaf.name()))
}

/// `/token/info`, `/session_status`, `/sessions/current/status`: what it is good for.
fn tells(facts: &Facts, tail: &Text) -> bool {
    let reads = facts.method == "GET";
    let mut above = facts.path.literals().skip(1);
    let first = above.next();
    let current = first.is_some_and(|text| text.words == ["current"]);
    let above = if current { above.next() } else { first };
    let of_token = above.is_some_and(|text| matches!(text.last(), "token" | "jwt" | "tokens"));
    let of_session = reads && current && above.is_some_and(|text| text.has(Notion::Session));
    let named = matches!(tail.words.as_slice(), [of, _] if of == "token" || (reads && matches!(of.as_str(), "session" | "auth")));
    tail.says(&["info", "status", "expiry", "expiration"]) && (of_token || of_session || named)
}

/// `Get token details`, by the summary or the id.
fn token_told(facts: &Facts, clues: &mut Clues) {
    if facts.method != "GET" || facts.path.segments.iter().any(|segment| segment.param) {
        return;
    }
    let asks = |text: &Text| {
        let own = facts.security.token || text.says(&["access", "oauth", "current"]);
        own && (tells_of_token(text) || tells_of_current(text)) && !facts.path.notions().has(Notion::Crypto)
    };
    for text in [&facts.summary, &facts.id] {
        clues.when(asks(text), Clue::TokenTold, &text.raw);
    }
}

/// `/auth/validate`, `/checkauth`, `/auth.test`: a check of what the caller has.
fn checks_sign_in(facts: &Facts, tail: &Text) -> bool {
    let verb = tail.says(&["test", "check", "validate", "verify", "status", "valid", "ping"]);
    let answers = facts.security.token || !tail.says(&["ping"]);
    let noun = |word: &String| matches!(word.as_str(), "auth" | "authn" | "authentication" | "credentials");
    let alone = |text: &Text| text.words.len() == 1 && text.words.iter().all(noun);
    let placed =
        tail.words.iter().any(noun) || (tail.words.len() == 1 && facts.path.literals().nth(1).is_some_and(alone));
    let given = facts.inputs.iter().filter(|input| !input.in_path).count();
    let asks = facts.is_secretless() && (facts.method == "GET" || given <= 1);
    let whole = !facts.path.segments.iter().any(|segment| segment.param);
    verb && answers && placed && asks && whole && facts.method != "DELETE"
}

/// `Get token details`: the token and, right behind it, that one is told of it.
fn tells_of_token(text: &Text) -> bool {
    text.words.windows(2).any(|pair| {
        matches!(pair, [token, told] if matches!(token.as_str(), "token" | "jwt") && DETAILS.contains(&told.as_str()))
    }) && text.words.len() <= 8
}

/// `Get all details associated with the current token`.
fn tells_of_current(text: &Text) -> bool {
    let current = text.words.iter().position(|word| word == "current");
    let token = text.words.iter().position(|word| word == "token");
    let near = matches!((current, token), (Some(current), Some(token)) if current < token && token - current <= 2);
    near && text.words.iter().any(|word| DETAILS.contains(&word.as_str()))
}

/// Whether a name is about checking a token.
pub(super) fn checks_token(text: &Text) -> bool {
    let verb = text.has(Notion::Introspect)
        || text.says(&[
            "check",
            "checks",
            "validate",
            "validates",
            "verify",
            "verifies",
            "inspect",
            "introspects",
            "whether",
            "validity",
            "valid",
        ]);
    let about = text.any(&[Notion::Token, Notion::Session, Notion::Auth, Notion::OAuth]);
    let is_introspect = |word: &str| Notions::of_word(word).has(Notion::Introspect);
    let introspects = text.has(Notion::Introspect) && (about || is_introspect(text.last()));
    let tells = text.any(&[Notion::Token, Notion::Session]) && !text.says(&["key", "signature"]) && !makes_token(text);
    tests_auth(text) || asks_whether_signed_in(text) || introspects || verb && tells
}

/// `isAuthenticated`, `Check if the user is logged in`.
fn asks_whether_signed_in(text: &Text) -> bool {
    let signed = |word: &str| matches!(word, "authenticated" | "logged" | "signed");
    text.words.windows(2).any(|pair| matches!(pair, [is, word] if is == "is" && signed(word)))
}

/// `Test authentication`: a call that does nothing else.
pub(super) fn tests_auth(text: &Text) -> bool {
    matches!(text.first(), "test" | "tests" | "check" | "checks" | "verify")
        && matches!(text.last(), "auth" | "authentication" | "credentials")
}
