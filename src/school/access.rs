//! Who may enter, correct and compare schools.

use entity::kinds::Community;

use crate::auth::{Actor, Verdict};

/// Correct a school: staff of its community, all staff for one abroad, and admin.
pub fn may_change(actor: &Actor, community: Community) -> Verdict {
    match actor {
        Actor::Admin(_) => Verdict::Allow,
        Actor::Staff(person) if community == Community::Foreign || person.community == Some(community) => {
            Verdict::Allow
        }
        Actor::Staff(_) => Verdict::Refuse("this school is looked after by the staff of its community"),
        Actor::Anonymous | Actor::Teacher(_) | Actor::Juror(_) | Actor::Service(_) => {
            Verdict::Refuse("schools are corrected by staff")
        }
    }
}

#[cfg(test)]
mod tests {
    use entity::{
        ids::UserId,
        kinds::{Kind, Role},
    };

    use super::*;
    use crate::auth::Person;

    fn actor(role: Role) -> Actor {
        let community = (role == Role::Staff).then_some(Community::Vl);
        let person = Person { id: UserId(uuid::Uuid::nil()), community, access_version: 1, roles: vec![role] };
        Actor::new(person, role).unwrap()
    }

    #[test]
    fn staff_correct_schools_of_their_community_and_abroad() {
        for (community, allowed) in
            [(Community::Vl, true), (Community::Foreign, true), (Community::Fwb, false), (Community::Dg, false)]
        {
            assert_eq!(may_change(&actor(Role::Staff), community) == Verdict::Allow, allowed, "{community:?}");
            assert_eq!(may_change(&actor(Role::Admin), community), Verdict::Allow);
        }
    }

    #[test]
    fn nobody_else_corrects() {
        for (role, word, _) in Role::VALUES {
            let is_office = matches!(role, Role::Staff | Role::Admin);
            assert_eq!(may_change(&actor(*role), Community::Vl) == Verdict::Allow, is_office, "{word}");
        }
    }
}
