//! The page of `authwright report` in a real browser: headless Chromium, skipped with a printed line where it is missing.

use std::path::{Path, PathBuf};

use generator::load::Input;
use generator::pipeline::{self, Options};
use generator::report::Page;
use serde_json::{Value, json};
use tests::browser::Browser;

/// Signs in, warns, and declares schemes; long words and many operations besides.
const DOUBTFUL: &str = "
openapi: 3.0.3
info: { title: A provider with a rather long name that says what it is for in one breath, version: '1' }
servers: [{ url: 'http://plain.example/a/very/long/path/that/does/not/end/where/one/would/expect/it/to/end' }]
paths:
  /auth/token:
    post:
      operationId: createTokenForTheApplicationThatAsksForItWithItsKeyAndSecret
      security: []
      requestBody: { required: true, content: { application/json: { schema: { type: object, required: [client_id, client_secret], properties: { client_id: { type: string }, client_secret: { type: string } } } } } }
      responses: { '200': { description: A token., content: { application/json: { schema: { type: object, properties: { access_token: { type: string }, expires_in: { type: integer } } } } } } }
components:
  securitySchemes:
    bearer: { type: http, scheme: bearer }
";

/// Pages by name: as they come from documents of the project, a doubtful one, a huge one, one that cannot be read.
fn pages(folder: &Path) -> Vec<(&'static str, PathBuf)> {
    let specs = Path::new(env!("CARGO_MANIFEST_DIR")).join("../specs");
    let many: Vec<_> =
        (0..3000).map(|number| format!("  /things/{number}: {{ get: {{ responses: {{}} }} }}")).collect();
    let huge = DOUBTFUL.replace("components:\n", &format!("{}\ncomponents:\n", many.join("\n")));
    let bytes = |name: &str, text: &str| Input::Bytes { name: name.to_owned(), bytes: text.as_bytes().to_vec() };
    let inputs = [
        ("normal", Input::Path(specs.join("apivideo.yaml"))),
        ("schemes", Input::Path(specs.join("acme.yaml"))),
        ("doubtful", bytes("doubtful.yaml", DOUBTFUL)),
        ("huge", bytes("huge.yaml", &huge)),
        ("broken", bytes("broken.json", "{\"openapi\": \"3.0.3\", \"paths\": {")),
    ];
    inputs.into_iter().map(|(name, input)| (name, write(folder, name, &input))).collect()
}

fn write(folder: &Path, name: &str, input: &Input) -> PathBuf {
    let outcome = pipeline::model(input, &Options::default());
    let value = outcome.value.as_ref();
    let page = Page {
        name: &input.name(),
        selection: value.map(|modelled| &modelled.selection),
        provider: value.map(|modelled| &modelled.provider),
        findings: &outcome.report,
    };
    let html = generator::render::page(&page.view()).expect("the page is printed");
    let path = folder.join(format!("{name}.html"));
    std::fs::write(&path, html).expect("a page can be written");
    path
}

/// Where pictures are kept for people to look at; nowhere unless asked for.
fn keep(name: &str, picture: &[u8]) {
    let Some(folder) = std::env::var_os("AUTHWRIGHT_SCREENSHOTS") else { return };
    std::fs::write(Path::new(&folder).join(format!("{name}.png")), picture).expect("a picture can be kept");
}

/// Every widening of the page, and the elements that cause it.
const TOO_WIDE: &str = "document.documentElement.scrollWidth > innerWidth ? [...document.querySelectorAll('body *')].filter(e => \
                        e.getBoundingClientRect().right > innerWidth + 1).map(e => e.outerHTML.slice(0, 120)) : []";

/// The contrast of text against what is behind it (WCAG 2.2, 1.4.3), where it is below 4.5.
const FAINT: &str = "(() => { \
  const lum = c => { const [r, g, b] = c.match(/[\\d.]+/g).slice(0, 3).map(v => v / 255).map(v => v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4); return 0.2126 * r + 0.7152 * g + 0.0722 * b; }; \
  const ground = e => { for (; e; e = e.parentElement) { const c = getComputedStyle(e).backgroundColor; if (!/, 0\\)$/.test(c)) return c; } return 'rgb(255, 255, 255)'; }; \
  return [...document.querySelectorAll('body *')].filter(e => [...e.childNodes].some(n => n.nodeType === 3 && n.data.trim()) && e.checkVisibility() && !e.closest('svg')) \
    .map(e => { const [a, b] = [lum(getComputedStyle(e).color), lum(ground(e))].sort((x, y) => y - x); return [(a + 0.05) / (b + 0.05), e.outerHTML.slice(0, 80)]; }) \
    .filter(([contrast]) => contrast < 4.5); })()";

#[test]
fn the_page_holds_in_a_browser() {
    let Some(mut browser) = Browser::start("report::the_page_holds_in_a_browser") else { return };
    let folder = tempfile::tempdir().expect("a folder for the pages");
    for (name, path) in pages(folder.path()) {
        let url = format!("file://{}", path.display());
        browser.listen();
        browser.open(&url);
        browser.until(&format!("location.href === {} && document.readyState === 'complete'", json!(url)));
        for (look, dark, width, height) in
            [("light", false, 1000, 1400), ("dark", true, 1000, 1400), ("narrow", true, 360, 1400)]
        {
            browser.dark(dark);
            browser.size(width, height);
            browser.evaluate("scrollTo(0, 0); document.querySelectorAll('details').forEach(d => d.open = false)");
            keep(&format!("{name}-{look}"), &browser.screenshot());
            browser.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)");
            assert_eq!(browser.evaluate(TOO_WIDE), json!([]), "{name}, {look}: the page scrolls sideways");
            assert_eq!(browser.evaluate(FAINT), json!([]), "{name}, {look}: text that is hard to read");
        }
        keyboard(&mut browser, name);
        let asked: Vec<&Value> =
            browser.heard("Network.requestWillBeSent").iter().map(|event| &event["request"]["url"]).collect();
        assert!(asked.iter().all(|asked| **asked == json!(url)), "{name} asks for {asked:?}");
        let complaints = [browser.heard("Log.entryAdded"), browser.heard("Runtime.exceptionThrown")].concat();
        assert!(complaints.is_empty(), "{name}: {complaints:?}");
    }
}

/// Everything that can be used is reached by the tabulator in the order of the page, the link past the sections first.
fn keyboard(browser: &mut Browser, name: &str) {
    browser.evaluate("document.activeElement?.blur(); scrollTo(0, 0)");
    browser.evaluate("document.querySelectorAll('details').forEach(d => d.open = false)");
    let expected = "[...document.querySelectorAll('a[href], summary, [tabindex=\"0\"]')].length";
    let count = browser.evaluate(expected).as_u64().unwrap_or_default();
    assert!(count >= 7, "{name}: only {count} elements can be reached");
    browser.evaluate("window.reached = []; addEventListener('focusin', e => reached.push(e.target))");
    browser.press("Tab");
    assert_eq!(browser.evaluate("document.activeElement.className"), json!("skip"), "{name}");
    let seen =
        "(() => { const r = document.activeElement.getBoundingClientRect(); return r.left >= 0 && r.top >= 0 })()";
    assert_eq!(browser.evaluate(seen), json!(true), "{name}: the focused link cannot be seen");
    for _ in 1..count {
        browser.press("Tab");
    }
    let missed = "[...document.querySelectorAll('a[href], summary, [tabindex=\"0\"]')].filter(e => !reached.includes(e)).map(e => e.outerHTML.slice(0, 80))";
    assert_eq!(browser.evaluate(missed), json!([]), "{name}: not reached by the keyboard");
    let dead = "[...document.querySelectorAll('a[href^=\"#\"]')].filter(a => !document.getElementById(a.hash.slice(1))).map(a => a.hash)";
    assert_eq!(browser.evaluate(dead), json!([]), "{name}: links that lead nowhere");
    browser.evaluate("document.querySelector('#left-out ~ details summary').focus()");
    browser.press("Enter");
    assert_eq!(browser.evaluate("document.querySelector('#left-out ~ details').open"), json!(true), "{name}");
}
