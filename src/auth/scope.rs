//! What the key of a program may be used for. The role says what any program may see; the scopes of a key say which part
//! of that this one may.

use entity::kinds::{Kind, ServiceScope};

/// What each scope opens: objects that may be read, mutations that may be called. What no scope names needs none.
const OPENS: [(ServiceScope, &[&str], &[&str]); 8] = [
    (ServiceScope::SchoolRead, &["School"], &[]),
    (ServiceScope::ProjectRead, &["Project"], &[]),
    (ServiceScope::RegistrationRead, &["Registration"], &[]),
    (ServiceScope::ApplicationRead, &["Application", "Decision"], &[]),
    (ServiceScope::LabelRead, &["Label"], &[]),
    (ServiceScope::EqlRead, &["EqlCandidacy"], &[]),
    (ServiceScope::PublicationRead, &["PublicationBatch", "PublicationItem"], &[]),
    (ServiceScope::PublicationWrite, &[], &["markEsepPublished"]),
];

/// A set of scopes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Scopes(u32);

impl Scopes {
    /// The set of these words; unknown ones open nothing.
    pub fn of<'a>(words: impl IntoIterator<Item = &'a str>) -> Self {
        words.into_iter().filter_map(ServiceScope::of).fold(Self::default(), |set, scope| Self(set.0 | bit(scope)))
    }

    /// Its words.
    pub fn words(self) -> Vec<&'static str> {
        OPENS.iter().filter(|(scope, ..)| self.0 & bit(*scope) != 0).map(|(scope, ..)| scope.word()).collect()
    }

    /// What of `needed` is not in it.
    #[must_use]
    pub fn lacks(self, needed: Self) -> Self {
        Self(needed.0 & !self.0)
    }

    /// Whether there is nothing in it.
    pub fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// Both together.
    #[must_use]
    pub fn with(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }
}

/// What it takes to ask for `field` of the type `on`, which is a `ty`.
pub fn needed(on: &str, field: &str, ty: &str) -> Scopes {
    let plain = |ty: &str| ty.trim_end_matches("Connection").trim_end_matches("Edge").to_owned();
    let (on_object, object) = (plain(on), plain(ty));
    let opens = OPENS.iter().filter(|(_, objects, mutations)| {
        objects.contains(&on_object.as_str())
            || objects.contains(&object.as_str())
            || (on == "Mutation" && mutations.contains(&field))
    });
    opens.fold(Scopes::default(), |set, (scope, ..)| set.with(Scopes(bit(*scope))))
}

fn bit(scope: ServiceScope) -> u32 {
    OPENS.iter().position(|(known, ..)| *known == scope).map_or(0, |place| 1 << place)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_scope_opens_something_and_is_told_by_its_word() {
        for (scope, ..) in ServiceScope::VALUES {
            assert_eq!(Scopes::of([scope.word()]).words(), [scope.word()]);
        }
        assert!(Scopes::of(["NOTHING"]).is_empty());
    }

    #[test]
    fn a_list_its_pages_and_its_rows_need_the_same() {
        let labels = Scopes::of(["LABEL_READ"]);
        for (on, field, ty) in [
            ("Query", "labels", "LabelConnection"),
            ("LabelConnection", "totalCount", "Int"),
            ("LabelEdge", "node", "Label"),
            ("Label", "serial", "String"),
        ] {
            assert_eq!(needed(on, field, ty), labels, "{on}.{field}");
        }
        assert_eq!(
            needed("Mutation", "markEsepPublished", "MarkEsepPublishedPayload"),
            Scopes::of(["PUBLICATION_WRITE"])
        );
        assert!(needed("Query", "currentCampaign", "Campaign").is_empty());
        assert_eq!(labels.lacks(labels.with(Scopes::of(["EQL_READ"]))), Scopes::of(["EQL_READ"]));
    }
}
