//! Asking the server about a token (RFC 7662).

use super::client::Client;
use super::error::SignInError;
use super::form::Form;
use super::revocation::TokenHint;
use crate::json::{FromJson, Json, JsonError, Number, Object};
use crate::{Secret, TokenError, TokenShape};

/// What a server says about a token (RFC 7662, section 2.2).
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Introspection {
    /// Whether it is good now. Where it is not, nothing else is said.
    pub active: bool,
    /// What it allows.
    pub scope: Option<String>,
    /// Which client it was issued to.
    pub client_id: Option<String>,
    /// Whom it stands for.
    pub subject: Option<String>,
    /// How it is presented.
    pub token_type: Option<String>,
    /// When it ends, in seconds since 1970.
    pub expires_at: Option<u64>,
    /// Everything else that was said.
    pub more: Object,
}

impl FromJson for Introspection {
    fn from_json(value: Json) -> Result<Self, JsonError> {
        let mut object = Object::from_json(value)?;
        Ok(Self {
            active: object.required("active")?,
            scope: object.optional("scope")?,
            client_id: object.optional("client_id")?,
            subject: object.optional("sub")?,
            token_type: object.optional("token_type")?,
            expires_at: object.optional("exp")?.and_then(seconds),
            more: object,
        })
    }
}

/// A moment in whole seconds; absurd ones say nothing.
fn seconds(number: Number) -> Option<u64> {
    match number {
        Number::Unsigned(number) => Some(number),
        Number::Signed(_) => None,
        // Beyond 2^53 a float is no whole second any more.
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "in range by the guard")]
        Number::Float(number) => (0.0..9.0e15).contains(&number).then_some(number as u64),
    }
}

/// Only for its errors: a look-up brings no token.
static NOTHING: TokenShape = TokenShape::body();

impl Client {
    /// Asks what a token is good for (RFC 7662, section 2.1).
    pub async fn introspect(&self, token: &Secret, hint: TokenHint) -> Result<Introspection, TokenError> {
        let endpoint = self.server().introspection.as_ref().ok_or(SignInError::NoEndpoint("introspection endpoint"))?;
        let mut form = Form::default();
        form.set("token", token.expose());
        form.set("token_type_hint", hint.name());
        let reply = self.post(endpoint, form).await?;
        if !reply.status().is_success() {
            NOTHING.read(&reply)?;
        }
        Ok(reply.json::<Introspection>()?.into_body())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::json::parse;

    fn read(text: &str) -> Result<Introspection, JsonError> {
        Introspection::from_json(parse(text.as_bytes()).expect("is JSON"))
    }

    #[test]
    fn an_answer_must_say_whether_the_token_is_active() {
        assert!(read("{}").is_err());
        assert!(read(r#"{"active":"yes"}"#).is_err());
        assert!(!read(r#"{"active":false}"#).expect("is an answer").active);
    }

    #[test]
    fn what_is_said_is_read_and_absurd_times_are_not() {
        let answer =
            read(r#"{"active":true,"scope":"a b","sub":"alice","exp":1700000000,"iss":"x"}"#).expect("is an answer");
        assert_eq!((answer.subject.as_deref(), answer.expires_at), (Some("alice"), Some(1_700_000_000)));
        assert!(answer.more.get("iss").is_some());
        assert_eq!(read(r#"{"active":true,"exp":1e300}"#).expect("is an answer").expires_at, None);
        assert_eq!(read(r#"{"active":true,"exp":-5}"#).expect("is an answer").expires_at, None);
    }
}
