//! The rows of the table.

use std::sync::Arc;
use std::time::{Duration, Instant};

use crate::endpoint::Endpoint;
use crate::subject::{Make, Subject, per_round};

/// One subject's figures.
#[derive(Clone, Debug)]
pub struct Row {
    /// Name and version.
    pub name: String,
    /// Nanoseconds per token from the cache.
    pub cached_ns: f64,
    /// Nanoseconds per header value from the cache.
    pub header_ns: f64,
    /// Nanoseconds per token from the cache, 64 tasks on two threads: the time of all, divided by what they got.
    pub crowd_ns: f64,
    /// 10,000 callers without a token.
    pub herd: Herd,
    /// 100 callers while the endpoint answers 503.
    pub failing: Herd,
    /// A valid token inside the window, endpoint down.
    pub outage: String,
    /// The longest wait for a token that is still valid while the endpoint takes 500 ms.
    pub stall: Duration,
    /// 100 callers whose requests were answered with 401, or why that cannot be told.
    pub stale: Result<Herd, &'static str>,
}

/// What a crowd of callers cost.
#[derive(Clone, Copy, Debug)]
pub struct Herd {
    /// Requests that reached the endpoint.
    pub requests: u64,
    /// Until the last caller had an answer.
    pub time: Duration,
    /// Callers that got a token; after a 401, another than the refused.
    pub served: usize,
}

/// All rows of one subject.
pub async fn row(make: &Make) -> Result<Row, String> {
    let endpoint = Endpoint::start().await.map_err(|error| error.to_string())?;
    let subject = make(&endpoint.url()).await?;
    subject.token().await?;
    let cached_ns = cached(&*subject).await?;
    let header_ns = least(|| subject.header(ROUNDS)).await?;
    let crowd_ns = crowd(&subject).await?;
    Ok(Row {
        name: subject.name(),
        cached_ns,
        header_ns,
        crowd_ns,
        herd: herd(make, &endpoint, 200, 10_000).await?,
        failing: herd(make, &endpoint, 503, 100).await?,
        outage: outage(make, &endpoint).await?,
        stall: stall(make, &endpoint).await?,
        stale: stale(make, &endpoint).await?,
    })
}

/// Rounds of one mean: so few that it often ends before the thread is taken off its processor.
const ROUNDS: u32 = 2_000;
/// Means, of which the least counts: what else the machine does only ever adds.
const MEANS: u32 = 300;
/// Tasks that ask at the same time.
const TASKS: u32 = 64;

async fn cached(subject: &dyn Subject) -> Result<f64, String> {
    least(|| subject.cached(ROUNDS)).await
}

async fn least<F: Future<Output = Result<f64, String>>>(mut mean: impl FnMut() -> F) -> Result<f64, String> {
    let mut least = f64::INFINITY;
    for _ in 0..MEANS {
        least = least.min(mean().await?);
    }
    Ok(least)
}

async fn crowd(subject: &Arc<dyn Subject>) -> Result<f64, String> {
    least(|| async {
        let rounds = ROUNDS / 4;
        let begin = Instant::now();
        let one = |subject: Arc<dyn Subject>| async move { subject.cached(rounds).await };
        let tasks: Vec<_> = (0..TASKS).map(|_| tokio::spawn(one(Arc::clone(subject)))).collect();
        for task in tasks {
            task.await.map_err(|error| error.to_string())??;
        }
        Ok(per_round(begin, rounds * TASKS))
    })
    .await
}

/// Every caller's request was answered with 401 although its token has not ended.
async fn stale(make: &Make, endpoint: &Endpoint) -> Result<Result<Herd, &'static str>, String> {
    const CALLERS: usize = 100;
    endpoint.lifetime(Duration::from_secs(3600));
    let subject = make(&endpoint.url()).await?;
    subject.token().await?;
    endpoint.refuse_issued();
    endpoint.take_requests();
    let begin = Instant::now();
    let storm = match subject.stale(CALLERS) {
        Ok(storm) => storm,
        Err(why) => return Ok(Err(why)),
    };
    let served = storm.await?;
    Ok(Ok(Herd { requests: endpoint.take_requests(), time: begin.elapsed(), served }))
}

async fn herd(make: &Make, endpoint: &Endpoint, status: u16, callers: usize) -> Result<Herd, String> {
    endpoint.status(status);
    endpoint.delay(Duration::from_millis(50));
    endpoint.lifetime(Duration::from_secs(3600));
    let subject = make(&endpoint.url()).await?;
    endpoint.take_requests();
    let begin = Instant::now();
    let calls: Vec<_> = (0..callers)
        .map(|_| {
            let subject = Arc::clone(&subject);
            tokio::spawn(async move { tokio::time::timeout(Duration::from_secs(20), subject.token()).await })
        })
        .collect();
    let mut served = 0;
    for call in calls {
        served += usize::from(matches!(call.await, Ok(Ok(Ok(())))));
    }
    let time = begin.elapsed();
    endpoint.status(200);
    Ok(Herd { requests: endpoint.take_requests(), time, served })
}

/// Gives the subject a token that it will want to renew although it is valid.
async fn bring_into_window(subject: &dyn Subject, endpoint: &Endpoint) -> Result<(), String> {
    let (lifetime, age) = subject.inside_window();
    endpoint.lifetime(lifetime);
    subject.token().await?;
    tokio::time::sleep(age).await;
    Ok(())
}

async fn outage(make: &Make, endpoint: &Endpoint) -> Result<String, String> {
    let subject = make(&endpoint.url()).await?;
    bring_into_window(&*subject, endpoint).await?;
    endpoint.status(503);
    let answer = tokio::time::timeout(Duration::from_secs(10), subject.token()).await;
    endpoint.status(200);
    Ok(match answer {
        Ok(Ok(())) => "old token".to_owned(),
        Ok(Err(_)) => "error".to_owned(),
        Err(_) => "no answer in 10 s".to_owned(),
    })
}

async fn stall(make: &Make, endpoint: &Endpoint) -> Result<Duration, String> {
    let subject = make(&endpoint.url()).await?;
    bring_into_window(&*subject, endpoint).await?;
    endpoint.delay(Duration::from_millis(500));
    let mut longest = Duration::ZERO;
    for _ in 0..20 {
        let begin = Instant::now();
        // A refusal is not a stall; the outage row shows it.
        let _ = subject.token().await;
        longest = longest.max(begin.elapsed());
    }
    endpoint.delay(Duration::from_millis(50));
    Ok(longest)
}
