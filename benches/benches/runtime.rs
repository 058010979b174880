//! `cargo bench -p benches --bench runtime [--features peers]`: the runtime, beside its peers, in one run. Writes the table
//! and the plot in `docs/benchmarks.md`.

use std::future::Future;
use std::hint::black_box;
use std::path::Path;
use std::pin::pin;
use std::sync::Arc;
use std::task::{Context, Waker};
use std::time::Instant;

use authwright::http::Request;
use authwright::{Clock, SystemClock};
use benches::{measure, ours, page, places};

const ROUNDS: u32 = 2_000;

/// How to read what the peers do.
const REMARKS: &str = "
Nanoseconds are the least of 300 short means. Each with its own defaults, retries too; a caller gives up after 20 s. azure_identity retries
while it holds the lock that all callers wait for, and after a 401 azure_core's policy asks the credential again, whose own cache still has the
refused token. octocrab and azure_core learn of a 401 from a request that they make themselves, which is in their time. The longest wait of
authwright is the start of the thread that its refresh runs on, once in a token's life; google-cloud-auth has a task that is always there.
Its header is `cached_header()`, which does not wait.
";

#[tokio::main(flavor = "multi_thread", worker_threads = 2)]
async fn main() -> Result<(), String> {
    let load = places::load();
    let mut subjects = vec![ours::make()];
    if cfg!(feature = "peers") {
        subjects.extend(peers());
    }
    let mut rows = Vec::new();
    for subject in &subjects {
        let row = measure::row(subject).await?;
        println!("{row:?}");
        rows.push(row);
    }
    let mut table = page::runtime_table(&rows, floor());
    table.push_str(&load);
    table.push('\n');
    if cfg!(not(feature = "peers")) {
        table.push_str(
            "\nThe peers are missing in this run: `cargo bench -p benches --bench runtime --features peers`.\n",
        );
    }
    if cfg!(feature = "peers") {
        table.push_str(REMARKS);
    }
    table.push_str(&cheapest_calls()?);
    table.push_str("\n![Nanoseconds per cached token](benchmarks/cached.svg)\n");
    println!("{table}");
    if places::quick() {
        return Ok(());
    }
    write(&table, &rows).map_err(|error| error.to_string())
}

#[cfg(feature = "peers")]
fn peers() -> Vec<benches::subject::Make> {
    benches::peers::all()
}

#[cfg(not(feature = "peers"))]
fn peers() -> Vec<benches::subject::Make> {
    Vec::new()
}

fn write(table: &str, rows: &[measure::Row]) -> std::io::Result<()> {
    let docs = Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs");
    let cached: Vec<(String, f64)> = rows.iter().map(|row| (row.name.clone(), row.cached_ns)).collect();
    std::fs::create_dir_all(docs.join("benchmarks"))?;
    std::fs::write(docs.join("benchmarks/cached.svg"), page::bars("Nanoseconds per cached token", "ns", &cached))?;
    page::replace_section(&docs.join("benchmarks.md"), "runtime", table)
}

/// The least that any cache can cost: one look at the clocks and one atomic snapshot.
fn floor() -> f64 {
    let snapshot = arc_swap::ArcSwap::from(Arc::new(1_u64));
    let clock = SystemClock;
    least(|| {
        black_box(clock.now());
        black_box(**snapshot.load());
    })
}

/// Our own ways to a token that is in the cache.
fn cheapest_calls() -> Result<String, String> {
    let url = serve_one_token().map_err(|error| error.to_string())?;
    let source = ours::source(&url)?;
    let token = authwright::block_on(source.token()).map_err(|error| error.to_string())?;
    let cached = least(|| drop(black_box(source.cached())));
    let blocking = least(|| drop(black_box(source.token_blocking())));
    let alone = least(|| drop(black_box(source.cached_header())));
    let header = least(|| drop(black_box(source.cached().map(|token| token.authorization_header()))));
    let again = least(|| drop(black_box(token.authorization_header())));
    let (mut parts, ()) = Request::get(format!("{url}/x")).body(()).map_err(|error| error.to_string())?.into_parts();
    let mut context = Context::from_waker(Waker::noop());
    let request = least(|| assert!(black_box(pin!(source.authorize(&mut parts)).poll(&mut context)).is_ready()));
    Ok(format!(
        "\n| authwright, ns per call | |\n|---|---:|\n| `cached()` | {cached:.0} |\n| `token_blocking()` | {blocking:.0} |\n\
         | `cached_header()` | {alone:.0} |\n| `cached()` and its header | {header:.0} |\n| the header of a token in hand | {again:.0} |\n\
         | `authorize()`, onto a request | {request:.0} |\n"
    ))
}

/// A plain thread that answers one request.
fn serve_one_token() -> std::io::Result<String> {
    use std::io::{Read, Write};
    let listener = std::net::TcpListener::bind("127.0.0.1:0")?;
    let url = format!("http://{}", listener.local_addr()?);
    std::thread::spawn(move || {
        let Ok((mut stream, _)) = listener.accept() else { return };
        let mut request = [0; 4096];
        // What was asked does not matter; that it was read does.
        let _ = stream.read(&mut request);
        let body = format!(r#"{{"access_token":"{}","token_type":"Bearer","expires_in":3600}}"#, "t".repeat(1200));
        let head = "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length";
        let _ = write!(stream, "{head}: {}\r\n\r\n{body}", body.len());
    });
    Ok(url)
}

/// Nanoseconds per call: the least of many short means, for what else the machine does only ever adds.
fn least(mut call: impl FnMut()) -> f64 {
    let mean = |_| {
        let begin = Instant::now();
        for _ in 0..ROUNDS {
            call();
        }
        begin.elapsed().as_secs_f64() * 1e9 / f64::from(ROUNDS)
    };
    (0..300).map(mean).fold(f64::INFINITY, f64::min)
}
