//! Stands between a server and its Postgres, and cuts connections when it is told to.

use std::{
    sync::{Arc, Mutex},
    time::Duration,
};

use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{TcpListener, TcpStream},
    task::AbortHandle,
};

/// Where a connection is cut.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cut {
    /// What was said does not get there.
    Before,
    /// It does, and its answer does not come back.
    After,
}

/// The next message with a word in it, after so many others of them, is where it cuts.
struct Plan {
    word: &'static str,
    others: usize,
    cut: Cut,
}

#[derive(Clone)]
pub struct WireCutter {
    pub port: u16,
    plan: Arc<Mutex<Option<Plan>>>,
    lines: Arc<Mutex<Vec<AbortHandle>>>,
}

impl WireCutter {
    /// A port that leads to `to`.
    pub async fn open(to: String) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let port = listener.local_addr().unwrap().port();
        let cutter = Self { port, plan: Arc::default(), lines: Arc::default() };
        let it = cutter.clone();
        tokio::spawn(async move {
            while let Ok((client, _)) = listener.accept().await {
                let server = TcpStream::connect(&to).await.unwrap();
                client.set_nodelay(true).unwrap();
                server.set_nodelay(true).unwrap();
                let line = tokio::spawn(carry(client, server, Arc::clone(&it.plan)));
                it.lines.lock().unwrap().push(line.abort_handle());
            }
        });
        cutter
    }

    /// Cuts at the message with `word` that comes after `others` of them.
    pub fn arm(&self, word: &'static str, others: usize, cut: Cut) {
        *self.plan.lock().unwrap() = Some(Plan { word, others, cut });
    }

    /// Lets everything through again; whether it had not cut yet.
    pub fn disarm(&self) -> bool {
        self.plan.lock().unwrap().take().is_some()
    }

    /// Cuts all connections now.
    pub fn cut_all(&self) {
        for line in self.lines.lock().unwrap().drain(..) {
            line.abort();
        }
    }
}

async fn carry(mut client: TcpStream, mut server: TcpStream, plan: Arc<Mutex<Option<Plan>>>) {
    let (mut up, mut down) = (vec![0; 65_536], vec![0; 65_536]);
    loop {
        tokio::select! {
            read = client.read(&mut up) => {
                let Ok(read @ 1..) = read else { return };
                let due = due(&plan, &up[..read]);
                if due == Some(Cut::Before) || server.write_all(&up[..read]).await.is_err() {
                    return;
                }
                if due == Some(Cut::After) {
                    // Long enough for the server to do it.
                    tokio::time::sleep(Duration::from_millis(100)).await;
                    return;
                }
            }
            read = server.read(&mut down) => {
                let Ok(read @ 1..) = read else { return };
                if client.write_all(&down[..read]).await.is_err() {
                    return;
                }
            }
        }
    }
}

fn due(plan: &Mutex<Option<Plan>>, said: &[u8]) -> Option<Cut> {
    let mut plan = plan.lock().unwrap();
    let next = plan.as_mut()?;
    let word = next.word.as_bytes();
    if !word.is_empty() && !said.windows(word.len()).any(|bytes| bytes == word) {
        return None;
    }
    if next.others > 0 {
        next.others -= 1;
        return None;
    }
    plan.take().map(|plan| plan.cut)
}
