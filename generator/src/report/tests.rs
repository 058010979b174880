use super::{HtmlText, Page};
use crate::diagnostic::{Code, Diagnostic, Report};
use crate::document::{Source, Span};
use crate::testing::{SPEC, load, recognised};

#[test]
fn markup_and_hidden_characters_stay_text() {
    let text = HtmlText::new("<script>'\"&\u{202e}");
    assert_eq!(text.as_str(), "&lt;script&gt;&#39;&quot;&amp;\\u{202e}");
}

#[test]
fn code_in_a_sentence_is_code() {
    assert_eq!(HtmlText::sentence("write `<a>` or `b").as_str(), "write <code>&lt;a&gt;</code> or `b");
    assert_eq!(HtmlText::sentence("`a` `b`").as_str(), "<code>a</code> <code>b</code>");
}

#[test]
fn a_run_that_failed_early_still_has_a_page() {
    let diagnostic = Diagnostic::error(Code::ALL[0], "The file is <broken>.", "Mend it.").at(Span::new(0, 2, 3));
    let findings = Report { sources: vec![Source::new("a.yaml", "x\n<y>\n")], diagnostics: vec![diagnostic] };
    let page = Page { name: "a.yaml", selection: None, provider: None, findings: &findings };
    let html = crate::render::page(&page.view()).unwrap_or_else(|error| panic!("{error}"));
    assert!(html.contains("The file is &lt;broken&gt;."), "{html}");
    assert!(html.contains("x\n<mark>&lt;</mark>y&gt;"), "{html}");
    assert!(html.contains("a.yaml:2"), "{html}");
}

#[test]
fn a_page_shows_what_was_recognised() {
    let (selection, provider) = recognised(&load("acme.yaml", SPEC));
    let findings = Report::default();
    let page = Page { name: "acme.yaml", selection: Some(&selection), provider: Some(&provider), findings: &findings };
    let html = crate::render::page(&page.view()).unwrap_or_else(|error| panic!("{error}"));
    for part in ["POST /auth/token", "class=\"tag\">refresh<", "<svg", "ends after expires_in (seconds)", "Why: score"]
    {
        assert!(html.contains(part), "{part} is missing in {html}");
    }
    assert!(!html.contains("<script"), "the page needs no script");
    assert!(!html.contains("http-equiv=\"refresh\""));
}
