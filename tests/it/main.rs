//! The one integration binary. A trial is listed once per database; without a Postgres its twin is
//! reported as ignored, never as passed.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::wildcard_enum_match_arm,
    reason = "a test stops where something is missing"
)]

mod application;
mod architecture;
mod audit;
mod bound;
mod bounds;
mod bulk;
mod calibration;
mod campaign;
mod certificate;
mod comparison;
mod computed;
mod connections;
mod correction;
mod cycle;
mod decision;
mod demo;
mod eligibility;
mod eql;
mod event;
mod faults;
mod form;
mod freeze;
mod golden;
mod health;
mod intake;
mod job;
mod jury;
mod keys;
mod label;
mod language;
mod mail;
mod matrices;
mod merge;
mod migrations;
mod office;
mod opaque;
mod operation;
mod period;
mod photo;
mod plan;
mod planning;
mod privacy;
mod prize;
mod project;
mod properties;
mod provider;
mod publication;
mod race;
mod random;
mod reach;
mod readme;
mod reads;
mod reconsideration;
mod reference;
mod rehearsal;
mod release;
mod replay;
mod result_texts;
mod school;
mod score;
mod search;
mod secrets;
mod session;
mod shrink;
mod socket;
mod support;
mod text;
mod told;
mod viewer;
mod windows;
mod winner;
mod wire;
mod wording;

use std::process::ExitCode;

use libtest_mimic::{Arguments, Trial};

fn main() -> ExitCode {
    nql::declare();
    let arguments = Arguments::from_args();
    support::log::keep();
    let mut trials = support::trials();
    trials.extend(plain![
        connections::a_hundred_that_say_nothing_leave_a_server_with_64_descriptors_answering,
        connections::the_data_folder_is_closed_to_others_and_what_lies_open_is_refused,
        connections::the_figures_are_not_on_the_public_port,
        operation::a_database_is_made_and_changed_when_an_operator_says_so_and_named_at_every_start,
        operation::a_damaged_database_is_not_served,
        operation::a_mistake_in_an_option_is_told_with_its_name_and_value,
        operation::a_line_of_the_log_is_json_and_tells_of_which_request_it_is,
        operation::headers_of_a_handshake_come_as_the_client_writes_them,
        operation::whoever_stops_reading_ends_a_command_without_a_word,
        operation::a_key_that_is_retired_keeps_no_server_from_starting,
        plan::files_are_planned_and_every_way_to_fail_has_its_code,
        architecture::a_file_keeps_to_what_its_name_promises,
        architecture::concepts_know_each_other_forward_only_and_through_their_face,
        architecture::the_engine_names_only_tables_of_its_own,
        architecture::paths_are_found_in_whatever_form,
        architecture::who_reads_rows_of_a_later_concept_is_listed_with_the_reason,
        architecture::a_table_is_written_by_one_store,
        architecture::every_rule_that_a_comment_cites_is_defined,
        architecture::what_people_read_is_said_in_every_language,
        bound::every_table_that_somebody_adds_to_is_bounded,
        golden::the_printed_schema_is_the_committed_one,
        golden::the_policy_of_every_field_is_the_committed_one,
        golden::everything_is_described_for_a_front_end_developer,
        golden::names_follow_from_types,
        golden::a_description_says_what_its_reader_must_reckon_with,
        golden::the_printed_schema_is_whole,
        golden::the_schema_of_a_role_is_all_that_is_for_it_and_nothing_else,
        privacy::nothing_is_asked_of_pupils,
        wire::c22_no_input_takes_what_the_rules_decide,
    ]);
    let conclusion = libtest_mimic::run(&arguments, trials);
    let said = support::log::secrets();
    support::db::clear();
    if said.is_empty() {
        return conclusion.exit_code();
    }
    eprintln!("\nthe log of this run tells secrets:\n{}", said.join("\n"));
    ExitCode::from(101)
}

/// Tests that need no database.
macro_rules! plain {
    ($($concept:ident :: $name:ident),* $(,)?) => {
        vec![$(Trial::test(concat!(stringify!($concept), "::", stringify!($name)), || {
            $concept::$name();
            Ok(())
        })),*]
    };
}
use plain;
