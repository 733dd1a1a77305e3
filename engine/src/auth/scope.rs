//! What the key of a program may be used for. The role says what any program may see; the scopes of a key say which part
//! of that this one may.

use entity::kinds::{Kind, ServiceScope};

use super::Audience;
use crate::api::model::Declared;

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
        let all = ServiceScope::VALUES.iter();
        all.filter(|(scope, ..)| self.0 & bit(*scope) != 0).map(|(_, word, _)| *word).collect()
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

/// What it takes to ask for `field` of the type `on`, which is a `ty` and has the policy `allow`; `None` where no scope
/// opens it.
pub fn needed(declared: &Declared, on: &str, field: &str, ty: &str, allow: Option<&[Audience]>) -> Option<Scopes> {
    let plain =
        |ty: &str| ty.trim_end_matches("Connection").trim_end_matches("Edge").trim_end_matches("Changed").to_owned();
    let (on_object, object) = (plain(on), plain(ty));
    let opens = declared.opens.iter().filter(|(_, objects, mutations)| {
        objects.contains(&on_object.as_str())
            || objects.contains(&object.as_str())
            || (on == "Mutation" && mutations.contains(&field))
    });
    let scopes = opens.fold(Scopes::default(), |set, (scope, ..)| set.with(Scopes(bit(*scope))));
    let is_free = match allow {
        // What anybody may do is not for programs, but for what is said to be.
        Some(_) if on == "Mutation" => declared.open.contains(&field),
        Some(allow) => allow.contains(&Audience::Anonymous),
        // The fields of a page or a payload: what they hold is asked for by name.
        None => true,
    };
    (is_free || !scopes.is_empty()).then_some(scopes)
}

fn bit(scope: ServiceScope) -> u32 {
    ServiceScope::VALUES.iter().position(|(known, ..)| *known == scope).map_or(0, |place| 1 << place)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_no_scope_names_is_closed_whatever_it_is_called() {
        let nothing = Declared::default();
        let programs = [Audience::Service];
        for (on, ty) in [("Query", "Label"), ("Label", "String"), ("LabelEdge", "String"), ("Mutation", "Payload")] {
            assert_eq!(needed(&nothing, on, "a", ty, Some(&programs)), None, "{on}");
        }
    }
}
