//! What a refusal says, in the languages that people are spoken to in. The English of each stands where the refusal is
//! declared; a test holds the two against each other.

/// Sentences in English, Dutch, French and German; `{limit}` stands for the fact of that name.
pub static SENTENCES: &[[&str; 4]] = &[];
