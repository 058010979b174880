//! The other process of the tests that need one.
//!
//! - `helper token STORE URL [refresh-only] [die STEP]` asks for a token and says what came: `token GENERATION HASH`.
//! - `helper clock URL FILE SETTING...` writes each setting to the file, by which `faketime` sets this process's clock, and says
//!   which token it then serves: `clock SETTING token GENERATION`.
//! - `helper saves STORE` saves one version after the other until it is killed, and says each that is saved.

use authwright::store::{FileStore, RedisStore, TokenStore};
use authwright::{StoreError, TokenSet, block_on, identity};
use std::process::ExitCode;
use std::sync::Arc;
use tests::dying::{DyingGrant, DyingStore, Fate, Step};
use tests::session::{PairGrant, SESSION};

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let done = match arguments.as_slice() {
        ["token", store, url, options @ ..] => token(store, url, options),
        ["clock", url, file, settings @ ..] => clock(url, file, settings),
        ["saves", store] => saves(store),
        _ => Err("usage: helper token STORE URL [refresh-only] [die STEP] | helper clock URL FILE SETTING... | helper saves STORE".to_owned()),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(problem) => {
            println!("error {problem}");
            ExitCode::FAILURE
        }
    }
}

/// `redis://...` or a folder.
fn open(store: &str) -> Result<Arc<dyn TokenStore>, StoreError> {
    if store.starts_with("redis://") {
        return Ok(Arc::new(RedisStore::open(store)?.lease(std::time::Duration::from_millis(500))));
    }
    Ok(Arc::new(FileStore::open(store)?))
}

fn token(store: &str, url: &str, options: &[&str]) -> Result<(), String> {
    let grant = PairGrant::new(url);
    let grant = if options.contains(&"refresh-only") { grant.refresh_only() } else { grant };
    let fate = Fate(options.iter().find_map(|name| Step::named(name)));
    let store = Arc::new(DyingStore { store: open(store).map_err(|error| error.to_string())?, fate });
    let source = authwright::TokenSource::builder(DyingGrant { grant, fate }).store(store).build();
    println!("asking");
    let token = source.token_blocking().map_err(|error| error.kind().name().to_owned())?;
    println!("token {} {}", token.generation().number(), identity(&[token.expose()]));
    Ok(())
}

fn clock(url: &str, file: &str, settings: &[&str]) -> Result<(), String> {
    let source = PairGrant::new(url).source().build();
    for setting in settings {
        std::fs::write(file, setting).map_err(|error| error.to_string())?;
        let token = source.token_blocking().map_err(|error| error.to_string())?;
        println!("clock {setting} token {}", token.generation().number());
    }
    Ok(())
}

fn saves(store: &str) -> Result<(), String> {
    let said = |error: StoreError| error.to_string();
    let (store, key) = (open(store).map_err(said)?, identity(&[SESSION]));
    let mut guard = block_on(store.lock(&key)).map_err(said)?;
    let mut record = block_on(guard.load()).map_err(said)?.unwrap_or_default();
    // Long enough that writing it takes more than one step of the disk.
    let long = "x".repeat(100_000);
    loop {
        let generation = record.generation().next();
        record = record.with_tokens(TokenSet::new(long.as_str()).with_generation(generation));
        block_on(guard.save(&record)).map_err(said)?;
        println!("saved {}", record.version());
    }
}
