//! The mail server: how it is reached, and what it says of a mail.

use std::{fmt, net::IpAddr, path::Path, str::FromStr, time::Duration};

use chrono::{DateTime, Utc};
use lettre::{
    Address, Message,
    message::{
        Attachment, Mailbox, MultiPart, SinglePart,
        header::{ContentType, HeaderName, HeaderValue},
    },
    transport::smtp::{
        Error,
        authentication::{Credentials, Mechanism},
        client::{AsyncSmtpConnection, Certificate, TlsParameters},
        commands::{Data, Mail, Rcpt, Rset},
        extension::ClientId,
    },
};
use percent_encoding::percent_decode_str;
use url::{Host, Url};

use super::text::Letter;
use crate::{text, wording::shown, words::Language};

/// The address of a mail server, `smtp://user:password@host:587` or `smtps://host`; it does not print its password.
#[derive(Clone)]
pub struct Relay {
    host: String,
    port: u16,
    security: Security,
    credentials: Option<Credentials>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Security {
    /// From the first byte.
    Wrapped,
    /// By STARTTLS; without it nothing is sent.
    Required,
    /// To this machine only.
    None,
}

impl fmt::Debug for Relay {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Relay({}:{})", self.host, self.port)
    }
}

/// Why the address of a mail server is not taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum BadRelay {
    /// Not of its form.
    #[error("a mail server is smtp://user:password@host:587 or smtps://user:password@host")]
    Form,
    /// In the clear over a network.
    #[error("mail goes without TLS (tls=none) to this machine only")]
    InTheClear,
}

impl FromStr for Relay {
    type Err = BadRelay;

    fn from_str(text: &str) -> Result<Self, BadRelay> {
        let url = Url::parse(text).map_err(|_| BadRelay::Form)?;
        let mut security = match url.scheme() {
            "smtp" => Security::Required,
            "smtps" => Security::Wrapped,
            _ => return Err(BadRelay::Form),
        };
        let host = url.host_str().filter(|host| !host.is_empty()).ok_or(BadRelay::Form)?;
        let host = host.trim_start_matches('[').trim_end_matches(']').to_owned();
        for (key, value) in url.query_pairs() {
            security = match (key.as_ref(), value.as_ref(), security) {
                ("tls", "required", security) => security,
                ("tls", "none", Security::Required) if is_this_machine(&url, &host) => Security::None,
                ("tls", "none", Security::Required) => return Err(BadRelay::InTheClear),
                _ => return Err(BadRelay::Form),
            };
        }
        let plain = |text: &str| percent_decode_str(text).decode_utf8().map(Into::into).map_err(|_| BadRelay::Form);
        let credentials = match (url.username(), url.password()) {
            ("", _) => None,
            (user, password) => Some(Credentials::new(plain(user)?, plain(password.unwrap_or_default())?)),
        };
        let port = url.port().unwrap_or(if security == Security::Wrapped { 465 } else { 587 });
        Ok(Self { host, port, security, credentials })
    }
}

fn is_this_machine(url: &Url, host: &str) -> bool {
    let is_local = |url: &Url| match url.host() {
        Some(Host::Ipv4(address)) => address.is_loopback(),
        Some(Host::Ipv6(address)) => address.is_loopback(),
        Some(Host::Domain(_)) | None => false,
    };
    // The parser knows addresses by themselves only in schemes of the web.
    is_local(url) || host == "localhost" || host.parse::<IpAddr>().is_ok_and(|address| address.is_loopback())
}

/// How mail leaves: through which server, and from whom.
#[derive(Clone)]
pub struct Post {
    relay: Relay,
    from: Mailbox,
    tls: Option<TlsParameters>,
    hello: ClientId,
}

/// A mail that was given a stamp: whom it goes to, and what.
#[derive(Clone, Debug)]
pub struct Parcel {
    to: Address,
    bytes: Vec<u8>,
}

/// Why a mail cannot be put together.
#[derive(Debug, thiserror::Error)]
pub enum Unsendable {
    /// The address is none.
    #[error("the address is none")]
    Address,
    /// The library refuses it.
    #[error("it is not a mail")]
    Mail,
}

/// What the server said of a mail.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Said {
    /// It took it.
    Accepted(String),
    /// It will never take it.
    Refused(String),
    /// It does not take it now.
    Later(String),
    /// The connection was lost before the mail was begun.
    NotBegun(String),
}

impl Post {
    /// A way out. `authority` is a certificate that is trusted beside those of the public authorities.
    pub fn new(relay: Relay, authority: Option<&Path>, from: Mailbox) -> Result<Self, String> {
        let tls = match relay.security {
            Security::None => None,
            Security::Wrapped | Security::Required => {
                let mut builder = TlsParameters::builder(relay.host.clone());
                if let Some(file) = authority {
                    let pem = std::fs::read(file).map_err(|error| format!("{}: {error}", file.display()))?;
                    let certificate = Certificate::from_pem(&pem);
                    builder =
                        builder.add_root_certificate(certificate.map_err(|_| format!("{}: not PEM", file.display()))?);
                }
                Some(builder.build_rustls().map_err(|error| error.to_string())?)
            }
        };
        let hello = ClientId::Domain(from.email.domain().to_owned());
        Ok(Self { relay, from, tls, hello })
    }

    /// Puts a mail together. The same mail always has the same Message-ID: whoever gets it twice can tell.
    pub fn pack(
        &self,
        id: &str,
        to: (&str, &str),
        reply_to: Option<&str>,
        language: Language,
        letter: &Letter,
        at: DateTime<Utc>,
    ) -> Result<Parcel, Unsendable> {
        // The library panics where a name has a line break.
        let (name, address) = (shown(to.0), to.1);
        let to: Address = address.parse().map_err(|_| Unsendable::Address)?;
        let mut message = Message::builder()
            .from(self.from.clone())
            .to(Mailbox::new(Some(name).filter(|name| !name.is_empty()), to.clone()))
            .subject(text::line(&letter.subject))
            .date(at.into())
            .message_id(Some(format!("<{id}@{}>", self.from.email.domain())));
        if let Some(address) = reply_to.and_then(|address| address.parse().ok()) {
            message = message.reply_to(Mailbox::new(None, address));
        }
        let packed = match &letter.calendar {
            None => message.header(ContentType::TEXT_PLAIN).body(letter.text.clone()),
            Some(calendar) => {
                let text = SinglePart::plain(letter.text.clone());
                let ty = ContentType::parse("text/calendar; charset=utf-8").map_err(|_| Unsendable::Mail)?;
                let file = Attachment::new("day.ics".to_owned()).body(calendar.clone(), ty);
                // The same mail has the same bytes.
                let parts = MultiPart::mixed().boundary(format!("nql-{id}"));
                message.multipart(parts.singlepart(text).singlepart(file))
            }
        };
        let mut message = packed.map_err(|_| Unsendable::Mail)?;
        // No holiday reply to a machine (RFC 3834).
        for (header, value) in [("Auto-Submitted", "auto-generated"), ("Content-Language", language.word())] {
            let header = HeaderName::new_from_ascii(header.to_owned()).map_err(|_| Unsendable::Mail)?;
            message.headers_mut().insert_raw(HeaderValue::new(header, value.to_owned()));
        }
        Ok(Parcel { to, bytes: message.formatted() })
    }

    /// Opens a connection.
    pub async fn open(&self) -> Result<Line, String> {
        let opened = tokio::time::timeout(ANSWERS, self.connect()).await;
        let connection = opened.map_err(|_| "it does not answer".to_owned())?.map_err(|error| blame(&error))?;
        Ok(Line { connection, from: self.from.email.clone(), is_spent: false })
    }

    async fn connect(&self) -> Result<AsyncSmtpConnection, Error> {
        let server = (self.relay.host.as_str(), self.relay.port);
        let wrapped = self.tls.clone().filter(|_| self.relay.security == Security::Wrapped);
        let mut connection =
            AsyncSmtpConnection::connect_tokio1(server, Some(ANSWERS), &self.hello, wrapped, None).await?;
        if let Some(tls) = self.tls.clone().filter(|_| self.relay.security == Security::Required) {
            connection.starttls(tls, &self.hello).await?;
        }
        if let Some(credentials) = &self.relay.credentials {
            connection.auth(&[Mechanism::Plain, Mechanism::Login], credentials).await?;
        }
        Ok(connection)
    }
}

/// A connection to the mail server.
pub struct Line {
    connection: AsyncSmtpConnection,
    from: Address,
    /// A reply may still come that is not for the next mail.
    is_spent: bool,
}

impl Line {
    /// Hands a mail over. What is refused for the sender's sake is not the fault of the mail: it is tried again.
    pub async fn send(&mut self, parcel: &Parcel) -> Said {
        if let Ok(said) = tokio::time::timeout(ANSWERS, self.hand_over(parcel)).await {
            return said;
        }
        self.is_spent = true;
        Said::Later("it does not answer".to_owned())
    }

    async fn hand_over(&mut self, parcel: &Parcel) -> Said {
        let connection = &mut self.connection;
        match connection.command(Mail::new(Some(self.from.clone()), Vec::new())).await {
            Ok(_) => {}
            Err(error) if error.status().is_none() => return Said::NotBegun(blame(&error)),
            // 421: it closes the connection, often after so many mails.
            Err(error) if error.status().is_some_and(|code| code.to_string() == "421") => {
                return Said::NotBegun(blame(&error));
            }
            Err(error) => return Said::Later(blame(&error)),
        }
        if let Err(error) = connection.command(Rcpt::new(parcel.to.clone(), Vec::new())).await {
            return verdict(&error);
        }
        if let Err(error) = connection.command(Data).await {
            return verdict(&error);
        }
        match connection.message(&parcel.bytes).await {
            Ok(reply) => Said::Accepted(reply.first_line().unwrap_or_default().chars().take(REPLY).collect()),
            Err(error) => verdict(&error),
        }
    }

    /// Makes ready for the next mail after one that was not taken; `false` when the connection is of no use any more.
    pub async fn reset(&mut self) -> bool {
        !self.is_spent && matches!(tokio::time::timeout(ANSWERS, self.connection.command(Rset)).await, Ok(Ok(_)))
    }

    /// Takes leave.
    pub async fn close(mut self) {
        let _ = tokio::time::timeout(LEAVE, self.connection.quit()).await;
    }
}

fn verdict(error: &Error) -> Said {
    if error.is_permanent() { Said::Refused(blame(error)) } else { Said::Later(blame(error)) }
}

/// The number of a reply, or the kind of failure. Not the words of the server: they may name an address.
fn blame(error: &Error) -> String {
    match error.status() {
        Some(code) => code.to_string(),
        None if error.is_timeout() => "it does not answer".to_owned(),
        None if error.is_tls() => "TLS failed".to_owned(),
        None if error.is_client() => "it does not offer what is needed: TLS, or a way to sign in".to_owned(),
        None => "the connection failed".to_owned(),
    }
}

/// Longest wait for the server, for a connection or for one mail.
const ANSWERS: Duration = Duration::from_mins(1);
/// Longest wait for its farewell.
const LEAVE: Duration = Duration::from_secs(2);
/// Characters of a reply that are kept.
const REPLY: usize = 200;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn mail_goes_without_tls_to_this_machine_only_and_a_password_is_never_printed() {
        let relay: Relay = "smtp://u%40x:p%2Bq%25@mail.example".parse().unwrap();
        assert_eq!((relay.port, relay.security), (587, Security::Required));
        assert_eq!(relay.credentials, Some(Credentials::new("u@x".to_owned(), "p+q%".to_owned())));
        assert_eq!(format!("{relay:?}"), "Relay(mail.example:587)");
        let relay: Relay = "smtps://mail.example".parse().unwrap();
        assert_eq!((relay.port, relay.security), (465, Security::Wrapped));
        for here in ["smtp://127.0.0.1:25?tls=none", "smtp://[::1]:25?tls=none", "smtp://localhost?tls=none"] {
            assert_eq!(here.parse::<Relay>().unwrap().security, Security::None);
        }
        let refused = |text: &str| text.parse::<Relay>().unwrap_err();
        assert_eq!(refused("smtp://mail.example?tls=none"), BadRelay::InTheClear);
        assert_eq!(refused("smtp://localhost.example?tls=none"), BadRelay::InTheClear);
        for wrong in
            ["mail.example", "http://mail.example", "smtp://mail.example?tls=maybe", "smtps://localhost?tls=none"]
        {
            assert_eq!(refused(wrong), BadRelay::Form, "{wrong}");
        }
    }

    #[test]
    fn a_name_does_not_break_a_header() {
        let from = "NQL <no-reply@nql.example>".parse().unwrap();
        let relay = "smtp://localhost:25?tls=none".parse().unwrap();
        let post = Post::new(relay, None, from).unwrap();
        let letter =
            Letter { subject: "Élan\r\nBcc: thief@x.example".to_owned(), text: "Dag\n.\n".to_owned(), calendar: None };
        let name = "Els \"x\"\r\nBcc: thief@x.example, y";
        let to = (name, "els@nql.example");
        let parcel =
            post.pack("message_1", to, Some("a@b.example\r\nX: y"), Language::Nl, &letter, DateTime::UNIX_EPOCH);
        let text = String::from_utf8(parcel.unwrap().bytes).unwrap();
        let (head, _) = text.split_once("\r\n\r\n").unwrap();
        let is_header = |line: &str| !line.starts_with([' ', '\t']);
        let headers: Vec<&str> = head.split("\r\n").filter(|line| is_header(line)).collect();
        assert!(headers.iter().all(|line| !line.starts_with("Bcc") && !line.starts_with("X:")), "{head}");
        assert!(head.contains("Message-ID: <message_1@nql.example>"), "{head}");
        assert!(!head.contains("Reply-To"), "{head}");
    }
}
