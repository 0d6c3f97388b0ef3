//! What a test needs of the machine. Where it is missing the test is skipped with a note; with `TERROIR_STRICT` set it
//! fails, unless `TERROIR_OPTIONAL` names what is missing (words with spaces between).

use std::process::Command;

fn has(name: &str, works: bool) -> bool {
    if works {
        return true;
    }
    let optional = std::env::var("TERROIR_OPTIONAL").unwrap_or_default();
    let is_optional = optional.split_whitespace().any(|word| word == name);
    assert!(is_optional || std::env::var_os("TERROIR_STRICT").is_none(), "needs `{name}`, which is not here");
    println!("skipped: `{name}` is not here, or may not be used");
    false
}

/// Whether system calls can be traced.
pub fn has_strace() -> bool {
    let output = Command::new("strace").args(["-qq", "-o", "/dev/null", "true"]).output();
    has("strace", output.is_ok_and(|output| output.status.success()))
}

/// Whether a file system can be mounted from a file.
pub fn has_loop_device() -> bool {
    let line = "set -e; d=$(mktemp -d); trap 'rm -rf $d' EXIT; truncate -s 8M $d/disk; mkfs.ext4 -q $d/disk; \
                mkdir $d/at; mount -o loop $d/disk $d/at; umount $d/at; command -v python3 > /dev/null";
    let output = Command::new("sh").args(["-c", line]).output();
    has("loop", output.is_ok_and(|output| output.status.success()))
}

/// Whether instructions can be counted.
pub fn has_valgrind() -> bool {
    let tool = ["--tool=callgrind", "--callgrind-out-file=/dev/null", "true"];
    let output = Command::new("valgrind").args(tool).output();
    has("valgrind", output.is_ok_and(|output| output.status.success()))
}
