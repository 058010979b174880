//! From the text of a path to its segments.

use super::{Comparison, Operand, Path, Query, Segment, Selector, Test, lexer::Lexer};

/// Filters within filters that are followed.
const DEEPEST: usize = 16;

/// The longest path that is read.
const LONGEST: usize = 4096;

pub(super) fn parse(text: &str) -> Result<Path, String> {
    if text.len() > LONGEST {
        return Err(format!("it is longer than {LONGEST} bytes"));
    }
    let mut lexer = Lexer::new(text);
    lexer.expect("$")?;
    let path = segments(&mut lexer, 0)?;
    lexer.blanks();
    if lexer.is_at_end() { Ok(path) } else { Err(lexer.fault("unexpected text")) }
}

fn segments(lexer: &mut Lexer<'_>, depth: usize) -> Result<Path, String> {
    let mut segments = Vec::new();
    loop {
        let descends = lexer.take("..");
        let selectors = if lexer.take("[") {
            bracket(lexer, depth)?
        } else if descends || lexer.take(".") {
            vec![shorthand(lexer)?]
        } else {
            return Ok(Path(segments));
        };
        segments.push(Segment { descends, selectors });
    }
}

fn shorthand(lexer: &mut Lexer<'_>) -> Result<Selector, String> {
    if lexer.take("*") {
        return Ok(Selector::Wildcard);
    }
    let name = lexer.name().ok_or_else(|| lexer.fault("expected a name or `*`"))?;
    Ok(Selector::Name(name.to_owned()))
}

fn bracket(lexer: &mut Lexer<'_>, depth: usize) -> Result<Vec<Selector>, String> {
    let mut selectors = Vec::new();
    loop {
        selectors.push(selector(lexer, depth)?);
        if !lexer.take(",") {
            lexer.expect("]")?;
            return Ok(selectors);
        }
    }
}

fn selector(lexer: &mut Lexer<'_>, depth: usize) -> Result<Selector, String> {
    match lexer.peek() {
        Some('\'' | '"') => lexer.string().map(Selector::Name),
        Some('*') => {
            lexer.expect("*")?;
            Ok(Selector::Wildcard)
        }
        Some('?') => {
            lexer.expect("?")?;
            or(lexer, depth + 1).map(Selector::Filter)
        }
        _ => slice(lexer),
    }
}

fn slice(lexer: &mut Lexer<'_>) -> Result<Selector, String> {
    let start = integer(lexer)?;
    if !lexer.take(":") {
        return start.map(Selector::Index).ok_or_else(|| lexer.fault("expected a name, a number, `*` or `?`"));
    }
    let end = integer(lexer)?;
    let step = if lexer.take(":") { integer(lexer)?.unwrap_or(1) } else { 1 };
    Ok(Selector::Slice { start, end, step })
}

fn integer(lexer: &mut Lexer<'_>) -> Result<Option<i64>, String> {
    match lexer.number() {
        None => Ok(None),
        Some(number) => number.parse().map(Some).map_err(|_| lexer.fault("expected a whole number")),
    }
}

fn or(lexer: &mut Lexer<'_>, depth: usize) -> Result<Test, String> {
    if depth > DEEPEST {
        return Err(lexer.fault("conditions are nested too deeply"));
    }
    let mut tests = vec![and(lexer, depth)?];
    while lexer.take("||") {
        tests.push(and(lexer, depth)?);
    }
    Ok(if tests.len() == 1 { tests.remove(0) } else { Test::Or(tests) })
}

fn and(lexer: &mut Lexer<'_>, depth: usize) -> Result<Test, String> {
    let mut tests = vec![basic(lexer, depth)?];
    while lexer.take("&&") {
        tests.push(basic(lexer, depth)?);
    }
    Ok(if tests.len() == 1 { tests.remove(0) } else { Test::And(tests) })
}

fn basic(lexer: &mut Lexer<'_>, depth: usize) -> Result<Test, String> {
    if lexer.take("!") {
        if depth > DEEPEST {
            return Err(lexer.fault("conditions are nested too deeply"));
        }
        return Ok(Test::Not(Box::new(basic(lexer, depth + 1)?)));
    }
    if lexer.take("(") {
        let test = or(lexer, depth + 1)?;
        lexer.expect(")")?;
        return Ok(test);
    }
    let left = operand(lexer, depth)?;
    let comparisons = [
        ("==", Comparison::Equal),
        ("!=", Comparison::Unequal),
        ("<=", Comparison::LessOrEqual),
        (">=", Comparison::GreaterOrEqual),
        ("<", Comparison::Less),
        (">", Comparison::Greater),
    ];
    match (comparisons.into_iter().find(|(token, _)| lexer.take(token)), left) {
        (Some((_, comparison)), left) => Ok(Test::Compare(left, comparison, operand(lexer, depth)?)),
        (None, Operand::Query(query)) => Ok(Test::Exists(query)),
        (None, _) => Err(lexer.fault("expected a comparison")),
    }
}

fn operand(lexer: &mut Lexer<'_>, depth: usize) -> Result<Operand, String> {
    match lexer.peek() {
        Some('\'' | '"') => lexer.string().map(Operand::Text),
        Some('@' | '$') => {
            let from_root = lexer.take("$");
            if !from_root {
                lexer.expect("@")?;
            }
            segments(lexer, depth).map(|path| Operand::Query(Query { from_root, path }))
        }
        Some('-' | '0'..='9') => {
            let number = lexer.number().and_then(|number| number.parse::<f64>().ok());
            number.map(Operand::Number).ok_or_else(|| lexer.fault("expected a number"))
        }
        _ => match lexer.name() {
            Some("true") => Ok(Operand::Boolean(true)),
            Some("false") => Ok(Operand::Boolean(false)),
            Some("null") => Ok(Operand::Null),
            Some(name) => Err(lexer.fault(&format!("functions such as `{name}` are not supported: the fault is"))),
            None => Err(lexer.fault("expected `@`, `$`, a string, a number, true, false or null")),
        },
    }
}
