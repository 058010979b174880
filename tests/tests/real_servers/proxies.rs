//! Proxies that the environment names.

use std::process::Command;
use tests::mock::Mock;
use tests::process::Process;
use tests::servers::token_pair::{Counts, Options, TokenPair};
use tests::wire::Answer;

#[test]
fn no_proxy_of_the_environment_sees_what_is_not_encrypted() {
    let (proxy, server) = (Mock::new(|_| Answer::status(502)), TokenPair::start(Options::default()));
    let folder = tempfile::tempdir().expect("a temporary folder");
    let store = folder.path().join("tokens").display().to_string();
    let mut command = Command::new(env!("CARGO_BIN_EXE_helper"));
    for name in ["ALL_PROXY", "HTTPS_PROXY", "HTTP_PROXY", "all_proxy", "https_proxy", "http_proxy"] {
        command.env(name, proxy.url());
    }
    command.env_remove("NO_PROXY").env_remove("no_proxy").args(["token", &store, &server.url()]);
    let (_process, lines) = Process::spawn(&mut command).expect("the program starts");
    let said: Vec<_> = lines.iter().collect();
    assert!(said.last().is_some_and(|line| line.starts_with("token 1 ")), "{said:?}");
    assert_eq!((proxy.requests().len(), server.counts()), (0, Counts { issued: 1, ..Counts::default() }));
}
