//! `azure_identity`: a client secret, over the client that it comes with. Its authority has to be https: the only thing
//! that is not its own is the letter that is taken off the scheme before a request goes to loopback.

use std::sync::Arc;
use std::time::{Duration, Instant};

use azure_core::cloud::{CloudConfiguration, CustomConfiguration};
use azure_core::credentials::{Secret, TokenCredential};
use azure_core::http::policies::auth::BearerTokenAuthorizationPolicy;
use azure_core::http::{
    AsyncRawResponse, ClientOptions, Context, HttpClient, Method, Pipeline, Request, Transport, Url, new_http_client,
};
use azure_identity::{ClientSecretCredential, ClientSecretCredentialOptions};

use crate::subject::{Boxed, Stale, Subject, bearer, per_round, storm, version};

const SCOPES: &[&str] = &["https://example.com/.default"];

#[derive(Debug)]
struct Plain(Arc<dyn HttpClient>);

#[async_trait::async_trait]
impl HttpClient for Plain {
    async fn execute_request(&self, request: &Request) -> azure_core::Result<AsyncRawResponse> {
        let mut request = request.clone();
        let plain = request.url().as_str().replacen("https://", "http://", 1);
        *request.url_mut() = Url::parse(&plain)?;
        self.0.execute_request(&request).await
    }
}

struct Azure {
    credential: Arc<ClientSecretCredential>,
    transport: Transport,
    resource: Url,
}

pub fn make(url: &str) -> Result<Arc<dyn Subject>, String> {
    set_up(url).map(|azure| Arc::new(azure) as Arc<dyn Subject>).map_err(|error| error.to_string())
}

fn set_up(url: &str) -> azure_core::Result<Azure> {
    let secure = url.replacen("http://", "https://", 1);
    let transport = Transport::new(Arc::new(Plain(new_http_client(None))));
    let mut cloud = CustomConfiguration::default();
    cloud.authority_host.clone_from(&secure);
    let client_options = ClientOptions {
        transport: Some(transport.clone()),
        cloud: Some(Arc::new(CloudConfiguration::from(cloud))),
        ..Default::default()
    };
    let options = ClientSecretCredentialOptions { client_options };
    let credential =
        ClientSecretCredential::new("tenant", "id".to_owned(), Secret::new("not-a-secret"), Some(options))?;
    Ok(Azure { credential, transport, resource: Url::parse(&format!("{secure}/resource"))? })
}

impl Azure {
    async fn get(&self) -> Result<Secret, String> {
        self.credential.get_token(SCOPES, None).await.map(|token| token.token).map_err(|error| error.to_string())
    }
}

impl Subject for Azure {
    fn name(&self) -> String {
        format!("azure_identity {}", version("azure_identity"))
    }

    fn token(&self) -> Boxed<'_, Result<(), String>> {
        Box::pin(async { self.get().await.map(drop) })
    }

    fn inside_window(&self) -> (Duration, Duration) {
        (Duration::from_secs(200), Duration::ZERO)
    }

    fn cached(&self, rounds: u32) -> Boxed<'_, Result<f64, String>> {
        Box::pin(async move {
            let begin = Instant::now();
            for _ in 0..rounds {
                let token = self.credential.get_token(SCOPES, None).await;
                std::hint::black_box(token.map_err(|error| error.to_string())?);
            }
            Ok(per_round(begin, rounds))
        })
    }

    fn header(&self, rounds: u32) -> Boxed<'_, Result<f64, String>> {
        Box::pin(async move {
            let begin = Instant::now();
            for _ in 0..rounds {
                std::hint::black_box(bearer(self.get().await?.secret())?);
            }
            Ok(per_round(begin, rounds))
        })
    }

    /// A client of theirs learns of the 401 in the policy of `azure_core`; what it then asks for is the credential's token.
    fn stale(self: Arc<Self>, callers: usize) -> Stale {
        Ok(Box::pin(async move {
            let held = self.get().await?;
            let policy = BearerTokenAuthorizationPolicy::new(Arc::clone(&self.credential) as Arc<_>, SCOPES.to_vec());
            let options = ClientOptions { transport: Some(self.transport.clone()), ..Default::default() };
            let pipeline = Pipeline::new(None, None, options, Vec::new(), vec![Arc::new(policy)], None);
            storm(callers, || {
                let (azure, pipeline, held) = (Arc::clone(&self), pipeline.clone(), held.clone());
                async move {
                    let mut request = Request::new(azure.resource.clone(), Method::Get);
                    // Refused, which is what this is about.
                    let _ = pipeline.send(&Context::default(), &mut request, None).await;
                    Ok(azure.get().await?.secret() != held.secret())
                }
            })
            .await
        }))
    }
}
