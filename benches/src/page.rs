//! `docs/benchmarks.md`: tables and plots, replaced section by section.

use std::fmt::Write as _;
use std::path::Path;
use std::{fs, io};

use crate::measure::{Herd, Row};

/// Replaces the section between `<!-- NAME -->` and `<!-- /NAME -->` of the page; appends it where the page has none.
pub fn replace_section(page: &Path, name: &str, body: &str) -> io::Result<()> {
    let old = match fs::read_to_string(page) {
        Ok(text) => text,
        Err(error) if error.kind() == io::ErrorKind::NotFound => String::new(),
        Err(error) => return Err(error),
    };
    let (open, close) = (format!("<!-- {name} -->"), format!("<!-- /{name} -->"));
    let section = format!("{open}\n{}\n{close}", body.trim_end());
    let new = match (old.find(&open), old.find(&close)) {
        (Some(begin), Some(end)) if begin < end => {
            format!("{}{section}{}", &old[..begin], &old[end + close.len()..])
        }
        _ => format!("{old}\n{section}\n"),
    };
    fs::write(page, new)
}

/// The rows as a table.
pub fn runtime_table(rows: &[Row], floor_ns: f64) -> String {
    let mut text = String::from(
        "| | ns per cached token | as a header | 2 threads x 64 tasks | 10,000 callers, no token: requests / time / served \
         | 100 callers, endpoint 503: requests / time | valid token, endpoint down | valid token, endpoint slow: longest wait \
         | 100 callers, all 401: requests / time / with another token |\n|---|---:|---:|---:|---:|---:|---|---:|---:|\n",
    );
    for row in rows {
        let _ = writeln!(
            text,
            "| {} | {:.0} | {:.0} | {:.0} | {} | {} / {} | {} | {} | {} |",
            row.name,
            row.cached_ns,
            row.header_ns,
            row.crowd_ns,
            herd(row.herd),
            row.failing.requests,
            time(row.failing.time),
            row.outage,
            time(row.stall),
            row.stale.map_or_else(str::to_owned, herd),
        );
    }
    let _ = writeln!(text, "\nFloor in the same run, a clock read and one atomic snapshot: {floor_ns:.0} ns.");
    text
}

fn herd(herd: Herd) -> String {
    format!("{} / {} / {}", herd.requests, time(herd.time), herd.served)
}

fn time(time: std::time::Duration) -> String {
    let us = time.as_secs_f64() * 1e6;
    match us {
        us if us < 1000.0 => format!("{us:.0} us"),
        us if us < 1e6 => format!("{:.0} ms", us / 1e3),
        us => format!("{:.1} s", us / 1e6),
    }
}

/// Horizontal bars: one a name, the value beside it. Colours follow the reader's scheme.
pub fn bars(title: &str, unit: &str, values: &[(String, f64)]) -> String {
    const ROW: u32 = 26;
    let most = values.iter().map(|(_, value)| *value).fold(1.0, f64::max);
    let height = 44 + ROW * u32::try_from(values.len()).unwrap_or(0);
    let mut svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 760 {height}\" role=\"img\" aria-label=\"{0}\">\n\
         <style>text{{font:13px sans-serif;fill:#1c2430}}rect{{fill:#0b62c4}}\
         @media(prefers-color-scheme:dark){{text{{fill:#e4e9f0}}rect{{fill:#6cb2ff}}}}</style>\n\
         <text x=\"10\" y=\"22\" font-weight=\"bold\">{0}</text>\n",
        escape(title)
    );
    for ((name, value), row) in values.iter().zip(0u32..) {
        let y = 36 + row * ROW;
        let width = (value / most * 360.0).max(1.0);
        let _ = writeln!(
            svg,
            "<text x=\"10\" y=\"{0}\">{1}</text><rect x=\"270\" y=\"{y}\" width=\"{width:.1}\" height=\"18\" rx=\"3\"/>\
             <text x=\"{2:.1}\" y=\"{0}\">{value:.0} {unit}</text>",
            y + 14,
            escape(name),
            276.0 + width,
        );
    }
    svg.push_str("</svg>\n");
    svg
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_section_is_replaced_where_it_stands() {
        let folder = std::env::temp_dir().join(format!("authwright-page-{}", std::process::id()));
        fs::create_dir_all(&folder).expect("a temporary folder can be made");
        let page = folder.join("page.md");
        fs::write(&page, "# Top\n<!-- a -->\nold\n<!-- /a -->\nend\n").expect("the page can be written");
        replace_section(&page, "a", "new\n").expect("the page can be rewritten");
        replace_section(&page, "b", "more").expect("the page can be rewritten");
        let text = fs::read_to_string(&page).expect("the page can be read");
        fs::remove_dir_all(&folder).expect("the folder can be removed");
        assert_eq!(text, "# Top\n<!-- a -->\nnew\n<!-- /a -->\nend\n\n<!-- b -->\nmore\n<!-- /b -->\n");
    }

    #[test]
    fn names_cannot_leave_their_text() {
        assert!(bars("<x>", "ns", &[("a\"b".to_owned(), 1.0)]).contains("a&quot;b"));
    }
}
