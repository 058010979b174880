//! Authwright reads an OpenAPI document and writes the Rust crate that keeps a program signed in.

pub mod changes;
pub mod diagnostic;
pub mod document;
pub mod init;
pub mod inspect;
pub mod load;
pub mod model;
pub mod normalize;
pub mod parallel;
pub mod pipeline;
pub mod render;
pub mod report;
pub mod select;
pub mod shape;
#[cfg(test)]
mod testing;
pub mod text;
pub mod tree;
pub mod vendor;
pub mod verify;
pub mod view;
pub mod vocabulary;
