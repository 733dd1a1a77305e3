//! Mutations of prizes.

use crate::campaign::Campaign;
use crate::project::Project;
use entity::ids::{CampaignId, PrizeAwardId, PrizeId, PrizeVoucherId, SponsorId};

use super::{
    answering::{self, AcceptPrizeRefusal, DeclinePrizeRefusal, ForfeitPrizeRefusal, NamePrizeContactRefusal},
    answers::{PrizeProposal, VoucherSecret},
    commands::{
        self, AnnouncePrizesRefusal, AwardPrizeRefusal, RatifyPrizeAwardRefusal, SplitPrizeRefusal,
        TakeBackPrizeAwardRefusal,
    },
    defining::{
        self, CreateSponsorRefusal, DefinePrizeRefusal, RemovePrizeRefusal, SetSponsorLogoRefusal, UpdatePrizeRefusal,
        UpdateSponsorRefusal,
    },
    inputs::{
        AcceptPrizeInput, AnnouncePrizesInput, AwardPrizeInput, ClosePrizeAwardInput, CreateSponsorInput,
        DeclinePrizeInput, DefinePrizeInput, EnterVoucherInput, ForfeitPrizeInput, NamePrizeContactInput,
        PlanPrizeVisitInput, ProposePrizesInput, RatifyPrizeAwardInput, RecordPrizeHandoverInput, RemovePrizeInput,
        ReportPrizeUseInput, RevealVoucherInput, SetSponsorLogoInput, SplitPrizeInput, TakeBackPrizeAwardInput,
        UpdatePrizeInput, UpdateSponsorInput,
    },
    objects::{PrizeAward, PrizeVoucher, Sponsor},
    ranking::{self, ProposePrizesRefusal},
    visit::{self, ClosePrizeAwardRefusal, PlanPrizeVisitRefusal, RecordPrizeHandoverRefusal, ReportPrizeUseRefusal},
    voucher::{self, EnterVoucherRefusal, RevealVoucherRefusal},
};
use crate::acts;

acts! {
    /// Define a prize for a label: its rank and its parts, within the budget of the campaign.
    definePrize(DefinePrizeInput) -> PrizeId | DefinePrizeRefusal
        [Staff; Campaign::DECIDE(campaignId)] = defining::define;

    /// Describe a prize anew, until its winner is announced. If it is given already, its schools share it evenly again, and
    /// another person than the caller must confirm it.
    updatePrize(UpdatePrizeInput) -> PrizeId | UpdatePrizeRefusal
        [Staff; Campaign::DECIDE(), Project::CHANGE()] = defining::update;

    /// Remove a prize that nobody has. It was never announced; proposals that were taken back do not keep it.
    removePrize(RemovePrizeInput) -> CampaignId | RemovePrizeRefusal
        [Staff; Campaign::DECIDE()] removing(prizeId) = defining::remove;

    /// Note an organisation that pays for prizes. One that a part of a prize names is noted by itself.
    createSponsor(CreateSponsorInput) -> SponsorId | CreateSponsorRefusal [Staff] = defining::create_sponsor;

    /// Correct what is noted of a sponsor.
    updateSponsor(UpdateSponsorInput) -> SponsorId | UpdateSponsorRefusal
        [Staff; Sponsor::CHANGE(sponsorId)] = defining::update_sponsor;

    /// Give a sponsor a logo, or take its logo away. Send the file to `POST /uploads` first; of it only the pixels are kept, as a
    /// PNG of 800 points at most in each direction. Everybody who sees the sponsor sees it (`Sponsor.hasLogo`).
    setSponsorLogo(SetSponsorLogoInput) -> SponsorId | SetSponsorLogoRefusal
        [Staff; Sponsor::CHANGE(sponsorId)] = defining::set_sponsor_logo;

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

    /// Say that the schools want a prize that was announced: a teacher of one of them who earned the label with the project, or
    /// staff on the word of the school.
    acceptPrize(AcceptPrizeInput) -> PrizeAwardId | AcceptPrizeRefusal
        [Teacher, Staff; PrizeAward::ANSWER(prizeAwardId)] = answering::accept;

    /// Name another teacher who speaks for a school about a prize that was accepted.
    namePrizeContact(NamePrizeContactInput) -> PrizeAwardId | NamePrizeContactRefusal
        [Teacher, Staff; PrizeAward::ANSWER(prizeAwardId)] = answering::name_contact;

    /// Say that the schools do not want a prize that was announced: a teacher of the school, if it has the prize alone, or
    /// staff on the word of the schools. The prize is then proposed for the next project of the ranking
    /// (`PrizeAward.successor`), unless a person must choose (`PrizeAward.choiceReason`).
    declinePrize(DeclinePrizeInput) -> PrizeAwardId | DeclinePrizeRefusal
        [Teacher, Staff; PrizeAward::ANSWER(prizeAwardId)] = answering::decline;

    /// End, with a reason, that schools get a prize that was announced: because they do not answer, or the label was revoked.
    /// The prize is then proposed for the next project of the ranking (`PrizeAward.successor`), unless a person must choose
    /// (`PrizeAward.choiceReason`).
    forfeitPrize(ForfeitPrizeInput) -> PrizeAwardId | ForfeitPrizeRefusal
        [Staff; PrizeAward::LEAD(prizeAwardId)] = answering::forfeit;

    /// Enter the code of a voucher for a school that accepted its prize. It is kept sealed, and nobody of the office can read it
    /// again; the teacher who speaks for the school reads it once (`revealVoucher`). A second code for the same voucher and
    /// school replaces the first, and is shown again.
    enterVoucher(EnterVoucherInput) -> PrizeVoucherId | EnterVoucherRefusal
        [Staff; PrizeAward::LEAD(prizeAwardId)] giving = voucher::enter;

    /// Read the code of a voucher of your school, once: note it before you close the page. For the teacher who speaks for the
    /// school about the prize.
    revealVoucher(RevealVoucherInput) -> VoucherSecret | RevealVoucherRefusal
        [Teacher; PrizeVoucher::REVEAL(prizeVoucherId)] giving = voucher::reveal;

    /// Plan the visit at which schools get their prize, or plan it anew. Their teachers with the label, and those who speak for
    /// the schools, get a mail with a file for their calendar.
    planPrizeVisit(PlanPrizeVisitInput) -> PrizeAwardId | PlanPrizeVisitRefusal
        [Staff; PrizeAward::LEAD(prizeAwardId)] = visit::plan;

    /// Note that schools have their prize: at a visit, or by post.
    recordPrizeHandover(RecordPrizeHandoverInput) -> PrizeAwardId | RecordPrizeHandoverRefusal
        [Staff; PrizeAward::LEAD(prizeAwardId)] = visit::hand_over;

    /// Tell what your school does with its prize. A second text replaces the first.
    reportPrizeUse(ReportPrizeUseInput) -> PrizeAwardId | ReportPrizeUseRefusal
        [Teacher; PrizeAward::ANSWER(prizeAwardId)] = visit::report_use;

    /// Note that nothing is to be done about a prize any more. That its schools tell what they do with it is no condition.
    closePrizeAward(ClosePrizeAwardInput) -> PrizeAwardId | ClosePrizeAwardRefusal
        [Staff; PrizeAward::LEAD(prizeAwardId)] = visit::close;
}
