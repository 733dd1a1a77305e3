//! What makes an e-mail address, and which roles go together.

use std::{fmt, str::FromStr};

use entity::{
    ids::UserId,
    kinds::{Community, Role},
};

/// What a person is called who is erased.
pub const NOBODY: &str = "Erased person";
/// Where the addresses of erased people are; no mail ever gets there (RFC 2606), and the database keeps others out.
const NOWHERE: &str = "erased.invalid";

/// The address of a person who is erased.
pub fn address_of_nobody(id: UserId) -> String {
    format!("erased-{}@{NOWHERE}", id.0.simple())
}

/// An e-mail address, in lower case: one person, one spelling.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct EmailAddress(String);

impl FromStr for EmailAddress {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        let text = text.trim().to_lowercase();
        let (name, domain) = text.rsplit_once('@').ok_or(())?;
        let domain_ok = domain != NOWHERE
            && domain.split('.').count() > 1
            && domain.split('.').all(|label| {
                !label.is_empty() && label.chars().all(|letter| letter.is_ascii_alphanumeric() || letter == '-')
            });
        let name_ok = !name.is_empty()
            && !name.chars().any(|letter| letter.is_whitespace() || letter.is_control() || letter == '@');
        if domain_ok && name_ok && text.len() <= 254 { Ok(Self(text)) } else { Err(()) }
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
            &address_of_nobody(UserId(uuid::Uuid::nil())),
        ] {
            assert!(text.parse::<EmailAddress>().is_err(), "{text}");
        }
    }
}
