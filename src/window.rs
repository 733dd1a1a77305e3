//! Windows on one draft: a save is taken as long as what it changes is as its window saw it.

/// A save on top of what is stored, by a window that saw some version of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Save {
    /// The version that the window saw.
    pub seen: i32,
    /// The version that the save makes.
    pub version: i32,
    /// Whether it would change what the window has not seen.
    pub is_behind: bool,
    /// Whether it says anything new.
    pub is_new: bool,
}

impl Save {
    /// A save on top of version `stored`. What is not there yet nobody has seen.
    pub fn on(stored: i32, seen: i32) -> Self {
        Self { seen, version: stored + 1, is_behind: seen > stored, is_new: false }
    }

    /// Puts what is given in its place, beside which stands the version that it changed in last.
    pub fn put<T: PartialEq>(&mut self, (place, since): (&mut T, &mut i32), given: Option<T>) {
        let Some(given) = given.filter(|given| *given != *place) else { return };
        // What the same save has put there it has seen.
        self.is_behind |= (self.seen + 1..self.version).contains(since);
        self.is_new = true;
        (*place, *since) = (given, self.version);
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
            #[test]
        fn what_a_window_replaces_it_has_seen(saves in prop::collection::vec((0..2_usize, 0..2_usize, 0..3_u8, any::<bool>()), 0..40)) {
            let (mut places, mut version) = ([(0_u8, 0_i32); 2], 0);
            let mut windows = [([0_u8; 2], 0_i32); 2];
            for (window, at, text, looks) in saves {
                let (shown, seen) = windows[window];
                let before = places[at].0;
                let mut save = Save::on(version, seen);
                let (mut place, mut since) = places[at];
                save.put((&mut place, &mut since), Some(text));
                let is_taken = !save.is_behind;
                prop_assert!(!is_taken || !save.is_new || shown[at] == before, "it was replaced unseen");
                prop_assert!(is_taken || shown[at] != before || places[at].1 > seen, "it stands in nobody's way");
                if is_taken && save.is_new {
                    places[at] = (place, since);
                    version = save.version;
                }
                if looks || !is_taken {
                    windows[window] = (places.map(|(text, _)| text), version);
                }
            }
        }
    }
}
