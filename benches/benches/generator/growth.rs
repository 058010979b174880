//! Time and memory by the size and the shape of a document.

use std::collections::BTreeMap;
use std::error::Error;
use std::fmt::Write as _;
use std::path::Path;
use std::process::Command;
use std::time::{Duration, Instant};

use benches::synthetic::{Shape, document};
use benches::{page, places, process};

/// How often each document is read, where that does not take longer than [`PATIENCE`]; medians are shown.
const RUNS: usize = 7;
/// How long one document may be measured.
const PATIENCE: Duration = Duration::from_secs(10);

/// A plot by its file's name.
pub type Plots = Vec<(&'static str, String)>;

/// A line of the table: which shapes, by what they differ, and the plot's file.
struct Series {
    title: &'static str,
    file: &'static str,
    shapes: Vec<(String, Shape)>,
}

/// The tables, one below the other, and the plots.
pub fn measure(folder: &Path) -> Result<(String, Plots), Box<dyn Error>> {
    let mut text = String::new();
    let mut plots = Plots::new();
    for Series { title, file, shapes } in series() {
        let mut bars = Vec::new();
        writeln!(
            text,
            "| {title} | size | load | to model | to verified files | peak memory |\n|---:|---:|---:|---:|---:|---:|"
        )?;
        for (label, shape) in shapes {
            let (row, all) = row(folder, &label, shape)?;
            text.push_str(&row);
            bars.push((label, all));
        }
        writeln!(text, "\n![Milliseconds by {title}](benchmarks/{file})\n")?;
        plots.push((
            file,
            page::bars(&format!("Milliseconds from document to verified files, by {title}"), "ms", &bars),
        ));
    }
    Ok((text, plots))
}

fn series() -> [Series; 4] {
    let base = Shape::default();
    let few = |values: &[usize]| {
        let most = if places::quick() { 3 } else { values.len() };
        values.iter().copied().take(most).collect::<Vec<usize>>()
    };
    let labelled = |values: &[usize], make: &dyn Fn(usize) -> Shape| {
        few(values).into_iter().map(|value| (value.to_string(), make(value))).collect::<Vec<_>>()
    };
    // The last is near the largest document that is read: these have more values for their size than real ones.
    let others = [100, 200, 500, 1000, 2000, 5000, 10_000, 20_000, 30_000, 34_000];
    let groups = [1, 10, 100, 300, 1000, 3000];
    [
        Series {
            title: "other operations",
            file: "growth.svg",
            shapes: labelled(&others, &|others| Shape { others, ..base }),
        },
        Series {
            title: "sign-ins",
            file: "growth-sign-ins.svg",
            shapes: labelled(&groups, &|sign_ins| Shape { sign_ins, ..base }),
        },
        Series {
            title: "depth",
            file: "growth-depth.svg",
            shapes: labelled(&[1, 10, 20, 40, 60], &|depth| Shape { depth, ..base }),
        },
        Series {
            title: "fan-out",
            file: "growth-fan-out.svg",
            shapes: labelled(&[1, 10, 100, 300, 1000], &|fan_out| Shape { fan_out, ..base }),
        },
    ]
}

/// A row, and the milliseconds of all stages together.
fn row(folder: &Path, label: &str, shape: Shape) -> Result<(String, f64), Box<dyn Error>> {
    let path = folder.join("synthetic.json");
    let text = document(shape);
    std::fs::write(&path, &text)?;
    let stages = median_of_stages(&path)?;
    let sum = |names: &[&str]| names.iter().filter_map(|name| stages.get(*name)).sum::<u64>();
    let load = sum(&["load"]);
    let model = load + sum(&["normalize", "select", "model"]);
    let all = model + sum(&["view", "render", "verify"]);
    let peak = stages.get("peak").copied().unwrap_or_default() / 1024;
    let row = format!(
        "| {label} | {} kB | {:.1} ms | {:.1} ms | {:.1} ms | {peak} MiB |\n",
        text.len() / 1000,
        to_ms(load),
        to_ms(model),
        to_ms(all)
    );
    Ok((row, to_ms(all)))
}

/// The median of each line that `stages` prints.
fn median_of_stages(path: &Path) -> Result<BTreeMap<String, u64>, Box<dyn Error>> {
    let mut all: BTreeMap<String, Vec<u64>> = BTreeMap::new();
    let begin = Instant::now();
    for run in 0..RUNS {
        if run > 0 && begin.elapsed() > PATIENCE {
            break;
        }
        let output = Command::new(env!("CARGO_BIN_EXE_stages")).arg(path).arg("verify").output()?;
        if !output.status.success() {
            return Err(String::from_utf8_lossy(&output.stderr).into_owned().into());
        }
        for line in String::from_utf8_lossy(&output.stdout).lines() {
            if let Some((stage, value)) = line.split_once(' ') {
                all.entry(stage.to_owned()).or_default().push(value.parse()?);
            }
        }
    }
    let middle = |values: Vec<u64>| process::middle(values.into_iter()).unwrap_or_default();
    Ok(all.into_iter().map(|(stage, values)| (stage, middle(values))).collect())
}

fn to_ms(nanoseconds: u64) -> f64 {
    Duration::from_nanos(nanoseconds).as_secs_f64() * 1e3
}
