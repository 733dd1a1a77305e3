//! What the API shows of prizes.

use super::state::FALLEN;
use crate::{
    api::object::{Cond, Expr, Object, col, exists},
    auth::Audience,
    object, queries, stake,
};

/// The objects of this concept.
pub fn objects() -> Vec<Object> {
    vec![Prize::declare(), PrizeComponent::declare(), Sponsor::declare(), PrizeAward::declare(), PrizeShare::declare()]
}

/// Its winner is public.
fn announced() -> Cond {
    exists("prize_award", "prize_id", "id", is_public()).and(is_there())
}

/// It can be won.
fn is_there() -> Cond {
    Cond::IsNull(col("removed_at"))
}

/// The winner that this row names is public.
fn is_public() -> Cond {
    col("state").one_of(&["ANNOUNCED", "ACCEPTED", "VISIT_PLANNED", "HANDED_OVER", "FOLLOWED_UP", "CLOSED"])
}

/// Where it stands, for those whom it concerns; for others it is public, and no more.
fn told_status() -> Expr {
    let theirs = Expr::If {
        when: Box::new(of_my_school()),
        then: Box::new(col("state")),
        otherwise: Box::new(Expr::Word("ANNOUNCED")),
    };
    Expr::For {
        audiences: &[Audience::Staff, Audience::Admin],
        then: Box::new(col("state")),
        otherwise: Box::new(Expr::For {
            audiences: &[Audience::Teacher],
            then: Box::new(theirs),
            otherwise: Box::new(Expr::Word("ANNOUNCED")),
        }),
    }
}

/// The caller works at a school that gets the prize of this row.
fn of_my_school() -> Cond {
    exists("prize_share", "prize_award_id", "id", stake::works_at("school_id"))
}

object! {
    /// A prize that schools can win. It is public once its winner is announced.
    Prize("prize") from "prize"
    rows {
        Anonymous => announced();
        Teacher => announced();
        Staff => is_there();
        Admin => is_there();
    }
    fields {
        /// The campaign. Null if the caller may not see it.
        campaign: "Campaign" [Anonymous, Teacher, Staff, Admin] = one("campaign_id");
        /// The label.
        track: "Track!" [Anonymous, Teacher, Staff, Admin] = value("track");
        /// 1 is the first prize.
        rank: "Int!" [Anonymous, Teacher, Staff, Admin] = value("rank");
        /// Title of the prize.
        title: "String!" [Anonymous, Teacher, Staff, Admin] = value("title");
        /// The level of the schools that it is for; null if it is for all.
        level: "SchoolLevel" [Anonymous, Teacher, Staff, Admin] = value("level");
        /// What the projects are about that it is for; null if it is for all.
        theme: "String" [Anonymous, Teacher, Staff, Admin] = value("theme");
        /// The parts of the prize.
        components: "[PrizeComponent!]!" [Anonymous, Teacher, Staff, Admin] = many("prize_id", "id");
        /// Who won it. Only staff see what is not announced yet, or fell away.
        awards: "[PrizeAward!]!" [Anonymous, Teacher, Staff, Admin] = many("prize_id", "created_at");
        /// When it was created.
        createdAt: "DateTime!" [Staff, Admin] = value("created_at");
        /// When it last changed.
        updatedAt: "DateTime!" [Staff, Admin] = value("updated_at");
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
        /// By rank: the first prize comes first.
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
        /// What it is: money, a voucher, goods or a service.
        kind: "ComponentKind!" [Anonymous, Teacher, Staff, Admin] = value("kind");
        /// Its worth in cents of a euro.
        amountCents: "Int!" [Anonymous, Teacher, Staff, Admin] = value("amount_cents");
        /// Always `EUR`.
        currency: "String!" [Anonymous, Teacher, Staff, Admin] = value("currency");
        /// A description.
        description: "String!" [Anonymous, Teacher, Staff, Admin] = value("description");
        /// The organisation that pays for it; null if it is the national support organisation itself.
        sponsor: "Sponsor" [Anonymous, Teacher, Staff, Admin] = one("sponsor_id");
    }
}

object! {
    /// An organisation that pays for a prize or a part of it.
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
        /// Its website; null if not known.
        website: "String" [Anonymous, Teacher, Staff, Admin] = value("website");
    }
}

object! {
    /// A prize that is given for a project, to one or more of its schools. It is public once it is announced.
    PrizeAward("prize_award") from "prize_award"
    rows {
        Anonymous => is_public();
        Teacher => is_public();
        Staff => is_public().or(belongs_to("Project", "project_id"));
        Admin => is_public().or(!stake::in_project("project_id"));
    }
    fields {
        /// The prize. Null if the caller may not see it.
        prize: "Prize" [Anonymous, Teacher, Staff, Admin] = one("prize_id");
        /// Title of the project.
        projectTitle: "String!" [Anonymous, Teacher, Staff, Admin] = value(via("project_id", "project", "title"));
        /// The project; null for those who may not see it.
        project: "Project" [Teacher, Staff, Admin] = one("project_id");
        /// The schools that share the prize, and what each gets.
        shares: "[PrizeShare!]!" [Anonymous, Teacher, Staff, Admin] = many("prize_award_id", "id");
        /// Mean of the totals of the applications of the project that earned the label, in points; the prize was given
        /// with it.
        basisScore: "Decimal!" [Staff] = value("basis_score_centi");
        /// The status. Who does not work at one of its schools, or for the office, reads `ANNOUNCED` for all that comes after.
        status: "PrizeAwardStatus!" [Anonymous, Teacher, Staff, Admin] = value(told_status());
        /// Why this project won, in the words of the person who chose it; null if the ranking said so.
        reason: "String" [Staff] = value("reason");
        /// Why the prize is not confirmed any more, or not given: the label was revoked, or a result of the project has
        /// changed. Null if neither happened.
        fallReason: "String" [Staff, Admin] = value(kept_sentence("fall_reason", FALLEN));
        /// Why the schools do not get it: it was taken back, refused or ended. Null if it was not.
        closingReason: "String" [Staff] = value("closing_reason");
        /// Who proposed it. Null if the caller may not see this user.
        proposedBy: "User" [Staff, Admin] = one("proposed_by_id");
        /// The second person, who confirmed it; null before that.
        ratifiedBy: "User" [Staff, Admin] = one("ratified_by_id");
        /// When it was announced to the public; null before that.
        announcedAt: "DateTime" [Anonymous, Teacher, Staff, Admin] = value("announced_at");
        /// When it was created.
        createdAt: "DateTime!" [Staff, Admin] = value("created_at");
        /// When it last changed.
        updatedAt: "DateTime!" [Staff, Admin] = value("updated_at");
        /// Counts up with every change; for `expectedVersion`.
        version: "Int!" [Staff, Admin] = value("version");
    }
}

object! {
    /// What a school gets of a prize.
    PrizeShare("prize_share") from "prize_share"
    rows {
        Anonymous => belongs_to("PrizeAward", "prize_award_id");
        Teacher => belongs_to("PrizeAward", "prize_award_id");
        Staff => belongs_to("PrizeAward", "prize_award_id");
        Admin => belongs_to("PrizeAward", "prize_award_id");
    }
    fields {
        /// Name of the school.
        schoolName: "String!" [Anonymous, Teacher, Staff, Admin] = value(via("school_id", "school", "name"));
        /// The school. Null if the caller may not see it.
        school: "School" [Teacher, Staff, Admin] = one("school_id");
        /// What it gets, in cents of a euro. The shares of a prize together are exactly what it is worth.
        amountCents: "Int!" [Anonymous, Teacher, Staff, Admin] = value("amount_cents");
    }
}

queries! {
    /// Prizes, the first prize first.
    prizes: "Prize" [Anonymous, Teacher, Staff, Admin] = RootSource::Page { when: Cond::Always, by: Vec::new() };
}
