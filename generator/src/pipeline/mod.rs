//! The seven stages in a row: a document in, a crate and diagnostics out. Prints nothing and writes nothing.
//!
//! ```no_run
//! use generator::{load::Input, pipeline::{self, Options}};
//!
//! // In a build script: the files of the crate, in memory.
//! let outcome = pipeline::generate(&Input::Path("specs/apivideo.yaml".into()), &Options::default());
//! for problem in &outcome.report.diagnostics {
//!     println!("cargo::warning={}: {}", problem.code.id(), problem.message);
//! }
//! if let Some(made) = outcome.value {
//!     made.tree.write(std::path::Path::new("generated/apivideo"))?;
//! }
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod digest;
mod run;
#[cfg(test)]
mod sent;
#[cfg(test)]
mod tests;
#[cfg(test)]
mod unused;

use std::{path::PathBuf, sync::Arc};

use self::run::{Run, Stopped};
use crate::{
    changes::{self, Release, Surface},
    diagnostic::{Code, Diagnostic, Report, plain},
    document::Document,
    inspect::Inspection,
    load::Input,
    model::{self, Provider, Role},
    normalize,
    parallel::{self, Ahead},
    render::{self, RawFile},
    select::{self, Selection},
    tree::{self, Tree},
    vendor,
    verify::verify,
    view::{Again, CrateView, PagesView, Runtime},
};

/// How a document is read and what is made from it.
#[derive(Clone, Debug)]
pub struct Options {
    /// Overlays, applied in this order, after the one beside the document (`api.overlay.yaml` for `api.yaml`).
    pub overlays: Vec<Input>,
    /// Whether `$ref` may lead into other files of the document's own folder.
    pub allow_refs: bool,
    /// The provider's name, where the document's file name and title do not give a good one.
    pub name: Option<String>,
    /// Where the generated crate finds its runtime.
    pub runtime: Runtime,
    /// Whether a crate that is in `out` keeps the runtime that it has; `runtime` is then for a new one.
    pub keep_runtime: bool,
    /// The folder in which the crates of earlier runs are, each in a folder of its own: their versions are carried on.
    pub out: Option<PathBuf>,
    /// Whether the version and the changelog follow what changed since then.
    pub bump: bool,
}

impl Default for Options {
    fn default() -> Self {
        let runtime = Runtime::Version(env!("CARGO_PKG_VERSION").to_owned());
        Self {
            overlays: Vec::new(),
            allow_refs: false,
            name: None,
            runtime,
            keep_runtime: false,
            out: None,
            bump: true,
        }
    }
}

/// What came of a document, and all that is to be said about it.
#[derive(Clone, Debug)]
pub struct Outcome<T> {
    /// The result; absent exactly where the report has errors.
    pub value: Option<T>,
    /// The diagnostics, in file order.
    pub report: Report,
}

/// A document and what was selected from it.
#[derive(Clone, Debug)]
pub struct Selected {
    /// The document in OpenAPI 3.0 form.
    pub document: Document,
    /// Its auth operations, and what they need.
    pub selection: Selection,
}

/// A document, what was selected from it, and what was understood of that.
#[derive(Clone, Debug)]
pub struct Modelled {
    /// The document in OpenAPI 3.0 form.
    pub document: Document,
    /// Its auth operations, and what they need.
    pub selection: Selection,
    /// How the provider signs a program in.
    pub provider: Provider,
}

/// A crate in memory.
#[derive(Clone, Debug)]
pub struct Generated {
    /// How the provider signs a program in.
    pub provider: Provider,
    /// The package's name.
    pub package: String,
    /// The files.
    pub tree: Tree,
    /// Where it finds its runtime.
    pub runtime: Runtime,
    /// Its version, and what changed since the one before.
    pub release: Release,
}

/// Stages `load` and `normalize`.
pub fn read(spec: &Input, options: &Options) -> Outcome<Document> {
    Run::through(spec, options, |run| Ok(run.document.clone()))
}

/// Stages `load` to `select`.
pub fn select(spec: &Input, options: &Options) -> Outcome<Selected> {
    Run::through(spec, options, |run| {
        let selection = selected(run);
        Ok(Selected { document: run.document.clone(), selection })
    })
}

/// Stages `load` to `model`.
pub fn model(spec: &Input, options: &Options) -> Outcome<Modelled> {
    Run::through(spec, options, |run| {
        let selection = selected(run);
        let provider = modelled(run, &selection, options)?;
        Ok(Modelled { document: run.document.clone(), selection, provider })
    })
}

/// Stages `load` to `model`, as far as they come: what was recognised is shown even where no client can be made of it.
pub fn inspect(spec: &Input, options: &Options) -> (Option<Inspection>, Report) {
    let mut inspection = None;
    let outcome = Run::through(spec, options, |run| {
        let (selection, found) = select::select(&run.document);
        run.note(found);
        let provider = modelled(run, &selection, options).ok();
        inspection = Some(Inspection::new(&run.document, &selection, provider.as_ref()));
        Ok(())
    });
    (inspection, outcome.report)
}

/// All seven stages: `load`, `normalize`, `select`, `model`, `view`, `render`, `verify`.
pub fn generate(spec: &Input, options: &Options) -> Outcome<Generated> {
    // What does not depend on the document is made ready beside it.
    parallel::beside(|| {
        select::prepare();
        render::prepare();
    });
    Run::through(spec, options, |run| {
        let selection = selected(run);
        let provider = Arc::new(modelled(run, &selection, options)?);
        let folder = options.out.as_ref().map(|out| out.join(&provider.name));
        let kept = folder.as_deref().filter(|_| options.keep_runtime).and_then(vendor::kept);
        let runtime = kept.unwrap_or_else(|| options.runtime.clone());
        let pages = pages_ahead(&provider, again(run, spec, options, &provider, &runtime));
        let surface = Surface::of(&provider);
        let previous = folder.as_deref().and_then(tree::previous);
        let release = changes::release(previous.as_ref(), &surface, options.bump);
        let mut checked = Ok(Tree::new());
        let view = CrateView::with_pages(&provider, &runtime, &release.version, || {
            let (decided, tree) = pages.finish();
            checked = tree;
            decided
        });
        let mut files = render::sources(&view).map_err(|error| run.stop(refused(&error)))?;
        files
            .push(RawFile { path: tree::SURFACE.to_owned(), text: surface.to_json(&release.stamp(previous.as_ref())) });
        files.push(RawFile { path: tree::CHANGELOG.to_owned(), text: release.changelog.clone() });
        let (package, manifest) = (view.name().as_str().to_owned(), view.manifest());
        // Checking is what takes most memory: what is printed is not needed for it.
        drop(view);
        let mut tree = verify(files, manifest).map_err(|error| run.stop(refused(&error)))?;
        tree.append(checked.map_err(|fault| run.stop(fault))?);
        let provider = Arc::unwrap_or_clone(provider);
        Ok(Generated { provider, package, tree, runtime, release })
    })
}

/// The pages, decided, printed and checked beside what else the crate holds.
fn pages_ahead(provider: &Arc<Provider>, again: Again) -> Ahead<(PagesView, Result<Tree, Diagnostic>)> {
    let provider = Arc::clone(provider);
    Ahead::begin(move || {
        let pages = PagesView::of(&provider, &again);
        let printed = render::pages(&pages).map_err(|error| refused(&error));
        let checked = printed.and_then(|files| verify(files, pages.manifest()).map_err(|error| refused(&error)));
        (pages, checked)
    })
}

/// What the run has to be told again.
fn again(run: &Run, spec: &Input, options: &Options, provider: &Provider, runtime: &Runtime) -> Again {
    let root = &run.document.root;
    let said = root.get("x-authwright").and_then(|mark| mark.get("name")?.as_str());
    let title = root.get("info").and_then(|info| info.get("title")?.as_str()).unwrap_or_default();
    let inferred = model::provider_name(said, &provider.source.file, title);
    Again {
        overlays: run::given(spec, options).map(Input::file_name).collect(),
        name: options.name.as_ref().filter(|_| inferred != provider.name).map(|_| provider.name.clone()),
        allow_refs: run.followed(),
        vendor: *runtime == Runtime::Vendored,
    }
}

fn selected(run: &mut Run) -> Selection {
    let (selection, found) = select::select(&run.document);
    run.note(found);
    // An operation that could not be read may be the one that signs a program in: then that is what is wrong.
    if !selection.operations.iter().any(|operation| operation.role == Role::Issue) {
        run.note(normalize::malformed_operations(&run.document.root, select::path_may_be_auth));
    }
    selection
}

/// The model. What was found before does not keep it from being built as far as it goes, but for what never ends.
fn modelled(run: &mut Run, selection: &Selection, options: &Options) -> Result<Provider, Stopped> {
    if run.found().iter().any(|fault| fault.is_error() && fault.code == Code::ReferenceCycle) {
        return Err(Stopped);
    }
    let origin = model::Origin {
        file: &run.document.sources.first().map(|source| source.name.clone()).unwrap_or_default(),
        openapi: normalize::version(&run.document).unwrap_or_default(),
        sha256: run.digest(),
        name: options.name.as_deref(),
        said: &run.said,
        overlays: run.overlays,
        found: run.found(),
    };
    match model::build(selection, &origin) {
        Ok(built) => run.keep(built.findings).map(|()| built.provider),
        Err(faults) => run.keep(faults).and(Err(Stopped)),
    }
}

/// The last gates did not open: a fault of this program, or an attack on it. Nothing is written either way.
fn refused(error: &dyn std::error::Error) -> Diagnostic {
    let message = format!("the generated crate was refused: {}", plain(&error.to_string()));
    Diagnostic::error(Code::Refused, message, "please report this, with the document if you can share it")
}
