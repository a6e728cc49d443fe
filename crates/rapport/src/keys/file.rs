//! The key file: a line for each key, the newest first. Readable by its owner only, and never half written.

use std::io::Write;
use std::path::Path;

use domain::{Random, random_bytes};
use zeroize::Zeroizing;

use super::KeyError;

/// Its text. A file with a fresh key is made if there is none.
pub(super) fn read_or_make(path: &Path, random: &dyn Random) -> Result<Zeroizing<String>, KeyError> {
    match read(path) {
        Err(KeyError::File { source, .. }) if source.kind() == std::io::ErrorKind::NotFound => {}
        read => return read,
    }
    let draft = draft(path, random, &fresh(random))?;
    // Processes that start at once agree on one whole key.
    let linked = std::fs::hard_link(&draft, path);
    std::fs::remove_file(&draft).map_err(fail(path))?;
    match linked {
        Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists => {}
        linked => linked.map_err(fail(path))?,
    }
    read(path)
}

/// Its text.
pub(super) fn read(path: &Path) -> Result<Zeroizing<String>, KeyError> {
    std::fs::read_to_string(path).map(Zeroizing::new).map_err(fail(path))
}

/// Puts these keys in place of those that were there. Whoever reads meanwhile sees the one or the other.
pub(super) fn replace(path: &Path, random: &dyn Random, text: &str) -> Result<(), KeyError> {
    // The file itself, where its name is a link to it.
    let path = &std::fs::canonicalize(path).map_err(fail(path))?;
    forget_drafts(path);
    let draft = draft(path, random, text)?;
    // It stays its owner's, also when the operator runs the command as root.
    #[cfg(unix)]
    give_away(path, &draft).inspect_err(|_| {
        let _ = std::fs::remove_file(&draft);
    })?;
    std::fs::rename(&draft, path).map_err(|error| {
        // What is left of it would be a second copy of the keys.
        let _ = std::fs::remove_file(&draft);
        fail(path)(error)
    })?;
    // A key that seals must outlive the machine's loss of power.
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    std::fs::File::open(folder).and_then(|folder| folder.sync_all()).map_err(fail(path))
}

/// The draft gets the owner of the file that it takes the place of.
#[cfg(unix)]
fn give_away(path: &Path, draft: &Path) -> Result<(), KeyError> {
    use std::os::unix::fs::MetadataExt as _;
    let (old, new) =
        (std::fs::metadata(path).map_err(fail(path))?, std::fs::metadata(draft).map_err(fail(path))?);
    if (old.uid(), old.gid()) == (new.uid(), new.gid()) {
        return Ok(());
    }
    std::os::unix::fs::chown(draft, Some(old.uid()), Some(old.gid())).map_err(fail(path))
}

/// What a command that was killed has left: copies of keys.
fn forget_drafts(path: &Path) {
    let (Some(folder), Some(stem)) = (path.parent(), path.file_stem().and_then(|stem| stem.to_str())) else {
        return;
    };
    let start = format!("{stem}.key-");
    for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
        if entry.file_name().to_str().is_some_and(|name| name.starts_with(&start)) {
            let _ = std::fs::remove_file(entry.path());
        }
    }
}

/// A new key, as 64 hexadecimal digits.
pub(super) fn fresh(random: &dyn Random) -> Zeroizing<String> {
    let bytes = Zeroizing::new(random_bytes::<32>(random));
    Zeroizing::new(hex::encode(bytes.as_ref()))
}

/// A file beside the real one, whole and on the disk.
fn draft(path: &Path, random: &dyn Random, text: &str) -> Result<std::path::PathBuf, KeyError> {
    let draft = path.with_extension(format!("key-{}", hex::encode(random_bytes::<8>(random))));
    let mut options = std::fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options
        .open(&draft)
        .and_then(|mut file| file.write_all(text.as_bytes()).and_then(|()| file.sync_all()))
        .map_err(|error| {
            // On a full disk, half of it would stay: a part of a key.
            let _ = std::fs::remove_file(&draft);
            fail(path)(error)
        })?;
    Ok(draft)
}

fn fail(path: &Path) -> impl Fn(std::io::Error) -> KeyError + '_ {
    |source| KeyError::File { path: path.to_owned(), source }
}
