//! What a gateway's page says to people.

/// The title of a page.
pub(super) fn title(page: &str) -> Option<String> {
    let lower = page.to_ascii_lowercase();
    let from = lower.find("<title")?;
    let from = from + lower.get(from..)?.find('>')? + 1;
    let end = from + lower.get(from..)?.find("</title")?;
    line(page.get(from..end)?)
}

/// The text on one line; none where it is empty.
fn line(text: &str) -> Option<String> {
    let words: Vec<&str> = text.split_whitespace().collect();
    (!words.is_empty()).then(|| words.join(" "))
}

#[cfg(test)]
mod tests {
    use super::{line, title};

    #[test]
    fn titles_are_found_as_pages_write_them() {
        for (page, wanted) in [
            ("<html>\r\n<head><title>502 Bad Gateway</title></head>\r\n<body>", Some("502 Bad Gateway")),
            ("<TITLE lang=\"en\">\n  Just a\n moment…  </TITLE>", Some("Just a moment…")),
            ("<title></title>", None),
            ("<title>never closed", None),
            ("<title", None),
            ("<h1>no title</h1>", None),
        ] {
            assert_eq!(title(page).as_deref(), wanted, "{page}");
        }
        assert_eq!(line(" a\n\tb ").as_deref(), Some("a b"));
        assert_eq!(line(" \n"), None);
    }
}
