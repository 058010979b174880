//! Rust expressions for the bodies and parameters that the examples send. Secrets come from the environment.

use std::collections::BTreeSet;

use serde_json::Value;

use super::super::Context;
use super::super::fragment::{Ident, StrLit};
use super::super::models::has_constructor;
use super::super::naming::{Case, spell};
use crate::model::{Constraints, Field, FieldPath, Given, Input, Place, Presence, Step, TypeKind, TypeRef};
use crate::text::looks_secret;

/// Deeper than this, values are left empty where the type allows it.
const DEEP: usize = 4;
/// Most values of one expression: types that share parts multiply.
const LARGE: usize = 100;

/// Writes expressions and remembers what they use.
pub(super) struct Values<'a> {
    cx: &'a Context<'a>,
    /// The step of the lifecycle that the operation is, where it is one: says what its inputs are given.
    step: Option<&'a Step>,
    /// Models that are named.
    pub(super) models: BTreeSet<String>,
    /// Items of the runtime that are named, such as `env` or `json::Json`.
    pub(super) runtime: BTreeSet<&'static str>,
    /// Values that the expression may still hold.
    room: usize,
}

impl<'a> Values<'a> {
    pub(super) fn new(cx: &'a Context<'a>, operation: usize) -> Self {
        let lifecycle = cx.provider.lifecycle.as_ref();
        let steps = lifecycle.into_iter().flat_map(|l| [Some(&l.issue), l.refresh.as_ref(), l.revoke.as_ref()]);
        let step = steps.flatten().find(|step| step.operation == operation);
        Self { cx, step, models: BTreeSet::new(), runtime: BTreeSet::new(), room: LARGE }
    }

    /// The body of the operation; none where it is too large for an example.
    pub(super) fn body(&mut self, ty: &TypeRef, indent: usize) -> Option<String> {
        let field = Field { ty: ty.clone(), ..bare("body", true) };
        self.within(|values| values.required(&field, &[], None, indent))
    }

    /// An expression that is not too large, and what it uses; without one, nothing is used.
    fn within(&mut self, write: impl FnOnce(&mut Self) -> String) -> Option<String> {
        let (models, runtime) = (self.models.clone(), self.runtime.clone());
        self.room = LARGE;
        let text = write(self);
        if self.room > 0 {
            return Some(text);
        }
        (self.models, self.runtime) = (models, runtime);
        None
    }

    /// The struct of what goes outside the body; none where it is too large for an example.
    pub(super) fn params(&mut self, operation: usize, indent: usize) -> Option<String> {
        self.within(|values| values.arguments(operation, indent))
    }

    fn arguments(&mut self, operation: usize, indent: usize) -> String {
        let operations = self.cx.provider.operations.get(operation).zip(self.cx.names.operations.get(operation));
        let Some((operation, names)) = operations else { return String::new() };
        let fields: Vec<&Field> = operation.params.iter().map(|param| &param.field).collect();
        let places: Vec<Option<Place>> = operation.params.iter().map(|param| Some(param.place)).collect();
        let members: Vec<&str> = names.params.iter().map(Ident::as_str).collect();
        let object = Object { name: names.params_type.as_str(), fields, members, places, open: false, outer: None };
        self.object(&object, &[], indent)
    }

    /// A secret that the caller has, read from the environment.
    pub(super) fn secret(&mut self, label: &str) -> String {
        self.runtime.insert("env");
        format!("env::secret({})?", StrLit::new(&self.variable(label)))
    }

    /// A name that the caller has, read from the environment.
    pub(super) fn plain(&mut self, label: &str) -> String {
        self.runtime.insert("env");
        format!("env::text({})?", StrLit::new(&self.variable(label)))
    }

    fn variable(&self, label: &str) -> String {
        spell(&format!("{} {label}", self.cx.provider.name), Case::Shouty)
    }

    /// What the lifecycle gives this input: an expression of text.
    fn given(&mut self, path: &[String], place: Option<Place>, secret: bool) -> Option<String> {
        let input = match place {
            Some(place) => Input::Param { place, name: path.last()?.clone() },
            None => Input::Body(FieldPath(path.to_vec())),
        };
        let (_, given) = self.step?.values.iter().find(|(at, _)| *at == input)?;
        match given {
            Given::Fixed(text) if secret => Some(format!("{}.into()", StrLit::new(text))),
            Given::Fixed(text) => Some(format!("{}.to_owned()", StrLit::new(text))),
            Given::Json(_) => None,
            Given::Credential(index) => {
                let credential = self.cx.provider.lifecycle.as_ref()?.credentials.get(*index)?;
                self.runtime.insert("env");
                let read = if secret { "secret" } else { "text" };
                Some(format!("env::{read}({})?", StrLit::new(&credential.env)))
            }
            Given::Token(kind) => Some(self.secret(match kind {
                crate::model::TokenKind::Access => "access_token",
                crate::model::TokenKind::Refresh => "refresh_token",
            })),
        }
    }

    /// A value that is there, in the type with the id `outer`.
    fn required(&mut self, field: &Field, path: &[String], outer: Option<&str>, indent: usize) -> String {
        self.room = self.room.saturating_sub(1);
        if self.room == 0 {
            return String::new();
        }
        match self.cx.graph.resolve(&field.ty) {
            TypeRef::String { .. } => self.text(field, path, None),
            TypeRef::Integer => number(field, "0", |value| value.as_i64().map(|number| number.to_string())),
            TypeRef::Number => number(field, "0.0", |value| value.as_f64().map(|number| format!("{number:?}"))),
            TypeRef::Boolean => number(field, "true", |value| value.as_bool().map(|value| value.to_string())),
            TypeRef::Array(_) => "Vec::new()".to_owned(),
            TypeRef::Map(_) => "std::collections::BTreeMap::new()".to_owned(),
            TypeRef::Any => {
                self.runtime.insert("json::Json");
                "Json::Null".to_owned()
            }
            TypeRef::Bytes => {
                self.runtime.insert("Bytes");
                "Bytes::new()".to_owned()
            }
            TypeRef::Named(id) => {
                let value = self.named(&id, path, indent);
                let boxed = outer.is_some_and(|outer| self.cx.graph.is_endless(outer, &id));
                if boxed { format!("Box::new({value})") } else { value }
            }
        }
    }

    fn text(&mut self, field: &Field, path: &[String], place: Option<Place>) -> String {
        if let Some(given) = self.given(path, place, field.secret) {
            return given;
        }
        if field.secret {
            return self.secret(&field.wire);
        }
        let first = field.constraints.values.first().cloned();
        let example = field.example.as_deref().and_then(|text| serde_json::from_str::<String>(text).ok());
        match first.or(example).filter(|text| !looks_secret(text) && text.len() <= 60 && !text.is_empty()) {
            Some(text) => format!("{}.to_owned()", StrLit::new(&text)),
            None => self.plain(&field.wire),
        }
    }

    fn named(&mut self, id: &str, path: &[String], indent: usize) -> String {
        let (Some(def), Some(names)) = (self.cx.graph.get(id), self.cx.names.ty(id)) else {
            self.runtime.insert("json::Json");
            return "Json::Null".to_owned();
        };
        let name = names.name.as_str();
        self.models.insert(name.to_owned());
        match &def.kind {
            TypeKind::Object { fields, additional } => {
                let members = names.members.iter().map(Ident::as_str).collect();
                let (fields, places) = (fields.iter().collect(), vec![None; fields.len()]);
                let object = Object { name, fields, members, places, open: additional.is_some(), outer: Some(id) };
                self.object(&object, path, indent)
            }
            TypeKind::Enum { .. } => match names.members.first() {
                Some(member) => format!("{name}::{member}"),
                None => format!("{name}::from(\"\")"),
            },
            TypeKind::OneOf { variants, .. } => match variants.first().zip(names.members.first()) {
                Some((variant, member)) if path.len() < DEEP => {
                    let field = Field { ty: variant.ty.clone(), ..bare("token", true) };
                    let value = self.required(&field, path, None, indent);
                    let boxed = matches!(self.cx.graph.resolve(&variant.ty), TypeRef::Named(_));
                    if boxed {
                        format!("{name}::{member}(Box::new({value}))")
                    } else {
                        format!("{name}::{member}({value})")
                    }
                }
                _ => {
                    self.runtime.insert("json::Json");
                    format!("{name}::Unknown(Json::Null)")
                }
            },
            TypeKind::Alias(_) => "Json::Null".to_owned(),
        }
    }

    fn object(&mut self, object: &Object<'_>, path: &[String], indent: usize) -> String {
        self.models.insert(object.name.to_owned());
        let required = object.fields.iter().filter(|field| field.presence == Presence::Required).count();
        let mut set: Vec<(String, String)> = Vec::new();
        let mut arguments = Vec::new();
        for ((field, member), place) in object.fields.iter().zip(&object.members).zip(&object.places) {
            let mut path = path.to_vec();
            path.push(field.wire.clone());
            let must = field.presence == Presence::Required;
            if !must && !self.is_given(&path, *place) {
                continue;
            }
            let value = match self.cx.graph.resolve(&field.ty) {
                TypeRef::String { .. } => self.text(field, &path, *place),
                _ => self.required(field, &path, object.outer, indent + 1),
            };
            if must && has_constructor(required) {
                arguments.push(value);
            } else if must {
                set.push(((*member).to_owned(), value));
            } else {
                set.push(((*member).to_owned(), format!("Some({value})")));
            }
        }
        let base = match required {
            0 if object.fields.is_empty() && !object.open => return format!("{} {{}}", object.name),
            0 if object.fields.is_empty() => None,
            0 => Some(format!("{}::default()", object.name)),
            _ if has_constructor(required) => Some(format!("{}::new({})", object.name, listed(&arguments, indent))),
            _ => None,
        };
        if base.is_none() {
            let given: BTreeSet<String> = set.iter().map(|(name, _)| name.clone()).collect();
            let rest = object.members.iter().filter(|member| !given.contains(**member));
            set.extend(rest.map(|member| ((*member).to_owned(), "None".to_owned())));
            set.extend(object.open.then(|| ("additional".to_owned(), "std::collections::BTreeMap::new()".to_owned())));
        }
        literal(object.name, &set, base.as_deref(), indent)
    }

    /// Whether the lifecycle sends something here though the document calls it optional.
    fn is_given(&self, path: &[String], place: Option<Place>) -> bool {
        let Some(step) = self.step else { return false };
        let mut sent = step.values.iter().filter(|(_, given)| !matches!(given, Given::Json(json) if json == "null"));
        sent.any(|(input, _)| match (input, place) {
            (Input::Body(at), None) => at.0.starts_with(path),
            (Input::Param { place: at, name }, Some(place)) => *at == place && path.last() == Some(name),
            _ => false,
        })
    }
}

/// A struct of `models`.
struct Object<'a> {
    name: &'a str,
    fields: Vec<&'a Field>,
    members: Vec<&'a str>,
    places: Vec<Option<Place>>,
    open: bool,
    outer: Option<&'a str>,
}

/// Arguments, on lines of their own where they are long.
fn listed(arguments: &[String], indent: usize) -> String {
    const LONGEST: usize = 90;
    let line = arguments.join(", ");
    if line.len() <= LONGEST {
        return line;
    }
    let pad = "    ".repeat(indent + 1);
    let mut out = "\n".to_owned();
    for argument in arguments {
        out.extend([pad.as_str(), argument, ",\n"]);
    }
    out + &"    ".repeat(indent)
}

fn literal(name: &str, set: &[(String, String)], base: Option<&str>, indent: usize) -> String {
    if let (Some(base), []) = (base, set) {
        return base.to_owned();
    }
    let field =
        |(name, value): &(String, String)| if name == value { name.clone() } else { format!("{name}: {value}") };
    if let ([only], None) = (set, base) {
        return format!("{name} {{ {} }}", field(only));
    }
    let pad = "    ".repeat(indent + 1);
    let mut out = format!("{name} {{\n");
    for one in set {
        out.extend([pad.as_str(), &field(one), ",\n"]);
    }
    if let Some(base) = base {
        out.extend([pad.as_str(), "..", base, "\n"]);
    }
    out.extend([&"    ".repeat(indent), "}"]);
    out
}

fn number(field: &Field, other: &str, read: impl Fn(&Value) -> Option<String>) -> String {
    let texts = [field.example.as_deref(), field.default.as_deref()];
    let mut values = texts.into_iter().flatten().filter_map(|text| serde_json::from_str(text).ok());
    values.find_map(|value| read(&value)).unwrap_or_else(|| other.to_owned())
}

/// A field of which nothing is known.
fn bare(wire: &str, secret: bool) -> Field {
    Field {
        wire: wire.to_owned(),
        ty: TypeRef::Any,
        presence: Presence::Required,
        secret,
        docs: None,
        default: None,
        example: None,
        constraints: Constraints::default(),
        deprecated: false,
        at: crate::model::At::default(),
    }
}
