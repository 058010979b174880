//! Whatever a document says, its prose stays prose.

use proptest::prelude::*;
use pulldown_cmark::{BrokenLink, CodeBlockKind, Event, LinkType, Options, Parser, Tag};

use super::*;

/// What rustdoc's reader would find.
#[derive(Debug, Default)]
struct Findings {
    /// Code blocks that could be run, HTML, headings, footnotes, links that lead nowhere.
    faults: Vec<String>,
    /// The characters that are shown, without white space.
    shown: String,
}

fn read(markdown: &str) -> Findings {
    let mut found = Findings::default();
    let mut broken = Vec::new();
    let options =
        Options::ENABLE_TABLES | Options::ENABLE_FOOTNOTES | Options::ENABLE_STRIKETHROUGH | Options::ENABLE_TASKLISTS;
    let callback = |link: BrokenLink<'_>| {
        broken.push(format!("broken link {:?}", link.reference));
        None
    };
    for event in Parser::new_with_broken_link_callback(markdown, options, Some(callback)) {
        match event {
            Event::Start(Tag::CodeBlock(CodeBlockKind::Indented)) => found.faults.push("indented code".into()),
            Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced(info))) if info.is_empty() || info.contains("rust") => {
                found.faults.push(format!("code tagged {info:?}"));
            }
            Event::Start(Tag::Link { dest_url, link_type, .. })
                if link_type == LinkType::Email || self::url::link(&dest_url).is_none() =>
            {
                found.faults.push(format!("link to {dest_url:?}"));
            }
            Event::Start(Tag::Heading { .. } | Tag::Image { .. } | Tag::FootnoteDefinition(_))
            | Event::Html(_)
            | Event::InlineHtml(_)
            | Event::FootnoteReference(_)
            | Event::TaskListMarker(_) => found.faults.push(format!("{event:?}")),
            Event::Text(text) | Event::Code(text) => {
                found.shown.extend(text.chars().filter(|c| !c.is_whitespace()));
            }
            _ => {}
        }
    }
    found.faults.extend(broken);
    found
}

fn check(source: &str) -> Result<(), TestCaseError> {
    for write in [rustdoc, rustdoc_line, markdown, markdown_line, markdown_heading] as [fn(&str) -> String; 5] {
        let once = write(source);
        let found = read(&once);
        prop_assert!(found.faults.is_empty(), "{source:?}\n{once}\n{:?}", found.faults);
        prop_assert!(once.lines().all(|line| line.trim_end() == line), "trailing blank: {once:?}");
        let unseen = once.contains(['\r', '\t', '\u{202e}', '\u{200b}', '\u{1}']);
        prop_assert!(!unseen);
    }
    for write in [rustdoc, markdown] as [fn(&str) -> String; 2] {
        let once = write(source);
        let twice = write(&once);
        prop_assert_eq!(read(&once).shown, read(&twice).shown, "{:?}\n{}\n{}", source, &once, twice);
    }
    for write in [rustdoc_line, markdown_line, markdown_cell, markdown_heading] as [fn(&str) -> String; 4] {
        prop_assert!(!write(source).contains('\n'));
    }
    let comment = rustdoc(source);
    prop_assert!(!comment.contains("*/"), "{}", comment);
    let comment: String = comment.lines().flat_map(|line| ["/// ", line, "\n"]).collect();
    let file = syn::parse_file(&format!("{comment}struct S;")).expect("a comment and a struct");
    prop_assert_eq!(file.items.len(), 1);
    let table = read(&format!("| a |\n| --- |\n| {} |\n", markdown_cell(source)));
    prop_assert!(table.faults.is_empty(), "{:?}", table.faults);
    Ok(())
}

/// Pieces that mean something to Markdown or HTML, in any order.
fn pieces() -> impl Strategy<Value = String> {
    let piece = prop::sample::select(vec![
        "a",
        "Foo",
        "foo_bar",
        "AccessToken",
        "1.",
        "2)",
        "-",
        "+",
        "*",
        "**",
        "_",
        "~~",
        "`",
        "``",
        "```",
        "~~~",
        "```rust",
        "    ",
        "\t",
        "\n",
        "\n\n",
        "\r",
        "\r\n",
        " ",
        "#",
        "##",
        "===",
        "---",
        ">",
        "> ",
        "|",
        "| --- |",
        "| a | b |\n|---|---|\n",
        "[",
        "]",
        "(",
        ")",
        "[a](b)",
        "[a](https://x.org)",
        "[a]: https://x.org",
        "![i](https://x.org/i.png)",
        "https://x.org/a_b*c",
        "http://{host}/v1",
        "<https://x.org>",
        "<me@x.org>",
        "www.x.org",
        "<",
        ">",
        "</",
        "/>",
        "<b>",
        "</b>",
        "<i>",
        "</i>",
        "<br>",
        "<p>",
        "</p>",
        "<ul>",
        "</ul>",
        "<li>",
        "</li>",
        "<ol>",
        "<table>",
        "</table>",
        "<tr>",
        "<td>",
        "</td>",
        "<th>",
        "<pre>",
        "</pre>",
        "<code>",
        "</code>",
        "<a href=\"https://x.org\">",
        "<a href='javascript:x'>",
        "</a>",
        "<img src=x>",
        "<script>",
        "</script>",
        "<!--",
        "-->",
        "<token>",
        "<hr>",
        "<h1>",
        "</h1>",
        "<blockquote>",
        "</blockquote>",
        "&amp;",
        "&lt;",
        "&#x202e;",
        "&#10;",
        "&copy;",
        "&",
        ";",
        "*/",
        "/*",
        "//",
        "\\",
        "!",
        "$",
        "[^1]",
        "[^1]: x",
        "[ ]",
        "- [x] ",
        "[`crate::X`]",
        "\u{202e}",
        "\u{200b}",
        "\u{2028}",
        "\u{b}",
        "é",
        "🦀",
        "\"",
        "'",
        ":",
        "=",
    ]);
    prop::collection::vec(piece, 0..24).prop_map(|pieces| pieces.concat())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(512))]

    #[test]
    fn any_text_stays_prose(source in any::<String>()) {
        check(&source)?;
    }

    #[test]
    fn any_markdown_stays_prose(source in pieces()) {
        check(&source)?;
    }
}

#[test]
fn code_is_fenced_and_never_rust() {
    assert_eq!(rustdoc("x\n\n    fs::write(\"a\", \"b\");\n"), "x\n\n```text\nfs::write(\"a\", \"b\");\n```");
    assert_eq!(rustdoc("```rust\nfn f() {}\n```"), "```text\nfn f() {}\n```");
    assert_eq!(markdown("```sh\ncurl x\n```"), "```bash\ncurl x\n```");
    assert_eq!(
        rustdoc("- item\n\n  ```\n  exit(9)\n  ```\n> ```\n> exit(9)\n> ```\n"),
        "- item\n\n  ```text\n  exit(9)\n  ```\n\n> ```text\n> exit(9)\n> ```"
    );
}

#[test]
fn links_lead_to_other_sites_or_nowhere() {
    assert_eq!(rustdoc("[here](https://x.org/a_b)"), "[here](https://x.org/a_b)");
    assert_eq!(rustdoc("[here](#anchor) [x](javascript:alert) [y](a.md)"), "here x y");
    assert_eq!(rustdoc("see [`crate::X`] and [unclosed [a]( b"), "see \\[`crate::X`\\] and \\[unclosed \\[a\\]( b");
    assert_eq!(rustdoc("the [\"grant\"](https://x.org)"), "the \"[grant](https://x.org)\"");
    assert_eq!(rustdoc("At https://x.org/a."), "At <https://x.org/a>.");
    assert_eq!(rustdoc("At https://{host}/v1."), "At `https://{host}/v1`.");
}

#[test]
fn html_is_understood_or_shown() {
    assert_eq!(markdown("<p>One<br>two</p><ul><li><b>a</b><li>b</ul>"), "One\\\ntwo\n\n- **a**\n- b");
    assert_eq!(markdown("Bearer <token> &amp; <script>x</script>"), "Bearer \\<token> & \\<script>x\\</script>");
    assert_eq!(markdown("<table><tr><th>a</th></tr><tr><td>b|c</td></tr></table>"), "| a |\n| --- |\n| b\\|c |");
    assert_eq!(markdown("<pre>a\n  b</pre>"), "```text\na\n  b\n```");
}

#[test]
fn headings_keep_the_page_in_order() {
    assert_eq!(markdown("# One\n\ntext\n\nTwo\n===\n"), "**One**\n\ntext\n\n**Two**");
    assert_eq!(markdown_heading("# The `api` [v2](https://x.org)"), "The api v2");
}

#[test]
fn names_from_code_are_marked() {
    assert_eq!(rustdoc("the access_token of AccessToken"), "the `access_token` of `AccessToken`");
    assert_eq!(markdown("the access_token of AccessToken"), "the `access_token` of AccessToken");
    assert_eq!(rustdoc("call token() now"), "call `token()` now");
    assert_eq!(rustdoc("Test `all videos"), "Test \\`all videos");
    assert_eq!(rustdoc("MyType::new()を返す。"), "`MyType::new()を返す`。");
    assert_eq!(rustdoc("MyType::new()https://x.org/a_b"), "`MyType::new()`<https://x.org/a_b>");
}

#[test]
fn what_cannot_be_seen_is_shown() {
    assert_eq!(rustdoc("a\u{202e}b\u{0}c&#x200b;"), "a(U+202E)b(U+0000)c(U+200B)");
    assert_eq!(rustdoc("a\u{2028}pub fn x(){}\u{85}b"), "a pub fn `x()`{} b");
}

#[test]
fn nothing_takes_long() {
    for piece in
        ["> ", "- ", "*", "[", "<!--", "<a x=", "&", "`", "<ul><li>", "<b>", "|", "<table><tr><td>", "![", "\\"]
    {
        let source = piece.repeat(40_000);
        let started = std::time::Instant::now();
        let length = rustdoc(&source).len() + markdown_cell(&source).len();
        assert!(started.elapsed().as_secs() < 10, "{piece:?} takes too long");
        assert!(length < 60 * source.len() + 100, "{piece:?} grows to {length}");
    }
}
