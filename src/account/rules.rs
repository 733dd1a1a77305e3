//! What makes an e-mail address, and which roles go together.

use std::{fmt, str::FromStr};

use entity::{
    ids::UserId,
    kinds::{Community, Role},
};
use url::Host;

use crate::text::is_blank;

/// What a person is called who is erased.
pub const NOBODY: &str = "Erased person";
/// Where the addresses of erased people are; no mail ever gets there (RFC 2606), and the database keeps others out.
const NOWHERE: &str = "erased.invalid";

/// The address of a person who is erased.
pub fn address_of_nobody(id: UserId) -> String {
    format!("erased-{}@{NOWHERE}", id.0.simple())
}

/// Ends of domains to which no mail ever gets (RFC 6761); addresses of erased people are there.
const UNREACHABLE: [&str; 2] = ["invalid", "localhost"];

/// An e-mail address to which every mail server can send, in lower case: one person, one spelling.
///
/// The part before `@` is of ASCII letters, digits and signs, without quotes: many servers refuse others, and none must
/// take them (RFC 6531). A domain may be written in any script; it is kept as the network knows it: `bücher.be` is
/// `xn--bcher-kva.be`.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct EmailAddress(String);

impl FromStr for EmailAddress {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        let (name, domain) = text.trim_matches(is_blank).rsplit_once('@').ok_or(())?;
        // Only ASCII: other letters have small ones that are not theirs alone.
        let name = name.to_ascii_lowercase();
        let is_atom = |atom: &str| {
            let is_sign = |byte: u8| b"!#$%&'*+-/=?^_`{|}~".contains(&byte);
            !atom.is_empty() && atom.bytes().all(|byte| byte.is_ascii_alphanumeric() || is_sign(byte))
        };
        if name.len() > 64 || !name.split('.').all(is_atom) || domain.contains('%') {
            return Err(());
        }
        let Ok(Host::Domain(domain)) = Host::parse(domain) else { return Err(()) };
        let is_label = |label: &str| {
            (1..=63).contains(&label.len())
                && label.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
                && !label.starts_with('-')
                && !label.ends_with('-')
        };
        let (before, end) = domain.rsplit_once('.').ok_or(())?;
        let is_end = end.len() > 1 && end.bytes().any(|byte| byte.is_ascii_alphabetic()) && !UNREACHABLE.contains(&end);
        let address = format!("{name}@{domain}");
        let is_good = before.split('.').all(is_label) && is_label(end) && is_end && address.len() <= 254;
        // What sends our mail has the last word.
        if is_good && lettre::Address::new(name, domain).is_ok() { Ok(Self(address)) } else { Err(()) }
    }
}

impl fmt::Display for EmailAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl From<EmailAddress> for String {
    fn from(address: EmailAddress) -> Self {
        address.0
    }
}

/// An account, with what says whose it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Account {
    /// Whose.
    pub id: UserId,
    /// What its owner may act as.
    pub roles: Vec<Role>,
    /// The office that made it; none for one that no office made.
    pub made_by: Option<Community>,
    /// Where its owner works or worked.
    pub ties: Vec<Tie>,
}

/// A school where somebody works or worked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Tie {
    /// Its community.
    pub community: Community,
    /// The office that said so.
    pub made_by: Option<Community>,
    /// Whether it lasts.
    pub lasts: bool,
}

impl Account {
    /// Whether its owner has an office, or is a program: nobody binds it to anything.
    pub fn has_an_office(&self) -> bool {
        self.roles.iter().any(|role| matches!(role, Role::Staff | Role::Admin | Role::Service))
    }

    /// The schools by which the office of a community may go. What an office itself says of an account that it did not
    /// make proves nothing to that office: else it could open anybody's by saying so.
    pub fn ties_for(&self, office: Community) -> impl Iterator<Item = &Tie> {
        self.ties
            .iter()
            .filter(move |tie| tie.community == office && (tie.made_by != Some(office) || self.made_by == Some(office)))
    }

    /// The communities whose offices may go by a school where its owner works or worked, or by having made it.
    pub fn communities(&self) -> Vec<Community> {
        let all = [Community::Vl, Community::Fwb, Community::Dg];
        let knows = |office: &Community| self.ties_for(*office).next().is_some() || self.belongs_to(*office);
        all.into_iter().filter(knows).collect()
    }

    /// Whether an office made it, and nobody else has said anything of it since.
    pub fn belongs_to(&self, office: Community) -> bool {
        self.made_by == Some(office) && self.ties.iter().all(|tie| tie.made_by == Some(office))
    }
}

/// Whether these roles make a program somebody else too: then what its key may do would end where another role begins.
pub fn is_more_than_a_program(roles: &[Role]) -> bool {
    roles.contains(&Role::Service) && roles.iter().any(|role| *role != Role::Service)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_has_one_spelling() {
        let address: EmailAddress = " An.Peeters@School.Example ".parse().unwrap();
        assert_eq!(address.to_string(), "an.peeters@school.example");
        for (typed, kept) in [
            ("an@B\u{fc}cher.be", "an@xn--bcher-kva.be"),
            ("an@bu\u{308}cher.BE", "an@xn--bcher-kva.be"),
            ("an@\u{ff53}chool.be", "an@school.be"),
            ("O'Brien+label/2026@a-b.school.be", "o'brien+label/2026@a-b.school.be"),
        ] {
            assert_eq!(typed.parse::<EmailAddress>().map(String::from).as_deref(), Ok(kept), "{typed}");
        }
    }

    #[test]
    fn what_is_no_address_is_refused() {
        for text in [
            "",
            "an",
            "an@",
            "@school.example",
            "an@school",
            "an b@school.example",
            "an@sch ool.example",
            "a@b@c d.e",
            "j\u{f6}rg@school.example",
            "\u{212a}im@school.example",
            "\"an peeters\"@school.example",
            "an.@school.example",
            ".an@school.example",
            "a..n@school.example",
            "an@school.example.",
            "an@.school.example",
            "an@school..example",
            "an@-school.example",
            "an@school-.example",
            "an@192.0.2.7",
            "an@[192.0.2.7]",
            "an@school.7",
            "an@school.x",
            "an@school_be.example",
            "an@school%2eexample",
            "an@school.invalid",
            "an@mail.localhost",
            "an(x)@school.example",
            "an,piet@school.example",
            "an;piet@school.example",
            "An <an@school.example>",
            "mailto:an@school.example",
            "an\u{200b}@school.example",
            "an@school.example\nBcc: x@school.example",
            &format!("{}@school.example", "a".repeat(65)),
            &format!("an@{}.example", "a".repeat(64)),
            &format!("an@{}example", "abcdefghi.".repeat(25)),
            &address_of_nobody(UserId(uuid::Uuid::nil())),
        ] {
            assert!(text.parse::<EmailAddress>().is_err(), "{text}");
        }
        assert!(format!("{}@school.example", "a".repeat(64)).parse::<EmailAddress>().is_ok());
    }
}
