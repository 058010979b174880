//! A schema as flat facts, whichever of the shapes of `openapiv3::SchemaKind` it was read into.

use openapiv3::{AdditionalProperties, AnySchema, ReferenceOr, Schema, SchemaKind, StringType, Type};

use super::{Kind, Place, Reading, json};
use crate::diagnostic::{Code, Diagnostic, quoted};
use crate::document::Node;
use crate::model::Constraints;

/// The types of JSON.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::model) enum Primitive {
    /// Text.
    String,
    /// A whole number.
    Integer,
    /// Any number.
    Number,
    /// True or false.
    Boolean,
    /// A list.
    Array,
    /// An object.
    Object,
}

/// What `additionalProperties` says.
#[derive(Clone, Debug)]
pub(in crate::model) enum Additional<'a> {
    /// Nothing, or that there are none.
    None,
    /// That there may be any.
    Any,
    /// Their schema.
    Of(Place<'a>),
}

/// What one schema object says by itself; `allOf`, `oneOf` and children are places yet to be read.
#[derive(Clone, Debug)]
pub(in crate::model) struct Facts<'a> {
    pub(in crate::model) place: Place<'a>,
    pub(in crate::model) ty: Option<Primitive>,
    pub(in crate::model) format: Option<String>,
    pub(in crate::model) title: Option<String>,
    pub(in crate::model) docs: Option<String>,
    pub(in crate::model) nullable: bool,
    pub(in crate::model) deprecated: bool,
    pub(in crate::model) default: Option<String>,
    pub(in crate::model) example: Option<&'a Node>,
    pub(in crate::model) constraints: Constraints,
    pub(in crate::model) properties: Vec<(String, Place<'a>)>,
    pub(in crate::model) required: Vec<String>,
    pub(in crate::model) additional: Additional<'a>,
    pub(in crate::model) items: Option<Place<'a>>,
    pub(in crate::model) all_of: Vec<Place<'a>>,
    pub(in crate::model) one_of: Vec<Place<'a>>,
    pub(in crate::model) discriminator: Option<(String, Vec<(String, String)>)>,
}

/// A note that a reference is passed over: what it means depends on the way that led there, or it leads nowhere.
fn unfollowed(reading: &Reading<'_>, reference: &Node) {
    let text = reference.as_str().unwrap_or_default();
    let message =
        format!("the `$dynamicRef` {} is not followed: no anchor or more than one has this name", quoted(text));
    let help = "what it stands for is anything at all; where one schema is meant, name it by `$ref` in an overlay";
    reading.report(Diagnostic::note(Code::LeftOut, message, help).at(reference.span()));
}

/// The facts of a schema that was read from `place`.
pub(super) fn facts<'a>(reading: &Reading<'a>, place: &Place<'a>, schema: Schema) -> Facts<'a> {
    if let Some(reference) = place.node.get("$dynamicRef").filter(|target| target.as_str().is_some()) {
        unfollowed(reading, reference);
    }
    let data = schema.schema_data;
    let any = flat(schema.schema_kind);
    Facts {
        ty: any.typ.as_deref().and_then(primitive),
        format: any.format,
        title: data.title,
        docs: data.description.filter(|docs| !docs.trim().is_empty()),
        nullable: data.nullable || (any.typ.is_none() && lists_null(place)),
        deprecated: data.deprecated,
        default: place.get("default").map(|default| json(default.node)),
        example: example(place),
        constraints: constraints(place, any.pattern, any.min_length, any.max_length, any.unique_items),
        properties: any
            .properties
            .iter()
            .filter_map(|(name, child)| Some((name.clone(), reading.locate(child)?)))
            .collect(),
        required: any.required,
        additional: additional(reading, any.additional_properties.as_ref()),
        items: any.items.as_ref().and_then(|items| reading.locate(items)),
        all_of: places(reading, &any.all_of),
        one_of: [places(reading, &any.one_of), places(reading, &any.any_of)].concat(),
        discriminator: data.discriminator.map(|it| (it.property_name, it.mapping.into_iter().collect())),
        place: place.clone(),
    }
}

fn places<'a>(reading: &Reading<'a>, references: &[ReferenceOr<Schema>]) -> Vec<Place<'a>> {
    references.iter().filter_map(|reference| reading.locate(reference)).collect()
}

fn additional<'a>(reading: &Reading<'a>, additional: Option<&AdditionalProperties>) -> Additional<'a> {
    match additional {
        None | Some(AdditionalProperties::Any(false)) => Additional::None,
        Some(AdditionalProperties::Any(true)) => Additional::Any,
        Some(AdditionalProperties::Schema(schema)) => {
            let place = reading.locate(schema).and_then(|place| reading.resolve(place, Kind::Schema));
            match place {
                Some(place) if !place.node.entries().is_empty() => Additional::Of(place),
                _ => Additional::Any,
            }
        }
    }
}

fn primitive(name: &str) -> Option<Primitive> {
    match name {
        "string" => Some(Primitive::String),
        "integer" => Some(Primitive::Integer),
        "number" => Some(Primitive::Number),
        "boolean" => Some(Primitive::Boolean),
        "array" => Some(Primitive::Array),
        "object" => Some(Primitive::Object),
        _ => None,
    }
}

fn flat(kind: SchemaKind) -> AnySchema {
    match kind {
        SchemaKind::Type(ty) => typed(ty),
        SchemaKind::OneOf { one_of } => AnySchema { one_of, ..AnySchema::default() },
        SchemaKind::AllOf { all_of } => AnySchema { all_of, ..AnySchema::default() },
        SchemaKind::AnyOf { any_of } => AnySchema { any_of, ..AnySchema::default() },
        SchemaKind::Not { .. } => AnySchema::default(),
        SchemaKind::Any(any) => any,
    }
}

fn typed(ty: Type) -> AnySchema {
    let named = |name: &str| AnySchema { typ: Some(name.to_owned()), ..AnySchema::default() };
    match ty {
        Type::String(StringType { pattern, min_length, max_length, format, .. }) => {
            AnySchema { pattern, min_length, max_length, format: spelled(&format), ..named("string") }
        }
        Type::Number(number) => AnySchema { format: spelled(&number.format), ..named("number") },
        Type::Integer(integer) => AnySchema { format: spelled(&integer.format), ..named("integer") },
        Type::Boolean(_) => named("boolean"),
        Type::Array(array) => {
            AnySchema { items: array.items, unique_items: Some(array.unique_items), ..named("array") }
        }
        Type::Object(object) => AnySchema {
            properties: object.properties,
            required: object.required,
            additional_properties: object.additional_properties,
            ..named("object")
        },
    }
}

/// A format as the document spells it.
fn spelled<T: serde::Serialize>(format: &openapiv3::VariantOrUnknownOrEmpty<T>) -> Option<String> {
    match format {
        openapiv3::VariantOrUnknownOrEmpty::Item(item) => {
            serde_json::to_value(item).ok().and_then(|value| value.as_str().map(str::to_owned))
        }
        openapiv3::VariantOrUnknownOrEmpty::Unknown(text) => Some(text.clone()),
        openapiv3::VariantOrUnknownOrEmpty::Empty => None,
    }
}

/// The example: `example`, else the first of a list of `examples`.
fn example<'a>(place: &Place<'a>) -> Option<&'a Node> {
    place.node.get("example").or_else(|| place.node.get("examples").and_then(|examples| examples.items().first()))
}

fn constraints(
    place: &Place<'_>,
    pattern: Option<String>,
    min_length: Option<usize>,
    max_length: Option<usize>,
    unique_items: Option<bool>,
) -> Constraints {
    let number = |key: &str| place.node.get(key).filter(|node| node.as_f64().is_some()).and_then(Node::as_str);
    Constraints {
        min_length: min_length.and_then(|length| u64::try_from(length).ok()),
        max_length: max_length.and_then(|length| u64::try_from(length).ok()),
        pattern,
        minimum: number("minimum").map(str::to_owned),
        maximum: number("maximum").map(str::to_owned),
        values: place.get("enum").map(|values| enumerated(&values)).unwrap_or_default(),
        min_items: place.node.get("minItems").and_then(Node::as_i64).and_then(|number| u64::try_from(number).ok()),
        unique_items: unique_items.unwrap_or_default(),
    }
}

/// Whether null is among the values that are listed.
fn lists_null(place: &Place<'_>) -> bool {
    place.node.get("enum").is_some_and(|values| values.items().iter().any(Node::is_null))
}

fn enumerated(values: &Place<'_>) -> Vec<String> {
    let mut texts: Vec<String> = Vec::new();
    for text in values.items().filter_map(|value| value.node.as_str()) {
        if !texts.iter().any(|known| known == text) {
            texts.push(text.to_owned());
        }
    }
    texts
}
