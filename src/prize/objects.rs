//! What the API shows of prizes.

use crate::{
    api::object::{Cond, Object, col, exists},
    object, queries, stake,
};

/// The objects of this concept.
pub fn objects() -> Vec<Object> {
    vec![Prize::declare(), PrizeComponent::declare(), Sponsor::declare(), PrizeAward::declare()]
}

/// Its winner is public.
fn announced() -> Cond {
    exists("prize_award", "prize_id", "id", col("state").is_word("ANNOUNCED"))
}

object! {
    /// A prize for a school. Public once its winner is announced.
    Prize("prize") from "prize"
    rows {
        Anonymous => announced();
        Teacher => announced();
        Staff => Cond::Always;
        Admin => Cond::Always;
    }
    fields {
        /// Of which campaign.
        campaign: "Campaign" [Anonymous, Teacher, Staff, Admin] = one("campaign_id");
        /// Of which label.
        track: "Track!" [Anonymous, Teacher, Staff, Admin] = value("track");
        /// 1 is the first prize.
        rank: "Int!" [Anonymous, Teacher, Staff, Admin] = value("rank");
        /// What it is called.
        title: "String!" [Anonymous, Teacher, Staff, Admin] = value("title");
        /// What it is made of.
        components: "[PrizeComponent!]!" [Anonymous, Teacher, Staff, Admin] = many("prize_id", "id");
        /// Who won it; proposals are for staff.
        awards: "[PrizeAward!]!" [Anonymous, Teacher, Staff, Admin] = many("prize_id", "created_at");
        /// Counts up with every change; for `expectedVersion`.
        version: "Int!" [Staff, Admin] = value("version");
    }
    filters {
        /// The campaign.
        campaignId: "ID" [Anonymous, Teacher, Staff, Admin] = FilterOn::Value(col("campaign_id"));
        /// The label.
        track: "Track" [Anonymous, Teacher, Staff, Admin] = FilterOn::Value(col("track"));
    }
    orders {
        /// The first prize first.
        RANK: "Int" Asc [Anonymous, Teacher, Staff, Admin] = col("rank");
    }
}

object! {
    /// A part of a prize: money, a voucher, goods or a service.
    PrizeComponent("prize_component") from "prize_component"
    rows {
        Anonymous => belongs_to("Prize", "prize_id");
        Teacher => belongs_to("Prize", "prize_id");
        Staff => belongs_to("Prize", "prize_id");
        Admin => belongs_to("Prize", "prize_id");
    }
    fields {
        /// What it is.
        kind: "ComponentKind!" [Anonymous, Teacher, Staff, Admin] = value("kind");
        /// What it is worth, in cents.
        amountCents: "Int!" [Anonymous, Teacher, Staff, Admin] = value("amount_cents");
        /// Always `EUR`.
        currency: "String!" [Anonymous, Teacher, Staff, Admin] = value("currency");
        /// What it is, in words.
        description: "String!" [Anonymous, Teacher, Staff, Admin] = value("description");
        /// Who pays for it; null for the national support organisation itself.
        sponsor: "Sponsor" [Anonymous, Teacher, Staff, Admin] = one("sponsor_id");
    }
}

object! {
    /// An organisation that pays for (part of) a prize.
    Sponsor("sponsor") from "sponsor"
    rows {
        Anonymous => reached_from("PrizeComponent", "sponsor_id", Cond::Always);
        Teacher => reached_from("PrizeComponent", "sponsor_id", Cond::Always);
        Staff => Cond::Always;
        Admin => Cond::Always;
    }
    fields {
        /// Its name.
        name: "String!" [Anonymous, Teacher, Staff, Admin] = value("name");
        /// Its website; null if unknown.
        website: "String" [Anonymous, Teacher, Staff, Admin] = value("website");
    }
}

object! {
    /// A prize given to a school for a project. Public once it is announced.
    PrizeAward("prize_award") from "prize_award"
    rows {
        Anonymous => col("state").is_word("ANNOUNCED");
        Teacher => col("state").is_word("ANNOUNCED");
        Staff => col("state").is_word("ANNOUNCED").or(belongs_to("Project", "project_id"));
        Admin => col("state").is_word("ANNOUNCED").or(!stake::in_project("project_id"));
    }
    fields {
        /// Which prize.
        prize: "Prize" [Anonymous, Teacher, Staff, Admin] = one("prize_id");
        /// Title of the project.
        projectTitle: "String!" [Anonymous, Teacher, Staff, Admin] = value(via("project_id", "project", "title"));
        /// The project, for those who may see it.
        project: "Project" [Teacher, Staff, Admin] = one("project_id");
        /// Name of the school that gets it.
        schoolName: "String!" [Anonymous, Teacher, Staff, Admin] = value(via("school_id", "school", "name"));
        /// The school that gets it.
        school: "School" [Teacher, Staff, Admin] = one("school_id");
        /// Mean of the results of the project's labelled applications.
        basisScore: "Decimal!" [Staff] = value("basis_score_centi");
        /// Where it stands.
        state: "AwardState!" [Anonymous, Teacher, Staff, Admin] = value("state");
        /// Why it fell back: its label was revoked, or a result of its project changed. Null while it stands.
        fallReason: "String" [Staff, Admin] = value("fall_reason");
        /// Who proposed it.
        proposedBy: "User" [Staff, Admin] = one("proposed_by_id");
        /// Who confirmed it: somebody else. Null before.
        ratifiedBy: "User" [Staff, Admin] = one("ratified_by_id");
        /// When it became public; null before.
        announcedAt: "DateTime" [Anonymous, Teacher, Staff, Admin] = value("announced_at");
        /// Counts up with every change; for `expectedVersion`.
        version: "Int!" [Staff, Admin] = value("version");
    }
}

queries! {
    /// Prizes, the first prize first.
    prizes: "Prize" [Anonymous, Teacher, Staff, Admin] = RootSource::Page { when: Cond::Always, by: Vec::new() };
}
