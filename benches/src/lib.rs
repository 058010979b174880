//! Measures Authwright beside its peers: the same endpoint, the same machine, the same run.

pub mod endpoint;
pub mod measure;
pub mod ours;
pub mod page;
#[cfg(feature = "peers")]
pub mod peers;
pub mod places;
pub mod process;
pub mod subject;
pub mod synthetic;
