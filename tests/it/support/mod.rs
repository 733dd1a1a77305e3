//! What the trials are written with.

pub mod db;
pub mod given;
pub mod house;
pub mod log;
pub mod outside;
pub mod process;
pub mod reply;
pub mod sink;
pub mod story;
pub mod wire_cutter;

use std::{future::Future, pin::Pin};

use libtest_mimic::Trial;

pub use self::{
    db::{Engine, Start},
    house::{House, Person},
    reply::Reply,
};

type Running = Pin<Box<dyn Future<Output = ()>>>;

/// A test that acts through the API of a house of its own.
pub struct Sentence {
    pub name: &'static str,
    pub start: Start,
    pub run: fn(House) -> Running,
}

inventory::collect!(Sentence);

/// Declares a test that runs on both databases: `trial! { async fn a_sentence(house) { ... } }`. With `on Demo;`
/// in front it starts from the demo data, which it shares with others and only reads.
#[macro_export]
macro_rules! trial {
    (on $start:ident; $(async fn $name:ident($house:ident) $body:block)*) => {$(
        inventory::submit! {
            $crate::support::Sentence {
                name: concat!(module_path!(), "::", stringify!($name)),
                start: $crate::support::Start::$start,
                run: |$house| Box::pin(async move { $body }),
            }
        }
    )*};
    ($(async fn $name:ident($house:ident) $body:block)*) => {
        $crate::trial! { on Nothing; $(async fn $name($house) $body)* }
    };
}

/// Every sentence, once per database.
pub fn trials() -> Vec<Trial> {
    let mut trials = Vec::new();
    for sentence in inventory::iter::<Sentence> {
        let name = sentence.name.trim_start_matches("it::");
        for engine in [Engine::Sqlite, Engine::Postgres] {
            let (start, run) = (sentence.start, sentence.run);
            let is_missing = engine == Engine::Postgres && db::postgres().is_none();
            let kind = if is_missing { "postgres: set NQL_TEST_POSTGRES" } else { engine.name() };
            let trial = Trial::test(name, move || {
                house::in_a_house(engine, start, run);
                Ok(())
            });
            trials.push(trial.with_kind(kind).with_ignored_flag(is_missing));
        }
    }
    trials.sort_by(|a, b| a.name().cmp(b.name()));
    trials
}
