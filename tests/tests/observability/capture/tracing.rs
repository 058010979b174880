//! A `tracing` subscriber that keeps everything.

use std::collections::BTreeSet;
use std::fmt::{Debug, Write};
use std::sync::{Arc, Mutex, PoisonError};
use tracing::field::{Field, Visit};
use tracing::span::{Attributes, Id, Record};
use tracing::{Event, Metadata, Subscriber};

/// What came: names of spans, messages of events, names of fields, and all of it as text.
#[derive(Clone, Debug, Default)]
pub(crate) struct Seen {
    pub(crate) spans: BTreeSet<String>,
    pub(crate) events: BTreeSet<String>,
    pub(crate) fields: BTreeSet<String>,
    pub(crate) text: String,
}

/// The subscriber; clones share what they saw.
#[derive(Clone, Debug, Default)]
pub(crate) struct Capture(Arc<Mutex<Seen>>);

impl Capture {
    pub(crate) fn seen(&self) -> Seen {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

impl Subscriber for Capture {
    fn enabled(&self, metadata: &Metadata<'_>) -> bool {
        metadata.target() == "authwright"
    }

    fn new_span(&self, span: &Attributes<'_>) -> Id {
        let mut seen = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        seen.spans.insert(span.metadata().name().to_owned());
        span.record(&mut *seen);
        Id::from_u64(1)
    }

    fn record(&self, _: &Id, values: &Record<'_>) {
        values.record(&mut *self.0.lock().unwrap_or_else(PoisonError::into_inner));
    }

    fn record_follows_from(&self, _: &Id, _: &Id) {}

    fn event(&self, event: &Event<'_>) {
        event.record(&mut *self.0.lock().unwrap_or_else(PoisonError::into_inner));
    }

    fn enter(&self, _: &Id) {}

    fn exit(&self, _: &Id) {}
}

impl Visit for Seen {
    fn record_debug(&mut self, field: &Field, value: &dyn Debug) {
        let value = format!("{value:?}");
        write!(self.text, "{}={};", field.name(), value.trim_matches('"')).ok();
        if field.name() == "message" {
            self.events.insert(value);
        } else {
            self.fields.insert(field.name().to_owned());
        }
    }
}
