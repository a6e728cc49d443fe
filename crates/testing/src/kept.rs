use std::fs;
use std::path::Path;

/// The inputs that are kept for a fuzz target, by name: at least `least`, so that a folder that moved is noticed.
#[track_caller]
pub fn kept_inputs(target: &str, least: usize) -> Vec<(String, Vec<u8>)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fuzz/corpus").join(target);
    let files = fs::read_dir(&folder).expect("a folder of the target's name");
    let mut files: Vec<_> = files.map(|entry| entry.expect("a file").path()).collect();
    files.sort();
    assert!(files.len() >= least, "{} has {} inputs", folder.display(), files.len());
    let read = |file: &std::path::PathBuf| (file.display().to_string(), fs::read(file).expect("an input"));
    files.iter().map(read).collect()
}
