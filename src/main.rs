//! The command `terroir`.

#![cfg_attr(not(test), warn(clippy::wildcard_enum_match_arm))]

mod cli;

fn main() -> std::process::ExitCode {
    cli::run()
}
