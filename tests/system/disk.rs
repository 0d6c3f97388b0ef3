//! A file system of its own whose power can be cut: ext4 in a file, mounted from it. Needs root.

use std::fs;
use std::path::PathBuf;
use std::process::Command;
use tempfile::TempDir;

/// Stops the file system as a power cut does; what its log holds is kept, data that was not synced is not.
const CUT: &str =
    "import fcntl,os,struct,sys; fcntl.ioctl(os.open(sys.argv[1],os.O_RDONLY),0x8004587d,struct.pack('I',1))";

pub struct Disk {
    folder: TempDir,
}

fn shell(line: &str, arguments: &[&str]) {
    let output = Command::new("sh").args(["-ec", line, "sh"]).args(arguments).output().unwrap();
    assert!(output.status.success(), "{line}: {}", String::from_utf8_lossy(&output.stderr));
}

impl Disk {
    pub fn new() -> Self {
        let disk = Self { folder: tempfile::tempdir().unwrap() };
        shell("truncate -s 16M $1/disk; mkfs.ext4 -q $1/disk; mkdir $1/at", &[disk.place()]);
        disk.mount();
        disk
    }

    fn place(&self) -> &str {
        self.folder.path().to_str().unwrap()
    }

    /// Without the help that ext4 gives to programs that forget to sync.
    fn mount(&self) {
        shell("mount -o loop,noauto_da_alloc,commit=300 $1/disk $1/at", &[self.place()]);
    }

    pub fn at(&self) -> PathBuf {
        self.folder.path().join("at")
    }

    /// Everything so far is on the disk.
    pub fn sync(&self) {
        shell("sync -f $1/at", &[self.place()]);
    }

    /// The power goes, and comes back.
    pub fn cut(&self) {
        shell("python3 -c \"$2\" $1/at; umount $1/at", &[self.place(), CUT]);
        self.mount();
    }

    /// What a program leaves that writes a file and renames it, and syncs neither.
    pub fn careless(&self, name: &str, old: &str, new: &str) -> String {
        let path = self.at().join(name);
        fs::write(&path, old).unwrap();
        self.sync();
        let beside = self.at().join("beside");
        fs::write(&beside, new).unwrap();
        fs::rename(&beside, &path).unwrap();
        self.cut();
        String::from_utf8_lossy(&fs::read(&path).unwrap()).into_owned()
    }
}

impl Drop for Disk {
    fn drop(&mut self) {
        // A folder that is still mounted cannot be removed.
        let _ = Command::new("umount").arg(self.at()).status();
    }
}
