//! Sample bodies: what a reply looks like, by the document's own examples where it has them, and never with a secret.

use std::fmt::Write;

use serde_json::Value;

use super::super::Context;
use super::super::fragment::CodeBlock;
use crate::model::{Field, Presence, TypeDef, TypeKind, TypeRef};
use crate::text::looks_secret;

/// Deeper than this, only what must be there is shown.
const DEEP: usize = 4;
/// From this many lines on, nothing more is nested: types that share parts multiply.
const LONG: usize = 300;
/// What stands where a secret would.
const HIDDEN: &str = "…";

/// A sample of a body as JSON. `example` is the document's own, as JSON; `secret` where the body itself is a token.
pub(super) fn json(cx: &Context<'_>, ty: &TypeRef, example: Option<&str>, secret: bool) -> CodeBlock {
    let hint = example.and_then(|text| serde_json::from_str(text).ok());
    let mut writer = Writer { cx, out: String::new(), indent: 0, lines: 0 };
    writer.value(ty, hint.as_ref(), secret, 0);
    CodeBlock::new("json", &writer.out)
}

struct Writer<'a> {
    cx: &'a Context<'a>,
    out: String,
    indent: usize,
    lines: usize,
}

impl Writer<'_> {
    fn value(&mut self, ty: &TypeRef, hint: Option<&Value>, secret: bool, depth: usize) {
        match self.cx.graph.resolve(ty) {
            TypeRef::Named(id) => match self.cx.graph.get(&id) {
                Some(def) => self.named(def, hint, depth),
                None => self.any(hint),
            },
            TypeRef::Array(item) => self.array(&item, hint, secret, depth),
            TypeRef::Map(_) | TypeRef::Any if hint.is_none() => self.out.push_str("{}"),
            TypeRef::Map(_) | TypeRef::Any => self.any(hint),
            _ if secret => self.text(HIDDEN),
            scalar => self.scalar(&scalar, hint),
        }
    }

    fn named(&mut self, def: &TypeDef, hint: Option<&Value>, depth: usize) {
        let own = def.example.as_deref().and_then(|text| serde_json::from_str::<Value>(text).ok());
        let hint = hint.or(own.as_ref());
        match &def.kind {
            TypeKind::Object { fields, .. } => self.object(fields, hint.filter(|hint| hint.is_object()), depth),
            TypeKind::Enum { values } => {
                let value = hint.and_then(Value::as_str).or(values.first().map(String::as_str)).unwrap_or_default();
                self.text(value);
            }
            TypeKind::OneOf { variants, .. } => match variants.first() {
                Some(variant) if depth < DEEP => self.value(&variant.ty, hint, true, depth + 1),
                _ => self.out.push_str("{}"),
            },
            TypeKind::Alias(_) => self.any(hint),
        }
    }

    fn object(&mut self, fields: &[Field], hint: Option<&Value>, depth: usize) {
        let is_shown = |field: &&Field| match hint {
            _ if matches!(field.presence, Presence::Required | Presence::OrNull) => true,
            // The document's own example leaves it out.
            Some(hint) => hint.get(&field.wire).is_some(),
            None => depth < 2,
        };
        let nested = depth < DEEP && (depth == 0 || self.lines < LONG);
        let shown: Vec<&Field> = fields.iter().filter(|_| nested).filter(is_shown).collect();
        if shown.is_empty() {
            return self.out.push_str("{}");
        }
        self.out.push('{');
        self.indent += 1;
        for (index, field) in shown.into_iter().enumerate() {
            if index > 0 {
                self.out.push(',');
            }
            self.line();
            self.text(&field.wire);
            self.out.push_str(": ");
            let own = field.example.as_deref().and_then(|text| serde_json::from_str::<Value>(text).ok());
            let first = field.constraints.values.first().map(|value| Value::String(value.clone()));
            let value = hint.and_then(|hint| hint.get(&field.wire)).or(own.as_ref()).or(first.as_ref());
            self.value(&field.ty, value, field.secret, depth + 1);
        }
        self.indent -= 1;
        self.line();
        self.out.push('}');
    }

    fn array(&mut self, item: &TypeRef, hint: Option<&Value>, secret: bool, depth: usize) {
        if depth >= DEEP {
            return self.out.push_str("[]");
        }
        self.out.push('[');
        self.indent += 1;
        self.line();
        // A list is no level of its own: what its items hold is what one wants to see.
        self.value(item, hint.and_then(|hint| hint.get(0)), secret, depth);
        self.indent -= 1;
        self.line();
        self.out.push(']');
    }

    fn scalar(&mut self, ty: &TypeRef, hint: Option<&Value>) {
        match (ty, hint) {
            (TypeRef::Integer, Some(Value::Number(number))) if !number.is_f64() => {
                self.out.push_str(&number.to_string());
            }
            (TypeRef::Number, Some(Value::Number(number))) => self.out.push_str(&number.to_string()),
            (TypeRef::Boolean, Some(Value::Bool(value))) => self.out.push_str(if *value { "true" } else { "false" }),
            (TypeRef::Integer, _) => self.out.push('0'),
            (TypeRef::Number, _) => self.out.push_str("0.0"),
            (TypeRef::Boolean, _) => self.out.push_str("true"),
            (_, Some(Value::String(text))) => self.text(text),
            (TypeRef::String { format: Some(format) }, _) if format == "date-time" => self.text("2030-01-01T00:00:00Z"),
            (TypeRef::String { format: Some(format) }, _) if format == "uuid" => {
                self.text("00000000-0000-0000-0000-000000000000");
            }
            _ => self.text("text"),
        }
    }

    /// A value that the document has an example for but no type. Names tell nothing about secrets here: text is hidden
    /// where it looks like one.
    fn any(&mut self, hint: Option<&Value>) {
        match hint {
            Some(Value::String(text)) => self.text(text),
            Some(Value::Number(number)) => self.out.push_str(&number.to_string()),
            Some(Value::Bool(value)) => self.out.push_str(if *value { "true" } else { "false" }),
            Some(Value::Null) => self.out.push_str("null"),
            Some(Value::Array(_)) => self.out.push_str("[]"),
            Some(Value::Object(_)) | None => self.out.push_str("{}"),
        }
    }

    fn text(&mut self, text: &str) {
        let text: String = if looks_secret(text) { HIDDEN.into() } else { text.chars().take(200).collect() };
        self.out.push_str(&Value::String(text).to_string());
    }

    fn line(&mut self) {
        self.lines += 1;
        // Writing to a `String` cannot fail.
        let _ = write!(self.out, "\n{:1$}", "", self.indent * 2);
    }
}
