//! Files and imports as commands load and save them, and what is known of the people and projects in them.

use crate::api::right::Held;
use std::collections::{HashMap, HashSet};

use chrono::{DateTime, Utc};
use entity::{
    campaign,
    ids::{CampaignId, ImportBatchId, ImportRowId, JurorId, ProjectId, RegistrationId, SchoolId, UploadId, UserId},
    import_batch, import_finding, import_row, jury_membership,
    kinds::{Community, ImportOutcome, JuryMembershipStatus, RegistrationStatus, Track, UserStatus},
    project, project_partner, registration, school, upload, user,
};
use sea_orm::{
    ActiveModelTrait, ColumnTrait, Condition, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect,
    QueryTrait, sea_query::Expr,
};

use super::rules::{
    Answer, Finding, Known, Partner, ProjectFacts, RegistrationFacts, SchoolFacts, Standing, TeacherFacts, bare,
};
use crate::{
    account::{self, access::may_bind},
    auth::Verdict,
    db::AT_ONCE,
    fold::plain,
    stop::{Stop, found},
    work::Work,
};

/// Writes a file. Those that are over go.
pub(super) async fn insert_upload(work: &Work, file: upload::Model) -> Result<(), Stop> {
    upload::Entity::delete_many().filter(upload::Column::ExpiresAt.lte(work.now())).exec(work.tx()).await?;
    upload::ActiveModel::from(file).reset_all().insert(work.tx()).await?;
    Ok(())
}

/// Files that somebody has sent and not used.
pub(super) async fn count_uploads(work: &Work, owner: UserId) -> Result<u64, Stop> {
    Ok(upload::Entity::find().filter(upload::Column::OwnerId.eq(owner)).count(work.tx()).await?)
}

/// A file that is not over, so that it is used once.
pub(super) async fn get_upload(work: &Work, id: UploadId) -> Result<upload::Model, Stop> {
    found(good_upload(work, id).lock_exclusive().one(work.tx()).await?)
}

/// A file that was sent and is good still, as it is now.
pub(super) async fn see_upload(work: &Work, id: UploadId) -> Result<upload::Model, Stop> {
    found(good_upload(work, id).one(work.tx()).await?)
}

fn good_upload(work: &Work, id: UploadId) -> sea_orm::Select<upload::Entity> {
    upload::Entity::find_by_id(id).filter(upload::Column::ExpiresAt.gt(work.now()))
}

/// Takes a file away that was used.
pub(super) async fn delete_upload(work: &Work, id: UploadId) -> Result<(), Stop> {
    upload::Entity::delete_by_id(id).exec(work.tx()).await?;
    Ok(())
}

/// Writes an import with its rows and what was found of them.
pub(super) async fn insert(
    work: &Work,
    batch: import_batch::Model,
    rows: Vec<import_row::Model>,
    findings: Vec<import_finding::Model>,
) -> Result<(), Stop> {
    import_batch::ActiveModel::from(batch).reset_all().insert(work.tx()).await?;
    for some in rows.chunks(AT_ONCE) {
        let rows = some.iter().cloned().map(|row| import_row::ActiveModel::from(row).reset_all());
        import_row::Entity::insert_many(rows).exec_without_returning(work.tx()).await?;
    }
    insert_findings(work, findings).await
}

async fn insert_findings(work: &Work, findings: Vec<import_finding::Model>) -> Result<(), Stop> {
    for some in findings.chunks(AT_ONCE) {
        let rows = some.iter().cloned().map(|finding| import_finding::ActiveModel::from(finding).reset_all());
        import_finding::Entity::insert_many(rows).exec_without_returning(work.tx()).await?;
    }
    Ok(())
}

/// Writes a changed import; its version counts up.
pub(super) async fn save_batch(work: &Work, batch: Held<import_batch::Model>) -> Result<(), Stop> {
    let batch = batch.into_row();
    let unchanged = import_batch::Column::Version.eq(batch.version);
    let changed = import_batch::Model { version: batch.version + 1, updated_at: work.now(), ..batch };
    let changed = import_batch::ActiveModel::from(changed).reset_all();
    import_batch::Entity::update(changed).validate()?.filter(unchanged).exec(work.tx()).await?;
    Ok(())
}

/// A row of an import.
pub(super) async fn get_row(work: &Work, id: ImportRowId) -> Result<import_row::Model, Stop> {
    found(import_row::Entity::find_by_id(id).lock_exclusive().one(work.tx()).await?)
}

/// The next rows of an import that wait to be committed.
pub(super) async fn list_waiting(work: &Work, id: ImportBatchId, first: u64) -> Result<Vec<import_row::Model>, Stop> {
    let waiting = import_row::Entity::find()
        .filter(import_row::Column::BatchId.eq(id))
        .filter(import_row::Column::Outcome.is_in([ImportOutcome::New, ImportOutcome::Update]))
        .filter(import_row::Column::CommittedAt.is_null());
    Ok(waiting.order_by_asc(import_row::Column::Number).limit(first).all(work.tx()).await?)
}

/// What was found of a row.
pub(super) async fn list_findings(work: &Work, row: ImportRowId) -> Result<Vec<Finding>, Stop> {
    let found = import_finding::Entity::find().filter(import_finding::Column::RowId.eq(row));
    let found = found.order_by_asc(import_finding::Column::Position).all(work.tx()).await?.into_iter();
    Ok(found.map(|one| Finding { code: one.code, about: one.about, text: one.text }).collect())
}

/// Writes a changed row and what was found of it; its version counts up.
pub(super) async fn save_row(
    work: &Work,
    row: import_row::Model,
    findings: Vec<import_finding::Model>,
) -> Result<(), Stop> {
    let its = import_finding::Column::RowId.eq(row.id);
    import_finding::Entity::delete_many().filter(its).exec(work.tx()).await?;
    let unchanged = import_row::Column::Version.eq(row.version);
    let changed = import_row::Model { version: row.version + 1, updated_at: work.now(), ..row };
    let changed = import_row::ActiveModel::from(changed).reset_all();
    import_row::Entity::update(changed).validate()?.filter(unchanged).exec(work.tx()).await?;
    insert_findings(work, findings).await
}

/// Whether another row that was committed rests on a registration too.
pub(super) async fn is_shared(work: &Work, row: ImportRowId, registration: RegistrationId) -> Result<bool, Stop> {
    let others = import_row::Entity::find()
        .filter(import_row::Column::RegistrationId.eq(registration))
        .filter(import_row::Column::CommittedAt.is_not_null())
        .filter(import_row::Column::Id.ne(row));
    Ok(others.one(work.tx()).await?.is_some())
}

/// Takes a registration that goes out of the rows that point to it: nothing came of these any more.
pub(super) async fn forget_registration(work: &Work, registration: RegistrationId) -> Result<(), Stop> {
    import_row::Entity::update_many()
        .col_expr(import_row::Column::CommittedAt, Expr::value(None::<DateTime<Utc>>))
        .col_expr(import_row::Column::RegistrationId, Expr::value(None::<RegistrationId>))
        .filter(import_row::Column::RegistrationId.eq(registration))
        .exec(work.tx())
        .await?;
    Ok(())
}

/// Takes a person out of what was imported of her, and the files that she sent.
pub async fn forget(work: &Work, person: &user::Model) -> Result<(), Stop> {
    upload::Entity::delete_many().filter(upload::Column::OwnerId.eq(person.id)).exec(work.tx()).await?;
    let theirs = Condition::any()
        .add(import_row::Column::TeacherId.eq(person.id))
        .add(import_row::Column::Email.eq(&person.email));
    // What was found of a row may quote it.
    let rows = import_row::Entity::find().select_only().column(import_row::Column::Id).filter(theirs.clone());
    import_finding::Entity::update_many()
        .col_expr(import_finding::Column::Text, Expr::value(""))
        .filter(import_finding::Column::RowId.in_subquery(rows.into_query()))
        .exec(work.tx())
        .await?;
    import_row::Entity::update_many()
        .col_expr(import_row::Column::Email, Expr::value(""))
        .col_expr(import_row::Column::Cells, Expr::value("{}"))
        .filter(theirs)
        .exec(work.tx())
        .await?;
    Ok(())
}

/// The schools that there are, to be found by number and by name.
pub(super) struct Schools {
    all: Vec<SchoolFacts>,
    by_number: HashMap<String, Vec<usize>>,
    by_name: HashMap<String, Vec<usize>>,
}

impl Schools {
    /// Reads them.
    pub(super) async fn load(work: &Work) -> Result<Self, Stop> {
        let mut schools = Self { all: Vec::new(), by_number: HashMap::new(), by_name: HashMap::new() };
        let known = school::Entity::find().filter(school::Column::MergedIntoId.is_null());
        for (place, school) in known.order_by_asc(school::Column::Id).all(work.tx()).await?.into_iter().enumerate() {
            let (institution, fase) = (school.institution_number, school.fase_number);
            for number in [&institution, &fase].into_iter().flatten() {
                schools.by_number.entry(bare(number).to_owned()).or_default().push(place);
            }
            let name = plain(&school.name);
            schools.by_name.entry(name.clone()).or_default().push(place);
            let city = plain(&school.city);
            let (id, community, country) = (school.id, school.community, school.country);
            schools.all.push(SchoolFacts { id, community, country, name, city, institution, fase });
        }
        Ok(schools)
    }

    /// Those that an answer may mean.
    fn like(&self, answer: &Answer) -> Vec<SchoolFacts> {
        let mut places: Vec<usize> = Vec::new();
        if let Some(number) = &answer.school_number {
            places.extend(self.by_number.get(bare(number)).into_iter().flatten());
        } else {
            places.extend(self.by_name.get(&plain(&answer.school)).into_iter().flatten());
        }
        places.sort_unstable();
        places.dedup();
        places.into_iter().filter_map(|place| self.all.get(place).cloned()).collect()
    }

    /// The one school that another school of the form can mean: of that name, and there.
    fn meant(&self, partner: &Partner) -> Option<SchoolId> {
        let named = self.by_name.get(&plain(&partner.name))?.iter().filter_map(|place| self.all.get(*place));
        let place = &partner.place;
        let mut there = named.filter(|school| (school.community, &school.country) == (place.community, &place.country));
        let school = there.next().map(|school| school.id);
        school.filter(|_| there.next().is_none())
    }

    fn community(&self, id: SchoolId) -> Option<Community> {
        self.all.iter().find(|school| school.id == id).map(|school| school.community)
    }
}

/// What is known of rows: source key and answer of each.
pub(super) async fn known(
    work: &Work,
    campaign: &campaign::Model,
    schools: &Schools,
    rows: &[(String, Answer)],
) -> Result<Vec<Known>, Stop> {
    let emails: Vec<&String> = rows.iter().filter_map(|(_, answer)| answer.email.as_ref()).collect();
    let mut users: Vec<user::Model> = Vec::new();
    for some in emails.chunks(AT_ONCE) {
        let among = user::Column::Email.is_in(some.iter().copied());
        users.extend(user::Entity::find().filter(among).all(work.tx()).await?);
    }
    let accounts = account::accounts(work, &users).await?;
    let is_bound = |user: &user::Model| {
        accounts.get(&user.id).is_some_and(|account| may_bind(work.actor(), account) == Verdict::Allow)
    };
    let (bound, elsewhere): (Vec<user::Model>, Vec<user::Model>) = users.into_iter().partition(is_bound);
    let elsewhere: HashSet<String> = elsewhere.into_iter().map(|user| user.email).collect();
    let teachers: HashMap<String, user::Model> = bound.into_iter().map(|user| (user.email.clone(), user)).collect();
    let ids: Vec<UserId> = teachers.values().map(|user| user.id).collect();
    let mut registrations: HashMap<UserId, Vec<registration::Model>> = HashMap::new();
    for some in ids.chunks(AT_ONCE) {
        let theirs = registration::Entity::find()
            .filter(registration::Column::CampaignId.eq(campaign.id))
            .filter(registration::Column::TeacherId.is_in(some.iter().copied()));
        for one in theirs.order_by_asc(registration::Column::Id).all(work.tx()).await? {
            registrations.entry(one.teacher_id).or_default().push(one);
        }
    }
    let mut judges: HashMap<JurorId, Vec<Track>> = HashMap::new();
    let seats = jury_membership::Entity::find()
        .filter(jury_membership::Column::CampaignId.eq(campaign.id))
        .filter(jury_membership::Column::State.eq(JuryMembershipStatus::Active));
    for seat in seats.all(work.tx()).await? {
        judges.entry(seat.juror_id).or_default().push(seat.track);
    }
    let projects = projects(work, rows).await?;
    let ours = ours(work, schools, &projects).await?;
    let imported = imported(work, campaign.id, rows).await?;
    let fact = |(key, answer): &(String, Answer)| {
        let teacher = answer.email.as_ref().and_then(|email| teachers.get(email));
        let project = projects.iter().find(|project| Some(&project.esep_url) == answer.esep_url.as_ref());
        let project = project.or_else(|| projects.iter().find(|project| Some(&project.slug) == answer.slug.as_ref()));
        let hers = teacher.and_then(|teacher| registrations.get(&teacher.id)).map_or(&[][..], Vec::as_slice);
        let counts = |one: &&registration::Model| one.state != RegistrationStatus::Withdrawn;
        let of_project = || hers.iter().filter(|one| Some(one.project_id) == project.map(|project| project.id));
        let registration = of_project().find(counts).or_else(|| of_project().next_back());
        Known {
            schools: schools.like(answer),
            is_elsewhere: answer.email.as_ref().is_some_and(|email| elsewhere.contains(email)),
            partners: answer.partners.iter().map(|partner| schools.meant(partner)).collect(),
            teacher: teacher.map(|teacher| TeacherFacts {
                id: teacher.id,
                is_active: teacher.status == UserStatus::Active,
                judges: judges.get(&JurorId::from(teacher.id)).cloned().unwrap_or_default(),
                registrations: hers.iter().filter(counts).filter(|one| one.track == Track::Nql).count(),
            }),
            project: project.map(|project| ProjectFacts {
                id: project.id,
                track: project.track,
                registered_on: project.esep_registered_on,
                ended_on: project.ended_on,
                is_ours: ours.contains(&project.id),
            }),
            registration: registration.map(facts_of),
            imported: imported.get(key).copied(),
            is_double: false,
            before: 0,
        }
    };
    Ok(rows.iter().map(fact).collect())
}

async fn projects(work: &Work, rows: &[(String, Answer)]) -> Result<Vec<project::Model>, Stop> {
    let mut projects = Vec::new();
    for some in rows.chunks(AT_ONCE) {
        let slugs = some.iter().filter_map(|(_, answer)| answer.slug.clone());
        let urls = some.iter().filter_map(|(_, answer)| answer.esep_url.clone());
        let among = Condition::any().add(project::Column::Slug.is_in(slugs)).add(project::Column::EsepUrl.is_in(urls));
        projects.extend(project::Entity::find().filter(among).order_by_asc(project::Column::Id).all(work.tx()).await?);
    }
    Ok(projects)
}

/// The projects that the staff who import work with: Belgica, and those in which a school of their community takes part.
async fn ours(work: &Work, schools: &Schools, projects: &[project::Model]) -> Result<HashSet<ProjectId>, Stop> {
    let office = work.actor().person().and_then(|person| person.community);
    let belgica = projects.iter().filter(|project| project.track == Some(Track::Belgica));
    let mut ours: HashSet<ProjectId> = belgica.map(|project| project.id).collect();
    for some in projects.chunks(AT_ONCE) {
        let ids = some.iter().map(|project| project.id);
        let seats = project_partner::Entity::find().filter(project_partner::Column::ProjectId.is_in(ids));
        let seats = seats.all(work.tx()).await?.into_iter();
        let of_office = |seat: &project_partner::Model| office.is_some() && schools.community(seat.school_id) == office;
        ours.extend(seats.filter(of_office).map(|seat| seat.project_id));
    }
    Ok(ours)
}

fn facts_of(registration: &registration::Model) -> RegistrationFacts {
    let standing = match registration.state {
        RegistrationStatus::Withdrawn => Standing::TakenBack,
        RegistrationStatus::Ineligible => Standing::Refused,
        RegistrationStatus::NeedsReview | RegistrationStatus::Confirmed => Standing::Counts,
    };
    RegistrationFacts { id: registration.id, standing }
}

/// The registrations that came of the same answers in earlier imports.
async fn imported(
    work: &Work,
    campaign: CampaignId,
    rows: &[(String, Answer)],
) -> Result<HashMap<String, RegistrationFacts>, Stop> {
    let mut imported = HashMap::new();
    for some in rows.chunks(AT_ONCE) {
        let before = import_row::Entity::find()
            .filter(import_row::Column::CampaignId.eq(campaign))
            .filter(import_row::Column::SourceKey.is_in(some.iter().map(|(key, _)| key.clone())))
            .filter(import_row::Column::CommittedAt.is_not_null());
        for row in before.order_by_asc(import_row::Column::Id).all(work.tx()).await? {
            imported.extend(row.registration_id.map(|registration| (row.source_key, registration)));
        }
    }
    let mut facts: HashMap<RegistrationId, RegistrationFacts> = HashMap::new();
    let ids: Vec<RegistrationId> = imported.values().copied().collect();
    for some in ids.chunks(AT_ONCE) {
        let among = registration::Entity::find().filter(registration::Column::Id.is_in(some.iter().copied()));
        facts.extend(among.all(work.tx()).await?.iter().map(|one| (one.id, facts_of(one))));
    }
    Ok(imported.into_iter().filter_map(|(key, id)| Some((key, *facts.get(&id)?))).collect())
}
