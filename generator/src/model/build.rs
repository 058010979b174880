//! From the selected part of a document to a [`Provider`].

use std::collections::BTreeMap;

use super::alternatives::alternatives;
use super::extension::{RootMark, Said, unread};
use super::operations::{self, Read};
use super::read::Reading;
use super::schema::{Types, drop_unused_lists, loosen, mark_secrets};
use super::schemes::{Around, requirements, schemes};
use super::servers::servers;
use super::{Provenance, Provider, env, homes, infer};
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::select::Selection;

/// What is known of a document besides its content.
#[derive(Clone, Copy, Debug, Default)]
pub struct Origin<'o> {
    /// The file's name; its folder is not kept.
    pub file: &'o str,
    /// The version of OpenAPI or Swagger that it was written in.
    pub openapi: &'o str,
    /// SHA-256 of the file, hexadecimal.
    pub sha256: &'o str,
    /// The provider's name, where the user gives one.
    pub name: Option<&'o str>,
    /// Every `x-authwright` of the document and its overlays, to tell those that nobody reads.
    pub said: &'o [Said],
    /// How many overlays were applied: their files come after the document's own.
    pub overlays: usize,
    /// What earlier stages found. With an error in it no provider comes of it, but what else is wrong is said in the same run.
    pub found: &'o [Diagnostic],
}

/// A provider, and what was doubtful on the way.
#[derive(Clone, Debug)]
pub struct Built {
    /// The provider.
    pub provider: Provider,
    /// Warnings and notes.
    pub findings: Diagnostics,
}

/// Builds the model of what was selected, or says everything that is wrong with it.
pub fn build(selection: &Selection, origin: &Origin<'_>) -> Result<Built, Diagnostics> {
    let reading = Reading::new(&selection.closure, origin.found, origin.overlays);
    let provider = assemble(&reading, selection, origin);
    let whole = !reading.is_broken();
    let (mut findings, read) = reading.finish();
    findings.extend(unread(origin.said, &read, whole));
    if whole { Ok(Built { provider, findings }) } else { Err(findings) }
}

fn assemble(reading: &Reading<'_>, selection: &Selection, origin: &Origin<'_>) -> Provider {
    let root = reading.root();
    let mark = RootMark::read(reading);
    let info = |key: &str| root.get("info")?.get(key)?.node.as_str().map(str::to_owned);
    let title = info("title").unwrap_or_default();
    let name = env::provider(origin.name.or(mark.name.as_deref()), origin.file, &title);
    reading.note_name(&name);
    let mut servers = servers(reading, &root);
    let mut schemes = schemes(reading, Around { provider: &name, servers: &servers }, selection);
    let mut types = Types::new(reading);
    let mut read: Vec<Read> = selection
        .operations
        .iter()
        .filter_map(|found| operations::operation(reading, &mut types, &schemes, found))
        .collect();
    homes::settle(reading, &mut servers, &mut read);
    let conflicts = std::mem::take(&mut types.conflicts);
    let marks = std::mem::take(&mut types.marks);
    let mut types = types.finish();
    loosen(reading, &mut types);
    let (mut operations, operation_marks): (Vec<_>, Vec<_>) =
        read.into_iter().map(|read| (read.operation, read.mark)).unzip();
    let overruled: BTreeMap<String, bool> =
        marks.iter().filter_map(|(pointer, mark)| Some((pointer.clone(), mark.is_secret()?))).collect();
    mark_secrets(&mut operations, &mut types, &overruled);
    drop_unused_lists(&operations, &mut types);
    let security = requirements(reading, &root, &schemes).unwrap_or_default();
    let alternatives = alternatives(reading, &schemes, &selection.required);
    let about = info("description").unwrap_or_default();
    infer::link(&mut schemes, &operations, &servers);
    let known = infer::Known {
        name: &name,
        about: &about,
        taken: &selection.taken,
        operations: &[],
        types: &types,
        schemes: &schemes,
        security: &security,
        operation_marks: &operation_marks,
        marks: &marks,
        root: &mark,
        conflicts: &conflicts,
    };
    infer::open(reading, &known, &mut operations);
    let known = infer::Known { operations: &operations, ..known };
    let lifecycle = infer::lifecycle(reading, &known);
    // One that concerns the token itself has been reported as an error by now.
    if !reading.is_broken() {
        for conflict in conflicts.into_values() {
            reading.report(conflict);
        }
    }
    Provider {
        version: info("version").unwrap_or_default(),
        description: info("description").filter(|text| !text.trim().is_empty()),
        servers,
        schemes,
        security,
        alternatives,
        operations,
        types,
        lifecycle,
        source: Provenance {
            file: origin.file.rsplit(['/', '\\']).next().unwrap_or_default().to_owned(),
            openapi: origin.openapi.to_owned(),
            sha256: origin.sha256.to_owned(),
            left_out: selection.left_out.len(),
        },
        name,
        title,
    }
}
