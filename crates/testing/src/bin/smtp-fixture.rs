//! The mail server of the tests as a process of its own, for programs that are started from outside.
//!
//! `smtp-fixture [ADDRESS [SEED]]` prints `SMTP at smtp://…`, then one line of JSON for each mail it takes. Each line
//! of JSON on its input is a [`Trouble`]; the line `heal` ends them all. It ends with its input.

use std::net::SocketAddr;

use testing::smtp::{SmtpServer, Trouble};
use tokio::io::{AsyncBufReadExt, BufReader};

#[tokio::main(flavor = "current_thread")]
async fn main() -> std::io::Result<()> {
    let mut arguments = std::env::args().skip(1);
    let invalid = |text: &str| std::io::Error::new(std::io::ErrorKind::InvalidInput, text.to_owned());
    let address: SocketAddr = match arguments.next() {
        Some(text) => text.parse().map_err(|_| invalid("the first argument must be an address"))?,
        None => SocketAddr::from(([127, 0, 0, 1], 0)),
    };
    let seed = match arguments.next() {
        Some(text) => text.parse().map_err(|_| invalid("the second argument must be a number"))?,
        None => 1,
    };
    let server = SmtpServer::listen(address, seed).await?;
    println!("SMTP at {}", server.url());
    let mut taken = server.watch();
    let mut told = 0;
    let mut orders = BufReader::new(tokio::io::stdin()).lines();
    loop {
        tokio::select! {
            order = orders.next_line() => match order?.as_deref().map(str::trim) {
                None => return Ok(()),
                Some("heal") => server.heal(),
                Some("") => {}
                Some(json) => match serde_json::from_str::<Trouble>(json) {
                    Ok(trouble) => server.add(trouble),
                    Err(error) => eprintln!("not a trouble: {error}"),
                },
            },
            changed = taken.changed() => {
                if changed.is_err() {
                    return Ok(());
                }
                let all = taken.borrow_and_update().clone();
                for mail in &all[told..] {
                    println!("{}", serde_json::to_string(mail)?);
                }
                told = all.len();
            }
        }
    }
}
