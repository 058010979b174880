//! Small changes to documents, the same for the same seed.

use crate::draw::Draw;

/// Pieces that matter to YAML, JSON, OpenAPI or Rust.
const PIECES: &[&str] = &[
    "{",
    "}",
    "[",
    "]",
    ":",
    ",",
    "\"",
    "'",
    "\n",
    "  ",
    "- ",
    "? ",
    "&a ",
    "*a",
    "<<: ",
    "!!str ",
    "|\n",
    "#",
    "---\n",
    "\\u0000",
    "\\ud800",
    "\u{202e}",
    "\u{feff}",
    "\u{0}",
    "\r",
    "null",
    "true",
    "[]",
    "{}",
    "-1",
    "1e999",
    "\"\"",
    "$ref",
    "#/",
    "~1",
    "%2f",
    "#/components/schemas/Token",
    "allOf",
    "oneOf",
    "anyOf",
    "properties",
    "required",
    "items",
    "enum",
    "const",
    "default",
    "nullable",
    "type",
    "object",
    "array",
    "string",
    "format",
    "description",
    "operationId",
    "security",
    "servers",
    "url",
    "paths",
    "responses",
    "200",
    "default",
    "content",
    "application/json",
    "schema",
    "in",
    "header",
    "query",
    "x-authwright",
    "role",
    "issue",
    "refresh",
    "swagger",
    "2.0",
    "openapi",
    "3.1.0",
    "access_token",
    "expires_in",
    "*/",
    "///",
    "```",
    "r#",
    "self",
    "}}",
    "{{",
    "{%",
    "\\\\",
];

/// Makes documents from documents.
#[derive(Debug)]
pub struct Mutator {
    draw: Draw,
}

impl Mutator {
    /// Begins with a seed.
    pub fn new(seed: u64) -> Self {
        Self { draw: Draw::new(seed) }
    }

    /// A changed copy of one of the documents.
    pub fn document(&mut self, seeds: &[Vec<u8>]) -> Vec<u8> {
        let mut bytes = seeds.get(self.draw.below(seeds.len())).cloned().unwrap_or_default();
        for _ in 0..=self.draw.below(6) {
            self.change(&mut bytes, seeds);
        }
        bytes
    }

    fn change(&mut self, bytes: &mut Vec<u8>, seeds: &[Vec<u8>]) {
        let length = bytes.len();
        let at = self.draw.below(length + 1);
        let reach = self.draw.below(64);
        let end = (at + reach).min(length);
        match self.draw.below(8) {
            0 => bytes.truncate(at),
            1 => drop(bytes.drain(at..end)),
            2 => {
                let piece = bytes.get(at..end).unwrap_or_default().to_vec();
                let to = self.draw.below(length + 1);
                bytes.splice(to..to, piece);
            }
            3 => {
                let other = seeds.get(self.draw.below(seeds.len())).map(Vec::as_slice).unwrap_or_default();
                let from = self.draw.below(other.len() + 1);
                let piece = other.get(from..(from + 200).min(other.len())).unwrap_or_default().to_vec();
                bytes.splice(at..end, piece);
            }
            4 => {
                let noise = u8::try_from(self.draw.below(256)).unwrap_or_default();
                if let Some(byte) = bytes.get_mut(at) {
                    *byte = noise;
                }
            }
            _ => {
                let piece = PIECES.get(self.draw.below(PIECES.len())).copied().unwrap_or_default();
                let end = if self.draw.below(2) == 0 { at } else { end };
                bytes.splice(at..end, piece.bytes());
            }
        }
    }
}
