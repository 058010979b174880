//! What a finished process cost, by the operating system's own account.

use std::io;
use std::process::{Command, ExitStatus, Stdio};
use std::time::{Duration, Instant};

use wait4::Wait4 as _;

/// What one process cost, from its start to its end.
#[derive(Clone, Copy, Debug)]
pub struct Cost {
    /// User and system time, of all threads.
    pub cpu: Duration,
    /// From just before the start to just after the end.
    pub wall: Duration,
    /// The most memory that was resident, in bytes.
    pub peak: u64,
}

/// Runs a command; what it prints is thrown away.
pub fn run(command: &mut Command) -> io::Result<(Cost, ExitStatus)> {
    let begin = Instant::now();
    let mut child = command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()).spawn()?;
    let ended = child.wait4()?;
    let wall = begin.elapsed();
    let cost = Cost { cpu: ended.rusage.utime + ended.rusage.stime, wall, peak: ended.rusage.maxrss };
    Ok((cost, ended.status))
}

/// The medians of several runs, each figure for itself, and the last run's status. `make` gives the command of a run.
pub fn median(runs: usize, mut make: impl FnMut(usize) -> Command) -> io::Result<(Cost, ExitStatus)> {
    let (first, mut status) = run(&mut make(0))?;
    let mut costs = vec![first];
    for number in 1..runs {
        let (cost, ended) = run(&mut make(number))?;
        costs.push(cost);
        status = ended;
    }
    let cost = Cost {
        cpu: middle(costs.iter().map(|cost| cost.cpu)).unwrap_or_default(),
        wall: middle(costs.iter().map(|cost| cost.wall)).unwrap_or_default(),
        peak: middle(costs.iter().map(|cost| cost.peak)).unwrap_or_default(),
    };
    Ok((cost, status))
}

/// The median.
pub fn middle<T: Ord>(values: impl Iterator<Item = T>) -> Option<T> {
    let mut values: Vec<T> = values.collect();
    values.sort_unstable();
    let at = values.len() / 2;
    values.into_iter().nth(at)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_process_is_accounted_for() {
        let (cost, status) = median(3, |_| Command::new("true")).expect("every system has it");
        assert!(status.success() && cost.peak > 0 && cost.wall > Duration::ZERO, "{cost:?}");
    }

    #[test]
    fn the_middle_is_the_median() {
        assert_eq!(middle([5, 1, 9].into_iter()), Some(5));
        assert_eq!(middle(std::iter::empty::<u8>()), None);
    }
}
