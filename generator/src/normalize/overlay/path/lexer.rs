//! The characters of a path, one after the other.

pub(super) struct Lexer<'t> {
    rest: &'t str,
    length: usize,
}

impl<'t> Lexer<'t> {
    pub(super) fn new(text: &'t str) -> Self {
        Self { rest: text, length: text.len() }
    }

    pub(super) fn is_at_end(&self) -> bool {
        self.rest.is_empty()
    }

    pub(super) fn blanks(&mut self) {
        self.rest = self.rest.trim_start_matches([' ', '\t', '\n', '\r']);
    }

    /// Takes `token` where it comes next, after blanks.
    pub(super) fn take(&mut self, token: &str) -> bool {
        self.blanks();
        self.rest.strip_prefix(token).map(|rest| self.rest = rest).is_some()
    }

    pub(super) fn expect(&mut self, token: &str) -> Result<(), String> {
        if self.take(token) { Ok(()) } else { Err(self.fault(&format!("expected `{token}`"))) }
    }

    pub(super) fn peek(&mut self) -> Option<char> {
        self.blanks();
        self.rest.chars().next()
    }

    /// A name without quotes. RFC 9535 knows no hyphen in it; everybody writes `$.x-name` all the same.
    pub(super) fn name(&mut self) -> Option<&'t str> {
        let belongs =
            |character: char| character.is_alphanumeric() || matches!(character, '_' | '-') || !character.is_ascii();
        let end = self.rest.find(|character| !belongs(character)).unwrap_or(self.rest.len());
        let (name, rest) = self.rest.split_at_checked(end).filter(|(name, _)| !name.is_empty())?;
        self.rest = rest;
        Some(name)
    }

    /// A string in single or double quotes.
    pub(super) fn string(&mut self) -> Result<String, String> {
        let quote = self.rest.chars().next().filter(|character| matches!(character, '\'' | '"'));
        let quote = quote.ok_or_else(|| self.fault("expected a string"))?;
        let mut text = String::new();
        let mut characters = self.rest.char_indices().skip(1);
        while let Some((at, character)) = characters.next() {
            match character {
                '\\' => text.push(match characters.next() {
                    Some((_, 'n')) => '\n',
                    Some((_, 't')) => '\t',
                    Some((_, other)) if matches!(other, '\'' | '"' | '\\' | '/') => other,
                    _ => return Err(self.fault("no such escape")),
                }),
                end if end == quote => {
                    self.rest = self.rest.get(at + 1..).unwrap_or_default();
                    return Ok(text);
                }
                other => text.push(other),
            }
        }
        Err(self.fault("a string without its end"))
    }

    pub(super) fn number(&mut self) -> Option<&'t str> {
        self.blanks();
        let is_part = |character: char| character.is_ascii_digit() || matches!(character, '-' | '+' | '.' | 'e' | 'E');
        let end = self.rest.find(|character| !is_part(character)).unwrap_or(self.rest.len());
        let (number, rest) = self.rest.split_at_checked(end).filter(|(number, _)| !number.is_empty())?;
        self.rest = rest;
        Some(number)
    }

    pub(super) fn fault(&self, what: &str) -> String {
        format!("{what} at character {}", self.length - self.rest.len() + 1)
    }
}
