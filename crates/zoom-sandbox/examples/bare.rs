//! A bare axum server that answers every call with the bytes of one file: what `cargo xtask bench sandbox` measures the
//! sandbox against.

use std::{env, error::Error, fs};

use axum::{Router, http::header};

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let file = env::args_os().nth(1).ok_or("name the file that holds the answer")?;
    let body: &'static [u8] = fs::read(file)?.leak();
    let answer = move || async move { ([(header::CONTENT_TYPE, "application/json")], body) };
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await?;
    println!("Bare server is ready at http://{}", listener.local_addr()?);
    axum::serve(listener, Router::new().fallback(answer)).await?;
    Ok(())
}
