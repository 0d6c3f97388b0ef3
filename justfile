# `just` lists the recipes. They are what CONTRIBUTING.md names, nothing more.

_default:
    @just --list

# Everything that CI runs (20 minutes on two cores)
all:
    .ci/run

# Fast feedback: types, lints, the laws of the house
check:
    cargo clippy --all-targets --all-features
    cargo test --test layers

# All tests
test:
    cargo test

# Accept changed snapshots, then read the difference
snapshots *ARGS:
    INSTA_UPDATE=always cargo test {{ ARGS }}
    git diff --stat -- '*.snap'

# The documentation as docs.rs builds it
doc:
    RUSTDOCFLAGS="--cfg docsrs" RUSTC_BOOTSTRAP=1 cargo doc --no-deps --all-features --open

# Fuzz every target for a minute, or those that are named; SECONDS_EACH=3600 for longer
fuzz *TARGETS:
    tests/fuzz/run {{ TARGETS }}

# How many of a random sample of faults in the source the tests notice
mutation *OPTIONS:
    tests/mutation/run {{ OPTIONS }}

# RELIABILITY.md from tests/reliability
reliability:
    python3 .ci/reliability.py
