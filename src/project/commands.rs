//! What can happen to a project.

use super::objects::Project;
use chrono::{DateTime, NaiveDate, Utc};
use entity::{
    campaign as campaigns,
    ids::{MessageId, ProjectId, SchoolId, UnknownPartnerId, UserId},
    kinds::{Kind, MemberRole, MessageTemplate, ProjectKind, ProjectStatus, Role, Track, TrackGround},
    project, project_partner, school as schools, unknown_partner,
};

use serde::{Deserialize, Serialize};

use super::{
    access,
    answers::TrackPreview,
    inputs::{
        AddProjectMemberInput, AddProjectPartnerInput, CreateProjectInput, EndProjectInput, OverrideTrackInput,
        RemoveProjectMemberInput, RemoveProjectPartnerInput, TrackPreviewInput, UpdateProjectInput,
    },
    rules::{Entry, MOST_FOUNDERS, NotAProject, Place, ProjectAddress, derive_track, ground_of, is_freed},
    store::{self, Since},
};
use crate::{
    account::{self, EmailAddress},
    api::Word,
    auth::{Actor, Verdict},
    bound,
    campaign::rules::day_of,
    fold::{key, plain},
    notification::{self, Mail},
    refusals,
    school::{self, rules::Country},
    stop::{Answer, Stop, reasons},
    wording::{Unfit, shown, unfit},
    work::Work,
};

/// Longest title, and longest name in an address.
const LONGEST_TITLE: usize = 200;
/// Longest summary.
const LONGEST_SUMMARY: usize = 10_000;
/// Teachers in one other country at most.
const MOST_TEACHERS: i32 = 1_000;
/// Schools in a project at most, beside the one of who enters it.
const MOST_PARTNERS: usize = 100;

refusals! {
    /// Why a project cannot be entered.
    CreateProjectRefusal {
        /// The title is empty.
        TitleMissing "TITLE_MISSING" on ["title"] = "give a title";
        /// A text is too long.
        TextTooLong { field: &'static str, text: Entry, limit: usize } "TEXT_TOO_LONG" on [field] = "{text} has more than {limit} characters";
        /// The title contains a web or mail address, or invisible characters.
        TitleUnfit { why: Unfit } "TITLE_UNFIT" on ["title"] = "the title {why}";
        /// This is not an https address that everybody can reach.
        NotAPublicAddress "NOT_A_PUBLIC_ADDRESS" on ["esepUrl"] = "give an https address that everybody can reach";
        /// This is an address of ESEP or of the old TwinSpace, but not of a project.
        NotAProject "NOT_A_PROJECT" on ["esepUrl"] = "this address is not the address of a project: copy it from the page of the project";
        /// Another project has this address.
        EsepUrlTaken "ESEP_URL_TAKEN" on ["esepUrl"] = "there is already a project with this address; ask one of its founders to add you";
        /// The date of registration on ESEP is in the future.
        RegisteredInTheFuture "REGISTERED_IN_THE_FUTURE" on ["esepRegisteredOn"] = "a project cannot be registered in the future";
        /// You do not work at this school today.
        NotYourSchool "NOT_YOUR_SCHOOL" on ["schoolId"] = "you do not work at this school today";
        /// No other school is given.
        PartnersMissing "PARTNERS_MISSING" on ["partners"] = "name at least one other school that takes part";
        /// The project would have too many schools.
        TooManyPartners "TOO_MANY_PARTNERS" on ["partners"] = "at most 100 other schools can take part";
        /// A school is given twice.
        SchoolTwice { school: String } "SCHOOL_TWICE" on ["partners"] = "{school} is named twice";
        /// There is no such school.
        UnknownSchool { school: String } "UNKNOWN_SCHOOL" on ["partners"] = "there is no school {school}";
        /// No school is a founder, or more than two are.
        FoundersOutOfBounds { founders: usize } "FOUNDERS_OUT_OF_BOUNDS" on ["partners"] = "one or two schools start a project: you named {founders}";
        /// You have entered too many projects in the last year.
        TooManyProjects { limit: u32, again_at: DateTime<Utc> } "TOO_MANY_PROJECTS" on [] = "you entered {limit} projects within a year; you can enter the next one from {again_at} on";
    }
}

impl From<NotAProject> for CreateProjectRefusal {
    fn from(why: NotAProject) -> Self {
        match why {
            NotAProject::NotPublic => Self::NotAPublicAddress,
            NotAProject::Nameless => Self::NotAProject,
        }
    }
}

/// Enter a project; who enters it takes part (R02, R70).
pub async fn create(work: &Work, input: CreateProjectInput) -> Answer<ProjectId, CreateProjectRefusal> {
    use CreateProjectRefusal as Refusal;
    let user = work.user()?;
    let today = day_of(work.now());
    let own = input.school_id.0;
    let mut seats: Vec<(SchoolId, bool)> = vec![(own, input.is_founder)];
    seats.extend(input.partners.iter().map(|partner| (partner.school_id.0, partner.is_founder)));
    let title = input.title.as_str();
    let slug = input.slug.as_deref().unwrap_or_default();
    let mut refusals = reasons([
        (title.is_empty(), Refusal::TitleMissing),
        (input.esep_registered_on.0 > today, Refusal::RegisteredInTheFuture),
        (!account::schools_of(work, user, today).await?.contains(&own), Refusal::NotYourSchool),
    ]);
    let texts = [
        (Entry::Title, title, LONGEST_TITLE),
        (Entry::Slug, slug, LONGEST_TITLE),
        (Entry::Summary, &input.summary, LONGEST_SUMMARY),
    ];
    refusals.extend(too_long(texts).map(|(text, limit)| Refusal::TextTooLong { field: text.field(), text, limit }));
    refusals.extend(unfit(title).map(|why| Refusal::TitleUnfit { why }));
    if let Some(again_at) = bound::PROJECTS.full(work, user).await? {
        refusals.push(Refusal::TooManyProjects { limit: bound::PROJECTS.most, again_at });
    }
    let founders = seats.iter().filter(|(_, is_founder)| *is_founder).count();
    if !(1..=MOST_FOUNDERS).contains(&founders) {
        refusals.push(Refusal::FoundersOutOfBounds { founders });
    }
    let mut places: Vec<(Place, bool)> = Vec::new();
    match input.partners.len() {
        0 => refusals.push(Refusal::PartnersMissing),
        1..=MOST_PARTNERS => {
            let ids: Vec<SchoolId> = seats.iter().map(|(id, _)| *id).collect();
            let known = school::list(work, &ids).await?;
            for (position, (id, is_founder)) in seats.iter().enumerate() {
                if ids.iter().take(position).any(|earlier| earlier == id) {
                    refusals.push(Refusal::SchoolTwice { school: id.to_string() });
                }
                match known.iter().find(|school| school.id == *id) {
                    Some(school) => places.push((place(school), *is_founder)),
                    None if *id == own => {}
                    None => refusals.push(Refusal::UnknownSchool { school: id.to_string() }),
                }
            }
        }
        _ => refusals.push(Refusal::TooManyPartners),
    }
    let address = match input.esep_url.parse::<ProjectAddress>() {
        Ok(address) => address,
        Err(why) => {
            refusals.push(why.into());
            return Ok(Err(refusals));
        }
    };
    if store::at_address(work, &address.url).await?.is_some() {
        refusals.push(Refusal::EsepUrlTaken);
    }
    if !refusals.is_empty() {
        return Ok(Err(refusals));
    }
    let (kind, track) = track_of(&places);
    let id: ProjectId = work.id();
    let project = project::Model {
        id,
        title: title.to_owned(),
        title_key: key(title),
        slug: if slug.is_empty() { address.slug } else { slug.to_owned() },
        esep_url: address.url,
        esep_registered_on: input.esep_registered_on.0,
        started_on: input.started_on.0,
        ended_on: None,
        summary: input.summary,
        status: ProjectStatus::Ongoing,
        kind,
        track,
        track_reason: None,
        twinspace_number: address.twinspace_number,
        handed_in_revision_id: None,
        created_by_id: user,
        version: 1,
        created_at: work.now(),
        updated_at: work.now(),
    };
    if !store::insert(work, project).await? {
        return Ok(Err(vec![Refusal::EsepUrlTaken]));
    }
    for (school_id, is_founder) in seats {
        store::insert_partner(work, project_partner::Model { id: work.id(), project_id: id, school_id, is_founder })
            .await?;
    }
    let role = if input.is_founder { MemberRole::Founder } else { MemberRole::Partner };
    store::insert_member(work, id, user, own, role).await?;
    work.audit(id).await?;
    Ok(Ok(id))
}

/// A project as a teacher told of it elsewhere.
#[derive(Clone, Debug)]
pub struct Told {
    /// Who told.
    pub teacher: UserId,
    /// The school she takes part with; it counts as one of those who started the project.
    pub school: SchoolId,
    /// Its title.
    pub title: String,
    /// Its name in its address.
    pub slug: String,
    /// Its address on ESEP.
    pub esep_url: String,
    /// When it was registered there.
    pub esep_registered_on: NaiveDate,
    /// First day.
    pub started_on: NaiveDate,
    /// Last day, if it is over.
    pub ended_on: Option<NaiveDate>,
    /// Which label it goes for.
    pub track: Track,
    /// The other schools.
    pub partners: Vec<ToldPartner>,
}

/// Another school of a project, as a teacher told of it elsewhere.
#[derive(Clone, Debug)]
pub struct ToldPartner {
    /// Its name; empty where no more was told than where it is.
    pub name: String,
    /// Where it is.
    pub place: Place,
    /// The school, if it is known.
    pub school: Option<SchoolId>,
    /// Whether it counts as one of those who started the project, where the project is new.
    pub is_founder: bool,
}

/// Enter a project for the teacher who told of it; staff do.
pub async fn enter_for(work: &Work, told: Told) -> Result<Option<ProjectId>, Stop> {
    let id: ProjectId = work.id();
    let (kind, status) = match (told.track, told.ended_on) {
        (Track::Nql, Some(_)) => (ProjectKind::European, ProjectStatus::Ended),
        (Track::Nql, None) => (ProjectKind::European, ProjectStatus::Ongoing),
        (Track::Belgica, Some(_)) => (ProjectKind::National, ProjectStatus::Ended),
        (Track::Belgica, None) => (ProjectKind::National, ProjectStatus::Ongoing),
    };
    let project = project::Model {
        id,
        // It came in through another form, and nobody is there to type it anew.
        title_key: key(&shown(&told.title)),
        title: shown(&told.title),
        slug: told.slug,
        esep_url: told.esep_url,
        esep_registered_on: told.esep_registered_on,
        started_on: told.started_on,
        ended_on: told.ended_on,
        summary: String::new(),
        status,
        kind,
        track: Some(told.track),
        track_reason: None,
        twinspace_number: None,
        handed_in_revision_id: None,
        created_by_id: told.teacher,
        version: 1,
        created_at: work.now(),
        updated_at: work.now(),
    };
    if !store::insert(work, project).await? {
        return Ok(None);
    }
    let seat = project_partner::Model { id: work.id(), project_id: id, school_id: told.school, is_founder: true };
    store::insert_partner(work, seat).await?;
    store::insert_member(work, id, told.teacher, told.school, MemberRole::Founder).await?;
    keep_partners(work, id, told.school, told.partners).await?;
    work.audit_as("importProject", id).await?;
    Ok(Some(id))
}

/// What somebody got in a project that was there.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Joined {
    /// The teacher did not take part before.
    pub member: bool,
    /// Neither did the school.
    pub seat: bool,
}

/// Let a teacher take part who told so elsewhere, with her school; staff do, in a project that is theirs. Nothing happens
/// when she does. The label stays: others count on it. Whoever comes first looks after the project.
pub async fn join_for(
    work: &Work,
    id: ProjectId,
    teacher: UserId,
    school_id: SchoolId,
    partners: Vec<ToldPartner>,
) -> Result<Joined, Stop> {
    // Locked, as where somebody joins or leaves by hand.
    work.hold(Project::CHANGE, id).await?;
    let seats = store::partners(work, id).await?;
    let seat = !seats.iter().any(|partner| partner.school_id == school_id);
    if seat {
        seat_partner(work, id, school_id, false).await?;
    }
    let founds = seats.iter().any(|partner| partner.school_id == school_id && partner.is_founder);
    let is_first = founds && store::members(work, id).await?.is_empty();
    let role = if is_first { MemberRole::Founder } else { MemberRole::Partner };
    let member = store::insert_member(work, id, teacher, school_id, role).await?;
    let partners = partners.into_iter().map(|partner| ToldPartner { is_founder: false, ..partner });
    keep_partners(work, id, school_id, partners.collect()).await?;
    if member || seat {
        let hold = hold(work, id, Since::Registered, Some(TOLD)).await?;
        hold.tell(work, &store::get(work, id).await?, Change::Members).await?;
        work.audit_as("importProjectMember", id).await?;
    }
    Ok(Joined { member, seat })
}

/// Take back that a teacher takes part, which staff entered by mistake. The school goes too if it came with this teacher
/// and nobody else is there with it.
pub async fn leave_for(
    work: &Work,
    id: ProjectId,
    teacher: UserId,
    school: SchoolId,
    joined: Joined,
    reason: &str,
) -> Result<(), Stop> {
    work.hold(Project::CHANGE, id).await?;
    let member = store::member(work, id, teacher).await?.filter(|_| joined.member);
    let is_free = !store::has_registrations(work, id, None, Some(teacher)).await?;
    let Some(member) = member.filter(|_| is_free) else { return Ok(()) };
    store::delete_member(work, member).await?;
    let is_needed = store::members(work, id).await?.iter().any(|member| member.school_id == school)
        || store::has_registrations(work, id, Some(school), None).await?;
    let seats = store::partners(work, id).await?;
    let seat = seats.into_iter().find(|seat| seat.school_id == school && joined.seat && !is_needed);
    let facts = serde_json::json!({ "member": teacher.to_string(), "seat": seat.is_some() });
    if let Some(seat) = seat {
        store::delete_partner(work, seat).await?;
    }
    work.audit_as_because("takeBackProjectMember", id, Some(reason), Some(facts)).await
}

/// Schools that a project is told to have at most, beside those that are known.
const MOST_TOLD: usize = 20;

/// Keeps the other schools that a teacher told of: one that is known takes part, so that its ties are seen, and the others
/// are listed for staff. One of which no more was told than where it is counts as known when a school from there takes part.
async fn keep_partners(
    work: &Work,
    project_id: ProjectId,
    own: SchoolId,
    partners: Vec<ToldPartner>,
) -> Result<(), Stop> {
    for told in partners.into_iter().take(MOST_TOLD) {
        let (seats, known) = schools_of(work, project_id).await?;
        if let Some(school) = told.school {
            if !seats.iter().any(|seat| seat.school_id == school) {
                seat_partner(work, project_id, school, told.is_founder).await?;
            }
            continue;
        }
        let ToldPartner { name, place: Place { country, community }, .. } = told;
        let is_there =
            |school: &&schools::Model| school.id != own && (&school.country, school.community) == (&country, community);
        if name.is_empty() && known.iter().any(|school| is_there(&school)) {
            continue;
        }
        let name_key = key(&name);
        let unknown = unknown_partner::Model { id: work.id(), project_id, name, name_key, country, community };
        store::insert_unknown(work, unknown).await?;
    }
    Ok(())
}

/// Lets a school take part.
async fn seat_partner(work: &Work, project_id: ProjectId, school_id: SchoolId, is_founder: bool) -> Result<(), Stop> {
    let seat = project_partner::Model { id: work.id(), project_id, school_id, is_founder };
    store::insert_partner(work, seat).await?;
    settle_unknown(work, project_id, school_id, None).await
}

/// Takes from the list of unknown partners what a school that takes part now was told as: the one that the caller says, the
/// one of its name, and one of which no more was told than that it is from there.
async fn settle_unknown(
    work: &Work,
    project: ProjectId,
    school: SchoolId,
    told_as: Option<UnknownPartnerId>,
) -> Result<(), Stop> {
    let school = school::get(work, school).await?;
    for unknown in store::unknown_partners(work, project).await? {
        let is_there = (&unknown.country, unknown.community) == (&school.country, school.community);
        let is_named = unknown.name.is_empty() || plain(&unknown.name) == plain(&school.name);
        if told_as == Some(unknown.id) || (is_there && is_named) {
            store::delete_unknown(work, unknown.id).await?;
        }
    }
    Ok(())
}

/// Note that a project has ended, as a teacher told elsewhere; staff do, for a project that is theirs.
pub async fn end_for(work: &Work, id: ProjectId, ended_on: NaiveDate) -> Result<(), Stop> {
    let mut project = work.hold(Project::CHANGE, id).await?;
    project.status = ProjectStatus::Ended;
    project.ended_on = Some(ended_on);
    hold(work, id, Since::HandedIn, Some(TOLD)).await?.tell(work, &project, Change::End).await?;
    store::save(work, project).await?;
    work.audit_as("endProject", id).await
}

/// Texts that have more characters than they may, with how many those are.
fn too_long(texts: [(Entry, &str, usize); 3]) -> impl Iterator<Item = (Entry, usize)> {
    let is_too_long = |(_, text, longest): &(Entry, &str, usize)| text.chars().count() > *longest;
    texts.into_iter().filter(is_too_long).map(|(entry, _, longest)| (entry, longest))
}

refusals! {
    /// Why a school cannot join a project.
    AddProjectPartnerRefusal {
        VersionConflict;
        /// There is no such school.
        UnknownSchool "UNKNOWN_SCHOOL" on ["schoolId"] = "there is no such school";
        /// The school takes part in the project already.
        AlreadyAPartner "ALREADY_A_PARTNER" on ["schoolId"] = "this school takes part already";
        /// The project has two founding schools already.
        FoundersOutOfBounds "FOUNDERS_OUT_OF_BOUNDS" on ["isFounder"] = "at most two schools start a project";
        /// The project would have too many schools.
        TooManyPartners "TOO_MANY_PARTNERS" on ["schoolId"] = "at most 100 other schools can take part";
        /// The project would get another label than the one that teachers have registered it for.
        TrackSettled { track: Word<Track> } "TRACK_SETTLED" on ["isFounder"] = "teachers have registered this project for {track}; this school would change that";
        /// Step 2 has closed for a campaign that the project is registered for, so the project cannot change any more.
        ProjectFrozen { campaign: String } "PROJECT_FROZEN" on ["projectId"] = "step 2 of {campaign} has closed, and the project stays as it is: ask the eTwinning team to correct it";
        /// The reason is empty. Staff need one, because step 2 has closed for a campaign that the project is registered
        /// for.
        ReasonMissing "REASON_MISSING" on ["reason"] = "step 2 has closed for this project: say why the project changes";
    }
}

/// Let a school join a project. The label that it can go for is derived again, unless somebody has registered
/// for it (INV-06).
pub async fn add_partner(work: &Work, input: AddProjectPartnerInput) -> Answer<ProjectId, AddProjectPartnerRefusal> {
    use AddProjectPartnerRefusal as Refusal;
    let mut project = work.hold(Project::CHANGE, input.project_id.0).await?;
    let (partners, known) = schools_of(work, project.id).await?;
    if project.version != input.expected_version {
        return Ok(Err(vec![Refusal::VersionConflict { current_version: project.version }]));
    }
    let hold = hold(work, project.id, Since::Registered, input.reason.as_deref()).await?;
    let joining = input.school_id.0;
    let told_as = input.unknown_partner_id.map(|unknown| unknown.0);
    let mut refusals: Vec<Refusal> =
        hold.keeps_off().map(|campaign| Refusal::ProjectFrozen { campaign }).into_iter().collect();
    refusals.extend(reasons([(hold.lacks_reason(), Refusal::ReasonMissing)]));
    if partners.iter().any(|partner| partner.school_id == joining) {
        if told_as.is_some() && refusals.is_empty() {
            settle_unknown(work, project.id, joining, told_as).await?;
            work.audit(project.id).await?;
            return Ok(Ok(project.id));
        }
        refusals.push(Refusal::AlreadyAPartner);
    }
    let founders = partners.iter().filter(|partner| partner.is_founder).count();
    if input.is_founder && founders >= MOST_FOUNDERS {
        refusals.push(Refusal::FoundersOutOfBounds);
    }
    if partners.len() > MOST_PARTNERS {
        refusals.push(Refusal::TooManyPartners);
    }
    let Some(school) = school::list(work, &[joining]).await?.into_iter().next() else {
        refusals.push(Refusal::UnknownSchool);
        return Ok(Err(refusals));
    };
    if !refusals.is_empty() {
        return Ok(Err(refusals));
    }
    let mut places = places(&partners, &known);
    places.push((place(&school), input.is_founder));
    if let Some(settled) = rederive(work, &mut project, &places).await? {
        return Ok(Err(vec![Refusal::TrackSettled { track: Word(settled) }]));
    }
    let id = project.id;
    let partner =
        project_partner::Model { id: work.id(), project_id: id, school_id: joining, is_founder: input.is_founder };
    store::insert_partner(work, partner).await?;
    settle_unknown(work, id, joining, told_as).await?;
    hold.tell(work, &project, Change::Partners).await?;
    store::save(work, project).await?;
    let facts = serde_json::json!({ "school": joining.to_string(), "isFounder": input.is_founder });
    work.audit_because(id, hold.reason(), Some(facts)).await?;
    Ok(Ok(id))
}

refusals! {
    /// Why a teacher cannot take part in a project.
    AddProjectMemberRefusal {
        /// Nobody with this mail address is a teacher at this school today.
        NotATeacher "NOT_A_TEACHER" on ["email"] = "nobody with this address teaches at this school today";
        /// Staff cannot add themselves to a project.
        Yourself "YOURSELF" on ["email"] = "somebody else must do this";
        /// The teacher takes part in the project already.
        AlreadyAMember "ALREADY_A_MEMBER" on ["email"] = "this teacher takes part already";
        /// The school does not take part in the project.
        NotAPartner "NOT_A_PARTNER" on ["schoolId"] = "this school does not take part in the project";
        /// The school is not a founder of the project.
        NotAFoundingSchool "NOT_A_FOUNDING_SCHOOL" on ["role"] = "this school did not start the project";
        /// The project has as many teachers as are allowed.
        TooManyMembers { limit: u32 } "TOO_MANY_MEMBERS" on ["projectId"] = "at most {limit} teachers in Belgium take part in a project";
        /// Step 2 has closed for a campaign that the project is registered for, so the project cannot change any more.
        ProjectFrozen { campaign: String } "PROJECT_FROZEN" on ["projectId"] = "step 2 of {campaign} has closed, and the project stays as it is: ask the eTwinning team to correct it";
        /// The reason is empty. Staff need one, because step 2 has closed for a campaign that the project is registered
        /// for.
        ReasonMissing "REASON_MISSING" on ["reason"] = "step 2 has closed for this project: say why the project changes";
    }
}

/// Let a teacher take part (INV-07). Whether somebody has an account stays unsaid: an unknown address and a teacher
/// of another school answer alike.
pub async fn add_member(work: &Work, input: AddProjectMemberInput) -> Answer<ProjectId, AddProjectMemberRefusal> {
    use AddProjectMemberRefusal as Refusal;
    // Locked: the school must not leave the project before this member is in it.
    let project = work.hold(Project::CORRECT, input.project_id.0).await?;
    let partners = store::partners(work, project.id).await?;
    let hold = hold(work, project.id, Since::Registered, input.reason.as_deref()).await?;
    let school = input.school_id.0;
    let mut refusals: Vec<Refusal> =
        hold.keeps_off().map(|campaign| Refusal::ProjectFrozen { campaign }).into_iter().collect();
    refusals.extend(reasons([(hold.lacks_reason(), Refusal::ReasonMissing)]));
    match partners.iter().find(|partner| partner.school_id == school) {
        None => refusals.push(Refusal::NotAPartner),
        Some(partner) if input.role.0 == MemberRole::Founder && !partner.is_founder => {
            refusals.push(Refusal::NotAFoundingSchool);
        }
        Some(_) => {}
    }
    let user = match input.email.parse::<EmailAddress>() {
        Ok(email) => account::find_by_email(work.tx(), &email).await?,
        Err(()) => None,
    };
    let mut teacher = None;
    if let Some(user) = user
        && account::holds(work, user.id, Role::Teacher).await?
        && account::schools_of(work, user.id, day_of(work.now())).await?.contains(&school)
        && (work.actor().is(user.id)
            || access::may_seat(work.actor(), &account::account_of(work, &user).await?) == Verdict::Allow)
    {
        teacher = Some(user.id);
    }
    let Some(teacher) = teacher else {
        refusals.push(Refusal::NotATeacher);
        return Ok(Err(refusals));
    };
    if store::is_member(work, project.id, teacher).await? {
        refusals.push(Refusal::AlreadyAMember);
    }
    if bound::MEMBERS.full(work, project.id).await?.is_some() {
        refusals.push(Refusal::TooManyMembers { limit: bound::MEMBERS.most });
    }
    if matches!(work.actor(), Actor::Staff(_)) && work.actor().is(teacher) {
        refusals.push(Refusal::Yourself);
    }
    if !refusals.is_empty() {
        return Ok(Err(refusals));
    }
    if !store::insert_member(work, project.id, teacher, school, input.role.0).await? {
        return Ok(Err(vec![Refusal::AlreadyAMember]));
    }
    hold.tell(work, &project, Change::Members).await?;
    let facts = serde_json::json!({ "member": teacher.to_string(), "role": input.role.0.word() });
    work.audit_because(project.id, hold.reason(), Some(facts)).await?;
    Ok(Ok(project.id))
}

refusals! {
    /// Why a project is not corrected.
    UpdateProjectRefusal {
        VersionConflict;
        /// Teachers have registered the project, so this cannot change any more.
        RegisteredAlready { field: &'static str, text: Entry } "REGISTERED_ALREADY" on [field] = "teachers have registered this project; ask the eTwinning team to correct {text}";
        /// The title is empty.
        TitleMissing "TITLE_MISSING" on ["title"] = "give a title";
        /// A text is too long.
        TextTooLong { field: &'static str, text: Entry, limit: usize } "TEXT_TOO_LONG" on [field] = "{text} has more than {limit} characters";
        /// The title contains a web or mail address, or invisible characters.
        TitleUnfit { why: Unfit } "TITLE_UNFIT" on ["title"] = "the title {why}";
        /// This is not an https address that everybody can reach.
        NotAPublicAddress "NOT_A_PUBLIC_ADDRESS" on ["esepUrl"] = "give an https address that everybody can reach";
        /// This is an address of ESEP or of the old TwinSpace, but not of a project.
        NotAProject "NOT_A_PROJECT" on ["esepUrl"] = "this address is not the address of a project: copy it from the page of the project";
        /// Staff gave the address of this project free; only staff can set a new one.
        AddressFreed "ADDRESS_FREED" on ["esepUrl"] = "the address of this project was freed for another project; ask the eTwinning team to enter the right one";
        /// Another project has this address.
        EsepUrlTaken "ESEP_URL_TAKEN" on ["esepUrl"] = "there is already a project with this address";
        /// The date of registration on ESEP is in the future.
        RegisteredInTheFuture "REGISTERED_IN_THE_FUTURE" on ["esepRegisteredOn"] = "a project cannot be registered in the future";
        /// The project would end before it starts.
        EndedBeforeItStarted "ENDED_BEFORE_IT_STARTED" on ["startedOn"] = "a project cannot end before it started";
        /// This is not a country outside Belgium.
        NotAbroad { country: String } "NOT_ABROAD" on ["foreignTeachers"] = "write a country abroad as two capital letters (ISO 3166), and not as {country}";
        /// A country is given twice.
        CountryTwice { country: String } "COUNTRY_TWICE" on ["foreignTeachers"] = "{country} is named twice";
        /// The number of teachers is not 1 to 1,000.
        TeachersOutOfBounds { country: String } "TEACHERS_OUT_OF_BOUNDS" on ["foreignTeachers"] = "{country}: give 1 to 1,000 teachers";
        /// Nothing would change.
        NothingChanged "NOTHING_CHANGED" on [] = "nothing would change: it is so already";
        /// Step 2 has closed for a campaign that the project is registered for, so the project cannot change any more.
        ProjectFrozen { campaign: String } "PROJECT_FROZEN" on ["projectId"] = "step 2 of {campaign} has closed, and the project stays as it is: ask the eTwinning team to correct it";
        /// The reason is empty. Staff need one, because step 2 has closed for a campaign that the project is registered
        /// for.
        ReasonMissing "REASON_MISSING" on ["reason"] = "step 2 has closed for this project: say why the project changes";
    }
}

/// What is wrong with how many teachers abroad take part, by country.
fn not_abroad(told: &[(String, i32)]) -> Vec<UpdateProjectRefusal> {
    use UpdateProjectRefusal as Refusal;
    let mut refusals = Vec::new();
    for (position, (country, teachers)) in told.iter().enumerate() {
        let country = country.clone();
        if Country::of(&country).is_none_or(Country::is_belgium) {
            refusals.push(Refusal::NotAbroad { country });
        } else if told.iter().take(position).any(|(earlier, _)| *earlier == country) {
            refusals.push(Refusal::CountryTwice { country });
        } else if !(1..=MOST_TEACHERS).contains(teachers) {
            refusals.push(Refusal::TeachersOutOfBounds { country });
        }
    }
    refusals
}

/// Correct a project. What registrations were judged by stays, unless staff correct it (R02, R05).
pub async fn update(work: &Work, input: UpdateProjectInput) -> Answer<ProjectId, UpdateProjectRefusal> {
    use UpdateProjectRefusal as Refusal;
    let known = work.hold(Project::CORRECT, input.project_id.0).await?;
    if known.version != input.expected_version {
        return Ok(Err(vec![Refusal::VersionConflict { current_version: known.version }]));
    }
    let hold = hold(work, known.id, Since::Registered, input.reason.as_deref()).await?;
    let mut changed = known.clone();
    let mut refusals: Vec<Refusal> =
        hold.keeps_off().map(|campaign| Refusal::ProjectFrozen { campaign }).into_iter().collect();
    if let Some(title) = input.title {
        changed.title = title;
    }
    changed.summary = input.summary.unwrap_or_else(|| changed.summary.clone());
    if let Some(day) = input.esep_registered_on {
        changed.esep_registered_on = day.0;
    }
    if let Some(day) = input.started_on {
        changed.started_on = day.0;
    }
    match input.esep_url.map(|url| url.parse::<ProjectAddress>()) {
        None => {}
        Some(Err(NotAProject::NotPublic)) => refusals.push(Refusal::NotAPublicAddress),
        Some(Err(NotAProject::Nameless)) => refusals.push(Refusal::NotAProject),
        Some(Ok(address)) if address.url == known.esep_url => {}
        Some(Ok(address)) => {
            if store::at_address(work, &address.url).await?.is_some() {
                refusals.push(Refusal::EsepUrlTaken);
            }
            changed.esep_url = address.url;
            changed.slug = address.slug;
            changed.twinspace_number = address.twinspace_number;
        }
    }
    if is_freed(&known.esep_url) && changed.esep_url != known.esep_url && !matches!(work.actor(), Actor::Staff(_)) {
        refusals.push(Refusal::AddressFreed);
    }
    if !matches!(work.actor(), Actor::Staff(_)) && store::is_registered(work, known.id).await? {
        let settled = [
            (Entry::EsepUrl, changed.esep_url != known.esep_url),
            (Entry::EsepRegisteredOn, changed.esep_registered_on != known.esep_registered_on),
            (Entry::StartedOn, changed.started_on != known.started_on),
        ];
        refusals.extend(
            settled
                .into_iter()
                .filter(|(_, differs)| *differs)
                .map(|(text, _)| Refusal::RegisteredAlready { field: text.field(), text }),
        );
    }
    let texts = [
        (Entry::Title, changed.title.as_str(), LONGEST_TITLE),
        (Entry::Slug, &changed.slug, LONGEST_TITLE),
        (Entry::Summary, &changed.summary, LONGEST_SUMMARY),
    ];
    refusals.extend(too_long(texts).map(|(text, limit)| Refusal::TextTooLong { field: text.field(), text, limit }));
    // What was entered before titles were looked at is shown without what is unfit, and may stay.
    let why = unfit(&changed.title).filter(|_| changed.title != known.title);
    refusals.extend(why.map(|why| Refusal::TitleUnfit { why }));
    refusals.extend(reasons([
        (hold.lacks_reason(), Refusal::ReasonMissing),
        (changed.title.is_empty(), Refusal::TitleMissing),
        (changed.esep_registered_on > day_of(work.now()), Refusal::RegisteredInTheFuture),
        (changed.ended_on.is_some_and(|ended| ended < changed.started_on), Refusal::EndedBeforeItStarted),
    ]));
    let before = store::foreign_teachers(work, known.id).await?;
    let mut abroad = before.clone();
    if let Some(told) = input.foreign_teachers {
        abroad = told.into_iter().map(|told| (told.country, told.teachers)).collect();
        abroad.sort();
        refusals.extend(not_abroad(&abroad));
    }
    if refusals.is_empty() && changed == known && abroad == before {
        refusals.push(Refusal::NothingChanged);
    }
    if !refusals.is_empty() {
        return Ok(Err(refusals));
    }
    let fields = [
        ("title", changed.title != known.title),
        ("summary", changed.summary != known.summary),
        ("esepUrl", changed.esep_url != known.esep_url),
        ("esepRegisteredOn", changed.esep_registered_on != known.esep_registered_on),
        ("startedOn", changed.started_on != known.started_on),
        ("foreignTeachers", abroad != before),
    ];
    let fields: Vec<&str> = fields.into_iter().filter(|(_, differs)| *differs).map(|(field, _)| field).collect();
    if abroad != before {
        store::replace_foreign_teachers(work, known.id, abroad).await?;
    }
    hold.tell(work, &known, Change::Project).await?;
    store::save(work, changed).await?;
    work.audit_because(known.id, hold.reason(), Some(serde_json::json!({ "changed": fields }))).await?;
    Ok(Ok(known.id))
}

refusals! {
    /// Why a school stays in a project.
    RemoveProjectPartnerRefusal {
        VersionConflict;
        /// The school does not take part in the project.
        NotAPartner "NOT_A_PARTNER" on ["schoolId"] = "this school does not take part in the project";
        /// Teachers of this school take part in the project.
        HasMembers { count: usize } "HAS_MEMBERS" on ["schoolId"] = "{count} teachers of this school take part: take them out of the project first";
        /// A teacher has registered the project with this school.
        HasRegistrations "HAS_REGISTRATIONS" on ["schoolId"] = "a teacher has registered the project with this school";
        /// The project would have no other school left.
        PartnersMissing "PARTNERS_MISSING" on ["schoolId"] = "a project has at least two schools";
        /// The project would have no founding school left.
        FoundersOutOfBounds "FOUNDERS_OUT_OF_BOUNDS" on ["schoolId"] = "no other school started this project";
        /// The project would get another label than the one that teachers have registered it for.
        TrackSettled { track: Word<Track> } "TRACK_SETTLED" on ["schoolId"] = "teachers have registered this project for {track}; without this school that would change";
        /// Step 2 has closed for a campaign that the project is registered for, so the project cannot change any more.
        ProjectFrozen { campaign: String } "PROJECT_FROZEN" on ["projectId"] = "step 2 of {campaign} has closed, and the project stays as it is: ask the eTwinning team to correct it";
        /// The reason is empty. Staff need one, because step 2 has closed for a campaign that the project is registered
        /// for.
        ReasonMissing "REASON_MISSING" on ["reason"] = "step 2 has closed for this project: say why the project changes";
    }
}

/// Take a school out of a project that it takes no part in after all. The label is derived again, unless somebody has
/// registered for it (INV-06).
pub async fn remove_partner(
    work: &Work,
    input: RemoveProjectPartnerInput,
) -> Answer<ProjectId, RemoveProjectPartnerRefusal> {
    use RemoveProjectPartnerRefusal as Refusal;
    let mut project = work.hold(Project::CORRECT, input.project_id.0).await?;
    let (partners, known) = schools_of(work, project.id).await?;
    if project.version != input.expected_version {
        return Ok(Err(vec![Refusal::VersionConflict { current_version: project.version }]));
    }
    let leaving = input.school_id.0;
    let (seats, left): (Vec<_>, Vec<_>) = partners.into_iter().partition(|partner| partner.school_id == leaving);
    let Some(seat) = seats.into_iter().next() else { return Ok(Err(vec![Refusal::NotAPartner])) };
    let hold = hold(work, project.id, Since::Registered, input.reason.as_deref()).await?;
    let members = store::members(work, project.id).await?;
    let count = members.iter().filter(|member| member.school_id == leaving).count();
    let mut refusals: Vec<Refusal> =
        hold.keeps_off().map(|campaign| Refusal::ProjectFrozen { campaign }).into_iter().collect();
    refusals.extend(reasons([
        (hold.lacks_reason(), Refusal::ReasonMissing),
        (count > 0, Refusal::HasMembers { count }),
        (store::has_registrations(work, project.id, Some(leaving), None).await?, Refusal::HasRegistrations),
        (left.len() < 2, Refusal::PartnersMissing),
        (!left.iter().any(|partner| partner.is_founder), Refusal::FoundersOutOfBounds),
    ]));
    if !refusals.is_empty() {
        return Ok(Err(refusals));
    }
    if let Some(settled) = rederive(work, &mut project, &places(&left, &known)).await? {
        return Ok(Err(vec![Refusal::TrackSettled { track: Word(settled) }]));
    }
    let id = project.id;
    let facts = serde_json::json!({ "school": leaving.to_string(), "isFounder": seat.is_founder });
    store::delete_partner(work, seat).await?;
    hold.tell(work, &project, Change::Partners).await?;
    store::save(work, project).await?;
    work.audit_because(id, hold.reason(), Some(facts)).await?;
    Ok(Ok(id))
}

refusals! {
    /// Why a teacher stays in a project.
    RemoveProjectMemberRefusal {
        /// The teacher does not take part in the project.
        NotAMember "NOT_A_MEMBER" on ["userId"] = "this teacher does not take part in the project";
        /// The teacher has registered the project.
        HasRegistered "HAS_REGISTERED" on ["userId"] = "this teacher has registered the project";
        /// The project would have no founder left.
        LastFounder "LAST_FOUNDER" on ["userId"] = "this teacher is the last one who started the project, and somebody must look after it";
        /// Step 2 has closed for a campaign that the project is registered for, so the project cannot change any more.
        ProjectFrozen { campaign: String } "PROJECT_FROZEN" on ["projectId"] = "step 2 of {campaign} has closed, and the project stays as it is: ask the eTwinning team to correct it";
        /// The reason is empty. Staff need one, because step 2 has closed for a campaign that the project is registered
        /// for.
        ReasonMissing "REASON_MISSING" on ["reason"] = "step 2 has closed for this project: say why the project changes";
    }
}

/// Take a teacher out of a project who takes no part in it after all.
pub async fn remove_member(
    work: &Work,
    input: RemoveProjectMemberInput,
) -> Answer<ProjectId, RemoveProjectMemberRefusal> {
    use RemoveProjectMemberRefusal as Refusal;
    let leaving = input.user_id.0;
    let right = if work.actor().is(leaving) { Project::CHANGE } else { Project::CORRECT };
    let project = work.hold(right, input.project_id.0).await?;
    let hold = hold(work, project.id, Since::Registered, input.reason.as_deref()).await?;
    let members = store::members(work, project.id).await?;
    let (seats, left): (Vec<_>, Vec<_>) = members.into_iter().partition(|member| member.user_id == leaving);
    let Some(seat) = seats.into_iter().next() else { return Ok(Err(vec![Refusal::NotAMember])) };
    let is_looked_after = seat.role != MemberRole::Founder || left.iter().any(|one| one.role == MemberRole::Founder);
    let mut refusals: Vec<Refusal> =
        hold.keeps_off().map(|campaign| Refusal::ProjectFrozen { campaign }).into_iter().collect();
    refusals.extend(reasons([
        (hold.lacks_reason(), Refusal::ReasonMissing),
        (store::has_registrations(work, project.id, None, Some(leaving)).await?, Refusal::HasRegistered),
        (!is_looked_after, Refusal::LastFounder),
    ]));
    if !refusals.is_empty() {
        return Ok(Err(refusals));
    }
    let facts = serde_json::json!({ "member": leaving.to_string(), "role": seat.role.word() });
    store::delete_member(work, seat).await?;
    hold.tell(work, &project, Change::Members).await?;
    work.audit_because(project.id, hold.reason(), Some(facts)).await?;
    Ok(Ok(project.id))
}

refusals! {
    /// Why no label is proposed.
    TrackPreviewRefusal {
        /// Neither a project nor a school is given.
        SchoolsMissing "SCHOOLS_MISSING" on ["schools"] = "name a project, or the schools of one";
        /// The project would have too many schools.
        TooManyPartners "TOO_MANY_PARTNERS" on ["schools"] = "name at most 100 schools";
        /// A school is given twice, or takes part in the project already.
        SchoolTwice { school: String } "SCHOOL_TWICE" on ["schools"] = "{school} is named twice, or takes part already";
        /// There is no such school.
        UnknownSchool { school: String } "UNKNOWN_SCHOOL" on ["schools"] = "there is no school {school}";
        /// More than two schools are founders.
        FoundersOutOfBounds "FOUNDERS_OUT_OF_BOUNDS" on ["schools"] = "at most two schools start a project";
    }
}

/// Propose the label that schools make a project go for, with its reason (R70, F1, Q13). It is computed, and no declared
/// read; nothing is written.
pub async fn preview_track(work: &Work, input: TrackPreviewInput) -> Answer<TrackPreview, TrackPreviewRefusal> {
    use TrackPreviewRefusal as Refusal;
    let mut seats: Vec<(SchoolId, bool)> = Vec::new();
    if let Some(id) = input.project_id {
        work.look(Project::CHANGE, id.0).await?;
        let partners = store::partners(work, id.0).await?;
        seats.extend(partners.into_iter().map(|partner| (partner.school_id, partner.is_founder)));
    }
    if input.schools.len() > MOST_PARTNERS {
        return Ok(Err(vec![Refusal::TooManyPartners]));
    }
    seats.extend(input.schools.iter().map(|school| (school.school_id.0, school.is_founder)));
    let ids: Vec<SchoolId> = seats.iter().map(|(id, _)| *id).collect();
    let known = school::list(work, &ids).await?;
    let founders = seats.iter().filter(|(_, is_founder)| *is_founder).count();
    let mut refusals = reasons([
        (seats.is_empty(), Refusal::SchoolsMissing),
        (founders > MOST_FOUNDERS, Refusal::FoundersOutOfBounds),
    ]);
    let mut places = Vec::new();
    for (position, (id, is_founder)) in seats.iter().enumerate() {
        if ids.iter().take(position).any(|earlier| earlier == id) {
            refusals.push(Refusal::SchoolTwice { school: id.to_string() });
        }
        match known.iter().find(|school| school.id == *id) {
            Some(school) => places.push((place(school), *is_founder)),
            None => refusals.push(Refusal::UnknownSchool { school: id.to_string() }),
        }
    }
    if !refusals.is_empty() {
        return Ok(Err(refusals));
    }
    Ok(Ok(TrackPreview::of(&founding(&places, true), &founding(&places, false))))
}

refusals! {
    /// Why the label stays.
    OverrideTrackRefusal {
        VersionConflict;
        /// The project has this label already.
        NothingChanged "NOTHING_CHANGED" on ["track"] = "the project goes for this label already";
        /// Staff cannot give this label to this project: only a project of one Belgian community can be let into
        /// Belgica.
        NotOpenToIt "NOT_OPEN_TO_IT" on ["track"] = "only a project of one community of Belgium can be let in, and only for the Belgica label: a project with founders from one country cannot go for the national quality label";
        /// The reason is empty.
        ReasonMissing "REASON_MISSING" on ["reason"] = "give a reason";
    }
}

/// Let a project into Belgica that fits neither label (Q13). It stays so until its schools make it go for a label of their
/// own.
pub async fn override_track(work: &Work, input: OverrideTrackInput) -> Answer<ProjectId, OverrideTrackRefusal> {
    use OverrideTrackRefusal as Refusal;
    let mut project = work.hold(Project::DECIDE, input.project_id.0).await?;
    let (partners, known) = schools_of(work, project.id).await?;
    if project.version != input.expected_version {
        return Ok(Err(vec![Refusal::VersionConflict { current_version: project.version }]));
    }
    let places = places(&partners, &known);
    let ground = ground_of(&founding(&places, true), &founding(&places, false));
    let is_so = project.track == Some(input.track.0);
    let reason = input.reason.as_str();
    let refusals = reasons([
        (is_so, Refusal::NothingChanged),
        (!is_so && (ground, input.track.0) != (TrackGround::OneCommunity, Track::Belgica), Refusal::NotOpenToIt),
        (reason.is_empty(), Refusal::ReasonMissing),
    ]);
    if !refusals.is_empty() {
        return Ok(Err(refusals));
    }
    let facts = serde_json::json!({ "track": input.track.0.word(), "ground": ground.word() });
    project.track = Some(input.track.0);
    project.track_reason = Some(reason.to_owned());
    let id = project.id;
    let hold = hold(work, id, Since::Registered, Some(reason)).await?;
    hold.tell(work, &project, Change::Track).await?;
    store::save(work, project).await?;
    work.audit_because(id, Some(reason), Some(facts)).await?;
    Ok(Ok(id))
}

refusals! {
    /// Why a project cannot end.
    EndProjectRefusal {
        VersionConflict;
        /// The project has ended already.
        AlreadyEnded "ALREADY_ENDED" on ["projectId"] = "this project has ended already";
        /// The project would end before it starts.
        EndedBeforeItStarted "ENDED_BEFORE_IT_STARTED" on ["endedOn"] = "a project cannot end before it started";
        /// The last day is in the future.
        EndedInTheFuture "ENDED_IN_THE_FUTURE" on ["endedOn"] = "the last day cannot be in the future: give it when the project has ended";
        /// Step 2 has closed for a campaign that the project is registered for, so the project cannot change any more.
        ProjectFrozen { campaign: String } "PROJECT_FROZEN" on ["projectId"] = "step 2 of {campaign} has closed, and the project stays as it is: ask the eTwinning team to correct it";
        /// The reason is empty. Staff need one, because step 2 has closed for a campaign that the project is registered
        /// for.
        ReasonMissing "REASON_MISSING" on ["reason"] = "step 2 has closed for this project: say why the project changes";
    }
}

/// Note that a project has ended (R05).
pub async fn end(work: &Work, input: EndProjectInput) -> Answer<ProjectId, EndProjectRefusal> {
    use EndProjectRefusal as Refusal;
    let mut project = work.hold(Project::CHANGE, input.project_id.0).await?;
    if project.version != input.expected_version {
        return Ok(Err(vec![Refusal::VersionConflict { current_version: project.version }]));
    }
    // A project that was not handed in may still end: its teachers need that for the next campaign.
    let hold = hold(work, project.id, Since::HandedIn, input.reason.as_deref()).await?;
    let ended_on = input.ended_on.0;
    let mut refusals: Vec<Refusal> =
        hold.keeps_off().map(|campaign| Refusal::ProjectFrozen { campaign }).into_iter().collect();
    refusals.extend(reasons([(hold.lacks_reason(), Refusal::ReasonMissing)]));
    match project.status {
        ProjectStatus::Ongoing => {}
        ProjectStatus::Ended => refusals.push(Refusal::AlreadyEnded),
    }
    if ended_on < project.started_on {
        refusals.push(Refusal::EndedBeforeItStarted);
    }
    if ended_on > day_of(work.now()) {
        refusals.push(Refusal::EndedInTheFuture);
    }
    if !refusals.is_empty() {
        return Ok(Err(refusals));
    }
    project.status = ProjectStatus::Ended;
    project.ended_on = Some(ended_on);
    let id = project.id;
    hold.tell(work, &project, Change::End).await?;
    store::save(work, project).await?;
    work.audit_because(id, hold.reason(), None).await?;
    Ok(Ok(id))
}

/// Why the import of the registration form changes a project.
const TOLD: &str = "A teacher told so in the registration form, which was imported.";

/// What somebody changes of a project.
#[derive(Clone, Copy, Debug)]
enum Change {
    /// Its title, its summary, its address or its dates.
    Project,
    /// Its schools.
    Partners,
    /// Its teachers.
    Members,
    /// Its last day.
    End,
    /// The label that it goes for.
    Track,
}

impl Change {
    fn word(self) -> &'static str {
        match self {
            Self::Project => "PROJECT",
            Self::Partners => "PARTNERS",
            Self::Members => "MEMBERS",
            Self::End => "END",
            Self::Track => "TRACK",
        }
    }
}

/// A project that somebody is about to change, and what holds it: once step 2 has closed it is judged as it was handed in. From
/// then on it stands still for its teachers; staff change it for a reason, and whoever runs its jury is told.
struct Hold<'a> {
    closed: Option<campaigns::Model>,
    is_teacher: bool,
    reason: Option<&'a str>,
}

async fn hold<'a>(work: &Work, id: ProjectId, since: Since, reason: Option<&'a str>) -> Result<Hold<'a>, Stop> {
    Ok(Hold {
        closed: store::closed_campaign(work, id, since).await?,
        is_teacher: matches!(work.actor(), Actor::Teacher(_)),
        reason: reason.filter(|reason| !reason.is_empty()),
    })
}

impl Hold<'_> {
    /// The campaign that keeps a teacher from changing it.
    fn keeps_off(&self) -> Option<String> {
        self.closed.as_ref().filter(|_| self.is_teacher).map(|campaign| campaign.name.clone())
    }

    /// Whether somebody must say why, and does not.
    fn lacks_reason(&self) -> bool {
        self.closed.is_some() && !self.is_teacher && self.reason.is_none()
    }

    /// Why it changes.
    fn reason(&self) -> Option<&str> {
        self.reason
    }

    /// Tells the staff of every community whose applications are being judged what changes of the project.
    async fn tell(&self, work: &Work, project: &project::Model, change: Change) -> Result<(), Stop> {
        let Some(campaign) = &self.closed else { return Ok(()) };
        let by = account::get(work, work.user()?).await?;
        let once: MessageId = work.id();
        let judging = store::judging_communities(work, project.id).await?;
        for reader in account::list_staff(work, &judging).await? {
            let facts = serde_json::json!({
                "project": project.title,
                "schoolYear": campaign.school_year,
                "what": change.word(),
                "by": by.name,
                "reason": self.reason,
                "contactEmail": campaign.contact_email,
                "contactUrl": campaign.contact_url,
            });
            let mail = Mail::to(&reader, MessageTemplate::ProjectChanged).once_per(once).saying(facts);
            notification::enqueue(work, mail).await?;
        }
        Ok(())
    }
}

/// The partners of a project, and their schools.
pub(super) async fn schools_of(
    work: &Work,
    project: ProjectId,
) -> Result<(Vec<project_partner::Model>, Vec<schools::Model>), Stop> {
    let partners = store::partners(work, project).await?;
    let ids: Vec<SchoolId> = partners.iter().map(|partner| partner.school_id).collect();
    let known = school::list(work, &ids).await?;
    Ok((partners, known))
}

fn place(school: &schools::Model) -> Place {
    Place { country: school.country.clone(), community: school.community }
}

/// The places of these partners, and which of them started the project.
fn places(partners: &[project_partner::Model], known: &[schools::Model]) -> Vec<(Place, bool)> {
    let of = |partner: &project_partner::Model| {
        let school = known.iter().find(|school| school.id == partner.school_id)?;
        Some((place(school), partner.is_founder))
    };
    partners.iter().filter_map(of).collect()
}

fn founding(places: &[(Place, bool)], wanted: bool) -> Vec<Place> {
    places.iter().filter(|(_, is_founder)| *is_founder == wanted).map(|(place, _)| place.clone()).collect()
}

fn track_of(places: &[(Place, bool)]) -> (ProjectKind, Option<Track>) {
    derive_track(&founding(places, true), &founding(places, false))
}

/// Derives the label of a project again. What staff decided stands where its schools make it go for none. The answer is
/// the label that teachers have registered it for, if that would change: then it stays.
async fn rederive(work: &Work, project: &mut project::Model, places: &[(Place, bool)]) -> Result<Option<Track>, Stop> {
    let (kind, derived) = track_of(places);
    let decided = project.track.filter(|_| project.track_reason.is_some() && derived.is_none() && kind == project.kind);
    let track = derived.or(decided);
    if let Some(settled) = project.track.filter(|settled| Some(*settled) != track)
        && store::is_registered_for(work, project.id, settled).await?
    {
        return Ok(Some(settled));
    }
    project.kind = kind;
    project.track = track;
    if decided.is_none() {
        project.track_reason = None;
    }
    Ok(None)
}
