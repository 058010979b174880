//! How far a long run has come: a line on the terminal that goes away again. Nothing where nobody watches.

use std::{
    io::{self, IsTerminal},
    sync::mpsc::{self, RecvTimeoutError, Sender},
    thread::{self, JoinHandle},
    time::Duration,
};

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use super::output::Printer;

/// A run that is done within this time shows nothing.
const PATIENCE: Duration = Duration::from_millis(400);

/// How often the line is drawn.
const TICK: Duration = Duration::from_millis(100);

/// The progress of one run over documents.
pub(super) struct Progress(Option<Shown>);

struct Shown {
    bar: ProgressBar,
    /// Dropped when the run is over.
    over: Sender<()>,
    watch: JoinHandle<()>,
}

impl Progress {
    /// The progress of a run over `documents`: shown where people look at standard error, and were not promised quiet.
    pub(super) fn new(printer: Printer, documents: usize) -> Self {
        if !printer.talks() || !io::stderr().is_terminal() {
            return Self(None);
        }
        let bar = ProgressBar::with_draw_target(u64::try_from(documents).ok(), ProgressDrawTarget::hidden());
        bar.set_style(style(documents));
        let (over, ended) = mpsc::channel();
        let drawn = bar.clone();
        let waiting = move || {
            if ended.recv_timeout(PATIENCE) == Err(RecvTimeoutError::Timeout) {
                drawn.set_draw_target(ProgressDrawTarget::stderr());
                drawn.enable_steady_tick(TICK);
                // Until the run is over; nothing is sent.
                let _ = ended.recv();
            }
        };
        Self(thread::Builder::new().spawn(waiting).ok().map(|watch| Shown { bar, over, watch }))
    }

    /// One document is done.
    pub(super) fn step(&self) {
        if let Some(shown) = &self.0 {
            shown.bar.inc(1);
        }
    }

    /// Takes the line away, so that answers can be printed.
    pub(super) fn end(self) {
        let Some(Shown { bar, over, watch }) = self.0 else { return };
        drop(over);
        // The thread does not panic; should it, there is only no line.
        let _ = watch.join();
        bar.finish_and_clear();
    }
}

/// One document has no parts to be counted.
fn style(documents: usize) -> ProgressStyle {
    let template = match documents {
        0 | 1 => "{spinner} reading the document, {elapsed}",
        _ => "{spinner} {bar:30} {pos} of {len} documents, {elapsed}",
    };
    ProgressStyle::with_template(template).unwrap_or_else(|_| ProgressStyle::default_bar())
}

#[cfg(test)]
mod tests {
    use super::style;

    #[test]
    fn the_line_says_how_far_it_is() {
        use indicatif::{ProgressBar, ProgressDrawTarget};
        for documents in [1, 40] {
            let bar = ProgressBar::with_draw_target(Some(documents), ProgressDrawTarget::hidden());
            bar.set_style(style(usize::try_from(documents).unwrap_or_default()));
            bar.inc(1);
            assert_eq!(bar.position(), 1);
        }
    }
}
