//! The peers, each set up against the loopback endpoint.

use std::sync::Arc;
use std::time::{Duration, Instant, SystemTime};

use aws_smithy_async::rt::sleep::SharedAsyncSleep;
use aws_smithy_async::rt::sleep::TokioSleep;
use aws_smithy_async::time::SystemTimeSource;
use aws_smithy_runtime::client::identity::IdentityCache;
use aws_smithy_runtime_api::client::identity::http::Token;
use aws_smithy_runtime_api::client::identity::{
    Identity, IdentityFuture, ResolveCachedIdentity, ResolveIdentity, SharedIdentityCache, SharedIdentityResolver,
};
use aws_smithy_runtime_api::client::runtime_components::{RuntimeComponents, RuntimeComponentsBuilder};
use aws_smithy_types::config_bag::ConfigBag;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

use crate::subject::{Boxed, Make, Subject, bearer, per_round};

/// Every peer.
pub fn all() -> Vec<Make> {
    vec![
        Arc::new(|url: &str| Box::pin(std::future::ready(google(url)))),
        Arc::new(|url: &str| Box::pin(std::future::ready(Ok(aws(url))))),
        Arc::new(|url: &str| {
            let url = url.to_owned();
            Box::pin(async move { yup(&url).await })
        }),
        Arc::new(|url: &str| Box::pin(std::future::ready(gcp(url)))),
    ]
}

struct Google(google_cloud_auth::credentials::AccessTokenCredentials);

fn google(url: &str) -> Result<Arc<dyn Subject>, String> {
    let user = serde_json::json!({
        "type": "authorized_user", "client_id": "id", "client_secret": "not-a-secret", "refresh_token": "r"
    });
    let credentials = google_cloud_auth::credentials::user_account::Builder::new(user)
        .with_token_uri(format!("{url}/token"))
        .build_access_token_credentials()
        .map_err(|error| error.to_string())?;
    Ok(Arc::new(Google(credentials)))
}

impl Subject for Google {
    fn name(&self) -> &'static str {
        "google-cloud-auth 1.18"
    }

    fn token(&self) -> Boxed<'_, Result<(), String>> {
        Box::pin(async { self.0.access_token().await.map(drop).map_err(|error| error.to_string()) })
    }

    fn inside_window(&self) -> (Duration, Duration) {
        (Duration::from_secs(100), Duration::ZERO)
    }

    fn cached(&self, rounds: u32) -> Boxed<'_, Result<f64, String>> {
        Box::pin(async move {
            let begin = Instant::now();
            for _ in 0..rounds {
                std::hint::black_box(self.0.access_token().await.map_err(|error| error.to_string())?);
            }
            Ok(per_round(begin, rounds))
        })
    }

    fn header(&self, rounds: u32) -> Boxed<'_, Result<f64, String>> {
        Box::pin(async move {
            let begin = Instant::now();
            for _ in 0..rounds {
                let token = self.0.access_token().await.map_err(|error| error.to_string())?;
                std::hint::black_box(bearer(&token.token)?);
            }
            Ok(per_round(begin, rounds))
        })
    }
}

struct Aws {
    cache: SharedIdentityCache,
    resolver: SharedIdentityResolver,
    components: RuntimeComponents,
    bag: ConfigBag,
}

#[derive(Debug)]
struct Resolver(String);

impl ResolveIdentity for Resolver {
    fn resolve_identity<'a>(&'a self, _: &'a RuntimeComponents, _: &'a ConfigBag) -> IdentityFuture<'a> {
        IdentityFuture::new(async move {
            let (token, lifetime) = fetch(&self.0).await?;
            let expiration = SystemTime::now() + Duration::from_secs(lifetime);
            Ok(Identity::new(Token::new(token, Some(expiration)), Some(expiration)))
        })
    }
}

/// One plain request, as an identity provider would send it.
async fn fetch(address: &str) -> Result<(String, u64), Box<dyn std::error::Error + Send + Sync>> {
    let mut stream = TcpStream::connect(address).await?;
    stream.write_all(b"POST /token HTTP/1.1\r\nhost: localhost\r\ncontent-length: 0\r\n\r\n").await?;
    let mut reply = Vec::new();
    loop {
        stream.read_buf(&mut reply).await?;
        let text = String::from_utf8_lossy(&reply);
        if let Some((head, body)) = text.split_once("\r\n\r\n")
            && body.ends_with('}')
        {
            if !head.starts_with("HTTP/1.1 200") {
                return Err("the endpoint refused".into());
            }
            let value: serde_json::Value = serde_json::from_str(body)?;
            let token = value["access_token"].as_str().unwrap_or_default().to_owned();
            return Ok((token, value["expires_in"].as_u64().unwrap_or_default()));
        }
    }
}

fn aws(url: &str) -> Arc<dyn Subject> {
    let resolver = SharedIdentityResolver::new(Resolver(url.trim_start_matches("http://").to_owned()));
    let components = RuntimeComponentsBuilder::for_tests()
        .with_time_source(Some(SystemTimeSource::new()))
        .with_sleep_impl(Some(SharedAsyncSleep::new(TokioSleep::new())))
        .build()
        .unwrap_or_else(|error| unreachable!("components for tests are complete: {error}"));
    Arc::new(Aws { cache: IdentityCache::lazy().build(), resolver, components, bag: ConfigBag::base() })
}

impl Aws {
    async fn get(&self) -> Result<Identity, String> {
        self.cache
            .resolve_cached_identity(self.resolver.clone(), &self.components, &self.bag)
            .await
            .map_err(|error| error.to_string())
    }
}

impl Subject for Aws {
    fn name(&self) -> &'static str {
        "aws-smithy-runtime 1.16 lazy cache"
    }

    fn token(&self) -> Boxed<'_, Result<(), String>> {
        Box::pin(async { self.get().await.map(drop) })
    }

    fn inside_window(&self) -> (Duration, Duration) {
        (Duration::from_secs(5), Duration::ZERO)
    }

    fn cached(&self, rounds: u32) -> Boxed<'_, Result<f64, String>> {
        Box::pin(async move {
            let begin = Instant::now();
            for _ in 0..rounds {
                std::hint::black_box(self.get().await?);
            }
            Ok(per_round(begin, rounds))
        })
    }

    fn header(&self, rounds: u32) -> Boxed<'_, Result<f64, String>> {
        Box::pin(async move {
            let begin = Instant::now();
            for _ in 0..rounds {
                let identity = self.get().await?;
                let token = identity.data::<Token>().ok_or("the identity is no token")?;
                std::hint::black_box(bearer(token.token())?);
            }
            Ok(per_round(begin, rounds))
        })
    }
}

/// A key for the peers that sign their requests; made anew for each run, never stored.
fn private_key() -> Result<&'static str, String> {
    static KEY: std::sync::OnceLock<Result<String, String>> = std::sync::OnceLock::new();
    let made = KEY.get_or_init(|| {
        let output = std::process::Command::new("openssl")
            .args(["genpkey", "-algorithm", "RSA", "-pkeyopt", "rsa_keygen_bits:2048"])
            .output()
            .map_err(|error| format!("openssl is needed to make a key: {error}"))?;
        String::from_utf8(output.stdout).map_err(|error| error.to_string())
    });
    made.as_deref().map_err(Clone::clone)
}

fn account(url: &str) -> Result<serde_json::Value, String> {
    Ok(serde_json::json!({
        "type": "service_account", "project_id": "p", "private_key_id": "k", "private_key": private_key()?,
        "client_email": "a@example.com", "client_id": "1", "token_uri": format!("{url}/token"),
    }))
}

type Connector = <yup_oauth2::DefaultHyperClientBuilder as yup_oauth2::HyperClientBuilder>::Connector;
struct Yup(yup_oauth2::authenticator::Authenticator<Connector>);

const SCOPES: &[&str] = &["read"];

async fn yup(url: &str) -> Result<Arc<dyn Subject>, String> {
    let key = serde_json::from_value(account(url)?).map_err(|error| error.to_string())?;
    let source =
        yup_oauth2::ServiceAccountAuthenticator::builder(key).build().await.map_err(|error| error.to_string())?;
    Ok(Arc::new(Yup(source)))
}

impl Subject for Yup {
    fn name(&self) -> &'static str {
        "yup-oauth2 12.1"
    }

    fn token(&self) -> Boxed<'_, Result<(), String>> {
        Box::pin(async { self.0.token(SCOPES).await.map(drop).map_err(|error| error.to_string()) })
    }

    fn inside_window(&self) -> (Duration, Duration) {
        (Duration::from_secs(30), Duration::ZERO)
    }

    fn cached(&self, rounds: u32) -> Boxed<'_, Result<f64, String>> {
        Box::pin(async move {
            let begin = Instant::now();
            for _ in 0..rounds {
                std::hint::black_box(self.0.token(SCOPES).await.map_err(|error| error.to_string())?);
            }
            Ok(per_round(begin, rounds))
        })
    }

    fn header(&self, rounds: u32) -> Boxed<'_, Result<f64, String>> {
        Box::pin(async move {
            let begin = Instant::now();
            for _ in 0..rounds {
                let token = self.0.token(SCOPES).await.map_err(|error| error.to_string())?;
                std::hint::black_box(bearer(token.token().unwrap_or_default())?);
            }
            Ok(per_round(begin, rounds))
        })
    }

    fn stale(self: Arc<Self>, callers: usize) -> Option<Boxed<'static, Result<(), String>>> {
        Some(Box::pin(async move {
            let again = |subject: Arc<Self>| async move {
                subject.0.force_refreshed_token(SCOPES).await.map(drop).map_err(|error| error.to_string())
            };
            let calls: Vec<_> = (0..callers).map(|_| tokio::spawn(again(Arc::clone(&self)))).collect();
            for call in calls {
                call.await.map_err(|error| error.to_string())??;
            }
            Ok(())
        }))
    }
}

struct Gcp(gcp_auth::CustomServiceAccount);

fn gcp(url: &str) -> Result<Arc<dyn Subject>, String> {
    let source = gcp_auth::CustomServiceAccount::from_json(&account(url)?.to_string());
    Ok(Arc::new(Gcp(source.map_err(|error| error.to_string())?)))
}

impl Subject for Gcp {
    fn name(&self) -> &'static str {
        "gcp_auth 0.12"
    }

    fn token(&self) -> Boxed<'_, Result<(), String>> {
        use gcp_auth::TokenProvider;
        Box::pin(async { self.0.token(SCOPES).await.map(drop).map_err(|error| error.to_string()) })
    }

    fn inside_window(&self) -> (Duration, Duration) {
        (Duration::from_secs(15), Duration::ZERO)
    }

    fn cached(&self, rounds: u32) -> Boxed<'_, Result<f64, String>> {
        use gcp_auth::TokenProvider;
        Box::pin(async move {
            let begin = Instant::now();
            for _ in 0..rounds {
                std::hint::black_box(self.0.token(SCOPES).await.map_err(|error| error.to_string())?);
            }
            Ok(per_round(begin, rounds))
        })
    }

    fn header(&self, rounds: u32) -> Boxed<'_, Result<f64, String>> {
        use gcp_auth::TokenProvider;
        Box::pin(async move {
            let begin = Instant::now();
            for _ in 0..rounds {
                let token = self.0.token(SCOPES).await.map_err(|error| error.to_string())?;
                std::hint::black_box(bearer(token.as_str())?);
            }
            Ok(per_round(begin, rounds))
        })
    }
}
