//! How an event of the audit log is sealed: whoever changes one afterwards breaks every seal that follows.

use chrono::{DateTime, SecondsFormat, Utc};
use sha2::{Digest, Sha256};

/// What stands before the first seal.
pub const BEGINNING: &str = "0000000000000000000000000000000000000000000000000000000000000000";

/// Everything that an event says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Said {
    /// Its id.
    pub id: String,
    /// When.
    pub at: DateTime<Utc>,
    /// By whom.
    pub actor: Option<String>,
    /// As what.
    pub role: String,
    /// For which community.
    pub community: Option<String>,
    /// What.
    pub action: String,
    /// To which kind of thing.
    pub entity: String,
    /// To which one.
    pub entity_id: Option<String>,
    /// Why.
    pub reason: Option<String>,
    /// In which request.
    pub request_id: Option<String>,
    /// What it rests on.
    pub facts: Option<serde_json::Value>,
}

/// The seal of an event that follows `previous`.
pub fn seal(previous: &str, said: &Said) -> String {
    let at = said.at.to_rfc3339_opts(SecondsFormat::Millis, true);
    let text = serde_json::json!([
        previous,
        said.id,
        at,
        said.actor,
        said.role,
        said.community,
        said.action,
        said.entity,
        said.entity_id,
        said.reason,
        said.request_id,
        said.facts,
    ]);
    hex::encode(Sha256::digest(text.to_string()))
}

/// Stands for a text in the log: it proves which text was there, and does not tell it.
pub fn mark(text: &str) -> String {
    hex::encode(Sha256::digest(text))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said() -> Said {
        Said {
            id: "a".to_owned(),
            at: DateTime::UNIX_EPOCH,
            actor: None,
            role: "STAFF".to_owned(),
            community: None,
            action: "x".to_owned(),
            entity: "y".to_owned(),
            entity_id: None,
            reason: None,
            request_id: None,
            facts: None,
        }
    }

    #[test]
    fn every_word_of_an_event_and_all_before_it_count() {
        let known = seal(BEGINNING, &said());
        let some = || Some("z".to_owned());
        let others = [
            Said { id: "b".to_owned(), ..said() },
            Said { at: DateTime::UNIX_EPOCH + chrono::TimeDelta::milliseconds(1), ..said() },
            Said { actor: some(), ..said() },
            Said { role: "ADMIN".to_owned(), ..said() },
            Said { community: some(), ..said() },
            Said { action: "z".to_owned(), ..said() },
            Said { entity: "z".to_owned(), ..said() },
            Said { entity_id: some(), ..said() },
            Said { reason: some(), ..said() },
            Said { request_id: some(), ..said() },
            Said { facts: Some(serde_json::json!({})), ..said() },
        ];
        let mut seals: Vec<String> = others.iter().map(|said| seal(BEGINNING, said)).collect();
        seals.push(seal(&known, &said()));
        seals.push(known);
        let count = seals.len();
        seals.sort_unstable();
        seals.dedup();
        assert_eq!(seals.len(), count);
    }
}
