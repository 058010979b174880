//! Parsing: `hifijson` takes the text apart, this module builds the tree and refuses what it must not hold.

use hifijson::num::LexWrite as _;
use hifijson::str::LexWrite as _;
use hifijson::token::Lex as _;
use hifijson::{Expect, SliceLexer};

use super::escape::unescaped;
use super::{Json, JsonError, Number, Object};
use crate::Secret;

/// How deep lists and objects may be nested.
const DEPTH: usize = 128;

/// Parses a document. Names that occur twice in an object are refused, as are more than 128 levels; a byte order mark
/// is ignored (RFC 8259 section 8.1), and numbers beyond a float's range count as the largest one.
pub fn parse(text: &[u8]) -> Result<Json, JsonError> {
    let text = text.strip_prefix(b"\xef\xbb\xbf").unwrap_or(text);
    let mut lexer = SliceLexer::new(text);
    let read = lexer.exactly_one(SliceLexer::ws_peek, |first, lexer| value(first, lexer, DEPTH));
    read.map_err(|problem| explain(problem, text, lexer.as_slice()))
}

#[derive(Clone, Copy)]
enum Problem {
    Syntax,
    Duplicate,
}

impl From<Expect> for Problem {
    fn from(_: Expect) -> Self {
        Self::Syntax
    }
}

/// The class of the problem and its place, never the text.
fn explain(problem: Problem, text: &[u8], rest: &[u8]) -> JsonError {
    let what = match problem {
        Problem::Duplicate => "a name occurs twice in one object",
        Problem::Syntax if rest.is_empty() => "the JSON ends too early",
        Problem::Syntax => "this is not JSON, or nested too deeply",
    };
    let read = text.strip_suffix(rest).unwrap_or(text);
    let mut lines = read.split(|byte| *byte == b'\n');
    let column = lines.next_back().map_or(0, <[u8]>::len);
    let line = lines.count() + 1;
    JsonError::new(format!("{what} (line {line}, column {column})"))
}

/// The value whose first character was seen and not taken; `depth` levels may follow.
fn value(first: u8, lexer: &mut SliceLexer<'_>, depth: usize) -> Result<Json, Problem> {
    match first {
        b'"' => string(lexer, |text| Json::String(Secret::from(text))),
        b'{' => object(lexer, depth.checked_sub(1).ok_or(Problem::Syntax)?),
        b'[' => array(lexer, depth.checked_sub(1).ok_or(Problem::Syntax)?),
        b'-' | b'0'..=b'9' => number(lexer),
        b'a'..=b'z' => lexer.null_or_bool().map(|word| word.map_or(Json::Null, Json::Bool)).ok_or(Problem::Syntax),
        _ => Err(Problem::Syntax),
    }
}

fn array(lexer: &mut SliceLexer<'_>, depth: usize) -> Result<Json, Problem> {
    let mut items = Vec::new();
    lexer.discarded().seq(b']', SliceLexer::ws_peek, |first, lexer| {
        items.push(value(first, lexer, depth)?);
        Ok::<_, Problem>(())
    })?;
    Ok(Json::Array(items))
}

fn object(lexer: &mut SliceLexer<'_>, depth: usize) -> Result<Json, Problem> {
    let mut members = Vec::<(Box<str>, Json)>::new();
    lexer.discarded().seq(b'}', SliceLexer::ws_peek, |first, lexer| {
        if first != b'"' {
            return Err(Problem::Syntax);
        }
        let name = string(lexer, |text| Box::from(text))?;
        lexer.expect(SliceLexer::ws_peek, b':').ok_or(Problem::Syntax)?;
        let first = lexer.ws_peek().ok_or(Problem::Syntax)?;
        members.push((name, value(first, lexer, depth)?));
        Ok(())
    })?;
    if has_duplicate(&members) {
        return Err(Problem::Duplicate);
    }
    Ok(Json::Object(Object::from_members(members)))
}

/// What `make` makes of a string; the text itself is not kept.
fn string<T>(lexer: &mut SliceLexer<'_>, make: impl FnOnce(&str) -> T) -> Result<T, Problem> {
    let mut raw: &[u8] = &[];
    lexer.discarded().str_bytes(&mut raw).map_err(|_| Problem::Syntax)?;
    let text = std::str::from_utf8(raw).map_err(|_| Problem::Syntax)?;
    Ok(match unescaped(text) {
        Some(plain) => make(&plain),
        None => make(text),
    })
}

fn number(lexer: &mut SliceLexer<'_>) -> Result<Json, Problem> {
    let (text, parts) = lexer.num_string().validated().map_err(|_| Problem::Syntax)?;
    let whole = || text.parse().map(Number::Unsigned).or_else(|_| text.parse().map(i64::into)).ok();
    let exact = if parts.is_int() { whole() } else { None };
    Ok(Json::Number(exact.unwrap_or_else(|| Number::Float(float(text)))))
}

/// Numbers such as `1e400` are legal (RFC 8259 section 6), and none is worth a sign-in.
fn float(text: &str) -> f64 {
    const LARGEST: f64 = 1e308;
    match text.parse() {
        Ok(number) if f64::is_finite(number) => number,
        _ if text.starts_with('-') => -LARGEST,
        _ => LARGEST,
    }
}

/// Sorts references to the names: linear comparison would let a hostile reply cost quadratic time.
fn has_duplicate(members: &[(Box<str>, Json)]) -> bool {
    let mut names: Vec<&str> = members.iter().map(|(name, _)| &**name).collect();
    names.sort_unstable();
    names.windows(2).any(|pair| matches!(pair, [one, other] if one == other))
}

#[cfg(test)]
mod tests {
    use super::parse;
    use crate::json::{Json, Number, write};
    use proptest::prelude::{prop_assert, prop_assert_eq, proptest};

    fn problem(text: &str) -> String {
        parse(text.as_bytes()).unwrap_err().to_string()
    }

    #[test]
    fn duplicate_names_are_refused() {
        assert_eq!(problem(r#"{"a":1,"b":{"c":1,"c":2}}"#), "a name occurs twice in one object (line 1, column 24)");
        assert!(problem(r#"{"a":1,"\u0061":2}"#).starts_with("a name occurs twice"));
    }

    #[test]
    fn broken_text_is_refused_without_repeating_it() {
        for text in
            ["", "{\"a\":", "{\"a\":hunter2}", "[1] x", "\"\\ud8\"", "{\"a\":1e}", "\"\u{1}\"", "[1,]", "01", "nul"]
        {
            assert!(!problem(text).contains("hunter2"), "{text}");
        }
        assert_eq!(problem("{\n\"a\": "), "the JSON ends too early (line 2, column 5)");
        assert_eq!(problem("[1\n,x]"), "this is not JSON, or nested too deeply (line 2, column 2)");
        assert!(parse(b"\"\xff\"").is_err() && parse(b"{\"\xc3\":1}").is_err());
    }

    #[test]
    fn numbers_are_exact_where_they_are_whole() {
        let number = |text: &str| parse(text.as_bytes()).unwrap().as_number().unwrap();
        assert_eq!(number("18446744073709551615"), Number::Unsigned(u64::MAX));
        assert_eq!(number("18446744073709551616"), Number::Float(18_446_744_073_709_551_616.0));
        assert_eq!(number("-9223372036854775808"), Number::Signed(i64::MIN));
        assert_eq!(number("-0"), Number::Unsigned(0));
        assert_eq!((number("1e2"), number("-0.5")), (Number::Float(100.0), Number::Float(-0.5)));
        assert_eq!((number("1e400"), number("-1E+999")), (Number::Float(1e308), Number::Float(-1e308)));
        assert_eq!(number(&"9".repeat(400)), Number::Float(1e308));
    }

    #[test]
    fn depth_is_limited() {
        let nested = |levels| format!("{}{}", "[".repeat(levels), "]".repeat(levels));
        assert!(parse(nested(128).as_bytes()).is_ok());
        assert!(problem(&nested(129)).starts_with("this is not JSON"));
        assert!(problem(&"[{\"a\":".repeat(100_000)).starts_with("this is not JSON"));
    }

    #[test]
    fn a_byte_order_mark_is_ignored() {
        assert_eq!(parse(b"\xef\xbb\xbfnull").unwrap(), Json::Null);
    }

    proptest! {
        /// The most used parser says what is JSON. Halves of pairs are not in the alphabet: it refuses what RFC 8259 allows.
        #[test]
        fn accepts_what_serde_json_accepts(text in r#"[\[{"]?([\[\]{}:,"\\u0012abeE.\-+ ]|\\u00e9|\\n|null|true|false|é|\x01|"a":|1e2,){0,24}"#) {
            let theirs = serde_json::from_str::<serde_json::Value>(&text);
            match (parse(text.as_bytes()), theirs) {
                (Ok(ours), Ok(theirs)) => {
                    let again: serde_json::Value = serde_json::from_slice(&write(&ours)).expect("what is written is JSON");
                    prop_assert_eq!(again, theirs);
                }
                (Ok(_), Err(error)) => prop_assert!(error.to_string().starts_with("number out of range"), "{text}: {error}"),
                (Err(error), Ok(_)) => prop_assert!(error.to_string().starts_with("a name occurs twice"), "{text}: {error}"),
                (Err(_), Err(_)) => {}
            }
        }
    }
}
