//! What says that the operation is something else.

use super::phrases::{is_token_itself, resets_token, signs_in, signs_in_by_way};
use super::{Clues, given, keeping};
use crate::select::facts::Facts;
use crate::select::names::{Segment, Text};
use crate::select::table::Clue;
use crate::shape::{access_token, is_secret};
use crate::vocabulary::{Meaning as M, Notion, Notions};

/// Parameters that name a part of the service, not a thing in it.
pub(super) const TENANTS: &[&str] = &[
    "tenant",
    "realm",
    "version",
    "provider",
    "locale",
    "lang",
    "language",
    "domain",
    "format",
    "issuer",
    "idp",
    "connection",
    "strategy",
    "system",
    "api",
    "key",
    "keyname",
    "environment",
    "env",
    "instance",
    "region",
    "site",
    "backend",
    "method",
    "grant",
    "flow",
    "account",
    "org",
    "organization",
    "organisation",
    "client",
    "client_id",
    "clientid",
    "policy",
    "application",
    "app",
];

/// Last words of a parameter that names a person.
const PEOPLE: &[&str] = &[
    "user", "users", "username", "userid", "uid", "member", "person", "email", "employee", "customer", "login", "uuid",
    "id",
];

pub(super) fn look(facts: &Facts, clues: &mut Clues) {
    about(facts, clues);
    places(facts, clues);
    keeping::look(facts, clues);
    given::look(facts, clues);
}

/// Whether the operation speaks of something else by its path, its id or its tags.
fn about(facts: &Facts, clues: &mut Clues) {
    let path = facts.path.notions();
    let names = path.union(facts.id.notions);
    let seen = facts.template.as_str();
    let makes_account = (facts.summary.has(Notion::SignUp) || creates_account(&facts.summary))
        && !facts.summary.has(Notion::SignIn)
        && !clues.any(&[Clue::PathSignIn, Clue::PathToken, Clue::IdSignIn]);
    let either = clues.has(Clue::BeginsSignIn) && facts.path.end().has(Notion::SignIn);
    let signs = clues.has(Clue::IdIsSignIn)
        || either
        || [Clue::PathAuth, Clue::UserAndPassword, Clue::SummarySignIn].iter().all(|clue| clues.has(*clue));
    let named = names.has(Notion::SignUp) && !signs;
    clues.when(named || makes_account, Clue::SignUp, seen);
    clues.when(recovers(facts), Clue::Recovery, seen);
    clues.when(checks_address(facts), Clue::OtherThing, seen);
    // `/auth/token` signs in, whatever for.
    let endpoint = clues.has(Clue::PathToken)
        && facts.path.literals().nth(1).is_some_and(|text| text.any(&[Notion::Auth, Notion::OAuth]));
    let payment =
        path.has(Notion::Payment) || (!endpoint && (facts.id.has(Notion::Payment) || facts.tags.has(Notion::Payment)));
    clues.when(payment, Clue::Payment, seen);
    // A wallet may sign in, too.
    let on_chain = path.has(Notion::Crypto) || facts.tags.has(Notion::Crypto);
    clues.when(on_chain && !clues.any(&[Clue::Assertion, Clue::BeginsSignIn]), Clue::Crypto, seen);
    clues.when(is_crypto_token(facts), Clue::Crypto, &facts.id.raw);
    let resource = path.has(Notion::Resource) || (!endpoint && id_resource(&facts.id));
    let by_way = facts.path.tail().is_some_and(signs_in_by_way);
    // `/storefront/logout`: whatever it is, one leaves it.
    let leaves = clues.has(Clue::PathSignOut) && facts.path.tail().is_some_and(|tail| tail.words.len() == 1);
    // RFC 6749, section 4.1.1: what is asked so is the authorization endpoint, wherever it stands.
    let authorizes = clues.has(Clue::ResponseType) && clues.has(Clue::RedirectUri);
    clues.when(resource && !by_way && !leaves && !authorizes && !clues.has(Clue::BeginsSignIn), Clue::Resource, seen);
    let own = clues.any(&[Clue::UserAndPassword, Clue::GrantType]);
    // `/auth/oidc/external/token`: the sign-in is elsewhere, the token is this one's.
    let own = own || facts.path.segments.iter().take(2).any(|segment| segment.text.any(&[Notion::Auth, Notion::OAuth]));
    // What a verb acts on is called by its full name; of what kind it is says the id.
    let connection = facts.path.segments.iter().any(|segment| segment.acted_on) && facts.id.has(Notion::ThirdParty);
    clues.when((path.has(Notion::ThirdParty) && !own) || connection, Clue::ThirdParty, seen);
    let requests = facts.path.literals().any(asks_for_others);
    // `/login/attempts` and a password: the attempt is made here.
    let attempts = facts.path.tail().is_some_and(|tail| tail.says(&["attempt", "attempts"]))
        && facts.method == "POST"
        && clues.any(&[Clue::UserAndPassword, Clue::LoneSecret, Clue::AuthorizationCode, Clue::OneTimeCode]);
    clues.when((facts.path.end().has(Notion::Record) && !attempts) || requests, Clue::Record, seen);
    let begins = clues.any(&[
        Clue::PathSignIn,
        Clue::PathSignOut,
        Clue::PathToken,
        Clue::PathRefresh,
        Clue::PathRevoke,
        Clue::PathAuthorize,
        Clue::DeleteToken,
        Clue::PathCheckToken,
        Clue::BeginsSignIn,
        Clue::FinishesSignIn,
    ]);
    let sets_up = facts.path.literals().take(2).any(|text| text.has(Notion::Setup));
    clues.when(sets_up && !begins && !clues.has(Clue::Federated), Clue::Setup, seen);
    // `Add an SSO domain`
    let adds =
        matches!(facts.summary.first(), "add" | "configure" | "enable" | "update" | "remove" | "delete" | "list");
    clues.when(adds && facts.method != "GET" && clues.has(Clue::Federated), Clue::Setup, &facts.summary.raw);
    let mfa = clues.any(&[Clue::PathMfa, Clue::IdMfa]);
    let prepares = facts.path.literals().take(3).any(|text| text.has(Notion::Setup))
        || facts.id.any(&[Notion::Setup, Notion::SignUp])
        || facts.summary.any(&[Notion::Setup, Notion::SignUp])
        || (facts.summary.has(Notion::Recovery) && facts.path.tail().is_none_or(|tail| tail.words != ["password"]));
    clues.when(mfa && prepares && !facts.path.end().has(Notion::SignIn), Clue::Setup, &facts.id.raw);
    let tells = facts.path.tail().is_some_and(|tail| tail.says(&["status", "info", "state"]));
    let removes = !matches!(facts.method.as_str(), "GET" | "POST");
    let reads = facts.method == "GET" && facts.given_any(&[M::OneTimeCode, M::StepToken, M::Code, M::Token]).is_none();
    let sends = facts.path.tail().is_some_and(|tail| tail.says(&["sms", "call", "email", "send", "phone"]))
        && facts.given_any(&[M::OneTimeCode, M::StepToken, M::Code, M::Token]).is_none();
    let of_device = facts.path.literals().take(3).any(|text| text.says(&["device", "devices"]));
    clues.when(mfa && (tells || reads || sends || removes || of_device), Clue::Setup, seen);
    let settings = ["settings", "setting", "config", "configuration", "preferences"];
    let first = facts.path.segments.first().is_some_and(|segment| segment.text.says(&settings));
    let configures = first || facts.path.literals().take(2).any(|text| text.says(&settings));
    clues.when(configures, Clue::Configures, seen);
    let moves = facts.path.tail().is_some_and(|tail| tail.says(&["import", "export"]));
    clues.when(moves, Clue::OtherThing, seen);
}

/// `Create a new account`, and not `Create account session`.
fn creates_account(text: &Text) -> bool {
    let between = |word: &&String| matches!(word.as_str(), "a" | "an" | "new" | "the" | "user" | "your");
    let verb = text.words.iter().position(|word| matches!(word.as_str(), "create" | "creates"));
    let mut behind = verb.and_then(|at| text.words.get(at + 1..)).unwrap_or_default().iter().skip_while(between);
    let account = behind.next().is_some_and(|word| word == "account");
    account
        && !behind
            .next()
            .is_some_and(|word| Notions::of_word(word).any(&[Notion::Session, Notion::Token, Notion::Keys]))
}

/// `Recovery` words count in what is done, not in what is sent: `login-with-password` recovers nothing.
fn recovers(facts: &Facts) -> bool {
    let acts =
        |text: &Text| text.says(&["forgot", "forgotten", "reset", "resets", "recover", "recovery", "lost", "unlock"]);
    let changes = |text: &Text| {
        let with = text.says(&["with", "by", "using", "via"]);
        text.says(&["password", "passwords"]) && !with && !text.any(&[Notion::SignIn, Notion::Token, Notion::Auth])
    };
    // `/auth/email/password` and its token: a password is a way to sign in.
    let second = facts.path.literals().nth(1).is_some_and(|text| text.has(Notion::Mfa));
    let below_sign_in = facts.path.literals().nth(1).is_some_and(signs_in) && facts.given_any(&[M::Password]).is_some();
    let signs = facts.path.notions().any(&[Notion::Auth, Notion::SignIn, Notion::Session, Notion::Mfa])
        && facts.given_any(&[M::NewPassword]).is_none()
        && (second || below_sign_in || access_token(&facts.reply).is_some());
    let by_path = facts.path.literals().take(2).any(|text| acts(text) || (changes(text) && !signs));
    // A password beside a code that is checked is a new one.
    let checks = facts.path.tail().is_some_and(|tail| tail.has(Notion::Check) && !tail.has(Notion::SignIn));
    let renewed = checks && facts.given_any(&[M::OneTimeCode]).is_some() && facts.given_any(&[M::Password]).is_some();
    by_path
        || renewed
        || (acts(&facts.id) && !resets_token(facts))
        || (facts
            .given_any(&[M::NewPassword])
            .is_some_and(|new| new.leaf.required || access_token(&facts.reply).is_none())
            && !facts.path.end().has(Notion::SignIn))
}

/// A token that was sent to an address proves the address: `validateMailToken`, `/auth/verify-email`.
fn checks_address(facts: &Facts) -> bool {
    let checks = |text: &Text| {
        text.has(Notion::Check)
            && text.says(&["mail", "email", "invite", "invitation", "activation", "registration"])
            && !text.any(&[Notion::SignIn, Notion::Session, Notion::Mfa])
    };
    let named = facts.path.tail().is_some_and(checks) || checks(&facts.id);
    named && access_token(&facts.reply).is_none()
}

fn id_resource(id: &Text) -> bool {
    id.says(&[
        "join", "upload", "video", "playback", "stream", "room", "call", "meeting", "notebook", "runner", "payment",
        "webhook",
    ])
}

/// `issueToken`, `burnToken` of coins: the request speaks of amounts.
fn is_crypto_token(facts: &Facts) -> bool {
    let amounts = ["amount", "decimals", "divisibility", "symbol", "fee", "quantity", "supply", "txid", "issueaddress"];
    let named = |name: &str| amounts.contains(&name.to_lowercase().replace('_', "").as_str());
    facts.inputs.iter().any(|input| named(input.leaf.name())) && facts.path.notions().has(Notion::Token)
}

/// Whether it stands below one thing or person, or acts on another one.
fn places(facts: &Facts, clues: &mut Clues) {
    let tail = facts.path.segments.iter().rposition(|segment| !segment.param).unwrap_or(0);
    let mut before = Notions::default();
    let mut of_provider = false;
    let mut scoped = None;
    // A service account whose token is made is another who signs in.
    let is_account = |segment: &Segment| segment.acted_on && facts.id.says(&["accounts"]);
    for (at, segment) in facts.path.segments.iter().enumerate() {
        if !segment.param {
            of_provider = matches!(segment.text.last(), "provider" | "providers");
            before = if before.has(Notion::OAuth) { before.union(segment.text.notions) } else { segment.text.notions };
            continue;
        }
        let secret = is_token_itself(&segment.text) || is_secret(&segment.text.raw, None);
        let serves = of_provider || is_account(segment) || names_service(segment, at);
        let signs = [Notion::Auth, Notion::OAuth, Notion::SignIn, Notion::Session, Notion::Federated];
        if at < tail && !secret && !serves && !before.any(&signs) {
            scoped = Some(&segment.text.raw);
        }
    }
    // Where a POST to the same path signs in, what it stands below is no thing of its own.
    let scoped = scoped.filter(|_| !facts.beside_sign_in);
    if let Some(param) = scoped {
        clues.add(Clue::Scoped, format!("{{{param}}}"));
    }
    let ends = clues.any(&[
        Clue::PathSignOut,
        Clue::IdSignOut,
        Clue::NameIsSignOut,
        Clue::PathRevoke,
        Clue::IdRevoke,
        Clue::DeleteSession,
    ]);
    let on_person = scoped.is_some()
        || facts.path.notions().has(Notion::Admin) && facts.path.segments.iter().any(|segment| segment.param);
    let params = facts.path.segments.iter().any(|segment| segment.param);
    let many = facts
        .path
        .tail()
        .is_some_and(|tail| params && tail.says(&["all", "others"]) || tail.says(&["many", "force", "everyone"]));
    let person = facts.path.trailing_param().is_some_and(|param| param.says(&["user", "username", "userid", "member"]));
    // `/signOutUser` with a name: who is to be signed out.
    let told = facts.path.tail().is_some_and(|tail| tail.says(&["user", "member"]))
        && facts.inputs.iter().any(|input| input.leaf.required && input.meaning == Some(M::User));
    let named = clues.any(&[Clue::PathSignOut, Clue::IdSignOut]) && (person || told);
    let of_users = facts.path.notions().has(Notion::Admin)
        && facts.path.literals().any(|text| text.says(&["user", "users", "members"]));
    let of_sessions =
        facts.path.notions().has(Notion::Admin) && facts.path.literals().any(|text| text.says(&["sessions"]));
    let answers = facts.path.literals().any(asks_for_others);
    // Of many sessions one is ended by its id: they are things of another kind, or other people's.
    let one_of_many = clues.has(Clue::PathSignOut) && ends_one_of_many(facts);
    clues.when(
        (ends && (on_person || many || named || of_users || one_of_many || of_client(facts, clues)))
            || of_sessions
            || answers,
        Clue::OnOthers,
        &facts.template,
    );
    let own = facts
        .path
        .literals()
        .skip(1)
        .any(|text| text.says(&["user", "me", "self", "identities", "profile", "connections", "accounts"]));
    let is_self = |text: &Text| matches!(text.words.as_slice(), [word] if word == "me" || word == "self");
    // `GET /users/me/token` links nothing.
    let asks = facts.method == "GET" && facts.path.end().has(Notion::Token);
    let self_service = facts.path.literals().skip(1).any(is_self) && !asks;
    let joins =
        facts.path.literals().nth(1).is_some_and(|text| matches!(text.words.as_slice(), [word] if word == "link"));
    let links_below =
        facts.path.literals().skip(1).any(|text| matches!(text.words.as_slice(), [word] if word == "link"));
    clues.when(links_below && facts.path.notions().has(Notion::OAuth), Clue::Linking, &facts.template);
    let links = facts.security.token && !facts.security.none && (self_service || joins || (facts.security.own && own));
    clues.when(links, Clue::Linking, &facts.template);
}

/// `DELETE /clients/{client_id}/tokens`: all that a client was ever given, where no token is named.
fn of_client(facts: &Facts, clues: &Clues) -> bool {
    let client = |segment: &Segment| segment.param && segment.text.says(&["client", "application", "app"]);
    let below = facts.path.segments.iter().rev().skip(1).any(client);
    below && facts.path.tail().is_some_and(|tail| tail.says(&["tokens"])) && !clues.has(Clue::RequestToken)
}

/// `/requests`, `/revocation_requests`: what people have asked for, and not `/auth_requests`, where one does.
fn asks_for_others(text: &Text) -> bool {
    text.last() == "requests" && !text.any(&[Notion::Auth, Notion::SignIn, Notion::OAuth])
}

/// `/sessions/{id}/logout`.
fn ends_one_of_many(facts: &Facts) -> bool {
    facts.path.segments.windows(2).any(
        |pair| matches!(pair, [many, one] if !many.param && one.param && many.text.words.as_slice() == ["sessions"]),
    )
}

/// Whether a parameter names a part of the service (a tenant, a realm), so that what follows is still the service's own.
fn names_service(segment: &Segment, at: usize) -> bool {
    let words = &segment.text.words;
    let person = segment.text.words.last().is_some_and(|word| PEOPLE.contains(&word.as_str()));
    let of_person = words.iter().any(|word| matches!(word.as_str(), "user" | "member" | "person" | "employee"));
    let tenant = !of_person && words.iter().any(|word| TENANTS.contains(&word.as_str()));
    tenant || (at == 0 && !person && !segment.acted_on)
}
