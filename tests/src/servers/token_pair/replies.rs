//! How each provider spells a pair and a refusal.

use super::state::{Pair, Refusal};
use crate::wire::Answer;
use serde_json::{Value, json};

/// 201, the pair alone: expiry stands only in the JWT; problem bodies with 401.
pub(super) fn ix_api(outcome: Result<Pair, Refusal>) -> Answer {
    match outcome {
        Ok(pair) => Answer::json(201, with_refresh(json!({ "access_token": pair.access }), "refresh_token", &pair)),
        Err(refusal) => problem(401, refusal),
    }
}

/// 200, snake case, `expires_in`; wrong credentials are a 400.
pub(super) fn api_video(outcome: Result<Pair, Refusal>) -> Answer {
    match outcome {
        Ok(pair) => {
            let body = json!({ "token_type": "Bearer", "access_token": pair.access, "expires_in": pair.expires_in });
            Answer::json(200, with_refresh(body, "refresh_token", &pair))
        }
        Err(refusal) => problem(400, refusal),
    }
}

/// 200, camel case, with the odd fields that the provider's own example has.
pub(super) fn emma(outcome: Result<Pair, Refusal>) -> Answer {
    match outcome {
        Ok(pair) => {
            let body = json!({
                "accessToken": pair.access, "expiresIn": pair.expires_in, "refreshExpiresIn": pair.refresh_expires_in,
                "tokenType": "Bearer", "idToken": null, "notBeforePolicy": 0, "sessionState": "s", "otherClaims": "{}",
            });
            Answer::json(200, with_refresh(body, "refreshToken", &pair))
        }
        Err(refusal) => Answer::json(400, json!({ "code": "BAD_REQUEST", "message": why(refusal) }).to_string()),
    }
}

/// 200 as RFC 6749 section 5.1, 400 with an `error` code as section 5.2.
pub(super) fn oauth(outcome: Result<Pair, Refusal>) -> Answer {
    match outcome {
        Ok(pair) => {
            let body = json!({ "token_type": "Bearer", "access_token": pair.access, "expires_in": pair.expires_in });
            Answer::json(200, with_refresh(body, "refresh_token", &pair))
        }
        Err(Refusal::Credentials) => Answer::json(401, r#"{"error":"invalid_client"}"#),
        Err(_) => Answer::json(400, r#"{"error":"invalid_grant"}"#),
    }
}

/// The protected resource.
pub(super) fn account(outcome: Result<(), Refusal>) -> Answer {
    match outcome {
        Ok(()) => Answer::json(200, r#"{"id":"1","name":"u"}"#),
        Err(refusal) => problem(401, refusal).header("www-authenticate", "Bearer error=\"invalid_token\""),
    }
}

fn with_refresh(mut body: Value, name: &str, pair: &Pair) -> String {
    if let (Some(token), Some(fields)) = (&pair.refresh, body.as_object_mut()) {
        fields.insert(name.to_owned(), Value::String(token.clone()));
    }
    body.to_string()
}

fn problem(status: u16, refusal: Refusal) -> Answer {
    let body = json!({ "type": "about:blank", "title": why(refusal), "status": status });
    Answer::json(status, body.to_string())
}

fn why(refusal: Refusal) -> &'static str {
    match refusal {
        Refusal::Credentials => "The credentials are wrong.",
        Refusal::Refresh => "The refresh token is not valid.",
        Refusal::Access => "The access token is not valid.",
    }
}
