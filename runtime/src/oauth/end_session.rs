//! Ending a person's session at the server itself (OpenID Connect RP-Initiated Logout 1.0).

use super::client::Client;
use super::error::SignInError;
use super::form::Form;
use crate::Secret;

impl Client {
    /// Where to send the browser of a person who signs out, so that the next sign-in asks them again (OpenID Connect RP-Initiated
    /// Logout 1.0, section 2). The identity token of their sign-in spares them a question; they come back to `return_to`, which is
    /// registered at the server. Tokens are revoked besides: by [`TokenSource::revoke`](crate::TokenSource::revoke).
    pub fn end_session_url(&self, id_token: Option<&Secret>, return_to: Option<&str>) -> Result<String, SignInError> {
        let endpoint = self.server().end_session.as_ref().ok_or(SignInError::NoEndpoint("end session endpoint"))?;
        let mut form = Form::default();
        form.set("client_id", self.auth().id());
        form.set_optional("id_token_hint", id_token.map(Secret::expose));
        form.set_optional("post_logout_redirect_uri", return_to);
        Ok(endpoint.with_query(&form.encode()))
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use crate::json::parse;
    use crate::oauth::metadata::Expected;
    use crate::oauth::{AuthorizationServer, Client, ClientAuth, Issuer, SignInError};
    use bytes::Bytes;

    use crate::TransportError;

    fn client(metadata: &str) -> Client {
        let issuer = Issuer::parse("https://as.example").expect("is an issuer");
        let metadata = parse(metadata.as_bytes()).expect("is JSON");
        let server = AuthorizationServer::read(metadata, Expected::Issuer(&issuer)).expect("is metadata");
        let nothing = |_: http::Request<Bytes>| async { Ok::<_, TransportError>(http::Response::default()) };
        Client::with_transport(server, ClientAuth::public("me"), Arc::new(nothing))
    }

    #[test]
    fn a_person_who_signs_out_is_sent_to_the_server() {
        let client =
            client(r#"{"issuer":"https://as.example","end_session_endpoint":"https://as.example/out?realm=a"}"#);
        let plain = client.end_session_url(None, None).expect("is known");
        assert_eq!(plain, "https://as.example/out?realm=a&client_id=me");
        let url = client.end_session_url(Some(&"a.b.c".into()), Some("https://app.example/bye")).expect("is known");
        assert_eq!(
            url,
            format!("{plain}&id_token_hint=a.b.c&post_logout_redirect_uri=https%3A%2F%2Fapp.example%2Fbye")
        );
    }

    #[test]
    fn a_server_that_does_not_say_where_is_an_error() {
        for more in ["", r#","end_session_endpoint":"http://as.example/out""#] {
            let refused = client(&format!(r#"{{"issuer":"https://as.example"{more}}}"#)).end_session_url(None, None);
            assert!(matches!(refused, Err(SignInError::NoEndpoint("end session endpoint"))));
        }
    }
}
