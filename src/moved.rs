//! What became of rows that pointed to something that turned out to be something else.

use uuid::Uuid;

/// Rows of one table that pointed to a double and point to what was kept now. Each concept moves its own.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Moved {
    /// The table.
    pub table: &'static str,
    /// Rows that point elsewhere now.
    pub moved: Vec<Uuid>,
    /// Rows that said what another row says already: what they said more is in that one now.
    pub joined: Vec<Uuid>,
}

impl Moved {
    /// Nothing moved so far.
    pub fn of(table: &'static str) -> Self {
        Self { table, moved: Vec::new(), joined: Vec::new() }
    }
}
