//! How a client proves to an authorization server which client it is (RFC 6749, section 2.3).

use http::{HeaderMap, HeaderValue, header::AUTHORIZATION};
use zeroize::Zeroizing;

use super::error::SignInError;
use super::form::Form;
use super::random;
use super::signing::SigningKey;
use crate::header::sensitive;
use crate::json::{Number, Object};
use crate::{Clock, Secret, encode};

/// How long an assertion is good for, in seconds: it is made for one request.
const ASSERTION_SECONDS: u64 = 60;
/// RFC 7523, section 2.2.
const ASSERTION_TYPE: &str = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";

/// A client's identifier and its way to authenticate. One method is used per request, and nothing of it ever goes into an
/// address (RFC 6749, sections 2.3 and 2.3.1).
#[derive(Clone, Debug)]
pub struct ClientAuth {
    id: String,
    method: Method,
}

#[derive(Clone, Debug)]
enum Method {
    /// A public client says only who it is (RFC 6749, section 2.1; RFC 8252, section 8.4).
    None,
    /// HTTP Basic with both halves form-encoded (RFC 6749, section 2.3.1).
    Basic(Secret),
    /// In the request body (RFC 6749, section 2.3.1).
    Post(Secret),
    /// A signed assertion (RFC 7523, section 2.2; OpenID Connect Core 1.0, section 9).
    PrivateKeyJwt { key: SigningKey, audience: Option<String> },
}

impl ClientAuth {
    /// A public client, such as a native application: no secret (`none`).
    pub fn public(id: impl Into<String>) -> Self {
        Self { id: id.into(), method: Method::None }
    }

    /// A secret by HTTP Basic (`client_secret_basic`): what every server that issues secrets must accept. One that does not decode
    /// what is encoded for it there refuses secrets with `+`, `/` or `=`, and takes them by [`post`](Self::post).
    pub fn basic(id: impl Into<String>, secret: impl Into<Secret>) -> Self {
        Self { id: id.into(), method: Method::Basic(secret.into()) }
    }

    /// A secret in the body (`client_secret_post`), for servers that take it no other way.
    pub fn post(id: impl Into<String>, secret: impl Into<Secret>) -> Self {
        Self { id: id.into(), method: Method::Post(secret.into()) }
    }

    /// Basic with a secret, public without one.
    pub fn of(id: &str, secret: Option<&Secret>) -> Self {
        match secret {
            Some(secret) => Self::basic(id, secret.clone()),
            None => Self::public(id),
        }
    }

    /// An assertion signed by the client's own key (`private_key_jwt`): no secret is shared.
    pub fn private_key_jwt(id: impl Into<String>, key: SigningKey) -> Self {
        Self { id: id.into(), method: Method::PrivateKeyJwt { key, audience: None } }
    }

    /// The audience of assertions, where a server wants another one than its issuer, or its token endpoint where the
    /// issuer is not known.
    #[must_use]
    pub fn audience(mut self, wanted: impl Into<String>) -> Self {
        if let Method::PrivateKeyJwt { audience, .. } = &mut self.method {
            *audience = Some(wanted.into());
        }
        self
    }

    /// The client's identifier.
    pub fn id(&self) -> &str {
        &self.id
    }

    /// The method's name in server metadata (RFC 8414, section 2).
    pub fn method_name(&self) -> &'static str {
        match self.method {
            Method::None => "none",
            Method::Basic(_) => "client_secret_basic",
            Method::Post(_) => "client_secret_post",
            Method::PrivateKeyJwt { .. } => "private_key_jwt",
        }
    }

    /// Adds the authentication to a request. Assertions are made anew each time, for `audience`.
    pub(crate) fn apply(
        &self,
        form: &mut Form,
        headers: &mut HeaderMap,
        audience: &str,
        clock: &dyn Clock,
    ) -> Result<(), SignInError> {
        match &self.method {
            Method::None => form.set("client_id", &self.id),
            Method::Basic(secret) => {
                headers.insert(AUTHORIZATION, basic(&self.id, secret));
            }
            Method::Post(secret) => {
                form.set("client_id", &self.id);
                form.set("client_secret", secret.expose());
            }
            Method::PrivateKeyJwt { key, audience: wanted } => {
                let assertion = self.assertion(key, wanted.as_deref().unwrap_or(audience), clock)?;
                form.set("client_id", &self.id);
                form.set("client_assertion_type", ASSERTION_TYPE);
                form.set("client_assertion", assertion.expose());
            }
        }
        Ok(())
    }

    /// The claims of RFC 7523, section 3.
    fn assertion(&self, key: &SigningKey, audience: &str, clock: &dyn Clock) -> Result<Secret, SignInError> {
        let now = clock.now().wall().as_secs();
        let claims = Object::new()
            .field("iss", &self.id)
            .field("sub", &self.id)
            .field("aud", audience)
            .field("jti", &random::token()?)
            .field("iat", &Number::Unsigned(now))
            .field("exp", &Number::Unsigned(now.saturating_add(ASSERTION_SECONDS)));
        key.sign(Object::new().field("typ", "JWT"), claims)
    }
}

/// A Basic credential whose halves are form-encoded before they are joined.
fn basic(id: &str, secret: &Secret) -> HeaderValue {
    let credential = encode::client_basic(id, secret.expose());
    let text = Zeroizing::new(["Basic ", credential.expose()].concat());
    // Base64 is always fit for a header.
    sensitive(text.as_bytes()).unwrap_or_else(|| HeaderValue::from_static("Basic"))
}

#[cfg(test)]
mod tests {
    use base64::Engine as _;
    use base64::engine::general_purpose::STANDARD;

    use super::*;
    use crate::SystemClock;

    fn applied(auth: &ClientAuth) -> (Form, HeaderMap) {
        let (mut form, mut headers) = (Form::default(), HeaderMap::new());
        auth.apply(&mut form, &mut headers, "https://as.example", &SystemClock).expect("can authenticate");
        (form, headers)
    }

    #[test]
    fn basic_is_form_encoded_first_and_alone() {
        let (form, headers) = applied(&ClientAuth::basic("id:1", "s+e/c=%: x"));
        let value = headers.get(AUTHORIZATION).expect("is there");
        assert!(value.is_sensitive());
        let decoded = STANDARD.decode(&value.as_bytes()[6..]).expect("is base64");
        assert_eq!(String::from_utf8_lossy(&decoded), "id%3A1:s%2Be%2Fc%3D%25%3A%20x");
        assert_eq!(form.encode().as_str(), "", "one method per request");
    }

    #[test]
    fn post_and_public_are_in_the_body_alone() {
        let (form, headers) = applied(&ClientAuth::post("id", "s&x"));
        assert_eq!((form.encode().as_str(), headers.len()), ("client_id=id&client_secret=s%26x", 0));
        let (form, headers) = applied(&ClientAuth::public("id"));
        assert_eq!((form.encode().as_str(), headers.len()), ("client_id=id", 0));
    }

    #[test]
    fn an_assertion_is_new_each_time() {
        let auth = ClientAuth::private_key_jwt("id", SigningKey::generate().expect("the system has randomness"));
        let (one, headers) = applied(&auth);
        let (two, _) = applied(&auth);
        assert!(headers.is_empty() && one.encode().contains("client_assertion_type=urn%3Aietf"));
        assert_ne!(one.encode(), two.encode());
    }

    #[test]
    fn no_secret_prints() {
        assert!(!format!("{:?}", ClientAuth::basic("id", "hidden")).contains("hidden"));
    }
}
