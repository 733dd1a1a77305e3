//! A mail server on this machine: it keeps what it takes, and refuses, drops and dawdles when it is told to.

use std::{
    collections::VecDeque,
    net::SocketAddr,
    sync::{Arc, Mutex},
    time::Duration,
};

use base64::{Engine, engine::general_purpose::STANDARD};
use tokio::{
    io::{AsyncBufReadExt, AsyncWriteExt, BufReader},
    net::{TcpListener, TcpStream},
};

/// What becomes of the next mail.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Order {
    /// It is taken.
    Take,
    /// The answer to its sender; with 421 the connection ends.
    AnswerSender(u16),
    /// The answer to its recipient.
    AnswerRecipient(u16),
    /// The answer to its text.
    AnswerText(u16),
    /// The connection ends when its text is through; it is not taken.
    DropBefore,
    /// It is taken, and the connection ends before the answer.
    DropAfter,
}

/// A mail that was taken.
#[derive(Clone, Debug)]
pub struct Arrived {
    pub to: String,
    raw: String,
}

#[derive(Default)]
struct Kept {
    arrived: Vec<Arrived>,
    orders: VecDeque<Order>,
    dawdle: Duration,
    connections: usize,
}

/// The server.
#[derive(Clone)]
pub struct Sink {
    pub address: SocketAddr,
    kept: Arc<Mutex<Kept>>,
}

impl Sink {
    pub async fn open() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let sink = Self { address: listener.local_addr().unwrap(), kept: Arc::default() };
        let kept = Arc::clone(&sink.kept);
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                kept.lock().unwrap().connections += 1;
                let kept = Arc::clone(&kept);
                tokio::spawn(async move {
                    let _ = converse(stream, &kept).await;
                });
            }
        });
        sink
    }

    /// The mails that were taken so far.
    pub fn arrived(&self) -> Vec<Arrived> {
        self.kept.lock().unwrap().arrived.clone()
    }

    /// How many connections there were.
    pub fn connections(&self) -> usize {
        self.kept.lock().unwrap().connections
    }

    /// What becomes of the next mails; those after them are taken.
    pub fn order(&self, orders: &[Order]) {
        self.kept.lock().unwrap().orders.extend(orders);
    }

    /// It thinks so long before it says that it takes a mail, and as long after it has taken it.
    pub fn dawdle(&self, pause: Duration) {
        self.kept.lock().unwrap().dawdle = pause;
    }
}

async fn converse(stream: TcpStream, kept: &Mutex<Kept>) -> std::io::Result<()> {
    let mut stream = BufReader::new(stream);
    stream.write_all(b"220 sink ESMTP\r\n").await?;
    let (mut to, mut order) = (String::new(), Order::Take);
    loop {
        let mut line = String::new();
        if stream.read_line(&mut line).await? == 0 {
            return Ok(());
        }
        let word = line.get(..4).unwrap_or_default().to_uppercase();
        let code = match word.as_str() {
            "EHLO" => {
                stream.write_all(b"250-sink\r\n250 8BITMIME\r\n").await?;
                continue;
            }
            "MAIL" => {
                order = kept.lock().unwrap().orders.pop_front().unwrap_or(Order::Take);
                if let Order::AnswerSender(code) = order { code } else { 250 }
            }
            "RCPT" => {
                to = line.trim_end()[8..].trim_matches(['<', '>', ':', ' ']).to_owned();
                if let Order::AnswerRecipient(code) = order { code } else { 250 }
            }
            "RSET" => 250,
            "QUIT" => 221,
            "DATA" => {
                stream.write_all(b"354 go on\r\n").await?;
                let mut raw = String::new();
                loop {
                    let mut line = String::new();
                    if stream.read_line(&mut line).await? == 0 {
                        return Ok(());
                    }
                    if line == ".\r\n" {
                        break;
                    }
                    raw.push_str(line.strip_prefix('.').unwrap_or(&line));
                }
                let dawdle = kept.lock().unwrap().dawdle;
                tokio::time::sleep(dawdle).await;
                if let Order::AnswerText(code) = order {
                    code
                } else if order == Order::DropBefore {
                    return Ok(());
                } else {
                    kept.lock().unwrap().arrived.push(Arrived { to: to.clone(), raw });
                    tokio::time::sleep(dawdle).await;
                    if order == Order::DropAfter {
                        return Ok(());
                    }
                    250
                }
            }
            _ => 502,
        };
        stream.write_all(format!("{code} so be it for {to}\r\n").as_bytes()).await?;
        if [221, 421].contains(&code) {
            return Ok(());
        }
    }
}

impl Arrived {
    /// A header, as it is read.
    pub fn header(&self, name: &str) -> String {
        let (head, _) = self.raw.split_once("\r\n\r\n").unwrap();
        let head = head.replace("\r\n ", " ").replace("\r\n\t", " ");
        let line = head.lines().find_map(|line| line.strip_prefix(&format!("{name}: ")));
        let line = line.unwrap_or_else(|| panic!("no {name} in {head}"));
        let (mut said, mut is_plain) = (String::new(), false);
        for word in line.split(' ') {
            let coded = word.strip_prefix("=?utf-8?b?").and_then(|word| word.strip_suffix("?="));
            // Between two words in code there is nothing.
            if !said.is_empty() && (is_plain || coded.is_none()) {
                said.push(' ');
            }
            is_plain = coded.is_none();
            match coded {
                Some(coded) => said.push_str(&String::from_utf8(STANDARD.decode(coded).unwrap()).unwrap()),
                None => said.push_str(word),
            }
        }
        said
    }

    /// All of it, as it came.
    pub fn raw(&self) -> &str {
        &self.raw
    }

    /// The text, as it is read.
    pub fn text(&self) -> String {
        let (_, body) = self.raw.split_once("\r\n\r\n").unwrap();
        let text = match self.header("Content-Transfer-Encoding").as_str() {
            "base64" => String::from_utf8(STANDARD.decode(body.replace("\r\n", "")).unwrap()).unwrap(),
            "quoted-printable" => unquote(body),
            _ => body.to_owned(),
        };
        text.replace("\r\n", "\n")
    }
}

fn unquote(body: &str) -> String {
    let body = body.replace("=\r\n", "");
    let (mut bytes, mut rest) = (Vec::new(), body.as_bytes());
    while let Some((first, after)) = rest.split_first() {
        if *first == b'=' {
            bytes.push(u8::from_str_radix(std::str::from_utf8(&after[..2]).unwrap(), 16).unwrap());
            rest = &after[2..];
        } else {
            bytes.push(*first);
            rest = after;
        }
    }
    String::from_utf8(bytes).unwrap()
}
