//! Authwright reads an OpenAPI document and writes the Rust crate that keeps a program signed in.

pub mod diagnostic;
pub mod document;
pub mod model;
pub mod select;
pub mod render;
pub mod view;
