//! Campaigns and rubrics as commands load and save them.

use entity::{
    campaign, campaign_milestone, criterion, eligibility_rule, help_text,
    ids::{CampaignId, CriterionId, RubricVersionId},
    indicator, rubric_version,
};
use sea_orm::{
    ActiveModelTrait, ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect, Set,
    sea_query::{Expr, OnConflict},
};

use super::{
    eligibility::{Rule, rule_set},
    rubric::{Help, Rubric, Titles},
    rules::Keep,
};
use crate::{
    stop::{Stop, found},
    work::Work,
};

/// A campaign by its id.
pub async fn get(work: &Work, id: CampaignId) -> Result<campaign::Model, Stop> {
    found(campaign::Entity::find_by_id(id).one(work.tx()).await?)
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
pub(super) async fn save(work: &Work, campaign: campaign::Model) -> Result<(), Stop> {
    let changed = campaign::Model { version: campaign.version + 1, updated_at: work.now(), ..campaign };
    campaign::ActiveModel::from(changed).reset_all().update(work.tx()).await?;
    Ok(())
}

/// Writes for how long a campaign keeps what; its version counts up.
pub async fn save_keep(work: &Work, campaign: campaign::Model, keep: Keep) -> Result<(), Stop> {
    let changed = campaign::Model {
        keep_drafts_months: keep.drafts,
        keep_applications_months: keep.applications,
        keep_juror_links_months: keep.juror_links,
        keep_messages_months: keep.messages,
        ..campaign
    };
    save(work, changed).await
}

/// Writes a milestone of a new campaign.
pub(super) async fn insert_milestone(work: &Work, milestone: campaign_milestone::Model) -> Result<(), Stop> {
    campaign_milestone::ActiveModel::from(milestone).reset_all().insert(work.tx()).await?;
    Ok(())
}

/// How much each condition for taking part counts in a campaign.
pub async fn rules_of(work: &Work, id: CampaignId) -> Result<Vec<Rule>, Stop> {
    let its =
        eligibility_rule::Entity::find().filter(eligibility_rule::Column::CampaignId.eq(id)).all(work.tx()).await?;
    Ok(rule_set(its.iter().map(|row| Rule {
        condition: row.condition,
        at_registration: row.at_registration,
        at_hand_in: row.at_hand_in,
    })))
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
