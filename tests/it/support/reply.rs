//! An answer, and what a test may claim of it.

use serde_json::Value;

/// What came back.
#[derive(Debug)]
pub struct Reply {
    pub text: String,
    pub body: Value,
}

impl Reply {
    pub fn new(bytes: Vec<u8>) -> Self {
        let text = String::from_utf8(bytes).unwrap();
        let body = serde_json::from_str(&text).unwrap_or_else(|error| panic!("no JSON ({error}): {text}"));
        Self { text, body }
    }

    /// `data`, which must be there without errors.
    #[track_caller]
    pub fn data(&self) -> &Value {
        assert!(self.body.get("errors").is_none(), "{}", self.text);
        &self.body["data"]
    }

    /// What is at a JSON pointer in `data`.
    #[track_caller]
    pub fn at(&self, pointer: &str) -> &Value {
        self.data().pointer(pointer).unwrap_or_else(|| panic!("nothing at {pointer}: {}", self.text))
    }

    /// The text at a JSON pointer in `data`.
    #[track_caller]
    pub fn text_at(&self, pointer: &str) -> String {
        self.at(pointer).as_str().unwrap_or_else(|| panic!("no text at {pointer}: {}", self.text)).to_owned()
    }

    /// The number at a JSON pointer in `data`.
    #[track_caller]
    pub fn number_at(&self, pointer: &str) -> i64 {
        self.at(pointer).as_i64().unwrap_or_else(|| panic!("no number at {pointer}: {}", self.text))
    }

    /// The mutation was done; returns its payload.
    #[track_caller]
    pub fn done(&self) -> &Value {
        let payload = &self.data()["it"];
        assert_eq!(payload["userErrors"], Value::Array(Vec::new()), "{}", self.text);
        payload
    }

    /// The mutation was refused with exactly these codes, in any order.
    #[track_caller]
    pub fn assert_refused(&self, codes: &[&str]) {
        let errors = self.data()["it"]["userErrors"].as_array().unwrap_or_else(|| panic!("{}", self.text)).clone();
        let mut found: Vec<&str> = errors.iter().filter_map(|error| error["code"].as_str()).collect();
        let mut wanted = codes.to_vec();
        found.sort_unstable();
        wanted.sort_unstable();
        assert_eq!(found, wanted, "{}", self.text);
    }

    /// The request failed as a whole with this code.
    #[track_caller]
    pub fn assert_error(&self, code: &str) {
        assert_eq!(self.body["errors"][0]["extensions"]["code"], code, "{}", self.text);
    }
}
