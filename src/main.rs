//! The command `terroir`.

mod cli;

fn main() -> std::process::ExitCode {
    cli::run()
}
