//! Designs as commands load and save them, and the facts that a certificate is printed from.

use std::collections::HashMap;

use entity::{
    application, campaign, certificate_design, certificate_picture, foreign_participation,
    ids::{ApplicationId, ApplicationRevisionId, CampaignId, CertificateDesignId, ProjectId, SchoolId, UserId},
    kinds::{Community, Track},
    label, revision_partner, school, user,
};
use sea_orm::{
    ActiveModelTrait, ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect, QueryTrait, sea_query::Expr,
};

use crate::{
    api::right::Held,
    application as applications,
    stop::{Stop, found},
    work::Work,
};

/// What a certificate is printed from, beside the design.
pub(super) struct Facts {
    /// The label.
    pub(super) label: label::Model,
    /// The application that earned it.
    pub(super) application: application::Model,
    /// The campaign.
    pub(super) campaign: campaign::Model,
    /// The name of the account, and its address.
    pub(super) name: String,
    pub(super) email: String,
    /// The name of the school, and its municipality.
    pub(super) school: (String, String),
    /// The title of the project, as it was handed in.
    pub(super) project: String,
    /// The countries abroad of those who took part, each once, as codes in their order.
    pub(super) abroad: Vec<String>,
}

/// What the certificates of labels are printed from, in the order of the labels. In so many statements for one label as for
/// a hundred.
pub(super) async fn facts(work: &Work, labels: Vec<label::Model>) -> Result<Vec<Facts>, Stop> {
    let ids: Vec<ApplicationId> = labels.iter().map(|label| label.application_id).collect();
    let earned = applications::list(work, &ids).await?;
    let titles = applications::titles_of_hand_in(work, &earned).await?;
    let of = |column: &dyn Fn(&application::Model) -> uuid::Uuid| -> Vec<uuid::Uuid> {
        let mut ids: Vec<_> = earned.iter().map(column).collect();
        ids.sort_unstable();
        ids.dedup();
        ids
    };
    let campaigns = campaign::Entity::find().filter(campaign::Column::Id.is_in(of(&|one| one.campaign_id.into())));
    let campaigns: HashMap<CampaignId, _> =
        campaigns.all(work.tx()).await?.into_iter().map(|one| (one.id, one)).collect();
    let people = user::Entity::find().filter(user::Column::Id.is_in(of(&|one| one.teacher_id.into())));
    let people: HashMap<UserId, user::Model> =
        people.all(work.tx()).await?.into_iter().map(|one| (one.id, one)).collect();
    let revisions: Vec<_> = earned.iter().filter_map(|one| one.submitted_revision_id).collect();
    let partners = revision_partner::Entity::find().filter(revision_partner::Column::RevisionId.is_in(revisions));
    let partners = partners.all(work.tx()).await?;
    let mut schools = of(&|one| one.school_id.into());
    schools.extend(partners.iter().map(|partner| uuid::Uuid::from(partner.school_id)));
    let schools = school::Entity::find().filter(school::Column::Id.is_in(schools)).all(work.tx()).await?;
    let schools: HashMap<SchoolId, _> = schools.into_iter().map(|one| (one.id, one)).collect();
    let abroad = foreign_participation::Entity::find();
    let abroad = abroad.filter(foreign_participation::Column::ProjectId.is_in(of(&|one| one.project_id.into())));
    let mut by_project: HashMap<ProjectId, Vec<String>> = HashMap::new();
    for one in abroad.all(work.tx()).await? {
        by_project.entry(one.project_id).or_default().push(one.country);
    }
    let mut by_revision: HashMap<ApplicationRevisionId, Vec<String>> = HashMap::new();
    for partner in partners {
        let country = schools.get(&partner.school_id).map(|school| school.country.clone());
        by_revision.entry(partner.revision_id).or_default().extend(country);
    }
    let mut earned: HashMap<ApplicationId, (application::Model, String)> =
        earned.into_iter().zip(titles).map(|(one, title)| (one.id, (one, title))).collect();
    let facts = labels.into_iter().map(|label| {
        let (application, project) = found(earned.remove(&label.application_id))?;
        let campaign = found(campaigns.get(&application.campaign_id).cloned())?;
        let school = found(schools.get(&application.school_id))?;
        let handed_in = application.submitted_revision_id.and_then(|revision| by_revision.get(&revision));
        let told = by_project.get(&application.project_id);
        let mut abroad: Vec<String> = handed_in.into_iter().chain(told).flatten().cloned().collect();
        abroad.sort_unstable();
        abroad.dedup();
        abroad.retain(|country| country != "BE");
        let user::Model { name, email, .. } = found(people.get(&application.teacher_id))?.clone();
        let school = (school.name.clone(), school.city.clone());
        Ok(Facts { label, application, campaign, name, email, school, project, abroad })
    });
    facts.collect()
}

/// The labels of a track that hold and are of the caller's office, by number; one more than `most` at most.
pub(super) async fn list_of_office(
    work: &Work,
    campaign: CampaignId,
    track: Track,
    office: Community,
    most: u64,
) -> Result<Vec<label::Model>, Stop> {
    let mut theirs = application::Entity::find()
        .select_only()
        .column(application::Column::Id)
        .filter(application::Column::CampaignId.eq(campaign))
        .filter(application::Column::Track.eq(track));
    if track != Track::Belgica {
        theirs = theirs.filter(application::Column::Community.eq(office));
    }
    let labels = label::Entity::find()
        .filter(label::Column::ApplicationId.in_subquery(theirs.into_query()))
        .filter(label::Column::RevokedAt.is_null())
        .order_by_asc(Expr::cust("LENGTH(serial)"))
        .order_by_asc(label::Column::Serial);
    Ok(labels.limit(most + 1).all(work.tx()).await?)
}

/// The design of a community in a campaign with its pictures, if it is set.
pub(super) async fn find_design(
    work: &Work,
    campaign: CampaignId,
    community: Community,
) -> Result<Option<(certificate_design::Model, Vec<certificate_picture::Model>)>, Stop> {
    let design = certificate_design::Entity::find()
        .filter(certificate_design::Column::CampaignId.eq(campaign))
        .filter(certificate_design::Column::Community.eq(community));
    let Some(design) = design.one(work.tx()).await? else { return Ok(None) };
    let pictures = pictures_of(work, design.id).await?;
    Ok(Some((design, pictures)))
}

/// The pictures of a design, in their order.
async fn pictures_of(work: &Work, design: CertificateDesignId) -> Result<Vec<certificate_picture::Model>, Stop> {
    let theirs = certificate_picture::Entity::find().filter(certificate_picture::Column::DesignId.eq(design));
    Ok(theirs.order_by_asc(certificate_picture::Column::Position).all(work.tx()).await?)
}

/// Writes a new design.
pub(super) async fn insert_design(work: &Work, design: certificate_design::Model) -> Result<(), Stop> {
    certificate_design::ActiveModel::from(design).reset_all().insert(work.tx()).await?;
    Ok(())
}

/// Writes a changed design; its version counts up.
pub(super) async fn save_design(work: &Work, design: Held<certificate_design::Model>) -> Result<(), Stop> {
    let design = design.into_row();
    let changed = certificate_design::Model { version: design.version + 1, updated_at: work.now(), ..design };
    certificate_design::ActiveModel::from(changed).reset_all().update(work.tx()).await?;
    Ok(())
}

/// Writes the pictures of a design in place of those that it had.
pub(super) async fn replace_pictures(
    work: &Work,
    design: CertificateDesignId,
    pictures: Vec<certificate_picture::Model>,
) -> Result<(), Stop> {
    let theirs = certificate_picture::Column::DesignId.eq(design);
    certificate_picture::Entity::delete_many().filter(theirs).exec(work.tx()).await?;
    for picture in pictures {
        certificate_picture::ActiveModel::from(picture).reset_all().insert(work.tx()).await?;
    }
    Ok(())
}
