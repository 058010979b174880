//! What tells the sessions of one provider apart.

use proc_macro2::TokenStream;
use quote::quote;

use crate::model::{Credential, Lifecycle};
use crate::view::Context;
use crate::vocabulary::{Meaning, meaning};

/// Whose session it is: the address and the credentials that tell accounts apart which share a store.
pub(super) fn identity(cx: &Context<'_>, lifecycle: &Lifecycle) -> TokenStream {
    let tells = telling(&lifecycle.credentials);
    let named = lifecycle.credentials.iter().zip(&cx.names.credentials).zip(tells);
    let parts = named.filter(|(_, tells)| *tells).map(|((credential, name), _)| {
        match (credential.secret, credential.required) {
            (true, true) => quote!(self.credentials.#name.expose()),
            (true, false) => quote!(self.credentials.#name.as_ref().map_or("", Secret::expose)),
            (false, true) => quote!(&self.credentials.#name),
            (false, false) => quote!(self.credentials.#name.as_deref().unwrap_or_default()),
        }
    });
    quote!(authwright::identity(&[self.client.api.base().as_str() #(, #parts)*]))
}

/// Which credentials tell whose session it is: all that may be shown, and where no user or client is among them the keys,
/// of which the digest is taken. A client's secret is one where there is nothing else, since it was made by chance; a
/// password never is: a person chose it, and a digest would let it be guessed.
fn telling(credentials: &[Credential]) -> Vec<bool> {
    let meant = |credential: &Credential| meaning(credential.input.label());
    let who = |credential: &Credential| matches!(meant(credential), Some(Meaning::User | Meaning::ClientId));
    let guessed = |credential: &Credential| matches!(meant(credential), Some(Meaning::Password | Meaning::OneTimeCode));
    let key = |credential: &Credential| {
        credential.secret && !guessed(credential) && meant(credential) != Some(Meaning::ClientSecret)
    };
    let named = credentials.iter().any(|credential| !credential.secret && who(credential));
    let keyed = credentials.iter().any(key);
    let tells = |credential: &Credential| {
        !credential.secret || (!named && if keyed { key(credential) } else { !guessed(credential) })
    };
    credentials.iter().map(tells).collect()
}

#[cfg(test)]
mod tests {
    use super::telling;
    use crate::model::{Credential, FieldPath, Input};

    #[test]
    fn accounts_are_told_apart_and_passwords_are_not_digested() {
        for (fields, wanted) in [
            (&["username", "password!"][..], &["username"][..]),
            (&["client_id", "client_secret!"], &["client_id"]),
            (&["tenant", "api_key!"], &["tenant", "api_key!"]),
            (&["username", "api_key!"], &["username"]),
            (&["api_key!", "api_secret!"], &["api_key!"]),
            (&["scope", "client_secret!"], &["scope", "client_secret!"]),
            (&["password!"], &[]),
            (&["tenant", "password!"], &["tenant"]),
            (&["assertion!"], &["assertion!"]),
        ] {
            let credentials: Vec<Credential> = fields
                .iter()
                .map(|field| Credential {
                    input: Input::Body(FieldPath(vec![field.trim_end_matches('!').to_owned()])),
                    env: String::new(),
                    secret: field.ends_with('!'),
                    required: true,
                })
                .collect();
            let told = fields.iter().zip(telling(&credentials)).filter(|(_, tells)| *tells).map(|(field, _)| *field);
            assert_eq!(told.collect::<Vec<_>>(), wanted, "{fields:?}");
        }
    }
}
