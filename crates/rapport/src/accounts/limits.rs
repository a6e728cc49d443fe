//! How often one may try to log in. Counted in the database, so that several processes do not allow several times as much.
//! Counted before a password is looked at: a guess too many costs nothing and learns nothing.

use std::net::{IpAddr, Ipv6Addr};

use jiff::{SignedDuration, Timestamp};
use sha2::{Digest, Sha256};
use store::login_attempts::{self, clear, count, take_back};
use store::{StoreError, Tx};

use crate::app::App;

/// How long a count goes on.
const WHILE: SignedDuration = SignedDuration::from_mins(15);
/// Tries for one account from one address.
const OF_BOTH: u64 = 10;
/// Tries for one account from anywhere. Higher, so that a stranger does not lock people out so easily.
const OF_ACCOUNT: u64 = 50;
/// Wrong tries from one address, which a whole office may share.
const OF_ADDRESS: u64 = 100;

/// Forgets counts that are over. By itself, and not with a try: it touches what others are counting.
pub async fn forget_attempts(app: &App) -> Result<(), StoreError> {
    let tx = app.store.begin_write().await?;
    login_attempts::forget(&tx, app.now() - WHILE).await?;
    tx.commit().await
}

/// One try, and what it counts for.
pub(super) struct Try {
    both: [u8; 32],
    account: [u8; 32],
    address: Option<[u8; 32]>,
}

impl Try {
    /// For the account with this address, which need not exist.
    pub(super) fn new(email: &str, from: Option<IpAddr>) -> Self {
        let email = email.trim().to_lowercase();
        let from = from.map(neighbourhood);
        let place = from.map(|from| from.to_string()).unwrap_or_default();
        Self {
            both: key(&["both", &email, &place]),
            account: key(&["account", &email]),
            address: from.map(|_| key(&["address", &place])),
        }
    }

    /// Counts it; if it is one too many, how long to wait.
    pub(super) async fn count(
        &self,
        tx: &Tx,
        now: Timestamp,
    ) -> Result<Result<(), SignedDuration>, StoreError> {
        // Always in this order, so that two never wait for each other.
        let limits =
            [(Some(self.both), OF_BOTH), (Some(self.account), OF_ACCOUNT), (self.address, OF_ADDRESS)];
        let mut wait = None;
        for (key, most) in limits {
            let Some(key) = key else { continue };
            let found = count(tx, &key, now, now - WHILE).await?;
            if found.tries > most {
                wait = wait.max(Some(WHILE - now.duration_since(found.since)));
            }
        }
        Ok(wait.map_or(Ok(()), Err))
    }

    /// It was the right password.
    pub(super) async fn was_right(&self, tx: &Tx) -> Result<(), StoreError> {
        clear(tx, &self.both).await?;
        clear(tx, &self.account).await?;
        match &self.address {
            Some(address) => take_back(tx, address).await,
            None => Ok(()),
        }
    }
}

/// A network of IPv6 that one customer usually has; an address of IPv4.
fn neighbourhood(address: IpAddr) -> IpAddr {
    match address {
        IpAddr::V4(address) => IpAddr::V4(address),
        IpAddr::V6(address) => {
            let [a, b, c, d, ..] = address.segments();
            IpAddr::V6(Ipv6Addr::new(a, b, c, d, 0, 0, 0, 0))
        }
    }
}

fn key(parts: &[&str]) -> [u8; 32] {
    let mut hash = Sha256::new();
    for part in parts {
        hash.update(part.as_bytes());
        hash.update([0]);
    }
    hash.finalize().into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn capitals_and_neighbours_make_no_new_count() {
        let at = |address: &str| Some(address.parse().unwrap());
        let one = Try::new("Mara@Halden.example ", at("2001:db8:1:2::1"));
        let same = Try::new("mara@halden.example", at("2001:db8:1:2:ffff::9"));
        assert_eq!((one.both, one.account, one.address), (same.both, same.account, same.address));
        let other = Try::new("mara@halden.example", at("2001:db8:1:3::1"));
        assert_ne!(one.both, other.both);
        assert_eq!(one.account, other.account);
        assert_ne!(Try::new("a", at("192.0.2.1")).address, Try::new("a", at("192.0.2.2")).address);
    }
}
