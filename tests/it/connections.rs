//! A real process: its connections, its files, and what it tells at which port.

use std::{
    fs,
    io::{Read, Write},
    net::TcpStream,
    os::unix::fs::PermissionsExt,
    path::Path,
    process::Command,
    time::{Duration, Instant},
};

use crate::support::process::{Server, get};

fn command(descriptors: u32, data: &Path, more: &str) -> Command {
    let mut command = Command::new("sh");
    let program = env!("CARGO_BIN_EXE_nql");
    let data = data.display();
    // As careless an operator as can be.
    command.args([
        "-c",
        &format!(
            "umask 022; ulimit -n {descriptors}; exec {program} serve --create --listen 127.0.0.1:0 --data '{data}' {more}"
        ),
    ]);
    command.env_clear().env("PATH", "/usr/bin:/bin");
    command
}

/// Whether the server has closed it, within the time for reading.
fn is_closed(stream: &mut TcpStream) -> bool {
    let mut rest = Vec::new();
    match stream.read_to_end(&mut rest) {
        Ok(_) => true,
        Err(error) => error.kind() == std::io::ErrorKind::ConnectionReset,
    }
}

fn mode(path: &Path) -> u32 {
    fs::metadata(path).unwrap().permissions().mode() & 0o777
}

pub fn a_hundred_that_say_nothing_leave_a_server_with_64_descriptors_answering() {
    let data = tempfile::tempdir().unwrap();
    let server = Server::start(command(64, data.path(), ""));
    let begun = Instant::now();
    let mut silent: Vec<TcpStream> = (0..100).map(|_| server.connect()).collect();
    let mut trickling: Vec<TcpStream> = (0..100).map(|_| server.connect()).collect();
    for stream in &mut trickling {
        let _ = stream.write_all(b"GET /health/live HTTP/1.1\r\nhost: x\r\nx-slow: ");
    }
    let answers = || {
        for _ in 0..20 {
            let asked = Instant::now();
            let mut answer = server.get("/health/ready");
            // On a busy machine this one may be slow to speak, and make room as the others do: a client tries again.
            if answer.is_empty() {
                answer = server.get("/health/ready");
            }
            assert!(answer.starts_with("HTTP/1.1 200"), "{answer}");
            assert!(asked.elapsed() < Duration::from_secs(5), "nobody waits for the time of others");
        }
    };
    answers();
    // Half of the places may be sockets, and a caller who stays nobody loses one after ten seconds.
    let mut sockets: Vec<TcpStream> = (0..20).map(|_| server.connect()).collect();
    for stream in &mut sockets {
        let _ = stream.write_all(
            b"GET /graphql HTTP/1.1\r\nhost: x\r\nconnection: upgrade\r\nupgrade: websocket\r\nsec-websocket-version: 13\r\n\
              sec-websocket-key: dGhlIHNhbXBsZSBub25jZQ==\r\nsec-websocket-protocol: graphql-transport-ws\r\n\r\n",
        );
    }
    answers();
    // Each of them is let go, at the latest when it has said nothing for ten seconds.
    for stream in silent.iter_mut().chain(&mut trickling).chain(&mut sockets) {
        assert!(is_closed(stream));
    }
    assert!(begun.elapsed() < Duration::from_secs(40), "{:?}", begun.elapsed());
    server.logged("found no place");
    assert!(server.get("/health/ready").starts_with("HTTP/1.1 200"));
}

pub fn the_data_folder_is_closed_to_others_and_what_lies_open_is_refused() {
    let parent = tempfile::tempdir().unwrap();
    let data = parent.path().join("deep").join("data");
    let files = || fs::read_dir(&data).unwrap().map(|entry| entry.unwrap().path()).collect::<Vec<_>>();
    {
        let server = Server::start(command(256, &data, ""));
        assert!(server.get("/health/ready").starts_with("HTTP/1.1 200"));
        assert_eq!((mode(&data), mode(&data.join("keys"))), (0o700, 0o700));
        let open: Vec<_> = files()
            .into_iter()
            .chain(fs::read_dir(data.join("keys")).unwrap().map(|entry| entry.unwrap().path()))
            .filter(|path| mode(path) & 0o077 != 0)
            .collect();
        assert_eq!(open, Vec::<std::path::PathBuf>::new());
        assert!(files().iter().any(|file| file.ends_with("nql.sqlite-wal")), "{:?}", files());
    }
    // An older version left the folder open, and a restore the file.
    fs::set_permissions(&data, fs::Permissions::from_mode(0o755)).unwrap();
    drop(Server::start(command(256, &data, "")));
    assert_eq!(mode(&data), 0o700);
    let file = data.join("nql.sqlite");
    fs::set_permissions(&file, fs::Permissions::from_mode(0o644)).unwrap();
    let output = command(256, &data, "").output().unwrap();
    assert_eq!(output.status.code(), Some(2));
    let said = String::from_utf8(output.stderr).unwrap();
    let name = file.display();
    assert!(said.contains(&format!("nql: others can read {name}; run `chmod 600 {name}*`.")), "{said}");
    fs::set_permissions(&file, fs::Permissions::from_mode(0o600)).unwrap();
    drop(Server::start(command(256, &data, "")));
}

pub fn the_figures_are_not_on_the_public_port() {
    let data = tempfile::tempdir().unwrap();
    let free = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let server = Server::start(command(256, data.path(), &format!("--metrics-listen {free}")));
    assert!(server.get("/metrics").starts_with("HTTP/1.1 404"));
    let figures = get(&free.to_string(), "/metrics");
    assert!(figures.starts_with("HTTP/1.1 200") && figures.contains("http_request_seconds"), "{figures}");
    assert!(get(&free.to_string(), "/graphql").starts_with("HTTP/1.1 404"));
    // Nobody named an address for them.
    drop(server);
    let server = Server::start(command(256, data.path(), ""));
    assert!(server.get("/metrics").starts_with("HTTP/1.1 404"));
}
