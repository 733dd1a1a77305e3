//! The program as a process of its own.

use std::{
    io::{BufRead, BufReader, Read, Write},
    net::TcpStream,
    process::{Child, Command, Stdio},
    sync::{Arc, Mutex},
    thread,
    time::{Duration, Instant},
};

/// The program, with nothing in its environment but what is given.
pub fn nql(arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_nql"));
    command.args(arguments).env_clear().env("PATH", "/usr/bin:/bin").stdin(Stdio::null());
    command
}

/// A server until it is dropped, and what it logs.
pub struct Server {
    child: Child,
    pub address: String,
    log: Arc<Mutex<String>>,
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl Server {
    /// Starts it, and waits until it listens.
    pub fn start(mut command: Command) -> Self {
        let mut child = command.stdout(Stdio::null()).stderr(Stdio::piped()).spawn().unwrap();
        let mut lines = BufReader::new(child.stderr.take().unwrap());
        let mut log = String::new();
        let address = loop {
            let begun = log.len();
            assert!(lines.read_line(&mut log).unwrap() > 0, "it did not start: {log}");
            if let Some((_, address)) = log[begun..].split_once("nql listens on http://") {
                break address.split(' ').next().unwrap().to_owned();
            }
        };
        let log = Arc::new(Mutex::new(log));
        let into = Arc::clone(&log);
        thread::spawn(move || {
            for line in lines.lines().map_while(Result::ok) {
                into.lock().unwrap().extend([line.as_str(), "\n"]);
            }
        });
        Self { child, address, log }
    }

    pub fn connect(&self) -> TcpStream {
        connect(&self.address)
    }

    pub fn get(&self, path: &str) -> String {
        get(&self.address, path)
    }

    /// The answer of `POST /graphql`, with more headers.
    pub fn ask(&self, headers: &str, body: &str) -> String {
        let length = body.len();
        let head = format!(
            "POST /graphql HTTP/1.1\r\nhost: x\r\nconnection: close\r\ncontent-type: application/json\r\n{headers}content-length: {length}\r\n\r\n"
        );
        send(&self.address, &(head + body))
    }

    /// What it has logged, once this is in it.
    pub fn logged(&self, what: &str) -> String {
        let late = Instant::now() + Duration::from_secs(25);
        loop {
            let log = self.log.lock().unwrap().clone();
            if log.contains(what) {
                return log;
            }
            assert!(Instant::now() < late, "{what} is not logged: {log}");
            thread::sleep(Duration::from_millis(50));
        }
    }
}

/// The answer at an address.
pub fn get(address: &str, path: &str) -> String {
    send(address, &format!("GET {path} HTTP/1.1\r\nhost: {address}\r\nconnection: close\r\n\r\n"))
}

fn send(address: &str, request: &str) -> String {
    let mut stream = connect(address);
    stream.write_all(request.as_bytes()).unwrap();
    let mut answer = Vec::new();
    let _ = stream.read_to_end(&mut answer);
    String::from_utf8_lossy(&answer).into_owned()
}

fn connect(address: &str) -> TcpStream {
    let stream = TcpStream::connect(address).unwrap();
    stream.set_read_timeout(Some(Duration::from_secs(30))).unwrap();
    stream
}
