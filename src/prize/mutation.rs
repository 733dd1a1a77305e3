//! Mutations of prizes.

use crate::campaign::Campaign;
use crate::project::Project;
use entity::ids::{PrizeAwardId, PrizeId};

use super::{
    answers::PrizeProposal,
    commands::{
        self, AnnouncePrizesRefusal, AwardPrizeRefusal, DefinePrizeRefusal, RatifyPrizeAwardRefusal, SplitPrizeRefusal,
        TakeBackPrizeAwardRefusal,
    },
    inputs::{
        AnnouncePrizesInput, AwardPrizeInput, DefinePrizeInput, ProposePrizesInput, RatifyPrizeAwardInput,
        SplitPrizeInput, TakeBackPrizeAwardInput,
    },
    ranking::{self, ProposePrizesRefusal},
};
use crate::acts;

acts! {
    /// Define a prize for a label: its rank and its parts, within the budget of the campaign.
    definePrize(DefinePrizeInput) -> PrizeId | DefinePrizeRefusal
        [Staff; Campaign::DECIDE(campaignId)] = commands::define;

    /// Propose a winner for every prize of a label that nobody has: the projects in the order of `projectRanking`. A project
    /// that has a prize of this label, or lost one after it was announced, is passed over. All its schools with the label share
    /// the prize evenly. `choices` says where a person must choose, with `awardPrize`. A second person must confirm each prize.
    proposePrizes(ProposePrizesInput) -> PrizeProposal | ProposePrizesRefusal
        [Staff; Campaign::DECIDE(campaignId)] once = ranking::propose;

    /// Give a prize to schools for a project that earned the label. A second person must confirm it.
    awardPrize(AwardPrizeInput) -> PrizeAwardId | AwardPrizeRefusal
        [Staff; Campaign::DECIDE(), Project::CHANGE(projectId)] = commands::award;

    /// Say how the schools of a project share a prize, before it is confirmed. Another person than the caller must confirm it
    /// then.
    splitPrize(SplitPrizeInput) -> PrizeAwardId | SplitPrizeRefusal
        [Staff; Campaign::DECIDE(), Project::CHANGE()] keeping = commands::split;

    /// Take back, with a reason, that a prize was given, before it is announced. Nobody has the prize then.
    takeBackPrizeAward(TakeBackPrizeAwardInput) -> PrizeAwardId | TakeBackPrizeAwardRefusal
        [Staff; Campaign::DECIDE(), Project::CHANGE()] = commands::take_back;

    /// Confirm a prize as a second person. If the label or the results for which it was given have changed, the
    /// mutation is refused, and the prize changes: it must be given or confirmed again (see `PrizeAward.fallReason`).
    ratifyPrizeAward(RatifyPrizeAwardInput) -> PrizeAwardId | RatifyPrizeAwardRefusal
        [Staff; Campaign::DECIDE(), Project::CHANGE()] keeping = commands::ratify;

    /// Announce the confirmed prizes for a label, once all its results are published, of every community. The winners get a
    /// mail.
    announcePrizes(AnnouncePrizesInput) -> Vec<PrizeAwardId> | AnnouncePrizesRefusal
        [Staff; Campaign::DECIDE(campaignId)] keeping = commands::announce;
}
