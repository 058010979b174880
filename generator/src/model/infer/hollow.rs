//! What a body must have although nobody is asked for anything in it: objects whose fields may all be left out, and lists of objects.

use super::Known;
use super::flat::{DEEPEST, flat};
use crate::model::{
    Body, Credential, Field, FieldPath, Given, Input, MediaType, Operation, Presence, TypeKind, TypeRef, Variant,
};

/// How many fields of one body are looked at: objects within objects multiply.
const VISITS: usize = 2000;

/// Gives each of them its default, else an empty one where the document allows that, else what the user writes as JSON, which
/// is `required` where the step cannot do without.
pub(super) fn fill(
    known: &Known<'_>,
    operation: &Operation,
    values: &mut Vec<(Input, Given)>,
    credentials: &mut Vec<Credential>,
    required: bool,
) {
    if let Some(body) = &operation.body {
        Filling { known, body, values, credentials, required, left: VISITS }.within(&body.ty, &[]);
    }
}

struct Filling<'f, 'k> {
    known: &'f Known<'k>,
    body: &'f Body,
    values: &'f mut Vec<(Input, Given)>,
    credentials: &'f mut Vec<Credential>,
    required: bool,
    /// How many fields may still be looked at.
    left: usize,
}

impl Filling<'_, '_> {
    /// The fields of what stands at `path`.
    fn within(&mut self, ty: &TypeRef, path: &[String]) {
        let TypeRef::Named(id) = ty else { return };
        let known = self.known;
        match known.type_of(id).map(|def| &def.kind) {
            Some(TypeKind::Object { fields, .. }) if path.len() < DEEPEST => {
                for field in fields {
                    let path = [path, std::slice::from_ref(&field.wire)].concat();
                    if is_there(field) || self.holds(&path) {
                        self.field(field, &path);
                    }
                }
            }
            Some(TypeKind::OneOf { variants, .. }) => {
                if let Some(chosen) = variants.iter().find(|variant| self.is_chosen(variant, path)) {
                    self.within(&chosen.ty, path);
                }
            }
            Some(TypeKind::Alias(inner)) => self.within(inner, path),
            _ => {}
        }
    }

    fn field(&mut self, field: &Field, path: &[String]) {
        let Some(left) = self.left.checked_sub(1) else { return };
        self.left = left;
        let begun = self.holds(path);
        let Some(shape) = self.shape(&field.ty).filter(|_| !begun || !self.is_given(path)) else { return };
        let default = field.default.clone().filter(|json| !begun && json.starts_with(['[', '{']));
        match shape {
            _ if default.is_some() => self.give(path, default),
            _ if field.presence == Presence::OrNull && !begun => self.give(path, Some("null".to_owned())),
            Shape::List if field.constraints.min_items.unwrap_or_default() == 0 => {
                self.give(path, Some("[]".to_owned()));
            }
            Shape::List => self.ask(field, path),
            Shape::OneOf if !begun => self.ask(field, path),
            Shape::OneOf => self.within(&field.ty, path),
            Shape::Object => {
                self.within(&field.ty, path);
                if !self.holds(path) && self.may_be_empty(&field.ty) {
                    self.give(path, Some("{}".to_owned()));
                }
            }
        }
    }

    /// What a type is that is no value of its own; none where it is one, which is asked for elsewhere.
    fn shape(&self, ty: &TypeRef) -> Option<Shape> {
        match ty {
            TypeRef::Array(item) => self.shape(item).map(|_| Shape::List),
            TypeRef::Named(id) => match &self.known.type_of(id)?.kind {
                TypeKind::Object { .. } => Some(Shape::Object),
                TypeKind::OneOf { .. } => Some(Shape::OneOf),
                // What has another name contains itself.
                TypeKind::Alias(TypeRef::Array(_)) => Some(Shape::List),
                TypeKind::Alias(_) | TypeKind::Enum { .. } => None,
            },
            _ => None,
        }
    }

    /// Whether an object has no field that must be there.
    fn may_be_empty(&self, ty: &TypeRef) -> bool {
        self.fields(ty).is_some_and(|fields| !fields.iter().any(is_there))
    }

    fn fields(&self, ty: &TypeRef) -> Option<&[Field]> {
        let TypeRef::Named(id) = ty else { return None };
        match &self.known.type_of(id)?.kind {
            TypeKind::Object { fields, .. } => Some(fields),
            _ => None,
        }
    }

    /// Whether the values are of this alternative: it has some of them, and all that it must have.
    fn is_chosen(&self, variant: &Variant, path: &[String]) -> bool {
        let at = |name: &String| self.holds(&[path, std::slice::from_ref(name)].concat());
        let fields = self.fields(&variant.ty).unwrap_or_default();
        let hollow = |name: &String| fields.iter().any(|it| it.wire == *name && self.shape(&it.ty).is_some());
        variant.required.iter().any(at) && variant.required.iter().all(|name| at(name) || hollow(name))
    }

    /// Whether the very value at the path is given.
    fn is_given(&self, path: &[String]) -> bool {
        self.values.iter().any(|(input, _)| matches!(input, Input::Body(FieldPath(at)) if at == path))
    }

    /// Whether anything is given at the path or below it.
    fn holds(&self, path: &[String]) -> bool {
        self.values.iter().any(|(input, _)| matches!(input, Input::Body(FieldPath(at)) if at.starts_with(path)))
    }

    /// In a form what is empty is nothing at all.
    fn give(&mut self, path: &[String], json: Option<String>) {
        let empty = matches!(json.as_deref(), Some("[]" | "{}" | "null"));
        let json = json.filter(|_| !empty || matches!(self.body.media, MediaType::Json(_)));
        self.values.extend(json.map(|json| (Input::Body(FieldPath(path.to_vec())), Given::Json(json))));
    }

    fn ask(&mut self, field: &Field, path: &[String]) {
        let input = Input::Body(FieldPath(path.to_vec()));
        let secret = field.secret || flat(self.known, &field.ty).iter().any(|flat| flat.field.secret);
        self.values.push((input.clone(), Given::Credential(self.credentials.len())));
        self.credentials.push(Credential { input, env: String::new(), secret, required: self.required });
    }
}

fn is_there(field: &Field) -> bool {
    matches!(field.presence, Presence::Required | Presence::OrNull)
}

/// What holds values and is none.
#[derive(Clone, Copy, Debug)]
enum Shape {
    /// A list of such.
    List,
    /// One of several.
    OneOf,
    /// An object with fields of its own.
    Object,
}
