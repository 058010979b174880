//! yup-oauth2: a service account.

use std::sync::Arc;
use std::time::{Duration, Instant};

use super::key::{SCOPES, account};
use crate::subject::{Boxed, Stale, Subject, bearer, per_round, storm, version};

type Connector = <yup_oauth2::DefaultHyperClientBuilder as yup_oauth2::HyperClientBuilder>::Connector;
struct Yup(yup_oauth2::authenticator::Authenticator<Connector>);

pub async fn make(url: &str) -> Result<Arc<dyn Subject>, String> {
    let key = serde_json::from_value(account(url)?).map_err(|error| error.to_string())?;
    let source =
        yup_oauth2::ServiceAccountAuthenticator::builder(key).build().await.map_err(|error| error.to_string())?;
    Ok(Arc::new(Yup(source)))
}

impl Subject for Yup {
    fn name(&self) -> String {
        format!("yup-oauth2 {}", version("yup-oauth2"))
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

    fn stale(self: Arc<Self>, callers: usize) -> Stale {
        Ok(Box::pin(async move {
            let held = self.0.token(SCOPES).await.map_err(|error| error.to_string())?;
            storm(callers, || {
                let (subject, held) = (Arc::clone(&self), held.clone());
                async move {
                    let other = subject.0.force_refreshed_token(SCOPES).await.map_err(|error| error.to_string())?;
                    Ok(other.token() != held.token())
                }
            })
            .await
        }))
    }
}
