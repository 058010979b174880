//! [`Api`]: a base address and the way to it.

use std::fmt;
use std::sync::Arc;

use http::Method;

use super::Call;
use crate::transport::default_transport;
use crate::{BaseUrl, CallOptions, Clock, ConfigError, HttpTransport, SystemClock};

/// A base address, a transport and the options of its calls. Cheap to clone.
#[derive(Clone)]
pub struct Api(Arc<Inner>);

#[derive(Clone)]
struct Inner {
    base: BaseUrl,
    transport: Arc<dyn HttpTransport>,
    options: CallOptions,
    clock: Arc<dyn Clock>,
}

impl Api {
    /// An API over the transport of the enabled feature; an error where none is.
    pub fn new(base: BaseUrl) -> Result<Self, ConfigError> {
        Ok(Self::with_transport(base, default_transport()?))
    }

    /// An API over a transport of your own.
    pub fn with_transport(base: BaseUrl, transport: Arc<dyn HttpTransport>) -> Self {
        let options = CallOptions::default();
        Self(Arc::new(Inner { base, transport, options, clock: Arc::new(SystemClock) }))
    }

    /// Sets the options that calls start from.
    #[must_use]
    pub fn with_options(mut self, options: CallOptions) -> Self {
        Arc::make_mut(&mut self.0).options = options;
        self
    }

    /// Sets the clock by which replies say when their request was started.
    #[must_use]
    pub fn with_clock(mut self, clock: Arc<dyn Clock>) -> Self {
        Arc::make_mut(&mut self.0).clock = clock;
        self
    }

    /// Begins a call. The path is a template as OpenAPI has it: `/users/{id}/token`.
    pub fn call(&self, method: Method, path: &str) -> Call {
        Call::new(self.clone(), method, path)
    }

    /// The base address.
    pub fn base(&self) -> &BaseUrl {
        &self.0.base
    }

    /// The transport.
    pub fn transport(&self) -> &Arc<dyn HttpTransport> {
        &self.0.transport
    }

    /// The options that calls start from.
    pub fn options(&self) -> &CallOptions {
        &self.0.options
    }

    /// The clock.
    pub fn clock(&self) -> &Arc<dyn Clock> {
        &self.0.clock
    }
}

impl fmt::Debug for Api {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Api").field("base", &self.0.base.as_str()).finish_non_exhaustive()
    }
}
