//! Rules that hold for every page by itself.

use super::{Fault, Page, Pages};

type Rule = (&'static str, fn(&Pages, &Page) -> Vec<String>);

const RULES: &[Rule] = &[
    ("links lead somewhere", links),
    ("one title, headings in order", headings),
    ("tables are whole", tables),
    ("no HTML and no entities", html),
    ("no blanks at the end of a line", trailing),
    ("nothing is left to do", unfinished),
    ("code names its language", fences),
    ("no secret is shown", secrets),
    ("no example prints a secret", printing),
];

/// What is wrong with one page.
pub(super) fn page(pages: &Pages, page: &Page) -> Vec<Fault> {
    let fault = |rule, seen| Fault { page: page.path.clone(), rule, seen };
    RULES.iter().flat_map(|(rule, check)| check(pages, page).into_iter().map(move |seen| fault(*rule, seen))).collect()
}

fn links(pages: &Pages, page: &Page) -> Vec<String> {
    let leads = |link: &str| {
        if link.starts_with("https://") || link.starts_with("http://") || link.starts_with("mailto:") {
            return true;
        }
        let (file, anchor) = link.split_once('#').map_or((link, None), |(file, anchor)| (file, Some(anchor)));
        let path = if file.is_empty() { Some(page.path.clone()) } else { resolve(&page.path, file) };
        let target = path.and_then(|path| pages.get(&path));
        target.is_some_and(|target| anchor.is_none_or(|anchor| target.anchors.contains(anchor)))
    };
    page.links.iter().filter(|link| !leads(link)).cloned().collect()
}

/// The path that `link` means on the page `from`; none where it leaves the crate.
fn resolve(from: &str, link: &str) -> Option<String> {
    let mut parts: Vec<&str> = from.split('/').collect();
    parts.pop();
    for part in link.split('/') {
        match part {
            "." | "" => {}
            ".." => {
                parts.pop()?;
            }
            name => parts.push(name),
        }
    }
    Some(parts.join("/"))
}

fn headings(_: &Pages, page: &Page) -> Vec<String> {
    let mut faults = Vec::new();
    let titles = page.headings.iter().filter(|heading| heading.level == 1).count();
    if titles != 1 || page.headings.first().is_none_or(|heading| heading.level != 1) {
        faults.push(format!("{titles} titles"));
    }
    let mut before = 0;
    for heading in &page.headings {
        if heading.level > before + 1 || heading.text.trim().is_empty() {
            faults.push(format!("rank {} after {before}: {:?}", heading.level, heading.text));
        }
        before = heading.level;
    }
    faults
}

fn tables(_: &Pages, page: &Page) -> Vec<String> {
    let mut faults = Vec::new();
    let mut columns = None;
    for line in outside_code(page) {
        let starts = line.starts_with('|');
        if !starts && columns.is_some() && !line.is_empty() {
            faults.push(format!("a row without its first bar, or no empty line after the table: {line}"));
        }
        if !starts {
            columns = None;
            continue;
        }
        let count = bars(line);
        let first = columns.is_none();
        if !line.ends_with('|') || count != *columns.get_or_insert(count) {
            faults.push(format!("{count} bars: {line}"));
        }
        if !first && line.contains("|  |") {
            faults.push(format!("an empty cell: {line}"));
        }
    }
    let heads = page.text.lines().filter(|line| line.starts_with("| --- |")).count();
    let parsed = pulldown_cmark::Parser::new_ext(&page.text, pulldown_cmark::Options::ENABLE_TABLES);
    let parsed =
        parsed.filter(|event| matches!(event, pulldown_cmark::Event::Start(pulldown_cmark::Tag::Table(_)))).count();
    if heads > parsed {
        faults.push(format!("{heads} tables are meant, {parsed} are read"));
    }
    faults
}

/// Bars that are not escaped.
fn bars(line: &str) -> usize {
    let mut before = ' ';
    let mut count = 0;
    for c in line.chars() {
        count += usize::from(c == '|' && before != '\\');
        before = if before == '\\' && c == '\\' { ' ' } else { c };
    }
    count
}

fn html(_: &Pages, page: &Page) -> Vec<String> {
    let mut faults = page.html.clone();
    let prose: String = outside_code(page).collect::<Vec<_>>().join("\n");
    for (at, _) in prose.match_indices('&') {
        let name: String = prose[at + 1..].chars().take_while(|c| c.is_ascii_alphanumeric() || *c == '#').collect();
        let escaped = prose[..at].ends_with('\\');
        if !name.is_empty() && !escaped && prose[at + 1 + name.len()..].starts_with(';') && !in_code(&prose, at) {
            faults.push(format!("&{name};"));
        }
    }
    faults
}

/// Whether this place is between backticks on its line.
fn in_code(text: &str, at: usize) -> bool {
    let line = text[..at].rfind('\n').map_or(0, |end| end + 1);
    text[line..at].matches('`').count() % 2 == 1
}

fn trailing(_: &Pages, page: &Page) -> Vec<String> {
    page.text.lines().filter(|line| line.trim_end() != *line).map(str::to_owned).collect()
}

fn unfinished(_: &Pages, page: &Page) -> Vec<String> {
    const SIGNS: &[&str] = &[
        "TODO",
        "FIXME",
        "XXX",
        "must be adapted",
        "= ;",
        "import {  }",
        "{{",
        "{%",
        "_example",
        "org.openapitools",
        "\\\"",
    ];
    let lines = outside_code(page).filter(|line| SIGNS.iter().any(|sign| line.contains(sign)));
    lines.map(str::to_owned).collect()
}

fn fences(_: &Pages, page: &Page) -> Vec<String> {
    let good = |info: &str| {
        let plain = !info.is_empty() && info != "indented" && !info.contains("ignore");
        plain && (!info.starts_with("rust") || matches!(info, "rust" | "rust,no_run"))
    };
    page.fences
        .iter()
        .filter(|fence| !good(&fence.info))
        .map(|fence| format!("{:?}: {}", fence.info, fence.code))
        .collect()
}

fn secrets(pages: &Pages, page: &Page) -> Vec<String> {
    let words = page.text.split(|c: char| !(c.is_ascii_alphanumeric() || "-_+=.".contains(c)));
    words.filter(|word| looks_secret(word) && !is_model(pages, word)).map(str::to_owned).collect()
}

/// Whether it is the name of a model, or the file or anchor of its page: those can be as long.
fn is_model(pages: &Pages, word: &str) -> bool {
    let name = word.trim_end_matches(".md").to_lowercase();
    pages
        .iter()
        .filter_map(|page| page.path.strip_prefix("docs/models/"))
        .any(|file| file.to_lowercase().starts_with(&name))
}

/// A JWT, or a part that is long and random. A SHA-256 is hexadecimal and 64 long, the name of a variable has no small letter.
fn looks_secret(word: &str) -> bool {
    let count = |part: &str, kind: fn(&u8) -> bool| part.bytes().filter(kind).count();
    let hash = word.len() == 64 && word.bytes().all(|byte| byte.is_ascii_hexdigit());
    let random = |part: &str| {
        let (digits, lower) = (count(part, u8::is_ascii_digit), count(part, u8::is_ascii_lowercase));
        let mixed = lower >= 2 && count(part, u8::is_ascii_uppercase) >= 2;
        part.len() >= 20 && digits >= 4 && lower >= 2 && (mixed || part.len() >= 40)
    };
    word.starts_with("eyJ") && word.len() > 12 || !hash && word.split(['_', '-', '.']).any(random)
}

fn printing(_: &Pages, page: &Page) -> Vec<String> {
    const PRINTERS: &[&str] = &["print!(", "println!(", "eprintln!(", "eprint!(", "dbg!(", "Err(format!("];
    const SECRETS: &[&str] =
        &["expose", "token", "secret", "password", "authorization", "value", "key", "body", "credentials", "header"];
    let code = page.fences.iter().filter(|fence| fence.info.starts_with("rust"));
    code.flat_map(|fence| fence.code.lines())
        .filter(|line| PRINTERS.iter().any(|printer| line.contains(printer)))
        .filter(|line| names(line).iter().any(|name| SECRETS.contains(&name.as_str())))
        .map(str::to_owned)
        .collect()
}

/// The values that a line names: words outside its literals, but `refusal.body()`, which is the body of a refusal, and
/// what is read from it.
fn names(line: &str) -> Vec<String> {
    let line = line.replace("refusal.body()", "refusal");
    let mut inside = false;
    let mut out = vec![String::new()];
    for c in line.chars() {
        inside ^= c == '"';
        if !inside && (c.is_alphanumeric() || c == '_') {
            if let Some(word) = out.last_mut() {
                word.push(c);
            }
        } else {
            out.push(String::new());
        }
    }
    out
}

/// Lines outside blocks of code.
fn outside_code(page: &Page) -> impl Iterator<Item = &str> {
    let mut fence = 0;
    page.text.lines().filter(move |line| {
        let line = line.trim_start_matches([' ', '>']);
        let mark = line.chars().take_while(|c| *c == '`').count();
        let edge = mark >= 3 && (fence == 0 || mark >= fence && line.len() == mark);
        if edge {
            fence = if fence == 0 { mark } else { 0 };
        }
        fence == 0 && !edge
    })
}
