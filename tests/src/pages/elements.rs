//! What must be on the pages of every crate.

use super::{Fault, Page, Pages};

/// What is missing.
pub fn elements(pages: &Pages) -> Vec<Fault> {
    let mut missing = Missing::default();
    missing.readme(pages);
    missing.api(pages);
    missing.lifecycle(pages);
    missing.models(pages);
    missing.0
}

#[derive(Default)]
struct Missing(Vec<Fault>);

impl Missing {
    fn unless(&mut self, there: bool, page: &str, what: impl Into<String>) {
        if !there {
            self.0.push(Fault { page: page.to_owned(), rule: "every element is there", seen: what.into() });
        }
    }

    fn readme(&mut self, pages: &Pages) {
        let Some(page) = pages.get("README.md") else { return self.unless(false, "README.md", "the page") };
        let hash = |word: &str| word.len() == 64 && word.bytes().all(|byte| byte.is_ascii_hexdigit());
        let found = page.text.split(|c: char| !c.is_ascii_alphanumeric()).any(hash);
        self.unless(found, &page.path, "the document's SHA-256");
        for fact in [
            "| Document |",
            "| Format | OpenAPI",
            "| Left out |",
            "| Written by | Authwright",
            "docs/AuthenticationApi.md",
        ] {
            self.unless(page.text.contains(fact), &page.path, fact);
        }
        for other in pages.iter().filter(|page| page.path.matches('/').count() == 1) {
            self.unless(page.links.contains(&other.path), &page.path, format!("a link to {}", other.path));
        }
        if pages.get("docs/Lifecycle.md").is_some() {
            self.unless(page.fences.iter().any(|fence| fence.info.starts_with("rust")), &page.path, "a quick start");
            self.unless(
                page.text.contains("| Environment variable |") || !page.text.contains("_API_KEY"),
                &page.path,
                "the variables",
            );
        }
    }

    fn api(&mut self, pages: &Pages) {
        let path = "docs/AuthenticationApi.md";
        let Some(page) = pages.get(path) else { return self.unless(false, path, "the page") };
        let servers = page.sections.get("Servers").map(String::as_str).unwrap_or_default();
        self.unless(servers.contains("://") || servers.contains("the caller gives"), path, "an absolute base address");
        let methods = methods(page);
        for (method, row) in &methods {
            self.unless(row.contains('`') && row.split('|').count() == 6, path, format!("the whole row of {method}"));
            self.operation(page, method);
        }
        if !methods.is_empty() {
            for option in ["with_timeout", "with_header", "with_max_body"] {
                self.unless(
                    page.sections.get("Options of a call").is_some_and(|text| text.contains(option)),
                    path,
                    option,
                );
            }
        }
    }

    fn operation(&mut self, page: &Page, method: &str) {
        let has = |text: &str| {
            page.headings.iter().any(|heading| heading.level == 3 && heading.text == format!("{text} {method}"))
        };
        for part in ["Example of", "Parameters of", "Replies to", "Authorization of", "HTTP headers of"] {
            self.unless(has(part), &page.path, format!("{part} {method}"));
        }
        let section = page.sections.get(method).map(String::as_str).unwrap_or_default();
        let parts = [
            format!("pub async fn {method}(&self"),
            "The return type is".into(),
            "::Unexpected".into(),
            "Accept".into(),
            "Back to top".into(),
            "README".into(),
            "Methods".into(),
        ];
        for part in parts {
            self.unless(section.contains(&part), &page.path, format!("{part} in {method}"));
        }
        let code: Vec<&str> = page
            .fences
            .iter()
            .filter(|fence| fence.section == method && fence.info.starts_with("rust"))
            .map(|f| f.code.as_str())
            .collect();
        for part in
            ["use ", "fn main()", "Client::new(", &format!(".{method}("), "match ", "::Unexpected(", "Err(error)"]
        {
            self.unless(
                code.iter().any(|code| code.contains(part)),
                &page.path,
                format!("{part} in the example of {method}"),
            );
        }
    }

    fn lifecycle(&mut self, pages: &Pages) {
        let Some(page) = pages.get("docs/Lifecycle.md") else { return };
        for section in ["Sequence", "Issue", "Attach", "Expiry", "Refresh", "Rotation", "Signing in again", "The end"] {
            let there = page.headings.iter().any(|heading| heading.level == 2 && heading.text == section);
            self.unless(there, &page.path, format!("the section {section}"));
        }
        let diagram = page.fences.iter().find(|fence| fence.info == "mermaid");
        self.unless(diagram.is_some_and(|fence| is_sequence(&fence.code)), &page.path, "a sequence diagram");
    }

    fn models(&mut self, pages: &Pages) {
        let list = pages.get("docs/Models.md");
        for page in pages.iter().filter(|page| page.path.starts_with("docs/models/")) {
            let link = page.path.trim_start_matches("docs/");
            let listed = list.is_some_and(|list| list.links.iter().any(|to| to == link));
            self.unless(listed, "docs/Models.md", format!("a link to {}", page.path));
            self.unless(page.fences.iter().any(|fence| fence.info == "json"), &page.path, "a sample");
        }
    }
}

/// The methods of the table with their rows.
fn methods(page: &Page) -> Vec<(String, String)> {
    let table = page.text.split("## Methods").nth(1).unwrap_or_default();
    let rows = table.lines().skip_while(|line| !line.starts_with('|')).take_while(|line| line.starts_with('|')).skip(2);
    rows.filter_map(|row| Some((row.split('`').nth(1)?.to_owned(), row.to_owned()))).collect()
}

/// Every line of a Mermaid sequence diagram is a message, a participant or a note.
fn is_sequence(code: &str) -> bool {
    let mut lines = code.lines();
    let first = lines.next().is_some_and(|line| line.trim() == "sequenceDiagram");
    let known = |line: &str| {
        let line = line.trim();
        let message =
            ["P->>T: ", "T->>A: ", "A-->>T: ", "T-->>P: ", "P->>A: "].iter().any(|arrow| line.starts_with(arrow));
        let plain = !line.contains([';', '#', '{', '}', '<', '"']);
        plain && (message || line.starts_with("participant ") || line.starts_with("Note over T: "))
    };
    first && lines.all(known)
}
