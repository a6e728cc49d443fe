//! The lookup itself, against a name server on this machine.

use hickory_resolver::proto::op::{Message, ResponseCode};
use hickory_resolver::proto::rr::rdata::TXT;
use hickory_resolver::proto::rr::{RData, Record};
use rapport::marketplace::probes::{Dns, Found, Resolver};
use tokio::net::UdpSocket;

/// Answers every question: `two.example` has a record of two parts, `bare.example` has none, `broken.example` fails,
/// and nothing else exists.
async fn name_server() -> Dns {
    let socket = UdpSocket::bind("127.0.0.1:0").await.unwrap();
    let dns = Dns::at(socket.local_addr().unwrap());
    tokio::spawn(async move {
        let mut buffer = [0; 512];
        while let Ok((length, from)) = socket.recv_from(&mut buffer).await {
            let asked = Message::from_vec(&buffer[..length]).unwrap();
            socket.send_to(&answer(&asked).to_vec().unwrap(), from).await.unwrap();
        }
    });
    dns
}

fn answer(asked: &Message) -> Message {
    let question = asked.queries[0].clone();
    let name = question.name().clone();
    let mut answer = Message::response(asked.metadata.id, asked.metadata.op_code);
    answer.add_query(question);
    match name.to_ascii().as_str() {
        "two.example." => {
            let txt = TXT::new(vec!["v=spf1 include:a".to_owned(), ".example -all".to_owned()]);
            answer.add_answer(Record::from_rdata(name, 60, RData::TXT(txt)));
        }
        "bare.example." => {}
        "broken.example." => answer.metadata.response_code = ResponseCode::ServFail,
        _ => answer.metadata.response_code = ResponseCode::NXDomain,
    }
    answer
}

#[tokio::test]
async fn records_missing_records_and_missing_names_are_told_apart() {
    let dns = name_server().await;
    assert_eq!(
        dns.txt("two.example").await.unwrap(),
        Found::Texts(vec!["v=spf1 include:a.example -all".to_owned()]),
        "the parts of a record are one text"
    );
    assert_eq!(dns.txt("bare.example").await.unwrap(), Found::OtherRecords);
    assert_eq!(dns.txt("missing.example").await.unwrap(), Found::NoSuchName);
    assert!(dns.txt("broken.example").await.is_err());
}
