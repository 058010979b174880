//! Many sessions in one program.

use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};

use crate::{TokenSource, TokenSourceBuilder};

/// Token sources by what they are for: the tenant, and what tells one source from another (server, client, scopes, and the
/// origins its tokens may go to). Bounded: the one that was not used for longest makes room.
///
/// The tenant is whoever gave the credentials. It is part of the key because nothing else in it proves that somebody knows
/// a secret: without it, a tenant who names another one's client would be served that one's tokens. For the same reason
/// tenants who share a client each need a store of their own, or an account in the grant's identity.
///
/// ```
/// use authwright::oauth::{AuthorizationServer, Client, ClientAuth, ClientCredentials, TokenSources};
/// use authwright::{BaseUrl, TokenSource};
///
/// # fn example() -> Result<(), Box<dyn std::error::Error>> {
/// let sources = TokenSources::new(1_000);
/// let server = AuthorizationServer::with_token_endpoint("https://login.example.com/token")?;
/// let client = Client::new(server, ClientAuth::basic("client of tenant 7", "its secret"))?;
/// let api = BaseUrl::parse("https://api.example.com")?;
/// let builder = TokenSource::builder(ClientCredentials::new(client).scopes(["read"])).allow(&api);
/// let tokens = sources.get("tenant 7", builder); // the same source every time
/// # let _ = tokens;
/// # Ok(())
/// # }
/// ```
#[derive(Debug)]
pub struct TokenSources {
    most: usize,
    held: Mutex<Held>,
}

#[derive(Debug, Default)]
struct Held {
    /// By tenant and identity, with the number of the last use.
    sources: BTreeMap<(String, String), (u64, TokenSource)>,
    uses: u64,
}

impl TokenSources {
    /// At most this many sources, and at least one.
    pub fn new(most: usize) -> Self {
        Self { most: most.max(1), held: Mutex::default() }
    }

    /// The tenant's source for what `builder` describes: the one that is held, else the one it builds. However many ask at
    /// once, one is built: two for one session would spend each other's refresh tokens. One that had to make room goes on
    /// working for those who hold it.
    pub fn get(&self, tenant: &str, builder: TokenSourceBuilder) -> TokenSource {
        let key = (tenant.to_owned(), builder.identity());
        let mut held = self.held.lock().unwrap_or_else(PoisonError::into_inner);
        held.uses += 1;
        let now = held.uses;
        if let Some((used, source)) = held.sources.get_mut(&key) {
            *used = now;
            return source.clone();
        }
        if held.sources.len() >= self.most {
            let oldest = held.sources.iter().min_by_key(|(_, (used, _))| *used).map(|(key, _)| key.clone());
            oldest.and_then(|oldest| held.sources.remove(&oldest));
        }
        let source = builder.build();
        held.sources.insert(key, (now, source.clone()));
        source
    }

    /// Forgets all sources of a tenant, such as after they signed out or changed their secret; how many those were.
    pub fn forget(&self, tenant: &str) -> usize {
        let mut held = self.held.lock().unwrap_or_else(PoisonError::into_inner);
        let before = held.sources.len();
        held.sources.retain(|(owner, _), _| owner != tenant);
        before - held.sources.len()
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.held.lock().unwrap_or_else(PoisonError::into_inner).sources.len()
    }

    /// True without any.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;
    use std::sync::atomic::{AtomicUsize, Ordering};

    use super::TokenSources;
    use crate::{BaseUrl, BoxFuture, Grant, TokenError, TokenSet, TokenSource, TokenSourceBuilder, block_on};

    /// Counts what it issues; each builder has one of its own, as each request of a service makes its own.
    struct Counting(&'static str, Arc<AtomicUsize>);

    impl Grant for Counting {
        fn exchange<'a>(&'a self, _: Option<&'a TokenSet>) -> BoxFuture<'a, Result<TokenSet, TokenError>> {
            let number = self.1.fetch_add(1, Ordering::SeqCst);
            Box::pin(async move { Ok(TokenSet::new(format!("token {number}"))) })
        }

        fn provider(&self) -> &'static str {
            "test"
        }

        fn identity(&self) -> String {
            self.0.to_owned()
        }
    }

    fn builder(identity: &'static str, issued: &Arc<AtomicUsize>) -> TokenSourceBuilder {
        TokenSource::builder(Counting(identity, Arc::clone(issued)))
    }

    fn token(source: &TokenSource) -> String {
        block_on(source.token()).expect("is issued").expose().to_owned()
    }

    #[test]
    fn what_is_the_same_is_shared_and_what_differs_is_not() {
        let (sources, issued) = (TokenSources::new(10), Arc::default());
        let base = |url| BaseUrl::parse(url).expect("is a base address");
        let first = token(&sources.get("a", builder("x", &issued)));
        assert_eq!(token(&sources.get("a", builder("x", &issued))), first);
        assert_ne!(token(&sources.get("a", builder("y", &issued))), first, "other scopes");
        let sandbox = builder("x", &issued).allow(&base("https://sandbox.example"));
        assert_ne!(token(&sources.get("a", sandbox)), first, "another server");
        assert_eq!(sources.len(), 3);
    }

    #[test]
    fn no_tenant_is_served_another_ones_tokens() {
        let (sources, issued) = (TokenSources::new(10), Arc::default());
        let first = token(&sources.get("a", builder("x", &issued)));
        assert_ne!(token(&sources.get("b", builder("x", &issued))), first);
        assert_eq!(sources.forget("a"), 1);
        assert_eq!(sources.len(), 1);
        assert_ne!(token(&sources.get("a", builder("x", &issued))), first, "forgotten is forgotten");
    }

    #[test]
    fn the_one_that_was_not_used_for_longest_makes_room() {
        let (sources, issued) = (TokenSources::new(2), Arc::default());
        let held = sources.get("a", builder("x", &issued));
        let (a, b) = (token(&held), token(&sources.get("b", builder("x", &issued))));
        assert_eq!(token(&sources.get("a", builder("x", &issued))), a);
        sources.get("c", builder("x", &issued));
        assert_eq!(sources.len(), 2);
        assert_eq!(token(&sources.get("a", builder("x", &issued))), a, "was used");
        assert_ne!(token(&sources.get("b", builder("x", &issued))), b, "made room");
        assert_eq!(token(&held), a, "whoever holds one keeps it");
    }

    #[test]
    fn however_many_ask_at_once_one_is_built() {
        let (sources, issued) = (TokenSources::new(4), Arc::new(AtomicUsize::new(0)));
        std::thread::scope(|scope| {
            for number in 0..16 {
                let (sources, issued) = (&sources, &issued);
                let tenant = if number % 2 == 0 { "even" } else { "odd" };
                scope.spawn(move || (0..50).for_each(|_| drop(token(&sources.get(tenant, builder("x", issued))))));
            }
        });
        assert_eq!((sources.len(), issued.load(Ordering::SeqCst)), (2, 2));
    }
}
