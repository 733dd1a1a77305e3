//! The program. It only calls the library, so that nothing generic is compiled a second time for it.

fn main() -> std::process::ExitCode {
    nql::command::main()
}
