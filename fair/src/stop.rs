//! Work that takes long ends when nobody waits for it any more.

/// It was told to stop, and ended before it was done.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("nobody waits for it any more")]
pub struct Stopped;

/// Says whether to go on. What takes long asks in each round of its longest loop.
pub type GoOn<'a> = &'a dyn Fn() -> Result<(), Stopped>;
