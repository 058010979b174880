//! Fragments reach a template as safe strings; everything else meets an escape function that fails.

use serde::{Serialize, Serializer};
use tera::Value;

use crate::report::HtmlText;
use crate::view::fragment::{
    CodeBlock, CodeSpan, DocText, Expr, FileName, Ident, MarkdownText, ModuleDoc, PackageName, StrLit, TomlStr,
    TypeExpr,
};

macro_rules! safe {
    ($($fragment:ty),* $(,)?) => {$(
        impl Serialize for $fragment {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                Value::safe_string(self.as_str()).serialize(serializer)
            }
        }
    )*};
}

safe!(
    CodeBlock,
    CodeSpan,
    DocText,
    Expr,
    FileName,
    HtmlText,
    Ident,
    MarkdownText,
    ModuleDoc,
    PackageName,
    StrLit,
    TomlStr,
    TypeExpr
);
