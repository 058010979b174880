//! Typed calls: what generated methods are made of.

mod api;
mod body;
mod coding;
mod echo;
mod exchange;
mod form;
mod media;
mod multipart;
mod page;
mod param;
mod reply;
mod request;
mod response;
pub mod style;
mod unexpected;
mod url;

pub use api::Api;
pub(crate) use exchange::exchange;
pub use form::{Form, ToForm};
pub use reply::Reply;
pub use request::Call;
pub use response::Response;
pub use unexpected::UnexpectedReply;

/// A path's parameters by name, not encoded.
type PathValues = Vec<(String, zeroize::Zeroizing<String>)>;
