//! The API: reads compiled to one statement, writes run as one unit of work, both behind one gate.

pub mod act;
mod argument;
pub mod bound;
pub mod connection;
mod dialect;
mod edge;
pub mod error;
mod execute;
pub mod fact;
pub mod folded;
pub mod limit;
mod literals;
pub mod model;
pub mod object;
pub mod payload;
pub mod plan;
pub mod policy;
mod positions;
mod precheck;
pub mod request;
pub mod right;
mod role;
pub mod schema;
pub mod sums;
pub mod texts;
mod variables;
pub mod watch;
mod writing;

pub use act::{Answered, Call, Refusal, Refused};
pub use edge::{Many, One};
pub use error::{ApiError, ApiResult, Code};
pub use execute::{Api, Caller, Executed, Operation, Reply, Settings, Shown};
pub use payload::{Day, Decimal, Gid, Instant, Word};
pub use precheck::DOCUMENT as LONGEST_DOCUMENT;
pub use request::{Request, RequestExt};
pub use watch::{Opened, Pace, Watching};
