use super::*;
use proptest::prelude::*;
use pulldown_cmark::{Event, Parser, Tag};

proptest! {
    #[test]
    fn every_ident_is_one(text in any::<String>()) {
        let name = Ident::new(&text);
        prop_assert!(syn::parse_str::<syn::Ident>(name.as_str()).is_ok());
        prop_assert!(name.as_str().is_ascii());
    }

    #[test]
    fn a_literal_reads_back(text in any::<String>()) {
        let literal: syn::LitStr = syn::parse_str(StrLit::new(&text).as_str()).unwrap();
        prop_assert_eq!(literal.value(), text);
    }

    #[test]
    fn a_literal_hides_nothing(c in prop::char::range('\u{200b}', '\u{2070}')) {
        let literal = StrLit::new(&c.to_string());
        prop_assert!(!literal.as_str().contains(is_unsafe));
    }

    #[test]
    fn comments_hold_one_item(text in any::<String>()) {
        let file = syn::parse_file(&format!("{}\nstruct S;", DocText::new(&text))).unwrap();
        prop_assert_eq!(file.items.len(), 1);
    }

    #[test]
    fn code_spans_stay_on_their_line(text in any::<String>()) {
        prop_assert!(!CodeSpan::new(&text).as_str().contains(['\n', '\r']));
    }

    #[test]
    fn package_names_are_cargos(text in any::<String>()) {
        let name = PackageName::new(&text);
        prop_assert!(name.as_str().starts_with(|c: char| c.is_ascii_lowercase()));
        prop_assert!(name.as_str().chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-'));
    }

    #[test]
    fn a_toml_string_reads_back(text in any::<String>()) {
        let table: toml::Table = toml::from_str(&format!("k = {}", TomlStr::new(&text))).unwrap();
        prop_assert_eq!(table.len(), 1);
        prop_assert_eq!(table["k"].as_str(), Some(text.as_str()));
    }

    #[test]
    fn module_comments_hold_no_item(text in any::<String>()) {
        let file = syn::parse_file(ModuleDoc::new(&text).as_str()).unwrap();
        prop_assert!(file.items.is_empty());
    }

    #[test]
    fn nothing_ends_a_code_block_early(text in "(`|~|\n| |[a-z]|\\PC){0,40}") {
        let block = CodeBlock::new("text", &text);
        let source = format!("{block}\n");
        let events: Vec<Event<'_>> = Parser::new(&source).collect();
        let held: String = events.iter().filter_map(|event| match event {
            Event::Text(text) => Some(text.as_ref()),
            _ => None,
        }).collect();
        prop_assert!(matches!(events.first(), Some(Event::Start(Tag::CodeBlock(_)))), "{:?}", events);
        prop_assert_eq!(events.iter().filter(|event| matches!(event, Event::Start(_))).count(), 1);
        let seen = visible(&text);
        prop_assert_eq!(held.trim_end_matches('\n'), seen.trim_end_matches('\n'));
    }

    #[test]
    fn nothing_ends_a_code_span_early(text in "(`|[|]| |[a-z]|\\PC){0,40}") {
        let source = format!("a {} b", CodeSpan::new(&text));
        let codes = Parser::new(&source).filter(|event| matches!(event, Event::Code(_))).count();
        let others = Parser::new(&source).filter(|event| matches!(event, Event::Start(_))).count();
        prop_assert_eq!((codes, others), (1, 1), "{}", source);
    }

    #[test]
    fn file_names_stay_in_their_folder(text in any::<String>()) {
        let name = FileName::new(&text);
        prop_assert!(!name.as_str().is_empty() && !name.as_str().starts_with('.'));
        prop_assert!(!name.as_str().contains(['/', '\\', ':', '\0']));
    }

    #[test]
    fn no_text_hides_a_character(text in any::<String>()) {
        prop_assert!(!MarkdownText::new(&text).as_str().contains(|c| c != '\n' && c != '\t' && is_unsafe(c)));
    }
}
