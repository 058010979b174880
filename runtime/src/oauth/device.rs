//! Signing in on a device without a browser (RFC 8628).

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use super::callback::CallbackError;
use super::client::Client;
use super::error::SignInError;
use super::form::Form;
use super::parameters::Parameters;
use super::poll::{Next, Polling};
use super::signed_in::SignedIn;
use crate::error::clean;
use crate::json::{FromJson, Json, JsonError, Object};
use crate::{ErrorKind, Moment, Secret, TokenError, TokenSet, TokenShape};

/// RFC 8628, section 3.4.
const GRANT_TYPE: &str = "urn:ietf:params:oauth:grant-type:device_code";
/// A code lives no longer than this, whatever the server says.
const LONGEST_SECONDS: f64 = 24.0 * 3600.0;

/// What the person has to be shown (RFC 8628, section 3.3). Text from the server is cleaned.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct DevicePrompt {
    /// The code to enter: always show it, even beside a QR code.
    pub user_code: String,
    /// Where to enter it.
    pub verification_uri: String,
    /// The same with the code in it, for a QR code.
    pub verification_uri_complete: Option<String>,
    /// How long there is.
    pub expires_in: Duration,
}

type Show = Arc<dyn Fn(&DevicePrompt) + Send + Sync>;

/// The device authorization grant (RFC 8628). The interval is the server's or five seconds, `slow_down` adds five for
/// good, a missing answer doubles it (sections 3.2 and 3.5).
///
/// The program chooses when it shows a code: [`sign_in`](Self::sign_in) does, and what comes of it is refreshed without one.
#[derive(Clone)]
pub struct DeviceCode {
    client: Client,
    parameters: Parameters,
    show: Show,
}

/// A device authorization response (RFC 8628, section 3.2).
struct Authorization {
    device_code: Secret,
    prompt: DevicePrompt,
    interval: Option<Duration>,
}

impl FromJson for Authorization {
    fn from_json(value: Json) -> Result<Self, JsonError> {
        let mut object = Object::from_json(value)?;
        let text =
            |object: &mut Object, name| object.optional::<String>(name).map(|text| text.map(|text| clean(&text)));
        let lifetime: Length = object.required("expires_in")?;
        let interval: Option<Length> = object.optional("interval")?;
        // So called by servers that are older than the standard.
        let older = text(&mut object, "verification_url")?;
        Ok(Self {
            device_code: object.required("device_code")?,
            prompt: DevicePrompt {
                user_code: clean(&object.required::<String>("user_code")?),
                verification_uri: match (text(&mut object, "verification_uri")?, older) {
                    (Some(uri), _) | (None, Some(uri)) => uri,
                    (None, None) => object.required("verification_uri")?,
                },
                verification_uri_complete: text(&mut object, "verification_uri_complete")?,
                expires_in: seconds(lifetime.0),
            },
            interval: interval.map(|interval| seconds(interval.0)),
        })
    }
}

/// Seconds, which some servers write as text.
struct Length(f64);

impl FromJson for Length {
    fn from_json(value: Json) -> Result<Self, JsonError> {
        let written = value.as_str().and_then(|text| text.trim().parse().ok());
        written.map_or_else(|| f64::from_json(value), Ok).map(Self)
    }
}

/// A length of time that a server names, made harmless.
fn seconds(seconds: f64) -> Duration {
    if seconds.is_nan() { Duration::ZERO } else { Duration::from_secs_f64(seconds.clamp(0.0, LONGEST_SECONDS)) }
}

impl DeviceCode {
    /// Sign-ins by device code. `show` is given what the person has to see, each time a sign-in begins.
    pub fn new(client: Client, show: impl Fn(&DevicePrompt) + Send + Sync + 'static) -> Self {
        Self { client, parameters: Parameters::default(), show: Arc::new(show) }
    }

    /// The scopes to ask for (RFC 6749, section 3.3). With `openid` among them and the feature `openid`, an identity token that
    /// comes is checked, where the server's metadata was discovered; else it is dropped.
    #[must_use]
    pub fn scopes<S: AsRef<str>>(mut self, scopes: impl IntoIterator<Item = S>) -> Self {
        self.parameters.set_scopes(scopes);
        self
    }

    /// A parameter of the server's own.
    pub fn parameter(mut self, name: &str, value: &str) -> Result<Self, SignInError> {
        self.parameters.set(name, value)?;
        Ok(self)
    }

    /// Gets a code, shows it, and asks for the tokens until they are there (RFC 8628, sections 3.1 to 3.5).
    pub async fn sign_in(&self) -> Result<SignedIn, SignInError> {
        let set = self.tokens().await?;
        Ok(SignedIn::new(self.client.clone(), self.identity(), Some(set)))
    }

    /// What somebody who signed in earlier left in a store: tokens are refreshed, and when that ends, the error is
    /// [`ReauthorizationRequired`](crate::ErrorKind::ReauthorizationRequired).
    pub fn resume(&self) -> SignedIn {
        SignedIn::new(self.client.clone(), self.identity(), None)
    }

    fn identity(&self) -> String {
        self.client.identity("device_code", &self.parameters.identity())
    }

    async fn tokens(&self) -> Result<TokenSet, SignInError> {
        self.client.token_endpoint()?;
        let began = self.client.clock().now();
        let authorization = self.authorize().await?;
        (self.show)(&authorization.prompt);
        let set = self.poll(&authorization, began).await?;
        #[cfg(feature = "openid")]
        let set = {
            use super::id_token::{Asked, check};
            let asked = if self.parameters.has_scope("openid") { Asked::Device } else { Asked::No };
            check(&self.client, set, asked).await?
        };
        Ok(set)
    }

    async fn authorize(&self) -> Result<Authorization, SignInError> {
        let endpoint = self.client.server().device_authorization.as_ref();
        let endpoint = endpoint.ok_or(SignInError::NoEndpoint("device authorization endpoint"))?;
        let mut form = Form::default();
        form.set("client_id", self.client.auth().id());
        self.parameters.apply(&mut form);
        let reply = self.client.post(endpoint, form).await?;
        if !reply.status().is_success() {
            CODE.read(&reply)?;
        }
        Ok(reply.json::<Authorization>().map_err(TokenError::from)?.into_body())
    }

    async fn poll(&self, authorization: &Authorization, began: Moment) -> Result<TokenSet, SignInError> {
        let clock = self.client.clock();
        let mut polling = Polling::new(authorization.interval, authorization.prompt.expires_in);
        loop {
            match polling.next(clock.now().since(began)) {
                Next::Wait(interval) => clock.sleep(interval).await,
                Next::Expired => return Err(SignInError::DeviceCodeExpired),
            }
            let mut form = Form::grant(GRANT_TYPE);
            form.set("client_id", self.client.auth().id());
            form.set("device_code", authorization.device_code.expose());
            let asked = clock.now();
            let error = match self.client.token(form).await {
                Ok(set) => return Ok(set.with_started(asked)),
                Err(error) => error,
            };
            match error.oauth_code() {
                Some("authorization_pending") => {}
                Some("slow_down") => polling.slow_down(),
                Some("expired_token") => return Err(SignInError::DeviceCodeExpired),
                Some(code @ "access_denied") => {
                    let description = error.words().map(str::to_owned);
                    return Err(CallbackError::Denied { error: code.to_owned(), description }.into());
                }
                _ if is_no_answer(&error) => polling.no_answer(),
                _ => return Err(error.into()),
            }
        }
    }
}

/// Only for its errors: an authorization brings no token.
static CODE: TokenShape = TokenShape::field(&["device_code"]);

/// Whether nothing can be concluded but that one should ask less often (RFC 8628, section 3.5).
fn is_no_answer(error: &TokenError) -> bool {
    matches!(error.kind(), ErrorKind::Transport | ErrorKind::Timeout | ErrorKind::Server | ErrorKind::RateLimited)
}

impl fmt::Debug for DeviceCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("DeviceCode").field("client", &self.client).finish_non_exhaustive()
    }
}
