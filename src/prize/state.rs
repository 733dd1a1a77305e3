//! Where a prize that was given stands, and what moves it on.

use entity::kinds::AwardState;

/// What happens to a prize that was given.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// A second person confirms it.
    Ratify,
    /// It becomes public.
    Announce,
}

/// Where the step leads; `None` when it does not start here.
pub fn after(state: AwardState, step: Step) -> Option<AwardState> {
    use AwardState::{Announced, Declined, Proposed, Ratified};
    match (state, step) {
        (Proposed, Step::Ratify) => Some(Ratified),
        (Ratified, Step::Announce) => Some(Announced),
        (Proposed, Step::Announce)
        | (Ratified, Step::Ratify)
        | (Announced | Declined, Step::Ratify | Step::Announce) => None,
    }
}

#[cfg(test)]
mod tests {
    use entity::kinds::AwardState::{Announced, Declined, Proposed, Ratified};

    use super::*;

    #[test]
    fn the_whole_table() {
        for (state, ratify, announce) in [
            (Proposed, Some(Ratified), None),
            (Ratified, None, Some(Announced)),
            (Announced, None, None),
            (Declined, None, None),
        ] {
            assert_eq!(after(state, Step::Ratify), ratify, "{state:?}");
            assert_eq!(after(state, Step::Announce), announce, "{state:?}");
        }
    }
}
