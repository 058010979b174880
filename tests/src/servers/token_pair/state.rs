//! What the server remembers: which tokens it gave out, which are used up, and what was done with them.

use super::options::{Counts, Options};
use crate::wire::Answer;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use std::collections::HashMap;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

/// A pair as given out.
#[derive(Debug)]
pub(super) struct Pair {
    pub(super) access: String,
    /// `None`: the old refresh token stays in force.
    pub(super) refresh: Option<String>,
    pub(super) expires_in: u64,
    pub(super) refresh_expires_in: u64,
}

/// Why there is no pair, or no account.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Refusal {
    /// The key or secret is wrong.
    Credentials,
    /// The refresh token is used up, expired or unknown.
    Refresh,
    /// The access token is expired, revoked or missing.
    Access,
}

struct Refresh {
    session: usize,
    ends: SystemTime,
    used: bool,
}

struct Access {
    ends: SystemTime,
    revoked: bool,
}

pub(super) struct State {
    options: Options,
    pub(super) counts: Counts,
    serial: u64,
    /// Whether each session is still honoured; the index is its number.
    sessions: Vec<bool>,
    refresh: HashMap<String, Refresh>,
    access: HashMap<String, Access>,
}

impl State {
    pub(super) fn new(options: Options) -> Self {
        Self {
            options,
            counts: Counts::default(),
            // Far from a change in the number of digits, so that all tokens are equally long.
            serial: 1_000_000_000,
            sessions: Vec::new(),
            refresh: HashMap::new(),
            access: HashMap::new(),
        }
    }

    pub(super) fn issue(&mut self, accepted: bool) -> Result<Pair, Refusal> {
        if !accepted {
            self.counts.refused += 1;
            return Err(Refusal::Credentials);
        }
        self.counts.issued += 1;
        self.sessions.push(true);
        Ok(self.pair(self.sessions.len() - 1, true))
    }

    pub(super) fn refresh(&mut self, token: &str) -> Result<Pair, Refusal> {
        let now = (self.options.clock)();
        let Some(found) = self.refresh.get_mut(token) else {
            self.counts.dead += 1;
            return Err(Refusal::Refresh);
        };
        let alive = self.sessions.get_mut(found.session);
        if found.used {
            self.counts.replayed += 1;
            if let Some(alive) = alive.filter(|_| self.options.strict) {
                *alive = false;
            }
            return Err(Refusal::Refresh);
        }
        if now >= found.ends || !alive.is_some_and(|alive| *alive) {
            self.counts.dead += 1;
            return Err(Refusal::Refresh);
        }
        found.used = self.options.rotate;
        let session = found.session;
        self.counts.refreshed += 1;
        Ok(self.pair(session, self.options.rotate))
    }

    pub(super) fn use_access(&mut self, authorization: Option<&str>) -> Result<(), Refusal> {
        let token = authorization.and_then(|value| value.strip_prefix("Bearer ")).unwrap_or_default();
        let now = (self.options.clock)();
        match self.access.get(token) {
            Some(found) if now >= found.ends => self.counts.expired += 1,
            Some(found) if !found.revoked => {
                self.counts.used += 1;
                return Ok(());
            }
            // Revoked before its end, which a client cannot know; or never given out.
            Some(_) | None => self.counts.unknown += 1,
        }
        Err(Refusal::Access)
    }

    pub(super) fn end_access_tokens(&mut self) {
        self.access.values_mut().for_each(|access| access.revoked = true);
    }

    pub(super) fn end_sessions(&mut self) {
        self.sessions.fill(false);
        self.end_access_tokens();
    }

    pub(super) fn honours(&self, token: &str) -> bool {
        let now = (self.options.clock)();
        let alive = |session: usize| self.sessions.get(session).copied().unwrap_or_default();
        self.refresh.get(token).is_some_and(|found| !found.used && now < found.ends && alive(found.session))
    }

    fn pair(&mut self, session: usize, with_refresh: bool) -> Pair {
        let now = (self.options.clock)();
        let ends = self.end(now + self.options.access);
        let access = self.jwt("access", session, ends);
        self.access.insert(access.clone(), Access { ends, revoked: false });
        let refresh = with_refresh.then(|| {
            let ends = self.end(now + self.options.refresh);
            let token = self.jwt("refresh", session, ends);
            self.refresh.insert(token.clone(), Refresh { session, ends, used: false });
            token
        });
        Pair {
            access,
            refresh,
            expires_in: self.options.access.as_secs(),
            refresh_expires_in: self.options.refresh.as_secs(),
        }
    }

    /// When a token ends that a JWT says to end then.
    fn end(&self, ends: SystemTime) -> SystemTime {
        let seconds = ends.duration_since(UNIX_EPOCH).unwrap_or_default().as_secs();
        if self.options.by_exp { UNIX_EPOCH + Duration::from_secs(seconds) } else { ends }
    }

    /// The answer as this server sends it.
    pub(super) fn dated(&self, answer: Answer) -> Answer {
        if !self.options.by_exp {
            return answer;
        }
        answer.header("date", httpdate::fmt_http_date((self.options.clock)()))
    }

    /// A JWT in form; the signature is a number, since only this server reads it, and it looks tokens up.
    fn jwt(&mut self, kind: &str, session: usize, ends: SystemTime) -> String {
        self.serial += 1;
        let exp = ends.duration_since(UNIX_EPOCH).unwrap_or_default().as_secs();
        let claims = serde_json::json!({ "token_type": kind, "jti": self.serial, "sid": session, "exp": exp });
        [r#"{"alg":"HS256","typ":"JWT"}"#, &claims.to_string(), &format!("signature-{}", self.serial)]
            .map(|part| URL_SAFE_NO_PAD.encode(part))
            .join(".")
    }
}
