//! The transport used when none is given.

use std::sync::Arc;

use super::HttpTransport;
use crate::ConfigError;

/// The transport of the enabled feature, shared by the whole process so that connections are too.
#[cfg(feature = "ureq")]
#[allow(clippy::unnecessary_wraps)] // The other features can fail.
pub(crate) fn default_transport() -> Result<Arc<dyn HttpTransport>, ConfigError> {
    use std::sync::OnceLock;

    use super::{Blocking, UreqTransport};

    static SHARED: OnceLock<Blocking<UreqTransport>> = OnceLock::new();
    Ok(Arc::new(SHARED.get_or_init(|| Blocking::new(UreqTransport::new())).clone()))
}

#[cfg(all(feature = "reqwest", not(feature = "ureq")))]
pub(crate) fn default_transport() -> Result<Arc<dyn HttpTransport>, ConfigError> {
    Ok(Arc::new(super::ReqwestTransport::shared()?))
}

#[cfg(not(any(feature = "ureq", feature = "reqwest")))]
pub(crate) fn default_transport() -> Result<Arc<dyn HttpTransport>, ConfigError> {
    Err(ConfigError::new(
        "there is no HTTP transport",
        "enable the feature `ureq` or `reqwest` of the crate `authwright`, or pass a transport of your own",
    ))
}
