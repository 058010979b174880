//! What a request asks for beyond what its flow demands.

use super::error::SignInError;
use super::form::Form;

/// Parameters that the flows set themselves; anybody else setting them would break a protection.
const RESERVED: &[&str] = &[
    "actor_token",
    "actor_token_type",
    "client_assertion",
    "client_assertion_type",
    "client_id",
    "client_secret",
    "code",
    "code_challenge",
    "code_challenge_method",
    "code_verifier",
    "device_code",
    "dpop_jkt",
    "grant_type",
    "nonce",
    "password",
    "redirect_uri",
    "refresh_token",
    "request",
    "request_uri",
    "response_mode",
    "response_type",
    "scope",
    "state",
    "subject_token",
    "subject_token_type",
    "username",
];

/// The scopes asked for (RFC 6749, section 3.3), and a server's own parameters, such as `audience` or `resource`
/// (RFC 8707).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Parameters {
    scope: String,
    more: Vec<(String, String)>,
}

impl Parameters {
    /// Sets the scopes.
    pub(crate) fn set_scopes<S: AsRef<str>>(&mut self, scopes: impl IntoIterator<Item = S>) {
        self.scope.clear();
        for scope in scopes {
            if !self.scope.is_empty() {
                self.scope.push(' ');
            }
            self.scope.push_str(scope.as_ref());
        }
    }

    /// Sets a parameter of the server's own.
    pub(crate) fn set(&mut self, name: &str, value: &str) -> Result<(), SignInError> {
        if RESERVED.contains(&name) {
            let help = "the flow sets it; use the flow's own method for it, or leave it out";
            return Err(SignInError::BadParameter { name: name.to_owned(), help });
        }
        self.more.retain(|(known, _)| known != name);
        self.more.push((name.to_owned(), value.to_owned()));
        Ok(())
    }

    /// Whether this scope is asked for.
    pub(crate) fn has_scope(&self, wanted: &str) -> bool {
        self.scope.split(' ').any(|scope| scope == wanted)
    }

    /// Adds everything to a request.
    pub(crate) fn apply(&self, form: &mut Form) {
        form.set("scope", &self.scope);
        for (name, value) in &self.more {
            form.set(name, value);
        }
    }

    /// What tells one request's tokens from another's.
    pub(crate) fn identity(&self) -> String {
        let mut parts: Vec<String> = self.more.iter().map(|(name, value)| format!("{name}={value}")).collect();
        parts.sort_unstable();
        let mut scopes: Vec<&str> = self.scope.split(' ').collect();
        scopes.sort_unstable();
        format!("{}\n{}", scopes.join(" "), parts.join("\n"))
    }
}

/// The scope to record after a refresh: what the server grants, but nothing that was not granted before
/// (RFC 6749, section 6).
pub(crate) fn not_wider(granted: &str, before: &str) -> String {
    let known: Vec<&str> = before.split(' ').collect();
    granted.split(' ').filter(|scope| known.contains(scope)).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scopes_and_parameters_are_sent_once() {
        let mut parameters = Parameters::default();
        parameters.set_scopes(["read", "write"]);
        parameters.set_scopes(["read"]);
        parameters.set("audience", "one").expect("is free");
        parameters.set("audience", "two").expect("is free");
        let mut form = Form::default();
        parameters.apply(&mut form);
        assert_eq!(form.encode().as_str(), "scope=read&audience=two");
    }

    #[test]
    fn what_protects_a_flow_cannot_be_set() {
        for name in ["state", "code_challenge_method", "client_secret", "redirect_uri"] {
            let refused = Parameters::default().set(name, "x");
            assert!(matches!(refused, Err(SignInError::BadParameter { .. })), "{name}");
        }
    }

    #[test]
    fn an_identity_ignores_order() {
        let (mut one, mut two) = (Parameters::default(), Parameters::default());
        one.set_scopes(["a", "b"]);
        two.set_scopes(["b", "a"]);
        assert_eq!(one.identity(), two.identity());
    }

    #[test]
    fn a_refresh_does_not_widen_the_scope() {
        assert_eq!(not_wider("read admin write", "read write"), "read write");
    }
}
