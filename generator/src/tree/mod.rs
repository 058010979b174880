//! `tree`: the files of a generated crate, compared with what is on disk and written there. The only writer.

mod disk;
mod error;
mod files;
mod lock;
mod mark;
mod previous;
mod write;

pub use disk::{Difference, Kind};
pub use error::TreeError;
pub use files::Tree;
pub(crate) use mark::{COPIED, WRITTEN};
pub use previous::{CHANGELOG, SURFACE, previous};
pub use write::Outcome;
