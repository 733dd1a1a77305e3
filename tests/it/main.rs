//! The one integration binary. A trial is listed once per database; without a Postgres its twin is
//! reported as ignored, never as passed.

mod campaign;
mod reads;
mod support;

use std::process::ExitCode;

use libtest_mimic::Arguments;

fn main() -> ExitCode {
    let arguments = Arguments::from_args();
    libtest_mimic::run(&arguments, support::trials()).exit_code()
}
