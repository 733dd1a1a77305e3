//! Connections: how many are open, from where, and for how long one may ask for nothing.
//!
//! Each holds a descriptor, and so does every file of the database. So there are never more connections than
//! descriptors allow, and from one network never more than its share. When there is no place, the one that has asked
//! for nothing for the longest time makes way: whoever opens a thousand and says nothing only ever loses some of
//! these.

use std::{
    collections::HashMap,
    future::{Ready, ready},
    io,
    net::SocketAddr,
    pin::Pin,
    sync::{
        Arc, Mutex, MutexGuard, PoisonError,
        atomic::{AtomicBool, AtomicU64, Ordering},
    },
    task::{Context, Poll},
    time::Duration,
};

use async_graphql::futures_util::task::AtomicWaker;
use axum::{
    extract::{ConnectInfo, Request, State},
    http::StatusCode,
    middleware::Next,
    response::Response,
};
use axum_server::accept::Accept;
use tokio::{
    io::{AsyncRead, AsyncWrite, ReadBuf},
    net::TcpStream,
    time::{Instant, interval},
};

use crate::api::limit::network;

/// A connection on which nothing is asked and nothing is taken for so long is closed; a request that begins has come
/// with all of its header by then (C3).
const QUIET: Duration = Duration::from_secs(10);
/// Between one look at them and the next.
const LOOK: Duration = Duration::from_secs(1);
/// Between two lines in the log about it.
const TOLD: u64 = 10;
/// Descriptors for everything else than connections and the database.
const OTHERS: usize = 20;
/// Connections at most, however many descriptors there are.
const MOST: usize = 10_000;
/// Connections in any case.
const FEWEST: usize = 8;

/// How many connections there may be for a process with so many descriptors.
pub fn allowed(descriptors: Option<usize>, of_database: usize) -> usize {
    descriptors.map_or(MOST, |all| all.saturating_sub(of_database + OTHERS)).clamp(FEWEST, MOST)
}

/// How many descriptors this process may have, where the system says so.
pub fn descriptors() -> Option<usize> {
    let limits = std::fs::read_to_string("/proc/self/limits").ok()?;
    let line = limits.lines().find_map(|line| line.strip_prefix("Max open files"))?;
    line.split_whitespace().next()?.parse().ok()
}

/// The connections of a listener.
#[derive(Clone)]
pub struct Connections {
    all: Arc<All>,
}

struct All {
    most: usize,
    per_network: usize,
    open: Mutex<Open>,
    ends: Ends,
}

/// How many came to an end since the start, and why; what is told of each in the figures.
#[derive(Default)]
struct Ends {
    /// Never asked for anything.
    silent: AtomicU64,
    /// Asked for nothing when there was no place for another.
    made_way: AtomicU64,
    /// Found no place.
    refused: AtomicU64,
    /// Could not be accepted: most likely there was no descriptor left.
    failed: AtomicU64,
}

impl Ends {
    fn so_far(&self) -> [u64; 4] {
        [&self.silent, &self.made_way, &self.refused, &self.failed].map(|count| count.load(Ordering::Relaxed))
    }
}

#[derive(Default)]
struct Open {
    serial: u64,
    by_peer: HashMap<SocketAddr, Connection>,
    per_network: HashMap<String, usize>,
}

struct Connection {
    /// Younger ones have a higher one.
    serial: u64,
    /// Whose share it is in; none for this machine and for proxies of ours.
    network: Option<String>,
    /// Requests that are being answered.
    answering: usize,
    has_asked: bool,
    /// A WebSocket, which has times and bounds of its own.
    is_socket: bool,
    quiet_since: Instant,
    end: Arc<End>,
}

/// Ends a connection from outside.
#[derive(Default)]
struct End {
    is_over: AtomicBool,
    waker: AtomicWaker,
}

impl End {
    fn now(&self) {
        self.is_over.store(true, Ordering::Release);
        self.waker.wake();
    }
}

impl Connection {
    fn is_quiet(&self) -> bool {
        self.answering == 0 && !self.is_socket
    }
}

impl Open {
    fn remove(&mut self, peer: SocketAddr) -> Option<Connection> {
        let connection = self.by_peer.remove(&peer)?;
        if let Some(network) = &connection.network
            && let Some(count) = self.per_network.get_mut(network)
        {
            *count -= 1;
            if *count == 0 {
                self.per_network.remove(network);
            }
        }
        Some(connection)
    }

    /// Lets the one go that has been there for the longest time and asks for nothing; `false` if there is none.
    fn make_way(&mut self, network: Option<&String>) -> bool {
        let quiet = self.by_peer.iter().filter(|(_, connection)| connection.is_quiet());
        let quiet = quiet.filter(|(_, connection)| network.is_none() || connection.network.as_ref() == network);
        let Some((peer, _)) = quiet.min_by_key(|(_, connection)| connection.serial) else { return false };
        let peer = *peer;
        self.remove(peer).is_some_and(|connection| {
            connection.end.now();
            true
        })
    }
}

impl Connections {
    /// None yet, and so many at most; behind `proxies` of ours everybody comes from the same address.
    pub fn new(most: usize, proxies: usize) -> Self {
        let per_network = if proxies > 0 { most } else { (most / 4).max(FEWEST) };
        Self { all: Arc::new(All { most, per_network, open: Mutex::default(), ends: Ends::default() }) }
    }

    /// How many there may be.
    pub fn most(&self) -> usize {
        self.all.most
    }

    /// One could not be accepted.
    pub fn note_failed(&self) {
        count(&self.all.ends.failed, "failed");
    }

    fn open(&self) -> MutexGuard<'_, Open> {
        self.all.open.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// A place for a connection, if there is one or somebody makes way.
    fn enter(&self, peer: SocketAddr) -> Option<Place> {
        let all = &self.all;
        let network =
            (!peer.ip().to_canonical().is_loopback() && all.per_network < all.most).then(|| network(peer.ip()));
        let mut open = self.open();
        let share = network.as_ref().map_or(0, |network| open.per_network.get(network).copied().unwrap_or_default());
        let is_full = open.by_peer.len() >= all.most;
        if share >= all.per_network || is_full {
            let whose = if share >= all.per_network { network.as_ref() } else { None };
            if !open.make_way(whose) {
                count(&all.ends.refused, "refused");
                return None;
            }
            count(&all.ends.made_way, "made_way");
        }
        open.serial += 1;
        let (serial, end) = (open.serial, Arc::<End>::default());
        if let Some(network) = &network {
            *open.per_network.entry(network.clone()).or_default() += 1;
        }
        let connection = Connection {
            serial,
            network,
            answering: 0,
            has_asked: false,
            is_socket: false,
            quiet_since: Instant::now(),
            end: Arc::clone(&end),
        };
        open.by_peer.insert(peer, connection);
        Some(Place { connections: self.clone(), peer, serial, end })
    }

    /// Ends those that have asked for nothing for too long, and tells of all that ended, for as long as the process
    /// lives.
    pub async fn keep_watch(self) {
        let mut look = interval(LOOK);
        let mut told = [0; 4];
        for round in 1_u64.. {
            look.tick().await;
            self.end_quiet(Instant::now());
            let so_far = self.all.ends.so_far();
            if !round.is_multiple_of(TOLD) || so_far == told {
                continue;
            }
            let [silent, made_way, refused, failed] =
                std::array::from_fn(|which| so_far.get(which).zip(told.get(which)).map_or(0, |(now, then)| now - then));
            let (open, most) = (self.open().by_peer.len(), self.all.most);
            tracing::warn!(
                silent,
                made_way,
                refused,
                failed,
                open,
                most,
                "connections asked for nothing, or found no place"
            );
            told = so_far;
        }
    }

    fn end_quiet(&self, now: Instant) {
        let mut open = self.open();
        let over = open.by_peer.iter().filter(|(_, it)| it.is_quiet() && it.quiet_since + QUIET <= now);
        let over: Vec<SocketAddr> = over.map(|(peer, _)| *peer).collect();
        for peer in over {
            let Some(connection) = open.remove(peer) else { continue };
            connection.end.now();
            if connection.has_asked {
                metrics::counter!("connections_closed_total", "why" => "idle").increment(1);
            } else {
                count(&self.all.ends.silent, "silent");
            }
        }
        metrics::gauge!("connections_open").set(f64::from(u32::try_from(open.by_peer.len()).unwrap_or(u32::MAX)));
    }

    fn change(&self, peer: SocketAddr, change: impl FnOnce(&mut Connection)) {
        if let Some(connection) = self.open().by_peer.get_mut(&peer) {
            connection.quiet_since = Instant::now();
            change(connection);
        }
    }
}

fn count(counter: &AtomicU64, why: &'static str) {
    counter.fetch_add(1, Ordering::Relaxed);
    metrics::counter!("connections_closed_total", "why" => why).increment(1);
}

/// Notes for as long as a request is answered that its connection is not quiet.
pub async fn answering(
    State(connections): State<Connections>,
    ConnectInfo(peer): ConnectInfo<SocketAddr>,
    request: Request,
    next: Next,
) -> Response {
    /// It ends too when nobody waits for the answer any more.
    struct Answering(Connections, SocketAddr);
    impl Drop for Answering {
        fn drop(&mut self) {
            self.0.change(self.1, |connection| connection.answering = connection.answering.saturating_sub(1));
        }
    }
    connections.change(peer, |connection| {
        connection.answering += 1;
        connection.has_asked = true;
    });
    let answering = Answering(connections, peer);
    let response = next.run(request).await;
    if response.status() == StatusCode::SWITCHING_PROTOCOLS {
        answering.0.change(peer, |connection| connection.is_socket = true);
    }
    response
}

impl<S> Accept<TcpStream, S> for Connections {
    type Stream = Held;
    type Service = S;
    type Future = Ready<io::Result<(Held, S)>>;

    fn accept(&self, stream: TcpStream, service: S) -> Self::Future {
        let held = stream.peer_addr().and_then(|peer| {
            let place = self.enter(peer).ok_or_else(|| io::Error::other("there is no place for another connection"))?;
            Ok(Held { stream, place })
        });
        ready(held.map(|held| (held, service)))
    }
}

/// A place among the connections, until it is dropped.
struct Place {
    connections: Connections,
    peer: SocketAddr,
    serial: u64,
    end: Arc<End>,
}

impl Drop for Place {
    fn drop(&mut self) {
        let mut open = self.connections.open();
        // Another may have the same address and port by now.
        if open.by_peer.get(&self.peer).is_some_and(|connection| connection.serial == self.serial) {
            open.remove(self.peer);
        }
    }
}

/// A stream that can be ended from outside.
pub struct Held {
    stream: TcpStream,
    place: Place,
}

impl Held {
    fn poll_over(&self, context: &Context<'_>) -> io::Result<()> {
        self.place.end.waker.register(context.waker());
        if self.place.end.is_over.load(Ordering::Acquire) {
            return Err(io::ErrorKind::ConnectionAborted.into());
        }
        Ok(())
    }

    /// Whoever takes an answer is not quiet, however slow the line is.
    fn taken(&self, written: Poll<io::Result<usize>>) -> Poll<io::Result<usize>> {
        if matches!(written, Poll::Ready(Ok(1..))) {
            self.place.connections.change(self.place.peer, |_| {});
        }
        written
    }
}

impl AsyncRead for Held {
    fn poll_read(self: Pin<&mut Self>, context: &mut Context<'_>, buffer: &mut ReadBuf<'_>) -> Poll<io::Result<()>> {
        let held = self.get_mut();
        held.poll_over(context)?;
        Pin::new(&mut held.stream).poll_read(context, buffer)
    }
}

impl AsyncWrite for Held {
    fn poll_write(self: Pin<&mut Self>, context: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        let held = self.get_mut();
        held.poll_over(context)?;
        let written = Pin::new(&mut held.stream).poll_write(context, bytes);
        held.taken(written)
    }

    fn poll_write_vectored(
        self: Pin<&mut Self>,
        context: &mut Context<'_>,
        slices: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        let held = self.get_mut();
        held.poll_over(context)?;
        let written = Pin::new(&mut held.stream).poll_write_vectored(context, slices);
        held.taken(written)
    }

    fn is_write_vectored(&self) -> bool {
        self.stream.is_write_vectored()
    }

    fn poll_flush(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.get_mut().stream).poll_flush(context)
    }

    fn poll_shutdown(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.get_mut().stream).poll_shutdown(context)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn peer(network: u8, port: u16) -> SocketAddr {
        SocketAddr::from(([192, 0, 2, network], port))
    }

    #[test]
    fn descriptors_are_left_for_the_database() {
        assert_eq!(allowed(Some(64), 32), 12);
        assert_eq!(allowed(Some(16), 32), FEWEST);
        assert_eq!(allowed(Some(1_048_576), 32), MOST);
        assert_eq!(allowed(None, 32), MOST);
        assert!(descriptors().is_none_or(|all| all > 0));
    }

    #[tokio::test]
    async fn one_network_loses_its_own_connections_and_nobody_who_asks_loses_any() {
        let connections = Connections::new(40, 0);
        let mut places: Vec<Place> = (0..10).map(|port| connections.enter(peer(1, port)).unwrap()).collect();
        let mine = connections.enter(peer(2, 1)).unwrap();
        connections.change(peer(1, 0), |connection| connection.answering = 1);
        places.push(connections.enter(peer(1, 10)).unwrap());
        let over: Vec<u16> = places
            .iter()
            .filter(|place| place.end.is_over.load(Ordering::Relaxed))
            .map(|place| place.peer.port())
            .collect();
        assert_eq!(over, [1], "the oldest that asks for nothing");
        assert!(!mine.end.is_over.load(Ordering::Relaxed));
        // When all of them ask, the next one finds no place; others do.
        for port in 2..=10 {
            connections.change(peer(1, port), |connection| connection.is_socket = true);
        }
        assert!(connections.enter(peer(1, 11)).is_none());
        let _theirs = connections.enter(peer(3, 1)).unwrap();
        drop(places);
        assert!(connections.enter(peer(1, 11)).is_some());
        assert_eq!(connections.open().by_peer.len(), 2);
        assert_eq!(connections.open().per_network.len(), 2);
    }

    #[tokio::test]
    async fn who_asks_for_nothing_is_let_go_and_who_is_answered_is_not() {
        let connections = Connections::new(40, 0);
        let places: Vec<Place> = (0..3).map(|port| connections.enter(peer(1, port)).unwrap()).collect();
        let is_over = |port: usize| places[port].end.is_over.load(Ordering::Relaxed);
        let at = |seconds| Instant::now() + Duration::from_secs(seconds);
        connections.change(peer(1, 1), |connection| connection.answering = 1);
        connections.change(peer(1, 2), |connection| connection.quiet_since = at(9));
        connections.end_quiet(at(9));
        assert!(!is_over(0));
        connections.end_quiet(at(10));
        assert!(is_over(0) && !is_over(1) && !is_over(2));
        connections.change(peer(1, 1), |connection| connection.answering = 0);
        connections.end_quiet(at(19));
        assert!(is_over(1) && is_over(2));
        assert_eq!(connections.open().by_peer.len(), 0);
    }
}
