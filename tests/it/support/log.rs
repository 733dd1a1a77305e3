//! Everything that the server logs while the tests run, down to its traces: nothing secret may be in it (C46).

use std::{
    fs::File,
    io::{BufRead, BufReader},
    path::PathBuf,
    sync::{LazyLock, Mutex},
};

use tempfile::TempDir;
use tracing_subscriber::EnvFilter;

use super::story::CANARY;
use crate::session::PASSWORD;

static FOLDER: LazyLock<TempDir> = LazyLock::new(|| tempfile::tempdir().unwrap());

fn file() -> PathBuf {
    FOLDER.path().join("log")
}

/// Writes the log to a file from here on.
pub fn keep() {
    let file = Mutex::new(File::create(file()).unwrap());
    tracing_subscriber::fmt().with_writer(file).with_env_filter(EnvFilter::new("nql=trace")).with_ansi(false).init();
    // It proves nothing about a log that is not written.
    tracing::info!(target: "nql", "kept");
}

/// Lines that have something in them that nobody may find in a log: what jurors wrote, who they are, passwords, tokens,
/// keys and their hashes.
pub fn secrets() -> Vec<String> {
    let secret = [CANARY, PASSWORD, "$argon2", "nqls_", "eyJ", "BON-7Q4X"];
    let lines: Vec<String> = BufReader::new(File::open(file()).unwrap()).lines().map(Result::unwrap).collect();
    assert!(lines.iter().any(|line| line.ends_with("kept")), "the log is not kept");
    lines.into_iter().filter(|line| secret.iter().any(|secret| line.contains(secret))).collect()
}
