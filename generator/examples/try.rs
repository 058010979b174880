use generator::{load, model, normalize, render, select, verify, view};
fn main() {
    let mut args = std::env::args().skip(1);
    let spec = args.next().unwrap();
    let out = args.next().unwrap();
    let document = load::load(&load::Input::from_argument(&spec)).unwrap();
    let document = normalize::normalize(&document, None).unwrap();
    let (selection, _) = select::select(&document);
    let file = spec.rsplit('/').next().unwrap();
    let built = match model::build(&selection, &model::Origin { file, openapi: "3.0", sha256: "0000000000000000000000000000000000000000000000000000000000000000", name: None }) { Ok(b) => b, Err(e) => { println!("{spec}: model {:?}", e.iter().map(|d| &d.message).collect::<Vec<_>>()); return } };
    let view = view::CrateView::new(&built.provider, &view::Runtime::Path("/work/wt/docs/runtime".into()), "0.1.0");
    let files = render::render(&view).unwrap_or_else(|e| panic!("{spec}: {e}"));
    let tree = match verify::verify(files.clone(), &view.manifest()) { Ok(t) => t, Err(e) => { println!("{spec}: {e}"); return } };
    tree.write(std::path::Path::new(&out)).unwrap();
}
