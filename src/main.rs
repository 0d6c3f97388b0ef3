//! The command `terroir`.

#![cfg_attr(not(test), warn(clippy::wildcard_enum_match_arm))]
#![cfg_attr(not(test), warn(clippy::fn_params_excessive_bools))]

mod cli;

fn main() -> std::process::ExitCode {
    cli::run()
}
