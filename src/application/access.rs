//! Who may register.

use entity::kinds::{CampaignStatus, MemberRole};

use crate::auth::{Actor, Verdict};

/// Register a project: a teacher who takes part in it, for a campaign that she knows of (INV-07).
pub fn may_register(actor: &Actor, role: Option<MemberRole>, status: CampaignStatus) -> Verdict {
    match actor {
        Actor::Teacher(_) if role.is_some() && status != CampaignStatus::Draft => Verdict::Allow,
        Actor::Teacher(_) => Verdict::Hide,
        Actor::Anonymous | Actor::Juror(_) | Actor::Staff(_) | Actor::Admin(_) | Actor::Service(_) => {
            Verdict::Refuse("teachers register for themselves")
        }
    }
}

#[cfg(test)]
mod tests {
    use entity::{
        ids::UserId,
        kinds::{Community, Kind, Role},
    };

    use super::*;
    use crate::auth::Person;

    fn actor(role: Role, id: u128) -> Actor {
        let community = (role == Role::Staff).then_some(Community::Vl);
        let person = Person { id: user(id), community, access_version: 1, roles: vec![role] };
        Actor::new(person, role).unwrap()
    }

    fn user(id: u128) -> UserId {
        UserId(uuid::Uuid::from_u128(id))
    }

    #[test]
    fn a_member_registers_for_every_campaign_but_a_draft() {
        let teacher = actor(Role::Teacher, 1);
        for (status, ..) in CampaignStatus::VALUES {
            let known = *status != CampaignStatus::Draft;
            let expected = if known { Verdict::Allow } else { Verdict::Hide };
            assert_eq!(may_register(&teacher, Some(MemberRole::Partner), *status), expected, "{status:?}");
            assert_eq!(may_register(&teacher, None, *status), Verdict::Hide, "{status:?}");
        }
        let staff = may_register(&actor(Role::Staff, 1), Some(MemberRole::Founder), CampaignStatus::Open);
        assert!(matches!(staff, Verdict::Refuse(_)));
    }
}
