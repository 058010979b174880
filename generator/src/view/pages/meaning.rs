//! What fields are for in the life of a token, whatever the document calls them.

use std::collections::BTreeMap;

use super::super::fragment::CodeSpan;
use crate::model::{Expiry, FieldPath, Given, Input, Lifecycle, Step, TokenKind, TokenShape, TokenSource, Unit};

/// Sentences by path in a body.
#[derive(Clone, Debug, Default)]
pub(super) struct Meanings(BTreeMap<FieldPath, Meaning>);

/// What a field is for.
#[derive(Clone, Debug)]
pub(super) struct Meaning {
    /// In a sentence.
    pub(super) text: String,
    /// Whether the document cannot have said it.
    pub(super) news: bool,
}

impl Meanings {
    /// What is sent in a step of the lifecycle.
    pub(super) fn sent(lifecycle: &Lifecycle, step: &Step) -> Self {
        let mut out = BTreeMap::new();
        for (input, given) in &step.values {
            let Input::Body(path) = input else { continue };
            let said = match given {
                Given::Fixed(text) | Given::Json(text) => {
                    format!("The token source always sends {}.", CodeSpan::new(text))
                }
                Given::Credential(index) => match lifecycle.credentials.get(*index) {
                    Some(credential) => {
                        format!("What the program signs in with; read from {}.", CodeSpan::new(&credential.env))
                    }
                    None => continue,
                },
                Given::Token(TokenKind::Access) => "The access token of the session.".to_owned(),
                Given::Token(TokenKind::Refresh) => "The refresh token of the session.".to_owned(),
            };
            let news = !matches!(given, Given::Token(_));
            out.insert(path.clone(), Meaning { text: said, news });
        }
        Self(out)
    }

    /// What comes back.
    pub(super) fn received(shape: &TokenShape) -> Self {
        let mut out = BTreeMap::new();
        if let TokenSource::Field(path) = &shape.access {
            out.insert(path.clone(), "The access token.".to_owned());
        }
        let mut add = |path: &Option<FieldPath>, said: &str| {
            if let Some(path) = path {
                out.insert(path.clone(), said.to_owned());
            }
        };
        let refresh = match &shape.refresh {
            Some(TokenSource::Field(path)) => Some(path.clone()),
            _ => None,
        };
        add(&refresh, "The refresh token, which renews the session.");
        add(&shape.kind, "The type of the token.");
        add(&shape.scope, "The scope that was granted.");
        for (expiry, whose) in [(&shape.refresh_expiry, "refresh"), (&shape.expiry, "access")] {
            match expiry {
                Expiry::In(path, unit) => {
                    out.insert(path.clone(), format!("How long the {whose} token lives, in {}.", unit_name(*unit)));
                }
                Expiry::At(path, _) => {
                    out.insert(path.clone(), format!("When the {whose} token ends."));
                }
                Expiry::JwtExp | Expiry::Fixed(_) | Expiry::Unknown => {}
            }
        }
        Self(out.into_iter().map(|(path, text)| (path, Meaning { text, news: false })).collect())
    }

    /// What is at this path, where the lifecycle knows.
    pub(super) fn of(&self, path: &[&str]) -> Option<&Meaning> {
        let path = FieldPath(path.iter().map(|&name| name.to_owned()).collect());
        self.0.get(&path)
    }
}

/// A unit in words.
pub(super) fn unit_name(unit: Unit) -> &'static str {
    match unit {
        Unit::Seconds => "seconds",
        Unit::Milliseconds => "milliseconds",
        Unit::Minutes => "minutes",
        Unit::Hours => "hours",
        Unit::Days => "days",
    }
}
