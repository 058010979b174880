//! octocrab: the tokens of an installation of a GitHub App.

use std::sync::Arc;
use std::time::{Duration, Instant};

use octocrab::Octocrab;
use octocrab::auth::EncodingKey;
use octocrab::models::{AppId, InstallationId};
use octocrab::secrecy::{ExposeSecret, SecretString};

use super::key::private_key;
use crate::subject::{Boxed, Stale, Subject, bearer, per_round, storm, version};

struct Installation(Octocrab);

pub fn make(url: &str) -> Result<Arc<dyn Subject>, String> {
    let key = EncodingKey::from_rsa_pem(private_key()?.as_bytes()).map_err(|error| error.to_string())?;
    let crab = Octocrab::builder()
        .base_uri(url)
        .and_then(|builder| builder.app(AppId(1), key).build())
        .and_then(|app| app.installation(InstallationId(1)))
        .map_err(|error| error.to_string())?;
    Ok(Arc::new(Installation(crab)))
}

impl Installation {
    async fn get(&self) -> Result<SecretString, String> {
        self.0.installation_token().await.map_err(|error| error.to_string())
    }
}

impl Subject for Installation {
    fn name(&self) -> String {
        format!("octocrab {}", version("octocrab"))
    }

    fn token(&self) -> Boxed<'_, Result<(), String>> {
        Box::pin(async { self.get().await.map(drop) })
    }

    fn inside_window(&self) -> (Duration, Duration) {
        (Duration::from_secs(25), Duration::ZERO)
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
                std::hint::black_box(bearer(self.get().await?.expose_secret())?);
            }
            Ok(per_round(begin, rounds))
        })
    }

    /// It learns of a 401 from the requests that it makes itself, and repeats them.
    fn stale(self: Arc<Self>, callers: usize) -> Stale {
        Ok(Box::pin(async move {
            let held = self.get().await?;
            storm(callers, || {
                let (subject, held) = (Arc::clone(&self), held.clone());
                async move {
                    subject.0._get("/resource").await.map_err(|error| error.to_string())?;
                    Ok(subject.get().await?.expose_secret() != held.expose_secret())
                }
            })
            .await
        }))
    }
}
