use proptest::prelude::*;

use super::{Path, Step};
use crate::normalize::tests::document;

const STORE: &str = "
books:
  - {title: a, price: 8, tags: [x]}
  - {title: b, price: 12, isbn: '1'}
  - {title: c, price: 20, isbn: '2'}
paths: {/auth/token: {post: {x-a: 1, tags: [auth]}, get: {tags: [other]}}}
";

fn found(path: &str) -> String {
    let path = Path::parse(path).expect("a path");
    let ways = path.find(&document(STORE).root).into_iter().map(|steps| {
        let step = |step: Step| match step {
            Step::Name(name) => format!("/{name}"),
            Step::Item(at) => format!("/{at}"),
        };
        steps.into_iter().map(step).collect::<String>()
    });
    ways.collect::<Vec<_>>().join(" ")
}

#[test]
fn paths_find_what_the_rfc_says() {
    for (path, places) in [
        ("$", ""),
        ("$.books[0].title", "/books/0/title"),
        ("$['paths']['/auth/token'].post.x-a", "/paths//auth/token/post/x-a"),
        ("$.paths.*.post", "/paths//auth/token/post"),
        ("$.paths[*][*].tags", "/paths//auth/token/post/tags /paths//auth/token/get/tags"),
        ("$..title", "/books/0/title /books/1/title /books/2/title"),
        ("$..tags[0]", "/books/0/tags/0 /paths//auth/token/post/tags/0 /paths//auth/token/get/tags/0"),
        ("$.books[-1].title", "/books/2/title"),
        ("$.books[1:].title", "/books/1/title /books/2/title"),
        ("$.books[::-2].price", "/books/2/price /books/0/price"),
        ("$.books[0,2].title", "/books/0/title /books/2/title"),
        ("$.books[?(@.price == 12)].title", "/books/1/title"),
        ("$.books[?@.isbn && @.price < 20].title", "/books/1/title"),
        ("$.books[?(!@.isbn || @.title == \"c\")].title", "/books/0/title /books/2/title"),
        ("$.books[?@.isbn == '2'].title", "/books/2/title"),
        ("$.books[?@.price >= $.books[1].price].title", "/books/1/title /books/2/title"),
        ("$.paths.*[?@.tags[0] == 'auth']", "/paths//auth/token/post"),
        ("$.books[?@.tags]", "/books/0"),
        ("$.nothing", ""),
        ("$.books[7]", ""),
    ] {
        assert_eq!(found(path), places, "{path}");
    }
    assert_eq!(Path::parse("$").map(|path| path.find(&document(STORE).root).len()), Ok(1));
}

#[test]
fn what_is_not_understood_is_refused_with_its_place() {
    for (path, fault) in [
        ("", "expected `$` at character 1"),
        ("paths", "expected `$` at character 1"),
        ("$.", "expected a name or `*` at character 3"),
        ("$[", "expected a name, a number, `*` or `?` at character 3"),
        ("$['a", "a string without its end at character 3"),
        ("$[?length(@.a) > 1]", "functions such as `length` are not supported: the fault is at character 10"),
        ("$.a b", "unexpected text at character 5"),
    ] {
        assert_eq!(Path::parse(path).err().as_deref(), Some(fault), "{path}");
    }
    assert!(Path::parse(&format!("$[?{}", "(".repeat(1000))).is_err());
    assert!(Path::parse(&format!("$[?{}", "!".repeat(1000))).is_err());
}

proptest! {
    #[test]
    fn no_text_panics(text in r#"\$[\[\]().*?@$!&|=<>'"a-z0-9:,\\ -]{0,40}"#) {
        if let Ok(path) = Path::parse(&text) {
            path.find(&document(STORE).root);
        }
    }
}
