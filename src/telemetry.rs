//! Logs. Nothing secret and nothing personal goes in: no tokens, no documents, no variables.

use std::{
    io::{IsTerminal, stderr},
    sync::OnceLock,
    time::Duration,
};

use metrics_exporter_prometheus::{PrometheusBuilder, PrometheusHandle};
use tracing_subscriber::EnvFilter;

use crate::config::LogFormat;

/// How this process logs, once it does.
static FORMAT: OnceLock<LogFormat> = OnceLock::new();

/// Starts logging to standard error. Panics are told in the log too.
pub fn start(format: LogFormat, filter: &str) {
    let filter = EnvFilter::try_new(filter).unwrap_or_else(|_| EnvFilter::new("info"));
    let is_terminal = stderr().is_terminal();
    let subscriber = tracing_subscriber::fmt().with_env_filter(filter).with_writer(stderr).with_ansi(is_terminal);
    let started = match format {
        LogFormat::Pretty => subscriber.with_target(false).try_init(),
        LogFormat::Json => subscriber.json().flatten_event(true).with_span_list(false).try_init(),
    };
    // A second start in one process keeps the first.
    if started.is_ok() && FORMAT.set(format).is_ok() {
        std::panic::set_hook(Box::new(|panic| {
            let at = panic.location().map(ToString::to_string).unwrap_or_default();
            tracing::error!(at, panic = panic.payload_as_str().unwrap_or_default(), "a panic");
        }));
    }
}

/// Says why the process ends: a plain sentence, or a line of the log where programs read it.
pub fn tell_end(sentence: &str) {
    match FORMAT.get() {
        Some(LogFormat::Json) => tracing::error!("{sentence}"),
        Some(LogFormat::Pretty) | None => eprintln!("nql: {sentence}."),
    }
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
