//! Who may decide.

use entity::kinds::{Community, Track};

use crate::auth::{Actor, Verdict};

/// Apply the rule to a whole track: staff. Admins run the system and decide nothing.
pub fn may_propose(actor: &Actor) -> Verdict {
    match actor {
        Actor::Staff(_) => Verdict::Allow,
        Actor::Anonymous | Actor::Teacher(_) | Actor::Juror(_) | Actor::Admin(_) | Actor::Service(_) => {
            Verdict::Refuse("results are decided by staff")
        }
    }
}

/// Decide on one application: staff of its community; Belgica is shared by the communities (Q15). To other
/// staff it does not exist.
pub fn may_decide(actor: &Actor, track: Track, community: Community) -> Verdict {
    match actor {
        Actor::Staff(person) if track == Track::Belgica || person.community == Some(community) => Verdict::Allow,
        Actor::Staff(_) => Verdict::Hide,
        Actor::Anonymous | Actor::Teacher(_) | Actor::Juror(_) | Actor::Admin(_) | Actor::Service(_) => {
            Verdict::Refuse("results are decided by staff")
        }
    }
}

#[cfg(test)]
mod tests {
    use entity::ids::UserId;

    use super::*;
    use crate::auth::Person;

    #[test]
    fn staff_decide_in_their_community_and_on_belgica() {
        let of = |community| Person {
            id: UserId::from(uuid::Uuid::from_u128(1)),
            community,
            access_version: 1,
            roles: Vec::new(),
        };
        let flemish = Actor::Staff(of(Some(Community::Vl)));
        assert_eq!(may_decide(&flemish, Track::Nql, Community::Vl), Verdict::Allow);
        assert_eq!(may_decide(&flemish, Track::Nql, Community::Dg), Verdict::Hide);
        assert_eq!(may_decide(&flemish, Track::Belgica, Community::Dg), Verdict::Allow);
        assert_eq!(may_propose(&flemish), Verdict::Allow);
        for other in [
            Actor::Anonymous,
            Actor::Teacher(of(None)),
            Actor::Juror(of(None)),
            Actor::Admin(of(None)),
            Actor::Service(of(None)),
        ] {
            assert!(matches!(may_decide(&other, Track::Nql, Community::Vl), Verdict::Refuse(_)), "{other:?}");
            assert!(matches!(may_propose(&other), Verdict::Refuse(_)), "{other:?}");
        }
    }
}
