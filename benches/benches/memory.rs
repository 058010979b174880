//! `cargo bench -p benches --bench memory`: what a live token source holds, and what a cached token costs to ask for, by a
//! counting allocator. Writes its section of `docs/benchmarks.md`.

use std::error::Error;
use std::hint::black_box;

use allocation_counter::measure;
use authwright::{Expiry, Secret, TokenSet, TokenSource};
use benches::{ours, page, places};

/// How many token sources are alive at once.
const SOURCES: u32 = 1000;
/// The length of an access token, in bytes: that of a JWT with some claims.
const TOKEN: usize = 1200;

fn main() -> Result<(), Box<dyn Error>> {
    // What the first of all makes for the others, such as the transport's settings, is not each one's own.
    let first = source()?;
    let mut sources: Vec<TokenSource> = Vec::with_capacity(SOURCES as usize);
    let mut fault = None;
    let held = measure(|| {
        for _ in 0..SOURCES {
            match source() {
                Ok(source) => sources.push(source),
                Err(message) => fault = Some(message),
            }
        }
    });
    if let Some(message) = fault {
        return Err(message.into());
    }
    // What the first look of a thread makes is not each one's either.
    drop(black_box(first.cached()));
    let asked = measure(|| drop(black_box(first.cached())));
    let each = f64::from(i32::try_from(held.bytes_current)?) / f64::from(SOURCES);
    let text = format!(
        "A live token source with a token of {TOKEN} bytes and a refresh token holds {each:.0} bytes, in {:.1} allocations. A token \
         from its cache costs {} allocations.\n",
        f64::from(i32::try_from(held.count_current)?) / f64::from(SOURCES),
        asked.count_total
    );
    println!("== memory\n{text}");
    if !places::quick() {
        page::replace_section(&places::page(), "memory", &text)?;
    }
    Ok(())
}

/// A token source that has a token.
fn source() -> Result<TokenSource, String> {
    let source = ours::source("http://127.0.0.1:1")?;
    let tokens = TokenSet::new(Secret::new("t".repeat(TOKEN)))
        .with_refresh(Some(Secret::new("r".repeat(40)).into()))
        .with_expiry(Expiry::from_seconds(3600.0));
    authwright::block_on(source.sign_in(tokens)).map_err(|error| error.to_string())?;
    Ok(source)
}
