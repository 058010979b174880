//! The cache of identities under the clients of AWS, over a plain resolver.

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

use crate::subject::{Boxed, Subject, bearer, per_round, version};

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

pub fn make(url: &str) -> Arc<dyn Subject> {
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
    fn name(&self) -> String {
        format!("aws-smithy-runtime {} lazy cache", version("aws-smithy-runtime"))
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
