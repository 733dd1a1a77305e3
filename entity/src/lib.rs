//! The words that tables and rules share: typed ids, closed enums, one model per table.
//!
//! And what people are told of them: what a kind is called, how a day is said, in each language.
//!
//! No query, no rule, no clock, nothing of GraphQL.

#![allow(missing_docs, reason = "a column is documented where the API shows it and in the migration that makes it")]

pub mod ids;
pub mod kinds;
pub mod language;
pub mod words;

pub mod application;
pub mod application_answer;
pub mod application_method;
pub mod application_revision;
pub mod application_subject;
pub mod assignment;
pub mod assignment_plan;
pub mod audit_event;
pub mod audit_seal;
pub mod campaign;
pub mod campaign_milestone;
pub mod conflict_clearance;
pub mod conflict_of_interest;
pub mod consolidation;
pub mod consolidation_score;
pub mod credential;
pub mod criterion;
pub mod decision;
pub mod decision_evaluation;
pub mod decision_step;
pub mod draft_remark;
pub mod draft_text;
pub mod eligibility_answer;
pub mod eligibility_rule;
pub mod eql_candidacy;
pub mod evaluation;
pub mod evaluation_score;
pub mod evidence_link;
pub mod external_identity;
pub mod feedback;
pub mod feedback_part;
pub mod foreign_participation;
pub mod form_session;
pub mod help_text;
pub mod idempotency_key;
pub mod import_batch;
pub mod import_finding;
pub mod import_row;
pub mod indicator;
pub mod juror;
pub mod juror_absence;
pub mod jury_membership;
pub mod label;
pub mod link_check;
pub mod message;
pub mod panel;
pub mod panel_answer;
pub mod panel_score;
pub mod planned_pair;
pub mod prize;
pub mod prize_award;
pub mod prize_component;
pub mod prize_share;
pub mod project;
pub mod project_member;
pub mod project_partner;
pub mod publication_batch;
pub mod publication_item;
pub mod refresh_token;
pub mod refused_text;
pub mod registration;
pub mod rehearsal;
pub mod result_remark;
pub mod revision_answer;
pub mod revision_link;
pub mod revision_member;
pub mod revision_method;
pub mod revision_partner;
pub mod revision_project;
pub mod revision_subject;
pub mod rubric_version;
pub mod school;
pub mod school_invitation;
pub mod school_membership;
pub mod service_key;
pub mod session;
pub mod sign_in_attempt;
pub mod sign_in_link;
pub mod sponsor;
pub mod unknown_partner;
pub mod upload;
pub mod used_id_token;
pub mod user;
pub mod user_role;
