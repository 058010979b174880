//! The bodies that no client may swallow whole.

use flate2::{Compress, Compression, FlushCompress};
use std::io::Write;
use std::net::TcpStream;
use std::sync::OnceLock;

/// A token given twice: which one is meant?
pub(super) const DUPLICATE_KEY: &str = r#"{"access_token":"first","accessToken":"first","access_token":"second","accessToken":"second","token_type":"Bearer","expires_in":3600,"expiresIn":3600}"#;

/// The answer without the second half of its body.
pub(super) fn half(answer: &[u8]) -> &[u8] {
    let head = answer.windows(4).position(|window| window == b"\r\n\r\n").map_or(0, |at| at + 4);
    let kept = head + answer.len().saturating_sub(head) / 2;
    answer.get(..kept).unwrap_or(answer)
}

/// Writes a token that does not end, until the client hangs up.
pub(super) fn endless(stream: &mut TcpStream) -> std::io::Result<()> {
    stream.write_all(b"HTTP/1.1 200 OK\r\ncontent-type: application/json\r\n\r\n{\"access_token\":\"")?;
    let block = vec![b'A'; 65_536];
    loop {
        stream.write_all(&block)?;
    }
}

/// A gzip stream of `megabytes` times a million `A`.
///
/// Every block after the first is the same bytes, so it is packed once; the checksum is wrong, which only a client that has
/// already unpacked everything could notice.
pub(super) fn gzip_bomb(megabytes: usize) -> Vec<u8> {
    static BLOCKS: OnceLock<(Vec<u8>, Vec<u8>)> = OnceLock::new();
    let (first, next) = BLOCKS.get_or_init(|| {
        let mut packer = Compress::new(Compression::best(), false);
        let plain = vec![b'A'; 1_000_000];
        let mut pack = || {
            let mut out = Vec::with_capacity(100_000);
            packer.compress_vec(&plain, &mut out, FlushCompress::Sync).ok();
            out
        };
        (pack(), pack())
    });
    let mut out = vec![0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 255];
    out.extend_from_slice(first);
    for _ in 1..megabytes {
        out.extend_from_slice(next);
    }
    out.extend_from_slice(&[3, 0, 0, 0, 0, 0, 0, 0, 0, 0]);
    out
}
