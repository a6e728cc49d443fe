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

/// Where somebody who logs in comes from.
#[derive(Debug, Clone, Copy, Default)]
pub struct Origin {
    /// Their address, if they came over the network.
    pub address: Option<IpAddr>,
    /// Many may have it, so nothing is counted for it.
    pub of_many: bool,
}

/// One try, and what it counts for.
pub(super) struct Try {
    account: [u8; 32],
    place: Option<Place>,
}

/// What a try from a known address counts for.
#[derive(Debug, PartialEq, Eq)]
struct Place {
    address: [u8; 32],
    both: [u8; 32],
}

/// A try too many.
pub(super) struct Refused {
    /// How long to wait.
    pub(super) wait: SignedDuration,
    /// It is the first of them.
    pub(super) first: bool,
}

impl Try {
    /// For the account with this address, which need not exist.
    pub(super) fn new(email: &str, from: Origin) -> Self {
        let email = folded(email);
        let place = from.address.filter(|_| !from.of_many).map(|address| {
            let address = neighbourhood(address).to_string();
            Place { address: key(&["address", &address]), both: key(&["both", &email, &address]) }
        });
        Self { account: key(&["account", &email]), place }
    }

    /// Counts it, if it is not one too many. A refused one counts for nothing further: a blocked address fills no table,
    /// and locks nobody out elsewhere.
    pub(super) async fn count(&self, tx: &Tx, now: Timestamp) -> Result<Result<(), Refused>, StoreError> {
        // Always in this order, so that two never wait for each other.
        let of_place = self.place.iter().flat_map(|at| [(&at.address, OF_ADDRESS), (&at.both, OF_BOTH)]);
        for (key, most) in of_place.chain([(&self.account, OF_ACCOUNT)]) {
            let found = count(tx, key, now, now - WHILE).await?;
            if found.tries > most {
                let wait = WHILE - now.duration_since(found.since);
                return Ok(Err(Refused { wait, first: found.tries == most + 1 }));
            }
        }
        Ok(Ok(()))
    }

    /// It was the right password.
    pub(super) async fn was_right(&self, tx: &Tx) -> Result<(), StoreError> {
        // In the order of counting.
        if let Some(place) = &self.place {
            take_back(tx, &place.address).await?;
            clear(tx, &place.both).await?;
        }
        clear(tx, &self.account).await
    }
}

/// For what a mail is asked for: somebody who is not logged in makes us write to an address.
#[derive(Debug, Clone, Copy)]
pub(super) struct Asked {
    /// What it is, so that each has a count of its own.
    pub(super) what: &'static str,
    /// How often for one account.
    pub(super) of_account: u64,
    /// How often from one address.
    pub(super) of_address: u64,
    /// Within this while, which is not shorter than [`WHILE`].
    pub(super) within: SignedDuration,
}

impl Asked {
    /// Counts one more; if it is one too many, how long to wait.
    pub(super) async fn count(
        self,
        tx: &Tx,
        account: &str,
        from: Origin,
        now: Timestamp,
    ) -> Result<Result<(), SignedDuration>, StoreError> {
        let place = from.address.filter(|_| !from.of_many).map(|address| {
            (key(&[self.what, "address", &neighbourhood(address).to_string()]), self.of_address)
        });
        let account = (key(&[self.what, "account", &folded(account)]), self.of_account);
        for (key, most) in place.into_iter().chain([account]) {
            // As if it had begun later, so that it is forgotten when it is over, like a shorter one.
            let found = count(tx, &key, now + (self.within - WHILE), now - WHILE).await?;
            if found.tries > most {
                return Ok(Err(WHILE - now.duration_since(found.since)));
            }
        }
        Ok(Ok(()))
    }
}

/// An address as accounts are found by it: no letter of another alphabet becomes one of theirs.
fn folded(email: &str) -> String {
    email.trim().to_ascii_lowercase()
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
        let at = |address: &str| Origin { address: Some(address.parse().unwrap()), of_many: false };
        let one = Try::new("Mara@Halden.example ", at("2001:db8:1:2::1"));
        let same = Try::new("mara@halden.example", at("2001:db8:1:2:ffff::9"));
        assert_eq!((one.account, &one.place), (same.account, &same.place));
        let other = Try::new("mara@halden.example", at("2001:db8:1:3::1"));
        assert_ne!(one.place, other.place);
        assert_eq!(one.account, other.account);
        let address = |from| Try::new("a", at(from)).place.unwrap().address;
        assert_ne!(address("192.0.2.1"), address("192.0.2.2"));
    }

    #[test]
    fn an_address_of_many_is_not_counted() {
        let from = Origin { address: Some([127, 0, 0, 1].into()), of_many: true };
        assert_eq!(Try::new("a", from).place, None);
    }
}
