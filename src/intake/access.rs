//! Who may import.

use entity::ids::UserId;

use crate::auth::{Actor, Verdict};

/// Send files, and import what the form gave: staff. What a row may make depends on the community of its school, too.
pub fn may_import(actor: &Actor) -> Verdict {
    match actor {
        Actor::Staff(_) => Verdict::Allow,
        Actor::Anonymous | Actor::Teacher(_) | Actor::Juror(_) | Actor::Admin(_) | Actor::Service(_) => {
            Verdict::Refuse("registrations are imported by staff")
        }
    }
}

/// Use a file: who sent it.
pub fn may_use(actor: &Actor, owner: UserId) -> Verdict {
    match actor {
        Actor::Staff(_) if !actor.is(owner) => Verdict::Hide,
        Actor::Anonymous
        | Actor::Teacher(_)
        | Actor::Juror(_)
        | Actor::Staff(_)
        | Actor::Admin(_)
        | Actor::Service(_) => may_import(actor),
    }
}

#[cfg(test)]
mod tests {
    use entity::kinds::{Community, Role};

    use super::*;
    use crate::auth::Person;

    fn actor(role: Role, id: u128) -> Actor {
        let community = (role == Role::Staff).then_some(Community::Vl);
        let id = UserId(uuid::Uuid::from_u128(id));
        Actor::new(Person { id, community, access_version: 1, roles: vec![role] }, role).unwrap()
    }

    #[test]
    fn staff_import_for_their_community_with_files_of_their_own() {
        let (staff, owner) = (actor(Role::Staff, 1), UserId(uuid::Uuid::from_u128(1)));
        assert_eq!(may_use(&staff, owner), Verdict::Allow);
        assert_eq!(may_use(&actor(Role::Staff, 2), owner), Verdict::Hide);
        for role in [Role::Teacher, Role::Juror, Role::Admin, Role::Service] {
            let other = actor(role, 1);
            for verdict in [may_import(&other), may_use(&other, owner)] {
                assert!(matches!(verdict, Verdict::Refuse(_)), "{role:?}");
            }
        }
    }
}
