//! google-cloud-auth: a user's credentials, refreshed by a task of its own.

use std::sync::Arc;
use std::time::{Duration, Instant};

use crate::subject::{Boxed, Subject, bearer, per_round, version};

struct Google(google_cloud_auth::credentials::AccessTokenCredentials);

pub fn make(url: &str) -> Result<Arc<dyn Subject>, String> {
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
    fn name(&self) -> String {
        format!("google-cloud-auth {}", version("google-cloud-auth"))
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
