//! `gcp_auth`: a service account.

use std::sync::Arc;
use std::time::{Duration, Instant};

use super::key::{SCOPES, account};
use crate::subject::{Boxed, Subject, bearer, per_round, version};

struct Gcp(gcp_auth::CustomServiceAccount);

pub fn make(url: &str) -> Result<Arc<dyn Subject>, String> {
    let source = gcp_auth::CustomServiceAccount::from_json(&account(url)?.to_string());
    Ok(Arc::new(Gcp(source.map_err(|error| error.to_string())?)))
}

impl Subject for Gcp {
    fn name(&self) -> String {
        format!("gcp_auth {}", version("gcp_auth"))
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
