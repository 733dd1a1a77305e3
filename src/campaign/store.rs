//! Campaigns and rubrics as commands load and save them.

use std::sync::Arc;

use crate::api::right::Held;
use chrono::NaiveDate;
use entity::{
    campaign, campaign_milestone, criterion, eligibility_rule, help_text,
    ids::{CampaignId, CriterionId, RubricVersionId},
    indicator,
    kinds::{CampaignStatus, MilestoneKind},
    rubric_version,
};
use sea_orm::{
    ActiveModelTrait, ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect, QueryTrait, Set,
    sea_query::{Expr, OnConflict, SelectStatement},
};

use super::{
    eligibility::{Rule, rule_set},
    rubric::{Criterion, Gate, Help, Indicator, Rubric, Titles},
    rules::{Keep, Milestone},
};
use crate::{
    stop::{Stop, found},
    work::Work,
};

/// A campaign by its id. What is decided by where it stands holds until this work ends: whoever moves it waits.
pub async fn get(work: &Work, id: CampaignId) -> Result<campaign::Model, Stop> {
    found(campaign::Entity::find_by_id(id).lock_shared().one(work.tx()).await?)
}

/// Keeps the campaigns as they are that `ids` selects, until this work ends. A campaign is locked before what belongs to it,
/// so that works wait for each other in a row and never in a circle.
pub async fn hold(work: &Work, ids: SelectStatement) -> Result<(), Stop> {
    if !work.tx().is_alone() {
        let held = campaign::Entity::find().select_only().column(campaign::Column::Id);
        let held = held.filter(campaign::Column::Id.in_subquery(ids)).order_by_asc(campaign::Column::Id);
        held.lock_shared().into_tuple::<CampaignId>().all(work.tx()).await?;
    }
    Ok(())
}

/// A campaign by its id, so that nobody changes it before this work ends.
pub async fn get_locked(work: &Work, id: CampaignId) -> Result<campaign::Model, Stop> {
    found(campaign::Entity::find_by_id(id).lock_exclusive().one(work.tx()).await?)
}

/// Whether there is a campaign for this school year.
pub(super) async fn has_school_year(work: &Work, school_year: &str) -> Result<bool, Stop> {
    let known = campaign::Entity::find().filter(campaign::Column::SchoolYear.eq(school_year)).one(work.tx()).await?;
    Ok(known.is_some())
}

/// The campaign that is open, if any.
pub(super) async fn find_open(work: &Work) -> Result<Option<campaign::Model>, Stop> {
    let open = campaign::Column::Status.eq(entity::kinds::CampaignStatus::Open);
    Ok(campaign::Entity::find().filter(open).one(work.tx()).await?)
}

/// Writes a new campaign.
pub(super) async fn insert(work: &Work, campaign: campaign::Model) -> Result<(), Stop> {
    campaign::ActiveModel::from(campaign).reset_all().insert(work.tx()).await?;
    Ok(())
}

/// Writes a changed campaign; its version counts up.
pub(super) async fn save(work: &Work, campaign: Held<campaign::Model>) -> Result<(), Stop> {
    write(work, campaign.into_row()).await
}

/// The same, for what follows from acts on other rows.
pub(super) async fn write(work: &Work, campaign: campaign::Model) -> Result<(), Stop> {
    let unchanged = campaign::Column::Version.eq(campaign.version);
    let changed = campaign::Model { version: campaign.version + 1, updated_at: work.now(), ..campaign };
    let changed = campaign::ActiveModel::from(changed).reset_all();
    campaign::Entity::update(changed).validate()?.filter(unchanged).exec(work.tx()).await?;
    Ok(())
}

/// Writes for how long a campaign keeps what; its version counts up.
pub async fn save_keep(work: &Work, campaign: Held<campaign::Model>, keep: Keep) -> Result<(), Stop> {
    let changed = campaign.with(|campaign| campaign::Model {
        keep_drafts_months: keep.drafts,
        keep_applications_months: keep.applications,
        keep_juror_links_months: keep.juror_links,
        keep_messages_months: keep.messages,
        keep_photos_months: keep.photos,
        ..campaign
    });
    save(work, changed).await
}

/// The timeline of a campaign.
pub(super) async fn milestones_of(work: &Work, campaign: CampaignId) -> Result<Vec<campaign_milestone::Model>, Stop> {
    let rows = campaign_milestone::Entity::find().filter(campaign_milestone::Column::CampaignId.eq(campaign));
    Ok(rows.order_by_asc(campaign_milestone::Column::Id).all(work.tx()).await?)
}

/// Writes the timeline of a campaign, one row a kind: those that stay keep their ids, the others go. Whether anything
/// changed.
pub(super) async fn put_milestones(work: &Work, campaign: CampaignId, timeline: &[Milestone]) -> Result<bool, Stop> {
    let known = milestones_of(work, campaign).await?;
    let mut is_changed = false;
    for gone in known.iter().filter(|row| timeline.iter().all(|milestone| milestone.kind != row.kind)) {
        campaign_milestone::Entity::delete_by_id(gone.id).exec(work.tx()).await?;
        is_changed = true;
    }
    for milestone in timeline {
        let row = known.iter().find(|row| row.kind == milestone.kind);
        let changed = campaign_milestone::Model {
            id: row.map_or_else(|| work.id(), |row| row.id),
            campaign_id: campaign,
            kind: milestone.kind,
            takes_place_on: milestone.on,
            public_text: milestone.text.clone(),
        };
        let is_new = row.is_none();
        if row.is_some_and(|row| *row == changed) {
            continue;
        }
        is_changed = true;
        let changed = campaign_milestone::ActiveModel::from(changed).reset_all();
        if is_new {
            changed.insert(work.tx()).await?;
        } else {
            changed.update(work.tx()).await?;
        }
    }
    Ok(is_changed)
}

/// How much each condition for taking part counts in a campaign.
pub async fn rules_of(work: &Work, id: CampaignId) -> Result<Vec<Rule>, Stop> {
    let its =
        eligibility_rule::Entity::find().filter(eligibility_rule::Column::CampaignId.eq(id)).all(work.tx()).await?;
    let rule = |row: eligibility_rule::Model| Rule {
        condition: row.condition,
        at_registration: row.at_registration,
        at_hand_in: row.at_hand_in,
    };
    Ok(rule_set(&its.into_iter().map(rule).collect::<Vec<_>>()))
}

/// Writes how much each condition counts; the database refuses it once the campaign is open.
pub(super) async fn put_rules(work: &Work, id: CampaignId, rules: &[Rule]) -> Result<(), Stop> {
    use eligibility_rule::Column;
    let rows = rules.iter().map(|rule| eligibility_rule::ActiveModel {
        id: Set(work.id()),
        campaign_id: Set(id),
        condition: Set(rule.condition),
        at_registration: Set(rule.at_registration),
        at_hand_in: Set(rule.at_hand_in),
    });
    let again = OnConflict::columns([Column::CampaignId, Column::Condition])
        .update_columns([Column::AtRegistration, Column::AtHandIn])
        .to_owned();
    eligibility_rule::Entity::insert_many(rows).on_conflict(again).exec_without_returning(work.tx()).await?;
    Ok(())
}

/// What is scored under a rubric, in its order: the criteria, then the gates.
pub async fn scored_items(work: &Work, rubric: RubricVersionId) -> Result<Vec<criterion::Model>, Stop> {
    let items = criterion::Entity::find().filter(criterion::Column::RubricVersionId.eq(rubric));
    Ok(items.order_by_asc(criterion::Column::Position).all(work.tx()).await?)
}

/// The rubric that a campaign judges by.
pub async fn rubric_of(work: &Work, campaign: &campaign::Model) -> Result<rubric_version::Model, Stop> {
    found(rubric_version::Entity::find_by_id(campaign.rubric_version_id).one(work.tx()).await?)
}

/// What a campaign judges by.
#[derive(Clone, Debug)]
pub struct Scored {
    /// Its rubric.
    pub rubric: rubric_version::Model,
    /// What is scored under it, in its order: the criteria, then the gates.
    pub items: Vec<criterion::Model>,
}

/// What a campaign judges by. A frozen rubric never changes again (INV-08), and is read once.
pub async fn scored(work: &Work, campaign: &campaign::Model) -> Result<Arc<Scored>, Stop> {
    let id = campaign.rubric_version_id;
    if let Some(known) = work.tx().made(id.into()) {
        return Ok(known);
    }
    let rubric = rubric_of(work, campaign).await?;
    let scored = Arc::new(Scored { rubric, items: scored_items(work, id).await? });
    // One that this very work has frozen may be as it was again.
    if scored.rubric.frozen_at.is_some_and(|at| at < work.now()) {
        work.tx().keep_made(id.into(), &scored);
    }
    Ok(scored)
}

/// Freezes a rubric: from now on the database refuses changes to it (INV-08).
pub(super) async fn freeze(work: &Work, rubric: RubricVersionId) -> Result<(), Stop> {
    rubric_version::Entity::update_many()
        .col_expr(rubric_version::Column::FrozenAt, Expr::value(work.now()))
        .filter(rubric_version::Column::Id.eq(rubric))
        .filter(rubric_version::Column::FrozenAt.is_null())
        .exec(work.tx())
        .await?;
    Ok(())
}

/// Writes the help beside the questions of a rubric, unless it has some.
pub(super) async fn ensure_help(work: &Work, rubric: RubricVersionId, help: Vec<Help>) -> Result<(), Stop> {
    let its = help_text::Entity::find().filter(help_text::Column::RubricVersionId.eq(rubric));
    if its.one(work.tx()).await?.is_some() {
        return Ok(());
    }
    let items = scored_items(work, rubric).await?;
    let rows = (1..).zip(help).map(|(position, Help { place, criterion, texts })| {
        let criterion = criterion.and_then(|code| items.iter().find(|item| item.code == code)).map(|item| item.id);
        help_text::ActiveModel {
            id: Set(work.id()),
            rubric_version_id: Set(rubric),
            place: Set(place),
            criterion_id: Set(criterion),
            position: Set(position),
            text_nl: Set(texts.nl),
            text_en: Set(texts.en),
            text_fr: Set(texts.fr),
            text_de: Set(texts.de),
        }
    });
    help_text::Entity::insert_many(rows).exec_without_returning(work.tx()).await?;
    Ok(())
}

/// What the form says that a rubric is for, in every language: its criteria, its questions and the help beside them.
pub async fn texts_of_form(work: &Work, rubric: RubricVersionId) -> Result<Vec<String>, Stop> {
    let items = scored_items(work, rubric).await?;
    let questions = indicator::Entity::find()
        .filter(indicator::Column::CriterionId.is_in(items.iter().map(|item| item.id)))
        .all(work.tx())
        .await?;
    let help = help_text::Entity::find().filter(help_text::Column::RubricVersionId.eq(rubric)).all(work.tx()).await?;
    let items =
        items.into_iter().flat_map(|row| [row.title_nl, row.title_en, row.title_fr, row.title_de, row.guidance]);
    let help = help.into_iter().flat_map(|row| [row.text_nl, row.text_en, row.text_fr, row.text_de]);
    Ok(items.chain(questions.into_iter().map(|row| row.text)).chain(help).collect())
}

/// A stored version of the rubric, by its code.
pub(super) async fn find_rubric(work: &Work, code: &str) -> Result<Option<Rubric>, Stop> {
    let known = rubric_version::Entity::find().filter(rubric_version::Column::Code.eq(code)).one(work.tx()).await?;
    match known {
        Some(version) => Ok(Some(get_rubric(work, version.id).await?)),
        None => Ok(None),
    }
}

/// A stored version of the rubric, as it was written by [`ensure_rubric`].
pub(super) async fn get_rubric(work: &Work, id: RubricVersionId) -> Result<Rubric, Stop> {
    let version = found(rubric_version::Entity::find_by_id(id).one(work.tx()).await?)?;
    let items = scored_items(work, id).await?;
    let code_of = |id: CriterionId| items.iter().find(|item| item.id == id).map(|item| item.code.clone());
    let titles = |item: &criterion::Model| Titles {
        nl: item.title_nl.clone(),
        en: item.title_en.clone(),
        fr: item.title_fr.clone(),
        de: item.title_de.clone(),
    };
    let mut rubric = Rubric {
        code: version.code,
        scale_min: version.scale_min,
        scale_max: version.scale_max,
        pass_total_centi: version.pass_total_centi,
        criterion_minimum_centi: items.first().map_or(0, |item| item.minimum_centi),
        gates: Vec::new(),
        criteria: Vec::new(),
    };
    for item in &items {
        let (code, titles, guidance) = (item.code.clone(), titles(item), item.guidance.clone());
        if let Some(of) = item.gate_of_id.and_then(code_of) {
            rubric.gates.push(Gate { code, of, titles, guidance });
            continue;
        }
        let questions = indicator::Entity::find()
            .filter(indicator::Column::CriterionId.eq(item.id))
            .order_by_asc(indicator::Column::Position);
        let question = |row: indicator::Model| Indicator {
            code: row.code,
            text: row.text,
            gate: row.gate_id.and_then(code_of),
            source: row.source,
        };
        let indicators = questions.all(work.tx()).await?.into_iter().map(question).collect();
        rubric.criteria.push(Criterion { code, titles, guidance, indicators });
    }
    Ok(rubric)
}

/// The stored version of `rubric`, written now if it is new.
pub(super) async fn ensure_rubric(work: &Work, rubric: &Rubric) -> Result<RubricVersionId, Stop> {
    let known = rubric_version::Entity::find().filter(rubric_version::Column::Code.eq(&rubric.code));
    if let Some(known) = known.one(work.tx()).await? {
        return Ok(known.id);
    }
    let id: RubricVersionId = work.id();
    let version = rubric_version::ActiveModel {
        id: Set(id),
        code: Set(rubric.code.clone()),
        scale_min: Set(rubric.scale_min),
        scale_max: Set(rubric.scale_max),
        pass_total_centi: Set(rubric.pass_total_centi),
        frozen_at: Set(None),
        created_at: Set(work.now()),
    };
    version.insert(work.tx()).await?;
    let mut position = 0;
    let mut known: Vec<(&str, CriterionId)> = Vec::new();
    let items = rubric.criteria.iter().map(|one| (&one.code, None, &one.titles, &one.guidance, 1));
    let gates = rubric.gates.iter().map(|gate| (&gate.code, Some(gate.of.as_str()), &gate.titles, &gate.guidance, 0));
    for (code, gate_of, titles, guidance, weight) in items.chain(gates) {
        position += 1;
        let Titles { nl, en, fr, de } = titles;
        let item = criterion::ActiveModel {
            id: Set(work.id()),
            rubric_version_id: Set(id),
            gate_of_id: Set(gate_of.and_then(|code| by_code(&known, code))),
            code: Set(code.clone()),
            position: Set(position),
            title_nl: Set(nl.clone()),
            title_en: Set(en.clone()),
            title_fr: Set(fr.clone()),
            title_de: Set(de.clone()),
            guidance: Set(guidance.clone()),
            weight: Set(weight),
            minimum_centi: Set(rubric.criterion_minimum_centi),
        };
        known.push((code, item.insert(work.tx()).await?.id));
    }
    for criterion in &rubric.criteria {
        for (position, question) in (1..).zip(&criterion.indicators) {
            let indicator = indicator::ActiveModel {
                id: Set(work.id()),
                criterion_id: Set(found(by_code(&known, &criterion.code))?),
                gate_id: Set(question.gate.as_deref().and_then(|code| by_code(&known, code))),
                code: Set(question.code.clone()),
                position: Set(position),
                text: Set(question.text.clone()),
                source: Set(question.source),
            };
            indicator.insert(work.tx()).await?;
        }
    }
    Ok(id)
}

fn by_code(known: &[(&str, CriterionId)], code: &str) -> Option<CriterionId> {
    known.iter().find(|(name, _)| *name == code).map(|(_, id)| *id)
}

/// The longest look-back period, in years, of the campaigns that are not over.
pub async fn longest_look_back(work: &Work) -> Result<i32, Stop> {
    let running = campaign::Entity::find()
        .filter(campaign::Column::Status.is_not_in([CampaignStatus::Published, CampaignStatus::Archived]));
    let years = running.all(work.tx()).await?.into_iter().map(|campaign| campaign.conflict_look_back_years);
    Ok(years.max().unwrap_or(0))
}

/// The campaigns whose juries work now.
pub async fn list_in_evaluation(work: &Work) -> Result<Vec<campaign::Model>, Stop> {
    let working = campaign::Entity::find().filter(campaign::Column::Status.eq(CampaignStatus::Evaluation));
    Ok(working.order_by_asc(campaign::Column::Id).all(work.tx()).await?)
}

/// The campaigns whose results are out, and the day that each has for a milestone.
pub async fn list_published_with(work: &Work, kind: MilestoneKind) -> Result<Vec<(CampaignId, NaiveDate)>, Stop> {
    let published = campaign::Entity::find()
        .select_only()
        .column(campaign::Column::Id)
        .filter(campaign::Column::Status.eq(CampaignStatus::Published));
    let days = campaign_milestone::Entity::find()
        .select_only()
        .columns([campaign_milestone::Column::CampaignId, campaign_milestone::Column::TakesPlaceOn])
        .filter(campaign_milestone::Column::Kind.eq(kind))
        .filter(campaign_milestone::Column::CampaignId.in_subquery(published.into_query()));
    Ok(days.order_by_asc(campaign_milestone::Column::CampaignId).into_tuple().all(work.tx()).await?)
}
