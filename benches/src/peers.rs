//! The peers, each set up against the loopback endpoint as its users would, with its own defaults.

use std::sync::Arc;

use crate::subject::Make;

mod aws;
mod azure;
mod gcp;
mod google;
mod key;
mod octocrab;
mod yup;

/// Every peer.
pub fn all() -> Vec<Make> {
    vec![
        Arc::new(|url: &str| Box::pin(std::future::ready(google::make(url)))),
        Arc::new(|url: &str| Box::pin(std::future::ready(Ok(aws::make(url))))),
        Arc::new(|url: &str| Box::pin(std::future::ready(azure::make(url)))),
        Arc::new(|url: &str| {
            let url = url.to_owned();
            Box::pin(async move { yup::make(&url).await })
        }),
        Arc::new(|url: &str| Box::pin(std::future::ready(gcp::make(url)))),
        Arc::new(|url: &str| Box::pin(std::future::ready(octocrab::make(url)))),
    ]
}
