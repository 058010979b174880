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

    /// The same for another base address: calls of operations that have servers of their own.
    #[must_use]
    pub fn at(&self, base: BaseUrl) -> Self {
        let mut other = self.clone();
        Arc::make_mut(&mut other.0).base = base;
        other
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

#[cfg(test)]
mod tests {
    use std::sync::Mutex;

    use bytes::Bytes;
    use http::{Request, Response};

    use super::*;
    use crate::block_on;

    #[test]
    fn calls_at_another_place_go_there_by_the_same_way() {
        let seen: Arc<Mutex<Vec<String>>> = Arc::default();
        let kept = Arc::clone(&seen);
        let transport = move |request: Request<Bytes>| {
            kept.lock().unwrap().push(format!("{} {}", request.uri(), request.headers().contains_key("x-app")));
            async move { Ok(Response::new(Bytes::new())) }
        };
        let base = |text| BaseUrl::parse(text).expect("is a base address");
        let options = CallOptions::new().with_header("x-app".parse().unwrap(), "1".parse().unwrap());
        let api = Api::with_transport(base("https://api.example/v1"), Arc::new(transport)).with_options(options);
        let other = api.at(base("https://auth.example/x"));
        for api in [&other, &api] {
            block_on(api.call(Method::POST, "/login").send()).expect("it is answered");
        }
        let seen = seen.lock().unwrap();
        assert_eq!(*seen, ["https://auth.example/x/login true", "https://api.example/v1/login true"]);
    }
}
