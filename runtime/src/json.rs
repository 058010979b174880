//! JSON without derive: a value tree that refuses duplicate keys and wipes every string it held.

mod error;
mod escape;
mod from;
mod number;
mod object;
mod parse;
mod plain;
mod to;
mod value;
mod write;

pub use error::JsonError;
pub use from::FromJson;
pub use number::Number;
pub use object::Object;
pub use parse::parse;
pub use plain::{list, scalar, value};
pub use to::ToJson;
pub use value::Json;
pub use write::write;
