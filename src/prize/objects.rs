//! What the API shows of prizes.

use super::state::FALLEN;
use crate::{
    api::object::{Cond, Expr, Object, belongs_to, col, either, exists, exists_like, mine},
    auth::Audience,
    object, queries, stake,
};

/// The objects of this concept.
pub fn objects() -> Vec<Object> {
    vec![
        Prize::declare(),
        PrizeComponent::declare(),
        Sponsor::declare(),
        PrizeAward::declare(),
        PrizeShare::declare(),
        PrizeVoucher::declare(),
    ]
}

/// Its winner is public.
fn announced() -> Cond {
    exists("prize_award", "prize_id", "id", is_public()).and(is_there())
}

/// It was announced, and is or was for a school at which the caller works.
fn was_mine() -> Cond {
    col("announced_at").is_set().and(of_my_school())
}

/// It was announced (INV-22), and the caller holds the label for its project as a teacher of a school that gets it, and works
/// there.
fn is_winner() -> Cond {
    let holds = exists("label", "application_id", "id", Cond::IsNull(col("revoked_at")));
    let earned = exists_like(
        "application",
        &[("project_id", "project_id"), ("school_id", "school_id")],
        mine("teacher_id").and(holds),
    );
    let is_theirs = exists("prize_share", "prize_award_id", "id", stake::works_at("school_id").and(earned));
    col("announced_at").is_set().and(is_theirs)
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

/// Its version, for those who may act on it: others would read in it that something happened.
fn told_version() -> Expr {
    Expr::For {
        audiences: &[Audience::Teacher],
        then: Box::new(either(of_my_school(), col("version"), Expr::Null)),
        otherwise: Box::new(col("version")),
    }
}

/// A column for its schools and the office that looks after it; null for others, whom the public facts are told.
fn of_the_visit(column: &'static str) -> Expr {
    Expr::For {
        audiences: &[Audience::Teacher],
        then: Box::new(either(of_my_school(), col(column), Expr::Null)),
        otherwise: Box::new(either(belongs_to("Project", "project_id"), col(column), Expr::Null)),
    }
}

/// The same of what one school tells.
fn of_the_school(column: &'static str) -> Expr {
    Expr::For {
        audiences: &[Audience::Teacher],
        then: Box::new(either(stake::works_at("school_id"), col(column), Expr::Null)),
        otherwise: Box::new(either(belongs_to("Project", "project_id"), col(column), Expr::Null)),
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
        Teacher => announced().or(exists("prize_award", "prize_id", "id", was_mine()));
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
    /// An organisation that pays for a prize or a part of it. Whoever sees a part of a prize that it pays for sees who it is: the
    /// public, once the winner is announced. `GET /sponsors/ID/logo` answers its logo as a PNG to those who see this object; send
    /// the access token as for GraphQL.
    Sponsor("sponsor") from "sponsor"
    rows {
        Anonymous => reached_from("PrizeComponent", "sponsor_id", Cond::Always);
        Teacher => reached_from("PrizeComponent", "sponsor_id", Cond::Always);
        Staff => Cond::Always;
        Admin => Cond::Always;
    }
    writes sponsor {
        /// Get its logo.
        VIEW {
            Anonymous => reached_from("PrizeComponent", "sponsor_id", Cond::Always);
            Teacher => reached_from("PrizeComponent", "sponsor_id", Cond::Always);
            Staff => Cond::Always;
            Admin => Cond::Always;
        };
        /// Correct what is noted of it.
        CHANGE { Staff => Cond::Always; };
    }
    fields {
        /// Its name.
        name: "String!" [Anonymous, Teacher, Staff, Admin] = value("name");
        /// Its website; null if not known.
        website: "String" [Anonymous, Teacher, Staff, Admin] = value("website");
        /// Whether there is a logo of it.
        hasLogo: "Boolean!" [Anonymous, Teacher, Staff, Admin] = whether(col("logo_shows").is_set());
        /// What its logo shows, for readers who cannot see it; null if there is none.
        logoShows: "String" [Anonymous, Teacher, Staff, Admin] = value("logo_shows");
        /// Whom to ask there; null if not noted.
        contact: "String" [Staff] = value("contact");
        /// What it gives for the prizes of a campaign, in cents of a euro; null if not agreed. `prizeBudget` says what of it is
        /// spent.
        budgetCents: "Int" [Staff] = value("budget_cents");
        /// Counts up with every change; for `expectedVersion`.
        version: "Int!" [Staff, Admin] = value("version");
    }
    filters {
        /// Its name.
        name: "String" [Staff, Admin] = FilterOn::Value(col("name"));
    }
    orders {
        /// Its name.
        NAME: "String" Asc [Staff, Admin] = col("name");
    }
}

object! {
    /// A prize that is given for a project, to one or more of its schools. It is public once it is announced. Who works at one
    /// of the schools still sees it when it was announced and the schools do not get it after all.
    PrizeAward("prize_award") from "prize_award"
    rows {
        Anonymous => is_public();
        Teacher => is_public().or(was_mine());
        Staff => is_public().or(belongs_to("Project", "project_id"));
        Admin => is_public().or(!stake::in_project("project_id"));
    }
    writes prize_award {
        /// Say whether its schools want it, and who speaks for them.
        ANSWER { Teacher => is_winner(); Staff => belongs_to("Project", "project_id"); };
        /// Lead it to its end.
        LEAD { Staff => belongs_to("Project", "project_id"); };
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
        /// What was proposed in its place when its schools did not want it, or did not get it: the prize for the next project
        /// of the ranking, which a second person must confirm. Null if nothing was proposed.
        successor: "PrizeAward" [Staff] = one("successor_id");
        /// Why nothing was proposed in its place: a person must choose, with `awardPrize`. Null if something was proposed, or
        /// no project is left. `proposePrizes` says which projects there are.
        choiceReason: "PrizeChoiceReason" [Staff] = value("choice_reason");
        /// When the visit begins at which the schools get it; null before it is planned. What is planned is told to those who
        /// work at one of the schools, and to the office.
        visitStartsAt: "DateTime" [Teacher, Staff] = value(of_the_visit("visit_starts_at"));
        /// When the visit ends; null before it is planned.
        visitEndsAt: "DateTime" [Teacher, Staff] = value(of_the_visit("visit_ends_at"));
        /// Where the visit is; null before it is planned.
        visitPlace: "String" [Teacher, Staff] = value(of_the_visit("visit_place"));
        /// Who of the office comes; null before it is planned.
        visitStaff: "String" [Teacher, Staff] = value(of_the_visit("visit_staff"));
        /// Whether the pupils present their project at the visit. Null for those who are not told what is planned.
        hasPresentation: "Boolean" [Teacher, Staff] = value(of_the_visit("has_presentation"));
        /// How many pieces of cake are needed; null for no cake.
        cakePieces: "Int" [Teacher, Staff] = value(of_the_visit("cake_pieces"));
        /// What whoever brings the cake must know; null if nothing is noted.
        cakeNote: "String" [Teacher, Staff] = value(of_the_visit("cake_note"));
        /// The day on which the schools got it; null before that.
        handedOverOn: "Date" [Teacher, Staff] = value(of_the_visit("handed_over_on"));
        /// Its photos, as far as the caller may see them.
        photos: "[Photo!]!" [Anonymous, Teacher, Staff, Admin] = many("prize_award_id", "created_at");
        /// Who noted that. Null before that, or if the caller may not see this user.
        handedOverBy: "User" [Staff, Admin] = one("handed_over_by_id");
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
        /// Counts up with every change; for `expectedVersion`. Null for teachers who do not work at one of its schools.
        version: "Int" [Teacher, Staff, Admin] = value(told_version());
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
        /// The teacher who speaks for the school about the prize. Null before somebody was named, or if the caller may not see
        /// this user.
        contact: "User" [Teacher, Staff, Admin] = one("contact_id");
        /// The vouchers that it gets, as far as their codes are entered; for the teacher who speaks for the school, and the office.
        vouchers: "[PrizeVoucher!]!" [Teacher, Staff] = many("share_id", "id");
        /// What the school does with it, in its own words; null before it told. For those who work there, and the office.
        useText: "String" [Teacher, Staff] = value(of_the_school("use_text"));
        /// The new project that it leads to; null if the school named none.
        newProject: "String" [Teacher, Staff] = value(of_the_school("new_project"));
        /// What it gets, in cents of a euro. The shares of a prize together are exactly what it is worth.
        amountCents: "Int!" [Anonymous, Teacher, Staff, Admin] = value("amount_cents");
    }
}

/// The caller speaks for the school that gets the voucher of this row, and works there.
fn speaks_for_its_school() -> Cond {
    exists("prize_share", "id", "share_id", mine("contact_id").and(stake::works_at("school_id")))
}

object! {
    /// A voucher that a school gets. Its code is sealed until `revealVoucher` shows it, once, to the teacher who speaks for the
    /// school about the prize.
    PrizeVoucher("prize_voucher") from "prize_voucher"
    rows {
        Teacher => speaks_for_its_school();
        Staff => exists("prize_share", "id", "share_id", belongs_to("Project", "project_id"));
    }
    writes prize_voucher {
        /// Read its code, once.
        REVEAL { Teacher => speaks_for_its_school(); };
    }
    fields {
        /// The part of the prize. Null if the caller may not see it.
        component: "PrizeComponent" [Teacher, Staff] = one("component_id");
        /// When the code was entered.
        enteredAt: "DateTime!" [Teacher, Staff] = value("entered_at");
        /// When the code was shown; null before that. It is not kept after that.
        shownAt: "DateTime" [Teacher, Staff] = value("shown_at");
    }
}

queries! {
    /// Prizes, the first prize first.
    prizes: "Prize" [Anonymous, Teacher, Staff, Admin] = RootSource::Page { when: Cond::Always, by: Vec::new() };
    /// Organisations that pay for prizes, by name.
    sponsors: "Sponsor" [Staff, Admin] = RootSource::Page { when: Cond::Always, by: Vec::new() };
}
