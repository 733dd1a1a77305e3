//! The database schema, step by step, for SQLite and Postgres.
//!
//! The list is append only: a step that has shipped is never edited. Each step is one file of SQL
//! that both databases read; what they spell differently is a `{placeholder}` (see [`dialect`]).
//! Everything that must never be violated and can be a constraint is one, named after its rule.

pub use sea_orm_migration::prelude::*;

pub mod dialect;
mod m0001_account;
mod m0002_campaign;
mod m0003_project;
mod m0004_application;
mod m0005_jury;
mod m0006_decision;
mod m0007_prize;
mod m0008_session;
mod m0009_audit_seal;
mod m0010_service_key;
mod m0011_external_identity;
mod m0012_privacy;
mod m0013_mail;
mod m0014_import;
mod m0015_draft_text;
mod m0016_form;
mod m0017_eligibility;
mod m0018_publication_mail;
mod m0019_link_check;
mod m0020_school;
mod m0021_jury;
mod m0022_panel;
mod m0023_binding;
mod m0024_unknown_partner;
mod m0027_office;
mod m0028_hand_in;
mod m0029_service_alone;
mod m0030_pace;
mod m0031_link_access;
mod m0032_heartbeat;
mod m0033_fallen_prize;
mod m0034_turns;
mod m0035_reach;
mod m0037_intake;
mod m0038_signing_key;
mod m0039_rehearsal;
mod m0040_exact;
mod m0041_search;
mod m0042_behind;
mod m0043_result_texts;
mod m0044_decision_trace;
mod m0045_after_release;
mod m0046_release;
mod m0048_prizes;
mod m0049_certificate;
mod m0050_prize_answers;
mod m0051_prize_life;
mod m0052_job;
mod m0053_issuer_key;
mod m0054_correction;
mod m0055_event;
mod m0056_eql;
mod m0057_reconsideration;
mod m0058_photo;
mod m0059_kept_photos;
mod m0060_told;

/// Runs the steps in order.
pub struct Migrator;

#[async_trait::async_trait]
impl MigratorTrait for Migrator {
    fn migrations() -> Vec<Box<dyn MigrationTrait>> {
        vec![
            Box::new(m0001_account::STEP),
            Box::new(m0002_campaign::STEP),
            Box::new(m0003_project::STEP),
            Box::new(m0004_application::STEP),
            Box::new(m0005_jury::STEP),
            Box::new(m0006_decision::STEP),
            Box::new(m0007_prize::STEP),
            Box::new(m0008_session::STEP),
            Box::new(m0009_audit_seal::STEP),
            Box::new(m0010_service_key::STEP),
            Box::new(m0011_external_identity::STEP),
            Box::new(m0012_privacy::Migration),
            Box::new(m0013_mail::STEP),
            Box::new(m0014_import::STEP),
            Box::new(m0015_draft_text::STEP),
            Box::new(m0016_form::STEP),
            Box::new(m0017_eligibility::STEP),
            Box::new(m0018_publication_mail::STEP),
            Box::new(m0019_link_check::STEP),
            Box::new(m0020_school::STEP),
            Box::new(m0021_jury::STEP),
            Box::new(m0022_panel::Migration),
            Box::new(m0023_binding::STEP),
            Box::new(m0024_unknown_partner::STEP),
            Box::new(m0027_office::STEP),
            Box::new(m0028_hand_in::Migration),
            Box::new(m0029_service_alone::STEP),
            Box::new(m0030_pace::STEP),
            Box::new(m0031_link_access::STEP),
            Box::new(m0032_heartbeat::STEP),
            Box::new(m0033_fallen_prize::STEP),
            Box::new(m0034_turns::STEP),
            Box::new(m0035_reach::Migration),
            Box::new(m0037_intake::STEP),
            Box::new(m0038_signing_key::STEP),
            Box::new(m0039_rehearsal::STEP),
            Box::new(m0040_exact::STEP),
            Box::new(m0041_search::Migration),
            Box::new(m0042_behind::STEP),
            Box::new(m0043_result_texts::STEP),
            Box::new(m0044_decision_trace::STEP),
            Box::new(m0045_after_release::STEP),
            Box::new(m0046_release::STEP),
            Box::new(m0048_prizes::Migration),
            Box::new(m0049_certificate::STEP),
            Box::new(m0050_prize_answers::STEP),
            Box::new(m0051_prize_life::STEP),
            Box::new(m0052_job::STEP),
            Box::new(m0053_issuer_key::STEP),
            Box::new(m0054_correction::STEP),
            Box::new(m0056_eql::Migration),
            Box::new(m0058_photo::STEP),
            Box::new(m0055_event::STEP),
            Box::new(m0057_reconsideration::STEP),
            Box::new(m0059_kept_photos::STEP),
            Box::new(m0060_told::Migration),
        ]
    }
}
