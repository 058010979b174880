//! One pass over a JSON text: is it JSON, and where do its objects and arrays stand.

use std::ops::Range;

use super::{
    blanks,
    members::Members,
    string::{self, StringFault},
};
use crate::{
    diagnostic::{Code, Diagnostic},
    document::{FileId, Span, escape_token},
    load::Limits,
};

/// Where the objects and arrays of a text stand, in the order in which they begin.
#[derive(Default)]
pub(super) struct Tape(Vec<Container>);

#[derive(Clone, Copy)]
struct Container {
    start: u32,
    /// One past the closing bracket; 0 while it is open.
    end: u32,
    /// The number of the first container after this one and all within it.
    next: u32,
}

impl Tape {
    /// The bytes of a container.
    pub(super) fn range(&self, id: u32) -> Option<Range<usize>> {
        let container = self.0.get(id as usize)?;
        Some(container.start as usize..container.end as usize)
    }

    /// The number of the container after this one and all within it.
    pub(super) fn after(&self, id: u32) -> u32 {
        self.0.get(id as usize).map_or(u32::MAX, |container| container.next)
    }
}

/// Why a text is refused, and where.
#[derive(Debug)]
pub(super) struct Fault {
    code: Code,
    message: String,
    help: &'static str,
    at: usize,
    pointer: String,
}

impl Fault {
    pub(super) fn into_diagnostic(self, file: FileId) -> Diagnostic {
        let at = Span::new(file, self.at, self.at);
        Diagnostic::error(self.code, self.message, self.help).at(at).pointing(self.pointer)
    }
}

/// Checks `text` and records its containers.
pub(super) fn scan(text: &str, limits: &Limits) -> Result<Tape, Fault> {
    // Documents hold a container in 70 to 100 bytes; the record of a large one should not be copied while it grows, and
    // memory that is not written to costs nothing.
    let tape = Tape(Vec::with_capacity(text.len() / 64));
    let mut scanner = Scanner { text, bytes: text.as_bytes(), at: 0, tape, open: Vec::new(), values: 0, limits };
    match scanner.document() {
        Ok(()) => Ok(scanner.tape),
        Err((code, message, help)) => Err(Fault { code, message, help, at: scanner.at, pointer: scanner.pointer() }),
    }
}

type Refusal = (Code, String, &'static str);

/// A container that is open.
#[derive(Clone, Copy)]
struct Open {
    id: u32,
    close: u8,
    members: usize,
}

struct Scanner<'t> {
    text: &'t str,
    bytes: &'t [u8],
    at: usize,
    tape: Tape,
    /// The containers that are open, the outermost first.
    open: Vec<Open>,
    /// Values met so far, without the first member of each container.
    values: usize,
    limits: &'t Limits,
}

impl Scanner<'_> {
    fn document(&mut self) -> Result<(), Refusal> {
        loop {
            self.blanks();
            let opened = match self.peek() {
                Some(b'{') => self.open(b'}')?,
                Some(b'[') => self.open(b']')?,
                _ => {
                    self.scalar()?;
                    false
                }
            };
            if !opened && self.ended()? {
                return Ok(());
            }
        }
    }

    /// After a value: on to the next value, through as many closing brackets as stand here. Whether the text ended.
    fn ended(&mut self) -> Result<bool, Refusal> {
        loop {
            self.blanks();
            let Some(&mut Open { id, close, ref mut members }) = self.open.last_mut() else {
                return if self.at == self.bytes.len() { Ok(true) } else { Err(trailing()) };
            };
            match self.bytes.get(self.at).copied() {
                Some(b',') => {
                    *members += 1;
                    if *members > self.limits.members {
                        return Err(too_many("a list or mapping", self.limits.members));
                    }
                    self.values += 1;
                    self.at += 1;
                    if close == b'}' {
                        self.blanks();
                        self.key()?;
                    }
                    return Ok(false);
                }
                Some(byte) if byte == close => self.close(id),
                Some(_) => {
                    return Err(syntax(if close == b'}' { "expected `,` or `}`" } else { "expected `,` or `]`" }));
                }
                None => return Err(truncated()),
            }
        }
    }

    /// Opens a container and reads up to its first value; a container that is empty is closed: then `false`.
    fn open(&mut self, close: u8) -> Result<bool, Refusal> {
        if self.open.len() >= self.limits.depth {
            return Err(self.too_deep());
        }
        if self.values + self.tape.0.len() > self.limits.nodes {
            return Err(too_many("the document", self.limits.nodes));
        }
        // Both fit: a text of more than 4 GiB is never read.
        let id = u32::try_from(self.tape.0.len()).unwrap_or(u32::MAX);
        let start = u32::try_from(self.at).unwrap_or(u32::MAX);
        self.tape.0.push(Container { start, end: 0, next: 0 });
        self.open.push(Open { id, close, members: 1 });
        self.at += 1;
        self.blanks();
        if self.peek() == Some(close) {
            self.close(id);
            return Ok(false);
        }
        if close == b'}' {
            self.key()?;
        }
        Ok(true)
    }

    fn close(&mut self, id: u32) {
        self.at += 1;
        self.open.pop();
        let next = u32::try_from(self.tape.0.len()).unwrap_or(u32::MAX);
        if let Some(container) = self.tape.0.get_mut(id as usize) {
            container.end = u32::try_from(self.at).unwrap_or(u32::MAX);
            container.next = next;
        }
    }

    fn key(&mut self) -> Result<(), Refusal> {
        match self.peek() {
            Some(b'"') => self.string()?,
            Some(_) => return Err(syntax("expected a key in double quotes")),
            None => return Err(truncated()),
        }
        self.blanks();
        match self.peek() {
            Some(b':') => {
                self.at += 1;
                Ok(())
            }
            Some(_) => Err(syntax("expected `:` after the key")),
            None => Err(truncated()),
        }
    }

    fn scalar(&mut self) -> Result<(), Refusal> {
        match self.peek() {
            Some(b'"') => self.string(),
            Some(b'-' | b'0'..=b'9') => self.number(),
            Some(b't') => self.word("true"),
            Some(b'f') => self.word("false"),
            Some(b'n') => self.word("null"),
            Some(_) => Err(syntax("expected a value")),
            None => Err(truncated()),
        }
    }

    fn word(&mut self, word: &str) -> Result<(), Refusal> {
        if !self.bytes.get(self.at..).is_some_and(|rest| rest.starts_with(word.as_bytes())) {
            return Err(syntax("expected a value"));
        }
        self.at += word.len();
        Ok(())
    }

    fn string(&mut self) -> Result<(), Refusal> {
        match string::check(self.bytes, self.at) {
            Ok(end) => {
                self.at = end;
                Ok(())
            }
            Err((at, fault)) => {
                self.at = at;
                Err(match fault {
                    StringFault::Open => truncated(),
                    StringFault::Control => syntax("a control character stands unescaped in a string"),
                    StringFault::Escape => syntax("no such escape in a string"),
                    StringFault::Surrogate => syntax("half of a surrogate pair stands alone in a string"),
                })
            }
        }
    }

    fn number(&mut self) -> Result<(), Refusal> {
        if self.peek() == Some(b'-') {
            self.at += 1;
        }
        if self.peek() == Some(b'0') {
            self.at += 1;
        } else {
            self.digits()?;
        }
        if self.peek() == Some(b'.') {
            self.at += 1;
            self.digits()?;
        }
        if matches!(self.peek(), Some(b'e' | b'E')) {
            self.at += 1;
            if matches!(self.peek(), Some(b'+' | b'-')) {
                self.at += 1;
            }
            self.digits()?;
        }
        Ok(())
    }

    fn digits(&mut self) -> Result<(), Refusal> {
        let start = self.at;
        while matches!(self.peek(), Some(b'0'..=b'9')) {
            self.at += 1;
        }
        if self.at == start { Err(syntax("expected a digit")) } else { Ok(()) }
    }

    fn blanks(&mut self) {
        self.at = blanks::skip(self.bytes, self.at);
    }

    fn peek(&self) -> Option<u8> {
        self.bytes.get(self.at).copied()
    }

    fn too_deep(&self) -> Refusal {
        let message = format!("values are nested more than {} levels deep", self.limits.depth);
        let help = "flatten the document: move the inner parts to `components` and refer to them";
        (Code::TooDeep, message, help)
    }

    /// The pointer of the place that has been reached.
    fn pointer(&self) -> String {
        let mut pointer = String::new();
        let inner = self.open.iter().skip(1).map(|open| self.tape.range(open.id).map_or(self.at, |range| range.start));
        let targets = inner.chain([self.at]);
        for (&Open { id, close, .. }, target) in self.open.iter().zip(targets) {
            let start = self.tape.range(id).map_or(0, |range| range.start);
            let mut members = Members::new(self.text, &self.tape, id, start, self.at.max(start));
            let reached = members.by_ref().take_while(|member| member.value.start < target).count();
            let token = match members.last_key() {
                Some(key) if close == b'}' => {
                    escape_token(&string::decode(self.text.get(key).unwrap_or_default())).into_owned()
                }
                _ => reached.to_string(),
            };
            pointer.push('/');
            pointer.push_str(&token);
        }
        pointer
    }
}

fn too_many(what: &str, limit: usize) -> Refusal {
    let message = format!("{what} holds more than {limit} values");
    (Code::TooLarge, message, "give the API description itself, not a dump of data")
}

fn syntax(what: &str) -> Refusal {
    (Code::Syntax, format!("this is not valid JSON: {what}"), "correct the JSON at this place")
}

fn truncated() -> Refusal {
    (Code::Syntax, "the JSON ends in the middle".to_owned(), "give the whole file: it seems to have been cut off")
}

fn trailing() -> Refusal {
    let message = "more text follows after the JSON document".to_owned();
    (Code::Syntax, message, "remove what stands after the closing bracket")
}
