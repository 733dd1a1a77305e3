//! What takes long and needs nothing but plain values: computed beside what answers requests, a few at once, and only for
//! as long as somebody waits for it.

use std::{
    num::NonZero,
    sync::{
        Arc,
        atomic::{AtomicBool, AtomicUsize, Ordering},
    },
    thread::available_parallelism,
};

use fair::stop::{GoOn, Stopped};
use tokio::{sync::Semaphore, task::spawn_blocking};

use crate::stop::Stop;

/// Where it is computed: there are as many places as the machine has processors.
#[derive(Clone, Debug)]
pub struct Computing {
    places: Arc<Semaphore>,
    waiting: Arc<AtomicUsize>,
}

impl Default for Computing {
    fn default() -> Self {
        Self::with(available_parallelism().map_or(1, NonZero::get))
    }
}

/// Somebody waits: for a place, or for what is computed. Dropped, nobody does any more.
struct Waits {
    is_over: Arc<AtomicBool>,
    waiting: Arc<AtomicUsize>,
}

impl Drop for Waits {
    fn drop(&mut self) {
        self.is_over.store(true, Ordering::Relaxed);
        self.waiting.fetch_sub(1, Ordering::Relaxed);
    }
}

impl Computing {
    /// So many at once.
    pub fn with(places: usize) -> Self {
        Self { places: Arc::new(Semaphore::new(places)), waiting: Arc::default() }
    }

    /// How many wait for something that is computed, or is to be.
    pub fn waiting(&self) -> usize {
        self.waiting.load(Ordering::Relaxed)
    }

    /// How many places are free.
    pub fn free(&self) -> usize {
        self.places.available_permits()
    }

    /// Computes something, once there is a place. What is told whether to go on asks often: when the client is gone, the
    /// request is dropped, this with it, and the computing ends. Until then its place is taken.
    pub async fn run<T: Send + 'static>(
        &self,
        act: impl FnOnce(GoOn<'_>) -> Result<T, Stopped> + Send + 'static,
    ) -> Result<T, Stop> {
        self.waiting.fetch_add(1, Ordering::Relaxed);
        let waits = Waits { is_over: Arc::default(), waiting: Arc::clone(&self.waiting) };
        let place = Arc::clone(&self.places).acquire_owned().await.map_err(Stop::failure)?;
        let is_over = Arc::clone(&waits.is_over);
        let done = spawn_blocking(move || {
            let _place = place;
            act(&|| if is_over.load(Ordering::Relaxed) { Err(Stopped) } else { Ok(()) })
        });
        done.await.map_err(Stop::failure)?.map_err(Stop::failure)
    }
}

#[cfg(test)]
mod tests {
    use std::sync::mpsc;

    use tokio::sync::oneshot;

    use super::*;

    #[tokio::test]
    async fn what_nobody_waits_for_ends_and_leaves_its_place() {
        let computing = Computing::with(1);
        let (begun, is_begun) = oneshot::channel();
        let (told, is_told) = oneshot::channel();
        let mut endless = Box::pin(computing.run(move |go_on| {
            begun.send(()).unwrap();
            while go_on().is_ok() {
                std::thread::yield_now();
            }
            told.send(()).unwrap();
            go_on()
        }));
        tokio::select! {
            ended = &mut endless => panic!("it ended by itself: {ended:?}"),
            begun = is_begun => begun.unwrap(),
        }
        assert_eq!(computing.waiting(), 1);
        drop(endless);
        is_told.await.unwrap();
        assert_eq!(computing.run(|_| Ok(7)).await.unwrap(), 7, "its place is free");
        assert_eq!(computing.waiting(), 0);
    }

    #[tokio::test]
    async fn one_thread_answers_others_while_something_is_computed() {
        let computing = Computing::with(1);
        let (release, is_released) = mpsc::channel();
        // Both run on the one thread of this test: the second releases the first.
        let (computed, ()) = tokio::join!(
            computing.run(move |_| {
                is_released.recv().unwrap();
                Ok(7)
            }),
            async { release.send(()).unwrap() }
        );
        assert_eq!(computed.unwrap(), 7);
    }

    #[tokio::test]
    async fn who_goes_before_there_is_a_place_begins_nothing() {
        let computing = Computing::with(0);
        let mut never = Box::pin(computing.run(|_| -> Result<(), Stopped> { unreachable!("there is no place") }));
        tokio::select! {
            biased;
            ended = &mut never => panic!("it ended: {ended:?}"),
            () = std::future::ready(()) => {}
        }
        assert_eq!(computing.waiting(), 1);
        drop(never);
        assert_eq!(computing.waiting(), 0);
    }
}
