//! A logger that remembers what every crate of the process logs, down to the level `debug`.

use std::sync::{Mutex, Once};

use log::{LevelFilter, Log, Metadata, Record};

struct Memory(Mutex<String>);

static MEMORY: Memory = Memory(Mutex::new(String::new()));

impl Log for Memory {
    fn enabled(&self, _: &Metadata<'_>) -> bool {
        true
    }

    fn log(&self, record: &Record<'_>) {
        self.0.lock().unwrap().extend([record.target(), " ", &record.args().to_string(), "\n"]);
    }

    fn flush(&self) {}
}

/// Remembers from now on.
pub(crate) fn remember() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        log::set_logger(&MEMORY).unwrap();
        log::set_max_level(LevelFilter::Debug);
    });
}

/// What was logged so far.
pub(crate) fn logged() -> String {
    MEMORY.0.lock().unwrap().clone()
}
