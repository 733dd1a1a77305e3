//! What commands tell on standard output. Whoever reads it may stop, as `head` does: then the command stops too, and says
//! nothing of it.

use std::{
    fmt,
    io::{ErrorKind, Write, stdout},
    process,
};

/// The code of a program that stopped because nobody reads any more.
const NOT_READ: i32 = 141;
/// The code of a program that could not say what it had to say.
const NOT_WRITTEN: i32 = 2;

/// A line on standard output, as `println!` has it.
#[macro_export]
macro_rules! say {
    ($($part:tt)*) => { $crate::print::text(format_args!("{}\n", format_args!($($part)*))) };
}

/// Writes a text to standard output, or ends the process.
pub fn text(text: fmt::Arguments<'_>) {
    let mut out = stdout().lock();
    let Err(error) = out.write_fmt(text).and_then(|()| out.flush()) else { return };
    if error.kind() == ErrorKind::BrokenPipe {
        process::exit(NOT_READ);
    }
    eprintln!("nql: cannot write the output: {error}.");
    process::exit(NOT_WRITTEN);
}
