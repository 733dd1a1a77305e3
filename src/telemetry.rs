//! Logs. Nothing secret and nothing personal goes in: no tokens, no documents, no variables.

use std::{
    io::{IsTerminal, stderr},
    time::Duration,
};

use metrics_exporter_prometheus::{PrometheusBuilder, PrometheusHandle};
use tracing_subscriber::EnvFilter;

use crate::config::LogFormat;

/// Starts logging to standard error.
pub fn start(format: LogFormat, filter: &str) {
    let filter = EnvFilter::try_new(filter).unwrap_or_else(|_| EnvFilter::new("info"));
    let is_terminal = stderr().is_terminal();
    let subscriber = tracing_subscriber::fmt().with_env_filter(filter).with_writer(stderr).with_ansi(is_terminal);
    // A second start in one process keeps the first.
    let _ = match format {
        LogFormat::Pretty => subscriber.with_target(false).try_init(),
        LogFormat::Json => subscriber.json().flatten_event(true).try_init(),
    };
}

/// Starts to collect figures for `/metrics`; `None` when another part of the process already does.
pub fn figures() -> Option<PrometheusHandle> {
    let builder = PrometheusBuilder::new().set_buckets(&BUCKETS).ok()?;
    let handle = builder.install_recorder().ok()?;
    let kept = handle.clone();
    tokio::spawn(async move {
        let mut interval = tokio::time::interval(Duration::from_secs(5));
        loop {
            interval.tick().await;
            // Without this, every request leaves a sample until somebody asks for the figures.
            kept.run_upkeep();
        }
    });
    Some(handle)
}

/// Bounds of the histogram of request times, in seconds.
const BUCKETS: [f64; 9] = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.5, 2.5];
